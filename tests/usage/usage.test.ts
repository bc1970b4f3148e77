import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readUsageSnapshots } from "../../src/adapters/usage-files.ts";
import { runScript } from "../support/repository.ts";

/** A dataset of this project's own catalogue, with its first resource. */
const ID = "200000000A-000002";
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const line = (second: number, path: string, agent = BROWSER) =>
  `192.0.2.7 - - [10/Mar/2026:10:00:0${second} +0800] "GET ${path} HTTP/1.1" 200 512 "-" "${agent}"\n`;
// Closed days come with the newest one, so that the test may run on any day.
const LOG = [
  line(1, `/datasets/${ID}/`),
  line(2, `/usage/hit?download=${ID}-001`),
  line(3, `/datasets/${ID}/`, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
  line(
    4,
    `/datasets/${ID}/`,
    "open-data-catalogue-link-check/1.0 (+https://open-data-catalogue.example.org/)",
  ),
  line(5, `/datasets/${ID}/`, "curl/8.5.0"),
].join("");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "usage-command-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("npm run usage", () => {
  it("counts a log, packed or not, once, and the site reads what it wrote", async () => {
    const [plain, packed] = [join(folder, "access.log"), join(folder, "access.log.2.gz")];
    await writeFile(plain, LOG);
    await writeFile(packed, gzipSync(LOG));
    const { code, stdout } = await runScript("usage", "--snapshots", folder, plain, packed);
    expect(code).toBe(0);
    expect(stdout).toContain("2026-03-10 至 2026-03-10：點擊 1 次、下載 1 次");
    for (const word of ["爬蟲 2 行", "本平臺的檢查 2 行", "程式瀏覽網頁 2 行", "先前算過 2 行"]) {
      expect(stdout).toContain(`不計 ${word}`);
    }
    const { days, months, problems } = await readUsageSnapshots(folder);
    expect(problems).toEqual([]);
    expect(days).toEqual([
      { version: 1, day: "2026-03-10", views: { [ID]: 1 }, downloads: { [`${ID}-001`]: 1 } },
    ]);
    expect(months.map(({ month }) => month)).toEqual(["2026-03"]);
    expect(await readFile(join(folder, "usage/ledger.json"), "utf8")).not.toContain("192.0.2.7");
  });

  it.each([
    [[], "請以 --snapshots 指定資料夾"],
    [["--snapshots", "/nowhere", "x"], "--snapshots 指定的資料夾不存在：/nowhere"],
    [
      ["--snapshots", ".", "--format", "iis", "x"],
      "--format 應為 auto、combined、cloudfront、goatcounter，不能是 iis",
    ],
    [["--snapshots", ".", "--host", "https://x/", "x"], "--host 應為主機名稱"],
    [["--snapshots", "."], "請指定紀錄檔，或以 - 讀取標準輸入"],
    [["--snapshots", ".", "-", "-"], "標準輸入只能讀一次"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await runScript("usage", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
