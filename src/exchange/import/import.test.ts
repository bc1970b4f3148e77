import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parseCsv, type Table } from "../csv.ts";
import { type ImportReport, importRows, PROFILES, readRegister, reportCsv, reportJson } from "./index.ts";
import { Register } from "./register.ts";
import { testVocabularies } from "./vocabularies-for-tests.ts";

const vocabularies = testVocabularies();

const AGENCIES = [
  parseCsv(
    "機關代碼,機關名稱,英文名稱,上層機關\nA00000000A,行政院,,\nA99000000A,測試部,Ministry of Tests,行政院\n376570000A,基隆市政府,,基隆市\n",
  ),
  parseCsv(
    "機關名稱,OID,電話,地址,DN\n行政院,2.16.886.101.20003,,,\n測試部,2.16.886.101.20003.29001,,,\n測試部檢驗署,2.16.886.101.20003.29001.20001,,,\n" +
      "基隆市政府,2.16.886.101.90001.20002,,,\n民政處,2.16.886.101.90001.20002.20073,,,\n民政處,2.16.886.101.90005.20002.20057,,,\n" +
      "基隆市議會,2.16.886.101.90001.20001,,,\n基隆市七堵區公所,2.16.886.101.90001.90004.20002,,,\n",
  ),
].flatMap((table, index) => readRegister(table, `清單${index}`));

interface Result {
  files: Map<string, string>;
  report: ImportReport;
}

function run(profile: string, table: Table, agencies = AGENCIES): Result {
  const files = new Map<string, string>();
  const steps = importRows({ profile: PROFILES.get(profile)!, table, vocabularies, agencies });
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    expect(files.has(step.value.path)).toBe(false);
    files.set(step.value.path, step.value.content);
  }
  return { files, report: step.value };
}

// biome-ignore lint/suspicious/noExplicitAny: a parsed file, looked at freely
const read = (files: Result["files"], path: string): any =>
  load(files.get(path)!, { schema: FAILSAFE_SCHEMA });

const MIRROR = ["資料集識別碼", "資料集名稱", "提供機關", "slug", "主要格式(first)", "資料下載網址"];
const mirror = (...rows: string[][]): Table => ({ headings: MIRROR, rows, firstRow: 2 });
const row = (
  id: string,
  agency = "測試部",
  address = `https://data.test.gov.tw/${id}.csv`,
  title = `資料${id}`,
) => [id, title, agency, "s", "csv", address];

