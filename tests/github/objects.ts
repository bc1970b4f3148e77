import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";

/*
 * The objects of a repository and its forks. They stay in memory until git itself has to see them, and then go to the
 * disk: a few as loose files, many as one pack. A file for each object at once would make a simulated year of ten
 * thousand pull requests wait for the disk.
 */

/** Kinds of objects that the double reads and writes. */
export type ObjectKind = "blob" | "tree" | "commit" | "tag";

export interface TreeEntry {
  mode: string;
  name: string;
  oid: string;
}

/** An entry whose name is no UTF-8 keeps its bytes beside the readable name. */
export type StoredEntry = TreeEntry & { raw?: Buffer };

export interface Signature {
  name: string;
  email: string;
  /** ISO 8601; git keeps whole seconds. */
  date: string;
}

export interface CommitInfo {
  oid: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface Objects {
  kind(oid: string): ObjectKind | undefined;
  read(oid: string): { kind: ObjectKind; content: Buffer };
  write(kind: ObjectKind, content: Buffer): string;
  /** Entries in git's order. */
  writeTree(entries: readonly StoredEntry[]): string;
  tree(oid: string): Map<string, StoredEntry>;
  commit(oid: string): CommitInfo;
  /** 1 + the greatest of the parents'. */
  generation(oid: string): number;
  /** Writes everything to the disk, for git. */
  flush(): void;
}

/** Nothing of the machine's own git configuration counts here. */
export const GIT_ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_LITERAL_PATHSPECS: "1",
  LC_ALL: "C.UTF-8",
};

export const OBJECT_NAME = /^[0-9a-f]{40}$/;
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
/** Entries of trees that stay in memory, over all trees. */
const CACHED_ENTRIES = 500_000;
/** From here on objects go into a pack. */
const PACKED_FROM = 200;
const MOST_IN_MEMORY = 64 * 2 ** 20;
const PACK_TYPES: Record<ObjectKind, number> = { commit: 1, tree: 2, blob: 3, tag: 4 };

interface Stored {
  kind: ObjectKind;
  content: Buffer;
}

/** A pack's entries begin with their type and size, seven bits a byte. */
function packHeader(kind: ObjectKind, size: number): Buffer {
  const bytes: number[] = [];
  let byte = (PACK_TYPES[kind] << 4) | (size & 15);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 128);
    byte = rest & 127;
  }
  return Buffer.from([...bytes, byte]);
}

function parseTree(content: Buffer): Map<string, StoredEntry> {
  const entries = new Map<string, StoredEntry>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const end = content.indexOf(0, space);
    const raw = content.subarray(space + 1, end);
    const name = raw.toString("utf8");
    const entry: StoredEntry = {
      mode: content.subarray(at, space).toString("latin1").padStart(6, "0"),
      name,
      oid: content.subarray(end + 1, end + 21).toString("hex"),
    };
    if (name.includes("\ufffd") && !Buffer.from(name).equals(raw)) entry.raw = Buffer.from(raw);
    entries.set(name, entry);
    at = end + 21;
  }
  return entries;
}

function parseCommit(oid: string, content: Buffer): CommitInfo {
  const text = content.toString("utf8");
  const end = text.indexOf("\n\n");
  const nobody = { name: "", email: "", date: "" };
  const info: CommitInfo = {
    oid,
    tree: "",
    parents: [],
    author: nobody,
    committer: nobody,
    message: text.slice(end + 2),
  };
  for (const line of text.slice(0, end).split("\n")) {
    const key = line.slice(0, line.indexOf(" "));
    const value = line.slice(key.length + 1);
    if (key === "tree") info.tree = value;
    else if (key === "parent") info.parents.push(value);
    else if (key === "author" || key === "committer") {
      const [, name = "", email = "", seconds = "0"] = /^(.*?) ?<([^>]*)> (-?\d+)/.exec(value) ?? [];
      const date = new Date(Number(seconds) * 1000);
      const iso = Number.isNaN(date.getTime()) ? "1970-01-01T00:00:00Z" : date.toISOString();
      info[key] = { name, email, date: iso.replace(".000Z", "Z") };
    }
  }
  return info;
}

/**
 * Opens a store.
 * @param folder where git keeps the objects
 * @param repository bare repository to which the folder belongs
 * @param prepare makes the repository on the disk where it is not there yet
 */
