import type { Place } from "./diagnostics.ts";
import { type PlainNode, readPlain } from "./plain-yaml.ts";
import { type Source, toScalar } from "./source.ts";

/**
 * The places of the parts of a text that is written the plain way, the same as the exact parser would give.
 * @returns undefined where only the exact parser may judge the text
 */
export function plainSource(text: string): Source | undefined {
  const read = readPlain(text, true);
  if (!read) return undefined;
  const find = (path: readonly (string | number)[]): PlainNode | undefined => {
    let node = read.root;
    for (const step of path) {
      const parts = node?.parts;
      if (typeof step === "number") node = Array.isArray(parts) ? parts[step] : undefined;
      else node = parts instanceof Map ? parts.get(step) : undefined;
    }
    return node;
  };
  const place = (offset: number): Place => {
    const before = text.slice(0, offset);
    return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
  };
  const replace = (start: number, end: number, replacement: string) => {
    const { line } = place(start);
    const first = text.lastIndexOf("\n", start - 1) + 1;
    const last = text.indexOf("\n", end);
    const mended = text.slice(first, start) + replacement + text.slice(end, last < 0 ? undefined : last);
    return { startLine: line, endLine: line, text: mended };
  };
  return {
    value: read.value,
    locate(path, part) {
      for (let length = path.length; length > 0; length--) {
        const node = find(path.slice(0, length));
        if (!node) continue;
        const whole = length === path.length && part === "value";
        return place(whole ? node.start : (node.key ?? node.start));
      }
      return { line: 1, column: 1 };
    },
    replaceScalar(path, replacement) {
      const node = find(path);
      return node?.end === undefined ? undefined : replace(node.start, node.end, toScalar(replacement));
    },
    renameKey(path, replacement) {
      const node = find(path);
      if (node?.key === undefined) return undefined;
      return replace(node.key, node.key + String(path.at(-1)).length, replacement);
    },
  };
}
