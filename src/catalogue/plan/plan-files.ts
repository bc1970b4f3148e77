import type { CouncilFile } from "../schema/generated/council.ts";
import type { InventoryFile } from "../schema/generated/inventory.ts";
import type { MinutesFile } from "../schema/generated/minutes.ts";
import type { ReferencesFile } from "../schema/generated/references.ts";
import type { ShowcaseFile } from "../schema/generated/showcase.ts";
import type { StrategyFile } from "../schema/generated/strategy.ts";
import type { TargetsFile } from "../schema/generated/targets.ts";
import type { UsageExclusionsFile } from "../schema/generated/usage-exclusions.ts";

export type { CouncilFile, InventoryFile, ReferencesFile, TargetsFile, UsageExclusionsFile };

/** Minutes of a council's meeting. */
export interface Minutes extends MinutesFile {
  agency: string;
  /** Markdown. */
  text: string;
}

/** A ministry's strategy of a year. */
export interface Strategy extends StrategyFile {
  agency: string;
  /** Markdown. */
  text: string;
}

/** 亮點應用 or 特色介紹. */
export interface Showcase extends ShowcaseFile {
  /** The file's name without `.md`, and the page's address. */
  slug: string;
  /** Markdown. */
  text: string;
}

/** A file of the action plan that was read. */
export type PlanFile =
  | { kind: "inventory"; value: InventoryFile }
  | { kind: "council"; value: CouncilFile }
  | { kind: "minutes"; value: Minutes }
  | { kind: "strategy"; value: Strategy }
  | { kind: "showcase"; value: Showcase }
  | { kind: "targets"; value: TargetsFile }
  | { kind: "references"; value: ReferencesFile }
  | { kind: "usage-exclusions"; value: UsageExclusionsFile };

export type PlanKind = PlanFile["kind"];

/** Everything of the action plan that a catalogue holds, as written. */
export interface PlanFiles {
  /** By agency code. */
  inventories: ReadonlyMap<string, InventoryFile>;
  councils: ReadonlyMap<string, CouncilFile>;
  /** By agency code, oldest meeting first. */
  minutes: ReadonlyMap<string, readonly Minutes[]>;
  /** By agency code, oldest year first. */
  strategies: ReadonlyMap<string, readonly Strategy[]>;
  /** Newest first. */
  showcases: readonly Showcase[];
  targets?: TargetsFile;
  references?: ReferencesFile;
  usageExclusions?: UsageExclusionsFile;
}

export const NO_PLAN_FILES: PlanFiles = {
  inventories: new Map(),
  councils: new Map(),
  minutes: new Map(),
  strategies: new Map(),
  showcases: [],
};
