import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT, SAMPLE_SETTINGS, sampleCatalogue } from "../catalogue/fixtures.ts";
import type { UsageMonth } from "../catalogue/usage/types.ts";
import { usageOf } from "../catalogue/usage/usage.ts";
import { USAGE_LISTS, usageCsvPath } from "./addresses.ts";
import { unguard } from "./csv-writer.ts";
import { usagePaths } from "./openapi-usage.ts";
import { usageFiles } from "./usage-files.ts";
import { readXml } from "./xml.test-helper.ts";

const place = { origin: "https://data.example", base: "/c/" };
const catalogue = sampleCatalogue();
const FIRST = "A41000000G-000001";
const months: UsageMonth[] = [
  { version: 1, month: "2026-01", days: ["2026-01-31"], views: { [FIRST]: 5 }, downloads: {} },
  {
    version: 1,
    month: "2026-02",
    days: ["2026-02-28"],
    views: { [FIRST]: 7, "A41000000G-000003": 4, "315000000H-000001": 9 },
    downloads: { [`${FIRST}-001`]: 2, [`${FIRST}-999`]: 1 },
  },
];
const usage = usageOf({ days: [], months }, catalogue)!;
const write = (of = usage, from = catalogue) =>
  new Map(
    [...usageFiles(from, of, place, "full")].map(({ path, content }) => [
      path,
      typeof content === "string" ? content : [...(content as Iterable<string>)].join(""),
    ]),
  );
const files = write();
const rows = (list: (typeof USAGE_LISTS)[number]): Record<string, string>[] =>
  (
    parse(files.get(usageCsvPath(list, "full"))!, { bom: true, columns: true }) as Record<string, string>[]
  ).map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unguard(cell)])));

describe("files of usage", () => {
  it("are the lists and the feed, each described", () => {
    expect([...files.keys()]).toEqual([
      ...USAGE_LISTS.map((list) => usageCsvPath(list, "full")),
      "usage/most-used.atom",
    ]);
    expect(Object.keys(usagePaths("full"))).toEqual(["/usage/{list}.csv", "/usage/most-used.atom"]);
  });

  it("compress what has a row for each dataset, in compact extent", () => {
    const paths = [...usageFiles(catalogue, usage, place, "compact")].map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith(".gz"))).toEqual([
      "usage/datasets.csv.gz",
      "usage/distributions.csv.gz",
    ]);
    expect(Object.keys(usagePaths("compact"))).toEqual([
      "/usage/{list}.csv",
      "/usage/{list}.csv.gz",
      "/usage/most-used.atom",
    ]);
  });

  it("are none where nobody counted", () => {
    expect([...usageFiles(catalogue, undefined, place, "full")]).toEqual([]);
  });

  it("have what a click asks for, where downloads are counted in own logs only", () => {
    const counting = sampleCatalogue({ settings: { ...SAMPLE_SETTINGS, countDownloads: true } });
    expect([...usageFiles(counting, undefined, place, "full")]).toEqual([
      { path: "usage/hit", content: "ok\n" },
    ]);
    expect(files.has("usage/hit")).toBe(false);
  });

  it("can be read again and again", () => {
    for (const { content } of usageFiles(catalogue, usage, place, "full")) {
      if (typeof content === "string") continue;
      const read = () => [...(content as Iterable<string>)].join("");
      expect(read()).toBe(read());
    }
  });

  it("list every dataset in view, with zeros where nobody came", () => {
    const list = rows("datasets");
    expect(list.map((row) => row.資料集編號)).toEqual(catalogue.datasets.map((d) => d.identifier));
    expect(list.find((row) => row.資料集編號 === FIRST)).toEqual({
      資料集編號: FIRST,
      資料集名稱: "行政院公報",
      機關代碼: "A41000000G",
      提供機關: "國家發展委員會",
      部會: "國家發展委員會",
      點擊次數: "12",
      下載次數: "3",
      網頁: "https://data.example/c/datasets/A41000000G-000001/",
    });
    expect(list.filter((row) => row.點擊次數 === "0").length).toBe(list.length - 2);
  });

  it("list every distribution", () => {
    const list = rows("distributions");
    expect(list.map((row) => row.資料資源編號)).toEqual(
      catalogue.datasets.flatMap((d) => d.file.distribution.map((each) => each.resourceID)),
    );
    expect(list.find((row) => row.資料資源編號 === `${FIRST}-001`)!.下載次數).toBe("2");
  });

  it("add up by agency, ministry and month", () => {
    const counts = (list: Record<string, string>[]) =>
      list.map((row) => [row.機關代碼, row.點擊次數, row.下載次數]);
    expect(counts(rows("agencies"))).toEqual([
      ["315000000H", "9", "0"],
      ["A41000000G", "16", "3"],
    ]);
    expect(counts(rows("ministries"))).toEqual(counts(rows("agencies")));
    expect(rows("months").map((row) => Object.values(row))).toEqual([
      ["2026-01", "", "全部", "5", "0"],
      ["2026-02", "", "全部", "20", "3"],
      ["2026-01", "315000000H", "交通部", "0", "0"],
      ["2026-02", "315000000H", "交通部", "9", "0"],
      ["2026-01", "A41000000G", "國家發展委員會", "5", "0"],
      ["2026-02", "A41000000G", "國家發展委員會", "11", "3"],
    ]);
  });

  it("keep every title whole", () => {
    const text = rows("datasets").map((row) => row.資料集名稱);
    expect(text).toEqual(catalogue.datasets.map((d) => d.file.title));
    expect(catalogue.datasets.some((d) => d.file.title === HOSTILE_TEXT)).toBe(true);
  });
});

describe("the feed of the most used", () => {
  it("has an entry for each dataset of the month, with an id that never changes", () => {
    const text = files.get("usage/most-used.atom")!;
    expect(() => readXml(text)).not.toThrow();
    expect([...text.matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id)).toEqual([
      "https://data.example/c/usage/most-used.atom",
      "https://data.example/c/usage/#2026-02/315000000H-000001",
      "https://data.example/c/usage/#2026-02/A41000000G-000001",
    ]);
    expect(text).toContain("<summary>2026-02 第 2 名：點擊次數 7，下載次數 3。</summary>");
    expect([...text.matchAll(/<updated>([^<]*)/g)].map(([, time]) => time)).toEqual(
      Array(3).fill("2026-03-01T00:00:00+08:00"),
    );
  });

  it("says so where the month isn't over", () => {
    const present = usageOf({ days: [], months: [{ ...months[1]!, days: ["2026-02-05"] }] }, catalogue)!;
    const text = write(present).get("usage/most-used.atom")!;
    expect(text).toContain("2026-02 第 1 名：點擊次數 9，下載次數 0（本月至今）。");
    expect(text).toContain("<updated>2026-02-05T00:00:00+08:00</updated>");
  });
});
