import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { REPOSITORY } from "../office/office.ts";
import { offences } from "../support/axe.ts";
import { readSite } from "../support/site.ts";
import { type Desk, dialog, hasAllParts, openDesk, openTab, PATIENT, signIn } from "./desk.ts";

/* The form for everybody: by keyboard, by screen reader, on a phone, without a network. */

const NDC = "A41000000G";
const NEW = `office/datasets/new/?agency=${NDC}`;
const DRAFTS = "desk-drafts";

// Each act is a run of the bot or more, on two cores that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let desk: Desk;
const open: Page[] = [];

beforeAll(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
  expect(desk.errors).toEqual([]);
});
afterAll(() => desk?.close());

async function visit(path: string, options = {}): Promise<Page> {
  const page = await desk.open(path, options);
  open.push(page);
  return page;
}

/** The form of a new dataset, ready. */
async function newForm(options = {}): Promise<Page> {
  const page = await visit(NEW, options);
  await page.getByRole("textbox", { name: "資料集名稱" }).waitFor();
  return page;
}

const box = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const stored = (page: Page) =>
  page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? "[]"), DRAFTS) as Promise<
    { id: string; values: Record<string, unknown> }[]
  >;

/** Name and role of what has the focus, as a screen reader would say it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label");
    const legend = element.type === "radio" ? element.closest("fieldset")?.querySelector("legend") : null;
    return `${legend ? `${legend.textContent}：` : ""}${(label ?? element.textContent ?? "").trim()}`;
  });

/** Tab until something has the focus; it has to come within so many steps, in the page's order. */
async function tabTo(page: Page, name: string, steps = 60): Promise<void> {
  for (let step = 0; step < steps; step++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(
    `「${name}」 is not reached within ${steps} steps; the focus is on 「${await focused(page)}」`,
  );
}

describe("the form", () => {
  it("is filled in and submitted with the keyboard alone", async () => {
    const page = await visit("office/");
    const { world } = desk.office.double;
    world.repository(REPOSITORY).collaborators.set("ndc-provider-1", "write");
    await signIn(page, desk.token("ndc-provider-1"));
    await page.goto(desk.url + NEW);
    await box(page, "資料集名稱").waitFor();
    const { keyboard } = page;
    const type = async (name: string, text: string) => {
      await tabTo(page, name);
      await keyboard.insertText(text);
    };
    await type("資料集名稱", "只用鍵盤填寫的資料集");
    await type("資料集描述", "從頭到尾沒有用滑鼠。");
    await type("主要欄位說明", "年月、件數");
    await tabTo(page, "資料集類型：原始資料");
    await keyboard.press("Space");
    await type("更新頻率", "每月");
    await type("資料資源描述", "全部資料");
    await tabTo(page, "檔案格式");
    await keyboard.press("ArrowDown");
    expect(await page.getByRole("combobox", { name: "檔案格式" }).inputValue()).toBe("CSV");
    await type("資料下載網址", "https://ws.ndc.gov.tw/keyboard.csv");
    await tabTo(page, "送審");
    await keyboard.press("Enter");
    await dialog(page, "送審前檢查").getByRole("heading", { name: "沒有錯誤" }).waitFor();
    // Esc closes, and the focus is back on the button.
    await keyboard.press("Escape");
    await dialog(page, "送審前檢查").waitFor({ state: "hidden" });
    await expect.poll(() => focused(page), PATIENT).toBe("送審");
    await keyboard.press("Enter");
    await dialog(page, "送審前檢查").waitFor();
    await tabTo(page, "確認送審");
    await keyboard.press("Enter");
    await dialog(page, "送審").waitFor();
    await tabTo(page, "直接送出");
    await keyboard.press("Enter");
    await dialog(page, "送審").getByRole("button", { name: "完成" }).waitFor();
    await tabTo(page, "完成");
    await keyboard.press("Enter");
    await dialog(page, "送審").waitFor({ state: "hidden" });
    const [number] = desk.newPulls();
    expect(desk.office.state(number!)).toBe("open");
    expect(world.pull(REPOSITORY, number!).title).toContain("只用鍵盤填寫的資料集");
    // The order is the page's own: nothing jumps ahead.
    expect(await page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count()).toBe(0);
  });

  it("says its errors at once, at the field, and takes the focus to them", async () => {
    const page = await newForm();
    await press(page, "檢查");
    const summary = page.getByRole("alert").filter({ hasText: /有 \d+ 個錯誤/ });
    await summary.waitFor();
    expect(await summary.evaluate((e) => e === document.activeElement)).toBe(true);
    await summary.getByRole("link", { name: "資料集名稱", exact: true }).click();
    const title = box(page, "資料集名稱");
    await expect.poll(() => title.evaluate((e) => e === document.activeElement), PATIENT).toBe(true);
    expect(await title.getAttribute("aria-invalid")).toBe("true");
    const described = () =>
      title.evaluate((e) =>
        (e.getAttribute("aria-describedby") ?? "")
          .split(" ")
          .map((id) => document.getElementById(id)?.textContent ?? `no #${id}`)
          .join(" "),
      );
    expect(await described()).toContain("錯誤");
    expect(await described()).toContain("title（資料集名稱）");
    await title.fill("有了名稱");
    await expect.poll(() => title.getAttribute("aria-invalid"), PATIENT).toBeNull();
    expect(await described()).not.toContain("錯誤");
  });

  it("mends what leaves no doubt, and says so to a screen reader", async () => {
    const page = await newForm();
    await box(page, "上架日期").fill("１１４年３月１日");
    await box(page, "資料量").focus();
    expect(await box(page, "上架日期").inputValue()).toBe("2025-03-01");
    await page.getByRole("status").filter({ hasText: "已將「１１４年３月１日」改為 2025-03-01" }).waitFor();
    expect(await page.getByRole("group", { name: "時間" }).innerText()).toContain("民國114年3月1日");
    await box(page, "資料量").fill("５,000 筆");
    await box(page, "備註").focus();
    expect(await box(page, "資料量").inputValue()).toBe("5000");
  });

  it("offers 修正 where a mend is certain", async () => {
    const page = await visit("office/datasets/edit/?id=A41000000G-000012");
    await box(page, "資料集描述").waitFor();
    await page.getByText("為這個資料集另行指定").click();
    await box(page, "資料集提供機關名稱").fill("國發會");
    await press(page, "檢查");
    const summary = page.getByRole("alert").filter({ hasText: "有 1 個錯誤" });
    await summary.getByRole("button", { name: /^修正/ }).click();
    expect(await box(page, "資料集提供機關名稱").inputValue()).toBe("國家發展委員會");
  });

  it("saves by itself, and begins again where one left off", async () => {
    const page = await newForm();
    await box(page, "資料集名稱").fill("自動儲存的草稿");
    await box(page, "標籤／關鍵字").fill("一，二");
    await page.getByText("已儲存在這個瀏覽器（").waitFor();
    await page.reload();
    await expect.poll(() => box(page, "資料集名稱").inputValue(), PATIENT).toBe("自動儲存的草稿");
    expect(await box(page, "標籤／關鍵字").inputValue()).toBe("一，二");
    // A second draft, and the list of both.
    await page.goto(desk.url + NEW);
    await box(page, "資料集名稱").fill("第二份草稿");
    await page.getByText("已儲存在這個瀏覽器（").waitFor();
    await page.goto(`${desk.url}office/datasets/new/`);
    const list = page.getByRole("region", { name: "這個瀏覽器裡的草稿" }).getByRole("link");
    await expect.poll(() => list.allTextContents(), PATIENT).toEqual(["第二份草稿", "自動儲存的草稿"]);
    expect(new Set((await stored(page)).map(({ id }) => id)).size).toBe(2);
    await list.last().click();
    await expect.poll(() => box(page, "資料集名稱").inputValue(), PATIENT).toBe("自動儲存的草稿");
    await press(page, "刪除草稿");
    await dialog(page, "刪除草稿").getByRole("button", { name: "刪除", exact: true }).click();
    await expect.poll(() => list.allTextContents(), PATIENT).toEqual(["第二份草稿"]);
  });

  it("gives a draft as a file that another browser takes", async () => {
    const page = await newForm();
    await box(page, "資料集名稱").fill("帶著走的草稿");
    await page.getByRole("radio", { name: "原始資料" }).check();
    await page.getByText("已儲存在這個瀏覽器（").waitFor();
    const downloading = page.waitForEvent("download");
    await press(page, "匯出草稿");
    const file = await (await downloading).path();
    const other = await visit("office/datasets/new/");
    await other.getByLabel("草稿檔").setInputFiles({
      name: "draft.json",
      mimeType: "application/json",
      buffer: await readFile(file),
    });
    await expect.poll(() => box(other, "資料集名稱").inputValue(), PATIENT).toBe("帶著走的草稿");
    await other.getByText("已儲存在這個瀏覽器（").waitFor();
    const values = async (from: Page) => (await stored(from))[0]!.values;
    expect(await values(other)).toEqual(await values(page));
    await other.getByLabel("草稿檔").setInputFiles({
      name: "other.json",
      mimeType: "application/json",
      buffer: Buffer.from(`{"values":"<script>"}`),
    });
    await other.getByRole("alert").first().waitFor();
  });

  it("works without a network once it is there", async () => {
    const page = await newForm();
    await hasAllParts(page);
    await page.context().setOffline(true);
    await box(page, "資料集名稱").fill("沒有網路時填寫");
    await page.getByRole("radio", { name: "原始資料" }).check();
    await page.getByText("已儲存在這個瀏覽器（").waitFor();
    await press(page, "檢查");
    await page
      .getByRole("alert")
      .filter({ hasText: /有 \d+ 個錯誤/ })
      .waitFor();
    await press(page, "預覽");
    await dialog(page, /預覽/).getByRole("heading", { name: "沒有網路時填寫" }).waitFor();
    await page.keyboard.press("Escape");
    await press(page, "送審");
    await dialog(page, "送審前檢查")
      .getByRole("heading", { name: /個錯誤/ })
      .waitFor();
    await dialog(page, "送審前檢查").getByText("沒有名稱相近的資料集").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("由 CSV 檔帶入欄位說明").click();
    await page.getByLabel("選擇 CSV 檔，或把檔案拖到這裡").setInputFiles({
      name: "a.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("年月,件數\n11401,5\n"),
    });
    await page.getByRole("button", { name: "帶入主要欄位說明" }).click();
    expect(await box(page, "主要欄位說明").inputValue()).toContain("件數");
    const downloading = page.waitForEvent("download");
    await press(page, "匯出草稿");
    await (await downloading).path();
    await page.context().setOffline(false);
  });

  it("previews the very HTML that the site's build makes", async () => {
    const page = await visit("office/");
    for (const identifier of ["A41000000G-000012", "A41000000G-000025", "A09000000E-000015"]) {
      await page.goto(`${desk.url}office/datasets/edit/?id=${identifier}`);
      await box(page, "資料集描述").waitFor();
      await press(page, "預覽");
      await dialog(page, /預覽/).waitFor();
      const built = await readSite(desk.out, `datasets/${identifier}/index.html`);
      const [shown, wanted] = await page.evaluate((html) => {
        const parts = (root: ParentNode) =>
          [".lead", ".facts", "[aria-labelledby=use]"].map(
            (selector) => root.querySelector(`.record ${selector}`)?.outerHTML.replace(/>\s+</g, "><") ?? "",
          );
        return [
          parts(document.querySelector("dialog")!),
          parts(new DOMParser().parseFromString(html, "text/html")),
        ] as const;
      }, built);
      expect(wanted[0]).toContain("<");
      expect(shown).toEqual(wanted);
    }
  });

  it("takes cells from a spreadsheet as resources", async () => {
    const page = await newForm();
    await page.getByRole("radio", { name: "原始資料" }).check();
    await press(page, "從試算表貼上");
    const paste = page.getByRole("dialog");
    await paste
      .getByRole("textbox")
      .fill(
        "格式\t描述\t網址\nCSV\t一月\thttps://ws.ndc.gov.tw/1.csv\nJSON\t二月\thttps://ws.ndc.gov.tw/2.json",
      );
    await paste.getByText("讀到 2 個資源。").waitFor();
    await paste.getByRole("button", { name: "加入" }).click();
    await paste.waitFor({ state: "hidden" });
    const addresses = page.getByRole("textbox", { name: "資料下載網址" });
    await expect.poll(() => addresses.count(), PATIENT).toBe(2);
    expect(await addresses.last().inputValue()).toBe("https://ws.ndc.gov.tw/2.json");
  });
});

describe("accessibility", () => {
  for (const [scheme, width] of [
    ["light", 1280],
    ["dark", 320],
  ] as const) {
    it(`axe finds nothing, and nothing is too wide: ${scheme}, ${width} px`, async () => {
      const options = { colorScheme: scheme, viewport: { width, height: 800 } };
      const found: string[] = [];
      const page = await visit("office/datasets/new/", options);
      await page.getByRole("searchbox", { name: "機關名稱或代碼" }).waitFor();
      found.push(...(await offences(page, "choice of the agency")));
      await page.goto(desk.url + NEW);
      await box(page, "資料集名稱").waitFor();
      found.push(...(await offences(page, "empty form")));
      await page.getByRole("radio", { name: "原始資料" }).check();
      await page.getByRole("radio", { name: "付費" }).check();
      await box(page, "資料集名稱").fill("一個很長的名稱".repeat(40));
      await press(page, "檢查");
      await page
        .getByRole("alert")
        .filter({ hasText: /個錯誤/ })
        .waitFor();
      await page.getByText("由 CSV 檔帶入欄位說明").click();
      found.push(...(await offences(page, "form with errors")));
      for (const [name, title] of [
        ["預覽", /預覽/],
        ["送審", "送審前檢查"],
        ["從試算表貼上", /./],
        ["刪除草稿", "刪除草稿"],
      ] as const) {
        await press(page, name);
        await dialog(page, title).waitFor();
        found.push(...(await offences(page, name)));
        await page.keyboard.press("Escape");
        await dialog(page, title).waitFor({ state: "hidden" });
      }
      await page.goto(`${desk.url}office/datasets/edit/?id=A41000000G-000012`);
      await box(page, "資料集描述").fill("改過的描述。");
      found.push(...(await offences(page, "form of a published dataset")));
      await press(page, "送審");
      await dialog(page, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
      await dialog(page, "送審").waitFor();
      found.push(...(await offences(page, "ways to submit")));

      await page.goto(`${desk.url}office/`);
      await page.getByRole("tab").first().waitFor();
      // Tabs that several roles have are the same.
      const seen = new Set<string>();
      for (const role of ["資料提供者", "資料審查者", "部會管理者"]) {
        await page.getByRole("navigation", { name: "角色" }).getByRole("link", { name: role }).click();
        await page.getByRole("tablist", { name: role }).waitFor();
        for (const tab of await page.getByRole("tab").allTextContents()) {
          if (seen.has(tab)) continue;
          seen.add(tab);
          await openTab(page, role, tab);
          await page.getByText("載入中").first().waitFor({ state: "hidden" });
          found.push(...(await offences(page, `${role} ${tab}`)));
        }
      }
      expect(found).toEqual([]);
    });
  }
});
