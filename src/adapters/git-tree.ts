/*
 * Trees as packs hold them: most tell only how they differ from another one, and hardly ever in more than the names of some
 * objects. So two that go back to the same one are told apart by these differences alone, however many entries they have.
 */

/** Another object of an entry. */
interface Patch {
  /** Number of the entry. */
  number: number;
  /** Name of the object, in hexadecimal. */
  object: string;
}

/** A tree in full, or one with the same entries as that but for the names of some objects. */
export interface Tree {
  full: FullTree;
  /** What it is built from; undefined for the tree in full itself. */
  base: Tree | undefined;
  patches: readonly Patch[];
  /** How many trees it is away from the one in full. */
  depth: number;
}

/** A tree whose bytes are at hand. */
interface FullTree {
  bytes: Buffer;
  /** Bytes of an object's name. */
  nameBytes: number;
  /** Asked for by `entriesOf`. */
  entries: Entries | undefined;
  /** By number of an entry: the least depth of a tree that gives it another object; undefined where there is no such tree. */
  shallowest: Uint16Array | undefined;
}

/** Deeper than any tree. */
const NOT_YET = 0xffff;

/** Where the entries of a tree stand: `mode name\0` and the name of the object in bytes. */
export interface Entries {
  /** Place of each one's first byte. */
  starts: number[];
  /** Place of the NUL behind each one's name. */
  ends: number[];
}

/** A tree whose bytes are at hand. */
export function fullTree(bytes: Buffer, nameBytes: number): Tree {
  const full = { bytes, nameBytes, entries: undefined, shallowest: undefined };
  return { full, base: undefined, patches: [], depth: 0 };
}

/**
 * Entries of a tree.
 * @throws Error when it ends too early
 */
export function entriesOf({ full }: Tree): Entries {
  if (full.entries) return full.entries;
  const { bytes, nameBytes } = full;
  const entries: Entries = { starts: [], ends: [] };
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end + nameBytes >= bytes.length) throw new Error("a tree ends too early");
    entries.starts.push(at);
    entries.ends.push(end);
    at = end + 1 + nameBytes;
  }
  full.entries = entries;
  return entries;
}

/** Number of the entry that a byte belongs to. */
function entryAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A tree's bytes, all of them. */
export function bytesOf(tree: Tree): Buffer {
  const { full } = tree;
  if (!tree.base) return full.bytes;
  const bytes = Buffer.from(full.bytes);
  const { ends } = entriesOf(tree);
  const path: Tree[] = [];
  for (let one: Tree | undefined = tree; one; one = one.base) path.push(one);
  for (const { patches } of path.reverse())
    for (const { number, object } of patches) bytes.write(object, ends[number]! + 1, "hex");
  return bytes;
}

/** Name of the object of an entry, in hexadecimal. */
export function objectAt(tree: Tree, number: number): string {
  const { full } = tree;
  const shallowest = full.shallowest?.[number] ?? NOT_YET;
  for (let one = tree; one.depth >= shallowest; one = one.base!) {
    for (const patch of one.patches) if (patch.number === number) return patch.object;
  }
  const from = entriesOf(tree).ends[number]! + 1;
  return full.bytes.toString("hex", from, from + full.nameBytes);
}

/** What is done with the pieces of what a delta builds, each at its place; false ends the reading. */
interface Builder {
  /** A piece of the tree that it is built from. */
  copy: (at: number, from: number, count: number) => boolean;
  /** Bytes of the delta's own. */
  insert: (at: number, bytes: Buffer) => boolean;
}

/**
 * Reads a delta (gitformat-pack, "Deltified representation").
 * @param baseLength of what it is applied to
 * @param builder for so many bytes
 * @throws Error when it is damaged, or of another object
 */
