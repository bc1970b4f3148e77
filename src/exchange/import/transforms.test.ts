import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrequency } from "../../catalogue/frequency-reading.ts";
import { addressExtensions, readAddress, registeredDomain, splitAddresses } from "./addresses.ts";
import { formatOfAddress, readCharset, readFormat, readFormatSet } from "./formats.ts";
import { clean, fold, unquote } from "./text.ts";
import { TRANSFORMS, type TransformName } from "./values.ts";
import { testVocabularies } from "./vocabularies-for-tests.ts";

const vocabularies = testVocabularies();

describe("update frequency", () => {
  it.each([
    ["即時", "即時"],
    ["不定期更新", "不定期"],
    ["不定時", "不定期"],
    ["不需更新", "不再更新"],
    ["永不", "不再更新"],
    ["每1分", "每分鐘"],
    ["每1月", "每月"],
    ["每1日", "每日"],
    ["每7日", "每7日"],
    ["每2月", "每2月"],
    ["每1年", "每年"],
    ["每天", "每日"],
    ["一天", "每日"],
    ["年", "每年"],
    ["半年", "每半年"],
    ["季刊", "每季"],
    ["每個月", "每月"],
    ["按月更新", "每月"],
    ["每月定期", "每月"],
    ["每月更新1次", "每月"],
    ["每年一次", "每年"],
    ["每周一次", "每週"],
    ["1次/月", "每月"],
    ["１年", "每年"],
    ["每三年", "每3年"],
    ["6年", "每6年"],
    ["3個月", "每季"],
    ["6個月", "每半年"],
    ["30秒", "每30秒"],
    ["每小時", "每小時"],
    ["每2時", "每2小時"],
    ["1日2次", "每12小時"],
    ["一日2次", "每12小時"],
    ["每年2次", "每半年"],
    ["每5分鐘", "每5分鐘"],
  ])("%s is %s, without loss", (text, value) => {
    expect(readFrequency(text)).toEqual({ value, lossy: false });
  });

  it.each([
    ["美日", "每日"],
    ["單次", "不再更新"],
    ["每季，至104年12月為止", "不定期"],
    ["每季結束後15日", "每季"],
    ["每月下旬", "每月"],
    ["每年2月底", "每年"],
    ["每年3月", "每年"],
    ["每年1次以上", "每年"],
    ["異動時更新", "不定期"],
    ["隨時", "不定期"],
    ["每月檢視不定期更新", "不定期"],
    ["即時監測資料 每5分鐘(03:00起算,03:00,08:00...58:00)", "每5分鐘"],
  ])("%s is %s, and the original is kept", (text, value) => {
    expect(readFrequency(text)).toEqual({ value, lossy: true });
  });

  it.each(["無", "0", "1", "每月、年", "每週至每月", "每月2次", "每十五分鐘", ""])(
    "%j says nothing certain",
    (text) => {
      expect(readFrequency(text)).toEqual({ lossy: true });
    },
  );

  it("gives only what the schema accepts", () => {
    const accepted =
      /^(即時|不定期|不再更新|每([2-9]|[1-9][0-9]{1,3})?(秒|分鐘|小時|日|週|旬|月|季|半年|年))$/;
    const unit = fc.constantFrom(..."每日月年季週半個分鐘小時次一二十更新0129，/ ".split(""));
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const { value } = readFrequency(text);
        if (value !== undefined) expect(value).toMatch(accepted);
      }),
    );
  });
});

