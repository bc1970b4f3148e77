import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { type KeyOrder, toYaml, type YamlValue } from "./yaml-writer.ts";

/*
 * Changes fields of a YAML text and leaves every other byte as it is: comments, order, quoting, line ends. Only the
 * places that change are spliced, by the ranges of their nodes.
 */

type Value = YamlValue;
type Mapping = Record<string, Value>;
type MapNode = YAMLMap<Scalar<string>, Node | null>;
type PairNode = Pair<Scalar<string>, Node | null>;

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Text written in a way that this editor does not change piece by piece. */
class Unusual extends Error {}

/** A text with what is needed to splice it. */
class Source {
  readonly text: string;
  readonly newline: string;

  constructor(text: string) {
    this.text = text;
    this.newline = /\r?\n/.exec(text)?.[0] ?? "\n";
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Start of the next line, or the end of the text. */
  lineEnd(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === "\n") return offset;
    const end = this.text.indexOf("\n", offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Whether nothing but blanks stands between the start of the line and an offset. */
  startsLine(offset: number): boolean {
    return /^ *$/.test(this.text.slice(this.lineStart(offset), offset));
  }

  column(offset: number): number {
    return this.text.slice(this.lineStart(offset), offset).length;
  }

  afterColon(pair: PairNode): number {
    const colon = /^[ ]*:/.exec(this.text.slice(pair.key.range![1]));
    if (!colon) throw new Unusual();
    return pair.key.range![1] + colon[0].length;
  }

  /** End of what a pair holds, comments and line break behind it left out. */
  pairEnd(pair: PairNode): number {
    const { value } = pair;
    return value?.range && value.range[1] > value.range[0] ? this.contentEnd(value) : this.afterColon(pair);
  }

  contentEnd(node: Node): number {
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last: unknown = node.items.at(-1);
      return isMap(node) ? this.pairEnd(last as PairNode) : this.contentEnd(last as Node);
    }
    const [start, end] = node.range!;
    const content = this.text.slice(start, end);
    return start + content.replace(/(?:\r?\n[ \t]*)+$/, "").length;
  }

  apply(edits: readonly Edit[]): string {
    let out = "";
    let at = 0;
    for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      if (edit.start < at) throw new Unusual();
      out += this.text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return out + this.text.slice(at);
  }
}

/**
 * Gives fields of a mapping their new values.
 * @param text YAML that holds a block mapping
 * @param fields names of the fields that change
 * @param after the whole mapping as it shall become; a field that it lacks goes
 * @param order the place of a field that is new
 * @returns undefined where the text is written in a way that can't be changed piece by piece
 */
export function rewrite(
  text: string,
  fields: readonly string[],
  after: Record<string, unknown>,
  order: KeyOrder,
): string | undefined {
  try {
    const wanted = after as Mapping;
    const once = editFields(new Source(text), fields, wanted, order);
    const lists = fields.filter((name) => Array.isArray(wanted[name]));
    return lists.length > 0 ? editLists(new Source(once), lists, wanted, order) : once;
  } catch (cause) {
    if (cause instanceof Unusual) return undefined;
    throw cause;
  }
}

function rootOf(source: Source): MapNode {
  const document = parseDocument(source.text, { schema: "failsafe", prettyErrors: false });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root) || root.flow || root.items.length === 0) throw new Unusual();
  return root as unknown as MapNode;
}

const pairOf = (map: MapNode, name: string): PairNode | undefined =>
  map.items.find((pair) => pair.key.value === name);

/** First pass: everything but which items a list has. */
function editFields(source: Source, fields: readonly string[], after: Mapping, order: KeyOrder): string {
  const root = rootOf(source);
  const edits: Edit[] = [];
  const whole: string[] = [];
  for (const name of fields) {
    const pair = pairOf(root, name);
    const value = after[name];
    const layout = pair && Array.isArray(value) ? layoutOf(source, pair) : undefined;
    if (!layout) whole.push(name);
    else edits.push(...itemEdits(source, layout, value as readonly Value[], order.below.get(name)!));
  }
  edits.push(...mapEdits(source, root, whole, after, order));
  return source.apply(edits);
}

