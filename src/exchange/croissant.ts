import { attributionOf, type Dataset, type Distribution, formatOf } from "../catalogue/catalogue.ts";
import { type DescribedColumn, describedColumns } from "../catalogue/columns.ts";
import { absolute, croissantPath, datasetPath } from "./addresses.ts";
import type { DatasetJsonContext } from "./dataset-json.ts";
import { rfc3339 } from "./dates.ts";
import type { OutputFile } from "./output-file.ts";
import { present } from "./present.ts";
import { toUri } from "./uri.ts";

type Json = Record<string, unknown>;

/** The columns that a visited file really has, by its address; undefined where nobody knows. */
export type ColumnsOf = (url: string) => readonly string[] | undefined;

/** JSON-LD context of Croissant 1.0 (appendix 1, with the terms that its loader knows besides). */
const CONTEXT = {
  "@language": "zh-Hant-TW",
  "@vocab": "https://schema.org/",
  citeAs: "cr:citeAs",
  column: "cr:column",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  dct: "http://purl.org/dc/terms/",
  examples: { "@id": "cr:examples", "@type": "@json" },
  extract: "cr:extract",
  field: "cr:field",
  fileProperty: "cr:fileProperty",
  fileObject: "cr:fileObject",
  fileSet: "cr:fileSet",
  format: "cr:format",
  includes: "cr:includes",
  isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath",
  key: "cr:key",
  md5: "cr:md5",
  parentField: "cr:parentField",
  path: "cr:path",
  recordSet: "cr:recordSet",
  references: "cr:references",
  regex: "cr:regex",
  repeated: "cr:repeated",
  replace: "cr:replace",
  sc: "https://schema.org/",
  separator: "cr:separator",
  source: "cr:source",
  subField: "cr:subField",
  transform: "cr:transform",
};

/** Columns of one file at most; more is no table that anybody described. */
const MOST_COLUMNS = 2000;

/** A file that may be fetched as it is. */
interface File {
  /** Within the document. */
  id: string;
  distribution: Distribution;
  url: string;
  mediaType: string;
  extension: string | undefined;
}

function filesOf({ file }: Dataset, { vocabularies }: DatasetJsonContext): File[] {
  return file.distribution.flatMap((distribution, index): File[] => {
    const { kind, mediaType, extension } = formatOf(distribution.format, vocabularies);
    const url = toUri(distribution.downloadURL ?? "");
    if (kind !== "file" || mediaType === undefined || url === undefined) return [];
    return [{ id: `file-${index + 1}`, distribution, url, mediaType, extension }];
  });
}

const fileObject = ({ id, distribution, url, mediaType, extension }: File): Json =>
  present<Json>({
    "@type": "cr:FileObject",
    "@id": id,
    name: extension === undefined ? distribution.resourceID : `${distribution.resourceID}.${extension}`,
    description: distribution.resourceDescription,
    contentUrl: url,
    encodingFormat: mediaType,
  });

function recordSet({ id, distribution }: File, columns: readonly DescribedColumn[]): Json {
  const set = id.replace("file", "records");
  return present<Json>({
    "@type": "cr:RecordSet",
    "@id": set,
    name: set,
    description: distribution.resourceDescription,
    field: columns.slice(0, MOST_COLUMNS).map(({ name, label }, index) =>
      present<Json>({
        "@type": "cr:Field",
        // Columns may bear one name twice, and blanks; a number is an IRI and unique.
        "@id": `${set}/${index + 1}`,
        name,
        description: label,
        dataType: "sc:Text",
        source: { fileObject: { "@id": id }, extract: { column: name } },
      }),
    ),
  });
}

/** A table of a dataset: a CSV file whose columns are known. */
interface Table {
  file: File;
  columns: readonly DescribedColumn[];
}

/** Its tables; none where something is lacking that the specification requires. */
function tablesOf(dataset: Dataset, files: readonly File[], columnsOf: ColumnsOf): Table[] {
  const { file, licence, released } = dataset;
  if (!file.description || toUri(licence?.url ?? "") === undefined || released === undefined) return [];
  const described = describedColumns(file.fieldDescription ?? "");
  const labels = new Map(described.map(({ name, label }) => [name, label]));
  return files.flatMap((each): Table[] => {
    if (each.mediaType !== "text/csv") return [];
    const seen = columnsOf(each.distribution.downloadURL!);
    const columns =
      seen?.filter((name) => name !== "").map((name) => present({ name, label: labels.get(name) })) ??
      described;
    return columns.length > 0 ? [{ file: each, columns }] : [];
  });
}

/** Whether `croissant` describes a dataset, without the description. */
export const hasCroissant = (
  dataset: Dataset,
  context: DatasetJsonContext,
  columnsOf: ColumnsOf = () => undefined,
): boolean => tablesOf(dataset, filesOf(dataset, context), columnsOf).length > 0;

/**
 * A dataset's Croissant description (mlcommons.org/croissant/1.0), where a CSV file's columns are known: from a visit
 * to the file, else from 主要欄位說明. Every file of the dataset is a FileObject, every such CSV file a RecordSet with
 * a Field for each column. A column's type is not known, so that it is `sc:Text`.
 *
 * The files stay at their agencies and are replaced there, so no checksum can be given. Croissant lets a FileObject
 * do without (`sha256` "may" be provided) and its loader wants one of every dataset that is not live, so each is
 * marked `isLiveDataset`.
 * @param columnsOf columns that a visit found
 * @returns undefined where no columns are known, or something is lacking that the specification requires
 *   (description, licence with an address, day of publication)
 */
export function croissant(
  dataset: Dataset,
  context: DatasetJsonContext,
  columnsOf: ColumnsOf = () => undefined,
): Json | undefined {
  const { file, licence, released, agency } = dataset;
  const files = filesOf(dataset, context);
  const tables = tablesOf(dataset, files, columnsOf);
  if (tables.length === 0) return undefined;
  const website = toUri(agency.file.website ?? "");
  const publisher = present<Json>({ "@type": "sc:Organization", name: dataset.publisher, url: website });
  return present<Json>({
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.0",
    name: file.title,
    description: file.description,
    url: absolute(context, datasetPath(dataset.identifier)),
    license: toUri(licence?.url ?? ""),
    creator: publisher,
    publisher,
    datePublished: released,
    dateModified: rfc3339(file.modified) ?? dataset.updated,
    keywords: file.keyword?.length ? file.keyword : undefined,
    inLanguage: dataset.language,
    sameAs: toUri(file.landingPage ?? ""),
    isLiveDataset: true,
    citeAs: attributionOf(dataset),
    distribution: files.map(fileObject),
    recordSet: tables.map(({ file, columns }) => recordSet(file, columns)),
  });
}

/** `datasets/<identifier>.croissant.json` of a dataset in view that has one. */
export function* croissantDocument(
  dataset: Dataset,
  context: DatasetJsonContext,
  columnsOf?: ColumnsOf,
): Generator<OutputFile> {
  const description = dataset.withdrawn ? undefined : croissant(dataset, context, columnsOf);
  if (description) yield { path: croissantPath(dataset.identifier), content: JSON.stringify(description) };
}
