import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BROWSER, CATALOGUE, hit, line, page, withSnapshots } from "./ingest.test-helper.ts";

const [ID] = CATALOGUE.datasets.map(({ identifier }) => identifier) as [string];

const FIELDS = [
  ...[
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
  ],
  ...[
    "cs(Referer)",
    "cs(User-Agent)",
    "cs-uri-query",
    "cs(Cookie)",
    "x-edge-result-type",
    "x-edge-request-id",
  ],
  ...["x-host-header", "x-forwarded-for", "sc-range-start", "sc-range-end"],
];
const AGENT = encodeURIComponent(BROWSER);

/** A row of a CloudFront log; what is not said stands as in most rows. */
function row(id: string, values: Record<string, string>): string {
  const cells: Record<string, string> = {
    date: "2026-03-10",
    time: "15:59:59",
    "c-ip": "203.0.113.50",
    "cs-method": "GET",
    "sc-status": "200",
    "cs(User-Agent)": AGENT,
    "x-edge-request-id": id,
    ...values,
  };
  return `${FIELDS.map((name) => cells[name] ?? "-").join("\t")}\n`;
}
const file = (...rows: string[]) => `#Version: 1.0\n#Fields: ${FIELDS.join(" ")}\n${rows.join("")}`;

describe("CloudFront's logs", () => {
  const first = file(
    row("a", { "cs-uri-stem": page(ID) }),
    row("b", { "cs-uri-stem": page(ID), time: "16:00:00" }),
    row("c", { "cs-uri-stem": "/catalogue/usage/hit", "cs-uri-query": `download=${ID}-001` }),
    row("d", { "cs-uri-stem": page(ID), "cs(User-Agent)": "Some%2520bot/1.0%20(x)" }),
    row("e", { "cs-uri-stem": page(ID), "sc-status": "000" }),
    row("f", { "cs-uri-stem": page(ID), "sc-status": "404" }),
    row("g", { "cs-uri-stem": page(ID), "cs-method": "HEAD" }),
    row("h", { "cs-uri-stem": page(ID), time: "late" }),
  );
  const second = file(row("z", { "cs-uri-stem": page(ID) }));

  it("are counted by their fields, in Taipei's days", () =>
    withSnapshots(async (snapshots) => {
      const report = await snapshots.ingest([first]);
      expect(report).toMatchObject({
        lines: 8,
        views: 2,
        downloads: 1,
        left: { robot: 1, status: 2, method: 1, format: 1 },
      });
      expect(await snapshots.counts()).toMatchObject({
        "usage/days/2026-03-10.json": { views: { [ID]: 1 }, downloads: { [`${ID}-001`]: 1 } },
        "usage/days/2026-03-11.json": { views: { [ID]: 1 } },
      });
    }));

  it.each([
    ["file by file", [[first], [second], [second, first]]],
    ["packed and put together", [[Buffer.concat([gzipSync(first), gzipSync(second)])], [first, second]]],
    ["put together the other way round", [[first, second], [second + first]]],
  ])("count once: %s", (_, runs) =>
    withSnapshots(async (snapshots) => {
      let views = 0;
      for (const logs of runs) views += (await snapshots.ingest(logs)).views;
      expect(views).toBe(3);
    }),
  );

  it("tell which part of a file was sent", () =>
    withSnapshots(async (snapshots) => {
      const stem = { "cs-uri-stem": "/a.xml", "sc-status": "206" };
      const log = file(
        row("a", { ...stem, "sc-range-start": "0", "sc-range-end": "99" }),
        row("b", { ...stem, "sc-range-start": "100", "sc-range-end": "199" }),
        row("c", stem),
      );
      const report = await snapshots.ingest([log], { host: "gazette.example" });
      expect(report).toMatchObject({ downloads: 1, left: { partial: 2 } });
    }));

  it.each([
    [
      "#Version: 1.0\n#Fields: date time c-ip\n",
      "CloudFront 紀錄的 #Fields 缺少 cs-method、cs-uri-stem、sc-status",
    ],
    ["#Version: 1.0\na\tb\n", "CloudFront 紀錄沒有 #Fields 這一行，請以 W3C 格式輸出"],
  ])("are refused without what counting needs: %j", (log, problem) =>
    withSnapshots(async (snapshots) => {
      expect((await snapshots.ingest([log])).problems).toEqual([{ log: "log 0", problem }]);
      expect(await snapshots.counts()).toEqual({});
    }),
  );

  it("may be told by name where the header is missing at first", () =>
    withSnapshots(async (snapshots) => {
      const { problems } = await snapshots.ingest([row("a", {})], { format: "cloudfront" });
      expect(problems).toHaveLength(1);
    }));
});

const HEADER =
  "2Path,Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,FirstVisit,Date\n";
const visit = (path: string, date: string, { event = "false", bot = "0", title = "T" } = {}) =>
  `${path},${title},${event},,Firefox 127,Linux,5f1c-secret,${bot},,,"1920,1080,1",TW,true,${date}\n`;

