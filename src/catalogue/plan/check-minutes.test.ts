import { describe, expect, it } from "vitest";
import {
  civil,
  council,
  MINISTRY,
  members,
  minutes,
  minutesPath,
  readMinutes,
  submit,
  term,
} from "./council.test-helper.ts";
import type { CouncilFile, Minutes } from "./plan-files.ts";

const told = (more: Partial<Minutes>) =>
  readMinutes(minutes(more), "2026-01-16").diagnostics.map(
    ({ severity, code, message }) => `${severity} ${code} ${message}`,
  );
const across = (
  meetings: readonly Minutes[],
  file: CouncilFile | undefined = council(),
  judged?: (path: string) => boolean,
) => submit(file, meetings, judged).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
const DECISION = { id: "115-1-1", text: "公開。", unit: "資訊處", state: "open" as const };
const decided = (more: object) => told({ decisions: [{ ...DECISION, ...more }] });

describe("minutes by themselves", () => {
  it("that keep everything", () => {
    expect(told({})).toEqual([]);
    expect(
      told({
        reportedOn: "2026-01-16",
        observers: ["顧問"],
        decisions: [{ ...DECISION, due: "2026-01-16" }],
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<Minutes>, string[]]>([
    [
      "another day",
      { date: "2026-01-17" },
      ["error minutes/place 會議日期 2026-01-17 與檔名 2026-01-16.md 不一致"],
    ],
    [
      "published before",
      { publishedOn: "2026-01-15" },
      ["error minutes/before 公開日期 2026-01-15 早於會議日期 2026-01-16"],
    ],
    [
      "reported before",
      { reportedOn: "2026-01-15" },
      ["error minutes/before 提報日期 2026-01-15 早於會議日期 2026-01-16"],
    ],
    [
      "a chair who was not there",
      { chair: "路人" },
      ["error minutes/chair-absent 主席「路人」不在出席委員（present）裡"],
    ],
    [
      "present and represented",
      { represented: [{ member: "機關代表1", by: "副主管" }] },
      ["error minutes/present-represented 委員「機關代表1」同時列為親自出席與代理出席"],
    ],
    [
      "represented twice",
      {
        present: minutes().present.filter((name) => name !== "機關代表1"),
        represented: [
          { member: "機關代表1", by: "副主管" },
          { member: "機關代表1", by: "科長" },
        ],
      },
      ["error minutes/represented-twice 不符諮詢小組設置要點七：委員「機關代表1」的代理出席列了兩次"],
    ],
    [
      "an observer who is a member",
      { observers: ["顧問", "民間代表1"] },
      ["error minutes/observer-member 不符諮詢小組設置要點五：「民間代表1」是委員，不是列席人員"],
    ],
    [
      "two decisions of one number",
      { decisions: [DECISION, DECISION] },
      ["error minutes/decision-twice 決議編號 115-1-1 已用在同一份紀錄"],
    ],
  ])("%s", (_, more, expected) => {
    // The helper's publication day follows the date; the file keeps its name.
    expect(told({ publishedOn: "2026-01-30", ...more })).toEqual(expected);
  });

  it("states and days of decisions", () => {
    expect(decided({ state: "done" })).toEqual([
      "error minutes/decision-done 決議 115-1-1 的追蹤狀態是「已完成」，卻沒有完成日期",
    ]);
    expect(decided({ doneOn: "2026-02-01" })).toEqual([
      "error minutes/decision-done 決議 115-1-1 的追蹤狀態是「辦理中」，卻有完成日期",
    ]);
    expect(decided({ due: "2026-01-15" })).toEqual([
      "error minutes/before 決議 115-1-1 的期限 2026-01-15 早於會議日期 2026-01-16",
    ]);
    expect(decided({ state: "done", doneOn: "2026-01-15" })).toEqual([
      "error minutes/before 決議 115-1-1 的完成日期 2026-01-15 早於會議日期 2026-01-16",
    ]);
    for (const state of ["referred", "dropped"]) expect(decided({ state })).toEqual([]);
    expect(decided({ state: "dropped", doneOn: "2026-03-01" })).toEqual([]);
  });

  it("stand at their place only", () => {
    expect(readMinutes(minutes(), "2026-1-16").diagnostics.map(({ code }) => code)).toEqual(["file/name"]);
  });
});

describe("minutes against the council", () => {
  it("of the day, kept", () => {
    expect(across([minutes(), minutes({ date: "2026-04-17", topics: ["inventory"] })])).toEqual([]);
  });

  it("names of strangers, with the one that is meant", () => {
    const present = [...minutes().present.slice(0, 10), "民間代表 3", "路人"];
    const found = submit(council(), [minutes({ present })]);
    expect(found.map(({ code, message, remedy }) => [code, message, remedy])).toEqual([
      [
        "minutes/unknown-member",
        "出席委員「民間代表 3」不是 2026-01-16 在任的委員",
        "改為「民間代表3」，或在 council.yaml 補上這位委員",
      ],
      [
        "minutes/unknown-member",
        "出席委員「路人」不是 2026-01-16 在任的委員",
        "更正姓名，或在 council.yaml 補上這位委員；不是委員的人列在 observers",
      ],
    ]);
    expect(found[0]!.file).toBe(minutesPath("2026-01-16"));
    expect(found[0]!.line).toBeGreaterThan(1);
  });

  it("members of other days are strangers", () => {
    const file = council({ terms: [term(1, [...members(7, 3), civil(4, { from: "2026-02-01" })])] });
    expect(across([minutes()], file)).toEqual([
      "error minutes/unknown-member 出席委員「民間代表4」不是 2026-01-16 在任的委員",
    ]);
  });

  it("members among the observers", () => {
    const present = minutes().present.slice(0, 11);
    expect(across([minutes({ present, observers: ["民間代表4"] })])).toEqual([
      "error minutes/observer-member 不符諮詢小組設置要點五：「民間代表4」是委員，不是列席人員",
    ]);
  });

  it("without a council, or a term", () => {
    expect(submit(undefined, [minutes()]).map(({ message }) => message)).toEqual([
      `沒有機關 ${MINISTRY} 的諮詢小組（agencies/${MINISTRY}/council.yaml），不知道委員是誰`,
    ]);
    expect(across([minutes({ date: "2027-01-16" })])).toEqual([
      "error minutes/no-term 會議日期 2027-01-16 不在諮詢小組任何一屆的任期內",
    ]);
  });

  it("a decision's number of another meeting", () => {
    const decisions = [DECISION];
    expect(across([minutes({ decisions }), minutes({ date: "2026-04-17", decisions })])).toEqual([
      "error minutes/decision-twice 決議編號 115-1-1 已用在 2026-01-16 的紀錄",
    ]);
  });

  it("broken clauses are warnings that name them", () => {
    const held = minutes({
      chair: "機關代表1",
      present: ["召集人", "機關代表1"],
      represented: [{ member: "民間代表1", by: "同事" }],
      topics: ["inventory"],
      text: "照案通過。",
    });
    expect(across([held])).toEqual([
      "warning minutes/clause 不符諮詢小組設置要點四（三）：召集人「召集人」出席，主席卻是「機關代表1」",
      "warning minutes/clause 不符諮詢小組設置要點四（四）：委員 12 人，出席 2 人，未過半數",
      "warning minutes/clause 不符諮詢小組設置要點七：民間代表「民間代表1」由他人代理，只有機關代表得指派代表出席",
      "warning minutes/clause 不符諮詢小組設置要點十二：內文沒有「各方意見」一節，或其中沒有內容",
      "warning minutes/clause 不符行動方案伍、一、（一）2：第 1 屆第一次會議沒有說明諮詢小組執掌與運作方式",
    ]);
  });

  it("findings stand in judged files only", () => {
    const bad = minutes({ text: "照案通過。", present: [...minutes().present, "路人"] });
    const council_ = (path: string) => path.endsWith("council.yaml");
    expect(across([bad], council(), (path) => !council_(path))).toHaveLength(2);
    // A list of members that forgets somebody who was at a meeting.
    expect(across([bad], council(), council_)).toEqual([
      "error council/minutes-member 2026-01-16 的會議紀錄列有委員「路人」，改過的名單當日沒有這些委員",
    ]);
  });
});
