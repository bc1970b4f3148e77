import { sameAccount } from "../../review/lifecycle.ts";
import { LABELS } from "../../review/names.ts";
import type { PullRequestEvent, PullRequestRecord, ReviewEvent, StatusRecord } from "../../review/records.ts";
import type { GitHub } from "./client.ts";
import { isQueryError } from "./log.ts";

/*
 * Reading pull requests. Cost as GitHub counts it: a request for each connection of each node, divided by 100. A page
 * of 50 pull requests with four connections each is (1 + 50 × 4) / 100 = 2 points, so 1,000 open ones cost 40; larger
 * pages would cost the same and run into GitHub's time limit of ten seconds.
 */

const PAGE = 50;
/** GitHub's own limit for a comment. */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 1_000;
/** Reviews whose line comments are counted at once. */
const REVIEWS_AT_ONCE = 100;

const ACTOR = `__typename login`;

const TIMELINE = `fragment Timeline on PullRequestTimelineItemsConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    __typename
    ... on ReadyForReviewEvent { createdAt actor { ${ACTOR} } }
    ... on ConvertToDraftEvent { createdAt actor { ${ACTOR} } }
    ... on ClosedEvent { createdAt actor { ${ACTOR} } }
    ... on ReopenedEvent { createdAt actor { ${ACTOR} } }
    ... on MergedEvent { createdAt actor { ${ACTOR} } }
    ... on ReviewRequestedEvent {
      createdAt
      actor { ${ACTOR} }
      requestedReviewer { __typename ... on User { login } ... on Bot { login } ... on Mannequin { login } }
    }
    ... on UnlabeledEvent { createdAt actor { ${ACTOR} } label { name } }
    ... on HeadRefForcePushedEvent { createdAt actor { ${ACTOR} } }
    ... on BaseRefChangedEvent { createdAt actor { ${ACTOR} } }
    ... on ReviewDismissedEvent { createdAt actor { ${ACTOR} } previousReviewState review { id } }
    ... on PullRequestReview { id submittedAt author { ${ACTOR} } state body url commit { oid } }
    ... on IssueComment {
      id createdAt author { ${ACTOR} } body url viewerDidAuthor lastEditedAt editor { ${ACTOR} }
    }
  }
}`;

const ITEM_TYPES = `itemTypes: [
  READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, CLOSED_EVENT, REOPENED_EVENT, MERGED_EVENT, REVIEW_REQUESTED_EVENT,
  UNLABELED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, BASE_REF_CHANGED_EVENT, REVIEW_DISMISSED_EVENT, PULL_REQUEST_REVIEW,
  ISSUE_COMMENT
]`;

const PULL_REQUEST = `fragment PullRequest on PullRequest {
  id number url title state isDraft createdAt isCrossRepository headRefName headRefOid baseRefName
  mergeable reviewDecision viewerCanMergeAsAdmin
  author { ${ACTOR} }
  autoMergeRequest { enabledAt }
  mergeCommit { oid }
  labels(first: 100) { nodes { name } }
  reviewRequests(first: 100) {
    nodes { requestedReviewer { __typename ... on User { login } ... on Bot { login } ... on Mannequin { login } } }
  }
  commits(last: 1) {
    nodes { commit { oid status { contexts { context state description targetUrl createdAt creator { ${ACTOR} } } } } }
  }
  timelineItems(first: 100, ${ITEM_TYPES}) { ...Timeline }
}
${TIMELINE}`;

export const OPEN_PULL_REQUESTS = `query OpenPullRequests($owner: String!, $repo: String!, $base: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) {
    autoMergeAllowed
    pullRequests(
      first: ${PAGE}, after: $after, states: OPEN, baseRefName: $base, orderBy: { field: CREATED_AT, direction: ASC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...PullRequest }
    }
  }
}
${PULL_REQUEST}`;

export const ONE_PULL_REQUEST = `query OnePullRequest($owner: String!, $repo: String!, $number: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) {
    autoMergeAllowed
    pullRequest(number: $number) { ...PullRequest }
  }
}
${PULL_REQUEST}`;

export const MORE_TIMELINE = `query MoreTimeline($id: ID!, $after: String!) {
  rateLimit { cost }
  node(id: $id) { ... on PullRequest { timelineItems(first: 100, after: $after, ${ITEM_TYPES}) { ...Timeline } } }
}
${TIMELINE}`;

