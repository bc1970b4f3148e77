import { stat } from "node:fs/promises";
import { constants, enableCompileCache } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { MAKE_YOUNG } from "../src/adapters/helper.ts";

/** The project's own folder, which is a catalogue itself. */
export const PROJECT = dirname(import.meta.dirname);

/** A mistake in how a command was called; the message is shown as it is. */
export class UsageError extends Error {}

/** How a command was called. */
export interface Call {
  /** Value of an option that takes one. */
  text: (option: string) => string | undefined;
  /** Values of an option that may be repeated. */
  list: (option: string) => string[];
  /** Whether an option without a value was given. */
  flag: (option: string) => boolean;
  positionals: string[];
  /** The catalogue's folder, absolute. */
  root: string;
}

/**
 * Sets Node up for a command. It keeps what it compiles of modules that are loaded from now on, here and in processes that
 * this one starts: to strip the types of a large command takes longer than to check a pull request.
 */
export function prepareNode(): void {
  setFlagsFromString(MAKE_YOUNG);
  const { status, directory } = enableCompileCache(join(PROJECT, ".cache/compiled"));
  if (status === constants.compileCacheStatus.ENABLED) process.env.NODE_COMPILE_CACHE = directory;
}

/**
 * Runs a command: parses its options, prints its help, and turns errors into one clear message and an exit status.
 * @param help the command's manual, in Chinese
 * @param options besides --root and --help, which every command has
 * @param main returns the exit status; what it imports itself is compiled once, not each time
 */
export async function command(
  help: string,
  options: ParseArgsOptionsConfig,
  main: (call: Call) => Promise<number>,
): Promise<void> {
  try {
    const parsed = parseArgs({
      options: { ...options, root: { type: "string" }, help: { type: "boolean" } },
      allowPositionals: true,
    });
    const values = parsed.values as Record<string, unknown>;
    if (values.help) {
      console.log(help);
      return;
    }
    const root = resolve((values.root as string | undefined) ?? PROJECT);
    if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
      throw new UsageError(`--root 指定的資料夾不存在：${root}`);
    }
    prepareNode();
    process.exitCode = await main({
      text: (option) => values[option] as string | undefined,
      list: (option) => (values[option] as string[] | undefined) ?? [],
      flag: (option) => values[option] === true,
      positionals: parsed.positionals,
      root,
    });
  } catch (cause) {
    const known =
      cause instanceof UsageError || (cause as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
    console.error(known ? `${(cause as Error).message}\n\n${help}` : cause);
    process.exitCode = 2;
  }
}

/** Refuses arguments that a command does not know. */
export function noPositionals({ positionals }: Call): void {
  if (positionals.length > 0) throw new UsageError(`不認得的參數：${positionals.join(" ")}`);
}

/** Shows a long job's progress on one line of a terminal, or now and then in a log. */
export function progressLine(label: string): (done: number, total: number) => void {
  const terminal = process.stderr.isTTY;
  let last = 0;
  return (done, total) => {
    const now = Date.now();
    if (now - last < (terminal ? 100 : 5000)) return;
    last = now;
    const text = `${label} ${done.toLocaleString("en")} / ${Math.max(done, total).toLocaleString("en")}`;
    process.stderr.write(terminal ? `\r${text}\u001b[K` : `${text}\n`);
  };
}

/** Ends a progress line. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}
