/** Commands that a comment in the conversation can give (manual, buttons of 資料提供者 and 資料審查者). */
export type CommandName = "submit" | "withdraw" | "return" | "approve" | "takedown" | "relist" | "help";

/** A command, as written. */
export interface Command {
  name: CommandName;
  /** Number of a 常用審查用語, for `return`. */
  phrase?: number;
  /** 下架原因, for `takedown`. */
  reason?: "A" | "B";
  /** Dataset, for `takedown` and `relist`. */
  identifier?: string;
  /** What follows, trimmed, without characters that nobody sees; may be empty. Hostile all the same. */
  text: string;
}

/** The words for each command, Chinese ones first. */
export const COMMAND_WORDS: Record<CommandName, readonly string[]> = {
  submit: ["送審", "submit"],
  withdraw: ["抽回", "withdraw"],
  return: ["退回", "return"],
  approve: ["通過", "審查通過", "快速審查", "approve"],
  takedown: ["下架", "申請下架", "takedown"],
  relist: ["重新上架", "relist"],
  help: ["說明", "help"],
};

const NAMES: ReadonlyMap<string, CommandName> = new Map(
  (Object.entries(COMMAND_WORDS) as [CommandName, readonly string[]][]).flatMap(([name, words]) =>
    words.map((word) => [word, name] as const),
  ),
);

/** Characters that nobody sees, and those that turn the direction of text; they would only hide something. */
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Text with LF line ends, without unseen characters and lone surrogates, trimmed. */
export function readable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNSEEN, "").toWellFormed().trim();
}

/** Whether a text says anything: some letter or digit stands in it, outside of HTML comments. */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(withoutComments(text));
}

function withoutComments(text: string): string {
  let shown = "";
  for (let from = 0; ; ) {
    const open = text.indexOf("<!--", from);
    if (open < 0) return shown + text.slice(from);
    shown += text.slice(from, open);
    const close = text.indexOf("-->", open + 4);
    // What is never closed is not shown either.
    if (close < 0) return shown;
    from = close + 3;
  }
}

/** The comment's first line that isn't blank, and all after it. */
export function firstLine(body: string): { line: string; rest: string } | undefined {
  const text = body.replace(/\r\n?/g, "\n");
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    const line = end < 0 ? text.slice(from) : text.slice(from, end);
    if (line.trim() !== "") return { line, rest: end < 0 ? "" : text.slice(end + 1) };
    if (end < 0) return undefined;
    from = end + 1;
  }
  return undefined;
}

/** A mail program puts the mail that it answers below, each line behind `>`: that is no part of the opinion. */
export function withoutQuotedMail(text: string): string {
  const lines = text.split("\n");
  let end = lines.length;
  let quotes = false;
  for (; end > 0; end--) {
    const line = lines[end - 1]!;
    if (line.startsWith(">")) quotes = true;
    else if (line.trim() !== "") break;
  }
  if (quotes && end > 0 && /(?:wrote|寫道|說)\s?[:：]$/.test(lines[end - 1]!.trimEnd())) end--;
  return lines.slice(0, end).join("\n");
}

/** A slash, full-width too; up to three blanks before it, since four make a code block. */
export const START = /^(?: {0,3}|\u3000*)[/／](\S{1,200})/u;
/** A word, then what ends it; `？` and others don't, so that 「/通過嗎？」 approves nothing. */
export const WORD = /^([\p{L}\p{M}\p{N}_-]{1,20})(?:[:：,，、。.!！;；]|$)/u;
const WITH_NUMBER = /^(退回|return)([0-9０-９]{1,3})(?:[:：,，、。.;；]|$)/iu;

/**
 * Reads the command at the start of a comment: its first line that isn't blank begins with a slash and a word. Quotes,
 * code blocks, HTML comments and commands in the middle are none, since people quote each other and answer by mail.
 * @returns `unknown` for another word behind the slash; undefined where the comment holds no command
 */
export function parseCommand(body: string): Command | { unknown: string } | undefined {
  const first = firstLine(body);
  const start = first && START.exec(first.line);
  if (!first || !start) return undefined;
  const token = start[1]!;
  // A path, or an address without its scheme.
  if (/[/／\\]/.test(token)) return undefined;
  const shown = readable(token);
  const numbered = WITH_NUMBER.exec(shown);
  const word = numbered?.[1] ?? WORD.exec(shown)?.[1];
  if (word === undefined) return undefined;
  const name = NAMES.get(word.normalize("NFKC").toLowerCase());
  // A word with something hidden in it is not what it looks like.
  if (!name || shown !== token) return { unknown: word };
  const after = first.line.slice(first.line.search(/[/／]/) + 1 + word.length);
  const behind = numbered ? after : after.replace(/^[:：,，、。.!！;；]/, "");
  const text = readable(withoutQuotedMail(`${behind}\n${first.rest}`));
  switch (name) {
    case "return":
      return { name, ...withPhrase(text) };
    case "takedown":
      return { name, ...withDataset(text, true) };
    case "relist":
      return { name, ...withDataset(text, false) };
    default:
      return { name, text };
  }
}

/** A phrase's number stands first: 3, 3、, 第3項, (3), #3. Digits glued to a word (3月份) belong to the opinion. */
const PHRASE =
  /^(?:第 ?([0-9０-９]{1,3}) ?[項點](?=$|[\s:：,，、。])|[（(#＃]?([0-9０-９]{1,3})[)）]?(?=$|[\s:：,，、。]|\.(?![0-9])))[:：,，、。.]?/u;

function withPhrase(text: string): { phrase?: number; text: string } {
  const match = PHRASE.exec(text);
  if (!match) return { text };
  const phrase = Number((match[1] ?? match[2])!.normalize("NFKC"));
  return { phrase, text: text.slice(match[0].length).trim() };
}

export const IDENTIFIER = /^([A-Za-z0-9_]{10}[-－][A-Za-z0-9_]{6})(?=$|[\s:：,，、。])[:：,，、。]?/u;
const REASON = /^([ABＡＢ])(?=$|[\s:：,，、。.])[:：,，、。.]?/iu;

function withDataset(
  text: string,
  takesReason: boolean,
): { identifier?: string; reason?: "A" | "B"; text: string } {
  let rest = text;
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (!match) return undefined;
    rest = rest.slice(match[0].length).trim();
    return match[1]!.normalize("NFKC");
  };
  const early = takesReason ? take(REASON) : undefined;
  const identifier = take(IDENTIFIER);
  const reason = (early ?? (takesReason ? take(REASON) : undefined))?.toUpperCase() as "A" | "B" | undefined;
  return { ...(identifier ? { identifier } : {}), ...(reason ? { reason } : {}), text: rest };
}
