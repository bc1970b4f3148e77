import { describe, expect, it } from "vitest";
import {
  type AgencyFile,
  attributionOf,
  buildCatalogue,
  type DatasetFile,
  isReleased,
  linkAgencies,
  newestFirst,
  sourceOf,
} from "./catalogue.ts";
import { SAMPLE_SETTINGS, sampleVocabularies } from "./fixtures.ts";

const AGENCIES: AgencyFile[] = [
  { code: "A00000000A", name: "行政院" },
  {
    code: "315000000H",
    name: "交通部",
    parent: "A00000000A",
    ministry: true,
    contacts: [{ id: "main", name: "交通部窗口", phone: "02-23492900", email: "open@motc.gov.tw" }],
  },
  {
    code: "315070000H",
    name: "交通部中央氣象署",
    parent: "315000000H",
    attribution: "資料來源：{publisher}（{year}）「{title}」，{licence}",
    contacts: [
      { id: "main", name: "氣象署窗口", phone: "02-23491000", email: "open@cwa.gov.tw" },
      { id: "quake", name: "地震測報窗口", phone: "02-23491100", email: "quake@cwa.gov.tw" },
    ],
  },
];

const file = (overrides: Partial<DatasetFile> = {}): DatasetFile => ({
  identifier: "315070000H-000001",
  title: "地震測報",
  categoryCode: "E00",
  type: "rawData",
  license: "OGDL-Taiwan-1.0",
  cost: "免費",
  accrualPeriodicity: "即時",
  distribution: [
    { resourceID: "315070000H-000001-001", format: "CSV", downloadURL: "https://cwa.gov.tw/1.csv" },
  ],
  ...overrides,
});

const build = (files: DatasetFile[], today = "2026-11-21") =>
  buildCatalogue({
    settings: { name: "目錄", nameEn: "Catalogue", url: "https://data.example/", languages: ["zh-TW"] },
    vocabularies: sampleVocabularies(),
    agencies: AGENCIES,
    datasets: files.map(sourceOf),
    today,
  });

describe("what a dataset inherits", () => {
  it("comes from its agency and its ministry", () => {
    const [dataset] = build([file()]).datasets;
    expect(dataset).toMatchObject({
      publisher: "交通部中央氣象署",
      organization: "交通部",
      contact: { name: "氣象署窗口", phone: "02-23491000", email: "open@cwa.gov.tw" },
      organizationContact: { name: "交通部窗口", email: "open@motc.gov.tw" },
      language: "zh",
      dataClass: "甲",
    });
    expect(dataset!.agency.ministry.code).toBe("315000000H");
  });

  it("gives way to the window that it names, and to fields of its own", () => {
    const [named] = build([file({ contact: "quake" })]).datasets;
    expect(named!.contact).toEqual({ name: "地震測報窗口", phone: "02-23491100", email: "quake@cwa.gov.tw" });
    const own = { publisherContactName: "專案窗口", publisherContactHonorific: "小姐" as const };
    const [overridden] = build([file({ contact: "quake", ...own })]).datasets;
    expect(overridden!.contact).toEqual({
      name: "專案窗口",
      honorific: "小姐",
      phone: "02-23491100",
      email: "quake@cwa.gov.tw",
    });
  });

  it("invents no licence, charge or class for an import that has none", () => {
    const { license, cost, ...rest } = file({ provenance: { source: "data.gov.tw", incomplete: true } });
    const [dataset] = build([rest]).datasets;
    const { licence, cost: charge, dataClass, language } = dataset!;
    expect([licence, charge, dataClass, language]).toEqual([undefined, undefined, undefined, undefined]);
    expect(license && cost).toBeTruthy();
  });

  it("reads a file when more than its head is asked for, once", () => {
    let reads = 0;
    const whole = file({ description: "全文", issued: "2020-03-01T08:00:00+08:00" });
    const source = {
      ...sourceOf(whole),
      file() {
        reads++;
        return whole;
      },
    };
    const input = { settings: SAMPLE_SETTINGS, vocabularies: sampleVocabularies(), agencies: AGENCIES };
    const { datasets } = buildCatalogue({ ...input, datasets: [source], today: "2026-11-21" });
    const { head, licence, formats, released } = datasets[0]!;
    expect([head.title, licence?.code, formats, released]).toEqual([
      whole.title,
      whole.license,
      ["CSV"],
      "2020-03-01",
    ]);
    expect(reads).toBe(0);
    expect([datasets[0]!.file.description, datasets[0]!.contact.name !== undefined]).toEqual(["全文", true]);
    expect(reads).toBe(1);
  });
});

