import {
  type AgencyFile,
  type Dataset,
  type DatasetFile,
  linkAgencies,
  resolveDataset,
} from "../catalogue/catalogue.ts";
import { identifierOf } from "../catalogue/check.ts";
import { type FieldSchema, resolve, SCHEMAS } from "../catalogue/schema/fields.ts";
import { type DeskAgency, type DeskPlatform, deskVocabularies } from "./data.ts";
import { readRecord } from "./dataset-text.ts";

/**
 * The record of a text for the preview, as the site would make it. What is missing stays missing; a value of a wrong
 * kind, which the checker names, is left out.
 * @returns undefined where the text can't be read
 */
export function previewRecord(
  text: string,
  path: string,
  platform: DeskPlatform,
  agency: DeskAgency,
): Dataset | undefined {
  const identifier = identifierOf(path);
  const read = identifier && readRecord(path, text);
  if (!read) return undefined;
  const fitting = shaped(SCHEMAS.dataset, read) as Partial<DatasetFile>;
  const file = { title: "", distribution: [], ...fitting, identifier } as DatasetFile;
  const files: AgencyFile[] = [agency.agency, ...agency.above];
  return resolveDataset(file, linkAgencies(files).get(agency.agency.code)!, deskVocabularies(platform));
}

/** A value as far as its schema's types allow; undefined where it is of another kind. */
function shaped(raw: FieldSchema, value: unknown): unknown {
  const schema = resolve("dataset", raw);
  switch (schema.type) {
    case "array":
      if (!Array.isArray(value)) return undefined;
      return value.flatMap((item) => shaped(schema.items!, item) ?? []);
    case "object": {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
      const open = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => {
          const known = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties![key] : open;
          const fitting = known && shaped(known, item);
          return fitting === undefined ? [] : [[key, fitting]];
        }),
      );
    }
    case "integer":
      return typeof value === "number" ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    default:
      return typeof value === "string" ? value : undefined;
  }
}
