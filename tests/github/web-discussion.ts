import type { Issue, Permission, Repository, Review, Status, TimelineEvent } from "./model.ts";
import { RANK } from "./rulesets.ts";
import {
  encoded,
  html,
  nameOf,
  redirect,
  Safe,
  shown,
  signIn,
  type Visit,
  type WebAnswer,
} from "./web-html.ts";
import { renderMarkdown, SAFE_ADDRESS } from "./web-markdown.ts";
import { at, labelTag, stateTag } from "./web-read.ts";
import { type World, WorldError } from "./world.ts";

/*
 * The page of an issue or a pull request: its conversation, and GitHub's forms to comment, close, review and change
 * between draft and ready. Every act is somebody's own verb of the world, with its rights and events.
 */

type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

const markdown = (text: string, base: string) =>
  html`<div class="markdown">${new Safe(renderMarkdown(text, base))}</div>`;

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

/* ---------- forms ---------- */

/** Whether the viewer may do what an author may do himself and others only with a right. */
const mayAct = ({ world, viewer }: Visit, repository: Repository, issue: Issue, level: Permission) =>
  viewer !== undefined &&
  (issue.author === viewer || RANK[world.permission(nameOf(repository), viewer)] >= RANK[level]);

const button = ({ path }: Visit, act: string, text: string) =>
  html`<form method="post" action="${path}"><button name="act" value="${act}">${text}</button></form>`;

/** The box at the end of a conversation. A text in it goes along when the button beside closes or reopens. */
function commentForm(visit: Visit, repository: Repository, issue: Issue): Safe {
  if (visit.viewer === undefined) {
    return html`<p class="dim">Sign in to join this conversation on GitHub.</p>`;
  }
  const what = issue.pull ? "pull request" : "issue";
  const [act, verb] = issue.state === "open" ? ["close", "Close"] : ["reopen", "Reopen"];
  const offers = !issue.pull?.merged && mayAct(visit, repository, issue, "triage");
  return html`<form class="box" id="issuecomment-new" method="post" action="${visit.path}"><div class="body">
<label for="body">Add a comment</label><textarea id="body" name="body" rows="5" placeholder="Add your comment here..."></textarea>
<p class="actions">${offers && html`<button name="act" value="${act}">${verb} ${what}</button> `}<button class="main" name="act" value="comment">Comment</button></p></div></form>`;
}

const EVENTS = [
  ["COMMENT", "Comment"],
  ["APPROVE", "Approve"],
  ["REQUEST_CHANGES", "Request changes"],
] as const;

/** What GitHub shows under 「Review changes」. Authors may only comment on their own pull request. */
function reviewForm(visit: Visit, issue: Pull): Safe | undefined {
  if (visit.viewer === undefined || issue.pull.merged) return undefined;
  const isOwn = issue.author === visit.viewer;
  const choices = EVENTS.map(
    ([event, text]) =>
      html`<label class="choice"><input type="radio" name="event" value="${event}"${event === "COMMENT" && html` checked`}${isOwn && event !== "COMMENT" && html` disabled`}> ${text}</label>`,
  );
  return html`<form class="box" method="post" action="${visit.path}" aria-labelledby="review"><div class="body"><h2 id="review">Review changes</h2>
<input type="hidden" name="commit" value="${issue.pull.headOid}">
<label for="body">Leave a comment</label><textarea id="body" name="body" rows="5"></textarea>
<fieldset><legend>Review</legend>${choices}</fieldset>
<p class="actions"><button class="main">Submit review</button></p></div></form>`;
}

/** What a form of the conversation does. */
export async function discuss(
  visit: Visit,
  repository: Repository,
  issue: Issue,
  form: URLSearchParams,
): Promise<WebAnswer> {
  if (visit.viewer === undefined) return signIn(visit);
  const person = visit.world.person(visit.viewer);
  const name = nameOf(repository);
  const { number } = issue;
  const body = form.get("body") ?? "";
  const act = form.get("act");
  if (act === "comment" || ((act === "close" || act === "reopen") && body.trim() !== "")) {
    await person.comment(name, number, body);
  }
  if (act === "close") await person.close(name, number);
  else if (act === "reopen") await person.reopen(name, number);
  else if (act === "ready") await person.ready(name, number);
  else if (act === "draft") await person.toDraft(name, number);
  else if (act !== "comment") throw new WorldError(422, "The form was not complete.");
  return redirect(`/${name}/${issue.pull ? "pull" : "issues"}/${number}`);
}

/** 「Submit review」. */
export async function review(
  visit: Visit,
  repository: Repository,
  issue: Pull,
  form: URLSearchParams,
): Promise<WebAnswer> {
  if (visit.viewer === undefined) return signIn(visit);
  const event = EVENTS.find(([each]) => each === form.get("event"))?.[0];
  if (!event) throw new WorldError(422, "The form was not complete.");
  const { id } = await visit.world
    .person(visit.viewer)
    .review(nameOf(repository), issue.number, event, form.get("body") ?? "", {
      ...(form.get("commit") ? { commit: form.get("commit")! } : {}),
    });
  return redirect(`/${nameOf(repository)}/pull/${issue.number}#pullrequestreview-${id}`);
}

