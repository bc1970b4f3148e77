import { describe, expect, it } from "vitest";
import { SAMPLE_AGENCIES, sampleVocabularies } from "../catalogue/fixtures.ts";
import { checkDraft } from "./check-draft.ts";
import type { DeskAgency } from "./data.ts";

const PATH = "datasets/A41000000G/000001.yaml";
const ID = "A41000000G-000001";
const vocabularies = sampleVocabularies();
const agency: DeskAgency = {
  agency: SAMPLE_AGENCIES[1]!,
  above: [SAMPLE_AGENCIES[0]!],
  datasets: [
    { serial: "000001", title: "公報" },
    { serial: "000002", title: "預算" },
    { serial: "000003" },
    { serial: "000004", title: "待補正", incomplete: true },
  ],
};

const SOUND = `identifier: ${ID}
categoryCode: E00
title: 公報
description: 行政院公報。
fieldDescription: 名稱、日期
type: rawData
keyword:
  - 公報
  - 施政
license: OGDL-Taiwan-1.0
cost: 免費
contact: main
accrualPeriodicity: 每日
distribution:
  - resourceID: ${ID}-001
    resourceDescription: 全部
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://gazette.example/a.csv
  - resourceID: ${ID}-002
    resourceDescription: 全部
    format: JSON
    characterSetCode: UTF-8
    downloadURL: https://gazette.example/a.json
`;

const check = (text: string, more: { agency?: DeskAgency; base?: string; path?: string } = {}) =>
  checkDraft({ text, path: PATH, platform: { vocabularies }, agency, today: "2026-03-01", ...more });
/** Code, line and field of what is found where a part of the sound text is another. */
const found = (from: string | RegExp, to: string, more = {}) =>
  check(SOUND.replace(from, to), more).map((d) => [d.code, d.line, d.field.join(".")]);

describe("a draft's diagnostics", () => {
  it("are none for a sound one", () => {
    expect(check(SOUND)).toEqual([]);
    expect(check(SOUND, { base: SOUND })).toEqual([]);
  });

  it("have all that the checker says, and the field beside it", () => {
    expect(check(SOUND.replace("每日", "每1天"))).toEqual([
      {
        code: "frequency/invalid",
        severity: "error",
        file: PATH,
        line: 13,
        column: 21,
        message: expect.stringContaining("每1天"),
        remedy: expect.stringContaining("每日"),
        fix: { startLine: 13, endLine: 13, text: "accrualPeriodicity: 每日" },
        field: ["accrualPeriodicity"],
      },
    ]);
  });

  it.each([
    ["title: 公報", "title:", [["field/empty", 3, "title"]]],
    ["title: 公報\n", "", [["field/missing", 1, "title"]]],
    [
      "cost: 免費",
      "cost: 付費\ncostURL: https://a.example/\ndataClass: 乙",
      [["field/missing", 1, "costLaw"]],
    ],
    [
      "license: OGDL-Taiwan-1.0",
      "license: other\ndataClass: 乙",
      [
        ["field/missing", 1, "licenseName"],
        ["field/missing", 1, "licenseURL"],
      ],
    ],
    ["  - 施政", "  - 公報", [["field/duplicate-item", 8, "keyword"]]],
    ["  - 施政", '  - "施政 "', [["field/edge-space", 9, "keyword"]]],
    ["title: 公報", "title: 公報 # 註", [["yaml/comment-in-value", 3, "title"]]],
    ["  - 施政", "  - 施政 # 註", [["yaml/comment-in-value", 9, "keyword"]]],
    ["format: JSON", "format: JSON # 註", [["yaml/comment-in-value", 22, "distribution.1.format"]]],
    ["format: JSON", "format: 試算表", [["field/not-in-list", 22, "distribution.1.format"]]],
    ["    format: JSON\n", "", [["field/missing", 20, "distribution.1.format"]]],
    [
      "    downloadURL: https://gazette.example/a.json\n",
      "",
      [["distribution/no-address", 20, "distribution.1.downloadURL"]],
    ],
    [
      / {4}format: JSON\n(.*)\n.*a.json\n/,
      "$1\n",
      [
        ["distribution/no-address", 20, "distribution.1"],
        ["field/missing", 20, "distribution.1.format"],
      ],
    ],
    [`${ID}-002`, `${ID}-001`, [["resource/duplicate", 20, "distribution.1"]]],
    [/distribution:[\s\S]*/, "", [["field/missing", 1, "distribution"]]],
    [/format: .*/g, "format: PDF", [["quality/stars", 14, "distribution"]]],
    [ID, "A41000000G-000009", [["identifier/place", 1, ""]]],
    ["cost:", "costs: 1\ncost:", [["field/unknown", 11, ""]]],
    ["title: 公報", "title: [公報", [["yaml/unclosed-bracket", 3, ""]]],
    ["title: 公報", "modified: 2999-01-01\ntitle: 公報", [["date/future", 3, ""]]],
  ])("%s → %s", (from, to, expected) => {
    expect(found(from, to)).toEqual(expected);
  });

  it("know the agency and its other datasets", () => {
    expect(found("title: 公報", "title: 預算")).toEqual([["title/duplicate", 3, "title"]]);
    expect(found("title: 公報", "title: 待補正")).toEqual([]);
    expect(found("contact: main", "contact: gone")).toEqual([["contact/unknown", 12, "contact"]]);
    const bare = { ...agency, agency: { code: "A41000000G", name: "甲" } };
    expect(found("contact: main\n", "publisherContactName: 王\n", { agency: bare })).toEqual([
      ["contact/none", 1, "publisherContactPhone"],
    ]);
    expect(check(SOUND, { path: "datasets/A41010000A/000001.yaml" }).map((d) => d.code)).toContain(
      "agency/unknown",
    );
    expect(check(SOUND, { path: "elsewhere.yaml" }).map((d) => [d.code, d.field])).toEqual([
      ["file/name", []],
    ]);
  });

  it("compare locked fields with what is published", () => {
    expect(
      found("cost: 免費", "cost: 付費\ncostURL: https://a.example/\ncostLaw: 規費法\ndataClass: 乙", {
        base: SOUND,
      }),
    ).toEqual([["dataset/locked", 11, "cost"]]);
    const later = SOUND.replace("distribution:", "releaseDate: 2026-03-02\ndistribution:");
    expect(found("title: 公報", "title: 新公報", { base: later })).toEqual([]);
  });
});
