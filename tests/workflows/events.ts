import type { Delivery, Repository } from "../github/model.ts";
import type { World } from "../github/world.ts";
import { parse, type Workflow } from "./parser.ts";

/*
 * Which workflows react to an event, as GitHub documents it ("Events that trigger workflows"): of which commit, with
 * which filters, and with whose rights.
 */

/** An event in GitHub's form; only what is read here. */
export interface Payload {
  action?: string;
  number?: number;
  ref?: string;
  after?: string;
  deleted?: boolean;
  workflow?: string | { name?: string; path?: string };
  inputs?: Record<string, string> | null;
  sender?: { login: string };
  pull_request?: {
    number: number;
    head: { ref: string; sha: string; repo: { full_name: string } | null };
    base: { ref: string; sha: string };
  };
  workflow_run?: { name: string; head_branch: string };
}

/** A workflow that an event starts. */
export interface Reaction {
  workflow: Workflow;
  event: string;
  payload: Payload;
  actor: string;
  /** GITHUB_REF and GITHUB_SHA. */
  ref: string;
  sha: string;
  /** What the run is listed under. */
  headSha: string;
  headBranch: string;
  headRepository: string;
  pullRequests: number[];
  /** From a fork: whatever it asks for, its token may only read. */
  readOnly: boolean;
}

const FOLDER = ".github/workflows";
/** Types that start a workflow which names none. */
const DEFAULT_TYPES: Record<string, string[]> = {
  pull_request: ["opened", "synchronize", "reopened"],
  pull_request_target: ["opened", "synchronize", "reopened"],
};
const NO_FILTER_EMULATED = ["paths", "paths-ignore", "tags", "tags-ignore"];
/** Events that take the workflows of the pull request's merge commit. */
const OF_MERGE = new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);
const DISPATCHES = new Set(["workflow_dispatch", "repository_dispatch"]);

const known = new Map<string, ReturnType<typeof parse>>();

/** The workflow files of a commit; one that GitHub's parser refuses starts nothing. */
export async function workflowsAt(world: World, repository: Repository, commit: string): Promise<Workflow[]> {
  const git = world.git(`${repository.owner}/${repository.name}`);
  const folder = git.entry(commit, FOLDER);
  if (!folder || git.kind(folder.oid) !== "tree") return [];
  const files = git
    .readTree(folder.oid)
    .filter(({ name, mode }) => mode !== "120000" && /\.ya?ml$/.test(name));
  const all = await Promise.all(
    files.map(({ name, oid }) => {
      const key = `${name} ${oid}`;
      const parsed = known.get(key) ?? parse(name, Buffer.from(git.readBlob(oid)).toString("utf8"));
      known.set(key, parsed);
      return parsed;
    }),
  );
  return all.filter((workflow): workflow is Workflow => !("errors" in workflow));
}

/** Whether a name matches one of the patterns: `*` is any part, `**` any path, `!` takes back. */
function matches(patterns: readonly string[], name: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    const negative = pattern.startsWith("!");
    const source = (negative ? pattern.slice(1) : pattern)
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replace(/\*\*|\*/g, (stars) => (stars === "**" ? ".*" : "[^/]*"));
    if (new RegExp(`^${source}$`).test(name)) matched = !negative;
  }
  return matched;
}

