import { schema } from "@octokit/graphql-schema";
import {
  buildSchema,
  type DocumentNode,
  execute as executeDocument,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import type { CommitInfo } from "./git.ts";
import { costOf } from "./graphql-cost.ts";
import type {
  Comment,
  Issue,
  Label,
  LineComment,
  Reaction,
  Repository,
  Review,
  Status,
  TimelineEvent,
  Token,
} from "./model.ts";
import { accountNodeId, webOf } from "./shapes.ts";
import {
  type ChangedPath,
  type Person,
  type TimelineItem,
  type Verdict,
  type World,
  WorldError,
} from "./world.ts";

/*
 * GitHub's GraphQL API over the world: its own schema, and resolvers for what is in use. A field that nobody resolves
 * is an error that names it, never a silent null.
 */

let schemaCache: GraphQLSchema | undefined;

/** GitHub's schema; building it takes a second, so it is kept. */
export function githubSchema(): GraphQLSchema {
  if (!schemaCache) {
    schemaCache = buildSchema(schema.idl, { assumeValid: true });
  }
  return schemaCache;
}

export interface GraphqlQuery {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

export interface GraphqlResult {
  /** As GitHub answers, with status 200. */
  body: { data?: unknown; errors?: object[] };
  points: number;
  /** Fields and arguments that the double does not know: a test that meets one must fail. */
  unknown: string[];
}

interface Budget {
  limit: number;
  used: number;
  /** Milliseconds since 1970. */
  reset: number;
}

/** What a resolver knows beside its object. */
interface Context {
  world: World;
  token: Token;
  budget: Budget | undefined;
  cost: { points: number; nodes: number };
  unknown: string[];
  verdicts: Map<Issue, Verdict>;
}

class NotModelled extends Error {}

/* ---------- objects ---------- */

type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

/** An object on its way through the resolvers: its type's name, and what it is of. */
interface Node {
  __typename: string;
  repository?: Repository;
  issue?: Issue;
  comment?: Comment;
  review?: Review;
  line?: LineComment;
  event?: TimelineEvent;
  label?: { name: string; label?: Label | undefined };
  login?: string;
  commit?: CommitInfo;
  status?: Status;
  ref?: string;
  path?: ChangedPath;
  value?: unknown;
}

type Arguments = Record<string, unknown>;
type Resolve = (node: Required<Node>, args: Arguments, context: Context) => unknown;

const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;

function actor(world: World, login: string | undefined): Node | null {
  if (login === undefined) return null;
  const account = world.account(login);
  return { __typename: account.type, login: account.login };
}

/** GraphQL shows the login of a bot without `[bot]`. */
const shownLogin = (login: string) => login.replace(/\[bot\]$/, "");

/* ---------- connections ---------- */

interface Listed<Item> {
  items: readonly Item[];
  /** What a cursor remembers of an item. */
  key: (item: Item) => (string | number)[];
  show: (item: Item) => unknown;
  /** Where a list can lose items between two pages: the order of keys, so that a cursor still finds its place. */
  compare?: (a: (string | number)[], b: (string | number)[]) => number;
  /** Fields of the connection beside the usual ones. */
  extra?: Record<string, unknown>;
}

const encode = (key: (string | number)[]) =>
  Buffer.from(`cursor:v2:${JSON.stringify(key)}`).toString("base64");

function decode(cursor: unknown): (string | number)[] {
  const text = Buffer.from(String(cursor), "base64").toString();
  try {
    if (!text.startsWith("cursor:v2:")) throw new Error("not ours");
    return JSON.parse(text.slice("cursor:v2:".length));
  } catch {
    throw new GraphQLError(`\`${cursor}\` does not appear to be a valid cursor.`, {
      extensions: { type: "INVALID_CURSOR_ARGUMENTS" },
    });
  }
}

function connection<Item>({ items, key, show, compare, extra }: Listed<Item>, args: Arguments) {
  const { first, last, after, before } = args as {
    first?: number;
    last?: number;
    after?: string;
    before?: string;
  };
  /** Index of the first item that is not before the cursor, and whether it is the cursor's own. */
  const place = (cursor: string): { at: number; isSame: boolean } => {
    const wanted = decode(cursor);
    const text = JSON.stringify(wanted);
    const found = compare
      ? items.findIndex((item) => compare(key(item), wanted) >= 0)
      : items.findIndex((item) => JSON.stringify(key(item)) === text);
    if (found < 0 && !compare) {
      throw new GraphQLError(`\`${cursor}\` does not appear to be a valid cursor.`, {
        extensions: { type: "INVALID_CURSOR_ARGUMENTS" },
      });
    }
    const at = found < 0 ? items.length : found;
    return { at, isSame: at < items.length && JSON.stringify(key(items[at]!)) === text };
  };
  let start = 0;
  let end = items.length;
  if (typeof after === "string") {
    const { at, isSame } = place(after);
    start = isSame ? at + 1 : at;
  }
  if (typeof before === "string") end = place(before).at;
  if (typeof first === "number") end = Math.min(end, start + first);
  else if (typeof last === "number") start = Math.max(start, end - last);
  const page = items.slice(start, Math.max(start, end));
  const shown = page.map((item) => ({ cursor: encode(key(item)), node: show(item) }));
  return {
    totalCount: items.length,
    nodes: shown.map(({ node }) => node),
    edges: shown,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: shown[0]?.cursor ?? null,
      endCursor: shown.at(-1)?.cursor ?? null,
    },
    ...extra,
  };
}

/** Refuses arguments that change what is listed in a way the double does not know. */
function refuse(args: Arguments, field: string, ...known: string[]): void {
  for (const [name, value] of Object.entries(args)) {
    if (
      value !== undefined &&
      value !== null &&
      !["first", "last", "after", "before", ...known].includes(name)
    ) {
      throw new NotModelled(`${field}(${name}:)`);
    }
  }
}

const byPosition = <Item>(
  items: readonly Item[],
  show: (item: Item) => unknown,
): Listed<readonly [number, Item]> => ({
  items: items.map((item, index) => [index, item] as const),
  key: ([index]) => [index],
  show: ([, item]) => show(item),
});

function compareKeys(a: (string | number)[], b: (string | number)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at]!;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Issues and pull requests in the order that is asked for. */
function ordered(issues: Issue[], order: unknown, show: (issue: Issue) => unknown): Listed<Issue> {
  const { field = "CREATED_AT", direction = "ASC" } = (order ?? {}) as { field?: string; direction?: string };
  const sign = direction === "ASC" ? 1 : -1;
  const key = (issue: Issue): (string | number)[] => {
    if (field === "CREATED_AT") return [issue.createdAt, issue.number];
    if (field === "UPDATED_AT") return [issue.updatedAt, issue.number];
    if (field === "COMMENTS") return [issue.comments.length, issue.number];
    throw new NotModelled(`orderBy field ${field}`);
  };
  const compare = (a: (string | number)[], b: (string | number)[]) => sign * compareKeys(a, b);
  return { items: issues.sort((a, b) => compare(key(a), key(b))), key, show, compare };
}

const stateOf = (issue: Issue) =>
  issue.pull?.merged ? "MERGED" : issue.state === "open" ? "OPEN" : "CLOSED";

function listed(repository: Repository, args: Arguments, isWanted: (issue: Issue) => boolean, type: string) {
  const { states, labels } = args as { states?: string[]; labels?: string[] };
  const wantedLabels = labels?.map((name) => name.toLowerCase());
  const found = [...repository.issues.values()].filter(
    (issue) =>
      isWanted(issue) &&
      (!states || states.includes(stateOf(issue))) &&
      // Any of the labels will do.
      (!wantedLabels || issue.labels.some((name) => wantedLabels.includes(name.toLowerCase()))),
  );
  return connection(
    ordered(found, args.orderBy, (issue) => ({ __typename: type, repository, issue })),
    args,
  );
}

/* ---------- the timeline ---------- */

const TIMELINE_TYPES: TimelineItem["type"][] = [
  "IssueComment",
  "PullRequestReview",
  "ReadyForReviewEvent",
  "ConvertToDraftEvent",
  "ClosedEvent",
  "ReopenedEvent",
  "MergedEvent",
  "ReviewRequestedEvent",
  "ReviewRequestRemovedEvent",
  "ReviewDismissedEvent",
  "LabeledEvent",
  "UnlabeledEvent",
  "HeadRefForcePushedEvent",
  "BaseRefChangedEvent",
  "AutoMergeEnabledEvent",
  "AutoMergeDisabledEvent",
  "CommentDeletedEvent",
];
const byItemType = new Map(
  TIMELINE_TYPES.map((type) => [type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase(), type]),
);

const timeOf = (item: TimelineItem) =>
  item.type === "IssueComment"
    ? item.comment.createdAt
    : item.type === "PullRequestReview"
      ? item.review.submittedAt
      : item.event.createdAt;

const idOf = (item: TimelineItem) =>
  item.type === "IssueComment"
    ? item.comment.nodeId
    : item.type === "PullRequestReview"
      ? item.review.nodeId
      : item.event.id;

function timeline(repository: Repository, issue: Issue, args: Arguments, world: World) {
  refuse(args, "timelineItems", "itemTypes", "since");
  const { itemTypes, since } = args as { itemTypes?: string[]; since?: string };
  if (!itemTypes) throw new NotModelled("timelineItems without itemTypes");
  const types = itemTypes.map((name) => {
    const type = byItemType.get(name);
    if (!type) throw new NotModelled(`timelineItems of type ${name}`);
    return type;
  });
  const wanted = new Set<string>(types);
  const all = world
    .timeline(nameOf(repository), issue.number)
    .filter((item) => !since || new Date(timeOf(item)) >= new Date(since));
  const items = all.filter((item) => wanted.has(item.type));
  const result = connection(
    {
      items,
      key: (item) => [idOf(item)],
      show: (item): Node => {
        if (item.type === "IssueComment")
          return { __typename: item.type, repository, issue, comment: item.comment };
        if (item.type === "PullRequestReview")
          return { __typename: item.type, repository, issue, review: item.review };
        return { __typename: item.type, repository, issue, event: (item as { event: TimelineEvent }).event };
      },
      extra: { filteredCount: items.length, updatedAt: issue.updatedAt },
    },
    args,
  );
  return { ...result, pageCount: result.nodes.length };
}

/* ---------- resolvers ---------- */

const labelNode = (repository: Repository, name: string): Node => ({
  __typename: "Label",
  repository,
  label: { name, label: repository.labels.get(name.toLowerCase()) },
});

const commitNode = (world: World, repository: Repository, oid: string | undefined): Node | null =>
  oid === undefined
    ? null
    : { __typename: "Commit", repository, commit: world.git(nameOf(repository)).readCommit(oid) };

const refNode = (repository: Repository, ref: string): Node => ({ __typename: "Ref", repository, ref });

const verdictOf = ({ repository, issue }: Required<Node>, context: Context): Verdict => {
  let verdict = context.verdicts.get(issue);
  if (!verdict) {
    const { world, token } = context;
    verdict = world.verdict(nameOf(repository), issue.number, { login: token.login, token });
    context.verdicts.set(issue, verdict);
  }
  return verdict;
};

const pullOf = ({ issue }: Required<Node>) => (issue as Pull).pull;
const issueUrl = (world: World, { repository, issue }: Required<Node>) =>
  `${webOf(world, repository)}/${issue.pull ? "pull" : "issues"}/${issue.number}`;

const ROLLUP: Record<Status["state"], string> = {
  success: "SUCCESS",
  failure: "FAILURE",
  error: "ERROR",
  pending: "PENDING",
};

/** State of all contexts together: the worst. */
function worst(statuses: readonly Status[]): string {
  const state = (["error", "failure", "pending"] as const).find((each) =>
    statuses.some((s) => s.state === each),
  );
  // GitHub calls an error in one of several contexts a failure.
  return state === "error" ? "FAILURE" : ROLLUP[state ?? "success"];
}

const statusesOf = ({ repository, commit }: Required<Node>, { world }: Context) =>
  world.latestStatuses(nameOf(repository), commit.oid);

const statusNode = (repository: Repository, status: Status): Node => ({
  __typename: "StatusContext",
  repository,
  status,
});

const pullNode = (repository: Repository, issue: Issue): Node => ({
  __typename: "PullRequest",
  repository,
  issue,
});

/** What users, bots and organizations have in common. */
const ACCOUNT: Record<string, Resolve> = {
  id: ({ login }, _, { world }) => accountNodeId(world.account(login)),
  databaseId: ({ login }, _, { world }) => world.account(login).id,
  login: ({ login }) => shownLogin(login),
  url: ({ login }, _, { world }) =>
    `${world.origin}/${login.endsWith("[bot]") ? "apps/" : ""}${shownLogin(login)}`,
  resourcePath: ({ login }) => `/${login.endsWith("[bot]") ? "apps/" : ""}${shownLogin(login)}`,
  avatarUrl: ({ login }, _, { world }) => `${world.origin}/avatars/${world.account(login).id}`,
};

/** In the order in which GitHub shows them. */
const REACTIONS: Reaction["content"][] = [
  "THUMBS_UP",
  "THUMBS_DOWN",
  "LAUGH",
  "HOORAY",
  "CONFUSED",
  "HEART",
  "ROCKET",
  "EYES",
];

/** What issues and pull requests have in common. */
const DISCUSSION: Record<string, Resolve> = {
  id: ({ issue }) => issue.nodeId,
  databaseId: ({ issue }) => issue.id,
  fullDatabaseId: ({ issue }) => String(issue.id),
  number: ({ issue }) => issue.number,
  title: ({ issue }) => issue.title,
  body: ({ issue }) => issue.body,
  bodyText: ({ issue }) => issue.body,
  url: (node, _, { world }) => issueUrl(world, node),
  state: ({ issue }) => stateOf(issue),
  closed: ({ issue }) => issue.state === "closed",
  closedAt: ({ issue }) => issue.closedAt ?? null,
  createdAt: ({ issue }) => issue.createdAt,
  updatedAt: ({ issue }) => issue.updatedAt,
  author: ({ issue }, _, { world }) => actor(world, issue.author),
  editor: ({ issue }, _, { world }) => actor(world, issue.editor),
  lastEditedAt: ({ issue }) => issue.editedAt ?? null,
  includesCreatedEdit: ({ issue }) => issue.editedAt !== undefined,
  authorAssociation: ({ repository, issue }, _, { world }) =>
    world.association(nameOf(repository), issue.author),
  viewerDidAuthor: ({ issue }, _, { token }) => issue.author === token.login,
  repository: ({ repository }) => ({ __typename: "Repository", repository }),
  locked: () => false,
  reactionGroups: (node) =>
    REACTIONS.map((content) => ({ ...node, __typename: "ReactionGroup", value: content })),
  labels: ({ repository, issue }, args) => {
    refuse(args, "labels");
    const age = (name: string) => repository.labels.get(name.toLowerCase())!.id;
    const names = issue.labels
      .filter((name) => repository.labels.has(name.toLowerCase()))
      .sort((a, b) => age(a) - age(b));
    return connection(
      { items: names, key: (name) => [name], show: (name) => labelNode(repository, name) },
      args,
    );
  },
  comments: ({ repository, issue }, args) => {
    refuse(args, "comments");
    return connection(
      {
        items: issue.comments,
        key: ({ id }) => [id],
        compare: compareKeys,
        show: (comment) => ({ __typename: "IssueComment", repository, issue, comment }),
      },
      args,
    );
  },
  timelineItems: ({ repository, issue }, args, { world }) => timeline(repository, issue, args, world),
};

const EVENT: Record<string, Resolve> = {
  id: ({ event }) => event.id,
  createdAt: ({ event }) => event.createdAt,
  actor: ({ event }, _, { world }) => actor(world, event.actor),
  pullRequest: ({ repository, issue }) => (issue.pull ? pullNode(repository, issue) : null),
};

/** A detail of an event of one type. */
const ofEvent =
  <Type extends TimelineEvent["type"]>(
    show: (event: Extract<TimelineEvent, { type: Type }>, node: Required<Node>, context: Context) => unknown,
  ): Resolve =>
  (node, _, context) =>
    show(node.event as Extract<TimelineEvent, { type: Type }>, node, context);

const LABELLED: Record<string, Resolve> = {
  ...EVENT,
  label: ofEvent<"LabeledEvent" | "UnlabeledEvent">(({ label }, { repository }) =>
    labelNode(repository, label),
  ),
};
const ASKED: Record<string, Resolve> = {
  ...EVENT,
  requestedReviewer: ofEvent<"ReviewRequestedEvent" | "ReviewRequestRemovedEvent">(
    ({ reviewer }, _, { world }) => actor(world, reviewer),
  ),
};

const RESOLVERS: Record<string, Record<string, Resolve>> = {
  Query: {
    viewer: (_, __, { token }) => ({ __typename: "User", login: token.login, value: "viewer" }),
    rateLimit: (_, args, { budget, cost }) => {
      refuse(args, "rateLimit");
      if (!budget) throw new NotModelled("rateLimit without a budget");
      return {
        cost: cost.points,
        nodeCount: cost.nodes,
        limit: budget.limit,
        used: budget.used + cost.points,
        remaining: Math.max(0, budget.limit - budget.used - cost.points),
        resetAt: new Date(budget.reset).toISOString(),
      };
    },
    repository: (_, args, { world }) => {
      refuse(args, "repository", "owner", "name", "followRenames");
      const name = `${args.owner}/${args.name}`;
      const repository = world
        .repositories()
        .find((each) => nameOf(each).toLowerCase() === name.toLowerCase());
      if (!repository) throw notFound(`Could not resolve to a Repository with the name '${name}'.`);
      return { __typename: "Repository", repository };
    },
    node: (_, { id }, { world }) => nodeOf(world, String(id)),
    nodes: (_, { ids }, { world }) =>
      (ids as string[]).map((id) => {
        try {
          return nodeOf(world, id);
        } catch (cause) {
          return cause;
        }
      }),
  },

  User: {
    ...ACCOUNT,
    // The viewer of a workflow's token is its bot, by its full name.
    login: ({ login }) => login,
    name: () => null,
  },
  Bot: ACCOUNT,
  Organization: { ...ACCOUNT, name: () => null },

  Repository: {
    id: ({ repository }) => repository.nodeId,
    databaseId: ({ repository }) => repository.id,
    name: ({ repository }) => repository.name,
    nameWithOwner: ({ repository }) => nameOf(repository),
    owner: ({ repository }, _, { world }) => actor(world, repository.owner),
    url: ({ repository }, _, { world }) => webOf(world, repository),
    isFork: ({ repository }) => repository.fork !== undefined,
    isPrivate: () => false,
    parent: ({ repository }, _, { world }) =>
      repository.fork === undefined
        ? null
        : { __typename: "Repository", repository: world.repository(repository.fork) },
    createdAt: ({ repository }) => repository.createdAt ?? null,
    pushedAt: ({ repository }) => repository.pushedAt ?? null,
    autoMergeAllowed: ({ repository }) => repository.settings.allowAutoMerge,
    squashMergeAllowed: ({ repository }) => repository.settings.allowSquashMerge,
    deleteBranchOnMerge: ({ repository }) => repository.settings.deleteBranchOnMerge,
    viewerPermission: ({ repository }, _, { world, token }) =>
      world.permission(nameOf(repository), token.login).toUpperCase(),
    defaultBranchRef: ({ repository }, _, { world }) =>
      world.git(nameOf(repository)).refs.has(`refs/heads/${repository.defaultBranch}`)
        ? refNode(repository, `refs/heads/${repository.defaultBranch}`)
        : null,
    ref: ({ repository }, { qualifiedName }, { world }) => {
      const { refs } = world.git(nameOf(repository));
      const ref = [String(qualifiedName), `refs/heads/${qualifiedName}`].find((each) => refs.has(each));
      return ref === undefined ? null : refNode(repository, ref);
    },
    pullRequest: ({ repository }, { number }) => {
      const issue = repository.issues.get(Number(number));
      if (!issue?.pull) throw notFound(`Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode(repository, issue);
    },
    issue: ({ repository }, { number }) => {
      const issue = repository.issues.get(Number(number));
      if (!issue || issue.pull) throw notFound(`Could not resolve to an Issue with the number of ${number}.`);
      return { __typename: "Issue", repository, issue };
    },
    pullRequests: ({ repository }, args) => {
      refuse(args, "pullRequests", "states", "labels", "baseRefName", "headRefName", "orderBy");
      const { baseRefName: base, headRefName: head } = args;
      const isWanted = ({ pull }: Issue) =>
        pull !== undefined && (!base || pull.baseBranch === base) && (!head || pull.headBranch === head);
      return listed(repository, args, isWanted, "PullRequest");
    },
    issues: ({ repository }, args) => {
      refuse(args, "issues", "states", "labels", "orderBy");
      return listed(repository, args, ({ pull }) => !pull, "Issue");
    },
    labels: ({ repository }, args) => {
      refuse(args, "labels");
      const names = [...repository.labels.values()].map(({ name }) => name);
      return connection(
        { items: names, key: (name) => [name], show: (name) => labelNode(repository, name) },
        args,
      );
    },
    label: ({ repository }, { name }) => {
      const label = repository.labels.get(String(name).toLowerCase());
      return label ? labelNode(repository, label.name) : null;
    },
  },

  Ref: {
    id: ({ repository, ref }) => `REF_${Buffer.from(`${repository.id}:${ref}`).toString("base64url")}`,
    name: ({ ref }) => ref.replace(/^refs\/(heads|tags)\//, ""),
    prefix: ({ ref }) => /^refs\/(heads|tags)\//.exec(ref)?.[0] ?? "refs/",
    target: ({ repository, ref }, _, { world }) =>
      commitNode(world, repository, world.git(nameOf(repository)).refs.get(ref)),
  },

  Commit: {
    id: ({ repository, commit }) =>
      `C_${Buffer.from(`${repository.id}:${commit.oid}`).toString("base64url")}`,
    oid: ({ commit }) => commit.oid,
    abbreviatedOid: ({ commit }) => commit.oid.slice(0, 7),
    message: ({ commit }) => commit.message.trimEnd(),
    messageHeadline: ({ commit }) => commit.message.split("\n")[0],
    committedDate: ({ commit }) => commit.committer.date,
    authoredDate: ({ commit }) => commit.author.date,
    url: ({ repository, commit }, _, { world }) => `${webOf(world, repository)}/commit/${commit.oid}`,
    status: (node, _, context) =>
      statusesOf(node, context).length === 0 ? null : { ...node, __typename: "Status" },
    statusCheckRollup: (node, _, context) =>
      statusesOf(node, context).length === 0 ? null : { ...node, __typename: "StatusCheckRollup" },
  },

  Status: {
    state: (node, _, context) => worst(statusesOf(node, context)),
    contexts: (node, _, context) =>
      statusesOf(node, context).map((status) => statusNode(node.repository, status)),
    context: (node, { name }, context) => {
      const found = statusesOf(node, context).find((status) => status.context === name);
      return found ? statusNode(node.repository, found) : null;
    },
  },

  StatusCheckRollup: {
    state: (node, _, context) => worst(statusesOf(node, context)),
    contexts: (node, args, context) => {
      refuse(args, "contexts");
      const all = statusesOf(node, context);
      return connection(
        byPosition(all, (status) => statusNode(node.repository, status)),
        args,
      );
    },
  },

  StatusContext: {
    id: ({ status }) => `SC_${Buffer.from(String(status.id)).toString("base64url")}`,
    context: ({ status }) => status.context,
    state: ({ status }) => ROLLUP[status.state],
    description: ({ status }) => status.description || null,
    targetUrl: ({ status }) => status.targetUrl ?? null,
    createdAt: ({ status }) => status.createdAt,
    creator: ({ status }, _, { world }) => actor(world, status.creator),
  },

  Label: {
    id: ({ repository, label }) =>
      `LA_${Buffer.from(`${repository.id}:${label.label?.id ?? 0}`).toString("base64url")}`,
    name: ({ label }) => label.label?.name ?? label.name,
    color: ({ label }) => label.label?.color ?? "ededed",
    description: ({ label }) => label.label?.description || null,
  },

  Issue: DISCUSSION,

  /** One of the eight signs, with those who gave it to an issue. */
  ReactionGroup: {
    content: ({ value }) => value,
    reactors: ({ issue, value }, args, { world }) => {
      refuse(args, "reactors");
      const found = (issue.reactions ?? []).filter(({ content }) => content === value);
      return connection(
        { items: found, key: ({ login }) => [login], show: ({ login }) => actor(world, login) },
        args,
      );
    },
  },

  PullRequest: {
    ...DISCUSSION,
    isDraft: (node) => pullOf(node).draft,
    merged: (node) => pullOf(node).merged !== undefined,
    mergedAt: (node) => pullOf(node).merged?.at ?? null,
    mergedBy: (node, _, { world }) => actor(world, pullOf(node).merged?.by),
    mergeCommit: (node, _, { world }) => commitNode(world, node.repository, pullOf(node).merged?.commit),
    potentialMergeCommit: ({ repository, issue }, _, { world }) =>
      commitNode(
        world,
        repository,
        world.git(nameOf(repository)).refs.get(`refs/pull/${issue.number}/merge`),
      ),
    headRefName: (node) => pullOf(node).headBranch,
    headRefOid: (node) => pullOf(node).headOid,
    headRepository: (node, _, { world }) => ({
      __typename: "Repository",
      repository: world.repository(pullOf(node).headRepository),
    }),
    headRepositoryOwner: (node, _, { world }) =>
      actor(world, world.repository(pullOf(node).headRepository).owner),
    isCrossRepository: (node) => pullOf(node).headRepository !== nameOf(node.repository),
    baseRefName: (node) => pullOf(node).baseBranch,
    baseRefOid: (node) => pullOf(node).baseOid,
    changedFiles: ({ repository, issue }, _, { world }) =>
      world.pullSize(nameOf(repository), issue.number).files,
    additions: ({ repository, issue }, _, { world }) =>
      world.pullSize(nameOf(repository), issue.number).additions,
    deletions: ({ repository, issue }, _, { world }) =>
      world.pullSize(nameOf(repository), issue.number).deletions,
    reviewDecision: (node, _, context) => verdictOf(node, context).reviewDecision,
    mergeable: (node, _, context) => verdictOf(node, context).mergeable,
    mergeStateStatus: (node, _, context) => verdictOf(node, context).mergeStateStatus,
    viewerCanMergeAsAdmin: (node, _, context) => verdictOf(node, context).viewerCanMergeAsAdmin,
    autoMergeRequest: (node) => (pullOf(node).autoMerge ? { ...node, __typename: "AutoMergeRequest" } : null),
    reviewRequests: (node, args) => {
      refuse(args, "reviewRequests");
      const { requestedReviewers } = pullOf(node);
      return connection(
        {
          items: requestedReviewers,
          key: (login) => [login],
          show: (login) => ({ ...node, __typename: "ReviewRequest", login }),
        },
        args,
      );
    },
    reviews: (node, args) => {
      refuse(args, "reviews", "states", "author");
      const { states, author } = args as { states?: string[]; author?: string };
      const found = pullOf(node).reviews.filter(
        (review) =>
          (!states || states.includes(review.state)) &&
          (!author || shownLogin(review.author).toLowerCase() === author.toLowerCase()),
      );
      return connection(
        {
          items: found,
          key: ({ id }) => [id],
          compare: compareKeys,
          show: (review) => ({ ...node, __typename: "PullRequestReview", review }),
        },
        args,
      );
    },
    files: ({ repository, issue }, args, { world }) => {
      refuse(args, "files");
      return connection(
        {
          items: world.changedPaths(nameOf(repository), issue.number),
          key: ({ path }) => [path],
          show: (path) => ({ __typename: "PullRequestChangedFile", path }),
        },
        args,
      );
    },
    commits: (node, args, { world }) => {
      refuse(args, "commits");
      const { repository, issue } = node;
      const { baseBranch, baseOid, headOid, merged } = pullOf(node);
      const git = world.git(nameOf(repository));
      const base = merged ? baseOid : (git.refs.get(`refs/heads/${baseBranch}`) ?? baseOid);
      // The newest one is the head: nothing else need be looked at.
      const commits = args.last === 1 && !args.before ? [git.readCommit(headOid)] : git.log(base, headOid);
      return connection(
        {
          items: commits,
          key: ({ oid }) => [oid],
          show: (commit) => ({ __typename: "PullRequestCommit", repository, issue, commit }),
        },
        args,
      );
    },
  },

  PullRequestCommit: {
    id: ({ commit }) => `PURC_${Buffer.from(commit.oid).toString("base64url")}`,
    commit: ({ repository, commit }) => ({ __typename: "Commit", repository, commit }),
    pullRequest: ({ repository, issue }) => pullNode(repository, issue),
  },

  PullRequestChangedFile: {
    path: ({ path }) => path.path,
    additions: ({ path }) => path.additions,
    deletions: ({ path }) => path.deletions,
    changeType: ({ path }) => ({ added: "ADDED", modified: "MODIFIED", removed: "DELETED" })[path.status],
  },

  AutoMergeRequest: {
    enabledAt: (node) => pullOf(node).autoMerge!.at,
    enabledBy: (node, _, { world }) => actor(world, pullOf(node).autoMerge!.by),
    mergeMethod: (node) => pullOf(node).autoMerge!.method,
    pullRequest: ({ repository, issue }) => pullNode(repository, issue),
  },

  ReviewRequest: {
    id: ({ issue, login }) => `RR_${Buffer.from(`${issue.id}:${login}`).toString("base64url")}`,
    requestedReviewer: ({ login }, _, { world }) => actor(world, login),
    asCodeOwner: (node) => (pullOf(node).requestedOwners ?? []).includes(node.login),
    pullRequest: ({ repository, issue }) => pullNode(repository, issue),
  },

  PullRequestReview: {
    id: ({ review }) => review.nodeId,
    databaseId: ({ review }) => review.id,
    fullDatabaseId: ({ review }) => String(review.id),
    author: ({ review }, _, { world }) => actor(world, review.author),
    authorAssociation: ({ repository, review }, _, { world }) =>
      world.association(nameOf(repository), review.author),
    state: ({ review }) => review.state,
    body: ({ review }) => review.body,
    submittedAt: ({ review }) => review.submittedAt,
    createdAt: ({ review }) => review.submittedAt,
    url: (node, _, { world }) => `${issueUrl(world, node)}#pullrequestreview-${node.review.id}`,
    commit: ({ repository, review }, _, { world }) => commitNode(world, repository, review.commit),
    viewerDidAuthor: ({ review }, _, { token }) => review.author === token.login,
    editor: () => null,
    lastEditedAt: () => null,
    includesCreatedEdit: () => false,
    isMinimized: () => false,
    pullRequest: ({ repository, issue }) => pullNode(repository, issue),
    comments: (node, args) => {
      refuse(args, "comments");
      return connection(
        {
          items: node.review.lines ?? [],
          key: ({ id }) => [id],
          show: (line) => ({ ...node, __typename: "PullRequestReviewComment", line }),
        },
        args,
      );
    },
  },

  PullRequestReviewComment: {
    id: ({ line }) => `PRRC_${Buffer.from(String(line.id)).toString("base64url")}`,
    databaseId: ({ line }) => line.id,
    body: ({ line }) => line.body,
    path: ({ line }) => line.path,
    line: ({ line }) => line.line,
    author: ({ review }, _, { world }) => actor(world, review.author),
    createdAt: ({ review }) => review.submittedAt,
  },

  IssueComment: {
    id: ({ comment }) => comment.nodeId,
    databaseId: ({ comment }) => comment.id,
    fullDatabaseId: ({ comment }) => String(comment.id),
    author: ({ comment }, _, { world }) => actor(world, comment.author),
    authorAssociation: ({ repository, comment }, _, { world }) =>
      world.association(nameOf(repository), comment.author),
    body: ({ comment }) => comment.body,
    createdAt: ({ comment }) => comment.createdAt,
    updatedAt: ({ comment }) => comment.editedAt ?? comment.createdAt,
    publishedAt: ({ comment }) => comment.createdAt,
    lastEditedAt: ({ comment }) => comment.editedAt ?? null,
    editor: ({ comment }, _, { world }) => actor(world, comment.editor),
    includesCreatedEdit: ({ comment }) => comment.editedAt !== undefined,
    viewerDidAuthor: ({ comment }, _, { token }) => comment.author === token.login,
    isMinimized: () => false,
    url: (node, _, { world }) => `${issueUrl(world, node)}#issuecomment-${node.comment.id}`,
    issue: ({ repository, issue }) => ({ __typename: "Issue", repository, issue }),
    pullRequest: ({ repository, issue }) => (issue.pull ? pullNode(repository, issue) : null),
  },

  ReadyForReviewEvent: EVENT,
  ConvertToDraftEvent: EVENT,
  ClosedEvent: EVENT,
  ReopenedEvent: EVENT,
  MergedEvent: {
    ...EVENT,
    commit: ofEvent<"MergedEvent">(({ commit }, { repository }, { world }) =>
      commitNode(world, repository, commit),
    ),
    mergeRefName: (node) => pullOf(node).baseBranch,
  },
  ReviewRequestedEvent: ASKED,
  ReviewRequestRemovedEvent: ASKED,
  ReviewDismissedEvent: {
    ...EVENT,
    previousReviewState: ofEvent<"ReviewDismissedEvent">(({ previousState }) => previousState),
    dismissalMessage: ofEvent<"ReviewDismissedEvent">(({ message }) => message || null),
    review: ofEvent<"ReviewDismissedEvent">(({ review: id }, node) => {
      const review = pullOf(node).reviews.find((each) => each.id === id);
      return review ? { ...node, __typename: "PullRequestReview", review } : null;
    }),
  },
  LabeledEvent: LABELLED,
  UnlabeledEvent: LABELLED,
  HeadRefForcePushedEvent: {
    ...EVENT,
    beforeCommit: ofEvent<"HeadRefForcePushedEvent">(({ before }, { repository }, { world }) =>
      commitNode(world, repository, before),
    ),
    afterCommit: ofEvent<"HeadRefForcePushedEvent">(({ after }, { repository }, { world }) =>
      commitNode(world, repository, after),
    ),
  },
  BaseRefChangedEvent: {
    ...EVENT,
    previousRefName: ofEvent<"BaseRefChangedEvent">(({ before }) => before),
    currentRefName: ofEvent<"BaseRefChangedEvent">(({ after }) => after),
  },
  AutoMergeEnabledEvent: EVENT,
  AutoMergeDisabledEvent: EVENT,
  CommentDeletedEvent: EVENT,
};

/** Objects that are plain already: connections, edges and what mutations give. */
const PLAIN = /(Connection|Edge|Payload)$|^(PageInfo|RateLimit)$/;

const notFound = (message: string) => new GraphQLError(message, { extensions: { type: "NOT_FOUND" } });

function nodeOf(world: World, id: string): Node {
  const found = world.node(id);
  if (!found) throw notFound(`Could not resolve to a node with the global id of '${id}'`);
  const { type, ...rest } = found;
  return { __typename: type, ...rest, ...("account" in found ? { login: found.account.login } : {}) };
}

/* ---------- mutations ---------- */

type Mutation = (
  person: Person,
  input: Record<string, unknown>,
  world: World,
) => Promise<Record<string, unknown>>;

function pullOfId(world: World, id: unknown): { name: string; node: Node; number: number } {
  const node = nodeOf(world, String(id));
  if (node.__typename !== "PullRequest")
    throw notFound(`Could not resolve to PullRequest node with the global id of '${id}'.`);
  return { name: nameOf(node.repository!), node, number: node.issue!.number };
}

/** A mutation of a pull request that gives the pull request. */
const onPull =
  (
    act: (person: Person, name: string, number: number, input: Record<string, unknown>) => Promise<unknown>,
  ): Mutation =>
  async (person, input, world) => {
    const { name, node, number } = pullOfId(world, input.pullRequestId);
    await act(person, name, number, input);
    return { pullRequest: node };
  };

const METHODS: Record<string, "squash" | "merge"> = { SQUASH: "squash", MERGE: "merge" };

/** Takes what a mutation knows of its input; anything else fails loudly. */
const inputs: Record<string, string[]> = {
  markPullRequestReadyForReview: ["pullRequestId"],
  convertPullRequestToDraft: ["pullRequestId"],
  enablePullRequestAutoMerge: ["pullRequestId", "mergeMethod"],
  disablePullRequestAutoMerge: ["pullRequestId"],
  mergePullRequest: ["pullRequestId", "mergeMethod", "expectedHeadOid", "commitHeadline", "commitBody"],
  closePullRequest: ["pullRequestId"],
  reopenPullRequest: ["pullRequestId"],
  addComment: ["subjectId", "body"],
  updateIssueComment: ["id", "body"],
  deleteIssueComment: ["id"],
  requestReviews: ["pullRequestId", "userIds", "union"],
};

const MUTATIONS: Record<string, Mutation> = {
  markPullRequestReadyForReview: onPull((person, name, number) => person.ready(name, number)),
  convertPullRequestToDraft: onPull((person, name, number) => person.toDraft(name, number)),
  enablePullRequestAutoMerge: onPull((person, name, number, { mergeMethod = "MERGE" }) =>
    person.enableAutoMerge(name, number, mergeMethod as "SQUASH" | "MERGE"),
  ),
  disablePullRequestAutoMerge: onPull((person, name, number) => person.disableAutoMerge(name, number)),
  mergePullRequest: onPull((person, name, number, input) => {
    const method = METHODS[String(input.mergeMethod ?? "MERGE")];
    if (!method) throw new NotModelled(`mergeMethod ${input.mergeMethod}`);
    return person.merge(name, number, {
      method,
      ...(input.expectedHeadOid ? { sha: String(input.expectedHeadOid) } : {}),
      ...(input.commitHeadline ? { title: String(input.commitHeadline) } : {}),
      ...(input.commitBody === undefined ? {} : { message: String(input.commitBody) }),
    });
  }),
  closePullRequest: onPull((person, name, number) => person.close(name, number)),
  reopenPullRequest: onPull((person, name, number) => person.reopen(name, number)),
  async requestReviews(person, input, world) {
    const { name, node, number } = pullOfId(world, input.pullRequestId);
    // Without `union` it would replace all requests.
    if (input.union !== true) throw new NotModelled("requestReviews without union");
    const logins = ((input.userIds ?? []) as string[]).map((id) => nodeOf(world, id).login!);
    await person.requestReview(name, number, ...logins);
    return { pullRequest: node };
  },
  async addComment(person, { subjectId, body }, world) {
    const { repository, issue } = nodeOf(world, String(subjectId));
    if (!repository || !issue)
      throw notFound(`Could not resolve to a node with the global id of '${subjectId}'`);
    const comment = await person.comment(nameOf(repository), issue.number, String(body));
    const node: Node = { __typename: "IssueComment", repository, issue, comment };
    return {
      commentEdge: { cursor: encode([comment.id]), node },
      subject: { __typename: issue.pull ? "PullRequest" : "Issue", repository, issue },
    };
  },
  async updateIssueComment(person, { id, body }, world) {
    const node = nodeOf(world, String(id));
    if (!node.comment)
      throw notFound(`Could not resolve to IssueComment node with the global id of '${id}'.`);
    await person.editComment(nameOf(node.repository!), node.comment.id, String(body));
    return { issueComment: node };
  },
  async deleteIssueComment(person, { id }, world) {
    const node = nodeOf(world, String(id));
    if (!node.comment)
      throw notFound(`Could not resolve to IssueComment node with the global id of '${id}'.`);
    await person.deleteComment(nameOf(node.repository!), node.comment.id);
    return {};
  },
};

async function mutate(field: string, args: Arguments, { world, token }: Context) {
  const { clientMutationId = null, ...input } = args.input as Record<string, unknown>;
  const mutation = MUTATIONS[field];
  if (!mutation) throw new NotModelled(`mutation ${field}`);
  for (const name of Object.keys(input)) {
    if (!inputs[field]!.includes(name)) throw new NotModelled(`${field}(input: { ${name} })`);
  }
  const result = await mutation(world.with(token), input, world);
  return { clientMutationId, actor: actor(world, token.login), ...result };
}

/* ---------- running a query ---------- */

/** Arguments without those that say what would hold anyway. */
function given(args: Arguments, definitions: readonly GraphQLArgument[]): Arguments {
  const said = { ...args };
  for (const { name, defaultValue } of definitions) {
    if (defaultValue !== undefined && JSON.stringify(said[name]) === JSON.stringify(defaultValue))
      delete said[name];
  }
  return said;
}

const resolveField: GraphQLFieldResolver<unknown, Context> = (source, all, context, info) => {
  const type = info.parentType.name;
  const field = info.fieldName;
  const args = Object.keys(all).length === 0 ? all : given(all, info.parentType.getFields()[field]!.args);
  try {
    if (type === "Mutation") {
      // A failed promise must be noted as a failed resolver is.
      return mutate(field, args, context).catch((cause) => {
        throw noted(cause, context);
      });
    }
    const resolve = RESOLVERS[type]?.[field];
    if (resolve) return resolve((source ?? {}) as Required<Node>, args, context);
    if (PLAIN.test(type) && source !== null && typeof source === "object" && field in source) {
      return (source as Record<string, unknown>)[field];
    }
    throw new NotModelled(`${type}.${field}`);
  } catch (cause) {
    throw noted(cause, context);
  }
};

const ERROR_TYPES: Record<number, string> = { 401: "FORBIDDEN", 403: "FORBIDDEN", 404: "NOT_FOUND" };

/** An error in GitHub's form; what the double does not know is remembered. */
function noted(cause: unknown, context: Context): GraphQLError {
  if (cause instanceof GraphQLError) return cause;
  if (cause instanceof WorldError) {
    const details = cause.errors?.map((each) =>
      typeof each === "string" ? each : (each as { message?: string }).message,
    );
    const message = details?.filter(Boolean).join(", ") || cause.message;
    return new GraphQLError(message, { extensions: { type: ERROR_TYPES[cause.status] ?? "UNPROCESSABLE" } });
  }
  const message =
    cause instanceof NotModelled
      ? `the double does not know ${cause.message}`
      : String((cause as Error).stack);
  context.unknown.push(message);
  return new GraphQLError(message, { extensions: { type: "NOT_MODELLED" } });
}

/** GitHub puts the type of an error beside its message. */
function errorShape(error: GraphQLError): object {
  const { message, locations, path, extensions } = error;
  const { type, ...others } = extensions;
  return {
    ...(type ? { type } : {}),
    ...(path ? { path } : {}),
    ...(Object.keys(others).length > 0 ? { extensions: others } : {}),
    ...(locations ? { locations } : {}),
    message,
  };
}

/** Texts that were read and found valid; a bot asks the same few again and again. */
const documents = new Map<string, { document: DocumentNode; errors: readonly GraphQLError[] }>();

function read(query: string): { document: DocumentNode; errors: readonly GraphQLError[] } {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  const result = { document, errors: validate(githubSchema(), document) };
  if (documents.size > 500) documents.clear();
  documents.set(query, result);
  return result;
}

/** Answers a query as GitHub does, with status 200 whatever goes wrong. */
export async function execute(
  world: World,
  token: Token,
  { query, variables = {}, operationName }: GraphqlQuery,
  budget?: Budget,
): Promise<GraphqlResult> {
  const failed = (errors: object[], points = 1): GraphqlResult => ({ body: { errors }, points, unknown: [] });
  let document: DocumentNode;
  try {
    const { document: found, errors } = read(query);
    if (errors.length > 0) return failed(errors.map(errorShape));
    document = found;
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    return failed([errorShape(cause)]);
  }
  const operation = getOperationAST(document, operationName);
  if (!operation) return failed([{ message: "An operation name is required" }]);
  const github = githubSchema();
  const cost = costOf(github, document, operation, variables);
  if (cost.errors.length > 0) return failed(cost.errors);
  const context: Context = { world, token, budget, cost, unknown: [], verdicts: new Map() };
  const result = await executeDocument({
    schema: github,
    document,
    variableValues: variables,
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: (value) => (value as Node).__typename,
    ...(operationName === undefined ? {} : { operationName }),
  });
  return {
    body: {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors ? { errors: result.errors.map(errorShape) } : {}),
    },
    points: cost.points,
    unknown: context.unknown,
  };
}
