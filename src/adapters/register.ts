import type { AgencyFile } from "../catalogue/catalogue.ts";
import { agencyCodeOf } from "../catalogue/check.ts";
import { checkAgency } from "../catalogue/check-agency.ts";
import type { Diagnostic } from "../catalogue/diagnostics.ts";
import { buildRegister, type Register } from "../review/register.ts";
import { listCatalogueFiles, readBytes } from "./files.ts";
import { loadReviewPlatform } from "./review-platform.ts";

/** A register as it stands in a folder, and the errors of the files that it comes from. */
export interface LoadedRegister {
  register: Register;
  /** A register with errors is incomplete: nothing should be derived from it. */
  errors: Diagnostic[];
}

/**
 * Reads the register of a catalogue's folder: every agency's file, and the platform's operators.
 * @throws PlatformError where the platform folder can't be read
 */
export async function loadRegister(root: string): Promise<LoadedRegister> {
  const { operators } = await loadReviewPlatform(root);
  const files: AgencyFile[] = [];
  const errors: Diagnostic[] = [];
  for (const { path, kind } of (await listCatalogueFiles(root)).agencies) {
    if (kind !== "file" || !agencyCodeOf(path)) continue;
    const bytes = await readBytes(root, path);
    if (!bytes) continue;
    const { value, diagnostics } = checkAgency(path, bytes);
    if (value) files.push(value);
    errors.push(...diagnostics.filter((d) => d.severity === "error"));
  }
  return { register: buildRegister(files, operators), errors };
}
