import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { civil, convener, council, government, members, term } from "./council.test-helper.ts";
import type { Member } from "./council-members.ts";
import { compositionFaults, isThird, SIZES } from "./council-rules.ts";
import type { CouncilFile } from "./plan-files.ts";

const CIOS = (own: Member[]) => own.map((m) => (m.side === "civil" ? m : { ...m, capacity: "cio" as const }));

/** Ids of the rules that a council of these members breaks. */
function broken(file: CouncilFile, day = "2026-06-01", number = 1): string[] {
  const own = file.terms.find((each) => each.number === number)!;
  return compositionFaults(file, own, day).map(({ rule }) => rule.id);
}
const of = (own: Member[], more: Partial<CouncilFile> = {}) => council({ terms: [term(1, own)], ...more });

describe("設置要點三: size and share", () => {
  it.each(["executive", "ministry"] as const)("every size and every number of civil members: %s", (tier) => {
    const [least, most] = SIZES[tier];
    for (let total = 7; total <= 22; total++) {
      for (let civils = 0; civils < total; civils++) {
        const own = members(total - 1 - civils, civils);
        const found = broken(of(tier === "executive" ? CIOS(own) : own, { tier }));
        const expected = [
          ...(total < least || total > most ? ["size"] : []),
          // Counted in another way than the rule does: the fewest people who are a third.
          ...(civils < Math.ceil(total / 3) ? ["share"] : []),
        ];
        expect({ total, civils, found }).toEqual({ total, civils, found: expected });
      }
    }
  });

  it("counts in whole people, the convener included", () => {
    expect([isThird(4, 12), isThird(3, 12), isThird(4, 13), isThird(5, 13), isThird(0, 0)]).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
    // 法務部: 1 + 11 members, 4 of them civil, its own minimum 4.
    expect(broken(of(members(7, 4), { minimumCivil: 4 }))).toEqual([]);
    expect(broken(of(members(8, 3), { minimumCivil: 4 }))).toEqual(["share", "own-minimum"]);
  });

  it("counts who is in office on the day", () => {
    const file = of([...members(7, 3), civil(4, { to: "2026-05-31" }), civil(5, { from: "2026-07-01" })]);
    expect(broken(file, "2026-05-31")).toEqual([]);
    expect(broken(file, "2026-06-01")).toEqual(["share"]);
    expect(broken(file, "2026-07-01")).toEqual([]);
  });

  it("asks for one convener, who is the CIO", () => {
    expect(broken(of([...members(7, 4).slice(1), government(9)]))).toEqual(["convener"]);
    expect(broken(of([...members(7, 4), convener({ name: "召集人二" })]))).toContain("convener");
    expect(broken(of([convener({ capacity: "legal" }), ...members(7, 4).slice(1)]))).toEqual([
      "convener-capacity",
    ]);
    expect(broken(of([convener({ side: "civil" }), ...members(7, 4).slice(1)]))).toEqual([
      "convener-capacity",
    ]);
  });

  it("asks for capacities of the tier and the side", () => {
    const capacities = ["cio", "legal", "business", "accounting", "information", "subordinate"] as const;
    const civils = ["domain", "association", "scholar"] as const;
    const allowed = (tier: CouncilFile["tier"], side: Member["side"]) =>
      [...capacities, ...civils].filter((capacity) => {
        const base = tier === "executive" ? CIOS(members(6, 3)) : members(8, 5);
        const one = side === "civil" ? civil(99, { capacity }) : government(99, { capacity });
        return broken(of([...base, one], { tier })).length === 0;
      });
    expect(allowed("ministry", "government")).toEqual(capacities.slice(1));
    expect(allowed("ministry", "civil")).toEqual(civils);
    expect(allowed("executive", "civil")).toEqual(["association", "scholar"]);
    expect(allowed("executive", "government")).toEqual([]);
    expect(broken(of(CIOS(members(6, 4)), { tier: "executive" }))).toEqual([]);
  });
});

