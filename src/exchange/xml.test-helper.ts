/** An element as the strict reader below sees it. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const NAME = /^[A-Za-z_][\w.:-]*/;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Reads XML as far as the catalogue writes it, and throws at whatever is not well-formed (XML 1.0): no comments, no
 * CDATA, no processing instruction but the declaration.
 */
export function readXml(source: string): XmlElement {
  if (FORBIDDEN.test(source) || !source.isWellFormed()) throw new Error("a character that XML forbids");
  let rest = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const take = (pattern: RegExp): string => {
    const match = pattern.exec(rest);
    if (match?.index !== 0) throw new Error(`expected ${pattern} at ${rest.slice(0, 40)}`);
    rest = rest.slice(match[0].length);
    return match[0];
  };
  const decode = (raw: string): string =>
    raw.replace(/&([^;]*);?/g, (whole, name: string) => {
      const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
      const value = /^#\d+$/.test(name) ? String.fromCodePoint(Number(name.slice(1))) : named[name];
      if (value === undefined || !whole.endsWith(";")) throw new Error(`unknown entity ${whole}`);
      return value;
    });
  const read = (): XmlElement => {
    take(/^</);
    const name = take(NAME);
    const attributes: Record<string, string> = {};
    while (/^\s/.test(rest)) {
      take(/^\s+/);
      const key = take(NAME);
      if (key in attributes) throw new Error(`attribute ${key} twice`);
      // A parser makes a blank of each line end and tab in a value.
      attributes[key] = decode(
        take(/^="[^"<]*"/)
          .slice(2, -1)
          .replace(/[\t\r\n]/g, " "),
      );
    }
    const element: XmlElement = { name, attributes, children: [], text: "" };
    if (rest.startsWith("/>")) {
      take(/^\/>/);
      return element;
    }
    take(/^>/);
    while (!rest.startsWith("</")) {
      if (rest === "") throw new Error(`${name} is never closed`);
      if (rest.startsWith("<")) element.children.push(read());
      else {
        const text = take(/^[^<]+/);
        if (text.includes("]]>")) throw new Error("]]> in text");
        element.text += decode(text.replace(/\r\n?/g, "\n"));
      }
    }
    take(new RegExp(`^</${name}>`));
    return element;
  };
  const root = read();
  if (rest.trim() !== "") throw new Error(`text after the root: ${rest.slice(0, 40)}`);
  return root;
}

/** Children of a name. */
export const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** Text of the one child of a name; throws where it is missing or repeated. */
export function textOf(element: XmlElement, name: string): string {
  const found = all(element, name);
  if (found.length !== 1) throw new Error(`${found.length} ${name} in ${element.name}`);
  return found[0]!.text;
}
