import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import type { Repository } from "../../desk/data.ts";
import { COMMAND_WORDS, saysSomething } from "../../review/commands.ts";
import { LABELS, SNAPSHOT_BRANCH } from "../../review/names.ts";
import { isQueryError, isUncertain, oneLine, statusOf } from "./log.ts";

/*
 * GitHub as the officer's desk reaches it from the browser. It reads what it needs and no more, asks for the newest
 * state each time (GitHub's answers would otherwise stand in the browser's cache for a minute), and after a fault looks
 * whether a write was carried out before it sends it again.
 */

/** A call that takes longer is given up. */
const CALL_LIMIT_MS = 20_000;
const RETRIES = 2;
/** Answers that trying again doesn't change; limits are looked after below. */
const FINAL_STATUSES = [400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 451];
/** Longest wait, in seconds, that GitHub may ask for while a person looks on. */
const LONGEST_WAIT_S = 120;
/** What GitHub advises where it names no wait (docs, "Rate limits for the REST API"). */
const SECONDARY_WAIT_S = 60;
/** A new fork's branches appear after a while. */
const FORK_POLLS = 20;
const FORK_POLL_MS = 3_000;
/** Branches of one name that are tried: name, name-2, name-3. */
const MOST_BRANCHES = 50;
/** GitHub refuses long addresses. */
const LONGEST_ADDRESS = 2_000;
const ISSUES_PER_PAGE = 50;
const MOST_PAGES = 30;
/** A comment of one's own that is no older may be the one whose answer was lost. */
const JUST_NOW_MS = 600_000;

/** A file of the repository, as UTF-8. */
export interface HubFile {
  path: string;
  text: string;
}

/** Why an act on GitHub failed, and how to go on; both in Chinese, neither with the token in it. */
export class DeskError extends Error {
  readonly remedy: string;
  /** GitHub's answer; undefined where none came. */
  readonly status: number | undefined;

  constructor(message: string, remedy: string, status?: number) {
    super(message);
    this.name = "DeskError";
    this.remedy = remedy;
    this.status = status;
  }
}

/** A submission, as GitHub has it now. */
export interface HubPull {
  number: number;
  url: string;
  title: string;
  /** Login. */
  author: string;
  /** Commit of its latest version; `approve`, `giveBack` and `update` bind to it. */
  head: string;
  draft: boolean;
  state: "open" | "closed" | "merged";
  /** Paths that it changes. */
  files: string[];
}

export interface HubIssue {
  number: number;
  url: string;
  title: string;
  body: string;
  author: string;
  createdAt: string;
  comments: number;
  open: boolean;
}

export interface HubComment {
  author: string;
  body: string;
  createdAt: string;
}

/** GitHub, as one person with a token reaches it from the browser. Every method throws DeskError. */
export interface Hub {
  login: string;
  name?: string;
  /** May write to the catalogue itself; else submissions go through the person's own copy (fork). */
  mayPush: boolean;
  scopes: "fine-grained" | "classic";
  /**
   * Tells what is being done, or waited for, in Chinese, until the returned function is called.
   * @returns stops telling
   */
  listen(tell: (text: string) => void): () => void;
  /** A file of the main branch, or of a version; undefined where there is none. */
  read(path: string, ref?: string): Promise<string | undefined>;
  /** A file of the snapshots' branch; undefined where there is none. */
  snapshot(path: string): Promise<string | undefined>;
  /**
   * One commit with all files on a new branch, then a pull request. Where that name is taken, another is found.
   * @returns `compare`, GitHub's page where one click opens the pull request, where the token itself may not
   */
  submit(input: {
    files: readonly HubFile[];
    title: string;
    body: string;
    draft: boolean;
    branch: string;
  }): Promise<{ number: number; url: string } | { compare: string }>;
  /**
   * One commit more on a submission's branch.
   * @param head version that the person began from (`pull().head`); refused where another has come since
   */
  update(number: number, files: readonly HubFile[], message: string, head: string): Promise<void>;
  pull(number: number): Promise<HubPull>;
  /**
   * 抽回 (true) and 送審 (false): GitHub's own switch between draft and ready, or the command where the submission was
   * returned and the switch still stands on ready. Nothing where it stands so already.
   */
  setDraft(number: number, draft: boolean): Promise<void>;
  /** Closes a submission without merging it (刪除). */
  close(number: number): Promise<void>;
  /** @param head version that the person saw; refused where another has come since */
  approve(number: number, head: string): Promise<void>;
  /** 退回. @param head version that the person saw; refused where another has come since */
  giveBack(number: number, head: string, opinion: string): Promise<void>;
  comment(number: number, body: string): Promise<void>;
  /** Issues with a label, newest first, fifty a page; pages count from 1. */
  issues(label: string, page: number): Promise<HubIssue[]>;
  issueComments(number: number): Promise<HubComment[]>;
}

