import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../catalogue/catalogue.ts";
import { authorisations, byPerson, compareVersions, type RegisterVersion } from "./authorisations.ts";
import { buildRegister } from "./register.ts";

type FilePerson = NonNullable<AgencyFile["people"]>[number];
const person = (account: string, roles: FilePerson["roles"], rest: Partial<FilePerson> = {}): FilePerson => ({
  account,
  displayName: `職務 ${account}`,
  roles,
  ...rest,
});
const NDC: AgencyFile = {
  code: "A41000000G",
  name: "國發會",
  ministry: true,
  people: [
    person("zoe", [{ role: "provider", agencies: ["A41000000G", "A41010000A"] }], { deputy: "ann" }),
    person("Ann", [{ role: "administrator" }, { role: "reviewer" }]),
  ],
};
const ARCHIVES: AgencyFile = {
  code: "A41010000A",
  name: "檔案局",
  parent: "A41000000G",
  people: [person("ANN", [{ role: "reviewer" }]), person("zoe", [{ role: "provider" }])],
};
const OTHER: AgencyFile = {
  code: "100000000X",
  name: "其他",
  people: [person("void", [{ role: "reviewer", agencies: ["A41000000G"] }])],
};
const rows = authorisations(
  buildRegister([NDC, ARCHIVES, OTHER], [{ account: "ann", displayName: "平臺管理者" }]),
);

describe("授權清單", () => {
  it("holds what holds, by ministry, agency, role and account, and says where it stands", () => {
    expect(
      rows.map((r) =>
        [
          r.agency?.ministry.name ?? "",
          r.person.account,
          r.role,
          r.agency?.name ?? "",
          r.listedIn?.name ?? "",
          r.deputy?.account ?? "",
        ].join("|"),
      ),
    ).toEqual([
      "|ann|operator|||",
      "國發會|Ann|administrator|國發會|國發會|",
      "國發會|Ann|reviewer|國發會|國發會|",
      "國發會|zoe|provider|國發會|國發會|ann",
      "國發會|ANN|reviewer|檔案局|檔案局|",
      "國發會|zoe|provider|檔案局|國發會|ann",
      "國發會|zoe|provider|檔案局|檔案局|ann",
    ]);
  });

  it("by person names each agency once", () => {
    const shown = byPerson(rows).map(({ person, deputy, roles }) => ({
      account: person.account,
      deputy: deputy?.account,
      roles: roles.map(({ role, agencies }) => `${role}: ${agencies.map((a) => a.name).join("、")}`),
    }));
    expect(shown).toEqual([
      {
        account: "ann",
        deputy: undefined,
        roles: ["operator: ", "administrator: 國發會", "reviewer: 國發會、檔案局"],
      },
      { account: "zoe", deputy: "ann", roles: ["provider: 國發會、檔案局"] },
    ]);
  });
});

describe("使用紀錄", () => {
  const version = (...people: FilePerson[]): RegisterVersion => ({
    agency: "A41000000G",
    file: { ...NDC, people },
  });
  const told = (before: RegisterVersion | undefined, after: RegisterVersion | undefined) =>
    compareVersions(before, after).map((c) => `${c.act} ${c.person.account} ${c.role} ${c.agency ?? "-"}`);
  const ann = person("ann", [{ role: "reviewer" }]);

  const cases: [string, RegisterVersion | undefined, RegisterVersion | undefined, string[]][] = [
    ["a new file grants all that it holds", undefined, version(ann), ["granted ann reviewer A41000000G"]],
    ["a deleted file revokes it", version(ann), undefined, ["revoked ann reviewer A41000000G"]],
    ["nothing changed", version(ann), version(ann), []],
    ["a new display name", version(ann), version({ ...ann, displayName: "新職務" }), []],
    ["another spelling of the account", version(ann), version({ ...ann, account: "ANN" }), []],
    ["a deputy", version(ann), version({ ...ann, deputy: "zoe" }), []],
    [
      "another order, and the agency written out",
      version(ann, person("zoe", [{ role: "provider" }])),
      version(person("zoe", [{ role: "provider", agencies: ["A41000000G"] }]), ann),
      [],
    ],
    [
      "another role, and one more agency",
      version(ann),
      version(person("ann", [{ role: "provider", agencies: ["A41000000G", "A41010000A"] }])),
      [
        "revoked ann reviewer A41000000G",
        "granted ann provider A41000000G",
        "granted ann provider A41010000A",
      ],
    ],
    [
      "operators",
      { operators: [{ account: "op", displayName: "甲" }] },
      {
        operators: [
          { account: "OP", displayName: "乙" },
          { account: "new", displayName: "丙" },
        ],
      },
      ["granted new operator -"],
    ],
  ];
  it.each(cases)("%s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  it("takes a file for the agency of its folder, whatever code it claims", () => {
    const claimed: RegisterVersion = { agency: "A41010000A", file: { ...NDC, people: [ann] } };
    expect(compareVersions(undefined, claimed)).toEqual([
      {
        act: "granted",
        role: "reviewer",
        person: { account: "ann", displayName: "職務 ann" },
        agency: "A41010000A",
        listedIn: "A41010000A",
      },
    ]);
  });
});
