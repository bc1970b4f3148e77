import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  A,
  at,
  B,
  BOT,
  C,
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
  RECEIVED,
  REGISTER,
  REGISTER_CHANGE,
  recordOf,
  reviews,
  says,
  status,
  submissionOf,
  TAKEDOWN,
  told,
} from "./assess.test-helper.ts";
import { maySubmit, submitterOf } from "./assess.ts";
import type { Assessment } from "./assessment.ts";
import { CalendarError } from "./calendar.ts";
import { CONTEXTS, LABELS } from "./names.ts";
import type { PullRequestEvent } from "./records.ts";

const MONDAY = "2026-03-02T01:00:00Z";
/** A time on a day of March 2026, 9 o'clock in Taipei and some minutes. */
const march = (day: number, minute = 0) =>
  `2026-03-${String(day).padStart(2, "0")}T01:${String(minute).padStart(2, "0")}:00Z`;
const turnOf = ({ turn }: Assessment) => turn && `${turn.role}:${turn.persons.map((p) => p.account)}`;
const missingOf = (assessment: Assessment) =>
  assessment.missing.map((m) => {
    if (m.what === "approval") return `approval ${m.requirement.role} ${m.requirement.reason}`;
    if (m.what === "button") return `button ${m.by.account}`;
    if (m.what === "check") return `check ${m.context} ${m.state}`;
    return m.what === "refused" ? `refused ${m.reason}` : m.what;
  });
const actsOf = (assessment: Assessment) => assessment.history.map((line) => `${line.act} ${line.account}`);

describe("deadlines", () => {
  // Across the long weekend of 4–6 April, with Thursday the 9th off and Saturday the 11th worked for it.
  test.each([
    ["2026-03-27", "2026-04-08"],
    ["2026-03-30", "2026-04-10"],
    ["2026-04-02", "2026-04-14"],
    // Submitted on a day off: the first working day after it is day 1.
    ["2026-04-04", "2026-04-15"],
    ["2026-04-09", "2026-04-17"],
    ["2026-04-11", "2026-04-21"],
  ])("submitted on %s, due on %s", (day, deadline) => {
    const { clock } = at(`${day}T05:00:00Z`, [opened(`${day}T04:00:00Z`)]);
    expect(clock).toMatchObject({ elapsed: 0, left: 7, deadline, overdue: false });
  });

  test("a worked Saturday counts, a day off in the week does not", () => {
    const events = [opened("2026-04-08T01:00:00Z")];
    const elapsed = (day: string) => at(`2026-04-${day}T04:00:00Z`, events).clock?.elapsed;
    expect(["08", "09", "10", "11", "12", "13"].map(elapsed)).toEqual([0, 0, 1, 2, 2, 3]);
  });

  test("days begin at midnight in Taipei", () => {
    const late = [opened("2026-03-02T15:59:59Z")];
    const early = [opened("2026-03-02T16:00:00Z")];
    expect(at("2026-03-03T15:59:59Z", late).clock).toMatchObject({ elapsed: 1, deadline: "2026-03-11" });
    expect(at("2026-03-03T15:59:59Z", early).clock).toMatchObject({ elapsed: 0, deadline: "2026-03-12" });
    expect(at("2026-03-11T15:59:59Z", late).clock?.overdue).toBe(false);
    expect(at("2026-03-11T16:00:00Z", late).clock?.overdue).toBe(true);
  });

  test("a clock beyond the calendar is an error that names the year; without a clock there is none", () => {
    expect(() => at("2026-12-28T04:00:00Z", [opened("2026-12-28T01:00:00Z")])).toThrow(CalendarError);
    expect(() => at("2027-01-04T04:00:00Z", [opened(MONDAY)])).toThrow("2027");
    expect(at("2030-01-01T00:00:00Z", [opened(MONDAY, true)]).state).toBe("draft");
    const merged = [opened(MONDAY), did(march(3), BOT, "merged")];
    expect(at("2030-01-01T00:00:00Z", merged, { record: { state: "merged" } }).state).toBe("merged");
  });

  test("a server's clock behind its own event is day 0", () => {
    expect(at("2026-03-01T00:00:00Z", [opened(MONDAY)]).clock).toMatchObject({ elapsed: 0, overdue: false });
  });
});

