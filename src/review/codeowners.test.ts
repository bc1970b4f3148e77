import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../catalogue/catalogue.ts";
import { applyFixes } from "../catalogue/diagnostics.ts";
import {
  CodeownersError,
  codeownersDiagnostics,
  compareOwners,
  generateCodeowners,
  ownersOf,
  parseCodeowners,
} from "./codeowners.ts";
import { buildRegister, holdersOf, type Person, type Register } from "./register.ts";

const person = (account: string, ...roles: NonNullable<AgencyFile["people"]>[number]["roles"]) => ({
  account,
  displayName: `職務 ${account}`,
  roles,
});
const AGENCIES: AgencyFile[] = [
  { code: "A00000000A", name: "行政院" },
  {
    code: "A41000000G",
    name: "國家發展委員會",
    parent: "A00000000A",
    ministry: true,
    people: [
      person("ndc-admin", { role: "administrator" }),
      person("Ndc-Reviewer", { role: "reviewer", agencies: ["A41000000G", "A41010000A"] }),
      person("ndc-second", { role: "reviewer" }),
    ],
  },
  { code: "A41010000A", name: "檔案管理局", parent: "A41000000G" },
  {
    code: "A57000000A",
    name: "主計總處",
    parent: "A00000000A",
    ministry: true,
    people: [person("dgbas-admin", { role: "administrator" })],
  },
  { code: "A60000000E", name: "故宮", parent: "A00000000A", ministry: true, reviewTeam: "tw/npm-reviewers" },
];
const OPERATORS: Person[] = [
  { account: "op-two", displayName: "平臺管理者二" },
  { account: "op-one", displayName: "平臺管理者一" },
];
const register = buildRegister(AGENCIES, OPERATORS);
const GENERATED = generateCodeowners(register);

const ownersIn = (text: string, path: string) => ownersOf(parseCodeowners(text).rules, path)?.owners;

describe("the generated file", () => {
  it("names the owners of every kind of path, the most specific last", () => {
    expect(
      GENERATED,
    ).toBe(`# 由 npm run codeowners 依 agencies/*/agency.yaml 與 platform/operators.yaml 產生；請勿手動修改。
# 同一路徑以最後符合的一行為準，愈後面的規則愈具體。
* @op-one @op-two
/datasets/A00000000A/ @op-one @op-two
/agencies/A00000000A/ @op-one @op-two
/agencies/A00000000A/agency.yaml @op-one @op-two
/datasets/A41000000G/ @Ndc-Reviewer @ndc-second
/agencies/A41000000G/ @Ndc-Reviewer @ndc-second
/agencies/A41000000G/agency.yaml @ndc-admin @op-one @op-two
/datasets/A41010000A/ @Ndc-Reviewer
/agencies/A41010000A/ @Ndc-Reviewer
/agencies/A41010000A/agency.yaml @ndc-admin @op-one @op-two
/datasets/A57000000A/ @dgbas-admin
/agencies/A57000000A/ @dgbas-admin
/agencies/A57000000A/agency.yaml @dgbas-admin @op-one @op-two
/datasets/A60000000E/ @tw/npm-reviewers
/agencies/A60000000E/ @tw/npm-reviewers
/agencies/A60000000E/agency.yaml @op-one @op-two
/.github/CODEOWNERS @op-one @op-two @dgbas-admin @ndc-admin
`);
  });

  it("takes a team only in GitHub's form, since it stands in the file as it is written", () => {
    const files = AGENCIES.map((file) => ({ ...file, reviewTeam: "tw/x @intruder\n* @intruder" }));
    expect(generateCodeowners(buildRegister(files, OPERATORS))).not.toContain("intruder");
  });

  it("stays far below 3 MB with 800 agencies of 20 reviewers", () => {
    const large = many(800, 20);
    const text = generateCodeowners(large);
    expect(Buffer.byteLength(text)).toBeLessThan(1_500_000);
    expect(codeownersDiagnostics(text, large)).toEqual([]);
  });

  it("is refused at 3 MB, where GitHub would not load it", () => {
    const huge = many(800, 60);
    expect(() => generateCodeowners(huge)).toThrow(CodeownersError);
    expect(() => generateCodeowners(huge)).toThrow(
      /會有 \d{7} 位元組；達到 3000000 位元組時 GitHub 不會讀取/,
    );
    expect(codeownersDiagnostics(GENERATED, huge).map((d) => d.code)).toEqual(["register/codeowners-size"]);
    const padded = GENERATED + "#\n".repeat(1_500_000);
    expect(codeownersDiagnostics(padded, register).map((d) => d.code)).toEqual(["register/codeowners-size"]);
  });
});

function many(count: number, reviewers: number): Register {
  const files = Array.from({ length: count }, (_, i): AgencyFile => {
    const code = `${String(i).padStart(9, "0")}X`;
    const people = Array.from({ length: reviewers }, (_, k) =>
      person(`agency-${i}-reviewer-${k}-with-long-name`, { role: "reviewer" }),
    );
    return {
      code,
      name: code,
      ministry: true,
      people: [...people, person(`admin-${i}`, { role: "administrator" })],
    };
  });
  return buildRegister(files, OPERATORS);
}