/** Whether the filters of an event under `on:` let it through. */
function passes(filters: Record<string, unknown>, event: string, payload: Payload, file: string): boolean {
  for (const filter of NO_FILTER_EMULATED) {
    if (filter in filters) throw new Error(`${file}: the filter ${filter} of ${event} is not emulated`);
  }
  const list = (key: string) => filters[key] as string[] | undefined;
  const types = list("types") ?? DEFAULT_TYPES[event];
  if (types && payload.action !== undefined && !types.includes(payload.action)) return false;
  const workflows = list("workflows");
  if (workflows && !workflows.includes(payload.workflow_run?.name ?? "")) return false;
  const branch = payload.workflow_run
    ? payload.workflow_run.head_branch
    : (payload.pull_request?.base.ref ?? payload.ref?.replace(/^refs\/heads\//, "") ?? "");
  const only = list("branches");
  if (only && !matches(only, branch)) return false;
  const except = list("branches-ignore");
  return !(except && matches(except, branch));
}

/** The workflows that a delivery starts. */
export async function reactions(world: World, delivery: Delivery): Promise<Reaction[]> {
  // One webhook, two events of workflows.
  const events =
    delivery.event === "pull_request" ? ["pull_request", "pull_request_target"] : [delivery.event];
  return (await Promise.all(events.map((event) => reactionsTo(event, world, delivery)))).flat();
}

async function reactionsTo(event: string, world: World, delivery: Delivery): Promise<Reaction[]> {
  const repository = world.repository(delivery.repository);
  // Workflows of forks are off until their owner switches them on; events of a workflow's token start only dispatches.
  if (repository.fork || (delivery.byWorkflowToken && !DISPATCHES.has(event) && event !== "workflow_run"))
    return [];
  const payload = delivery.payload as Payload;
  const git = world.git(delivery.repository);
  const pull = payload.pull_request;
  const main = `refs/heads/${repository.defaultBranch}`;
  const ref = OF_MERGE.has(event)
    ? `refs/pull/${pull!.number}/merge`
    : event === "push"
      ? payload.ref!
      : event === "workflow_dispatch"
        ? payload.ref!.replace(/^(?!refs\/)/, "refs/heads/")
        : main;
  if (event === "push" && (payload.deleted || !ref.startsWith("refs/heads/"))) return [];
  // Where a pull request is in conflict there is no merge commit, and nothing starts.
  const sha = git.refs.get(ref);
  if (!sha) return [];
  const found = await workflowsAt(world, repository, sha);
  return found.flatMap((workflow): Reaction[] => {
    const filters = workflow.template.events[event];
    if (filters === undefined) return [];
    if (event === "workflow_dispatch" || event === "schedule") {
      const path = typeof payload.workflow === "string" ? payload.workflow : payload.workflow?.path;
      if (path?.split("/").pop() !== workflow.file) return [];
    } else if (!passes(filters as Record<string, unknown>, event, payload, workflow.file)) return [];
    const fork = pull !== undefined && pull.head.repo?.full_name !== delivery.repository;
    const ofMerge = OF_MERGE.has(event);
    return [
      {
        workflow,
        event,
        payload,
        actor: payload.sender?.login ?? delivery.actor,
        ref,
        sha,
        headSha: ofMerge ? pull!.head.sha : sha,
        headBranch: ofMerge ? pull!.head.ref : ref.replace("refs/heads/", ""),
        headRepository: (ofMerge && pull!.head.repo?.full_name) || delivery.repository,
        pullRequests: pull && !fork ? [pull.number] : [],
        readOnly: ofMerge && fork,
      },
    ];
  });
}

/** Whether a cron expression (UTC, as GitHub takes it) is due in a minute. */
export function isDue(cron: string, at: Date): boolean {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) throw new Error(`${cron}: a schedule has five fields`);
  const [minute, hour, day, month, weekday] = fields.map((field, index) => {
    const [low, high] = [
      [0, 59],
      [0, 23],
      [1, 31],
      [1, 12],
      [0, 6],
    ][index] as [number, number];
    const values = new Set<number>();
    for (const part of field.split(",")) {
      const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
      if (!match) throw new Error(`${cron}: ${part} is not emulated`);
      const step = Number(match[3] ?? 1);
      const from = match[1] === undefined ? low : Number(match[1]);
      const to = match[2] !== undefined ? Number(match[2]) : match[1] === undefined || match[3] ? high : from;
      for (let value = from; value <= to; value += step) values.add(value);
    }
    return values;
  }) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  if (!minute.has(at.getUTCMinutes()) || !hour.has(at.getUTCHours()) || !month.has(at.getUTCMonth() + 1))
    return false;
  const onDay = day.has(at.getUTCDate());
  const onWeekday = weekday.has(at.getUTCDay());
  // Where both are restricted, either is enough.
  return fields[2] !== "*" && fields[4] !== "*" ? onDay || onWeekday : onDay && onWeekday;
}