describe("the life of a submission", () => {
  const events: PullRequestEvent[] = [
    opened(march(2), true),
    did(march(3), "po", "readied"),
    reviews(march(4), "rev", "returned", { body: "標題太短", commit: OLD_HEAD }),
    says(march(10), "po", "/送審"),
    says(march(11), "rev", "/退回 3 請補座標欄位"),
    { type: "reviewRequested", at: march(12), actor: "po", reviewer: "rev" },
    reviews(march(13), "rev", "approved", { body: "可以了" }),
    did(march(13, 5), BOT, "merged"),
    did(march(13, 5), BOT, "closed"),
  ];
  const statuses = [status(CONTEXTS.received, "success", march(9)), status(CONTEXTS.check)];
  const upTo = (count: number, now: string) =>
    at(now, events.slice(0, count), {
      record: { statuses, ...(count < 8 ? {} : { state: "merged" as const }) },
    });

  test.each([
    [1, march(2, 30), "draft", "provider:po", undefined],
    [2, march(3, 30), "inReview", "reviewer:rev,rev2", "review 2026-03-03 0 2026-03-12"],
    [3, march(9, 30), "returned", "provider:po", "return 2026-03-04 3 2026-03-13"],
    [4, march(10, 30), "inReview", "reviewer:rev,rev2", "review 2026-03-10 0 2026-03-19"],
    [5, march(11, 30), "returned", "provider:po", "return 2026-03-11 0 2026-03-20"],
    [6, march(12, 30), "inReview", "reviewer:rev,rev2", "review 2026-03-12 0 2026-03-23"],
    [7, march(13, 3), "approved", undefined, undefined],
    [8, march(13, 30), "merged", undefined, undefined],
  ])("after %i events", (count, now, state, turn, clock) => {
    const assessment = upTo(count, now);
    expect(assessment.state).toBe(state);
    expect(turnOf(assessment)).toBe(turn);
    const c = assessment.clock;
    expect(c && `${c.kind} ${c.since.slice(0, 10)} ${c.elapsed} ${c.deadline}`).toBe(clock);
    expect(assessment.answers).toEqual([]);
  });

  test("the public reads who did what, with the opinions", () => {
    const line = (day: number, account: string, act: string, opinion?: string) => ({
      at: march(day),
      account,
      displayName: `職務${account}`,
      act,
      ...(opinion ? { opinion } : {}),
    });
    expect(upTo(8, march(14)).history).toEqual([
      line(2, "po", "saved"),
      line(3, "po", "submitted"),
      line(4, "rev", "returned", "標題太短"),
      line(10, "po", "submitted"),
      line(11, "rev", "returned", "主要欄位說明請補充。\n請補座標欄位"),
      line(12, "po", "submitted"),
      line(13, "rev", "approved", "可以了"),
      { at: march(13, 5), account: BOT, displayName: BOT, act: "merged" },
    ]);
  });
});

describe("GitHub's draft switch", () => {
  test("/送審 on a draft counts from the command; the bot's own switch changes nothing", () => {
    const command = says(march(3), "po", "/送審");
    const first = at(march(3, 5), [opened(march(2), true), command]);
    expect(first).toMatchObject({ state: "inReview", draft: false, clock: { since: march(3) } });
    const second = at(march(5), [opened(march(2), true), command, did(march(4), BOT, "readied")]);
    expect(second).toMatchObject({ state: "inReview", draft: false, clock: { since: march(3) } });
  });

  test("/抽回 likewise", () => {
    const events = [opened(march(2)), says(march(3), "po", "/抽回"), did(march(3, 1), BOT, "drafted")];
    expect(at(march(3, 5), events)).toMatchObject({ state: "draft", draft: true });
    const again = [...events, did(march(4), "po", "readied")];
    expect(at(march(4, 5), again)).toMatchObject({ state: "inReview", clock: { since: march(4) } });
  });

  test("flipped by somebody without the right, the bot flips it back", () => {
    const readied = at(march(3), [opened(march(2), true), did(march(2, 5), "rev", "readied")], {
      record: { draft: false },
    });
    expect(readied).toMatchObject({ state: "draft", draft: true });
    const drafted = at(march(3), [opened(march(2)), did(march(2, 5), "rev", "drafted")], {
      record: { draft: true },
    });
    expect(drafted).toMatchObject({ state: "inReview", draft: false, clock: { since: march(2) } });
  });

  test("another provider of the agency submits and withdraws as well", () => {
    const events = [opened(march(2), true), did(march(3), "po2", "readied")];
    expect(at(march(3, 5), events).state).toBe("inReview");
    expect(at(march(4), [...events, says(march(3, 9), "PO2", "/抽回")]).state).toBe("draft");
  });

  test("gives what an agency's own portal added three days, working or not (A10)", () => {
    const harvest = { record: { author: BOT, fork: false, headBranch: "harvest/A00000000A" } };
    const friday = [opened(march(6), false, BOT)];
    const clocks = [6, 8, 9, 10].map((day) => {
      const { elapsed, left, deadline, overdue } = at(march(day), friday, harvest).clock!;
      return `${elapsed} ${left} ${deadline} ${overdue}`;
    });
    expect(clocks).toEqual([
      "0 3 2026-03-09 false",
      "2 1 2026-03-09 false",
      "3 0 2026-03-09 false",
      "4 -1 2026-03-09 true",
    ]);
    const forged = { record: { author: "po", fork: true, headBranch: "harvest/A00000000A" } };
    expect(at(march(10), [opened(march(6))], forged).clock!.deadline).toBe("2026-03-17");
  });

  test("of a pull request that the bot itself proposed is the providers' as well", () => {
    const own = { record: { author: BOT, fork: false, headBranch: "harvest/x" } };
    const switched = [opened(march(2), false, BOT), did(march(3), BOT, "drafted")];
    expect(at(march(4), switched, own).state).toBe("inReview");
    const withdrawn = [opened(march(2), false, BOT), did(march(3), "po", "drafted")];
    expect(at(march(4), withdrawn, own).state).toBe("draft");
    expect(turnOf(at(march(4), withdrawn, own))).toBe("provider:po,po2,rev2");
    expect(at(march(5), [...withdrawn, did(march(4), BOT, "readied")], own).state).toBe("draft");
  });

  test("a returned one as a draft stays returned, its clock runs on, and ready submits it", () => {
    const events = [opened(march(2)), reviews(march(3), "rev", "returned"), did(march(4), "po", "drafted")];
    const returned = at(march(5), events, { record: { draft: true } });
    expect(returned).toMatchObject({
      state: "returned",
      draft: true,
      clock: { kind: "return", since: march(3) },
    });
    const resubmitted = at(march(6), [...events, did(march(5), "po", "readied")]);
    expect(resubmitted).toMatchObject({ state: "inReview", draft: false, clock: { since: march(5) } });
  });
});

