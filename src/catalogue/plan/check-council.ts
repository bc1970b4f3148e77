import type { AgencyFile } from "../catalogue.ts";
import type { Checked, Finding } from "../check.ts";
import { agencyCodeOf, finding } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import { asText } from "../history.ts";
import { SCHEMAS } from "../schema/fields.ts";
import type { CouncilFile } from "../schema/generated/council.ts";
import { validateCouncil } from "../schema/generated/plan-validators.js";
import type { PlanScope } from "./across.ts";
import { checkFields } from "./check-fields.ts";
import { minutesAcross } from "./check-minutes.ts";
import { dayOf, isConvener, type Member, type PlacedTerm, spanOf, termsOf } from "./council-members.ts";
import { compositionFaults } from "./council-rules.ts";
import type { Minutes } from "./plan-files.ts";
import "./schemas.ts";

/** The day on which the clauses came into force (院授發資字第 1041500401 號函). */
const IN_FORCE = "2015-04-07";

const AGENCY_FILE = /^agencies\/([A-Za-z0-9_]{10})\//;

/**
 * Checks one council's file by itself (諮詢小組設置要點; mission A1, D6, J4). What contradicts itself is an error. What
 * breaks a clause is a warning, for the newest term with all changes of members that the file holds.
 */
export function checkCouncil(path: string, bytes: Uint8Array): Checked<CouncilFile> {
  return checkFields<CouncilFile>("council", path, bytes, validateCouncil, (file) => [
    ...headFindings(file),
    ...termFindings(file),
    ...termsOf(file).flatMap(memberFindings),
    ...clauseFindings(file),
  ]);
}

function headFindings(file: CouncilFile): Finding[] {
  const found: Finding[] = [];
  if (file.listPublished === undefined) found.push(finding("council/list", [], "value", {}));
  if (file.existingMechanism === true) {
    const established = dayOf(file.established);
    const reason =
      file.tier === "executive"
        ? "只有中央二級機關得依原有機制辦理"
        : established && established >= IN_FORCE
          ? `設立日期 ${established} 不在要點生效（${IN_FORCE}）之前`
          : undefined;
    if (reason) found.push(finding("council/existing", ["existingMechanism"], "value", { reason }));
  }
  return found;
}

function termFindings(file: CouncilFile): Finding[] {
  const found: Finding[] = [];
  const terms = termsOf(file).sort((a, b) => a.index - b.index);
  const established = dayOf(file.established);
  for (const [i, { term, index }] of terms.entries()) {
    const { number, from, to } = term;
    if (to < from) found.push(finding("council/term-order", ["terms", index, "to"], "value", { from, to }));
    if (established && from < established) {
      found.push(
        finding("council/term-established", ["terms", index, "from"], "value", { from, established }),
      );
    }
    const before = terms[i - 1]?.term;
    if (before && number <= before.number) {
      const args = { number, before: before.number };
      found.push(finding("council/term-number", ["terms", index, "number"], "value", args));
    }
    const other = terms.slice(0, i).find(({ term: o }) => from <= o.to && o.from <= to)?.term;
    if (other) {
      const args = { number, before: other.number, day: from };
      found.push(finding("council/term-overlap", ["terms", index, "from"], "value", args));
    }
  }
  return found;
}

