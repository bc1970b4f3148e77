/**
 * Texts of other platforms often hold HTML. What comes out is plain text, which whoever shows it escapes; nothing of
 * the markup is kept, so there is no list of allowed tags to get wrong.
 */

/** Elements that tell a text to be HTML; `a < b` and `<https://…>` are none. */
const KNOWN = new Set(
  (
    "a abbr address article b blockquote body br center cite code dd details div dl dt em figure font footer form h1 h2 h3 " +
    "h4 h5 h6 head header hr html i iframe img input ins label li link main meta nav object ol option p picture pre q s " +
    "script section select small span strike strong style sub summary sup svg table tbody td textarea tfoot th thead title tr " +
    "tt u ul video"
  ).split(" "),
);
/** Elements that begin a line. */
const BLOCKS = new Set(
  "address article blockquote br center dd details div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul".split(
    " ",
  ),
);
/** Elements whose content is no text for people. */
const SILENT = new Set(["script", "style", "head", "svg", "iframe", "object", "textarea", "title", "select"]);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  middot: "·",
  bull: "•",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  times: "×",
  deg: "°",
  copy: "©",
  reg: "®",
};

function character(code: number): string {
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0
    ? "\ufffd"
    : String.fromCodePoint(code);
}

/** Decodes character references once: `&amp;lt;` is `&lt;`. Unknown names stay as they are. */
const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}));/g,
    (whole, decimal, hexadecimal, name) => {
      if (decimal !== undefined) return character(Number(decimal));
      if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16));
      return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    },
  );

interface Tag {
  name: string;
  closes: boolean;
  /** Where the text goes on. */
  end: number;
}

/**
 * The tag that begins at a `<` and ends at the next `>`; undefined where it is none. A `>` in an attribute leaves the
 * rest of the attribute as text, which harms nobody and keeps the time in proportion to the text.
 */
function tagAt(text: string, at: number): Tag | undefined {
  const isComment = text.startsWith("<!--", at);
  const head = /^<(\/?)([A-Za-z][A-Za-z0-9]{0,14})(?=[\s/>])|^<!(?=[-A-Za-z])/.exec(text.slice(at, at + 20));
  if (!head) return undefined;
  const end = isComment ? text.indexOf("-->", at) + 2 : text.indexOf(">", at);
  if (end <= at + 1) return undefined;
  return { name: (head[2] ?? "!").toLowerCase(), closes: head[1] === "/", end: end + 1 };
}

const hasMarkup = (text: string): boolean => {
  for (const [, name] of text.matchAll(/<\/?([A-Za-z][A-Za-z0-9]{0,14})(?=[\s/>])/g)) {
    if (KNOWN.has(name!.toLowerCase())) return true;
  }
  return false;
};

/**
 * The text of a value that may be HTML. A value without any known element is plain text already; only its character
 * references are decoded.
 * @returns text without markup; lines where blocks began, no more than one empty line between them
 */
export function htmlText(value: string): string {
  if (!hasMarkup(value)) return decodeEntities(value);
  const out: string[] = [];
  const lastEnd = value.lastIndexOf(">");
  const lastComment = value.lastIndexOf("-->");
  let silent = "";
  for (let at = 0; at < value.length; ) {
    const open = value.indexOf("<", at);
    const until = open < 0 ? value.length : open;
    if (silent === "") out.push(value.slice(at, until));
    if (open < 0) break;
    // A `<` with nothing behind it that could end a tag is text; looking once spares looking every time.
    const ends = open < (value.startsWith("<!--", open) ? lastComment : lastEnd);
    const tag = ends ? tagAt(value, open) : undefined;
    if (!tag) {
      if (silent === "") out.push("<");
      at = open + 1;
      continue;
    }
    at = tag.end;
    if (silent !== "") {
      if (tag.closes && tag.name === silent) silent = "";
    } else if (!tag.closes && SILENT.has(tag.name)) silent = tag.name;
    else if (BLOCKS.has(tag.name)) out.push("\n");
    else if (tag.name === "td" || tag.name === "th") out.push(" ");
  }
  return decodeEntities(out.join(""))
    .replace(/[ \t\u00a0]+/g, " ")
    .replace(/ ?\r?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
