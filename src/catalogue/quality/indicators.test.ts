import { describe, expect, it } from "vitest";
import type { DatasetFile } from "../catalogue.ts";
import { SAMPLE_TODAY, sampleVocabularies } from "../fixtures.ts";
import { toVocabularies } from "../vocabulary.ts";
import type { AddressEvidence, Content, Reason, Verdict } from "./evidence.ts";
import { allowedAge, intersect, judgeDistributions } from "./indicators.ts";
import { datasetWith, evidence, lookUp } from "./test-helper.ts";
import { INDICATORS, type Indicator, type Indicators, type Outcome } from "./types.ts";

const URL_OF = "https://a.example/1";
const base = sampleVocabularies();
const named = (code: string, kind = "file") => ({ code, zh: code, en: code, kind, stars: "3" });
/** Formats that the sample lacks. */
const vocabularies = {
  ...base,
  formats: new Map([
    ...base.formats,
    ...toVocabularies({
      ...Object.fromEntries(Object.entries(base).map(([name]) => [name, []])),
      formats: [named("SHP"), named("HTML"), named("GeoJSON"), named("TXT"), named("WMS", "service")],
    }).formats,
  ]),
};

function judge(
  distribution: Partial<DatasetFile["distribution"][number]>,
  found: AddressEvidence | undefined,
  fields: Partial<DatasetFile> = {},
): Indicators {
  const dataset = datasetWith({
    distribution: [{ resourceID: "A41000000G-000009-001", downloadURL: URL_OF, ...distribution }],
    ...fields,
  });
  const known = found ? { [URL_OF]: found } : {};
  return judgeDistributions(dataset, lookUp(known), vocabularies, SAMPLE_TODAY)[0]!.indicators;
}

const alive = (content?: Partial<Content>) => evidence("alive", content);

it("knows nothing without a visit", () => {
  const full = { fieldDescription: "甲、乙", accrualPeriodicity: "每日", modified: "2026-03-01" };
  expect(
    new Set(Object.values(judge({ format: "CSV", characterSetCode: "UTF-8" }, undefined, full))),
  ).toEqual(new Set(["unknown"]));
});

it.each<[Verdict, Outcome]>([
  ["alive", "pass"],
  ["dead", "fail"],
  ["unknown", "unknown"],
])("linkable: %s is %s", (verdict, outcome) => {
  expect(judge({ format: "CSV" }, evidence(verdict)).linkable).toBe(outcome);
});

it("takes nothing from a file that was read before its address died", () => {
  const dead = evidence("dead", { format: "CSV", charset: "UTF-8", columns: ["甲"] });
  const { linkable, ...rest } = judge({ format: "CSV", characterSetCode: "UTF-8" }, dead);
  expect(linkable).toBe("fail");
  expect(new Set(Object.values(rest))).toEqual(new Set(["unknown"]));
});

describe("downloadable", () => {
  it.each<[format: string | undefined, content: Partial<Content> | undefined, outcome: Outcome]>([
    ["CSV", { format: "CSV" }, "pass"],
    ["CSV", {}, "pass"],
    ["CSV", { format: "HTML" }, "fail"],
    ["CSV", { format: "HTML", attachment: true }, "pass"],
    ["HTML", { format: "HTML" }, "pass"],
    [undefined, { format: "HTML" }, "fail"],
    [undefined, { format: "CSV" }, "pass"],
    ["CSV", undefined, "unknown"],
    ["API", { format: "JSON" }, "pass"],
    ["API", { format: "HTML" }, "unknown"],
    ["APP-ANDROID", { format: "HTML" }, "unknown"],
  ])("%s that shows %o is %s", (format, content, outcome) => {
    expect(judge(format ? { format } : {}, alive(content)).downloadable).toBe(outcome);
  });

  it.each<[format: string, outcome: Outcome]>([
    ["CSV", "fail"],
    ["API", "unknown"],
  ])("a page in place of %s is %s, whatever came before", (format, outcome) => {
    const found = alive({ format: "CSV" });
    found.visits.push({
      at: "2026-03-01T01:00:00Z",
      verdict: "unknown",
      reason: "soft-404" satisfies Reason,
    });
    expect(judge({ format }, found).downloadable).toBe(outcome);
  });
});

