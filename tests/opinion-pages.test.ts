import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../src/adapters/browser.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { serve } from "../src/adapters/serve.ts";
import { readReviewSnapshots } from "../src/adapters/snapshots.ts";
import { buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { OpinionEntry } from "../src/review/opinions/types.ts";
import { offences } from "./support/axe.ts";
import { HOSTILE_TEXTS, writeFakeOpinions } from "./support/opinions.ts";
import { deadAddresses, htmlProblems, visit } from "./support/pages.ts";
import { runScript } from "./support/repository.ts";
import { filesBelow } from "./support/site.ts";

const PROJECT = resolve(import.meta.dirname, "..");
/** Entries on a page of a board. */
const PAGE = 50;

let out: string;
let snapshots: string;
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;
let files: string[];
let catalogue: Catalogue;
let opinions: OpinionEntry[];
/** Identifier of a dataset that nobody has spoken of for long. */
let id: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "opinions-site-"));
  snapshots = await mkdtemp(join(tmpdir(), "opinions-snapshots-"));
  const today = taipeiDay(new Date());
  const { input } = await checkCatalogue(PROJECT, today);
  catalogue = buildCatalogue({ ...input!, today });
  await writeFakeOpinions(snapshots, catalogue, today);
  const read = await readReviewSnapshots(snapshots);
  expect(read.problems).toEqual([]);
  opinions = read.opinions;
  id = catalogue.datasets.at(-1)!.identifier;
  const built = await runScript("build", "--out", out, "--snapshots", snapshots);
  expect(built.stderr + built.stdout).toContain(`網站已建置於 ${out}`);
  files = await filesBelow(out);
  ({ server, url } = await serve(out, "/", 0));
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  for (const folder of [out, snapshots]) await rm(folder, { recursive: true, force: true });
});

const hostile = () => opinions.filter(({ number }) => number >= 120 && number < 140);
const own = () =>
  files.filter((file) =>
    /^(?:en\/)?(?:opinions|wanted|speak)\/.*index\.html$|^(?:en\/)?speak\.html$/.test(file),
  );

/** How many of the kinds below are looked at in dark colours too: one of each. */
const SCHEMED = 12;

/** One page of each kind, and every hostile one. */
const kinds = () => [
  ...["opinions/", "en/opinions/", "opinions/page/2/", "wanted/", "en/wanted/"],
  ...[`speak/?id=${id}`, "en/speak/"],
  ...[101, 102, 103, 105, 106, 107, 108, 201, 203, 204, 205, 206, 210].map((number) => `opinions/${number}/`),
  ...hostile().map(({ number }) => `opinions/${number}/`),
  `datasets/${opinions.find(({ number }) => number === 111)!.identifier}/`,
];

const onPage = (path: string, task: (page: Page) => Promise<void>, options: object = {}) =>
  visit(browser, url + path, task, options);

/** The cells of a board's rows, as text. */
const rows = (page: Page) =>
  page
    .locator("#board tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent!.trim())),
    );