describe("data.gov.tw, the mirror's six columns", () => {
  it("writes a dataset with its distributions, and keeps what has no field", () => {
    const { files, report } = run(
      "data.gov.tw",
      mirror(row("12", "測試部", "https://a.tw/1;https://a.tw/2.zip?x=0;3;")),
    );
    expect(read(files, "datasets/A99000000A/000012.yaml")).toEqual({
      identifier: "A99000000A-000012",
      title: "資料12",
      distribution: [
        { resourceID: "A99000000A-000012-001", format: "CSV", downloadURL: "https://a.tw/1" },
        { resourceID: "A99000000A-000012-002", format: "ZIP", downloadURL: "https://a.tw/2.zip?x=0;3;" },
      ],
      legacyID: "12",
      provenance: { source: "data.gov.tw", incomplete: "true", unmapped: { slug: "s" } },
    });
    expect(report.summary).toMatchObject({ rows: 1, imported: 1, skipped: 0 });
  });

  it("creates the agency and those above it", () => {
    const { files } = run(
      "data.gov.tw",
      mirror(row("1", "測試部檢驗署"), row("2", "基隆市七堵區公所"), row("3", "基隆市議會")),
    );
    const agencies = [...files.keys()]
      .filter((path) => path.startsWith("agencies/"))
      .map((path) => read(files, path));
    const named = Object.fromEntries(agencies.map((agency) => [agency.name, agency]));
    expect(Object.keys(named).sort()).toEqual(
      ["行政院", "測試部", "測試部檢驗署", "基隆市政府", "基隆市七堵區公所", "基隆市議會"].sort(),
    );
    expect(named.測試部).toEqual({
      code: "A99000000A",
      name: "測試部",
      nameEn: "Ministry of Tests",
      oid: "2.16.886.101.20003.29001",
      parent: "A00000000A",
      ministry: "true",
    });
    expect(named.測試部檢驗署).toMatchObject({ parent: "A99000000A", provisionalCode: "true" });
    expect(named.測試部檢驗署.code).toMatch(/^ZZ[0-9A-F]{8}$/);
    expect(named.測試部檢驗署.ministry).toBeUndefined();
    expect(named.基隆市七堵區公所.parent).toBe("376570000A");
    expect(named.基隆市政府).toMatchObject({ ministry: "true" });
    expect(named.基隆市議會.parent).toBeUndefined();
  });

  it("finds parents by the beginning of a name, without any list", () => {
    const { report } = run(
      "data.gov.tw",
      mirror(row("1", "測試部統計處"), row("2"), row("3", "基隆市消防局"), row("4", "基隆市政府")),
      [],
    );
    const by = Object.fromEntries(report.agencies.map((agency) => [agency.name, agency]));
    expect(by.測試部統計處!.parent).toBe(by.測試部!.code);
    expect(by.基隆市消防局!.parent).toBe(by.基隆市政府!.code);
  });

  it("folds 台 and widths, and keeps the spelling", () => {
    const { files, report } = run("data.gov.tw", mirror(row("1", "臺測試部"), row("2", "台測試 部")), []);
    expect(report.agencies).toHaveLength(1);
    const [agency] = report.agencies;
    expect(read(files, `agencies/${agency!.code}/agency.yaml`).shortNames).toEqual(["台測試 部"]);
    expect(read(files, `datasets/${agency!.code}/000002.yaml`).provenance.unmapped.提供機關).toBe(
      "台測試 部",
    );
  });

  it("tells one unit name of several governments apart by whose domain the addresses lie on", () => {
    const of = (id: string, agency: string, host: string) => row(id, agency, `https://${host}/${id}`);
    const table = mirror(
      ...["1", "2", "3"].map((id) => of(id, "基隆市政府", "a.klcg.gov.tw")),
      ...["4", "5", "6"].map((id) => of(id, "測試部", "www.test.gov.tw")),
      of("7", "民政處", "b.klcg.gov.tw"),
      of("8", "民政處", "test.gov.tw"),
      of("9", "民政處", "elsewhere.tw"),
    );
    const { files, report } = run("data.gov.tw", table);
    const nameOf = (id: number) => {
      const code = report.rows[id - 1]!.identifier!.slice(0, 10);
      return read(files, `agencies/${code}/agency.yaml`);
    };
    expect(nameOf(7)).toMatchObject({
      name: "基隆市政府民政處",
      shortNames: ["民政處"],
      oid: "2.16.886.101.90001.20002.20073",
      parent: "376570000A",
    });
    expect(nameOf(8)).toMatchObject({ name: "測試部民政處", parent: "A99000000A" });
    expect(nameOf(8).oid).toBeUndefined();
    expect(nameOf(9)).toMatchObject({ name: "民政處", provisionalCode: "true" });
    expect(report.rows.slice(6).map(({ notes }) => notes[0]!.code)).toEqual([
      "agency-completed",
      "agency-completed",
      "agency-ambiguous",
    ]);
  });

  it("accounts for rows that cannot be imported, with their cells", () => {
    const table = mirror(
      row("1"),
      row("1"),
      row("1", "測試部", "https://a.tw/x"),
      ["", "", "", "", "", ""],
      ["5"],
      row(""),
      row("7", "測試部", "https://a.tw/", " \u3000"),
      row("8", ""),
      row("1", "行政院"),
    );
    const { report } = run("data.gov.tw", table);
    expect(report.rows.map(({ row: number, reason }) => [number, reason])).toEqual([
      [2, undefined],
      [3, "duplicate-row"],
      [4, "repeated-id"],
      [5, "blank-row"],
      [6, "row-width"],
      [7, "no-id"],
      [8, "no-title"],
      [9, "no-agency"],
      [10, undefined],
    ]);
    expect(report.rows[2]!.cells).toMatchObject({ 資料下載網址: "https://a.tw/x" });
    expect(report.summary).toMatchObject({ rows: 9, imported: 2, skipped: 7 });
    // The same number under another agency keeps its place, but only one can answer to /dataset/1.
    expect(report.rows[8]!.notes.map(({ code }) => code)).toContain("legacy-id-taken");
  });

  it("gives serials to ids that are no number of six digits", () => {
    const { report, files } = run(
      "data.gov.tw",
      mirror(row("40-xml"), row("1234567"), row("12"), row("0012")),
    );
    const ids = report.rows.map(({ identifier }) => identifier!);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^A99000000A-X[0-9A-F]{5}$/);
    expect(read(files, `datasets/${ids[0]!.replace("-", "/")}.yaml`).provenance.unmapped.資料集識別碼).toBe(
      "40-xml",
    );
    expect(read(files, `datasets/${ids[1]!.replace("-", "/")}.yaml`).legacyID).toBe("1234567");
  });

  it("takes many addresses, refuses none silently", () => {
    const addresses = (count: number) =>
      Array.from({ length: count }, (_, i) => `https://a.tw/${i}.csv`).join(";");
    const { files, report } = run(
      "data.gov.tw",
      mirror(
        row("1", "測試部", addresses(494)),
        row("2", "測試部", addresses(1001)),
        row("3", "測試部", "ftp://a.tw/x"),
      ),
    );
    expect(read(files, "datasets/A99000000A/000001.yaml").distribution).toHaveLength(494);
    const second = read(files, "datasets/A99000000A/000002.yaml");
    expect(second.distribution).toHaveLength(999);
    expect(second.provenance.unmapped.資料下載網址).toBe("https://a.tw/999.csv;https://a.tw/1000.csv");
    expect(report.rows[1]!.notes.map(({ code }) => code)).toContain("too-many-addresses");
    const third = read(files, "datasets/A99000000A/000003.yaml");
    expect(third.distribution).toBeUndefined();
    expect(third.provenance.unmapped.資料下載網址).toBe("ftp://a.tw/x");
  });
});

