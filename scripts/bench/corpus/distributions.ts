import type { Vocabularies } from "../../../src/catalogue/vocabulary.ts";
import type { YamlValue } from "../../../src/exchange/yaml-writer.ts";
import { CORPUS_DAY, dayBetween } from "./dates.ts";
import { pick, type Random, weighted } from "./random.ts";
import { describeResource, type Subject } from "./text.ts";

/** What the importer read of a distribution. */
export interface ImportedDistribution {
  format?: string;
  downloadURL?: string;
  accessURL?: string;
}

interface Item {
  format: string;
  address: string;
}

const COUNTS = [
  [1, 36],
  [2, 34],
  [3, 20],
  [4, 10],
] as const;

/** Formats that are added where a dataset shall have more of them. */
const OTHERS = ["CSV", "JSON", "XML", "ODS", "XLSX"];

/** Formats without text of their own. */
const BINARY =
  /^(?:ZIP|7Z|RAR|TAR|PDF|DOCX?|ODT|ODS|XLSX?|PPTX|MDB|DWG|JPG|PNG|TIFF|MP[34]|KMZ|SHP|GPKG|PARQUET|DEM|DSM)$/;

/** The same data's address in another format. */
const inFormat = (address: string, format: string): string =>
  address.length > 400
    ? address
    : `${address}${address.includes("?") ? "&" : "?"}format=${format.toLowerCase().replace(/[^a-z0-9]/g, "")}`;

/** 1 to 4 distributions (two on average): first the row's own, then the same data in further formats. */
function chooseItems(random: Random, imported: readonly ImportedDistribution[], vocabularies: Vocabularies) {
  const count = weighted(random, COUNTS);
  const items: Item[] = imported.slice(0, count).map(({ format, downloadURL, accessURL }) => ({
    format: format && format !== "OTHER" && vocabularies.formats.has(format) ? format : "CSV",
    address: downloadURL ?? accessURL ?? "https://data.example/",
  }));
  const first: Item = items[0] ?? { format: "CSV", address: "https://data.example/" };
  if (items.length === 0) items.push(first);
  while (items.length < count) {
    const free = OTHERS.filter((format) => !items.some((item) => item.format === format));
    const format = items.length === 1 && free.includes("CSV") ? "CSV" : pick(random, free);
    items.push({ format, address: inFormat(first.address, format) });
  }
  // Most datasets of today have an open format; the few others keep the checker's warning.
  const isOpen = items.some(({ format }) => vocabularies.formats.get(format)!.stars >= 3);
  if (!isOpen && random() < 0.95) items[0] = { format: "CSV", address: inFormat(first.address, "CSV") };
  return items;
}

/** A dataset's type and distributions. */
export function distributionsOf(
  random: Random,
  identifier: string,
  imported: readonly ImportedDistribution[],
  subject: Subject,
  issued: string,
  vocabularies: Vocabularies,
): { type: string; distribution: YamlValue[]; lastModified: string } {
  const items = chooseItems(random, imported, vocabularies);
  if (random() < 0.06) {
    const address = inFormat((items[0] as Item).address, "api");
    items[items.length - 1] = { format: "API", address };
  }
  const kindOf = (format: string) => vocabularies.formats.get(format)!.kind;
  const kinds = new Set(items.map(({ format }) => kindOf(format)));
  const type = kinds.has("app") ? "OTHER" : kinds.has("service") ? "SERVICES" : "rawData";
  let lastModified = issued;
  const distribution = items.map(({ format, address }, index) => {
    const modified = dayBetween(random, issued, CORPUS_DAY);
    if (modified > lastModified) lastModified = modified;
    return {
      resourceID: `${identifier}-${String(index + 1).padStart(3, "0")}`,
      resourceDescription: describeResource(random, subject, format),
      format,
      characterSetCode: BINARY.test(format) ? "none" : random() < 0.97 ? "UTF-8" : "BIG5",
      ...(random() < 0.92 ? { resourceModified: modified } : {}),
      [kindOf(format) === "file" ? "downloadURL" : "accessURL"]: address,
      ...(random() < 0.03 ? { metadataSourceOfData: `https://metadata.example/${identifier}` } : {}),
    };
  });
  return { type, distribution, lastModified };
}
