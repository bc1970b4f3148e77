import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadVocabularies } from "../../../src/adapters/files.ts";
import { writeOutputs } from "../../../src/adapters/output.ts";
import { PROJECT } from "../../command.ts";
import { makeCorpus } from "../corpus/corpus.ts";
import { inventRows } from "../corpus/rows.ts";
import { hugoVersion } from "./hugo.ts";
import { writeHugoSite } from "./hugo-content.ts";

const AGENCIES = [
  { name: "測試部", code: "A00000001A" },
  { name: "測試部統計署", code: "A00000002A", parentName: "測試部" },
];
let folder: string;
let site: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hugo-"));
  site = join(folder, "site");
  const root = join(folder, "root");
  const vocabularies = await loadVocabularies(PROJECT);
  const table = inventRows(AGENCIES, 120, 1);
  await writeOutputs(root, makeCorpus({ table, agencies: AGENCIES, vocabularies, seed: 1 }));
  for (const part of ["vocabularies", "settings.yaml"]) {
    await cp(join(PROJECT, "platform", part), join(root, "platform", part), { recursive: true });
  }
  await writeHugoSite(root, site, "2026-11-20");
});
afterAll(() => rm(folder, { recursive: true }));

describe("a Hugo site of a catalogue", () => {
  it("has a content file for each dataset and for each list in both languages", async () => {
    const agency = JSON.parse(
      await readFile(join(site, "content/en/agencies/A00000001A/_index.md"), "utf8"),
    ) as Record<string, unknown>;
    expect(agency).toMatchObject({ type: "list", group: "agency", key: "A00000001A", english: true });
    const labels = JSON.parse(await readFile(join(site, "data/labels.json"), "utf8")) as Record<
      string,
      string
    >;
    expect(labels.license).toContain("授權方式");
    expect(await readFile(join(site, "layouts/withdrawn/single.html"), "utf8")).toContain("jsonify");
  });

  it.runIf(hugoVersion())("is rendered without a warning", async () => {
    const out = join(folder, "out");
    const said = execFileSync("hugo", ["--source", site, "--destination", out], { encoding: "utf8" });
    expect(said).not.toMatch(/WARN|ERROR/);
    const list = await readFile(join(out, "datasets/page/2/index.html"), "utf8");
    const path = /href="?(\/datasets\/[^/]+-[^/]+\/)/.exec(list)?.[1] as string;
    const page = await readFile(join(out, path, "index.html"), "utf8");
    expect(page).toContain('"@type":"Dataset"');
    expect(page).toContain("主要欄位說明");
    expect(page).not.toContain("ZgotmplZ");
  });
});
