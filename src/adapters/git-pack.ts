import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { inflateSync as inflateSmall } from "fflate";
import { fullTree, type Tree, treeFrom } from "./git-tree.ts";

/*
 * Reads trees from git's packs (gitformat-pack). Git's own comparison of a commit with the one before goes through every
 * entry of both their trees, which is half of all work of reading a long history. Whatever is odd is left to git: a pack
 * that can't be opened counts as none, and an object that can't be read as missing.
 */

const INDEX_MAGIC = 0xff744f63;
const INDEX_VERSION = 2;
const FANOUT = 8;
const NAMES = FANOUT + 256 * 4;

const TREE = 2;
const OFFSET_DELTA = 6;
const NAME_DELTA = 7;
/** Git builds none longer (`pack.depth`). */
const LONGEST_CHAIN = 4095;

const PIECE = 1 << 15;
/** So much of what follows comes with each piece, so that few objects lie across two. */
const OVERLAP = 1 << 10;
const MOST_PIECES = 1024;
/** So many bytes of trees are kept, one that tells only how it differs from another counting as so many. */
const KEPT_BYTES = 128 << 20;
const TREE_BYTES = 256;
/** Shorter trees in full are sooner read again than kept; each commit has one where a repository's root is small. */
const WORTH_KEEPING = 256;
/** Longest header of an object: its size, and the name of what it is built from. */
const HEADER = 64;
/** Below, setting zlib up costs more than it saves. */
const SMALL = 4096;

/** A tree as the pack holds it: how long when inflated, and where its deflated bytes begin. */
interface Header {
  size: number;
  /** Place of the object that it is built from. */
  base: number | undefined;
  data: number;
}

/** A pack and its index. */
export class Pack {
  readonly #index: Buffer;
  readonly #view: DataView;
  readonly #nameBytes: number;
  readonly #count: number;
  readonly #file: number;
  readonly #end: number;
  /** Trees by place, since others are built from them: those that were asked for lately, and those before. */
  #recent = new Map<number, Tree>();
  #earlier = new Map<number, Tree>();
  #keptBytes = 0;
  readonly #pieces = new Map<number, Buffer>();
  readonly #scratch = Buffer.alloc(SMALL);

