import { LABELS } from "../../review/names.ts";
import type { OpinionRecord } from "../../review/opinions/record.ts";
import type { GitHub } from "./client.ts";
import { ISSUE, type IssueNode, toRecord } from "./issues.ts";
import { isQueryError } from "./log.ts";

/*
 * Reading the issues in which the public speaks (mission P13, M4). Cost as GitHub counts it: a request for each
 * connection of each issue, with labels, comments and eight groups of reactions, divided by 100: a page of 50 is 2 points
 * where the groups' counts are free, 6 where they are not.
 */

const PAGE = 50;
/** Pages of one listing; what is beyond comes with the next run, since the latest changes come first. */
const MOST_PAGES = 200;

const OPINION = `${ISSUE} closedAt updatedAt reactionGroups { content reactors { totalCount } }`;

export const OPINIONS = `query Opinions($owner: String!, $repo: String!, $labels: [String!], $states: [IssueState!], $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) {
    issues(
      first: ${PAGE}, after: $after, labels: $labels, states: $states, orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ${OPINION} }
    }
  }
}`;

export const ONE_OPINION = `query OneOpinion($owner: String!, $repo: String!, $number: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $repo) { issue(number: $number) { ${OPINION} } }
}`;

interface OpinionNode extends IssueNode {
  closedAt: string | null;
  updatedAt: string;
  reactionGroups: { content: string; reactors: { totalCount: number } }[] | null;
}

interface Page {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (OpinionNode | null)[];
}

/** An opinion with the time of its last change, by which listings are ordered. */
export interface ListedOpinion {
  record: OpinionRecord;
  updatedAt: string;
}

const LABEL_NAMES: readonly string[] = [LABELS.opinion.name, LABELS.wanted.name];

async function toOpinion(github: GitHub, node: OpinionNode): Promise<OpinionRecord> {
  const record = await toRecord(github, node);
  const count = (content: string) =>
    (node.reactionGroups ?? []).find((group) => group.content === content)?.reactors.totalCount ?? 0;
  return {
    ...record,
    ...(node.closedAt ? { closedAt: node.closedAt } : {}),
    likes: count("THUMBS_UP"),
    dislikes: count("THUMBS_DOWN"),
  };
}

/**
 * Reads opinions and requests, the latest changed first.
 * @param goOn told the listing's issues page by page; says whether the next page is wanted
 */
export async function listOpinions(
  github: GitHub,
  state: "OPEN" | "CLOSED",
  goOn: (page: readonly ListedOpinion[]) => boolean,
): Promise<OpinionRecord[]> {
  const { owner, repo } = github;
  const records = new Map<number, OpinionRecord>();
  let after: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer: { repository: { issues: Page } } = await github.graphql(OPINIONS, {
      owner,
      repo,
      labels: LABEL_NAMES,
      states: [state],
      after,
    });
    const { pageInfo, nodes } = answer.repository.issues;
    const listed: ListedOpinion[] = [];
    for (const node of nodes) {
      // One that is changed meanwhile shifts the pages.
      if (!node || records.has(node.number)) continue;
      const record = await toOpinion(github, node);
      records.set(record.number, record);
      listed.push({ record, updatedAt: node.updatedAt });
    }
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage || after === null || !goOn(listed)) break;
  }
  return [...records.values()];
}

/** Reads one issue; undefined where the number is none, or a pull request's. */
export async function readOpinion(github: GitHub, number: number): Promise<OpinionRecord | undefined> {
  const { owner, repo } = github;
  try {
    const { repository } = await github.graphql<{ repository: { issue: OpinionNode } }>(ONE_OPINION, {
      owner,
      repo,
      number,
    });
    return await toOpinion(github, repository.issue);
  } catch (cause) {
    if (isQueryError(cause) && cause.errors?.some((error) => error.type === "NOT_FOUND")) return undefined;
    throw cause;
  }
}

/** Whether an issue is one in which the public speaks; one that asks for a takedown by form is not. */
export const isOpinion = ({ labels }: { labels: readonly string[] }): boolean =>
  !labels.includes(LABELS.request.name) && labels.some((name) => LABEL_NAMES.includes(name));
