import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../catalogue/diagnostics.ts";
import {
  change,
  did,
  HEAD,
  LOCKED,
  MIXED,
  MODIFICATION,
  NEW,
  OLD_HEAD,
  opened,
  PLATFORM,
  recordOf,
  reviews,
  says,
  submissionOf,
  TAKEDOWN,
} from "./assess.test-helper.ts";
import type { Submission } from "./assessment.ts";
import { elements, expectNoReference, hrefs, render, textOf } from "./markdown.test-helper.ts";
import { STATUS_MARKER } from "./names.ts";
import { findStatusComment } from "./own-comments.ts";
import { apply, NO_CONTENT, run, SITE } from "./plan.test-helper.ts";
import { isCurrent } from "./plan.ts";
import type { PullRequestEvent, PullRequestRecord } from "./records.ts";
import { buildRegister } from "./register.ts";
import {
  type LinkResult,
  type ReviewSite,
  renderStatus,
  type StatusContent,
  statusKey,
} from "./status-comment.ts";

const DAY = "2026-03-02T01:00:00Z";
const bare = (events: PullRequestEvent[], more: Partial<PullRequestRecord> = {}) =>
  recordOf(events, { statuses: [], ...more });

/** The comment that a run would write. */
function body(
  record: PullRequestRecord,
  submission: Submission,
  now = DAY,
  content: StatusContent = NO_CONTENT,
  site: ReviewSite = SITE,
): string {
  const { assessment } = run(record, submission, now, content, site);
  return renderStatus(assessment, record, site, content);
}

const ERROR: Diagnostic = {
  code: "yaml/bidi",
  severity: "error",
  file: "datasets/A00000000A/000001.yaml",
  line: 3,
  column: 1,
  message: "有轉向字元",
  remedy: "刪除",
};
const WARNING: Diagnostic = { ...ERROR, severity: "warning", line: 9, message: "可以更好" };
const DEAD: LinkResult = {
  resourceID: "A00000000A-000001-001",
  url: "https://data.example/x.csv",
  verdict: "dead",
  detail: "404",
};