describe("approvals", () => {
  const button = (actor: string, time = march(3), more = {}) => reviews(time, actor, "approved", more);

  test("by button only for the present head", () => {
    const stale = at(march(4), [opened(march(2)), button("rev", march(3), { commit: OLD_HEAD })]);
    expect(stale.state).toBe("inReview");
    expect(told(stale)).toEqual(["rev:contentChanged"]);
    const dismissed = { commit: OLD_HEAD, dismissed: { at: march(3, 5), actor: "po" } };
    expect(told(at(march(4), [opened(march(2)), button("rev", march(3), dismissed)]))).toEqual([]);
  });

  test.each([
    ["after the head was received", "2026-03-02T01:05:01Z", "approved", []],
    ["in the same second", RECEIVED, "inReview", ["rev:contentChanged"]],
    ["before", "2026-03-02T01:04:59Z", "inReview", ["rev:contentChanged"]],
  ])("by command %s", (_, time, state, answers) => {
    const assessment = at(march(3), [opened(march(2)), says(time, "rev", "/通過")]);
    expect(assessment.state).toBe(state);
    expect(told(assessment)).toEqual(answers);
  });

  test("by command before the bot received anything", () => {
    const assessment = at(march(3), [opened(march(2)), says(march(2, 9), "rev", "/通過")], {
      record: { statuses: [] },
    });
    expect(assessment.state).toBe("inReview");
    expect(told(assessment)).toEqual(["rev:contentChanged"]);
  });

  test("who approves the new version too needs no reminder", () => {
    const events = [opened(march(2)), button("rev", march(3), { commit: OLD_HEAD }), button("rev", march(4))];
    const assessment = at(march(5), events);
    expect(assessment).toMatchObject({ state: "approved", mergeable: true, answers: [] });
  });

  test("after a new version the reviewer has his seven days again", () => {
    const events = [opened(march(2)), button("rev", march(3), { commit: OLD_HEAD })];
    const statuses = [status(CONTEXTS.received, "success", march(12)), status(CONTEXTS.check)];
    const assessment = at(march(13), events, { record: { statuses } });
    expect(assessment.clock).toMatchObject({ since: march(12), elapsed: 1, deadline: "2026-03-23" });
    // Without an earlier approval the version changes nothing: the provider can't be helped by his own pushes.
    expect(at(march(13), [opened(march(2))], { record: { statuses } }).clock?.since).toBe(march(2));
    expect(at(march(13), events, { record: { statuses: [] } }).clock?.elapsed).toBe(0);
  });

  test("are void after a return, a withdrawal and a dismissal", () => {
    const mixed = { submission: MIXED };
    const start = [opened(march(2), false, "op"), button("rev")];
    expect(missingOf(at(march(4), start, mixed))).toEqual(["approval reviewer datasets"]);
    const returned = [...start, reviews(march(4), "rb", "returned"), says(march(5), "op", "/送審")];
    expect(missingOf(at(march(6), returned, mixed))).toHaveLength(2);
    const withdrawn = [...start, says(march(4), "op", "/抽回"), says(march(5), "op", "/送審")];
    expect(missingOf(at(march(6), withdrawn, mixed))).toHaveLength(2);
    const dismissed = [
      opened(march(2)),
      button("rev", march(3), { dismissed: { at: march(4), actor: "op" } }),
    ];
    expect(at(march(5), dismissed)).toMatchObject({ state: "inReview", clock: { since: march(2) } });
  });

  test("while a draft or returned count for nothing later", () => {
    const draft = [opened(march(2), true), button("rev"), did(march(4), "po", "readied")];
    const assessment = at(march(5), draft);
    expect(assessment.state).toBe("inReview");
    expect(assessment.answers).toMatchObject([{ reason: "wrongState", detail: "暫存" }]);
  });

  test("nobody approves his own, not under another spelling of his account, not through the bot's proposal", () => {
    const own = at(march(4), [opened(march(2), false, "rev2"), button("REV2")]);
    expect(own.state).toBe("inReview");
    expect(told(own)).toEqual(["REV2:own"]);
    expect(own.requirements[0]!.holders.map((h) => h.account)).toEqual(["rev"]);
    const proposed = at(march(4), [opened(march(2), false, BOT), button("rev2")], {
      submission: TAKEDOWN,
      record: { author: BOT, headBranch: `takedown/${A}-000001/rev2`, fork: false },
    });
    expect(proposed.submitter.account).toBe("rev2");
    expect(proposed.state).toBe("inReview");
    expect(told(proposed)).toEqual(["rev2:own"]);
    expect(proposed.history[0]).toMatchObject({ act: "submitted", account: "rev2" });
  });

  test("one person's approval covers all that he holds", () => {
    const submission = submissionOf({ kind: "platform", register: [A], platform: ["x"], structure: [A] });
    const assessment = at(march(4), [opened(march(2)), button("op")], { submission });
    expect(assessment.state).toBe("approved");
    expect(assessment.requirements.map((r) => r.given?.by.account)).toEqual(["op", "op", "op"]);
  });

  test("the silence about approvals of passers-by, and the word to those who are listed", () => {
    expect(told(at(march(4), [opened(march(2)), button("nobody")]))).toEqual([]);
    const listed = at(march(4), [opened(march(2)), button("rb")]);
    expect(listed.answers).toMatchObject([{ reason: "noRight", detail: "資料審查者", actor: "rb" }]);
    const blocked = at(march(4), [opened(march(2)), reviews(march(3), "nobody", "returned")]);
    expect(blocked.state).toBe("inReview");
    expect(told(blocked)).toEqual(["nobody:noRight"]);
  });
});

