import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadVocabularies } from "../../src/adapters/files.ts";
import { type AgencyFile, buildCatalogue } from "../../src/catalogue/catalogue.ts";
import { checkDataset } from "../../src/catalogue/check.ts";
import { checkAcross } from "../../src/catalogue/check-catalogue.ts";
import type { Diagnostic } from "../../src/catalogue/diagnostics.ts";
import { SAMPLE_SETTINGS } from "../../src/catalogue/fixtures.ts";
import { MESSAGES } from "../../src/catalogue/messages.ts";
import { checkInventory } from "../../src/catalogue/plan/check-inventory.ts";
import { CLAUSE_DOCUMENTS } from "../../src/catalogue/plan/clauses.ts";
import {
  AGENCIES,
  catalogueOf,
  civil,
  convener,
  council,
  EXECUTIVE,
  government,
  MINISTRY,
  members,
  minutes,
  submit,
  term,
} from "../../src/catalogue/plan/council.test-helper.ts";
import { councilsOf } from "../../src/catalogue/plan/council.ts";
import { MEETING_RULES } from "../../src/catalogue/plan/council-meetings.ts";
import { CAPACITIES, COMPOSITION_RULES } from "../../src/catalogue/plan/council-rules.ts";
import type { PlanFlag, PlanFlagCode } from "../../src/catalogue/plan/flags.ts";
import { inventoriesOf } from "../../src/catalogue/plan/inventory.ts";
import { PLAN_MESSAGES } from "../../src/catalogue/plan/messages.ts";
import { type CouncilFile, type InventoryFile, NO_PLAN_FILES } from "../../src/catalogue/plan/plan-files.ts";
import { showcasesOf } from "../../src/catalogue/plan/showcase.ts";
import type { Vocabularies } from "../../src/catalogue/vocabulary.ts";

/*
 * Every clause of the two annexes that a program checks has a test of its name here: what keeps it brings no message about
 * it, what breaks it brings one. Where the message is of the council's or the inventory's rules it names the clause.
 */

/** A message with its code; of a flag the clause stands before the sentence. */
interface Told {
  code: string;
  text: string;
}
interface Case {
  title: string;
  /** Code that what breaks the clause is answered with. */
  code: string;
  /** Part of the message; default: the document's name and the clause's number. */
  says?: string;
  keeps: () => Told[];
  breaks: () => Told[];
}

let vocabularies: Vocabularies;
beforeAll(async () => {
  vocabularies = await loadVocabularies(resolve(import.meta.dirname, "../.."));
});

const ofDiagnostics = (found: readonly Diagnostic[]): Told[] =>
  found.map(({ code, message }) => ({ code, text: message }));
const ofFlags = (found: readonly PlanFlag[]): Told[] =>
  found.map(({ code, clause, message }) => ({ code, text: `${clause}：${message.zh}` }));
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value, null, 2));

// Councils.
const told = (file: CouncilFile | undefined, ...meetings: Parameters<typeof submit>[1]) =>
  ofDiagnostics(submit(file, meetings));
const flagged = (today: string, file?: CouncilFile, ...meetings: Parameters<typeof submit>[1]) =>
  ofFlags(councilsOf(catalogueOf(today, file, meetings)).flags);
const executive = (officials: number, civils: number, more: Partial<CouncilFile> = {}) => {
  const cios = members(officials, civils).map((m) =>
    m.side === "civil" ? m : { ...m, capacity: "cio" as const },
  );
  return council({ agency: EXECUTIVE, tier: "executive", terms: [term(1, cios)], ...more });
};
const withMembers = (...own: ReturnType<typeof members>) => council({ terms: [term(1, own)] });
const LEFT = civil(4, { to: "2026-06-30" });

