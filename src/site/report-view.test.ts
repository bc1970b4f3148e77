import { describe, expect, it } from "vitest";
import type { DatasetFile } from "../catalogue/catalogue.ts";
import { SAMPLE_AGENCIES, sampleCatalogue } from "../catalogue/fixtures.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import { planOf } from "../catalogue/plan/plan.ts";
import { NO_PLAN_FILES, type PlanFiles } from "../catalogue/plan/plan-files.ts";
import { assessQuality } from "../catalogue/quality/assess.ts";
import type { Usage, UsageSeries } from "../catalogue/usage/types.ts";
import type { OpinionEntry } from "../review/opinions/types.ts";
import { provideContext, type SiteContext } from "./context.ts";
import { reportedMinistries, reportOf, reportQuarters } from "./report-view.ts";

const TODAY = "2026-02-15";
const NDC = "A41000000G";
const ARCHIVES = "A41010000A";

const dataset = (identifier: string, issued: string, more: Partial<DatasetFile> = {}): DatasetFile => ({
  identifier,
  title: identifier,
  issued,
  distribution: [{ resourceID: `${identifier}-001`, format: "CSV" }],
  ...more,
});
const [KEPT, LEFT, GONE, NEW] = [`${NDC}-000001`, `${ARCHIVES}-000002`, `${NDC}-000003`, `${NDC}-000004`];
const datasets = [
  dataset(KEPT, "2025-10-01"),
  dataset(LEFT, "2025-12-31", {
    status: "withdrawn",
    withdrawal: { reason: "A", explanation: "說明", date: "2026-01-02" },
  }),
  dataset(NEW, "2026-01-01"),
  dataset("315000000H-000001", "2025-11-11"),
];
const deleted: HistoryEntry[] = [
  { commit: "2", author: "甲", time: "2025-12-05 10:00", subject: "", act: "deleted", changes: [] },
  { commit: "1", author: "甲", time: "2025-11-05 10:00", subject: "", act: "created", changes: [] },
];
const planFiles: PlanFiles = {
  ...NO_PLAN_FILES,
  targets: { cumulative: [{ year: 2025, B: 10, source: "表 1" }] },
  inventories: new Map([
    [
      ARCHIVES,
      {
        agency: ARCHIVES,
        reviewedOn: "2025-12-20",
        systems: [
          ["2025-09-30", "甲系統"],
          ["2025-10-01", "乙系統"],
          [undefined, "丙系統"],
        ].map(([openedOn, name], index) => ({
          id: index + 1,
          name: name!,
          description: "說明",
          users: ["public" as const],
          items: ["年度"],
          class: "A" as const,
          access: "free" as const,
          outcome: "planned" as const,
          found: "2025-08-01",
          plannedOn: "2025-12-01",
          unit: "資訊處",
          ...(openedOn ? { openedOn } : {}),
        })),
      },
    ],
  ]),
  showcases: [
    { slug: "late", title: "新", kind: "feature", date: "2026-01-01", agency: NDC, text: "。" },
    { slug: "early", title: "舊", kind: "highlight", date: "2025-12-31", agency: ARCHIVES, text: "。" },
    { slug: "other", title: "別", kind: "highlight", date: "2025-12-31", agency: "315000000H", text: "。" },
  ],
};
const opinion = (createdAt: string, form: "opinion" | "wanted", ministry = NDC): OpinionEntry => ({
  form,
  number: 1,
  url: "https://github.example/1",
  title: "。",
  author: "a***",
  createdAt,
  ministry,
  text: "",
  replies: [],
  likes: 0,
  dislikes: 0,
  open: true,
});
const series: UsageSeries = {
  total: { views: 0, downloads: 0 },
  months: [
    { month: "2025-09", views: 1, downloads: 1 },
    { month: "2025-10", views: 10, downloads: 2 },
    { month: "2025-12", views: 20, downloads: 3 },
    { month: "2026-01", views: 100, downloads: 4 },
  ],
  days: [],
};
const usage: Usage = {
  from: "2025-09-15",
  to: "2026-01-20",
  days: 128,
  total: series,
  datasets: new Map(),
  agencies: new Map(),
  ministries: new Map([[NDC, series]]),
};