describe("who must approve", () => {
  const holders = (assessment: Assessment) =>
    assessment.requirements.map(
      (r) => `${r.role} ${r.agency ?? ""} ${r.reason}: ${r.holders.map((h) => h.account)}`,
    );

  test.each([
    ["a dataset", NEW, ["reviewer A00000000A datasets: rev,rev2"]],
    ["locked fields", LOCKED, ["reviewer A00000000A datasets: rev,rev2", "operator  locked: op,op2"]],
    ["two agencies", MIXED, ["reviewer A00000000A datasets: rev,rev2", "reviewer B00000000B datasets: rb"]],
    [
      "an inventory",
      submissionOf({ kind: "plan", agencies: [B], plan: [B] }),
      ["reviewer B00000000B plan: rb"],
    ],
    [
      "an inventory beside a dataset",
      submissionOf({ datasets: [change(B, "new")], plan: [B] }),
      ["reviewer B00000000B datasets: rb"],
    ],
    ["the register", REGISTER_CHANGE, ["administrator A00000000A register: adm,op,op2"]],
    [
      "an agency's place in the tree",
      submissionOf({ kind: "register", register: [B], structure: [B] }),
      ["administrator B00000000B register: adm,op,op2", "operator  structure: op,op2"],
    ],
    ["anything else", PLATFORM, ["operator  platform: op,op2"]],
    ["nothing at all", submissionOf({ kind: "empty" }), ["operator  platform: op,op2"]],
  ])("%s", (_, submission, expected) => {
    expect(holders(at(march(3), [opened(march(2))], { submission }))).toEqual(expected);
  });

  test("where nobody but the submitter could, the next above", () => {
    const inC = { submission: submissionOf({ datasets: [change(C, "new")] }) };
    expect(holders(at(march(3), [opened(march(2), false, "solo")], inC))).toEqual([
      "reviewer C00000000C datasets: op,op2",
    ]);
    const inB = { submission: submissionOf({ datasets: [change(B, "new")] }) };
    expect(holders(at(march(3), [opened(march(2), false, "rb")], inB))).toEqual([
      "reviewer B00000000B datasets: adm",
    ]);
  });

  test("the field names of a locked change", () => {
    const { requirements } = at(march(3), [opened(march(2))], { submission: LOCKED });
    expect(requirements[1]!.fields).toEqual(["資料集名稱"]);
  });

  test("the operators' days begin when the reviewer is done", () => {
    const events = [opened(march(2)), reviews(march(9), "rev", "approved")];
    const assessment = at(march(10), events, { submission: LOCKED });
    expect(turnOf(assessment)).toBe("operator:op,op2");
    expect(assessment.clock).toMatchObject({ since: march(9), elapsed: 1, deadline: "2026-03-18" });
    // In the other order the reviewer's never stopped.
    const first = at(march(10), [opened(march(2)), reviews(march(9), "op", "approved")], {
      submission: LOCKED,
    });
    expect(turnOf(first)).toBe("reviewer:rev,rev2");
    expect(first.clock).toMatchObject({ since: march(2), elapsed: 6 });
  });

  test("of two agencies, whoever has not approved", () => {
    const events = [opened(march(2), false, "op"), reviews(march(3), "rev", "approved")];
    expect(at(march(4), events, { submission: MIXED }).turn).toMatchObject({
      role: "reviewer",
      agency: B,
      persons: [{ account: "rb" }],
    });
  });

  test("an agency may let its provider's modifications in by themselves, where GitHub lets the bot", () => {
    const modification = submissionOf({ datasets: [change(B, "modification")] });
    const by = (actor: string, submission: typeof modification, mayBypass = true) =>
      at(march(3), [opened(march(2), false, actor)], {
        submission,
        record: { mayBypass, approval: "missing" },
      });
    expect(by("pb", modification)).toMatchObject({ state: "approved", requirements: [], mergeable: true });
    expect(by("pb", modification, false).state).toBe("inReview");
    const beside = submissionOf({ datasets: [change(B, "modification")], plan: [B] });
    expect(by("pb", beside).state).toBe("inReview");
    const inventory = submissionOf({ kind: "plan", agencies: [B], plan: [B] });
    expect(by("pb", inventory).state).toBe("inReview");
    expect(by("nobody", inventory).state).toBe("unlisted");
    expect(by("op", modification).state).toBe("inReview");
    expect(by("nobody", modification)).toMatchObject({ state: "inReview", mergeable: false });
    for (const act of ["new", "takedown", "relisting", "deletion"] as const) {
      expect(by("pb", submissionOf({ datasets: [change(B, act)] })).state).toBe("inReview");
    }
    const locked = change(B, "modification", {
      locked: [{ field: "title", label: "資料集名稱", before: "a", after: "b" }],
    });
    expect(by("pb", submissionOf({ datasets: [locked] })).requirements).toHaveLength(2);
    const { after: _, ...unreadable } = change(B, "modification");
    expect(by("pb", submissionOf({ datasets: [unreadable] })).state).toBe("inReview");
    expect(by("pb", { ...modification, kind: "platform", platform: ["x"] }).state).toBe("inReview");
    const draft = at(march(3), [opened(march(2), true, "pb")], {
      submission: modification,
      record: { mayBypass: true },
    });
    expect(draft).toMatchObject({ state: "draft", mergeable: false });
  });
});

