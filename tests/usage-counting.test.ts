import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../src/adapters/browser.ts";
import { serve } from "../src/adapters/serve.ts";
import { AGENCY, datasetFile, datasetYaml, runScript } from "./support/repository.ts";

const PROJECT = resolve(import.meta.dirname, "..");
/** A small catalogue, with settings of its own, served under a name that is not this machine's. */
const ORIGIN = "http://data.test";
const COUNTER = "https://count.test/count";
const RESOURCE = "A41000000G-000001-001";
const folders: string[] = [];

async function built(settings: string): Promise<{ site: string; close: () => void }> {
  const root = await mkdtemp(join(tmpdir(), "usage-counting-"));
  const site = `${root}-site`;
  folders.push(root, site);
  // Showcases name datasets that this catalogue hasn't.
  const filter = (path: string) => !path.endsWith("/showcases");
  await cp(join(PROJECT, "platform"), join(root, "platform"), { recursive: true, filter });
  const path = join(root, "platform/settings.yaml");
  const text = await readFile(path, "utf8");
  await writeFile(path, `${text.replace(/^url: .*$/m, `url: ${ORIGIN}/c/`)}${settings}`);
  for (const [name, content] of [
    ["agencies/A41000000G/agency.yaml", AGENCY],
    [datasetFile("000001"), datasetYaml("000001")],
  ] as const) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  const result = await runScript("build", "--root", root, "--out", site);
  expect(result.stderr + result.stdout).toContain(`網站已建置於 ${site}`);
  const { server: own, url: address } = await serve(site, "/c/", 0);
  return { site: address, close: () => own.close() };
}

