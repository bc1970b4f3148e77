import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { civil, convener, council, government, members, minutes, term } from "./council.test-helper.ts";
import { countPresent, isQuorum, meetingsOf, topicFault } from "./council-meetings.ts";
import { opinionsOf, silentSides } from "./council-opinions.ts";
import type { CouncilFile, Minutes } from "./plan-files.ts";

const judge = (more: Partial<Minutes>, file: CouncilFile = council()) =>
  meetingsOf(file, [minutes(more)])[0]!;
const rules = (more: Partial<Minutes>, file?: CouncilFile) => judge(more, file).broken.map(({ id }) => id);
const ALL = minutes().present;

describe("設置要點四（四）、七: who counts", () => {
  it("every number of members, present and represented", () => {
    for (let total = 1; total <= 21; total++) {
      const civils = Math.ceil(total / 3);
      const own = members(total - 1 - civils, civils).slice(0, total);
      const officials = own.filter(({ side }) => side === "government").map(({ name }) => name);
      const others = own.filter(({ side }) => side === "civil").map(({ name }) => name);
      for (let sent = 0; sent <= officials.length; sent++) {
        for (let there = 0; there <= others.length; there++) {
          const held = minutes({
            present: others.slice(0, there),
            represented: officials.slice(0, sent).map((member) => ({ member, by: "代理人" })),
            text: "",
          });
          const file = council({ terms: [term(1, own)] });
          const [meeting] = meetingsOf(file, [held]);
          const expected = (there + sent) / own.length > 0.5;
          const { present, quorum } = meeting!;
          expect({ total, sent, there, present, quorum }).toEqual({
            total,
            sent,
            there,
            present: there + sent,
            quorum: expected,
          });
        }
      }
    }
  });

  it("half is not more than half, and nobody is nobody", () => {
    expect([isQuorum(6, 12), isQuorum(7, 12), isQuorum(6, 11), isQuorum(5, 11), isQuorum(0, 0)]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it("civil members who are represented, strangers and repeats don't count", () => {
    const own = members(7, 4);
    const count = (present: string[], represented: string[] = []) =>
      countPresent(
        minutes({ present, represented: represented.map((member) => ({ member, by: "某人" })) }),
        own,
      );
    expect(count(["召集人", "召集人", "路人"])).toBe(1);
    expect(count(["召集人"], ["民間代表1", "機關代表1", "機關代表1", "召集人"])).toBe(2);
  });

  it("presence never rises when somebody leaves", () => {
    const own = members(7, 4);
    const names = own.map(({ name }) => name);
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), fc.nat(11), (present, sent, gone) => {
        const represented = sent.map((member) => ({ member, by: "某人" }));
        const all = countPresent(minutes({ present, represented }), own);
        const fewer = countPresent(
          minutes({ present: present.filter((n) => n !== names[gone]), represented }),
          own,
        );
        expect(all).toBeLessThanOrEqual(own.length);
        expect(fewer).toBeLessThanOrEqual(all);
      }),
    );
  });
});

describe("設置要點四（三）: chair", () => {
  it.each([
    ["召集人", ALL, []],
    ["機關代表1", ALL, ["chair"]],
    ["機關代表1", ALL.slice(1), []],
    ["民間代表1", ALL.slice(1), []],
    ["路人", [...ALL.slice(1), "路人"], ["chair"]],
  ])("%s", (chair, present, expected) => {
    expect(rules({ chair, present })).toEqual(expected);
  });

  it("the convener of the day", () => {
    const own = [
      convener({ to: "2026-01-10" }),
      convener({ name: "新召集人", from: "2026-01-11" }),
      ...members(6, 4).slice(1),
    ];
    const file = council({ terms: [term(1, own)] });
    const present = [
      "新召集人",
      ...members(6, 4)
        .slice(1)
        .map(({ name }) => name),
    ];
    expect(rules({ chair: "新召集人", present }, file)).toEqual([]);
    expect(rules({ chair: "召集人", present: ["召集人", ...present.slice(1)] }, file)).toEqual(["chair"]);
  });
});

