import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../catalogue/catalogue.ts";
import { buildRegister, deputyOf, hasRole, holdersOf, isListed, isOperator, personOf } from "./register.ts";

type FilePerson = NonNullable<AgencyFile["people"]>[number];
const person = (account: string, roles: FilePerson["roles"], rest: Partial<FilePerson> = {}): FilePerson => ({
  account,
  displayName: `職務 ${account}`,
  roles,
  ...rest,
});

/** Two ministries; the first has a subordinate agency without people of its own. */
const AGENCIES: AgencyFile[] = [
  {
    code: "B00000000B",
    name: "乙部",
    parent: "A00000000A",
    ministry: true,
    people: [
      person("mallory", [{ role: "reviewer", agencies: ["A10000000A", "A11000000A", "X00000000X"] }], {
        deputy: "ann",
      }),
      person("Bob", [{ role: "reviewer" }], { deputy: "nobody-listed" }),
      person("carl", [{ role: "provider" }], { deputy: "CARL" }),
    ],
  },
  {
    code: "A10000000A",
    name: "甲部",
    parent: "A00000000A",
    ministry: true,
    people: [
      person("Ann", [{ role: "administrator" }], { deputy: "bob" }),
      person("dora", [
        { role: "provider", agencies: ["A10000000A", "A11000000A"] },
        { role: "reviewer", agencies: ["A11000000A"] },
        { role: "reviewer", agencies: ["A11000000A"] },
      ]),
    ],
  },
  {
    code: "A11000000A",
    name: "甲一署",
    parent: "A10000000A",
    people: [person("zoe", [{ role: "administrator" }, { role: "reviewer", agencies: ["A10000000A"] }])],
  },
  { code: "A00000000A", name: "院" },
];
const register = buildRegister(AGENCIES, [
  { account: "Op", displayName: "平臺管理者" },
  { account: "bob", displayName: "平臺管理者（乙）" },
]);

