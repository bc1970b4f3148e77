import rehypeRaw from "rehype-raw";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { taipeiTime } from "../../src/catalogue/today.ts";
import type { Issue, Label, Repository, Review, Status, TimelineEvent } from "./model.ts";
import { type World, WorldError } from "./world.ts";

/*
 * The double's web pages, for people who try the demonstration: repositories, pull requests, issues and files, to read.
 * Nobody acts here. Texts are in Chinese, as the people of the demonstration read.
 */

/* ---------- writing HTML ---------- */

/** HTML that needs no escaping any more. */
class Safe {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | false | Safe | undefined | readonly Part[];

function write(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Safe) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const html = (texts: TemplateStringsArray, ...parts: Part[]): Safe =>
  new Safe(texts.map((text, at) => text + write(parts[at])).join(""));

/* ---------- Markdown, as GitHub shows it ---------- */

interface HtmlNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** Elements that GitHub lets through in comments (its sanitisation filter's list). */
const ALLOWED = new Set(
  `a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input ins kbd li ol p pre q s samp
  span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var`.split(/\s+/),
);
/** Elements whose text goes with them. */
const REMOVED = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "iframe",
  "noscript",
  "template",
  "svg",
  "math",
]);
const ATTRIBUTES: Record<string, readonly string[]> = {
  a: ["href", "title"],
  img: ["src", "alt", "title", "width", "height"],
  input: ["type", "checked", "disabled"],
  details: ["open"],
  ol: ["start"],
  td: ["align", "colSpan", "rowSpan"],
  th: ["align", "colSpan", "rowSpan"],
};
const SAFE_ADDRESS = /^(https?:|mailto:|#|\/(?!\/))/i;

function sanitised(node: HtmlNode): HtmlNode[] {
  if (node.type === "text") return [node];
  if (node.type === "root") return [{ ...node, children: node.children!.flatMap(sanitised) }];
  if (node.type !== "element" || REMOVED.has(node.tagName!)) return [];
  const children = node.children!.flatMap(sanitised);
  if (!ALLOWED.has(node.tagName!) || (node.tagName === "input" && node.properties!.type !== "checkbox")) {
    return children;
  }
  const properties = Object.fromEntries(
    Object.entries(node.properties ?? {}).filter(
      ([name, value]) =>
        ATTRIBUTES[node.tagName!]?.includes(name) &&
        (!["href", "src"].includes(name) || SAFE_ADDRESS.test(String(value))),
    ),
  );
  return [{ ...node, properties, children }];
}

/** Where line ends between children are no text. */
const FLOW = new Set("root blockquote details div li ol table tbody thead tr ul".split(" "));

/** Shows `@login` as a mention, `#12` as a link and line ends as line breaks, as GitHub does in comments. */
function linked(node: HtmlNode, base: string, plain = false): HtmlNode[] {
  if (node.type === "text" && !plain) {
    return node.value!.split(/(\n|(?<![\w@/])@[A-Za-z0-9][A-Za-z0-9-]{0,38}|(?<![\w&])#\d+)/).map((text) => {
      if (text === "\n") return { type: "element", tagName: "br", properties: {}, children: [] };
      const children = [{ type: "text", value: text }];
      if (/^@[\w-]+$/.test(text)) {
        return { type: "element", tagName: "span", properties: { className: "mention" }, children };
      }
      if (!/^#\d+$/.test(text)) return children[0]!;
      const href = `${base}/issues/${text.slice(1)}`;
      return { type: "element", tagName: "a", properties: { href }, children };
    });
  }
  if (!node.children) return [node];
  const inside = plain || ["a", "code", "pre"].includes(node.tagName ?? "");
  const flow = FLOW.has(node.tagName ?? "root");
  const children = node.children.flatMap((child) =>
    flow && child.type === "text" && child.value!.trim() === "" ? [child] : linked(child, base, inside),
  );
  return [{ ...node, children }];
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);
const writer = unified().use(rehypeStringify);

/** A comment's Markdown as GitHub would show it; `base` is the repository's page. */
export function renderMarkdown(markdown: string, base: string): string {
  const tree = processor.runSync(processor.parse(markdown)) as HtmlNode;
  const clean = sanitised(tree).flatMap((node) => linked(node, base));
  return writer.stringify(clean[0] as Parameters<typeof writer.stringify>[0]);
}

const markdown = (text: string, base: string) =>
  html`<div class="markdown">${new Safe(renderMarkdown(text, base))}</div>`;

/* ---------- pieces ---------- */

const at = (time: string) => html`<time datetime="${time}">${taipeiTime(new Date(time))}</time>`;

/** Black or white, whichever reads better on a label's colour. */
function textColour(colour: string): string {
  const [red, green, blue] = [0, 2, 4].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
  return red! * 0.299 + green! * 0.587 + blue! * 0.114 > 150 ? "#1f2328" : "#ffffff";
}

function labelTag(repository: Repository, name: string): Safe {
  const label: Pick<Label, "color" | "description"> = repository.labels.get(name.toLowerCase()) ?? {
    color: "ededed",
    description: "",
  };
  return html`<span class="label" title="${label.description}" style="background:#${label.color};color:${textColour(label.color)}">${name}</span>`;
}

function stateTag(issue: Issue): Safe {
  const [kind, text] = issue.pull?.merged
    ? ["merged", "已併入"]
    : issue.state === "closed"
      ? ["closed", "已關閉"]
      : issue.pull?.draft
        ? ["draft", "草稿"]
        : ["open", "開啟中"];
  return html`<span class="state ${kind}">${text}</span>`;
}

const REVIEW_WORDS: Record<Review["state"], string> = {
  APPROVED: "核准了這些變更",
  CHANGES_REQUESTED: "要求修改",
  COMMENTED: "留下審查意見",
  DISMISSED: "的審查已撤銷",
};

const STATUS_WORDS: Record<Status["state"], string> = {
  success: "✓",
  failure: "✗",
  error: "✗",
  pending: "●",
};

const MERGE_STATE_WORDS: Record<string, string> = {
  BEHIND: "落後於主要分支",
  BLOCKED: "尚不能併入：審查或檢查未完成",
  CLEAN: "可以併入",
  DIRTY: "與主要分支衝突",
  DRAFT: "草稿，不能併入",
  HAS_HOOKS: "可以併入",
  UNKNOWN: "尚在判斷",
  UNSTABLE: "可以併入，但有檢查未完成或未通過",
};

function eventWords(event: TimelineEvent, repository: Repository): Safe {
  switch (event.type) {
    case "ReadyForReviewEvent":
      return html`將草稿改為可供審查`;
    case "ConvertToDraftEvent":
      return html`改回草稿`;
    case "ClosedEvent":
      return html`關閉`;
    case "ReopenedEvent":
      return html`重新開啟`;
    case "MergedEvent":
      return html`併入 <code>${event.commit.slice(0, 7)}</code>`;
    case "ReviewRequestedEvent":
      return html`請 <strong>${event.reviewer}</strong> 審查`;
    case "ReviewRequestRemovedEvent":
      return html`不再請 <strong>${event.reviewer}</strong> 審查`;
    case "ReviewDismissedEvent":
      return html`撤銷了一次審查${event.message ? `：${event.message}` : ""}`;
    case "LabeledEvent":
      return html`加上標籤 ${labelTag(repository, event.label)}`;
    case "UnlabeledEvent":
      return html`移除標籤 ${labelTag(repository, event.label)}`;
    case "HeadRefForcePushedEvent":
      return html`強制推送 <code>${event.before.slice(0, 7)}</code> → <code>${event.after.slice(0, 7)}</code>`;
    case "BaseRefChangedEvent":
      return html`改送 <code>${event.before}</code> → <code>${event.after}</code>`;
    case "AutoMergeEnabledEvent":
      return html`啟用自動併入`;
    case "AutoMergeDisabledEvent":
      return html`停用自動併入`;
    case "CommentDeletedEvent":
      return html`刪除了一則留言`;
  }
}

const STYLE = `
:root{color-scheme:light;--line:#d1d9e0;--soft:#f6f8fa;--ink:#1f2328;--dim:#59636e;--link:#0969da}
*{box-sizing:border-box}body{margin:0;font:15px/1.6 "Noto Sans TC","PingFang TC","Microsoft JhengHei",sans-serif;color:var(--ink)}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
header{background:var(--soft);border-bottom:1px solid var(--line);padding:12px 24px}header strong{font-size:18px}
header .note{color:var(--dim);font-size:13px}nav{display:flex;gap:20px;margin-top:6px}
main{max-width:1180px;margin:0 auto;padding:20px 24px}h1{font-size:26px;font-weight:500;margin:0 0 8px}h1 .number{color:var(--dim)}
.label{display:inline-block;padding:0 9px;border-radius:99px;font-size:12.5px;font-weight:600;margin:0 3px 2px 0}
.state{display:inline-block;padding:2px 12px;border-radius:99px;color:#fff;font-weight:600;font-size:14px}
.state.open{background:#1a7f37}.state.closed{background:#cf222e}.state.merged{background:#8250df}.state.draft{background:#59636e}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:28px;margin-top:20px}
@media(max-width:760px){.columns{grid-template-columns:1fr}}
.box{border:1px solid var(--line);border-radius:6px;margin-bottom:16px;overflow:hidden}
.box>.head{background:var(--soft);border-bottom:1px solid var(--line);padding:7px 14px;color:var(--dim)}.box>.body{padding:12px 14px}
.box>pre{margin:0;border-radius:0}.box.changes{border-color:#cf222e}.box.approved{border-color:#1a7f37}
.event{color:var(--dim);padding:0 14px 12px;border-left:2px solid var(--line);margin:0 0 0 18px}.event+.box{margin-top:8px}.event strong,.head strong{color:var(--ink)}
aside h2{font-size:13px;color:var(--dim);margin:0 0 4px}aside section{border-bottom:1px solid var(--line);padding-bottom:12px;margin-bottom:12px}
ul.plain{list-style:none;margin:0;padding:0}.rows li{border-top:1px solid var(--line);padding:9px 14px}.rows{border:1px solid var(--line);border-radius:6px}.rows li:first-child{border-top:0}
.rows small,.dim{color:var(--dim)}.success{color:#1a7f37}.failure,.error{color:#cf222e}.pending{color:#9a6700}
.markdown>:first-child{margin-top:0}.markdown>:last-child{margin-bottom:0}.markdown{overflow-wrap:anywhere}
.markdown table{margin:0 0 12px;border-collapse:collapse;display:block;overflow-x:auto;max-width:100%}.markdown th,.markdown td{border:1px solid var(--line);padding:5px 12px}.markdown th{background:var(--soft)}
.markdown code,pre{background:#818b981f;border-radius:5px;padding:.15em .4em;font-size:13px}pre{padding:12px;overflow-x:auto;line-height:1.45}pre code{background:none;padding:0}
.markdown blockquote{margin:0;padding:0 1em;border-left:4px solid var(--line);color:var(--dim)}.mention{font-weight:600;color:var(--ink)}
`;

function page(title: string, repository: Repository | undefined, body: Safe): string {
  const name = repository && `${repository.owner}/${repository.name}`;
  return html`<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${new Safe(STYLE)}</style></head><body>
<header><strong>${repository ? html`<a href="/${name}">${name}</a>` : html`<a href="/">GitHub 測試替身</a>`}</strong>
<span class="note">測試替身，供展示；不是 GitHub</span>
${repository && html`<nav><a href="/${name}/pulls">送審（Pull requests）</a><a href="/${name}/issues">議題（Issues）</a><a href="/${name}/tree/${repository.defaultBranch}/">檔案</a></nav>`}
</header><main>${body}</main></body></html>
`.text;
}

/* ---------- pages ---------- */

function repositoriesPage(world: World): string {
  const rows = world
    .repositories()
    .map(
      ({ owner, name, fork }) =>
        html`<li><a href="/${owner}/${name}">${owner}/${name}</a>${fork && html` <small>分支自 ${fork}</small>`}</li>`,
    );
  return page("儲存庫", undefined, html`<h1>儲存庫</h1><ul class="plain rows">${rows}</ul>`);
}

function listPage(repository: Repository, query: URLSearchParams, pulls: boolean): string {
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
  return page(
    title,
    repository,
    html`<h1>${title}</h1><p><a href="${base}?state=open">開啟中 ${count("open")}</a>　<a href="${base}?state=closed">已結束 ${count("closed")}</a>${label && html`　標籤：${labelTag(repository, label)}`}</p>
<ul class="plain rows">${rows.length > 0 ? rows : html`<li class="dim">沒有符合的項目</li>`}</ul>`,
  );
}

/** Comments, reviews and events in the order in which they happened. */
function conversation(world: World, repository: Repository, issue: Issue, base: string): Safe[] {
  return world.timeline(`${repository.owner}/${repository.name}`, issue.number).map((item) => {
    if ("comment" in item) {
      const { id, author, createdAt, editedAt, editor, body } = item.comment;
      return html`<article class="box" id="issuecomment-${id}"><div class="head"><strong>${author}</strong> 留言於 ${at(createdAt)}${editedAt && html`・${editor} 編輯於 ${at(editedAt)}`}</div><div class="body">${markdown(body, base)}</div></article>`;
    }
    if ("review" in item) {
      const { id, author, state, submittedAt, commit, body, lines = [] } = item.review;
      const kind = { APPROVED: "approved", CHANGES_REQUESTED: "changes", COMMENTED: "", DISMISSED: "" }[
        state
      ];
      const onLines = lines.map(
        (line) => html`<p class="dim"><code>${line.path}:${line.line}</code></p>${markdown(line.body, base)}`,
      );
      return html`<article class="box ${kind}" id="pullrequestreview-${id}"><div class="head"><strong>${author}</strong> ${REVIEW_WORDS[state]}・${at(submittedAt)}・<code>${commit.slice(0, 7)}</code></div>${(body || onLines.length > 0) && html`<div class="body">${markdown(body, base)}${onLines}</div>`}</article>`;
    }
    const { event } = item;
    return html`<p class="event"><strong>${event.actor}</strong> ${eventWords(event, repository)}・${at(event.createdAt)}</p>`;
  });
}

function issuePage(world: World, repository: Repository, issue: Issue): string {
  const name = `${repository.owner}/${repository.name}`;
  const base = `/${name}`;
  const { pull } = issue;
  const statuses = pull && world.latestStatuses(name, pull.headOid);
  const verdict = pull && issue.state === "open" ? world.verdict(name, issue.number) : undefined;
  const verdicts = new Map(
    (pull?.reviews ?? [])
      .filter(({ state }) => state !== "COMMENTED")
      .map((review) => [review.author, review.state]),
  );
  return page(
    `${issue.title} · #${issue.number}`,
    repository,
    html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p>${stateTag(issue)} <strong>${issue.author}</strong> ${
      pull
        ? html`想將 <code>${pull.headRepository}:${pull.headBranch}</code> 併入 <code>${pull.baseBranch}</code>　<a href="${base}/pull/${issue.number}/files">變更的檔案</a>`
        : html`於 ${at(issue.createdAt)} 開啟`
    }</p>
<div class="columns"><div>
<article class="box"><div class="head"><strong>${issue.author}</strong> 於 ${at(issue.createdAt)}</div><div class="body">${issue.body ? markdown(issue.body, base) : html`<em class="dim">沒有說明</em>`}</div></article>
${conversation(world, repository, issue, base)}
${
  statuses &&
  html`<section class="box"><div class="head">檢查（<code>${pull.headOid.slice(0, 7)}</code>）</div><div class="body"><ul class="plain">${statuses.map((status) => html`<li><span class="${status.state}">${STATUS_WORDS[status.state]}</span> <strong>${status.context}</strong>　${status.description} ${status.targetUrl && html`<a href="${SAFE_ADDRESS.test(status.targetUrl) ? status.targetUrl : "#"}">詳細</a>`}</li>`)}</ul>${statuses.length === 0 ? html`<span class="dim">尚無</span>` : undefined}${verdict && html`<p>${MERGE_STATE_WORDS[verdict.mergeStateStatus]}${verdict.blocked && html`<br><span class="dim">${verdict.blocked}</span>`}</p>`}</div></section>`
}</div><aside>
${
  pull &&
  html`<section><h2>審查者</h2><ul class="plain">${[...verdicts].map(([login, state]) => html`<li>${login}　<span class="dim">${REVIEW_WORDS[state]}</span></li>`)}${pull.requestedReviewers.map((login) => html`<li>${login}　<span class="pending">等待審查</span></li>`)}</ul></section>`
}<section><h2>標籤</h2>${issue.labels.map((label) => labelTag(repository, label))}</section>
${pull?.autoMerge && html`<section><h2>自動併入</h2>由 ${pull.autoMerge.by} 啟用</section>`}
</aside></div>`,
  );
}

function filesPage(world: World, repository: Repository, issue: Issue): string {
  const name = `${repository.owner}/${repository.name}`;
  const git = world.git(name);
  const pull = issue.pull!;
  const base = git.resolve(`refs/heads/${pull.baseBranch}`);
  const from = (base && git.mergeBase(base, pull.headOid)) ?? pull.baseOid;
  const files = world
    .changedPaths(name, issue.number)
    .map(
      (file) =>
        html`<section class="box"><div class="head"><code>${file.path}</code>　+${file.additions} −${file.deletions}</div><pre>${git.patch(git.readCommit(from).tree, git.readCommit(pull.headOid).tree, file.path)}</pre></section>`,
    );
  return page(
    `變更的檔案 · #${issue.number}`,
    repository,
    html`<h1><a href="/${name}/pull/${issue.number}">${issue.title}</a> <span class="number">#${issue.number}</span></h1>${files}`,
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

function contentPage(world: World, repository: Repository, rest: string): string | undefined {
  const name = `${repository.owner}/${repository.name}`;
  const git = world.git(name);
  const found = located(world, name, rest);
  if (!found?.entry) return undefined;
  const { ref, path, entry } = found;
  const child = (each: string) => `/${name}/blob/${ref}/${path && `${path}/`}${each}`;
  const body = isFolder(entry.mode)
    ? html`<ul class="plain rows">${git.readTree(entry.oid).map((each) => html`<li><a href="${child(each.name)}">${each.name}</a></li>`)}</ul>`
    : html`<pre>${Buffer.from(git.readBlob(entry.oid)).toString("utf8")}</pre>`;
  return page(
    path || name,
    repository,
    html`<h1>${path || name} <span class="number">${ref}</span></h1>${body}`,
  );
}

/** A page or a file, ready to be sent. */
export interface WebAnswer {
  status: number;
  type: string;
  body: string | Uint8Array;
}

/** A file as it is, for `download_url`; never as something that a browser would run. */
function rawFile(world: World, name: string, rest: string): WebAnswer | undefined {
  const found = located(world, name, rest);
  if (!found?.entry || isFolder(found.entry.mode)) return undefined;
  return { status: 200, type: "text/plain; charset=utf-8", body: world.git(name).readBlob(found.entry.oid) };
}

function find(world: World, path: string, query: URLSearchParams): string | WebAnswer | undefined {
  if (path === "/") return repositoriesPage(world);
  const [owner, short, section = "pulls", ...rest] = path.slice(1).split("/");
  const name = `${owner}/${short}`;
  const repository = world.repository(name);
  if (section === "pulls" || (section === "issues" && !rest[0])) {
    return listPage(repository, query, section === "pulls");
  }
  if (section === "pull" || section === "issues") {
    const issue = world.issue(name, Number(rest[0]));
    return issue.pull && rest[1] === "files"
      ? filesPage(world, repository, issue)
      : issuePage(world, repository, issue);
  }
  if (section === "raw") return rawFile(world, name, rest.join("/"));
  if (section === "blob" || section === "tree") return contentPage(world, repository, rest.join("/"));
  return undefined;
}

/**
 * A page of the double for people.
 * @param path decoded, without query
 */
export function webPage(world: World, path: string, query: URLSearchParams): WebAnswer {
  const type = "text/html; charset=utf-8";
  let found: string | WebAnswer | undefined;
  try {
    found = find(world, path, query);
  } catch (cause) {
    if (!(cause instanceof WorldError) || cause.status !== 404) throw cause;
  }
  if (typeof found === "object") return found;
  if (found !== undefined) return { status: 200, type, body: found };
  const body = html`<h1>找不到這一頁</h1><p>測試替身只有供閱讀的頁面：送審、議題與檔案。</p><p><a href="/">回到儲存庫清單</a></p>`;
  return { status: 404, type, body: page("找不到這一頁", undefined, body) };
}
