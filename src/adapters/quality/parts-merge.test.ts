import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Catalogue } from "../../catalogue/catalogue.ts";
import {
  type AddressEvidence,
  type Content,
  evidencePath,
  QUALITY_HISTORY_PATH,
} from "../../catalogue/quality/evidence.ts";
import { readQualityHistory } from "../../catalogue/quality/history.ts";
import { readEvidence, writeEvidence } from "../../catalogue/quality/snapshot.ts";
import { openPart, type PartLine, partName } from "./parts.ts";
import { mergeAddress, mergeParts } from "./parts-merge.ts";
import { AGENCIES, catalogueOf, datasetOf, dayAfter, visitOn } from "./run.test-helper.ts";

const TODAY = "2026-11-21";
const NOW = new Date("2026-11-21T12:00:00Z");
const [A, B, C] = AGENCIES as [string, string, string];
const CATALOGUE = catalogueOf(
  [
    datasetOf(A, 1, [{ url: "https://a.tw/1" }, { url: "https://both.tw/1" }]),
    datasetOf(B, 1, [{ url: "https://both.tw/1" }]),
  ],
  TODAY,
);

let state: string;
let parts: string;
let told: string[];
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "merge-"));
  state = join(folder, "state");
  parts = join(folder, "parts");
  told = [];
});
afterEach(() => rm(dirname(state), { recursive: true, force: true }));

async function part(index: number, lines: readonly PartLine[]): Promise<void> {
  const writer = await openPart(join(parts, partName(index)));
  for (const line of lines) writer.write(line);
  writer.close();
}
async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(state, path)), { recursive: true });
  await writeFile(join(state, path), text);
}
const putEvidence = (agency: string, addresses: Record<string, AddressEvidence>) =>
  put(evidencePath(agency), writeEvidence({ version: 1, agency, addresses }));
