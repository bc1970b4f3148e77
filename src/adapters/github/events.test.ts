import { expect, test } from "vitest";
import type { GitHub } from "./client.ts";
import { pullRequestsOf, targetsOf, type WorkflowRunEvent } from "./events.ts";

const pull = (number: number, repository: string | null, sha: string) => ({
  number,
  head: { sha, repo: repository === null ? null : { full_name: repository } },
});

/** A connection that knows some open pull requests, and tells what it was asked for. */
function connection(pulls: unknown[]) {
  const asked: unknown[] = [];
  const github = {
    owner: "gov",
    repo: "catalogue",
    defaultBranch: "main",
    rest: {
      pulls: {
        list: async (query: unknown) => {
          asked.push(query);
          return { data: pulls };
        },
      },
    },
  } as unknown as GitHub;
  return { github, asked };
}

const run = (over: Partial<WorkflowRunEvent> = {}): WorkflowRunEvent => ({
  id: 9,
  event: "pull_request_review",
  head_sha: "new",
  head_branch: "patch-1",
  head_repository: { full_name: "officer/catalogue", owner: { login: "officer" } },
  ...over,
});

test.each([
  ["pull_request_target", { pull_request: { number: 7 } }, [{ kind: "pullRequest", number: 7 }]],
  [
    "issue_comment on a pull request",
    { issue: { number: 7, pull_request: { url: "x" } }, comment: { body: "/通過" } },
    [{ kind: "pullRequest", number: 7 }],
  ],
  ["issue_comment on an issue", { issue: { number: 3 } }, [{ kind: "issue", number: 3 }]],
  ["issues", { action: "opened", issue: { number: 3 } }, [{ kind: "issue", number: 3 }]],
  ["workflow_dispatch", { inputs: { number: "12" } }, [{ kind: "pullRequest", number: 12 }]],
  ["workflow_dispatch with something else", { inputs: { number: "12; rm -rf" } }, [{ kind: "nothing" }]],
  ["workflow_dispatch without inputs", { inputs: null }, [{ kind: "nothing" }]],
  ["a number that is none", { pull_request: { number: -1 } }, [{ kind: "nothing" }]],
  ["push", { ref: "refs/heads/main" }, [{ kind: "nothing" }]],
  ["nothing at all", null, [{ kind: "nothing" }]],
])("%s", async (_, payload, expected) => {
  const { github, asked } = connection([]);
  await expect(targetsOf(github, payload)).resolves.toEqual(expected);
  expect(asked).toEqual([]);
});

test("a signal's pull request is found by the head's repository and branch, whatever was pushed since", async () => {
  const { github, asked } = connection([
    pull(4, "officer/other", "new"),
    pull(5, "officer/catalogue", "newer"),
  ]);
  await expect(targetsOf(github, { workflow_run: run() })).resolves.toEqual([
    { kind: "pullRequest", number: 5 },
  ]);
  expect(asked).toEqual([
    { owner: "gov", repo: "catalogue", state: "open", base: "main", head: "officer:patch-1", per_page: 100 },
  ]);
});

test.each([
  ["no such pull request", [], {}],
  ["the fork is gone", [pull(5, null, "new")], { head_repository: null }],
  ["no branch", [pull(5, "officer/catalogue", "new")], { head_branch: null }],
])("a signal that tells nothing means all: %s", async (_, pulls, over) => {
  const { github } = connection(pulls);
  await expect(targetsOf(github, { workflow_run: run(over) })).resolves.toEqual([{ kind: "all" }]);
});

test("results of a check belong to the present head only", async () => {
  const { github } = connection([pull(5, "officer/catalogue", "newer"), pull(6, "officer/catalogue", "new")]);
  await expect(pullRequestsOf(github, run(), "new")).resolves.toEqual([6]);
});
