/**
 * The files of an index as Pagefind 1.6 reads them: CBOR (RFC 8949), structures as arrays by position, behind twelve
 * letters, compressed. Its own indexer reads pages of text and spends 18 s on 53,000 datasets; our words are numbers
 * already, and sorting and writing them takes 3 s. A test holds these files to what Pagefind itself writes.
 */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { spelled } from "../catalogue/search-terms.ts";

export interface File {
  path: string;
  content: Uint8Array;
}

/** What every name of Pagefind's begins with: its code for a language that it shall not know. */
export const PREFIX = "und_";

/** Pagefind's mark, then the content, compressed as Pagefind does. */
export const packed = (content: string | Uint8Array): Uint8Array =>
  gzipSync(Buffer.concat([Buffer.from("pagefind_dcd"), Buffer.from(content)]), { level: 9 });

/** Gives names by content: seven digits of its digest, or more where those are taken. */
export function naming(): (content: string | Uint8Array) => string {
  const taken = new Set<string>();
  return (content) => {
    const digest = createHash("sha1").update(content).digest("hex");
    let length = 7;
    while (taken.has(digest.slice(0, length))) length += 1;
    taken.add(digest.slice(0, length));
    return PREFIX + digest.slice(0, length);
  };
}

/** Writes what of CBOR an index needs. */
class Cbor {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  #head(major: number, value: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    const bytes = this.#bytes;
    if (value < 24) bytes[this.#length++] = major | value;
    else if (value < 0x100) {
      bytes[this.#length++] = major | 24;
      bytes[this.#length++] = value;
    } else if (value < 0x10000) {
      bytes[this.#length++] = major | 25;
      this.#length = bytes.writeUInt16BE(value, this.#length);
    } else {
      bytes[this.#length++] = major | 26;
      this.#length = bytes.writeUInt32BE(value, this.#length);
    }
  }

  /** A whole number between -2^32 and 2^32. */
  number(value: number): void {
    if (value < 0) this.#head(0x20, -1 - value);
    else this.#head(0x00, value);
  }

  /** ASCII alone: each letter is a byte. */
  text(value: string): void {
    this.#head(0x60, value.length);
    const end = this.#length + value.length;
    while (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#length += this.#bytes.write(value, this.#length, "latin1");
  }

  /** Begins an array of so many items. */
  array(items: number): void {
    this.#head(0x80, items);
  }

  /** What was written; the next writing begins anew. */
  take(): Uint8Array {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }
}

/** Which words stand where: two lists of one length, sorted by word, then by place, nothing twice. */
export interface Postings {
  /** Numbers of words. */
  words: Uint32Array;
  /** Page · `positions` + position on the page. */
  places: Uint32Array;
  /** Positions of a page, at most. */
  positions: number;
}

/** A weight of 1, the smallest: Pagefind writes weights among positions as -1 - weight. */
const SMALLEST_WEIGHT = -2;

/** Where the words of a chunk begin, and last where it ends: as many words as reach the size, at least one. */
function chunkFrom(start: number, { words, places, positions }: Postings, size: number): number[] {
  const bounds = [start];
  let page = -1;
  let numbers = 0;
  let place = start;
  for (; place < words.length; place += 1) {
    if (words[place] !== words[place - 1] && place > start) {
      if (numbers >= size) break;
      bounds.push(place);
      page = -1;
    }
    const here = Math.floor((places[place] as number) / positions);
    // The page, the weight and each position.
    numbers += here === page ? 1 : 3;
    page = here;
  }
  return [...bounds, place];
}

/** One word with its pages, each as its distance from the one before, and so the positions. */
function writeWord(cbor: Cbor, { words, places, positions }: Postings, from: number, to: number): void {
  const pageOf = (place: number): number => Math.floor((places[place] as number) / positions);
  const firsts: number[] = [];
  for (let place = from; place < to; place += 1) {
    if (place === from || pageOf(place) !== pageOf(place - 1)) firsts.push(place);
  }
  cbor.array(3);
  cbor.text(spelled(words[from] as number));
  cbor.array(firsts.length);
  let pageBefore = 0;
  for (const [index, first] of firsts.entries()) {
    const last = firsts[index + 1] ?? to;
    const page = pageOf(first);
    cbor.array(3);
    cbor.number(page - pageBefore);
    cbor.array(1 + last - first);
    cbor.number(SMALLEST_WEIGHT);
    let before = page * positions;
    for (let place = first; place < last; place += 1) {
      cbor.number((places[place] as number) - before);
      before = places[place] as number;
    }
    // Positions in fields of their own, and other spellings: none.
    cbor.array(0);
    pageBefore = page;
  }
  cbor.array(0);
}

/** What tells two neighbouring words apart: what they have in common and one letter more. */
function boundary(left: string, right: string): [left: string, right: string] {
  let common = 0;
  while (common < left.length && left[common] === right[common]) common += 1;
  return [left.slice(0, common + 1), right.slice(0, common + 1)];
}

/**
 * The chunks of words, and the file that says which chunk has a word and which pages there are.
 * @param version of Pagefind
 * @param pages name and number of words of each
 * @param chunkSize numbers in a chunk, about
 * @returns the files, the last of them being the one that names the others, and its name
 */
export function indexFiles(
  version: string,
  pages: readonly { name: string; words: number }[],
  postings: Postings,
  chunkSize: number,
): { files: File[]; name: string } {
  const { words } = postings;
  const cbor = new Cbor();
  const files: File[] = [];
  const nameOf = naming();
  const chunks: { from: string; to: string; name: string }[] = [];
  for (let start = 0; start < words.length; ) {
    const bounds = chunkFrom(start, postings, chunkSize);
    cbor.array(1);
    cbor.array(bounds.length - 1);
    for (let word = 1; word < bounds.length; word += 1) {
      writeWord(cbor, postings, bounds[word - 1] as number, bounds[word] as number);
    }
    const content = cbor.take();
    const name = nameOf(content);
    files.push({ path: `index/${name}.pf_index`, content: packed(content) });
    const end = bounds.at(-1) as number;
    const chunk = { from: spelled(words[start] as number), to: spelled(words[end - 1] as number), name };
    const before = chunks.at(-1);
    if (before) [before.to, chunk.from] = boundary(before.to, chunk.from);
    chunks.push(chunk);
    start = end;
  }
  cbor.array(6);
  cbor.text(version);
  cbor.array(pages.length);
  for (const page of pages) {
    cbor.array(3);
    cbor.text(page.name);
    cbor.number(page.words);
    cbor.text("");
  }
  cbor.array(chunks.length);
  for (const { from, to, name } of chunks) {
    cbor.array(3);
    cbor.text(from);
    cbor.text(to);
    cbor.text(name);
  }
  // Filters, orders and fields: none.
  for (let list = 0; list < 3; list += 1) cbor.array(0);
  const content = cbor.take();
  const name = naming()(content);
  files.push({ path: `pagefind.${name}.pf_meta`, content: packed(content) });
  return { files, name };
}
