/**
 * What XML 1.0 (section 2.2) allows nowhere, not even as a character reference: most control characters, half
 * surrogates, U+FFFE and U+FFFF.
 */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Whether there may be anything to escape or to replace; most texts have nothing. */
const SUSPECT = /[&<>"'\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;

/** Puts U+FFFD in the place of each character that XML 1.0 forbids. */
export const legalXml = (text: string): string => text.replace(FORBIDDEN, "\ufffd");

/**
 * Escapes text for the content of an XML or HTML element and for an attribute in either quotes. Line ends and tabs
 * become references, so that a parser does not normalise them away.
 */
export const escapeXml = (text: string): string =>
  SUSPECT.test(text) ? legalXml(text).replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!) : text;

/** A value of an attribute, or undefined to leave the attribute out. */
type Attributes = Record<string, string | undefined>;

const attributesOf = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escapeXml(value)}"`))
    .join("");

/** An element that holds text; without text it is empty. */
export const element = (name: string, attributes: Attributes, text = ""): string =>
  text === ""
    ? `<${name}${attributesOf(attributes)}/>`
    : `<${name}${attributesOf(attributes)}>${escapeXml(text)}</${name}>`;

/** An element that holds other elements, which are taken as they are. */
export const parent = (name: string, attributes: Attributes, children: readonly string[]): string =>
  `<${name}${attributesOf(attributes)}>\n${children.join("\n")}\n</${name}>`;

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
