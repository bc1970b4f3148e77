import type { AgencyFile } from "../../catalogue/catalogue.ts";
import { A, B, BOT, C, CALENDAR } from "../assess.test-helper.ts";
import { LABELS } from "../names.ts";
import { buildRegister, type Register } from "../register.ts";
import type { ReviewSite } from "../status-comment.ts";
import { assessOpinion, type OpinionAssessment } from "./assess.ts";
import { mergesOf } from "./merges.ts";
import { OPINION_HEADINGS, WANTED_HEADINGS } from "./parse.ts";
import type { DatasetFacts, OpinionContext, OpinionRecord, OpinionText } from "./record.ts";

export { A, B, BOT, C, CALENDAR };

const person = (account: string, ...roles: ("provider" | "reviewer" | "administrator")[]) => ({
  account,
  displayName: `職務${account}`,
  roles: roles.map((role) => ({ role })),
});
type Replies = NonNullable<NonNullable<AgencyFile["policy"]>["replies"]>;

/** A ministry A with an agency B below, and another ministry C. Nothing here is real. */
export const registerWith = (
  replies: Replies = {},
  change: Partial<Record<string, Partial<AgencyFile>>> = {},
) =>
  buildRegister(
    (
      [
        {
          code: A,
          name: "甲部",
          ministry: true,
          policy: { replies },
          people: [person("pa", "provider"), person("ra", "reviewer"), person("adm", "administrator")],
        },
        {
          code: B,
          name: "甲部乙署",
          shortNames: ["乙署"],
          parent: A,
          people: [person("pb", "provider"), person("rb", "reviewer")],
        },
        {
          code: C,
          name: "丙部",
          ministry: true,
          people: [person("pc", "provider"), person("adm-c", "administrator")],
        },
      ] satisfies AgencyFile[]
    ).map((file) => ({ ...file, ...change[file.code] })),
    [{ account: "op", displayName: "平臺" }],
  );
export const REGISTER = registerWith();
export const ID = `${B}-000001`;
export const DATASETS: ReadonlyMap<string, DatasetFacts> = new Map([
  [ID, { title: "甲" }],
  [`${B}-000002`, { title: "乙", releasedOn: "2026-05-01" }],
  [`${B}-000003`, { title: "丙", withdrawnOn: "2026-01-01" }],
]);

export const siteOf = (register: Register): ReviewSite => ({
  url: "https://data.example/",
  repository: "example/catalogue",
  serverUrl: "https://github.example",
  register,
  phrases: new Map(),
});

const ADDRESS = "https://github.example/example/catalogue/issues";
let ids = 0;

export const says = (
  at: string,
  account: string,
  body: string,
  change: Partial<OpinionText> = {},
): OpinionText => {
  const id = `IC_${++ids}`;
  return {
    id,
    url: `${ADDRESS}/7#${id}`,
    account,
    body,
    at,
    own: false,
    edited: false,
    tampered: false,
    ...change,
  };
};

const written = (headings: readonly string[], answers: readonly string[]) =>
  headings.map((heading, i) => `### ${heading}\n\n${answers[i] || "_No response_"}`).join("\n\n");

/** An issue as one of the forms makes it. */
export function issue(
  form: "opinion" | "wanted",
  answers: readonly string[],
  change: Partial<OpinionRecord> = {},
): OpinionRecord {
  const number = change.number ?? 7;
  return {
    id: `I_${number}`,
    url: `${ADDRESS}/${number}`,
    account: "citizen",
    body: written(form === "opinion" ? OPINION_HEADINGS : WANTED_HEADINGS, answers),
    at: "2026-03-02T02:00:00Z",
    own: false,
    edited: false,
    tampered: false,
    number,
    title: "標題",
    open: true,
    labels: [LABELS[form].name],
    comments: [],
    likes: 0,
    dislikes: 0,
    ...change,
  };
}
export const opinion = (change: Partial<OpinionRecord> = {}) =>
  issue("opinion", [ID, "其他", "內容"], change);
export const wanted = (change: Partial<OpinionRecord> = {}) =>
  issue("wanted", ["名稱", "欄位", "原因", "乙署"], change);

export function contextOf(
  now: string,
  register: Register = REGISTER,
  records: readonly OpinionRecord[] = [],
): OpinionContext {
  const context = { register, calendar: CALENDAR, now: new Date(now), datasets: DATASETS };
  return { ...context, merges: mergesOf(records, context) };
}

/** What an issue comes to at a time, with those that it may be merged into. */
export function assessed(
  record: OpinionRecord,
  now: string,
  register: Register = REGISTER,
  others: readonly OpinionRecord[] = [],
): OpinionAssessment {
  const found = assessOpinion(record, contextOf(now, register, [record, ...others]));
  if (!found) throw new Error("no opinion");
  return found;
}
