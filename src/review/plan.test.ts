import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnostic } from "../catalogue/diagnostics.ts";
import type { Action } from "./actions.ts";
import {
  did,
  HEAD,
  LOCKED,
  MIXED,
  MODIFICATION,
  NEW,
  OLD_HEAD,
  opened,
  PLATFORM,
  REGISTER_CHANGE,
  recordOf,
  reviews,
  says,
  submissionOf,
  TAKEDOWN,
} from "./assess.test-helper.ts";
import type { Assessment, Submission } from "./assessment.ts";
import { CONTEXTS, LABELS } from "./names.ts";
import { apply, NO_CONTENT, run, SITE } from "./plan.test-helper.ts";
import { commitText, isCurrent, mergeMessage, mergeTitle, plan } from "./plan.ts";
import type { PullRequestEvent, PullRequestRecord } from "./records.ts";

const DAY = "2026-03-02T01:00:00Z";
const bare = (events: PullRequestEvent[], more: Partial<PullRequestRecord> = {}) =>
  recordOf(events, { statuses: [], ...more });
const types = (actions: readonly Action[]) => actions.map((action) => action.type);
const statuses = (actions: readonly Action[]) =>
  actions.flatMap((a) => (a.type === "setStatus" ? [`${a.context} ${a.state}：${a.description}`] : []));
const ERROR = diagnostic(
  "yaml/bidi",
  "datasets/A00000000A/000001.yaml",
  { line: 3, column: 1 },
  { code: "U+202E" },
);

/** Runs until nothing is left. */
function settle(record: PullRequestRecord, submission: Submission, now: string, content = NO_CONTENT) {
  const rounds: Action[][] = [];
  let present = record;
  for (let round = 0; round < 5; round++) {
    const { assessment, actions } = run(present, submission, now, content);
    if (actions.length === 0) return { record: present, assessment, rounds };
    rounds.push(actions);
    present = apply(present, actions, now);
  }
  throw new Error(`never settles: ${JSON.stringify(rounds.at(-1))}`);
}