describe("the boards", () => {
  it("show 我有話要說 by the manual's columns, newest first, in pages, without JavaScript", async () => {
    const spoken = opinions.filter(({ form }) => form === "opinion");
    await onPage(
      "opinions/",
      async (page) => {
        expect(await page.locator("#board thead th").allInnerTexts()).toEqual([
          ...["發表日期", "資料集名稱", "意見標題", "意見內容", "回覆狀態"],
        ]);
        const shown = await rows(page);
        expect(shown).toHaveLength(PAGE);
        expect(shown.map(([day]) => day)).toEqual(
          spoken.slice(0, PAGE).map(({ createdAt }) => taipeiDay(new Date(createdAt))),
        );
        const stateOf = (title: string) => shown.find((row) => row[2] === title)?.[4];
        expect(stateOf("及時得到回覆")).toBe("已回覆");
        expect(stateOf("太晚得到回覆")).toBe("已回覆（逾期）");
        expect(stateOf("逾期而沒有回覆")).toBe("未回覆（逾期）");
        expect(stateOf("還在期限內")).toBe("未回覆");
        expect(stateOf("等待資訊長核准")).toBe("未回覆（待核准）");
        expect(await page.locator("form.board-search").isVisible()).toBe(false);
        await page.getByRole("link", { name: "下一頁" }).click();
        expect(await rows(page)).toHaveLength(spoken.length - PAGE);
      },
      { javaScriptEnabled: false },
    );
  });

  it("show 我還想要 with agency, likes and state", async () => {
    await onPage("wanted/", async (page) => {
      const shown = await rows(page);
      const stateOf = (title: string) => shown.find((row) => row[0] === title)!.slice(3);
      expect(stateOf("請開放即時雨量")).toEqual([
        expect.any(String),
        expect.stringMatching(/^預計開放\s+已回覆$/),
      ]);
      expect(stateOf("請開放個人健保就醫紀錄")[1]).toMatch(/^無法開放/);
      // Likes of what was merged into it count.
      expect(Number(stateOf("請開放各縣市路燈位置")[0])).toBeGreaterThan(40);
    });
  });

  it("search, filter and order with JavaScript, and come back", async () => {
    await onPage("opinions/", async (page) => {
      const before = await rows(page);
      await page.getByRole("searchbox", { name: "資料集名稱、意見標題、意見內容" }).fill("期限");
      await page.getByRole("button", { name: "查詢" }).click();
      await page.getByText("符合 1 筆").waitFor();
      // A row that the program draws is the same as the built one.
      expect(await rows(page)).toEqual(before.filter((row) => row[2] === "還在期限內"));
      await page.getByRole("button", { name: "清除條件" }).click();
      expect(await rows(page)).toEqual(before);
      await page.getByRole("combobox", { name: "狀態" }).selectOption("overdue");
      const late = opinions.filter((o) => o.form === "opinion" && !o.answeredAt && o.clock?.late);
      await page.getByText(`符合 ${late.length} 筆`).waitFor();
      await page.getByRole("combobox", { name: "狀態" }).selectOption("");
      await page.getByRole("combobox", { name: "排序" }).selectOption("liked");
      const all = opinions.filter(({ form }) => form === "opinion").length;
      await page.getByText(`符合 ${all} 筆`).waitFor();
      expect(await rows(page)).toHaveLength(PAGE);
      await page.getByRole("button", { name: "顯示更多" }).click();
      expect(await rows(page)).toHaveLength(all);
    });
    await onPage("en/wanted/", async (page) => {
      await page.getByRole("combobox", { name: "Order" }).selectOption("liked");
      await page.getByText("7 found").waitFor();
      expect((await rows(page))[0]![0]).toBe("請開放各縣市路燈位置");
    });
  });

  it("are asked by the address, as a dataset's page does", async () => {
    const { identifier } = opinions.find(({ number }) => number === 111)!;
    await onPage(`opinions/?q=${identifier}`, async (page) => {
      await page.getByText(/^符合 \d+ 筆$/).waitFor();
      const titles = (await rows(page)).map((row) => row[2]);
      expect(titles).toEqual(
        expect.arrayContaining([111, 112, 113, 114].map((n) => `同一資料集的意見 ${n}`)),
      );
    });
  });

  it("count answers by ministry", async () => {
    await onPage("opinions/", async (page) => {
      const total = await page.locator("tfoot td").allInnerTexts();
      // Requests that were merged are answered elsewhere.
      const counted = opinions.filter(({ status }) => status?.state !== "duplicate");
      const answered = counted.filter(({ answeredAt }) => answeredAt !== undefined);
      const days = answered.flatMap(({ clock }) => (clock ? [clock.used] : []));
      expect(total.slice(0, 5)).toEqual([
        String(counted.length),
        String(answered.length),
        String(answered.filter(({ clock }) => clock!.late).length),
        String(counted.filter(({ answeredAt, clock }) => !answeredAt && clock?.late).length),
        (days.reduce((sum, n) => sum + n, 0) / days.length).toFixed(1),
      ]);
    });
  });
});

