import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { datasetApi } from "./dataset-api.ts";
import { openapi } from "./openapi.ts";
import { outputs } from "./outputs.ts";

const catalogue = sampleCatalogue();
const place = { origin: "https://data.example", base: "/catalogue/" };
// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes, looked into by the tests
const document: any = JSON.parse(JSON.stringify(openapi(catalogue, place)));
const files = [...outputs({ catalogue, ...place, register: { authorisations: [], changes: [] } })];

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: "openapi" });
const validator = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });

describe("openapi.json", () => {
  it("has references that lead somewhere, and operations with names of their own", () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const ids = Object.values<any>(document.paths).map((item) => item.get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.servers).toEqual([{ url: "https://data.example/catalogue" }]);
    expect(text).not.toContain("undefined");
  });

  it("describes files that exist, with all their parameters", () => {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    for (const [path, item] of Object.entries<any>(document.paths)) {
      if (path.includes("/page/")) continue;
      const pattern = path
        .slice(1)
        .replace(/[.]/g, "\\.")
        .replace(/\{\w+\}/g, "[^/]+");
      expect(
        files.some((file) => new RegExp(`^${pattern}$`).test(file.path)),
        path,
      ).toBe(true);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect((item.get.parameters ?? []).map((p: { name: string }) => p.name)).toEqual(names);
    }
  });

  it("has a schema that every answer satisfies", () => {
    const [response, list] = [validator("DatasetResponse"), validator("DatasetList")];
    for (const { path, content } of datasetApi(
      catalogue,
      { ...place, vocabularies: catalogue.vocabularies },
      4,
    )) {
      const validate = /dataset\/[^/]+\.json$/.test(path) ? response : list;
      validate(JSON.parse(content as string));
      expect(validate.errors, path).toBeNull();
    }
  });

  it("knows every field that an answer has", () => {
    const { Dataset, Distribution, Extension } = document.components.schemas;
    for (const { path, content } of files) {
      if (!/dataset\/[^/]+-[^/]+\.json$/.test(path)) continue;
      const { result } = JSON.parse(content as string);
      expect(Object.keys(Dataset.properties)).toEqual(expect.arrayContaining(Object.keys(result)));
      expect(Object.keys(Extension.properties)).toEqual(
        expect.arrayContaining(Object.keys(result["x-catalogue"])),
      );
      for (const distribution of result.distribution ?? []) {
        expect(Object.keys(Distribution.properties)).toEqual(
          expect.arrayContaining(Object.keys(distribution)),
        );
      }
    }
  });

  it("speaks Chinese first", () => {
    for (const field of Object.values<{ description?: string }>(
      document.components.schemas.Dataset.properties,
    )) {
      if (field.description) expect(field.description).toMatch(/^[^\n]*\p{Script=Han}[^\n]*\n\n/u);
    }
  });
});
