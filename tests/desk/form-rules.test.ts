import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { serve } from "../../src/adapters/serve.ts";
import { runScript } from "../support/repository.ts";
import { dialog, hasAllParts, PATIENT } from "./desk.ts";

/* What the form does with what is filled in, without anybody's token and on any computer. */

const NEW = "office/datasets/new/?agency=A41000000G";
const EDIT = "office/datasets/edit/?id=A41000000G-000012";
const HOSTILE = `</script><img src=x onerror="hostile=1">"'&]]>`;

let out: string;
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "form-"));
  const built = await runScript("build", "--out", out);
  expect(built.code, built.stderr).toBe(0);
  ({ server, url } = await serve(out, "/", 0));
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(out, { recursive: true, force: true });
});

/** Runs a task on a page of its own, and fails on any error of the page's scripts or of its content policy. */
async function onPage(
  path: string,
  task: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "zh-TW", ...options });
  context.setDefaultTimeout(PATIENT.timeout);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content.Security.Policy/i.test(message.text()))
      errors.push(message.text());
  });
  try {
    await page.goto(url + path, { waitUntil: "load" });
    await task(page);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

const box = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Fills in what a dataset must have. */
async function fill(page: Page, title = "地方創生計畫核定清單（測試）"): Promise<void> {
  await box(page, "資料集名稱").fill(title);
  await box(page, "資料集描述").fill("各年度核定的地方創生計畫。");
  await box(page, "主要欄位說明").fill("計畫名稱、縣市、核定金額");
  await page.getByRole("radio", { name: "原始資料" }).check();
  await page.getByRole("combobox", { name: "更新頻率" }).fill("每月");
  await box(page, "資料資源描述").fill("核定清單");
  await page.getByRole("combobox", { name: "檔案格式" }).selectOption("CSV");
  await box(page, "資料下載網址").fill("https://www.ndc.gov.tw/list.csv");
}

describe("the form's controls", () => {
  it("open as the manual says: type → formats → address, 付費 → two, 其他 licence → two (五、1)", async () => {
    await onPage(NEW, async (page) => {
      const format = page.getByRole("combobox", { name: "檔案格式" });
      await page.getByRole("radio", { name: "系統介接程式" }).check();
      await format.selectOption("API");
      await box(page, "資料存取網址").waitFor();
      expect(await box(page, "資料下載網址").count()).toBe(0);
      await page.getByRole("radio", { name: "原始資料" }).check();
      await format.selectOption("JSON");
      await box(page, "資料下載網址").waitFor();
      expect(await box(page, "計費說明網址").count()).toBe(0);
      await page.getByRole("radio", { name: "付費" }).check();
      await box(page, "計費說明網址").waitFor();
      await box(page, "計費法令依據").waitFor();
      expect(await box(page, "授權條款名稱").count()).toBe(0);
      await page.getByRole("combobox", { name: "授權方式" }).selectOption("other");
      await box(page, "授權條款名稱").waitFor();
      await box(page, "授權說明網址").waitFor();
      expect(await page.getByRole("combobox", { name: "資料分類" }).inputValue()).toBe("E00");
    });
  });

  it("have names, stand in named groups, and tell which are required", async () => {
    await onPage(NEW, async (page) => {
      await fill(page);
      for (const name of ["目錄", "資料集", "授權與計費", "機關與聯絡", "時間", "資料資源"]) {
        await page.getByRole("group", { name, exact: true }).waitFor();
      }
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>("#desk :is(input, select, textarea)")]
          .filter((e) => !e.labels?.length && !e.hasAttribute("aria-label"))
          .map((e) => e.outerHTML.slice(0, 100)),
      );
      expect(nameless).toEqual([]);
      const names = await page
        .locator(".dataset-form [aria-required=true][name]")
        .evaluateAll((all) => all.map((e) => (e as HTMLInputElement).name));
      expect(names).toEqual(expect.arrayContaining(["title", "description", "fieldDescription"]));
    });
  });

  it("keep the focus in sight above the bar of buttons", async () => {
    await onPage(NEW, async (page) => {
      await box(page, "資料集名稱").waitFor();
      const hidden: string[] = [];
      for (let count = 0; count < 45; count++) {
        await page.keyboard.press("Tab");
        const covered = await page.evaluate(() => {
          const element = document.activeElement!;
          const area = element.getBoundingClientRect();
          if (area.width === 0) return undefined;
          const at = document.elementFromPoint(
            area.x + area.width / 2,
            area.y + Math.min(area.height / 2, 12),
          );
          const seen =
            at && (element.contains(at) || at.contains(element) || at.closest("label")?.contains(element));
          return seen ? undefined : element.outerHTML.slice(0, 80);
        });
        if (covered) hidden.push(covered);
      }
      expect(hidden).toEqual([]);
    });
  });

  it("take every click on a slow computer, though leaving a field changes the page", async () => {
    await onPage(NEW, async (page) => {
      const slow = await page.context().newCDPSession(page);
      await slow.send("Emulation.setCPUThrottlingRate", { rate: 10 });
      await box(page, "資料集名稱").fill("慢的電腦");
      await box(page, "主要欄位說明").fill("x");
      // Its 「x」 may bring a finding; the button that is pressed then stays where it is.
      await page.getByRole("radio", { name: "原始資料" }).check();
      await box(page, "上架日期").fill("116年1月5日");
      await press(page, "檢查");
      await page.getByRole("heading", { name: /個錯誤/ }).waitFor();
      // What leaving a field mends is mended before the check.
      expect(await box(page, "上架日期").inputValue()).toBe("2027-01-05");
      expect(await page.getByRole("alert").innerText()).not.toContain("民國");
    });
  });
});