// Inventories.
const OPEN_ROW = {
  id: 1,
  name: "統計系統",
  description: "統計",
  users: ["public"],
  items: ["年度"],
  class: "A",
  access: "free",
  outcome: "planned",
  found: "2026-01-10",
  plannedOn: "2026-06-30",
  unit: "統計處",
};
const { outcome: _, plannedOn: __, ...ANY_ROW } = OPEN_ROW;
const CLOSED_ROW = {
  ...ANY_ROW,
  class: "C",
  reason: "含個人資料。",
  laws: ["個人資料保護法第 16 條"],
  approval: { by: "主任委員", date: "2026-01-05" },
  nextReview: "2027-01-05",
};
const CHARGED_ROW = {
  ...OPEN_ROW,
  class: "B",
  access: "charged",
  reason: "加工成本。",
  terms: { name: "使用規範", url: "https://www.test.gov.tw/terms" },
  charging: {
    basis: "每份 100 元",
    consultedFrom: "2026-02-01",
    consultedTo: "2026-03-01",
    decidedOn: "2026-04-17",
    nextReview: "2027-04-17",
  },
};
const inventory = (row: object) => ({ agency: MINISTRY, reviewedOn: "2026-01-20", systems: [row] });
const rowTold = (row: object) =>
  ofDiagnostics(checkInventory(`agencies/${MINISTRY}/inventory.yaml`, bytes(inventory(row))).diagnostics);
const rowFlags = (today: string, row: object) => {
  const inventories = new Map([[MINISTRY, inventory(row) as unknown as InventoryFile]]);
  const plan = { ...NO_PLAN_FILES, inventories };
  const input = { settings: SAMPLE_SETTINGS, vocabularies, agencies: AGENCIES, datasets: [], plan, today };
  return ofFlags(inventoriesOf(buildCatalogue(input)).flags);
};

// Datasets.
const DISTRIBUTION = {
  resourceID: `${MINISTRY}-000001-001`,
  format: "CSV",
  characterSetCode: "UTF-8",
  downloadURL: "https://www.test.gov.tw/a.csv",
};
const DATASET = {
  identifier: `${MINISTRY}-000001`,
  title: "統計",
  type: "rawData",
  accrualPeriodicity: "每日",
  distribution: [DISTRIBUTION],
};
const datasetTold = (more: object, distribution: object = {}) =>
  ofDiagnostics(
    checkDataset(
      `datasets/${MINISTRY}/000001.yaml`,
      bytes({ ...DATASET, distribution: [{ ...DISTRIBUTION, ...distribution }], ...more }),
      { vocabularies, today: "2026-05-01" },
    ).diagnostics,
  );
/** Codes only: the words of older rules are pinned beside their code. */
function unknownAgency(agencies: readonly AgencyFile[]): Told[] {
  const path = `datasets/${MINISTRY}/000001.yaml`;
  const checked = checkDataset(path, bytes(DATASET), { vocabularies, today: "2026-05-01" });
  const found = checkAcross({
    agencies: agencies.map((value) => ({
      path: `agencies/${value.code}/agency.yaml`,
      value,
      diagnostics: [],
    })),
    datasets: [checked],
    judged: () => true,
  });
  return [...found.values()].flat().map(({ code }) => ({ code, text: "沒有機關" }));
}

