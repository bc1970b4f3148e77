import type { Nodes, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Member } from "./council-members.ts";

const reader = unified().use(remarkParse).use(remarkGfm);

/** The plain text of a part; its own parts stand on lines of their own. */
function textOf(node: Nodes): string {
  if ("value" in node) return node.type === "html" ? "" : node.value;
  if (!("children" in node)) return "";
  const inline = node.type === "paragraph" || node.type === "heading";
  return node.children.map(textOf).join(inline ? "" : "\n");
}

/** The section that 設置要點十二 is read to ask for. */
export const OPINIONS_HEADING = "各方意見";
/** Words that name a side in it. */
export const SIDE_NAMES: Record<Member["side"], string> = { government: "機關代表", civil: "民間代表" };

/**
 * What stands below the heading 「各方意見」 of minutes, up to the next heading of its level or above.
 * @param text Markdown
 * @returns plain text; undefined where there is no such section, or nothing in it but headings
 */
export function opinionsOf(text: string): string | undefined {
  const nodes = reader.parse(text).children;
  const start = nodes.findIndex((node) => isHeading(node, 2) && textOf(node).trim() === OPINIONS_HEADING);
  if (start < 0) return undefined;
  const rest = nodes.slice(start + 1);
  const end = rest.findIndex((node) => node.type === "heading" && node.depth <= 2);
  const section = end < 0 ? rest : rest.slice(0, end);
  const says = section.some((node) => node.type !== "heading" && textOf(node).trim() !== "");
  return says ? section.map((node) => textOf(node)).join("\n") : undefined;
}

const isHeading = (node: RootContent, depth: number) => node.type === "heading" && node.depth === depth;

/**
 * Sides whose voice a section doesn't hold: neither named as 機關代表 or 民間代表, nor by the name of one of its members.
 * @param members those of the side that took part
 */
export function silentSides(section: string, members: readonly Member[]): Member["side"][] {
  return (["government", "civil"] as const).filter((side) => {
    const own = members.filter((member) => member.side === side);
    return own.length > 0 && ![SIDE_NAMES[side], ...own.map((m) => m.name)].some((n) => section.includes(n));
  });
}