/** What anybody may read, sixty requests an hour. */
export type PublicHub = Pick<Hub, "issues" | "issueComments" | "read" | "snapshot">;

/** What everything here works with. */
interface Connection {
  octokit: Octokit;
  repository: Repository;
  tell(text: string): void;
  listen(tell: (text: string) => void): () => void;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds to wait before a call that met a limit; undefined for any other answer. */
function limitOf(status: number, header: (name: string) => string | undefined, text: string) {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(header("retry-after") ?? Number.NaN);
  if (after >= 0) return Math.max(1, after);
  if (header("x-ratelimit-remaining") === "0") {
    const seconds = Number(header("x-ratelimit-reset")) - Date.now() / 1000;
    // The hour is GitHub's; this computer's clock may be wrong.
    return Math.min(3600, Math.max(1, Math.ceil(seconds) || 3600));
  }
  return status === 429 || /secondary rate limit/i.test(text) ? SECONDARY_WAIT_S : undefined;
}

function connect(repository: Repository, token?: string): Connection {
  const listeners = new Set<(text: string) => void>();
  const tell = (text: string) => {
    for (const listener of listeners) listener(text);
  };
  /** Read to its end, so that a cut answer is a fault of the call and not half a text. */
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url, {
      ...init,
      cache: "no-cache",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    const { status, headers } = response;
    const bytes = await response.arrayBuffer();
    return new Response([204, 205, 304].includes(status) ? null : bytes, { status, headers });
  };
  const request = async (url: string, init: RequestInit): Promise<Response> => {
    for (let attempt = 0; ; attempt++) {
      const response = await send(url, init);
      const { status, headers } = response;
      if (attempt === RETRIES || (status !== 403 && status !== 429)) return response;
      const wait = limitOf(status, (name) => headers.get(name) ?? undefined, await response.clone().text());
      if (wait === undefined || wait > LONGEST_WAIT_S) return response;
      tell(`GitHub 請我們放慢速度，${wait} 秒後自動繼續。`);
      await sleep(wait * 1000);
    }
  };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const octokit = new (Octokit.plugin(retry))({
    ...(token ? { auth: token } : {}),
    baseUrl: repository.api,
    log: silent,
    request: { fetch: request },
    retry: { doNotRetry: FINAL_STATUSES, retries: RETRIES },
  });
  return {
    octokit,
    repository,
    tell,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/* ---------- errors ---------- */

/** Octokit's error of a call that was answered. */
interface Answered {
  headers: Record<string, string | number | undefined>;
  data?: { message?: unknown; errors?: { message?: unknown; code?: unknown; field?: unknown }[] };
}

/** GitHub's own words about a failure, without the address of its documentation. */
function wordsOf(cause: unknown): string {
  if (isQueryError(cause)) return (cause.errors ?? []).map(({ message }) => message).join("; ");
  const data = (cause as { response?: Answered }).response?.data;
  const details = Array.isArray(data?.errors) ? data.errors : [];
  return [data?.message, ...details.map((each) => each?.message ?? each?.code)]
    .filter((text) => typeof text === "string")
    .join("; ");
}

const KEPT = "已填寫的內容都還在。";
const PERMISSIONS = "Contents、Pull requests、Issues 三項都是「Read and write」";

/**
 * Any failure as a person should read it. Nothing of the request goes in: it carries the token.
 * @param act what was being done
 */
function explain({ repository }: Connection, act: string, cause: unknown): DeskError {
  if (cause instanceof DeskError) return cause;
  const { response } = cause as { response?: Answered };
  // Queries are answered with 200, whatever became of them.
  const status = isQueryError(cause) ? 403 : statusOf(cause);
  const failed = (why: string, remedy: string) =>
    new DeskError(`${act}沒有完成：${why}。`, remedy, response ? status : undefined);
  // A fault in the program itself is nobody's to mend here.
  if (status === undefined) return failed("這一頁的程式發生錯誤", `請重新載入後再試一次。${KEPT}`);
  const words = oneLine(wordsOf(cause));
  const header = (name: string) => {
    const value = response?.headers?.[name];
    return value === undefined ? undefined : String(value);
  };
  if (!isQueryError(cause) && !response) {
    return failed("連不上 GitHub，或它沒有在 20 秒內回覆", `請檢查網路後再試一次。${KEPT}`);
  }
  if (status === 401) return failed("權杖無效、已過期或已作廢", "請到 GitHub 重新產生權杖，再連結一次。");
  const limited = limitOf(status, header, words) ?? (/rate limit/i.test(words) ? 3600 : undefined);
  if (limited !== undefined) {
    const minutes = Math.ceil(limited / 60);
    return failed("GitHub 的使用次數已達上限", `請在 ${minutes} 分鐘後再試。${KEPT}`);
  }
  if (header("x-github-sso") || /SAML/.test(words)) {
    return failed(
      "這個組織要求單一登入（SSO）",
      "請到 GitHub 的權杖頁面，為這個權杖完成組織的 SSO 授權（Configure SSO），再試一次。",
    );
  }
  if (/not accessible by personal access token/i.test(words)) {
    return failed(
      "權杖沒有這項權限",
      `請確認權杖的擁有者（Resource owner）是 ${repository.owner}、儲存庫選了 ${repository.name}，而且 ${PERMISSIONS}；或改在 GitHub 的頁面上完成。`,
    );
  }
  if (/forbids access via/i.test(words)) {
    return failed(
      `這個組織不接受這種權杖（${words}）`,
      "請依組織的規定產生另一種權杖，或改在 GitHub 的頁面上完成。",
    );
  }
  if (status === 404) {
    return failed(
      "找不到，或這個權杖看不到",
      `請確認權杖選了儲存庫 ${repository.name}，而且 ${PERMISSIONS}；classic 權杖則要勾選 repo。`,
    );
  }
  if (status === 403) {
    return failed(`這個帳號沒有這項權限（${words}）`, "請由有權限的人完成，或改在 GitHub 的頁面上完成。");
  }
  if (status >= 500) return failed(`GitHub 暫時故障（${status}）`, `請稍候再試。${KEPT}`);
  return failed(
    `GitHub 不接受這個要求（${words || status}）`,
    "請改在 GitHub 的頁面上完成；若看不懂原因，請把這段文字轉給平臺管理者。",
  );
}

/** Runs an act; whatever it throws is a DeskError. */
async function attempt<T>(connection: Connection, act: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw explain(connection, act, cause);
  }
}

/** Whether a write was carried out can't be told. */
const doubt = () =>
  new DeskError(
    "送出後連線中斷，無法確認 GitHub 是否已收到。",
    `請先到 GitHub 的頁面查看；若還沒有，再送一次。${KEPT}`,
  );

/**
 * Sends a write that must not happen twice. Where its answer is lost, looks for its effect before sending again.
 * @param send one try, which the retry plugin doesn't repeat
 * @param look what the write would have made; undefined where it isn't there
 */
async function onceOnly<T>(
  send: (options: { request: { retries: 0 } }) => Promise<T>,
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await send({ request: { retries: 0 } });
    } catch (cause) {
      if (!isUncertain(cause)) throw cause;
      await sleep(1000 * (tries + 1) ** 2);
      const found = await look().catch((second: unknown) => {
        throw second instanceof DeskError ? second : doubt();
      });
      if (found !== undefined) return found;
      if (tries === RETRIES) throw cause;
    }
  }
}

