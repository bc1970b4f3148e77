import { fieldAt, type SchemaName } from "./schema/fields.ts";
import type { Term } from "./vocabulary.ts";

/** What a slip can only have meant, or probably meant. */

/** A known field that an unknown one was probably meant to be; certain where only case or language differ. */
export function suggestField(
  name: SchemaName,
  parent: (string | number)[],
  unknown: string,
): { name: string; certain: boolean } | undefined {
  const properties = fieldAt(name, parent)?.properties ?? {};
  const fold = (text: string) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[_\s-]/g, "");
  for (const [key, schema] of Object.entries(properties)) {
    if (fold(key) === fold(unknown) || schema.title === unknown) return { name: key, certain: true };
  }
  const near = Object.keys(properties)
    .map((key) => ({ key, distance: editDistance(fold(key), fold(unknown)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(unknown.length / 4))
    ? { name: near.key, certain: false }
    : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The one code that a text can only mean: same but for case, width and hyphens, or a label of the term. */
export function suggestTerm(
  text: string,
  terms: Iterable<Pick<Term, "code" | "zh" | "en">>,
): string | undefined {
  const fold = (t: string) =>
    t
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s._－–—-]/g, "")
      .replaceAll("臺", "台");
  const wanted = fold(text);
  const matches = [...terms].filter(
    (t) =>
      fold(t.code) === wanted ||
      fold(t.zh) === wanted ||
      fold(t.en) === wanted ||
      fold(t.code + t.zh) === wanted,
  );
  return matches.length === 1 ? matches[0]!.code : undefined;
}

/**
 * Reads a count as officers write it: 5,000 筆, 約 120, full-width digits.
 * @returns its digits; undefined where the text leaves a doubt, as a fraction or a range does
 */
export function readCount(text: string): string | undefined {
  const digits = text.normalize("NFKC").replace(/^約|[筆,，\s]/g, "");
  return /^(0|[1-9][0-9]{0,15})$/.test(digits) ? digits : undefined;
}
