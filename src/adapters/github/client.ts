import { setTimeout as sleep } from "node:timers/promises";
import { retry } from "@octokit/plugin-retry";
import { type ThrottlingOptions, throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { isQueryError, oneLine } from "./log.ts";

const USER_AGENT = "open-data-catalogue-bot";
/** A call that takes longer is given up and tried again. */
const REQUEST_LIMIT_MS = 20_000;
/** Longest wait that GitHub may ask for before a call is given up; the next scheduled run makes up for it. */
const LONGEST_WAIT_S = 180;
const RETRIES_AT_LIMIT = 2;
const RETRIES_AT_FAULT = 3;
/** Answers that trying again doesn't change; the throttling plugin looks after 403 and 429. */
const FINAL_STATUSES = [400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 451];
/** GitHub asks for a pause of a second between writes (docs, "Best practices for using the REST API"). */
const WRITE_PAUSE_MS = 1000;
const LARGEST_ANSWER = 64 << 20;

/** A repository on GitHub, as the bot reaches it. */
export interface GitHub {
  rest: Octokit["rest"];
  /** Runs a GraphQL query or mutation; a query should ask for `rateLimit { cost }`. */
  graphql<T>(query: string, variables: Record<string, unknown>): Promise<T>;
  owner: string;
  repo: string;
  /** Login of the token, as REST writes it: `github-actions[bot]`. */
  bot: string;
  defaultBranch: string;
  /** Web address of the server, without a slash at the end. */
  serverUrl: string;
  /** Token for git over HTTPS. Never logged. */
  token: string;
  /** The server's clock, from its latest answer. */
  now(): Date;
  usage: Usage;
}

/** What a run cost. */
export interface Usage {
  requests: number;
  writes: number;
  /** Points of GraphQL. */
  points: number;
}

/** Settings that a command can't run without, or with; the message is for people. */
export class EnvironmentError extends Error {}

export interface ConnectOptions {
  /** Pause between two writes; GitHub's own advice unless told. */
  writePauseMs?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The pause that an operator set for a GitHub server of his own: CATALOGUE_WRITE_PAUSE_MS, in milliseconds. */
export function writePause(environment: Environment): ConnectOptions {
  const text = environment.CATALOGUE_WRITE_PAUSE_MS;
  if (text === undefined || text === "") return {};
  if (!/^\d{1,6}$/.test(text)) {
    throw new EnvironmentError(`CATALOGUE_WRITE_PAUSE_MS 應為毫秒數，不能是 ${oneLine(text)}`);
  }
  return { writePauseMs: Number(text) };
}

/** Stands in for the throttling plugin's own groups, which a whole process shares and nobody can adjust. */
const unpaced = {
  key: () => ({
    schedule: <T>(_: unknown, work: (...args: unknown[]) => T, ...args: unknown[]) => work(...args),
  }),
} as unknown as NonNullable<ThrottlingOptions["write"]>;

const isMutation = (body: unknown) =>
  typeof body === "string" && /^\s*mutation\b/.test((JSON.parse(body) as { query?: string }).query ?? "");

function isWrite(url: string, init: RequestInit): boolean {
  if (init.method === "GET" || init.method === "HEAD") return false;
  return url.endsWith("/graphql") ? isMutation(init.body) : true;
}

/** Reads an answer to its end, so that a cut or endless one is a fault of the call and not half a text. */
async function readWhole(response: Response): Promise<Response> {
  const { status, headers } = response;
  if (!response.body || status === 204 || status === 205 || status === 304) {
    return new Response(null, { status, headers });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new Error(`the answer is larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status, headers });
}

/**
 * Connects to the repository that GITHUB_REPOSITORY names.
 * @throws EnvironmentError where a variable is missing or malformed
 */
export async function connect(environment: Environment, options: ConnectOptions = {}): Promise<GitHub> {
  const token = environment.GITHUB_TOKEN;
  if (!token) throw new EnvironmentError("沒有 GITHUB_TOKEN；請在工作流程的 env 設定它");
  const [, owner, repo] =
    /^([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/.exec(environment.GITHUB_REPOSITORY ?? "") ?? [];
  if (!owner || !repo) throw new EnvironmentError("GITHUB_REPOSITORY 應為「擁有者/儲存庫」");
  const baseUrl = (environment.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, "");
  const graphqlUrl = environment.GITHUB_GRAPHQL_URL || `${baseUrl}/graphql`;
  const serverUrl = (environment.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
  const host = new URL(baseUrl).host;
  const pauseMs = options.writePauseMs ?? WRITE_PAUSE_MS;
  const usage: Usage = { requests: 0, writes: 0, points: 0 };
  let clock: Date | undefined;
  let nextWrite = 0;

  const request = async (url: string, init: RequestInit): Promise<Response> => {
    if (isWrite(url, init)) {
      const wait = nextWrite - performance.now();
      nextWrite = Math.max(performance.now(), nextWrite) + pauseMs;
      if (wait > 0) await sleep(wait);
      usage.writes++;
    }
    usage.requests++;
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
    const date = Date.parse(response.headers.get("date") ?? "");
    // A download is answered by another machine, after a redirection.
    if (!Number.isNaN(date) && new URL(response.url).host === host) clock = new Date(date);
    return readWhole(response);
  };
  const onLimit = (retryAfter: number, call: { method: string; url: string }, _: unknown, count: number) => {
    const again = count < RETRIES_AT_LIMIT && retryAfter <= LONGEST_WAIT_S;
    const outcome = again ? `等候 ${retryAfter} 秒後再試` : `需等候 ${retryAfter} 秒，不再嘗試`;
    console.error(`GitHub 用量上限：${oneLine(`${call.method} ${call.url}`)}，${outcome}`);
    return again;
  };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token,
    baseUrl,
    userAgent: USER_AGENT,
    log: silent,
    request: { fetch: request },
    retry: { doNotRetry: FINAL_STATUSES, retries: RETRIES_AT_FAULT },
    throttle: { write: unpaced, notifications: unpaced, onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
  });
  const sendGraphql = octokit.graphql.defaults({ baseUrl: graphqlUrl.replace(/\/graphql\/?$/, "") });

  const graphql = async <T>(query: string, variables: Record<string, unknown>): Promise<T> => {
    try {
      const data = await sendGraphql<T & { rateLimit?: { cost: number } }>(query, variables);
      usage.points += data.rateLimit?.cost ?? 1;
      return data;
    } catch (cause) {
      // A workflow's token may not see teams; all else of the answer stands.
      if (!isQueryError(cause) || !cause.data) throw cause;
      if (!cause.errors?.every((error) => error.path?.includes("requestedReviewer"))) throw cause;
      usage.points += (cause.data as { rateLimit?: { cost: number } }).rateLimit?.cost ?? 1;
      return cause.data as T;
    }
  };

  const { repository, viewer } = await graphql<{
    viewer: { login: string };
    repository: { defaultBranchRef: { name: string } | null } | null;
  }>(CONNECT, { owner, repo });
  if (!repository?.defaultBranchRef)
    throw new EnvironmentError(`找不到儲存庫 ${owner}/${repo}，或它還是空的`);
  if (!clock) throw new EnvironmentError("GitHub 的回覆沒有時間（Date），無法計算期限");
  return {
    rest: octokit.rest,
    graphql,
    owner,
    repo,
    bot: viewer.login,
    defaultBranch: repository.defaultBranchRef.name,
    serverUrl,
    token,
    now: () => clock as Date,
    usage,
  };
}

/** Who the token is and where the catalogue stands; its answer also starts the clock. */
export const CONNECT = `query Connect($owner: String!, $repo: String!) {
  rateLimit { cost }
  viewer { login }
  repository(owner: $owner, name: $repo) { defaultBranchRef { name } }
}`;

/** The last line of a run's log. */
export function usageLine({ requests, writes, points }: Usage): string {
  return `GitHub：${requests} 次請求，其中 ${writes} 次寫入；GraphQL ${points} 點`;
}
