import fc from "fast-check";
import { expect, it } from "vitest";
import { checkCatalogue, checkSubmission } from "../../src/adapters/catalogue.ts";
import { buildCatalogue } from "../../src/catalogue/catalogue.ts";
import { pathOf } from "../../src/catalogue/check.ts";
import { compareDiagnostics, type Diagnostic, type DiagnosticCode } from "../../src/catalogue/diagnostics.ts";
import { taipeiDay } from "../../src/catalogue/today.ts";
import { checkDraft } from "../../src/desk/check-draft.ts";
import { type DeskAgency, type DeskPlatform, deskFiles, deskVocabularies } from "../../src/desk/data.ts";
import { datasetText } from "../../src/desk/dataset-text.ts";
import {
  type Draft,
  type DraftDistribution,
  type DraftValues,
  draftFromText,
  newDraft,
} from "../../src/desk/draft.ts";
import { datasetYaml, type TestRepository, testRepository } from "../support/repository.ts";

/*
 * Form, command line and CI say the same of the same draft: 200 drafts, sound ones and ones with every fault that a
 * form can have, new ones and changes of published files. The form sees the site's files only; the command line sees a
 * real folder with all drafts in it; CI sees each as a submission over the main branch.
 */

const DRAFTS = 200;
const AGENCY = "A41000000G";
/** Has no contact of its own, and its parent's do not count. */
const BARE = "A41010000A";

type Fault = (values: DraftValues, draft: Draft, at: number) => void;

const first = (values: DraftValues): DraftDistribution => values.distribution![0]!;
const put =
  (field: string, value: DraftValues[string]): Fault =>
  (values) => {
    values[field] = value;
  };
/** No two drafts may share a title: the command line sees them all, the others each alone. */
const putTitle =
  (title: string): Fault =>
  (values, _, at) => {
    values.title = title.replace("N", String(at));
  };

const putFirst =
  (field: string, text: string): Fault =>
  (values) => {
    first(values)[field] = text;
  };

