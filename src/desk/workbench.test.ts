import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Act } from "../review/assessment.ts";
import {
  type OverdueEntry,
  type QueueDataset,
  type QueueEntry,
  readOverdue,
  readSubmissions,
} from "../review/queues.ts";
import type { DeskAgency, DeskDataset } from "./data.ts";
import type { Draft } from "./draft.ts";
import {
  type DeskRole,
  filterRows,
  pageOf,
  type Row,
  type RowsInput,
  rowsOf,
  sortRows,
  TABS,
  type TabId,
} from "./workbench.ts";

const A = "A00000000A";
const B = "B00000000B";
const C = "C00000000C";
const NAMES = [
  { code: A, name: "甲部", ministry: A },
  { code: B, name: "乙署", parent: A, ministry: A },
  { code: C, name: "丙部", ministry: C },
];
const person = (account: string) => ({ account, displayName: `職務${account}` });

const dataset = (agency: string, act: QueueDataset["act"], serial = "000001"): QueueDataset => ({
  identifier: `${agency}-${serial}`,
  title: `資料集${serial}`,
  agency,
  act,
});
const entry = (number: number, more: Partial<QueueEntry> = {}): QueueEntry => {
  const datasets = more.datasets ?? [dataset(A, "new")];
  return {
    number,
    url: `https://github.com/o/n/pull/${number}`,
    title: `送件${number}`,
    state: "inReview",
    kind: datasets.length === 1 && datasets[0]!.act !== "deletion" ? datasets[0]!.act : "datasets",
    submitter: person("po"),
    datasets,
    datasetCount: datasets.length,
    agencies: [...new Set(datasets.map((d) => d.agency))],
    ministries: [A],
    updatedAt: "2026-03-02T17:00:00.000Z",
    ...more,
  };
};
const overdueEntry = (number: number, notice: OverdueEntry["notice"], agency = A): OverdueEntry => ({
  number,
  url: `https://github.com/o/n/pull/${number}`,
  title: `送件${number}`,
  datasets: [dataset(agency, "new")],
  datasetCount: 1,
  notice,
  since: "2026-03-02T17:00:00.000Z",
  deadline: "2026-03-12",
  daysOver: number,
  agencies: NAMES.filter(({ code }) => code === agency).map(({ code, name }) => ({ code, name })),
  ministries: [],
  role: notice === "review" ? "reviewer" : "provider",
  persons: [person(notice === "review" ? `rev-${agency}` : "po")],
});
const agency = (code: string, ...datasets: DeskDataset[]): DeskAgency => ({
  agency: { code, name: code },
  above: [],
  datasets,
});

const input = (more: Partial<RowsInput> & { open?: QueueEntry[]; merged?: QueueEntry[] } = {}): RowsInput => {
  const { open = [], merged = [], ...rest } = more;
  const takenAt = "2026-03-13T01:00:00.000Z";
  // Through their readers, so that the entries are what the snapshots may hold.
  const submissions = readSubmissions(JSON.stringify({ takenAt, open, merged }));
  expect(submissions.problem).toBeUndefined();
  const overdue = readOverdue(JSON.stringify({ takenAt, entries: [] }));
  return {
    submissions: submissions.snapshot,
    overdue: overdue.snapshot,
    agencies: [],
    names: NAMES,
    scope: {},
    today: "2026-03-13",
    ...rest,
  };
};
const scope = (account: string, ...codes: string[]) => ({ account, agencies: new Set(codes) });
const brief = (rows: Row[]) => rows.map(({ key, state, acts }) => [key, state, acts.join()]);

it("has the manual's tabs in its order", () => {
  const labels = (role: DeskRole) => TABS[role].map(({ label }) => label).join("、");
  expect(labels("administrator")).toBe(
    "部會授權清單、部會授權管理、逾期通知、互動專區、使用紀錄、公告、資料集統計",
  );
  expect(labels("reviewer")).toBe("待審查、已審查、逾期通知、互動專區、公告、資料集統計");
  expect(labels("provider")).toBe(
    "新增資料集、待處理、已處理、已下架、退回逾期通知、互動專區、公告、資料集統計",
  );
});

