import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { credentials, GitError, type Remote, settingsEnvironment } from "../git.ts";

/*
 * Writes the folder `quality/` of the branch of snapshots in one commit. The evidence is too large for the API, through
 * which everything else on the branch is written; a plain push, never a forced one, makes that two writers can't lose
 * each other's commits: whoever comes second is refused, reads anew and tries again.
 */

/** The only folder that is written. */
const FOLDER = "quality";
const ATTEMPTS = 6;
const PAUSE_MS = 2000;
const GIT_LIMIT_MS = 600_000;
const LARGEST_OUTPUT = 64 << 20;
const AUTHOR = "github-actions[bot]";
const AUTHOR_EMAIL = "41898282+github-actions[bot]@users.noreply.github.com";

export interface PushOptions {
  remote: Remote;
  branch: string;
  message: string;
  /** Changes files below `quality/` in a folder that holds them as they stand on the branch. */
  merge: (state: string) => Promise<void>;
  /** Called before each push, for tests. */
  beforePush?: () => Promise<void>;
  /** Pause before the second attempt; longer before each further one. */
  pauseMs?: number;
}

/** Runs git in a folder of its own, with nobody's settings and no hooks. */
function gitIn(folder: string, remote: Remote): (...args: string[]) => Promise<string> {
  const protocol = new URL(remote.url).protocol.slice(0, -1);
  const settings: [string, string][] = [
    ["core.hooksPath", "/dev/null"],
    ["core.autocrlf", "false"],
    // A link that somebody put on the branch is a short text, and leads nowhere.
    ["core.symlinks", "false"],
    ["gc.auto", "0"],
    ["protocol.allow", "never"],
    [`protocol.${protocol}.allow`, "always"],
    ["user.name", AUTHOR],
    ["user.email", AUTHOR_EMAIL],
    ...credentials(remote),
  ];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    ...settingsEnvironment(settings),
  };
  // Those of a surrounding git command would lead elsewhere.
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) delete env[name];
  const run = promisify(execFile);
  return async (...args) => {
    try {
      const options = { cwd: folder, env, timeout: GIT_LIMIT_MS, maxBuffer: LARGEST_OUTPUT };
      return (await run("git", args, options)).stdout.trim();
    } catch (cause) {
      const { stderr, message } = cause as { stderr?: string; message: string };
      throw new GitError(`git ${args[0]}: ${stderr?.trim() || message}`);
    }
  };
}

/**
 * Reads the branch, lets the caller change `quality/`, and pushes the difference as one commit. Where somebody else
 * wrote in between, it starts from what stands then; where `quality/` itself is untouched, without merging again.
 * @returns the commit, or undefined where nothing differs
 * @throws GitError where the branch can't be read or written after several attempts
 */
export async function pushQuality(options: PushOptions): Promise<string | undefined> {
  const { remote, branch, message, merge } = options;
  const folder = await mkdtemp(join(tmpdir(), "quality-"));
  const git = gitIn(folder, remote);
  try {
    await git("init", "--quiet");
    await mkdir(join(folder, ".git", "info"), { recursive: true });
    // Bytes stay what they are, whatever attributes somebody put on the branch.
    await writeFile(
      join(folder, ".git", "info", "attributes"),
      "* -text -filter -ident -working-tree-encoding\n",
    );
    let merged: string | undefined;
    let pushed: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const tip = await fetchTip(git, remote.url, branch);
      // A push whose answer got lost did arrive.
      if (pushed !== undefined && tip?.commit === pushed) return pushed;
      if (merged !== (tip?.quality ?? "")) {
        await rm(join(folder, FOLDER), { recursive: true, force: true });
        await git("read-tree", tip?.commit ?? "--empty");
        if (tip?.quality) await git("restore", "--quiet", "--worktree", "--", FOLDER);
        await merge(folder);
        merged = tip?.quality ?? "";
      } else await git("read-tree", tip?.commit ?? "--empty");
      // git refuses a path that stands nowhere.
      const exists = (await git("ls-files", "--cached", "--others", "--", FOLDER)) !== "";
      if (exists) await git("add", "--force", "--all", "--", FOLDER);
      const tree = await git("write-tree");
      if (tip ? tree === tip.tree : !exists) return undefined;
      pushed = await git("commit-tree", tree, ...(tip ? ["-p", tip.commit] : []), "-m", message);
      await options.beforePush?.();
      try {
        await git("push", "--quiet", remote.url, `${pushed}:refs/heads/${branch}`);
        return pushed;
      } catch (cause) {
        if (attempt === ATTEMPTS) throw cause;
        await sleep((options.pauseMs ?? PAUSE_MS) * attempt);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Git = (...args: string[]) => Promise<string>;

interface Tip {
  commit: string;
  tree: string;
  /** Tree of `quality/`; undefined where there is none yet. */
  quality?: string;
}

/** The branch as it stands now, without its past; undefined where there is none. */
async function fetchTip(git: Git, url: string, branch: string): Promise<Tip | undefined> {
  const listed = await git("ls-remote", "--", url, `refs/heads/${branch}`);
  if (listed === "") return undefined;
  await git(
    "fetch",
    "--quiet",
    "--no-tags",
    "--depth=1",
    "--",
    url,
    `+refs/heads/${branch}:refs/remotes/tip`,
  );
  const commit = await git("rev-parse", "refs/remotes/tip");
  const tree = await git("rev-parse", `${commit}^{tree}`);
  const [, quality] = /^040000 tree ([0-9a-f]+)\t/.exec(await git("ls-tree", commit, FOLDER)) ?? [];
  return { commit, tree, ...(quality ? { quality } : {}) };
}