/* ---------- pages ---------- */

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

/** An issue or a pull request with its conversation, and what whoever is signed in may do. */
export function issuePage(visit: Visit, repository: Repository, issue: Issue): WebAnswer {
  const { world } = visit;
  const name = nameOf(repository);
  const base = `/${name}`;
  const { pull } = issue;
  const statuses = pull && world.latestStatuses(name, pull.headOid);
  const verdict = pull && issue.state === "open" ? world.verdict(name, issue.number) : undefined;
  const mayChange = mayAct(visit, repository, issue, "write");
  const verdicts = new Map(
    (pull?.reviews ?? [])
      .filter(({ state }) => state !== "COMMENTED")
      .map((review) => [review.author, review.state]),
  );
  return shown(
    visit,
    `${issue.title} · #${issue.number}`,
    repository,
    html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p>${stateTag(issue)} <strong>${issue.author}</strong> ${
      pull
        ? html`想將 <code>${pull.headRepository}:${pull.headBranch}</code> 併入 <code>${pull.baseBranch}</code>　<a href="${base}/pull/${issue.number}/files">Files changed</a>`
        : html`於 ${at(issue.createdAt)} 開啟`
    }</p>
<div class="columns"><div>
<article class="box"><div class="head"><strong>${issue.author}</strong> 於 ${at(issue.createdAt)}</div><div class="body">${issue.body ? markdown(issue.body, base) : html`<em class="dim">沒有說明</em>`}</div></article>
${conversation(world, repository, issue, base)}
${
  statuses &&
  html`<section class="box"><div class="head">檢查（<code>${pull.headOid.slice(0, 7)}</code>）</div><div class="body"><ul class="plain">${statuses.map((status) => html`<li><span class="${status.state}">${STATUS_WORDS[status.state]}</span> <strong>${status.context}</strong>　${status.description} ${status.targetUrl && html`<a href="${SAFE_ADDRESS.test(status.targetUrl) ? status.targetUrl : "#"}">詳細</a>`}</li>`)}</ul>${statuses.length === 0 ? html`<span class="dim">尚無</span>` : undefined}${verdict && html`<p>${MERGE_STATE_WORDS[verdict.mergeStateStatus]}${verdict.blocked && html`<br><span class="dim">${verdict.blocked}</span>`}</p>`}${issue.state === "open" && pull?.draft && mayChange && button(visit, "ready", "Ready for review")}</div></section>`
}${commentForm(visit, repository, issue)}</div><aside>
${
  pull &&
  html`<section><h2>審查者</h2><ul class="plain">${[...verdicts].map(([login, state]) => html`<li>${login}　<span class="dim">${REVIEW_WORDS[state]}</span></li>`)}${pull.requestedReviewers.map((login) => html`<li>${login}　<span class="pending">等待審查</span></li>`)}</ul></section>`
}<section><h2>標籤</h2>${issue.labels.map((label) => labelTag(repository, label))}</section>
${pull && issue.state === "open" && !pull.draft && mayChange && html`<section><h2>Still in progress?</h2>${button(visit, "draft", "Convert to draft")}</section>`}${pull?.autoMerge && html`<section><h2>自動併入</h2>由 ${pull.autoMerge.by} 啟用</section>`}
</aside></div>`,
  );
}

/** 「Files changed」 of a pull request, where reviews are given. */
export function filesPage(visit: Visit, repository: Repository, issue: Pull): WebAnswer {
  const { world } = visit;
  const name = nameOf(repository);
  const git = world.git(name);
  const { pull } = issue;
  const base = git.resolve(`refs/heads/${pull.baseBranch}`);
  const from = (base && git.mergeBase(base, pull.headOid)) ?? pull.baseOid;
  const mayEdit =
    visit.viewer !== undefined && RANK[world.permission(pull.headRepository, visit.viewer)] >= RANK.write;
  const files = world
    .changedPaths(name, issue.number)
    .map(
      (file) =>
        html`<section class="box"><div class="head"><code>${file.path}</code>　+${file.additions} −${file.deletions}${mayEdit && file.status !== "removed" && html`　<a href="/${pull.headRepository}/edit/${encoded(pull.headBranch)}/${encoded(file.path)}">Edit file</a>`}</div><pre>${git.patch(git.readCommit(from).tree, git.readCommit(pull.headOid).tree, file.path)}</pre></section>`,
    );
  return shown(
    visit,
    `變更的檔案 · #${issue.number}`,
    repository,
    html`<h1><a href="/${name}/pull/${issue.number}">${issue.title}</a> <span class="number">#${issue.number}</span></h1>${reviewForm(visit, issue)}${files}`,
  );
}
