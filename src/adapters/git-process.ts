import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A git command that failed: what was asked and what git said. */
export class GitError extends Error {}

const TIME_LIMIT_MS = 120_000;

/** The environment for git: no pager, no prompt, no locks, the same words everywhere, no write for each commit. */
const ENVIRONMENT = { GIT_FLUSH: "0", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

/** How a command runs; a plain one sees the user's settings and has two minutes. */
export interface RunOptions {
  /** For its standard input. */
  input?: string;
  limitMs?: number;
  /** Further variables; where secrets belong, since arguments can be seen by others. */
  environment?: Record<string, string>;
}

/** Starts git; `done` fails with a GitError when git is missing, fails, or runs over its time. */
function start(
  cwd: string,
  args: string[],
  options: RunOptions,
  output: "pipe" | number,
): { child: ChildProcess; done: Promise<void> } {
  const child = spawn("git", ["-c", "core.quotepath=off", ...args], {
    cwd,
    env: { ...process.env, ...ENVIRONMENT, ...options.environment },
    stdio: ["pipe", output, "pipe"],
    signal: AbortSignal.timeout(options.limitMs ?? TIME_LIMIT_MS),
  });
  let errors = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    if (errors.length < 4000) errors += chunk.toString();
  });
  const done = new Promise<void>((succeed, fail) => {
    child.on("error", (cause) => fail(new GitError(`git ${args[0]}: ${cause.message}`)));
    child.on("close", (code) => {
      if (code === 0) succeed();
      else fail(new GitError(`git ${args.join(" ")}: ${errors.trim() || `exit status ${code}`}`));
    });
  });
  done.catch(() => {});
  child.stdin!.on("error", () => {});
  child.stdin!.end(options.input);
  return { child, done };
}

/**
 * Runs git and hands its output on as it comes.
 * @throws GitError when git is missing, fails, or runs over its time
 */
export async function* stream(cwd: string, args: string[], options: RunOptions = {}): AsyncGenerator<Buffer> {
  const { child, done } = start(cwd, args, options, "pipe");
  yield* child.stdout as AsyncIterable<Buffer>;
  await done;
}

/**
 * Runs git and returns its output.
 * @throws GitError when git is missing, fails, or runs over its time
 */
export async function run(cwd: string, args: string[], options?: RunOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream(cwd, args, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Runs git with an option such as `-z`, and hands on the texts that it ends with a NUL each, as many at a time as came at
 * once; what is behind the last NUL is none.
 * @throws GitError when git is missing, fails, or runs over its time
 */
export async function* streamTexts(
  cwd: string,
  args: string[],
  options?: RunOptions,
): AsyncGenerator<string[]> {
  let rest: Buffer | undefined;
  for await (const chunk of stream(cwd, args, options)) {
    // No character is cut at a NUL, as one may be where a chunk ends.
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(0) + 1;
    rest = bytes.subarray(end);
    yield bytes.toString("utf8", 0, end).split("\0").slice(0, -1);
  }
}

const PIECE = 1 << 20;
const PAUSE_MS = 10;

/**
 * Like `stream`, for much output that git writes in small pieces: by way of a file, since both processes wake for each
 * piece that goes through a pipe, which costs as much as git's own work.
 * @throws GitError when git is missing, fails, or runs over its time
 */
export async function* spool(cwd: string, args: string[], options: RunOptions = {}): AsyncGenerator<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "git-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const file = await open(join(folder, "output"), "w+");
    // An open file needs no name: where the system allows that, nothing is left behind, whatever happens.
    await remove().catch(() => {});
    try {
      const { child, done } = start(cwd, args, options, file.fd);
      let isOver = false;
      const over = done.finally(() => {
        isOver = true;
      });
      over.catch(() => {});
      try {
        let piece = Buffer.allocUnsafe(PIECE);
        for (let at = 0; ; ) {
          // Asked before the file is: what is read afterwards is all there is.
          const last = isOver;
          const { bytesRead } = await file.read(piece, 0, PIECE, at);
          at += bytesRead;
          if (bytesRead > 0) {
            yield piece.subarray(0, bytesRead);
            piece = Buffer.allocUnsafe(PIECE);
          } else if (last) break;
          // Who reads on at once gets crumbs.
          if (bytesRead < PIECE && !last) await Promise.race([over, wait(PAUSE_MS)]);
        }
        await done;
      } finally {
        child.kill();
      }
    } finally {
      await file.close();
    }
  } finally {
    await remove();
  }
}
