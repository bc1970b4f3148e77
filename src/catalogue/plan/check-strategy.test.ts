import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Checked } from "../check.ts";
import type { PlanScope } from "./across.ts";
import {
  checkReferences,
  checkShowcase,
  checkStrategy,
  STRATEGY_SECTIONS,
  showcaseAcross,
  strategyAcross,
} from "./check-strategy.ts";
import { checkPlanFile } from "./files.ts";
import type { PlanFile } from "./plan-files.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const codes = ({ diagnostics }: Checked<unknown>) => diagnostics.map(({ code }) => code);
const A = "A00000000A";
const STRATEGY = `agencies/${A}/strategy/2026.md`;
const document = (fields: string, text: string) => bytes(`---\n${fields}\n---\n\n${text}\n`);
const sections = (names: readonly string[]) => names.map((name) => `## ${name}\n\n內容。`).join("\n\n");
const strategy = (more = "", names: readonly string[] = STRATEGY_SECTIONS, path = STRATEGY) =>
  checkStrategy(path, document(`title: 行動策略\nyear: 2026\n${more}`.trim(), sections(names)));

describe("行動方案伍、一、（一）1: a strategy", () => {
  test("that is right", () => {
    const dates = "councilApprovedOn: 2026-03-12\nexecutiveApprovedOn: 2026-04-09\npublishedOn: 2026-04-20";
    const checked = strategy(`${dates}\ntargets:\n  newDatasets: 10\n  threeStars: 100`);
    expect(codes(checked)).toEqual([]);
    expect(checked.value).toMatchObject({ agency: A, year: 2026, targets: { newDatasets: 10 } });
  });

  test.each(STRATEGY_SECTIONS)("without the section %s", (section) => {
    const checked = strategy(
      "",
      STRATEGY_SECTIONS.filter((each) => each !== section),
    );
    expect(checked.diagnostics).toMatchObject([
      {
        code: "strategy/section",
        severity: "warning",
        message: `內文沒有「${section}」這一節；行動策略至少包含執行策略、績效目標、開放期程、績效評估（行動方案伍、一、（一）1）`,
        remedy: `加上第二層標題，例如「## ${section}」，並寫明內容`,
      },
    ]);
  });

  test("with numbered and longer headings, and emphasis in them", () => {
    expect(
      codes(strategy("", ["一、**執行策略**", "二、績效目標", "三、資料開放期程", "四、績效評估"])),
    ).toEqual([]);
  });

  test("whose section is no heading of the second level", () => {
    const path = STRATEGY;
    const text = "### 執行策略\n\n績效目標\n\n## 開放期程\n\n## 績效評估";
    const checked = checkStrategy(path, document("title: 行動策略\nyear: 2026", text));
    expect(codes(checked)).toEqual(["strategy/section", "strategy/section"]);
  });

  test("of another year than its file's name", () => {
    const checked = strategy("", STRATEGY_SECTIONS, `agencies/${A}/strategy/2025.md`);
    expect(checked.diagnostics).toMatchObject([
      {
        code: "strategy/year",
        severity: "error",
        line: 3,
        message: "年度是 2026，檔名卻是 2025.md；同一份行動策略的兩個年度必須相同",
        remedy: "把 year 改為 2025，或更正檔名",
      },
    ]);
  });

  test.each([
    ["executiveApprovedOn: 2026-03-11\ncouncilApprovedOn: 2026-03-12", ["strategy/date-order"]],
    ["publishedOn: 2026-03-11\ncouncilApprovedOn: 2026-03-12", ["strategy/date-order"]],
    ["publishedOn: 2026-03-12\ncouncilApprovedOn: 2026-03-12", []],
    ["publishedOn: 2026-03-11", []],
    ["councilApprovedOn: 2026-02-30", ["date/impossible"]],
  ])("with the days %j", (days, expected) => {
    expect(codes(strategy(days))).toEqual(expected);
  });

  test.each([
    "agencies/A/strategy/2026.md",
    `agencies/${A}/strategy/115.md`,
    `agencies/${A}/strategy/2026.txt`,
  ])("in the wrong place: %s", (path) => {
    expect(codes(strategy("", STRATEGY_SECTIONS, path))).toEqual(["file/name"]);
  });

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        checkStrategy(STRATEGY, bytes(text));
        checkStrategy(STRATEGY, document(text, text));
        checkShowcase("platform/showcases/x.md", document(text, text));
        checkReferences("platform/references.yaml", bytes(text));
      }),
      { numRuns: 200 },
    );
  });
});

