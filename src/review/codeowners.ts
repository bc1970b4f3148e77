import { compareDiagnostics, type Diagnostic, diagnostic, type Fix } from "../catalogue/diagnostics.ts";
import { accountKey } from "../catalogue/grants.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";
import { holdersOf, type Person, type Register } from "./register.ts";

/** Where GitHub looks first for the file. */
export const CODEOWNERS_PATH = ".github/CODEOWNERS";

/** GitHub does not load a file of 3 MB or more; the smaller meaning of a megabyte is the safe one. */
export const SIZE_LIMIT = 3_000_000;

const HEADER = `# 由 npm run codeowners 依 agencies/*/agency.yaml 與 platform/operators.yaml 產生；請勿手動修改。
# 同一路徑以最後符合的一行為準，愈後面的規則愈具體。
`;

/** A file that GitHub would not load; the message is for people, in Chinese. */
export class CodeownersError extends Error {}

/** What a line says: a pattern and owners (@account, @org/team, e-mail), maybe none. */
export interface OwnerRule {
  pattern: string;
  owners: string[];
}

/** A line of a file that was read. */
export interface Rule extends OwnerRule {
  /** 1-based. */
  line: number;
  /** Whether it covers a path below the repository's top. */
  covers: (path: string) => boolean;
}

const TEAM = new RegExp(fieldAt("agency", ["reviewTeam"])!.pattern!);
const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const mention = (people: readonly Person[]) => people.map((person) => `@${person.account}`);

/** Owners without repeats; accounts and teams are compared without regard to case. */
const distinct = (owners: readonly string[]) => [
  ...new Map(owners.map((owner) => [owner.toLowerCase(), owner] as const)).values(),
];

function reviewersOf(register: Register, code: string): string[] {
  const team = register.agencies.get(code)?.file.reviewTeam;
  if (typeof team === "string" && TEAM.test(team)) return [`@${team}`];
  for (const role of ["reviewer", "administrator"] as const) {
    const holders = holdersOf(register, role, code);
    if (holders.length > 0) return mention(holders);
  }
  return mention(register.operators);
}

/**
 * What the register asks of CODEOWNERS, least specific first: everything is the operators'; datasets are their
 * agency's reviewers'; an agency's register entry is its ministry's administrators' and the operators' (mission M2).
 */
export function wantedRules(register: Register): OwnerRule[] {
  const operators = mention(register.operators);
  const rules = [{ pattern: "*", owners: operators }];
  const administrators: Person[] = [];
  for (const code of register.agencies.keys()) {
    const reviewers = reviewersOf(register, code);
    const own = holdersOf(register, "administrator", code);
    administrators.push(...own);
    rules.push(
      { pattern: `/datasets/${code}/`, owners: reviewers },
      { pattern: `/agencies/${code}/`, owners: reviewers },
      { pattern: `/agencies/${code}/agency.yaml`, owners: distinct([...mention(own), ...operators]) },
    );
  }
  // A register change brings its CODEOWNERS along; the checker compares the two, so administrators may approve both.
  const sorted = administrators.sort((a, b) => (accountKey(a.account) < accountKey(b.account) ? -1 : 1));
  rules.push({ pattern: `/${CODEOWNERS_PATH}`, owners: distinct([...operators, ...mention(sorted)]) });
  return rules;
}

function write(register: Register): string {
  const lines = wantedRules(register).map(({ pattern, owners }) => [pattern, ...owners].join(" "));
  return `${HEADER}${lines.join("\n")}\n`;
}

/**
 * The whole file, from the register.
 * @throws CodeownersError where GitHub would not load it for its size
 */
export function generateCodeowners(register: Register): string {
  const text = write(register);
  const bytes = bytesOf(text);
  if (bytes >= SIZE_LIMIT) {
    throw new CodeownersError(
      `CODEOWNERS 會有 ${bytes} 位元組；達到 ${SIZE_LIMIT} 位元組時 GitHub 不會讀取。請以 reviewTeam（審查小組）代替逐一列出的資料審查者`,
    );
  }
  return text;
}

