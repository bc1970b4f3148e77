import type { Checked } from "../check.ts";
import { misplaced } from "../check.ts";
import { checkCouncil } from "./check-council.ts";
import { checkInventory } from "./check-inventory.ts";
import { checkMinutes } from "./check-minutes.ts";
import { checkReferences, checkShowcase, checkStrategy } from "./check-strategy.ts";
import { checkTargets } from "./check-targets.ts";
import { checkUsageExclusions } from "./check-usage-exclusions.ts";
import { planAgencyOf, planKindOf } from "./paths.ts";
import type {
  CouncilFile,
  InventoryFile,
  Minutes,
  PlanFile,
  PlanFiles,
  PlanKind,
  Showcase,
  Strategy,
} from "./plan-files.ts";

const CHECKS: Record<PlanKind, (path: string, bytes: Uint8Array) => Checked<unknown>> = {
  inventory: checkInventory,
  council: checkCouncil,
  minutes: checkMinutes,
  strategy: checkStrategy,
  showcase: checkShowcase,
  targets: checkTargets,
  references: checkReferences,
  "usage-exclusions": checkUsageExclusions,
};

/** Checks a file below an agency's folder that is not its register, or one of the platform's of the action plan. */
export function checkPlanFile(path: string, bytes: Uint8Array): Checked<PlanFile> {
  const kind = planKindOf(path);
  if (!kind) {
    return misplaced(path, {
      expected:
        "agencies/<10 碼機關代碼>/ 之下的 agency.yaml、inventory.yaml、council.yaml、minutes/、strategy/",
    });
  }
  const { value, ...rest } = CHECKS[kind](path, bytes);
  return { ...rest, ...(value === undefined ? {} : { value: { kind, value } as PlanFile }) };
}

/** Puts checked files together; of those with errors what could be read stands. */
export function planFiles(checked: readonly Checked<PlanFile>[]): PlanFiles {
  const inventories = new Map<string, InventoryFile>();
  const councils = new Map<string, CouncilFile>();
  const minutes = new Map<string, Minutes[]>();
  const strategies = new Map<string, Strategy[]>();
  const showcases: Showcase[] = [];
  const platform: Pick<PlanFiles, "targets" | "references" | "usageExclusions"> = {};
  const push = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const { path, value: file } of checked) {
    if (!file) continue;
    const agency = planAgencyOf(path) ?? "";
    switch (file.kind) {
      case "inventory":
        inventories.set(agency, file.value);
        break;
      case "council":
        councils.set(agency, file.value);
        break;
      case "minutes":
        push(minutes, agency, file.value);
        break;
      case "strategy":
        push(strategies, agency, file.value);
        break;
      case "showcase":
        showcases.push(file.value);
        break;
      case "targets":
        platform.targets = file.value;
        break;
      case "references":
        platform.references = file.value;
        break;
      case "usage-exclusions":
        platform.usageExclusions = file.value;
        break;
    }
  }
  for (const list of minutes.values()) list.sort((a, b) => (a.date < b.date ? -1 : 1));
  for (const list of strategies.values()) list.sort((a, b) => a.year - b.year);
  showcases.sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : a.slug < b.slug ? -1 : 1));
  return { inventories, councils, minutes, strategies, showcases, ...platform };
}