describe("待處理", () => {
  const draft = (id: string, more: Partial<Draft> = {}): Draft => ({
    id,
    savedAt: "2026-03-10T20:00:00.000Z",
    agency: A,
    serial: "000007",
    values: {},
    ...more,
  });

  it("holds drafts and returned ones, of GitHub and of this browser, newest first", () => {
    const open = [
      entry(1, { state: "draft" }),
      entry(2, {
        state: "returned",
        updatedAt: "2026-03-12T01:00:00.000Z",
        turn: { role: "provider", persons: [person("po")] },
        clock: {
          kind: "return",
          since: "2026-03-12T01:00:00.000Z",
          elapsed: 1,
          left: 6,
          deadline: "2026-03-23",
          overdue: false,
        },
        releaseDate: "2026-04-01",
      }),
      entry(3),
      entry(4, { state: "approved" }),
    ];
    const drafts = [
      draft("x", { values: { title: "新的", releaseDate: "2026-05-01" } }),
      draft("y", { serial: "000001", base: "title: 舊的\n", savedAt: "damaged" }),
      draft("z", { pull: 1 }),
    ];
    const rows = rowsOf("pending", "provider", input({ open, drafts, scope: scope("PO", A) }));
    expect(rows).toEqual([
      {
        key: "#2",
        number: 2,
        url: "https://github.com/o/n/pull/2",
        identifier: "A00000000A-000001",
        title: "送件2",
        agency: "甲部",
        state: "退回",
        date: "2026-03-12",
        releaseDate: "2026-04-01",
        clock: { deadline: "2026-03-23", left: 6, overdue: false },
        persons: ["職務po"],
        datasetState: "none",
        kind: "new",
        mine: true,
        never: true,
        acts: ["submit", "delete"],
      },
      {
        key: "draft x",
        identifier: "A00000000A-000007",
        title: "新的",
        agency: "甲部",
        state: "暫存",
        date: "2026-03-11",
        releaseDate: "2026-05-01",
        datasetState: "none",
        mine: true,
        never: true,
        acts: ["submit", "delete"],
      },
      expect.objectContaining({ key: "#1", state: "暫存", date: "2026-03-03", acts: ["submit", "delete"] }),
      {
        key: "draft y",
        identifier: "A00000000A-000001",
        title: "A00000000A-000001",
        agency: "甲部",
        state: "暫存",
        date: "",
        datasetState: "published",
        mine: true,
        never: false,
        acts: ["submit", "delete"],
      },
    ]);
  });

  it("shows a provider the submissions of his agencies and his own, a stranger's only to everybody", () => {
    const open = [
      entry(1, { state: "draft", datasets: [dataset(B, "new")] }),
      entry(2, { state: "draft", datasets: [dataset(C, "new")] }),
      entry(3, { state: "draft", datasets: [dataset(C, "new")], submitter: person("pb") }),
      entry(4, { state: "unlisted", datasets: [dataset(B, "new")], submitter: person("stranger") }),
      entry(5, { state: "draft", kind: "register", datasets: [], agencies: [B], submitter: person("adm") }),
      entry(6, { state: "draft", datasets: [dataset(B, "new"), dataset(C, "modification")] }),
    ];
    const seen = (s: RowsInput["scope"]) => brief(rowsOf("pending", "provider", input({ open, scope: s })));
    expect(seen(scope("pb", B))).toEqual([
      ["#6", "暫存", ""],
      ["#3", "暫存", "submit,delete"],
      ["#1", "暫存", "submit,delete"],
    ]);
    expect(seen(scope("stranger"))).toEqual([["#4", "帳號未登錄", "delete"]]);
    expect(seen({}).map(([key]) => key)).toEqual(["#6", "#5", "#4", "#3", "#2", "#1"]);
  });

  it("knows what was never published", () => {
    const of = (...datasets: QueueDataset[]) => {
      const [row] = rowsOf("pending", "provider", input({ open: [entry(1, { state: "draft", datasets })] }));
      return [row!.never, row!.datasetState, row!.identifier];
    };
    expect(of(dataset(A, "new"))).toEqual([true, "none", "A00000000A-000001"]);
    expect(of(dataset(A, "new"), dataset(A, "new", "000002"))).toEqual([true, "none", undefined]);
    expect(of(dataset(A, "new"), dataset(A, "modification", "000002"))).toEqual([
      false,
      "published",
      undefined,
    ]);
    expect(of(dataset(A, "modification"))).toEqual([false, "published", "A00000000A-000001"]);
    expect(of(dataset(A, "relisting"))).toEqual([false, "withdrawn", "A00000000A-000001"]);
  });
});

