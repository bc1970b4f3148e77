import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/*
 * Tens of thousands of pages are made from a few templates, so what HTML lets one leave out is left out of those, once,
 * while they are compiled; rendering a page costs nothing more for it. The page that a browser builds is the same.
 */

/** Elements beside whose tags white space is never shown, and within which it isn't either at the edges. */
const BLOCKS = new Set(
  `html head body title meta link script style header footer main nav section article aside div p h1 h2 h3 h4 h5 h6 hr br ul
   ol li dl dt dd table caption thead tbody tfoot tr th td form fieldset legend details figure figcaption blockquote pre
   option optgroup noscript template`.split(/\s+/),
);
/** Elements whose content stays as it is. */
const VERBATIM = new Set(["script", "style", "textarea", "pre"]);
/** End tags that only one of their own kind, a sibling or their parent's end follows: HTML never asks for these. */
const NEEDLESS_ENDS = new Set(["li", "dd", "tr", "td", "th", "thead", "tbody", "option", "body", "html"]);
/** What ends a paragraph by itself. */
const AFTER_PARAGRAPH = new Set(
  "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split(
    " ",
  ),
);
/** Stands for a place that is filled in while rendering; no template holds this character. */
const HOLE = "\0";
const TAG = /<!--[\s\S]*?-->|<\/?[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;

const nameOf = (tag: string) => /^<\/?([a-z][^\s/>\0]*)/i.exec(tag)?.[1]?.toLowerCase() ?? "";

/** Whether an end tag may be left out before what follows it. */
function isNeedless(name: string, next: string): boolean {
  if (NEEDLESS_ENDS.has(name)) return true;
  if (name === "dt") return /^<(?:dt|dd)\b/.test(next);
  if (name === "p") {
    const following = nameOf(next);
    return next.startsWith("</") ? BLOCKS.has(following) : AFTER_PARAGRAPH.has(following);
  }
  return false;
}

/**
 * A template's HTML without white space that no browser shows, without quotes that no value needs, and without end tags
 * that HTML implies.
 * @param parts the texts between the places that are filled in; a place may hold attributes, text or whole elements
 * @returns as many parts
 */
export function leanParts(parts: readonly string[]): string[] {
  const tokens: string[] = [];
  const html = parts.join(HOLE);
  let end = 0;
  let verbatim: string | undefined;
  for (const match of html.matchAll(TAG)) {
    const name = nameOf(match[0]);
    const closes = match[0].startsWith("</");
    if (verbatim !== undefined && !(closes && name === verbatim)) continue;
    tokens.push(html.slice(end, match.index), match[0]);
    end = match.index + match[0].length;
    verbatim = !closes && VERBATIM.has(name) ? name : undefined;
  }
  tokens.push(html.slice(end));
  // Texts stand at even places, tags at odd ones.
  const isBlock = (index: number) => BLOCKS.has(nameOf(tokens[index] ?? ""));
  for (let i = 0; i < tokens.length; i += 2) {
    const before = tokens[i - 1] ?? "";
    if (VERBATIM.has(nameOf(before)) && !before.startsWith("</")) continue;
    if (isBlock(i - 1)) tokens[i] = tokens[i]!.replace(/^[ \t\r\n]+/, "");
    if (isBlock(i + 1)) tokens[i] = tokens[i]!.replace(/[ \t\r\n]+$/, "");
  }
  return tokens
    .map((token, i) => {
      if (i % 2 === 0) return token;
      if (!token.startsWith("</")) return token.replace(/="([^\s"'`=<>\\\0]+)"(?=[\s>\0])/g, "=$1");
      return isNeedless(nameOf(token), tokens[i + 1] || (tokens[i + 2] ?? HOLE)) ? "" : token;
    })
    .join("")
    .split(HOLE);
}

/** Attributes that are not simply a name and a value. */
const SPECIAL =
  /^(?:class:list|className|style|set:.*|popover|download|hidden|async|autofocus|autoplay|checked|controls|default|defer|disabled|inert|loop|multiple|muted|nomodule|novalidate|open|playsinline|readonly|required|reversed|selected)$/i;

/** The little of a syntax tree that is looked at. */
interface Node {
  type: string;
  start: number;
  end: number;
  name?: string;
  value?: unknown;
  tag?: Node;
  quasi?: { quasis: Node[] };
  callee?: Node;
  arguments?: Node[];
}

/** Calls a function for each node of a tree. */
function eachNode(node: unknown, found: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) eachNode(child, found);
  } else if (typeof node === "object" && node !== null) {
    if ("type" in node) found(node as Node);
    for (const child of Object.values(node)) eachNode(child, found);
  }
}

/**
 * A compiled component with lean templates.
 * @param tree its syntax tree
 * @param attributes module whose `attribute` writes simple attributes in the place of Astro's `addAttribute`; plain
 *   components (plain-components.ts) have a runtime of their own that uses it
 */
export function leanModule(code: string, tree: unknown, attributes: string): string {
  const changes: { start: number; end: number; text: string }[] = [];
  const isAstros = code.includes('"astro/compiler-runtime"');
  eachNode(tree, ({ tag, quasi, callee, arguments: given }) => {
    if (tag?.name === "$$render" && quasi) {
      const lean = leanParts(quasi.quasis.map(({ start, end }) => code.slice(start, end)));
      quasi.quasis.forEach(({ start, end }, i) => {
        changes.push({ start, end, text: lean[i]! });
      });
    }
    const name = given?.[1]?.value;
    if (isAstros && callee?.name === "$$addAttribute" && typeof name === "string" && !SPECIAL.test(name)) {
      changes.push({ start: callee.start, end: callee.end, text: "$$attribute" });
    }
  });
  let text = isAstros ? `import { attribute as $$attribute } from ${JSON.stringify(attributes)};\n` : "";
  let done = 0;
  for (const change of changes.sort((a, b) => a.start - b.start)) {
    text += code.slice(done, change.start) + change.text;
    done = change.end;
  }
  return text + code.slice(done);
}

/**
 * Makes the templates of all components lean while the site is built.
 * @param attributes module that writes attributes
 */
export function leanMarkup(attributes: URL): AstroIntegration {
  const plugin = {
    name: "lean-markup",
    enforce: "post" as const,
    transform(this: { parse: (code: string) => unknown }, code: string) {
      if (!code.includes("$$render`")) return undefined;
      return { code: leanModule(code, this.parse(code), fileURLToPath(attributes)), map: null };
    },
  };
  return {
    name: plugin.name,
    hooks: {
      "astro:config:setup": ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [plugin] } });
      },
    },
  };
}
