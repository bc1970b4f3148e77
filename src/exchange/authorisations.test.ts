import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT, sampleCatalogue } from "../catalogue/fixtures.ts";
import { authorisationFiles, type RegisterLists } from "./authorisations.ts";
import { unguard } from "./csv-writer.ts";
import { openapi } from "./openapi.ts";

const catalogue = sampleCatalogue();
const ndc = catalogue.agencies.get("A41000000G")!;
const archives = catalogue.agencies.get("A41010000A")!;
const lists: RegisterLists = {
  authorisations: [
    { person: { account: "op", displayName: "平臺管理者" }, role: "operator" },
    {
      person: { account: "ann", displayName: HOSTILE_TEXT },
      role: "reviewer",
      agency: archives,
      listedIn: ndc,
      deputy: { account: "bob", displayName: "代理" },
    },
  ],
  changes: [
    {
      commit: "c0ffee",
      by: "=HYPERLINK(1)",
      time: "2026-03-01 09:30",
      act: "revoked",
      role: "provider",
      person: { account: "ann", displayName: "審查者" },
      agency: "Z00000000Z",
      listedIn: "A41000000G",
    },
    {
      commit: "c0ffee",
      by: "國發會",
      time: "2026-03-01 09:30",
      act: "granted",
      role: "operator",
      person: { account: "op", displayName: "平臺管理者" },
    },
  ],
};
const files = new Map(
  [...authorisationFiles(lists, catalogue.agencies)].map(({ path, content }) => [
    path,
    [...content].join(""),
  ]),
);
const rows = (path: string) => {
  const text = files.get(path)!;
  expect(text.startsWith("\ufeff")).toBe(true);
  return parse(text, { bom: true, columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
};

describe("授權清單 and 使用紀錄 as files", () => {
  it("the list as CSV, hostile names guarded against spreadsheets", () => {
    const [operator, reviewer] = rows("authorisations.csv");
    expect(Object.values(operator!)).toEqual(["", "", "op", "平臺管理者", "平臺管理者", "", "", "", ""]);
    expect({ ...reviewer, 機關人員: unguard(reviewer!.機關人員!) }).toEqual({
      部會代碼: "A41000000G",
      部會: "國家發展委員會",
      帳號: "ann",
      機關人員: HOSTILE_TEXT,
      身份: "資料審查者",
      機關代碼: "A41010000A",
      機關單位: "國家發展委員會檔案管理局",
      授權檔案之機關代碼: "A41000000G",
      代理人: "bob",
    });
  });

  it("the log as CSV; an agency that is gone keeps its code", () => {
    expect(rows("authorisations/log.csv").map((row) => Object.values(row))).toEqual([
      [
        "2026-03-01 09:30",
        "'=HYPERLINK(1)",
        "刪除",
        "資料提供者",
        "ann",
        "審查者",
        "Z00000000Z",
        "",
        "A41000000G",
        "c0ffee",
      ],
      ["2026-03-01 09:30", "國發會", "新增", "平臺管理者", "op", "平臺管理者", "", "", "", "c0ffee"],
    ]);
  });

  it("both as JSON, as the API's description says", () => {
    const document = openapi(catalogue, { origin: "https://data.example", base: "/" });
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ ...document, $id: "openapi" });
    for (const [path, name] of [
      ["authorisations.json", "Authorisation"],
      ["authorisations/log.json", "AuthorisationChange"],
    ] as const) {
      const items = JSON.parse(files.get(path)!) as object[];
      expect(items).toHaveLength(2);
      const schema = (document.components as { schemas: Record<string, { properties: object }> }).schemas[
        name
      ]!;
      for (const item of items) {
        const validate = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
        validate(item);
        expect(validate.errors).toBeNull();
        expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(item)));
      }
    }
    expect(JSON.parse(files.get("authorisations/log.json")!)[0]).toEqual({
      time: "2026-03-01 09:30",
      by: "=HYPERLINK(1)",
      act: "revoked",
      role: "provider",
      account: "ann",
      displayName: "審查者",
      agency: "Z00000000Z",
      listedIn: "A41000000G",
      commit: "c0ffee",
    });
  });

  it("are there, empty, where nobody is listed", () => {
    const empty = [...authorisationFiles({ authorisations: [], changes: [] }, catalogue.agencies)];
    expect(empty.map(({ path, content }) => [path, [...content].join("").length > 0])).toEqual([
      ["authorisations.json", true],
      ["authorisations.csv", true],
      ["authorisations/log.json", true],
      ["authorisations/log.csv", true],
    ]);
    expect(JSON.parse([...empty[0]!.content].join(""))).toEqual([]);
  });
});