describe("a plan", () => {
  it("sets everything for a new submission, in order, and then nothing", () => {
    const { actions } = run(bare([opened(DAY)]), NEW, DAY);
    expect(types(actions)).toEqual([
      "setStatus",
      "setStatus",
      "setStatus",
      "setStatus",
      "addLabels",
      "comment",
    ]);
    expect(statuses(actions)).toEqual([
      "收件 success：平臺已收到這個版本",
      "資料檢查 success：沒有錯誤",
      "鎖定欄位 success：未變更鎖定欄位",
      "審查決定 pending：等待核准：資料審查者（A00000000A）",
    ]);
    expect(actions[4]).toEqual({ type: "addLabels", labels: ["審查中", "新增"] });
    const settled = settle(bare([opened(DAY)]), NEW, DAY);
    expect(settled.rounds).toHaveLength(1);
    expect(isCurrent(settled.assessment, settled.record, SITE)).toBe(true);
  });

  it("merges what is approved, then brings it to its final form", () => {
    const later = "2026-03-03T02:00:00Z";
    const first = settle(bare([opened(DAY)]), NEW, DAY).record;
    const approved = { ...first, events: [...first.events, reviews(later, "rev", "approved")] };
    const { rounds, record } = settle(approved, NEW, later);
    expect(rounds.map(types)).toEqual([
      ["setStatus", "addLabels", "removeLabel", "editComment", "merge"],
      ["editComment"],
    ]);
    expect(statuses(rounds[0]!)).toEqual(["審查決定 success：審查通過：職務rev（rev）"]);
    expect(rounds[0]!.at(-1)).toEqual({
      type: "merge",
      head: HEAD,
      title: "新增：資料集（A00000000A-000001）(#7)",
      message: "送審：職務po（po）\n審查通過：職務rev（rev）\n\nSubmitted-by: po\nReviewed-by: rev",
    });
    expect(record.labels).toEqual(["新增", "審查通過"]);
  });

  it("never merges with errors, in conflict, or while a draft", () => {
    const events = [opened(DAY), reviews("2026-03-03T02:00:00Z", "rev", "approved")];
    const now = "2026-03-03T02:00:00Z";
    const failed = run(bare(events), NEW, now, { datasets: [], diagnostics: [ERROR] });
    expect(statuses(failed.actions)[1]).toBe("資料檢查 failure：1 個錯誤");
    expect(types(failed.actions)).not.toContain("merge");
    expect(types(run(bare(events, { mergeable: "conflicting" }), NEW, now).actions)).not.toContain("merge");
    const draft = run(bare([opened(DAY, true), ...events.slice(1)], { draft: true }), NEW, now);
    expect(types(draft.actions)).not.toContain("merge");
    // Even where an assessment claimed it.
    const claimed = { ...failed.assessment, mergeable: true, missing: [] };
    expect(types(plan(claimed, bare(events), { datasets: [], diagnostics: [ERROR] }, SITE))).not.toContain(
      "merge",
    );
  });

  it("names locked fields, and who let them pass", () => {
    const waiting = run(bare([opened(DAY)]), LOCKED, DAY).actions;
    expect(statuses(waiting)[2]).toBe("鎖定欄位 pending：須平臺管理者核准變更：資料集名稱");
    expect(waiting).toContainEqual({ type: "addLabels", labels: ["審查中", "修改", "鎖定欄位"] });
    const now = "2026-03-03T02:00:00Z";
    const passed = run(bare([opened(DAY), reviews(now, "op", "approved")]), LOCKED, now).actions;
    expect(statuses(passed).slice(2)).toEqual([
      "鎖定欄位 success：平臺（op）已核准變更：資料集名稱",
      "審查決定 pending：等待核准：資料審查者（A00000000A）",
    ]);
  });

  it.each<[string, Submission, PullRequestEvent[], string]>([
    ["draft", NEW, [opened(DAY, true)], "審查決定 pending：暫存中，尚未送審"],
    ["unlisted", NEW, [opened(DAY, false, "stranger")], "審查決定 pending：送件帳號不在任何機關的授權清單"],
    [
      "returned",
      NEW,
      [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned")],
      "審查決定 pending：已退回，等待資料提供者修改後再送審",
    ],
    [
      "refused",
      { ...MODIFICATION, refused: [{ path: "datasets/A00000000A/000001.yaml", reason: "deleted" }] },
      [opened(DAY)],
      "審查決定 failure：不能併入：刪除已上架的資料集",
    ],
    [
      "mixed",
      MIXED,
      [opened(DAY, false, "op")],
      "審查決定 pending：等待核准：資料審查者（A00000000A）、資料審查者（B00000000B）",
    ],
    ["platform", PLATFORM, [opened(DAY)], "審查決定 pending：等待核准：平臺管理者"],
    ["register", REGISTER_CHANGE, [opened(DAY)], "審查決定 pending：等待核准：部會管理者（A00000000A）"],
    ["empty", submissionOf({ kind: "empty" }), [opened(DAY)], "審查決定 pending：等待核准：平臺管理者"],
  ])("says what the decision of a %s one waits for", (_, submission, events, wanted) => {
    expect(statuses(run(bare(events), submission, "2026-03-02T02:00:00Z").actions).at(-1)).toBe(wanted);
  });

  it("keeps descriptions within GitHub's limit", () => {
    const label = "很長的欄位名稱😀".repeat(20);
    const locked = structuredClone(LOCKED);
    locked.datasets[0]!.locked[0]!.label = label;
    for (const action of run(bare([opened(DAY)]), locked, DAY).actions) {
      if (action.type === "setStatus") expect(action.description.length).toBeLessThanOrEqual(140);
    }
  });

  it("leaves foreign labels alone and removes wrong ones of its own", () => {
    const record = bare([opened(DAY)], { labels: ["good first issue", "退回", "審查中", "逾期通知"] });
    const { actions } = run(record, NEW, DAY);
    expect(actions.filter((a) => a.type === "addLabels" || a.type === "removeLabel")).toEqual([
      { type: "addLabels", labels: ["新增"] },
      { type: "removeLabel", label: "退回" },
      { type: "removeLabel", label: "逾期通知" },
    ]);
  });

  it.each([
    ["2026-03-11T02:00:00Z", ["審查中", "新增"]],
    ["2026-03-12T02:00:00Z", ["審查中", "新增", "逾期未審核"]],
  ])("labels what is overdue on %s", (now, labels) => {
    expect(run(bare([opened(DAY)]), NEW, now).actions).toContainEqual({ type: "addLabels", labels });
  });

  it("labels a return that is overdue, and takes the label away with the next act", () => {
    const events = [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned")];
    const late = settle(bare(events), NEW, "2026-03-12T02:00:00Z").record;
    expect(late.labels).toEqual(["退回", "新增", "退回逾期未處理"]);
    const again = { ...late, events: [...late.events, says("2026-03-12T03:00:00Z", "po", "/送審")] };
    const { rounds, record } = settle(again, NEW, "2026-03-12T03:00:00Z");
    expect(record.labels).toEqual(["新增", "審查中"]);
    expect(rounds[0]).toContainEqual({ type: "requestReview", reviewers: ["rev", "rev2"] });
  });

  it("finishes closed ones without a new comment", () => {
    const never = run(bare([opened(DAY), did(DAY, "po", "closed")], { state: "closed" }), NEW, DAY).actions;
    expect(never).toEqual([{ type: "addLabels", labels: ["新增"] }]);
    const open = settle(bare([opened(DAY)]), NEW, DAY).record;
    const closed = { ...open, state: "closed" as const, events: [...open.events, did(DAY, "po", "closed")] };
    const { rounds } = settle(closed, NEW, DAY);
    expect(rounds.map(types)).toEqual([["removeLabel", "editComment"]]);
  });

  it("switches drafts back and forth", () => {
    const withdrawn = bare([opened(DAY), says("2026-03-02T02:00:00Z", "po", "/抽回")]);
    const { rounds, record } = settle(withdrawn, NEW, "2026-03-02T02:00:00Z");
    expect(types(rounds[0]!)).toContain("markDraft");
    const again = { ...record, events: [...record.events, says("2026-03-02T03:00:00Z", "po", "/送審")] };
    expect(types(run(again, NEW, "2026-03-02T03:00:00Z").actions)).toContain("markReady");
  });

  it("writes its comment again where somebody changed it, and takes no stranger's for it", () => {
    const forged = says(DAY, "stranger", "<!-- catalogue-status 0123456789abcdef -->\n審查通過");
    const { record } = settle(bare([opened(DAY), forged]), NEW, DAY);
    const own = record.events.filter((e) => e.type === "commented" && e.own);
    expect(own).toHaveLength(1);
    const tampered = structuredClone(record);
    const comment = tampered.events.find((e) => e.type === "commented" && e.own)!;
    Object.assign(comment, { tampered: true, body: `${(comment as { body: string }).body}\n已核准` });
    const { actions, assessment } = run(tampered, NEW, DAY);
    expect(types(actions)).toEqual(["editComment"]);
    expect(isCurrent(assessment, tampered, SITE)).toBe(false);
  });

  it("answers each comment once, and nobody without end", () => {
    const commands = Array.from({ length: 30 }, () => says("2026-03-02T02:00:00Z", "po", "/通過"));
    const { rounds, record } = settle(bare([opened(DAY), ...commands]), NEW, "2026-03-02T02:00:00Z");
    expect(types(rounds[0]!).filter((type) => type === "comment")).toHaveLength(11);
    const more = says("2026-03-02T03:00:00Z", "rev", "/退回");
    const next = run({ ...record, events: [...record.events, more] }, NEW, "2026-03-02T03:00:00Z");
    expect(types(next.actions)).toEqual(["comment"]);
  });

  it("turns auto-merge off where an approval is lost", () => {
    const events = [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "approved", { commit: OLD_HEAD })];
    const { actions } = run(bare(events, { autoMerge: true }), NEW, "2026-03-02T03:00:00Z");
    expect(types(actions).at(-1)).toBe("disableAutoMerge");
  });

  it("turns auto-merge on while a check is under way", () => {
    const events = [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "approved")];
    const { assessment } = run(bare(events), NEW, "2026-03-02T03:00:00Z");
    const waiting: Assessment = {
      ...assessment,
      mergeable: false,
      missing: [{ what: "check", context: "建置", description: "", state: "pending" }],
    };
    const record = bare(events, { autoMergeAllowed: true });
    expect(types(plan(waiting, record, NO_CONTENT, SITE)).at(-1)).toBe("enableAutoMerge");
    expect(types(plan(waiting, bare(events), NO_CONTENT, SITE))).not.toContain("enableAutoMerge");
    const failing: Assessment = {
      ...waiting,
      missing: [{ what: "check", context: "建置", description: "", state: "failure" }],
    };
    expect(types(plan(failing, record, NO_CONTENT, SITE))).not.toContain("enableAutoMerge");
  });
});

