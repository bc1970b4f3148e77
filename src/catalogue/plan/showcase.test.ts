import { describe, expect, test } from "vitest";
import { type AgencyFile, buildCatalogue } from "../catalogue.ts";
import { SAMPLE_SETTINGS, sampleVocabularies } from "../fixtures.ts";
import { NO_PLAN_FILES, type PlanFiles, type Showcase, type Strategy } from "./plan-files.ts";
import { showcasesOf } from "./showcase.ts";
import { strategiesOf } from "./strategy.ts";

const A = "A00000000A";
const B = "B00000000B";
const C = "C00000000C";
const AGENCIES: AgencyFile[] = [
  { code: A, name: "甲部", nameEn: "Ministry A", ministry: true, grade: "A" },
  { code: B, name: "乙署", parent: A },
  { code: C, name: "丙部", ministry: true },
];
const on = (today: string, plan: Partial<PlanFiles>) =>
  buildCatalogue({
    settings: SAMPLE_SETTINGS,
    vocabularies: sampleVocabularies(),
    agencies: AGENCIES,
    datasets: [],
    plan: { ...NO_PLAN_FILES, ...plan },
    today,
  });

describe("strategies", () => {
  const strategy = (agency: string, year: number, more: Partial<Strategy> = {}): Strategy => ({
    agency,
    title: "行動策略",
    year,
    text: "",
    ...more,
  });
  const flags = (today: string, ...strategies: Strategy[]) => {
    const map = new Map<string, Strategy[]>();
    for (const each of strategies) map.set(each.agency, [...(map.get(each.agency) ?? []), each]);
    return strategiesOf(on(today, { strategies: map })).flags;
  };
  const codes = (today: string, ...strategies: Strategy[]) =>
    flags(today, ...strategies).map(({ code, agency }) => `${code} ${agency}`);
  const done = { councilApprovedOn: "2026-03-12", publishedOn: "2026-04-20" };

  test.each([
    ["2026-01-01", []],
    ["2026-04-30", []],
    ["2026-05-01", [`strategy/missing ${A}`]],
    ["2026-12-31", [`strategy/missing ${A}`]],
  ])("are asked of graded ministries from May on: %s", (today, expected) => {
    expect(codes(today)).toEqual(expected);
  });

  test("of an earlier year don't count for this one", () => {
    expect(codes("2026-05-01", strategy(A, 2025, done))).toEqual([`strategy/missing ${A}`]);
    expect(codes("2026-05-01", strategy(A, 2026, done))).toEqual([]);
  });

  test.each([
    [{}, [`strategy/unapproved ${A}`, `strategy/unpublished ${A}`]],
    [{ councilApprovedOn: "2026-03-12" }, [`strategy/unpublished ${A}`]],
    [{ publishedOn: "2026-03-12" }, [`strategy/unapproved ${A}`]],
    [done, []],
  ])("with %j", (more, expected) => {
    expect(codes("2026-02-01", strategy(A, 2026, more), strategy(A, 2025))).toEqual(expected);
  });

  test("say it in both languages, with clause and day", () => {
    expect(flags("2026-06-01")).toEqual([
      {
        code: "strategy/missing",
        level: "missing",
        agency: A,
        clause: "行動方案伍、一、（一）1",
        message: { zh: "甲部沒有 115 年度的行動策略。", en: "Ministry A has no strategy for 2026." },
        due: "2026-04-30",
        path: "plan/strategies/",
      },
    ]);
  });
});

describe("showcases", () => {
  const showcase = (slug: string, agency: string, date: string, datasets?: string[]): Showcase => ({
    slug,
    title: slug,
    kind: "feature",
    date,
    agency,
    text: "",
    ...(datasets ? { datasets } : {}),
  });
  const of = (today: string, ...showcases: Showcase[]) => showcasesOf(on(today, { showcases }));

  test("stand from their day on, and are found by their datasets", () => {
    const [first, second] = [
      showcase("b", A, "2026-03-02", ["x", "y"]),
      showcase("a", A, "2026-03-01", ["x"]),
    ];
    const later = of("2026-03-02", first, second);
    expect(later.showcases).toEqual([first, second]);
    expect([...later.byDataset].map(([id, list]) => [id, list.map(({ slug }) => slug)])).toEqual([
      ["x", ["b", "a"]],
      ["y", ["b"]],
    ]);
    expect(of("2026-03-01", first, second).showcases).toEqual([second]);
  });

  test.each([
    ["2026-03-31", A, true],
    ["2026-04-01", A, false],
    ["2026-06-30", B, false],
    ["2026-07-01", A, true],
    ["2026-05-01", C, true],
  ])("one of %s by %s, in July: missing %s", (date, agency, missing) => {
    const { flags } = of("2026-07-15", showcase("a", agency, date));
    expect(flags.map(({ code, due, agency }) => [code, due, agency])).toEqual(
      missing ? [["showcase/missing", "2026-06-30", A]] : [],
    );
  });

  test("of the last quarter of a year are asked for in January", () => {
    expect(of("2027-01-01").flags).toMatchObject([
      {
        due: "2026-12-31",
        message: {
          zh: "甲部及所屬機關 115 年第 4 季沒有亮點應用或特色介紹。",
          en: "Ministry A and its agencies introduced nothing in quarter 4 of 2026.",
        },
        clause: "行動方案伍、一、（二）4（5）",
      },
    ]);
  });
});
