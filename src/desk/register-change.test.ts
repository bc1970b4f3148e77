import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../catalogue/catalogue.ts";
import { checkAgency } from "../catalogue/check-agency.ts";
import type { AgencyRole } from "../catalogue/grants.ts";
import { codeownersDiagnostics, generateCodeowners } from "../review/codeowners.ts";
import { buildRegister, hasRole } from "../review/register.ts";
import type { DeskRegister } from "./data.ts";
import { changeRegister, type RegisterChange, type RoleChange, removeRole } from "./register-change.ts";

const A = "A00000000A";
const B = "B00000000B";
const C = "C00000000C";
const D = "D00000000D";
const MINISTRY = `# 部會的授權，由秘書單位維護。
code: ${A}
name: 甲部
ministry: true
website: "https://a.example.gov.tw/" # 正式網址
people:
  # 管理者
  - account: a-admin
    displayName: 部會管理者
    roles:
      - role: administrator
  - account: a-rev-1
    displayName: 審查一
    deputy: a-rev-2
    roles:
      - role: reviewer # 只審本部

  - account: a-rev-2
    displayName: 審查二
    roles:
      - role: reviewer
      - role: provider
        agencies:
          - ${A} # 本部
          - ${B}
  - account: a-rev-3
    displayName: 審查三
    roles:
      - role: reviewer
policy:
  modifications: review
`;
const OFFICE = `code: ${B}
name: 乙署
parent: ${A}
`;
const THEIRS = `code: ${C}
name: 丙部
ministry: true
`;
const BELOW = `code: ${D}
name: 丁所
parent: ${B}
people:
- account: D-Rev-1
  displayName: 丁審一
  roles:
  - role: reviewer
- account: d-rev-2
  displayName: 丁審二
  roles:
  - role: reviewer
`;
const TEXTS = { [A]: MINISTRY, [B]: OFFICE, [C]: THEIRS, [D]: BELOW };
const OPERATORS = [{ account: "op", displayName: "平臺" }];

const pathOf = (code: string) => `agencies/${code}/agency.yaml`;
const encode = (text: string) => new TextEncoder().encode(text);
const checked = (code: string, text: string) => checkAgency(pathOf(code), encode(text));
const fileOf = (code: string, text: string): AgencyFile => checked(code, text).value!;
const registerOf = (texts: Record<string, string>) =>
  Object.entries(texts).map(([code, text]) => fileOf(code, text));
const ownersOf = (texts: Record<string, string>) =>
  generateCodeowners(buildRegister(registerOf(texts), OPERATORS));

const change = (more: Partial<RoleChange> & { account?: string } = {}): RoleChange => {
  const { account = "newcomer", ...rest } = more;
  return {
    person: { account, displayName: "資料承辦" },
    role: "provider",
    listedIn: A,
    agencies: [A],
    ...rest,
  };
};
const inputOf = (texts: Record<string, string>, wanted: RoleChange) => ({
  change: wanted,
  texts: new Map([[pathOf(wanted.listedIn), texts[wanted.listedIn]!]]),
  register: registerOf(texts) as DeskRegister,
  operators: OPERATORS,
  codeowners: ownersOf(texts),
});
const made = (result: RegisterChange) => {
  if ("problem" in result) throw new Error(result.problem);
  return result;
};
const granting = (wanted: RoleChange, texts: Record<string, string> = TEXTS) =>
  made(changeRegister(inputOf(texts, wanted)));
const revoking = (wanted: RoleChange, texts: Record<string, string> = TEXTS) =>
  made(removeRole(inputOf(texts, wanted)));
const problem = (result: RegisterChange) => ("problem" in result ? result.problem : undefined);
const textOf = ({ files }: { files: { path: string; text: string }[] }, code: string) =>
  files.find(({ path }) => path === pathOf(code))!.text;

/** Lines that only the second or only the first text has. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

/** What the pull request would be judged by. */
function sound(result: { files: { path: string; text: string }[] }, texts: Record<string, string> = TEXTS) {
  const after = { ...texts };
  for (const { path, text } of result.files) {
    const code = /^agencies\/(\w+)\//.exec(path)?.[1];
    if (code) after[code] = text;
  }
  for (const [code, text] of Object.entries(after)) {
    const errors = checked(code, text).diagnostics.filter((d) => d.severity === "error");
    expect(errors).toEqual([]);
  }
  const owners = result.files.find(({ path }) => path === ".github/CODEOWNERS")?.text ?? ownersOf(texts);
  const register = buildRegister(registerOf(after), OPERATORS);
  expect(codeownersDiagnostics(owners, register)).toEqual([]);
  return register;
}

