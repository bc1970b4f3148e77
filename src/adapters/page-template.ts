/*
 * Pages of which a catalogue has tens of thousands. Astro renders one of their kind, with marks in the place of all in
 * which they differ, and each page is that one with its own values: requests, streams and promises of their own would
 * take longer than what they say.
 */

/** Stands for the parameter in the address of the page that is rendered. */
export const TEMPLATE = "template";

/** What is put into a page, as HTML: by the mark's name, and with `=` before it where the mark is an attribute's value. */
export type PageValues = Readonly<Record<string, string>>;

const MARK = /(=?)__([a-z]+)__/;

/** A mark: letters that nothing escapes, encodes or quotes, whether they stand in a text, an attribute or an address. */
export const mark = (name: string): string => `__${name}__`;

/**
 * Reads a page with marks.
 * @returns what makes a page of values; it throws where one is missing
 */
export function pageTemplate(html: string): (values: PageValues) => string {
  // What was split at comes along: text, sign, name, text, sign, name, text.
  const parts = html.split(MARK);
  return (values) => {
    let page = parts[0]!;
    for (let i = 1; i < parts.length; i += 3) {
      const name = parts[i]! + parts[i + 1]!;
      const value = values[name];
      if (value === undefined) throw new Error(`a page has no value for its mark ${name}`);
      page += value + parts[i + 2]!;
    }
    return page;
  };
}
