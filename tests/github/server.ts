import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { CORS_HEADERS, PREFLIGHT_HEADERS } from "./cors.ts";
import { createFaults, type Fault, type Faults } from "./faults.ts";
import { handleGit } from "./git-http.ts";
import { execute } from "./graphql.ts";
import type { Token } from "./model.ts";
import { createRest } from "./rest.ts";
import { budgetHeaders, CLASSIC_SCOPES, createTokens, type Resource, type Tokens } from "./tokens.ts";
import { viewerOf, webAct, webError, webPage } from "./web.ts";
import { createWorld, type World } from "./world.ts";

/*
 * A strict double of GitHub on a port of this machine: REST, GraphQL, git and pages to read, over one world with one
 * clock. Every answer is dated by that clock.
 */

/** One request, as it was answered. */
export interface RequestLog {
  method: string;
  /** With the query. */
  path: string;
  /** Kind of the token, and whom it acts for. */
  token: Token["kind"] | "none" | "invalid";
  login: string;
  /** 0 where no answer was given. */
  status: number;
  /** Points that a GraphQL query cost. */
  points?: number;
  /** Asked for a change: any REST method but GET, a mutation, a push. */
  write: boolean;
  /** The double's clock. */
  at: string;
}

export interface DoubleOptions {
  /** Where the repositories go; a folder of its own, removed at the end, unless told. */
  folder?: string;
  now: string | Date;
  /** Checks answers and webhooks against GitHub's descriptions; true unless told. Requests are always checked. */
  validate?: boolean;
}