export function openObjects(folder: string, repository: string, prepare: () => void): Objects {
  const pending = new Map<string, Stored>();
  let pendingBytes = 0;
  /** Objects that went to the disk, and where they lie in a pack of ours. */
  const written = new Map<string, { pack: string; kind: ObjectKind; from: number; to: number } | "loose">();
  const trees = new Map<string, Map<string, StoredEntry>>();
  let cachedEntries = 0;
  const commits = new Map<string, CommitInfo>();
  const generations = new Map<string, number>();
  const fileOf = (oid: string) => join(folder, oid.slice(0, 2), oid.slice(2));

  function keepTree(oid: string, entries: Map<string, StoredEntry>): void {
    if (cachedEntries > CACHED_ENTRIES) {
      trees.clear();
      cachedEntries = 0;
    }
    trees.set(oid, entries);
    cachedEntries += entries.size;
  }

  function readIfThere(oid: string): Stored | undefined {
    const waiting = pending.get(oid);
    if (waiting) return waiting;
    if (oid === EMPTY_TREE) return { kind: "tree", content: Buffer.alloc(0) };
    if (!OBJECT_NAME.test(oid)) return undefined;
    const place = written.get(oid);
    if (place && place !== "loose") {
      const bytes = Buffer.alloc(place.to - place.from);
      const file = openSync(join(folder, "pack", `pack-${place.pack}.pack`), "r");
      readSync(file, bytes, 0, bytes.length, place.from);
      closeSync(file);
      return { kind: place.kind, content: inflateSync(bytes) };
    }
    if (existsSync(fileOf(oid))) {
      const bytes = inflateSync(readFileSync(fileOf(oid)));
      const end = bytes.indexOf(0);
      const [kind] = bytes.subarray(0, end).toString("latin1").split(" ");
      return { kind: kind as ObjectKind, content: bytes.subarray(end + 1) };
    }
    if (!existsSync(repository)) return undefined;
    const found = spawnSync("git", ["--git-dir", repository, "cat-file", "--batch"], {
      env: GIT_ENVIRONMENT,
      input: `${oid}\n`,
      maxBuffer: 2 ** 30,
    }).stdout;
    const end = found.indexOf(10);
    const [, kind, size] = found.subarray(0, end).toString("latin1").split(" ");
    if (size === undefined) return undefined;
    return { kind: kind as ObjectKind, content: found.subarray(end + 1, end + 1 + Number(size)) };
  }

  function writeLoose(): void {
    for (const [oid, { kind, content }] of pending) {
      const file = fileOf(oid);
      written.set(oid, "loose");
      if (existsSync(file)) continue;
      mkdirSync(dirname(file), { recursive: true });
      const header = Buffer.from(`${kind} ${content.length}\0`, "latin1");
      writeFileSync(file, deflateSync(Buffer.concat([header, content]), { level: 1 }), { mode: 0o444 });
    }
  }

  function writePack(): void {
    const head = Buffer.alloc(12);
    head.write("PACK");
    head.writeUInt32BE(2, 4);
    head.writeUInt32BE(pending.size, 8);
    const parts: Buffer[] = [head];
    let at = head.length;
    const places = new Map<string, { kind: ObjectKind; from: number; to: number }>();
    for (const [oid, { kind, content }] of pending) {
      const header = packHeader(kind, content.length);
      const body = deflateSync(content, { level: 1 });
      parts.push(header, body);
      places.set(oid, { kind, from: at + header.length, to: at + header.length + body.length });
      at += header.length + body.length;
    }
    const bytes = Buffer.concat(parts);
    const sum = createHash("sha1").update(bytes).digest();
    const { status, stdout, stderr } = spawnSync("git", ["--git-dir", repository, "index-pack", "--stdin"], {
      env: GIT_ENVIRONMENT,
      input: Buffer.concat([bytes, sum]),
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(`git index-pack: ${stderr}`);
    const pack = stdout.toString().trim().split("\t")[1]!;
    for (const [oid, place] of places) written.set(oid, { pack, ...place });
  }

  const objects: Objects = {
    kind(oid) {
      if (commits.has(oid)) return "commit";
      if (trees.has(oid)) return "tree";
      return readIfThere(oid)?.kind;
    },
    read(oid) {
      const found = readIfThere(oid);
      if (!found) throw new Error(`no object ${oid}`);
      return found;
    },
    write(kind, content) {
      const header = Buffer.from(`${kind} ${content.length}\0`, "latin1");
      const oid = createHash("sha1").update(header).update(content).digest("hex");
      if (written.has(oid) || pending.has(oid)) return oid;
      pending.set(oid, { kind, content });
      pendingBytes += content.length;
      if (pendingBytes > MOST_IN_MEMORY) objects.flush();
      return oid;
    },
    flush() {
      if (pending.size === 0) return;
      prepare();
      if (pending.size < PACKED_FROM) writeLoose();
      else writePack();
      pending.clear();
      pendingBytes = 0;
    },
    writeTree(entries) {
      const heads = entries.map(({ mode, name }) => `${mode.replace(/^0+/, "")} ${name}`);
      const lengths = entries.map(({ raw, mode }, index) =>
        raw ? mode.replace(/^0+/, "").length + 1 + raw.length : Buffer.byteLength(heads[index]!),
      );
      const content = Buffer.alloc(lengths.reduce((sum, length) => sum + length + 21, 0));
      let at = 0;
      for (const [index, { raw, oid }] of entries.entries()) {
        const length = lengths[index]!;
        content.write(heads[index]!, at);
        raw?.copy(content, at + length - raw.length);
        // A readable name may be longer than its bytes.
        content[at + length] = 0;
        content.write(oid, at + length + 1, "hex");
        at += length + 21;
      }
      const oid = objects.write("tree", content);
      if (!trees.has(oid)) keepTree(oid, new Map(entries.map((entry) => [entry.name, entry])));
      return oid;
    },
    tree(oid) {
      const known = trees.get(oid);
      if (known) return known;
      const entries = parseTree(objects.read(oid).content);
      keepTree(oid, entries);
      return entries;
    },
    commit(oid) {
      const known = commits.get(oid);
      if (known) return known;
      const { kind, content } = objects.read(oid);
      if (kind !== "commit") throw new Error(`${oid} is a ${kind}, no commit`);
      const info = parseCommit(oid, content);
      commits.set(oid, info);
      return info;
    },
    generation(oid) {
      const waiting = [oid];
      while (waiting.length > 0) {
        const top = waiting.at(-1)!;
        const { parents } = objects.commit(top);
        const missing = parents.filter((parent) => !generations.has(parent));
        if (missing.length > 0) waiting.push(...missing);
        else {
          generations.set(top, 1 + Math.max(0, ...parents.map((parent) => generations.get(parent)!)));
          waiting.pop();
        }
      }
      return generations.get(oid)!;
    },
  };
  return objects;
}
