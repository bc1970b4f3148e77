import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { ZEROS } from "./git.ts";
import type { Comment, Issue, Repository, Review, WorkflowRun } from "./model.ts";
import {
  apiOf,
  restComment,
  restIssue,
  restLabel,
  restPullRequest,
  restPullRequestSimple,
  restRepository,
  restReview,
  restUser,
  type Shape,
  webOf,
} from "./shapes.ts";
import type { Actor, RefChange, World } from "./world.ts";

/*
 * Webhooks as GitHub sends them, each checked against GitHub's own description of it.
 */

/* ---------- the check ---------- */

const SOURCE = createRequire(import.meta.url).resolve(
  "@octokit/openapi-webhooks/generated/api.github.com.json",
);
// The package is CommonJS: Node gives its exports as the default, with the function in `default`.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

let engine: { ajv: Ajv2020; known: Set<string> } | undefined;
const compiled = new Map<string, ValidateFunction>();

function schemaOf(name: string): ValidateFunction {
  if (!engine) {
    const description = JSON.parse(readFileSync(SOURCE, "utf8")) as {
      components: { schemas: Record<string, unknown> };
    };
    // The descriptions are huge and used a few times: compiling fast matters more than running fast.
    const ajv = new Ajv2020({
      strict: false,
      validateSchema: false,
      inlineRefs: false,
      code: { optimize: false },
    });
    addFormats(ajv);
    // GitHub's own addresses of bots (41898282+github-actions[bot]@…) are none by the letter.
    ajv.addFormat("email", true);
    ajv.addSchema({ components: description.components }, "webhooks");
    engine = { ajv, known: new Set(Object.keys(description.components.schemas)) };
  }
  const known = compiled.get(name);
  if (known) return known;
  if (!engine.known.has(name)) throw new Error(`GitHub describes no ${name}`);
  const validate = engine.ajv.getSchema(`webhooks#/components/schemas/${name}`) as ValidateFunction;
  compiled.set(name, validate);
  return validate;
}