const OWNER =
  /^(?:@[A-Za-z0-9](?:-?[A-Za-z0-9])*(?:_[A-Za-z0-9]+)?(?:\/[A-Za-z0-9_.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

/**
 * Reads a CODEOWNERS file as GitHub documents it: a pattern, blanks, owners; `#` begins a comment; a backslash keeps a
 * blank in the pattern. A line with `!`, `[`, `]`, a leading `\#`, or something that is no owner is skipped by GitHub.
 */
export function parseCodeowners(text: string): { rules: Rule[]; invalid: { line: number; text: string }[] } {
  const rules: Rule[] = [];
  const invalid: { line: number; text: string }[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n/)
    .entries()) {
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const pattern = /^(?:\\.|[^\s\\])+/.exec(content)?.[0] ?? "";
    const rest = content.slice(pattern.length);
    const owners = rest
      .replace(/\s#.*$/, "")
      .split(/\s+/)
      .filter(Boolean);
    const broken = pattern === "" || /^(?:!|\\#)|[[\]]/.test(pattern) || /^\S/.test(rest);
    if (broken || !owners.every((owner) => OWNER.test(owner)))
      invalid.push({ line: index + 1, text: content });
    else rules.push({ line: index + 1, pattern, owners, covers: matcher(pattern) });
  }
  return { rules, invalid };
}

/** Whether a segment of a pattern matches a segment of a path; `*` and `?` stay within it. Linear, whatever comes. */
function matchSegment(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    const escaped = pattern[p] === "\\" && p + 1 < pattern.length;
    if (!escaped && pattern[p] === "*") {
      star = p++;
      mark = n;
    } else if (escaped ? pattern[p + 1] === name[n] : pattern[p] === "?" || pattern[p] === name[n]) {
      p += escaped ? 2 : 1;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/**
 * What a pattern covers. Paths are case-sensitive. A pattern with a slash before its end is anchored; one that names a
 * folder covers all below it, but `folder/*` covers only what stands right in it.
 */
function matcher(pattern: string): (path: string) => boolean {
  const folder = pattern.endsWith("/");
  const anchored = pattern.slice(0, -1).includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "");
  // The generated file has thousands of plain lines: no need to take them to pieces for every path.
  if (anchored && !/[*?\\]/.test(pattern)) {
    return (path) => path.startsWith(`${bare}/`) || (!folder && path === bare);
  }
  const steps = anchored ? bare.split("/") : ["**", ...bare.split("/")];
  const flat = anchored && steps.length > 1 && steps.at(-1) === "*";
  return (path) => matchSteps(steps, path.split("/"), folder, flat);
}

function matchSteps(
  steps: readonly string[],
  names: readonly string[],
  folder: boolean,
  flat: boolean,
): boolean {
  // Places in the path where the pattern's steps so far may end; steps are few, so this stays small.
  let ends = new Set([0]);
  for (const [index, step] of steps.entries()) {
    const next = new Set<number>();
    const last = index === steps.length - 1;
    for (const end of ends) {
      if (step === "**") {
        // At the end `**` stands for everything inside, so for one name at least.
        for (let i = last ? end + 1 : end; i <= names.length; i++) next.add(i);
      } else if (end < names.length && matchSegment(step, names[end]!)) next.add(end + 1);
    }
    ends = next;
  }
  for (const end of ends) {
    if (end === names.length ? !folder : !flat) return true;
  }
  return false;
}

/** Owners of a path: those of the last line that covers it; undefined where none does. */
export function ownersOf(rules: readonly Rule[], path: string): Rule | undefined {
  return rules.findLast((rule) => rule.covers(path));
}

/** One place where a file's owners are not what the register wants. */
export interface OwnerDifference {
  /** A path of the kind that differs, such as datasets/A41000000G/000001.yaml. */
  path: string;
  /** The pattern that the register gives the path. */
  pattern: string;
  wanted: string[];
  /** Undefined where no line covers the path. */
  found?: string[];
  /** The line that decides now, 1-based. */
  line?: number;
}

/** Files of the platform, one of each kind that somebody might want for himself. */
const PLATFORM_PATHS = [
  "README.md",
  "package.json",
  "package-lock.json",
  "biome.json",
  "platform/operators.yaml",
  "platform/settings.yaml",
  "platform/calendars/2026.csv",
  ".github/workflows/review.yml",
  ".github/ISSUE_TEMPLATE/takedown.yml",
  "src/review/register.ts",
  "scripts/codeowners.ts",
  "tests/site.test.ts",
  "CODEOWNERS",
  "datasets/README.md",
  "datasets/ZZZZZZZZZZ/000001.yaml",
  "agencies/README.md",
  "agencies/ZZZZZZZZZZ/agency.yaml",
];

const samplesOf = (code: string): [path: string, pattern: string][] => [
  [`datasets/${code}/000001.yaml`, `/datasets/${code}/`],
  [`datasets/${code}/folder/file.yaml`, `/datasets/${code}/`],
  [`agencies/${code}/inventory.yaml`, `/agencies/${code}/`],
  [`agencies/${code}/minutes/2026-01.yaml`, `/agencies/${code}/`],
  [`agencies/${code}/agency.yaml`, `/agencies/${code}/agency.yaml`],
];

const sameOwners = (a: readonly string[], b: readonly string[]) => {
  const left = new Set(a.map((owner) => owner.toLowerCase()));
  const right = new Set(b.map((owner) => owner.toLowerCase()));
  return left.size === right.size && [...left].every((owner) => right.has(owner));
};

/**
 * Compares a file with the register, path by path: samples of every kind of path of every agency and of the platform.
 * Only lines with a pattern that the register knows take part; `foreignRules` are the others, and all are wrong.
 */
export function compareOwners(text: string, register: Register): OwnerDifference[] {
  const wanted = new Map(wantedRules(register).map((rule) => [rule.pattern, rule.owners]));
  // Of lines with the same pattern only the last can decide, which bounds the work whatever the file holds.
  const last = new Map<string, Rule>();
  for (const rule of parseCodeowners(text).rules) {
    if (!wanted.has(rule.pattern)) continue;
    last.delete(rule.pattern);
    last.set(rule.pattern, rule);
  }
  const rules = [...last.values()];
  const samples: [path: string, pattern: string][] = [
    ...PLATFORM_PATHS.map((path): [string, string] => [path, "*"]),
    ...[...register.agencies.keys()].flatMap(samplesOf),
    [CODEOWNERS_PATH, `/${CODEOWNERS_PATH}`],
  ];
  const differences: OwnerDifference[] = [];
  for (const [path, pattern] of samples) {
    const rule = ownersOf(rules, path);
    const owners = wanted.get(pattern)!;
    if (rule && sameOwners(rule.owners, owners)) continue;
    differences.push({
      path,
      pattern,
      wanted: owners,
      ...(rule ? { found: rule.owners, line: rule.line } : {}),
    });
  }
  return differences;
}

/** Lines whose pattern the register does not know: each would give somebody a path by hand. */
export function foreignRules(text: string, register: Register): Rule[] {
  const wanted = new Set(wantedRules(register).map((rule) => rule.pattern));
  return parseCodeowners(text).rules.filter((rule) => !wanted.has(rule.pattern));
}

/** Lines that only one of two texts has, between lines that both have. Ends are exclusive, all 0-based. */
interface Hunk {
  from: number;
  to: number;
  wantedFrom: number;
  wantedTo: number;
}

/** Compares a text's lines with wanted lines, no two of which are equal. */
function hunksOf(lines: readonly string[], wanted: readonly string[]): Hunk[] {
  const indexes = new Map(wanted.map((line, index) => [line, index]));
  // The longest run of common lines in the same order, by patience sorting.
  const tails: number[] = [];
  const before: number[] = [];
  const at = lines.map((line) => indexes.get(line));
  for (const [i, index] of at.entries()) {
    if (index === undefined) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[tails[middle]!]! < index) low = middle + 1;
      else high = middle;
    }
    before[i] = tails[low - 1] ?? -1;
    tails[low] = i;
  }
  const common: number[] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i]!) common.unshift(i);
  const hunks: Hunk[] = [];
  let from = 0;
  let wantedFrom = 0;
  for (const i of [...common, lines.length]) {
    const wantedTo = at[i] ?? wanted.length;
    if (i > from || wantedTo > wantedFrom) hunks.push({ from, to: i, wantedFrom, wantedTo });
    from = i + 1;
    wantedFrom = wantedTo + 1;
  }
  return hunks;
}

/** The replacement of a hunk; one that only adds or only removes takes a neighbour along, since no fix can be empty. */
function fixOf({ from, to, wantedFrom, wantedTo }: Hunk, wanted: readonly string[]): Fix {
  const thin = from === to || wantedFrom === wantedTo;
  const above = thin && from > 0 ? 1 : 0;
  const below = thin && from === 0 ? 1 : 0;
  return {
    startLine: from - above + 1,
    endLine: to + below,
    text: wanted.slice(wantedFrom - above, wantedTo + below).join("\n"),
  };
}

/** Findings that one report shows: a file that somebody filled with junk needs no more to be mended. */
const MOST = 100;

/**
 * What is wrong with a CODEOWNERS file by the register, with the exact lines that mend it (mission M2; design 5).
 * @param text the file; undefined where there is none
 */
export function codeownersDiagnostics(text: string | undefined, register: Register): Diagnostic[] {
  const file = CODEOWNERS_PATH;
  const start = { line: 1, column: 1 };
  if (text === undefined) return [diagnostic("register/codeowners-missing", file, start, {})];
  const generated = write(register);
  for (const bytes of [bytesOf(generated), bytesOf(text)]) {
    if (bytes < SIZE_LIMIT) continue;
    return [diagnostic("register/codeowners-size", file, start, { bytes, limit: SIZE_LIMIT })];
  }
  const wanted = generated.split("\n");
  const hunks = hunksOf(text.split(/\r\n|\n/), wanted);
  const used = new Set<Hunk>();
  /** The mend of a place, given once. */
  const mend = (hunk: Hunk | undefined): Fix | undefined => {
    if (!hunk || used.has(hunk)) return undefined;
    used.add(hunk);
    return fixOf(hunk, wanted);
  };
  const at = (line: number) => hunks.find((hunk) => line > hunk.from && line <= hunk.to);
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const difference of compareOwners(text, register)) {
    const { pattern, line } = difference;
    if (seen.has(pattern)) continue;
    seen.add(pattern);
    const index = wanted.findIndex((rule) => rule === pattern || rule.startsWith(`${pattern} `));
    const missing = hunks.find((hunk) => index >= hunk.wantedFrom && index < hunk.wantedTo);
    const hunk = missing ?? (line === undefined ? undefined : at(line)) ?? hunks[0];
    const place = { line: line ?? Math.max(1, hunk?.from ?? 1), column: 1 };
    const args = { pattern, wanted: named(difference.wanted), found: named(difference.found ?? []) };
    found.push(diagnostic("register/codeowners", file, place, args, mend(hunk)));
  }
  for (const { line, pattern, owners } of foreignRules(text, register).slice(0, MOST)) {
    const args = { line: shorten([pattern, ...owners].join(" ")) };
    const place = { line, column: 1 };
    found.push(diagnostic("register/codeowners-extra", file, place, args, mend(at(line))));
  }
  for (const { line, text: content } of parseCodeowners(text).invalid.slice(0, MOST)) {
    const place = { line, column: 1 };
    const args = { line: shorten(content) };
    found.push(diagnostic("register/codeowners-invalid", file, place, args, mend(at(line))));
  }
  return found.sort(compareDiagnostics).slice(0, MOST);
}

const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Owners for people: without @, so that a report posted somewhere mentions nobody. */
const named = (owners: readonly string[]) =>
  owners.length === 0 ? "無人" : shorten(owners.map((owner) => owner.replace(/^@/, "")).join("、"));
