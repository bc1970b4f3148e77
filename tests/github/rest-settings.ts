import { createHash } from "node:crypto";
import { parse } from "yaml";
import type { Permission, Repository, Ruleset, Token, WorkflowRun } from "./model.ts";
import {
  type Answer,
  type Exchange,
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
import { restRepository, restUser } from "./shapes.ts";
import { notAccessible } from "./tokens.ts";
import { payloads } from "./webhooks.ts";
import { WorldError } from "./world.ts";

/* Routes of a repository's settings: itself, its people, rulesets, Pages, Actions; and of accounts. */

const api = (exchange: Exchange) => `${exchange.origin}/repos/${exchange.name}`;

/* ---------- the repository ---------- */

/** What GitHub keeps of a repository and the model does not know. */
const repositoryExtras = keeper<Repository, Record<string, unknown>>(() => ({
  allow_merge_commit: true,
  allow_rebase_merge: true,
  allow_update_branch: false,
  squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
  squash_merge_commit_message: "COMMIT_MESSAGES",
}));

function showRepository(exchange: Exchange, repository = exchange.repository): object {
  const { token, world } = exchange;
  const name = `${repository.owner}/${repository.name}`;
  return {
    ...(restRepository(world, repository) as object),
    ...repositoryExtras(repository),
    // A person's rights, whatever the token at hand may do with them.
    ...(token && !isApp(token) ? { permissions: rightsOf(world.permission(name, token.login)) } : {}),
    ...(repository.fork === undefined
      ? {}
      : {
          parent: restRepository(world, world.repository(repository.fork)),
          source: restRepository(world, world.repository(repository.fork)),
        }),
    allow_auto_merge: repository.settings.allowAutoMerge,
    allow_squash_merge: repository.settings.allowSquashMerge,
    delete_branch_on_merge: repository.settings.deleteBranchOnMerge,
  };
}

async function updateRepository(exchange: Exchange): Promise<Answer> {
  const {
    allow_auto_merge: allowAutoMerge,
    allow_squash_merge: allowSquashMerge,
    delete_branch_on_merge: deleteBranchOnMerge,
    ...others
  } = exchange.body as Record<string, boolean | undefined>;
  refuseParts(others, "name", "private", "visibility", "default_branch", "archived");
  await exchange.person.changeSettings(exchange.name, {
    ...(allowAutoMerge === undefined ? {} : { allowAutoMerge }),
    ...(allowSquashMerge === undefined ? {} : { allowSquashMerge }),
    ...(deleteBranchOnMerge === undefined ? {} : { deleteBranchOnMerge }),
  });
  Object.assign(repositoryExtras(exchange.repository), others);
  return { body: showRepository(exchange) };
}

/* ---------- people ---------- */

/** The old words for a right, which know neither triage nor maintain. */
const LEGACY: Record<Permission, string> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};
const RANKS: Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** Whether a right reaches as far as another. */
export const reaches = (held: Permission, wanted: Permission) => RANKS.indexOf(held) >= RANKS.indexOf(wanted);

const rightsOf = (permission: Permission) => ({
  pull: reaches(permission, "read"),
  triage: reaches(permission, "triage"),
  push: reaches(permission, "write"),
  maintain: reaches(permission, "maintain"),
  admin: reaches(permission, "admin"),
});

const isApp = ({ kind }: Token) => kind === "workflow" || kind === "app";

function restCollaborator(exchange: Exchange, login: string, permission: Permission): object {
  return {
    ...(restUser(exchange.world, login) as object),
    role_name: permission,
    permissions: rightsOf(permission),
  };
}

/** A user as the routes of accounts show him. */
function restPublicUser(exchange: Exchange, login: string): object {
  const at = "2013-01-01T00:00:00Z";
  return {
    ...(restUser(exchange.world, login) as object),
    name: null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: at,
    updated_at: at,
  };
}

/* ---------- rulesets ---------- */

const rulesetTimes = keeper<Ruleset, { created: string; updated: string }>(() => ({
  created: "",
  updated: "",
}));

