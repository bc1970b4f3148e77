import type { Catalogue } from "../catalogue/catalogue.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { STATISTIC_NAMES, statistics } from "../catalogue/statistics.ts";
import { VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import { schemaPath, vocabularyPath } from "./addresses.ts";
import { announcementFiles } from "./announcements.ts";
import { feeds } from "./atom.ts";
import { authorisationFiles, type RegisterLists } from "./authorisations.ts";
import { datasetApi } from "./dataset-api.ts";
import { dumps } from "./dumps.ts";
import { openapi } from "./openapi.ts";
import { opensearch } from "./opensearch.ts";
import type { OutputFile } from "./output-file.ts";
import { redirects } from "./redirects.ts";
import { robots, sitemaps } from "./sitemap.ts";
import { statisticCsv } from "./statistics-csv.ts";

export type { OutputFile } from "./output-file.ts";

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export interface OutputsInput {
  catalogue: Catalogue;
  /** Base path of the site, starting and ending with `/`. */
  base: string;
  /** Address of the site without the base path, such as https://data.example. */
  origin: string;
  register: RegisterLists;
}

/**
 * Every machine-readable file of the site, one after another; the same catalogue gives the same bytes. No two have
 * the same path.
 */
export function* outputs({ catalogue, base, origin, register }: OutputsInput): Generator<OutputFile> {
  const context = { base, origin, vocabularies: catalogue.vocabularies };
  yield* datasetApi(catalogue, context);
  yield* dumps(catalogue, context);
  yield { path: "openapi.json", content: pretty(openapi(catalogue, context)) };
  yield* feeds(catalogue, context);
  yield* announcementFiles(catalogue, context);
  yield* sitemaps(catalogue, context);
  yield robots(context);
  yield opensearch(catalogue, context);
  yield* redirects(catalogue, context);
  const counted = statistics(catalogue);
  for (const name of STATISTIC_NAMES) yield statisticCsv(counted[name]);
  yield* authorisationFiles(register, catalogue.agencies);
  for (const name of ["dataset", "agency"] as const) {
    yield { path: schemaPath(name), content: pretty(SCHEMAS[name]) };
  }
  for (const name of VOCABULARY_NAMES) {
    yield { path: vocabularyPath(name), content: pretty([...catalogue.vocabularies[name].values()]) };
  }
}
