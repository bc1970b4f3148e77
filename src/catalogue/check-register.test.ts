import { describe, expect, it } from "vitest";
import { placeFindings } from "./check.ts";
import { checkAgency } from "./check-agency.ts";
import { checkAcross } from "./check-catalogue.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const pathOf = (code: string) => `agencies/${code}/agency.yaml`;

const agency = (code: string, name: string, rest: string) => `code: ${code}\nname: ${name}\n${rest}`;
const person = (account: string, role: string, ...more: string[]) =>
  `  - account: ${account}\n    displayName: 職務\n${more.map((line) => `    ${line}\n`).join("")}    roles:\n      - role: ${role}\n`;
const STAFF = `people:\n${person("a-admin", "administrator")}${person("a-one", "reviewer")}${person("a-two", "reviewer")}`;

/** Two ministries with all that they need; 甲一署 has its reviewers from 甲部. */
const SOUND: Record<string, string> = {
  A10000000A: agency(
    "A10000000A",
    "甲部",
    `ministry: true\n${STAFF}        agencies:\n          - A10000000A\n          - A11000000A\n${person("a-three", "reviewer")}${person("a-four", "reviewer")}        agencies:\n          - A11000000A\n`,
  ),
  A11000000A: agency(
    "A11000000A",
    "甲一署",
    `parent: A10000000A\npeople:\n${person("a-five", "provider", "deputy: A-ONE")}`,
  ),
  B00000000B: agency("B00000000B", "乙部", `ministry: true\n${STAFF.replaceAll("a-", "b-")}`),
  C00000000C: agency("C00000000C", "匯入的機關", ""),
};

/** Checks files as the validator does; only `judged` ones where given. */
function check(files: Record<string, string>, judged?: string[]) {
  const checked = Object.entries(files).map(([code, text]) => checkAgency(pathOf(code), encode(text)));
  const across = checkAcross({
    agencies: checked,
    datasets: [],
    judged: (path) => !judged || judged.some((code) => path === pathOf(code)),
  });
  const found = [
    ...checked.flatMap((c) => c.diagnostics),
    ...[...across].flatMap(([path, findings]) =>
      placeFindings("agency", path, encode(files[path.slice(9, 19)]!), findings),
    ),
  ];
  return found.map((d) => `${d.file.slice(9, 19)}:${d.line} ${d.severity} ${d.code} ${d.message}`);
}
const with_ = (code: string, change: (text: string) => string) => ({
  ...SOUND,
  [code]: change(SOUND[code]!),
});