describe("已處理 and 已下架", () => {
  const agencies = [
    agency(
      A,
      { serial: "000001", title: "在審的", updated: "2026-01-01" },
      { serial: "000002", title: "上架的", updated: "2026-01-02" },
      { serial: "000003" },
      { serial: "000004", title: "下架的", status: "withdrawn", updated: "2026-01-04" },
      { serial: "000005", title: "抽回申請的" },
    ),
    agency(C, { serial: "000001", title: "別人的" }),
  ];
  const open = [
    entry(1, { datasets: [dataset(A, "modification")] }),
    entry(2, { datasets: [dataset(A, "takedown", "000009")] }),
    entry(3, { state: "approved", datasets: [dataset(A, "new", "000006")] }),
    entry(4, { state: "draft", datasets: [dataset(A, "takedown", "000005")] }),
  ];

  it("hold the submissions under way, then the datasets with what may be done to them", () => {
    const all = input({ agencies, open, scope: scope("po2", A) });
    expect(brief(rowsOf("processed", "provider", all))).toEqual([
      ["#3", "審查通過", "withdraw"],
      ["#2", "申請下架", "withdraw"],
      ["#1", "審查中", "withdraw"],
      ["dataset A00000000A-000002", "上架中", "modify,takedown"],
      ["dataset A00000000A-000003", "待上架", "modify,takedown"],
      ["dataset A00000000A-000005", "上架中", "modify,takedown"],
    ]);
    expect(rowsOf("withdrawn", "provider", all)).toEqual([
      {
        key: "dataset A00000000A-000004",
        identifier: "A00000000A-000004",
        title: "下架的",
        agency: "甲部",
        state: "永久下架",
        date: "2026-01-04",
        datasetState: "withdrawn",
        mine: false,
        never: false,
        acts: ["relist"],
      },
    ]);
  });

  it("count what was merged since the site was built", () => {
    const at = (day: string) => ({ state: "merged" as const, mergedAt: `2026-03-${day}T01:00:00.000Z` });
    const merged = [
      entry(16, { ...at("06"), datasets: [dataset(A, "takedown", "000002")] }),
      entry(15, { ...at("05"), datasets: [dataset(A, "modification", "000002")] }),
      entry(14, { ...at("04"), datasets: [dataset(A, "new", "000003")], releaseDate: "2026-04-01" }),
      entry(13, { ...at("03"), datasets: [dataset(A, "new", "000010")], releaseDate: "2026-03-13" }),
      entry(12, { ...at("02"), datasets: [dataset(A, "relisting", "000004")] }),
      entry(11, { ...at("01"), datasets: [dataset(C, "new", "000011")] }),
    ];
    const all = input({ agencies, merged, scope: scope("po2", A) });
    const rows = rowsOf("processed", "provider", all);
    expect(rows.slice(0, 3).map((r) => [r.key, r.title, r.state, r.date, r.releaseDate])).toEqual([
      ["dataset A00000000A-000003", "資料集000003", "待上架", "2026-03-04", "2026-04-01"],
      ["dataset A00000000A-000010", "資料集000010", "上架中", "2026-03-03", "2026-03-13"],
      ["dataset A00000000A-000004", "資料集000004", "上架中", "2026-03-02", undefined],
    ]);
    expect(rows.map((r) => r.identifier)).not.toContain("C00000000C-000011");
    expect(rowsOf("withdrawn", "provider", all).map((r) => [r.identifier, r.date])).toEqual([
      ["A00000000A-000002", "2026-03-06"],
    ]);
  });

  it("give a dataset that is being relisted to 待處理 alone", () => {
    const relisting = entry(8, { state: "draft", datasets: [dataset(A, "relisting", "000004")] });
    const all = input({ agencies, open: [relisting], scope: scope("po", A) });
    expect(rowsOf("withdrawn", "provider", all)).toEqual([]);
    expect(brief(rowsOf("pending", "provider", all))).toEqual([["#8", "暫存", "submit,delete"]]);
    const stranger = input({ agencies, open: [{ ...relisting, state: "unlisted" }], scope: scope("po", A) });
    expect(rowsOf("withdrawn", "provider", stranger)).toHaveLength(1);
  });

  it("show a citizen's correction beside the dataset, which its provider may still change", () => {
    const correction = entry(9, {
      kind: "correction",
      datasets: [dataset(A, "modification", "000005")],
      submitter: person("guest"),
    });
    const of = (account: string) => input({ agencies, open: [correction], scope: scope(account, A) });
    const rows = rowsOf("processed", "provider", of("po"));
    expect(rows.find(({ key }) => key === "#9")).toMatchObject({ kind: "correction", acts: [], mine: false });
    expect(
      rows.find(({ identifier, number }) => number === undefined && identifier === "A00000000A-000005")?.acts,
    ).toEqual(["modify", "takedown"]);
    expect(rowsOf("toReview", "reviewer", of("rev")).map(({ key, acts }) => [key, acts.join()])).toEqual([
      ["#9", "approve,return"],
    ]);
    const own = rowsOf("processed", "provider", of("guest")).find(({ key }) => key === "#9");
    expect(own).toMatchObject({ mine: true, acts: ["withdraw"] });
  });

  it("offer no act for agencies that are only in view", () => {
    const others = { account: "po", agencies: new Set([C]), may: new Set([A]) };
    expect(brief(rowsOf("processed", "provider", input({ agencies, open, scope: others })))).toEqual([
      ["#3", "審查通過", "withdraw"],
      ["#2", "申請下架", "withdraw"],
      ["#1", "審查中", "withdraw"],
      ["dataset C00000000C-000001", "上架中", ""],
    ]);
  });
});

