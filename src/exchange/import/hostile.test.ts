import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDataset, pathOf } from "../../catalogue/check.ts";
import { SCHEMAS } from "../../catalogue/schema/fields.ts";
import { keyOrderOf, toYaml } from "../yaml-writer.ts";
import { datasetOfRecord, readSource, SourceError, type SourcePage } from "./index.ts";
import { expand } from "./rdf-graph.ts";
import { testVocabularies } from "./vocabularies-for-tests.ts";

const vocabularies = testVocabularies();
const ORDER = keyOrderOf(SCHEMAS.dataset);
const IDENTIFIER = "A41000000G-000001";
const URL_ = "https://open.example.gov.tw/api";

const read = (profile: string, document: unknown): Promise<SourcePage> => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return readSource(profile, { bytes: new TextEncoder().encode(text), url: URL_ }, vocabularies);
};

/** Every record becomes a file that the checker may warn of, never refuse. */
function expectSound(page: SourcePage): void {
  for (const record of page.records) {
    const yaml = toYaml(datasetOfRecord(record, { identifier: IDENTIFIER, source: "來源" }), ORDER);
    const bytes = new TextEncoder().encode(yaml);
    const { diagnostics } = checkDataset(pathOf(IDENTIFIER), bytes, { vocabularies, today: "2026-03-01" });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(
      errors.map(({ code, message }) => `${code} ${message}`),
      yaml.slice(0, 3000),
    ).toEqual([]);
  }
}

