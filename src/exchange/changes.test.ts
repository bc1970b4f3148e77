import { describe, expect, it } from "vitest";
import type { DatasetFile } from "../catalogue/catalogue.ts";
import { SAMPLE_DATASETS, sampleCatalogue } from "../catalogue/fixtures.ts";
import type { HistoryAct, HistoryEntry } from "../catalogue/history.ts";
import { changeFiles } from "./changes.ts";

const place = { origin: "https://data.example", base: "/c/" };
const entry = (day: string, act: HistoryAct, ...fields: string[]): HistoryEntry => ({
  commit: "c",
  author: "某人",
  time: `${day} 09:30`,
  subject: "s",
  act,
  changes: fields.map((field) => ({ field, label: { zh: field, en: field }, before: "舊值", after: "新值" })),
});

const ID = "A41000000G-000004";
/** The feed of one dataset as `day act fields`, oldest day first; entries are given oldest first. */
function feed(entries: HistoryEntry[], change: Partial<DatasetFile> = {}): string[] {
  const file = { ...SAMPLE_DATASETS.find((d) => d.identifier === ID)!, ...change };
  const catalogue = sampleCatalogue({ datasets: [file] });
  return [...changeFiles(catalogue, new Map([[ID, entries.toReversed()]]), place)]
    .filter(({ path }) => path !== "changes/index.json")
    .flatMap(({ content }) => {
      const { day, changes } = JSON.parse([...content].join(""));
      return changes.map((c: { act: string; fields?: string[] }) =>
        [day, c.act, ...(c.fields ?? [])].join(" "),
      );
    })
    .sort();
}
const withdrawal = { reason: "A", explanation: "x", date: "2026-02-01" } as const;
const gone = { status: "withdrawn", withdrawal } as const;

describe("what a dataset's history tells", () => {
  it.each<[string, HistoryEntry[], Partial<DatasetFile>, string[]]>([
    ["nothing", [], {}, []],
    ["added", [entry("2026-01-02", "created")], {}, ["2026-01-02 added"]],
    [
      "modified, all of a day as one",
      [
        entry("2026-01-02", "created"),
        entry("2026-01-03", "modified", "title"),
        entry("2026-01-03", "modified", "title", "notes"),
        entry("2026-01-05", "modified", "cost"),
      ],
      {},
      ["2026-01-02 added", "2026-01-03 modified notes title", "2026-01-05 modified cost"],
    ],
    [
      "a first day's modification is part of the addition",
      [entry("2026-01-02", "created"), entry("2026-01-02", "modified", "title")],
      {},
      ["2026-01-02 added"],
    ],
    [
      "withdrawn and relisted",
      [
        entry("2026-01-02", "created"),
        entry("2026-01-10", "withdrawn", "status"),
        entry("2026-01-11", "modified", "title"),
        entry("2026-01-20", "relisted", "status"),
      ],
      {},
      ["2026-01-02 added", "2026-01-10 withdrawn", "2026-01-20 relisted"],
    ],
    [
      "withdrawn still",
      [entry("2026-01-02", "created"), entry("2026-02-01", "withdrawn")],
      gone,
      ["2026-01-02 added", "2026-02-01 withdrawn"],
    ],
    ["never listed", [entry("2026-01-02", "created")], gone, []],
    [
      "added on its 上架日期, with what came before it",
      [entry("2026-01-02", "created"), entry("2026-01-03", "modified", "title")],
      { releaseDate: "2026-02-01" },
      ["2026-02-01 added"],
    ],
    [
      "added on the day of its file, where its 上架日期 is earlier",
      [entry("2026-01-02", "created"), entry("2026-01-03", "modified", "title")],
      { releaseDate: "2015-01-01" },
      ["2026-01-02 added", "2026-01-03 modified title"],
    ],
    [
      "modified on the day of its release",
      [entry("2026-01-02", "created"), entry("2026-02-01", "modified", "title")],
      { releaseDate: "2026-02-01" },
      ["2026-02-01 added"],
    ],
    [
      "withdrawn before its release, and relisted after",
      [
        entry("2026-01-02", "created"),
        entry("2026-01-03", "withdrawn"),
        entry("2026-02-10", "relisted"),
        entry("2026-02-12", "modified", "title"),
      ],
      { releaseDate: "2026-02-01" },
      ["2026-02-10 added", "2026-02-12 modified title"],
    ],
    [
      "withdrawn before its release for good",
      [entry("2026-01-02", "created"), entry("2026-01-03", "withdrawn")],
      { ...gone, releaseDate: "2026-02-01" },
      [],
    ],
  ])("%s", (_, entries, change, expected) => {
    expect(feed(entries, change)).toEqual(expected);
  });
});

describe("the feed", () => {
  const catalogue = sampleCatalogue();
  const history = new Map([
    ["A41000000G-000001", [entry("2026-01-03", "modified", "title"), entry("2026-01-02", "created")]],
    ["A41000000G-000003", [entry("2026-01-03", "withdrawn"), entry("2026-01-02", "created")]],
    ["A41000000G-000005", [entry("2026-01-03", "created")]],
    ["Z00000000Z-000001", [entry("2026-01-03", "deleted"), entry("2026-01-02", "created")]],
  ]);
  const files = new Map(
    [...changeFiles(catalogue, history, place)].map((f) => [f.path, JSON.parse([...f.content].join(""))]),
  );

  it("names the days, newest first, with counts and addresses", () => {
    expect(files.get("changes/index.json")).toEqual({
      days: [
        {
          day: "2026-01-03",
          added: 0,
          modified: 1,
          withdrawn: 1,
          relisted: 0,
          url: "https://data.example/c/changes/2026-01-03.json",
        },
        {
          day: "2026-01-02",
          added: 2,
          modified: 0,
          withdrawn: 0,
          relisted: 0,
          url: "https://data.example/c/changes/2026-01-02.json",
        },
      ],
    });
    expect(files.get("changes/2026-01-03.json")).toEqual({
      day: "2026-01-03",
      added: 0,
      modified: 1,
      withdrawn: 1,
      relisted: 0,
      changes: [
        { identifier: "A41000000G-000001", title: "行政院公報", act: "modified", fields: ["title"] },
        { identifier: "A41000000G-000003", title: "已下架資料", act: "withdrawn" },
      ],
    });
  });

  it("says nothing of a dataset whose day has not come, of a deleted one, of values and of persons", () => {
    const text = JSON.stringify([...files]);
    for (const word of ["A41000000G-000005", "尚未上架", "Z00000000Z", "舊值", "某人"]) {
      expect(text).not.toContain(word);
    }
  });

  it("has no days without a history", () => {
    const [index, ...rest] = [...changeFiles(catalogue, new Map(), place)];
    expect(index).toEqual({ path: "changes/index.json", content: '{"days":[]}' });
    expect(rest).toEqual([]);
  });
});
