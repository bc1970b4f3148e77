import type { Comment, Issue, TimelineEvent } from "./model.ts";
import { restCommit, restFiles } from "./rest-contents.ts";
import {
  type Answer,
  discussion,
  type Exchange,
  issueOf,
  keeper,
  list,
  NotModelled,
  nodeId,
  notFound,
  type Routes,
  read,
  refuseParts,
  write,
} from "./rest-route.ts";
import {
  restComment,
  restIssue,
  restLabel,
  restPullRequest,
  restPullRequestSimple,
  restReview,
  restUser,
} from "./shapes.ts";
import { type TimelineItem, WorldError } from "./world.ts";

/* Routes of conversations: issues, pull requests, comments, reviews, labels. */

type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

const pullOf = (exchange: Exchange): Pull =>
  exchange.world.pull(exchange.name, Number(exchange.params.pull_number));
const showSimple = (exchange: Exchange) =>
  restPullRequestSimple(exchange.world, exchange.repository, pullOf(exchange));
const showPull = (exchange: Exchange) =>
  restPullRequest(exchange.world, exchange.repository, pullOf(exchange));
const showIssue = (exchange: Exchange, issue: Issue) => restIssue(exchange.world, exchange.repository, issue);
const showComment = (exchange: Exchange, issue: Issue, comment: Comment) =>
  restComment(exchange.world, exchange.repository, issue, comment);

/** Sorts as `sort` and `direction` ask; newest first unless told. */
function ordered(issues: Issue[], query: Record<string, string>): Issue[] {
  const key = (issue: Issue) => {
    if (query.sort === "updated") return issue.updatedAt;
    if (query.sort === "comments") return String(issue.comments.length).padStart(9, "0");
    if (query.sort !== undefined && query.sort !== "created") throw new NotModelled(`sort ${query.sort}`);
    return issue.createdAt;
  };
  const sign = (query.direction ?? "desc") === "asc" ? 1 : -1;
  return issues.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.number - b.number));
}

/* ---------- pull requests ---------- */

function listPulls(exchange: Exchange): Answer {
  const { repository, query } = exchange;
  const { state = "open", head, base } = query;
  const pulls = [...repository.issues.values()].filter((issue): issue is Pull => {
    const { pull } = issue;
    if (!pull) return false;
    if (state !== "all" && issue.state !== state) return false;
    if (base !== undefined && pull.baseBranch !== base) return false;
    // GitHub ignores a head without owner.
    if (!head?.includes(":")) return true;
    const owner = pull.headRepository.split("/")[0]!;
    return `${owner}:${pull.headBranch}`.toLowerCase() === head.toLowerCase();
  });
  // Only here does the oldest come first where a sort is asked for without a direction and it is not `created`.
  const direction =
    query.direction ?? (query.sort === undefined || query.sort === "created" ? "desc" : "asc");
  return list(ordered(pulls, { ...query, direction }), (pull) =>
    restPullRequestSimple(exchange.world, repository, pull as Pull),
  );
}

async function createPull(exchange: Exchange): Promise<Answer> {
  const body = exchange.body as {
    title?: string;
    head: string;
    base: string;
    body?: string;
    draft?: boolean;
  };
  refuseParts(body, "issue", "head_repo");
  if (body.title === undefined) {
    throw new WorldError(422, "Validation Failed", [
      { resource: "Issue", code: "missing_field", field: "title" },
    ]);
  }
  const number = await exchange.person.openPullRequest(exchange.name, {
    head: body.head.includes(":") ? body.head : `${exchange.repository.owner}:${body.head}`,
    title: body.title,
    body: body.body ?? "",
    draft: body.draft ?? false,
    baseBranch: body.base,
  });
  exchange.params.pull_number = String(number);
  return { status: 201, body: showPull(exchange) };
}

