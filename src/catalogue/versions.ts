import type { DatasetFile } from "./catalogue.ts";
import { readQuietly } from "./check-catalogue.ts";
import { type Deed, deedBetween, withoutSame } from "./history.ts";
import { readPlain } from "./plain-yaml.ts";
import { normalise } from "./schema/fields.ts";

type Written = Record<string, unknown>;

/** A version of a dataset's file. What was found out about it serves the comparison with the next one. */
export interface Version {
  /** Undefined where there is no such file any more. */
  bytes: Uint8Array | undefined;
  /** What was read, kept in a list since it may be nothing. */
  read?: [Written | undefined];
  /** Undefined until somebody asks; `doubtful` where it can't be compared in parts. */
  outline?: Outline | "doubtful" | undefined;
}

/** What is known of a file that is written the plain way and whose fields' names have no dots. */
interface Outline {
  fields: Set<string>;
  /** Identifiers of its distributions; undefined where they don't tell these apart. */
  ids: Set<string> | undefined;
}

const NEWLINE = 10;
const SPACE = 32;
const DASH = 45;
const HEAD = "distribution:\n";
const HEAD_BYTES = new TextEncoder().encode(HEAD);
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Tells what was done to a dataset between two versions of its file; one that can't be read counts as empty.
 * Versions are best compared from the newest to the oldest, each as `before` and then as `after`.
 * @returns undefined where nothing changed in any field
 */
export function compareDatasetVersions(
  identifier: string,
  before: Version,
  after: Version,
): Deed | undefined {
  if (before === after) return undefined;
  const [was, is] = compareParts(before, after) ?? [readOnce(before), readOnce(after)];
  const file = (written: Written | undefined) =>
    (written ? normalise("dataset", written) : { identifier, title: "", distribution: [] }) as DatasetFile;
  const [old, now] = was && is ? withoutSame(was, is) : [was, is];
  return deedBetween(file(old), file(now));
}

function readOnce(version: Version): Written | undefined {
  version.read ??= [version.bytes && readQuietly(version.bytes)];
  return version.read[0];
}

function plainIn(bytes: Uint8Array, head = ""): Written | undefined {
  try {
    return readPlain(head + UTF8.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Adds the identifiers of distributions to others; false where they don't tell all of them apart. */
function addIds(distributions: unknown, ids: Set<string>): boolean {
  if (!Array.isArray(distributions)) return false;
  for (const item of distributions) {
    const id = (item as Written).resourceID;
    if (typeof id !== "string" || id === "" || ids.has(id)) return false;
    // Text behind a dot could be taken for a part of the identifier.
    for (const field in item) if (field.includes(".")) return false;
    ids.add(id);
  }
  return true;
}

function idsOf({ distribution }: Written): Set<string> | undefined {
  const ids = new Set<string>();
  return addIds(distribution, ids) ? ids : undefined;
}

function outlineOf(version: Version): Outline | "doubtful" {
  const value = version.bytes && plainIn(version.bytes);
  if (!value) return "doubtful";
  version.read = [value];
  const fields = Object.keys(value);
  if (fields.some((field) => field.includes("."))) return "doubtful";
  return { fields: new Set(fields), ids: idsOf(value) };
}

/**
 * Reads of two versions only the fields and distributions about the place where they differ, which is most of the work
 * saved. In a file that is written the plain way, a letter at a line's beginning begins a field, and each can be read by
 * itself; so what is the same before and behind need not be read again, and `withoutSame` would leave it out.
 * @returns undefined where only the whole versions can be compared
 */
function compareParts(before: Version, after: Version): [Written, Written] | undefined {
  after.outline ??= outlineOf(after);
  const { outline } = after;
  if (outline === "doubtful" || !before.bytes || before.bytes.at(-1) !== NEWLINE) return undefined;
  const cut = cutSame(before.bytes, after.bytes!, outline.ids !== undefined);
  const was = plainIn(cut.before, cut.head);
  const is = was && plainIn(cut.after, cut.head);
  // The outline passes from the later version, which nobody asks again, to the earlier one.
  after.outline = undefined;
  if (!is) return undefined;
  const { fields } = outline;
  for (const field of Object.keys(is)) fields.delete(field);
  for (const field of Object.keys(was)) {
    if (fields.has(field) || field.includes(".")) return undefined;
    fields.add(field);
  }
  let { ids } = outline;
  if (cut.head === "") {
    if ("distribution" in was || "distribution" in is) ids = idsOf(was);
  } else {
    const own = idsOf(is);
    if (!own || !ids) return undefined;
    for (const id of own) ids.delete(id);
    if (!addIds(was.distribution, ids)) return undefined;
  }
  before.outline = { fields, ids };
  return [was, is];
}

const isLetter = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90));

/** The parts of two texts that differ, in whole fields; with a head, the first are distributions without their field's name. */
function cutSame(
  before: Uint8Array,
  after: Uint8Array,
  inItems: boolean,
): { before: Uint8Array; after: Uint8Array; head: string } {
  const least = Math.min(before.length, after.length);
  let same = 0;
  while (same < least && before[same] === after[same]) same++;
  let start = Math.max(same - 1, 0);
  while (start > 0 && !(after[start - 1] === NEWLINE && isLetter(after[start]))) start--;
  const shift = before.length - after.length;
  // From here on both are the same again; neither part may end before it begins.
  let again = after.length;
  const lowest = start + Math.max(-shift, 0);
  while (again > lowest && after[again - 1] === before[again - 1 + shift]) again--;
  let end = again + 1;
  while (end < after.length && !(after[end - 1] === NEWLINE && isLetter(after[end]))) end++;
  end = Math.min(end, after.length);
  const part = (from: number, to: number, head: string) => ({
    before: before.subarray(from, to + shift),
    after: after.subarray(from, to),
    head,
  });
  const first = start + HEAD_BYTES.length;
  if (!inItems || first >= same || HEAD_BYTES.some((byte, at) => after[start + at] !== byte)) {
    return part(start, end, "");
  }
  let indent = 0;
  while (after[first + indent] === SPACE) indent++;
  const isItem = (at: number) => {
    if (after[at - 1] !== NEWLINE || after[at + indent] !== DASH || after[at + indent + 1] !== SPACE)
      return false;
    for (let i = at; i < at + indent; i++) if (after[i] !== SPACE) return false;
    return true;
  };
  let from = same - indent - 2;
  while (from > first && !isItem(from)) from--;
  if (indent === 0 || from < first || !isItem(from) || !isWithin(after, first, from))
    return part(start, end, "");
  let to = Math.max(again, from + Math.max(-shift, 0)) + 1;
  while (to < end && !isItem(to)) to++;
  const ends = to < end && isWithin(after, from, to) && isWithin(before, from, to + shift);
  return part(from, ends ? to : end, HEAD);
}

/** Whether each line that begins behind a place, up to another one, is indented. */
function isWithin(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === NEWLINE && bytes[at + 1] !== SPACE) return false;
  return true;
}
