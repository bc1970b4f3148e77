import { type AgencyFile, buildCatalogue, type Catalogue } from "../catalogue.ts";
import type { Checked } from "../check.ts";
import { placeFindings } from "../check.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { sampleVocabularies } from "../fixtures.ts";
import { checkCouncil, councilAcross } from "./check-council.ts";
import { checkMinutes } from "./check-minutes.ts";
import type { Member, Term } from "./council-members.ts";
import type { CouncilFile, Minutes, PlanFile } from "./plan-files.ts";
import { NO_PLAN_FILES } from "./plan-files.ts";

/* Councils and minutes for tests. */

export const MINISTRY = "A41000000G";
export const EXECUTIVE = "A00000000A";
export const AGENCIES: AgencyFile[] = [
  { code: EXECUTIVE, name: "行政院" },
  { code: MINISTRY, name: "國家發展委員會", parent: EXECUTIVE, ministry: true, grade: "B" },
];

const bytes = (text: string) => new TextEncoder().encode(text);

export const government = (n: number, more: Partial<Member> = {}): Member => ({
  name: `機關代表${n}`,
  organisation: "測試部",
  title: "主管",
  side: "government",
  capacity: "business",
  ...more,
});
export const convener = (more: Partial<Member> = {}): Member =>
  government(0, { name: "召集人", office: "convener", capacity: "cio", ...more });
export const civil = (n: number, more: Partial<Member> = {}): Member => ({
  name: `民間代表${n}`,
  organisation: "測試大學",
  title: "教授",
  side: "civil",
  capacity: "scholar",
  ...more,
});

const range = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i + 1));

/** A convener, and so many others of each side. */
export const members = (officials: number, civils: number, from = 0): Member[] => [
  convener(),
  ...range(officials, (n) => government(n)),
  ...range(civils, (n) => civil(n + from)),
];

export const term = (number: number, own: Member[], more: Partial<Term> = {}): Term => ({
  number,
  from: `${2025 + number}-01-01`,
  to: `${2025 + number}-12-31`,
  members: own,
  ...more,
});

/** A ministry's council of 12 with 4 civil members in 2026, unless something else is said. */
export const council = (more: Partial<CouncilFile> = {}): CouncilFile => ({
  agency: MINISTRY,
  name: "測試部政府資料開放諮詢小組",
  tier: "ministry",
  established: "2026-01-01",
  listPublished: "https://www.test.gov.tw/council",
  terms: [term(1, members(7, 4))],
  ...more,
});

export const OPINIONS = "## 各方意見\n\n- 機關代表：同意。\n- 民間代表：請加快開放。\n";

/** Minutes of 16 January 2026 with all of `council()` present. */
export const minutes = (more: Partial<Minutes> = {}): Minutes => ({
  agency: MINISTRY,
  date: "2026-01-16",
  title: "第 1 次會議",
  chair: "召集人",
  present: members(7, 4).map(({ name }) => name),
  publishedOn: more.date ?? "2026-01-30",
  topics: ["inventory", "requests", "duties"],
  text: OPINIONS,
  ...more,
});

export const councilPath = (code = MINISTRY) => `agencies/${code}/council.yaml`;
export const minutesPath = (date: string, code = MINISTRY) => `agencies/${code}/minutes/${date}.md`;

/** YAML is a superset of JSON. */
export const readCouncil = (file: unknown, code = MINISTRY): Checked<CouncilFile> =>
  checkCouncil(councilPath(code), bytes(JSON.stringify(file, null, 2)));

export function minutesText({ agency: _, text, ...fields }: Partial<Minutes>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `---\n${lines.join("\n")}\n---\n\n${text}\n`;
}
export const readMinutes = (
  fields: Partial<Minutes>,
  date = fields.date!,
  code = MINISTRY,
): Checked<Minutes> => checkMinutes(minutesPath(date, code), bytes(minutesText(fields)));

/**
 * What a submission of a council's file and its minutes is told, the rules across files included.
 * @param judged default: all files
 */
export function submit(
  file: CouncilFile | undefined,
  meetings: readonly Minutes[],
  judged: (path: string) => boolean = () => true,
  agencies: readonly AgencyFile[] = AGENCIES,
): Diagnostic[] {
  const code = file?.agency ?? MINISTRY;
  const texts = new Map<string, string>();
  const files: Checked<PlanFile>[] = [];
  const put = (path: string, text: string, checked: Checked<unknown>, kind: "council" | "minutes") => {
    texts.set(path, text);
    const { value, ...rest } = checked;
    files.push({ ...rest, ...(value ? { value: { kind, value } as PlanFile } : {}) });
  };
  if (file) put(councilPath(code), JSON.stringify(file, null, 2), readCouncil(file, code), "council");
  for (const each of meetings) {
    put(minutesPath(each.date, code), minutesText(each), readMinutes(each, each.date, code), "minutes");
  }
  const scope = {
    files,
    agencies: agencies.map((value) => ({
      path: `agencies/${value.code}/agency.yaml`,
      value,
      diagnostics: [],
    })),
    hasDataset: () => false,
    judged,
  };
  const across = [...councilAcross(scope)].flatMap(([path, findings]) =>
    placeFindings(path.endsWith(".md") ? "minutes" : "council", path, bytes(texts.get(path)!), findings),
  );
  return [...files.filter(({ path }) => judged(path)).flatMap(({ diagnostics }) => diagnostics), ...across];
}

/** The catalogue of a day with one council and its minutes. */
export function catalogueOf(
  today: string,
  file?: CouncilFile,
  meetings: readonly Minutes[] = [],
  agencies: readonly AgencyFile[] = AGENCIES,
): Catalogue {
  const code = file?.agency ?? MINISTRY;
  return buildCatalogue({
    settings: {} as Catalogue["settings"],
    vocabularies: sampleVocabularies(),
    agencies,
    datasets: [],
    plan: {
      ...NO_PLAN_FILES,
      councils: new Map(file ? [[code, file]] : []),
      minutes: new Map([[code, meetings]]),
    },
    today,
  });
}