/** What a draft may have wrong, with the code that must show up for it somewhere among the 200. */
const FAULTS: readonly (readonly [code: DiagnosticCode | "none", fault: Fault, onPublished?: true])[] = [
  ["none", () => {}],
  ...[
    "title",
    "description",
    "fieldDescription",
    "categoryCode",
    "type",
    "license",
    "cost",
    "accrualPeriodicity",
  ].map((field) => ["field/missing", put(field, "")] as const),
  ["field/missing", put("distribution", [])],
  ...["resourceDescription", "format", "characterSetCode"].map(
    (field) => ["field/missing", putFirst(field, "")] as const,
  ),
  ["field/missing", put("license", "other")],
  ["field/missing", put("cost", "付費")],
  ["field/missing", put("fieldDescription", "  "), true],
  ["field/too-long", putTitle(`${"長".repeat(256)}N`)],
  ["field/too-long", put("description", "😀".repeat(501))],
  ["field/too-long", put("fieldDescription", "欄位、".repeat(100))],
  ["field/too-long", putFirst("resourceDescription", "描".repeat(501))],
  ["field/too-long", put("keyword", ["很長的關鍵字".repeat(17)])],
  [
    "field/too-long",
    put(
      "keyword",
      Array.from({ length: 40 }, (_, n) => `第${n}個關鍵字`),
    ),
  ],
  [
    "field/too-many",
    put(
      "keyword",
      Array.from({ length: 51 }, (_, n) => `詞${n}`),
    ),
  ],
  ["field/duplicate-item", put("keyword", ["景氣", "景氣"])],
  ["field/not-in-list", put("categoryCode", "E99")],
  ["field/not-in-list", put("categoryCode", "生活安全及品質")],
  ["field/not-in-list", put("type", "原始資料")],
  ["field/not-in-list", put("license", "CC BY 4.0")],
  ["field/not-in-list", put("cost", "贈送")],
  ["field/not-in-list", put("dataClass", "丙")],
  ["field/not-in-list", put("publisherContactHonorific", "博士")],
  ["field/not-in-list", putFirst("format", "csv")],
  ["field/not-in-list", putFirst("characterSetCode", "utf8")],
  ["field/number", put("numberOfData", "5,000 筆")],
  ["field/number", put("numberOfData", "很多")],
  ["field/number", put("numberOfData", "-1")],
  ["field/number", put("numberOfData", "1e3")],
  ["field/pattern", put("contact", "第一窗口")],
  ["field/edge-space", put("spatial", " 臺灣")],
  ["field/edge-space", putTitle("　前後有空白的名稱 N ")],
  ["field/edge-space", put("keyword", ["景氣 ", "燈號"])],
  ["field/placeholder", put("notes", "N/A")],
  ["field/placeholder", put("description", "null")],
  ["field/placeholder", putFirst("resourceDescription", "~")],
  ["personal-data/found", put("notes", "洽王小姐 0912-345-678")],
  ["personal-data/found", put("publisherContactEmail", "wang@gmail.com")],
  ["personal-data/address", put("notes", "住址：臺北市中正區寶慶路3號")],
  ["date/roc", put("temporalCoverageFrom", "114年3月1日")],
  ["date/format", put("temporalCoverageFrom", "2025/3/1")],
  ["date/format", put("releaseDate", "明天")],
  ["date/format", putFirst("resourceModified", "2025-13-01")],
  ["date/impossible", put("releaseDate", "2025-02-30")],
  [
    "date/order",
    (values) => {
      values.temporalCoverageFrom = "2026-01-01";
      values.temporalCoverageTo = "2025-01-01";
    },
  ],
  ["date/future", putFirst("resourceModified", "2999-01-01")],
  ["url/invalid", put("landingPage", "www.ndc.gov.tw")],
  ["url/invalid", putFirst("downloadURL", "https://www.ndc.gov.tw/資料 一.csv")],
  ["url/invalid", putFirst("downloadURL", "javascript:alert(1)")],
  ["email/invalid", put("publisherContactEmail", "ｏｐｅｎ＠ndc.gov.tw")],
  ["email/invalid", put("publisherContactEmail", "沒有")],
  ["frequency/invalid", put("accrualPeriodicity", "每個月")],
  ["frequency/invalid", put("accrualPeriodicity", "偶爾")],
  ["contact/unknown", put("contact", "third")],
  ["publisher/mismatch", put("publisher", "國發會")],
  ["title/duplicate", put("title", "已上架的資料集")],
  ["resource/duplicate", (values) => void values.distribution!.push({ ...first(values) })],
  ["distribution/no-address", putFirst("downloadURL", "")],
  ["distribution/two-addresses", putFirst("accessURL", "https://www.ndc.gov.tw/api")],
  ["distribution/address-kind", putFirst("format", "API")],
  ["distribution/type-format", put("type", "TOOLS")],
  [
    "quality/stars",
    (values) => {
      for (const item of values.distribution!) item.format = "PDF";
    },
  ],
  [
    "quality/frequency-api",
    (values) => {
      values.accrualPeriodicity = "每10分鐘";
      // One service among the resources would be enough of an API.
      values.type = "rawData";
      for (const item of values.distribution!) item.format = "CSV";
    },
  ],
  ["licence/class", put("license", "CC-BY-NC-4.0")],
  [
    "licence/class",
    (values) => {
      values.cost = "付費";
      values.costURL = "https://www.ndc.gov.tw/fee";
      values.costLaw = "規費法";
    },
  ],
  ["dataset/locked", putTitle("改了名稱 N"), true],
  [
    "dataset/locked",
    (values) => {
      values.license = "other";
      values.licenseName = "自訂條款";
      values.licenseURL = "https://www.ndc.gov.tw/licence";
    },
    true,
  ],
  ["yaml/control-character", put("notes", "看不見\u0007的字元")],
  ["yaml/control-character", put("notes", "零寬\u200b空白")],
  ["yaml/bidi", put("notes", "方向\u202e相反")],
];