describe("待審查", () => {
  const clock = (left: number) => ({
    clock: {
      kind: "review" as const,
      since: "2026-03-02T01:00:00.000Z",
      elapsed: 7 - left,
      left,
      deadline: "2026-03-11",
      overdue: left < 0,
    },
  });
  const open = [
    entry(1, clock(3)),
    entry(2, { ...clock(-2), datasets: [dataset(A, "takedown")] }),
    entry(3, { submitter: person("rev"), ...clock(5) }),
    entry(4, { datasets: [dataset(C, "new")] }),
    entry(5, { approvedBy: [person("Rev")], datasets: [dataset(A, "new"), dataset(B, "new", "000002")] }),
    entry(6, {
      kind: "register",
      datasets: [],
      agencies: [A],
      turn: { role: "administrator", persons: [person("adm")] },
    }),
    entry(7, { state: "draft" }),
  ];

  it("holds what a reviewer may decide, the most urgent first; never one's own", () => {
    const rows = rowsOf("toReview", "reviewer", input({ open, scope: scope("rev", A) }));
    expect(brief(rows)).toEqual([
      ["#2", "申請下架", "approve,return"],
      ["#1", "審查中", "approve,return"],
      ["#3", "審查中", ""],
      ["#5", "審查中", "return"],
    ]);
    expect(rows[0]!.clock).toEqual({ deadline: "2026-03-11", left: -2, overdue: true });
    expect(rows[3]!.agency).toBe("甲部等 2 個機關");
  });

  it.each([
    [{ alive: 2, dead: 0, unknown: 0, noted: 0 }, "連結：2 項可取得"],
    [{ alive: 1, dead: 1, unknown: 0, noted: 0 }, "連結：無法取得 1"],
    [{ alive: 3, dead: 1, unknown: 2, noted: 1 }, "連結：無法取得 1、內容有疑 1、未能判斷 2"],
  ])("tells what the check of the links found: %j", (links, text) => {
    const [row] = rowsOf("toReview", "reviewer", input({ open: [entry(1, { links })] }));
    expect(row!.links).toBe(text);
  });

  it("holds what waits for somebody by name, whatever his agencies are", () => {
    expect(brief(rowsOf("toReview", "reviewer", input({ open, scope: scope("ADM", C) })))).toEqual([
      ["#4", "審查中", "approve,return"],
      ["#6", "審查中", "approve,return"],
    ]);
    // Approved by command, and GitHub still wants the button.
    const button = [
      entry(1, { approvedBy: [person("rev")], turn: { role: "reviewer", persons: [person("rev")] } }),
    ];
    expect(brief(rowsOf("toReview", "reviewer", input({ open: button, scope: scope("rev", A) })))).toEqual([
      ["#1", "審查中", "approve,return"],
    ]);
    // An operator sees all, and decides where it is his turn.
    const operator = rowsOf("toReview", "reviewer", input({ open, scope: { account: "adm" } }));
    expect(operator.filter((r) => r.acts.length > 0).map((r) => r.number)).toEqual([6]);
  });

  it("shows everybody everything", () => {
    expect(rowsOf("toReview", "reviewer", input({ open })).map((r) => [r.number, r.acts.join()])).toEqual([
      [2, "approve,return"],
      [1, "approve,return"],
      [3, "approve,return"],
      [4, "approve,return"],
      [5, "approve,return"],
      [6, "approve,return"],
    ]);
  });
});

