import { addMessages } from "../diagnostics.ts";
import councilSchema from "../schema/council.schema.json" with { type: "json" };
import { addSchemas, type PlanSchemaName, type RootSchema } from "../schema/fields.ts";
import inventorySchema from "../schema/inventory.schema.json" with { type: "json" };
import minutesSchema from "../schema/minutes.schema.json" with { type: "json" };
import referencesSchema from "../schema/references.schema.json" with { type: "json" };
import showcaseSchema from "../schema/showcase.schema.json" with { type: "json" };
import strategySchema from "../schema/strategy.schema.json" with { type: "json" };
import targetsSchema from "../schema/targets.schema.json" with { type: "json" };
import usageExclusionsSchema from "../schema/usage-exclusions.schema.json" with { type: "json" };
import { PLAN_MESSAGES } from "./messages.ts";

/*
 * Schemas and messages of the action plan's files. They are apart from the others so that the desk, which a browser
 * loads, doesn't carry them: whoever checks such a file loads this module first.
 */

/** By name; the type says which files there are. */
export const PLAN_SCHEMAS = {
  inventory: inventorySchema,
  council: councilSchema,
  minutes: minutesSchema,
  strategy: strategySchema,
  showcase: showcaseSchema,
  targets: targetsSchema,
  references: referencesSchema,
  "usage-exclusions": usageExclusionsSchema,
} as unknown as Record<PlanSchemaName, RootSchema>;

addSchemas(PLAN_SCHEMAS);
addMessages(PLAN_MESSAGES);
