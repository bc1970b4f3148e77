import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { PICTURE_WIDTH, PICTURES, type PictureName, picturePath } from "../src/site/guide-pictures.ts";
import { daysAgo, openDesk } from "../tests/desk/desk.ts";
import { type Office, REPOSITORY } from "../tests/office/office.ts";
import { command, noPositionals, PROJECT } from "./command.ts";

const HELP = `用法：npm run screenshots

為操作說明拍攝畫面：啟動 GitHub 的替身，演出幾件送件，建置網站，以瀏覽器走過每個頁簽與填寫頁，把畫面存到
src/site/public/guide/。不會連上網際網路，也不會更動目錄。
  --help      顯示這份說明`;

const NDC = "A41000000G";
const PUBLISHED = `datasets/${NDC}/000012.yaml`;

/** A new dataset's file, made from one that is published. */
async function fresh(serial: string, title: string, description: string): Promise<Record<string, string>> {
  const old = await readFile(join(PROJECT, PUBLISHED), "utf8");
  const text = old
    .replace(/^(?:legacyID|issued|modified|releaseDate):.*\n/gm, "")
    .replaceAll(`${NDC}-000012`, `${NDC}-${serial}`)
    .replace(/^title:.*$/m, `title: ${title}`)
    .replace(/^description:.*$/m, `description: ${description}`);
  return { [`datasets/${NDC}/${serial}.yaml`]: text };
}

const opinion = (identifier: string, kind: string, text: string) =>
  `### 資料集識別碼\n\n${identifier}\n\n### 意見類型\n\n${kind}\n\n### 意見內容\n\n${text}`;

/** Four weeks of the office, so that every list has something in it. */
async function story(office: Office): Promise<void> {
  const { world } = office.double;
  const at = (days: number) => world.set(daysAgo(days));
  at(27);
  await office.submit(
    "ndc-provider-2",
    await fresh("000101", "地方創生計畫核定清單", "各縣市核定的地方創生計畫、主辦機關與經費。"),
    { title: "新增：地方創生計畫核定清單" },
  );
  await office.settle();
  const returned = await office.submit(
    "ndc-provider-1",
    await fresh("000102", "公共建設計畫執行情形", "各公共建設計畫的預算、進度與執行率。"),
    { title: "新增：公共建設計畫執行情形" },
  );
  await office.settle();
  at(25);
  await office.as("ndc-reviewer-1").comment(REPOSITORY, returned, "/退回 1 缺「統計期間」欄");
  await office.settle();
  at(20);
  const taken = await office
    .as("ndc-provider-1")
    .openIssue(REPOSITORY, { title: "申請下架", body: "見留言。" });
  await office
    .as("ndc-provider-1")
    .comment(REPOSITORY, taken, `/下架 ${NDC}-000055 A 業務已移轉，資料不再更新`);
  await office.settle();
  at(19);
  const numbers = [...world.repository(REPOSITORY).issues.values()].filter(({ pull }) => pull);
  await office.as("ndc-reviewer-2").review(REPOSITORY, numbers.at(-1)!.number, "APPROVE");
  await office.settle();
  at(12);
  await office.as("stchang").openIssue(REPOSITORY, {
    title: "增加欄位",
    body: opinion(`${NDC}-000012`, "建議增加資料集內容", "我想增加：發布日期，方便判斷哪些月份修正過。"),
    form: "opinion.yml",
  });
  const asked = await office.as("kaelin").openIssue(REPOSITORY, {
    title: "檔案打不開",
    body: opinion(`${NDC}-000025`, "檔案或連結無法使用", "下載的檔案以試算表開啟後是亂碼。"),
    form: "opinion.yml",
  });
  await office.as("ndc-provider-1").comment(REPOSITORY, asked, "謝謝，已改為 UTF-8 編碼，請再下載一次。");
  at(5);
  const before = await readFile(join(PROJECT, PUBLISHED), "utf8");
  await office.submit(
    "ndc-provider-2",
    {
      [PUBLISHED]: before
        .replace(
          /^description:.*$/m,
          "description: 景氣領先、同時、落後指標及景氣對策信號，每月發布，附構成項目。",
        )
        .replace(/^numberOfData:.*$/m, "numberOfData: 534"),
    },
    { title: "修改：景氣指標及燈號" },
  );
  await office.settle();
  at(3);
  await office.submit(
    "ndc-provider-1",
    await fresh("000103", "人口推估統計", "未來五十年各年齡人口的推估，分高、中、低推計。"),
    { title: "新增：人口推估統計" },
  );
  await office.settle();
  at(1);
  await office.submit("ndc-provider-1", await fresh("000104", "數位發展指標", "各縣市數位發展指標。"), {
    title: "新增：數位發展指標",
    draft: true,
  });
  await office.settle();
}

