import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../csv.ts";
import {
  type ImportReport,
  importRecords,
  readRegister,
  reportCsv,
  reportJson,
  type SourceRecord,
} from "./index.ts";

const AGENCIES = readRegister(
  parseCsv(
    "機關代碼,機關名稱,OID\nA00000000A,行政院,2.16.886.101.20003\nA99000000A,測試部,2.16.886.101.20003.29001\n",
  ),
  "清單",
);

const record = (sourceID: string, more: Partial<SourceRecord> = {}): SourceRecord => ({
  sourceID,
  title: `資料${sourceID}`,
  publisher: { name: "測試部" },
  fields: { notes: "備註" },
  distributions: [{ format: "CSV", downloadURL: `https://a.tw/${sourceID}.csv` }],
  from: { title: "title", notes: "notes", distribution: "resources" },
  unmapped: {},
  notes: [],
  ...more,
});

function run(records: SourceRecord[], problems: { place: string; message: string }[] = []) {
  // biome-ignore lint/suspicious/noExplicitAny: a parsed file, looked at freely
  const files = new Map<string, any>();
  const steps = importRecords({
    profile: "ckan",
    page: { records, problems },
    agencies: AGENCIES,
    source: { name: "ckan.json", encoding: "UTF-8" },
  });
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    expect(files.has(step.value.path)).toBe(false);
    files.set(step.value.path, load(step.value.content, { schema: FAILSAFE_SCHEMA }));
  }
  return { files, report: step.value as ImportReport };
}

describe("importRecords", () => {
  it("writes datasets with their provenance, and their agencies", () => {
    const { files, report } = run([record("12", { unmapped: { 備考: "x" } })]);
    expect([...files.keys()]).toEqual([
      "datasets/A99000000A/000012.yaml",
      "agencies/A00000000A/agency.yaml",
      "agencies/A99000000A/agency.yaml",
    ]);
    expect(files.get("datasets/A99000000A/000012.yaml")).toMatchObject({
      identifier: "A99000000A-000012",
      distribution: [{ resourceID: "A99000000A-000012-001" }],
      provenance: { source: "ckan.json", sourceID: "12", unmapped: { 備考: "x" }, incomplete: "true" },
    });
    expect(report.rows[0]!.notes.map(({ code }) => code)).toEqual(["unmapped", "missing"]);
  });

  it("keeps an identifier of the agency's own, and gives a serial to any other id", () => {
    const { report } = run([
      record("A99000000A-000007"),
      record("B11111111B-000007"),
      record("5f1c2d3e-0000-4000-8000-000000000001"),
      record("7"),
    ]);
    const ids = report.rows.map(({ identifier }) => identifier);
    expect(ids[0]).toBe("A99000000A-000007");
    expect(ids.slice(1)).toEqual(ids.slice(1).map(() => expect.stringMatching(/^A99000000A-X[0-9A-F]{5}$/)));
    expect(new Set(ids).size).toBe(4);
  });

  it("finds the agency by code or OID where there is no name, and keeps an OID that no list has", () => {
    const { files, report } = run([
      record("1", { publisher: { oid: "2.16.886.101.20003.29001" } }),
      record("2", { publisher: { code: "A99000000A", name: "測試部" } }),
      record("3", { publisher: { name: "新機關", oid: "2.16.886.101.5" } }),
      record("4", { publisher: {} }),
    ]);
    expect(report.rows.map(({ identifier, reason }) => identifier?.slice(0, 10) ?? reason)).toEqual([
      "A99000000A",
      "A99000000A",
      expect.stringMatching(/^ZZ/),
      "no-agency",
    ]);
    const code = report.rows[2]!.identifier!.slice(0, 10);
    expect(files.get(`agencies/${code}/agency.yaml`)).toMatchObject({
      name: "新機關",
      oid: "2.16.886.101.5",
    });
  });

  it("accounts for what could not be read, and for a number that is taken", () => {
    const fields = { legacyID: "9" };
    const { files, report } = run(
      [record("1", { fields }), record("2", { fields: { ...fields } })],
      [{ place: "result[5]", message: "不是物件，未取用" }],
    );
    expect(report.summary).toMatchObject({
      rows: 3,
      imported: 2,
      skipped: 1,
      skippedByReason: { unreadable: 1 },
    });
    expect(report.rows[2]!.cells).toEqual({ "result[5]": "不是物件，未取用" });
    expect(files.get("datasets/A99000000A/000002.yaml").provenance.unmapped).toEqual({ legacyID: "9" });
    expect(reportCsv(report)).toContain("紀錄無法採用");
    expect(JSON.parse(reportJson(report)).rows).toHaveLength(3);
  });
});
