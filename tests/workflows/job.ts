import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Job, Step } from "@actions/workflow-parser/model/workflow-template";
import { ACTIONS, type ActionCall, ActionError } from "./actions.ts";
import {
  asText,
  evaluate,
  resolve as resolved,
  type Scope,
  texts,
  truthy,
  type Value,
} from "./expressions.ts";
import { property, type Workflow } from "./parser.ts";

export type Conclusion = "success" | "failure" | "cancelled" | "skipped";
export type Permissions = Record<string, "read" | "write" | "none">;

export interface StepLog {
  name: string;
  conclusion: Conclusion;
  /** Standard output and error, in the order in which they came. */
  output: string;
}

export interface JobLog {
  id: string;
  conclusion: Conclusion;
  permissions: Permissions;
  steps: StepLog[];
}

/** A job to run, with all that it may see. */
export interface JobCall extends Omit<ActionCall, "with" | "env" | "workspace"> {
  workflow: Workflow;
  job: Job;
  log: JobLog;
  /** Everything but `env`, `steps`, `job` and `runner`. */
  contexts: Record<string, Value>;
  /** The job's own folder, which is removed afterwards. */
  home: string;
  /** Where node_modules come from. */
  project: string;
  /** Longest time of a step, in milliseconds. */
  stepLimit: number;
  /** Environment of every step beside what GitHub gives. */
  environment: Record<string, string>;
  children: Set<ChildProcess>;
}

const MINUTE = 60_000;
const MAX_OUTPUT = 1_000_000;

/** Runs the steps of a job; its log tells how they went. Gives the job's outputs. */
export async function runJob(call: JobCall): Promise<Record<string, string>> {
  const { workflow, job, log, home } = call;
  for (const key of ["container", "services"] as const) {
    if (job[key] !== undefined) throw new Error(`${workflow.file}: ${key} is not emulated`);
  }
  const workspace = join(home, "work");
  const temp = join(home, "temp");
  await mkdir(workspace, { recursive: true });
  await mkdir(temp);
  const standard = await standardEnvironment(call, workspace, temp);
  const steps: Record<string, Value> = {};
  const contexts: Record<string, Value> = {
    ...call.contexts,
    github: {
      ...(call.contexts.github as Record<string, Value>),
      job: job.id.value,
      workspace,
      event_path: standard.GITHUB_EVENT_PATH!,
    },
    runner: { os: "Linux", arch: "X64", name: "double", temp },
    job: { status: "success" },
    steps,
    env: {},
  };
  const scope: Scope = { contexts, status: "success" };
  contexts.env = texts(workflow.template.env, scope);
  contexts.env = { ...contexts.env, ...texts(job.env, scope) };
  const at = (...path: (string | number)[]) => property(workflow.root, "jobs", job.id.value, ...path);
  const deadline = Date.now() + minutes(resolved(at("timeout-minutes"), scope));
  log.conclusion = "success";

  for (const [index, step] of job.steps.entries()) {
    const entry: StepLog = { name: step.id, conclusion: "skipped", output: "" };
    log.steps.push(entry);
    if (!("uses" in step || "run" in step))
      throw new Error(`${workflow.file}: step ${index} is not emulated`);
    entry.name = asText(resolved(step.name, scope)) || step.id;
    if (!truthy(evaluate(step.if.expression, scope))) {
      steps[step.id] = { outcome: "skipped", conclusion: "skipped", outputs: {} };
      continue;
    }
    const own = texts(step.env, scope);
    const inner: Scope = {
      ...scope,
      contexts: { ...contexts, env: { ...(contexts.env as object), ...own } },
    };
    const files = await commandFiles(temp, index);
    const env = { ...standard, ...(inner.contexts.env as Record<string, string>), ...files };
    const limit = Math.min(
      call.stepLimit,
      deadline - Date.now(),
      minutes(resolved(at("steps", index, "timeout-minutes"), inner)),
    );
    let outputs: Record<string, string> = {};
    try {
      if ("uses" in step) {
        const action = ACTIONS[step.uses.value.split("@")[0]!];
        if (!action) throw new ActionError(`${step.uses.value} is not emulated`);
        const inputs = texts(at("steps", index, "with"), inner);
        const outcome = await action({ ...call, workspace, with: inputs, env });
        outputs = outcome.outputs ?? {};
        entry.output = outcome.log;
        entry.conclusion = "success";
      } else {
        await runScript(call, entry, step, inner, { temp, workspace, env, limit, index });
      }
    } catch (cause) {
      if (!(cause instanceof ActionError)) throw cause;
      entry.output += cause.message;
      entry.conclusion = "failure";
    }
    outputs = { ...outputs, ...(await readPairs(files.GITHUB_OUTPUT!)) };
    contexts.env = { ...(contexts.env as object), ...(await readPairs(files.GITHUB_ENV!)) };
    const outcome = entry.conclusion;
    const tolerated = outcome !== "success" && isTolerated(step, inner);
    steps[step.id] = { outcome, conclusion: tolerated ? "success" : outcome, outputs };
    if (outcome !== "success" && !tolerated) {
      scope.status = "failure";
      contexts.job = { status: "failure" };
      log.conclusion = "failure";
    }
  }
  const outputs = texts(job.outputs, scope);
  await rm(home, { recursive: true, force: true });
  return outputs;
}