/** Throws where a payload is not as GitHub describes it. */
export function checkPayload(event: string, payload: Shape): void {
  const name = ["webhook", event, ...(typeof payload.action === "string" ? [payload.action] : [])]
    .join("-")
    .replaceAll("_", "-");
  const validate = schemaOf(name);
  if (validate(payload)) return;
  const errors = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "/"} ${message}`,
  );
  throw new Error(`${name}: ${errors.join("; ")}`);
}

/* ---------- the payloads ---------- */

const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;

/** What every webhook carries. */
function envelope(world: World, repository: Repository, actor: Actor): Shape {
  const owner = restUser(world, repository.owner);
  return {
    repository: restRepository(world, repository),
    ...(owner.type === "Organization"
      ? {
          organization: {
            login: owner.login,
            id: owner.id,
            node_id: owner.node_id,
            url: `${owner.url}`.replace("/users/", "/orgs/"),
            repos_url: owner.repos_url,
            events_url: `${owner.url}/events`,
            hooks_url: `${owner.url}/hooks`,
            issues_url: `${owner.url}/issues`,
            members_url: `${owner.url}/members{/member}`,
            public_members_url: `${owner.url}/public_members{/member}`,
            avatar_url: owner.avatar_url,
            description: null,
          },
        }
      : {}),
    sender: restUser(world, actor.login),
  };
}

/** Details of an action that name an account or a label become objects. */
function details(world: World, repository: Repository, extra: Shape): Shape {
  const { label, requested_reviewer: reviewer, ...others } = extra;
  const known = typeof label === "string" ? repository.labels.get(label.toLowerCase()) : undefined;
  return {
    ...others,
    ...(known ? { label: restLabel(world, repository, known) } : {}),
    ...(typeof reviewer === "string" ? { requested_reviewer: restUser(world, reviewer) } : {}),
  };
}

function commitShape(world: World, repository: Repository, oid: string): Shape {
  const git = world.git(nameOf(repository));
  const { tree, message, author, committer, parents } = git.readCommit(oid);
  const before = parents[0] === undefined ? undefined : git.readCommit(parents[0]).tree;
  const files = git.diff(before, tree);
  const account = (login: string) => (world.findAccount(login) ? { username: login } : {});
  return {
    id: oid,
    tree_id: tree,
    distinct: true,
    message: message.trimEnd(),
    timestamp: committer.date,
    url: `${webOf(world, repository)}/commit/${oid}`,
    author: { name: author.name, email: author.email, date: author.date, ...account(author.name) },
    committer: {
      name: committer.name,
      email: committer.email,
      date: committer.date,
      ...account(committer.name),
    },
    added: files.filter(({ before: old }) => !old).map(({ path }) => path),
    removed: files.filter(({ after }) => !after).map(({ path }) => path),
    modified: files.filter(({ before: old, after }) => old && after).map(({ path }) => path),
  };
}

/** A number for a workflow's file, as the REST API shows it. */
const workflowId = (file: string) =>
  [...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);

export const payloads = {
  pullRequest(
    world: World,
    repository: Repository,
    issue: Issue,
    actor: Actor,
    action: string,
    extra: Shape,
  ): Shape {
    return {
      action,
      number: issue.number,
      pull_request: restPullRequest(world, repository, issue),
      ...details(world, repository, extra),
      ...envelope(world, repository, actor),
    };
  },

  issues(
    world: World,
    repository: Repository,
    issue: Issue,
    actor: Actor,
    action: string,
    extra: Shape = {},
  ): Shape {
    return {
      action,
      issue: restIssue(world, repository, issue),
      ...details(world, repository, extra),
      ...envelope(world, repository, actor),
    };
  },

  comment(
    world: World,
    repository: Repository,
    issue: Issue,
    comment: Comment,
    actor: Actor,
    action: string,
    extra: Shape = {},
  ): Shape {
    return {
      action,
      issue: restIssue(world, repository, issue),
      comment: restComment(world, repository, issue, comment),
      ...extra,
      ...envelope(world, repository, actor),
    };
  },

  review(
    world: World,
    repository: Repository,
    issue: Issue,
    review: Review,
    actor: Actor,
    action: string,
  ): Shape {
    const shape = restReview(world, repository, issue, review);
    return {
      action,
      review: { ...shape, state: review.state.toLowerCase(), updated_at: world.now().toISOString() },
      pull_request: restPullRequestSimple(world, repository, issue),
      ...envelope(world, repository, actor),
    };
  },

  push(world: World, repository: Repository, actor: Actor, change: RefChange & { forced: boolean }): Shape {
    const { ref, before, after, forced } = change;
    const git = world.git(nameOf(repository));
    const from =
      before ?? (ref === `refs/heads/${repository.defaultBranch}` ? undefined : git.resolve("HEAD"));
    const isCommit = after !== undefined && git.kind(after) === "commit";
    // GitHub shows 2,048 commits.
    const commits = isCommit ? git.log(from, after).slice(-2_048) : [];
    const web = webOf(world, repository);
    const shape = envelope(world, repository, actor);
    const seconds = (time: string | undefined) => Math.floor(new Date(time ?? 0).getTime() / 1000);
    const { id, login } = world.account(actor.login);
    return {
      ref,
      before: before ?? ZEROS,
      after: after ?? ZEROS,
      base_ref: null,
      created: before === undefined,
      deleted: after === undefined,
      forced,
      compare: `${web}/compare/${(before ?? ZEROS).slice(0, 12)}...${(after ?? ZEROS).slice(0, 12)}`,
      commits: commits.map(({ oid }) => commitShape(world, repository, oid)),
      head_commit: isCommit ? commitShape(world, repository, after) : null,
      pusher: { name: login, email: `${id}+${login}@users.noreply.github.com` },
      ...shape,
      repository: {
        ...(shape.repository as Shape),
        created_at: seconds(repository.createdAt),
        pushed_at: seconds(repository.pushedAt),
        stargazers: 0,
        master_branch: repository.defaultBranch,
      },
    };
  },

  dispatch(
    world: World,
    repository: Repository,
    actor: Actor,
    workflow: string,
    ref: string,
    inputs: Record<string, string>,
  ): Shape {
    return { inputs, ref, workflow, ...envelope(world, repository, actor) };
  },

  run(world: World, repository: Repository, run: WorkflowRun, actor: Actor, action: string): Shape {
    const url = `${apiOf(world, repository)}/actions/runs/${run.id}`;
    const path = `.github/workflows/${run.workflow}`;
    const id = workflowId(run.workflow);
    const workflowUrl = `${apiOf(world, repository)}/actions/workflows/${id}`;
    const head = commitShape(world, repository, run.headSha);
    const slim = { id: repository.id, url: apiOf(world, repository), name: repository.name };
    return {
      action,
      workflow_run: {
        id: run.id,
        name: run.name,
        node_id: `WFR_${Buffer.from(String(run.id)).toString("base64url")}`,
        check_suite_id: run.id + 1,
        check_suite_node_id: `CS_${Buffer.from(String(run.id + 1)).toString("base64url")}`,
        head_branch: run.headBranch,
        head_sha: run.headSha,
        path,
        display_title: String(head.message).split("\n")[0],
        run_number: repository.runs.filter((each) => each.workflow === run.workflow && each.id <= run.id)
          .length,
        run_attempt: run.runAttempt ?? 1,
        event: run.event,
        status: action === "requested" ? "queued" : run.status,
        conclusion: run.conclusion ?? null,
        workflow_id: id,
        url,
        html_url: `${webOf(world, repository)}/actions/runs/${run.id}`,
        pull_requests: run.pullRequests.map((number) => {
          const { pull, id: pullId } = world.pull(nameOf(repository), number);
          return {
            url: `${apiOf(world, repository)}/pulls/${number}`,
            id: pullId,
            number,
            head: { ref: pull.headBranch, sha: pull.headOid, repo: slim },
            base: { ref: pull.baseBranch, sha: pull.baseOid, repo: slim },
          };
        }),
        created_at: run.createdAt,
        updated_at: run.updatedAt,
        run_started_at: run.createdAt,
        actor: restUser(world, run.actor),
        triggering_actor: restUser(world, run.actor),
        referenced_workflows: [],
        previous_attempt_url: null,
        jobs_url: `${url}/jobs`,
        logs_url: `${url}/logs`,
        check_suite_url: `${apiOf(world, repository)}/check-suites/${run.id + 1}`,
        artifacts_url: `${url}/artifacts`,
        cancel_url: `${url}/cancel`,
        rerun_url: `${url}/rerun`,
        workflow_url: workflowUrl,
        head_commit: {
          id: head.id,
          tree_id: head.tree_id,
          message: head.message,
          timestamp: head.timestamp,
          author: head.author,
          committer: head.committer,
        },
        repository: restRepository(world, repository),
        head_repository: restRepository(world, world.repository(run.headRepository)),
      },
      workflow: {
        id,
        node_id: `W_${Buffer.from(String(id)).toString("base64url")}`,
        name: run.name,
        path,
        state: "active",
        created_at: repository.createdAt,
        updated_at: repository.createdAt,
        url: workflowUrl,
        html_url: `${webOf(world, repository)}/blob/${repository.defaultBranch}/${path}`,
        badge_url: `${webOf(world, repository)}/workflows/${encodeURIComponent(run.name)}/badge.svg`,
      },
      ...envelope(world, repository, actor),
    };
  },
};