function restRuleset(exchange: Exchange, ruleset: Ruleset, withRules: boolean): object {
  const { bypass_actors: bypassActors = [], rules = [], conditions, ...body } = ruleset.body;
  const now = exchange.world.now().toISOString();
  const times = rulesetTimes(ruleset);
  times.created ||= now;
  times.updated ||= now;
  // Who may pass by the rules is shown to those who may change them.
  const isAdmin =
    exchange.token !== undefined &&
    (exchange.token.kind === "user" || exchange.token.permissions.administration !== undefined) &&
    (isApp(exchange.token) || exchange.world.permission(exchange.name, exchange.token.login) === "admin");
  return {
    target: "branch",
    ...body,
    id: ruleset.id,
    source_type: "Repository",
    source: exchange.name,
    node_id: nodeId("RepositoryRuleset", ruleset.id),
    created_at: times.created,
    updated_at: times.updated,
    _links: {
      self: { href: `${api(exchange)}/rulesets/${ruleset.id}` },
      html: { href: `${exchange.origin}/${exchange.name}/rules/${ruleset.id}` },
    },
    ...(withRules ? { conditions, rules, ...(isAdmin ? { bypass_actors: bypassActors } : {}) } : {}),
  };
}

function rulesetOf(exchange: Exchange): Ruleset {
  const ruleset = exchange.repository.rulesets.get(Number(exchange.params.ruleset_id));
  if (!ruleset) throw notFound();
  return ruleset;
}

/** GitHub tells rulesets of a repository apart by their names. */
function uniqueName(exchange: Exchange, id?: number): Record<string, unknown> {
  const body = exchange.body as Record<string, unknown>;
  for (const ruleset of exchange.repository.rulesets.values()) {
    if (ruleset.name === body.name && ruleset.id !== id) {
      throw new WorldError(422, "Validation Failed", ["Name must be unique"]);
    }
  }
  return body;
}

/* ---------- Pages ---------- */

const pagesExtras = keeper<Repository, { cname: string | null; https: boolean }>(() => ({
  cname: null,
  https: true,
}));

function showPages(exchange: Exchange): object {
  const { pages } = exchange.repository.settings;
  if (!pages) throw notFound();
  const { cname, https } = pagesExtras(exchange.repository);
  return {
    url: `${api(exchange)}/pages`,
    status: "built",
    cname,
    custom_404: false,
    html_url: pages.url,
    build_type: pages.buildType,
    source: { branch: exchange.repository.defaultBranch, path: "/" },
    public: true,
    https_enforced: https,
  };
}

async function createPages(exchange: Exchange): Promise<Answer> {
  const { build_type: buildType = "legacy" } = (exchange.body ?? {}) as {
    build_type?: "legacy" | "workflow";
  };
  const { owner, name, settings } = exchange.repository;
  if (settings.pages) throw new WorldError(409, "GitHub Pages is already enabled.");
  await exchange.person.changeSettings(exchange.name, {
    pages: { buildType, url: `https://${owner.toLowerCase()}.github.io/${name}/` },
  });
  return { status: 201, body: showPages(exchange) };
}

async function updatePages(exchange: Exchange): Promise<Answer> {
  type Body = { build_type?: "legacy" | "workflow"; cname?: string | null; https_enforced?: boolean };
  const body = (exchange.body ?? {}) as Body;
  refuseParts(body, "source");
  const { pages } = exchange.repository.settings;
  if (!pages) throw notFound();
  const extras = pagesExtras(exchange.repository);
  if (body.cname !== undefined) extras.cname = body.cname;
  if (body.https_enforced !== undefined) extras.https = body.https_enforced;
  await exchange.person.changeSettings(exchange.name, {
    pages: { ...pages, ...(body.build_type === undefined ? {} : { buildType: body.build_type }) },
  });
  return { status: 204 };
}

/* ---------- Actions ---------- */

const actionsExtras = keeper<Repository, Record<string, unknown>>(() => ({
  enabled: true,
  allowed_actions: "all",
}));