describe("送審前檢查", () => {
  it("names personal data masked, similar titles, and the stars", async () => {
    await onPage(NEW, async (page) => {
      await fill(page, "景氣指標與燈號");
      await box(page, "資料集描述").fill("洽王小姐 0912-345-678，身分證 A123456789。");
      await page.getByRole("combobox", { name: "檔案格式" }).selectOption("PDF");
      await press(page, "送審");
      const before = dialog(page, "送審前檢查");
      await before.getByText("0912").first().waitFor();
      await before.getByRole("link", { name: /景氣指標及燈號/ }).waitFor();
      const text = await before.innerText();
      expect(text).not.toContain("0912-345-678");
      expect(text).not.toContain("A123456789");
      expect(text).toMatch(/1 星/);
    });
  });

  it("stops at errors, and leads to their field", async () => {
    await onPage(NEW, async (page) => {
      await fill(page);
      await box(page, "資料下載網址").fill("ftp://a");
      await press(page, "送審");
      const before = dialog(page, "送審前檢查");
      await before.getByRole("heading", { name: /1 個錯誤/ }).waitFor();
      expect(await before.getByRole("button", { name: "確認送審" }).isDisabled()).toBe(true);
      await before.getByRole("button", { name: "資源 1 資料下載網址" }).first().click();
      const address = box(page, "資料下載網址");
      await expect.poll(() => address.evaluate((e) => e === document.activeElement), PATIENT).toBe(true);
    });
  });

  it("leads on to GitHub's page without a network too; nothing was sent anywhere before", async () => {
    await onPage(NEW, async (page) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(`${request.method()} ${decodeURIComponent(request.url())}`));
      await box(page, "資料集名稱").waitFor();
      await hasAllParts(page);
      await fill(page, "只在瀏覽器裡的草稿");
      await press(page, "預覽");
      await dialog(page, /^預覽/).waitFor();
      await page.keyboard.press("Escape");
      await page.context().setOffline(true);
      await press(page, "送審");
      await dialog(page, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
      await dialog(page, "送審").getByText("開啟 GitHub").first().waitFor();
      expect(asked.filter((request) => !request.startsWith(`GET ${url}`))).toEqual([]);
      expect(asked.filter((request) => /只在瀏覽器|list\.csv/.test(request))).toEqual([]);
    });
  });
});

describe("a published dataset", () => {
  it("has an address of its own for the form; locked fields are read-only with the reason (P9)", async () => {
    await onPage("office/datasets/A41000000G-000012/edit", async (page) => {
      await page.waitForURL(`${url}${EDIT}**`);
      const title = box(page, "資料集名稱");
      expect(await title.inputValue()).toBe("景氣指標及燈號");
      expect(await title.getAttribute("readonly")).not.toBeNull();
      await page.getByText("上架後鎖定。修改須經平臺管理者核可。").first().waitFor();
      expect(await box(page, "資料集描述").getAttribute("readonly")).toBeNull();
    });
  });
});

describe("hostile texts", () => {
  it("stay texts in the form, the preview, the checks and the lists", async () => {
    await onPage(NEW, async (page) => {
      await fill(page, HOSTILE);
      await box(page, "資料資源描述").fill(HOSTILE);
      await page.getByText(/已儲存在這個瀏覽器（/).waitFor();
      await press(page, "預覽");
      const preview = dialog(page, /^預覽/);
      await preview.getByRole("heading", { name: HOSTILE }).waitFor();
      expect(await preview.locator("img").count()).toBe(0);
      await page.keyboard.press("Escape");
      await press(page, "送審");
      await dialog(page, "送審前檢查").waitFor();
      await page.goto(`${url}office/#provider/pending`);
      await page.getByRole("tabpanel").getByText(HOSTILE).first().waitFor();
      expect(await page.evaluate("typeof hostile")).toBe("undefined");
    });
  });
});