describe("public view", () => {
  it.each([
    [undefined, true],
    ["2026-11-20", true],
    ["2026-11-21", true],
    ["2026-11-22", false],
  ])("上架日期 %s on 2026-11-21: %s", (releaseDate, shown) => {
    const dataset = file(releaseDate ? { releaseDate } : {});
    expect(isReleased(dataset, "2026-11-21")).toBe(shown);
    expect(build([dataset]).datasets).toHaveLength(shown ? 1 : 0);
  });

  it("keeps withdrawn datasets apart, and hides those withdrawn before their day", () => {
    const withdrawal = { reason: "A" as const, explanation: "不再需要", date: "2026-01-01" };
    const catalogue = build([
      file({ status: "withdrawn", withdrawal }),
      file({ identifier: "315070000H-000002", status: "withdrawn", withdrawal, releaseDate: "2027-01-01" }),
      file({ identifier: "315070000H-000003" }),
    ]);
    expect(catalogue.withdrawn.map((d) => d.identifier)).toEqual(["315070000H-000001"]);
    expect(catalogue.datasets.map((d) => d.identifier)).toEqual(["315070000H-000003"]);
  });

  it("sorts newest first, undated last", () => {
    const { datasets } = build([
      file({ identifier: "315070000H-000001" }),
      file({ identifier: "315070000H-000002", issued: "2020-01-01" }),
      file({ identifier: "315070000H-000003", issued: "2019-01-01", releaseDate: "2021-05-01" }),
      file({ identifier: "315070000H-000004", issued: "2020-01-01", modified: "2026-01-01" }),
    ]);
    expect(newestFirst(datasets).map((d) => d.identifier.slice(-1))).toEqual(["3", "4", "2", "1"]);
  });
});

describe("the attribution sentence", () => {
  it("fills the agency's own, or the default", () => {
    const dated = build([file({ modified: "2025-03-04" })]).datasets[0]!;
    expect(attributionOf(dated)).toBe(
      "資料來源：交通部中央氣象署（2025）「地震測報」，「政府資料開放授權條款－第1版」",
    );
    const ministry = build([
      file({ identifier: "315000000H-000001", title: "運輸{year}統計", modified: "2025-03-04" }),
    ]).datasets[0]!;
    expect(attributionOf(ministry)).toBe(
      "交通部，2025，運輸{year}統計。依「政府資料開放授權條款－第1版」提供利用。",
    );
  });

  it("leaves out a year and terms that nobody knows", () => {
    const { license, ...rest } = file({ identifier: "315000000H-000001" });
    const unknown = build([{ ...rest, provenance: { source: "x", incomplete: true } }]).datasets[0]!;
    expect(attributionOf(unknown)).toBe("交通部，地震測報。");
    const [quake] = build([
      { ...rest, identifier: "315070000H-000001", provenance: { source: "x", incomplete: true } },
    ]).datasets;
    expect(attributionOf(quake!)).toBe("交通部中央氣象署，地震測報。");
    expect(license).toBeDefined();
  });
});

describe("the tree of agencies", () => {
  it("finds each one's ministry, itself where none stands above", () => {
    const agencies = linkAgencies([
      ...AGENCIES,
      { code: "379000000A", name: "臺北市政府", ministry: true },
      { code: "379010000A", name: "臺北市政府秘書處", parent: "379000000A" },
      { code: "B00000000A", name: "某基金會" },
      { code: "A10000000A", name: "未標明的部會", parent: "A00000000A" },
      { code: "A10010000A", name: "其所屬機關", parent: "A10000000A" },
    ]);
    const ministry = (code: string) => agencies.get(code)!.ministry.name;
    expect(ministry("315070000H")).toBe("交通部");
    expect(ministry("379010000A")).toBe("臺北市政府");
    expect(ministry("B00000000A")).toBe("某基金會");
    expect(ministry("A10000000A")).toBe("未標明的部會");
    expect(ministry("A10010000A")).toBe("未標明的部會");
    expect(ministry("A00000000A")).toBe("行政院");
  });

  it("cuts cycles and parents that do not exist", () => {
    const agencies = linkAgencies([
      { code: "A", name: "甲", parent: "B" },
      { code: "B", name: "乙", parent: "A" },
      { code: "C", name: "丙", parent: "X" },
      { code: "D", name: "丁", parent: "D" },
    ]);
    const roots = [...agencies.values()].filter((a) => !a.parent);
    expect(roots.map((a) => a.code)).toEqual(["B", "C", "D"]);
  });
});