describe("設置要點六: terms", () => {
  it.each([
    ["2026-01-01", "2026-12-31", []],
    ["2026-01-01", "2027-01-01", ["term-length"]],
    ["2026-03-15", "2027-03-14", []],
    ["2026-03-15", "2027-03-15", ["term-length"]],
    ["2024-02-29", "2025-02-28", []],
    ["2024-02-29", "2025-03-01", ["term-length"]],
    ["2023-03-01", "2024-02-29", []],
    ["2026-01-01", "2026-06-30", []],
  ])("%s to %s", (from, to, expected) => {
    const file = council({ terms: [term(1, members(7, 4), { from, to })] });
    expect(broken(file, to)).toEqual(expected);
  });

  const seats = (...names: number[]) => [...members(7, 0), ...names.map((n) => civil(n))];

  it.each([
    [[1, 2, 3, 4], [1, 2, 3, 4], ["half-renewed"]],
    [[1, 2, 3, 4], [1, 2, 3, 5], ["half-renewed"]],
    [[1, 2, 3, 4], [1, 2, 5, 6], []],
    [[1, 2, 3, 4], [1, 2, 5, 6, 7], []],
    [[1, 2, 3, 4], [1, 2, 3, 5, 6], ["half-renewed"]],
    [[1, 2, 3, 4], [5, 6, 7, 8], []],
  ])("of %j to %j", (before, now, expected) => {
    const file = council({ terms: [term(1, seats(...before)), term(2, seats(...now))] });
    expect(broken(file, "2027-06-01", 2)).toEqual(expected);
  });

  it("one renewal, and none more in a row", () => {
    const terms = (...own: number[][]) =>
      council({ terms: own.map((names, i) => term(i + 1, seats(...names))) });
    expect(broken(terms([1, 2, 3, 4], [1, 2, 5, 6], [1, 7, 5, 8]), "2028-06-01", 3)).toEqual(["renewal"]);
    expect(broken(terms([1, 2, 3, 4], [5, 6, 3, 4], [1, 2, 5, 6]), "2028-06-01", 3)).toEqual([]);
    const association = terms([1, 2, 3, 4], [1, 2, 5, 6], [1, 7, 5, 8]);
    association.terms[2]!.members.find((m) => m.name === "民間代表1")!.capacity = "association";
    expect(broken(association, "2028-06-01", 3)).toEqual([]);
  });

  it("who takes over the rest of a term has not served one, and is not one of the newly appointed", () => {
    const rest = civil(9, { from: "2026-06-01", replaces: "民間代表4" });
    const first = [...seats(1, 2, 3), civil(4, { to: "2026-05-31" }), rest];
    const file = council({
      terms: [term(1, first), term(2, seats(1, 5, 6, 9)), term(3, seats(9, 7, 8, 6))],
    });
    expect(broken(file, "2028-06-01", 3)).toEqual([]);
    // 民間代表9 sat before, so that two of four are new.
    expect(broken(file, "2027-06-01", 2)).toEqual([]);
    expect(broken(council({ terms: [term(1, first), term(2, seats(1, 2, 6, 9))] }), "2027-06-01", 2)).toEqual(
      ["half-renewed"],
    );
  });

  it("terms that the file leaves out are not judged against", () => {
    const file = council({ terms: [term(1, seats(1, 2, 3, 4)), term(3, seats(1, 2, 3, 4))] });
    expect(broken(file, "2028-06-01", 3)).toEqual([]);
  });
});

it("設置要點十三: an older mechanism is exempt", () => {
  expect(broken(of(members(1, 0), { existingMechanism: true }))).toEqual([]);
});

it("never throws, whatever the file holds", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (tier, capacity, replaces) => {
      const odd = { ...civil(1), capacity, replaces } as Member;
      const file = { ...of([...members(2, 2), odd]), tier } as CouncilFile;
      expect(Array.isArray(compositionFaults(file, file.terms[0]!, "2026-06-01"))).toBe(true);
    }),
  );
});

it("sentences", () => {
  const file = of([convener({ capacity: "legal" }), ...members(8, 1).slice(1)], { minimumCivil: 4 });
  expect(compositionFaults(file, file.terms[0]!, "2026-06-01").map(({ fault }) => fault)).toEqual([
    {
      clause: "諮詢小組設置要點三（二）",
      zh: "委員（含召集人）10 人，應為 11 至 21 人",
      en: "10 members, the convener included; 11 to 21 are asked for",
    },
    {
      clause: "諮詢小組設置要點三（二）",
      zh: "召集人「召集人」不是機關的資訊長",
      en: "the convener (召集人) is not the agency’s chief information officer",
    },
    {
      clause: "諮詢小組設置要點三（二）",
      zh: "民間代表 1 人，未達總人數 10 人（含召集人）的三分之一",
      en: "1 civil of 10 members, the convener included; a third is asked for",
    },
    {
      clause: "諮詢小組自訂之民間代表最低人數",
      zh: "民間代表 1 人，未達自訂的最低人數 4 人",
      en: "civil members: 1; the ministry’s own minimum is 4",
    },
  ]);
});
