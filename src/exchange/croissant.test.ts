import { describe, expect, it } from "vitest";
import { type Dataset, type DatasetFile, resolveDataset } from "../catalogue/catalogue.ts";
import { HOSTILE_TEXT, sampleCatalogue } from "../catalogue/fixtures.ts";
import { croissant, croissantDocument } from "./croissant.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/c/", vocabularies: catalogue.vocabularies };
const find = (identifier: string): Dataset => catalogue.datasets.find((d) => d.identifier === identifier)!;
const changed = (change: Partial<DatasetFile>): Dataset => {
  const { file, agency } = find("A41000000G-000004");
  return resolveDataset({ ...file, ...change }, agency, catalogue.vocabularies);
};

// biome-ignore lint/suspicious/noExplicitAny: JSON-LD, looked into by the rules
type Node = any;

/** The rules of the specification (1.0) that a description of files and columns can break. */
function faults(text: string): string[] {
  const node: Node = JSON.parse(text);
  const found: string[] = [];
  const need = (holds: unknown, rule: string) => {
    if (!holds) found.push(rule);
  };
  const isText = (value: unknown) => typeof value === "string" && value !== "";
  const isUrl = (value: unknown) => isText(value) && URL.canParse(value as string);
  // Required, dataset level.
  need(typeof node["@context"] === "object", "@context");
  need(node["@context"]?.cr === "http://mlcommons.org/croissant/", "the cr prefix");
  need(node["@context"]?.["@vocab"] === "https://schema.org/", "schema.org as the vocabulary");
  need(node["@type"] === "sc:Dataset", "@type");
  need(node.conformsTo === "http://mlcommons.org/croissant/1.0", "conformsTo");
  for (const key of ["name", "description"]) need(isText(node[key]), key);
  for (const key of ["license", "url"]) need(isUrl(node[key]), key);
  need(node.creator?.["@type"] === "sc:Organization" && isText(node.creator.name), "creator");
  need(/^\d{4}-\d{2}-\d{2}$/.test(node.datePublished), "datePublished");
  // Without checksums the files are those of a live dataset.
  need(node.isLiveDataset === true, "isLiveDataset");
  const ids: string[] = [];
  const objects = new Set<string>();
  for (const file of node.distribution ?? []) {
    ids.push(file["@id"]);
    objects.add(file["@id"]);
    need(file["@type"] === "cr:FileObject", "FileObject");
    need(isText(file.name) && isUrl(file.contentUrl), "name and contentUrl");
    need(/^[\w.+-]+\/[\w.+-]+$/.test(file.encodingFormat), "encodingFormat is a media type");
  }
  need(objects.size > 0, "distribution");
  for (const set of node.recordSet ?? []) {
    ids.push(set["@id"]);
    need(set["@type"] === "cr:RecordSet" && set.field?.length > 0, "RecordSet with fields");
    for (const field of set.field) {
      ids.push(field["@id"]);
      need(field["@type"] === "cr:Field" && isText(field.name), "Field with a name");
      need(field["@id"].startsWith(`${set["@id"]}/`), "a field's id begins with its record set's");
      need(field.dataType === "sc:Text", "dataType");
      need(objects.has(field.source?.fileObject?.["@id"]), "source leads to a FileObject");
      need(isText(field.source?.extract?.column), "a column to extract");
    }
  }
  need(new Set(ids).size === ids.length, "ids are unique");
  need(
    ids.every((id) => /^[\w./-]+$/.test(id)),
    "ids are IRIs",
  );
  // Every key that is not schema.org's is explained by the context.
  const croissantKeys = JSON.stringify(node).match(/"(?:recordSet|field|source|extract|column|fileObject)"/g);
  for (const key of croissantKeys ?? []) need(JSON.parse(key) in node["@context"], `context of ${key}`);
  return found;
}

describe("croissant", () => {
  it("describes the columns of each CSV file, and every file", () => {
    const json = croissant(find("A41000000G-000004"), context)!;
    expect(faults(JSON.stringify(json))).toEqual([]);
    expect(json.distribution).toHaveLength(3);
    expect(json).toMatchObject({
      name: "重新上架資料",
      datePublished: "2015-01-20",
      dateModified: "2026-01-05T00:00:00+08:00",
      license: "https://data.gov.tw/license",
      recordSet: [
        {
          "@id": "records-1",
          field: [
            {
              "@id": "records-1/1",
              name: "name",
              description: "名稱",
              source: {
                fileObject: { "@id": "file-1" },
                extract: { column: "name" },
              },
            },
            { name: "count", description: "數量" },
          ],
        },
        { "@id": "records-2" },
      ],
    });
  });

  it("prefers the columns that a visit found, with the labels that are described", () => {
    const seen = new Map([["https://www.ndc.example/back.csv", ["count", "", "count", "年 度"]]]);
    const json = croissant(find("A41000000G-000004"), context, (url) => seen.get(url))!;
    expect(faults(JSON.stringify(json))).toEqual([]);
    const [first, second] = json.recordSet as { field: { name: string; description?: string }[] }[];
    expect(first!.field.map(({ name, description }) => [name, description])).toEqual([
      ["count", "數量"],
      ["count", "數量"],
      ["年 度", undefined],
    ]);
    expect(second!.field.map(({ name }) => name)).toEqual(["name", "count"]);
  });

  it("stays sound whatever the texts are", () => {
    const distribution = [
      {
        ...find("A41000000G-000004").file.distribution[0]!,
        resourceDescription: HOSTILE_TEXT,
        downloadURL: "https://a.example/預算 <1>.csv",
      },
    ];
    const json = croissant(
      changed({ title: HOSTILE_TEXT, description: HOSTILE_TEXT, distribution }),
      context,
      () => [HOSTILE_TEXT],
    );
    expect(faults(JSON.stringify(json))).toEqual([]);
  });

  it.each<[string, Dataset]>([
    ["the columns are described in prose", changed({ fieldDescription: "各鄉鎮的資料。詳見說明！" })],
    ["there is no CSV file", find("315000000H-000001")],
    ["there is no description", changed({ description: undefined } as never)],
    ["there is no date", find("X00000001X-000002")],
    ["nothing is known of the licence", find("X00000001X-000001")],
  ])("is absent where %s", (_, dataset) => {
    expect(croissant(dataset, context)).toBeUndefined();
  });

  it("is written beside the dataset's other descriptions", () => {
    const written = [...catalogue.datasets, ...catalogue.withdrawn].flatMap((dataset) => [
      ...croissantDocument(dataset, context),
    ]);
    expect(written.map(({ path }) => path)).toEqual(["datasets/A41000000G-000004.croissant.json"]);
  });
});
