import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { planKindOf, SHOWCASES } from "../catalogue/plan/paths.ts";
import { toVocabularies, VOCABULARY_NAMES, type Vocabularies } from "../catalogue/vocabulary.ts";

/** A platform folder that can't be read; the message is for people, in Chinese. */
export class PlatformError extends Error {
  readonly file: string;
  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

/** A file below the catalogue's root. */
export interface TreeFile {
  /** Path below the root, with `/`. */
  path: string;
  kind: "file" | "symlink" | "other";
}

// Folders and files are small and many: to wait for each in turn takes longer than to read it.
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
}

const kindOf = (entry: Dirent): TreeFile["kind"] =>
  entry.isSymbolicLink() ? "symlink" : entry.isFile() ? "file" : "other";

function walk(root: string, folder: string, into: TreeFile[]): void {
  for (const entry of list(join(root, folder))) {
    if (entry.name.startsWith(".")) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(root, path, into);
    else into.push({ path, kind: kindOf(entry) });
  }
}

/** Files of a catalogue, in byte order of their paths. */
export interface CatalogueFiles {
  datasets: TreeFile[];
  agencies: TreeFile[];
  /** Those of platform/ that belong to the action plan. */
  platform: TreeFile[];
}

/**
 * Lists every file of datasets/ and agencies/, and those of platform/ that belong to the action plan; symbolic links are
 * never followed.
 * @param root the catalogue's root
 */
export async function listCatalogueFiles(root: string): Promise<CatalogueFiles> {
  const datasets: TreeFile[] = [];
  const agencies: TreeFile[] = [];
  const platform: TreeFile[] = [];
  walk(root, "datasets", datasets);
  walk(root, "agencies", agencies);
  for (const entry of list(join(root, "platform"))) {
    const path = `platform/${entry.name}`;
    if (planKindOf(path)) platform.push({ path, kind: kindOf(entry) });
  }
  walk(root, SHOWCASES, platform);
  return { datasets, agencies, platform };
}

/**
 * Reads `platform/vocabularies/` of a catalogue.
 * @throws VocabularyError for a malformed list, and the file system's error for a missing one
 */
export async function loadVocabularies(root: string): Promise<Vocabularies> {
  const parsed: Record<string, unknown> = {};
  for (const name of VOCABULARY_NAMES) {
    const text = await readFile(join(root, "platform", "vocabularies", `${name}.yaml`), "utf8");
    parsed[name] = load(text, { schema: FAILSAFE_SCHEMA });
  }
  return toVocabularies(parsed);
}

/** Bytes of a file below the root; undefined when it does not exist. */
export function bytesOf(root: string, path: string): Uint8Array | undefined {
  try {
    return readFileSync(join(root, path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** The same for whoever may have to wait for bytes from elsewhere. */
export const readBytes = async (root: string, path: string): Promise<Uint8Array | undefined> =>
  bytesOf(root, path);

/** For so long a change may leave the times of a file as they were, since those go in steps. */
const YOUNG_MS = 1000;

/** What the file system says of a file: no change leaves all of it as it was, which git's index relies on as well. */
export type FileState = [inode: number, bytes: number, modifiedMs: number, changedMs: number];

/** Whether a file is as it was. */
export const isSameState = (one: FileState, other: FileState | undefined): boolean =>
  other !== undefined && one.every((value, at) => value === other[at]);

/** @returns undefined where there is no such file, or it changed a moment ago and may change again without a trace */
export function stateOf(root: string, path: string): FileState | undefined {
  const now = Date.now();
  // Asked of every dataset: to join the paths takes half as long as the question itself.
  const stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  if (!stats || stats.ctimeMs > now - YOUNG_MS) return undefined;
  return [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs];
}

/** Every file below a folder, its links not followed; none where there is no such folder. */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
}

/** Writes a file, whole or not at all, and the folders above it. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const own = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(own, content);
    await rename(own, file);
  } catch (cause) {
    await rm(own, { force: true });
    throw cause;
  }
}