describe("returns", () => {
  test("need an opinion", () => {
    const by = (event: PullRequestEvent) => at(march(4), [opened(march(2)), event]);
    const command = (body: string) => by(says(march(3), "rev", body));
    expect(told(command("/退回"))).toEqual(["rev:opinionMissing"]);
    expect(told(command("/退回 <!-- x -->"))).toEqual(["rev:opinionMissing"]);
    expect(told(command("/退回 9"))).toEqual(["rev:opinionMissing"]);
    expect(command("/退回 9 網址失效").history.at(-1)!.opinion).toBe("網址失效");
    expect(command("/退回 3").history.at(-1)!.opinion).toBe("主要欄位說明請補充。");
    const unknown = command("/退回 99 請補");
    expect(unknown).toMatchObject({
      state: "inReview",
      answers: [{ reason: "phraseUnknown", detail: "99", command: "return", kind: "refused" }],
    });
    const empty = { body: " \n", lineComments: 0 };
    expect(told(by(reviews(march(3), "rev", "returned", empty)))).toEqual(["rev:opinionMissing"]);
    const lines = by(reviews(march(3), "rev", "returned", { ...empty, lineComments: 2 }));
    expect(lines).toMatchObject({
      state: "returned",
      history: [{}, { opinion: "見檔案中逐行意見（2 則）" }],
    });
  });

  test("are lifted by a dismissal of somebody who decides, when none other is in force", () => {
    const dismissed = (actor: string) => ({ id: "R1", dismissed: { at: march(5), actor } });
    const by = (actor: string, ...more: PullRequestEvent[]) =>
      at(march(6), [opened(march(2)), reviews(march(3), "rev", "returned", dismissed(actor)), ...more]);
    expect(by("rev2")).toMatchObject({ state: "inReview", clock: { kind: "review", since: march(5) } });
    for (const actor of ["po", "nobody", "op", ""]) expect(by(actor).state).toBe("returned");
    // A dismissal after a resubmission lifts nothing.
    const later = by("rev2", says(march(4), "po", "/送審"));
    expect(later).toMatchObject({ state: "inReview", clock: { since: march(4) } });
  });

  test("a second opinion joins the first, and stays when that is dismissed", () => {
    const both = (second: PullRequestEvent) => [
      opened(march(2), false, "op"),
      reviews(march(3), "rev", "returned", { dismissed: { at: march(5), actor: "rev" } }),
      second,
    ];
    const stays = at(march(6), both(says(march(4), "rb", "/退回 3")), { submission: MIXED });
    expect(stays).toMatchObject({ state: "returned", clock: { since: march(3) }, answers: [] });
    expect(stays.history.map((line) => line.act)).toEqual(["submitted", "returned", "returned"]);
    const dismissed = reviews(march(4), "rb", "returned", { dismissed: { at: march(6), actor: "op2" } });
    expect(at(march(7), both(dismissed), { submission: MIXED }).state).toBe("returned");
    const lifted = reviews(march(4), "rb", "returned", { dismissed: { at: march(6), actor: "rev" } });
    expect(at(march(7), both(lifted), { submission: MIXED })).toMatchObject({
      state: "inReview",
      clock: { since: march(6) },
    });
  });

  test("edited comments command nothing", () => {
    const edited = at(march(4), [opened(march(2)), says(march(3), "rev", "/退回 3", { edited: true })]);
    expect(edited).toMatchObject({ state: "inReview", answers: [{ reason: "edited", command: "return" }] });
    const help = at(march(4), [opened(march(2)), says(march(3), "rev", "/說明", { edited: true })]);
    expect(help.answers).toEqual([]);
    const prose = at(march(4), [opened(march(2)), says(march(3), "rev", "/退呵", { edited: true })]);
    expect(prose.answers).toEqual([]);
  });

  test("the review's own text is no command, nor what the bot writes", () => {
    const events = [
      opened(march(2)),
      reviews(march(3), "rev", "commented", { body: "/通過" }),
      says(march(3), BOT, "/通過", { own: true }),
    ];
    expect(at(march(4), events)).toMatchObject({ state: "inReview", answers: [] });
  });
});

describe("answers", () => {
  test("help and unknown words", () => {
    const events = [opened(march(2)), says(march(3), "po", "/說明"), says(march(3), "po", "/同意")];
    expect(at(march(4), events).answers).toMatchObject([
      { kind: "help", command: "help", actor: "po" },
      { kind: "refused", reason: "unknownCommand", detail: "同意" },
    ]);
  });

  test("each comment once; an outsider each explanation once, however often he tries", () => {
    const tries = (actor: string) =>
      told(at(march(4), [opened(march(2)), ...[1, 2, 3].map((m) => says(march(3, m), actor, "/通過"))]));
    expect(tries("rb")).toEqual(["rb:noRight", "rb:noRight", "rb:noRight"]);
    expect(tries("nobody")).toEqual(["nobody:noRight"]);
  });

  test("takedowns and relistings are left to their own pull requests", () => {
    const events = [opened(march(2)), says(march(3), "po", "/下架 A 理由")];
    expect(at(march(4), events)).toMatchObject({ state: "inReview", answers: [] });
  });
});