/** A picture as WebP, which is half of what Chromium's own PNG takes. */
async function webp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const bytes = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d", { alpha: false })!.drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.9 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, png.toString("base64"));
  await page.close();
  return Buffer.from(bytes);
}

/** Saves what the window shows, with a place of the page at its top. */
type Shoot = (name: PictureName, page: Page, top?: Locator) => Promise<void>;

await command(HELP, {}, async (call) => {
  noPositionals(call);
  const folder = join(PROJECT, "src/site/public/guide");
  await mkdir(folder, { recursive: true });
  console.error("演出送件並建置網站……");
  const desk = await openDesk(story);
  const left = new Set<string>(PICTURES.map(({ name }) => name));
  const shoot: Shoot = async (name, page, top) => {
    left.delete(name);
    const { height } = PICTURES.find((picture) => picture.name === name)!;
    await page.setViewportSize({ width: PICTURE_WIDTH, height });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await top?.evaluate((element) => element.scrollIntoView({ block: "start" }));
    await page.evaluate(() => document.fonts.ready);
    const file = join(PROJECT, "src/site/public", picturePath(name));
    const png = await page.screenshot({ animations: "disabled", caret: "hide" });
    await writeFile(file, await webp(desk.browser, png));
    console.error(`${name}：${Math.round((await stat(file)).size / 1000)} kB`);
  };
  try {
    const page = async (path: string) => {
      const opened = await desk.open(path, {
        viewport: { width: PICTURE_WIDTH, height: 900 },
        colorScheme: "light",
        reducedMotion: "reduce",
      });
      return opened;
    };
    const connect = async (on: Page, login: string) => {
      await on.getByText("連結 GitHub 帳號", { exact: true }).first().click();
      await on.getByLabel("權杖", { exact: true }).fill(desk.token(login));
      await on.getByRole("button", { name: "連結", exact: true }).click();
      await on.getByText("已連結 GitHub 帳號").waitFor();
    };
    const tab = async (on: Page, role: string, name: string) => {
      await on.getByRole("navigation", { name: "角色" }).getByRole("link", { name: role }).click();
      await on.getByRole("tab", { name, exact: true }).click();
    };
    const firstRow = (on: Page) => on.getByRole("tabpanel").getByRole("row").nth(1).waitFor();
    const roles = (on: Page) => on.getByRole("navigation", { name: "角色" });

    const signedOut = await page("office/");
    const panel = signedOut.getByText("連結 GitHub 帳號", { exact: true }).first();
    await panel.click();
    await shoot("token", signedOut, panel);

    const provider = await page("office/");
    await connect(provider, "ndc-provider-1");
    await firstRow(provider);
    await shoot("office", provider, provider.getByRole("heading", { level: 1 }));
    await tab(provider, "資料提供者", "已處理");
    await firstRow(provider);
    await shoot("provider-processed", provider, roles(provider));
    await provider.getByRole("button", { name: "申請下架" }).first().click();
    await shoot("provider-takedown", provider);
    await provider.keyboard.press("Escape");
    await tab(provider, "資料提供者", "互動專區");
    await firstRow(provider);
    await shoot("provider-interaction", provider, roles(provider));

    const reviewer = await page("office/");
    await connect(reviewer, "ndc-reviewer-1");
    await tab(reviewer, "資料審查者", "待審查");
    await firstRow(reviewer);
    await shoot("reviewer-list", reviewer, roles(reviewer));
    const row = reviewer.getByRole("row").filter({ hasText: "景氣指標及燈號" });
    await row.getByRole("link", { name: "審查", exact: true }).click();
    await reviewer.getByRole("checkbox", { name: /只看有變動的欄位/ }).check();
    await shoot("reviewer-details", reviewer, reviewer.getByRole("heading", { level: 2 }).last());
    await reviewer.getByLabel("常用審查用語").selectOption({ index: 6 });
    await shoot("reviewer-decision", reviewer, reviewer.getByRole("heading", { name: "資料集歷史紀錄" }));

    const administrator = await page("office/");
    await connect(administrator, "ndc-admin");
    await tab(administrator, "部會管理者", "部會授權清單");
    await firstRow(administrator);
    await shoot("administrator-authorisations", administrator, roles(administrator));
    await tab(administrator, "部會管理者", "部會授權管理");
    await administrator.getByLabel("機關人員").selectOption("ndc-provider-2");
    await administrator.getByLabel("資料提供者", { exact: true }).check();
    await shoot("administrator-authorise", administrator, roles(administrator));
    await tab(administrator, "部會管理者", "逾期通知");
    await firstRow(administrator);
    await shoot("administrator-overdue", administrator, roles(administrator));
    await tab(administrator, "部會管理者", "使用紀錄");
    await firstRow(administrator);
    await shoot("administrator-log", administrator, roles(administrator));

    const form = await page("office/datasets/new/");
    await form.getByLabel("機關名稱或代碼").fill("發展");
    await shoot("form-agency", form, form.getByRole("heading", { level: 1 }));
    await form.getByRole("link", { name: "國家發展委員會", exact: true }).click();
    const fill = (label: string, text: string) => form.getByLabel(label, { exact: false }).first().fill(text);
    await fill("資料集名稱", "公共建設計畫執行情形");
    await fill("資料集描述", "各公共建設計畫的預算、進度與執行率，每季更新。");
    await fill("主要欄位說明", "計畫名稱、主管機關、年度預算、實際進度、執行率");
    await form.getByLabel("原始資料").check();
    await fill("更新頻率", "每季");
    const saved = form.getByText(/^已儲存在這個瀏覽器（/);
    await saved.waitFor();
    await shoot("form", form, form.getByRole("heading", { name: "資料集", exact: true }));
    const resource = form.getByRole("group", { name: /^資源 1/ });
    if ((await resource.count()) === 0) await form.getByRole("button", { name: "新增資源" }).click();
    await resource.getByLabel("資料資源描述").fill("各計畫執行情形 CSV");
    await resource.getByLabel("檔案格式").selectOption("CSV");
    await resource.getByLabel("資料下載網址").fill("https://www.ndc.gov.tw/data/public-works.csv");
    await form.getByRole("button", { name: "檢查", exact: true }).click();
    await form.getByRole("heading", { name: /沒有錯誤/ }).waitFor();
    await shoot("form-resource", form, resource);
    await form.getByRole("button", { name: "預覽", exact: true }).click();
    await form.getByRole("dialog").getByRole("heading", { name: "公共建設計畫執行情形" }).waitFor();
    await shoot("form-preview", form);
    await form.keyboard.press("Escape");
    await form.getByRole("button", { name: "送審", exact: true }).click();
    const before = form.getByRole("dialog", { name: "送審前檢查" });
    await before.getByRole("heading", { name: "品質預估" }).waitFor();
    await shoot("form-before", form);
    await before.getByRole("button", { name: "確認送審" }).click();
    await form.getByRole("dialog", { name: "送審", exact: true }).getByRole("button").last().waitFor();
    await shoot("form-submit", form);
    if (left.size > 0) throw new Error(`沒有拍到：${[...left].join("、")}`);
    if (desk.errors.length > 0) throw new Error(desk.errors.join("\n"));
    return 0;
  } finally {
    await desk.close();
  }
});
