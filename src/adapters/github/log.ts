const LONGEST_LINE = 500;

/**
 * A text from outside as one line of a log: without control and direction characters, without anything that GitHub
 * Actions reads as a workflow command (`::error::`, `##[error]`), and never endless.
 */
export function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, " ")
    .replace(/:(?=:)/g, ": ")
    .replaceAll("##[", "# #[")
    .trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

/** A line that GitHub Actions shows as an error on the run's page; elsewhere a plain line. */
export function errorLine(text: string, environment: Record<string, string | undefined>): string {
  return environment.GITHUB_ACTIONS === "true"
    ? `::error::${oneLine(text).replaceAll("%", "%25")}`
    : oneLine(text);
}

/** Octokit's error of a REST call, or of a query that didn't get through. */
interface CallError extends Error {
  status: number;
  request: { method: string; url: string };
  response?: { headers: Record<string, string | number | undefined> };
}

/** Octokit's error of a query that was answered with errors. */
export interface QueryError extends Error {
  errors?: { type?: string; message: string; path?: (string | number)[] }[];
  data?: unknown;
}

const isCallError = (cause: unknown): cause is CallError =>
  cause instanceof Error && cause.name === "HttpError" && typeof (cause as CallError).status === "number";

export const isQueryError = (cause: unknown): cause is QueryError =>
  cause instanceof Error && cause.name === "GraphqlResponseError";

/** HTTP status of a call that failed; undefined for any other error. */
export function statusOf(cause: unknown): number | undefined {
  return isCallError(cause) ? cause.status : undefined;
}

/** Whether GitHub answered that a thing can't be done, and trying it again would not change that. */
export function isRefusal(cause: unknown): boolean {
  const status = statusOf(cause);
  return (
    isQueryError(cause) ||
    (status !== undefined && status < 500 && !/rate limit/i.test((cause as Error).message))
  );
}

/** Whether it is unknown if a call had its effect: a fault of the server or of the network. */
export function isUncertain(cause: unknown): boolean {
  return (statusOf(cause) ?? 0) >= 500;
}

/** What a person should do about an answer of GitHub. */
function advice(status: number, message: string, accepted: string | undefined): string {
  if (/rate limit/i.test(message)) return "用量已達上限；稍候再執行，下一次排程也會補上";
  if (status === 401) return "權杖無效或已過期；請檢查 GITHUB_TOKEN";
  if (/not permitted to create or approve pull requests/i.test(message)) {
    return "請在儲存庫的 Settings → Actions → General 勾選「Allow GitHub Actions to create and approve pull requests」";
  }
  if (status === 403) {
    const wanted = accepted ? `（需要 ${accepted}）` : "";
    return `權杖缺少權限${wanted}；請在工作流程的 permissions 加上這項權限，並確認儲存庫設定允許`;
  }
  if (status === 404) return "找不到，或這個權杖看不到；請檢查 GITHUB_REPOSITORY 與權杖的權限";
  if (status >= 500) return "GitHub 或網路暫時故障；下一次執行會補上";
  return "請依 GitHub 的回覆處理；若看不懂，請把這一行轉給平臺管理者";
}

/**
 * Says in one line which call failed, what GitHub answered and what to do.
 * @returns undefined for an error that is none of GitHub's
 */
export function explain(cause: unknown): string | undefined {
  if (isCallError(cause)) {
    const { pathname } = new URL(cause.request.url, "https://api.github.com");
    const accepted = cause.response?.headers["x-accepted-github-permissions"];
    const action = advice(cause.status, cause.message, accepted ? oneLine(String(accepted)) : undefined);
    return `${oneLine(`${cause.request.method} ${pathname}`)} 失敗：${cause.status} ${oneLine(cause.message)}。${action}`;
  }
  if (isQueryError(cause)) {
    const message = cause.errors?.map((error) => error.message).join("；") ?? cause.message;
    const status = /not accessible/i.test(message) ? 403 : 400;
    return `GraphQL 查詢失敗：${oneLine(message)}。${advice(status, message, undefined)}`;
  }
  // The throttling plugin's own error.
  if (cause instanceof Error && /^GraphQL Rate Limit/.test(cause.message)) {
    return `GraphQL 查詢失敗：${advice(429, cause.message, undefined)}`;
  }
  return undefined;
}