describe("a permanent page", () => {
  const text = async (number: number) => {
    let found = "";
    await onPage(`opinions/${number}/`, async (page) => {
      found = await page.getByRole("main").innerText();
      expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
    });
    return found;
  };

  it("tells author, clock, answer and approval", async () => {
    const approved = await text(106);
    for (const part of ["發表人 stch***", "用了 5 日；期限 7 日", "機關回覆", "資訊長室於", "喜歡 1"]) {
      expect(approved).toContain(part);
    }
    expect(await text(103)).toMatch(/尚未回覆；期限 7 日，至 \d{4}-\d\d-\d\d，已逾期 13 日。/);
    expect(await text(108)).toContain("還沒有轉請負責的機關。");
  });

  it("tells where a request stands", async () => {
    expect(await text(203)).toMatch(/決定開放，預計 \d{4}-\d\d-\d\d 開放/);
    expect(await text(204)).toContain(catalogue.datasets[0]!.file.title);
    expect(await text(205)).toContain("個人資料保護法第 16 條");
    expect(await text(206)).toContain("併入：請開放各縣市路燈位置");
    expect(await text(201)).toContain("請開放路燈");
  });
});

describe("speaking", () => {
  it("is prefilled from a dataset's page", async () => {
    await onPage(`datasets/${id}/`, async (page) => {
      await page.getByRole("link", { name: "提出意見" }).click();
      await page.waitForURL(/\/speak\/\?id=/);
      expect(await page.locator("[data-about]").innerText()).toBe(id);
      const form = await page.getByRole("link", { name: "開啟 GitHub 表單" }).first().getAttribute("href");
      expect(form).toBe(
        `https://github.com/open-data-catalogue/catalogue/issues/new?template=opinion.yml&dataset=${id}`,
      );
      expect(await page.getByRole("link", { name: "修正這個資料集" }).getAttribute("href")).toMatch(
        new RegExp(`/office/datasets/edit/\\?id=${id}$`),
      );
    });
  });

  it("takes nothing but an identifier from the address", async () => {
    await onPage("speak/?id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", async (page) => {
      expect(await page.locator("[data-about]").isVisible()).toBe(false);
      expect(await page.getByRole("link", { name: "開啟 GitHub 表單" }).first().getAttribute("href")).toMatch(
        /&dataset=$/,
      );
    });
  });
});

describe("every page", () => {
  it("leads to pages and files that exist", async () => {
    expect(own().length).toBeGreaterThan(90);
    expect(await deadAddresses(out, files, own())).toEqual([]);
  });

  it("is well-formed HTML", async () => {
    const faults = await htmlProblems(out, own());
    expect(faults.slice(0, 10)).toEqual([]);
  });

  it("shows hostile texts harmlessly: nothing runs, nothing is fetched elsewhere, nothing overflows", async () => {
    expect(hostile()).toHaveLength(Object.keys(HOSTILE_TEXTS).length);
    const offended: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 800 } });
      const page = await context.newPage();
      page.on("request", (r) => r.url().startsWith(url) || offended.push(`asked for ${r.url()}`));
      page.on("dialog", (dialog) => {
        offended.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("pageerror", (error) => offended.push(error.message));
      // What people wrote takes no colour of its own.
      const paths = colorScheme === "light" ? kinds() : kinds().slice(0, SCHEMED);
      for (const path of paths) {
        await page.goto(url + path, { waitUntil: "load" });
        offended.push(...(await offences(page, `${colorScheme} ${path}`)));
        offended.push(
          ...(await page.evaluate(() =>
            [...document.querySelectorAll(".said *, tbody *")]
              .filter(
                (e) => /^(?:script|style|iframe|img|svg|object|form|input)$/i.test(e.tagName) || e.id !== "",
              )
              .map((e) => `holds ${e.outerHTML.slice(0, 80)}`),
          )),
        );
      }
      await context.close();
    }
    expect(offended).toEqual([]);
  }, 300_000);
});