describe("addresses", () => {
  it.each([
    ["https://a.tw/1;https://a.tw/2", ["https://a.tw/1", "https://a.tw/2"]],
    ["https://a.tw/1 ; HTTP://a.tw/2", ["https://a.tw/1", "HTTP://a.tw/2"]],
    ["https://a.tw/x?f=0;3;4;10;&y=1;https://a.tw/2", ["https://a.tw/x?f=0;3;4;10;&y=1", "https://a.tw/2"]],
    ["https://a.tw/x?o=A;B", ["https://a.tw/x?o=A;B"]],
    ["  ", []],
  ])("splits %s", (cell, list) => expect(splitAddresses(cell)).toEqual(list));

  it("splits and joins without loss", () => {
    const address = fc.stringMatching(/^https:\/\/a\.tw\/[a-z;=&?]{0,20}$/);
    fc.assert(
      fc.property(fc.array(address, { minLength: 1 }), (list) => {
        expect(splitAddresses(list.join(";"))).toEqual(list);
      }),
    );
  });

  it.each([
    ["https://a.tw/甲.csv", "https://a.tw/甲.csv", false],
    ["https://a.tw/a b.csv", "https://a.tw/a%20b.csv", true],
    ["https://a.tw/a\u3000b%20c", "https://a.tw/a%E3%80%80b%20c", true],
    ['https://a.tw/x" title="y', "https://a.tw/x%22%20title=%22y", true],
    ["HTTPS://a.tw/", "https://a.tw/", true],
    ["https://a.tw/\u0000", "https://a.tw/%00", true],
  ])("mends only what may not stand in %j", (text, url, mended) => {
    expect(readAddress(text)).toEqual({ url, mended });
  });

  it.each(["ftp://a.tw/", "www.a.tw", "javascript:alert(1)", "https:// a.tw", "https://", "無"])(
    "refuses %s",
    (text) => {
      expect(readAddress(text)).toBeUndefined();
    },
  );

  it("knows the registered domain", () => {
    expect(registeredDomain("https://opdadm.moi.gov.tw/a")).toBe("moi.gov.tw");
    expect(registeredDomain("https://data.taipei:8080/a")).toBe("data.taipei");
    expect(registeredDomain("http://10.0.0.1/a")).toBeUndefined();
  });

  it("finds file names in the path, in parameters and in base64", () => {
    expect(addressExtensions("https://a.tw/b.CSV?x=1")).toEqual(["csv"]);
    expect(addressExtensions("https://a.tw/Download.ashx?n=5bm05aCxLmNzdg%3d%3d")).toEqual(["ashx", "csv"]);
    expect(addressExtensions("https://a.tw/d?file=x/y.ods&flag=doc")).toEqual(["ods"]);
    expect(formatOfAddress("https://a.tw/Download.aspx?n=x.zip", vocabularies)).toBe("ZIP");
    expect(formatOfAddress("https://a.tw/Download.aspx", vocabularies)).toBeUndefined();
  });
});

describe("formats and encodings", () => {
  it.each([
    ["csv", "CSV"],
    ["geojson", "GeoJSON"],
    ["htm", "HTML"],
    ["webservices", "WEBSERVICE"],
    ["其他", "OTHER"],
    ["SHAPEFILE", "SHP"],
  ])("%s is %s", (text, code) => expect(readFormat(text, vocabularies)).toBe(code));

  it.each(["bin", "URL", "utf-8", "", "constructor"])("%j is no format", (text) => {
    expect(readFormat(text, vocabularies)).toBeUndefined();
  });

  it("takes a shapefile's parts as one, and charsets aside", () => {
    const list = readFormatSet(["SHX", "DBF", "SHP", "CSV", "big5", "URL"], vocabularies);
    expect(list).toEqual({ codes: ["SHP", "CSV"], charsets: ["BIG5"], unknown: ["URL"] });
  });

  it.each([
    ["utf-8", "UTF-8"],
    ["UTF8", "UTF-8"],
    ["BIG-5碼", "BIG5"],
    ["Big5", "BIG5"],
    ["其他", "other"],
  ])("%s is the charset %s", (text, code) => expect(readCharset(text, vocabularies)).toBe(code));

  it.each(["Unicode", "ANSI", "constructor"])("%s is no certain charset", (text) => {
    expect(readCharset(text, vocabularies)).toBeUndefined();
  });
});

