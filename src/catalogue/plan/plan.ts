import type { Catalogue } from "../catalogue.ts";
import type { HistoryEntry } from "../history.ts";
import type { Usage } from "../usage/types.ts";
import { type Council, councilsOf } from "./council.ts";
import { compareFlags, type PlanFlag } from "./flags.ts";
import { type Inventory, inventoriesOf, type PlannedRelease } from "./inventory.ts";
import type { Showcase } from "./plan-files.ts";
import { showcasesOf } from "./showcase.ts";
import { strategiesOf } from "./strategy.ts";
import { type Targets, targetsOf } from "./targets.ts";

/** The action plan on the day of the catalogue: everything that is derived from its files, once. */
export interface Plan {
  /** By agency code. */
  inventories: ReadonlyMap<string, Inventory>;
  planned: readonly PlannedRelease[];
  /** By agency code. */
  councils: ReadonlyMap<string, Council>;
  /** Those whose day has come, newest first. */
  showcases: readonly Showcase[];
  /** Showcases that name a dataset, by its identifier. */
  showcasesOf: ReadonlyMap<string, readonly Showcase[]>;
  targets: Targets;
  /** What is overdue, missing or near, most urgent first. */
  flags: readonly PlanFlag[];
}

/**
 * Derives the action plan.
 * @param history of each dataset, newest first
 * @param usage views and downloads, where somebody counted
 */
export function planOf(
  catalogue: Catalogue,
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
  usage: Usage | undefined,
): Plan {
  const { inventories, planned, ...inventory } = inventoriesOf(catalogue);
  const { councils, ...council } = councilsOf(catalogue);
  const strategy = strategiesOf(catalogue);
  const showcase = showcasesOf(catalogue);
  const targets = targetsOf(catalogue, history, usage);
  const parts = [inventory, council, strategy, showcase, targets];
  return {
    inventories,
    planned,
    councils,
    showcases: showcase.showcases,
    showcasesOf: showcase.byDataset,
    targets,
    flags: parts.flatMap(({ flags }) => flags).sort(compareFlags),
  };
}
