import type { IncomingHttpHeaders } from "node:http";
import type { Issue } from "./model.ts";
import { comparePage, openPull } from "./web-compare.ts";
import { discuss, filesPage, issuePage, review } from "./web-discussion.ts";
import { edit, editor, fork, forkPage } from "./web-edit.ts";
import { alert, html, isOwnForm, loginPage, shown, type Visit, type WebAnswer } from "./web-html.ts";
import { choosePage, newIssuePage, openIssue } from "./web-issues.ts";
import { contentPage, listPage, rawFile, repositoriesPage } from "./web-read.ts";
import { WorldError } from "./world.ts";

/*
 * The double's web pages, for people and for browsers that go the way without a token: to read, and GitHub's forms as
 * plain HTML. Who acts is whom the cookie of `/_login?as=LOGIN` names; forms of other origins are refused.
 */

export { viewerOf } from "./web-html.ts";

type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

function find(visit: Visit, path: string): WebAnswer | undefined {
  if (path === "/") return repositoriesPage(visit);
  if (path === "/_login") return loginPage(visit);
  const { world } = visit;
  const [owner, short, section = "pulls", ...rest] = path.slice(1).split("/");
  const name = `${owner}/${short}`;
  const repository = world.repository(name);
  if (section === "issues" && rest[0] === "new") {
    return rest[1] === "choose" ? choosePage(visit, repository) : newIssuePage(visit, repository);
  }
  if (section === "pulls" || (section === "issues" && !rest[0])) {
    return listPage(visit, repository, section === "pulls");
  }
  if (section === "pull" || section === "issues") {
    const issue = world.issue(name, Number(rest[0]));
    return issue.pull && rest[1] === "files"
      ? filesPage(visit, repository, issue as Pull)
      : issuePage(visit, repository, issue);
  }
  if (section === "raw") return rawFile(world, name, rest.join("/"));
  if (section === "blob" || section === "tree") return contentPage(visit, repository, rest.join("/"));
  if (section === "new" || section === "edit") return editor(visit, repository, section, rest);
  if (section === "fork") return forkPage(visit, repository);
  if (section === "compare") return comparePage(visit, repository, rest.join("/"));
  return undefined;
}

async function act(visit: Visit, path: string, form: URLSearchParams): Promise<WebAnswer | undefined> {
  const { world } = visit;
  const [owner, short, section, ...rest] = path.slice(1).split("/");
  const name = `${owner}/${short}`;
  const repository = world.repository(name);
  if (section === "fork") return fork(visit, repository, form);
  if (section === "new" || section === "edit") return edit(visit, repository, section, rest, form);
  if (section === "compare") return openPull(visit, repository, rest.join("/"), form);
  if (section === "issues" && rest[0] === "new") return openIssue(visit, repository, form);
  if (section === "issues") return discuss(visit, repository, world.issue(name, Number(rest[0])), form);
  if (section !== "pull") return undefined;
  const issue = world.pull(name, Number(rest[0]));
  return rest[1] === "files"
    ? review(visit, repository, issue, form)
    : discuss(visit, repository, issue, form);
}

/** A page that tells of a refusal. */
export function webError(status: number, text: string, visit: Pick<Visit, "viewer"> = { viewer: undefined }) {
  const body = html`<h1>${text}</h1><p><a href="/">回到儲存庫清單</a></p>`;
  return shown(visit, text, undefined, body, status);
}

const notFound = (visit: Visit) => {
  const body = html`<h1>找不到這一頁</h1><p>測試替身只有部分頁面：送審、議題、檔案，以及編輯與送出的表單。</p><p><a href="/">回到儲存庫清單</a></p>`;
  return shown(visit, "找不到這一頁", undefined, body, 404);
};

/** GitHub's reasons, in one text. */
function reasons({ message, errors = [] }: WorldError): string {
  const details = errors.map((each) =>
    typeof each === "string" ? each : (each as { message?: string }).message,
  );
  return details.filter(Boolean).join(" ") || message;
}

/** Decodes the path, answers with `work`, and shows what was refused. */
async function answered(
  visit: Visit,
  work: (path: string) => WebAnswer | undefined | Promise<WebAnswer | undefined>,
): Promise<WebAnswer> {
  let path: string;
  try {
    path = decodeURIComponent(visit.path);
  } catch {
    return webError(400, "Bad Request", visit);
  }
  try {
    return (await work(path)) ?? notFound(visit);
  } catch (cause) {
    if (!(cause instanceof WorldError)) throw cause;
    if (cause.status === 404) return notFound(visit);
    return shown(visit, "Refused", undefined, alert(reasons(cause)), cause.status);
  }
}

/** A page of the double for people. */
export const webPage = (visit: Visit): Promise<WebAnswer> => answered(visit, (path) => find(visit, path));

/** What a form of a page does, for whoever is signed in. */
export async function webAct(
  visit: Visit,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
): Promise<WebAnswer> {
  if (!isOwnForm(headers)) {
    return webError(422, "The browser did something we didn’t expect. Please try again.", visit);
  }
  const form = new URLSearchParams(Buffer.from(body).toString("utf8"));
  return answered(visit, (path) => act(visit, path, form));
}
