import { strToU8, zipSync } from "fflate";
import iconv from "iconv-lite";
import { answer } from "./server.ts";
import { type Facts, type More, type Transcript, transcript as t } from "./transcripts.ts";

const TABLE = "編號,名稱,地址\n1,臺北市政府,臺北市信義區市府路1號\n2,高雄市政府,高雄市苓雅區四維三路2號\n";
const SIMPLIFIED = "编号,名称,地址\n1,台北市政府,信义区市府路1号\n2,高雄市政府,高雄市苓雅区\n";
const COLUMNS = ["編號", "名稱", "地址"];
const utf8 = (text: string) => Buffer.from(text);

/** A file that came whole. */
const whole = (name: string, body: string | Uint8Array, content: Facts | null, more: More = {}, type = "") =>
  t(name, answer(200, { "content-type": type }, body), "alive ok", content, more);
/** The first bytes of a file of a million. */
const start = (name: string, body: string | Uint8Array, content: Facts, more: More = {}) =>
  t(
    name,
    answer(206, { "content-range": `bytes 0-${Buffer.byteLength(body) - 1}/1000000` }, body),
    "alive ok",
    content,
    more,
  );
const called = { path: "/a.csv" };

const big5 = iconv.encode(TABLE, "big5");
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8(name)])));
const ods = zipSync({
  mimetype: [strToU8("application/vnd.oasis.opendocument.spreadsheet"), { level: 0 }],
  "content.xml": strToU8("<x/>"),
});
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const padded = (bytes: Uint8Array, length = 600) => Buffer.concat([bytes, Buffer.alloc(length)]);
const ole = (stream: string) =>
  padded(Buffer.concat([hex("d0cf11e0a1b11ae1"), Buffer.alloc(600), Buffer.from(stream, "utf16le")]));
const id = (number: string) => `姓名,證號\n甲,${number}\n`;

