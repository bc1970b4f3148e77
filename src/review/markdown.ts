/*
 * Writing hostile text into GitHub's Markdown. GitHub first renders Markdown, then cleans the HTML, then looks through
 * what is left for mentions, issues and commits; so an escape alone is not enough, and what those filters look for is
 * broken by a character that nobody sees. See the tests for what every function promises.
 */

/** Put between two characters, it keeps GitHub's filters from seeing them as one reference. */
const BREAK = "\u2060";

/**
 * What nobody sees, or what turns the direction of text around: shown, so that nothing hides. Selectors of a
 * character's variant belong to names.
 */
const UNSEEN =
  /[[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\t\n\ufe00-\ufe0f\u{e0100}-\u{e01ef}]]/gv;
const SHOWN = "\ufffd";

/** Text with every unseen character shown as 「�」, and LF line ends. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").toWellFormed().replace(UNSEEN, SHOWN);
}

/** Text of one line: all of `visible`, blanks and line ends as one blank. */
export function oneLine(text: string): string {
  return visible(text)
    .replace(/[ \t\n]+/g, " ")
    .replace(/^ | $/g, "");
}

/** Cuts a text to a number of characters and says how many there were. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join("")}…（共 ${characters.length} 字）`;
}

const entity = (character: string) => `&#${character.codePointAt(0)};`;

/** What GitHub would make a reference of: mentions, mails, issues, bare addresses. */
const REFERENCES: readonly [RegExp, string][] = [
  [/@/g, `@${BREAK}`],
  [/#(?=\d)/g, `#${BREAK}`],
  [/GH-(?=\d)/gi, `$&${BREAK}`],
  [/:(?=\/)/g, `:${BREAK}`],
  [/www(?=\.)/gi, `$&${BREAK}`],
];
/** A commit. Shorter ones of digits alone are left whole, so that a telephone number can be copied. */
const COMMIT = /(?<![0-9a-z])(?=[0-9a-f]{40}|[0-9]*[a-f])[0-9a-f]{7,40}(?![0-9a-z])/gi;

/**
 * Writes a text into one line of Markdown, so that the page shows the text and nothing happens. Right in a paragraph,
 * a list item, a heading, a cell, a link's text and inside of an HTML element such as `<summary>`. A dollar sign becomes
 * a wide one, since GitHub takes formulas for such even where it is escaped.
 */
export function inline(text: string): string {
  let safe = oneLine(text).replaceAll("$", "＄");
  safe = safe.replace(COMMIT, (hash) => hash.replace(/.{6}(?=.)/g, `$&${BREAK}`));
  for (const [pattern, broken] of REFERENCES) safe = safe.replace(pattern, broken);
  return safe
    .replace(/[&<>*_`[\]|\\~]/g, entity)
    .replace(/^[-+=#:]/, entity)
    .replace(/^(\d{1,9})([.)])/, (_, number: string, mark: string) => number + entity(mark));
}

/** Writes a text into a table's cell; its line ends are kept, its length is bounded. */
export function cell(text: string, limit = 500): string {
  const lines = shorten(visible(text).trim(), limit).split("\n").map(inline);
  return lines.join("<br>");
}

/** Writes a text as a code span of one line, where it can be copied. A pipe becomes a wide one, for tables. */
export function code(text: string): string {
  const shown = oneLine(text).replaceAll("|", "｜");
  if (shown === "") return "";
  const runs = [...shown.matchAll(/`+/g)].map((match) => match[0].length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return fence + pad + shown + pad + fence;
}

/** Longest address that becomes a link. */
const MAX_ADDRESS = 2048;

function destination(url: string): URL | undefined {
  if (url.length > MAX_ADDRESS || !/^https?:\/\/[^/]/i.test(url) || url !== visible(url)) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.username || parsed.password) return undefined;
  // By the standard of addresses a host may hold brackets and quotes; no real one does.
  return /^[a-z0-9_.-]+$/.test(parsed.hostname) ? parsed : undefined;
}

/** Percent-encodes what could end the destination or the cell, or be read as an entity or an escape. */
const encoded = (url: URL): string =>
  url.origin +
  (url.pathname + url.search + url.hash)
    .replace(
      /[^A-Za-z0-9\-._/?=:;,%&#+@~]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replaceAll("&", "&amp;");

/**
 * Writes a link to an address that a stranger chose. It stays plain code where it is no sound http(s) address, or leads
 * to an account's pages on GitHub, where a link would leave a trace in somebody else's issue.
 */
export function link(text: string, url: string): string {
  const parsed = destination(url);
  if (!parsed || /(?:^|\.)github\.com\.?$/.test(parsed.hostname)) {
    const address = code(shorten(oneLine(url), 200));
    return oneLine(text) === oneLine(url) || oneLine(text) === "" ? address : `${inline(text)} ${address}`;
  }
  return `[${inline(shorten(oneLine(text) || url, 200))}](${encoded(parsed)})`;
}

/**
 * Writes a link to an address of this repository or of the site, which this project made itself.
 * @throws TypeError where it is none
 */
export function ownLink(text: string, url: string): string {
  const parsed = destination(url);
  if (!parsed) throw new TypeError(`no address: ${url}`);
  return `[${inline(text)}](${encoded(parsed)})`;
}