const OFFICIAL: Record<string, string> = {
  資料集識別碼: "177",
  資料集名稱: "\u3000範例\n資料 ",
  資料提供屬性: "檔案資料",
  服務分類: "公共資訊",
  品質檢測: "白金",
  檔案格式: "CSV;XML",
  資料下載網址: "https://a.tw/1;https://a.tw/2",
  編碼格式: "UTF-8;BIG-5",
  資資料集上架方式: "系統介接程式",
  資料集描述: "說明",
  主要欄位說明: "長".repeat(300),
  提供機關: "測試部",
  更新頻率: "每1月",
  授權方式: "政府資料開放授權條款-第1版",
  相關網址: "https://a.tw/",
  計費方式: "免費",
  提供機關聯絡人姓名: "資料窗口",
  提供機關聯絡人電話: "02-0000-0000",
  上架日期: "2026-05-06 00:00:00",
  詮釋資料更新時間: "2026-06-25 09:04:34",
  備註: "",
  資料量: "10",
};
const official = (changes: Record<string, string> = {}): Table => {
  const cells = { ...OFFICIAL, ...changes };
  return { headings: Object.keys(cells), rows: [Object.values(cells)], firstRow: 2 };
};

describe("data.gov.tw, the official 22 columns", () => {
  const one = (changes?: Record<string, string>) => {
    const { files, report } = run("data.gov.tw", official(changes));
    return {
      dataset: read(files, "datasets/A99000000A/000177.yaml"),
      codes: report.rows[0]!.notes.map(({ code }) => code),
    };
  };

  it("maps every column", () => {
    const { dataset, codes } = one();
    expect(dataset).toEqual({
      identifier: "A99000000A-000177",
      categoryCode: "I00",
      title: "範例 資料",
      description: "說明",
      fieldDescription: "長".repeat(300),
      type: "rawData",
      landingPage: "https://a.tw/",
      numberOfData: "10",
      license: "OGDL-Taiwan-1.0",
      cost: "免費",
      publisherContactName: "資料窗口",
      publisherContactPhone: "02-0000-0000",
      accrualPeriodicity: "每月",
      issued: "2026-05-06 00:00:00",
      modified: "2026-06-25 09:04:34",
      distribution: [
        {
          resourceID: "A99000000A-000177-001",
          format: "CSV",
          characterSetCode: "UTF-8",
          downloadURL: "https://a.tw/1",
        },
        {
          resourceID: "A99000000A-000177-002",
          format: "XML",
          characterSetCode: "BIG5",
          downloadURL: "https://a.tw/2",
        },
      ],
      legacyID: "177",
      provenance: {
        source: "data.gov.tw",
        incomplete: "true",
        unmapped: { 品質檢測: "白金", 資資料集上架方式: "系統介接程式" },
      },
    });
    expect(codes).toEqual(["edge-blanks", "control-characters", "unmapped", "missing", "too-long"]);
  });

  it("keeps lists that do not match the addresses", () => {
    const { dataset, codes } = one({ 檔案格式: "CSV;XML;JSON", 編碼格式: "UTF-8" });
    expect(
      dataset.distribution.map((item: Record<string, string>) => [item.format, item.characterSetCode]),
    ).toEqual([
      [undefined, "UTF-8"],
      [undefined, "UTF-8"],
    ]);
    expect(dataset.provenance.unmapped.檔案格式).toBe("CSV;XML;JSON");
    expect(codes).toContain("lists-differ");
  });

  it("gives services an access address", () => {
    const { dataset } = one({ 檔案格式: "API;WMS" });
    expect(dataset.distribution[0].accessURL).toBe("https://a.tw/1");
    expect(dataset.distribution[0].downloadURL).toBeUndefined();
  });

  it("holds a charge's explanation only where there is a charge", () => {
    expect(one({ 計費方式: "" }).dataset.cost).toBe("免費");
    expect(one({ 計費方式: "", 授權方式: "" }).dataset.cost).toBeUndefined();
    const { dataset } = one({ 計費方式: "無" });
    expect([dataset.cost, dataset.provenance.unmapped.計費方式]).toEqual(["免費", "無"]);
  });
});