const PRINCIPLES: Record<string, Case> = {
  "三（一）": {
    title: "資料於網路公開，可連結下載",
    code: "distribution/no-address",
    says: "沒有網址",
    keeps: () => datasetTold({}),
    breaks: () => datasetTold({}, { downloadURL: undefined }),
  },
  "三（三）": {
    title: "採不須特定軟硬體的開放格式",
    code: "quality/stars",
    says: "3 星以上開放格式",
    keeps: () => datasetTold({}),
    breaks: () => datasetTold({}, { format: "PDF" }),
  },
  四第一項: {
    title: "不開放者敘明理由並經首長核可",
    code: "field/missing",
    says: "必填欄位 approval（首長核可）",
    keeps: () => rowTold(CLOSED_ROW),
    breaks: () => rowTold({ ...CLOSED_ROW, approval: undefined }),
  },
  四第二項: {
    title: "不開放的資料定期檢討",
    code: "inventory/review-overdue",
    says: "作業原則四",
    keeps: () => rowFlags("2026-12-01", CLOSED_ROW),
    breaks: () => rowFlags("2027-01-06", CLOSED_ROW),
  },
  五: {
    title: "由機關提供，集中列示於平臺",
    code: "agency/unknown",
    says: "沒有機關",
    keeps: () => unknownAgency(AGENCIES),
    breaks: () => unknownAgency([]),
  },
  六後段: {
    title: "逐步達成機器對機器讀取",
    code: "quality/frequency-api",
    says: "建議以 API 提供",
    keeps: () => datasetTold({}),
    breaks: () => datasetTold({ accrualPeriodicity: "每10分鐘" }),
  },
  七第一項: {
    title: "有限制者於使用規範定明",
    code: "field/missing",
    says: "必填欄位 terms（",
    keeps: () => rowTold(CHARGED_ROW),
    breaks: () => rowTold({ ...CHARGED_ROW, terms: undefined }),
  },
  八: {
    title: "收費約定定期檢討",
    code: "inventory/review-overdue",
    keeps: () => rowFlags("2027-04-17", CHARGED_ROW),
    breaks: () => rowFlags("2027-04-18", CHARGED_ROW),
  },
  十二: {
    title: "建立推廣機制",
    code: "showcase/missing",
    says: "亮點應用",
    keeps: () => [],
    breaks: () => ofFlags(showcasesOf(catalogueOf("2026-05-01")).flags),
  },
  十三: {
    title: "保護個人資料",
    code: "personal-data/found",
    says: "這個欄位會公開",
    keeps: () => datasetTold({}),
    breaks: () => datasetTold({ description: "洽詢 A123456789" }),
  },
};

