import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT, sampleCatalogue, sampleVocabularies } from "../catalogue/fixtures.ts";
import { assessQuality } from "../catalogue/quality/assess.ts";
import type { AddressEvidence } from "../catalogue/quality/evidence.ts";
import { addPoint, EMPTY_HISTORY } from "../catalogue/quality/history.ts";
import { evidence } from "../catalogue/quality/test-helper.ts";
import { unguard } from "./csv-writer.ts";
import { qualityFiles } from "./quality.ts";

const TODAY = "2026-03-01";
const context = { origin: "https://data.example", base: "/c/", vocabularies: sampleVocabularies() };
const catalogue = sampleCatalogue();

const KNOWN: Record<string, AddressEvidence> = {
  "https://gazette.example/a.xml": evidence("alive", { format: "XML", charset: "UTF-8" }),
  "https://gazette.example/b.zip;v=1": evidence("alive", { format: "ZIP" }),
  "https://gazette.example/api?q=1": evidence("alive", { format: "JSON", charset: "UTF-8" }),
  "https://www.ndc.gov.example/none": evidence("alive"),
  "https://www.ndc.example/map.pdf": evidence("dead"),
  "https://motc.example/a;b=1;c?x=1&y=<2>": evidence("dead"),
  "https://tdx.example/api": evidence("unknown"),
};
const evidenceOf = (url: string) => (Object.hasOwn(KNOWN, url) ? KNOWN[url] : undefined);
const quality = assessQuality(catalogue, evidenceOf, TODAY);
const history = addPoint(EMPTY_HISTORY, TODAY, quality);

const files = new Map(
  [...qualityFiles({ catalogue, quality, evidenceOf, history, extent: "full" }, context)].map(
    ({ path, content }) => [path, typeof content === "string" ? content : [...content].join("")],
  ),
);
const rows = (path: string): Record<string, string>[] =>
  (parse(files.get(path)!, { bom: true, columns: true }) as Record<string, string>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unguard(cell)])),
  );

it("writes the lists, the sums and a file for each agency with an OID and datasets", () => {
  expect([...files.keys()]).toEqual([
    "quality/datasets.csv",
    "quality/agencies.csv",
    "quality/ministries.csv",
    "quality/dead-links.csv",
    "quality/summary.json",
    "api/v2/rest/qc/2.16.886.101.20003.20009.json",
    "api/v2/rest/qc/2.16.886.101.20003.20069.json",
    "api/v2/rest/qc/2.16.886.101.20003.20069.20001.json",
  ]);
});

describe("quality/datasets.csv", () => {
  it("has a line for each dataset in view", () => {
    const list = rows("quality/datasets.csv");
    expect(list.map((row) => row.資料集編號)).toEqual(catalogue.datasets.map(({ identifier }) => identifier));
    expect(list.find((row) => row.資料集編號 === "A41000000G-000001")).toEqual({
      資料集編號: "A41000000G-000001",
      資料集名稱: "行政院公報",
      機關代碼: "A41000000G",
      提供機關: "國家發展委員會",
      部會: "國家發展委員會",
      目錄評等: "良",
      資料5星評等: "3",
      連結有效性: "通過",
      資料可直接下載: "通過",
      結構化檔案類型: "通過",
      編碼描述與資料相符: "通過",
      欄位描述與資料相符: "未知",
      更新時效性: "未通過",
      MQA總分: String(quality.datasets.get("A41000000G-000001")!.mqa.total),
      MQA可尋性: "100",
      MQA可取得性: "83",
      MQA互通性: "50",
      MQA可再利用性: "65",
      MQA脈絡資訊: "10",
      優先改善項目: "提供 CSV、JSON、ODS 等非專屬格式",
      改善可得分數: "20",
      正常連結: "3",
      失效連結: "0",
      未定連結: "0",
      未檢測連結: "0",
      最近檢測時間: "2026-02-28 12:00",
      網頁: "https://data.example/c/datasets/A41000000G-000001/",
    });
  });

  it("keeps hostile texts whole", () => {
    const row = rows("quality/datasets.csv").find((each) => each.資料集編號 === "315000000H-000003");
    expect(row!.資料集名稱).toBe(HOSTILE_TEXT);
  });
});

