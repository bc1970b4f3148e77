import { describe, expect, it } from "vitest";
import { loadVocabularies } from "../../../src/adapters/files.ts";
import { checkDataset } from "../../../src/catalogue/check.ts";
import { checkAgency } from "../../../src/catalogue/check-agency.ts";
import { checkAcross } from "../../../src/catalogue/check-catalogue.ts";
import { PROJECT } from "../../command.ts";
import { historyOf } from "./commits.ts";
import { type CorpusFile, makeCorpus, readYaml } from "./corpus.ts";
import { CORPUS_DAY } from "./dates.ts";
import { drawRows, inventRows } from "./rows.ts";

const vocabularies = await loadVocabularies(PROJECT);
const AGENCIES = [
  { name: "測試部", code: "A00000001A", website: "https://moi.example/" },
  { name: "測試部統計署", code: "A00000002A", parentName: "測試部" },
  { name: "範例縣政府", code: "A00000003A" },
];

const make = (count: number, seed: number): CorpusFile[] => [
  ...makeCorpus({ table: inventRows(AGENCIES, count, seed), agencies: AGENCIES, vocabularies, seed }),
];

describe("a corpus", () => {
  const files = make(400, 7);
  const datasets = files.filter(({ path }) => path.startsWith("datasets/"));

  it("has as many datasets as asked for, and their agencies", () => {
    expect(datasets).toHaveLength(400);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(files.length - datasets.length).toBe(AGENCIES.length);
  });

  it("passes the checks of every file and across files", () => {
    const context = { vocabularies, today: CORPUS_DAY };
    const bytes = ({ content }: CorpusFile) => new TextEncoder().encode(content);
    const checked = datasets.map((file) => checkDataset(file.path, bytes(file), context));
    const agencies = files
      .filter((file) => !datasets.includes(file))
      .map((file) => checkAgency(file.path, bytes(file)));
    const found = [...checked, ...agencies].flatMap(({ diagnostics }) => diagnostics);
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(found.length).toBeLessThan(40);
    expect(checkAcross({ agencies, datasets: checked, judged: () => true }).size).toBe(0);
  });

  it("is complete: nothing is left for a later correction", () => {
    for (const { content } of datasets) {
      const dataset = readYaml(content) as Record<string, unknown>;
      expect(dataset).not.toHaveProperty("provenance");
      expect(dataset.keyword).not.toHaveLength(0);
      expect((dataset.distribution as unknown[]).length).toBeLessThanOrEqual(4);
    }
  });

  it("has descriptions as long as real ones", () => {
    const lengths = datasets
      .map(({ content }) => (readYaml(content) as { description: string }).description.length)
      .sort((a, b) => a - b);
    expect(lengths[200]).toBeGreaterThan(30);
    expect(lengths[200]).toBeLessThan(55);
    expect(lengths[380]).toBeGreaterThan(85);
  });

  it("is the same for the same seed and another for another", () => {
    expect(make(50, 3)).toEqual(make(50, 3));
    expect(make(50, 3)).not.toEqual(make(50, 4));
  });
});

describe("rows drawn from a list", () => {
  const table = {
    headings: ["資料集識別碼", "資料集名稱", "提供機關"],
    rows: [
      ["1", "甲", "測試部"],
      ["2", "乙", "測試部"],
      ["x-3", "丙", "測試部"],
    ],
    firstRow: 2,
  };

  it("are each drawn once before any is drawn again", () => {
    const drawn = drawRows(table, 3, 1).rows;
    expect([...drawn].sort()).toEqual(table.rows);
  });

  it("get numbers and titles of their own in later rounds", () => {
    const drawn = drawRows(table, 9, 1).rows;
    expect(new Set(drawn.map(([id]) => id)).size).toBe(9);
    expect(drawn.filter(([, title]) => ["甲", "乙", "丙"].includes(title ?? ""))).toHaveLength(3);
  });

  it("carry no invisible characters into the varied title", () => {
    const rows = [["1", "甲 \u200b", "測試部"]];
    const [, again] = drawRows({ ...table, rows }, 2, 1).rows;
    expect(again?.[1]).toMatch(/^甲[（－]/);
  });
});

describe("a history", () => {
  it("adds everything, then changes one dataset a commit, and leaves the files as the last commit has them", () => {
    const files = make(20, 1);
    const before = new Map(files.map(({ path, content }) => [path, content]));
    const stream = [...historyOf(files, 5, 1)];
    const heads = stream.filter((piece) => piece.startsWith("commit "));
    expect(heads).toHaveLength(6);
    expect(stream.at(-1)).toBe("done\n");
    const changed = files.filter(({ path, content }) => before.get(path) !== content);
    expect(changed.length).toBeGreaterThan(0);
    for (const { path, content } of changed) {
      const last = stream.findLast((piece) => piece.startsWith(`M 100644 inline ${path}\n`));
      expect(last).toContain(content);
      const [was, is] = [before.get(path) as string, content].map(
        (text) => readYaml(text) as Record<string, unknown>,
      );
      const differing = Object.keys(is!).filter(
        (key) => JSON.stringify(is![key]) !== JSON.stringify(was![key]),
      );
      expect(["numberOfData", "modified", "distribution"]).toEqual(expect.arrayContaining(differing));
    }
  });

  it("gives git the length of texts in bytes", () => {
    const text = [...historyOf(make(3, 1), 1, 1)].join("");
    for (const [, length, rest] of text.matchAll(/^data (\d+)\n(.*)$/gm)) {
      expect(Number(length)).toBeGreaterThanOrEqual(Buffer.byteLength(rest ?? ""));
    }
  });
});