/* ---------- reading ---------- */

type Place = { owner: string; repo: string };

const placeOf = ({ owner, name }: Repository): Place => ({ owner, repo: name });

/** Undefined where GitHub answers 404. */
function orNothing(cause: unknown): undefined {
  if (statusOf(cause) !== 404) throw cause;
}

async function rawFile({ octokit, repository }: Connection, path: string, ref: string) {
  const found = await octokit
    .request("GET /repos/{owner}/{repo}/contents/{path}", {
      ...placeOf(repository),
      path,
      ref,
      headers: { accept: "application/vnd.github.raw+json" },
    })
    .catch(orNothing);
  const data: unknown = found?.data;
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  // A folder is answered with a list.
  return typeof data === "string" ? data : undefined;
}

function readers(connection: Connection): PublicHub {
  const { octokit, repository } = connection;
  const place = placeOf(repository);
  return {
    read: (path, ref = repository.branch) =>
      attempt(connection, "讀取檔案", () => rawFile(connection, path, ref)),
    snapshot: (path) => attempt(connection, "讀取快照", () => rawFile(connection, path, SNAPSHOT_BRANCH)),
    issues: (label, page) =>
      attempt(connection, "讀取意見", async () => {
        const { data } = await octokit.request("GET /repos/{owner}/{repo}/issues", {
          ...place,
          labels: label,
          state: "all",
          per_page: ISSUES_PER_PAGE,
          page,
        });
        return data
          .filter((issue) => !issue.pull_request)
          .map((issue) => ({
            number: issue.number,
            url: issue.html_url,
            title: issue.title,
            body: issue.body ?? "",
            author: issue.user?.login ?? "",
            createdAt: issue.created_at,
            comments: issue.comments,
            open: issue.state === "open",
          }));
      }),
    issueComments: (number) =>
      attempt(connection, "讀取回應", async () => {
        const comments = await everyPage((page) =>
          octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
            ...place,
            issue_number: number,
            ...page,
          }),
        );
        return comments.map(({ user, body, created_at }) => ({
          author: user?.login ?? "",
          body: body ?? "",
          createdAt: created_at,
        }));
      }),
  };
}

