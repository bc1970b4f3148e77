import { expect, it } from "vitest";
import { SCHEMAS } from "../../catalogue/schema/fields.ts";
import { NAMESPACES, prefixOf } from "./graph.ts";
import { dcatPathOf, propertyOf } from "./mapping.ts";

const FIELDS = [
  ...Object.keys(SCHEMAS.dataset.properties),
  ...Object.keys(SCHEMAS.dataset.$defs!.distribution!.properties!).map((name) => `distribution.${name}`),
];

it("takes each field's place in DCAT-AP from the schema", () => {
  expect(dcatPathOf("title")).toEqual(["dct:title"]);
  expect(dcatPathOf("temporalCoverageFrom")).toEqual(["dct:temporal", "dcat:startDate"]);
  expect(dcatPathOf("distribution.format")).toEqual(["dct:format"]);
  expect(propertyOf("publisher")).toBe("foaf:name");
  expect(() => propertyOf("numberOfData")).toThrow("dataset.schema.json: numberOfData has no x-dcat");
});

it("knows the namespace of each step", () => {
  for (const step of FIELDS.flatMap((field) => dcatPathOf(field) ?? [])) {
    expect(NAMESPACES, step).toHaveProperty(prefixOf(step));
  }
});

it("has no place for these fields", () => {
  expect(FIELDS.filter((field) => dcatPathOf(field) === undefined)).toEqual([
    "numberOfData",
    "contact",
    "organization",
    "organizationContactName",
    "organizationContactPhone",
    "organizationContactEmail",
    "releaseDate",
    "withdrawal",
  ]);
});