describe("a check that is there", () => {
  it("is asked for before a comment is taken to be current", () => {
    const { record, assessment } = settle(bare([opened(DAY)]), NEW, DAY);
    const without = { ...record, statuses: record.statuses.filter((s) => s.context !== CONTEXTS.check) };
    expect(isCurrent(assessment, without, SITE)).toBe(false);
    const pushed = { ...record, head: OLD_HEAD };
    expect(isCurrent(assessment, pushed, SITE)).toBe(false);
  });
});

describe("any pull request", () => {
  const people = ["po", "rev", "rev2", "adm", "op", "op2", "stranger", "pb", "rb"];
  const at = (hour: number) => new Date(Date.parse(DAY) + hour * 3_600_000).toISOString().replace(".000", "");
  const step = fc.record({
    hours: fc.integer({ min: 0, max: 90 }),
    actor: fc.constantFrom(...people),
    what: fc.constantFrom(
      "/送審",
      "/抽回",
      "/退回 3 請補",
      "/退回",
      "/通過",
      "/通過了",
      "/說明",
      "approved",
      "returned",
      "readied",
      "drafted",
      "closed",
      "reopened",
      "run",
      "push",
    ),
  });

  it("is settled after the switch, the merge and its end at most; a further run writes nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(NEW, MODIFICATION, LOCKED, TAKEDOWN, MIXED, REGISTER_CHANGE, PLATFORM),
        fc.constantFrom("po", "op", "stranger"),
        fc.boolean(),
        fc.array(step, { maxLength: 12 }),
        (submission, author, draft, steps) => {
          let record = bare([opened(DAY, draft, author)], { autoMergeAllowed: true });
          let hour = 0;
          const settleNow = () => {
            const settled = settle(record, submission, at(hour));
            record = settled.record;
            expect(settled.rounds.length).toBeLessThanOrEqual(3);
            expect(isCurrent(settled.assessment, record, SITE)).toBe(true);
            const own = record.events.filter((e) => e.type === "commented" && e.own);
            expect(
              own.filter((e) => e.type === "commented" && e.body.includes("catalogue-status")),
            ).toHaveLength(1);
            const states = [LABELS.unlisted, LABELS.draft, LABELS.inReview, LABELS.returned, LABELS.approved];
            const shown = states.filter((label) => record.labels.includes(label.name));
            expect(shown).toHaveLength(record.state === "closed" ? 0 : 1);
          };
          settleNow();
          for (const { hours, actor, what } of steps) {
            hour += hours;
            if (record.state === "merged") break;
            const when = at(hour);
            if (what === "run") settleNow();
            else if (what === "push") {
              record = { ...record, head: record.head === HEAD ? OLD_HEAD : HEAD, statuses: [] };
            } else if (what === "approved" || what === "returned") {
              record = {
                ...record,
                events: [...record.events, reviews(when, actor, what, { commit: record.head })],
              };
            } else if (what === "closed" || what === "reopened") {
              record = {
                ...record,
                state: what === "closed" ? "closed" : "open",
                events: [...record.events, did(when, actor, what)],
              };
            } else if (what === "readied" || what === "drafted") {
              record = {
                ...record,
                draft: what === "drafted",
                events: [...record.events, did(when, actor, what)],
              };
            } else record = { ...record, events: [...record.events, says(when, actor, what)] };
          }
          settleNow();
        },
      ),
      { numRuns: 400 },
    );
  }, 120_000);
});

