import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { close, createIndex } from "pagefind";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesBelow } from "../../tests/support/site.ts";
import type { SearchRecord } from "../catalogue/search-records.ts";
import { sideWords, spelled, titleWords } from "../catalogue/search-terms.ts";
import { shelfSize, writeSearchIndex } from "./search-index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "search-index-"));
});
afterEach(() => rm(folder, { recursive: true }));

const PLACES = ["臺北市", "高雄市", "新北市", "臺中市", "連江縣"];
const THINGS = [
  "人口統計",
  "空氣品質（PM2.5）",
  "公車路線",
  "不動產登錄、地價",
  "圖書館",
  "ＡＥＤ位置",
  "水庫水情",
];

const records: SearchRecord[] = Array.from({ length: 3 * shelfSize + 5 }, (_, index) => {
  const place = PLACES[index % PLACES.length]!;
  const identifier = `A${String(index % 4).padStart(8, "0")}G-${String(index).padStart(6, "0")}`;
  return {
    identifier,
    url: `datasets/${identifier}/`,
    title: `${place}${THINGS[index % THINGS.length]}${index}`,
    agency: { code: `A${index % 4}`, name: `${place}政府`, aliases: ["City Government", "市府"] },
    ministry: { code: "A", name: "內政部" },
    category: { code: "900", name: "其他" },
    formats: ["CSV"],
    stars: 3,
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    frequency: "month",
    type: "rawData",
    date: "2025-01-01",
    keywords: ["統計", "統計年報", place],
  };
});

/** What is in a file of Pagefind's: numbers, texts and arrays of CBOR. */
function unpack(file: Uint8Array): unknown {
  const bytes = gunzipSync(file).subarray("pagefind_dcd".length);
  let at = 0;
  const item = (): unknown => {
    const head = bytes[at++]!;
    const size = [1, 2, 4][(head & 31) - 24] ?? 0;
    const value = size === 0 ? head & 31 : bytes.readUIntBE(at, size);
    at += size;
    if (head >> 5 === 0) return value;
    if (head >> 5 === 1) return -1 - value;
    if (head >> 5 === 4) return Array.from({ length: value }, item);
    at += value;
    return bytes.toString("utf8", at - value, at);
  };
  return item();
}

type Meta = [version: string, pages: unknown[], chunks: [string, string, string][], ...rest: unknown[]];
type Word = [word: string, pages: unknown[], spellings: unknown[]];

/** The words of all chunks, with their pages, in order; how Pagefind's browser part would find them. */
async function wordsOf(
  meta: Meta,
  read: (path: string) => Promise<Uint8Array> | Uint8Array,
): Promise<Word[]> {
  const chunks = await Promise.all(meta[2].map(([, , name]) => read(`index/${name}.pf_index`)));
  return chunks.flatMap((chunk) => (unpack(chunk) as [Word[]])[0]);
}

const written = (path: string) => readFile(join(folder, "pagefind", path));
const entryOf = async () =>
  JSON.parse((await written("pagefind-entry.json")).toString()) as {
    version: string;
    languages: { und: { hash: string; page_count: number } };
  };

describe("writeSearchIndex", () => {
  it("writes what Pagefind writes of the same words", async () => {
    await writeSearchIndex(records, folder);
    const entry = await entryOf();
    const meta = unpack(await written(`pagefind.${entry.languages.und.hash}.pf_meta`)) as Meta;
    expect(entry.languages.und.page_count).toBe(4);
    expect(meta[0]).toBe(entry.version);

    // A dataset's words share a position where they are parts of one compound word.
    const compound = (words: Iterable<number>) => `z-${[...words].map(spelled).join("-")}`;
    const shelves = JSON.parse(gunzipSync(await written("shelves.pf_shelves")).toString()) as {
      pages: string[];
    };
    process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE = "1500";
    try {
      const { index } = await createIndex();
      for (const [shelf, page] of shelves.pages.entries()) {
        const { rows } = JSON.parse(
          gunzipSync(await written(`fragment/und_${page}.pf_fragment`))
            .toString()
            .slice("pagefind_dcd".length),
        ) as { rows: string[][] };
        const content = rows.map(([identifier]) => {
          const record = records.find((candidate) => candidate.identifier === identifier)!;
          const { agency, ministry, keywords } = record;
          const side = [record.identifier, agency.name, ...agency.aliases, ministry.name, ...keywords];
          return `${compound(titleWords(record.title))} ${compound(new Set(side.flatMap(sideWords)))}`;
        });
        await index!.addCustomRecord({
          url: String(shelf),
          content: `___PAGEFIND_WEIGHT___0.05 ${content.join(" ")}`,
          language: "und",
        });
      }
      const theirs = new Map((await index!.getFiles()).files.map(({ path, content }) => [path, content]));
      const theirMeta = unpack([...theirs].find(([path]) => path.endsWith(".pf_meta"))![1]) as Meta;
      const ours = await wordsOf(meta, written);
      expect(ours.length).toBeGreaterThan(400);
      expect(ours).toEqual(
        (await wordsOf(theirMeta, (path) => theirs.get(path)!)).filter(([word]) => /^[a-y].{5}$/.test(word)),
      );
      const bounds = ({ 2: chunks }: Meta) => chunks.map(([from, to]) => [from, to]);
      expect(bounds(meta).slice(0, -1)).toEqual(bounds(theirMeta).slice(0, bounds(meta).length - 1));
      expect(meta.slice(3)).toEqual(theirMeta.slice(3));
      const counts = ({ 1: pages }: Meta) => pages.map((page) => (page as [string, number])[1]);
      expect(counts(meta)).toEqual(counts(theirMeta));
    } finally {
      delete process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE;
      await close();
    }
  });

  it("writes the same files whatever the order of the records", async () => {
    const read = async () => {
      await writeSearchIndex(records, folder);
      const paths = await filesBelow(join(folder, "pagefind"));
      return Promise.all(paths.map(async (path) => [path, (await written(path)).toString("base64")]));
    };
    const first = await read();
    records.reverse();
    expect(await read()).toEqual(first);
  });

  it("writes an index of nothing", async () => {
    expect((await writeSearchIndex([], folder)).records).toBe(0);
    expect(JSON.parse(gunzipSync(await written("shelves.pf_shelves")).toString())).toMatchObject({
      total: 0,
      pages: [],
    });
  });
});
