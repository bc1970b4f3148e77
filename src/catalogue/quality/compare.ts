/*
 * When what a file shows agrees with what the catalogue declares of it: shared by the indicators and by what reviewers
 * are told of a submitted file.
 */

/** Wrappers and bare text: what the bytes show says less than a declared format that comes in them. */
const WRAPPED: Record<string, ReadonlySet<string>> = {
  ZIP: new Set(["SHP", "KMZ", "GPKG", "DEM", "DSM"]),
  TXT: new Set(["CSV", "DEM", "DSM", "TTL"]),
  XML: new Set(["KML", "GML", "RSS", "RDF"]),
  JSON: new Set(["GeoJSON", "JSON-LD"]),
};

/**
 * Whether a declared format comes in the one that the bytes show.
 * @param seen code of `formats` that the bytes show
 * @param declared code of `formats` that the catalogue declares
 */
export const isWrapped = (seen: string, declared: string): boolean => WRAPPED[seen]?.has(declared) ?? false;

/** Encodings that are one for whoever reads: cp950 is Big5 as Windows has it, HKSCS adds characters. */
const CHARSET_FAMILY: Record<string, string> = { CP950: "BIG5", "BIG5-HKSCS": "BIG5", "US-ASCII": "UTF-8" };

/** The encoding that stands for a code's family. */
export const charsetFamily = (code: string): string => CHARSET_FAMILY[code] ?? code;

/** A column's name as it is compared: width, case, blanks, quotes and joining signs make no difference. */
export const foldedName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_"'\ufeff-]/g, "");