/** Within the timeline this connection would cost a request for each of its items. */
export const LINE_COMMENTS = `query LineComments($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) { ... on PullRequestReview { id comments(first: 1) { totalCount } } }
}`;

interface Actor {
  __typename: string;
  login?: string;
}

type Item =
  | {
      __typename:
        | "ReadyForReviewEvent"
        | "ConvertToDraftEvent"
        | "ClosedEvent"
        | "ReopenedEvent"
        | "MergedEvent"
        | "HeadRefForcePushedEvent"
        | "BaseRefChangedEvent";
      createdAt: string;
      actor: Actor | null;
    }
  | {
      __typename: "ReviewRequestedEvent";
      createdAt: string;
      actor: Actor | null;
      requestedReviewer: Actor | null;
    }
  | { __typename: "UnlabeledEvent"; createdAt: string; actor: Actor | null; label: { name: string } }
  | {
      __typename: "ReviewDismissedEvent";
      createdAt: string;
      actor: Actor | null;
      previousReviewState: string;
      review: { id: string } | null;
    }
  | {
      __typename: "PullRequestReview";
      id: string;
      submittedAt: string | null;
      author: Actor | null;
      state: string;
      body: string;
      url: string;
      commit: { oid: string } | null;
    }
  | {
      __typename: "IssueComment";
      id: string;
      createdAt: string;
      author: Actor | null;
      body: string;
      url: string;
      viewerDidAuthor: boolean;
      lastEditedAt: string | null;
      editor: Actor | null;
    };

interface Page<T> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (T | null)[];
}

interface PullRequestNode {
  id: string;
  number: number;
  url: string;
  title: string;
  state: "OPEN" | "CLOSED" | "MERGED";
  isDraft: boolean;
  createdAt: string;
  isCrossRepository: boolean;
  headRefName: string;
  headRefOid: string;
  baseRefName: string;
  mergeable: "MERGEABLE" | "CONFLICTING" | "UNKNOWN";
  reviewDecision: "APPROVED" | "CHANGES_REQUESTED" | "REVIEW_REQUIRED" | null;
  viewerCanMergeAsAdmin: boolean;
  author: Actor | null;
  autoMergeRequest: { enabledAt: string | null } | null;
  mergeCommit: { oid: string } | null;
  labels: { nodes: { name: string }[] } | null;
  reviewRequests: { nodes: ({ requestedReviewer: Actor | null } | null)[] } | null;
  commits: {
    nodes: {
      commit: {
        oid: string;
        status: {
          contexts: {
            context: string;
            state: string;
            description: string | null;
            targetUrl: string | null;
            createdAt: string;
            creator: Actor | null;
          }[];
        } | null;
      };
    }[];
  };
  timelineItems: Page<Item>;
}

/** GraphQL writes a bot's login without the ending that REST and the web page show; an account that is gone has none. */
export function loginOf(actor: Actor | null): string {
  const login = actor?.login ?? "";
  return actor?.__typename === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login;
}

const VERDICTS: Record<string, ReviewEvent["verdict"]> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "returned",
};

const SIMPLE_EVENTS = {
  ReadyForReviewEvent: "readied",
  ConvertToDraftEvent: "drafted",
  ClosedEvent: "closed",
  ReopenedEvent: "reopened",
  MergedEvent: "merged",
  HeadRefForcePushedEvent: "replaced",
  BaseRefChangedEvent: "replaced",
} as const;

type DismissedEvent = Extract<Item, { __typename: "ReviewDismissedEvent" }>;