/** All items of a list, page by page until one isn't full. */
async function everyPage<T>(
  ask: (page: { per_page: number; page: number }) => Promise<{ data: T[] }>,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data } = await ask({ per_page: 100, page });
    items.push(...data);
    if (data.length < 100) break;
  }
  return items;
}

/* ---------- writing ---------- */

/** The person's copy of the catalogue, made where there is none. */
async function forkOf({ octokit, repository, tell }: Connection, login: string) {
  const full = `${repository.owner}/${repository.name}`.toLowerCase();
  tell("尋找您的副本（fork）");
  const same = await octokit
    .request("GET /repos/{owner}/{repo}", { owner: login, repo: repository.name })
    .catch(orNothing);
  const origins = [same?.data.parent?.full_name, same?.data.source?.full_name];
  if (same?.data.fork && origins.some((name) => name?.toLowerCase() === full)) {
    return { place: { owner: same.data.owner.login, repo: same.data.name }, isNew: false };
  }
  tell("建立您的副本（fork），約需一分鐘");
  // Where it stands under another name already, GitHub answers with that one.
  const { data } = await octokit
    .request("POST /repos/{owner}/{repo}/forks", placeOf(repository))
    .catch((cause: unknown) => {
      if (![403, 404].includes(statusOf(cause) ?? 0) || /rate limit/i.test(wordsOf(cause))) throw cause;
      throw new DeskError(
        "您還沒有這份目錄的副本（fork），而這個權杖不能替您建立。",
        `請開啟 ${repository.web}/${repository.owner}/${repository.name}/fork 建立副本，並讓權杖選取那份副本，再送一次；或改用不需權杖的方式。`,
        403,
      );
    });
  return { place: { owner: data.owner.login, repo: data.name }, isNew: true };
}

