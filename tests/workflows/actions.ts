import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import type { WorkflowRun } from "../github/model.ts";
import type { World } from "../github/world.ts";

/*
 * Stand-ins for the actions in use, by what their documentation promises. An action or an input that is not here is an
 * error, so that a workflow can't come to lean on something that was never tried.
 */

const run = promisify(execFile);

/** What the jobs of one run hand on. */
export interface Handed {
  site?: string;
  deployed?: string;
}

/** The step that uses an action. */
export interface ActionCall {
  world: World;
  repository: string;
  run: WorkflowRun;
  /** GITHUB_REF and GITHUB_SHA. */
  ref: string;
  sha: string;
  /** Root of the double, where git is served. */
  serverUrl: string;
  token: string;
  permissions: Record<string, "read" | "write" | "none">;
  workspace: string;
  /** Where the runner keeps websites. */
  pages: string;
  /** The step's inputs and environment. */
  with: Record<string, string>;
  env: Record<string, string>;
  handed: Handed;
}

/** What an action gives back: outputs, and a line for the log. */
export interface Outcome {
  outputs?: Record<string, string>;
  log: string;
}

/** A failure of an action, which fails its step. */
export class ActionError extends Error {}

function inputs<Names extends string>(call: ActionCall, ...names: Names[]): Partial<Record<Names, string>> {
  for (const name of Object.keys(call.with)) {
    if (!names.includes(name as Names)) throw new ActionError(`the input ${name} is not emulated`);
  }
  return call.with as Partial<Record<Names, string>>;
}

/** A path of the workspace; nothing outside of it. */
function inside(call: ActionCall, path: string): string {
  const found = resolve(call.workspace, path);
  if (found !== call.workspace && !found.startsWith(call.workspace + sep))
    throw new ActionError(`${path} is outside of the workspace`);
  return found;
}

/** actions/checkout: one ref over HTTP, as shallow as asked; all branches and tags where the depth is 0. */
async function checkout(call: ActionCall): Promise<Outcome> {
  const given = inputs(call, "ref", "path", "fetch-depth", "persist-credentials");
  const folder = inside(call, given.path || ".");
  await mkdir(folder, { recursive: true });
  if (call.permissions.contents !== "read" && call.permissions.contents !== "write")
    throw new ActionError("checkout needs contents: read");
  const header = `http.extraheader=AUTHORIZATION: basic ${Buffer.from(`x-access-token:${call.token}`).toString("base64")}`;
  const git = async (...args: string[]) => {
    try {
      return (await run("git", ["-C", folder, ...args], { env: call.env, maxBuffer: 1e8 })).stdout;
    } catch (cause) {
      throw new ActionError(`git: ${(cause as { stderr?: string }).stderr ?? cause}`);
    }
  };
  await git("-c", "init.defaultBranch=main", "init", "-q");
  await git("remote", "add", "origin", `${call.serverUrl}/${call.repository}.git`);
  if (given["persist-credentials"] !== "false")
    await git("config", "--local", ...header.split(/=(.*)/s).slice(0, 2));

  const own = !given.ref;
  const wanted = given.ref || call.ref;
  const commit = own ? call.sha : /^[0-9a-f]{40}$/.test(wanted) ? wanted : undefined;
  const ref = commit && !own ? undefined : wanted.replace(/^(?!refs\/)/, "refs/heads/");
  const branch = ref?.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
  const local = branch ? `refs/remotes/origin/${branch}` : ref?.replace(/^refs\//, "refs/remotes/");
  const specs = [`+${commit ?? ref}${local ? `:${local}` : ""}`];
  const depth = Number(given["fetch-depth"] ?? 1);
  const all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
  const how = depth === 0 ? [] : ["--no-tags", `--depth=${depth}`];
  // The commit of the event comes last: it stands although the branch may have moved on since.
  if (depth === 0) await git("-c", header, "fetch", "-q", "origin", ...all);
  await git("-c", header, "fetch", "-q", ...how, "origin", ...specs);
  if (branch) await git("checkout", "-q", "--force", "-B", branch, local!);
  else await git("checkout", "-q", "--force", "--detach", local ?? commit!);
  return { log: `checked out ${wanted} at ${(await git("rev-parse", "HEAD")).trim()}` };
}

/** actions/upload-artifact: a file, or what a folder holds. */
async function uploadArtifact(call: ActionCall): Promise<Outcome> {
  const given = inputs(call, "name", "path", "if-no-files-found", "overwrite", "retention-days");
  const name = given.name || "artifact";
  const path = inside(call, given.path ?? "");
  const files: Record<string, Uint8Array> = {};
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) files[basename(path)] = await readFile(path);
  else if (found) {
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const hidden = relative(path, file)
        .split(sep)
        .some((part) => part.startsWith("."));
      if (entry.isFile() && !hidden) files[relative(path, file).replaceAll(sep, "/")] = await readFile(file);
    }
  }
  const count = Object.keys(files).length;
  if (count === 0) {
    if (given["if-no-files-found"] === "error") throw new ActionError(`no files at ${given.path}`);
    return { log: `no files at ${given.path}` };
  }
  const { artifacts } = call.run;
  const known = artifacts.findIndex((artifact) => artifact.name === name);
  if (known >= 0 && given.overwrite !== "true") throw new ActionError(`there is an artifact ${name} already`);
  if (known >= 0) artifacts.splice(known, 1);
  call.world.addArtifact(call.repository, call.run.id, name, files);
  return { log: `uploaded ${name}: ${count} file(s)` };
}

