import { type Checked, type Finding, finding, misplaced, type Path } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import { SCHEMAS } from "../schema/fields.ts";
import type { CouncilFile } from "../schema/generated/council.ts";
import type { MinutesFile } from "../schema/generated/minutes.ts";
import { validateMinutes } from "../schema/generated/plan-validators.js";
import { suggestTerm } from "../suggestions.ts";
import { checkDocument } from "./check-document.ts";
import { meetingsOf, namesPresent, namesRepresented } from "./council-meetings.ts";
import { dayOf, type Member, membersOn, termOn } from "./council-members.ts";
import type { Minutes } from "./plan-files.ts";
import "./schemas.ts";

const PATH = /^agencies\/([A-Za-z0-9_]{10})\/minutes\/(\d{4}-\d{2}-\d{2})\.md$/;

/** Checks one meeting's minutes by themselves (諮詢小組設置要點四、五、七; mission A2). */
export function checkMinutes(path: string, bytes: Uint8Array): Checked<Minutes> {
  const [, agency, expected] = PATH.exec(path) ?? [];
  if (!agency || !expected) return misplaced(path, { expected: "agencies/<機關代碼>/minutes/<會議日期>.md" });
  const { value, ...rest } = checkDocument<MinutesFile>("minutes", path, bytes, validateMinutes, (fields) => [
    ...dayFindings(fields, expected),
    ...attendanceFindings(fields),
    ...decisionFindings(fields),
  ]);
  return { ...rest, ...(value ? { value: { ...value, agency } } : {}) };
}

const label = (field: string) => SCHEMAS.minutes.properties[field]?.title ?? field;

function dayFindings(fields: MinutesFile, expected: string): Finding[] {
  const found: Finding[] = [];
  const date = dayOf(fields.date);
  if (!date) return [];
  if (date !== expected) {
    found.push(finding("minutes/place", ["date"], "value", { date, expected }, { value: expected }));
  }
  for (const field of ["publishedOn", "reportedOn"] as const) {
    const day = dayOf(fields[field]);
    if (!day || day >= date) continue;
    found.push(finding("minutes/before", [field], "value", { what: label(field), day, date }));
  }
  return found;
}

function attendanceFindings(fields: MinutesFile): Finding[] {
  const found: Finding[] = [];
  const present = namesPresent(fields);
  const { chair } = fields;
  if (typeof chair === "string" && present.length > 0 && !present.includes(chair)) {
    found.push(finding("minutes/chair-absent", ["chair"], "value", { name: chair }));
  }
  const represented = namesRepresented(fields);
  for (const [index, name] of represented.entries()) {
    if (typeof name !== "string") continue;
    const at: Path = ["represented", index, "member"];
    if (represented.indexOf(name) < index) {
      found.push(finding("minutes/represented-twice", at, "value", { name }));
    } else if (present.includes(name)) {
      found.push(finding("minutes/present-represented", at, "value", { name }));
    }
  }
  const members = new Set<string>([...present, ...represented]);
  const observers = Array.isArray(fields.observers) ? fields.observers : [];
  for (const [index, name] of observers.entries()) {
    if (members.has(name))
      found.push(finding("minutes/observer-member", ["observers", index], "value", { name }));
  }
  return found;
}

/** Decisions of minutes that are objects with an id, with their places. */
function decisionsOf(fields: MinutesFile) {
  const decisions = Array.isArray(fields.decisions) ? fields.decisions : [];
  return decisions.flatMap((decision, index) =>
    typeof decision?.id === "string" ? [{ decision, index }] : [],
  );
}

function decisionFindings(fields: MinutesFile): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  const date = dayOf(fields.date);
  const labels = SCHEMAS.minutes.properties.decisions!.items!.properties!.state!["x-enum-labels"]!;
  for (const { decision, index } of decisionsOf(fields)) {
    const { id, state } = decision;
    const at: Path = ["decisions", index];
    if (seen.has(id)) {
      found.push(finding("minutes/decision-twice", [...at, "id"], "value", { id, other: "同一份紀錄" }));
    }
    seen.add(id);
    const reason =
      state === "done" && decision.doneOn === undefined
        ? "卻沒有完成日期"
        : state === "open" && decision.doneOn !== undefined
          ? "卻有完成日期"
          : undefined;
    if (reason) {
      const args = { id, state: labels[state]!.zh, reason };
      found.push(finding("minutes/decision-done", [...at, "state"], "value", args));
    }
    for (const [field, name] of [
      ["due", "期限"],
      ["doneOn", "完成日期"],
    ] as const) {
      const day = dayOf(decision[field]);
      if (!date || !day || day >= date) continue;
      const args = { what: `決議 ${id} 的${name}`, day, date };
      found.push(finding("minutes/before", [...at, field], "value", args));
    }
  }
  return found;
}