describe("the button that GitHub wants besides the command", () => {
  const missing = { approval: "missing" as const };
  const command = says(march(3), "rev", "/通過", { id: "C1" });

  test("keeps the turn and the clock, and tells the reviewer", () => {
    const assessment = at(march(5), [opened(march(2)), command], { record: missing });
    expect(assessment).toMatchObject({
      state: "inReview",
      mergeable: false,
      clock: { since: march(2), elapsed: 3 },
      acts: { reviewer: ["approve", "return"] },
      answers: [{ to: "C1", kind: "button", command: "approve", actor: "rev" }],
    });
    expect(turnOf(assessment)).toBe("reviewer:rev");
    expect(missingOf(assessment)).toEqual(["button rev"]);
  });

  test("not where the bot may bypass, where GitHub is content, or once it was pressed", () => {
    const bypass = at(march(5), [opened(march(2)), command], { record: { ...missing, mayBypass: true } });
    expect(bypass).toMatchObject({ state: "approved", mergeable: true, answers: [] });
    expect(at(march(5), [opened(march(2)), command], { record: { approval: "given" } }).state).toBe(
      "approved",
    );
    const pressed = [opened(march(2)), command, reviews(march(4), "rev", "approved")];
    expect(at(march(5), pressed, { record: { approval: "given" } }).state).toBe("approved");
  });

  test("GitHub knows nothing of locked fields, so an operator's command is enough", () => {
    const events = [opened(march(2)), says(march(3), "op", "/通過")];
    const assessment = at(march(5), events, { submission: LOCKED, record: missing });
    expect(missingOf(assessment)).toEqual(["approval reviewer datasets"]);
    expect(assessment.answers).toEqual([]);
  });

  test("somebody else's request for changes blocks until he takes it back", () => {
    const events = [
      opened(march(2)),
      reviews(march(3), "rb", "returned"),
      reviews(march(4), "rev", "approved"),
    ];
    const assessment = at(march(5), events, { record: missing });
    expect(assessment.state).toBe("inReview");
    expect(missingOf(assessment)).toEqual(["button rb"]);
    expect(turnOf(assessment)).toBe("reviewer:rb");
  });
});

describe("an account that no agency lists", () => {
  test.each([
    ["po", NEW, true],
    ["PO", NEW, true],
    ["rev", NEW, false],
    ["pb", NEW, false],
    ["po", MIXED, false],
    ["op", MIXED, true],
    ["nobody", NEW, false],
    ["", NEW, false],
    ["rev", REGISTER_CHANGE, true],
    ["nobody", REGISTER_CHANGE, false],
    ["rb", PLATFORM, true],
    ["nobody", PLATFORM, false],
    ["nobody", submissionOf({ kind: "empty" }), false],
    [BOT, NEW, true],
  ])("%s", (account, submission, may) => {
    expect(maySubmit(submission, REGISTER, account, BOT)).toBe(may);
  });

  test("waits without a clock; the clock begins when the bot takes the label off", () => {
    const start = [opened(march(2), false, "pb")];
    const waiting = at(march(20), start, { record: { labels: [LABELS.unlisted.name] } });
    expect(waiting).toMatchObject({ state: "unlisted", mergeable: false });
    expect(waiting.clock).toBeUndefined();
    expect(turnOf(waiting)).toBe("provider:pb");
    const inB = { submission: submissionOf({ datasets: [change(B, "new")] }) };
    const listed = at(march(20), start, { ...inB, record: { labels: [LABELS.unlisted.name] } });
    expect(listed.clock).toMatchObject({ since: "2026-03-20T01:00:00.000Z", elapsed: 0 });
    const label = LABELS.unlisted.name;
    const unlabelled = (actor: string): PullRequestEvent => ({
      type: "unlabelled",
      at: march(20),
      actor,
      label,
    });
    const later = at(march(23), [...start, unlabelled(BOT)], inB);
    expect(later.clock).toMatchObject({ since: march(20), elapsed: 1 });
    expect(at(march(23), [...start, unlabelled("pb")], inB).clock?.since).toBe(march(2));
    // Submitted after that, the submission counts.
    const resubmitted = [
      ...start,
      unlabelled(BOT),
      says(march(20, 5), "pb", "/抽回"),
      says(march(24), "pb", "/送審"),
    ];
    expect(at(march(25), resubmitted, inB).clock?.since).toBe(march(24));
  });

  test("nobody is the bot's person but by a branch that the bot itself made here", () => {
    const submitter = (author: string, headBranch: string, fork: boolean) =>
      submitterOf(recordOf([], { author, headBranch, fork }), REGISTER, BOT).account;
    const branch = `takedown/${A}-000001/po`;
    expect(submitter(BOT, branch, false)).toBe("po");
    expect(submitter("nobody", branch, false)).toBe("nobody");
    expect(submitter(BOT, branch, true)).toBe(BOT);
    expect(submitter(BOT, "harvest/x", false)).toBe(BOT);
    expect(submitter(BOT, `${branch}/..`, false)).toBe(BOT);
  });
});

