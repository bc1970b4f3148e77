import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AGENCIES,
  civil,
  convener,
  council,
  EXECUTIVE,
  MINISTRY,
  members,
  readCouncil,
  submit,
  term,
} from "./council.test-helper.ts";
import type { Member } from "./council-members.ts";
import type { CouncilFile } from "./plan-files.ts";

const told = (file: unknown) =>
  readCouncil(file).diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${message}`);
const of = (...own: Member[]) => council({ terms: [term(1, own)] });
const LEFT = civil(4, { to: "2026-06-30" });
const twoTerms = (second: Partial<CouncilFile["terms"][number]>) =>
  council({ terms: [term(1, members(7, 4)), term(2, members(7, 4, 2), second)] });

it("a council that keeps everything", () => {
  expect(told(council())).toEqual([]);
  expect(readCouncil(council()).value).toEqual(council());
});

describe("contradictions are errors", () => {
  it.each<[string, unknown, string[]]>([
    [
      "a term that ends before it begins",
      council({ terms: [term(1, members(7, 4), { to: "2025-12-31" })], established: "2025-01-01" }),
      [
        "error council/term-order 任期迄日 2025-12-31 早於起日 2026-01-01",
        ...members(7, 4).map(
          (m) => `error council/member-order 委員「${m.name}」的卸任日 2025-12-31 早於到任日 2026-01-01`,
        ),
      ],
    ],
    [
      "a term before the council was there",
      council({ established: "2026-02-01" }),
      ["error council/term-established 任期起日 2026-01-01 早於諮詢小組的設立日期 2026-02-01"],
    ],
    [
      "terms that overlap",
      twoTerms({ from: "2026-12-31", to: "2027-12-30" }),
      ["error council/term-overlap 第 2 屆在 2026-12-31 開始時，第 1 屆還沒有結束"],
    ],
    [
      "terms of the same number",
      twoTerms({ number: 1 }),
      ["error council/term-number 第 1 屆列在第 1 屆之後，屆次應由小到大且不重複"],
    ],
    [
      "a member outside his term",
      of(...members(7, 4), civil(5, { from: "2025-12-31" })),
      [
        "error council/member-outside 委員「民間代表5」的日期 2025-12-31 不在本屆任期 2026-01-01 至 2026-12-31 之內",
      ],
    ],
    [
      "a member who leaves before he comes",
      of(...members(7, 4), civil(5, { from: "2026-05-01", to: "2026-04-01" })),
      ["error council/member-order 委員「民間代表5」的卸任日 2026-04-01 早於到任日 2026-05-01"],
    ],
    [
      "a replacement beyond the term",
      of(...members(7, 3), LEFT, civil(5, { from: "2026-07-01", to: "2027-06-30", replaces: LEFT.name })),
      [
        "error council/replacement-outside 不符諮詢小組設置要點六第三項：補聘委員「民間代表5」的任期至 2027-06-30，超過原任期屆滿之日 2026-12-31",
      ],
    ],
    [
      "a member twice",
      of(...members(7, 4), civil(4)),
      ["error council/member-twice 委員「民間代表4」在同一期間列了兩次"],
    ],
    [
      "two conveners",
      of(...members(6, 4), convener({ name: "新召集人", from: "2026-05-01" })),
      [
        "error council/two-conveners 不符諮詢小組設置要點三：2026-05-01 有兩位召集人「召集人」與「新召集人」，應置一人",
        "warning council/clause 不符諮詢小組設置要點三（二）：召集人 2 人，應置一人",
      ],
    ],
    [
      "an older mechanism of the Executive Yuan",
      council({ tier: "executive", existingMechanism: true }),
      [
        "error council/existing 不符諮詢小組設置要點十三：只有中央二級機關得依原有機制辦理，不得沿用原有機制（existingMechanism）",
      ],
    ],
    [
      "an older mechanism that is younger",
      council({ existingMechanism: true }),
      [
        "error council/existing 不符諮詢小組設置要點十三：設立日期 2026-01-01 不在要點生效（2015-04-07）之前，不得沿用原有機制（existingMechanism）",
      ],
    ],
  ])("%s", (_, file, expected) => {
    expect(told(file)).toEqual(expected);
  });

  it.each([
    ["nobody", civil(5, { from: "2026-07-01", replaces: "某人" }), "本屆沒有這位委員"],
    ["himself", civil(5, { from: "2026-07-01", replaces: "民間代表5" }), "本屆沒有這位委員"],
    ["another side's", civil(5, { from: "2026-07-01", replaces: "機關代表1" }), "兩人的代表別不同"],
    ["one who stays", civil(5, { from: "2026-07-01", replaces: "民間代表1" }), "這位委員沒有卸任日"],
    [
      "one who is still there",
      civil(5, { from: "2026-06-30", replaces: LEFT.name }),
      "這位委員到任日當天還沒有卸任",
    ],
  ])("a replacement of %s", (_, member, reason) => {
    expect(told(of(...members(7, 3), LEFT, member))).toEqual([
      `error council/replaces 不符諮詢小組設置要點六第三項：「民間代表5」補聘「${member.replaces}」，但${reason}`,
    ]);
  });

  it("a replacement that fits", () => {
    expect(told(of(...members(7, 3), LEFT, civil(5, { from: "2026-07-01", replaces: LEFT.name })))).toEqual(
      [],
    );
    const next = convener({ name: "新召集人", from: "2026-05-01" });
    expect(told(of(convener({ to: "2026-04-30" }), next, ...members(7, 4).slice(1)))).toEqual([]);
  });
});

describe("broken clauses are warnings", () => {
  it("of the newest term, with all changes that the file holds", () => {
    expect(told(of(...members(7, 3), LEFT))).toEqual([
      "warning council/clause 不符諮詢小組設置要點三（二）：民間代表 3 人，未達總人數 11 人（含召集人）的三分之一",
    ]);
    const terms = [term(1, members(2, 0)), term(2, members(7, 4))];
    expect(told(council({ terms }))).toEqual([]);
  });

  it("at the term's members, with a remedy", () => {
    const [found] = readCouncil(of(...members(8, 3))).diagnostics;
    expect(found).toMatchObject({ file: `agencies/${MINISTRY}/council.yaml`, remedy: "增加民間代表" });
    expect(found!.line).toBeGreaterThan(1);
  });
});

it("the list's address is mandatory (設置要點九)", () => {
  const { listPublished: _, ...file } = council();
  expect(told(file)).toEqual([
    "error council/list 不符諮詢小組設置要點九：沒有機關網站公開委員名單的網址（listPublished）",
  ]);
});

it("the tier is the agency's (設置要點二)", () => {
  const tiers = (code: string, tier: CouncilFile["tier"]) =>
    submit(council({ agency: code, tier, existingMechanism: false }), [], () => true)
      .filter(({ code: c }) => c === "council/tier")
      .map(({ message }) => message);
  expect(tiers(MINISTRY, "ministry")).toEqual([]);
  expect(tiers(EXECUTIVE, "executive")).toEqual([]);
  expect(tiers(MINISTRY, "executive")).toEqual([
    "不符諮詢小組設置要點二：國家發展委員會設的諮詢小組不應是「行政院諮詢小組」",
  ]);
  expect(tiers(EXECUTIVE, "ministry")).toEqual([
    "不符諮詢小組設置要點二：行政院設的諮詢小組不應是「中央二級機關諮詢小組」",
  ]);
  const below = [...AGENCIES, { code: "A41010000A", name: "檔案管理局", parent: MINISTRY }];
  expect(submit(council({ agency: "A41010000A" }), [], () => true, below)).toEqual([]);
});

it("never throws on what a file may hold", () => {
  const odd = fc.anything({ maxDepth: 1 });
  fc.assert(
    fc.property(odd, odd, odd, odd, odd, (tier, terms, own, from, name) => {
      const json = (value: unknown) => JSON.parse(JSON.stringify({ value }) ?? "{}").value as unknown;
      for (const file of [
        { ...council(), tier: json(tier), terms: json(terms) },
        { ...council(), terms: [{ number: 1, from: "2026-01-01", to: "2026-12-31", members: json(own) }] },
        of(...members(2, 2), {
          ...civil(9),
          from: json(from),
          name: json(name),
          replaces: json(own),
        } as Member),
      ]) {
        expect(Array.isArray(readCouncil(file).diagnostics)).toBe(true);
      }
    }),
    // What has no text.
    { examples: [[null, {}, { toString: " " }, {}, 0]] },
  );
});
