import { sameAccount } from "../../review/lifecycle.ts";
import { LABELS } from "../../review/names.ts";
import type { NoticeComment } from "../../review/notices.ts";
import type { GitHub } from "./client.ts";
import { ensureLabels, ONCE } from "./execute.ts";
import { isQueryError } from "./log.ts";
import { loginOf } from "./pull-requests.ts";

/*
 * Issues that the bot reads: the monthly ones that carry its notices, and those that ask for a takedown or a relisting.
 */

const COMMENT = `id body url createdAt viewerDidAuthor lastEditedAt author { __typename login } editor { __typename login }`;
export const ISSUE = `id number title body url createdAt state viewerDidAuthor lastEditedAt
  author { __typename login } editor { __typename login }
  labels(first: 50) { nodes { name } }
  comments(first: 100) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT} } }`;

export const LABELLED_ISSUES = `query LabelledIssues($owner: String!, $repo: String!, $label: String!, $states: [IssueState!], $first: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) {
    issues(first: $first, labels: [$label], states: $states, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { ${ISSUE} }
    }
  }
}`;

export const ONE_ISSUE = `query OneIssue($owner: String!, $repo: String!, $number: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) { issue(number: $number) { ${ISSUE} } }
}`;

export const MORE_COMMENTS = `query MoreComments($id: ID!, $after: String!) {
  rateLimit { cost }
  node(id: $id) {
    ... on Issue { comments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT} } } }
  }
}`;

interface Actor {
  __typename: string;
  login?: string;
}

interface CommentNode {
  id: string;
  body: string;
  url: string;
  createdAt: string;
  viewerDidAuthor: boolean;
  lastEditedAt: string | null;
  author: Actor | null;
  editor: Actor | null;
}

interface Comments {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (CommentNode | null)[];
}

export interface IssueNode extends CommentNode {
  number: number;
  title: string;
  state: "OPEN" | "CLOSED";
  labels: { nodes: { name: string }[] } | null;
  comments: Comments;
}

/** A text that somebody posted in an issue. */
export interface IssueText {
  /** Node id. */
  id: string;
  url: string;
  account: string;
  body: string;
  at: string;
  /** Posted by the bot itself. */
  own: boolean;
  /** Changed after it was posted, by whomever. */
  edited: boolean;
  /** Changed by somebody else than the bot. */
  tampered: boolean;
  /** Login of who changed it last, where it was changed; empty of an account that is gone. */
  editor?: string;
}

/** An issue: its own text, and the comments below it. */
export interface IssueRecord extends IssueText {
  number: number;
  title: string;
  open: boolean;
  labels: string[];
  comments: IssueText[];
}

function toText(node: CommentNode, bot: string): IssueText {
  const edited = node.lastEditedAt !== null;
  return {
    id: node.id,
    url: node.url,
    account: loginOf(node.author),
    body: node.body,
    at: node.createdAt,
    own: node.viewerDidAuthor,
    edited,
    tampered: edited && !sameAccount(loginOf(node.editor), bot),
    ...(edited ? { editor: loginOf(node.editor) } : {}),
  };
}

/** Pages of comments that are read of one issue; beyond them nobody holds a conversation. */
const MOST_PAGES = 30;

/** An issue with all its comments, up to three thousand. */
export async function toRecord(github: GitHub, node: IssueNode): Promise<IssueRecord> {
  const nodes = [...node.comments.nodes];
  let { pageInfo } = node.comments;
  for (let page = 1; pageInfo.hasNextPage && page < MOST_PAGES; page++) {
    const answer = await github.graphql<{ node: { comments: Comments } | null }>(MORE_COMMENTS, {
      id: node.id,
      after: pageInfo.endCursor,
    });
    if (!answer.node) break;
    nodes.push(...answer.node.comments.nodes);
    pageInfo = answer.node.comments.pageInfo;
  }
  return {
    ...toText(node, github.bot),
    number: node.number,
    title: node.title,
    open: node.state === "OPEN",
    labels: (node.labels?.nodes ?? []).map((label) => label.name),
    comments: nodes.filter((comment) => comment !== null).map((comment) => toText(comment, github.bot)),
  };
}

async function labelledIssues(
  github: GitHub,
  label: string,
  first: number,
  states: ("OPEN" | "CLOSED")[],
): Promise<IssueNode[]> {
  const { owner, repo } = github;
  const { repository } = await github.graphql<{ repository: { issues: { nodes: (IssueNode | null)[] } } }>(
    LABELLED_ISSUES,
    { owner, repo, label, first, states },
  );
  return repository.issues.nodes.filter((node) => node !== null);
}

/** Reads an issue; undefined where the number is none, or a pull request's. */
export async function readIssue(github: GitHub, number: number): Promise<IssueRecord | undefined> {
  const { owner, repo } = github;
  try {
    const { repository } = await github.graphql<{ repository: { issue: IssueNode } }>(ONE_ISSUE, {
      owner,
      repo,
      number,
    });
    return await toRecord(github, repository.issue);
  } catch (cause) {
    if (isQueryError(cause) && cause.errors?.some((error) => error.type === "NOT_FOUND")) return undefined;
    throw cause;
  }
}

/** Open issues that ask for a takedown or a relisting, newest first; the form gives them their label. */
export async function listRequestIssues(github: GitHub): Promise<IssueRecord[]> {
  const records: IssueRecord[] = [];
  for (const node of await labelledIssues(github, LABELS.request.name, 50, ["OPEN"])) {
    records.push(await toRecord(github, node));
  }
  return records;
}

/** The months that the notices look back on, and one more for an issue that somebody else labelled. */
const NOTICE_ISSUES = 5;

/** Comments of the latest months' issues of notices, and those issues by title. Only the bot's own issues count. */
export async function readNotices(
  github: GitHub,
): Promise<{ comments: (NoticeComment & { issue: number })[]; issues: Map<string, number> }> {
  const nodes = await labelledIssues(github, LABELS.notices.name, NOTICE_ISSUES, ["OPEN", "CLOSED"]);
  const comments: (NoticeComment & { issue: number })[] = [];
  const issues = new Map<string, number>();
  for (const node of nodes) {
    if (!node.viewerDidAuthor) continue;
    const record = await toRecord(github, node);
    // The newest of a title comes first.
    if (!issues.has(record.title)) issues.set(record.title, record.number);
    for (const { body, at, own, tampered } of record.comments) {
      comments.push({ body, at, own, tampered, issue: record.number });
    }
  }
  return { comments, issues };
}

/** Opens the issue that carries a month's notices. */
export async function openNoticesIssue(
  github: GitHub,
  issue: { title: string; body: string },
): Promise<number> {
  const { owner, repo, rest } = github;
  await ensureLabels(github, [LABELS.notices.name]);
  const { data } = await rest.issues.create({
    owner,
    repo,
    ...issue,
    labels: [LABELS.notices.name],
    ...ONCE,
  });
  return data.number;
}

/** Closes an issue whose request became a pull request. */
export async function closeIssue(github: GitHub, number: number): Promise<void> {
  const { owner, repo, rest } = github;
  await rest.issues.update({ owner, repo, issue_number: number, state: "closed", state_reason: "completed" });
}