/** Edits of a mapping's fields. */
function mapEdits(
  source: Source,
  map: MapNode,
  fields: readonly string[],
  after: Mapping,
  order: KeyOrder,
): Edit[] {
  const indent = " ".repeat(source.column(map.items[0]!.key.range![0]));
  const sorted = fields.toSorted((a, b) => order.keys.indexOf(a) - order.keys.indexOf(b));
  return sorted.map((name) => {
    const pair = pairOf(map, name);
    const value = after[name];
    if (value === undefined) return removal(source, pair!);
    const written = writePair(source, name, value, indent, order);
    return pair ? replacement(source, pair, written, value) : insertion(source, map, name, written, order);
  });
}

/** A field's lines, the last line break left out. */
function writePair(source: Source, name: string, value: Value, indent: string, order: KeyOrder): string {
  const below = order.below.get(name);
  const shape: KeyOrder = { keys: [], below: new Map(below ? [[name, below]] : []) };
  return indented(source, toYaml({ [name]: value }, shape).slice(0, -1), indent);
}

/** Lines with the file's line ends, all but the first set in. */
const indented = (source: Source, text: string, indent: string): string =>
  text.replace(/\n(?=[^\n])/g, `\n${indent}`).replaceAll("\n", source.newline);

function replacement(source: Source, pair: PairNode, written: string, value: Value): Edit {
  const colon = source.afterColon(pair);
  const content = source.pairEnd(pair);
  const rest = /^[^\r\n]*/.exec(source.text.slice(content))![0];
  let text = written.slice(pair.key.value.length + 1);
  // A comment behind the value stays there where the new one ends on a line too; a list has no place for it.
  const comment = rest.trim() !== "" && typeof value === "string";
  if (comment && text.includes("\n")) text = ` ${JSON.stringify(value)}`;
  const end = comment ? content : content + rest.length;
  const from = pair.value?.range?.[0] ?? colon;
  const onLine = from > colon && from < content && !/\n/.test(source.text.slice(colon, from) + text[0]);
  return onLine ? { start: from, end, text: text.slice(1) } : { start: colon, end, text };
}

function removal(source: Source, pair: PairNode): Edit {
  const start = pair.key.range![0];
  if (!source.startsLine(start)) throw new Unusual();
  return { start: source.lineStart(start), end: source.lineEnd(source.pairEnd(pair)), text: "" };
}

/** A new field stands behind the nearest one that the order puts before it. */
function insertion(source: Source, map: MapNode, name: string, written: string, order: KeyOrder): Edit {
  const place = order.keys.indexOf(name);
  let nearest: PairNode | undefined;
  for (const pair of map.items) {
    const at = order.keys.indexOf(pair.key.value);
    if (at < place && at > (nearest ? order.keys.indexOf(nearest.key.value) : -1)) nearest = pair;
  }
  const first = map.items[0]!;
  const indent = " ".repeat(source.column(first.key.range![0]));
  if (!nearest && source.startsLine(first.key.range![0])) {
    const start = first.key.range![0];
    return { start, end: start, text: `${written}${source.newline}${indent}` };
  }
  const at = source.lineEnd(source.pairEnd(nearest ?? first));
  return { start: at, end: at, text: line(source, at, indent + written) };
}

/** A text as a line of its own, wherever the file ends. */
const line = (source: Source, at: number, text: string): string =>
  source.text[at - 1] === "\n" ? text + source.newline : source.newline + text;

/** One item of a block list. */
interface Item {
  node: Node;
  /** Its lines. */
  start: number;
  end: number;
}

interface Layout {
  /** Where the list's lines begin, comments above its first item included. */
  start: number;
  items: Item[];
  /** What stands before the first letter of an item, such as `"  - "`. */
  lead: string;
}

/** A block list whose items each begin on a line of their own; undefined for any other value. */
function layoutOf(source: Source, pair: PairNode): Layout | undefined {
  const list = pair.value;
  if (!isSeq(list) || list.flow || list.items.length === 0) return undefined;
  let lead: string | undefined;
  const items: Item[] = [];
  for (const node of list.items as (Node | null)[]) {
    if (!node?.range || node.range[0] === node.range[1]) return undefined;
    if (isMap(node) ? node.flow || node.items.length === 0 : !isScalar(node)) return undefined;
    const start = source.lineStart(node.range[0]);
    const before = source.text.slice(start, node.range[0]);
    if (!/^ *- +$/.test(before)) return undefined;
    lead ??= before;
    items.push({ node, start, end: source.lineEnd(source.contentEnd(node)) });
  }
  return { start: source.lineEnd(source.afterColon(pair)), items, lead: lead! };
}