describe("asking for reviews again", () => {
  const returned = [opened(march(2)), reviews(march(3), "rev", "returned")];
  const again = [...returned, says(march(4), "po", "/送審")];
  test("only after a resubmission that asked nobody", () => {
    expect(at(march(5), [opened(march(2))]).requestReviewOf).toEqual([]);
    expect(at(march(5), returned).requestReviewOf).toEqual([]);
    expect(at(march(5), again).requestReviewOf).toEqual(["rev", "rev2"]);
    expect(at(march(5), again, { record: { requestedReviewers: ["REV2"] } }).requestReviewOf).toEqual([
      "rev",
    ]);
    const asked: PullRequestEvent = { type: "reviewRequested", at: march(4, 1), actor: BOT, reviewer: "rev" };
    expect(at(march(5), [...again, asked]).requestReviewOf).toEqual([]);
    // While GitHub still shows a draft it will ask by itself when that ends.
    expect(at(march(5), again, { record: { draft: true } }).requestReviewOf).toEqual([]);
  });

  test("a provider's request to somebody who decides is a resubmission, to another it is not", () => {
    const ask = (actor: string, reviewer: string): PullRequestEvent => ({
      type: "reviewRequested",
      at: march(4),
      actor,
      reviewer,
    });
    expect(at(march(5), [...returned, ask("po", "rev")]).state).toBe("inReview");
    expect(at(march(5), [...returned, ask("po", "nobody")]).state).toBe("returned");
    expect(at(march(5), [...returned, ask("rev", "rev2")]).state).toBe("returned");
    expect(at(march(5), [...returned, ask(BOT, "rev")]).state).toBe("returned");
    const draft = [opened(march(2), true), ask("po", "rev")];
    expect(at(march(5), draft).state).toBe("draft");
  });
});

describe("merging", () => {
  const approved = [opened(march(2)), reviews(march(3), "rev", "approved")];
  test.each([
    ["green", {}, [], true, undefined],
    ["not checked yet", { statuses: [] }, ["check 資料檢查 pending"], false, undefined],
    [
      "red",
      { statuses: [status(CONTEXTS.check, "failure")] },
      ["check 資料檢查 failure"],
      false,
      "provider:po",
    ],
    ["in conflict", { mergeable: "conflicting" as const }, ["conflict"], false, "provider:po"],
    ["not computed by GitHub yet", { mergeable: "unknown" as const }, [], true, undefined],
    ["still a draft on GitHub", { draft: true }, [], false, undefined],
  ])("%s", (_, record, missing, mergeable, turn) => {
    const assessment = at(march(4), approved, { record });
    expect(assessment.state).toBe("approved");
    expect(missingOf(assessment)).toEqual(missing);
    expect(assessment.mergeable).toBe(mergeable);
    expect(turnOf(assessment)).toBe(turn);
  });

  test("never what is refused", () => {
    const submission = { ...NEW, refused: [{ path: "x", reason: "deleted" as const }] };
    const assessment = at(march(4), approved, { submission });
    expect(assessment.mergeable).toBe(false);
    expect(missingOf(assessment)).toEqual(["refused deleted"]);
  });

  test("the day of release", () => {
    const after = { ...change(A, "new").after, releaseDate: "2026-05-01" };
    const submission = submissionOf({ datasets: [change(A, "new", { after })] });
    expect(at(march(4), approved, { submission }).releaseDate).toBe("2026-05-01");
    expect(at(march(4), approved)).not.toHaveProperty("releaseDate");
  });
});

describe("closing and opening again", () => {
  const start = [opened(march(2)), did(march(3), "po", "closed")];
  test("by the provider, the review begins anew; by a reviewer it goes on", () => {
    const closed = at(march(4), start, { record: { state: "closed" } });
    expect(closed).toMatchObject({ state: "closed", mergeable: false });
    expect(closed.clock).toBeUndefined();
    expect(at(march(6), [...start, did(march(5), "po", "reopened")]).clock?.since).toBe(march(5));
    expect(at(march(6), [...start, did(march(5), "rev", "reopened")]).clock?.since).toBe(march(2));
  });

  test("a return's clock is not escaped", () => {
    const events = [
      opened(march(2)),
      reviews(march(3), "rev", "returned"),
      did(march(4), "po", "closed"),
      did(march(5), "po", "reopened"),
    ];
    expect(at(march(6), events)).toMatchObject({ state: "returned", clock: { since: march(3) } });
  });

  test("a draft stays one", () => {
    const events = [opened(march(2), true), did(march(3), "po", "closed"), did(march(4), "po", "reopened")];
    expect(at(march(5), events).state).toBe("draft");
    expect(actsOf(at(march(5), events))).toEqual(["saved po", "closed po", "reopened po"]);
  });

  test("the server's word stands above a list of events that lacks one", () => {
    expect(at(march(5), [opened(march(2))], { record: { state: "closed" } }).state).toBe("closed");
    expect(at(march(5), start).state).toBe("inReview");
    expect(at(march(5), [], { record: { createdAt: march(2), draft: true } }).state).toBe("draft");
  });
});

