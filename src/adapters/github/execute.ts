import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "../../review/actions.ts";
import { labelNamed, PUBLISH_WORKFLOW } from "../../review/names.ts";
import type { PullRequestRecord } from "../../review/records.ts";
import type { GitHub } from "./client.ts";
import { explain, isQueryError, isRefusal, isUncertain, statusOf } from "./log.ts";

const MARK_READY = `mutation MarkReady($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId }
}`;
const MARK_DRAFT = `mutation MarkDraft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { clientMutationId }
}`;
const ENABLE_AUTO_MERGE = `mutation EnableAutoMerge($id: ID!) {
  enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: SQUASH }) { clientMutationId }
}`;
const DISABLE_AUTO_MERGE = `mutation DisableAutoMerge($id: ID!) {
  disablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId }
}`;
const EDIT_COMMENT = `mutation EditComment($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { clientMutationId }
}`;
const DELETE_COMMENT = `mutation DeleteComment($id: ID!) {
  deleteIssueComment(input: { id: $id }) { clientMutationId }
}`;
/** For the test against GitHub's schema. */
export const MUTATIONS = [
  MARK_READY,
  MARK_DRAFT,
  ENABLE_AUTO_MERGE,
  DISABLE_AUTO_MERGE,
  EDIT_COMMENT,
  DELETE_COMMENT,
];

/** GitHub's own limits. */
const LONGEST_DESCRIPTION = 140;
const MERGE_AGAIN_MS = 2000;

/**
 * A second try after a fault may write twice what GitHub had carried out; such calls are made once, and the next reading
 * of the pull request tells what became of them.
 */
export const ONCE = { request: { retries: 0 } };

/** What became of a plan. */
export interface Outcome {
  done: Action[];
  /** What GitHub refused, and why, for people. */
  refused: { action: Action; message: string }[];
  /** A fault hid whether the last action had its effect; what follows it was left. */
  uncertain?: string;
}

const labelNames = new WeakMap<GitHub, Promise<Set<string>>>();

/** Creates labels that the repository lacks, so that they get their colours and descriptions. */
export async function ensureLabels(github: GitHub, names: readonly string[]): Promise<void> {
  const { owner, repo, rest } = github;
  let known = labelNames.get(github);
  if (!known) {
    known = (async () => {
      const found = new Set<string>();
      for (let page = 1; ; page++) {
        const { data } = await rest.issues.listLabelsForRepo({ owner, repo, per_page: 100, page });
        for (const label of data) found.add(label.name.toLowerCase());
        if (data.length < 100) return found;
      }
    })();
    labelNames.set(github, known);
  }
  const present = await known;
  for (const name of names) {
    if (present.has(name.toLowerCase())) continue;
    const label = labelNamed(name);
    if (label) {
      await rest.issues.createLabel({ owner, repo, ...label }).catch((cause: unknown) => {
        // Somebody else was quicker.
        if (statusOf(cause) !== 422) throw cause;
      });
    }
    present.add(name.toLowerCase());
  }
}

/** Posts a comment in an issue or a pull request, once. */
export async function postComment(github: GitHub, number: number, body: string): Promise<void> {
  const { owner, repo, rest } = github;
  await rest.issues.createComment({ owner, repo, issue_number: number, body, ...ONCE });
}

/** Squashes; GitHub refuses for a moment when the main branch has just moved, so that is tried twice. */
async function merge(
  github: GitHub,
  number: number,
  action: Extract<Action, { type: "merge" }>,
): Promise<void> {
  const { owner, repo, rest } = github;
  const send = () =>
    rest.pulls.merge({
      owner,
      repo,
      pull_number: number,
      sha: action.head,
      merge_method: "squash",
      commit_title: action.title,
      commit_message: action.message,
    });
  try {
    await send();
  } catch (cause) {
    if (!/Base branch was modified/i.test((cause as Error).message)) throw cause;
    await sleep(MERGE_AGAIN_MS);
    await send();
  }
}

/** What is to be changed: a pull request; of an issue, whose plans hold labels and comments only, the head is empty. */
export type Thread = Pick<PullRequestRecord, "id" | "number" | "head" | "url">;

async function carryOut(github: GitHub, record: Thread, action: Action): Promise<void> {
  const { owner, repo, rest } = github;
  const { id, number, head } = record;
  const issue = { owner, repo, issue_number: number };
  switch (action.type) {
    case "comment":
      await postComment(github, number, action.body);
      return;
    case "editComment":
      await github.graphql(EDIT_COMMENT, { id: action.id, body: action.body });
      return;
    case "deleteComment":
      await github.graphql(DELETE_COMMENT, { id: action.id }).catch((cause: unknown) => {
        // Another run was quicker.
        if (!isQueryError(cause) || !cause.errors?.every((error) => error.type === "NOT_FOUND")) throw cause;
      });
      return;
    case "addLabels":
      await ensureLabels(github, action.labels);
      await rest.issues.addLabels({ ...issue, labels: action.labels });
      return;
    case "removeLabel":
      await rest.issues.removeLabel({ ...issue, name: action.label }).catch((cause: unknown) => {
        if (statusOf(cause) !== 404) throw cause;
      });
      return;
    case "setStatus": {
      const { context, state } = action;
      const description = action.description.slice(0, LONGEST_DESCRIPTION).toWellFormed();
      // The address tells later whose status it is, where several pull requests have one head.
      const status = { context, state, description, target_url: record.url };
      await rest.repos.createCommitStatus({ owner, repo, sha: head, ...status });
      return;
    }
    case "requestReview":
      await rest.pulls.requestReviewers({ owner, repo, pull_number: number, reviewers: action.reviewers });
      return;
    case "markReady":
      await github.graphql(MARK_READY, { id });
      return;
    case "markDraft":
      await github.graphql(MARK_DRAFT, { id });
      return;
    case "enableAutoMerge":
      await github.graphql(ENABLE_AUTO_MERGE, { id });
      return;
    case "disableAutoMerge":
      await github.graphql(DISABLE_AUTO_MERGE, { id });
      return;
    case "merge":
      await merge(github, number, action);
  }
}

/**
 * Carries out a plan in its order. What GitHub refuses is reported and the rest goes on; a fault ends it, since nobody
 * knows whether the action had its effect.
 * @throws what is neither: a limit that is used up, a programming error
 */
export async function execute(github: GitHub, record: Thread, actions: readonly Action[]): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: [] };
  for (const action of actions) {
    try {
      await carryOut(github, record, action);
      outcome.done.push(action);
    } catch (cause) {
      const message = explain(cause) ?? "";
      if (isUncertain(cause)) return { ...outcome, uncertain: message };
      if (!isRefusal(cause) || statusOf(cause) === 401) throw cause;
      outcome.refused.push({ action, message });
    }
  }
  return outcome;
}

/**
 * Starts the workflow that publishes, where its newest run is for another commit than the main branch's: what the bot
 * itself merges starts no workflow. Started twice it changes nothing.
 * @returns whether it was started
 */
export async function publishIfBehind(github: GitHub): Promise<boolean> {
  const { owner, repo, rest, defaultBranch } = github;
  const workflow = { owner, repo, workflow_id: PUBLISH_WORKFLOW };
  const { data: ref } = await rest.git.getRef({ owner, repo, ref: `heads/${defaultBranch}` });
  const { data } = await rest.actions.listWorkflowRuns({ ...workflow, branch: defaultBranch, per_page: 1 });
  if (data.workflow_runs[0]?.head_sha === ref.object.sha) return false;
  await rest.actions.createWorkflowDispatch({ ...workflow, ref: defaultBranch });
  return true;
}