describe("values", () => {
  const cases: [TransformName, string, unknown][] = [
    ["category", "公共資訊 (948)", { fields: { f: "I00" } }],
    [
      "category",
      "購屋及遷徒 (195)",
      { fields: { f: "C00" }, notes: [{ code: "respelled", detail: "購屋及遷徒 → 購屋及遷徙" }] },
    ],
    ["category", "不存在", { keep: true, notes: [{ code: "category-unknown" }] }],
    ["type", "原始資料", { fields: { f: "rawData" } }],
    ["type", "檔案資料", { fields: { f: "rawData" } }],
    ["type", "網路服務", { fields: { f: "SERVICES" } }],
    ["type", "系統介接程式", { fields: { f: "SERVICES" } }],
    ["type", "工具軟體", { fields: { f: "TOOLS" } }],
    ["type", "constructor", { keep: true, notes: [{ code: "type-unknown" }] }],
    ["licence", "依政府資料開放授權條款-第1版", { fields: { f: "OGDL-Taiwan-1.0" } }],
    ["licence", "政府資料開放授權條款－第１版", { fields: { f: "OGDL-Taiwan-1.0" } }],
    [
      "licence",
      "自訂條款",
      { fields: { f: "other", licenseName: "自訂條款" }, notes: [{ code: "licence-other" }] },
    ],
    ["cost", "免費", { fields: { f: "免費" } }],
    ["cost", "無", { fields: { f: "免費" }, keep: true }],
    ["cost", "付費", { fields: { f: "付費" }, keep: false }],
    ["cost", "請洽詢", { keep: true, notes: [{ code: "cost-unknown" }] }],
    ["count", "428筆", { fields: { f: 428 } }],
    ["count", "１,０００", { fields: { f: 1000 } }],
    ["count", "36KB", { keep: true, notes: [{ code: "count-refused" }] }],
    ["count", "1;1", { keep: true, notes: [{ code: "count-refused" }] }],
    ["email", "open.data@example.org", { fields: { f: "open.data@example.org" } }],
    ["email", "a@example.org;b@example.org", { keep: true, notes: [{ code: "email-refused" }] }],
    [
      "keywords",
      "交通, 事故,,交通",
      { fields: { f: ["交通", "事故"] }, notes: [{ code: "keyword-repeated" }] },
    ],
    ["address", "無", { notes: [{ code: "none-marker" }] }],
    ["address", "www.a.tw", { keep: true, notes: [{ code: "address-refused" }] }],
    ["law", "無", { notes: [{ code: "none-marker" }] }],
    ["law", "規費法", { fields: { f: "規費法" } }],
    [
      "date",
      "104.01.01",
      { fields: { f: "2015-01-01" }, notes: [{ code: "date-mended", detail: "104.01.01 → 2015-01-01" }] },
    ],
    ["dateTime", "昨天", { keep: true, notes: [{ code: "date-refused" }] }],
    [
      "frequency",
      "每月下旬",
      {
        fields: { f: "每月" },
        keep: true,
        notes: [{ code: "frequency-approximated", detail: "每月下旬 → 每月" }],
      },
    ],
    ["frequency", "無", { keep: true, notes: [{ code: "frequency-unknown" }] }],
  ];
  it.each(cases)("%s: %s", (name, text, expected) => {
    expect(TRANSFORMS[name](text, "f", vocabularies)).toEqual(expected);
  });
});

describe("text", () => {
  it("folds names", () => expect(fold(" 台北市 政府（ａ）")).toBe("臺北市政府(a)"));

  it("cleans edges and control characters", () => {
    expect(clean("\u3000名\t稱\u0000\u200b ", false)).toEqual({
      text: "名 稱",
      trimmed: true,
      controls: true,
    });
    expect(clean("甲\r\n乙", true)).toEqual({ text: "甲\n乙", trimmed: false, controls: false });
  });

  it("takes off a second pair of quotation marks only where an exporter writes one", () => {
    expect(unquote('"CSV, URL"')).toBe("CSV, URL");
    expect(unquote('"說""明"""')).toBe('說"明"');
    expect(unquote('"書名"')).toBe('"書名"');
  });
});
