import type { AgencyFile } from "./catalogue.ts";
import {
  agencyCodeOf,
  type Checked,
  checkFile,
  type Finding,
  finding,
  misplaced,
  personalFindings,
  schemaFindings,
  textFindings,
} from "./check.ts";
import { accountKey, writtenPeople } from "./grants.ts";
import { validateAgency } from "./schema/generated/platform-validators.js";

/** Checks one agency's file by itself. */
export function checkAgency(path: string, bytes: Uint8Array): Checked<AgencyFile> {
  const expected = agencyCodeOf(path);
  if (!expected) return misplaced(path, { expected: "agencies/<10 碼機關代碼>/agency.yaml" });
  return checkFile("agency", path, bytes, (value) => [
    ...schemaFindings("agency", value, validateAgency),
    ...textFindings("agency", value),
    ...personalFindings("agency", value),
    ...agencyFindings(value as unknown as AgencyFile, expected),
    ...peopleFindings(value as unknown as AgencyFile),
  ]) as Checked<AgencyFile>;
}

function agencyFindings(file: AgencyFile, expected: string): Finding[] {
  const found: Finding[] = [];
  const code = file.code;
  if (typeof code === "string" && code !== expected && /^[A-Za-z0-9_]{10}$/.test(code)) {
    found.push(finding("agency/place", ["code"], "value", { code, expected }, { value: expected }));
  }
  const seen = new Set<string>();
  for (const [index, contact] of (Array.isArray(file.contacts) ? file.contacts : []).entries()) {
    const id = contact?.id;
    if (typeof id !== "string") continue;
    if (seen.has(id)) {
      found.push(finding("contact/duplicate", ["contacts", index, "id"], "value", { contact: id }));
    }
    seen.add(id);
  }
  return found;
}

/** Faults of one file's own people: an account twice, a person who is his own deputy. */
function peopleFindings(file: AgencyFile): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const { account, deputy, path } of writtenPeople(file)) {
    const key = accountKey(account);
    if (seen.has(key)) found.push(finding("people/duplicate", [...path, "account"], "value", { account }));
    seen.add(key);
    if (deputy !== undefined && accountKey(deputy) === key) {
      found.push(finding("people/deputy-self", [...path, "deputy"], "value", { account }));
    }
  }
  return found;
}