  /**
   * @param path of the index, which ends with `.idx`
   * @param nameBytes of an object's name: 20, or 32 for SHA-256
   * @throws Error when it can't be read
   */
  constructor(path: string, nameBytes: number) {
    this.#index = readFileSync(path);
    this.#view = new DataView(this.#index.buffer, this.#index.byteOffset, this.#index.length);
    if (this.#view.getUint32(0) !== INDEX_MAGIC || this.#view.getUint32(4) !== INDEX_VERSION)
      throw new Error(`${path}: not an index of version ${INDEX_VERSION}`);
    this.#nameBytes = nameBytes;
    this.#count = this.#before(256);
    this.#file = openSync(path.replace(/\.idx$/, ".pack"), "r");
    this.#end = fstatSync(this.#file).size;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** How many objects' names begin with a byte below this one. */
  #before(byte: number): number {
    return byte === 0 ? 0 : this.#view.getUint32(FANOUT + (byte - 1) * 4);
  }

  /** Place of an object; undefined where the pack does not hold it. */
  find(name: Uint8Array): number | undefined {
    let low = this.#before(name[0]!);
    let high = this.#before(name[0]! + 1);
    const first = name[1]! * 2 ** 24 + ((name[2]! << 16) | (name[3]! << 8) | name[4]!);
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = NAMES + middle * this.#nameBytes;
      // Nearly always the word behind the first byte tells.
      let order = this.#view.getUint32(at + 1) - first;
      if (order === 0) order = this.#index.compare(name, 0, this.#nameBytes, at, at + this.#nameBytes);
      if (order === 0) return this.#placeOf(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #placeOf(number: number): number {
    // Names and check sums stand before the places, and those of large packs behind them.
    const places = NAMES + this.#count * (this.#nameBytes + 4);
    const place = this.#view.getUint32(places + number * 4);
    if (place < 2 ** 31) return place;
    return Number(this.#view.getBigUint64(places + this.#count * 4 + (place - 2 ** 31) * 8));
  }

  /** The pack's bytes from a place on: so many at least, unless it ends before. */
  #bytesAt(place: number, least: number): Buffer {
    const number = Math.floor(place / PIECE);
    const within = place - number * PIECE;
    if (within + least > PIECE + OVERLAP) return this.#readBytes(place, least);
    let piece = this.#pieces.get(number);
    if (!piece) {
      if (this.#pieces.size === MOST_PIECES) this.#pieces.clear();
      piece = this.#readBytes(number * PIECE, PIECE + OVERLAP);
      this.#pieces.set(number, piece);
    }
    return piece.subarray(within);
  }

  #readBytes(place: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(Math.max(Math.min(length, this.#end - place), 0));
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(this.#file, bytes, at, bytes.length - at, place + at);
      if (read === 0) throw new Error("the pack ends too early");
      at += read;
    }
    return bytes;
  }

  #headerAt(place: number): Header {
    const bytes = this.#bytesAt(place, HEADER);
    let at = 0;
    let byte = bytes[at++]!;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let factor = 16; byte & 128; factor *= 128) {
      byte = bytes[at++]!;
      size += (byte & 127) * factor;
    }
    let base: number | undefined;
    if (type === OFFSET_DELTA) {
      byte = bytes[at++]!;
      let back = byte & 127;
      while (byte & 128) {
        byte = bytes[at++]!;
        back = (back + 1) * 128 + (byte & 127);
      }
      base = place - back;
    } else if (type === NAME_DELTA) {
      base = this.find(bytes.subarray(at, at + this.#nameBytes));
      at += this.#nameBytes;
      if (base === undefined) throw new Error("what it is built from is in another pack");
    } else if (type !== TREE) throw new Error("not a tree");
    return { size, base, data: place + at };
  }

  /** What an object holds, inflated; valid until the next call. */
  #inflate({ size, data }: Header): Buffer {
    // Deflated, a text is at most a little longer than it was; a zlib header of two bytes stands before it.
    const bytes = this.#bytesAt(data, size + (size >> 10) + HEADER);
    const inflated =
      size > SMALL
        ? inflateSync(bytes, { maxOutputLength: size })
        : inflateSmall(bytes.subarray(2), { out: this.#scratch.subarray(0, size) });
    if (inflated.length !== size) throw new Error("wrong size");
    return size > SMALL ? (inflated as Buffer) : this.#scratch.subarray(0, size);
  }

  #kept(place: number): Tree | undefined {
    const recent = this.#recent.get(place);
    if (recent) return recent;
    const earlier = this.#earlier.get(place);
    if (earlier) this.#keep(place, earlier);
    return earlier;
  }

  #keep(place: number, tree: Tree): void {
    this.#recent.set(place, tree);
    this.#keptBytes += TREE_BYTES + (tree.base ? 0 : tree.full.bytes.length);
    if (this.#keptBytes <= KEPT_BYTES / 2) return;
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#keptBytes = 0;
  }

  /**
   * Reads a tree.
   * @param place as `find` gives it
   * @throws Error when it is none, or damaged
   */
  readTree(place: number): Tree {
    const chain: [place: number, header: Header][] = [];
    let tree: Tree | undefined;
    for (let at: number | undefined = place; at !== undefined; at = chain.at(-1)![1].base) {
      tree = this.#kept(at);
      if (tree) break;
      if (chain.push([at, this.#headerAt(at)]) > LONGEST_CHAIN) throw new Error("built from too many others");
    }
    for (const [at, header] of chain.reverse()) {
      const bytes = this.#inflate(header);
      tree = tree ? treeFrom(tree, bytes) : fullTree(Buffer.from(bytes), this.#nameBytes);
      if (tree.base || tree.full.bytes.length >= WORTH_KEEPING) this.#keep(at, tree);
    }
    return tree!;
  }
}
