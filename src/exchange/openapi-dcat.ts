import { dcatPath, type RdfFormat, rdfDumpPath } from "./addresses.ts";
import { type Extent, hasDocuments, RDF_DUMPS, RDF_PAGES } from "./extent.ts";
import { both, GZIP, get, IDENTIFIER, type Json, media, PAGE } from "./openapi-parts.ts";

type RdfForm = readonly [format: RdfFormat, name: string, mediaType: string];
const RDF: readonly RdfForm[] = [
  ["jsonld", "JSON-LD", "application/ld+json"],
  ["ttl", "Turtle", "text/turtle"],
  ["rdf", "RDF/XML", "application/rdf+xml"],
];

/** The catalogue in linked pages of a form. */
function rdfPagePaths([format, name, mediaType]: RdfForm): Json {
  const id = name.replace(/\W/g, "");
  return {
    [`/${dcatPath(format)}`]: get(
      `dcatCatalog${id}`,
      "dcat",
      `DCAT-AP 目錄（${name}）`,
      both(
        "目錄與其資料集；資料集多時為第 1 頁，以 hydra:next 連到下一頁。",
        "The catalogue and its datasets; where they are many, the first page, which leads on by hydra:next.",
      ),
      media(mediaType),
    ),
    [`/dcat/page/{page}.${format}`]: get(
      `dcatPage${id}`,
      "dcat",
      `DCAT-AP 目錄第 2 頁起（${name}）`,
      both("目錄的後續各頁。", "The following pages of the catalogue."),
      media(mediaType),
      [PAGE],
    ),
  };
}

const rdfDumpPaths = ([format, name]: RdfForm): Json => ({
  [`/${rdfDumpPath(format)}`]: get(
    `dcatDump${name.replace(/\W/g, "")}`,
    "dcat",
    `DCAT-AP 整份目錄（${name}）`,
    both(
      "目錄與全部資料集，一個檔案，以 gzip 壓縮。",
      "The catalogue with every dataset in one file, compressed with gzip.",
    ),
    GZIP,
  ),
});

const rdfDocumentPaths = ([format, name, mediaType]: RdfForm): Json => ({
  [`/datasets/{identifier}.${format}`]: get(
    `dcatDataset${name.replace(/\W/g, "")}`,
    "dcat",
    `DCAT-AP 資料集（${name}）`,
    both("一個資料集。", "One dataset."),
    media(mediaType),
    [IDENTIFIER],
  ),
});

/** Paths of DCAT-AP. */
export function dcatPaths(extent: Extent): Json {
  const paths = RDF.map((form) => ({
    ...(RDF_PAGES[extent].includes(form[0]) ? rdfPagePaths(form) : {}),
    ...(RDF_DUMPS[extent].includes(form[0]) ? rdfDumpPaths(form) : {}),
    ...(hasDocuments(extent) ? rdfDocumentPaths(form) : {}),
  }));
  return Object.assign({}, ...paths);
}