/**
 * The person's copy with the catalogue's latest version in it: GitHub answers 404 to a branch that begins at a commit
 * which the copy has not got yet (cli/cli#4907).
 * @param upstream tip of the catalogue's main branch
 */
async function syncedFork(connection: Connection, login: string, upstream: string): Promise<Place> {
  const { octokit, repository, tell } = connection;
  const { branch } = repository;
  const { place, isNew } = await forkOf(connection, login);
  const tip = () => branchTip(connection, place, branch).catch(orNothing);
  let found = await tip();
  for (let polls = 0; isNew && found === undefined; polls++) {
    if (polls === FORK_POLLS) {
      throw new DeskError("GitHub 還在建立您的副本（fork）。", `請過幾分鐘再送一次。${KEPT}`);
    }
    await sleep(FORK_POLL_MS);
    found = await tip();
  }
  if (found === upstream) return place;
  tell("更新您的副本（fork）");
  await octokit
    .request("POST /repos/{owner}/{repo}/merge-upstream", { ...place, branch })
    .catch((cause: unknown) => {
      // A copy with changes of its own, or a token that may not touch workflows: what follows may do all the same.
      const isRefused = [403, 404, 409, 422].includes(statusOf(cause) ?? 0);
      if (!isRefused || /rate limit/i.test(wordsOf(cause))) throw cause;
    });
  return place;
}

/**
 * Makes one commit, without moving any branch. Made twice it would only lie there unused, so it may be retried.
 * @returns the commit; undefined where the files change nothing
 */
async function commitFiles(
  { octokit }: Connection,
  place: Place,
  parent: { commit: string; tree: string },
  files: readonly HubFile[],
  message: string,
): Promise<string | undefined> {
  const { data: tree } = await octokit.request("POST /repos/{owner}/{repo}/git/trees", {
    ...place,
    base_tree: parent.tree,
    tree: files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text }) as const),
  });
  if (tree.sha === parent.tree) return undefined;
  const { data: commit } = await octokit.request("POST /repos/{owner}/{repo}/git/commits", {
    ...place,
    message,
    tree: tree.sha,
    parents: [parent.commit],
  });
  return commit.sha;
}

async function branchTip({ octokit }: Connection, place: Place, branch: string) {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
    ...place,
    ref: `heads/${branch}`,
  });
  return data.object.sha;
}

/** Makes a branch of a free name; gives the name. */
async function createBranch(connection: Connection, place: Place, branch: string, commit: string) {
  for (let count = 1; count <= MOST_BRANCHES; count++) {
    const name = count === 1 ? branch : `${branch}-${count}`;
    try {
      await onceOnly(
        async (options) => {
          await connection.octokit.request("POST /repos/{owner}/{repo}/git/refs", {
            ...place,
            ref: `refs/heads/${name}`,
            sha: commit,
            ...options,
          });
          return name;
        },
        async () => {
          const tip = await branchTip(connection, place, name).catch(orNothing);
          return tip === commit ? name : undefined;
        },
      );
      return name;
    } catch (cause) {
      if (statusOf(cause) !== 422 || !/already exists/i.test(wordsOf(cause))) throw cause;
    }
  }
  throw new DeskError(`名稱為「${branch}」的分支太多。`, "請先到 GitHub 刪除用不到的分支，再送一次。");
}

const sectionsOf = (branch: string) => branch.split("/").map(encodeURIComponent).join("/");

