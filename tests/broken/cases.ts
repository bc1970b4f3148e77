import iconv from "iconv-lite";

/** One slip in a file: what the officer wrote, and the diagnostics that must come, in order. */
export interface Broken {
  name: string;
  content: string | Uint8Array;
  expect: { code: string; line: number }[];
  path?: string;
  /** Mends lead to a right file; as text, to this very file. */
  fixed?: true | string;
}

export const PATH = "datasets/A41000000G/000901.yaml";

export const GOOD = `identifier: A41000000G-000901
categoryCode: I00
title: 公共建設計畫經費執行情形
description: 各機關公共建設計畫當年度預算數、累計執行數與達成率，供各界瞭解辦理進度。
fieldDescription: 計畫名稱、主辦機關、預算數(新臺幣千元)、累計執行數(新臺幣千元)、達成率(%)
type: rawData
keyword:
  - 公共建設
  - 預算執行
numberOfData: 5000
license: OGDL-Taiwan-1.0
cost: 免費
accrualPeriodicity: 每月
temporalCoverageFrom: 2015-01-01
temporalCoverageTo: 2026-09-30
issued: 2015-03-01
modified: 2026-10-05 09:30:00
distribution:
  - resourceID: A41000000G-000901-001
    resourceDescription: 公共建設計畫經費執行情形 CSV
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://www.ndc.gov.tw/data/works.csv
`;

const AGENCY_PATH = "agencies/A41000000G/agency.yaml";

const AGENCY = `code: A41000000G
name: 國家發展委員會
people:
  - account: ndc-admin
    displayName: 部會管理者
    deputy: ndc-reviewer
    roles:
      - role: administrator
  - account: ndc-reviewer
    displayName: 資料審查者
    roles:
      - role: reviewer
reviewTeam: opendata-org/ndc-reviewers
policy:
  modifications: automatic
`;

const lines = GOOD.split("\n");

/** The good file with one line replaced, found by its beginning; an empty text deletes the line. */
function change(from: string, to: string): string {
  const index = lines.findIndex((line) => line.startsWith(from));
  if (index < 0) throw new Error(`no line begins with ${from}`);
  const replaced = to === "" ? [] : to.split("\n");
  return [...lines.slice(0, index), ...replaced, ...lines.slice(index + 1)].join("\n");
}

const at = (code: string, line: number) => ({ code, line });
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));

const bomb = `${GOOD}notes: &a [x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 9 },
  (_, i) => `bomb${i}: &b${i} [*a, *a, *a, *a, *a, *a, *a, *a, *a]`,
).join("\n")}\n`;