const COUNCILS: Record<string, Case> = {
  二: {
    title: "各中央二級機關設諮詢小組",
    code: "council/missing",
    keeps: () => flagged("2026-03-01", council(), minutes()),
    breaks: () => flagged("2026-03-01"),
  },
  "三（一）": {
    title: "行政院諮詢小組委員八人至十一人，民間不少於三分之一",
    code: "council/clause",
    keeps: () => told(executive(4, 4)),
    breaks: () => told(executive(3, 3)),
  },
  "三（一）1": {
    title: "行政院的機關代表由資訊長擔任",
    code: "council/clause",
    keeps: () => told(executive(5, 3)),
    breaks: () => told(executive(5, 3, { terms: [term(1, members(5, 3))] })),
  },
  "三（一）2": {
    title: "行政院的民間代表由團體或學者專家擔任",
    code: "council/clause",
    keeps: () => told(executive(5, 3)),
    breaks: () =>
      told(
        executive(5, 3, {
          terms: [term(1, [...executive(5, 2).terms[0]!.members, civil(3, { capacity: "domain" })])],
        }),
      ),
  },
  "三（二）": {
    title: "部會諮詢小組委員十一人至二十一人，民間不少於三分之一",
    code: "council/clause",
    keeps: () => told(council()),
    breaks: () => told(withMembers(...members(8, 3))),
  },
  "三（二）1": {
    title: "部會的機關代表由法制、業務、主計、資訊主管與所屬機關人員擔任",
    code: "council/clause",
    keeps: () =>
      told(
        withMembers(
          convener(),
          ...CAPACITIES.ministry.government.map((capacity, n) => government(n + 1, { capacity })),
          ...members(0, 6).slice(1),
        ),
      ),
    breaks: () => told(withMembers(...members(6, 4), government(7, { capacity: "cio" }))),
  },
  "三（二）2": {
    title: "部會的民間代表由業務領域、團體或學者專家擔任",
    code: "council/clause",
    keeps: () => told(withMembers(...members(7, 3), civil(4, { capacity: "domain" }))),
    breaks: () => told(withMembers(...members(7, 3), civil(4, { capacity: "business" }))),
  },
  "四（一）": {
    title: "行政院諮詢小組每年召開二次",
    code: "council/meeting-missed",
    keeps: () => flagged("2026-07-01", executive(4, 4), minutes({ agency: EXECUTIVE })),
    breaks: () => flagged("2026-07-01", executive(4, 4)),
  },
  "四（二）": {
    title: "中央二級機關諮詢小組每季召開一次",
    code: "council/meeting-missed",
    keeps: () => flagged("2026-04-01", council(), minutes()),
    breaks: () => flagged("2026-04-01", council()),
  },
  "四（三）": {
    title: "召集人擔任會議主席，因故未能出席時指定委員一人代理",
    code: "minutes/clause",
    keeps: () => told(council(), minutes({ chair: "機關代表1", present: minutes().present.slice(1) })),
    breaks: () => told(council(), minutes({ chair: "機關代表1" })),
  },
  "四（四）": {
    title: "委員過半數出席始得開會",
    code: "minutes/clause",
    keeps: () => told(council(), minutes({ present: minutes().present.slice(0, 7) })),
    breaks: () => told(council(), minutes({ present: minutes().present.slice(0, 6) })),
  },
  五: {
    title: "列席者不是委員",
    code: "minutes/observer-member",
    keeps: () => told(council(), minutes({ observers: ["顧問"] })),
    breaks: () => told(council(), minutes({ observers: ["民間代表4"] })),
  },
  六第二項: {
    title: "民間代表任期一年，得連任一次",
    code: "council/clause",
    keeps: () =>
      told(
        council({ terms: [1, 2].map((n) => term(n, [...members(7, 2), ...members(0, 2, 10 * n).slice(1)])) }),
      ),
    breaks: () =>
      told(
        council({
          terms: [1, 2, 3].map((n) => term(n, [...members(7, 2), ...members(0, 2, 10 * n).slice(1)])),
        }),
      ),
  },
  六第三項: {
    title: "學者專家出缺者補聘至原任期屆滿",
    code: "council/replacement-outside",
    keeps: () =>
      told(withMembers(...members(7, 3), LEFT, civil(5, { from: "2026-07-15", replaces: LEFT.name }))),
    breaks: () =>
      told(
        withMembers(
          ...members(7, 3),
          LEFT,
          civil(5, { from: "2026-07-15", to: "2027-07-14", replaces: LEFT.name }),
        ),
      ),
  },
  六第四項: {
    title: "民間代表每屆至少改聘二分之一",
    code: "council/clause",
    keeps: () => told(council({ terms: [term(1, members(7, 4)), term(2, members(7, 4, 2))] })),
    breaks: () => told(council({ terms: [term(1, members(7, 4)), term(2, members(7, 4, 1))] })),
  },
  七: {
    title: "委員親自出席，機關代表得指派代表",
    code: "minutes/clause",
    keeps: () =>
      told(
        council(),
        minutes({
          present: minutes().present.filter((n) => n !== "機關代表7"),
          represented: [{ member: "機關代表7", by: "副主管" }],
        }),
      ),
    breaks: () =>
      told(
        council(),
        minutes({
          present: minutes().present.slice(0, 11),
          represented: [{ member: "民間代表4", by: "同事" }],
        }),
      ),
  },
  九: {
    title: "委員名單公開於機關網站",
    code: "council/list",
    keeps: () => told(council()),
    breaks: () => {
      const { listPublished: _, ...file } = council();
      return told(file);
    },
  },
  十: {
    title: "按季檢視盤點資料及民間需求之回應說明",
    code: "council/minutes",
    keeps: () =>
      flagged(
        "2026-04-01",
        council(),
        minutes({ topics: ["duties", "inventory"] }),
        minutes({ date: "2026-03-20", topics: ["requests"] }),
      ),
    breaks: () =>
      flagged(
        "2026-04-01",
        council(),
        minutes({ topics: ["duties", "inventory"] }),
        minutes({ date: "2026-03-20", topics: ["inventory"] }),
      ),
  },
  十一: {
    title: "按季提報推動成果送行政院諮詢小組備查",
    code: "council/report",
    keeps: () => flagged("2026-04-01", council(), minutes({ reportedOn: "2026-02-10" })),
    breaks: () => flagged("2026-04-01", council(), minutes()),
  },
  十二: {
    title: "會議紀錄載明各方意見",
    code: "minutes/clause",
    keeps: () => told(council(), minutes()),
    breaks: () => told(council(), minutes({ text: "## 決議\n\n照案通過。" })),
  },
  十三: {
    title: "生效前已有的機制得沿用，仍依第九點至第十二點",
    code: "council/existing",
    keeps: () =>
      told(
        council({ existingMechanism: true, established: "2014-05-01", terms: [term(1, members(3, 1))] }),
        minutes({ present: ["召集人"] }),
      ),
    breaks: () => told(council({ existingMechanism: true, established: "2015-04-07" })),
  },
};