/** Minutes with the path of their file. */
export interface PlacedMinutes {
  path: string;
  minutes: Minutes;
}

/**
 * What an agency's minutes say against its council's members, and against one another.
 * @param own in any order
 * @param judged findings stand in judged files only
 */
export function minutesAcross(
  code: string,
  own: readonly PlacedMinutes[],
  council: { path: string; file: CouncilFile } | undefined,
  judged: (path: string) => boolean,
): FileFindings {
  const found: FileFindings = new Map();
  const add = (path: string, ...findings: Finding[]) =>
    found.set(path, [...(found.get(path) ?? []), ...findings]);
  const all = own
    .filter(({ minutes }) => dayOf(minutes.date) !== undefined)
    .sort((a, b) => (a.minutes.date < b.minutes.date ? -1 : 1));
  const decided = new Map<string, string>();
  for (const { path, minutes } of all) {
    for (const { decision, index } of decisionsOf(minutes)) {
      const other = decided.get(decision.id);
      if (other === undefined) decided.set(decision.id, minutes.date);
      else if (other !== minutes.date && judged(path)) {
        const args = { id: decision.id, other: ` ${other} 的紀錄` };
        add(path, finding("minutes/decision-twice", ["decisions", index, "id"], "value", args));
      }
    }
    if (!council && judged(path)) add(path, finding("minutes/no-council", [], "value", { code }));
  }
  if (!council) return found;
  const meetings = meetingsOf(
    council.file,
    all.map(({ minutes }) => minutes),
  );
  for (const [index, { path, minutes }] of all.entries()) {
    const term = termOn(council.file, minutes.date);
    const members = membersOn(term, minutes.date);
    const unknown = term ? unknownMembers(minutes, members) : [];
    if (judged(path)) {
      if (!term) {
        add(path, finding("minutes/no-term", ["date"], "value", { date: minutes.date }));
        continue;
      }
      add(path, ...unknown.map((each) => unknownFinding(each, minutes.date, members)));
      add(path, ...observerFindings(minutes, members));
      add(path, ...clauseFindings(meetings[index]!));
    } else if (judged(council.path) && unknown.length > 0) {
      const names = [...new Set(unknown.map(({ name }) => name))].join("、");
      add(council.path, finding("council/minutes-member", ["terms"], "key", { names, date: minutes.date }));
    }
  }
  return found;
}

interface Unknown {
  field: "present" | "represented";
  at: Path;
  name: string;
}

/** Names among those who attended that are no member's of the day. */
function unknownMembers(minutes: Minutes, members: readonly Member[]): Unknown[] {
  const known = new Set(members.map((member) => member.name));
  const present = namesPresent(minutes).map(
    (name, index): Unknown => ({ field: "present", at: ["present", index], name }),
  );
  const represented = namesRepresented(minutes).map(
    (name, index): Unknown => ({ field: "represented", at: ["represented", index, "member"], name }),
  );
  return [...present, ...represented].filter(({ name }) => typeof name === "string" && !known.has(name));
}

function unknownFinding({ field, at, name }: Unknown, date: string, members: readonly Member[]): Finding {
  const suggestion = suggestTerm(
    name,
    members.map((member) => ({ code: member.name, zh: member.name, en: member.name })),
  );
  const args = { label: label(field), name, date, ...(suggestion ? { suggestion } : {}) };
  return finding("minutes/unknown-member", at, "value", args);
}

/** Members of the day among the observers who are not counted as present either (設置要點五). */
function observerFindings(minutes: Minutes, members: readonly Member[]): Finding[] {
  const known = new Set(members.map((member) => member.name));
  const there = new Set([...namesPresent(minutes), ...namesRepresented(minutes)]);
  const observers = Array.isArray(minutes.observers) ? minutes.observers : [];
  return observers.flatMap((name, index) =>
    known.has(name) && !there.has(name)
      ? [finding("minutes/observer-member", ["observers", index], "value", { name })]
      : [],
  );
}

function clauseFindings(meeting: ReturnType<typeof meetingsOf>[number]): Finding[] {
  return meeting.broken.map(({ field, remedy }, index) => {
    const { clause, zh } = meeting.faults[index]!;
    const args = { clause, fault: zh, remedy };
    return field
      ? finding("minutes/clause", [field], "key", args)
      : finding("minutes/clause", [], "value", args);
  });
}