describe("granting", () => {
  it("adds a person at the end of the list, and CODEOWNERS only where it changes", () => {
    const result = granting(change({ agencies: [A, D] }));
    expect(result.files.map(({ path }) => path)).toEqual([pathOf(A)]);
    expect(difference(MINISTRY, textOf(result, A))).toEqual([
      "+  - account: newcomer",
      "+    displayName: 資料承辦",
      `+          - ${A}`,
      `+          - ${D}`,
    ]);
    expect(textOf(result, A)).toContain(
      `  - account: newcomer\n    displayName: 資料承辦\n    roles:\n      - role: provider\n        agencies:\n          - ${A}\n          - ${D}\npolicy:`,
    );
    expect(hasRole(sound(result), "newcomer", "provider", D)).toBe(true);
  });

  it("says in the pull request what changes", () => {
    const { title, body } = granting(
      change({ account: "a-rev-2", agencies: [A, D], person: { account: "a-rev-2", displayName: "審查二" } }),
    );
    expect(title).toBe("授權異動：刪除與新增審查二的資料提供者角色");
    expect(body).toBe(
      `授權登錄於甲部（\`${pathOf(A)}\`）。

- 刪除：審查二（\`a-rev-2\`）擔任乙署（\`${B}\`）的資料提供者
- 新增：審查二（\`a-rev-2\`）擔任丁所（\`${D}\`）的資料提供者
`,
    );
  });

  it("keeps every comment, blank line and quote, and what was there in its place", () => {
    const result = granting(change({ account: "A-Rev-2", agencies: [D, A] }));
    expect(difference(MINISTRY, textOf(result, A))).toEqual([`-          - ${B}`, `+          - ${D}`]);
    expect(textOf(result, A)).toContain(`          - ${A} # 本部\n          - ${D}\n`);
    sound(result);
  });

  it("writes the own agency alone as the file's default, and leaves what says the same", () => {
    expect(textOf(granting(change()), A)).toContain(
      "    displayName: 資料承辦\n    roles:\n      - role: provider\npolicy:",
    );
    expect(
      problem(changeRegister(inputOf(TEXTS, change({ account: "a-admin", role: "administrator" })))),
    ).toBe("授權沒有變動，不需要送出");
    const more = granting(change({ account: "a-admin", role: "administrator", agencies: [A, B] }));
    expect(textOf(more, A)).toContain(
      `      - role: administrator\n        agencies:\n          - ${A}\n          - ${B}\n`,
    );
    sound(more);
    // The administrator of an agency owns its file.
    const own = granting(change({ account: "d-rev-2", listedIn: D, role: "administrator", agencies: [D] }));
    expect(own.files.map(({ path }) => path)).toEqual([pathOf(D), ".github/CODEOWNERS"]);
    sound(own);
  });

  it("begins a list of people, before the settings of reviews", () => {
    const texts = { ...TEXTS, [B]: `${OFFICE}policy:\n  modifications: review # 逐件審查\n` };
    const result = granting(change({ listedIn: B, agencies: [B] }), texts);
    expect(textOf(result, B)).toBe(
      `${OFFICE}people:\n  - account: newcomer\n    displayName: 資料承辦\n    roles:\n      - role: provider\npolicy:\n  modifications: review # 逐件審查\n`,
    );
  });

  it("joins entries that repeat a role, and keeps a file's way of writing lists and line ends", () => {
    const twice = BELOW.replace(
      "  - role: reviewer\n- account: d-rev-2",
      `  - role: reviewer\n  - role: provider\n  - {role: provider, agencies: [${D}]}\n- account: d-rev-2`,
    ).replaceAll("\n", "\r\n");
    const texts = { ...TEXTS, [D]: twice };
    const result = revoking(change({ account: "d-rev-1", listedIn: D, agencies: [D] }), texts);
    expect(textOf(result, D)).toBe(BELOW.replaceAll("\n", "\r\n"));
    const added = granting(change({ listedIn: D, agencies: [D] }));
    expect(textOf(added, D)).toBe(
      `${BELOW}- account: newcomer\n  displayName: 資料承辦\n  roles:\n  - role: provider\n`,
    );
  });

  it("writes names so that they stay text, and never as a command in the pull request", () => {
    const person = { account: "123", displayName: '  no: "@x" #1  ' };
    const result = granting(change({ person }));
    const added = fileOf(A, textOf(result, A)).people!.at(-1)!;
    expect([added.account, added.displayName]).toEqual(["123", 'no: "@x" #1']);
    expect(result.body).not.toMatch(/@x|#1/);
  });
});

describe("revoking", () => {
  it("takes one agency of several, a role, or the person's whole entry", () => {
    const one = revoking(change({ account: "a-rev-2", agencies: [B] }));
    expect(difference(MINISTRY, textOf(one, A))).toEqual([`-          - ${B}`]);
    const role = revoking(change({ account: "a-rev-2", agencies: [A, B] }));
    expect(difference(MINISTRY, textOf(role, A))).toEqual([
      "-      - role: provider",
      "-        agencies:",
      `-          - ${A} # 本部`,
      `-          - ${B}`,
    ]);
    const whole = revoking(change({ account: "a-rev-3", role: "reviewer", agencies: [A] }));
    expect(difference(MINISTRY, textOf(whole, A))).toEqual([
      "-  - account: a-rev-3",
      "-    displayName: 審查三",
    ]);
    expect(whole.title).toBe("授權異動：刪除資料承辦的資料審查者角色");
    expect(whole.files.map(({ path }) => path)).toEqual([pathOf(A), ".github/CODEOWNERS"]);
    for (const result of [one, role, whole]) sound(result);
  });

  it("takes somebody who goes out of the deputies too, and says so", () => {
    const before = MINISTRY.replace("deputy: a-rev-2", "deputy: a-rev-3");
    const wanted = change({ account: "a-rev-3", role: "reviewer", agencies: [A] });
    const result = removeRole(inputOf({ ...TEXTS, [A]: before }, wanted));
    if ("problem" in result) throw new Error(result.problem);
    expect(difference(before, textOf(result, A))).toEqual([
      "-    deputy: a-rev-3",
      "-  - account: a-rev-3",
      "-    displayName: 審查三",
    ]);
    expect(result.body).toContain("- `a-rev-1` 的代理人 `a-rev-3` 一併刪除；請另外指定代理人\n");
    sound(result);
  });

  it("leaves no empty list of people", () => {
    const texts = {
      ...TEXTS,
      [B]: `${OFFICE}people:\n  - account: solo\n    displayName: 一人\n    roles:\n      - role: provider\n`,
    };
    expect(textOf(revoking(change({ account: "solo", listedIn: B, agencies: [B] }), texts), B)).toBe(OFFICE);
  });

  it("is the same as wanting no agency", () => {
    const wanted = change({ account: "a-rev-2", agencies: [A, B] });
    expect(granting({ ...wanted, agencies: [] })).toEqual(revoking(wanted));
  });
});

describe("refusals, in the register's own words", () => {
  const refused = (wanted: RoleChange, texts: Record<string, string> = TEXTS) =>
    problem(changeRegister(inputOf(texts, wanted)));

  it("an agency that is neither the file's own nor below it", () => {
    expect(refused(change({ agencies: [C] }))).toBe(
      `丙部（${C}）不是甲部的所屬機關；機關檔案只能授權本機關及所屬機關的角色，這項授權不會生效。刪除這一項；需要時請丙部的部會管理者在該機關或部會的 agency.yaml 授權。`,
    );
    expect(refused(change({ listedIn: B, agencies: [A] }))).toContain(`甲部（${A}）不是乙署的所屬機關`);
    expect(refused(change({ agencies: ["Z00000000Z"] }))).toBe(
      "沒有機關 Z00000000Z，這項授權不會生效。更正機關代碼，或刪除這一項。",
    );
  });

  it("fewer than two reviewers", () => {
    const two =
      MINISTRY.slice(0, MINISTRY.indexOf("  - account: a-rev-3")) +
      MINISTRY.slice(MINISTRY.indexOf("policy:"));
    const last = change({ account: "a-rev-1", role: "reviewer", agencies: [A] });
    expect(problem(removeRole(inputOf({ ...TEXTS, [A]: two }, last)))).toBe(
      "甲部只有 1 位資料審查者；送件者不能審查自己的資料集，至少需要 2 位不同的人。在 people 增列資料審查者（role: reviewer），或由同部會其他機關的檔案授權。",
    );
  });

  it("but the first of two reviewers, who have to come one after the other, is let through and said", () => {
    const first = change({ listedIn: B, role: "reviewer", agencies: [B] });
    const { body } = granting(first);
    expect(body).toContain("審查前仍須補正：\n\n- 乙署只有 1 位資料審查者");
    const second = { ...TEXTS, [B]: textOf(granting(first), B) };
    const result = granting({ ...first, person: { account: "another", displayName: "另一位" } }, second);
    expect(result.body).not.toContain("仍須補正");
    sound(result, second);
  });

  it("no account, no file, a faulty file, nothing to do", () => {
    expect(refused(change({ account: "@who ever" }))).toBe(
      "「@who ever」不是 GitHub 帳號；請填不含 @ 的帳號",
    );
    const input = inputOf(TEXTS, change());
    expect(problem(changeRegister({ ...input, texts: new Map() }))).toBe(
      `找不到機關檔案 ${pathOf(A)}，無法變更授權。請確認機關代碼`,
    );
    const faulty = { ...input, texts: new Map([[pathOf(A), MINISTRY.replace("name: 甲部", "名稱：甲部")]]) };
    expect(problem(changeRegister(faulty))).toMatch(
      new RegExp(`^機關檔案 ${pathOf(A)} 有誤，請先更正。第 3 行：.+。$`),
    );
    expect(problem(removeRole(inputOf(TEXTS, change())))).toBe("授權沒有變動，不需要送出");
    expect(refused(change({ person: { account: "somebody", displayName: " " } }))).toContain(
      "有誤，請先更正",
    );
  });
});

describe("CODEOWNERS", () => {
  const reviewer = change({ role: "reviewer" });

  it("is made where there is none", () => {
    const result = made(changeRegister({ ...inputOf(TEXTS, reviewer), codeowners: undefined }));
    expect(result.files[1]).toEqual({
      path: ".github/CODEOWNERS",
      text: ownersOf({ ...TEXTS, [A]: textOf(result, A) }),
    });
  });

  it("keeps what the main branch has learnt since the site was built", () => {
    const newer = { ...TEXTS, [D]: BELOW.replace("d-rev-2", "d-rev-9") };
    const result = made(changeRegister({ ...inputOf(TEXTS, reviewer), codeowners: ownersOf(newer) }));
    expect(result.files[1]!.text).toBe(ownersOf({ ...newer, [A]: textOf(result, A) }));
  });

  it("follows newer texts of other agencies", () => {
    const newer = { ...TEXTS, [D]: BELOW.replace("d-rev-2", "d-rev-9") };
    const input = inputOf(TEXTS, reviewer);
    const texts = new Map([...input.texts, [pathOf(D), newer[D]!]]);
    const result = made(changeRegister({ ...input, texts, codeowners: ownersOf(newer) }));
    expect(result.files[1]!.text).toBe(ownersOf({ ...newer, [A]: textOf(result, A) }));
  });
});

it("any grant can be given and taken back, and the file is what it was", () => {
  const subsets = fc.subarray([A, B, D], { minLength: 1 });
  const roles = fc.constantFrom<AgencyRole>("provider", "reviewer", "administrator");
  const accounts = fc.constantFrom("newcomer", "a-admin", "a-rev-1", "A-REV-3");
  fc.assert(
    fc.property(subsets, roles, accounts, (agencies, role, account) => {
      const before = registerOf(TEXTS).find(({ code }) => code === A)!;
      const person = before.people!.find((p) => p.account === account.toLowerCase());
      fc.pre(!person?.roles.some((r) => r.role === role));
      const wanted = change({ account, role, agencies });
      const given = granting(wanted);
      const register = buildRegister(registerOf({ ...TEXTS, [A]: textOf(given, A) }), OPERATORS);
      for (const agency of agencies) expect(hasRole(register, account, role, agency)).toBe(true);
      const texts = { ...TEXTS, [A]: textOf(given, A) };
      const back = removeRole(inputOf(texts, wanted));
      // An agency that has just got its only reviewers keeps them.
      if ("problem" in back) expect(back.problem).toContain("資料審查者");
      else expect(textOf(back, A)).toBe(MINISTRY);
    }),
    { numRuns: 30 },
  );
});