describe("GoatCounter's exports", () => {
  const rows = [
    visit(page(ID), "2026-03-10T15:59:59Z"),
    visit(page(ID), "2026-03-10T16:00:00Z", { title: '"a ""title"",\nof two lines"' }),
    visit(`download/${ID}-001`, "2026-03-10T16:00:01Z", { event: "true" }),
    visit(`download/${ID}-001`, "2026-03-10T16:00:02Z"),
    visit(page(ID), "2026-03-10T16:00:03Z", { bot: "3" }),
    visit(page(ID), "2026-03-10T16:00:04Z", { event: "true" }),
    visit("/catalogue/", "2026-03-10T16:00:05Z"),
    visit(page("A41000000G-999999"), "2026-03-10T16:00:06Z"),
    visit(page(ID), "yesterday"),
    visit(page(ID), "2026-03-11T08:00:00+08:00"),
  ];

  it("are counted by path, event and robot", () =>
    withSnapshots(async (snapshots) => {
      const report = await snapshots.ingest([`\u{feff}${HEADER}${rows.join("")}`]);
      expect(report).toMatchObject({
        lines: 10,
        views: 3,
        downloads: 1,
        left: { robot: 1, path: 3, unknown: 1, format: 1 },
      });
      expect(await snapshots.counts()).toMatchObject({
        "usage/days/2026-03-10.json": { views: { [ID]: 1 } },
        "usage/days/2026-03-11.json": { views: { [ID]: 2 }, downloads: { [`${ID}-001`]: 1 } },
      });
      expect([...(await snapshots.files()).values()].join("\n")).not.toContain("secret");
    }));

  it("count once where they overlap, and where a title or a session changed", () =>
    withSnapshots(async (snapshots) => {
      const from = (start: number, end?: number) => HEADER + rows.slice(start, end).join("");
      let views = 0;
      for (const log of [
        from(0, 2),
        from(1, 5),
        from(0).replaceAll("T,", "U,").replaceAll("5f1c", "77aa"),
        from(3),
      ]) {
        views += (await snapshots.ingest([gzipSync(log)])).views;
      }
      expect(views).toBe(3);
    }));

  it("of version 1 are read too", () =>
    withSnapshots(async (snapshots) => {
      const log =
        "1Path,Title,Event,Bot,Session,FirstVisit,Referrer,Referrer scheme,Browser,Screen size,Location,Date\n" +
        `${page(ID)},T,false,0,s,true,,,Firefox,,TW,2026-03-10T10:00:00Z\n`;
      expect((await snapshots.ingest([log])).views).toBe(1);
    }));

  it.each([
    ["3Path,Event,Bot,Date\n", "GoatCounter 匯出檔的格式是第 3 版，只認得第 1、2 版"],
    ["2Path,Title,Event\n", "GoatCounter 匯出檔缺少欄位 Bot、Date"],
    ["a,b\nc,d\n", "不是 GoatCounter 的匯出檔：第一行不是欄名，如 2Path,Title,Event"],
    [`${HEADER}"a`, "CSV 格式錯誤（CSV_QUOTE_NOT_CLOSED）"],
    [`${HEADER}"${"x".repeat(300_000)}`, "CSV 格式錯誤（CSV_MAX_RECORD_SIZE）"],
  ])("are refused: %.40j", (log, problem) =>
    withSnapshots(async (snapshots) => {
      const { problems } = await snapshots.ingest([log], { format: "goatcounter" });
      expect(problems).toEqual([{ log: "log 0", problem }]);
    }),
  );
});

describe("a log that can't be read to its end", () => {
  it("counts as far as it goes, and the rest when it comes", () =>
    withSnapshots(async (snapshots) => {
      const text = Array.from({ length: 3000 }, (_, n) => line(n, `${page(ID)}?n=${n}`)).join("");
      const packed = gzipSync(text);
      const cut = await snapshots.ingest([packed.subarray(0, packed.length - 3000)]);
      expect(cut.problems[0]!.problem).toBe("gzip 檔案不完整或已損壞（Z_BUF_ERROR），只讀到損壞處為止");
      const whole = await snapshots.ingest([packed]);
      expect(cut.views + whole.views).toBe(3000);
    }));

  it("does not keep the others from being read", () =>
    withSnapshots(async (snapshots) => {
      const good = { name: "good", stream: Readable.from([Buffer.from(line(1, hit(`${ID}-001`)))]) };
      const report = await snapshots.ingest([], { logs: ["/nowhere/access.log", import.meta.dirname, good] });
      expect(report.downloads).toBe(1);
      expect(report.problems).toEqual([
        { log: "/nowhere/access.log", problem: "檔案不存在" },
        { log: import.meta.dirname, problem: "這是資料夾，請指定檔案" },
      ]);
    }));

  it("may be empty, or come in small pieces", () =>
    withSnapshots(async (snapshots) => {
      const packed = gzipSync(line(1, page(ID)));
      const bytes = Array.from(packed, (byte) => Buffer.from([byte]));
      const logs = [
        { name: "empty", stream: Readable.from([]) },
        { name: "bytes", stream: Readable.from(bytes) },
      ];
      expect(await snapshots.ingest([], { logs })).toMatchObject({ views: 1, problems: [] });
    }));
});
