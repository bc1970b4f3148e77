import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/*
 * Several files change together or not at all. The new ones are written apart first, and a list of them last; only then does
 * each go to its place. A run that ends before the list is there has changed nothing; one that ends later is finished by the
 * next run, before it reads anything. So counts and the ledger of what was counted never differ.
 */

const APART = "usage/.next";
const LIST = `${APART}/list.json`;

interface Listed {
  /** Paths below the folder. */
  written: string[];
  removed: string[];
}

async function writeThrough(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const isPath = (value: unknown) => typeof value === "string" && /^usage\/[a-z0-9/-]{1,60}\.json$/.test(value);

function readList(text: string): Listed {
  const value = JSON.parse(text) as Partial<Listed>;
  const { written = [], removed = [] } = value;
  if (![...written, ...removed].every(isPath)) throw new Error(`${LIST} 的內容不對`);
  return { written, removed };
}

async function putInPlace(folder: string, { written, removed }: Listed): Promise<void> {
  for (const path of written) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rename(join(folder, APART, path), join(folder, path)).catch((cause: NodeJS.ErrnoException) => {
      // It went to its place before the earlier run ended.
      if (cause.code !== "ENOENT") throw cause;
    });
  }
  for (const path of removed) await rm(join(folder, path), { force: true });
  await rm(join(folder, APART), { recursive: true, force: true });
}

/** Finishes what an earlier run left, or takes it back. To be called before anything is read. */
export async function recover(folder: string): Promise<void> {
  const list = await readFile(join(folder, LIST), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
  if (list !== undefined) await putInPlace(folder, readList(list));
  else await rm(join(folder, APART), { recursive: true, force: true });
}

/**
 * Writes and removes files below a folder, all or none.
 * @param files text by path, such as usage/days/2026-03-01.json
 */
export async function commit(
  folder: string,
  files: ReadonlyMap<string, string>,
  removed: readonly string[],
): Promise<void> {
  for (const [path, text] of files) await writeThrough(join(folder, APART, path), text);
  const list: Listed = { written: [...files.keys()], removed: [...removed] };
  await writeThrough(join(folder, `${LIST}.new`), JSON.stringify(list));
  await rename(join(folder, `${LIST}.new`), join(folder, LIST));
  await putInPlace(folder, list);
}