async function evidence(agency: string): Promise<Record<string, AddressEvidence> | undefined> {
  const text = await readFile(join(state, evidencePath(agency)), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const read = readEvidence(text, agency);
  if ("problem" in read) throw new Error(read.problem);
  return { ...read.evidence.addresses };
}
const merge = (catalogue: Catalogue = CATALOGUE, now = NOW) =>
  mergeParts({ catalogue, parts, state, now, problem: (message) => told.push(message) });
const line = (url: string, day = TODAY, more: Partial<PartLine> = {}): PartLine => ({
  url,
  visit: visitOn(day),
  ...more,
});

describe("an address", () => {
  const content = (day: string, format: string): Content => ({ at: `${day}T04:00:00Z`, format, sampled: 9 });

  it("keeps its last seven visits, one a day", () => {
    const days = Array.from({ length: 9 }, (_, n) => dayAfter(TODAY, n - 8));
    const old = { visits: days.slice(0, 7).map((day) => visitOn(day)) };
    const merged = mergeAddress(old, [line("u", days[8]), line("u", days[7])]);
    expect(merged.visits.map(({ at }) => at.slice(0, 10))).toEqual(days.slice(2));
  });

  it("takes the later of two visits on one day in Taipei, whichever came first", () => {
    const early = visitOn(TODAY, "dead", "http-404");
    const late = { ...visitOn(TODAY), at: `${TODAY}T15:59:59Z` };
    const next = { ...visitOn(TODAY), at: `${TODAY}T16:00:00Z` };
    for (const visits of [
      [early, late, next],
      [next, late, early],
    ]) {
      const merged = mergeAddress(
        undefined,
        visits.map((visit) => ({ url: "u", visit })),
      );
      expect(merged.visits).toEqual([late, next]);
    }
    expect(mergeAddress({ visits: [late] }, [{ url: "u", visit: early }]).visits).toEqual([late]);
  });

  it("keeps the content that was read last, through visits that read none", () => {
    const old = { visits: [visitOn("2026-11-19")], content: content("2026-11-19", "CSV") };
    const read = mergeAddress(old, [line("u", "2026-11-20", { content: content("2026-11-20", "JSON") })]);
    expect(read.content?.format).toBe("JSON");
    expect(mergeAddress(read, [line("u")]).content?.format).toBe("JSON");
    const late = line("u", "2026-11-18", { content: content("2026-11-18", "XML") });
    expect(mergeAddress(old, [late]).content?.format).toBe("CSV");
  });
});

describe("a merge", () => {
  it("writes the evidence of each agency that names an address, and the day's figures", async () => {
    await part(1, [line("https://a.tw/1")]);
    await part(2, [line("https://both.tw/1", TODAY, { visit: visitOn(TODAY, "dead", "http-404") })]);
    const report = await merge();
    expect(report).toMatchObject({ visits: 2, dropped: 0, addresses: 3, removed: [] });
    expect(report.written).toEqual([evidencePath(A), evidencePath(B), QUALITY_HISTORY_PATH]);
    expect(Object.keys((await evidence(A))!)).toEqual(["https://a.tw/1", "https://both.tw/1"]);
    expect(await evidence(B)).toEqual({
      "https://both.tw/1": { visits: [visitOn(TODAY, "dead", "http-404")] },
    });
    const text = await readFile(join(state, QUALITY_HISTORY_PATH), "utf8");
    expect(readQualityHistory(text)).toMatchObject({
      history: { points: [{ day: TODAY, agencies: { [A]: { datasets: 1, alive: 1, unknown: 1 } } }] },
    });
    expect(told).toEqual([]);
  });

  it("writes the same bytes again, and then no file at all", async () => {
    await part(1, [line("https://a.tw/1"), line("https://both.tw/1")]);
    await merge();
    const path = join(state, evidencePath(A));
    const before = [await readFile(path, "utf8"), (await stat(path)).mtimeMs];
    expect((await merge()).written).toEqual([]);
    expect([await readFile(path, "utf8"), (await stat(path)).mtimeMs]).toEqual(before);
    expect((await readdir(join(state, "quality/evidence"))).sort()).toEqual([`${A}.json`, `${B}.json`]);
  });

  it("does not depend on how the visits were shared out", async () => {
    const lines = [line("https://both.tw/1"), line("https://a.tw/1"), line("https://a.tw/1", "2026-11-20")];
    const texts: string[] = [];
    for (const shares of [[lines], [lines.toReversed()], lines.map((each) => [each])]) {
      await rm(state, { recursive: true, force: true });
      await rm(parts, { recursive: true, force: true });
      for (const [index, share] of shares.entries()) await part(index + 1, share);
      await merge();
      texts.push(await readFile(join(state, evidencePath(A)), "utf8"));
    }
    expect(new Set(texts).size).toBe(1);
  });

  it("drops addresses that the catalogue no longer holds, and an agency's file with the last of them", async () => {
    await putEvidence(A, {
      "https://a.tw/1": { visits: [visitOn("2026-11-20")] },
      "https://gone.tw/1": { visits: [visitOn("2026-11-20")] },
    });
    await putEvidence(C, { "https://c.tw/1": { visits: [visitOn("2026-11-20")] } });
    await put("review/submissions.json", "{}");
    await part(1, [line("https://elsewhere.tw/1")]);
    const report = await merge();
    expect(report).toMatchObject({ visits: 0, dropped: 1, removed: [evidencePath(C)] });
    expect(Object.keys((await evidence(A))!)).toEqual(["https://a.tw/1"]);
    expect(await evidence(C)).toBeUndefined();
    expect(await readFile(join(state, "review/submissions.json"), "utf8")).toBe("{}");
  });

  it("takes a visit a little ahead of its clock, and none that would never grow old", async () => {
    await part(1, [
      { url: "https://a.tw/1", visit: { ...visitOn(TODAY), at: "2026-11-21T12:59:00Z" } },
      { url: "https://both.tw/1", visit: { ...visitOn(TODAY), at: "2026-11-21T13:01:00Z" } },
    ]);
    expect(await merge()).toMatchObject({ visits: 1, dropped: 1 });
    expect(Object.keys((await evidence(A))!)).toEqual(["https://a.tw/1"]);
  });

  it("begins anew where evidence can't be read, keeps a history that can't, and tells both", async () => {
    await put(evidencePath(A), "{broken");
    await put(QUALITY_HISTORY_PATH, "[]");
    await put("quality/evidence/readme.txt", "hello");
    await part(1, [line("https://a.tw/1")]);
    await writeFile(join(parts, partName(2)), "nonsense\n");
    expect((await merge()).written).toEqual([evidencePath(A)]);
    expect(Object.keys((await evidence(A))!)).toEqual(["https://a.tw/1"]);
    expect(await readFile(join(state, QUALITY_HISTORY_PATH), "utf8")).toBe("[]");
    expect(told).toEqual([
      "part-2.jsonl 有 1 行不是檢查結果，略過",
      `quality/evidence/${A}.json：不是 JSON，重新累積`,
      "quality/history.json：不是第 1 版的品質歷史紀錄，沒有記下當天的數字；請由分支的歷史還原這個檔案",
    ]);
  });

  it("without a part still drops what is gone and adds the day's figures", async () => {
    await putEvidence(B, { "https://gone.tw/1": { visits: [visitOn("2026-11-20")] } });
    expect(await merge()).toMatchObject({
      visits: 0,
      removed: [evidencePath(B)],
      written: [QUALITY_HISTORY_PATH],
    });
  });
});

describe("a part of a machine that was cut off", () => {
  const urls = Array.from({ length: 5 }, (_, n) => `https://host-${n}.tw/1`);
  const catalogue = catalogueOf(
    [
      datasetOf(
        A,
        1,
        urls.map((url) => ({ url })),
      ),
    ],
    TODAY,
  );
  const lost = (url: string): PartLine => {
    const { status: _, ...visit } = visitOn(TODAY, "dead", "no-host");
    return { url, visit };
  };

  it("is no evidence against anybody", async () => {
    await part(1, urls.map(lost));
    const { visits } = await merge(catalogue);
    expect(visits).toBe(0);
    expect(await evidence(A)).toBeUndefined();
    expect(told).toEqual([
      "part-1.jsonl 的 5 次檢查沒有收到任何主機的 HTTP 回應，應是執行檢查的電腦連不上網路，這一片不採計",
    ]);
  });

  it.each<[string, PartLine[]]>([
    ["a host answered", [line(urls[0]!), ...urls.slice(1).map(lost)]],
    [
      "a host answered with an error",
      [
        { url: urls[0]!, visit: { ...visitOn(TODAY, "unknown", "http-server"), status: 503 } },
        ...urls.slice(1).map(lost),
      ],
    ],
    ["few hosts were asked", urls.slice(0, 4).map(lost)],
  ])("is believed where %s", async (_, lines) => {
    await part(1, lines);
    expect((await merge(catalogue)).visits).toBe(lines.length);
    expect(told).toEqual([]);
  });
});
