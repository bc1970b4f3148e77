import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Cell } from "../../catalogue/personal-cells.ts";
import { addCell, columnsOf, type Shape } from "./sniff-shape.ts";

const DEEPEST = 32;
const MOST_PATHS = 500;
const MOST_FIELDS = 300;

/** An element that may be the one that repeats, by its path. */
interface Path {
  name: string;
  depth: number;
  begun: number;
  closed: number;
  /** Names of child elements without elements of their own, in the order of the file. */
  leaves: Set<string>;
  attributes: Set<string>;
  cells: Cell[];
}

interface Open {
  path: Path | undefined;
  key: string;
  name: string;
  hasElements: boolean;
  text: string;
}

interface Outline {
  root?: { local: string; uri: string; namespaces: string[] };
  paths: Path[];
  /** Elements began; what is no XML at all has none. */
  elements: number;
  /** The end of the root element was reached. */
  complete: boolean;
  /** The parser met a fault. */
  faulty: boolean;
}

/** Reads XML as far as it goes, without entities of its own (saxes knows none, so no bomb can grow). */
function outlineOf(text: string): Outline {
  const paths = new Map<string, Path>();
  const open: Open[] = [];
  const outline: Outline = { paths: [], elements: 0, complete: false, faulty: false };
  const parser = new SaxesParser({ xmlns: true, position: false });
  const stop = new Error("enough");
  parser.on("error", (cause) => {
    // Prefixes that nobody declares and entities of HTML are common, and harm nobody who only looks at names.
    if (/unbound namespace prefix|undefined entity/.test(cause.message)) return;
    outline.faulty = true;
    throw stop;
  });
  parser.on("opentag", (tag: SaxesTagNS) => {
    outline.elements++;
    const attributes = Object.values(tag.attributes);
    if (open.length === 0) {
      const namespaces = attributes
        .filter((a) => a.prefix === "xmlns" || a.name === "xmlns")
        .map((a) => a.value);
      outline.root = { local: tag.local, uri: tag.uri, namespaces };
    }
    if (open.length >= DEEPEST) throw stop;
    const parent = open.at(-1);
    if (parent) parent.hasElements = true;
    const key = `${parent?.key ?? ""}/${tag.name}`;
    let path = paths.get(key);
    if (!path && paths.size < MOST_PATHS) {
      path = {
        name: tag.local,
        depth: open.length,
        begun: 0,
        closed: 0,
        leaves: new Set(),
        attributes: new Set(),
        cells: [],
      };
      paths.set(key, path);
    }
    if (path) {
      path.begun++;
      for (const { name, value, prefix } of attributes) {
        if (prefix === "xmlns" || name === "xmlns" || prefix === "xml") continue;
        if (path.attributes.size < MOST_FIELDS) path.attributes.add(name);
        addCell(path.cells, name, path.begun, value);
      }
    }
    open.push({ path, key, name: tag.name, hasElements: false, text: "" });
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element && element.text.length < 2_000) element.text += piece.slice(0, 2_000);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (!element) return;
    if (element.path) element.path.closed++;
    const parent = open.at(-1)?.path;
    if (!parent) {
      if (open.length === 0) outline.complete = true;
      return;
    }
    if (element.hasElements) return;
    if (parent.leaves.size < MOST_FIELDS) parent.leaves.add(element.name);
    addCell(parent.cells, element.name, parent.begun, element.text.trim());
  });
  try {
    parser.write(text).close();
  } catch {
    // Not well-formed, too deep, or cut by the end of the sample: what came until then is seen.
  }
  outline.paths = [...paths.values()];
  return outline;
}

/** Roots that name a format by themselves; local names. */
const ROOTS: Record<string, string> = {
  rss: "RSS",
  feed: "RSS",
  kml: "KML",
  html: "HTML",
  WMS_Capabilities: "WMS",
  WMT_MS_Capabilities: "WMS",
  WFS_Capabilities: "WFS",
};
const isGml = (uri: string) => /^https?:\/\/www\.opengis\.net\/gml(?:\/|$)/.test(uri);
const RSS_1 = "http://purl.org/rss/1.0/";

/** The vocabulary has one code for feeds: Atom (RFC 4287) counts as RSS. */
function formatOf({ local, uri, namespaces }: NonNullable<Outline["root"]>): string {
  const own = Object.hasOwn(ROOTS, local) ? ROOTS[local] : undefined;
  if (local === "feed" && uri !== "http://www.w3.org/2005/Atom") return "XML";
  if (own) return own;
  if (local === "RDF" && uri === "http://www.w3.org/1999/02/22-rdf-syntax-ns#") {
    return namespaces.includes(RSS_1) ? "RSS" : "RDF";
  }
  if (local === "Capabilities" && uri.startsWith("http://www.opengis.net/wmts/")) return "WMTS";
  if (isGml(uri) || (/Collection$|^CityModel$/.test(local) && namespaces.some(isGml))) return "GML";
  return "XML";
}

/** Elements that are records by a format's own rules. */
const RECORDS: Record<string, RegExp> = { RSS: /^(?:item|entry)$/, KML: /^Placemark$/ };

/** The element that repeats: a format's own, else the outermost that stands twice, else the first with fields. */
function recordPath(paths: readonly Path[], format: string): Path | undefined {
  const own = RECORDS[format];
  if (own) {
    const found = paths.find(({ name }) => own.test(name));
    if (found) return found;
  }
  const withFields = paths.filter((path) => path.leaves.size + path.attributes.size > 0);
  const repeated = withFields.filter(
    (path) => path.begun > 1 && (path.leaves.size > 0 || path.attributes.size > 1),
  );
  const [outermost] = repeated.toSorted((a, b) => a.depth - b.depth || b.begun - a.begun);
  return outermost ?? withFields.find((path) => path.leaves.size > 1);
}

/**
 * Reads the beginning of an XML text.
 * @returns undefined where it is none
 */
export function xmlShape(text: string, whole: boolean): Shape | undefined {
  const outline = outlineOf(text);
  const { root, elements, complete, faulty } = outline;
  if (!root) return !whole && /^<\?xml\b/.test(text) ? { format: "XML" } : undefined;
  // What breaks off at once was no XML.
  if (faulty && elements < 2 && !complete) return undefined;
  const format = formatOf(root);
  if (format === "HTML") return { format };
  const record = recordPath(outline.paths, format);
  if (!record) return { format };
  const names = record.leaves.size > 0 ? record.leaves : record.attributes;
  return { format, ...columnsOf(names), rows: record.closed, cells: record.cells };
}