describe("the register", () => {
  it("lets no agency's file grant a role for what stands above or beside it", () => {
    expect(hasRole(register, "zoe", "administrator", "A11000000A")).toBe(true);
    expect(hasRole(register, "zoe", "reviewer", "A10000000A")).toBe(false);
    expect(hasRole(register, "dora", "provider", "A11000000A")).toBe(true);
  });

  it("holds the grants in the order of codes, once each, and none for another ministry or an unknown agency", () => {
    const shown = register.grants.map((g) => `${g.person.account} ${g.role} ${g.agency} ${g.listedIn}`);
    expect(shown).toEqual([
      "Ann administrator A10000000A A10000000A",
      "dora provider A10000000A A10000000A",
      "dora provider A11000000A A10000000A",
      "dora reviewer A11000000A A10000000A",
      "zoe administrator A11000000A A11000000A",
      "Bob reviewer B00000000B B00000000B",
      "carl provider B00000000B B00000000B",
    ]);
    expect([...register.agencies.keys()]).toEqual(["A00000000A", "A10000000A", "A11000000A", "B00000000B"]);
  });

  it("gives nothing to somebody whose every grant is void", () => {
    expect(isListed(register, "mallory")).toBe(false);
    expect(hasRole(register, "mallory", "reviewer", "A10000000A")).toBe(false);
    expect(deputyOf(register, "mallory")).toBeUndefined();
  });

  it.each([
    ["ANN", "administrator", "A10000000A", true],
    ["ann", "administrator", "A11000000A", true],
    ["ann", "administrator", "B00000000B", false],
    ["ann", "administrator", "A00000000A", false],
    ["ann", "reviewer", "A10000000A", false],
    ["zoe", "administrator", "A11000000A", true],
    ["zoe", "administrator", "A10000000A", false],
    ["dora", "provider", "A11000000A", true],
    ["dora", "reviewer", "A10000000A", false],
    ["bob", "reviewer", "B00000000B", true],
    ["op", "reviewer", "B00000000B", false],
    ["\u212aarl", "provider", "B00000000B", false],
    ["carl", "provider", "__proto__", false],
  ] as const)("%s is %s of %s: %s", (account, role, agency, expected) => {
    expect(hasRole(register, account, role, agency)).toBe(expected);
  });

  it("lists the holders by account; a ministry's administrators are those of all its agencies", () => {
    const accounts = (role: Parameters<typeof holdersOf>[1], agency: string) =>
      holdersOf(register, role, agency).map((p) => p.account);
    expect(accounts("administrator", "A11000000A")).toEqual(["Ann", "zoe"]);
    expect(accounts("administrator", "A10000000A")).toEqual(["Ann"]);
    expect(accounts("provider", "A10000000A")).toEqual(["dora"]);
    expect(accounts("reviewer", "unknown")).toEqual([]);
  });

  it("knows persons and operators whatever the case; the operators' own entry names them", () => {
    expect(personOf(register, "DORA")).toEqual({ account: "dora", displayName: "職務 dora" });
    expect(personOf(register, "BOB").displayName).toBe("平臺管理者（乙）");
    expect(personOf(register, "Stranger")).toEqual({ account: "Stranger", displayName: "Stranger" });
    expect(isOperator(register, "oP")).toBe(true);
    expect(isOperator(register, "ann")).toBe(false);
    expect(isListed(register, "op")).toBe(true);
    expect(isListed(register, "stranger")).toBe(false);
    expect(register.operators.map((p) => p.account)).toEqual(["bob", "Op"]);
  });

  it("names deputies whom somebody lists, and never the person himself", () => {
    expect(deputyOf(register, "ann")?.account).toBe("bob");
    expect(deputyOf(register, "bob")).toBeUndefined();
    expect(deputyOf(register, "carl")).toBeUndefined();
    expect(deputyOf(register, "stranger")).toBeUndefined();
  });

  it("takes whatever a faulty file holds without trust and without a fault of its own", () => {
    const faulty = [
      { code: "A10000000A", name: "甲", people: "all of us" },
      { code: "__proto__", name: "壞", people: [person("x", [{ role: "reviewer" }])] },
      { code: 7, name: "數字" },
      {
        code: "B00000000B",
        name: "乙",
        people: [
          null,
          { account: "@ann", displayName: "a", roles: [{ role: "reviewer" }] },
          { account: "ann\n* @mallory", displayName: "a", roles: [{ role: "reviewer" }] },
          { account: "a".repeat(40), displayName: "a", roles: [{ role: "reviewer" }] },
          {
            account: "ok",
            displayName: 5,
            roles: [{ role: "king" }, null, { role: "reviewer", agencies: "B00000000B" }],
          },
          { account: "fine", roles: [{ role: "reviewer", agencies: [1, "__proto__", "B00000000B"] }] },
        ],
      },
    ] as unknown as AgencyFile[];
    const built = buildRegister(faulty, [{ account: "@nobody", displayName: "x" }]);
    expect(built.grants).toEqual([
      {
        person: { account: "fine", displayName: "fine" },
        role: "reviewer",
        agency: "B00000000B",
        listedIn: "B00000000B",
      },
    ]);
    expect(built.operators).toEqual([]);
  });

  it("answers for eight hundred agencies", () => {
    const files = Array.from(
      { length: 800 },
      (_, i): AgencyFile => ({
        code: `${String(i).padStart(9, "0")}X`,
        name: `機關 ${i}`,
        ministry: true,
        people: [0, 1, 2].map((k) => person(`a${i}-${k}`, [{ role: "reviewer" }])),
      }),
    );
    const large = buildRegister(files, []);
    for (let i = 0; i < 100_000; i++) {
      if (!hasRole(large, `A${i % 800}-1`, "reviewer", files[i % 800]!.code)) throw new Error("lost");
      holdersOf(large, "reviewer", files[i % 800]!.code);
    }
  });
});