/** GitHub's page where one click opens the pull request; as much is filled in as an address may carry. */
function comparePage(
  { web, owner, name, branch: base }: Repository,
  place: Place,
  branch: string,
  title: string,
  body: string,
): string {
  const isOwn = place.owner === owner && place.repo === name;
  const whose = isOwn ? "" : `${place.owner}:${place.repo === name ? "" : `${place.repo}:`}`;
  const page = `${web}/${owner}/${name}/compare/${sectionsOf(base)}...${whose}${sectionsOf(branch)}?expand=1`;
  const filled = [
    `${page}&title=${encodeURIComponent(title)}&body=${encodeURIComponent(body)}`,
    `${page}&title=${encodeURIComponent(title)}`,
  ];
  return filled.find((address) => address.length < LONGEST_ADDRESS) ?? page;
}

const MOVED = "這件送件在您開啟之後又有新的版本。";

async function readPull({ octokit, repository }: Connection, number: number) {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...placeOf(repository),
    pull_number: number,
  });
  return data;
}

/**
 * An open pull request as it stands.
 * @param head version that the person saw; refused where it is another now
 */
async function openPull(connection: Connection, number: number, head?: string) {
  const pull = await readPull(connection, number);
  if (pull.state !== "open") {
    const why = pull.merged ? "這件送件已經審查通過並併入。" : "這件送件已經關閉。";
    throw new DeskError(why, "請重新載入清單，查看最新的狀態。");
  }
  if (head !== undefined && pull.head.sha !== head) {
    throw new DeskError(MOVED, "請重新載入，看過最新的內容再繼續。");
  }
  return pull;
}

const TO_DRAFT = `mutation ToDraft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;
const TO_READY = `mutation ToReady($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;

async function submit(
  connection: Connection,
  login: string,
  mayPush: boolean,
  input: Parameters<Hub["submit"]>[0],
): ReturnType<Hub["submit"]> {
  const { octokit, repository, tell } = connection;
  const catalogue = placeOf(repository);
  const { files, title, body, draft } = input;
  tell("讀取目錄的最新版本");
  const { data: main } = await octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", {
    ...catalogue,
    branch: repository.branch,
  });
  const parent = { commit: main.commit.sha, tree: main.commit.commit.tree.sha };
  /** Gives the branch's name. */
  const save = async (place: Place): Promise<string> => {
    tell("存入檔案");
    const commit = await commitFiles(connection, place, parent, files, title);
    if (!commit) throw new DeskError("內容與目錄中現有的完全相同，沒有可送出的變更。", "請修改後再送出。");
    tell("建立分支");
    return createBranch(connection, place, input.branch, commit);
  };
  const saveInFork = async () => {
    const fork = await syncedFork(connection, login, parent.commit);
    const branch = await save(fork).catch((cause: unknown) => {
      if (![404, 422].includes(statusOf(cause) ?? 0)) throw cause;
      throw new DeskError(
        "您的副本（fork）不是最新的，無法存入檔案。",
        `請開啟 ${repository.web}/${fork.owner}/${fork.repo}，按「Sync fork」再按「Update branch」，然後再送一次。若仍不行，請確認權杖的權限。`,
        statusOf(cause),
      );
    });
    return { place: fork, branch };
  };
  const saveAnywhere = async () => {
    if (!mayPush) return saveInFork();
    try {
      return { place: catalogue, branch: await save(catalogue) };
    } catch (cause) {
      // A token of the person's own account reaches his copy only, whatever he himself may.
      if (!/not accessible by personal access token/i.test(wordsOf(cause))) throw cause;
      return saveInFork();
    }
  };
  const { place, branch } = await saveAnywhere();
  tell("開啟合併請求");
  const head = `${place.owner}:${branch}`;
  try {
    return await onceOnly(
      async (options) => {
        const { data } = await octokit.request("POST /repos/{owner}/{repo}/pulls", {
          ...catalogue,
          title,
          body,
          head,
          base: repository.branch,
          draft,
          ...options,
        });
        return { number: data.number, url: data.html_url };
      },
      async () => {
        const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls", { ...catalogue, head });
        const [own] = data;
        return own && { number: own.number, url: own.html_url };
      },
    );
  } catch {
    // The branch stands; whatever hindered the rest, the person's own click on GitHub's page does it.
    return { compare: comparePage(repository, place, branch, title, body) };
  }
}