/**
 * actions/download-artifact: one artifact of this run by name, which has to be there; or all that a pattern with a star
 * at its end names, perhaps none, in folders of their own unless they are merged.
 */
async function downloadArtifact(call: ActionCall): Promise<Outcome> {
  const given = inputs(call, "name", "path", "pattern", "merge-multiple");
  const folder = inside(call, given.path ?? ".");
  const { artifacts } = call.run;
  const prefix = /^([\w-]*)\*$/.exec(given.pattern ?? "")?.[1];
  if ((given.name === undefined) === (prefix === undefined))
    throw new ActionError("a name, or a pattern with a star at its end, is emulated");
  const wanted = artifacts.filter(({ name }) =>
    prefix === undefined ? name === given.name : name.startsWith(prefix),
  );
  if (prefix === undefined && wanted.length === 0)
    throw new ActionError(`Unable to download artifact(s): Artifact not found for name: ${given.name}`);
  for (const { name, zip } of wanted) {
    const apart = prefix !== undefined && given["merge-multiple"] !== "true";
    for (const [path, bytes] of Object.entries(unzipSync(zip))) {
      const full = join(folder, apart ? name : ".", path);
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, bytes);
    }
  }
  return { log: `downloaded ${wanted.length} artifact(s)` };
}

/** actions/upload-pages-artifact: keeps the site for the job that deploys it. */
async function uploadPages(call: ActionCall): Promise<Outcome> {
  const given = inputs(call, "path");
  const source = inside(call, given.path ?? "_site");
  if (!(await stat(source).catch(() => undefined))?.isDirectory())
    throw new ActionError(`no folder ${given.path}`);
  call.handed.site = join(call.pages, String(call.run.id));
  await rm(call.handed.site, { recursive: true, force: true });
  await cp(source, call.handed.site, { recursive: true });
  return { log: "kept the site" };
}

/** actions/deploy-pages: shows the site that an earlier job of the run kept. */
async function deployPages(call: ActionCall): Promise<Outcome> {
  inputs(call);
  if (call.permissions.pages !== "write" || call.permissions["id-token"] !== "write")
    throw new ActionError("deploy-pages needs pages: write and id-token: write");
  const pages = call.world.repository(call.repository).settings.pages;
  if (pages?.buildType !== "workflow") throw new ActionError("Pages is not set to be built by a workflow");
  if (!call.handed.site) throw new ActionError("no artifact named github-pages");
  call.handed.deployed = call.handed.site;
  return { outputs: { page_url: pages.url }, log: `deployed to ${pages.url}` };
}

/** The actions that are emulated, by name without version. */
export const ACTIONS: Readonly<Record<string, (call: ActionCall) => Promise<Outcome>>> = {
  "actions/checkout": checkout,
  // The Node of the test run is used.
  "actions/setup-node": async (call) => {
    inputs(call, "node-version");
    return { log: `Node ${process.version}` };
  },
  "actions/upload-artifact": uploadArtifact,
  "actions/download-artifact": downloadArtifact,
  "actions/upload-pages-artifact": uploadPages,
  "actions/deploy-pages": deployPages,
};
