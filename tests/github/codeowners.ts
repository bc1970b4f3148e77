/*
 * CODEOWNERS as GitHub documents it ("About code owners"), written apart from the project's own reading of it: this is
 * the judge of what the project generates.
 */

export interface OwnerRule {
  line: number;
  pattern: string;
  /** As written, with the `@`; none takes ownership away. */
  owners: string[];
  matches(path: string): boolean;
}

export interface OwnersFile {
  rules: OwnerRule[];
  errors: { line: number; kind: string; source: string }[];
}

/** A file of this size or more is not loaded. */
export const CODEOWNERS_LIMIT = 3 * 1024 * 1024;
/** Looked for in this order; the first wins. */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

const OWNER = /^(@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9._-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

/** The words of a line; a backslash keeps a space, `#` begins a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = "";
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === "\\" && line[at + 1] === " ") {
      word += " ";
      at++;
    } else if (character === "#" && (at === 0 || /\s/.test(line[at - 1]!))) break;
    else if (/\s/.test(character)) {
      if (word) words.push(word);
      word = "";
    } else word += character;
  }
  return word ? [...words, word] : words;
}

/** Patterns follow gitignore, without `!`, `[ ]` and escaping of `#`; `folder/*` does not reach deeper. */
function compile(pattern: string): RegExp {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  let source = anchored ? "^" : "^(?:.*/)?";
  const body = pattern.replace(/^\//, "").replace(/\/$/, "");
  for (let at = 0; at < body.length; at++) {
    const rest = body.slice(at);
    if (rest.startsWith("**/") && (at === 0 || body[at - 1] === "/")) {
      source += "(?:.*/)?";
      at += 2;
    } else if (rest === "**" && (at === 0 || body[at - 1] === "/")) {
      source += ".+";
      at += 1;
    } else if (rest.startsWith("*")) {
      source += "[^/]*";
      while (body[at + 1] === "*") at++;
    } else if (rest.startsWith("?")) source += "[^/]";
    else source += body[at]!.replace(/[.+^${}()|[\]\\]/, "\\$&");
  }
  if (pattern.endsWith("/")) source += "/.+$";
  else if (/(^|\/)\*$/.test(body) && anchored) source += "$";
  else source += "(?:/.*)?$";
  return new RegExp(source, "s");
}

/** Reads a file; lines with a fault are left out, as GitHub does. */
export function parseCodeowners(text: string): OwnersFile {
  const file: OwnersFile = { rules: [], errors: [] };
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const [pattern, ...owners] = wordsOf(source);
    if (pattern === undefined) continue;
    const line = index + 1;
    if (pattern.startsWith("!") || /[[\]]/.test(pattern) || pattern.startsWith("\\#")) {
      file.errors.push({ line, kind: "Invalid pattern", source });
      continue;
    }
    if (!owners.every((owner) => OWNER.test(owner))) {
      file.errors.push({ line, kind: "Invalid owner", source });
      continue;
    }
    const expression = compile(pattern);
    file.rules.push({ line, pattern, owners, matches: (path) => expression.test(path) });
  }
  return file;
}

/** The rule that decides for a path: the last that matches. */
export function ruleFor(file: OwnersFile, path: string): OwnerRule | undefined {
  return file.rules.findLast((rule) => rule.matches(path));
}