async function updatePull(exchange: Exchange): Promise<Answer> {
  const body = exchange.body as {
    title?: string;
    body?: string | null;
    state?: "open" | "closed";
    base?: string;
  };
  await exchange.person.edit(exchange.name, pullOf(exchange).number, {
    ...(body.title === undefined ? {} : { title: body.title }),
    ...(body.body === undefined ? {} : { body: body.body ?? "" }),
    ...(body.state === undefined ? {} : { state: body.state }),
    ...(body.base === undefined ? {} : { baseBranch: body.base }),
  });
  return { body: showPull(exchange) };
}

/** Tip of the base branch and the place where the pull request left it. */
function fork(exchange: Exchange, { pull }: Pull): string {
  const { git } = exchange;
  const base = git.resolve(`refs/heads/${pull.baseBranch}`);
  return (base && git.mergeBase(base, pull.headOid)) ?? pull.baseOid;
}

async function mergePull(exchange: Exchange): Promise<Answer> {
  type Body = { commit_title?: string; commit_message?: string; sha?: string; merge_method?: string };
  const body = (exchange.body ?? {}) as Body;
  const method = body.merge_method ?? "merge";
  if (method !== "merge" && method !== "squash") throw new NotModelled(`merge_method ${method}`);
  const sha = await exchange.person.merge(exchange.name, pullOf(exchange).number, {
    method,
    ...(body.sha === undefined ? {} : { sha: body.sha }),
    ...(body.commit_title === undefined ? {} : { title: body.commit_title }),
    ...(body.commit_message === undefined ? {} : { message: body.commit_message }),
  });
  return { body: { sha, merged: true, message: "Pull Request successfully merged" } };
}

/** Merges the base branch into the head, as the button "Update branch" does. */
async function updateBranch(exchange: Exchange): Promise<Answer> {
  const { pull, number } = pullOf(exchange);
  const { git, world } = exchange;
  const expected = (exchange.body as { expected_head_sha?: string } | undefined)?.expected_head_sha;
  if (expected !== undefined && expected !== pull.headOid) {
    throw new WorldError(422, "expected head sha didn’t match current head ref.");
  }
  const base = git.resolve(`refs/heads/${pull.baseBranch}`)!;
  if (git.isAncestor(base, pull.headOid)) {
    throw new WorldError(422, "There are no new commits on the base branch.");
  }
  const merged = git.mergeTree(pull.headOid, base);
  if ("conflicts" in merged) throw new WorldError(422, "merge conflict between base and head");
  const account = world.account(exchange.person.login);
  const who = {
    name: account.login,
    email: `${account.id}+${account.login}@users.noreply.github.com`,
    date: world.now().toISOString(),
  };
  const commit = git.writeCommit({
    tree: merged.tree,
    parents: [pull.headOid, base],
    author: who,
    committer: who,
    message: `Merge branch '${pull.baseBranch}' into ${pull.headBranch}`,
  });
  await exchange.person.updateRef(pull.headRepository, `refs/heads/${pull.headBranch}`, commit);
  return {
    status: 202,
    body: {
      message: "Updating pull request branch.",
      url: `${exchange.origin}/repos/${exchange.name}/pulls/${number}`,
    },
  };
}

/* ---------- reviews ---------- */

function reviewersIn(body: unknown): string[] {
  const { reviewers = [], team_reviewers: teams = [] } = (body ?? {}) as Record<string, string[] | undefined>;
  if (teams.length > 0) {
    // The double has no teams, and the workflows' own token could ask none.
    throw new WorldError(
      422,
      "Reviews may only be requested from collaborators. One or more of the teams you specified is not a collaborator of the repository.",
    );
  }
  return reviewers;
}

