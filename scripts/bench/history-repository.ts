import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Midnight of 2020-01-01 in Taipei, seconds since 1970; a commit follows every half hour. */
const FIRST_COMMIT = 1_577_808_000;
const BETWEEN_COMMITS = 1800;
const PEOPLE = 400;
/** Settings of nobody's: the same repository on every machine. */
const ENVIRONMENT = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** Lines whose text a commit may change, with their indent and what stands before the value. */
const CHANGEABLE =
  /^((?: {2})?(?:- | {2})?(title|description|fieldDescription|notes|numberOfData|modified|resourceDescription|resourceModified|downloadURL): )([^"'|>[{&*!#\s][^\n]*[^"'\s])$/gm;

/** Numbers from 0 up to, not including, `limit`, the same ones for the same seed (mulberry32). */
function numbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const dayOf = (number: number) =>
  new Date((FIRST_COMMIT + number * BETWEEN_COMMITS) * 1000).toISOString().slice(0, 10);

function withEdition(url: string, number: number): string {
  const plain = url.replace(/[?&]edition=\d+$/, "");
  return `${plain}${plain.includes("?") ? "&" : "?"}edition=${number}`;
}

/** A dataset's file with one field changed, as its officer would in the commit of that number. */
function change(text: string, number: number, pick: (limit: number) => number): string {
  const lines = [...text.matchAll(CHANGEABLE)];
  const line = lines[pick(lines.length)];
  if (!line) return `${text}notes: 第 ${number} 次修正\n`;
  const [all, before, field, value] = line as unknown as [string, string, string, string];
  const now =
    field === "numberOfData"
      ? String(1000 + number)
      : field === "modified" || field === "resourceModified"
        ? dayOf(number)
        : field === "downloadURL"
          ? withEdition(value, number)
          : `${value.replace(/（第 \d+ 版）$/, "")}（第 ${number} 版）`;
  return text.slice(0, line.index) + before + now + text.slice(line.index + all.length);
}

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** The head of a commit, for `git fast-import`. */
function commitHead(number: number, subject: string): string {
  const person = `officer${number % PEOPLE} <officer${number % PEOPLE}@example.gov.tw>`;
  const when = `${FIRST_COMMIT + number * BETWEEN_COMMITS} +0800`;
  return `commit refs/heads/main\nauthor ${person} ${when}\ncommitter ${person} ${when}\n${data(subject)}`;
}

/** Has git take in commits; at the end all of them are there. */
function openImport(folder: string) {
  const child = spawn("git", ["fast-import", "--quiet"], {
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(child, "close");
  let waiting = "";
  return {
    async write(text: string): Promise<void> {
      waiting += text;
      if (waiting.length < 1 << 20) return;
      const full = !child.stdin.write(waiting);
      waiting = "";
      if (full) await once(child.stdin, "drain");
    },
    async end(): Promise<void> {
      child.stdin.end(waiting);
      const [code] = await ended;
      if (code !== 0) throw new Error(`git fast-import: exit status ${code}`);
    },
  };
}

/**
 * Makes a repository with a catalogue's files and a long past: one commit adds everything, each further one changes
 * one field of one dataset. The same call makes the same commits.
 * @param root the catalogue whose files it gets
 * @param folder where it is made; must not exist
 * @param commits how many follow the first one
 */
export async function makeRepository(root: string, folder: string, commits: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run("git", ["init", "-q", "-b", "main", folder], { env: ENVIRONMENT });
  const files = new Map<string, string>();
  for (const place of ["agencies", "datasets", "platform"]) {
    for (const entry of await readdir(join(root, place), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith(".yaml")) continue;
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      files.set(path, await readFile(join(root, path), "utf8"));
    }
  }
  const paths = [...files.keys()].sort();
  const datasets = paths.filter((path) => path.startsWith("datasets/"));

  const { write, end } = openImport(folder);
  await write(commitHead(0, "目錄"));
  for (const path of paths) await write(`M 100644 inline ${path}\n${data(files.get(path)!)}`);
  const pick = numbers(1);
  for (let number = 1; number <= commits; number++) {
    const path = datasets[pick(datasets.length)]!;
    const text = change(files.get(path)!, number, pick);
    files.set(path, text);
    await write(`${commitHead(number, `更新 ${path.slice(9, -5)}`)}M 100644 inline ${path}\n${data(text)}`);
  }
  await end();
  // As a clone has it: one pack, and neither a commit graph nor bitmaps. A server packs what came in small pushes, each a
  // few loose objects, and searches what to build them from; an import builds each version from the one before it.
  const pack = ["-c", "repack.writeBitmaps=false", "repack", "-a", "-d", "-f", "-q"];
  await run("git", pack, { cwd: folder, env: ENVIRONMENT });
  await run("git", ["reset", "-q", "--hard"], { cwd: folder, env: ENVIRONMENT });
}

/** Adds a commit that changes one field of the first dataset of such a repository. */
export async function addCommit(folder: string, number: number): Promise<void> {
  const [path] = (
    await run("git", ["ls-files", "-z", "datasets"], { cwd: folder, maxBuffer: 1 << 26 })
  ).stdout.split("\0");
  const text = await readFile(join(folder, path!), "utf8");
  const { write, end } = openImport(folder);
  const head = `${commitHead(number, "更新")}from refs/heads/main^0\n`;
  await write(`${head}M 100644 inline ${path}\n${data(change(text, number, numbers(number)))}`);
  await end();
  await run("git", ["reset", "-q", "--hard"], { cwd: folder, env: ENVIRONMENT });
}
