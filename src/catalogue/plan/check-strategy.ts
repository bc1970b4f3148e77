import { type Checked, misplaced } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
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
import type { Showcase, Strategy } from "./plan-files.ts";
import "./schemas.ts";

const STRATEGY = /^agencies\/([A-Za-z0-9_]{10})\/strategy\/(\d{4})\.md$/;
const SHOWCASE = /^platform\/showcases\/([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/;

/** Checks one ministry's strategy of a year by itself (mission J5). */
export function checkStrategy(path: string, bytes: Uint8Array): Checked<Strategy> {
  const agency = STRATEGY.exec(path)?.[1];
  if (!agency) return misplaced(path, { expected: "agencies/<機關代碼>/strategy/<西元年>.md" });
  const { value, ...rest } = checkDocument<StrategyFile>("strategy", path, bytes, validateStrategy, () => []);
  return { ...rest, ...(value ? { value: { ...value, agency } } : {}) };
}

/** Checks one showcase by itself (mission A12). */
export function checkShowcase(path: string, bytes: Uint8Array): Checked<Showcase> {
  const slug = SHOWCASE.exec(path)?.[1];
  if (!slug) return misplaced(path, { expected: "platform/showcases/<小寫英文、數字與「-」>.md" });
  const { value, ...rest } = checkDocument<ShowcaseFile>("showcase", path, bytes, validateShowcase, () => []);
  return { ...rest, ...(value ? { value: { ...value, slug } } : {}) };
}

/** Checks the list of references (行動方案 附件一; mission A14). */
export function checkReferences(path: string, bytes: Uint8Array): Checked<ReferencesFile> {
  return checkFields<ReferencesFile>("references", path, bytes, validateReferences, () => []);
}

/** What a strategy says against the minutes that it names. */
export function strategyAcross(_scope: PlanScope): FileFindings {
  return new Map();
}

/** What a showcase names elsewhere: its agency, its datasets. */
export function showcaseAcross(_scope: PlanScope): FileFindings {
  return new Map();
}