it("已審查 holds what was approved, newest first, with who approved it", () => {
  const merged = [
    entry(9, {
      state: "merged",
      mergedAt: "2026-03-12T01:00:00.000Z",
      approvedBy: [person("rev")],
      datasets: [dataset(A, "takedown")],
    }),
    entry(8, { state: "merged", mergedAt: "2026-03-11T01:00:00.000Z", datasets: [dataset(C, "new")] }),
    entry(7, { state: "merged", mergedAt: "2026-03-10T01:00:00.000Z" }),
  ];
  const open = [entry(10, { state: "approved", updatedAt: "2026-03-13T01:00:00.000Z" }), entry(11)];
  const rows = rowsOf("reviewed", "reviewer", input({ open, merged, scope: scope("rev", A) }));
  expect(rows.map((r) => [r.number, r.state, r.date, r.datasetState, r.never, r.acts.join()])).toEqual([
    [10, "審查通過", "2026-03-13", "none", true, "return"],
    [9, "審查通過", "2026-03-12", "withdrawn", false, ""],
    [7, "審查通過", "2026-03-10", "published", false, ""],
  ]);
  expect(rows[1]!.persons).toEqual(["職務rev"]);
});

describe("逾期通知", () => {
  const takenAt = "2026-03-13T01:00:00.000Z";
  const entries = [overdueEntry(3, "review"), overdueEntry(2, "return"), overdueEntry(1, "review", C)];
  const { snapshot: overdue, problem } = readOverdue(JSON.stringify({ takenAt, entries }));
  const open = [entry(2, { state: "returned" }), entry(3)];
  const seen = (tab: TabId, role: DeskRole, s: RowsInput["scope"]) =>
    brief(rowsOf(tab, role, input({ overdue, open, scope: s })));

  it("holds a role's own kind, and both for the administrator", () => {
    expect(problem).toBeUndefined();
    expect(seen("returnOverdue", "provider", scope("po", A))).toEqual([
      ["#2", "退回逾期未處理", "submit,delete"],
    ]);
    expect(seen("overdue", "reviewer", scope("rev", A))).toEqual([["#3", "逾期未審核", "approve,return"]]);
    expect(seen("overdue", "administrator", scope("adm", A, B))).toEqual([
      ["#3", "逾期未審核", ""],
      ["#2", "退回逾期未處理", ""],
    ]);
    expect(seen("overdue", "reviewer", scope("REV-C00000000C", A)).map(([key]) => key)).toEqual(["#3", "#1"]);
    expect(seen("overdue", "reviewer", {}).map(([key]) => key)).toEqual(["#3", "#1"]);
  });

  it("tells since when, until when, and whose turn it is", () => {
    const [row] = rowsOf("overdue", "reviewer", input({ overdue, scope: scope("rev", A) }));
    expect(row).toEqual({
      key: "#3",
      number: 3,
      url: "https://github.com/o/n/pull/3",
      identifier: "A00000000A-000001",
      title: "送件3",
      agency: "甲部",
      state: "逾期未審核",
      date: "2026-03-03",
      clock: { deadline: "2026-03-12", left: -3, overdue: true },
      persons: ["職務rev-A00000000A"],
      datasetState: "none",
      mine: false,
      never: true,
      acts: [],
    });
  });
});

it("tabs that are no list of submissions have no rows", () => {
  const lists = ["pending", "processed", "withdrawn", "toReview", "reviewed", "returnOverdue", "overdue"];
  const all = input({ open: [entry(1)], merged: [entry(2, { state: "merged" })] });
  for (const role of ["provider", "reviewer", "administrator"] as const) {
    for (const { id } of TABS[role]) if (!lists.includes(id)) expect(rowsOf(id, role, all)).toEqual([]);
  }
});