const NUMBER = "resourceID";

/** What tells an item from the others of its list: a resource's number, a keyword itself. */
function nameOf(item: Value | Node): string {
  if (isMap(item)) {
    const id = pairOf(item as unknown as MapNode, NUMBER)?.value;
    return isScalar(id) ? String(id.value) : "";
  }
  if (isScalar(item)) return String(item.value);
  if (typeof item !== "object") return String(item);
  return String((item as Mapping)[NUMBER] ?? "");
}

/** Which old item each wanted one is; undefined for a new one. */
function match(items: readonly Item[], wanted: readonly Value[]): (number | undefined)[] {
  const free = new Map(items.map(({ node }, index) => [index, nameOf(node)]));
  return wanted.map((value) => {
    const name = nameOf(value);
    for (const [index, other] of free) {
      if (other !== name || isMap(items[index]!.node) !== (typeof value === "object")) continue;
      free.delete(index);
      return index;
    }
    return undefined;
  });
}

/** Edits within the items that stay. */
function itemEdits(source: Source, layout: Layout, wanted: readonly Value[], order: KeyOrder): Edit[] {
  return match(layout.items, wanted).flatMap((index, position) => {
    const node = index === undefined ? undefined : layout.items[index]!.node;
    if (!isMap(node)) return [];
    const map = node as unknown as MapNode;
    const after = wanted[position] as Mapping;
    const names = new Set([...Object.keys(after), ...map.items.map((pair) => pair.key.value)]);
    const changed = [...names].filter((name) => {
      const value = pairOf(map, name)?.value;
      // An empty field is none; what is no text can't have been changed.
      if (value && !isScalar(value)) return false;
      return String(value?.value ?? "") !== String(after[name] ?? "");
    });
    return mapEdits(source, map, changed, after, order);
  });
}

/** Second pass: items that are new, gone or elsewhere. */
function editLists(source: Source, fields: readonly string[], after: Mapping, order: KeyOrder): string {
  const root = rootOf(source);
  const edits: Edit[] = [];
  for (const name of fields) {
    const pair = pairOf(root, name);
    const value = after[name];
    const layout = pair && layoutOf(source, pair);
    if (layout) edits.push(...listEdit(source, layout, value as readonly Value[], order.below.get(name)!));
  }
  return source.apply(edits);
}

function listEdit(source: Source, layout: Layout, wanted: readonly Value[], order: KeyOrder): Edit[] {
  const { start, items, lead } = layout;
  const matched = match(items, wanted);
  const stays = matched.length === items.length && matched.every((index, position) => index === position);
  if (stays) return [];
  const end = items.at(-1)!.end;
  const whole = (text: string) => (text.endsWith("\n") ? text : text + source.newline);
  const linesOf = ({ start, end }: Item) => whole(source.text.slice(start, end));
  /** Comments and blank lines above an item. */
  const above = (index: number) =>
    source.text.slice(index === 0 ? start : items[index - 1]!.end, items[index]!.start);
  const write = (value: Value): string => {
    const text = toYaml([value], { keys: order.keys, below: order.below }).slice(2, -1);
    return lead + indented(source, text.replaceAll("\n  ", "\n"), " ".repeat(lead.length)) + source.newline;
  };
  const kept = matched.filter((index) => index !== undefined);
  let out = "";
  if (kept.every((index, position) => position === 0 || index > kept[position - 1]!)) {
    let next = 0;
    const pass = (until: number) => {
      for (; next < until; next++) out += above(next);
    };
    matched.forEach((index, position) => {
      if (index === undefined) out += write(wanted[position]!);
      else {
        pass(index);
        out += above(index) + linesOf(items[index]!);
        next = index + 1;
      }
    });
    pass(items.length);
  } else {
    const gone = items.keys().filter((index) => !kept.includes(index));
    for (const index of gone) out += above(index);
    matched.forEach((index, position) => {
      out += index === undefined ? write(wanted[position]!) : above(index) + linesOf(items[index]!);
    });
  }
  // The file ends as it did.
  if (source.text[end - 1] !== "\n" && out.endsWith(source.newline))
    out = out.slice(0, -source.newline.length);
  return [{ start, end, text: out }];
}