const TESTS: Record<string, Record<string, Case>> = { 作業原則: PRINCIPLES, 設置要點: COUNCILS };

for (const { name, clauses } of CLAUSE_DOCUMENTS) {
  describe(name, () => {
    for (const [number, { title, code, says, keeps, breaks }] of Object.entries(TESTS[name]!)) {
      it(`${name}${number}${title}`, () => {
        const part = says ?? `${name}${number}`;
        const about = (each: Told) => each.code === code && each.text.includes(part);
        expect(keeps().filter(about)).toEqual([]);
        expect(breaks().filter(about)).not.toEqual([]);
        expect(
          clauses
            .find((clause) => clause.number === number)!
            .checked!.codes.some((c) => c.split("#")[0] === code || c.startsWith(code)),
        ).toBe(true);
      });
    }
    it("every clause is checked with a test, or shown, or says why a program can't tell", () => {
      for (const { number, checked, shown, reason } of clauses) {
        expect({ number, tested: TESTS[name]![number] !== undefined }).toEqual({
          number,
          tested: checked !== undefined,
        });
        expect(checked ?? shown ?? reason, number).toBeDefined();
      }
      expect(new Set(clauses.map(({ number }) => number)).size).toBe(clauses.length);
    });
  });
}

/** Flags that clauses name; the type keeps them from being others than there are. */
const FLAGS: readonly PlanFlagCode[] = [
  "inventory/stale",
  "inventory/planned-overdue",
  "inventory/review-overdue",
  "inventory/review-due",
  "council/missing",
  "council/term",
  "council/meeting-missed",
  "council/meeting-due",
  "council/minutes",
  "council/decision-overdue",
  "council/report",
  "showcase/missing",
  "target/cumulative",
  "target/datasets",
  "target/growth",
];

it("codes of clauses are those of messages, flags and rules, and every rule belongs to a clause", () => {
  const rules = [
    ...COMPOSITION_RULES.map(({ id }) => `council/clause#${id}`),
    ...MEETING_RULES.map(({ id }) => `minutes/clause#${id}`),
  ];
  const known = new Set<string>([
    ...Object.keys(MESSAGES),
    ...Object.keys(PLAN_MESSAGES),
    ...FLAGS,
    ...rules,
  ]);
  const named = CLAUSE_DOCUMENTS.flatMap(({ clauses }) =>
    clauses.flatMap(({ checked }) => checked?.codes ?? []),
  );
  expect(named.filter((code) => !known.has(code))).toEqual([]);
  // The first meeting's explanation is asked for by 行動方案, not by the annexes.
  expect(rules.filter((rule) => !named.includes(rule))).toEqual(["minutes/clause#duties"]);
});

it("both documents are whole: 17 and 15 clauses", () => {
  const first = (number: string) =>
    /^[一二三四五六七八九十]+/.exec(number.replace(/[前後]段|第.項/g, ""))![0];
  const counts = CLAUSE_DOCUMENTS.map(
    ({ clauses }) => new Set(clauses.map(({ number }) => first(number))).size,
  );
  expect(counts).toEqual([17, 15]);
});

it("a council that keeps everything is told nothing", () => {
  expect(told(council(), minutes())).toEqual([]);
  expect(told(executive(4, 4))).toEqual([]);
});
