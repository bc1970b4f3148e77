import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadVocabularies } from "../../src/adapters/files.ts";
import { loadReviewPlatform } from "../../src/adapters/review-platform.ts";
import {
  type AgencyFile,
  buildCatalogue,
  type Catalogue,
  type DatasetFile,
  sourceOf,
} from "../../src/catalogue/catalogue.ts";
import { type Checked, checkDataset, identifierOf } from "../../src/catalogue/check.ts";
import { checkAgency } from "../../src/catalogue/check-agency.ts";
import { parseQuietly } from "../../src/catalogue/check-catalogue.ts";
import { SAMPLE_SETTINGS } from "../../src/catalogue/fixtures.ts";
import { type HistoryEntry, toHistoryEntry } from "../../src/catalogue/history.ts";
import { checkPlanFile, planFiles } from "../../src/catalogue/plan/files.ts";
import { planOf } from "../../src/catalogue/plan/plan.ts";
import type { PlanFile } from "../../src/catalogue/plan/plan-files.ts";
import { usageOf } from "../../src/catalogue/usage/usage.ts";
import type { Vocabularies } from "../../src/catalogue/vocabulary.ts";
import { assessOpinion } from "../../src/review/opinions/assess.ts";
import { replyFigures } from "../../src/review/opinions/figures.ts";
import { REPLY_STATES, replyStateOf } from "../../src/review/opinions/reply-state.ts";
import { buildRegister } from "../../src/review/register.ts";
import { CHANGES, COUNTED_MONTHS, filesOn, MINISTRY, monthlyCounts, SAID } from "./ministry-year.ts";
import {
  type Counted,
  countOn,
  openedIn,
  readWorld,
  recountAnswers,
  recountFlags,
  type YearlyUsage,
} from "./recount.ts";
import { lengthOf, limitsOn, recordOf } from "./stage.ts";

/* A ministry's year, day by day: every flag against a count of the raw files that shares no code with the catalogue. */

const PROJECT = resolve(import.meta.dirname, "../..");
const FIRST_DAY = "2026-01-01";
const LAST_DAY = "2027-03-31";

let vocabularies: Vocabularies;
beforeAll(async () => {
  vocabularies = await loadVocabularies(PROJECT);
});

const bytes = (text: string) => new TextEncoder().encode(text);
const cache = new Map<string, Checked<unknown>>();
/** A file checked once for each of its contents; a dataset's check needs the day only for dates to come. */
function checked<T>(path: string, text: string, day: string): Checked<T> {
  const key = `${path}\n${text}`;
  const known = cache.get(key);
  if (known) return known as Checked<T>;
  const made = identifierOf(path)
    ? checkDataset(path, bytes(text), { vocabularies, today: day })
    : path.endsWith("/agency.yaml")
      ? checkAgency(path, bytes(text))
      : checkPlanFile(path, bytes(text));
  cache.set(key, made);
  return made as Checked<T>;
}

const days = (from: string, to: string) => {
  const all: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    all.push(new Date(time).toISOString().slice(0, 10));
  }
  return all;
};

function catalogueOn(day: string): Catalogue {
  const agencies: AgencyFile[] = [];
  const datasets: DatasetFile[] = [];
  const plan: Checked<PlanFile>[] = [];
  for (const [path, text] of filesOn(day)) {
    if (identifierOf(path)) datasets.push(checked<DatasetFile>(path, text, day).value!);
    else if (path.endsWith("/agency.yaml")) agencies.push(checked<AgencyFile>(path, text, day).value!);
    else plan.push(checked<PlanFile>(path, text, day));
  }
  return buildCatalogue({
    settings: SAMPLE_SETTINGS,
    vocabularies,
    agencies,
    datasets: datasets.map(sourceOf),
    plan: planFiles(plan),
    today: day,
  });
}

/** What git would tell of the datasets, oldest first. */
function* touches(): Generator<{ identifier: string; day: string; entry: HistoryEntry }> {
  const before = new Map<string, DatasetFile | undefined>();
  for (const [index, { day, path, content }] of CHANGES.entries()) {
    const identifier = identifierOf(path);
    if (!identifier) continue;
    const after = parseQuietly(bytes(content));
    const entry = toHistoryEntry({
      commit: String(index),
      author: "test-provider",
      time: `${day} 10:00`,
      subject: "修改",
      before: before.get(identifier),
      after,
    });
    before.set(identifier, after);
    if (entry) yield { identifier, day, entry };
  }
}
const TOUCHES = [...touches()];

/** The history up to a day, newest first. */
function historyOn(last: string): Map<string, HistoryEntry[]> {
  const entries = new Map<string, HistoryEntry[]>();
  for (const { identifier, day, entry } of TOUCHES) {
    if (day <= last) entries.set(identifier, [entry, ...(entries.get(identifier) ?? [])]);
  }
  return entries;
}

/** Months that were over by a day. */
const countedBy = (day: string) => COUNTED_MONTHS.filter((month) => month < day.slice(0, 7));

