import type { Announcement } from "./announcements.ts";
import type { Checked } from "./check.ts";
import { isoDate, isRealDate, rocDate } from "./dates.ts";
import { type Diagnostic, diagnostic } from "./diagnostics.ts";
import { textProblems } from "./document-text.ts";
import { readFrontMatter } from "./front-matter.ts";
import { AGENCY_ROLES, type AgencyRole, ROLE_LABELS } from "./grants.ts";
import { findPersonalData, PERSONAL_DATA_LABELS } from "./personal-data.ts";
import type { Source } from "./source.ts";

const LINE_ONE = { line: 1, column: 1 };
const PATH = /^platform\/announcements\/([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/;
const LONGEST_TITLE = 100;
const LONGEST_SLUG = 60;
const LABELS = { title: "公告名稱", date: "公告日期", audience: "對象" } as const;
const FIELDS: ReadonlySet<string> = new Set(Object.keys(LABELS));

/**
 * Checks and reads one announcement's file: front matter between two lines `---` (title, date, audience), then Markdown.
 * @param path below the catalogue's root, such as platform/announcements/guide.md
 * @returns the announcement where nothing is wrong with it
 */
export function checkAnnouncement(path: string, bytes: Uint8Array): Checked<Announcement> {
  const slug = PATH.exec(path)?.[1];
  if (!slug || slug.length > LONGEST_SLUG) {
    return { path, diagnostics: [diagnostic("announcement/name", path, LINE_ONE, { limit: LONGEST_SLUG })] };
  }
  const read = readFrontMatter(path, bytes, FIELDS, [...FIELDS]);
  if ("diagnostics" in read) return { path, diagnostics: read.diagnostics };
  const { source, problems, lines, end, body, placedBody } = read;
  const found = [...problems, ...fieldProblems(path, source)];
  if (body.trim() === "") {
    found.push(diagnostic("document/empty", path, { line: end + 1, column: 1 }, {}));
  }
  found.push(...textProblems(path, placedBody), ...personalProblems(path, lines, end));
  if (found.some((d) => d.severity === "error")) return { path, diagnostics: found };
  const { title, date, audience } = source.value as { title: string; date: string; audience?: AgencyRole[] };
  const value = { slug, title, date, audience: audience ?? [...AGENCY_ROLES].reverse(), text: body.trim() };
  return { path, value, diagnostics: found };
}

/**
 * Personal data in an announcement (mission A18).
 * @param end index of the line that ends the front matter
 */
function personalProblems(path: string, lines: readonly string[], end: number): Diagnostic[] {
  return lines.flatMap((line, index) =>
    findPersonalData(line).map(({ kind, masked, start }) =>
      diagnostic(
        kind === "address" ? "personal-data/address" : "personal-data/found",
        path,
        { line: index + 1, column: start + 1 },
        { label: "公告", field: index < end ? "標題" : "內文", kind: PERSONAL_DATA_LABELS[kind], masked },
      ),
    ),
  );
}

function fieldProblems(path: string, source: Source): Diagnostic[] {
  const found: Diagnostic[] = [];
  const { value } = source;
  for (const field of Object.keys(value)) {
    if (!FIELDS.has(field)) {
      found.push(diagnostic("announcement/field", path, source.locate([field], "key"), { field }));
    }
  }
  for (const field of ["title", "date"] as const) {
    const at = source.locate([field], "value");
    const label = LABELS[field];
    const text = value[field];
    if (text === undefined) found.push(diagnostic("field/missing", path, LINE_ONE, { field, label }));
    else if (typeof text !== "string" || text.includes("\n")) {
      found.push(diagnostic("announcement/text", path, at, { field, label }));
    } else if (text.trim() === "") found.push(diagnostic("field/empty", path, at, { field, label }));
    else if (field === "title") found.push(...titleProblems(path, text, source));
    else found.push(...dateProblems(path, text, source));
  }
  found.push(...audienceProblems(path, value.audience, source));
  return found;
}

function titleProblems(path: string, title: string, source: Source): Diagnostic[] {
  const at = source.locate(["title"], "value");
  const args = { field: "title", label: LABELS.title };
  const { length } = [...title];
  if (length > LONGEST_TITLE) {
    return [diagnostic("field/too-long", path, at, { ...args, length, limit: LONGEST_TITLE })];
  }
  if (title === title.trim()) return [];
  return [diagnostic("field/edge-space", path, at, args, source.replaceScalar(["title"], title.trim()))];
}

function dateProblems(path: string, date: string, source: Source): Diagnostic[] {
  const at = source.locate(["date"], "value");
  const args = { field: "date", label: LABELS.date, value: date };
  const mend = (iso: string) => source.replaceScalar(["date"], iso);
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    return isRealDate(date) ? [] : [diagnostic("date/impossible", path, at, args)];
  }
  const roc = rocDate(date)?.slice(0, 10);
  if (roc) return [diagnostic("date/roc", path, at, { ...args, iso: roc }, mend(roc))];
  const iso = isoDate(date)?.slice(0, 10);
  return [
    diagnostic("date/format", path, at, { ...args, ...(iso ? { iso } : {}) }, iso ? mend(iso) : undefined),
  ];
}

function audienceProblems(path: string, audience: unknown, source: Source): Diagnostic[] {
  if (audience === undefined) return [];
  const allowed = [...AGENCY_ROLES].reverse().join("、");
  const problem = (at: (string | number)[], value: string) =>
    diagnostic("announcement/audience", path, source.locate(at, "value"), { value, allowed });
  if (!Array.isArray(audience) || audience.length === 0) return [problem(["audience"], "")];
  return audience.flatMap((item: unknown, index) => {
    const place = ["audience", index];
    if (typeof item !== "string") return [problem(place, "")];
    if (audience.indexOf(item) < index) {
      const args = { field: "audience", label: LABELS.audience, value: item };
      return [diagnostic("field/duplicate-item", path, source.locate(place, "value"), args)];
    }
    if ((AGENCY_ROLES as readonly string[]).includes(item)) return [];
    const role = AGENCY_ROLES.find((each) => ROLE_LABELS[each].zh === item);
    const fix = role && source.replaceScalar(place, role);
    return [{ ...problem(place, item), ...(fix ? { fix } : {}) }];
  });
}
