import { isoDate, rocDate } from "../../catalogue/dates.ts";
import { firstLine, IDENTIFIER, readable, START, WORD, withoutQuotedMail } from "../commands.ts";
import type { RequestState } from "./types.ts";

/** Commands that a comment below an opinion or a request can give. */
export type OpinionCommandName =
  | "route"
  | "receive"
  | "assess"
  | "plan"
  | "open"
  | "decline"
  | "merge"
  | "approve"
  | "help";

/** A command, as written. Nothing of it is believed. */
export interface OpinionCommand {
  name: OpinionCommandName;
  /** Agency as written, for `route`. */
  agency?: string;
  /** YYYY-MM-DD, for `plan`; absent where none was readable. */
  date?: string;
  /** Dataset, for `open`. */
  dataset?: string;
  /** For `decline`. */
  law?: string;
  reason?: string;
  /** Number of the other request, for `merge`. */
  into?: number;
  /** What follows, trimmed, without characters that nobody sees; may be empty. Hostile all the same. */
  text: string;
}

/** The words for each command, the one that is shown first. */
export const OPINION_COMMAND_WORDS: Record<OpinionCommandName, readonly string[]> = {
  route: ["轉請", "轉請回覆", "转请", "route"],
  receive: ["受理", "receive"],
  assess: ["評估", "評估中", "评估", "assess"],
  plan: ["預計開放", "預定開放", "预计开放", "plan"],
  open: ["已開放", "已开放", "open"],
  decline: ["無法開放", "不能開放", "无法开放", "decline"],
  merge: ["併入", "并入", "merge"],
  approve: ["核准回覆", "核准", "核准回复", "approve"],
  help: ["說明", "说明", "help"],
};

/** The state that each command gives a request. */
export const STATE_OF: Partial<Record<OpinionCommandName, RequestState>> = {
  receive: "received",
  assess: "assessing",
  plan: "planned",
  open: "opened",
  decline: "declined",
  merge: "duplicate",
};

const NAMES: ReadonlyMap<string, OpinionCommandName> = new Map(
  (Object.entries(OPINION_COMMAND_WORDS) as [OpinionCommandName, readonly string[]][]).flatMap(
    ([name, words]) => words.map((word) => [word, name] as const),
  ),
);
/** Longest first: 「核准回覆」 begins as 「核准」 does. */
const CHINESE = [...NAMES.keys()].filter((word) => !/^[a-z]/.test(word)).sort((a, b) => b.length - a.length);

/** Full-width letters, digits and marks as the keyboard's own, one for one, so that places stay where they are. */
const narrow = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ");

/** A word whose argument stands right behind it: /併入#12, /預計開放2026-12-31, /已開放A41000000G-000012. */
function glued(shown: string): string | undefined {
  const word = CHINESE.find((each) => shown.startsWith(each));
  return word !== undefined && /^[#(A-Z0-9]/i.test(narrow(shown.slice(word.length))) ? word : undefined;
}

const MARK = /^[:：,，、。.!！;；]/;

/**
 * Reads the command at the start of a comment, by the rules of the submissions' commands (`parseCommand`): quotes, code
 * blocks, HTML comments and commands in the middle are none.
 * @returns `unknown` for another word behind the slash; undefined where the comment holds no command
 */
export function parseOpinionCommand(body: string): OpinionCommand | { unknown: string } | undefined {
  const first = firstLine(body);
  const start = first && START.exec(first.line);
  if (!first || !start) return undefined;
  const token = start[1]!;
  // A path, or an address without its scheme.
  if (/[/／\\]/.test(token) && !/^[^/／\\]*\d[/／]\d/.test(token)) return undefined;
  const shown = readable(token);
  const word = glued(shown) ?? WORD.exec(shown)?.[1];
  if (word === undefined) return undefined;
  const name = NAMES.get(word.normalize("NFKC").toLowerCase());
  // A word with something hidden in it is not what it looks like.
  if (!name || shown !== token) return { unknown: word };
  const behind = first.line.slice(first.line.search(/[/／]/) + 1 + word.length).replace(MARK, "");
  const text = readable(withoutQuotedMail(`${behind}\n${first.rest}`));
  switch (name) {
    case "route":
      return { name, ...withAgency(text) };
    case "plan":
      return { name, ...withDate(text) };
    case "open":
      return { name, ...withDataset(text) };
    case "decline":
      return { name, ...withReasons(text), text };
    case "merge":
      return { name, ...withNumber(text) };
    default:
      return { name, text };
  }
}

/** Takes what a pattern finds at the start; places are those of the narrow text. */
function take(text: string, pattern: RegExp): { found?: RegExpExecArray; text: string } {
  const found = pattern.exec(narrow(text));
  if (!found) return { text };
  return { found, text: text.slice(found[0].length).replace(MARK, "").trim() };
}

function withAgency(text: string): { agency?: string; text: string } {
  const { found, text: rest } = take(text, /^[^\s:,、。.!;]{1,100}/);
  return found ? { agency: text.slice(0, found[0].length), text: rest } : { text };
}

const DATE =
  /^(?:中華民國|民國)? ?\d{2,4}(?:[-./]\d{1,2}[-./]\d{1,2}| ?年 ?\d{1,2} ?月 ?\d{1,2} ?日?|\d{4})(?!\d)/;

function withDate(text: string): { date?: string; text: string } {
  const { found, text: rest } = take(text, DATE);
  const date = found && (isoDate(found[0]) ?? rocDate(found[0]));
  return date ? { date, text: rest } : { text };
}

function withDataset(text: string): { dataset?: string; text: string } {
  const { found, text: rest } = take(text, IDENTIFIER);
  return found ? { dataset: found[1]!.normalize("NFKC"), text: rest } : { text };
}

function withNumber(text: string): { into?: number; text: string } {
  const { found, text: rest } = take(text, /^# ?([1-9]\d{0,8})(?!\d)|^([1-9]\d{0,8})(?=$|[\s:,、。.])/);
  return found ? { into: Number(found[1] ?? found[2]), text: rest } : { text };
}

const HEADINGS = /(?<=^|[\s,;。、])(法規|法令|理由|原因) ?:/g;
/** Characters of a law and of a reason that are kept. */
const MAX_LAW = 500;
const MAX_REASON = 2000;

/** 「法規：… 理由：…」, in either order; of a heading that comes twice the first counts. */
function withReasons(text: string): { law?: string; reason?: string } {
  const found = [...narrow(text).matchAll(HEADINGS)];
  const parts: { law?: string; reason?: string } = {};
  for (const [at, heading] of found.entries()) {
    const part = text
      .slice(heading.index + heading[0].length, found[at + 1]?.index)
      .replace(/[\s，,；;、]+$/, "");
    const key = heading[1] === "理由" || heading[1] === "原因" ? "reason" : "law";
    const kept = [...part.trim()].slice(0, key === "law" ? MAX_LAW : MAX_REASON).join("");
    if (kept !== "") parts[key] ??= kept;
  }
  return parts;
}
