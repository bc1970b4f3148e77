import { judgePersonalCells } from "../../catalogue/personal-cells.ts";
import type { Content } from "../../catalogue/quality/evidence.ts";
import { binaryFormat, isContainer, isPdf } from "./sniff-binary.ts";
import { decodeText } from "./sniff-charset.ts";
import { csvShape } from "./sniff-csv.ts";
import { jsonShape } from "./sniff-json.ts";
import { columnName, type Shape } from "./sniff-shape.ts";
import { xmlShape } from "./sniff-xml.ts";

/** What the first bytes of a file show. */
export type Sniffed = Pick<Content, "format" | "charset" | "ascii" | "columns" | "rows" | "personal">;

export interface SniffHints {
  /** As the server says. */
  contentType?: string;
  /** Where the bytes came from; its extension is a hint. */
  url: string;
  /** The sample is the whole file. */
  whole: boolean;
}

/** Whether some thousand bytes already show all that a visit looks for; of a text more is read. */
export const showsAll = (sample: Uint8Array): boolean =>
  isPdf(sample) || (!isContainer(sample) && decodeText(sample, false) === undefined);

/**
 * Tells format, encoding, columns and personal data by the first bytes of a file. What the server or the address says is
 * a hint only where the bytes leave it open: whether one column or one line is a table.
 * @param sample from the file's first byte on
 */
export async function sniff(sample: Uint8Array, hints: SniffHints): Promise<Sniffed> {
  const decoded = isPdf(sample) ? undefined : decodeText(sample, hints.whole);
  if (!decoded) {
    const format = await binaryFormat(sample, hints.url);
    return format ? { format } : {};
  }
  const { text, charset, ascii } = decoded;
  const shape = shapeOf(text.replace(/^\ufeff/, ""), hints);
  const { cells = [], ...facts } = shape;
  const personal = judgePersonalCells(cells).map((each) => ({ ...each, column: columnName(each.column) }));
  return {
    ...facts,
    charset,
    ...(ascii ? { ascii } : {}),
    ...(personal.length > 0 ? { personal } : {}),
  };
}

/** The beginning of a web page, whatever the server calls it: many send every file as text/html. */
const HTML =
  /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script)\b/i;
/** What is HTML only where the server says so: an XML may have elements of these names. */
const FRAGMENT = /^<(?:div|p|h[1-6]|table|center|br|span|a|b|font|img|form|style|link)\b/i;
const TURTLE = /^(?:#[^\n]{0,500}\n\s*)*(?:@prefix|@base|PREFIX|BASE)\s+(?:[\w.-]*:\s*)?</;

function shapeOf(text: string, { contentType = "", url, whole }: SniffHints): Shape {
  const start = text.slice(0, 20_000).trimStart();
  if (HTML.test(start) || (/^text\/html\b/i.test(contentType) && FRAGMENT.test(start)))
    return { format: "HTML" };
  if (start.startsWith("<")) {
    const shape = xmlShape(text.trimStart(), whole);
    if (shape) return shape;
  }
  const isJson = /^[[{]/.test(start);
  if (isJson) {
    const shape = jsonShape(text, whole);
    if (shape) return shape;
  }
  if (TURTLE.test(start)) return { format: "TTL" };
  const isCalledCsv =
    /^(?:text|application)\/(?:x-)?(?:csv|tab-separated-values|comma-separated-values)\b/i.test(contentType);
  const expected = isCalledCsv || /\.(?:csv|tsv)(?:$|[?#&])/i.test(url);
  // Braces and tags with commas between them are broken JSON or XML, and no table.
  const shape = /^[{<]/.test(start) ? undefined : csvShape(text, whole, expected);
  return shape ?? { format: "TXT" };
}