function usageOn(day: string, catalogue: Catalogue) {
  const months = countedBy(day).map((month) => ({
    version: 1 as const,
    month,
    days: Array.from({ length: lengthOf(month) }, (_, i) => `${month}-${String(i + 1).padStart(2, "0")}`),
    ...monthlyCounts(month),
  }));
  return usageOf({ days: [], months }, catalogue);
}

const sum = (counts: Record<string, number>, codes: readonly string[]) =>
  Object.entries(counts).reduce((all, [key, n]) => (codes.includes(key.slice(0, 10)) ? all + n : all), 0);

/** Only what is still in view has its usage counted, on the pages as here. */
const yearlyUsage =
  (day: string): YearlyUsage =>
  (ministry, year) => {
    const months = countedBy(day).filter((month) => month.startsWith(String(year)));
    if (months.length === 0) return undefined;
    const codes = ministry === MINISTRY ? [MINISTRY, "T10010000A"] : [ministry];
    const counts = months.map(monthlyCounts);
    return {
      views: counts.reduce((all, { views }) => all + sum(views, codes), 0),
      downloads: counts.reduce((all, { downloads }) => all + sum(downloads, codes), 0),
    };
  };

const shown = (flags: readonly Counted[]) =>
  flags.map(({ code, level, agency, due }) => `${agency} ${code} ${level} ${due ?? ""}`.trim()).sort();

describe("a ministry's year", () => {
  it("is written without a fault", () => {
    for (const { day, path, content } of CHANGES) {
      const { diagnostics } = checked(path, content, day);
      expect(
        diagnostics.filter((d) => d.severity === "error"),
        path,
      ).toEqual([]);
    }
  });

  it("has on each day the flags that the raw files give", () => {
    const seen = new Set<string>();
    for (const day of days(FIRST_DAY, LAST_DAY)) {
      const catalogue = catalogueOn(day);
      const plan = planOf(catalogue, historyOn(day), usageOn(day, catalogue));
      const counted = recountFlags(filesOn, day, yearlyUsage(day));
      expect(shown(plan.flags), day).toEqual(shown(counted));
      for (const { code } of counted) seen.add(code);
    }
    // The year is eventful enough that the comparison means something.
    expect([...seen].sort()).toEqual([
      "council/composition",
      "council/decision-overdue",
      "council/meeting-due",
      "council/meeting-missed",
      "council/minutes",
      "council/missing",
      "council/report",
      "council/term",
      "inventory/due",
      "inventory/immediate-overdue",
      "inventory/missing",
      "inventory/planned-due",
      "inventory/planned-overdue",
      "inventory/review-due",
      "inventory/review-overdue",
      "inventory/stale",
      "showcase/missing",
      "strategy/missing",
      "strategy/unapproved",
      "strategy/unpublished",
      "target/cumulative",
      "target/datasets",
      "target/stars",
      "target/views",
    ]);
  });

  it("answers the public as the raw comments tell", async () => {
    const { calendar } = await loadReviewPlatform(PROJECT);
    const limits = await limitsOn(LAST_DAY);
    const states = new Set<string>();
    for (const day of days(FIRST_DAY, LAST_DAY)) {
      const now = new Date(`${day}T12:00:00+08:00`);
      const iso = now.toISOString();
      const catalogue = catalogueOn(day);
      const register = buildRegister(
        [...catalogue.agencies.values()].map(({ file }) => file),
        [],
      );
      const datasets = new Map(
        [...catalogue.datasets, ...catalogue.withdrawn].map((d) => [d.identifier, { title: d.file.title }]),
      );
      const context = { register, calendar, now, datasets, merges: new Map() };
      const entries = SAID.flatMap((said) => {
        if (said.opened > iso) return [];
        const assessed = assessOpinion(recordOf(said, iso), context);
        expect(assessed?.entry.agency, `${day} #${said.number}`).toBe(said.agency);
        return [assessed!.entry];
      });
      for (const [ministry, limit] of Object.entries(limits)) {
        const own = entries.filter((entry) => entry.ministry === ministry);
        const { averageDays, ...figures } = replyFigures(own);
        const { days: used, ...counted } = recountAnswers(
          SAID.filter((said) => said.ministry === ministry),
          limit,
          iso,
        );
        expect(figures, `${day} ${ministry}`).toEqual(counted);
        expect(averageDays ?? 0, `${day} ${ministry}`).toBeCloseTo(used / (counted.answered || 1), 10);
      }
      for (const entry of entries) states.add(replyStateOf(entry));
    }
    expect([...states].sort()).toEqual([...REPLY_STATES].sort());
  });

  it("can be counted again for any past day", () => {
    const today = catalogueOn(LAST_DAY);
    const plan = planOf(today, historyOn(LAST_DAY), undefined);
    const progress = plan.targets.ministries.find(({ agency }) => agency.code === MINISTRY)!;
    const world = readWorld(filesOn(LAST_DAY));
    for (const year of [2024, 2025, 2026]) {
      const own = progress.years.find((each) => each.year === year)!;
      expect(own.count, String(year)).toBe(countOn(filesOn, MINISTRY, `${year}-12-31`));
      expect(own.opened, String(year)).toBe(openedIn(world, MINISTRY, year));
    }
  });
});