async function update(
  connection: Connection,
  number: number,
  files: readonly HubFile[],
  message: string,
  head: string,
): Promise<void> {
  const { octokit, tell } = connection;
  tell("確認送件的最新版本");
  const { head: source } = await openPull(connection, number, head);
  if (!source.repo) {
    throw new DeskError("這件送件的來源副本（fork）已經刪除。", "請關閉這件送件，另外送一件新的。");
  }
  const place = { owner: source.repo.owner.login, repo: source.repo.name };
  const { data: before } = await octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    ...place,
    commit_sha: head,
  });
  tell("存入檔案");
  const commit = await commitFiles(
    connection,
    place,
    { commit: head, tree: before.tree.sha },
    files,
    message,
  );
  if (!commit) return;
  tell("更新送件");
  const moved = () => new DeskError(MOVED, "請重新載入，把您的修改併到最新的內容再送出。");
  try {
    await onceOnly<true>(
      async (options) => {
        await octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
          ...place,
          ref: `heads/${source.ref}`,
          sha: commit,
          force: false,
          ...options,
        });
        return true;
      },
      async () => {
        const tip = await branchTip(connection, place, source.ref);
        if (tip !== commit && tip !== head) throw moved();
        return tip === commit ? true : undefined;
      },
    );
  } catch (cause) {
    if (statusOf(cause) === 422 && /fast.forward/i.test(wordsOf(cause))) throw moved();
    throw cause;
  }
}

async function review(
  connection: Connection,
  login: string,
  number: number,
  head: string,
  given: { event: "APPROVE" | "REQUEST_CHANGES"; body?: string },
): Promise<void> {
  const { octokit, repository } = connection;
  const pull = { ...placeOf(repository), pull_number: number };
  const { draft, user } = await openPull(connection, number, head);
  if (user.login === login) {
    throw new DeskError("不能審查自己送的件。", "請由另一位資料審查者審查。");
  }
  if (draft) throw new DeskError("這件送件還在暫存，沒有送審。", "請等資料提供者送審後再審查。");
  const state = given.event === "APPROVE" ? "APPROVED" : "CHANGES_REQUESTED";
  await onceOnly<true>(
    async (options) => {
      await octokit.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
        ...pull,
        commit_id: head,
        ...given,
        ...options,
      });
      return true;
    },
    async () => {
      const reviews = await everyPage((page) =>
        octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", { ...pull, ...page }),
      );
      // One and the same word of the same person on the same version says it, whenever it came.
      const last = reviews.filter((each) => each.user?.login === login && each.state !== "COMMENTED").at(-1);
      const isSame = last?.state === state && last.commit_id === head && last.body === (given.body ?? "");
      return isSame ? true : undefined;
    },
  );
}

async function comment(connection: Connection, login: string, number: number, body: string): Promise<void> {
  const { octokit, repository } = connection;
  const issue = { ...placeOf(repository), issue_number: number };
  await onceOnly<true>(
    async (options) => {
      await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...issue,
        body,
        ...options,
      });
      return true;
    },
    async () => {
      const comments = await everyPage((page) =>
        octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...issue, ...page }),
      );
      const last = comments.filter(({ user }) => user?.login === login).at(-1);
      if (!last || last.body !== body) return undefined;
      if (Math.abs(Date.now() - Date.parse(last.created_at)) < JUST_NOW_MS) return true;
      // The same words of an earlier day, or this one seen by a clock that is wrong: only the person can tell.
      throw doubt();
    },
  );
}