async function createReview(exchange: Exchange): Promise<Answer> {
  type Line = { path: string; line?: number; position?: number; body: string };
  type Body = {
    event?: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
    body?: string;
    commit_id?: string;
    comments?: Line[];
  };
  const body = exchange.body as Body;
  if (body.event === undefined) throw new NotModelled("a pending review");
  const issue = pullOf(exchange);
  const lines = (body.comments ?? []).map(({ path, line, position, body: text }) => ({
    path,
    line: line ?? position ?? 1,
    body: text,
  }));
  const review = await exchange.person.review(exchange.name, issue.number, body.event, body.body ?? "", {
    ...(lines.length > 0 ? { lineComments: lines } : {}),
    ...(body.commit_id === undefined ? {} : { commit: body.commit_id }),
  });
  return { body: restReview(exchange.world, exchange.repository, issue, review) };
}

async function dismissReview(exchange: Exchange): Promise<Answer> {
  const { message } = exchange.body as { message: string };
  const issue = pullOf(exchange);
  const id = Number(exchange.params.review_id);
  if (!issue.pull.reviews.some((review) => review.id === id)) throw notFound();
  const review = await exchange.person.dismiss(exchange.name, issue.number, id, message);
  return { body: restReview(exchange.world, exchange.repository, issue, review) };
}

/* ---------- issues and comments ---------- */

function listIssues(exchange: Exchange): Answer {
  const { query } = exchange;
  refuseParts(query, "milestone", "assignee", "type", "mentioned", "issue_field_values");
  const state = query.state ?? "open";
  const labels = query.labels?.split(",").map((name) => name.trim().toLowerCase()) ?? [];
  const creator = query.creator?.toLowerCase();
  const since = query.since === undefined ? undefined : new Date(query.since).getTime();
  const issues = [...exchange.repository.issues.values()].filter(
    (issue) =>
      (state === "all" || issue.state === state) &&
      labels.every((name) => issue.labels.some((label) => label.toLowerCase() === name)) &&
      (creator === undefined || issue.author.toLowerCase() === creator) &&
      (since === undefined || new Date(issue.updatedAt).getTime() >= since),
  );
  return list(ordered(issues, query), (issue) => showIssue(exchange, issue));
}

/** Label names of a body that is a list of names or of objects, or an object that holds one. */
function labelNames(body: unknown): string[] {
  const labels = Array.isArray(body) ? body : ((body as { labels?: unknown[] } | undefined)?.labels ?? []);
  return labels.map((label) => (typeof label === "string" ? label : (label as { name: string }).name));
}

const isOn = (issue: Issue, name: string) =>
  issue.labels.some((label) => label.toLowerCase() === name.toLowerCase());

async function setLabels(exchange: Exchange, issue: Issue, names: string[]): Promise<void> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const name of [...issue.labels]) {
    if (!wanted.has(name.toLowerCase())) await exchange.person.unlabel(exchange.name, issue.number, name);
  }
  const added = names.filter((name) => !isOn(issue, name));
  if (added.length > 0) await exchange.person.label(exchange.name, issue.number, ...added);
}

const showLabels = (exchange: Exchange, issue: Issue): Answer =>
  list(
    issue.labels.map((name) => exchange.repository.labels.get(name.toLowerCase())!),
    (label) => restLabel(exchange.world, exchange.repository, label),
  );

/** Labels that do not exist yet are made by adding them, which needs the permission for the repository's labels. */
function labelsPermission(exchange: Exchange): string {
  const isNew = labelNames(exchange.body).some((name) => !exchange.repository.labels.has(name.toLowerCase()));
  return isNew ? "issues" : discussion(exchange);
}

async function createIssue(exchange: Exchange): Promise<Answer> {
  const body = exchange.body as { title: string; body?: string };
  refuseParts(body, "assignee", "assignees", "milestone", "type");
  const number = await exchange.person.openIssue(exchange.name, {
    title: String(body.title),
    body: body.body ?? "",
    labels: labelNames(body),
  });
  return { status: 201, body: showIssue(exchange, exchange.world.issue(exchange.name, number)) };
}

