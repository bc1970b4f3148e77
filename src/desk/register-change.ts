import { isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { type AgencyFile, linkAgencies } from "../catalogue/catalogue.ts";
import type { Checked } from "../catalogue/check.ts";
import { checkAgency } from "../catalogue/check-agency.ts";
import { registerFindings } from "../catalogue/check-register.ts";
import { type Diagnostic, diagnostic } from "../catalogue/diagnostics.ts";
import {
  type AgencyRole,
  accountKey,
  isAccount,
  type Person,
  ROLE_LABELS,
  voidReason,
  writtenGrants,
  writtenPeople,
} from "../catalogue/grants.ts";
import { toYaml } from "../exchange/yaml-writer.ts";
import { compareVersions } from "../review/authorisations.ts";
import {
  CODEOWNERS_PATH,
  CodeownersError,
  codeownersDiagnostics,
  generateCodeowners,
} from "../review/codeowners.ts";
import { code as codeSpan, inline, oneLine, shorten } from "../review/markdown.ts";
import { buildRegister, type Register } from "../review/register.ts";
import type { DeskRegister } from "./data.ts";

/*
 * 部會授權管理 and 「刪除」 of 部會授權清單 (後臺系統操作說明 三.1, 三.2; mission M1, M2): one person, one role, several agencies
 * become a change of an agency's file with the CODEOWNERS that it generates. The checker that CI runs judges it first.
 */

/** A role of a person (manual 三.2: 機關人員 × 角色 × 機關). */
export interface RoleChange {
  person: Person;
  role: AgencyRole;
  /** Code of the agency whose file names the person, the own one or the ministry, as `listedIn` of a grant. */
  listedIn: string;
  /** Codes: for `changeRegister` all that the person shall have in that file, for `removeRole` those to take away. */
  agencies: string[];
}

/** What a change is made from. */
export interface RegisterChangeInput {
  change: RoleChange;
  /** Texts of agencies' files as they stand on the main branch, by path; the listing one must be there. */
  texts: Map<string, string>;
  register: DeskRegister;
  operators: Person[];
  /** .github/CODEOWNERS as it stands on the main branch. */
  codeowners: string | undefined;
}

/** The files to submit with the pull request's texts, or in Chinese why it can't be done. */
export type RegisterChange =
  | { files: { path: string; text: string }[]; title: string; body: string }
  | { problem: string };

const pathOf = (code: string) => `agencies/${code}/agency.yaml`;
const bytes = (text: string) => new TextEncoder().encode(text);
const sentence = ({ message, remedy }: Diagnostic) => `${message}。${remedy}。`;

/** Why a change can't be made, in Chinese. */
class Refusal extends Error {}

/**
 * Gives a person a role for exactly these agencies, as far as one file says so; no agency takes the role away. Refuses
 * what the register would refuse: agencies that are not the file's own or below it, too few reviewers, an unknown deputy.
 */
export function changeRegister(input: RegisterChangeInput): RegisterChange {
  return orProblem(() => compose(input, input.change.agencies));
}

/** Takes a person's role for these agencies away, as far as one file gives it (「刪除」 of 部會授權清單). */
export function removeRole(input: RegisterChangeInput): RegisterChange {
  return orProblem(() => {
    const gone = new Set(input.change.agencies);
    return compose(
      input,
      heldIn(listing(input).file, input.change).filter((agency) => !gone.has(agency)),
    );
  });
}

function orProblem(make: () => RegisterChange): RegisterChange {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal || error instanceof CodeownersError) return { problem: error.message };
    throw error;
  }
}

/** Agencies for which a file gives a person a role, in its order. */
const heldIn = (file: AgencyFile, { person, role }: RoleChange): string[] => [
  ...new Set(
    writtenGrants(file)
      .filter((g) => g.role === role && accountKey(g.person.account) === accountKey(person.account))
      .map((grant) => grant.agency),
  ),
];

/** A file's value, where the checker finds no fault in the file itself. */
function sound(path: string, text: string): AgencyFile {
  const { value, diagnostics } = checkAgency(path, bytes(text));
  const fault = diagnostics.find((d) => d.severity === "error");
  if (fault || !value) {
    const where = fault ? `第 ${fault.line} 行：${sentence(fault)}` : "";
    throw new Refusal(`機關檔案 ${path} 有誤，請先更正。${where}`);
  }
  return value;
}

function listing({ change, texts }: RegisterChangeInput): { path: string; text: string; file: AgencyFile } {
  const path = pathOf(change.listedIn);
  const text = texts.get(path);
  if (text === undefined) throw new Refusal(`找不到機關檔案 ${path}，無法變更授權。請確認機關代碼`);
  return { path, text, file: sound(path, text) };
}

