import { describe, expect, it } from "vitest";
import { sampleVocabularies } from "../catalogue/fixtures.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import type { DraftValues } from "./draft.ts";
import {
  applies,
  contactOptions,
  distributionFields,
  type FormField,
  formSections,
  isRequired,
  withFormat,
} from "./fields.ts";

const vocabularies = sampleVocabularies();
const sections = formSections(vocabularies);
const all = sections.flatMap((section) => section.fields);
const field = (name: string): FormField => all.find((f) => f.name === name)!;
const resourceField = (name: string, type = "OTHER"): FormField =>
  distributionFields(vocabularies, type).find((f) => f.name === name)!;

describe("the form", () => {
  it("has the schema's sections, and every field that is not the catalogue's own bookkeeping", () => {
    expect(sections.map(({ key, title }) => [key, title])).toEqual([
      ["catalogue", "目錄"],
      ["dataset", "資料集"],
      ["licence", "授權與計費"],
      ["agency", "機關與聯絡"],
      ["time", "時間"],
      ["distribution", "資料資源"],
    ]);
    const without = [
      "identifier",
      "issued",
      "modified",
      "distribution",
      "status",
      "withdrawal",
      "legacyID",
      "provenance",
    ];
    expect(all.map((f) => f.name).sort()).toEqual(
      Object.keys(SCHEMAS.dataset.properties)
        .filter((name) => !without.includes(name))
        .sort(),
    );
  });

  it("takes words, limits, defaults and locks from the schema", () => {
    expect(field("title")).toEqual({
      name: "title",
      path: ["title"],
      label: "資料集名稱",
      en: "Title",
      help: "資料集的全名。簡潔並包含主題，必要時加上機關、時間或空間範圍；避免難解的縮寫。",
      obligation: "required",
      control: "text",
      maxLength: 255,
      locked: true,
      example: "臺南市國中各校男女生人數統計",
    });
    expect(field("keyword")).toMatchObject({ control: "keywords", maxLength: 255, example: "交通，治安" });
    // 後臺系統操作說明 五、1(1): a, c, d.
    expect(["categoryCode", "license", "cost"].map((name) => field(name).default)).toEqual([
      "E00",
      "OGDL-Taiwan-1.0",
      "免費",
    ]);
    expect(all.filter((f) => f.locked).map((f) => f.name)).toEqual([
      "title",
      "license",
      "licenseName",
      "licenseURL",
      "cost",
    ]);
  });

  it("gives each field the control that fits it", () => {
    const controls = Object.fromEntries(
      [...all, ...distributionFields(vocabularies, "rawData")].map((f) => [f.name, f.control]),
    );
    expect(controls).toMatchObject({
      categoryCode: "select",
      description: "textarea",
      type: "radio",
      dataClass: "radio",
      cost: "radio",
      license: "select",
      contact: "select",
      publisherContactHonorific: "select",
      publisherContactPhone: "text",
      publisherContactEmail: "email",
      landingPage: "url",
      numberOfData: "number",
      accrualPeriodicity: "frequency",
      releaseDate: "date",
      resourceModified: "datetime",
      format: "select",
      downloadURL: "url",
      resourceDescription: "text",
    });
    expect(field("categoryCode").options).toContainEqual({ value: "E00", label: "E00 生活安全及品質" });
    expect(field("type").options![0]).toEqual({ value: "rawData", label: "原始資料" });
    expect(field("dataClass").options).toContainEqual({ value: "甲", label: "甲類（開放資料）" });
  });

  it("offers the agency's windows", () => {
    const windows = {
      code: "A",
      name: "甲",
      contacts: [{ id: "main", name: "窗口", phone: "02-1" }, { id: "gis" }],
    };
    expect(contactOptions({ agency: windows as never, above: [], datasets: [] })).toEqual([
      { value: "main", label: "窗口　02-1" },
      { value: "gis", label: "gis" },
    ]);
    expect(contactOptions({ agency: { code: "A", name: "甲" }, above: [], datasets: [] })).toEqual([]);
  });
});

describe("conditions of the manual (五、1(1))", () => {
  const shown = (values: DraftValues, name: string) => [
    applies(field(name), values),
    isRequired(field(name), values),
  ];

  it("b: the type opens its formats", () => {
    const formats = (type?: string) =>
      distributionFields(vocabularies, type)
        .find((f) => f.name === "format")!
        .options!.map((o) => o.value);
    expect(formats()).toEqual([]);
    expect(formats("nonsense")).toEqual([]);
    expect(formats("rawData")).toEqual(["CSV", "JSON", "XML", "RDF", "XLSX", "PDF", "ZIP"]);
    expect(formats("SERVICES")).toEqual([...formats("rawData"), "API"]);
    expect(formats("TOOLS")).toEqual(["APP-ANDROID"]);
    expect(formats("OTHER")).toEqual([...vocabularies.formats.keys()]);
  });

  it.each([
    ["CSV", "downloadURL", "accessURL"],
    ["API", "accessURL", "downloadURL"],
    ["APP-ANDROID", "accessURL", "downloadURL"],
  ])("b: %s opens %s", (format, opened, closed) => {
    const values: DraftValues = { distribution: [{}, { format }] };
    expect(applies(resourceField(opened), values, 1)).toBe(true);
    expect(isRequired(resourceField(opened), values, 1)).toBe(true);
    expect(applies(resourceField(closed), values, 1)).toBe(false);
    expect(isRequired(resourceField(closed), values, 1)).toBe(false);
    // Without a format, no address.
    expect(applies(resourceField(opened), values, 0)).toBe(false);
    // What is filled in stays in view, and is enough.
    const other: DraftValues = { distribution: [{ format, [closed]: "https://data.example/" }] };
    expect(applies(resourceField(closed), other, 0)).toBe(true);
    expect(isRequired(resourceField(opened), other, 0)).toBe(false);
  });

  it("b: an address moves with the format", () => {
    const item = { resourceID: "1", format: "CSV", downloadURL: "https://data.example/" };
    const moved = { resourceID: "1", format: "API", accessURL: "https://data.example/" };
    expect(withFormat(item, "API", vocabularies)).toEqual(moved);
    expect(withFormat(moved, "CSV", vocabularies)).toEqual(item);
    expect(withFormat(item, "", vocabularies)).toEqual({ ...item, format: "" });
    const both = { ...item, accessURL: "https://data.example/api" };
    expect(withFormat(both, "API", vocabularies)).toEqual({ ...both, format: "API" });
  });

  it("c: another licence opens its name and address", () => {
    for (const name of ["licenseName", "licenseURL"]) {
      expect(shown({ license: "OGDL-Taiwan-1.0" }, name)).toEqual([false, false]);
      expect(shown({}, name)).toEqual([false, false]);
      expect(shown({ license: "other" }, name)).toEqual([true, true]);
    }
  });

  it("d: a charge opens its explanation and legal basis", () => {
    for (const name of ["costURL", "costLaw"]) {
      expect(shown({ cost: "免費" }, name)).toEqual([false, false]);
      expect(shown({ cost: "付費" }, name)).toEqual([true, true]);
    }
    expect(shown({}, "title")).toEqual([true, true]);
    expect(shown({}, "notes")).toEqual([true, false]);
  });
});