/** A number for a workflow, from its file's name; the same as in webhooks. */
const workflowId = (file: string) =>
  [...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);

const WORKFLOWS = ".github/workflows";

/** Files of the default branch's workflows. */
function workflowFiles(exchange: Exchange): string[] {
  const { git, repository } = exchange;
  const commit = git.resolve(`refs/heads/${repository.defaultBranch}`);
  const folder = commit && git.entry(commit, WORKFLOWS);
  return folder
    ? git
        .readTree(folder.oid)
        .map(({ name }) => name)
        .filter((name) => /\.ya?ml$/.test(name))
    : [];
}

/** File of the path's workflow, named by its file or its number. */
function workflowOf(exchange: Exchange): string {
  const wanted = exchange.params.workflow_id!;
  const file = workflowFiles(exchange).find((name) => name === wanted || String(workflowId(name)) === wanted);
  if (file === undefined) throw notFound();
  return file;
}

function restWorkflow(exchange: Exchange, file: string): object {
  const { git, repository } = exchange;
  const id = workflowId(file);
  const commit = git.resolve(`refs/heads/${repository.defaultBranch}`)!;
  const text = Buffer.from(git.readBlob(git.entry(commit, `${WORKFLOWS}/${file}`)!.oid)).toString("utf8");
  const created = git.readCommit(commit).committer.date;
  return {
    id,
    node_id: nodeId("Workflow", id),
    name: (parse(text) as { name?: string } | null)?.name ?? `${WORKFLOWS}/${file}`,
    path: `${WORKFLOWS}/${file}`,
    state: "active",
    created_at: created,
    updated_at: created,
    url: `${api(exchange)}/actions/workflows/${id}`,
    html_url: `${exchange.origin}/${exchange.name}/blob/${repository.defaultBranch}/${WORKFLOWS}/${file}`,
    badge_url: `${exchange.origin}/${exchange.name}/actions/workflows/${file}/badge.svg`,
  };
}

/** A run as webhooks carry it too. */
const restRun = (exchange: Exchange, run: WorkflowRun) =>
  payloads.run(exchange.world, exchange.repository, run, { login: run.actor }, "completed").workflow_run;

function runsOf(exchange: Exchange, file?: string): Answer {
  const { query, repository } = exchange;
  refuseParts(query, "exclude_pull_requests", "check_suite_id");
  // `>=2026-01-01`, `2026-01-01..2026-02-01`, `2026-01-01..*` or one moment.
  const created = query.created;
  const bounds = created === undefined ? undefined : /^(>=|>|<=|<)?(.+?)(?:\.\.(.+))?$/.exec(created);
  const isWithin = (at: string) => {
    if (!bounds) return true;
    const [, sign, first, last] = bounds;
    const time = Date.parse(at);
    if (last !== undefined) {
      return (first === "*" || time >= Date.parse(first!)) && (last === "*" || time <= Date.parse(last));
    }
    const bound = Date.parse(first!);
    if (sign === ">=") return time >= bound;
    if (sign === ">") return time > bound;
    if (sign === "<=") return time <= bound;
    if (sign === "<") return time < bound;
    return at.startsWith(first!);
  };
  const runs = repository.runs
    .filter(
      (run) =>
        (file === undefined || run.workflow === file) &&
        (query.actor === undefined || run.actor === query.actor) &&
        (query.branch === undefined || run.headBranch === query.branch) &&
        (query.event === undefined || run.event === query.event) &&
        (query.head_sha === undefined || run.headSha === query.head_sha) &&
        (query.status === undefined ||
          [run.status, run.conclusion].includes(query.status as WorkflowRun["status"])) &&
        isWithin(run.createdAt),
    )
    .sort((a, b) => (a.createdAt > b.createdAt ? -1 : a.createdAt < b.createdAt ? 1 : b.id - a.id));
  return list(runs, (run) => restRun(exchange, run), { key: "workflow_runs" });
}