function toEvent(
  item: Item,
  bot: string,
  dismissals: Map<string, DismissedEvent>,
): PullRequestEvent | undefined {
  switch (item.__typename) {
    case "ReadyForReviewEvent":
    case "ConvertToDraftEvent":
    case "ClosedEvent":
    case "ReopenedEvent":
    case "MergedEvent":
    case "HeadRefForcePushedEvent":
    case "BaseRefChangedEvent":
      return { type: SIMPLE_EVENTS[item.__typename], at: item.createdAt, actor: loginOf(item.actor) };
    case "ReviewRequestedEvent":
      return {
        type: "reviewRequested",
        at: item.createdAt,
        actor: loginOf(item.actor),
        reviewer: loginOf(item.requestedReviewer),
      };
    case "UnlabeledEvent":
      return { type: "unlabelled", at: item.createdAt, actor: loginOf(item.actor), label: item.label.name };
    case "PullRequestReview": {
      // Begun and not yet sent.
      if (item.state === "PENDING" || item.submittedAt === null) return undefined;
      const dismissal = dismissals.get(item.id);
      const state = item.state === "DISMISSED" ? dismissal?.previousReviewState : item.state;
      return {
        type: "reviewed",
        at: item.submittedAt,
        actor: loginOf(item.author),
        id: item.id,
        verdict: VERDICTS[state ?? ""] ?? "commented",
        body: item.body.slice(0, LONGEST_BODY),
        lineComments: 0,
        commit: item.commit?.oid ?? "",
        url: item.url,
        ...(dismissal ? { dismissed: { at: dismissal.createdAt, actor: loginOf(dismissal.actor) } } : {}),
      };
    }
    case "IssueComment": {
      const edited = item.lastEditedAt !== null;
      return {
        type: "commented",
        at: item.createdAt,
        actor: loginOf(item.author),
        id: item.id,
        body: item.body.slice(0, LONGEST_BODY),
        url: item.url,
        edited,
        own: item.viewerDidAuthor,
        tampered: edited && !sameAccount(loginOf(item.editor), bot),
      };
    }
    default:
      return undefined;
  }
}

/** Events oldest first, beginning with the opening. */
function eventsOf(node: PullRequestNode, items: readonly Item[], bot: string): PullRequestEvent[] {
  const dismissals = new Map<string, DismissedEvent>();
  for (const item of items) {
    if (item.__typename === "ReviewDismissedEvent" && item.review) dismissals.set(item.review.id, item);
  }
  const events = items.flatMap((item) => toEvent(item, bot, dismissals) ?? []);
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  // GitHub keeps no record of how it was opened; the first switch tells, and without one nothing has changed since.
  const first = events.find((event) => event.type === "readied" || event.type === "drafted");
  const draft = first ? first.type === "readied" : node.isDraft;
  return [{ type: "opened", at: node.createdAt, actor: loginOf(node.author), draft }, ...events];
}

const STATUS_STATES: Record<string, StatusRecord["state"]> = {
  SUCCESS: "success",
  FAILURE: "failure",
  ERROR: "error",
};

/** The bot's own statuses: what anybody else with write access sets says nothing. */
function statusesOf(node: PullRequestNode, bot: string): StatusRecord[] {
  const commit = node.commits.nodes[0]?.commit;
  // A push between the parts of an answer; the next reading knows the new head's.
  if (commit?.oid !== node.headRefOid) return [];
  return (commit.status?.contexts ?? [])
    .filter((status) => sameAccount(loginOf(status.creator), bot))
    .map((status) => ({
      context: status.context,
      state: STATUS_STATES[status.state] ?? "pending",
      description: status.description ?? "",
      at: status.createdAt,
      ...(status.targetUrl ? { url: status.targetUrl } : {}),
    }));
}

function toRecord(
  node: PullRequestNode,
  items: readonly Item[],
  bot: string,
  autoMergeAllowed: boolean,
): PullRequestRecord {
  const logins = (node.reviewRequests?.nodes ?? []).map((request) =>
    loginOf(request?.requestedReviewer ?? null),
  );
  return {
    number: node.number,
    id: node.id,
    url: node.url,
    title: node.title.slice(0, LONGEST_TITLE),
    author: loginOf(node.author),
    headBranch: node.headRefName,
    fork: node.isCrossRepository,
    state: node.state === "OPEN" ? "open" : node.state === "MERGED" ? "merged" : "closed",
    draft: node.isDraft,
    head: node.headRefOid,
    baseBranch: node.baseRefName,
    createdAt: node.createdAt,
    ...(node.state === "MERGED" && node.mergeCommit ? { mergeCommit: node.mergeCommit.oid } : {}),
    events: eventsOf(node, items, bot),
    labels: (node.labels?.nodes ?? []).map((label) => label.name),
    statuses: statusesOf(node, bot),
    approval:
      node.reviewDecision === null ? "notRequired" : node.reviewDecision === "APPROVED" ? "given" : "missing",
    mayBypass: node.viewerCanMergeAsAdmin,
    mergeable:
      node.mergeable === "MERGEABLE"
        ? "mergeable"
        : node.mergeable === "CONFLICTING"
          ? "conflicting"
          : "unknown",
    autoMerge: node.autoMergeRequest !== null,
    autoMergeAllowed,
    requestedReviewers: logins.filter((login) => login !== ""),
  };
}