async function updateIssue(exchange: Exchange): Promise<Answer> {
  type Body = { title?: string | null; body?: string | null; state?: "open" | "closed"; labels?: unknown[] };
  const body = (exchange.body ?? {}) as Body;
  refuseParts(body, "assignee", "assignees", "milestone", "type");
  const issue = issueOf(exchange);
  await exchange.person.edit(exchange.name, issue.number, {
    ...(body.title === undefined ? {} : { title: String(body.title) }),
    ...(body.body === undefined ? {} : { body: body.body ?? "" }),
    ...(body.state === undefined ? {} : { state: body.state }),
  });
  if (body.labels !== undefined) await setLabels(exchange, issue, labelNames(body));
  return { body: showIssue(exchange, issue) };
}

interface Reaction {
  id: number;
  login: string;
  content: string;
  at: string;
}
const reactionsOf = keeper<Comment, Reaction[]>(() => []);
let reactions = 0;

function react(exchange: Exchange): Answer {
  const { content } = exchange.body as { content: string };
  const { comment } = exchange.world.findComment(exchange.name, Number(exchange.params.comment_id));
  const all = reactionsOf(comment);
  const { login } = exchange.person;
  const known = all.find((each) => each.login === login && each.content === content);
  const reaction = known ?? { id: ++reactions, login, content, at: exchange.world.now().toISOString() };
  if (!known) all.push(reaction);
  return {
    status: known ? 200 : 201,
    body: {
      id: reaction.id,
      node_id: nodeId("Reaction", reaction.id),
      user: restUser(exchange.world, login),
      content,
      created_at: reaction.at,
    },
  };
}

/* ---------- timeline ---------- */

/** REST's names of the events. */
const EVENT_NAMES: Record<TimelineEvent["type"], string> = {
  ReadyForReviewEvent: "ready_for_review",
  ConvertToDraftEvent: "convert_to_draft",
  ClosedEvent: "closed",
  ReopenedEvent: "reopened",
  MergedEvent: "merged",
  ReviewRequestedEvent: "review_requested",
  ReviewRequestRemovedEvent: "review_request_removed",
  ReviewDismissedEvent: "review_dismissed",
  LabeledEvent: "labeled",
  UnlabeledEvent: "unlabeled",
  HeadRefForcePushedEvent: "head_ref_force_pushed",
  BaseRefChangedEvent: "base_ref_changed",
  AutoMergeEnabledEvent: "auto_squash_enabled",
  AutoMergeDisabledEvent: "auto_merge_disabled",
  CommentDeletedEvent: "comment_deleted",
};

function restEvent(exchange: Exchange, event: TimelineEvent, index: number): object {
  const { world, repository } = exchange;
  const id = repository.id * 1_000_000 + index + 1;
  const commit = event.type === "MergedEvent" ? event.commit : null;
  const shared = {
    id,
    node_id: event.id,
    url: `${exchange.origin}/repos/${exchange.name}/issues/events/${id}`,
    actor: restUser(world, event.actor),
    event: EVENT_NAMES[event.type],
    commit_id: commit,
    commit_url: commit && `${exchange.origin}/repos/${exchange.name}/commits/${commit}`,
    created_at: event.createdAt,
    performed_via_github_app: null,
  };
  switch (event.type) {
    case "LabeledEvent":
    case "UnlabeledEvent": {
      const color = repository.labels.get(event.label.toLowerCase())?.color ?? "ededed";
      return { ...shared, label: { name: event.label, color } };
    }
    case "ReviewRequestedEvent":
    case "ReviewRequestRemovedEvent":
      return {
        ...shared,
        review_requester: restUser(world, event.actor),
        requested_reviewer: restUser(world, event.reviewer),
      };
    case "ReviewDismissedEvent":
      return {
        ...shared,
        dismissed_review: {
          state: event.previousState.toLowerCase(),
          review_id: event.review,
          dismissal_message: event.message || null,
        },
      };
    default:
      return shared;
  }
}