const STRANGE: readonly unknown[] = [
  "",
  " ",
  "\u0000\u001b[31m甲\u202e乙\u200b",
  "<p>甲<script>alert(1)</script>&lt;b&gt;</p>",
  "https://a.tw/x y.csv",
  "https://a.tw/\u202ex\u200b",
  "javascript:alert(1)",
  "2015-02-31",
  "2015/08/06",
  "104年1月5日",
  "2015-01-01T10:00:00Z",
  "每1月",
  "R/P1M",
  "付費",
  "公共資訊",
  "CSV",
  "a@b.tw",
  "政府資料開放授權條款-第1版",
  "\ud800",
  "\n- a: b\n...",
  "- 甲\n---\n\t乙",
  "<<<<<<< a\n=======",
  "甲".repeat(600),
  0,
  -1,
  1_438_819_200_000,
  1e308,
  true,
  null,
  [],
  {},
  ["甲", "甲", 1, null, {}],
  { zh: "甲", en: "a" },
  { "@id": "https://a.tw/x" },
  { __proto__: null, constructor: "x" },
];
const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);
const objectOf = (keys: readonly string[], more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record(
    { ...Object.fromEntries([...keys, "__proto__x", "其他"].map((key) => [key, value])), ...more },
    { requiredKeys: [] },
  );
const listOrOne = (item: fc.Arbitrary<unknown>) => fc.oneof(value, item, fc.array(item, { maxLength: 3 }));

const FIELDS = Object.keys(SCHEMAS.dataset.properties);
const PARTS = Object.keys(SCHEMAS.dataset.$defs!.distribution!.properties!);
const title = fc.oneof(fc.constant("資料"), value);
const id = fc.oneof(fc.constantFrom("1", "2", IDENTIFIER, 7), value);

const DOCUMENTS: Record<string, fc.Arbitrary<unknown>> = {
  ckan: fc
    .array(
      objectOf(
        "name notes url license_id license_title license_url author author_email maintainer maintainer_email organization groups metadata_created metadata_modified state private type language spatial frequency".split(
          " ",
        ),
        {
          id,
          title,
          tags: listOrOne(objectOf(["name", "display_name"])),
          extras: listOrOne(
            fc.record({ key: fc.oneof(fc.constantFrom(...FIELDS, "__proto__", "更新頻率"), value), value }),
          ),
          resources: listOrOne(
            objectOf("id name description format mimetype last_modified encoding accessURL 其他".split(" "), {
              url: fc.oneof(fc.constant("https://a.tw/1.csv"), value),
            }),
          ),
        },
      ),
      { maxLength: 3 },
    )
    .map((results) => ({ success: true, result: { count: 3, results } })),
  "dcat-us": fc
    .array(
      objectOf(
        "description keyword modified issued publisher contactPoint accessLevel license rights spatial temporal accrualPeriodicity landingPage language theme".split(
          " ",
        ),
        {
          identifier: id,
          title,
          distribution: listOrOne(
            objectOf("title description accessURL mediaType format describedBy".split(" "), {
              downloadURL: fc.oneof(fc.constant("https://a.tw/1.csv"), value),
            }),
          ),
        },
      ),
      { maxLength: 3 },
    )
    .map((dataset) => ({ dataset })),
  "metadata-standard": fc.array(
    objectOf(
      FIELDS.filter((field) => field !== "distribution"),
      {
        identifier: id,
        title,
        distribution: listOrOne(
          objectOf(PARTS, { downloadURL: fc.oneof(fc.constant("https://a.tw/1.csv"), value) }),
        ),
        "x-catalogue": objectOf(
          "licenseCode typeCode dataClass releaseDate legacyID honorific withdrawal asWritten".split(" "),
        ),
      },
    ),
    { maxLength: 3 },
  ),
  "data.gov.tw-json": fc
    .array(
      objectOf(
        "description categoryService type license cost publisherOID publisherContactName publisherContactPhone publisherContactEmail updateFrequency coverageStartedDate coverageEndedDate publishedDate modifiedDate spatialCoverage language relatedUrl notes dataProvider".split(
          " ",
        ),
        {
          datasetId: id,
          title,
          distribution: listOrOne(
            objectOf(
              "resourceId resourceDescription resourceField resourceFormat resourceCharacterEncoding resourceModifiedDate resourceAmount".split(
                " ",
              ),
              { resourceDownloadUrl: fc.oneof(fc.constant("https://a.tw/1.csv"), value) },
            ),
          ),
        },
      ),
      { maxLength: 3 },
    )
    .map((result) => ({ success: true, result })),
};

/** N-Triples that say strange things of a dataset, its distribution and what hangs on them. */
const PROPERTIES =
  "dct:title dct:description dct:identifier dcat:theme dct:type dcat:keyword dct:publisher dcat:contactPoint dct:accrualPeriodicity dct:temporal dct:spatial dct:language dcat:landingPage dct:issued dct:modified dct:accessRights dct:license dct:rights adms:identifier dcat:distribution skos:notation rdfs:label rdfs:seeAlso foaf:name vcard:fn vcard:hasEmail vcard:hasTelephone dcat:startDate dcat:endDate dcat:accessURL dcat:downloadURL dct:format dcat:mediaType cnt:characterEncoding foaf:page".split(
    " ",
  );
const node = fc.constantFrom("<https://a.tw/d>", "_:a", "_:b", "<https://a.tw/x.csv>");
const literal = fc
  .tuple(
    fc.constantFrom(...STRANGE.filter((item) => typeof item === "string")),
    fc.constantFrom("", "@zh-Hant-TW", "@en"),
  )
  .map(([text, tag]) => JSON.stringify(text.toWellFormed()) + tag);
const triple = fc
  .tuple(node, fc.constantFrom(...PROPERTIES), fc.oneof(node, literal))
  .map(([subject, property, object]) => `${subject} <${expand(property)}> ${object} .`);
const NTRIPLES = fc
  .array(triple, { maxLength: 25 })
  .map((triples) =>
    [
      `<https://a.tw/d> <${expand("rdf:type")}> <${expand("dcat:Dataset")}> .`,
      `<https://a.tw/d> <${expand("dct:title")}> "資料" .`,
      `<https://a.tw/d> <${expand("dcat:distribution")}> _:a .`,
      `_:a <${expand("dcat:accessURL")}> <https://a.tw/1.csv> .`,
      ...triples,
    ].join("\n"),
  );

it("dcat-rdf makes sound files of whatever stands in a graph", async () => {
  await fc.assert(
    fc.asyncProperty(NTRIPLES, async (text) => {
      const page = await read("dcat-rdf", text);
      expect(page.records.length + page.problems.length).toBe(1);
      expectSound(page);
    }),
    { numRuns: 150, seed: 20_260_301 },
  );
});

it("a table makes sound files of whatever stands in its cells", async () => {
  const headings =
    "資料集識別碼 資料集名稱 提供機關 資料下載網址 檔案格式 編碼格式 資料集描述 更新頻率 授權方式 計費方式 上架日期 備註 資料量 其他".split(
      " ",
    );
  const cell = fc.constantFrom(
    ...STRANGE.filter((item) => typeof item === "string"),
    "1;2",
    "https://a.tw/1;https://a.tw/2",
  );
  const quoted = (cells: readonly string[]) =>
    cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 14, maxLength: 14 }), async (cells) => {
      const row = ["1", "資料", "測試部", ...cells.slice(3)];
      expectSound(await read("data.gov.tw", `${quoted(headings)}\n${quoted(row)}\n`));
    }),
    { numRuns: 100, seed: 20_260_301 },
  );
});