const catalogue = sampleCatalogue({
  agencies: SAMPLE_AGENCIES.map((a) => (a.code === NDC ? { ...a, grade: "B" as const } : a)),
  datasets,
  today: TODAY,
  plan: planFiles,
});
const history = new Map([[GONE, deleted]]);
const context: Partial<SiteContext> = {
  catalogue,
  history,
  plan: planOf(catalogue, history, usage),
  quality: assessQuality(catalogue, () => undefined, TODAY),
  byIdentifier: new Map([...catalogue.datasets, ...catalogue.withdrawn].map((d) => [d.identifier, d])),
  usage,
  opinions: [
    // The last and the first minute of a quarter, in Taipei.
    opinion("2025-12-31T15:59:00Z", "opinion"),
    opinion("2025-12-31T16:00:00Z", "opinion"),
    opinion("2025-11-01T00:00:00Z", "wanted"),
    opinion("2025-11-01T00:00:00Z", "opinion", "315000000H"),
  ],
};
provideContext(context as SiteContext);

const [running, last] = reportQuarters();
const ndc = catalogue.agencies.get(NDC)!;

describe("reportQuarters", () => {
  it("are the running one and the seven before it", () => {
    expect(reportQuarters().map(({ year, part, running: now, day }) => [year, part, now, day])).toEqual([
      [2026, 1, true, TODAY],
      [2025, 4, false, "2025-12-31"],
      [2025, 3, false, "2025-09-30"],
      [2025, 2, false, "2025-06-30"],
      [2025, 1, false, "2025-03-31"],
      [2024, 4, false, "2024-12-31"],
      [2024, 3, false, "2024-09-30"],
      [2024, 2, false, "2024-06-30"],
    ]);
  });
});

describe("reportedMinistries", () => {
  it("are graded or have a council or an inventory, their agencies' included", () => {
    expect(reportedMinistries().map(({ code }) => code)).toEqual([NDC]);
  });
});

describe("reportOf", () => {
  const done = reportOf(ndc, last!);
  const now = reportOf(ndc, running!);

  it("counts a quarter's datasets of the ministry and its agencies", () => {
    expect([done.before, done.count, done.opened.count, done.closed.count]).toEqual([0, 2, 3, 1]);
    expect([now.before, now.count, now.opened.count, now.closed.count]).toEqual([2, 2, 1, 1]);
    expect(
      done.opened.listed.map(({ identifier, day, dataset: d }) => [identifier, day, d?.withdrawn]),
    ).toEqual([
      [KEPT, "2025-10-01", false],
      [GONE, "2025-11-05", undefined],
      [LEFT, "2025-12-31", true],
    ]);
    expect(now.closed.listed.map(({ identifier }) => identifier)).toEqual([LEFT]);
  });

  it("names the target of the year, else the latest before", () => {
    expect([done.target, now.target]).toEqual([
      { year: 2025, target: 10 },
      { year: 2025, target: 10 },
    ]);
    expect(reportOf(ndc, reportQuarters()[5]!).target).toBeUndefined();
  });

  it("takes inventories as they are, and of planned releases those not open before the quarter", () => {
    expect(done.inventories.map(({ agency }) => agency.code)).toEqual([ARCHIVES]);
    expect(done.planned.map(({ system }) => system).sort()).toEqual(["丙系統", "乙系統"]);
    expect(now.planned.map(({ system }) => system)).toEqual(["丙系統"]);
    expect(done.meetings).toBeUndefined();
  });

  it("counts opinions by the day in Taipei", () => {
    expect([done.opinions.received, done.wanted.received]).toEqual([1, 1]);
    expect([now.opinions.received, now.wanted.received]).toEqual([1, 0]);
  });

  it("adds up the counted months and says which days these are", () => {
    expect(done.usage).toEqual({
      views: 30,
      downloads: 5,
      from: "2025-10-01",
      to: "2025-12-31",
      partial: false,
    });
    expect(now.usage).toMatchObject({ views: 100, from: "2026-01-01", to: "2026-01-20", partial: true });
    expect(reportOf(ndc, reportQuarters()[3]!).usage).toBeUndefined();
  });

  it("has the quarter's showcases, and flags in the running quarter only", () => {
    expect([done.showcases.map(({ slug }) => slug), now.showcases.map(({ slug }) => slug)]).toEqual([
      ["early"],
      ["late"],
    ]);
    expect(done.flags).toEqual([]);
    expect(now.flags.map(({ code }) => code)).toContain("target/cumulative");
    expect(now.flags.every(({ agency }) => [NDC, ARCHIVES].includes(agency))).toBe(true);
    expect(now.quality!.datasets).toBe(2);
  });
});
