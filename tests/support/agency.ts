import { FAILSAFE_SCHEMA, load } from "js-yaml";
import type { AgencyFile } from "../../src/catalogue/catalogue.ts";
import { normalise } from "../../src/catalogue/schema/fields.ts";

/** An agency's file from its text, which is known to be right. */
export function parseAgency(text: string): AgencyFile {
  return normalise("agency", load(text, { schema: FAILSAFE_SCHEMA })) as AgencyFile;
}
