import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import type { Plan } from "../catalogue/plan/plan.ts";
import type { CatalogueQuality, EvidenceOf, QualityHistory } from "../catalogue/quality/types.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { STATISTIC_NAMES, statistics } from "../catalogue/statistics.ts";
import type { Usage } from "../catalogue/usage/types.ts";
import { VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import type { OpinionEntry } from "../review/opinions/types.ts";
import { accessApi } from "./access-api.ts";
import { schemaPath, vocabularyPath } from "./addresses.ts";
import { announcementFiles } from "./announcements.ts";
import { feeds } from "./atom.ts";
import { authorisationFiles, type RegisterLists } from "./authorisations.ts";
import { changeFiles } from "./changes.ts";
import { ckanDocument, ckanFiles } from "./ckan.ts";
import { councilFiles } from "./council-files.ts";
import { croissantDocument } from "./croissant.ts";
import { dataGovTwFiles } from "./data-gov-tw.ts";
import { dataJson } from "./data-json.ts";
import { datasetApiFile, datasetApiList } from "./dataset-api.ts";
import type { ExchangeContext } from "./dataset-json.ts";
import { dcatDocuments, dcatFiles } from "./dcat/dcat.ts";
import { dumps } from "./dumps.ts";
import { type Extent, extentOf, hasDocuments } from "./extent.ts";
import { inventoryFiles } from "./inventory-files.ts";
import { openapi } from "./openapi.ts";
import { opensearch } from "./opensearch.ts";
import { opinionFiles } from "./opinion-files.ts";
import type { OutputFile } from "./output-file.ts";
import { planDocumentFiles, planFlagFiles } from "./plan-document-files.ts";
import { qualityFiles } from "./quality.ts";
import { redirects } from "./redirects.ts";
import { robots, sitemaps } from "./sitemap.ts";
import { statisticCsv } from "./statistics-csv.ts";
import { targetsFiles } from "./targets-files.ts";
import { usageFiles } from "./usage-files.ts";

export type { OutputFile } from "./output-file.ts";

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export interface OutputsInput {
  catalogue: Catalogue;
  /** Base path of the site, starting and ending with `/`. */
  base: string;
  /** Address of the site without the base path, such as https://data.example. */
  origin: string;
  register: RegisterLists;
  /** Newest first, by identifier; empty where the catalogue is not in git. */
  history: ReadonlyMap<string, readonly HistoryEntry[]>;
  quality: CatalogueQuality;
  evidenceOf: EvidenceOf;
  qualityHistory: QualityHistory;
  plan: Plan;
  /** Newest first. */
  opinions: readonly OpinionEntry[];
  /** ISO time at which they were read; undefined where nobody did. */
  opinionsTakenAt: string | undefined;
  /** Undefined where nobody counted. */
  usage: Usage | undefined;
  /** Each dataset's state, where it is known. */
  fingerprints?: ReadonlyMap<string, string>;
  /** The catalogue's own where it is left out. */
  extent?: Extent;
}

const extentOfInput = ({ catalogue, extent }: OutputsInput): Extent => extent ?? extentOf(catalogue);

/** What the generators know of the site around the catalogue. */
function contextOf({ catalogue, base, origin, fingerprints }: OutputsInput): ExchangeContext {
  const { settings, today, vocabularies } = catalogue;
  return { base, origin, vocabularies, settings, today, fingerprints };
}

/**
 * The files that depend on one dataset each: its JSON, its old address and, in full extent, its documents in other
 * formats. None of them changes with another dataset.
 * @param datasets those whose files are wanted, withdrawn ones too
 */
export function* datasetFiles(input: OutputsInput, datasets: readonly Dataset[]): Generator<OutputFile> {
  const context = contextOf(input);
  const extent = extentOfInput(input);
  const columnsOf = (url: string) => input.evidenceOf(url)?.content?.columns;
  for (const dataset of datasets) {
    yield datasetApiFile(dataset, context, extent);
    if (!hasDocuments(extent)) continue;
    yield* dcatDocuments(dataset, context);
    yield ckanDocument(dataset, context);
    yield* croissantDocument(dataset, context, columnsOf);
  }
  yield* redirects(datasets, context);
}

/** The catalogue in DCAT-AP: much of the work on files that depend on all datasets, so that two may share it. */
export function descriptionFiles(input: OutputsInput): Generator<OutputFile> {
  return dcatFiles(input.catalogue, contextOf(input), extentOfInput(input));
}

/** All other files that depend on many datasets, or on none. */
export function* catalogueFiles(input: OutputsInput): Generator<OutputFile> {
  const { catalogue, register, history, quality, evidenceOf, qualityHistory } = input;
  const { plan, opinions, opinionsTakenAt, usage } = input;
  const context = contextOf(input);
  const extent = extentOfInput(input);
  yield* datasetApiList(catalogue, context);
  yield* dumps(catalogue, context, extent);
  yield dataJson(catalogue, context, extent);
  yield* ckanFiles(catalogue, context, extent);
  yield* accessApi(catalogue);
  yield* dataGovTwFiles(catalogue, context, extent);
  yield* changeFiles(catalogue, history, context);
  yield* qualityFiles({ catalogue, quality, evidenceOf, history: qualityHistory, extent }, context);
  yield* inventoryFiles(plan);
  yield* councilFiles(catalogue, plan.councils);
  yield* planDocumentFiles(catalogue, plan.showcases, context);
  yield* planFlagFiles(plan.flags, catalogue);
  yield* targetsFiles(plan.targets);
  yield* opinionFiles(catalogue, opinions, opinionsTakenAt, context);
  yield* usageFiles(catalogue, usage, context, extent);
  yield { path: "openapi.json", content: pretty(openapi(catalogue, context, extent)) };
  yield* feeds(catalogue, context, extent);
  yield* announcementFiles(catalogue, context);
  yield* sitemaps(catalogue, context, extent);
  yield robots(context);
  yield opensearch(catalogue, context);
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

/**
 * Every machine-readable file of the site, one after another; the same catalogue gives the same bytes. No two have
 * the same path.
 */
export function* outputs(input: OutputsInput): Generator<OutputFile> {
  yield* datasetFiles(input, [...input.catalogue.datasets, ...input.catalogue.withdrawn]);
  yield* descriptionFiles(input);
  yield* catalogueFiles(input);
}