describe("structured", () => {
  it.each<[declared: string | undefined, seen: string | undefined, outcome: Outcome]>([
    ["CSV", "CSV", "pass"],
    ["CSV", "PDF", "fail"],
    ["PDF", "CSV", "pass"],
    ["PDF", "PDF", "fail"],
    ["CSV", undefined, "pass"],
    [undefined, "JSON", "pass"],
    [undefined, undefined, "unknown"],
    ["ZIP", "ZIP", "unknown"],
    ["CSV", "ZIP", "unknown"],
    ["SHP", "ZIP", "pass"],
    ["CSV", "TXT", "pass"],
    ["TXT", "TXT", "unknown"],
    ["GeoJSON", "JSON", "pass"],
    ["API", "JSON", "pass"],
    ["API", "HTML", "unknown"],
    ["WMS", "XML", "pass"],
    ["WEIRD", undefined, "unknown"],
    ["APP-ANDROID", "HTML", "unknown"],
  ])("%s that shows %s is %s", (declared, seen, outcome) => {
    const found = alive(seen ? { format: seen } : {});
    expect(judge(declared ? { format: declared } : {}, found).structured).toBe(outcome);
  });
});

describe("encoding", () => {
  it.each<[declared: string | undefined, content: Partial<Content>, outcome: Outcome]>([
    ["UTF-8", { charset: "UTF-8" }, "pass"],
    ["UTF-8", { charset: "BIG5" }, "fail"],
    ["BIG5", { charset: "BIG5" }, "pass"],
    ["BIG5", { charset: "CP950" }, "pass"],
    ["CP950", { charset: "BIG5" }, "pass"],
    ["BIG5-HKSCS", { charset: "BIG5" }, "pass"],
    ["BIG5", { charset: "GB18030" }, "fail"],
    ["BIG5", { charset: "UTF-8" }, "fail"],
    ["UTF-16", { charset: "UTF-16" }, "pass"],
    ["US-ASCII", { charset: "UTF-8" }, "fail"],
    ...["UTF-8", "BIG5", "CP950", "US-ASCII", "ISO-8859-1", "GB18030"].map(
      (code) => [code, { charset: "UTF-8", ascii: true }, "pass"] as [string, Partial<Content>, Outcome],
    ),
    ["UTF-16", { charset: "US-ASCII", ascii: true }, "fail"],
    ["none", { format: "ZIP" }, "pass"],
    ["none", { charset: "UTF-8" }, "fail"],
    ["none", { ascii: true }, "fail"],
    ["UTF-8", { format: "XLSX" }, "unknown"],
    ["other", { charset: "UTF-8" }, "unknown"],
    [undefined, { charset: "UTF-8" }, "unknown"],
  ])("%s with %o is %s", (declared, content, outcome) => {
    expect(judge(declared ? { characterSetCode: declared } : {}, alive(content)).encoding).toBe(outcome);
  });
});

describe("columns", () => {
  it.each<[described: string | undefined, seen: string[] | undefined, outcome: Outcome]>([
    ["站名、地址", ["站名", "地址"], "pass"],
    ["站名、地址", ["地址", "電話", "站名"], "pass"],
    ["站名、地址", ["站名"], "fail"],
    ["ＮＡＭＥ、Site Name", ["name", "site_name"], "pass"],
    ["Name、Count", ["\ufeffname", " COUNT "], "pass"],
    ["name(名稱)、count(數量)", ["name", "count"], "pass"],
    ["name(名稱)、count(數量)", ["名稱", "數量"], "pass"],
    ["name(名稱)、count(數量)", ["品名", "數量"], "fail"],
    ["本資料集說明全國各地之測站，詳見網站。", ["站名"], "unknown"],
    ["站名、地址", undefined, "unknown"],
    ["站名、地址", [], "unknown"],
    [undefined, ["站名"], "unknown"],
    ["站名、地址", Array.from({ length: 200 }, (_, i) => `c${i}`), "unknown"],
  ])("%s over %j is %s", (described, seen, outcome) => {
    const fields = described === undefined ? {} : { fieldDescription: described };
    expect(judge({ format: "CSV" }, alive(seen ? { columns: seen } : {}), fields).columns).toBe(outcome);
  });

  it("asks the dataset's distributions together", () => {
    const dataset = datasetWith({
      fieldDescription: "站名、地址、電話",
      distribution: [1, 2, 3].map((n) => ({
        resourceID: `A41000000G-000009-00${n}`,
        downloadURL: `https://a.example/${n}`,
      })),
    });
    const known = lookUp({
      "https://a.example/1": alive({ columns: ["站名", "地址"] }),
      "https://a.example/2": alive({ columns: ["電話", "備註"] }),
      "https://a.example/3": alive({ columns: ["備註"] }),
    });
    const judged = judgeDistributions(dataset, known, vocabularies, SAMPLE_TODAY);
    expect(judged.map(({ indicators }) => indicators.columns)).toEqual(["pass", "pass", "fail"]);
  });
});