/** Texts that YAML would read as something else, if the writer did not mind. */
const TRICKY = [
  "no",
  "2026-01-01",
  "0x1f",
  "1_000",
  "a: b",
  "# 註解",
  "- 一項",
  "* 星號",
  "@帳號",
  "`反引號`",
  "%百分比",
  "{大括號}",
  "[方括號",
  "| 直線",
  "> 大於",
  "'單引號'",
  '"雙引號"',
  "“全形引號”",
  "結尾冒號:",
  "中間 # 井號",
  "=等於",
  "!驚嘆",
  "? 問號",
  "--- 三條",
  "反斜線\\n",
  "第一行\n第二行",
  "第一行\n\n  縮排的第三行",
  "行尾空白 \n第二行",
  "結尾換行\n",
  "Tab\t在中間",
  "😀",
  "https://a.tw/?a=1#b",
]; // prettier-ignore

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({
    unit: fc.constantFrom(..."資料集，、。： :#-\"'\\|>&*!%@`{}[]?　\n\tａ1~"),
    minLength: 1,
    maxLength: 40,
  }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
);

interface Plan {
  /** A new dataset, a change of a published one, or a submission that is mended. */
  kind: "new" | "change" | "mend";
  bare: boolean;
  faults: number[];
  texts: Record<string, string>;
  keyword: string[];
  distributions: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom("new", "change", "mend"),
  bare: fc.boolean(),
  faults: fc.array(fc.nat(FAULTS.length - 1), { maxLength: 4 }),
  texts: fc.dictionary(
    fc.constantFrom("description", "fieldDescription", "notes", "spatial", "publisherContactName"),
    text,
    { noNullPrototype: true },
  ),
  keyword: fc.uniqueArray(fc.constantFrom("景氣", "燈號", "GDP", "no", "1e3"), { maxLength: 3 }),
  distributions: fc.integer({ min: 1, max: 3 }),
});

/**
 * The first drafts have one fault each, then comes one for each kind of file: none is left to chance. None of these has a
 * text by chance either, which may hide a fault or fill what a file lacks.
 */
function planned(drawn: Plan, at: number): Plan {
  const [, , onPublished] = FAULTS[at] ?? [];
  if (at < FAULTS.length) {
    const kind = onPublished ? "change" : "new";
    return { ...drawn, kind, bare: false, faults: [at], texts: {}, distributions: 1 };
  }
  const file = at - FAULTS.length;
  if (file < PUBLISHED.length + MENDED.length) {
    return { ...drawn, kind: file < PUBLISHED.length ? "change" : "mend", faults: [], texts: {} };
  }
  return drawn;
}

/** Published files as officers left them: comments, an order of their own, quotes, states of every kind. */
const PUBLISHED: readonly ((serial: string) => string)[] = [
  (serial) => datasetYaml(serial),
  (serial) => `# 由承辦人維護\n${datasetYaml(serial, { notes: '"前一版"  # 待補' })}# 結尾\n`,
  (serial) => datasetYaml(serial).replaceAll("\n", "\r\n"),
  (serial) => {
    const [head = "", tail = ""] = datasetYaml(serial).split("distribution:");
    return `distribution:${tail}${head}`;
  },
  (serial) => datasetYaml(serial, { releaseDate: "2999-01-01" }),
  (serial) =>
    datasetYaml(serial, {
      status: "withdrawn",
      withdrawal: "\n  reason: A\n  explanation: 業務移轉。\n  date: 2025-01-01",
    }),
  (serial) =>
    datasetYaml(serial, {
      fieldDescription: "",
      provenance: "\n  source: data.gov.tw\n  incomplete: true\n  unmapped:\n    相關網址: 無",
      legacyID: `9${serial}`,
    }),
  (serial) => datasetYaml(serial, { issued: "2025-01-01", modified: "2024-12-31", legacyID: `8${serial}` }),
];