describe("what is offered", () => {
  it("is never more than the decision table lets the role do, and nothing to strangers", () => {
    const states = ["unlisted", "draft", "inReview", "returned", "approved"] as const;
    const of = (role: DeskRole, tab: TabId, account: string) =>
      states.flatMap((state) =>
        rowsOf(tab, role, input({ open: [entry(1, { state })], scope: scope(account, C) })).flatMap(
          (r) => r.acts,
        ),
      );
    const nothing: Act[] = [];
    for (const [role, tab] of [
      ["provider", "pending"],
      ["provider", "processed"],
      ["reviewer", "toReview"],
      ["reviewer", "reviewed"],
    ] as const) {
      expect(of(role, tab, "stranger")).toEqual(nothing);
    }
    expect(of("provider", "pending", "po")).toEqual(["delete", "submit", "delete", "submit", "delete"]);
    expect(of("provider", "processed", "po")).toEqual(["withdraw", "withdraw"]);
  });
});

describe("searching, sorting, paging", () => {
  const row = (title: string, more: Partial<Row> = {}): Row => ({
    key: title,
    title,
    agency: "甲部",
    state: "審查中",
    date: "2026-03-01",
    datasetState: "none",
    mine: false,
    never: true,
    acts: [],
    ...more,
  });
  const rows = [
    row("臺北市景氣（月）", { number: 12, identifier: "A00000000A-000012", date: "2026-03-02" }),
    row("第10期", { state: "退回", clock: { deadline: "2026-03-12", left: -1, overdue: true }, date: "" }),
    row("第9期", { clock: { deadline: "2026-03-20", left: 3, overdue: false }, releaseDate: "2026-05-01" }),
  ];
  const titles = (list: Row[]) => list.map((r) => r.title);

  it("finds pieces of titles as the catalogue's search does, identifiers and numbers", () => {
    const found = (text: string, state = "") => titles(filterRows(rows, { text, state }));
    expect(found("台北市 景氣")).toEqual(["臺北市景氣（月）"]);
    expect(found("a00000000a-000012")).toEqual(["臺北市景氣（月）"]);
    expect(found("#12")).toEqual(["臺北市景氣（月）"]);
    expect(found("期")).toEqual(["第10期", "第9期"]);
    expect(found("期", "退回")).toEqual(["第10期"]);
    expect(found("", "審查中")).toEqual(["臺北市景氣（月）", "第9期"]);
    expect(found("沒有的")).toEqual([]);
  });

  it("sorts by every column, what has no value last", () => {
    const sorted = titles(sortRows(rows, "title", false));
    expect(sorted.indexOf("第9期")).toBe(sorted.indexOf("第10期") - 1);
    expect(titles(sortRows(rows, "title", true))).toEqual(sorted.toReversed());
    expect(titles(sortRows(rows, "left", false))).toEqual(["第10期", "第9期", "臺北市景氣（月）"]);
    expect(titles(sortRows(rows, "left", true))).toEqual(["第9期", "第10期", "臺北市景氣（月）"]);
    expect(titles(sortRows(rows, "date", true))).toEqual(["臺北市景氣（月）", "第9期", "第10期"]);
    expect(titles(sortRows(rows, "date", false))).toEqual(["第9期", "臺北市景氣（月）", "第10期"]);
    expect(titles(sortRows(rows, "releaseDate", true))[0]).toBe("第9期");
    expect(titles(sortRows(rows, "state", false))[0]).toBe("第10期");
    expect(titles(rows)).toEqual(["臺北市景氣（月）", "第10期", "第9期"]);
  });

  it("cuts a list into pages that together are the list", () => {
    expect(pageOf([], 3, 10)).toEqual({ rows: [], page: 1, pages: 1 });
    expect(pageOf([1, 2, 3], 9, 2)).toEqual({ rows: [3], page: 2, pages: 2 });
    expect(pageOf([1, 2, 3], 0, 2)).toEqual({ rows: [1, 2], page: 1, pages: 2 });
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const { pages } = pageOf(list, 1, size);
        const all = Array.from({ length: pages }, (_, i) => pageOf(list, i + 1, size).rows);
        expect(all.flat()).toEqual(list);
      }),
    );
  });
});