describe("a commit's text", () => {
  it.each([
    ["@octocat fixes #12", "＠octocat fixes ＃12"],
    ["closes GH-1 [skip ci]", "closes GH－1 ［skip ci］"],
    ["a\n\nskip-checks: true\n\nCo-authored-by: x", "a skip-checks: true Co-authored-by: x"],
    ["resolves https://github.com/o/r/issues/1", "resolves https：//github.com/o/r/issues/1"],
    ["o/r#1 x\u202ey", "o/r＃1 x�y"],
  ])("makes %j harmless", (text, harmless) => {
    expect(commitText(text)).toBe(harmless);
  });

  it("has a title of one line within 120 characters that ends with the number", () => {
    const { assessment } = run(bare([opened(DAY)]), NEW, DAY);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
        const submission = structuredClone(assessment.submission);
        submission.datasets[0]!.after!.title = title;
        const text = mergeTitle({ ...assessment, submission });
        expect(text.length).toBeLessThanOrEqual(120);
        expect(text).toMatch(/^新增：[^\n@[\]]*\(#7\)$/);
        expect(text.isWellFormed()).toBe(true);
        expect(text.slice(0, -4)).not.toContain("#");
      }),
    );
    expect(mergeMessage({ ...assessment, requirements: [] })).toContain("依規定無須另行審查");
  });

  it("names what several datasets, the register and the platform are", () => {
    const of = (submission: Submission) => mergeTitle(run(bare([opened(DAY)]), submission, DAY).assessment);
    expect(of(MIXED)).toBe("多筆資料集：2 筆資料集 (#7)");
    expect(of(REGISTER_CHANGE)).toBe("授權異動：新增資料集 (#7)");
    expect(of(PLATFORM)).toBe("平臺維運：新增資料集 (#7)");
    expect(of(TAKEDOWN)).toBe("申請下架：資料集（A00000000A-000001）(#7)");
  });
});