describe("設置要點十二: every side's opinion", () => {
  it.each([
    ["", undefined],
    ["## 各方意見\n", undefined],
    ["## 各方意見\n\n### 機關代表\n\n### 民間代表\n", undefined],
    ["## 各方意見\n\n## 決議\n\n通過", undefined],
    ["### 各方意見\n\n民間代表：好", undefined],
    ["## 意見\n\n民間代表：好", undefined],
    ["## 各方意見\n\n<!-- 民間代表 -->\n", undefined],
    ["## 各方意見\n\n民間代表：好", "民間代表：好"],
    ["## **各方意見**\n\n- 一\n- 二\n", "一\n二"],
    ["## 各方意見\n\n### 民間代表\n\n好\n\n## 決議\n\n通過", "民間代表\n好"],
    ["各方意見\n---\n\n好", "好"],
  ])("%j", (text, expected) => {
    expect(opinionsOf(text)).toBe(expected);
  });

  it("names both sides that were present, or one of their members", () => {
    const own = [government(1, { name: "王主任" }), civil(1, { name: "李教授" })];
    expect(silentSides("機關代表同意，民間代表反對", own)).toEqual([]);
    expect(silentSides("王主任同意，李教授反對", own)).toEqual([]);
    expect(silentSides("王主任同意", own)).toEqual(["civil"]);
    expect(silentSides("大家同意", own)).toEqual(["government", "civil"]);
    expect(silentSides("王主任同意", own.slice(0, 1))).toEqual([]);
  });

  it("is a fault of the meeting", () => {
    expect(rules({ text: "照案通過。" })).toEqual(["opinions"]);
    expect(judge({ text: "## 各方意見\n\n機關代表同意。" }).faults).toEqual([
      {
        clause: "諮詢小組設置要點十二",
        zh: "「各方意見」沒有民間代表的意見",
        en: "各方意見 (every side’s opinion) lacks the civil side",
      },
    ]);
    expect(rules({ text: "## 各方意見\n\n機關代表同意。", present: ALL.slice(0, 8) })).toEqual([]);
  });

  it("reads nested and long texts; the first section of the name counts", () => {
    const text = `${"> ".repeat(50)}a\n\n${"## 各方意見\n\n".repeat(50)}${"- 民間代表\n".repeat(100)}`;
    expect(opinionsOf(text)).toBeUndefined();
    expect(opinionsOf(`## 各方意見\n\n${"字".repeat(100_000)}`)).toHaveLength(100_000);
  });
});

describe("行動方案伍、一、（一）2: the first meeting of each term", () => {
  it("explains the duties", () => {
    const file = council({ terms: [term(1, members(7, 4)), term(2, members(7, 4, 2))] });
    const none = { topics: ["inventory", "requests"] as Minutes["topics"] };
    const second = members(7, 4, 2).map(({ name }) => name);
    const found = meetingsOf(file, [
      minutes(none),
      minutes({ ...none, date: "2026-04-17" }),
      minutes({ ...none, date: "2027-01-20", present: second }),
      minutes({ ...none, date: "2027-04-20", present: second }),
    ]).map(({ broken }) => broken.map(({ id }) => id));
    expect(found).toEqual([["duties"], [], ["duties"], []]);
  });
});

it("設置要點十: what a quarter's meetings leave out", () => {
  const of = (...topics: Minutes["topics"][]) =>
    topicFault(topics.map((each) => judge({ topics: each })))?.zh;
  expect(of(["inventory"], ["requests"])).toBeUndefined();
  expect(of(["inventory"], ["planned"])).toBe("本季會議沒有檢視民間需求之回應說明");
  expect(of(["strategy"])).toBe("本季會議沒有檢視盤點資料與民間需求之回應說明");
});

it("設置要點十三: an older mechanism is exempt from 四（三）, 四（四） and 七, not from 十二", () => {
  const file = council({ existingMechanism: true });
  const more = {
    chair: "機關代表1",
    present: ["召集人", "機關代表1"],
    represented: [{ member: "民間代表1", by: "某人" }],
  };
  expect(rules(more)).toEqual(["chair", "quorum", "representation"]);
  expect(rules(more, file)).toEqual([]);
  expect(rules({ ...more, text: "無" }, file)).toEqual(["opinions"]);
});

it("periods are quarters of ministries and half-years of the Executive Yuan", () => {
  expect(judge({ date: "2026-04-17" }).period).toMatchObject({ year: 2026, part: 2, to: "2026-06-30" });
  const file = council({ tier: "executive" });
  expect(judge({ date: "2026-07-01" }, file).period).toMatchObject({ part: 2, from: "2026-07-01" });
});

it("never throws on fields of other shapes", () => {
  const odd = fc.anything();
  fc.assert(
    fc.property(odd, odd, odd, odd, fc.string(), (present, represented, chair, topics, text) => {
      const held = minutes({ present, represented, chair, topics, text } as Partial<Minutes>);
      expect(meetingsOf(council(), [held])).toHaveLength(1);
    }),
  );
  expect(meetingsOf(council(), [minutes({ date: "2026-02-30" })])).toEqual([]);
});
