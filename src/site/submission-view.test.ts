import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadVocabularies } from "../adapters/files.ts";
import { type Agency, type DatasetFile, linkAgencies } from "../catalogue/catalogue.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { readDataset } from "../review/classify.ts";
import { fieldRows, submissionViews } from "./submission-view.ts";

const ROOT = join(import.meta.dirname, "../..");
const ID = "A41000000G-000001";
let input: { agencies: ReadonlyMap<string, Agency>; vocabularies: Vocabularies };
beforeAll(async () => {
  input = {
    vocabularies: await loadVocabularies(ROOT),
    agencies: linkAgencies([
      {
        code: "A41000000G",
        name: "國家發展委員會",
        contacts: [{ id: "main", name: "窗口", phone: "02-23165300", email: "a@ndc.gov.tw" }],
      },
    ]),
  };
});

const file = (over: Record<string, unknown> = {}): DatasetFile =>
  ({
    identifier: ID,
    title: "公共自行車站點",
    description: "說明",
    fieldDescription: "站名、位置",
    type: "rawData",
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    accrualPeriodicity: "每月",
    distribution: [
      {
        resourceID: `${ID}-001`,
        resourceDescription: "站點",
        format: "CSV",
        characterSetCode: "UTF-8",
        downloadURL: "https://www.ndc.gov.tw/1.csv",
      },
    ],
    ...over,
  }) as DatasetFile;

test("a new dataset shows the texts of its page", () => {
  const rows = fieldRows(ID, undefined, file(), input);
  expect(rows.slice(0, 9)).toEqual([
    { label: "資料集名稱", after: "公共自行車站點" },
    { label: "狀態", after: "上架" },
    { label: "資料集描述", after: "說明" },
    { label: "主要欄位說明", after: "站名、位置" },
    { label: "資料資源 1：資料資源描述", after: "站點" },
    { label: "資料資源 1：檔案格式", after: "CSV" },
    { label: "資料資源 1：下載", after: "https://www.ndc.gov.tw/1.csv", url: true },
    { label: "資料資源 1：編碼格式", after: "UTF-8" },
    { label: "資料資源 1：資料資源編號", after: `${ID}-001` },
  ]);
  const by = new Map(rows.map((row) => [row.label, row.after]));
  expect(by.get("授權方式")).toMatch(/^政府資料開放授權條款－第1版（https:\/\/data\.gov\.tw\/license），/);
  expect(by.get("資料集提供機關名稱")).toBe("國家發展委員會");
  expect(by.get("提供機關聯絡人電話")).toBe("02-23165300");
  expect(rows.every((row) => row.before === undefined)).toBe(true);
});

test("a change shows both sides, and what went keeps its place", () => {
  const before = file({ notes: "舊備註", keyword: ["自行車"] });
  const after = file({
    title: "新名稱",
    distribution: [
      { resourceID: `${ID}-002`, format: "JSON", downloadURL: "https://www.ndc.gov.tw/2.json" },
      { resourceID: `${ID}-001`, format: "CSV", downloadURL: "https://www.ndc.gov.tw/new.csv" },
    ],
  });
  const rows = fieldRows(ID, before, after, input);
  const row = (label: string) => rows.find((each) => each.label === label);
  expect(rows[0]).toEqual({ label: "資料集名稱", before: "公共自行車站點", after: "新名稱" });
  expect(row("資料資源 1：下載")).toEqual({
    label: "資料資源 1：下載",
    before: "https://www.ndc.gov.tw/1.csv",
    after: "https://www.ndc.gov.tw/new.csv",
    url: true,
  });
  expect(row("資料資源 1：編碼格式")).toEqual({ label: "資料資源 1：編碼格式", before: "UTF-8" });
  expect(row("資料資源 2：下載")).toEqual({
    label: "資料資源 2：下載",
    after: "https://www.ndc.gov.tw/2.json",
    url: true,
  });
  expect(row("備註")).toEqual({ label: "備註", before: "舊備註" });
  const labels = rows.map((each) => each.label);
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels.indexOf("備註")).toBeGreaterThan(labels.indexOf("資料集類型"));
});

test("a takedown shows the tombstone: reason, date, and what is offered no longer", () => {
  const withdrawal = { reason: "A", explanation: "公益情事變更", date: "2026-01-05" };
  const rows = fieldRows(ID, file(), file({ status: "withdrawn", withdrawal }), input);
  expect(rows).toContainEqual({ label: "狀態", before: "上架", after: "永久下架" });
  expect(rows).toContainEqual({ label: "下架說明", after: "公益情事變更" });
  expect(rows).toContainEqual({ label: "下架日期", after: "2026-01-05" });
  expect(rows).toContainEqual({
    label: "資料資源 1：下載",
    before: "https://www.ndc.gov.tw/1.csv",
    url: true,
  });
});

test("an address that is no link is shown as it was written", () => {
  const distribution = [{ resourceID: `${ID}-001`, downloadURL: "javascript:alert(1)" }];
  const rows = fieldRows(ID, undefined, file({ distribution }), input);
  expect(rows).toContainEqual({ label: "資料資源 1：資料下載網址", after: "javascript:alert(1)" });
});

test("a change that can't be read on either side has no view; one side is enough", () => {
  const change = { path: "", identifier: ID, agency: "A41000000G", act: "modification" as const, locked: [] };
  expect(submissionViews([change], input)).toEqual([]);
  expect(submissionViews([{ ...change, before: file() }], input)).toMatchObject([
    { identifier: ID, title: "公共自行車站點" },
  ]);
});

test("an agency that the register lacks is no obstacle", () => {
  const rows = fieldRows("B00000000A-000001", undefined, file(), input);
  expect(rows).toContainEqual({ label: "資料集提供機關名稱", after: "B00000000A" });
});

test("every dataset of the catalogue can be shown", async () => {
  const path = "datasets/A41000000G";
  const { readdir } = await import("node:fs/promises");
  for (const name of await readdir(join(ROOT, path))) {
    const dataset = readDataset(`${path}/${name}`, await readFile(join(ROOT, path, name)))!;
    const rows = fieldRows(`A41000000G-${name.slice(0, 6)}`, undefined, dataset, input);
    expect(rows.length).toBeGreaterThan(10);
  }
});

test("a file of any shape is shown without failing", () => {
  const value = fc.anything({ maxDepth: 3 });
  const fields = [
    "title",
    "description",
    "keyword",
    "withdrawal",
    "provenance",
    "numberOfData",
    "accrualPeriodicity",
  ];
  const broken = fc.record(
    Object.fromEntries([...fields, "license", "fieldDescription", "status"].map((field) => [field, value])),
    { requiredKeys: [] },
  );
  const distribution = fc.oneof(
    value,
    fc.array(fc.dictionary(fc.constantFrom("resourceID", "downloadURL", "format"), value)),
  );
  fc.assert(
    fc.property(broken, distribution, (over, resources) => {
      const rows = fieldRows(ID, file(), file({ ...over, distribution: resources }), input);
      for (const row of rows) expect(typeof (row.after ?? row.before)).toBe("string");
    }),
    { numRuns: 300 },
  );
});