function timeline(exchange: Exchange): Answer {
  const { world, repository, name } = exchange;
  const issue = issueOf(exchange);
  const shown = (item: TimelineItem, index: number): object => {
    if ("comment" in item) {
      const actor = restUser(world, item.comment.author);
      return { ...showComment(exchange, issue, item.comment), actor, event: "commented" };
    }
    if ("review" in item) {
      const review = restReview(world, repository, issue, item.review) as { state: string };
      return { ...review, state: review.state.toLowerCase(), event: "reviewed" };
    }
    return restEvent(exchange, item.event, index);
  };
  return list(world.timeline(name, issue.number).map(shown), (item) => item);
}

/* ---------- labels ---------- */

function labelOf(exchange: Exchange) {
  const label = exchange.repository.labels.get(exchange.params.name!.toLowerCase());
  if (!label) throw notFound();
  return label;
}

async function saveLabel(exchange: Exchange, isNew: boolean): Promise<Answer> {
  type Body = { name?: string; new_name?: string; color?: string; description?: string };
  const body = (exchange.body ?? {}) as Body;
  const name = isNew ? body.name! : labelOf(exchange).name;
  const errors: object[] = [];
  const taken = isNew ? name : body.new_name;
  if (
    taken !== undefined &&
    exchange.repository.labels.has(taken.toLowerCase()) &&
    (isNew || taken.toLowerCase() !== name.toLowerCase())
  ) {
    errors.push({ resource: "Label", code: "already_exists", field: "name" });
  }
  if (body.color !== undefined && !/^[0-9a-f]{6}$/i.test(body.color)) {
    errors.push({ resource: "Label", code: "invalid", field: "color" });
  }
  if ([...(body.description ?? "")].length > 100) {
    errors.push({
      resource: "Label",
      code: "custom",
      field: "description",
      message: "description is too long (maximum is 100 characters)",
    });
  }
  if ([...(taken ?? "")].length > 50) {
    errors.push({
      resource: "Label",
      code: "custom",
      field: "name",
      message: "name is too long (maximum is 50 characters)",
    });
  }
  if (errors.length > 0) throw new WorldError(422, "Validation Failed", errors);
  const label = await exchange.person.setLabel(exchange.name, {
    name,
    ...(body.color === undefined ? {} : { color: body.color.toLowerCase() }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.new_name === undefined ? {} : { newName: body.new_name }),
  });
  return { status: isNew ? 201 : 200, body: restLabel(exchange.world, exchange.repository, label) };
}

/* ---------- the routes ---------- */