const present = <T>(nodes: readonly (T | null)[]): T[] => nodes.filter((node) => node !== null);

/** All items of a timeline: the first page came with the pull request. */
async function wholeTimeline(github: GitHub, node: PullRequestNode): Promise<Item[]> {
  const items = present(node.timelineItems.nodes);
  let { pageInfo } = node.timelineItems;
  while (pageInfo.hasNextPage) {
    const answer = await github.graphql<{ node: { timelineItems: Page<Item> } | null }>(MORE_TIMELINE, {
      id: node.id,
      after: pageInfo.endCursor,
    });
    if (!answer.node) break;
    items.push(...present(answer.node.timelineItems.nodes));
    pageInfo = answer.node.timelineItems.pageInfo;
  }
  return items;
}

/** Fills in the line comments of returns, where they stand for the opinion (mission R5); nothing else asks for them. */
async function countLineComments(github: GitHub, records: readonly PullRequestRecord[]): Promise<void> {
  const returns = records.flatMap((record) =>
    record.events.filter((event) => event.type === "reviewed" && event.verdict === "returned"),
  ) as ReviewEvent[];
  for (let from = 0; from < returns.length; from += REVIEWS_AT_ONCE) {
    const some = returns.slice(from, from + REVIEWS_AT_ONCE);
    const { nodes } = await github.graphql<{
      nodes: ({ id?: string; comments?: { totalCount: number } } | null)[];
    }>(LINE_COMMENTS, { ids: some.map((review) => review.id) });
    const counts = new Map(nodes.map((node) => [node?.id, node?.comments?.totalCount ?? 0]));
    for (const review of some) review.lineComments = counts.get(review.id) ?? 0;
  }
}

/**
 * Reads every open pull request into the default branch, oldest first.
 * @param progress told how many were read so far
 */
export async function listOpenPullRequests(
  github: GitHub,
  progress?: (done: number) => void,
): Promise<PullRequestRecord[]> {
  const { owner, repo, bot, defaultBranch: base } = github;
  const records: PullRequestRecord[] = [];
  const seen = new Set<number>();
  let after: string | null = null;
  do {
    const answer: {
      repository: { autoMergeAllowed: boolean; pullRequests: Page<PullRequestNode> };
    } = await github.graphql(OPEN_PULL_REQUESTS, { owner, repo, base, after });
    const { autoMergeAllowed, pullRequests } = answer.repository;
    for (const node of present(pullRequests.nodes)) {
      // One that is closed meanwhile shifts the pages.
      if (seen.has(node.number)) continue;
      seen.add(node.number);
      records.push(toRecord(node, await wholeTimeline(github, node), bot, autoMergeAllowed));
    }
    progress?.(records.length);
    after = pullRequests.pageInfo.hasNextPage ? pullRequests.pageInfo.endCursor : null;
  } while (after !== null);
  await countLineComments(github, records);
  return records;
}

/** Reads one pull request, whatever its state; undefined where the number is none. */
export async function readPullRequest(
  github: GitHub,
  number: number,
): Promise<PullRequestRecord | undefined> {
  const { owner, repo, bot } = github;
  const answer = await github
    .graphql<{ repository: { autoMergeAllowed: boolean; pullRequest: PullRequestNode } }>(ONE_PULL_REQUEST, {
      owner,
      repo,
      number,
    })
    .catch((cause: unknown) => {
      if (isQueryError(cause) && cause.errors?.some((error) => error.type === "NOT_FOUND")) return undefined;
      throw cause;
    });
  if (!answer) return undefined;
  const { repository } = answer;
  const node = repository.pullRequest;
  const record = toRecord(node, await wholeTimeline(github, node), bot, repository.autoMergeAllowed);
  await countLineComments(github, [record]);
  return record;
}

/** Whoever has more of them open is over any limit anyway. */
const MOST_COUNTED = 100;

/**
 * How many corrections (mission A15) the author of a pull request had open before it, by their label, which only the
 * bot and those with rights on the repository can set.
 */
export async function countCorrections(
  { rest, owner, repo }: GitHub,
  record: Pick<PullRequestRecord, "author" | "number">,
): Promise<number> {
  const labels = LABELS.correction.name;
  const query = {
    owner,
    repo,
    creator: record.author,
    labels,
    state: "open",
    per_page: MOST_COUNTED,
  } as const;
  const { data } = await rest.issues.listForRepo(query);
  return data.filter((issue) => issue.pull_request && issue.number < record.number).length;
}