/** Checked files as the rules across files see them. */
const scope = (files: Record<string, Uint8Array>, more: Partial<PlanScope> = {}): PlanScope => ({
  files: Object.entries(files).map(([path, content]) => checkPlanFile(path, content) as Checked<PlanFile>),
  agencies: [{ path: "", value: { code: A, name: "甲部", ministry: true }, diagnostics: [] }],
  hasDataset: (identifier) => identifier === `${A}-000001`,
  judged: () => true,
  ...more,
});
const foundIn = (found: ReturnType<typeof strategyAcross>) =>
  [...found].map(([path, findings]) => [path, findings.map(({ code }) => code)]);

describe("the meeting that approved a strategy", () => {
  const own = {
    [STRATEGY]: document(
      "title: 行動策略\nyear: 2026\ncouncilApprovedOn: 2026-03-12",
      sections(STRATEGY_SECTIONS),
    ),
  };
  const minutes = (topic: string, date = "2026-03-12") => ({
    [`agencies/${A}/minutes/${date}.md`]: document(`date: ${date}\ntopics:\n  - ${topic}`, "內容。"),
  });

  test.each([
    ["has minutes that name it", minutes("strategy"), []],
    ["has minutes of other topics", minutes("inventory"), [[STRATEGY, ["strategy/topic"]]]],
    ["has no minutes", {}, [[STRATEGY, ["strategy/meeting"]]]],
    ["was another day's", minutes("strategy", "2026-03-13"), [[STRATEGY, ["strategy/meeting"]]]],
  ])("%s", (_, more, expected) => {
    expect(foundIn(strategyAcross(scope({ ...own, ...more })))).toEqual(expected);
  });

  test("is looked for in judged files only", () => {
    expect(strategyAcross(scope(own, { judged: () => false })).size).toBe(0);
  });
});

describe("a showcase", () => {
  const PATH = "platform/showcases/one.md";
  const showcase = (fields: string) =>
    document(`title: 應用\nkind: highlight\ndate: 2026-03-01\n${fields}`, "內容。");

  test("without datasets is worth a word", () => {
    const checked = checkShowcase(PATH, showcase(`agency: ${A}`));
    expect(checked.diagnostics).toMatchObject([{ code: "showcase/no-dataset", severity: "warning" }]);
    expect(checked.value).toMatchObject({ slug: "one", kind: "highlight", text: "內容。" });
  });

  test.each([
    [`agency: ${A}\ndatasets:\n  - ${A}-000001`, []],
    [`agency: B00000000B\ndatasets:\n  - ${A}-000001`, [[PATH, ["showcase/agency"]]]],
    [`agency: ${A}\ndatasets:\n  - ${A}-000001\n  - ${A}-000002`, [[PATH, ["showcase/dataset"]]]],
  ])("that names %j", (fields, expected) => {
    expect(foundIn(showcaseAcross(scope({ [PATH]: showcase(fields) })))).toEqual(expected);
  });

  test.each(["platform/showcases/Big.md", "platform/showcases/a--b.md", "platform/showcases/a.txt"])(
    "in the wrong place: %s",
    (path) => {
      expect(codes(checkShowcase(path, showcase(`agency: ${A}`)))).toEqual(["file/name"]);
    },
  );
});

describe("references", () => {
  const document = (name: string) =>
    `  - name: ${name}\n    nameEn: A\n    description: 說明\n    descriptionEn: It\n    number: 102年\n`;

  test("name each document once", () => {
    const check = (...names: string[]) =>
      codes(
        checkReferences("platform/references.yaml", bytes(`documents:\n${names.map(document).join("")}`)),
      );
    expect(check("甲", "乙")).toEqual([]);
    expect(check("甲", "乙", "甲")).toEqual(["references/duplicate"]);
  });
});
