import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";

/** What one run of a command cost. */
export interface Run {
  /** From start to end, in seconds. */
  wall: number;
  /** User time of the process and of all that it waited for, in seconds. */
  user: number;
  /** System time of the same, in seconds. */
  system: number;
  /** Largest resident memory that any one process of the tree ever had, in bytes. */
  peak: number;
}

/** A command that did not succeed; the message holds the end of what it printed. */
export class CommandError extends Error {}

/** How often the tree's memory is looked at; the kernel keeps each process' high-water mark in between. */
const SAMPLE_MS = 100;
const KEPT_CHARACTERS = 4000;

/** The shell tells at its end how much time its children took. */
const SCRIPT = '"$@"; status=$?; times >&3; exit $status';

/** Seconds of a time as the shell's `times` writes it, such as 1m2.345s. */
export function secondsOf(text: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`No time: ${text}`);
  return Number(minutes) * 60 + Number(seconds);
}

/** User and system seconds of the children, from the two lines that `times` prints: the shell's own, its children's. */
export function childTimes(text: string): { user: number; system: number } {
  const [user, system] = (text.trim().split("\n")[1] ?? "").trim().split(/\s+/);
  return { user: secondsOf(user ?? ""), system: secondsOf(system ?? "") };
}

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process ended meanwhile.
    return "";
  }
};

/** A process and all below it, by the parents that /proc names. */
function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^PPid:\t(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0; ) {
    const pid = queue.pop() as number;
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** High-water mark of a process' resident memory (VmHWM of proc(5)), in bytes; 0 once it has ended. */
const highWater = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;

/** The last characters that a stream brought. */
function keepEnd(stream: Readable): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-KEPT_CHARACTERS);
  });
  return () => text;
}

export interface MeasureOptions {
  cwd?: string;
  /** Exit statuses besides 0 that count as success. */
  allowed?: readonly number[];
  /** What a line to standard error says once something is done; the last such line counts. */
  milestone?: RegExp;
}

/**
 * Runs a command as a process of its own and measures it; Linux only, for /proc.
 * @returns the cost, and the seconds until the milestone, where it was reached
 * @throws CommandError when the command fails
 */
export async function measure(
  command: readonly string[],
  options: MeasureOptions = {},
): Promise<{ run: Run; reached: number | undefined }> {
  // What was written before is not to be paid for now.
  execFileSync("sync");
  const start = performance.now();
  const child = spawn("sh", ["-c", SCRIPT, "sh", ...command], {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [stdout, stderr, timing] = child.stdio.slice(1) as Readable[] as [Readable, Readable, Readable];
  const output = keepEnd(stdout);
  const errors = keepEnd(stderr);
  const times = keepEnd(timing);
  let reached: number | undefined;
  stderr.on("data", (chunk: Buffer) => {
    if (options.milestone?.test(chunk.toString())) reached = (performance.now() - start) / 1000;
  });
  let peak = 0;
  const look = () => {
    for (const pid of treeOf(child.pid as number)) peak = Math.max(peak, highWater(pid));
  };
  const timer = setInterval(look, SAMPLE_MS);
  const status = await new Promise<number | null>((done, fail) => {
    child.on("error", fail);
    child.on("close", done);
  }).finally(() => clearInterval(timer));
  const wall = (performance.now() - start) / 1000;
  if (status !== 0 && !(options.allowed ?? []).includes(status ?? -1)) {
    throw new CommandError(`${command.join(" ")}: ${status}\n${output()}${errors()}`);
  }
  return { run: { wall, ...childTimes(times()), peak }, reached };
}
