import { CORE_SCHEMA, load } from "js-yaml";
import agencySchema from "../../../src/catalogue/schema/agency.schema.json" with { type: "json" };
import datasetSchema from "../../../src/catalogue/schema/dataset.schema.json" with { type: "json" };
import type { Vocabularies } from "../../../src/catalogue/vocabulary.ts";
import type { Table } from "../../../src/exchange/csv.ts";
import {
  importRows,
  PROFILES,
  type Profile,
  type RegisterEntry,
} from "../../../src/exchange/import/index.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../../../src/exchange/yaml-writer.ts";
import { contactsOf } from "./contacts.ts";
import { enrich, type ImportedDataset } from "./dataset.ts";

/** A file of the corpus. */
export interface CorpusFile {
  /** Below the catalogue's root, with `/`. */
  path: string;
  content: string;
}

const DATASET_ORDER = keyOrderOf(datasetSchema);
const AGENCY_ORDER = keyOrderOf(agencySchema);

/** Reads what the importer wrote; dates stay text. */
export const readYaml = (content: string): unknown => load(content, { schema: CORE_SCHEMA });

/** Writes a dataset as the catalogue's files are written. */
export const datasetText = (dataset: Record<string, YamlValue>): string => toYaml(dataset, DATASET_ORDER);

interface AgencyRecord {
  code: string;
  name: string;
  parent?: string;
}

/**
 * Makes a catalogue with full metadata out of rows of the national platform's list: the importer reads the rows,
 * agencies get contacts, and each dataset gets what a well-kept one has. Same rows, lists and seed: same bytes.
 * @throws TableError when the columns are not the list's
 */
export function* makeCorpus(options: {
  table: Table;
  agencies: readonly RegisterEntry[];
  vocabularies: Vocabularies;
  seed: number;
}): Generator<CorpusFile> {
  const { table, agencies, vocabularies, seed } = options;
  const profile = PROFILES.get("data.gov.tw") as Profile;
  const datasets: CorpusFile[] = [];
  const names = new Map<string, string>();
  for (const file of importRows({ profile, table, vocabularies, agencies })) {
    if (!file.path.startsWith("agencies/")) {
      datasets.push(file);
      continue;
    }
    const agency = readYaml(file.content) as Record<string, YamlValue> & AgencyRecord;
    names.set(agency.code, agency.name);
    yield {
      path: file.path,
      content: toYaml(
        { ...agency, contacts: contactsOf(agency.code).map((contact) => ({ ...contact })) },
        AGENCY_ORDER,
      ),
    };
  }
  const titles = new Set<string>();
  for (const { path, content } of datasets) {
    const imported = readYaml(content) as ImportedDataset;
    const code = imported.identifier.slice(0, 10);
    const title = uniqueTitle(titles, code, imported.title);
    const dataset = enrich({ ...imported, title }, names.get(code) as string, seed, vocabularies);
    yield { path, content: datasetText(dataset) };
  }
}

/** An agency's titles differ from each other (the checker's title/duplicate). */
function uniqueTitle(taken: Set<string>, code: string, wanted: string): string {
  let title = wanted;
  for (let copy = 2; taken.has(`${code} ${title}`); copy++) title = `${wanted}（${copy}）`;
  taken.add(`${code} ${title}`);
  return title;
}