export const CONTENT: Transcript[] = [
  // Encodings.
  whole("UTF-8", TABLE, { format: "CSV", charset: "UTF-8", columns: COLUMNS, rows: 2 }),
  whole("UTF-8 with its mark", `\ufeff${TABLE}`, { charset: "UTF-8", columns: COLUMNS }),
  whole("ASCII alone", "a,b\n1,2\n", { charset: "US-ASCII", ascii: true }),
  whole("Big5 as UTF-8", big5, { charset: "BIG5", columns: COLUMNS, rows: 2 }, {}, "text/csv; charset=utf-8"),
  whole("UTF-8 as Big5", TABLE, { charset: "UTF-8", columns: COLUMNS }, {}, "text/csv; charset=big5"),
  whole("Big5 with a user's own signs", Buffer.concat([big5, hex("33 2c fa40 2c a4a4 0a")]), {
    charset: "CP950",
    columns: COLUMNS,
    rows: 3,
  }),
  whole("Big5 with ETEN's signs", Buffer.concat([big5, hex("33 2c f9d7 2c a4a4 0a")]), { charset: "CP950" }),
  whole("three characters of Big5", iconv.encode("縣,市\n1,2\n", "big5"), {
    charset: "BIG5",
    columns: ["縣", "市"],
  }),
  whole("GB18030", iconv.encode(SIMPLIFIED, "gb18030"), {
    charset: "GB18030",
    columns: ["编号", "名称", "地址"],
  }),
  whole("GB18030 of four bytes", iconv.encode(`${SIMPLIFIED}3,𠮷野,中\n`, "gb18030"), {
    charset: "GB18030",
    rows: 3,
  }),
  whole("UTF-16, little end first", iconv.encode(`\ufeff${TABLE}`, "utf-16le"), {
    charset: "UTF-16",
    columns: COLUMNS,
  }),
  whole("UTF-16, big end first", iconv.encode(`\ufeff${TABLE}`, "utf-16be"), {
    charset: "UTF-16",
    columns: COLUMNS,
  }),
  whole("UTF-16 without its mark", iconv.encode(TABLE, "utf-16le"), { charset: "UTF-16", columns: COLUMNS }),
  whole("a long text in UTF-16", iconv.encode(`a,b\n${"名,1\n".repeat(4000)}`, "utf-16"), {
    charset: "UTF-16",
    rows: 2000,
    sampled: 32_010,
  }),
  whole("Latin-1", Buffer.from("nom,caf\u00e9 x\n1,2\n", "latin1"), { charset: "ISO-8859-1" }),
  whole(
    "UTF-8 with one broken sign in two hundred",
    Buffer.concat([utf8("名,稱\n".repeat(100)), hex("ff0a")]),
    { charset: "UTF-8" },
  ),
  whole("Big5 within UTF-8", Buffer.concat([utf8(TABLE), big5]), { charset: "other" }),
  start("cut in the middle of a character of UTF-8", utf8(TABLE).subarray(0, -5), {
    charset: "UTF-8",
    columns: COLUMNS,
    rows: 1,
  }),
  start("a short sample, cut in the middle of a character", utf8("a,b\n1,2\n3,\u4e2d").subarray(0, -1), {
    charset: "UTF-8",
    rows: 1,
  }),
  start("cut in the middle of a character of Big5", big5.subarray(0, -4), {
    charset: "BIG5",
    columns: COLUMNS,
    rows: 1,
  }),
  start("cut in the middle of a unit of UTF-16", iconv.encode(`\ufeff${TABLE}`, "utf-16le").subarray(0, -7), {
    charset: "UTF-16",
    rows: 1,
  }),

  // Separated values.
  whole("semicolons", "a;b;c\n1,5;2;3\n2,5;3;4\n", { format: "CSV", columns: ["a", "b", "c"], rows: 2 }),
  whole("tabs", "a\tb\n1\t2\n", { format: "CSV", columns: ["a", "b"], rows: 1 }),
  whole("bars", "a|b\n1|2\n", { format: "CSV", columns: ["a", "b"] }),
  whole("line ends of Windows", "a,b\r\n1,2\r\n", { columns: ["a", "b"], rows: 1 }),
  whole("line ends of old Macs", "a,b\r1,2\r", { columns: ["a", "b"], rows: 1 }),
  whole("quoted line ends", 'a,b\n"x\ny",2\n"z",3\n', { rows: 2 }),
  whole("quoted delimiters and quotes", '"a","b,c"\n"x ""y""",2\n', { columns: ["a", "b,c"], rows: 1 }),
  start("cut in the middle of a quoted cell", 'a,b\n"x",2\n"y', { columns: ["a", "b"], rows: 1 }),
  start("cut in the middle of a row", "a,b\n1,2\n3", { columns: ["a", "b"], rows: 1 }),
  whole("a last row without line end", "a,b\n1,2\n3,4", { rows: 2 }),
  whole("one column, called CSV", "code\nA1\nA2\n", { format: "CSV", columns: ["code"], rows: 2 }, called),
  whole("one column, called nothing", "code\nA1\nA2\n", { format: "TXT" }),
  whole("one column, called CSV by the server", "code\nA1\n", { format: "CSV" }, {}, "text/csv"),
  whole(
    "headings alone, called CSV",
    "a,b,c\n",
    { format: "CSV", columns: ["a", "b", "c"], rows: 0 },
    called,
  ),
  whole("repeated headings", "a,a,b\n1,2,3\n", { columns: ["a", "a", "b"] }),
  whole(
    "uneven rows, called CSV",
    "a,b,c\n1,2\n3\n4,5,6,7\n",
    { format: "CSV", columns: ["a", "b", "c"], rows: 3 },
    called,
  ),
  whole("no headings", "1,2\n3,4\n5,6\n", { format: "CSV", rows: 3, columns: undefined }),
  whole("headings with blanks", " a , b\n1,2\n", { columns: ["a", "b"] }),
  whole("headings with hidden signs", "a\u200b,b\u202e\n1,2\n", { columns: ["a", "b"] }),
  whole(
    "300 columns",
    `${Array.from({ length: 300 }, (_, i) => `c${i}`).join(",")}\n${"1,".repeat(299)}1\n`,
    { columns: Array.from({ length: 200 }, (_, i) => `c${i}`) },
  ),
  whole("a line that names the delimiter", "sep=;\na;b\n1;2\n", { columns: ["a", "b"], rows: 1 }, called),
  whole("prose with commas", "Hello, world\nthis is a text, with, commas\nand so on, and on\n", {
    format: "TXT",
  }),
  whole("one byte", "x", { format: "TXT", sampled: 1 }),
  whole("blanks alone", " \n \n", { format: "TXT" }),

  // JSON.
  whole("JSON: a list of records", '[{"a":1,"b":"x"},{"a":2,"c":null}]', {
    format: "JSON",
    columns: ["a", "b", "c"],
    rows: 2,
  }),
  whole("JSON as CSV", '[{"a":1}]', { format: "JSON" }, called, "text/csv"),
  whole(
    "CSV as JSON",
    "a,b\n1,2\n",
    { format: "CSV" },
    { formats: ["JSON"], path: "/a.json" },
    "application/json",
  ),
  whole(
    "JSON with its records below",
    '{"success":true,"result":{"fields":[{"id":"a"}],"records":[{"a":1,"b":2},{"a":3,"b":4}]}}',
    { columns: ["a", "b"], rows: 2 },
  ),
  whole("JSON: one object", '{"a":1,"b":2}', { format: "JSON", columns: ["a", "b"] }),
  whole("JSON: an empty list", "[]", { format: "JSON" }),
  start("JSON cut in the middle of a string", '[{"a":1,"b":"x"},{"a":2,"b":"yy', {
    format: "JSON",
    columns: ["a", "b"],
    rows: 1,
  }),
  start("JSON cut in the middle of an escape", '[{"a":"x"},{"a":"\\u4e', { format: "JSON", rows: 1 }),
  start("JSON cut in the middle of a word", '[{"a":true},{"a":fal', { format: "JSON", rows: 1 }),
  start("JSON cut in the middle of a key", '[{"abc":1},{"ab', { format: "JSON", columns: ["abc"] }),
  start("JSON cut in the first record", '[{"abc":1,"d', { format: "JSON", columns: ["abc"], rows: 0 }),
  whole("JSON with a key that is special", '[{"__proto__":1,"constructor":2}]', {
    columns: ["__proto__", "constructor"],
  }),
  whole("JSON with two keys of one name", '[{"a":1,"a":2}]', { columns: ["a"] }),
  whole("JSON in UTF-8 with its mark", '\ufeff[{"名":1}]', {
    format: "JSON",
    columns: ["名"],
    charset: "UTF-8",
  }),
  whole("JSON in Big5", iconv.encode('[{"名稱":"臺北"}]', "big5"), {
    format: "JSON",
    charset: "BIG5",
    columns: ["名稱"],
  }),
  whole("JSON nested without end", "[".repeat(50_000), { format: "TXT" }),
  whole("JSON with a comma too many", '[{"a":1},]', { format: "TXT" }),
  whole("JSON of single quotes", "[{'a':1}]", { format: "TXT" }),
  whole("JSON line by line", '{"a":1}\n{"a":2}\n', { format: "TXT" }),
  whole("JSONP", 'callback({"a":1,"b":2})', { format: "TXT" }),
  whole("a log that begins with a bracket", "[INFO] started\n", { format: "TXT" }),
  whole(
    "GeoJSON",
    '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"名":"x"}}]}',
    { format: "GeoJSON", columns: ["名"], rows: 1 },
  ),
  start(
    "GeoJSON that is cut",
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[121,25]}},{"ty',
    { format: "GeoJSON", columns: ["n"], rows: 1 },
  ),
  whole("GeoJSON: one point", '{"type":"Point","coordinates":[121,25]}', { format: "GeoJSON" }),
  whole("JSON with a type of its own", '{"type":"Feature","name":"x"}', { format: "JSON" }),
  whole("JSON-LD", '{"@context":"https://schema.org","@type":"Dataset"}', { format: "JSON-LD" }),

  // XML.
  whole(
    "XML",
    '<?xml version="1.0" encoding="UTF-8"?><data><row><a>1</a><b>2</b></row><row><a>3</a><b>4</b></row></data>',
    { format: "XML", columns: ["a", "b"], rows: 2 },
  ),
  start("XML that is cut", "<data><row><a>1</a><b>2</b></row><row><a>3</a><b>", {
    format: "XML",
    columns: ["a", "b"],
    rows: 1,
  }),
  whole("XML with attributes alone", '<rows><row a="1" b="2"/><row a="3" b="4"/></rows>', {
    columns: ["a", "b"],
    rows: 2,
  }),
  whole("XML with one record", "<data><row><a>1</a><b>2</b></row></data>", { columns: ["a", "b"], rows: 1 }),
  whole(
    "XML with entities of its own",
    '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d><r><x>&b;</x><y>1</y></r></d>',
    { format: "XML", columns: ["x", "y"] },
  ),
  whole(
    "XML in Big5",
    iconv.encode(
      '<?xml version="1.0" encoding="Big5"?><資料><列><名稱>臺北</名稱><數>1</數></列></資料>',
      "big5",
    ),
    { format: "XML", charset: "BIG5", columns: ["名稱", "數"] },
  ),
  whole(
    "RSS",
    '<rss version="2.0"><channel><title>x</title><item><title>t</title><link>l</link></item></channel></rss>',
    { format: "RSS", columns: ["title", "link"], rows: 1 },
  ),
  whole(
    "Atom",
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>t</title><id>1</id></entry></feed>',
    { format: "RSS", columns: ["title", "id"] },
  ),
  whole(
    "RSS with GeoRSS",
    '<rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel><item><title>t</title><georss:point>25 121</georss:point></item></channel></rss>',
    { format: "RSS", columns: ["title", "georss:point"] },
  ),
  whole(
    "RSS 1.0",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>t</title></item></rdf:RDF>',
    { format: "RSS" },
  ),
  whole(
    "RDF/XML",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description/></rdf:RDF>',
    { format: "RDF" },
  ),
  whole(
    "KML",
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Style id="a"><x/></Style><Style id="b"><x/></Style><Placemark><name>a</name><description>b</description></Placemark></Document></kml>',
    { format: "KML", columns: ["name", "description"], rows: 1 },
  ),
  whole(
    "GML",
    '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><A><b>1</b><c>1</c></A></gml:featureMember></gml:FeatureCollection>',
    { format: "GML" },
  ),
  whole(
    "an answer of WFS",
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"/>',
    { format: "GML" },
  ),
  whole("what a WMS can do", '<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"/>', {
    format: "WMS",
  }),
  whole("what a WMTS can do", '<Capabilities xmlns="http://www.opengis.net/wmts/1.0"/>', { format: "WMTS" }),
  whole("a text that begins like XML", "<3 love\n", { format: "TXT" }),
  whole("Turtle", "@prefix a: <http://x/> .\na:b a:c a:d .", { format: "TTL" }),

  // What is no text.
  whole("XLSX", zip("_rels/.rels", "[Content_Types].xml", "xl/workbook.xml"), {
    format: "XLSX",
    charset: undefined,
  }),
  start("XLSX that is cut", zip("[Content_Types].xml", "xl/worksheets/sheet1.xml").subarray(0, 200), {
    format: "XLSX",
  }),
  whole("XLSX as CSV", zip("xl/workbook.xml"), { format: "XLSX" }, called, "text/csv"),
  whole("DOCX", zip("[Content_Types].xml", "word/document.xml"), { format: "DOCX" }),
  whole("PPTX", zip("ppt/presentation.xml"), { format: "PPTX" }),
  whole("ODS", ods, { format: "ODS" }),
  start("ODS that is cut", ods.subarray(0, 90), { format: "ODS" }),
  whole("ZIP", zip("a.csv", "b.csv"), { format: "ZIP" }),
  whole("ZIP with workbooks in it", zipSync({ "a.xlsx": [zip("xl/workbook.xml"), { level: 0 }] }), {
    format: "ZIP",
  }),
  whole("ZIP with a shapefile", zip("a/b.dbf", "a/b.shp"), { format: "SHP" }, { formats: ["SHP"] }),
  whole("KMZ", zip("doc.kml"), { format: "KMZ" }),
  whole("shapefile", padded(Buffer.concat([hex("0000270a"), Buffer.alloc(24), hex("e8030000")])), {
    format: "SHP",
  }),
  whole("PDF", "%PDF-1.4\n1 0 obj\n", { format: "PDF" }, { formats: ["PDF"] }),
  whole("PDF as CSV", "%PDF-1.7\n", { format: "PDF" }, called, "text/csv"),
  whole("XLS", ole("Workbook"), { format: "XLS" }),
  whole("DOC", ole("WordDocument"), { format: "DOC" }),
  whole("an old office file, called XLS", ole("?"), { format: "XLS" }, { path: "/a.xls" }),
  whole(
    "PNG",
    padded(hex("89504e470d0a1a0a0000000d49484452 00000001000000010802000000 907753de 0000000c49444154 0000")),
    { format: "PNG" },
  ),
  whole("JPEG", padded(hex("ffd8ffe000104a46494600010100")), { format: "JPG" }),
  whole("TIFF", padded(hex("49492a0008000000")), { format: "TIFF" }),
  whole("7z", padded(hex("377abcaf271c0004")), { format: "7Z" }),
  whole("RAR", padded(hex("526172211a0701 00")), { format: "RAR" }),
  whole("SQLite", padded(Buffer.from("SQLite format 3\0")), { format: "OTHER" }),
  whole(
    "GeoPackage",
    Buffer.concat([
      Buffer.from("SQLite format 3\0"),
      Buffer.alloc(52),
      Buffer.from("GPKG"),
      Buffer.alloc(100),
    ]),
    { format: "GPKG" },
  ),
  whole("Access", padded(Buffer.concat([hex("00010000"), Buffer.from("Standard Jet DB\0")])), {
    format: "MDB",
  }),
  whole("Parquet", padded(Buffer.from("PAR1")), { format: "PARQUET" }),
  whole("DWG", padded(Buffer.from("AC1027")), { format: "DWG" }),
  whole("gzip as a file", padded(hex("1f8b0800000000000003")), { format: "OTHER" }),
  whole("zeros", Buffer.alloc(1000), { format: undefined }),
  whole("a text that begins with a picture's first letters", "BM,x\n1,2\n", {
    format: "CSV",
    columns: ["BM", "x"],
  }),

  // Personal data, masked, with its place.
  whole("an identity number", id("A123456789"), {
    personal: [{ kind: "nationalId", masked: "A12*******", row: 1, column: "證號" }],
  }),
  whole("a number without the checksum", id("A123456780"), { personal: undefined }),
  whole("a mobile number in the second row", "名,手機\nx,02-12345678\ny,0912-345-678\n", {
    personal: [{ kind: "mobile", masked: "0912-***-***", row: 2, column: "手機" }],
  }),
  whole(
    "mail addresses in JSON",
    JSON.stringify([{ n: 1 }, ...["a", "b", "c"].map((c) => ({ n: 2, mail: `${c}someone@gmail.com` }))]),
    {
      personal: ["a", "b", "c"].map((c, i) => ({
        kind: "personalMail",
        masked: `${c}***@gmail.com`,
        row: i + 2,
        column: "mail",
      })),
    },
  ),
  whole("one mobile number in a column that says nothing", "名,電話\nx,02-12345678\ny,0912-345-678\n", {
    personal: undefined,
  }),
  whole(
    "an identity number in XML",
    "<d><r><n>x</n><身分證>A123456789</身分證></r><r><n>y</n><身分證/></r></d>",
    {
      personal: [{ kind: "nationalId", masked: "A12*******", row: 1, column: "身分證" }],
    },
  ),
  whole("where somebody lives", "姓名,戶籍地址\n甲,臺北市信義區市府路1號\n", {
    personal: [{ kind: "address", masked: "臺北市***", row: 1, column: "戶籍地址" }],
  }),
  whole("where an office stands", "機關名稱,地址\n甲,臺北市信義區市府路1號\n", { personal: undefined }),
  whole("an identity number in Big5", iconv.encode(id("A123456789"), "big5"), {
    personal: [{ kind: "nationalId", masked: "A12*******", row: 1, column: "證號" }],
  }),
  whole(
    "codes of that shape, one of which has the checksum",
    `代碼,量\n${["A123456789", ...[0, 1, 2, 3, 4, 5, 6, 7].map((d) => `A12345678${d}`)].map((c) => `${c},1\n`).join("")}`,
    { personal: undefined },
  ),
  whole("a column of mobile numbers, of which three are shown", `a,b\n${"0912345678,x\n".repeat(30)}`, {
    personal: [1, 2, 3].map((row) => ({ kind: "mobile", masked: "0912-***-***", row, column: "a" })),
  }),
];