function compose(input: RegisterChangeInput, wanted: readonly string[]): RegisterChange {
  const { change, texts, operators, codeowners } = input;
  if (!isAccount(change.person.account)) {
    throw new Refusal(`「${shorten(change.person.account, 50)}」不是 GitHub 帳號；請填不含 @ 的帳號`);
  }
  const { path, text, file } = listing(input);
  // The main branch's files are newer than the site.
  const before = input.register.map((agency): AgencyFile => {
    const newer = agency.code === change.listedIn ? undefined : texts.get(pathOf(agency.code));
    return newer === undefined ? agency : sound(pathOf(agency.code), newer);
  });
  const withListing = (own: AgencyFile) => [...before.filter((agency) => agency.code !== own.code), own];
  const agencies = linkAgencies(withListing(file));
  const nameOf = (code: string) => agencies.get(code)?.name ?? code;
  const list = [...new Set(wanted)];
  for (const agency of list) refuseVoid(change, agency, agencies);

  const edited = editAgency(text, file, change, list);
  const after = sound(path, edited);
  const changes = compareVersions({ agency: file.code, file }, { agency: file.code, file: after });
  if (changes.length === 0) throw new Refusal("授權沒有變動，不需要送出");
  const left = judge(withListing(file), withListing(after), path, changes);

  const registers = [file, after].map((own) => buildRegister(withListing(own), operators)) as [
    Register,
    Register,
  ];
  const owners = ownersAfter(codeowners, ...registers);
  const { displayName, account } = change.person;
  const role = ROLE_LABELS[change.role].zh;
  const lines = changes.map(
    ({ act, agency }) =>
      `- ${act === "granted" ? "新增" : "刪除"}：${inline(displayName)}（${codeSpan(account)}）擔任${inline(nameOf(agency!))}（${codeSpan(agency!)}）的${role}`,
  );
  const stillDeputised = new Set(writtenPeople(after).flatMap((p) => (p.deputy ? [p.account] : [])));
  for (const { account: whose, deputy } of writtenPeople(file)) {
    if (!deputy || stillDeputised.has(whose) || accountKey(whose) === accountKey(account)) continue;
    lines.push(`- ${codeSpan(whose)} 的代理人 ${codeSpan(deputy)} 一併刪除；請另外指定代理人`);
  }
  const kinds = { granted: "新增", revoked: "刪除" } as const;
  const acts = [...new Set(changes.map(({ act }) => kinds[act]))].join("與");
  return {
    files: [
      { path, text: edited },
      ...(owners === codeowners ? [] : [{ path: CODEOWNERS_PATH, text: owners }]),
    ],
    title: `授權異動：${acts}${shorten(oneLine(displayName), 50)}的${role}角色`,
    body: [
      `授權登錄於${inline(nameOf(file.code))}（${codeSpan(path)}）。`,
      "",
      ...lines,
      ...(left.length > 0
        ? ["", "審查前仍須補正：", "", ...left.map((d) => `- ${inline(sentence(d))}`)]
        : []),
      "",
    ].join("\n"),
  };
}

function refuseVoid(change: RoleChange, agency: string, agencies: ReturnType<typeof linkAgencies>): void {
  const grant = { person: change.person, role: change.role, agency, path: [] };
  const reason = voidReason(grant, change.listedIn, agencies);
  if (!reason) return;
  const place = { line: 1, column: 1 };
  const file = pathOf(change.listedIn);
  if (reason === "unknown")
    throw new Refusal(sentence(diagnostic("role/agency-unknown", file, place, { agency })));
  const target = agencies.get(agency)!;
  const args = {
    agency: `${target.name}（${agency}）`,
    theirs: target.ministry.name,
    ours: agencies.get(change.listedIn)?.name ?? change.listedIn,
  };
  throw new Refusal(sentence(diagnostic("role/agency-foreign", file, place, args)));
}

/**
 * What is wrong across the register's files.
 * @param path the file that is judged
 */
function faults(files: readonly AgencyFile[], path: string): Diagnostic[] {
  const checked = files.map(
    (file): Checked<AgencyFile> => ({ path: pathOf(file.code), value: file, diagnostics: [] }),
  );
  return [...registerFindings(checked, (own) => own === path)].flatMap(([own, findings]) =>
    findings
      .map((found) => diagnostic(found.code, own, { line: 1, column: 1 }, found.args))
      .filter((d) => d.severity === "error"),
  );
}

/**
 * Refuses a change that makes a new fault.
 * @returns faults that remain: an agency's reviewers are named one by one, so the first one alone is no reason to refuse
 */