describe("rules of the register", () => {
  it("find nothing in a sound register, nor in an import without people", () => {
    expect(check(SOUND)).toEqual([]);
  });

  it("an account twice in one file, whatever its case", () => {
    const files = with_("B00000000B", (text) => `${text}${person("B-ONE", "provider")}`);
    expect(check(files)).toEqual([
      "B00000000B:17 error people/duplicate 帳號 B-ONE 在這個檔案出現兩次（GitHub 帳號不分大小寫），角色會分散在兩處",
    ]);
  });

  it("an account that another file writes otherwise, measured by the published file", () => {
    const files = with_("B00000000B", (text) => `${text}${person("A-one", "provider")}`);
    const message = "people/case 帳號 A-one 在甲部的檔案寫成 a-one；GitHub 帳號不分大小寫，是同一個人";
    expect(check(files)).toEqual([`B00000000B:17 warning ${message}`]);
    expect(check(files, ["B00000000B"])).toEqual([`B00000000B:17 warning ${message}`]);
    expect(check(files, ["A10000000A"])).toEqual([
      "A10000000A:9 warning people/case 帳號 a-one 在乙部的檔案寫成 A-one；GitHub 帳號不分大小寫，是同一個人",
    ]);
    expect(check(files, ["A11000000A"])).toEqual([]);
  });

  it("a deputy who is the person himself", () => {
    const files = with_("B00000000B", (text) => `${text}${person("b-three", "provider", "deputy: B-three")}`);
    expect(check(files)).toEqual([
      "B00000000B:19 error people/deputy-self b-three 的代理人是本人，逾期時沒有別人會收到通知",
    ]);
  });

  it("a deputy whom nobody lists, named too where a change of the ministry took him away", () => {
    const files = with_("A11000000A", (text) => text.replace("A-ONE", "stranger"));
    const found = ["A11000000A:7 error people/deputy-unknown 代理人 stranger 不在任何機關的人員名單"];
    expect(check(files)).toEqual(found);
    expect(check(files, ["A10000000A"])).toEqual(found);
    expect(check(files, ["B00000000B"])).toEqual([]);
  });

  it("a role for an agency that does not exist", () => {
    const files = with_(
      "B00000000B",
      (text) => `${text}        agencies:\n          - B00000000B\n          - X00000000X\n`,
    );
    const found = ["B00000000B:19 error role/agency-unknown 沒有機關 X00000000X，這項授權不會生效"];
    expect(check(files)).toEqual(found);
    expect(check(files, ["A10000000A"])).toEqual([]);
  });

  it("a role for another ministry's agency, which is void", () => {
    const files = with_(
      "B00000000B",
      (text) => `${text}        agencies:\n          - B00000000B\n          - A11000000A\n`,
    );
    const found = [
      "B00000000B:19 error role/agency-foreign 甲一署（A11000000A）不是乙部的所屬機關；機關檔案只能授權本機關及所屬機關的角色，這項授權不會生效",
    ];
    expect(check(files)).toEqual(found);
    expect(check(files, ["A11000000A"])).toEqual(found);
    expect(check(files, ["C00000000C"])).toEqual([]);
  });

  it("fewer than two reviewers; void grants and the same person twice don't count", () => {
    const files = with_("B00000000B", (text) =>
      text.replace("b-two", "b-two2").replace(/reviewer\n$/, "provider\n"),
    );
    expect(check(files)).toEqual([
      "B00000000B:4 error reviewers/too-few 乙部只有 1 位資料審查者；送件者不能審查自己的資料集，至少需要 2 位不同的人",
    ]);
    const taken = with_("A10000000A", (text) => text.replace(/ {2}- account: a-four[\s\S]*$/, ""));
    const found =
      "A11000000A:4 error reviewers/too-few 甲一署只有 1 位資料審查者；送件者不能審查自己的資料集，至少需要 2 位不同的人";
    expect(check(taken)).toEqual([found]);
    const same = with_("A10000000A", (text) => text.replace("a-four", "A-TWO"));
    expect(check(same).filter((line) => line.includes("reviewers/"))).toEqual([found]);
    // The file that lost its reviewer is named though another one was changed.
    expect(check(taken, ["A10000000A"])).toEqual([found]);
    expect(check(taken, ["B00000000B"])).toEqual([]);
  });

  it("too few reviewers where only another file grants roles is a warning", () => {
    const files = {
      ...with_(
        "B00000000B",
        (text) => `${text}        agencies:\n          - B00000000B\n          - B01000000B\n`,
      ),
      B01000000B: agency("B01000000B", "乙一署", "parent: B00000000B\n"),
    };
    expect(check(files)).toEqual([
      "B01000000B:1 warning reviewers/to-come 已有人員獲得乙一署的角色，但資料審查者只有 1 位；至少需要 2 位不同的人",
    ]);
  });

  it("a ministry without an administrator, once it has people", () => {
    const files = with_("B00000000B", (text) => text.replace("administrator", "provider"));
    expect(check(files)).toEqual([
      "B00000000B:4 warning administrator/none 乙部沒有部會管理者，授權清單只能由平臺管理者核准",
    ]);
  });

  it("one unreadable file raises no fault of another", () => {
    const codes = check({ ...SOUND, A10000000A: "code: [" }).map((line) => line.split(" ")[0]!.slice(0, 10));
    expect(new Set(codes)).toEqual(new Set(["A10000000A"]));
    const people = with_("B00000000B", () => agency("B00000000B", "乙部", "people: 全體同仁\n"));
    expect(check(people).map((line) => line.split(" ")[2])).toEqual(["field/type"]);
  });
});