/** Submissions that nobody would let pass; what is wrong in them and no control of the form stays as it is. */
const MENDED: readonly ((serial: string) => string)[] = [
  (serial) =>
    datasetYaml(serial, {
      licenseName: "自訂條款",
      costURL: "https://www.ndc.gov.tw/fee",
      costLaw: "規費法",
    }),
  (serial) => datasetYaml(serial).replace(/(resourceID: A41000000G)-\d+-001/, "$1-999999-001"),
  (serial) =>
    datasetYaml(serial, { titel: "打錯的欄位", status: "Published", identifier: "A41000000G-999998" }),
];

/** What these files have wrong themselves. */
const FILE_CODES: readonly DiagnosticCode[] = [
  "field/not-applicable",
  "resource/prefix",
  "field/unknown",
  "identifier/place",
  "dataset/incomplete",
  "date/modified-first",
];

function soundValues(agency: string, serial: string, at: number): DraftValues {
  const identifier = `${agency}-${serial}`;
  return {
    categoryCode: "I00",
    title: `測試資料集第 ${at} 號`,
    description: "測試用的資料集。",
    fieldDescription: "年月、件數",
    type: "rawData",
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    accrualPeriodicity: "每月",
    distribution: [
      {
        resourceID: `${identifier}-001`,
        resourceDescription: "全部資料",
        format: "CSV",
        characterSetCode: "UTF-8",
        downloadURL: `https://www.ndc.gov.tw/${serial}.csv`,
      },
    ],
  };
}

const shown = (diagnostics: readonly Diagnostic[]) =>
  diagnostics
    .map(({ code, severity, file, line, column, message, remedy, fix }) => ({
      code,
      severity,
      file,
      line,
      column,
      message,
      remedy,
      ...(fix ? { fix } : {}),
    }))
    .sort((a, b) => compareDiagnostics(a, b) || (a.message < b.message ? -1 : 1));

interface Case {
  draft: Draft;
  /** Where it changes something that is published already. */
  published?: string;
  path: string;
  text: string;
}

const serialOf = (at: number) => String(500_000 + at);

/** The published file that a draft is about, and the text that it begins with. */
function filesOf({ kind }: Plan, at: number): { published?: string; base?: string } {
  const serial = serialOf(at);
  const published = PUBLISHED[at % PUBLISHED.length]!(serial);
  if (kind === "change") return { published, base: published };
  if (kind === "new") return {};
  const base = MENDED[at % MENDED.length]!(serial);
  return at % 2 === 0 ? { base, published } : { base };
}

/** The catalogue as it is published. */
async function publish(plans: readonly Plan[]): Promise<TestRepository> {
  const repository = await testRepository();
  const bare = `code: ${BARE}\nname: 檔案管理局\nparent: ${AGENCY}\n`;
  await repository.write(`agencies/${BARE}/agency.yaml`, bare);
  // A title that others may repeat, in both agencies.
  const taken = datasetYaml("000001", { title: "已上架的資料集" });
  await repository.write(`datasets/${AGENCY}/000001.yaml`, taken);
  await repository.write(`datasets/${BARE}/000001.yaml`, taken.replaceAll(AGENCY, BARE));
  for (const [at, each] of plans.entries()) {
    const { published } = filesOf(each, at);
    if (published !== undefined) await repository.write(`datasets/${AGENCY}/${serialOf(at)}.yaml`, published);
  }
  await repository.commit("published", "2026-01-05T09:00:00+08:00");
  return repository;
}

function draftOf(each: Plan, at: number, agencies: Map<string, DeskAgency>, today: string): Draft {
  const { base } = filesOf(each, at);
  const id = `draft-${at}`;
  let draft: Draft;
  if (base === undefined) {
    const code = each.bare ? BARE : AGENCY;
    draft = { ...newDraft(agencies.get(code)!, [], today, id), serial: serialOf(at) };
    draft.values = { ...draft.values, ...soundValues(code, draft.serial, at) };
  } else {
    const read = draftFromText(base, `datasets/${AGENCY}/${serialOf(at)}.yaml`, id, `${today}T00:00:00Z`);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems));
    draft = read.draft;
  }
  const { values } = draft;
  // Something changes in any case, else there would be nothing to judge.
  values.numberOfData = String(at);
  Object.assign(values, each.texts);
  if (each.keyword.length > 0) values.keyword = [...each.keyword];
  for (let n = 2; n <= each.distributions; n++) {
    const more = { ...first(values), resourceID: `${draft.agency}-${draft.serial}-10${n}` };
    values.distribution!.push(more);
  }
  for (const fault of each.faults) {
    // Resources may be gone after a fault: then the next has nothing to spoil.
    if (values.distribution?.length === 0) break;
    FAULTS[fault]![1](values, draft, at);
  }
  return draft;
}