describe("timely", () => {
  it("gives each period its grace", () => {
    const day = 86_400;
    expect([0, 600, day, 7 * day, 30 * day, 365 * day].map((period) => allowedAge(period) / day)).toEqual([
      1,
      1 + 600 / day,
      4,
      10.5,
      45,
      547.5,
    ]);
  });

  it.each<
    [
      frequency: string | undefined,
      fields: Partial<DatasetFile>,
      lastModified: string | undefined,
      outcome: Outcome,
    ]
  >([
    ["每日", { modified: "2026-02-25" }, undefined, "pass"],
    ["每日", { modified: "2026-02-24 23:59:59" }, undefined, "fail"],
    ["每日", { modified: "2020-01-01" }, "2026-02-24T04:00:00Z", "pass"],
    ["每日", { modified: "2020-01-01" }, "2026-02-24T03:59:59Z", "fail"],
    ["每日", {}, undefined, "unknown"],
    ["每月", { modified: "2026-01-15" }, undefined, "pass"],
    ["每月", { modified: "2026-01-14" }, undefined, "fail"],
    ["每年", { modified: "2024-12-01" }, undefined, "pass"],
    ["每年", { modified: "2024-06-01" }, undefined, "fail"],
    ["每10分鐘", { modified: "2026-03-01" }, undefined, "unknown"],
    ["每10分鐘", {}, "2026-02-28T03:50:00Z", "pass"],
    ["每10分鐘", {}, "2026-02-26T03:50:00Z", "fail"],
    ["即時", {}, "2026-02-28T04:00:00Z", "pass"],
    ["即時", {}, undefined, "unknown"],
    ["不定期", { modified: "2010-01-01" }, undefined, "unknown"],
    ["不再更新", { modified: "2010-01-01" }, undefined, "pass"],
    [undefined, { modified: "2026-03-01" }, undefined, "unknown"],
  ])("%s, %o and %s is %s", (frequency, fields, lastModified, outcome) => {
    const found = alive(lastModified ? { lastModified } : {});
    const given = frequency ? { accrualPeriodicity: frequency, ...fields } : fields;
    expect(judge({ format: "CSV" }, found, given).timely).toBe(outcome);
  });

  it("counts the resource's own date", () => {
    const fields = { accrualPeriodicity: "每日", modified: "2020-01-01" };
    expect(judge({ resourceModified: "2026-02-28 08:00:00" }, alive({}), fields).timely).toBe("pass");
  });
});

it("tells what was visited, when, and with which end", () => {
  const dataset = datasetWith({
    distribution: [
      { resourceID: "A41000000G-000009-001", format: "CSV", downloadURL: URL_OF },
      { resourceID: "A41000000G-000009-002", format: "PDF" },
    ],
  });
  const found = alive({ format: "CSV" });
  const [first, second] = judgeDistributions(
    dataset,
    lookUp({ [URL_OF]: found }),
    vocabularies,
    SAMPLE_TODAY,
  );
  expect(first).toMatchObject({
    resourceID: "A41000000G-000009-001",
    url: URL_OF,
    verdict: "alive",
    reason: "ok",
    visited: "2026-02-28T04:00:00Z",
    stars: 3,
    evidence: found,
  });
  expect(Object.keys(second!)).toEqual(["resourceID", "indicators", "stars"]);
});

it("intersects: one that fails fails all, unknown changes nothing", () => {
  const one = (outcome: Outcome) =>
    Object.fromEntries(INDICATORS.map((name) => [name, outcome])) as Record<Indicator, Outcome>;
  const together = (...outcomes: Outcome[]) => new Set(Object.values(intersect(outcomes.map(one))));
  expect(together()).toEqual(new Set(["unknown"]));
  expect(together("unknown", "unknown")).toEqual(new Set(["unknown"]));
  expect(together("pass", "unknown")).toEqual(new Set(["pass"]));
  expect(together("pass", "fail", "unknown")).toEqual(new Set(["fail"]));
  expect(together("fail")).toEqual(new Set(["fail"]));
});
