import { taipeiTime } from "../../src/catalogue/today.ts";
import type { Issue, Label, Repository } from "./model.ts";
import { encoded, html, type Safe, shown, type Visit, type WebAnswer } from "./web-html.ts";
import type { World } from "./world.ts";

/*
 * The double's pages to read: lists of pull requests and issues, folders, files. What stands on GitHub's buttons and
 * fields is in English, as there; all else is in Chinese, for the people of the demonstration.
 */

/* ---------- pieces ---------- */

export const at = (time: string) => html`<time datetime="${time}">${taipeiTime(new Date(time))}</time>`;

/** Black or white, whichever reads better on a label's colour. */
function textColour(colour: string): string {
  const [red, green, blue] = [0, 2, 4].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
  return red! * 0.299 + green! * 0.587 + blue! * 0.114 > 150 ? "#1f2328" : "#ffffff";
}

export function labelTag(repository: Repository, name: string): Safe {
  const label: Pick<Label, "color" | "description"> = repository.labels.get(name.toLowerCase()) ?? {
    color: "ededed",
    description: "",
  };
  return html`<span class="label" title="${label.description}" style="background:#${label.color};color:${textColour(label.color)}">${name}</span>`;
}

export function stateTag(issue: Issue): Safe {
  const [kind, text] = issue.pull?.merged
    ? ["merged", "已併入"]
    : issue.state === "closed"
      ? ["closed", "已關閉"]
      : issue.pull?.draft
        ? ["draft", "草稿"]
        : ["open", "開啟中"];
  return html`<span class="state ${kind}">${text}</span>`;
}

/* ---------- pages ---------- */

export function repositoriesPage(visit: Visit): WebAnswer {
  const rows = visit.world
    .repositories()
    .map(
      ({ owner, name, fork }) =>
        html`<li><a href="/${owner}/${name}">${owner}/${name}</a>${fork && html` <small>分支自 ${fork}</small>`}</li>`,
    );
  return shown(visit, "儲存庫", undefined, html`<h1>儲存庫</h1><ul class="plain rows">${rows}</ul>`);
}

export function listPage(visit: Visit, repository: Repository, pulls: boolean): WebAnswer {
  const { query } = visit;
  const base = `/${repository.owner}/${repository.name}/${pulls ? "pulls" : "issues"}`;
  const state = query.get("state") === "closed" ? "closed" : "open";
  const label = query.get("label") ?? undefined;
  const all = [...repository.issues.values()].filter((issue) => (issue.pull !== undefined) === pulls);
  const count = (wanted: Issue["state"]) => all.filter((issue) => issue.state === wanted).length;
  const rows = all
    .filter((issue) => issue.state === state && (label === undefined || issue.labels.includes(label)))
    .sort((a, b) => b.number - a.number)
    .map((issue) => {
      const comments = issue.comments.length;
      return html`<li>${stateTag(issue)} <a href="/${repository.owner}/${repository.name}/${pulls ? "pull" : "issues"}/${issue.number}"><strong>${issue.title}</strong></a>
${issue.labels.map((name) => html`<a href="${base}?state=${state}&amp;label=${encodeURIComponent(name)}">${labelTag(repository, name)}</a>`)}<br>
<small>#${issue.number}・${issue.author} 於 ${at(issue.createdAt)} 開啟・留言 ${comments} 則</small></li>`;
    });
  const title = pulls ? "送審（Pull requests）" : "議題（Issues）";
  return shown(
    visit,
    title,
    repository,
    html`<h1>${title}</h1>${!pulls && html`<p><a class="button" href="${base}/new/choose">New issue</a></p>`}<p><a href="${base}?state=open">開啟中 ${count("open")}</a>　<a href="${base}?state=closed">已結束 ${count("closed")}</a>${label && html`　標籤：${labelTag(repository, label)}`}</p>
<ul class="plain rows">${rows.length > 0 ? rows : html`<li class="dim">沒有符合的項目</li>`}</ul>`,
  );
}

const isFolder = (mode: string) => mode.padStart(6, "0") === "040000";

/** What `REF/PATH` names, where the ref may hold slashes. */
function located(world: World, name: string, rest: string) {
  const git = world.git(name);
  const parts = rest.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const ref = parts.slice(0, length).join("/");
    const commit = git.resolve(ref);
    if (commit === undefined) continue;
    const path = parts.slice(length).join("/").replace(/\/$/, "");
    return { ref, path, entry: git.entry(commit, path) };
  }
  return undefined;
}

export function contentPage(visit: Visit, repository: Repository, rest: string): WebAnswer | undefined {
  const { world } = visit;
  const name = `${repository.owner}/${repository.name}`;
  const git = world.git(name);
  const found = located(world, name, rest);
  if (!found?.entry) return undefined;
  const { ref, path, entry } = found;
  const child = (each: string) =>
    `/${name}/blob/${encoded(ref)}/${encoded(path && `${path}/`)}${encodeURIComponent(each)}`;
  const isBranch = git.refs.has(`refs/heads/${ref}`);
  const act = (section: string, text: string) =>
    isBranch &&
    html`<p><a class="button" href="/${name}/${section}/${encoded(ref)}/${encoded(path)}">${text}</a></p>`;
  const body = isFolder(entry.mode)
    ? html`${act("new", "Create new file")}<ul class="plain rows">${git.readTree(entry.oid).map((each) => html`<li><a href="${child(each.name)}">${each.name}</a></li>`)}</ul>`
    : html`${act("edit", "Edit this file")}<pre>${Buffer.from(git.readBlob(entry.oid)).toString("utf8")}</pre>`;
  return shown(
    visit,
    path || name,
    repository,
    html`<h1>${path || name} <span class="number">${ref}</span></h1>${body}`,
  );
}

/** A file as it is, for `download_url`; never as something that a browser would run. */
export function rawFile(world: World, name: string, rest: string): WebAnswer | undefined {
  const found = located(world, name, rest);
  if (!found?.entry || isFolder(found.entry.mode)) return undefined;
  return {
    status: 200,
    // raw.githubusercontent.com, where GitHub leads to, lets scripts of any origin read.
    headers: { "content-type": "text/plain; charset=utf-8", "access-control-allow-origin": "*" },
    body: world.git(name).readBlob(found.entry.oid),
  };
}