it("form, command line and CI say the same of 200 drafts", { timeout: 120_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const plans = fc.sample(plan, { numRuns: DRAFTS, seed }).map(planned);
  const today = taipeiDay(new Date());
  const repository = await publish(plans);
  const { root } = repository;

  // What the site publishes for the form.
  const checked = await checkCatalogue(root, today);
  const catalogue = buildCatalogue({ ...checked.input!, today });
  const files = deskFiles({
    catalogue,
    datasets: checked.input!.datasets,
    operators: [],
    phrases: new Map(),
  });
  const site = <T>(path: string) => JSON.parse(files.find((file) => file.path === path)!.content) as T;
  const vocabularies = deskVocabularies(site<DeskPlatform>("office/platform.json"));
  const agencies = new Map(
    [AGENCY, BARE].map((code) => [code, site<DeskAgency>(`office/agencies/${code}.json`)] as const),
  );

  const cases = plans.map((each, at): Case => {
    const draft = draftOf(each, at, agencies, today);
    const { published } = filesOf(each, at);
    const path = pathOf(`${draft.agency}-${draft.serial}`);
    return { draft, path, text: datasetText(draft), ...(published === undefined ? {} : { published }) };
  });
  const form = cases.map(({ draft, published, path, text }) =>
    checkDraft({
      text,
      path,
      platform: { vocabularies },
      agency: agencies.get(draft.agency)!,
      today,
      ...(published === undefined ? {} : { base: published }),
    }),
  );
  const bytes = (content: string) => new TextEncoder().encode(content);
  const ci: Diagnostic[][] = [];
  for (const { published, path, text } of cases) {
    const { diagnostics } = await checkSubmission(root, today, [
      {
        path,
        kind: published === undefined ? "added" : "modified",
        mode: "100644",
        submitted: bytes(text),
        ...(published === undefined ? {} : { published: bytes(published) }),
      },
    ]);
    ci.push(diagnostics);
  }
  for (const { path, text } of cases) await repository.write(path, text);
  const { stdout } = await repository.script("validate", "--base", "HEAD", "--format", "json");
  const cli = Map.groupBy(JSON.parse(stdout) as Diagnostic[], ({ file }) => file);

  for (const [at, { path, text }] of cases.entries()) {
    const hint = `seed ${seed}, draft ${at}:\n${text}`;
    expect(shown(form[at]!), `form and CI, ${hint}`).toEqual(shown(ci[at]!));
    expect(shown(ci[at]!), `CI and command line, ${hint}`).toEqual(shown(cli.get(path) ?? []));
  }

  // The sample says something: each fault was found, and sound drafts are sound.
  const seen = new Set(form.flat().map(({ code }) => code));
  const expected = new Set([...FAULTS.map(([code]) => code), ...FILE_CODES]);
  expected.delete("none");
  expect([...expected].filter((code) => !seen.has(code as DiagnosticCode))).toEqual([]);
  expect(form.some((diagnostics) => diagnostics.length === 0)).toBe(true);
  expect(cases.filter(({ draft }) => draft.base !== undefined).length).toBeGreaterThan(DRAFTS / 4);
  // What a control can have wrong stands at a control.
  const ofControls = form.slice(0, FAULTS.length).filter((_, at) => plans[at]!.kind === "new");
  expect(ofControls.flat().filter(({ field }) => field.length === 0)).toEqual([]);
});
