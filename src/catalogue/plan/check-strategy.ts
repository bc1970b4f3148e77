import { linkAgencies } from "../catalogue.ts";
import { type Checked, type Finding, finding, misplaced } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import { sectionsOf } from "../document-text.ts";
import { fieldAt } from "../schema/fields.ts";
import {
  validateReferences,
  validateShowcase,
  validateStrategy,
} from "../schema/generated/plan-validators.js";
import type { ReferencesFile } from "../schema/generated/references.ts";
import type { ShowcaseFile } from "../schema/generated/showcase.ts";
import type { StrategyFile } from "../schema/generated/strategy.ts";
import type { PlanScope } from "./across.ts";
import { checkDocument } from "./check-document.ts";
import { checkFields } from "./check-fields.ts";
import type { Minutes, Showcase, Strategy } from "./plan-files.ts";
import "./schemas.ts";

const STRATEGY = /^agencies\/([A-Za-z0-9_]{10})\/strategy\/(\d{4})\.md$/;
const SHOWCASE = /^platform\/showcases\/([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/;
const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;

/** What each strategy holds at least (行動方案伍、一、（一）1). */
export const STRATEGY_SECTIONS = ["執行策略", "績效目標", "開放期程", "績效評估"] as const;
/** Steps of a strategy in their order. */
const STEPS = ["councilApprovedOn", "executiveApprovedOn", "publishedOn"] as const;

/** Checks one ministry's strategy of a year by itself (mission J5). */
export function checkStrategy(path: string, bytes: Uint8Array): Checked<Strategy> {
  const [, agency, year] = STRATEGY.exec(path) ?? [];
  if (!agency || !year) return misplaced(path, { expected: "agencies/<機關代碼>/strategy/<西元年>.md" });
  const inspect = (fields: StrategyFile, text: string) => [
    ...yearFinding(fields, year),
    ...orderFindings(fields),
    ...sectionFindings(text),
  ];
  const { value, ...rest } = checkDocument<StrategyFile>("strategy", path, bytes, validateStrategy, inspect);
  return { ...rest, ...(value ? { value: { ...value, agency } } : {}) };
}

function yearFinding({ year }: StrategyFile, expected: string): Finding[] {
  if (typeof year !== "number" || String(year) === expected) return [];
  return [finding("strategy/year", ["year"], "value", { year: String(year), expected }, { value: expected })];
}

function orderFindings(fields: StrategyFile): Finding[] {
  const dated = STEPS.flatMap((field) => {
    const date: unknown = fields[field];
    const label = fieldAt("strategy", [field])?.title ?? field;
    return typeof date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(date) ? [{ field, date, label }] : [];
  });
  return dated.flatMap((step, index) => {
    const before = dated[index - 1];
    if (!before || before.date <= step.date) return [];
    const args = {
      first: before.label,
      firstDate: before.date,
      second: step.label,
      secondDate: step.date,
    };
    return [finding("strategy/date-order", [step.field], "value", args)];
  });
}

/** A section counts whatever stands around its name, such as 「二、執行策略」 or 「資料開放期程」. */
function sectionFindings(text: string): Finding[] {
  const headings = sectionsOf(text);
  return STRATEGY_SECTIONS.filter((section) => !headings.some((heading) => heading.includes(section))).map(
    (section) => finding("strategy/section", ["title"], "value", { section }),
  );
}

/** Checks one showcase by itself (mission A12). */
export function checkShowcase(path: string, bytes: Uint8Array): Checked<Showcase> {
  const slug = SHOWCASE.exec(path)?.[1];
  if (!slug) return misplaced(path, { expected: "platform/showcases/<小寫英文、數字與「-」>.md" });
  const inspect = ({ datasets }: ShowcaseFile) =>
    datasets === undefined ? [finding("showcase/no-dataset", ["title"], "value", {})] : [];
  const { value, ...rest } = checkDocument<ShowcaseFile>("showcase", path, bytes, validateShowcase, inspect);
  return { ...rest, ...(value ? { value: { ...value, slug } } : {}) };
}

/** Checks the list of references (行動方案 附件一; mission A14). */
export function checkReferences(path: string, bytes: Uint8Array): Checked<ReferencesFile> {
  return checkFields<ReferencesFile>("references", path, bytes, validateReferences, ({ documents }) => {
    if (!Array.isArray(documents)) return [];
    const names = documents.map((document) => document?.name);
    return names.flatMap((name, index) =>
      typeof name === "string" && names.indexOf(name) < index
        ? [finding("references/duplicate", ["documents", index, "name"], "value", { name })]
        : [],
    );
  });
}

/** What a strategy says against the minutes of the meeting that approved it. */
export function strategyAcross(scope: PlanScope): FileFindings {
  const found: FileFindings = new Map();
  const meetings = new Map<string, Minutes>();
  for (const { value } of scope.files) {
    if (value?.kind === "minutes") meetings.set(`${value.value.agency} ${value.value.date}`, value.value);
  }
  for (const { path, value } of scope.files) {
    if (value?.kind !== "strategy" || !scope.judged(path)) continue;
    const { agency, councilApprovedOn: date } = value.value;
    if (date === undefined) continue;
    const meeting = meetings.get(`${agency} ${date}`);
    const code = meeting ? "strategy/topic" : "strategy/meeting";
    const { topics } = meeting ?? {};
    if (Array.isArray(topics) && (topics as string[]).includes("strategy")) continue;
    found.set(path, [finding(code, ["councilApprovedOn"], "value", { date })]);
  }
  return found;
}

/** What a showcase names elsewhere: its agency, its datasets. */
export function showcaseAcross(scope: PlanScope): FileFindings {
  const found: FileFindings = new Map();
  const agencies = linkAgencies(scope.agencies.flatMap(({ value }) => (value?.code ? [value] : [])));
  for (const { path, value } of scope.files) {
    if (value?.kind !== "showcase" || !scope.judged(path)) continue;
    const { agency: code, datasets } = value.value;
    const findings: Finding[] = [];
    if (typeof code === "string" && /^[A-Za-z0-9_]{10}$/.test(code) && !agencies.has(code)) {
      findings.push(finding("showcase/agency", ["agency"], "value", { code }));
    }
    for (const [index, identifier] of (Array.isArray(datasets) ? datasets : []).entries()) {
      if (typeof identifier !== "string" || !IDENTIFIER.test(identifier) || scope.hasDataset(identifier))
        continue;
      findings.push(finding("showcase/dataset", ["datasets", index], "value", { identifier }));
    }
    if (findings.length > 0) found.set(path, findings);
  }
  return found;
}
