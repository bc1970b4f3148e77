import type { Profile } from "./profile.ts";
import { dataGovTw } from "./profiles/data-gov-tw.ts";
import { taipei } from "./profiles/taipei.ts";
import { taoyuan } from "./profiles/taoyuan.ts";

/** The importer: other platforms' exports become this catalogue's files. */

export { type ImportedFile, type ImportOptions, importRows } from "./import.ts";
export { type ImportRecordsOptions, importRecords } from "./import-records.ts";
export { NOTES, REASONS } from "./notes.ts";
export type { Profile } from "./profile.ts";
export { OBJECT_PROFILES, readSource } from "./read-source.ts";
export { type RegisterEntry, readRegister } from "./register.ts";
export { describe, type ImportReport, type RowReport, reportCsv, reportJson } from "./report.ts";
export {
  datasetOfRecord,
  fieldDigest,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "./source-record.ts";

/** All profiles, by the name that the command takes. */
export const PROFILES: ReadonlyMap<string, Profile> = new Map(
  [dataGovTw, taoyuan, taipei].map((profile) => [profile.name, profile]),
);