it("sums up by agency and ministry", () => {
  const agencies = rows("quality/agencies.csv");
  expect(agencies.map((row) => row.機關代碼)).toEqual([...quality.agencies.keys()].sort());
  const totals = quality.agencies.get("A41000000G")!;
  expect(agencies.find((row) => row.機關代碼 === "A41000000G")).toMatchObject({
    機關名稱: "國家發展委員會",
    部會: "國家發展委員會",
    資料集數: String(totals.datasets),
    資源數: String(totals.distributions),
    正常連結: "3",
    失效連結: "1",
    MQA平均: (totals.mqa / totals.datasets).toFixed(1),
    評等良: "1",
    評等待改善: "1",
    連結有效性通過: "1",
    連結有效性未通過: "1",
    最近檢測時間: "2026-02-28 12:00",
  });
  const ministry = rows("quality/ministries.csv").find((row) => row.機關代碼 === "A41000000G")!;
  expect(Number(ministry.資料集數)).toBe(totals.datasets + quality.agencies.get("A41010000A")!.datasets);
  expect(ministry["3星以上占比"]).toMatch(/^[01]\.\d{6}$/);
});

it("lists dead links with their evidence", () => {
  expect(rows("quality/dead-links.csv")).toEqual([
    {
      機關代碼: "315000000H",
      提供機關: "交通部",
      部會: "交通部",
      資料集編號: "315000000H-000003",
      資料集名稱: HOSTILE_TEXT,
      資源編號: "315000000H-000003-001",
      網址: "https://motc.example/a;b=1;c?x=1&y=<2>",
      失效起始時間: "2026-02-26 12:00",
      最近檢測時間: "2026-02-28 12:00",
      原因: "找不到檔案（HTTP 404）",
      HTTP狀態碼: "404",
    },
    expect.objectContaining({ 資料集編號: "A41000000G-000002", 網址: "https://www.ndc.example/map.pdf" }),
  ]);
});

it("gives programs all sums and the history", () => {
  const summary = JSON.parse(files.get("quality/summary.json")!);
  expect(summary.total).toEqual(JSON.parse(JSON.stringify(quality.total)));
  expect(summary.agencies.map(({ code }: { code: string }) => code)).toEqual(
    [...quality.agencies.keys()].sort(),
  );
  expect(summary.ministries[0]).toMatchObject({ code: "315000000H", name: "交通部", ministry: "315000000H" });
  expect(summary).toMatchObject({
    catalogue: "https://data.example/c/",
    day: TODAY,
    history: history.points,
  });
});

it("gives data.gov.tw's shape by OID", () => {
  const { success, result } = JSON.parse(files.get("api/v2/rest/qc/2.16.886.101.20003.20069.json")!);
  expect(success).toBe(true);
  expect(result.slice(0, 2)).toEqual([
    {
      datasetId: "A41000000G-000001",
      title: "行政院公報",
      linkable: "1",
      downloadable: "1",
      structure: "1",
      encoding_match: "1",
      desc_match: "",
      changed: "2026-02-28 12:00:00",
    },
    {
      datasetId: "A41000000G-000002",
      title: "付費圖資",
      linkable: "0",
      downloadable: "",
      structure: "",
      encoding_match: "",
      desc_match: "",
      changed: "2026-02-28 12:00:00",
    },
  ]);
});

it("works for an empty catalogue", () => {
  const empty = sampleCatalogue({ datasets: [], agencies: [] });
  const none = assessQuality(empty, () => undefined, TODAY);
  const evidenceOf = () => undefined;
  const input = {
    catalogue: empty,
    quality: none,
    evidenceOf,
    history: EMPTY_HISTORY,
    extent: "full",
  } as const;
  expect([...qualityFiles(input, context)]).toHaveLength(5);
});