function readDelta(
  delta: Buffer,
  baseLength: number,
  builder: (length: number) => Builder | undefined,
): void {
  let place = 0;
  const readSize = () => {
    let size = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = delta[place++]!;
      size += (byte & 127) * factor;
      if (!(byte & 128)) return size;
    }
  };
  if (readSize() !== baseLength) throw new Error("built from another one");
  const length = readSize();
  const built = builder(length);
  if (!built) return;
  let at = 0;
  while (place < delta.length) {
    const code = delta[place++]!;
    if (code & 128) {
      let [from, count] = [0, 0];
      for (let bit = 0; bit < 4; bit++) if (code & (1 << bit)) from += delta[place++]! * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit++) if (code & (16 << bit)) count += delta[place++]! << (8 * bit);
      count ||= 0x10000;
      if (!(from + count <= baseLength && at + count <= length)) throw new Error("copies too much");
      if (!built.copy(at, from, count)) return;
      at += count;
    } else {
      if (code === 0 || place + code > delta.length || at + code > length) throw new Error("no instruction");
      if (!built.insert(at, delta.subarray(place, place + code))) return;
      place += code;
      at += code;
    }
  }
  if (at !== length) throw new Error("wrong size");
}

/**
 * The patches that a delta amounts to.
 * @returns undefined where it does more than give entries other objects
 */
function patchesOf(base: Tree, delta: Buffer): Patch[] | undefined {
  const { bytes: old, nameBytes } = base.full;
  const { starts, ends } = entriesOf(base);
  const patches: Patch[] = [];
  let isAll = false;
  const insert = (at: number, bytes: Buffer): boolean => {
    const to = at + bytes.length;
    for (let number = entryAt(starts, at); starts[number]! < to; number++) {
      // Modes and names stay as they are in the tree in full.
      const name = ends[number]! + 1;
      for (let i = Math.max(starts[number]!, at); i < Math.min(name, to); i++)
        if (bytes[i - at] !== old[i]) return false;
      const [first, last] = [Math.max(name, at), Math.min(name + nameBytes, to)];
      if (first >= last) continue;
      const own = bytes.toString("hex", first - at, last - at);
      if (last - first === nameBytes) {
        patches.push({ number, object: own });
        continue;
      }
      // Another part of the same name may have been told before.
      const known = patches.at(-1)?.number === number ? patches.pop()!.object : objectAt(base, number);
      const object = known.slice(0, (first - name) * 2) + own + known.slice((last - name) * 2);
      patches.push({ number, object });
    }
    isAll = to === old.length;
    return true;
  };
  const copy = (at: number, from: number, count: number) => {
    isAll = from === at && at + count === old.length;
    return from === at;
  };
  readDelta(delta, old.length, (length) => (length === old.length ? { copy, insert } : undefined));
  return isAll ? patches : undefined;
}

/**
 * Builds a tree from another one.
 * @throws Error when the delta is damaged, or of another tree
 */
export function treeFrom(base: Tree, delta: Buffer): Tree {
  const { full } = base;
  const patches = patchesOf(base, delta);
  if (patches) {
    const depth = base.depth + 1;
    full.shallowest ??= new Uint16Array(entriesOf(base).starts.length).fill(NOT_YET);
    for (const { number } of patches) full.shallowest[number] = Math.min(full.shallowest[number]!, depth);
    return { full, base, patches, depth };
  }
  const old = bytesOf(base);
  let built = Buffer.alloc(0);
  readDelta(delta, old.length, (length) => {
    built = Buffer.allocUnsafe(length);
    return {
      copy: (at, from, count) => old.copy(built, at, from, from + count) === count,
      insert: (at, bytes) => bytes.copy(built, at) === bytes.length,
    };
  });
  return fullTree(built, full.nameBytes);
}

/**
 * Numbers of the entries that have another object in one of two trees, in their order.
 * @returns undefined where that is not all that may differ
 */
export function differingEntries(one: Tree, other: Tree): number[] | undefined {
  if (one.full !== other.full) return undefined;
  const numbers = new Set<number>();
  for (let [a, b] = [one, other]; a !== b; ) {
    const isOwn = a.depth >= b.depth;
    for (const { number } of (isOwn ? a : b).patches) numbers.add(number);
    if (isOwn) a = a.base!;
    else b = b.base!;
  }
  // What one patch changed another may have changed back.
  return [...numbers]
    .filter((number) => objectAt(one, number) !== objectAt(other, number))
    .sort((a, b) => a - b);
}