function memberFindings({ term, index }: PlacedTerm): Finding[] {
  const found: Finding[] = [];
  const spans = term.members.map((member) => ({ member, ...spanOf(term, member) }));
  const meets = (a: { from: string; to: string }, b: { from: string; to: string }) =>
    a.from <= b.to && b.from <= a.to;
  for (const [i, one] of spans.entries()) {
    const { member, from, to } = one;
    const { name } = member;
    const at = ["terms", index, "members", i];
    if (to < from) found.push(finding("council/member-order", at, "value", { name, from, to }));
    for (const field of ["from", "to"] as const) {
      const day = dayOf(member[field]);
      if (!day || (day >= term.from && day <= term.to)) continue;
      if (field === "to" && member.replaces !== undefined && day > term.to) {
        const args = { name, day, to: term.to };
        found.push(finding("council/replacement-outside", [...at, field], "value", args));
        continue;
      }
      const args = { name, day, from: term.from, to: term.to };
      found.push(finding("council/member-outside", [...at, field], "value", args));
    }
    const earlier = spans.slice(0, i).filter((other) => meets(one, other));
    if (earlier.some((other) => other.member.name === name)) {
      found.push(finding("council/member-twice", [...at, "name"], "value", { name }));
    }
    const convener = isConvener(member) && earlier.find((other) => isConvener(other.member));
    if (convener) {
      const day = [from, convener.from].sort()[1]!;
      const args = { name, other: convener.member.name, day };
      found.push(finding("council/two-conveners", [...at, "office"], "value", args));
    }
    const reason = replacementFault(member, from, spans);
    if (reason) {
      const args = { name, replaces: member.replaces!, reason };
      found.push(finding("council/replaces", [...at, "replaces"], "value", args));
    }
  }
  return found;
}

/** Why somebody can't have taken over the rest of another's term (設置要點六第三項). */
function replacementFault(
  member: Member,
  from: string,
  spans: readonly { member: Member; to: string }[],
): string | undefined {
  // Anything may stand there, even what can't be shown as text; the schema tells.
  if (typeof member.replaces !== "string") return undefined;
  const named = spans.filter((other) => other.member !== member && other.member.name === member.replaces);
  if (named.length === 0) return "本屆沒有這位委員";
  const same = named.filter((other) => other.member.side === member.side);
  if (same.length === 0) return "兩人的代表別不同";
  const left = same.filter((other) => dayOf(other.member.to) !== undefined);
  if (left.length === 0) return "這位委員沒有卸任日";
  return left.some((other) => other.to < from) ? undefined : "這位委員到任日當天還沒有卸任";
}

/** The clauses that the newest term breaks once all changes that the file holds have come. */
function clauseFindings(file: CouncilFile): Finding[] {
  const newest = termsOf(file).at(-1);
  if (!newest || newest.term.to < newest.term.from) return [];
  const { term, index } = newest;
  return compositionFaults(file, term, term.to).map(({ rule, fault }) =>
    finding("council/clause", ["terms", index, "members"], "key", {
      clause: fault.clause,
      fault: fault.zh,
      remedy: rule.remedy,
    }),
  );
}

/** What minutes say against their council's members, and whether an agency has a council of its tier. */
export function councilAcross(scope: PlanScope): FileFindings {
  const found: FileFindings = new Map();
  const agencies = new Map<string, AgencyFile>();
  for (const { path, value } of scope.agencies) {
    const code = agencyCodeOf(path);
    if (code && value) agencies.set(code, value);
  }
  const councils = new Map<string, { path: string; file: CouncilFile }>();
  const minutes = new Map<string, { path: string; minutes: Minutes }[]>();
  for (const { path, value } of scope.files) {
    const code = AGENCY_FILE.exec(path)?.[1];
    if (code === undefined) continue;
    if (value?.kind === "council") councils.set(code, { path, file: value.value });
    if (value?.kind === "minutes") {
      minutes.set(code, [...(minutes.get(code) ?? []), { path, minutes: value.value }]);
    }
  }
  for (const [code, { path, file }] of councils) {
    const agency = agencies.get(code);
    if (!agency || !scope.judged(path)) continue;
    const expected = agency.ministry === true ? "ministry" : agency.parent ? undefined : "executive";
    if (expected === undefined || expected === file.tier) continue;
    const labels = SCHEMAS.council.properties.tier!["x-enum-labels"]!;
    const tier = asText(file.tier);
    const args = { tier: labels[tier]?.zh ?? tier, name: agency.name };
    found.set(path, [finding("council/tier", ["tier"], "value", args)]);
  }
  for (const [code, own] of minutes) {
    for (const [path, findings] of minutesAcross(code, own, councils.get(code), scope.judged)) {
      found.set(path, [...(found.get(path) ?? []), ...findings]);
    }
  }
  return found;
}