export const BROKEN: Broken[] = [
  // Bytes.
  { name: "BOM", content: `\uFEFF${GOOD}`, expect: [at("encoding/bom", 1)], fixed: GOOD },
  {
    name: "Big5",
    content: new Uint8Array(iconv.encode(GOOD, "cp950")),
    expect: [at("encoding/big5", 3)],
    fixed: GOOD,
  },
  { name: "UTF-16", content: utf16(GOOD), expect: [at("encoding/utf16", 1)], fixed: GOOD },
  {
    name: "broken UTF-8",
    content: new Uint8Array([...Buffer.from(GOOD.slice(0, 20)), 0xff, 0xff, 0x0a]),
    expect: [at("encoding/invalid", 1)],
  },
  { name: "too large", content: `${GOOD}# ${"x".repeat(600_000)}\n`, expect: [at("file/too-large", 1)] },
  { name: "empty file", content: "", expect: [at("yaml/empty", 1)] },
  { name: "comments only", content: "# 範本\n", expect: [at("yaml/empty", 1)] },
  { name: "wrong place", content: GOOD, path: "datasets/國發會/1.yml", expect: [at("file/name", 1)] },
  {
    name: "NUL byte",
    content: change("title", "title: 公共建設\0計畫經費執行情形"),
    expect: [at("yaml/control-character", 3)],
    fixed: GOOD,
  },
  {
    name: "right-to-left override",
    content: change("title", "title: 公共建設\u202E計畫經費執行情形"),
    expect: [at("yaml/bidi", 3)],
    fixed: GOOD,
  },
  // YAML as text.
  {
    name: "merge markers",
    content: change("cost", "<<<<<<< HEAD\ncost: 免費\n=======\ncost: 付費\n>>>>>>> patch-1"),
    expect: [at("yaml/merge-marker", 12), at("yaml/merge-marker", 14), at("yaml/merge-marker", 16)],
  },
  {
    name: "tab as indent",
    content: change("  - 公共建設", "\t- 公共建設"),
    expect: [at("yaml/tab", 8)],
    fixed: GOOD,
  },
  {
    name: "full-width space as indent",
    content: change("  - 公共建設", "\u3000- 公共建設"),
    expect: [at("yaml/fullwidth-space", 8)],
    fixed: GOOD,
  },
  {
    name: "full-width colon",
    content: change("title", "title：公共建設計畫經費執行情形"),
    expect: [at("yaml/fullwidth-colon", 3)],
    fixed: GOOD,
  },
  {
    name: "full-width colon in a distribution",
    content: change("    format", "    format：CSV"),
    expect: [at("yaml/fullwidth-colon", 21)],
    fixed: GOOD,
  },
  {
    name: "no blank after the colon",
    content: change("cost", "cost:免費"),
    expect: [at("yaml/colon-space", 12)],
    fixed: GOOD,
  },
  {
    name: "no blank after the dash",
    content: change("  - resourceID", "  -resourceID: A41000000G-000901-001"),
    expect: [at("yaml/dash-space", 19)],
    fixed: GOOD,
  },
  {
    name: "no colon",
    content: change("cost", "cost 免費"),
    expect: [at("yaml/colon-missing", 12)],
  },
  {
    name: "full-width quotes",
    content: change("title", "title: “公共建設計畫經費執行情形”"),
    expect: [at("yaml/fullwidth-quote", 3)],
    fixed: GOOD,
  },
  {
    name: "missing closing quote",
    content: change("title", 'title: "公共建設計畫經費執行情形'),
    expect: [at("yaml/unclosed-quote", 3)],
  },
  {
    name: "missing closing quote at the end of the file",
    content: `${GOOD}notes: '備註\n`,
    expect: [at("yaml/unclosed-quote", 24)],
  },
  {
    name: "text after the quote",
    content: change("title", 'title: "公共建設"計畫'),
    expect: [at("yaml/text-after-quote", 3)],
  },
  {
    name: "bad escape",
    content: change("title", 'title: "公共\\建設計畫"'),
    expect: [at("yaml/escape", 3)],
  },
  {
    name: "duplicate key",
    content: change("cost", "cost: 免費\ncost: 付費"),
    expect: [at("yaml/duplicate-key", 13)],
  },
  {
    name: "alias bomb",
    content: bomb,
    expect: Array.from({ length: 10 }, (_, i) => at("yaml/alias", 24 + i)),
  },
  {
    name: "alias as value",
    content: change("title", "title: *重要* 公共建設"),
    expect: [at("yaml/alias", 3)],
  },
  { name: "tag", content: change("title", "title: !!python/object 公共建設"), expect: [at("yaml/tag", 3)] },
  {
    name: "reserved character",
    content: change("description", "description: @國發會 公共建設計畫"),
    expect: [at("yaml/reserved", 4)],
    fixed: true,
  },
  {
    name: "percent sign first",
    content: change("description", "description: %達成率"),
    expect: [at("yaml/reserved", 4)],
    fixed: true,
  },
  {
    name: "colon within a value",
    content: change("title", "title: 公共建設: 經費執行情形"),
    expect: [at("yaml/colon-in-value", 3)],
    fixed: true,
  },
  {
    name: "number sign within a value",
    content: change("description", "description: 公共建設計畫 #1 期"),
    expect: [at("yaml/comment-in-value", 4)],
  },
  {
    name: "unclosed bracket",
    content: change("keyword", "keyword: [公共建設, 預算執行\ncontact: main").replace(
      / {2}- (公共建設|預算執行)\n/g,
      "",
    ),
    expect: [at("yaml/unclosed-bracket", 7)],
  },
  {
    name: "wrong indent",
    content: change("    format", "   format: CSV"),
    expect: [at("yaml/indent", 21)],
  },
  {
    name: "indent of a top-level field",
    content: change("cost", "  cost: 免費"),
    expect: [at("yaml/colon-in-value", 11)],
  },
  { name: "document start", content: `---\n${GOOD}`, expect: [at("yaml/document", 1)] },
  { name: "two documents", content: `${GOOD}---\ntitle: 另一份\n`, expect: [at("yaml/document", 24)] },
  { name: "directive", content: `%YAML 1.1\n${GOOD}`, expect: [at("yaml/document", 1)] },
  {
    name: "text after a block indicator",
    content: change("description", "description: | 各機關公共建設計畫"),
    expect: [at("yaml/block-scalar", 4)],
  },
  { name: "brackets without end", content: `notes: ${"[".repeat(5000)}\n`, expect: [at("yaml/depth", 1)] },
  {
    name: "nested too deep",
    content: `${GOOD}notes:\n${Array.from({ length: 20 }, (_, i) => `${" ".repeat(i + 1)}a:`).join("\n")} x\n`,
    expect: [at("yaml/depth", 36)],
  },
  {
    name: "a list at the top",
    content: "- identifier: A41000000G-000901\n",
    expect: [at("yaml/not-a-mapping", 1)],
  },
  { name: "prose instead of fields", content: "這不是資料集\n", expect: [at("yaml/not-a-mapping", 1)] },
  {
    name: "line ends of an old Mac",
    content: GOOD.replaceAll("\n", "\r"),
    expect: [at("yaml/control-character", 1)],
    fixed: GOOD,
  },
  {
    name: "zero-width space",
    content: change("title", "title: 公共\u200b建設計畫經費執行情形"),
    expect: [at("yaml/control-character", 3)],
    fixed: GOOD,
  },
  {
    name: "no-break space after the colon",
    content: change("cost", "cost:\u00a0免費"),
    expect: [at("yaml/colon-space", 12)],
    fixed: GOOD,
  },
  {
    name: "list item indented too deep",
    content: change("  - 預算執行", "   - 預算執行"),
    expect: [at("yaml/indent", 9)],
  },
  {
    name: "list item under a text",
    content: change("cost", "notes: 說明如下\n  - 第一點\ncost: 免費"),
    expect: [at("yaml/indent", 13)],
  },
  {
    name: "value that begins with a dash",
    content: change("description", "description: - 公共建設計畫"),
    expect: [at("yaml/reserved", 4)],
    fixed: true,
  },
  {
    name: "value that begins with a bracket",
    content: change("title", "title: [公共建設] 經費執行情形"),
    expect: [at("yaml/reserved", 3)],
    fixed: true,
  },
  {
    name: "value that begins with a number sign",
    content: change("description", "description: #公共建設計畫"),
    expect: [at("yaml/comment-in-value", 4), at("field/empty", 4)],
    fixed: true,
  },
  {
    name: "an address where a distribution belongs",
    content: `${GOOD}  - https://www.ndc.gov.tw/data/works.json\n`,
    expect: [at("field/type", 24)],
  },
  // Types that YAML would guess.
  {
    name: "NO as a language",
    content: change("cost", "language: NO\ncost: 免費"),
    expect: [at("field/not-in-list", 12)],
  },
  {
    name: "leading zero",
    content: change("numberOfData", "numberOfData: 0123"),
    expect: [at("field/number", 10)],
  },
  {
    name: "exponent",
    content: change("numberOfData", "numberOfData: 1e3"),
    expect: [at("field/number", 10)],
  },
  {
    name: "number with unit and comma",
    content: change("numberOfData", "numberOfData: 約 5,000 筆"),
    expect: [at("field/number", 10)],
    fixed: GOOD,
  },
  {
    name: "full-width digits",
    content: change("numberOfData", "numberOfData: ５０００"),
    expect: [at("field/number", 10)],
    fixed: GOOD,
  },
  {
    name: "a time where a date belongs",
    content: change("issued", "issued: 12:30"),
    expect: [at("date/format", 16)],
  },
  { name: "null", content: change("cost", "cost: 免費\nnotes: null"), expect: [at("field/placeholder", 13)] },
  {
    name: "yes as a class",
    content: change("cost", "dataClass: yes\ncost: 免費"),
    expect: [at("field/not-in-list", 12)],
  },
  // Fields.
  {
    name: "民國 date",
    content: change("issued", "issued: 104/3/1"),
    expect: [at("date/roc", 16)],
    fixed: GOOD,
  },
  {
    name: "民國 date in words",
    content: change("temporalCoverageFrom", "temporalCoverageFrom: 民國104年1月1日"),
    expect: [at("date/roc", 14)],
    fixed: GOOD,
  },
  {
    name: "slashes in a date",
    content: change("temporalCoverageFrom", "temporalCoverageFrom: 2015/1/1"),
    expect: [at("date/format", 14)],
    fixed: GOOD,
  },
  {
    name: "only a year",
    content: change("temporalCoverageFrom", "temporalCoverageFrom: 2015"),
    expect: [at("date/format", 14)],
  },
  {
    name: "31 February",
    content: change("issued", "issued: 2015-02-31"),
    expect: [at("date/impossible", 16)],
  },
  {
    name: "coverage backwards",
    content: change("temporalCoverageTo", "temporalCoverageTo: 2014-12-31"),
    expect: [at("date/order", 15)],
  },
  {
    name: "modified before issued",
    content: change("modified", "modified: 2015-02-28"),
    expect: [at("date/modified-first", 17)],
  },
  {
    name: "modified in the future",
    content: change("modified", "modified: 2027-01-01"),
    expect: [at("date/future", 17)],
  },
  { name: "missing field", content: change("license", ""), expect: [at("field/missing", 1)] },
  { name: "field left empty", content: change("license", "license:"), expect: [at("field/empty", 11)] },
  {
    name: "missing field of a distribution",
    content: change("    characterSetCode", ""),
    expect: [at("field/missing", 19)],
  },
  {
    name: "no address",
    content: change("    downloadURL", ""),
    expect: [at("distribution/no-address", 19)],
  },
  {
    name: "charged without its basis",
    content: change("cost", "cost: 付費\ndataClass: 乙"),
    expect: [at("field/missing", 1), at("field/missing", 1)],
  },
  {
    name: "basis without a charge",
    content: change("cost", "cost: 免費\ncostLaw: 規費法"),
    expect: [at("field/not-applicable", 13)],
  },
  {
    name: "other licence without its name",
    content: change("license", "license: other\ndataClass: 乙"),
    expect: [at("field/missing", 1), at("field/missing", 1)],
  },
  {
    name: "withdrawn without a reason",
    content: `${GOOD}status: withdrawn\n`,
    expect: [at("field/missing", 1)],
  },
  {
    name: "unknown field",
    content: change("cost", "cost: 免費\ncolour: 紅"),
    expect: [at("field/unknown", 13)],
  },
  {
    name: "field with a Chinese name",
    content: change("title", "資料集名稱: 公共建設計畫經費執行情形"),
    expect: [at("field/missing", 1), at("field/unknown", 3)],
    fixed: GOOD,
  },
  {
    name: "field in other case",
    content: change("    downloadURL", "    downloadUrl: https://www.ndc.gov.tw/data/works.csv"),
    expect: [at("distribution/no-address", 19), at("field/unknown", 23)],
    fixed: GOOD,
  },
  {
    name: "keywords in one line",
    content: change("keyword", "keyword: 公共建設、預算執行").replace(/ {2}- (公共建設|預算執行)\n/g, ""),
    expect: [at("field/type", 7)],
  },
  {
    name: "title too long",
    content: change("title", `title: ${"字".repeat(256)}`),
    expect: [at("field/too-long", 3)],
  },
  {
    name: "keywords too long together",
    content: change(
      "  - 公共建設",
      Array.from({ length: 30 }, (_, i) => `  - 關鍵字關鍵字關鍵${i}`).join("\n"),
    ),
    expect: [at("field/too-long", 7)],
  },
  {
    name: "keyword twice",
    content: change("  - 預算執行", "  - 公共建設"),
    expect: [at("field/duplicate-item", 8)],
  },
  {
    name: "unknown category",
    content: change("categoryCode", "categoryCode: Z99"),
    expect: [at("field/not-in-list", 2)],
  },
  {
    name: "category by its name",
    content: change("categoryCode", "categoryCode: 公共資訊"),
    expect: [at("field/not-in-list", 2)],
    fixed: GOOD,
  },
  {
    name: "format in lower case",
    content: change("    format", "    format: csv"),
    expect: [at("field/not-in-list", 21)],
    fixed: GOOD,
  },
  {
    name: "unreadable frequency",
    content: change("accrualPeriodicity", "accrualPeriodicity: 每15日或每2月"),
    expect: [at("frequency/invalid", 13)],
  },
  {
    name: "frequency in other words",
    content: change("accrualPeriodicity", "accrualPeriodicity: 每個月"),
    expect: [at("frequency/invalid", 13)],
    fixed: GOOD,
  },
  {
    name: "address without scheme",
    content: change("    downloadURL", "    downloadURL: www.ndc.gov.tw/data/works.csv"),
    expect: [at("url/invalid", 23)],
  },
  {
    name: "script as an address",
    content: change("    downloadURL", "    downloadURL: javascript:alert(1)"),
    expect: [at("url/invalid", 23)],
  },
  {
    name: "bad mail address",
    content: change("cost", "publisherContactEmail: opendata＠ndc.gov.tw\ncost: 免費"),
    expect: [at("email/invalid", 12)],
    fixed: true,
  },
  {
    name: "another dataset's identifier",
    content: change("identifier", "identifier: A41000000G-000902"),
    expect: [at("identifier/place", 1)],
    fixed: GOOD,
  },
  {
    name: "identifier that is none",
    content: change("identifier", "identifier: 901"),
    expect: [at("field/pattern", 1)],
  },
  {
    name: "resource of another dataset",
    content: change("  - resourceID", "  - resourceID: A41000000G-000777-001"),
    expect: [at("resource/prefix", 19)],
    fixed: GOOD,
  },
  {
    name: "resource id twice",
    content: `${GOOD}  - resourceID: A41000000G-000901-001
    resourceDescription: 公共建設計畫經費執行情形 JSON
    format: JSON
    characterSetCode: UTF-8
    downloadURL: https://www.ndc.gov.tw/data/works.json
`,
    expect: [at("resource/duplicate", 24)],
  },
  {
    name: "blanks at the edges",
    content: change("title", 'title: "公共建設計畫經費執行情形 "'),
    expect: [at("field/edge-space", 3)],
    fixed: GOOD,
  },
  {
    name: "somebody's numbers in a text of several lines",
    content: change(
      "description",
      "description: |\n  各機關公共建設計畫當年度預算數。\n  洽王小姐 0912-345-678，身分證 A123456789。",
    ),
    expect: [at("personal-data/found", 6), at("personal-data/found", 6)],
  },
  {
    name: "a private mailbox, and somebody's address",
    content: `${GOOD}publisherContactEmail: wang@gmail.com\nnotes: 戶籍地址：臺北市大安區和平東路二段106號\n`,
    expect: [at("personal-data/found", 24), at("personal-data/address", 25)],
  },
  {
    name: "a private mailbox in an import",
    content: `${GOOD}notes: wang@gmail.com\nprovenance:\n  source: data.gov.tw\n  incomplete: true\n`,
    expect: [at("personal-data/imported", 24)],
  },
  {
    name: "a mobile number in the register",
    path: AGENCY_PATH,
    content: `${AGENCY}contacts:\n  - id: main\n    name: 資料開放窗口\n    phone: 0912-345-678\n    email: a@ndc.gov.tw\n`,
    expect: [at("personal-data/found", 19)],
  },
  {
    name: "PDF only",
    content: change("    format", "    format: PDF"),
    expect: [at("quality/stars", 18)],
  },
  // An agency's people and policy.
  {
    name: "account twice in the register",
    path: AGENCY_PATH,
    content: AGENCY.replace("  - account: ndc-admin", "  - account: NDC-Reviewer"),
    expect: [at("people/deputy-self", 6), at("people/duplicate", 9)],
  },
  {
    name: "account with @",
    path: AGENCY_PATH,
    content: AGENCY.replace("  - account: ndc-admin", '  - account: "@ndc-admin"'),
    expect: [at("field/pattern", 4)],
  },
  {
    name: "team without its organization",
    path: AGENCY_PATH,
    content: AGENCY.replace("opendata-org/ndc-reviewers", "ndc-reviewers"),
    expect: [at("field/pattern", 13)],
  },
  {
    name: "policy that does not exist",
    path: AGENCY_PATH,
    content: AGENCY.replace("automatic", "never"),
    expect: [at("field/not-in-list", 15)],
  },
];
