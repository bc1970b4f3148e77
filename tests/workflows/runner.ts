import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Job } from "@actions/workflow-parser/model/workflow-template";
import type { Delivery, Repository, Token, WorkflowRun } from "../github/model.ts";
import type { World } from "../github/world.ts";
import type { Handed } from "./actions.ts";
import { isDue, type Reaction, reactions, workflowsAt } from "./events.ts";
import { asText, evaluate, resolve as resolved, truthy, type Value } from "./expressions.ts";
import { type Conclusion, type JobLog, kill, type Permissions, runJob } from "./job.ts";
import { property } from "./parser.ts";

export type { Conclusion, JobLog, StepLog } from "./job.ts";

/*
 * Runs the workflow files themselves against the double of GitHub: GitHub's own parser reads them, GitHub's own
 * evaluator computes their expressions, bash runs their steps. Substitutions: `npm ci` links the project's own
 * node_modules, actions are stood in for by actions.ts, and a run takes no time on the double's clock.
 */

/** What the runner needs of the double. */
export interface RunnerDouble {
  /** Root of the double; git is served below it. */
  url: string;
  world: World;
  token(kind: Token["kind"], login?: string, permissions?: Token["permissions"], repository?: string): string;
  environment(token: string, repository: string): Record<string, string>;
}

export interface RunnerOptions {
  /** Folder whose node_modules stand in for `npm ci`; this project's unless told. */
  project?: string;
  /** Longest time that a step may take, in milliseconds, whatever the workflow allows. */
  stepLimit?: number;
  /** Most runs before everything has to be settled. */
  maxRuns?: number;
  /** More environment for every step. */
  environment?: Record<string, string>;
}

export interface RunLog {
  id: number;
  /** File name, such as review.yml. */
  workflow: string;
  repository: string;
  event: string;
  action?: string;
  ref: string;
  sha: string;
  /** Concurrency group. */
  group?: string;
  conclusion: Conclusion;
  jobs: JobLog[];
}

export interface Runner {
  /** Every run so far, in the order in which they were queued. */
  readonly log: readonly RunLog[];
  /** Folder of the site that was deployed last. */
  readonly site: string | undefined;
  /** Runs whatever the events so far start, and what that starts in turn; gives the runs that ended. */
  settle(): Promise<RunLog[]>;
  /**
   * Lets the clock go on to a time; each schedule runs when it is due.
   * @param drop says which ones GitHub forgets
   */
  schedule(until: string | Date, drop?: (due: { workflow: string; at: Date }) => boolean): Promise<RunLog[]>;
  close(): Promise<void>;
}

interface Queued extends Reaction {
  repository: string;
  run: WorkflowRun;
  log: RunLog;
}

const PROJECT = resolve(import.meta.dirname, "../..");
const MINUTE = 60_000;
const SCOPES = "actions checks contents deployments discussions issues packages pages pull-requests statuses";
const everything = (level: "read" | "write"): Permissions =>
  Object.fromEntries(SCOPES.split(" ").map((name) => [name, level]));

