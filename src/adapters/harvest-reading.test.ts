import { beforeAll, describe, expect, test } from "vitest";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { SourceError } from "../exchange/import/source-record.ts";
import { loadVocabularies } from "./files.ts";
import { firstAddress, readAll } from "./harvest-reading.ts";
import type { DocumentValidators, SourceFetcher } from "./harvest-source.ts";

const HOME = "https://data.example.gov.tw";
const FIRST = `${HOME}/api/3/action/package_search?rows=2&sort=id+asc`;
const page = (start: number) => `${FIRST}&start=${start}`;
let vocabularies: Vocabularies;
beforeAll(async () => {
  vocabularies = await loadVocabularies(`${import.meta.dirname}/../..`);
});

/** A fetcher of documents that stand in a table; what is asked for is noted down. */
function fetcherOf(
  documents: Record<string, { body: unknown; etag?: string }>,
): SourceFetcher & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetch(url, validators: DocumentValidators = {}) {
      const found = documents[url];
      if (!found) throw new SourceError(`${url} 找不到`);
      const same = validators.etag !== undefined && validators.etag === found.etag;
      asked.push(`${same ? 304 : 200} ${url}`);
      if (same) return undefined;
      const bytes = new TextEncoder().encode(JSON.stringify(found.body));
      return { bytes, url, contentType: "application/json", ...(found.etag ? { etag: found.etag } : {}) };
    },
    async close() {},
  };
}
const ckan = (count: number, ...ids: string[]) => ({
  success: true,
  result: { count, results: ids.map((id) => ({ id, name: id, title: `資料集 ${id}`, resources: [] })) },
});
const source = { profile: "ckan", url: `${HOME}/api/3/action/package_search?rows=2` };

describe("where reading begins", () => {
  test.each([
    ["ckan", HOME, `${HOME}/api/3/action/package_search?rows=500&sort=id+asc`],
    ["ckan", `${HOME}/portal/?lang=zh`, `${HOME}/portal/api/3/action/package_search?rows=500&sort=id+asc`],
    ["ckan", source.url, FIRST],
    ["ckan", `${HOME}/api/3/action/current_package_list_with_resources?limit=5`, undefined],
    ["dcat-us", `${HOME}/data.json`, undefined],
    ["ckan", "nowhere", undefined],
  ])("%s %s", (profile, url, first = url) => {
    expect(firstAddress({ profile, url })).toBe(first);
  });
});

describe("a source of several pages", () => {
  const pages = {
    [FIRST]: { body: ckan(5, "a", "b"), etag: '"1"' },
    [page(2)]: { body: ckan(5, "c", "b"), etag: '"2"' },
    [page(4)]: { body: ckan(5, "e"), etag: '"3"' },
  };

  test("is read to its end, each dataset once", async () => {
    const fetcher = fetcherOf(pages);
    const reading = (await readAll(source, vocabularies, fetcher))!;
    expect(reading.records.map((record) => record.sourceID)).toEqual(["a", "b", "c", "e"]);
    expect([...reading.documents]).toEqual([
      [FIRST, { etag: '"1"' }],
      [page(2), { etag: '"2"' }],
      [page(4), { etag: '"3"' }],
    ]);
    expect(fetcher.asked).toHaveLength(3);
  });

  test("is as it was where each of its pages is", async () => {
    const { documents } = (await readAll(source, vocabularies, fetcherOf(pages)))!;
    const fetcher = fetcherOf(pages);
    expect(await readAll(source, vocabularies, fetcher, documents)).toBeUndefined();
    expect(fetcher.asked.map((each) => each.slice(0, 3))).toEqual(["304", "304", "304"]);
  });

  test("is read anew where one of them changed, which is not fetched twice", async () => {
    const { documents } = (await readAll(source, vocabularies, fetcherOf(pages)))!;
    const fetcher = fetcherOf({ ...pages, [page(2)]: { body: ckan(5, "c", "d"), etag: '"4"' } });
    const reading = (await readAll(source, vocabularies, fetcher, documents))!;
    expect(reading.records.map((record) => record.sourceID)).toEqual(["a", "b", "c", "d", "e"]);
    expect(fetcher.asked).toEqual([`304 ${FIRST}`, `200 ${page(2)}`, `200 ${FIRST}`, `200 ${page(4)}`]);
  });

  test("is not asked by validators where a page has none", async () => {
    const some = { ...pages, [page(4)]: { body: ckan(5, "e") } };
    expect((await readAll(source, vocabularies, fetcherOf(some)))!.documents).toEqual(new Map());
  });

  test("is refused where its pages lead back, or one of them can't be had", async () => {
    const loop = { ...ckan(5, "a"), next: FIRST };
    await expect(readAll(source, vocabularies, fetcherOf({ [FIRST]: { body: loop } }))).rejects.toThrow(
      `${FIRST} 的分頁繞回原處；請平臺修正下一頁的網址`,
    );
    await expect(readAll(source, vocabularies, fetcherOf({ [FIRST]: pages[FIRST]! }))).rejects.toThrow(
      "找不到",
    );
  });

  test("tells of records that can't be read", async () => {
    const body = {
      success: true,
      result: { count: 2, results: [{ id: "a", title: "甲", resources: [] }, 5] },
    };
    const reading = (await readAll(source, vocabularies, fetcherOf({ [FIRST]: { body } })))!;
    expect(reading.records).toHaveLength(1);
    expect(reading.problems).toEqual(["result[1]：不是物件，未取用"]);
  });
});