describe("whatever happens", () => {
  const INSIDERS = ["po", "po2", "rev", "rev2", "adm", "op", "rb", BOT, "guest", ""];
  const bodies = [
    "/送審",
    "/抽回",
    "/退回 3",
    "/退回",
    "/退回 99",
    "/通過",
    "/說明",
    "/foo",
    "/下架 A x",
    "你好",
  ];
  const time = fc
    .integer({ min: 0, max: 20 * 24 * 60 })
    .map((m) => new Date(Date.UTC(2026, 2, 2) + m * 60_000));
  const eventBy = (actors: readonly string[], facts: boolean): fc.Arbitrary<PullRequestEvent> =>
    fc
      .record({
        kind: fc.constantFrom(
          "readied",
          "drafted",
          "reviewRequested",
          "unlabelled",
          "reviewed",
          "commented",
          ...(facts ? ["closed", "reopened", "merged", "opened"] : []),
        ),
        date: time,
        actor: fc.constantFrom(...actors),
        other: fc.constantFrom(...INSIDERS),
        body: fc.constantFrom(...bodies),
        verdict: fc.constantFrom("approved" as const, "returned" as const, "commented" as const),
        commit: fc.constantFrom(HEAD, OLD_HEAD),
        flag: fc.boolean(),
        dismissed: fc.option(fc.record({ date: time, actor: fc.constantFrom(...actors) }), {
          nil: undefined,
        }),
      })
      .map(({ kind, date, actor, other, body, verdict, commit, flag, dismissed }): PullRequestEvent => {
        const when = date.toISOString();
        switch (kind) {
          case "opened":
            return opened(when, flag, actor);
          case "reviewRequested":
            return { type: kind, at: when, actor, reviewer: other };
          case "unlabelled":
            return { type: kind, at: when, actor, label: LABELS.unlisted.name };
          case "reviewed": {
            const more = dismissed
              ? { dismissed: { at: dismissed.date.toISOString(), actor: dismissed.actor } }
              : {};
            return reviews(when, actor, verdict, { commit, ...more });
          }
          case "commented":
            return says(when, actor, body, { edited: flag && commit === OLD_HEAD, own: actor === BOT });
          default:
            return did(when, actor, kind as "closed");
        }
      });
  const events = (actors: readonly string[], facts: boolean, maxLength: number) =>
    fc
      .array(eventBy(actors, facts), { maxLength })
      .map((list) => list.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)));
  const author = fc.constantFrom("po", "rev2", "guest", "op", BOT);
  const submissions = fc.constantFrom(NEW, MODIFICATION, LOCKED, TAKEDOWN, MIXED, REGISTER_CHANGE, PLATFORM);
  const NOW = "2026-03-23T04:00:00Z";
  const assessed = (by: string, list: PullRequestEvent[], submission = NEW, record = {}) =>
    at(NOW, [opened("2026-03-01T00:00:00Z", true, by), ...list], {
      submission,
      record: { author: by, ...record },
    });

  test("nothing throws; clocks run in review and return only; each comment is answered once", () => {
    fc.assert(
      fc.property(
        author,
        submissions,
        events([...INSIDERS, "nobody"], true, 25),
        fc.constantFrom("open" as const, "closed" as const, "merged" as const),
        fc.constantFrom("missing" as const, "given" as const),
        (by, submission, list, state, approval) => {
          const assessment = assessed(by, list, submission, { state, approval });
          const running = assessment.state === "inReview" || assessment.state === "returned";
          expect(assessment.clock !== undefined).toBe(running);
          if (running) expect(assessment.turn).toBeDefined();
          if (assessment.clock) expect(assessment.clock.left).toBe(7 - assessment.clock.elapsed);
          if (state !== "open") expect(assessment.state).toBe(state);
          expect(assessment.mergeable && assessment.state !== "approved").toBe(false);
          const ids = assessment.answers.map((a) => a.to);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test("an approval never survives a new head", () => {
    fc.assert(
      fc.property(submissions, events(INSIDERS, true, 25), (submission, list) => {
        const statuses = [status(CONTEXTS.received, "success", "2026-03-22T23:00:00Z")];
        const assessment = assessed("po", list, submission, { head: "c".repeat(40), statuses });
        expect(assessment.requirements.filter((r) => r.given)).toEqual([]);
        expect(assessment.state).not.toBe("approved");
      }),
      { numRuns: 800 },
    );
  });

  test("nobody approves or returns his own", () => {
    fc.assert(
      fc.property(author, submissions, (by, submission) => {
        const own = (["approved", "returned"] as const).map((verdict, i) =>
          reviews(march(5 + i), by, verdict),
        );
        const commands = ["/通過", "/退回 3"].map((body) => says(march(8), by.toUpperCase(), body));
        const start = did(march(3), by, "readied");
        const before = assessed(by, [start], submission);
        const after = assessed(by, [start, ...own, ...commands], submission);
        expect(after.state).toBe(before.state);
        expect(after.requirements).toEqual(before.requirements);
      }),
    );
  });

  test("every approval that counts is by a holder who is not the submitter", () => {
    fc.assert(
      fc.property(author, submissions, events(INSIDERS, false, 25), (by, submission, list) => {
        const { requirements, submitter } = assessed(by, list, submission);
        for (const { holders, given } of requirements) {
          expect(holders.map((h) => h.account.toLowerCase())).not.toContain(submitter.account.toLowerCase());
          if (given) expect(holders.map((h) => h.account)).toContain(given.by.account);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("an outsider's events change nothing", () => {
    fc.assert(
      fc.property(
        submissions,
        events(INSIDERS, true, 15),
        events(["nobody", "nobody2", ""], false, 10),
        (submission, list, noise) => {
          const both = [...list, ...noise].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
          const { answers: _a, requestReviewOf: _r, ...before } = assessed("po", list, submission);
          const { answers: _b, requestReviewOf: _s, ...after } = assessed("po", both, submission);
          expect(after).toEqual(before);
        },
      ),
      { numRuns: 800 },
    );
  });
});