export const DISCUSSION_ROUTES: Routes = {
  "pulls/list": read("pull-requests", listPulls),
  "pulls/get": read("pull-requests", (exchange) => ({ body: showPull(exchange) })),
  "pulls/create": write("pull-requests", createPull),
  "pulls/update": write("pull-requests", updatePull),
  "pulls/list-files": read("pull-requests", (exchange) => {
    const issue = pullOf(exchange);
    // GitHub lists 3,000 files.
    return list(
      restFiles(exchange, fork(exchange, issue), issue.pull.headOid).slice(0, 3_000),
      (file) => file,
    );
  }),
  "pulls/list-commits": read("pull-requests", (exchange) => {
    const issue = pullOf(exchange);
    // GitHub lists 250 commits.
    const commits = exchange.git.log(fork(exchange, issue), issue.pull.headOid).slice(0, 250);
    return list(commits, ({ oid }) => restCommit(exchange, oid));
  }),
  "pulls/check-if-merged": read("contents", (exchange) => {
    if (!pullOf(exchange).pull.merged) throw notFound();
    return { status: 204 };
  }),
  "pulls/merge": write("contents", mergePull),
  "pulls/update-branch": write("pull-requests", updateBranch),
  "pulls/request-reviewers": write("pull-requests", async (exchange) => {
    const { number } = pullOf(exchange);
    await exchange.person.requestReview(exchange.name, number, ...reviewersIn(exchange.body));
    return { status: 201, body: showSimple(exchange) };
  }),
  "pulls/remove-requested-reviewers": write("pull-requests", async (exchange) => {
    const { number } = pullOf(exchange);
    await exchange.person.removeReviewRequest(exchange.name, number, ...reviewersIn(exchange.body));
    return { body: showSimple(exchange) };
  }),
  "pulls/list-reviews": read("pull-requests", (exchange) => {
    const issue = pullOf(exchange);
    return list(issue.pull.reviews, (review) =>
      restReview(exchange.world, exchange.repository, issue, review),
    );
  }),
  "pulls/create-review": write("pull-requests", createReview),
  "pulls/dismiss-review": write("pull-requests", dismissReview),
  "issues/list-for-repo": read("issues", listIssues),
  "issues/create": write("issues", createIssue),
  "issues/get": read(discussion, (exchange) => ({ body: showIssue(exchange, issueOf(exchange)) })),
  "issues/update": write(discussion, updateIssue),
  "issues/list-comments": read(discussion, (exchange) => {
    const issue = issueOf(exchange);
    const since = exchange.query.since === undefined ? 0 : new Date(exchange.query.since).getTime();
    const comments = issue.comments.filter(
      (comment) => new Date(comment.editedAt ?? comment.createdAt).getTime() >= since,
    );
    return list(comments, (comment) => showComment(exchange, issue, comment));
  }),
  "issues/create-comment": write(discussion, async (exchange) => {
    const issue = issueOf(exchange);
    const { body } = exchange.body as { body: string };
    const comment = await exchange.person.comment(exchange.name, issue.number, body);
    return { status: 201, body: showComment(exchange, issue, comment) };
  }),
  "issues/get-comment": read(discussion, (exchange) => {
    const { issue, comment } = exchange.world.findComment(exchange.name, Number(exchange.params.comment_id));
    return { body: showComment(exchange, issue, comment) };
  }),
  "issues/update-comment": write(discussion, async (exchange) => {
    const { body } = exchange.body as { body: string };
    const issue = issueOf(exchange);
    const comment = await exchange.person.editComment(
      exchange.name,
      Number(exchange.params.comment_id),
      body,
    );
    return { body: showComment(exchange, issue, comment) };
  }),
  "issues/delete-comment": write(discussion, async (exchange) => {
    await exchange.person.deleteComment(exchange.name, Number(exchange.params.comment_id));
    return { status: 204 };
  }),
  "reactions/create-for-issue-comment": write(discussion, react),
  "issues/list-events-for-timeline": read(discussion, timeline),
  "issues/list-labels-on-issue": read(discussion, (exchange) => showLabels(exchange, issueOf(exchange))),
  "issues/add-labels": write(labelsPermission, async (exchange) => {
    const issue = issueOf(exchange);
    await exchange.person.label(exchange.name, issue.number, ...labelNames(exchange.body));
    return showLabels(exchange, issue);
  }),
  "issues/set-labels": write(labelsPermission, async (exchange) => {
    const issue = issueOf(exchange);
    await setLabels(exchange, issue, labelNames(exchange.body));
    return showLabels(exchange, issue);
  }),
  "issues/remove-label": write(discussion, async (exchange) => {
    const issue = issueOf(exchange);
    if (!isOn(issue, exchange.params.name!)) throw new WorldError(404, "Label does not exist");
    await exchange.person.unlabel(exchange.name, issue.number, exchange.params.name!);
    return showLabels(exchange, issue);
  }),
  "issues/list-labels-for-repo": read("issues", (exchange) =>
    list([...exchange.repository.labels.values()], (label) =>
      restLabel(exchange.world, exchange.repository, label),
    ),
  ),
  "issues/get-label": read("issues", (exchange) => ({
    body: restLabel(exchange.world, exchange.repository, labelOf(exchange)),
  })),
  "issues/create-label": write("issues", (exchange) => saveLabel(exchange, true)),
  "issues/update-label": write("issues", (exchange) => saveLabel(exchange, false)),
};