let counting: Awaited<ReturnType<typeof built>>;
let quiet: Awaited<ReturnType<typeof built>>;
let browser: Browser;
beforeAll(async () => {
  counting = await built(`goatcounter: ${COUNTER}\ncountDownloads: true\n`);
  quiet = await built("");
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  counting?.close();
  quiet?.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** What was asked of the counter and of usage/hit, oldest first. */
interface Asked {
  method: string;
  url: URL;
  cookie: string | undefined;
}

async function visit(
  site: { site: string },
  task: (page: Page, asked: Asked[], context: BrowserContext) => Promise<void>,
  { before = "", down = false } = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "zh-TW" });
  const asked: Asked[] = [];
  const failures: string[] = [];
  await context.addInitScript(before);
  await context.route("**/*", async (route) => {
    const request = route.request();
    const target = new URL(request.url());
    const isHit = target.pathname === "/c/usage/hit";
    if (target.origin === "https://count.test" || isHit) {
      asked.push({ method: request.method(), url: target, cookie: (await request.allHeaders()).cookie });
      if (down) return route.abort("connectionrefused");
      return route.fulfill({
        status: 200,
        contentType: "image/gif",
        headers: { "set-cookie": "id=1; Path=/" },
        body: "",
      });
    }
    if (target.origin === ORIGIN) {
      const answer = await fetch(site.site + target.pathname.slice("/c/".length));
      return route.fulfill({
        status: answer.status,
        contentType: answer.headers.get("content-type") ?? "",
        body: Buffer.from(await answer.arrayBuffer()),
      });
    }
    // An agency's file.
    return route.fulfill({
      headers: { "content-disposition": "attachment; filename=a.csv" },
      body: "a,b\n",
    });
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => failures.push(String(error)));
  try {
    await page.goto(`${ORIGIN}/c/datasets/A41000000G-000001/`, { waitUntil: "load" });
    await task(page, asked, context);
    expect(failures).toEqual([]);
  } finally {
    await context.close();
  }
}

const link = (page: Page) => page.locator(".resources .get a").first();
const settled = (page: Page, asked: Asked[], count: number) =>
  expect
    .poll(() => asked.length, { timeout: 5000 })
    .toBeGreaterThanOrEqual(count)
    .then(() => page.waitForTimeout(300));
const fieldsOf = ({ url: address }: Asked) =>
  Object.fromEntries([...address.searchParams].filter(([key]) => key !== "rnd"));

describe("counting", () => {
  it("sends one view of a page, and no cookie", async () => {
    await visit(counting, async (page, asked, context) => {
      await settled(page, asked, 1);
      expect(asked.map(({ method, url: { origin, pathname } }) => [method, origin + pathname])).toEqual([
        ["POST", COUNTER],
      ]);
      expect(fieldsOf(asked[0]!)).toEqual({
        p: "/c/datasets/A41000000G-000001/",
        t: await page.title(),
        // A program drives this browser, and says so.
        b: "153",
      });
      await page.goto(`${ORIGIN}/c/search/?q=secret`, { waitUntil: "load" });
      await settled(page, asked, 2);
      await page.goto(`${ORIGIN}/c/usage/`, { waitUntil: "load", referer: `${ORIGIN}/c/search/?q=secret` });
      await settled(page, asked, 3);
      // Neither what somebody looks for nor the way through the site is told.
      expect(asked.map(({ url: { search } }) => search).join()).not.toContain("secret");
      expect(asked.map((each) => fieldsOf(each).p)).toEqual([
        "/c/datasets/A41000000G-000001/",
        "/c/search/",
        "/c/usage/",
      ]);
      expect(asked.every(({ cookie }) => cookie === undefined)).toBe(true);
      expect(await context.cookies([ORIGIN, COUNTER])).toEqual([]);
      expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["lang"]);
    });
  });

  it("sends no mark of a robot where a person browses", async () => {
    const before = 'Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false })';
    await visit(
      counting,
      async (page, asked) => {
        await settled(page, asked, 1);
        expect(fieldsOf(asked[0]!)).not.toHaveProperty("b");
      },
      { before },
    );
  });

  it("sends one event and one hit for a click on a download, by mouse, middle button or key", async () => {
    await visit(counting, async (page, asked) => {
      await settled(page, asked, 1);
      const clicks = [
        () => link(page).click(),
        () => link(page).press("Enter"),
        () => link(page).click({ button: "middle" }),
      ];
      for (const click of clicks) {
        asked.length = 0;
        await click();
        await settled(page, asked, 2);
        expect(asked.map(({ method, url: { pathname } }) => `${method} ${pathname}`).sort()).toEqual([
          "GET /c/usage/hit",
          "POST /count",
        ]);
        const [event, hit] = asked.toSorted((a, b) => (a.method > b.method ? -1 : 1));
        expect(fieldsOf(event!)).toEqual({
          p: `download/${RESOURCE}`,
          t: await page.title(),
          e: "true",
          b: "153",
        });
        expect(fieldsOf(hit!)).toEqual({ download: RESOURCE });
      }
    });
  });

  it("sends nothing for a menu or another link", async () => {
    await visit(counting, async (page, asked) => {
      await settled(page, asked, 1);
      asked.length = 0;
      await link(page).click({ button: "right" });
      await page.locator("h1").click();
      await page.locator(".links a").first().click();
      await page.waitForTimeout(300);
      expect(asked).toEqual([]);
    });
  });

  it("finds usage/hit on the site", async () => {
    const answer = await fetch(`${counting.site}usage/hit`);
    expect([answer.status, await answer.text()]).toEqual([200, "ok\n"]);
    expect((await fetch(`${quiet.site}usage/hit`)).status).toBe(404);
  });

  it("waits until a page that was opened behind others is seen", async () => {
    const before = `let shown = "hidden";
    Object.defineProperty(document, "visibilityState", { get: () => shown });
    globalThis.reveal = () => { shown = "visible"; document.dispatchEvent(new Event("visibilitychange")); };`;
    await visit(
      counting,
      async (page, asked) => {
        await page.waitForTimeout(300);
        expect(asked).toEqual([]);
        await page.evaluate("reveal(); reveal()");
        await settled(page, asked, 1);
        expect(asked.length).toBe(1);
      },
      { before },
    );
  });

  it.each([
    ["Do Not Track", 'Object.defineProperty(Navigator.prototype, "doNotTrack", { get: () => "1" })'],
    [
      "Global Privacy Control",
      'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })',
    ],
  ])("sends nothing where the browser asks for it: %s", async (_, before) => {
    await visit(
      counting,
      async (page, asked) => {
        await link(page).click();
        await page.waitForTimeout(300);
        expect(asked).toEqual([]);
      },
      { before },
    );
  });

  it("changes nothing for the reader when the counter is down", async () => {
    await visit(
      counting,
      async (page, asked) => {
        await settled(page, asked, 1);
        const fetched = page.waitForEvent("download");
        await link(page).click();
        expect((await fetched).url()).toBe("https://www.ndc.gov.tw/000001.csv");
        expect(await page.locator("h1").innerText()).toBe("測試資料集 000001");
      },
      { down: true },
    );
  });

  it("is not there where the settings don't ask for it: not a byte, not a request", async () => {
    const local = await readFile(join(`${folders[2]}-site`, "datasets/A41000000G-000001/index.html"), "utf8");
    const [scripts, metas] = [
      local.match(/<script type="module"[^>]*>/g),
      local.match(/goatcounter|usage-hit/g),
    ];
    expect([scripts?.length, metas]).toEqual([1, null]);
    await visit(quiet, async (page, asked) => {
      await link(page).click();
      await page.waitForTimeout(300);
      expect(asked).toEqual([]);
    });
  });

  it("is explained where the settings ask for it", async () => {
    const text = async (site: string) => (await fetch(`${site}usage/`)).text();
    const [explained, other] = [await text(counting.site), await text(quiet.site)];
    expect(explained).toContain("本站用 count.test 的 GoatCounter 計數");
    expect(explained).toContain("只含資料資源編號的請求");
    expect(other).not.toMatch(/的 GoatCounter 計數|只含資料資源編號/);
  });

  it("is not on the officers' pages", async () => {
    const page = await (await fetch(`${counting.site}office/`)).text();
    expect(page).not.toContain("goatcounter");
    expect(page).not.toContain("usage-hit");
  });
});

describe("a site without counts", () => {
  it("shows 尚無統計 where nobody counted, and has no page of an agency", async () => {
    const page = await (await fetch(`${quiet.site}usage/`)).text();
    expect(page).toContain("尚無統計");
    expect(page).not.toContain("<figure");
    expect((await fetch(`${quiet.site}usage/agencies/A41000000G/`)).status).toBe(404);
    expect((await fetch(`${quiet.site}usage/datasets.csv`)).status).toBe(404);
  });
});
