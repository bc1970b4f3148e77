/**
 * Files whose every field, one after the other, holds what belongs nowhere: a mapping that no text can be made of,
 * and a list of such. Each check must say what is wrong and stop at nothing, and so must what reads old versions.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { loadVocabularies } from "../src/adapters/files.ts";
import type { DatasetFile } from "../src/catalogue/catalogue.ts";
import { type Checked, checkDataset, identifierOf, pathOf } from "../src/catalogue/check.ts";
import { checkAgency } from "../src/catalogue/check-agency.ts";
import { checkAnnouncement } from "../src/catalogue/check-announcement.ts";
import { acrossFields, checkAcross } from "../src/catalogue/check-catalogue.ts";
import { SAMPLE_DATASETS, SAMPLE_TODAY, sampleVocabularies } from "../src/catalogue/fixtures.ts";
import { checkPlanAcross } from "../src/catalogue/plan/across.ts";
import { checkPlanFile } from "../src/catalogue/plan/files.ts";
import { planKindOf } from "../src/catalogue/plan/paths.ts";
import type { PlanFile } from "../src/catalogue/plan/plan-files.ts";
import { compareDatasetVersions } from "../src/catalogue/versions.ts";
import { toYaml, type YamlValue } from "../src/exchange/yaml-writer.ts";
import { compareVersions } from "../src/review/authorisations.ts";
import { datasetYaml } from "./support/repository.ts";

const PROJECT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(PROJECT, path), "utf8");
const bytesOf = (text: string) => new TextEncoder().encode(text);

const NO_TEXT = { toString: "甲", valueOf: "乙" };
const ODD: YamlValue[] = [NO_TEXT, [NO_TEXT, NO_TEXT]];
/** A long list's further items are as its first. */
const MOST_ITEMS = 2;

const expectTold = ({ diagnostics }: Checked<unknown>, text: string) =>
  expect(diagnostics, text).not.toEqual([]);

/** A value with one odd one in the place of each of its own, at any depth. */
function* withOdd(value: YamlValue): Generator<YamlValue> {
  yield* ODD;
  if (Array.isArray(value)) {
    const first: YamlValue[] = value.slice(0, MOST_ITEMS);
    for (const [at, item] of first.entries()) for (const odd of withOdd(item)) yield first.with(at, odd);
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value))
      for (const odd of withOdd(item!)) yield { ...value, [key]: odd };
  }
}

/** The odd versions of a file's text: YAML, or Markdown with fields before it. */
function* oddVersions(text: string): Generator<string> {
  const [, head, rest] = /^---\n(.*?\n)---\n(.*)$/s.exec(text) ?? [];
  const fields = load(head ?? text, { schema: FAILSAFE_SCHEMA }) as Record<string, YamlValue>;
  for (const odd of withOdd(fields)) {
    const yaml = toYaml(odd as never);
    yield head === undefined ? yaml : `---\n${yaml}---\n${rest}`;
  }
}

const SHOWCASE = `---
title: 公車動態
titleEn: Buses
developer: 王小明
url: https://showcase.example/bus
datasets:
  - A41000000G-000001
---

一個應用。
`;

const AGENCY = read("agencies/A41000000G/agency.yaml");
const vocabularies = await loadVocabularies(PROJECT);
const context = { vocabularies, today: "2026-11-20" };
const agency = checkAgency("agencies/A41000000G/agency.yaml", bytesOf(AGENCY));
const dataset = checkDataset("datasets/A41000000G/000001.yaml", bytesOf(datasetYaml("000001")), context);
const across = ({ path, value }: Checked<DatasetFile>) =>
  value ? { path, value: acrossFields(value) } : { path };
const judged = () => true;

const samples = SAMPLE_DATASETS.filter(({ status, withdrawal }) => status || withdrawal).slice(0, 2);
const datasets: [string, string][] = [
  ...samples.map((file): [string, string] => [pathOf(file.identifier), toYaml(file as never)]),
  ["datasets/A41000000G/000001.yaml", datasetYaml("000001")],
];

describe("odd values", () => {
  it.each(datasets)("stop no check of a dataset, and no comparison of its versions: %s", (path, text) => {
    const whole = { bytes: bytesOf(text) };
    for (const odd of oddVersions(text)) {
      const bytes = bytesOf(odd);
      const checked = checkDataset(path, bytes, {
        vocabularies: path.includes("A41000000G") ? vocabularies : sampleVocabularies(),
        today: SAMPLE_TODAY,
      });
      expectTold(checked, odd);
      checkAcross({ agencies: [agency], datasets: [across(dataset), across(checked)], judged });
      const identifier = identifierOf(path)!;
      compareDatasetVersions(identifier, whole, { bytes });
      compareDatasetVersions(identifier, { bytes }, whole);
    }
  });

  it("stop no check of an agency, and no comparison of its versions", () => {
    for (const odd of oddVersions(AGENCY)) {
      const checked = checkAgency("agencies/A41000000G/agency.yaml", bytesOf(odd));
      expectTold(checked, odd);
      checkAcross({ agencies: [checked], datasets: [across(dataset)], judged });
      const version = checked.value && { agency: "A41000000G", file: checked.value };
      const whole = { agency: "A41000000G", file: agency.value! };
      compareVersions(whole, version);
      compareVersions(version, whole);
    }
  });

  const plan: [string, string][] = [
    "agencies/A41000000G/inventory.yaml",
    "agencies/A41000000G/council.yaml",
    "agencies/A00000000A/council.yaml",
    "agencies/A41000000G/minutes/2026-10-16.md",
    "agencies/A41000000G/strategy/2026.md",
    "platform/targets.yaml",
    "platform/references.yaml",
    "platform/usage-exclusions.yaml",
  ].map((path): [string, string] => [path, read(path)]);
  plan.push(["platform/showcases/bus.md", SHOWCASE]);
  it.each(plan)("stop no check of the action plan's files: %s", (path, text) => {
    const others = plan
      .filter(([other]) => other !== path)
      .map(([other, content]): Checked<PlanFile> => checkPlanFile(other, bytesOf(content)));
    expect(planKindOf(path)).toBeDefined();
    for (const odd of oddVersions(text)) {
      const checked = checkPlanFile(path, bytesOf(odd));
      expectTold(checked, odd);
      checkPlanAcross({ files: [...others, checked], agencies: [agency], hasDataset: () => true, judged });
    }
  });

  const [announcement] = readdirSync(join(PROJECT, "platform/announcements"));
  it("stop no check of an announcement", () => {
    const path = `platform/announcements/${announcement}`;
    for (const odd of oddVersions(read(path))) expectTold(checkAnnouncement(path, bytesOf(odd)), odd);
  });
});