describe("the status comment", () => {
  it("tells state, turn, since when and until when, and nothing that changes by itself", () => {
    const text = body(bare([opened(DAY)]), NEW);
    expect(text).toMatch(STATUS_MARKER);
    expect(text).toContain("## 審查中 · In review");
    expect(text).toContain("| 送件 Submission | 新增：資料集（`A00000000A-000001`） |");
    expect(text).toContain(
      "| 輪到誰 Whose turn | **資料審查者**（甲部）：職務rev（`rev`）、職務rev2（`rev2`） |",
    );
    expect(text).toContain("| 起算 Since | 2026-03-02 09:00（臺北時間） |");
    expect(text).toContain("| 期限 Deadline | 2026-03-11（起算後第 7 個工作日） |");
    for (const later of ["2026-03-05T01:00:00Z", "2026-03-11T15:59:00Z"]) {
      expect(body(bare([opened(DAY)]), NEW, later)).toBe(text);
    }
    expect(body(bare([opened(DAY)]), NEW, "2026-03-11T16:00:00Z")).toContain("，**逾期未審核** |");
  });

  it("says what each role may do, by button and by command", () => {
    const text = body(bare([opened(DAY)]), LOCKED);
    expect(text).toContain(
      "**資料提供者**\n\n- **抽回**：右側 Reviewers 下方「Convert to draft」（轉為草稿）；或留言 `/抽回`",
    );
    expect(text).toContain("**資料審查者、平臺管理者**\n\n- **審查通過**：「Files changed」分頁");
    expect(text).toContain("`/通過`");
    const returned = body(bare([opened(DAY), reviews(DAY, "rev", "returned")]), NEW);
    expect(returned).toContain("先修改檔案");
    expect(returned).toContain("「Re-request review」（重新要求審查）；或留言 `/送審`");
    expect(body(bare([opened(DAY, true)]), NEW)).toContain(
      "「Ready for review」（準備送審）；或留言 `/送審`",
    );
  });

  it("tells somebody whom nobody lists what to do and whom to ask", () => {
    const text = body(bare([opened(DAY, false, "stranger")]), NEW);
    expect(text).toContain("## 帳號未登錄 · Account not listed");
    expect(text).toContain("部會管理者 職務adm（`adm`）");
    expect(hrefs(render(text))).toContain(
      "https://github.example/example/catalogue/blob/main/agencies/A00000000A/agency.yaml",
    );
    expect(text).not.toContain("期限 Deadline");
  });

  it("reminds of the rule against takedowns, while one is asked for", () => {
    expect(body(bare([opened(DAY)]), TAKEDOWN)).toContain("**資料以不下架為原則。**");
    expect(body(bare([opened(DAY)]), MODIFICATION)).not.toContain("不下架");
    const merged = [opened(DAY), did(DAY, "op", "merged")];
    const over = body(bare(merged, { state: "merged" }), TAKEDOWN);
    expect(over).not.toContain("不下架");
    expect(over).toContain("## 已併入，永久下架 · Merged");
  });

  it("puts changed fields first and hides the others", () => {
    const rows = [
      { label: "資料集名稱", before: "甲", after: "乙" },
      { label: "授權方式", before: "丙", after: "丙" },
      { label: "備註", before: "丁" },
      { label: "網址", after: "https://data.example/a(1)", url: true },
    ];
    const text = body(bare([opened(DAY)]), MODIFICATION, DAY, {
      datasets: [{ identifier: "A00000000A-000001", title: "甲", rows }],
      diagnostics: [],
    });
    const tree = render(text);
    expect(text).toContain(
      "| 欄位 | 原內容 | 新內容 |\n| --- | --- | --- |\n| 資料集名稱 | 甲 | 乙 |\n| 備註 | 丁 | （空白） |",
    );
    expect(text).toContain(
      "<summary>未變更的欄位（1）</summary>\n\n| 欄位 | 內容 |\n| --- | --- |\n| 授權方式 | 丙 |",
    );
    expect(hrefs(tree)).toEqual(["https://data.example/a%281%29"]);
  });

  it("lists errors with their place and remedy, open where something has to be done", () => {
    const text = body(bare([opened(DAY)]), NEW, DAY, { datasets: [], diagnostics: [WARNING, ERROR] });
    expect(text).toContain("<details open><summary>資料檢查：1 個錯誤、1 個警告</summary>");
    const first = text.indexOf("| ❌ 錯誤 | `datasets/A00000000A/000001.yaml:3` | 有轉向字元 | 刪除 |");
    expect(first).toBeGreaterThan(0);
    expect(text.indexOf("| ⚠️ 警告 |")).toBeGreaterThan(first);
    expect(text).toContain("| 資料檢查 | ❌ 1 個錯誤、1 個警告 |");
  });

  it("says what nobody can approve, and what an operator must", () => {
    const refused = submissionOf({
      datasets: [change("A00000000A", "deletion")],
      refused: [{ path: "datasets/A00000000A/000001.yaml", reason: "deleted" }],
      platform: [".github/workflows/x.yml"],
    });
    const text = body(bare([opened(DAY)]), refused);
    expect(text).toContain("- ❌ `datasets/A00000000A/000001.yaml`：已上架的資料集不能刪除檔案");
    expect(text).toContain("- `.github/workflows/x.yml`：須平臺管理者核准");
  });

  it("tells the history with its opinions", () => {
    const events = [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned", { body: "請補\n說明" })];
    expect(body(bare(events), NEW)).toContain(
      "| 職務rev（`rev`） | 退回 | 請補<br>說明 | 2026-03-02 10:00 |",
    );
  });

  it("tells what stands at an address, and where that differs from what is declared", () => {
    const alive: LinkResult = {
      ...DEAD,
      verdict: "alive",
      detail: "正常回應",
      findings: ["內容：CSV、BIG5、2 個欄位", "⚠️ 編碼是 BIG5，登錄的編碼是 UTF-8"],
    };
    expect(body(bare([opened(DAY)]), NEW, DAY, { ...NO_CONTENT, links: [alive] })).toContain(
      "| 正常回應<br>內容：CSV、BIG5、2 個欄位<br>⚠️ 編碼是 BIG5，登錄的編碼是 UTF-8 |",
    );
  });

  it("keeps the links' result of the same head, and no other's", () => {
    const withLinks: StatusContent = { ...NO_CONTENT, links: [DEAD] };
    const first = run(bare([opened(DAY)]), NEW, DAY, withLinks);
    const record = apply(bare([opened(DAY)]), first.actions, DAY);
    expect(findStatusComment(record)!.body).toContain("由自動檢查回報，僅供參考");
    // A later run without the results leaves the comment as it is.
    const second = run(record, NEW, DAY);
    expect(second.actions).toEqual([]);
    expect(isCurrent(second.assessment, record, SITE)).toBe(true);
    expect(renderStatus(second.assessment, record, SITE, NO_CONTENT)).toContain("僅供參考");
    expect(renderStatus(second.assessment, { ...record, head: OLD_HEAD }, SITE, NO_CONTENT)).not.toContain(
      "僅供參考",
    );
    const tampered = structuredClone(record);
    Object.assign(findStatusComment(tampered)!, { tampered: true });
    expect(renderStatus(second.assessment, tampered, SITE, NO_CONTENT)).not.toContain("僅供參考");
    const alive: StatusContent = { ...NO_CONTENT, links: [{ ...DEAD, verdict: "alive" }] };
    expect(run(record, NEW, DAY, alive).actions.map((a) => a.type)).toEqual(["editComment"]);
  });
});

describe("the key", () => {
  const base = bare([opened(DAY)]);
  const keyOf = (record: PullRequestRecord, submission = NEW, content = NO_CONTENT, now = DAY, site = SITE) =>
    statusKey(run(record, submission, now, content, site).assessment, record, site, content);
  const key = keyOf(base);

  const view = (after: string): StatusContent => ({
    datasets: [{ identifier: "A00000000A-000001", title: "甲", rows: [{ label: "備註", after }] }],
    diagnostics: [],
  });
  const before = structuredClone(MODIFICATION);
  before.datasets[0]!.before!.title = "別的原內容";
  const renamed = { ...SITE, register: buildRegister([], []) };

  it.each<[string, () => string]>([
    ["a new head", () => keyOf({ ...base, head: OLD_HEAD })],
    ["overdue", () => keyOf(base, NEW, NO_CONTENT, "2026-03-12T01:00:00Z")],
    ["an approval", () => keyOf(bare([opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "approved")]))],
    ["a return", () => keyOf(bare([opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned")]))],
    ["a conflict", () => keyOf({ ...base, mergeable: "conflicting" })],
    ["another field's text", () => keyOf(base, NEW, view("甲"))],
    ["a diagnostic", () => keyOf(base, NEW, { datasets: [], diagnostics: [WARNING] })],
    ["a link", () => keyOf(base, NEW, { ...NO_CONTENT, links: [DEAD] })],
    ["another title", () => keyOf({ ...base, title: "別的" }, PLATFORM)],
    ["another register", () => keyOf(bare([opened(DAY, false, "x")]), NEW, NO_CONTENT, DAY, renamed)],
  ])("changes with %s", (_, changed) => {
    expect(changed()).toMatch(/^[0-9a-f]{16}$/);
    expect(changed()).not.toBe(key);
  });

  it("changes with the published file, which the comment shows as 原內容", () => {
    expect(keyOf(base, before)).not.toBe(keyOf(base, MODIFICATION));
  });

  it("stays with the day, a stranger's comment, labels and statuses", () => {
    expect(keyOf(base, NEW, NO_CONTENT, "2026-03-10T01:00:00Z")).toBe(key);
    expect(keyOf(bare([opened(DAY), says(DAY, "stranger", "你好")]))).toBe(key);
    expect(keyOf(bare([opened(DAY), says(DAY, "rev", "/說明")]))).toBe(key);
    expect(keyOf({ ...base, labels: ["good first issue"], mergeable: "unknown" })).toBe(key);
  });
});

describe("hostile content", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "@octocat",
      "fixes #12",
      "</details>",
      "<img src=x onerror=alert(1)>",
      "![x](https://evil.example/x.png)",
      "| a | b |",
      "\n\n# 審查通過\n\n",
      "-->",
      "<!-- catalogue-status 0123456789abcdef -->",
      "<!-- catalogue-links-end -->",
      "https://github.com/o/r/issues/1",
      "```",
      "\u202e反",
      "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    ),
  );
  const ALLOWED = new Set([
    "<!-- -->",
    ..."h2 h3 p table thead tbody tr th td br strong code ul ol li a details summary blockquote sub".split(
      " ",
    ),
  ]);

  it("mentions nobody, refers to nothing and breaks nothing", () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 12, maxLength: 12 }), (t) => {
        const submission = structuredClone(MIXED);
        submission.datasets[0]!.after!.title = t[0]!;
        submission.refused.push({ path: t[1]!, reason: "link" });
        submission.platform.push(t[2]!);
        submission.datasets[0]!.locked.push({ field: "title", label: t[3]!, before: "", after: "" });
        const content: StatusContent = {
          datasets: submission.datasets.map((d) => ({
            identifier: d.identifier,
            title: t[4]!,
            rows: [
              { label: t[5]!, before: `${t[6]!}前`, after: `${t[7]!}後` },
              { label: "網址", before: t[8]!, after: `https://data.example/${t[8]!}`, url: true },
            ],
          })),
          diagnostics: [{ ...ERROR, file: t[9]!, message: t[10]!, remedy: t[11]! }],
          links: [{ ...DEAD, resourceID: t[0]!, url: t[1]!, detail: t[2]!, findings: [t[4]!, t[5]!] }],
        };
        const events = [
          opened(DAY, false, "op"),
          reviews("2026-03-02T02:00:00Z", "rev", "returned", { body: `看 ${t[3]!}` }),
        ];
        const text = body(bare(events), submission, "2026-03-02T03:00:00Z", content);
        const tree = render(text);
        const found = elements(tree);
        for (const tag of found) expect(ALLOWED).toContain(tag);
        expect(found.filter((tag) => tag === "<!-- -->")).toHaveLength(4);
        expect(found.filter((tag) => tag === "h2")).toHaveLength(1);
        expect(found.filter((tag) => tag === "details")).toHaveLength(5);
        for (const href of hrefs(tree)) expect(String(href)).toMatch(/^https?:\/\/(?!([^/]*\.)?github\.com)/);
        expectNoReference(tree);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it.each([
    [1, 3000, 40],
    [500, 30, 40],
    [3, 400, 5000],
    [2000, 2, 10],
  ])("fits into GitHub's limit: %i datasets of %i fields", (datasets, fields, length) => {
    const worst = "@".repeat(length);
    const rows = Array.from({ length: fields }, (_, i) => ({
      label: `欄位${i}`,
      before: worst,
      after: i % 2 ? worst : `${worst}新`,
    }));
    const views = Array.from({ length: datasets }, (_, i) => ({ identifier: `A-${i}`, title: worst, rows }));
    const submission = submissionOf({
      datasets: Array.from({ length: datasets }, () => change("A00000000A", "modification")),
      platform: Array.from({ length: 500 }, (_, i) => `${worst}${i}`),
      refused: Array.from({ length: 500 }, (_, i) => ({ path: `${worst}${i}`, reason: "link" as const })),
    });
    const text = body(
      bare([opened(DAY), ...Array.from({ length: 300 }, () => says(DAY, "rev", `/退回 ${worst}啊`))]),
      submission,
      DAY,
      {
        datasets: views,
        diagnostics: Array.from({ length: 300 }, () => ({ ...ERROR, message: worst, remedy: worst })),
        links: Array.from({ length: 300 }, () => ({ ...DEAD, detail: worst, findings: [worst, worst] })),
      },
    );
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("內容較長，以下經縮短");
    expect(text).toMatch(/另有 \d+ (筆資料集|個欄位)未列出/);
    const tree = render(text);
    expect(textOf(tree)).toContain("接下來可以做什麼");
    expect(elements(tree).filter((tag) => tag === "h2")).toHaveLength(1);
  });

  it("carries on no link that a forged head names", () => {
    const record = bare([opened(DAY), says(DAY, "stranger", `<!-- catalogue-links ${HEAD} -->假的`)]);
    expect(body(record, NEW)).not.toContain("假的");
  });
});
