import rehypeRaw from "rehype-raw";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/* Markdown of comments and descriptions, as GitHub shows it. */

interface HtmlNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** Elements that GitHub lets through in comments (its sanitisation filter's list). */
const ALLOWED = new Set(
  `a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input ins kbd li ol p pre q s samp
  span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var`.split(/\s+/),
);
/** Elements whose text goes with them. */
const REMOVED = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "iframe",
  "noscript",
  "template",
  "svg",
  "math",
]);
const ATTRIBUTES: Record<string, readonly string[]> = {
  a: ["href", "title"],
  img: ["src", "alt", "title", "width", "height"],
  input: ["type", "checked", "disabled"],
  details: ["open"],
  ol: ["start"],
  td: ["align", "colSpan", "rowSpan"],
  th: ["align", "colSpan", "rowSpan"],
};
export const SAFE_ADDRESS = /^(https?:|mailto:|#|\/(?!\/))/i;

function sanitised(node: HtmlNode): HtmlNode[] {
  if (node.type === "text") return [node];
  if (node.type === "root") return [{ ...node, children: node.children!.flatMap(sanitised) }];
  if (node.type !== "element" || REMOVED.has(node.tagName!)) return [];
  const children = node.children!.flatMap(sanitised);
  if (!ALLOWED.has(node.tagName!) || (node.tagName === "input" && node.properties!.type !== "checkbox")) {
    return children;
  }
  const properties = Object.fromEntries(
    Object.entries(node.properties ?? {}).filter(
      ([name, value]) =>
        ATTRIBUTES[node.tagName!]?.includes(name) &&
        (!["href", "src"].includes(name) || SAFE_ADDRESS.test(String(value))),
    ),
  );
  return [{ ...node, properties, children }];
}

/** Where line ends between children are no text. */
const FLOW = new Set("root blockquote details div li ol table tbody thead tr ul".split(" "));

/** Shows `@login` as a mention, `#12` as a link and line ends as line breaks, as GitHub does in comments. */
function linked(node: HtmlNode, base: string, plain = false): HtmlNode[] {
  if (node.type === "text" && !plain) {
    return node.value!.split(/(\n|(?<![\w@/])@[A-Za-z0-9][A-Za-z0-9-]{0,38}|(?<![\w&])#\d+)/).map((text) => {
      if (text === "\n") return { type: "element", tagName: "br", properties: {}, children: [] };
      const children = [{ type: "text", value: text }];
      if (/^@[\w-]+$/.test(text)) {
        return { type: "element", tagName: "span", properties: { className: "mention" }, children };
      }
      if (!/^#\d+$/.test(text)) return children[0]!;
      const href = `${base}/issues/${text.slice(1)}`;
      return { type: "element", tagName: "a", properties: { href }, children };
    });
  }
  if (!node.children) return [node];
  const inside = plain || ["a", "code", "pre"].includes(node.tagName ?? "");
  const flow = FLOW.has(node.tagName ?? "root");
  const children = node.children.flatMap((child) =>
    flow && child.type === "text" && child.value!.trim() === "" ? [child] : linked(child, base, inside),
  );
  return [{ ...node, children }];
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);
const writer = unified().use(rehypeStringify);

/** A comment's Markdown as GitHub would show it; `base` is the repository's page. */
export function renderMarkdown(markdown: string, base: string): string {
  const tree = processor.runSync(processor.parse(markdown)) as HtmlNode;
  const clean = sanitised(tree).flatMap((node) => linked(node, base));
  return writer.stringify(clean[0] as Parameters<typeof writer.stringify>[0]);
}
