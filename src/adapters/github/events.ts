import type { GitHub } from "./client.ts";

/** What a run is to look at. */
export type Target =
  | { kind: "pullRequest"; number: number }
  | { kind: "issue"; number: number }
  /** Whatever is open: what was meant can't be told. */
  | { kind: "all" }
  | { kind: "nothing" };

interface Payload {
  pull_request?: { number?: unknown };
  issue?: { number?: unknown; pull_request?: unknown };
  inputs?: { number?: unknown } | null;
  workflow_run?: unknown;
}

/** The run that a `workflow_run` event tells of. */
export interface WorkflowRunEvent {
  id: number;
  event: string;
  head_sha: string;
  head_branch: string | null;
  head_repository: { full_name: string; owner: { login: string } } | null;
}

const whole = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

/** The run of a `workflow_run` event; undefined for any other. */
export function workflowRunOf(payload: unknown): WorkflowRunEvent | undefined {
  return (payload as { workflow_run?: WorkflowRunEvent } | null)?.workflow_run;
}

/**
 * Finds the pull requests whose head a run was for. GitHub tells none for forks, and what the run says of itself can't
 * be trusted, so they are looked up by the head's repository and branch.
 * @param commit only those that still stand at this commit
 */
export async function pullRequestsOf(
  github: GitHub,
  run: WorkflowRunEvent,
  commit?: string,
): Promise<number[]> {
  const { owner, repo, rest, defaultBranch } = github;
  if (!run.head_repository || !run.head_branch) return [];
  const head = `${run.head_repository.owner.login}:${run.head_branch}`;
  const { data } = await rest.pulls.list({
    owner,
    repo,
    state: "open",
    base: defaultBranch,
    head,
    per_page: 100,
  });
  return data
    .filter((pull) => pull.head.repo?.full_name === run.head_repository?.full_name)
    .filter((pull) => commit === undefined || pull.head.sha === commit)
    .map((pull) => pull.number);
}

/** What an event of `review.yml` is about. */
export async function targetsOf(github: GitHub, payload: unknown): Promise<Target[]> {
  const { pull_request: pull, issue, inputs } = (payload ?? {}) as Payload;
  const run = workflowRunOf(payload);
  if (run) {
    const numbers = await pullRequestsOf(github, run);
    return numbers.length > 0
      ? numbers.map((number) => ({ kind: "pullRequest", number }))
      : [{ kind: "all" }];
  }
  const number = whole(pull?.number) ?? whole(issue?.number) ?? whole(inputs?.number);
  if (number === undefined) return [{ kind: "nothing" }];
  return [{ kind: issue && !issue.pull_request ? "issue" : "pullRequest", number }];
}
