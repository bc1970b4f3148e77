import { COUNCIL_MESSAGES } from "./council-messages.ts";
import { DOCUMENT_MESSAGES } from "./document-messages.ts";
import { INVENTORY_MESSAGES } from "./inventory-messages.ts";
import { TARGETS_MESSAGES } from "./targets-messages.ts";

/** Sentences about the action plan's files, in the manner of the checker's own table (`messages.ts`). */
export const PLAN_MESSAGES = {
  ...INVENTORY_MESSAGES,
  ...COUNCIL_MESSAGES,
  ...DOCUMENT_MESSAGES,
  ...TARGETS_MESSAGES,
} as const;