describe("hostile input", () => {
  it("keeps headings of any name and cells of any text", () => {
    const long = "甲".repeat(100_000);
    const { files } = run(
      "data.gov.tw",
      official({ "a: b": "=1+1", constructor: "c", 長: long, 空: "\u0000\u001b[31m" }),
    );
    const table = official({ 欄: "值" });
    table.headings[table.headings.length - 1] = "__proto__";
    const { unmapped } = read(files, "datasets/A99000000A/000177.yaml").provenance;
    expect(unmapped).toMatchObject({ "a: b": "=1+1", 長: long, 空: "\u0000\u001b[31m" });
    expect(Object.hasOwn(unmapped, "constructor")).toBe(true);
    const again = run("data.gov.tw", table);
    const kept = read(again.files, "datasets/A99000000A/000177.yaml").provenance.unmapped;
    expect(Object.entries(kept)).toContainEqual(["__proto__", "值"]);
    expect(again.report.unknownColumns).toEqual(["__proto__"]);
  });

  it("replaces control characters in text that people read", () => {
    const { files } = run("data.gov.tw", official({ 資料集描述: "甲\u0000乙\r\n丙" }));
    expect(read(files, "datasets/A99000000A/000177.yaml").description).toBe("甲 乙\n丙");
  });

  it("notes characters that could not be decoded", () => {
    const { report } = run("data.gov.tw", official({ 資料集描述: "甲\ufffd" }));
    expect(report.rows[0]!.notes).toContainEqual({ code: "undecodable", column: "資料集描述" });
  });

  it("disarms formulas in the report for spreadsheets, not in the data", () => {
    const { files, report } = run("data.gov.tw", official({ 資料集名稱: "=HYPERLINK(1)" }));
    expect(read(files, "datasets/A99000000A/000177.yaml").title).toBe("=HYPERLINK(1)");
    expect(reportCsv(report)).toContain("'=HYPERLINK(1)");
    expect(JSON.parse(reportJson(report)).rows[0].title).toBe("=HYPERLINK(1)");
  });

  it("refuses a file that is not the profile's, naming what it expected and found", () => {
    const table = parseCsv("甲,乙\n1,2\n");
    expect(() => run("data.gov.tw", table)).toThrow(/缺少欄位「資料集識別碼」.*檔案的欄位是「甲」「乙」/);
  });
});

