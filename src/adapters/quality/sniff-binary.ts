import { fileTypeFromBuffer } from "file-type";

/** Codes of the vocabulary `formats` for the library's extensions. */
const BY_EXTENSION: Record<string, string> = {
  "7z": "7Z",
  docx: "DOCX",
  dwg: "DWG",
  jpg: "JPG",
  mp3: "MP3",
  mp4: "MP4",
  m4a: "MP4",
  ods: "ODS",
  odt: "ODT",
  parquet: "PARQUET",
  pdf: "PDF",
  png: "PNG",
  pptx: "PPTX",
  rar: "RAR",
  tar: "TAR",
  tif: "TIFF",
  xlsx: "XLSX",
  xlsm: "XLSX",
};

const latin = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.subarray(start, end)).toString("latin1");

const isZip = (bytes: Uint8Array) => latin(bytes, 0, 4) === "PK\u0003\u0004";
const isOle = (bytes: Uint8Array) =>
  latin(bytes, 0, 8) === "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";
/** A PDF may be made of text alone, and is none. */
export const isPdf = (bytes: Uint8Array) => latin(bytes, 0, 5) === "%PDF-";

/** Whether a file has parts with names, of which more bytes show more. */
export const isContainer = (bytes: Uint8Array): boolean => isZip(bytes) || isOle(bytes);

/**
 * Tells the format of a file that is no text by its first bytes.
 * @param url its address, whose extension tells apart what the bytes leave open
 * @returns a code of the vocabulary `formats`; OTHER where none fits, undefined where nothing is known of the bytes
 */
export async function binaryFormat(bytes: Uint8Array, url: string): Promise<string | undefined> {
  if (isZip(bytes)) return zipFormat(bytes);
  if (isPdf(bytes)) return "PDF";
  if (isOle(bytes)) return oleFormat(bytes, url);
  if (latin(bytes, 0, 16) === "SQLite format 3\0") return latin(bytes, 68, 70) === "GP" ? "GPKG" : "OTHER";
  if (
    latin(bytes, 0, 18) === "\0\u0001\0\0Standard Jet D" ||
    latin(bytes, 0, 18) === "\0\u0001\0\0Standard ACE D"
  ) {
    return "MDB";
  }
  // Main file of a shapefile: file code 9994, big-endian, and version 1000, little-endian.
  if (latin(bytes, 0, 4) === "\0\0\u0027\u000a" && latin(bytes, 28, 32) === "\u00e8\u0003\0\0") return "SHP";
  if (/^AC10(?:0\d|1\d|2\d|3\d)/.test(latin(bytes, 0, 6))) return "DWG";
  // The library may read past what there is of a file.
  const known = await fileTypeFromBuffer(bytes, { maxBufferSize: 1 << 20 }).catch(() => undefined);
  if (!known) return undefined;
  return Object.hasOwn(BY_EXTENSION, known.ext) ? BY_EXTENSION[known.ext] : "OTHER";
}

const LOCAL_HEADER = Buffer.from("PK\u0003\u0004", "latin1");
const MOST_ENTRIES = 1_000;

/**
 * Names of a ZIP's entries by their local headers (APPNOTE 4.3.7). The directory at the file's end is not at hand, and
 * sizes may stand after the data, so the headers are looked for by their signature.
 */
function* entriesOf(bytes: Uint8Array): Generator<{ name: string; start: number; stored: boolean }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let count = 0; count < MOST_ENTRIES; count++) {
    at = buffer.indexOf(LOCAL_HEADER, at);
    if (at < 0 || at + 30 > buffer.length) return;
    const nameLength = buffer.readUInt16LE(at + 26);
    const nameEnd = at + 30 + nameLength;
    const method = buffer.readUInt16LE(at + 8);
    if (nameLength > 0 && nameEnd <= buffer.length) {
      const start = nameEnd + buffer.readUInt16LE(at + 28);
      yield { name: buffer.toString("utf8", at + 30, nameEnd), start, stored: method === 0 };
    }
    at += 4;
  }
}

const OPEN_DOCUMENT: Record<string, string> = {
  "application/vnd.oasis.opendocument.spreadsheet": "ODS",
  "application/vnd.oasis.opendocument.text": "ODT",
};

/** What a ZIP is: an office document, a KMZ, a shapefile, or an archive of anything. */
function zipFormat(bytes: Uint8Array): string {
  let isShape = false;
  for (const { name, start, stored } of entriesOf(bytes)) {
    if (name === "mimetype" && stored) {
      // OpenDocument 1.3, part 2, 3.3: the first entry, stored, holds the type.
      const type = /^[\w.+/-]*/.exec(latin(bytes, start, start + 80))![0].replace(/PK$/, "");
      return Object.hasOwn(OPEN_DOCUMENT, type) ? OPEN_DOCUMENT[type]! : "OTHER";
    }
    if (name.startsWith("xl/")) return "XLSX";
    if (name.startsWith("word/")) return "DOCX";
    if (name.startsWith("ppt/")) return "PPTX";
    if (name === "doc.kml") return "KMZ";
    // What follows may be the entries of the archive inside.
    if (/\.(?:zip|xlsx|docx|pptx|ods|odt|kmz)$/i.test(name)) break;
    if (/\.(?:shp|shx)$/i.test(name)) isShape = true;
  }
  return isShape ? "SHP" : "ZIP";
}

/** Excel, Word and others share one container; the names of its streams are UTF-16. */
function oleFormat(bytes: Uint8Array, url: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (name: string) => buffer.includes(Buffer.from(name, "utf16le"));
  if (holds("Workbook") || holds("Book\0")) return "XLS";
  if (holds("WordDocument")) return "DOC";
  const extension = /\.(xls|doc)\b/i.exec(url)?.[1]?.toUpperCase();
  return extension ?? "OTHER";
}
