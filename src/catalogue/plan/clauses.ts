import { COUNCIL_CLAUSES } from "./clauses-council.ts";
import { PRINCIPLE_CLAUSES } from "./clauses-principles.ts";

interface Text {
  zh: string;
  en: string;
}

/** Pages that show what a clause asks for. */
export type ClausePage =
  | "agencies"
  | "datasets"
  | "quality"
  | "inventory"
  | "planned"
  | "councils"
  | "strategies"
  | "showcases"
  | "references"
  | "targets"
  | "reports"
  | "opinions"
  | "usage";

/** A clause of one of the two annexes, and how the catalogue keeps an eye on it. At least one of the three is there. */
export interface Clause {
  /** Number as the document writes it, such as 四（四）. */
  number: string;
  /** What it asks, in this catalogue's own words. */
  what: Text;
  /**
   * What a program checks, and the codes of messages, flags or rules that it answers with; a rule of councils or meetings is
   * written `council/clause#size`.
   */
  checked?: { how: Text; codes: readonly string[] };
  /** Pages where people see it. */
  shown?: readonly ClausePage[];
  /** Why a program can't tell, or not all of it. */
  reason?: Text;
}

export interface ClauseDocument {
  /** How messages and flags name it. */
  name: string;
  title: Text;
  clauses: readonly Clause[];
}

/**
 * The clauses of 行政院及所屬各級機關政府資料開放作業原則 and of 政府資料開放諮詢小組設置要點, each with how it is met here: checked by a
 * program, shown on a page, or beyond what a program can tell.
 */
export const CLAUSE_DOCUMENTS: readonly ClauseDocument[] = [
  {
    name: "作業原則",
    title: {
      zh: "行政院及所屬各級機關政府資料開放作業原則",
      en: "Principles of open government data (Executive Yuan)",
    },
    clauses: PRINCIPLE_CLAUSES,
  },
  {
    name: "設置要點",
    title: { zh: "政府資料開放諮詢小組設置要點", en: "Rules for open data councils" },
    clauses: COUNCIL_CLAUSES,
  },
];