describe("reading as GitHub does", () => {
  // https://docs.github.com/en/repositories/…/about-code-owners, 「CODEOWNERS syntax」 and its example.
  const cases: [pattern: string, covered: string[], others: string[]][] = [
    ["*", ["a", "a/b/c.txt", ".github/x"], []],
    ["*.js", ["a.js", "src/deep/a.js"], ["a.jsx", "js"]],
    ["/build/logs/", ["build/logs/a", "build/logs/deep/a"], ["x/build/logs/a", "build/logs", "build/log/a"]],
    ["docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "x/docs/a"]],
    ["apps/", ["apps/a", "x/apps/deep/a"], ["apps", "x/apps"]],
    ["/docs/", ["docs/a", "docs/deep/a"], ["x/docs/a"]],
    ["/apps/github", ["apps/github", "apps/github/deep/a"], ["apps/github2", "x/apps/github"]],
    ["**/logs", ["build/logs", "scripts/logs/a", "deeply/nested/logs", "logs"], ["logs2"]],
    ["/a/**/b", ["a/b", "a/x/b", "a/x/y/b/c"], ["a/xb", "b"]],
    ["/a/**", ["a/x", "a/x/y"], ["a", "b/a/x"]],
    ["README.md", ["README.md", "docs/README.md"], ["readme.md", "README.md.txt"]],
    [
      "/agencies/A41000000G/agency.yaml",
      ["agencies/A41000000G/agency.yaml"],
      ["agencies/A41000000G/agency.yml"],
    ],
    ["with\\ blank/", ["with blank/a"], ["with\\ blank/a", "with/a"]],
    ["a?c", ["abc", "x/abc"], ["a/c", "ac"]],
    ["/datasets/*/000001.yaml", ["datasets/A/000001.yaml"], ["datasets/A/B/000001.yaml"]],
  ];
  it.each(cases)("%s", (pattern, covered, others) => {
    const { rules, invalid } = parseCodeowners(`${pattern} @owner`);
    expect(invalid).toEqual([]);
    for (const path of covered) expect(rules[0]!.covers(path), path).toBe(true);
    for (const path of others) expect(rules[0]!.covers(path), path).toBe(false);
  });

  it("lets the last line win, and a line without owners take them away", () => {
    const text = "* @a\n/apps/ @b @Org/team docs@example.com # why\n/apps/github\n";
    expect(ownersIn(text, "README.md")).toEqual(["@a"]);
    expect(ownersIn(text, "apps/x")).toEqual(["@b", "@Org/team", "docs@example.com"]);
    expect(ownersIn(text, "apps/github/x")).toEqual([]);
    expect(ownersIn("/apps/ @a", "README.md")).toBeUndefined();
  });

  it.each([
    "!secret @a",
    "\\#file @a",
    "/src/[ab].ts @a",
    "/src/ someone",
    "/src/ @a @",
    "/src/ @a/b/c",
    "\\",
  ])("skips %s, which GitHub does not understand", (line) => {
    const { rules, invalid } = parseCodeowners(`* @a\r\n${line}\r\n`);
    expect(rules.map((r) => r.pattern)).toEqual(["*"]);
    expect(invalid).toEqual([{ line: 2, text: line }]);
  });

  it("is not slowed down by a hostile pattern", () => {
    const stars = `${"*a".repeat(5000)}b`;
    const deep = `/${"**/".repeat(5000)}x`;
    const { rules } = parseCodeowners(`${stars} @a\n${deep} @a`);
    for (const rule of rules) expect(rule.covers("a".repeat(200))).toBe(false);
  });
});

describe("comparing with the register", () => {
  const mended = (text: string) => {
    let now = text;
    for (let round = 0; round < 5; round++) now = applyFixes(now, codeownersDiagnostics(now, register)).text;
    return now;
  };
  const replaced = (from: string, to: string) => {
    expect(GENERATED).toContain(from);
    return GENERATED.replace(from, to);
  };
  const NDC = "/datasets/A41000000G/ @Ndc-Reviewer @ndc-second\n";

  it("finds nothing where owners are the same, however they are written", () => {
    expect(codeownersDiagnostics(GENERATED, register)).toEqual([]);
    expect(codeownersDiagnostics(GENERATED.replaceAll("\n", "\r\n"), register)).toEqual([]);
    const same = replaced(NDC, "# 註解\n/datasets/A41000000G/   @NDC-SECOND @ndc-reviewer # 說明\n\n");
    expect(codeownersDiagnostics(same, register)).toEqual([]);
  });

  it("says what is wrong in which line, and how the line must read", () => {
    const text = replaced(NDC, "/datasets/A41000000G/ @Ndc-Reviewer @intruder\n");
    const [found, ...others] = codeownersDiagnostics(text, register);
    expect(others).toEqual([]);
    expect(found).toEqual({
      code: "register/codeowners",
      severity: "error",
      file: ".github/CODEOWNERS",
      line: 7,
      column: 1,
      message:
        "/datasets/A41000000G/ 依授權清單應由Ndc-Reviewer、ndc-second審查，CODEOWNERS 寫的是Ndc-Reviewer、intruder",
      remedy: "執行 npm run codeowners 重新產生 .github/CODEOWNERS，或套用建議的內容",
      fix: { startLine: 7, endLine: 7, text: NDC.trim() },
    });
  });

  const broken: [name: string, text: () => string, codes: string[]][] = [
    ["a line is missing", () => replaced(NDC, ""), ["register/codeowners"]],
    ["the first line is missing", () => replaced("* @op-one @op-two\n", ""), ["register/codeowners"]],
    ["the last line is missing", () => GENERATED.replace(/\/\.github.*\n$/, ""), ["register/codeowners"]],
    ["everything is missing", () => "", Array(17).fill("register/codeowners")],
    ["a broader line follows", () => `${GENERATED}* @intruder\n`, Array(17).fill("register/codeowners")],
    ["a line takes all owners away", () => `${GENERATED}/datasets/A41000000G/\n`, ["register/codeowners"]],
    [
      "one dataset is given to somebody",
      () => replaced(NDC, `${NDC}/datasets/A41000000G/000777.yaml @intruder\n`),
      ["register/codeowners-extra"],
    ],
    [
      "a name is given to somebody",
      () => `settings.yaml @intruder\n${GENERATED}`,
      ["register/codeowners-extra"],
    ],
    [
      "GitHub would skip a line",
      () => replaced(NDC, "/datasets/A41000000G/ Ndc-Reviewer\n"),
      ["register/codeowners", "register/codeowners-invalid"],
    ],
  ];
  it.each(broken)("%s: told and mended", (_, text, codes) => {
    const found = codeownersDiagnostics(text(), register);
    expect(found.map((d) => d.code).sort()).toEqual(codes.toSorted());
    expect(codeownersDiagnostics(mended(text()), register)).toEqual([]);
  });

  it("wants the file to be there", () => {
    expect(codeownersDiagnostics(undefined, register).map((d) => d.code)).toEqual([
      "register/codeowners-missing",
    ]);
  });

  it("stays short for a file full of junk", () => {
    const lines = GENERATED.split("\n").flatMap((line) => [line, ...Array(2000).fill("/x/*y*z @junk")]);
    const found = codeownersDiagnostics(lines.join("\n"), register);
    expect(found).toHaveLength(100);
  });
});

const CODES = ["AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC", "DDDDDDDDDD", "aaaaaaaaaa"];
const accounts = fc.constantFrom("ann", "Ann", "bob", "c-d", "E2", "zoe-1");
const files = fc.uniqueArray(fc.constantFrom(...CODES), { minLength: 1 }).chain((codes) =>
  fc.tuple(
    ...codes.map((code) =>
      fc.record(
        {
          code: fc.constant(code),
          name: fc.constant(code),
          parent: fc.constantFrom(...CODES),
          ministry: fc.boolean(),
          reviewTeam: fc.constantFrom("org/team-1", "bad team"),
          people: fc.array(
            fc.record({
              account: accounts,
              displayName: fc.string(),
              roles: fc.array(
                fc.record(
                  {
                    role: fc.constantFrom("provider" as const, "reviewer" as const, "administrator" as const),
                    agencies: fc.array(fc.constantFrom(...CODES)),
                  },
                  { requiredKeys: ["role"] },
                ),
              ),
            }),
          ),
        },
        { requiredKeys: ["code", "name"] },
      ),
    ),
  ),
);

describe("any register", () => {
  it("is what the generated file says, path by path", () => {
    const operators = fc.array(
      accounts.map((account) => ({ account, displayName: account })),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(files, operators, (agencies, people) => {
        const any = buildRegister(agencies as AgencyFile[], people);
        const text = generateCodeowners(any);
        expect(parseCodeowners(text).invalid).toEqual([]);
        expect(compareOwners(text, any)).toEqual([]);
        const owners = (path: string) => new Set(ownersIn(text, path)!.map((o) => o.slice(1).toLowerCase()));
        const keys = (list: readonly Person[]) => new Set(list.map((p) => p.account.toLowerCase()));
        const platform = keys(any.operators);
        for (const [code, { file }] of any.agencies) {
          const administrators = keys(holdersOf(any, "administrator", code));
          const reviewers = keys(holdersOf(any, "reviewer", code));
          const wanted =
            file.reviewTeam === "org/team-1"
              ? new Set(["org/team-1"])
              : [reviewers, administrators, platform].find((set) => set.size > 0);
          expect(owners(`datasets/${code}/000123.yaml`)).toEqual(wanted);
          expect(owners(`agencies/${code}/council.yaml`)).toEqual(wanted);
          expect(owners(`agencies/${code}/agency.yaml`)).toEqual(platform.union(administrators));
        }
        for (const path of ["package.json", "platform/operators.yaml", "datasets/EEEEEEEEEE/000001.yaml"]) {
          expect(owners(path)).toEqual(platform);
        }
      }),
    );
  });
});
