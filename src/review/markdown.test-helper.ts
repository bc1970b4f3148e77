import rehypeRaw from "rehype-raw";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { expect } from "vitest";

export interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);

/** As GitHub renders it, before its filters for mentions and references. */
export const render = (markdown: string): Node =>
  processor.runSync(processor.parse(markdown)) as unknown as Node;

export const elements = (node: Node): string[] => [
  ...(node.tagName ? [node.tagName] : []),
  ...(node.type === "comment" ? ["<!-- -->"] : []),
  ...(node.children ?? []).flatMap(elements),
];
export const hrefs = (node: Node): unknown[] => [
  ...(node.tagName === "a" ? [node.properties!.href] : []),
  ...(node.children ?? []).flatMap(hrefs),
];
export const textOf = (node: Node): string =>
  node.type === "text"
    ? node.value!
    : node.tagName === "br"
      ? "\n"
      : (node.children ?? []).map(textOf).join("");

/** Text that GitHub's filters look at: none in links and code. */
const filtered = (node: Node): string[] =>
  node.type === "text"
    ? [node.value!]
    : node.tagName === "a" || node.tagName === "code"
      ? []
      : (node.children ?? []).flatMap(filtered);

/** What GitHub's filters, and those of its search for closing keywords, take for a reference. */
const REFERENCE = [
  /(?<![\w`])@[a-z0-9]/i,
  /#\d/,
  /gh-\d/i,
  /https?:\/\//i,
  /www\.\S/i,
  /(?<![0-9a-z])[0-9a-f]{40}(?![0-9a-z])/i,
  /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{7,39}(?![0-9a-z])/i,
  /[\w.+-]@[\w-]+\.\w/,
  /\$/,
];
export const expectNoReference = (node: Node) => {
  for (const text of filtered(node)) for (const pattern of REFERENCE) expect(text).not.toMatch(pattern);
};
