import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { evidencePath, QUALITY_HISTORY_PATH } from "../../catalogue/quality/evidence.ts";
import { EMPTY_HISTORY, writeQualityHistory } from "../../catalogue/quality/history.ts";
import { writeEvidence } from "../../catalogue/quality/snapshot.ts";
import { evidence } from "../../catalogue/quality/test-helper.ts";
import { readQualitySnapshots } from "./evidence-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quality-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const URL_A = "https://a.example/資料?x=1";
const URL_B = "https://b.example/";

it("knows nothing without a snapshot, or with an empty one", async () => {
  for (const given of [undefined, folder]) {
    const read = await readQualitySnapshots(given);
    expect(read.evidenceOf(URL_A)).toBeUndefined();
    expect([read.history, read.problems]).toEqual([EMPTY_HISTORY, []]);
  }
});

it("finds evidence by address, whichever agency's it is", async () => {
  const [first, second] = [evidence("alive", { format: "CSV", columns: ["站名", "😀"] }), evidence("dead")];
  await put(
    evidencePath("A41000000G"),
    writeEvidence({ version: 1, agency: "A41000000G", addresses: { [URL_A]: first, [URL_B]: second } }),
  );
  const later = evidence("unknown");
  later.visits.push({ at: "2026-03-01T00:00:00Z", verdict: "alive", reason: "ok" });
  const other = { [URL_B]: later, [URL_A]: evidence("unknown") };
  await put(
    evidencePath("B000000000"),
    writeEvidence({ version: 1, agency: "B000000000", addresses: other }),
  );
  const history = { version: 1 as const, points: [{ day: "2026-03-01", agencies: {} }] };
  await put(QUALITY_HISTORY_PATH, writeQualityHistory(history));
  const read = await readQualitySnapshots(folder);
  expect(read.problems).toEqual([]);
  expect(read.history).toEqual(history);
  expect(read.evidenceOf(URL_A)).toEqual(first);
  // Where two agencies use an address, the latest visit counts.
  expect(read.evidenceOf(URL_B)).toEqual(later);
  expect(read.evidenceOf("constructor")).toBeUndefined();
});

it("leaves out what is wrong, and says so", async () => {
  await put(evidencePath("A41000000G"), "{");
  await put(evidencePath("B000000000"), writeEvidence({ version: 1, agency: "A41000000G", addresses: {} }));
  await put(
    evidencePath("C000000000"),
    writeEvidence({ version: 1, agency: "C000000000", addresses: { [URL_A]: evidence("alive") } }),
  );
  await put("quality/evidence/notes.txt", "x");
  await put(QUALITY_HISTORY_PATH, "[]");
  const read = await readQualitySnapshots(folder);
  expect(read.evidenceOf(URL_A)).toEqual(evidence("alive"));
  expect(read.history).toEqual(EMPTY_HISTORY);
  expect(read.problems).toEqual([
    "quality/evidence/A41000000G.json：不是 JSON",
    "quality/evidence/B000000000.json：agency 與檔名的機關代碼 B000000000 不同",
    "quality/history.json：不是第 1 版的品質歷史紀錄",
  ]);
});
