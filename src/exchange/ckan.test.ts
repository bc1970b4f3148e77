import { describe, expect, it } from "vitest";
import { type Dataset, type DatasetFile, resolveDataset } from "../catalogue/catalogue.ts";
import { HOSTILE_TEXT, sampleCatalogue } from "../catalogue/fixtures.ts";
import { ckanDocument, ckanFiles, ckanPackage } from "./ckan.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/c/", vocabularies: catalogue.vocabularies };
const find = (identifier: string): Dataset =>
  [...catalogue.datasets, ...catalogue.withdrawn].find((d) => d.identifier === identifier)!;
type Extras = { key: string; value: string }[];
const extras = (json: object) =>
  Object.fromEntries((json as { extras: Extras }).extras.map(({ key, value }) => [key, value]));
const files = (pageSize?: number) =>
  new Map(
    [
      ...[...catalogue.datasets, ...catalogue.withdrawn].map((dataset) => ckanDocument(dataset, context)),
      ...ckanFiles(catalogue, context, "full", pageSize),
    ].map(({ path, content }) => [
      path,
      JSON.parse(typeof content === "string" ? content : [...content].join("")),
    ]),
  );

describe("ckanPackage", () => {
  it("writes CKAN's keys", () => {
    const { extras: _, ...json } = ckanPackage(find("A41000000G-000001"), context);
    expect(json).toEqual({
      id: "A41000000G-000001",
      name: "a41000000g-000001",
      title: "行政院公報",
      type: "dataset",
      state: "active",
      private: false,
      notes: "行政院及所屬機關涉及人民權益之法令等重要事項。",
      url: "https://gazette.example/list?a=1&b=2",
      author: "國家發展委員會",
      maintainer: "圖資窗口",
      maintainer_email: "gis@ndc.example",
      owner_org: "A41000000G",
      organization: {
        id: "A41000000G",
        name: "a41000000g",
        title: "國家發展委員會",
        type: "organization",
        is_organization: true,
      },
      groups: [{ id: "I00", name: "i00", title: "公共資訊" }],
      tags: ["公報", "施政", "行政院"].map((name) => ({ name })),
      num_tags: 3,
      license_id: "OGDL-Taiwan-1.0",
      license_title: "政府資料開放授權條款－第1版",
      license_url: "https://data.gov.tw/license",
      isopen: true,
      metadata_created: "2015-01-01T15:59:59",
      metadata_modified: "2025-05-01T04:00:00",
      resources: [
        {
          id: "A41000000G-000001-001",
          state: "active",
          name: "資源 XML",
          format: "XML",
          mimetype: "application/xml",
          url: "https://gazette.example/a.xml",
          last_modified: "2025-06-30T00:00:00",
          characterSetCode: "UTF-8",
          metadataSourceOfData: "https://gazette.example/meta",
        },
        expect.objectContaining({ id: "A41000000G-000001-002", url: "https://gazette.example/b.zip;v=1" }),
        expect.objectContaining({
          url: "https://gazette.example/api?q=1",
          accessURL: "https://gazette.example/api?q=1",
        }),
      ],
      num_resources: 3,
    });
  });

  it("keeps the rest as extras, each key once and each value a text", () => {
    const json = ckanPackage(find("A41000000G-000001"), context);
    const keys = (json.extras as Extras).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(extras(json)).toMatchObject({
      fieldDescription: "name(名稱)、count(數量)",
      type: "rawData",
      accrualPeriodicity: "每日",
      numberOfData: "4600",
      publisherContactPhone: "02-23165300#5678",
      organizationContactEmail: "parent@ndc.example",
      legacyID: "5959",
    });
    for (const key of ["keyword", "issued", "modified"]) expect(extras(json)).not.toHaveProperty(key);
  });

  it("keeps a day to the letter, since UTC would shift it", () => {
    const json = ckanPackage(find("A41000000G-000002"), context);
    expect(json).toMatchObject({
      metadata_created: "2015-04-09T16:00:00",
      metadata_modified: "2024-02-28T16:00:00",
    });
    expect(extras(json)).toMatchObject({ issued: "2015-04-10", modified: "2024-02-29" });
  });

  it("keeps keywords whole that are no tags of CKAN", () => {
    const json = ckanPackage(find("315000000H-000003"), context);
    expect(json.tags).toEqual([{ name: "-2" }]);
    expect(JSON.parse(extras(json).keyword!)).toEqual(["=1+1", "a;b", "c\\", "-2"]);
    expect(json.title).toBe(HOSTILE_TEXT);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it("tells where an import comes from, without a harvest's digests", () => {
    const { file, agency } = find("X00000001X-000001");
    const provenance = { ...file.provenance!, fields: { title: "0123abcd title" } };
    const json = ckanPackage(
      resolveDataset({ ...file, provenance } as DatasetFile, agency, catalogue.vocabularies),
      context,
    );
    expect(JSON.parse(extras(json).provenance!)).toEqual(file.provenance);
    expect(json).not.toHaveProperty("license_id");
    expect(json).not.toHaveProperty("notes");
  });

  it("makes a withdrawn dataset a deleted package with the reason alone", () => {
    expect(ckanPackage(find("A41000000G-000003"), context)).toMatchObject({
      state: "deleted",
      title: "已下架資料",
      resources: [],
      extras: [
        {
          key: "withdrawal",
          value: '{"reason":"B","explanation":"侵害第三人著作權 <b>","date":"2025-12-31"}',
        },
      ],
    });
  });
});

describe("ckanFiles", () => {
  it("answers each action in CKAN's envelope", () => {
    const written = files();
    for (const [path, json] of written) {
      expect(json, path).toMatchObject({ help: "https://data.example/c/openapi.json", success: true });
    }
    expect(written.get("api/3/action/package_list").result).toEqual(
      catalogue.datasets.map((d) => d.identifier.toLowerCase()),
    );
    expect(written.get("api/3/action/package_show/A41000000G-000003.json").result.state).toBe("deleted");
    expect(written.get("api/3/action/organization_list").result).toEqual([
      "315000000h",
      "a41000000g",
      "a41010000a",
      "x00000001x",
    ]);
    expect(written.get("api/3/action/group_list").result).toEqual(["300", "a00", "e00", "i00"]);
    expect(written.get("api/3/action/tag_list").result).toEqual([
      "-2",
      "交通",
      "公報",
      "施政",
      "行政院",
      "車流",
    ]);
    expect(written.get("api/3/action/status_show").result).toMatchObject({ site_title: "測試資料目錄" });
  });

  it("leads from page to page and to every package once", () => {
    const written = files(4);
    const seen: string[] = [];
    let address: string | undefined =
      "https://data.example/c/api/3/action/current_package_list_with_resources";
    while (address) {
      const page = written.get(address.replace("https://data.example/c/", ""));
      seen.push(...page.result.map(({ id }: { id: string }) => id));
      address = page.next;
    }
    expect(seen).toEqual(catalogue.datasets.map((d) => d.identifier));
    expect(written.has("api/3/pages/current_package_list_with_resources/3.json")).toBe(true);
  });

  it("has no pages in compact extent, but every package in one file, a line each", () => {
    const written = new Map([...ckanFiles(catalogue, context, "compact")].map((f) => [f.path, f.content]));
    expect([...written.keys()]).toEqual([
      "ckan/datasets.jsonl.gz",
      ...["package_list", "organization_list", "group_list", "tag_list", "status_show"].map(
        (action) => `api/3/action/${action}`,
      ),
    ]);
    const lines = [...(written.get("ckan/datasets.jsonl.gz") as Iterable<string>)].join("").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      catalogue.datasets.map((dataset) => JSON.parse(JSON.stringify(ckanPackage(dataset, context)))),
    );
  });

  it("has one empty page for an empty catalogue", () => {
    const empty = sampleCatalogue({ datasets: [] });
    const [page] = [...ckanFiles(empty, context, "full")];
    expect(JSON.parse([...(page!.content as Iterable<string>)].join("")).result).toEqual([]);
  });
});