describe.each(Object.keys(DOCUMENTS))("%s", (profile) => {
  it("makes sound files or problems of whatever stands in its members", async () => {
    await fc.assert(
      fc.asyncProperty(DOCUMENTS[profile]!, async (document) => {
        const page = await read(profile, document).catch((cause) => {
          if (cause instanceof SourceError) return undefined;
          throw cause;
        });
        if (page) expectSound(page);
      }),
      { numRuns: 60, seed: 20_260_301 },
    );
  });

  it("makes a page or an error for people of any JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (text) => {
        await read(profile, text).catch((cause) => expect(cause).toBeInstanceOf(SourceError));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe("a document of hostile size or shape", () => {
  it("is refused where it nests too deep, whatever the profile", async () => {
    const deep = `{"dataset":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const profile of [...Object.keys(DOCUMENTS), "dcat-rdf"]) {
      await expect(read(profile, deep)).rejects.toThrow(/第 76 個字元處超過 64 層|超過 64 層/);
    }
    // Brackets in a text are no depth.
    expect(
      (await read("dcat-us", { dataset: [{ identifier: "1", title: "[".repeat(500) }] })).records,
    ).toHaveLength(1);
  });

  it("is refused above its limits of bytes and records", async () => {
    const bytes = new Uint8Array(100 * 1024 * 1024 + 1);
    await expect(readSource("ckan", { bytes, url: URL_ }, vocabularies)).rejects.toThrow(
      /超過上限 104857600/,
    );
    await expect(read("dcat-us", `{"dataset":[${"0,".repeat(100_000)}0]}`)).rejects.toThrow(
      /有 100001 筆，超過一次 100000 筆/,
    );
  });

  it.each([["ckan"], ["dcat-us"], ["metadata-standard"], ["data.gov.tw-json"], ["dcat-rdf"]])(
    "%s tells an empty answer, a web page and broken text apart",
    async (profile) => {
      await expect(read(profile, " \n")).rejects.toThrow(`${URL_} 沒有內容；請確認網址`);
      await expect(read(profile, "<!DOCTYPE html><html><body>502</body></html>")).rejects.toThrow(
        /回應的是網頁/,
      );
      await expect(read(profile, '{"dataset": [')).rejects.toThrow(/不是正確的 JSON/);
    },
  );

  it("does not touch prototypes", async () => {
    const record =
      '{"identifier":"1","title":"甲","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}}}';
    for (const profile of ["dcat-us", "metadata-standard"]) {
      const [first] = (await read(profile, `[${record}]`)).records;
      expect(first!.title).toBe("甲");
      expect(Object.keys(first!.unmapped).sort()).toEqual(["__proto__", "constructor"]);
      expectSound({ records: [first!], problems: [] });
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("keeps one record of an id, and tells the other", async () => {
    const page = await read("dcat-us", [
      { identifier: 7, title: "甲" },
      { identifier: "7", title: "乙" },
      { identifier: "8", title: ["", null] },
      { title: "無編號" },
      "x",
    ]);
    expect(page.records.map(({ sourceID, title: text }) => [sourceID, text])).toEqual([["7", "甲"]]);
    expect(page.problems).toEqual([
      { place: "dataset[2]", message: "編號 8 沒有資料集名稱，未取用；請來源平臺補上" },
      { place: "dataset[3]", message: "沒有編號，無法每日對應；請來源平臺補上識別碼" },
      { place: "dataset[4]", message: "不是物件，未取用" },
      { place: "7", message: "編號重複，只取第一筆；未取用的是「乙」" },
    ]);
  });

  it("takes 999 distributions, and limits what it keeps", async () => {
    const distribution = Array.from({ length: 1200 }, (_, n) => ({ downloadURL: `https://a.tw/${n}.csv` }));
    const many = await read("dcat-us", [{ identifier: "1", title: "甲", distribution }]);
    expect(many.records[0]!.distributions).toHaveLength(999);
    expect(many.records[0]!.notes).toContainEqual({
      code: "too-many-distributions",
      column: "distribution",
      detail: "1200",
    });
    const junk = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, "x".repeat(30_000)]));
    const [kept] = (await read("dcat-us", [{ identifier: "1", title: "甲", ...junk }])).records;
    expect(Object.values(kept!.unmapped).join("")).toHaveLength(100_000);
    expect(kept!.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["kept-shortened", "kept-full"]),
    );
    const huge = await read("dcat-us", [{ identifier: "1", title: "甲".repeat(200_000) }]);
    expect(huge.problems[0]!.message).toMatch(/^編號 1 的內容有 \d+ 位元組，超過一個資料集檔案的上限/);
  });

  it("names a profile that it does not know", async () => {
    await expect(read("oai", "{}")).rejects.toThrow(/沒有介接設定「oai」，可用的是：ckan、dcat-us/);
  });
});