const minutes = (value: Value | undefined): number => Number(value ?? 360) * MINUTE;

function isTolerated(step: Step, scope: Scope): boolean {
  const value = step["continue-on-error"];
  return typeof value === "object" ? truthy(resolved(value, scope)) : value === true;
}

/** The variables that GitHub sets for every step. GITHUB_TOKEN is none of them. */
async function standardEnvironment(
  call: JobCall,
  workspace: string,
  temp: string,
): Promise<Record<string, string>> {
  const github = call.contexts.github as Record<string, string>;
  const eventPath = join(temp, "event.json");
  await writeFile(eventPath, JSON.stringify(github.event));
  const names =
    "api_url graphql_url server_url repository repository_owner event_name workflow ref ref_name ref_type sha head_ref base_ref actor triggering_actor run_id run_number run_attempt";
  return {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: call.home,
    LANG: "C.UTF-8",
    CI: "true",
    GITHUB_ACTIONS: "true",
    ...Object.fromEntries(
      names.split(" ").map((name) => [`GITHUB_${name.toUpperCase()}`, github[name] ?? ""]),
    ),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    GITHUB_JOB: call.job.id.value,
    RUNNER_OS: "Linux",
    RUNNER_TEMP: temp,
    ...call.environment,
  };
}

/** The files through which a step hands on outputs and environment. */
async function commandFiles(temp: string, index: number): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const key of ["OUTPUT", "ENV", "PATH", "STEP_SUMMARY", "STATE"]) {
    const path = join(temp, `${index}-${key.toLowerCase()}`);
    await writeFile(path, "");
    files[`GITHUB_${key}`] = path;
  }
  return files;
}

/** Reads `name=value` lines and heredocs. */
async function readPairs(path: string): Promise<Record<string, string>> {
  const pairs: Record<string, string> = {};
  const lines = (await readFile(path, "utf8")).split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (heredoc) {
      const end = lines.indexOf(heredoc[2]!);
      if (end < 0) throw new ActionError(`no end of ${heredoc[1]}`);
      pairs[heredoc[1]!] = lines.splice(0, end).join("\n");
      lines.shift();
    } else if (line !== "") {
      const [name, value] = line.split(/=(.*)/s);
      if (value === undefined) throw new ActionError(`not understood: ${line}`);
      pairs[name!] = value;
    }
  }
  return pairs;
}

async function runScript(
  call: JobCall,
  entry: StepLog,
  step: Extract<Step, { run: unknown }>,
  scope: Scope,
  place: { temp: string; workspace: string; env: Record<string, string>; limit: number; index: number },
): Promise<void> {
  const { root } = call.workflow;
  const setting = (key: string) =>
    resolved(property(root, "jobs", call.job.id.value, "steps", place.index, key), scope) ??
    resolved(property(root, "jobs", call.job.id.value, "defaults", "run", key), scope) ??
    resolved(property(root, "defaults", "run", key), scope);
  const shell = setting("shell");
  if (shell !== undefined && shell !== "bash")
    throw new ActionError(`the shell ${asText(shell)} is not emulated`);
  const cwd = resolve(place.workspace, asText(setting("working-directory")));
  if (!existsSync(cwd)) throw new ActionError(`there is no folder ${cwd}`);
  const script = asText(resolved(step.run, scope));
  if (script.trim() === "npm ci") {
    // Everything is installed here already.
    await rm(join(cwd, "node_modules"), { recursive: true, force: true });
    await symlink(join(call.project, "node_modules"), join(cwd, "node_modules"), "dir");
    entry.conclusion = "success";
    return;
  }
  const path = join(place.temp, `${place.index}.sh`);
  await writeFile(path, script);
  const args = shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail", path] : ["-e", path];
  await new Promise<void>((done, fail) => {
    const child = spawn("bash", args, {
      cwd,
      env: place.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    call.children.add(child);
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        kill(child);
      },
      Math.max(0, place.limit),
    );
    const take = (chunk: Buffer) => {
      if (entry.output.length < MAX_OUTPUT) entry.output += chunk.toString("utf8");
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      call.children.delete(child);
      if (late) entry.output += `\nstopped after ${place.limit} ms`;
      entry.conclusion = code === 0 ? "success" : "failure";
      done();
    });
  });
}

/** Ends a step with everything that it started. */
export function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}