async function setDraft(
  connection: Connection,
  login: string,
  number: number,
  draft: boolean,
): Promise<void> {
  connection.tell("讀取送件的狀態");
  const pull = await openPull(connection, number);
  if (pull.draft === draft) {
    // After a return the switch may still stand on ready: then the command submits again.
    const isReturned = pull.labels.some(({ name }) => name === LABELS.returned.name);
    if (!draft && isReturned) await comment(connection, login, number, `/${COMMAND_WORDS.submit[0]}`);
    return;
  }
  await onceOnly<true>(
    async (options) => {
      await connection.octokit.graphql(draft ? TO_DRAFT : TO_READY, { id: pull.node_id, ...options });
      return true;
    },
    async () => ((await readPull(connection, number)).draft === draft ? true : undefined),
  );
}

/** What a classic token may do; undefined where the browser is not told, or for a fine-grained one. */
function checkScopes(header: unknown): void {
  if (typeof header !== "string") return;
  const scopes = header.split(/\s*,\s*/);
  if (scopes.includes("repo") || scopes.includes("public_repo")) return;
  throw new DeskError(
    "這個權杖不能寫入公開的儲存庫。",
    "請產生 fine-grained 權杖；若用 classic 權杖，請勾選 repo。",
    403,
  );
}

/**
 * Connects with a person's token.
 * @throws DeskError for a wrong token (status 401), a repository that it may not see, or without a network
 */
export async function openHub(repository: Repository, token: string): Promise<Hub> {
  // Anything else could not even stand in a header.
  if (!/^[\w.-]{20,600}$/.test(token)) {
    throw new DeskError("這段文字不是 GitHub 的權杖。", "請重新複製完整的權杖，前後不要有空白。", 401);
  }
  const connection = connect(repository, token);
  const { octokit, listen } = connection;
  const place = placeOf(repository);
  const [{ data: user, headers }, { data: catalogue }] = await attempt(connection, "連結", () =>
    Promise.all([octokit.request("GET /user"), octokit.request("GET /repos/{owner}/{repo}", place)]),
  );
  const isFineGrained = token.startsWith("github_pat_");
  if (!isFineGrained) checkScopes(headers["x-oauth-scopes"]);
  const { login } = user;
  const mayPush = catalogue.permissions?.push ?? false;

  return {
    ...readers(connection),
    login,
    ...(user.name ? { name: user.name } : {}),
    mayPush,
    scopes: isFineGrained ? "fine-grained" : "classic",
    listen,
    submit: (input) => attempt(connection, "送出", () => submit(connection, login, mayPush, input)),
    update: (number, files, message, head) =>
      attempt(connection, "更新送件", () => update(connection, number, files, message, head)),
    pull: (number) =>
      attempt(connection, "讀取送件", async () => {
        const data = await readPull(connection, number);
        const files = data.changed_files
          ? await everyPage((page) =>
              octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
                ...place,
                pull_number: number,
                ...page,
              }),
            )
          : [];
        return {
          number,
          url: data.html_url,
          title: data.title,
          author: data.user.login,
          head: data.head.sha,
          draft: data.draft ?? false,
          state: data.merged ? "merged" : data.state,
          files: files.map(({ filename }) => filename),
        };
      }),
    setDraft: (number, draft) =>
      attempt(connection, draft ? "抽回" : "送審", () => setDraft(connection, login, number, draft)),
    close: (number) =>
      attempt(connection, "刪除", async () => {
        await octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...place,
          pull_number: number,
          state: "closed",
        });
      }),
    approve: (number, head) =>
      attempt(connection, "審查通過", () => review(connection, login, number, head, { event: "APPROVE" })),
    giveBack: (number, head, opinion) =>
      attempt(connection, "退回", async () => {
        const body = opinion.trim();
        if (!saysSomething(body))
          throw new DeskError("退回時必須填寫審查意見。", "請填寫審查意見後再按退回。");
        await review(connection, login, number, head, { event: "REQUEST_CHANGES", body });
      }),
    comment: (number, body) => attempt(connection, "留言", () => comment(connection, login, number, body)),
  };
}

/** Reads without a token. */
export function publicHub(repository: Repository): PublicHub {
  return readers(connect(repository));
}