describe("municipal catalogues", () => {
  const cells: Record<string, string> = {
    編號: "3",
    資料名稱: "範例資料",
    資料來源: "380120000J 【社會局】",
    更新頻率: "每年",
    檔案格式: '"CSV, PDF, URL"',
    主要欄位: "a",
    資料連結網址: "https://data.example.gov.tw//meta?oid=1",
    分類及編號: "公共資訊 (948)",
    主要欄位說明: "a",
    資料集類型: "原始資料",
    資源格式: "CSV",
    資料集提供機關: "380120000J 【社會局】",
    "收錄期間(起)": "2017-01-01",
    "收錄期間(迄)": "2016-01-01",
    授權方式: "政府資料開放授權條款－第1版",
    計費方式: "",
    計費法令依據: "某辦法",
    編碼格式: '", UTF-8"',
    "標籤/關鍵字": '"甲, 乙"',
  };
  const table = (changes: Record<string, string> = {}): Table => {
    const all = { ...cells, ...changes };
    return { headings: Object.keys(all), rows: [Object.values(all)], firstRow: 2 };
  };

  it("taoyuan: takes the code before the unit's name, and the page as access address", () => {
    const { files, report } = run("taoyuan", table(), []);
    expect(read(files, "agencies/380120000J/agency.yaml")).toEqual({
      code: "380120000J",
      name: "桃園市政府社會局",
      shortNames: ["社會局"],
      parent: "380000000A",
    });
    expect(read(files, "agencies/380000000A/agency.yaml")).toMatchObject({
      name: "桃園市政府",
      ministry: "true",
    });
    const dataset = read(files, "datasets/380120000J/000003.yaml");
    expect(dataset.legacyID).toBeUndefined();
    expect(dataset.keyword).toEqual(["甲", "乙"]);
    expect(dataset.landingPage).toBe("https://data.example.gov.tw//meta?oid=1");
    expect(dataset.distribution).toEqual([
      {
        resourceID: "380120000J-000003-001",
        format: "CSV",
        characterSetCode: "UTF-8",
        accessURL: cells.資料連結網址,
      },
      { resourceID: "380120000J-000003-002", format: "PDF", accessURL: cells.資料連結網址 },
    ]);
    // A repeated column that differs is kept; one that does not says nothing new.
    expect(dataset.provenance.unmapped).toEqual({
      資料來源: "380120000J 【社會局】",
      檔案格式: "CSV, PDF, URL",
      資源格式: "CSV",
      計費法令依據: "某辦法",
      "收錄期間(起)": "2017-01-01",
      "收錄期間(迄)": "2016-01-01",
    });
    expect(report.rows[0]!.notes.map(({ code }) => code)).toEqual([
      "cost-assumed",
      "cost-detail-unused",
      "coverage-reversed",
      "format-unknown",
      "page-as-access",
      "unmapped",
      "missing",
    ]);
  });

  it.each([["桃園範例股份有限公司"], ["桃園市政府資訊局"]])("taoyuan: %s stays as it is", (name) => {
    const { report } = run("taoyuan", table({ 資料來源: `EB00000000 【${name}】` }), []);
    expect(report.agencies.find(({ code }) => code === "EB00000000")!.name).toBe(name);
  });

  it("taipei: an empty agency is the city government's, charsets among the formats are charsets", () => {
    const { files, report } = run(
      "taipei",
      table({ 資料來源: "", 資料集提供機關: "", 檔案格式: "utf-8,CSV", 編碼格式: "" }),
      [],
    );
    const dataset = read(files, "datasets/379000000A/000003.yaml");
    expect(dataset.distribution).toMatchObject([{ format: "CSV", characterSetCode: "UTF-8" }]);
    expect(report.rows[0]!.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["agency-default", "charset-in-format"]),
    );
  });

  it("taipei: agencies without a code belong to the city", () => {
    const { report } = run("taipei", table({ 資料來源: "範例大眾捷運公司" }), []);
    expect(report.agencies).toMatchObject([
      { code: "379000000A" },
      { provisional: true, parent: "379000000A" },
    ]);
  });
});

it("gives the same bytes for the same input", () => {
  const table = mirror(
    ...Array.from({ length: 50 }, (_, i) => row(`${i + 1}`, ["測試部", "民政處", "未知署"][i % 3])),
  );
  const [first, second] = [run("data.gov.tw", table), run("data.gov.tw", table)];
  expect([...second.files]).toEqual([...first.files]);
  expect(reportJson(second.report)).toBe(reportJson(first.report));
  expect(reportCsv(second.report)).toBe(reportCsv(first.report));
});

it("does not take a unit that ends like a company for a company, nor the other way round", () => {
  const register = new Register(AGENCIES);
  expect(register.isBareUnit("範例股份有限公司")).toBe(false);
  expect(register.isBareUnit("資訊服務司")).toBe(true);
  expect(register.isBareUnit("測試部統計處")).toBe(false);
});