export interface Double {
  /** Root of the REST API, of `/graphql`, of `/OWNER/NAME.git` and of the pages for people. */
  url: string;
  world: World;
  requests: RequestLog[];
  faults: Faults;
  /** Requests for something that the double does not know; tests assert it to be empty. */
  unexpected: string[];
  /** Exchanges that do not fit GitHub's description; tests assert it to be empty. */
  violations: string[];
  token: Tokens["issue"];
  /** Environment of a workflow's step. */
  environment(token: string, repository: string): Record<string, string>;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

const error = (status: number, message: string, headers: Record<string, string> = {}): Reply =>
  json(
    status,
    { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
    headers,
  );

const SECONDARY =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. " +
  "For more on scraping GitHub and how it may affect your rights, please review our Terms of Service.";

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function isMutation(query: string): boolean {
  try {
    return parse(query).definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === "mutation",
    );
  } catch {
    return false;
  }
}

/** Pages for people stand where no route of the API does: at a repository's name, or wherever a browser shows them. */
function isPage(world: World, path: string, request: IncomingMessage): boolean {
  if (request.method === "GET" && request.headers.accept?.includes("text/html")) return true;
  if (path === "/_login" || path === "/favicon.ico") return true;
  const [owner, name] = path.slice(1).split("/");
  return world.repositories().some((each) => each.owner === owner && each.name === name);
}

/** Bytes of an address that GitHub's servers read; it documents that there is a limit (414), not which. */
const LONGEST_ADDRESS = 8_192;

/** What a classic token may do stands on every answer to it, as the other headers of the API do. */
const apiHeaders = (token: Token | undefined): Record<string, string> => ({
  ...CORS_HEADERS,
  ...(token?.kind === "user" ? { "x-oauth-scopes": CLASSIC_SCOPES, "x-accepted-oauth-scopes": "" } : {}),
});

/** Starts a double; whoever starts it closes it. */
export async function startDouble(options: DoubleOptions): Promise<Double> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "github-double-")));
  const validate = options.validate ?? true;
  // Node's own limit lies below what a browser may send as an address.
  const server = createServer({ maxHeaderSize: 1 << 17 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world = createWorld({ folder, now: options.now, validate, origin: url });
  const tokens = createTokens(() => world.now());
  const faults = createFaults();
  const requests: RequestLog[] = [];
  const unexpected: string[] = [];
  const violations: string[] = [];
  const storage = new Map<string, { bytes: Uint8Array; type: string }>();
  const rest = createRest({
    world,
    origin: url,
    tokens,
    validate,
    unexpected,
    violations,
    store(bytes, type) {
      const path = `/_storage/${randomUUID()}`;
      storage.set(path, { bytes, type });
      return url + path;
    },
  });

  /** What a fault answers; undefined where it answers nothing. */
  function faulty(fault: Fault): Reply | undefined {
    if (fault.graphqlErrors) return json(200, { data: null, errors: fault.graphqlErrors });
    if (fault.status === undefined) return undefined;
    const retry = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
    return error(fault.status, [403, 429].includes(fault.status) ? SECONDARY : "Server Error", retry);
  }

  /** Refuses whoever has nothing left of his hour, or writes too fast. */
  function refused(resource: Resource, token: Token | undefined, write: boolean): Reply | undefined {
    const budget = tokens.budget(token, resource);
    const headers = budgetHeaders(budget, resource);
    if (budget.used >= budget.limit) {
      const whose = token?.repository ?? token?.login ?? "127.0.0.1";
      if (resource === "core") return error(403, `API rate limit exceeded for ${whose}.`, headers);
      const message = `API rate limit already exceeded for ${whose}.`;
      return json(200, { errors: [{ type: "RATE_LIMITED", message }] }, headers);
    }
    const secondary = write ? faults.countWrite() : undefined;
    if (!secondary) return undefined;
    const retry = String(secondary.retryAfter ?? 60);
    return error(secondary.status ?? 403, SECONDARY, { ...headers, "retry-after": retry });
  }

  async function graphql(body: Uint8Array, token: Token | undefined, entry: RequestLog): Promise<Reply> {
    if (!token) return error(401, "This endpoint requires you to be authenticated.");
    let query: { query: string; variables?: Record<string, unknown>; operationName?: string };
    try {
      query = JSON.parse(Buffer.from(body).toString("utf8"));
    } catch {
      return error(400, "Problems parsing JSON");
    }
    entry.write = isMutation(String(query.query));
    const refusal = refused("graphql", token, entry.write);
    if (refusal) return refusal;
    const budget = tokens.budget(token, "graphql");
    const result = await execute(world, token, query, budget);
    budget.used += result.points;
    entry.points = result.points;
    // A query that was refused as a whole, before anything was looked up, is wrong in itself.
    if (result.body.data === undefined) violations.push(`GraphQL: ${JSON.stringify(result.body.errors)}`);
    unexpected.push(...result.unknown.map((text) => `GraphQL: ${text}`));
    return json(200, result.body, budgetHeaders(budget, "graphql"));
  }

  /** What is answered to everything but git. */
  async function reply(
    request: IncomingMessage,
    address: URL,
    identified: Token | "invalid" | undefined,
    entry: RequestLog,
  ): Promise<Reply> {
    const { pathname: path, searchParams: query } = address;
    const method = request.method!;
    const stored = storage.get(path);
    if (stored && method === "GET") {
      return { status: 200, headers: { "content-type": stored.type }, body: stored.bytes };
    }
    if (["GET", "POST", "OPTIONS"].includes(method) && isPage(world, path, request)) {
      const visit = { world, path, query, viewer: viewerOf(world, request.headers), unexpected };
      entry.login = visit.viewer ?? "";
      const body = await bodyOf(request);
      if (method === "GET") return webPage(visit);
      return method === "POST" ? webAct(visit, request.headers, body) : webError(404, "Not Found");
    }
    const body = await bodyOf(request);
    const answer = await apiReply(request, address, identified, entry, body);
    const token = identified === "invalid" ? undefined : identified;
    return { ...answer, headers: { ...apiHeaders(token), ...answer.headers } };
  }

  /** What REST and GraphQL answer. */
  async function apiReply(
    request: IncomingMessage,
    { pathname: path, searchParams: query }: URL,
    identified: Token | "invalid" | undefined,
    entry: RequestLog,
    body: Uint8Array,
  ): Promise<Reply> {
    const method = request.method!;
    if (method === "OPTIONS") return { status: 204, headers: PREFLIGHT_HEADERS, body: "" };
    if (identified === "invalid") return error(401, "Bad credentials");
    if (request.headers["user-agent"] === undefined) {
      return error(
        403,
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
      );
    }
    if (path === "/graphql" && method === "POST") return graphql(body, identified, entry);
    const refusal = path === "/rate_limit" ? undefined : refused("core", identified, entry.write);
    if (refusal) return refusal;
    const answer = await rest({ method, path, query, headers: request.headers, body, token: identified });
    const budget = tokens.budget(identified, "core");
    if (answer.counts) budget.used += 1;
    return { ...answer, headers: { ...budgetHeaders(budget, "core"), ...answer.headers } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url!, url);
    const method = request.method!;
    const identified = tokens.identify(request.headers.authorization);
    const token = identified === "invalid" ? undefined : identified;
    const entry: RequestLog = {
      method,
      path: request.url!,
      token: identified === "invalid" ? "invalid" : (token?.kind ?? "none"),
      login: token?.login ?? "",
      status: 0,
      write: !["GET", "OPTIONS"].includes(method) && !/^\/graphql$|\/git-upload-pack$/.test(address.pathname),
      at: world.now().toISOString(),
    };
    requests.push(entry);
    response.sendDate = false;
    response.setHeader("x-github-request-id", randomUUID().toUpperCase());

    const fault = method === "OPTIONS" ? undefined : faults.take(`${method} ${request.url}`);
    if (fault?.slow) await new Promise((resolve) => setTimeout(resolve, fault.slow));
    const isFailing = fault && (fault.cut || fault.hang || faulty(fault) !== undefined);

    const git = /^\/([^/]+\/[^/]+)\.git\//.exec(address.pathname);
    if (git && !isFailing) {
      response.setHeader("date", world.now().toUTCString());
      response.on("close", () => {
        entry.status = response.statusCode;
      });
      return handleGit(world, request, response, git[1]!, identified);
    }

    let answer =
      isFailing && !fault.carriedOut
        ? undefined
        : request.url!.length > LONGEST_ADDRESS
          ? webError(414, "URI Too Long")
          : await reply(request, address, identified, entry);
    if (isFailing) {
      if (fault.cut) response.destroy();
      answer = fault.cut || fault.hang ? undefined : faulty(fault);
      if (answer) answer.headers = { ...apiHeaders(token), ...answer.headers };
    }
    if (!answer) return;
    entry.status = answer.status;
    const bytes = Buffer.from(answer.body as Uint8Array);
    response.writeHead(answer.status, {
      date: world.now().toUTCString(),
      ...([204, 304].includes(answer.status) ? {} : { "content-length": bytes.length }),
      ...answer.headers,
    });
    response.end(bytes);
  }

  server.on("request", (request, response) => {
    handle(request, response).catch((cause: Error) => {
      violations.push(`${request.method} ${request.url}: ${cause.stack}`);
      response.destroy();
    });
  });

  return {
    url,
    world,
    requests,
    faults,
    unexpected,
    violations,
    token: tokens.issue,
    environment: (token, repository) => ({
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_SERVER_URL: url,
      GITHUB_REPOSITORY: repository,
      GITHUB_TOKEN: token,
    }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      world.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