function judge(
  before: readonly AgencyFile[],
  after: readonly AgencyFile[],
  path: string,
  changes: ReturnType<typeof compareVersions>,
): Diagnostic[] {
  const known = new Set(faults(before, path).map(sentence));
  const left = faults(after, path);
  const revokesReviewer = changes.some(({ act, role }) => act === "revoked" && role === "reviewer");
  const fresh = left.find(
    (d) => !known.has(sentence(d)) && (d.code !== "reviewers/too-few" || revokesReviewer),
  );
  if (fresh) throw new Refusal(sentence(fresh));
  return left;
}

type Node = YAMLMap<unknown, unknown>;

/** The file's text with the person's role changed, all else as it was. */
function editAgency(text: string, file: AgencyFile, change: RoleChange, wanted: readonly string[]): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const plain = text.replaceAll("\r\n", "\n");
  const document = parseDocument(plain, { schema: "failsafe" });
  const root = document.contents as Node;
  const people = root.get("people");
  const list = isSeq(people) ? (people as YAMLSeq<Node>) : undefined;
  const key = accountKey(change.person.account);
  const entry = list?.items.find((item) => accountKey(String(item.get("account"))) === key);
  if (entry) setRole(entry, file.code, change.role, wanted);
  else if (wanted.length > 0) {
    const added = {
      account: change.person.account,
      displayName: change.person.displayName.trim(),
      roles: [roleOf(file.code, change.role, wanted)],
    };
    if (list) list.items.push(nodeOf(added));
    else addPeople(root, nodeOf([added]));
  }
  if (list && entry && rolesOf(entry).items.length === 0) {
    list.items.splice(list.items.indexOf(entry), 1);
    // Whoever is gone is nobody's deputy any longer.
    for (const item of list.items)
      if (accountKey(String(item.get("deputy") ?? "")) === key) item.delete("deputy");
    if (list.items.length === 0) root.delete("people");
  }
  const written = document.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    // As the file does it.
    indentSeq: !/^\w+:[ \t]*(?:#.*)?\n- /m.test(plain),
    flowCollectionPadding: /\{ /.test(plain),
  });
  return written.replaceAll("\n", newline);
}

const rolesOf = (entry: Node) => entry.get("roles") as YAMLSeq<Node>;

/** A role as a file writes it: none for the file's own agency alone (agency.schema.json, roles). */
const roleOf = (own: string, role: AgencyRole, agencies: readonly string[]) => ({
  role,
  ...(agencies.length === 1 && agencies[0] === own ? {} : { agencies: [...agencies] }),
});

/** A value as nodes, with the quotes that the catalogue's writer gives. */
const nodeOf = <T>(value: Parameters<typeof toYaml>[0]): T =>
  parseDocument(toYaml(value), { schema: "failsafe" }).contents as T;

/** `people` stands behind `contacts` (agency.schema.json), else last but for the settings of reviews. */
function addPeople(root: Node, people: unknown): void {
  root.set("people", people);
  const at = root.items.findIndex(
    ({ key }) => isScalar(key) && /^(?:reviewTeam|policy)$/.test(String(key.value)),
  );
  if (at >= 0) root.items.splice(at, 0, root.items.pop()!);
}

function setRole(entry: Node, own: string, role: AgencyRole, wanted: readonly string[]): void {
  const roles = rolesOf(entry);
  const [first, ...others] = roles.items.filter((item) => item.get("role") === role);
  const drop = (item: Node) => roles.items.splice(roles.items.indexOf(item), 1);
  for (const item of others) drop(item);
  if (wanted.length === 0) {
    if (first) drop(first);
    return;
  }
  if (!first) {
    roles.items.push(nodeOf(roleOf(own, role, wanted)));
    return;
  }
  const agencies = first.get("agencies");
  if (!isSeq(agencies)) {
    const { agencies: list } = roleOf(own, role, wanted);
    if (list) first.set("agencies", nodeOf(list));
    return;
  }
  // Those that stay keep their place and their comments.
  const left = new Set(wanted);
  agencies.items = agencies.items.filter((item) => isScalar(item) && left.delete(String(item.value)));
  for (const code of left) agencies.add(nodeOf(code));
}

/** A rule's pattern, of a line of CODEOWNERS. */
const patternOf = (line: string) => line.split(/\s/, 1)[0]!;

/**
 * CODEOWNERS by the register after the change. Where it did not follow from the register before, the site's register is
 * older than the main branch's: then only the lines that the change itself alters are replaced.
 */
function ownersAfter(current: string | undefined, before: Register, after: Register): string {
  const wanted = generateCodeowners(after);
  if (current === undefined || codeownersDiagnostics(current, before).length === 0) return wanted;
  const was = new Set(generateCodeowners(before).split("\n"));
  const changed = new Map(
    wanted.split("\n").flatMap((line) => (was.has(line) ? [] : [[patternOf(line), line] as const])),
  );
  return current
    .split("\n")
    .map((line) => changed.get(patternOf(line)) ?? line)
    .join("\n");
}
