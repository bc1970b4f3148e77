import type { Element, Root as Html, Nodes } from "hast";
import type { Root as Markdown } from "mdast";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { type Diagnostic, diagnostic } from "./diagnostics.ts";

const reader = unified().use(remarkParse).use(remarkGfm);
// Raw HTML is left out, since nothing asks for it.
const converter = unified().use(remarkRehype, { footnoteLabel: "註解", footnoteBackLabel: "回到內文" });
const writer = unified().use(rehypeStringify);

/** Stands for the site, whatever its address. */
const HERE = "https://site.invalid";

/**
 * Where an address leads, as a browser reads it: `own` for a page of the site, written `/guide/` without the site's base
 * path, or a place of the same page; undefined where it may not be used.
 */
function kindOf(address: string): "own" | "place" | "web" | "mail" | undefined {
  if (/^#[^\s]+$/.test(address)) return "place";
  const url = URL.canParse(address, HERE) ? new URL(address, HERE) : undefined;
  if (!url) return undefined;
  if (url.origin === HERE) return address.startsWith("/") ? "own" : undefined;
  if (url.protocol === "mailto:") return "mail";
  return /^https?:\/\//i.test(address) && url.host !== "" ? "web" : undefined;
}

const mayLink = (address: string) => kindOf(address) !== undefined;
const mayShow = (address: string) => kindOf(address) === "own";

/** Every element of a text, in order. */
function* elementsOf(node: Nodes): Generator<Element> {
  if (node.type === "element") yield node;
  if ("children" in node) for (const child of node.children) yield* elementsOf(child);
}

/** Chinese has no blanks between words, but a line's end within a paragraph would show as one. */
const BETWEEN_HAN =
  /(?<=[\p{Script=Han}，。、；：？！「」（）《》])\n(?=[\p{Script=Han}，。、；：？！「」（）《》])/gu;

function toHtml(tree: Markdown): Html {
  const html = converter.runSync(tree) as Html;
  const join = (node: Nodes) => {
    if (node.type === "text") node.value = node.value.replace(BETWEEN_HAN, "");
    if ("children" in node && !(node.type === "element" && node.tagName === "code"))
      node.children.forEach(join);
  };
  join(html);
  return html;
}

/** What a document's text may not hold, with the line where it stands. */
export function textProblems(file: string, text: string): Diagnostic[] {
  const tree = reader.parse(text);
  const problems: Diagnostic[] = [];
  const at = (node: { position?: { start: { line: number; column: number } } | undefined }) =>
    node.position?.start ?? { line: 1, column: 1 };
  const visit = (node: Markdown | Markdown["children"][number]) => {
    if (node.type === "html") problems.push(diagnostic("document/html", file, at(node), {}));
    if (node.type === "heading" && node.depth === 1) {
      problems.push(diagnostic("document/heading", file, at(node), {}));
    }
    if ("children" in node) for (const child of node.children) visit(child as typeof node);
  };
  visit(tree);
  for (const element of elementsOf(toHtml(tree))) {
    const { href, src, alt } = element.properties;
    if (element.tagName === "a" && !mayLink(String(href))) {
      problems.push(diagnostic("document/link", file, at(element), { address: String(href) }));
    }
    if (element.tagName === "img" && !mayShow(String(src))) {
      problems.push(diagnostic("document/image", file, at(element), { address: String(src) }));
    } else if (element.tagName === "img" && String(alt ?? "").trim() === "") {
      problems.push(diagnostic("document/image-text", file, at(element), {}));
    }
  }
  return problems;
}

/**
 * A document's Markdown as HTML. What `textProblems` refuses is left out: raw HTML, and addresses that may not be
 * used.
 * @param base base path of the site, starting and ending with `/`, for addresses of its own pages
 */
export function documentHtml(text: string, base: string): string {
  const tree = toHtml(reader.parse(text));
  const rebase = (address: string) => (kindOf(address) === "own" ? base + address.slice(1) : address);
  for (const element of elementsOf(tree)) {
    const { properties } = element;
    if (properties.href !== undefined) {
      const href = String(properties.href);
      if (mayLink(href)) properties.href = rebase(href);
      else delete properties.href;
    }
    if (properties.src !== undefined) {
      const src = String(properties.src);
      if (mayShow(src)) properties.src = rebase(src);
      else delete properties.src;
    }
  }
  return writer.stringify(tree);
}

/** A document's Markdown as plain text, a line for each line of it, for searching. */
export function documentText(text: string): string {
  let plain = "";
  const visit = (node: Nodes) => {
    if (node.type === "text") plain += node.value;
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(toHtml(reader.parse(text)));
  return plain.replace(/[ \t]*\n\s*/g, "\n").trim();
}

/** Headings of the second level, in plain text, in their order. */
export function sectionsOf(text: string): string[] {
  const plain = (node: Markdown | Markdown["children"][number]): string =>
    "value" in node
      ? node.value
      : "children" in node
        ? node.children.map((child) => plain(child as typeof node)).join("")
        : "";
  return reader
    .parse(text)
    .children.flatMap((node) => (node.type === "heading" && node.depth === 2 ? [plain(node)] : []));
}