function runOf(exchange: Exchange): WorkflowRun {
  const run = exchange.repository.runs.find(({ id }) => id === Number(exchange.params.run_id));
  if (!run) throw notFound();
  return run;
}

function restArtifact(
  exchange: Exchange,
  run: WorkflowRun,
  artifact: WorkflowRun["artifacts"][number],
): object {
  const url = `${api(exchange)}/actions/artifacts/${artifact.id}`;
  const expires = new Date(Date.parse(run.updatedAt) + 90 * 24 * 3_600_000).toISOString();
  return {
    id: artifact.id,
    node_id: nodeId("Artifact", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: run.updatedAt,
    updated_at: run.updatedAt,
    expires_at: expires,
    digest: `sha256:${createHash("sha256").update(artifact.zip).digest("hex")}`,
    workflow_run: {
      id: run.id,
      repository_id: exchange.repository.id,
      head_repository_id: exchange.world.repository(run.headRepository).id,
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  };
}

function downloadArtifact(exchange: Exchange): Answer {
  // GitHub asks even the public for a token here.
  if (!exchange.token) throw new WorldError(401, "Requires authentication");
  const id = Number(exchange.params.artifact_id);
  const artifact = exchange.repository.runs.flatMap((run) => run.artifacts).find((each) => each.id === id);
  if (!artifact || exchange.params.archive_format !== "zip") throw notFound();
  if (artifact.expired) throw new WorldError(410, "Artifact has expired");
  return { status: 302, location: exchange.store(artifact.zip, "application/zip") };
}

/* ---------- the routes ---------- */

export const SETTING_ROUTES: Routes = {
  "repos/get": read(undefined, (exchange) => ({ body: showRepository(exchange) })),
  "repos/update": write("administration", updateRepository),
  "repos/create-fork": write("administration", async (exchange) => {
    refuseParts(exchange.body, "organization", "name", "default_branch_only");
    return { status: 202, body: showRepository(exchange, await exchange.person.fork(exchange.name)) };
  }),
  "repos/list-forks": read(undefined, (exchange) => {
    const { sort = "newest" } = exchange.query;
    if (sort !== "newest" && sort !== "oldest") throw new NotModelled(`sort ${sort}`);
    const forks = exchange.world.repositories().filter(({ fork }) => fork === exchange.name);
    return list(sort === "newest" ? forks.reverse() : forks, (fork) => restRepository(exchange.world, fork));
  }),
  "repos/list-collaborators": read(
    undefined,
    (exchange) => {
      refuseParts(exchange.query, "affiliation", "permission");
      return list([...exchange.repository.collaborators], ([login, permission]) =>
        restCollaborator(exchange, login, permission),
      );
    },
    "write",
  ),
  "repos/get-collaborator-permission-level": read(undefined, (exchange) => {
    if (!exchange.token) throw new WorldError(401, "Requires authentication");
    const account = exchange.world.findAccount(exchange.params.username!);
    if (!account) throw notFound();
    const permission = exchange.world.permission(exchange.name, account.login);
    return {
      body: {
        permission: LEGACY[permission],
        role_name: permission,
        user: restCollaborator(exchange, account.login, permission),
      },
    };
  }),
  "repos/get-repo-rulesets": read(undefined, (exchange) => {
    refuseParts(exchange.query, "targets");
    return list([...exchange.repository.rulesets.values()], (ruleset) =>
      restRuleset(exchange, ruleset, false),
    );
  }),
  "repos/get-repo-ruleset": read(undefined, (exchange) => ({
    body: restRuleset(exchange, rulesetOf(exchange), true),
  })),
  "repos/create-repo-ruleset": write("administration", async (exchange) => {
    const ruleset = await exchange.person.addRuleset(exchange.name, uniqueName(exchange));
    return { status: 201, body: restRuleset(exchange, ruleset, true) };
  }),
  "repos/update-repo-ruleset": write("administration", async (exchange) => {
    const { id, body } = rulesetOf(exchange);
    const changes = uniqueName(exchange, id);
    const ruleset = await exchange.person.editRuleset(exchange.name, id, { ...body, ...changes });
    rulesetTimes(ruleset).updated = exchange.world.now().toISOString();
    return { body: restRuleset(exchange, ruleset, true) };
  }),
  "repos/get-pages": read("pages", (exchange) => ({ body: showPages(exchange) })),
  "repos/create-pages-site": write("administration", createPages, "admin"),
  "repos/update-information-about-pages-site": write("administration", updatePages, "admin"),
  "actions/list-workflow-runs-for-repo": read("actions", (exchange) => runsOf(exchange)),
  "actions/list-workflow-runs": read("actions", (exchange) => runsOf(exchange, workflowOf(exchange))),
  "actions/get-workflow-run": read("actions", (exchange) => ({ body: restRun(exchange, runOf(exchange)) })),
  "actions/list-workflow-run-artifacts": read("actions", (exchange) => {
    const run = runOf(exchange);
    const { name } = exchange.query;
    const artifacts = run.artifacts.filter((artifact) => name === undefined || artifact.name === name);
    return list(artifacts, (artifact) => restArtifact(exchange, run, artifact), { key: "artifacts" });
  }),
  "actions/download-artifact": read("actions", downloadArtifact),
  "actions/get-workflow": read("actions", (exchange) => ({
    body: restWorkflow(exchange, workflowOf(exchange)),
  })),
  "actions/enable-workflow": write(
    "actions",
    (exchange) => {
      workflowOf(exchange);
      return { status: 204 };
    },
    "write",
  ),
  "actions/create-workflow-dispatch": write("actions", async (exchange) => {
    const body = exchange.body as {
      ref: string;
      inputs?: Record<string, unknown>;
      return_run_details?: boolean;
    };
    if (body.return_run_details) throw new NotModelled("return_run_details");
    const inputs = Object.fromEntries(
      Object.entries(body.inputs ?? {}).map(([name, value]) => [name, String(value)]),
    );
    await exchange.person.dispatch(exchange.name, workflowOf(exchange), body.ref, inputs);
    return { status: 204 };
  }),
  "actions/get-github-actions-permissions-repository": read(
    "administration",
    (exchange) => ({ body: actionsExtras(exchange.repository) }),
    "admin",
  ),
  "actions/set-github-actions-permissions-repository": write(
    "administration",
    (exchange) => {
      Object.assign(actionsExtras(exchange.repository), exchange.body);
      return { status: 204 };
    },
    "admin",
  ),
  "actions/get-github-actions-default-workflow-permissions-repository": read(
    "administration",
    ({ repository: { settings } }) => ({
      body: {
        default_workflow_permissions: settings.defaultWorkflowPermissions,
        can_approve_pull_request_reviews: settings.actionsMayApprove,
      },
    }),
    "admin",
  ),
  "actions/set-github-actions-default-workflow-permissions-repository": write(
    "administration",
    async (exchange) => {
      type Body = {
        default_workflow_permissions?: "read" | "write";
        can_approve_pull_request_reviews?: boolean;
      };
      const body = (exchange.body ?? {}) as Body;
      await exchange.person.changeSettings(exchange.name, {
        ...(body.default_workflow_permissions === undefined
          ? {}
          : { defaultWorkflowPermissions: body.default_workflow_permissions }),
        ...(body.can_approve_pull_request_reviews === undefined
          ? {}
          : { actionsMayApprove: body.can_approve_pull_request_reviews }),
      });
      return { status: 204 };
    },
    "admin",
  ),
  "users/get-authenticated": read(undefined, (exchange) => {
    if (!exchange.token) throw new WorldError(401, "Requires authentication");
    if (isApp(exchange.token)) throw new WorldError(403, notAccessible(exchange.token));
    return { body: restPublicUser(exchange, exchange.token.login) };
  }),
  "users/get-by-username": read(undefined, (exchange) => {
    const account = exchange.world.findAccount(exchange.params.username!);
    if (!account) throw notFound();
    return { body: restPublicUser(exchange, account.login) };
  }),
};
