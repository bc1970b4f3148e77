import type { MinistryProgress } from "../catalogue/plan/targets.ts";
import { siteContext } from "./context.ts";

/** A ministry's progress against its targets, by its code. */
export const ministryProgress = (code: string): MinistryProgress | undefined =>
  siteContext().plan.targets.ministries.find(({ agency }) => agency.code === code);

/** A part of a whole as percent with one decimal; undefined where there is no whole. */
export const shareText = (part: number, whole: number | undefined): string | undefined =>
  whole ? `${((part / whole) * 100).toFixed(1)}%` : undefined;

/** A growth in percent with its sign and one decimal. */
export const growthText = (growth: number | undefined): string | undefined =>
  growth === undefined
    ? undefined
    : `${growth > 0 ? "+" : growth < 0 ? "−" : ""}${Math.abs(growth).toFixed(1)}%`;
