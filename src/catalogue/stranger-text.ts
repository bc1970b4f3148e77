import type { Element, ElementContent, Root as Html, Nodes } from "hast";
import type { Root as Markdown, Nodes as MarkdownNodes } from "mdast";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/*
 * Markdown that anybody may have written, as harmless HTML: nothing that runs, loads, reaches out of its place on the
 * page or makes the reader wait.
 */

/** Characters that are shown; the rest of a text is left out. As many as the snapshots keep. */
export const STRANGER_TEXT_LIMIT = 5000;
/** Deeper lists and quotes, wider and larger tables are shown as plain text: a page would bear neither. */
const MAX_DEPTH = 24;
const MAX_COLUMNS = 12;
const MAX_CELLS = 600;

/**
 * Characters that nobody sees or that turn the direction of text: controls but tab and line feed, soft hyphen,
 * zero-width and bidirectional ones, tags (U+E0000).
 */
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Marks on one character that any script needs; more are piled up to cover other lines. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** A stranger's text with LF line ends, without characters that nobody sees and piled up marks, trimmed. */
export function strangerText(text: string): string {
  return text
    .slice(0, STRANGER_TEXT_LIMIT)
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(UNSEEN, "")
    .replace(PILED_MARKS, "$1")
    .trim();
}

const reader = unified().use(remarkParse).use(remarkGfm);
const converter = unified()
  .use(remarkRehype)
  .use(rehypeSanitize, {
    tagNames: [
      "p",
      "br",
      "strong",
      "em",
      "del",
      "code",
      "pre",
      "blockquote",
      "ul",
      "ol",
      "li",
      "hr",
      "a",
    ].concat(["table", "thead", "tbody", "tr", "th", "td"]),
    attributes: { a: ["href"], ol: ["start"] },
    protocols: { href: ["http", "https"] },
  });
const writer = unified().use(rehypeStringify);

/** What a blockquote or a list puts before a line. */
const CONTAINER = /^(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/;

/** Whether a line opens more quotes and lists than are shown; the parser takes long over those. */
function nestsTooDeep(text: string): boolean {
  return text.split("\n").some((line) => {
    let rest = line.trimStart();
    for (let depth = 0; depth <= MAX_DEPTH; depth++) {
      const marker = CONTAINER.exec(rest)?.[0];
      if (marker === undefined) return false;
      rest = rest.slice(marker.length).trimStart();
    }
    return true;
  });
}

/** Whether a tree is deeper, or has a wider or larger table, than a page bears; without recursion. */
function isTooLarge(tree: Markdown): boolean {
  const open: [MarkdownNodes, number][] = [[tree, 0]];
  let cells = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    if (depth > MAX_DEPTH) return true;
    if (node.type === "table") {
      const columns = Math.max(...node.children.slice(0, 1).map((row) => row.children.length));
      // A short row is filled up to the heading's columns.
      cells += columns * node.children.length;
      if (columns > MAX_COLUMNS || cells > MAX_CELLS) return true;
    }
    if ("children" in node) for (const child of node.children) open.push([child, depth + 1]);
  }
  return false;
}

/** Puts what a stranger may not use into words: raw HTML, images, headings, footnotes; leaves comments out. */
function tame(node: MarkdownNodes, isInText: boolean): MarkdownNodes {
  if ("children" in node) {
    const holdsText = !/^(?:root|blockquote|list|listItem|footnoteDefinition)$/.test(node.type);
    node.children = node.children.map((child) => tame(child, holdsText)) as never;
  }
  switch (node.type) {
    case "html": {
      const text = { type: "text", value: node.value.startsWith("<!--") ? "" : node.value } as const;
      return isInText ? text : { type: "paragraph", children: [text] };
    }
    case "image":
    case "imageReference":
      return { type: "text", value: node.alt ?? "" };
    case "heading":
      return { type: "paragraph", children: [{ type: "strong", children: node.children }] };
    case "footnoteReference":
      return { type: "text", value: `[^${node.identifier}]` };
    case "footnoteDefinition":
      return { type: "blockquote", children: node.children };
    case "listItem":
      return { ...node, checked: null };
    default:
      return node;
  }
}

const isWeb = (address: unknown): address is string =>
  typeof address === "string" && /^https?:\/\//i.test(address) && URL.canParse(address);

/** Leaves links to the web only, and gives every heading of a column its scope. */
function finish(node: Html | Element): void {
  node.children = node.children.flatMap((child): ElementContent[] => {
    if (child.type !== "element") return child.type === "text" ? [child] : [];
    finish(child);
    if (child.tagName === "a") {
      const { href } = child.properties;
      if (!isWeb(href)) return child.children;
      child.properties = { href, rel: ["nofollow", "ugc", "noopener"] };
    }
    if (child.tagName === "th") {
      // An empty heading would head nothing.
      if (child.children.length === 0) child.tagName = "td";
      else child.properties = { scope: "col" };
    }
    return [child];
  });
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Paragraphs and lines as they are, with no mark read. */
function plainHtml(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => ESCAPES[character]!);
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

/** The text as a sanitised tree; undefined where it is nested or large beyond measure. */
function treeOf(text: string): Html | undefined {
  if (nestsTooDeep(text)) return undefined;
  const markdown = reader.parse(text);
  if (isTooLarge(markdown)) return undefined;
  const tree = converter.runSync(tame(markdown, false) as Markdown) as Html;
  finish(tree);
  return tree;
}

/**
 * Markdown written by a stranger as HTML: paragraphs, lists, quotes, tables, code, emphasis and links to the web. Raw
 * HTML is shown as it was written, an image as its alternative text, a heading as a bold paragraph; mentions and numbers
 * stay text. No identifier, class, style, script or address of another kind comes through, no element stays open.
 * @param markdown anything; what follows the first {@link STRANGER_TEXT_LIMIT} characters is left out
 */
export function strangerHtml(markdown: string): string {
  const text = strangerText(markdown);
  const tree = treeOf(text);
  return tree ? writer.stringify(tree) : plainHtml(text);
}

/** A stranger's Markdown as plain text without its marks, a line for each of its lines, for lists and feeds. */
export function strangerPlain(markdown: string): string {
  const text = strangerText(markdown);
  const tree = treeOf(text);
  if (!tree) return text;
  let plain = "";
  const visit = (node: Nodes) => {
    // Blanks between elements are for the eyes of whoever reads the source.
    if (node.type === "text") plain += /^\n+$/.test(node.value) ? "" : node.value;
    else if (node.type === "element" && node.tagName === "br") plain += "\n";
    if ("children" in node) for (const child of node.children) visit(child);
    if (node.type === "element" && /^(?:p|li|tr|pre|td|th)$/.test(node.tagName)) {
      plain += node.tagName.startsWith("t") && node.tagName !== "tr" ? " " : "\n";
    }
  };
  visit(tree);
  return plain.replace(/[ \t]*\n\s*/g, "\n").trim();
}
