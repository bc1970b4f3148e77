import type { Catalogue } from "../catalogue.ts";
import type { HistoryEntry } from "../history.ts";
import { once } from "../once.ts";
import type { Usage } from "../usage/types.ts";
import { type Council, councilsOf } from "./council.ts";
import { compareFlags, type PlanFlag } from "./flags.ts";
import { type Inventory, inventoriesOf, type PlannedRelease } from "./inventory.ts";
import type { Showcase } from "./plan-files.ts";
import { showcasesOf } from "./showcase.ts";
import { strategiesOf } from "./strategy.ts";
import { type Targets, targetsOf } from "./targets.ts";

/** The action plan on the day of the catalogue: everything that is derived from its files, once, when it is asked for. */
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
  const inventory = once(() => inventoriesOf(catalogue));
  const council = once(() => councilsOf(catalogue));
  const showcase = once(() => showcasesOf(catalogue));
  const targets = once(() => targetsOf(catalogue, history, usage));
  const flags = once(() => {
    const parts = [inventory(), council(), strategiesOf(catalogue), showcase(), targets()];
    return parts.flatMap((part) => part.flags).sort(compareFlags);
  });
  return {
    get inventories() {
      return inventory().inventories;
    },
    get planned() {
      return inventory().planned;
    },
    get councils() {
      return council().councils;
    },
    get showcases() {
      return showcase().showcases;
    },
    get showcasesOf() {
      return showcase().byDataset;
    },
    get targets() {
      return targets();
    },
    get flags() {
      return flags();
    },
  };
}