/** A runner for all repositories of a double. */
export async function createRunner(double: RunnerDouble, options: RunnerOptions = {}): Promise<Runner> {
  const { world } = double;
  const folder = await mkdtemp(join(tmpdir(), "workflows-"));
  const log: RunLog[] = [];
  const queue: Queued[] = [];
  const children = new Set<ChildProcess>();
  let read = 0;
  let site: string | undefined;
  let working: Promise<unknown> = Promise.resolve();

  async function enqueue(delivery: Delivery): Promise<void> {
    const { repository } = delivery;
    for (const reaction of await reactions(world, delivery)) {
      const { workflow, payload } = reaction;
      const run = world.addRun(repository, {
        workflow: workflow.file,
        name: workflow.name,
        event: reaction.event,
        status: "queued",
        headSha: reaction.headSha,
        headBranch: reaction.headBranch,
        headRepository: reaction.headRepository,
        pullRequests: reaction.pullRequests,
        actor: reaction.actor,
      });
      const entry: RunLog = {
        id: run.id,
        workflow: workflow.file,
        repository,
        event: reaction.event,
        ...(payload.action === undefined ? {} : { action: payload.action }),
        ref: reaction.ref,
        sha: reaction.sha,
        conclusion: "cancelled",
        jobs: [],
      };
      const queued: Queued = { ...reaction, repository, run, log: entry };
      makeRoom(queued);
      log.push(entry);
      queue.push(queued);
    }
  }

  /** Of a group, one run is in progress and one waits: a newer one takes the place of the one that waits. */
  function makeRoom(queued: Queued): void {
    const setting = resolved(queued.workflow.template.concurrency, {
      contexts: contextsOf(queued, ""),
      status: "success",
    });
    const { group, "cancel-in-progress": cancel } =
      typeof setting === "object" && setting !== null
        ? (setting as Record<string, Value>)
        : { group: setting ?? null, "cancel-in-progress": false };
    if (asText(group) === "") return;
    queued.log.group = asText(group);
    const same = ({ log: other, repository }: Queued) =>
      repository === queued.repository && other.group?.toLowerCase() === queued.log.group?.toLowerCase();
    const others = queue.filter(same);
    for (const other of truthy(cancel) ? others : others.slice(1)) {
      queue.splice(queue.indexOf(other), 1);
      finish(other, "cancelled");
    }
  }

  function finish({ repository, run, log: entry }: Queued, conclusion: Conclusion): void {
    entry.conclusion = conclusion;
    world.updateRun(repository, run.id, { status: "completed", conclusion });
  }

  async function work(): Promise<RunLog[]> {
    const done: RunLog[] = [];
    const limit = options.maxRuns ?? 200;
    for (;;) {
      while (read < world.deliveries.length) await enqueue(world.deliveries[read++]!);
      const next = queue.shift();
      if (!next) return done;
      if (done.length >= limit) throw new Error(`still not settled after ${limit} runs of workflows`);
      world.updateRun(next.repository, next.run.id, { status: "in_progress" });
      finish(next, await execute(next));
      done.push(next.log);
    }
  }

  /** What expressions may see before a job begins. */
  function contextsOf(queued: Queued, token: string): Record<string, Value> {
    const { workflow, payload, event, ref, sha, repository, run, actor } = queued;
    const addresses = double.environment(token, repository);
    const inputs = workflow.template.events.workflow_dispatch?.inputs ?? {};
    return {
      github: {
        event: payload as unknown as Value,
        event_name: event,
        actor,
        triggering_actor: actor,
        repository,
        repository_owner: repository.split("/")[0]!,
        ref,
        ref_name: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
        ref_type: "branch",
        sha,
        head_ref: payload.pull_request?.head.ref ?? "",
        base_ref: payload.pull_request?.base.ref ?? "",
        run_id: String(run.id),
        run_number: String(run.id),
        run_attempt: "1",
        workflow: workflow.name,
        token,
        api_url: addresses.GITHUB_API_URL ?? "",
        graphql_url: addresses.GITHUB_GRAPHQL_URL ?? "",
        server_url: addresses.GITHUB_SERVER_URL ?? "",
      },
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, input]) => [name, payload.inputs?.[name] ?? input.default ?? ""]),
      ),
      vars: {},
      secrets: { GITHUB_TOKEN: token },
      needs: {},
    };
  }

  /** What the token of a job may do: what the job says, else the workflow, else the repository's setting. */
  function permissionsOf({ workflow, repository, readOnly }: Queued, job: Job): Permissions {
    const written =
      property(workflow.root, "jobs", job.id.value, "permissions") ?? property(workflow.root, "permissions");
    const value = resolved(written, { contexts: {}, status: "success" });
    const granted =
      value === "write-all" || value === "read-all"
        ? everything(value === "write-all" ? "write" : "read")
        : value !== undefined
          ? (value as Permissions)
          : world.repository(repository).settings.defaultWorkflowPermissions === "write"
            ? everything("write")
            : { contents: "read" as const, packages: "read" as const };
    if (!readOnly) return granted;
    return Object.fromEntries(
      Object.entries(granted).map(([name, level]) => [name, level === "write" ? "read" : level]),
    );
  }

  /** What `matrix` and `strategy` are in each of a job's copies: one copy for each value of a matrix with one list. */
  function variantsOf({ workflow }: Queued, job: Job): Record<string, Value>[] {
    const written = property(workflow.root, "jobs", job.id.value, "strategy");
    if (written === undefined) return [{}];
    const { matrix, ...strategy } = resolved(written, { contexts: {}, status: "success" }) as {
      matrix?: Record<string, Value>;
    };
    const [[key, values], ...others] = Object.entries(matrix ?? {}) as [[string, Value], ...unknown[]];
    if (!Array.isArray(values) || others.length > 0 || values.length === 0)
      throw new Error(`${workflow.file}: only a matrix with one list of values is emulated`);
    const unknown = Object.keys(strategy).filter((name) => name !== "fail-fast");
    if (unknown.length > 0 || (strategy as Record<string, Value>)["fail-fast"] !== false)
      throw new Error(`${workflow.file}: a strategy is emulated with fail-fast: false only`);
    return values.map((value, index) => ({
      matrix: { [key]: value },
      strategy: { "job-index": index, "job-total": values.length, "fail-fast": false },
    }));
  }

  async function execute(queued: Queued): Promise<Conclusion> {
    const { workflow, repository, run } = queued;
    const needs: Record<string, { result: Conclusion; outputs: Record<string, string> }> = {};
    const handed: Handed = {};
    const waiting = [...workflow.template.jobs];
    while (waiting.length > 0) {
      const at = waiting.findIndex((job) => (job.needs ?? []).every((need) => need.value in needs));
      const [job] = waiting.splice(at, 1);
      if (job?.type !== "job") throw new Error(`${workflow.file}: reusable workflows are not emulated`);
      const needed = Object.fromEntries((job.needs ?? []).map(({ value }) => [value, needs[value]!]));
      const good = Object.values(needed).every(({ result }) => result === "success");
      const permissions = permissionsOf(queued, job);
      const status = good ? "success" : "failure";
      const results: Conclusion[] = [];
      let outputs: Record<string, string> = {};
      for (const [index, variant] of variantsOf(queued, job).entries()) {
        const token = double.token("workflow", undefined, permissions, repository);
        const contexts: Record<string, Value> = { ...contextsOf(queued, token), needs: needed, ...variant };
        const entry: JobLog = { id: job.id.value, conclusion: "skipped", permissions, steps: [] };
        queued.log.jobs.push(entry);
        // GitHub asks a job's condition before it knows the matrix.
        if (truthy(evaluate(job.if.expression, { contexts: { ...contexts, matrix: {} }, status }))) {
          outputs = await runJob({
            world,
            repository,
            run,
            ref: queued.ref,
            sha: queued.sha,
            serverUrl: (contexts.github as Record<string, string>).server_url!,
            token,
            permissions,
            pages: join(folder, "pages"),
            handed,
            workflow,
            job,
            log: entry,
            contexts,
            home: join(folder, `${run.id}-${job.id.value}-${index}`),
            project: options.project ?? PROJECT,
            stepLimit: options.stepLimit ?? 5 * MINUTE,
            environment: options.environment ?? {},
            children,
          });
        }
        results.push(entry.conclusion);
      }
      const result = results.find((each) => each === "failure") ?? results[0]!;
      needs[job.id.value] = { result, outputs };
    }
    if (handed.deployed) site = handed.deployed;
    const results = Object.values(needs).map(({ result }) => result);
    if (results.includes("failure")) return "failure";
    return results.every((result) => result === "skipped") ? "skipped" : "success";
  }

  /** The schedules of all repositories, by their default branches as they are now; those of forks are off. */
  async function schedules(): Promise<{ repository: Repository; workflow: string; cron: string }[]> {
    const found = world.repositories().map(async (repository) => {
      const { owner, name, defaultBranch, fork } = repository;
      const commit = world.git(`${owner}/${name}`).refs.get(`refs/heads/${defaultBranch}`);
      if (!commit || fork) return [];
      return (await workflowsAt(world, repository, commit)).flatMap(({ file, template }) =>
        (template.events.schedule ?? []).map(({ cron }) => ({ repository, workflow: file, cron })),
      );
    });
    return (await Promise.all(found)).flat();
  }

  function settle(): Promise<RunLog[]> {
    const result = working.then(work);
    working = result.catch(() => undefined);
    return result;
  }

  return {
    log,
    get site() {
      return site;
    },
    settle,
    async schedule(until, drop = () => false) {
      const done = await settle();
      const end = new Date(until).getTime();
      const first = Math.floor(world.now().getTime() / MINUTE) + 1;
      let known = await schedules();
      for (let time = first * MINUTE; time <= end; time += MINUTE) {
        const at = new Date(time);
        const due = known.filter(({ workflow, cron }) => isDue(cron, at) && !drop({ workflow, at }));
        for (const { repository, workflow, cron } of due) {
          world.set(at.toISOString());
          working = working.then(() =>
            enqueue({
              event: "schedule",
              repository: `${repository.owner}/${repository.name}`,
              payload: { schedule: cron, workflow: `.github/workflows/${workflow}` },
              at: at.toISOString(),
              actor: repository.owner,
              byWorkflowToken: false,
            }),
          );
          done.push(...(await settle()));
        }
        if (due.length > 0) known = await schedules();
      }
      world.set(new Date(end).toISOString());
      return done;
    },
    async close() {
      for (const child of children) kill(child);
      await working;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
