import { describe, expect, it } from "vitest";
import { buildRegister } from "../../../review/register.ts";
import { ownAgencies, scopeOf, withBelow } from "./scope.ts";

const person = (account: string, role: "provider" | "reviewer" | "administrator", agencies?: string[]) => ({
  account,
  displayName: account,
  roles: [{ role, ...(agencies ? { agencies } : {}) }],
});
const files = [
  {
    code: "A41000000G",
    name: "國家發展委員會",
    ministry: true,
    people: [person("boss", "administrator"), person("helper", "provider", ["A41000000G", "A41010000A"])],
  },
  { code: "A41010000A", name: "檔案管理局", parent: "A41000000G", people: [person("reader", "reviewer")] },
  { code: "A41010100A", name: "檔案館", parent: "A41010000A" },
  { code: "A09000000E", name: "教育部", ministry: true },
] as Parameters<typeof buildRegister>[0];
const register = buildRegister(files, [{ account: "operator", displayName: "平臺" }]);
const names = files.map(({ code, name, parent }) => ({
  code,
  name,
  ...(parent ? { parent } : {}),
  ministry: code.startsWith("A41") ? "A41000000G" : code,
}));
const list = (codes: ReadonlySet<string> | undefined) => codes && [...codes].sort();

describe("whose rows a list shows", () => {
  it("an agency stands for itself and all below it", () => {
    expect(list(withBelow("A41000000G", names))).toEqual(["A41000000G", "A41010000A", "A41010100A"]);
    expect(list(withBelow("A41010100A", names))).toEqual(["A41010100A"]);
  });

  it("one's own agencies are those of the role", () => {
    expect(list(ownAgencies(register, "Helper", "provider"))).toEqual(["A41000000G", "A41010000A"]);
    expect(list(ownAgencies(register, "helper", "reviewer"))).toEqual([]);
    expect(list(ownAgencies(register, "reader", "reviewer"))).toEqual(["A41010000A"]);
    expect(list(ownAgencies(register, "boss", "administrator"))).toEqual([
      "A41000000G",
      "A41010000A",
      "A41010100A",
    ]);
  });

  it("administrators review where an agency has no reviewer", () => {
    expect(list(ownAgencies(register, "boss", "reviewer"))).toEqual(["A41000000G", "A41010100A"]);
  });

  it("operators have everything in view", () => {
    expect(ownAgencies(register, "operator", "administrator")).toBeUndefined();
    const input = { register, names, role: "reviewer" as const, account: "operator" };
    expect(scopeOf(input, undefined)).toEqual({ account: "operator" });
  });

  it("the public sees all, or the agency that was chosen", () => {
    const input = { register, names, role: "provider" as const, account: undefined };
    expect(scopeOf(input, undefined)).toEqual({});
    expect(scopeOf(input, "all")).toEqual({});
    expect(scopeOf(input, "A09000000E")).toEqual({ agencies: new Set(["A09000000E"]) });
  });

  it("whoever looks at others' rows keeps his own rights only", () => {
    const input = { register, names, role: "reviewer" as const, account: "reader" };
    const may = new Set(["A41010000A"]);
    expect(scopeOf(input, undefined)).toEqual({ account: "reader", agencies: may, may });
    expect(scopeOf(input, "all")).toEqual({ account: "reader", may });
    expect(scopeOf(input, "A09000000E")).toEqual({
      account: "reader",
      agencies: new Set(["A09000000E"]),
      may,
    });
  });
});
