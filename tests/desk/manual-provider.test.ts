import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DeskRole, TABS } from "../../src/desk/workbench.ts";
import { type Office, REPOSITORY } from "../office/office.ts";
import { CHANGED, publicVoices, replayAnnouncements, replayInteraction, replayStatistics } from "./common.ts";
import {
  confirm,
  type Desk,
  dialog,
  fillResource,
  leaveGitHub,
  newDataset,
  openDesk,
  openGitHub,
  openTab,
  PATIENT,
  pasteAtGitHub,
  proposeAtGitHub,
  readFile,
  reread,
  row,
  search,
  signIn,
  taipei,
} from "./desk.ts";

/* 五、資料提供者: every tab and button, in the order of an officer's work. What counts is what the double has afterwards. */

const NDC = "A41000000G";
const PROVIDER = "ndc-provider-1";
const target = { identifier: `${NDC}-000031`, path: `datasets/${NDC}/000031.yaml`, title: "學齡人口推估" };
const TITLE = "地方創生計畫核定清單";
const SUBMITTED = "地方創生計畫核定經費";
/** Asked each time, since the whole takes minutes and may begin before midnight. */
const today = () => taipei(0);

// Each act is a run of the bot or more, on two cores that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let desk: Desk;
let office: Office;
/** The provider's tab of the browser, linked to his account. */
let page: Page;
/** CHANGED with comments, as it stands on the main branch. */
let published: string;
/** The dataset that 送審 in the form sent. */
let submitted: { number: number; identifier: string };

/** What happened in the weeks before. */
async function before(open: Office): Promise<void> {
  const { world } = open.double;
  world.repository(REPOSITORY).collaborators.set(PROVIDER, "write");
  const base = await readFile(CHANGED);
  const fresh = base
    .replaceAll(`${NDC}-000012`, `${NDC}-900001`)
    .replace(/^(legacyID|issued|modified):.*\n/gm, "")
    .replace(/^title:.*$/m, "title: 明年才公開的資料集\nreleaseDate: 2999-01-01");
  const commented = `# 由承辦人維護\n${base.replace(/^license:/m, "# 授權方式不要更動\nlicense:")}`;
  const later = await open.submit("ndc-provider-2", { [`datasets/${NDC}/900001.yaml`]: fresh });
  const merged = await open.submit("ndc-provider-2", { [CHANGED]: commented });
  const returned = await open.submit("ndc-provider-2", {
    [`datasets/${NDC}/900002.yaml`]: fresh
      .replaceAll("900001", "900002")
      .replace("明年才公開的資料集", "退回後沒有處理的資料集"),
  });
  await open.settle();
  for (const number of [later, merged]) {
    await open.as("ndc-reviewer-1").review(REPOSITORY, number, "APPROVE");
  }
  await open.as("ndc-reviewer-1").comment(REPOSITORY, returned, "/退回 3 請補主要欄位說明");
  await open.settle();
  expect([open.state(merged), open.state(later)]).toEqual(["merged", "merged"]);
  expect(open.labels(returned)).toContain("退回");
  await publicVoices(open);
}

beforeAll(async () => {
  desk = await openDesk(before);
  office = desk.office;
  published = office.published(CHANGED)!;
  page = await desk.open("office/");
});
afterAll(() => desk?.close());

/** 審查中, 暫存 and so on, without the kind of the submission. */
const state = (number: number) => {
  const states = ["暫存", "審查中", "退回", "審查通過"];
  return office.labels(number).filter((label) => states.includes(label));
};

/** The YAML that the form must make, whichever way it is sent. */
const yamlOf = (identifier: string, title: string, releaseDate: string) => `identifier: ${identifier}
categoryCode: E00
title: ${title}
description: 各縣市核定的地方創生計畫。
fieldDescription: 縣市、計畫名稱、核定日期
type: rawData
keyword:
  - 地方創生
  - 計畫
language: zh
numberOfData: 5000
dataClass: 甲
license: OGDL-Taiwan-1.0
cost: 免費
contact: main
accrualPeriodicity: 每月
modified: ${today()}
releaseDate: ${releaseDate}
distribution:
  - resourceID: ${identifier}-001
    resourceDescription: 核定清單
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://ws.ndc.gov.tw/${identifier}.csv
`;

/** Fills in the form of a new dataset as an officer types: 民國 dates, full-width digits, 「筆」. */
async function fillIn(on: Page, title: string): Promise<string> {
  const identifier = await newDataset(on, "國家發展委員會");
  const type = (name: string, text: string) => on.getByRole("textbox", { name, exact: true }).fill(text);
  await type("資料集名稱", title);
  await type("資料集描述", "各縣市核定的地方創生計畫。");
  await type("主要欄位說明", "縣市、計畫名稱、核定日期");
  await on.getByRole("radio", { name: "原始資料" }).check();
  await type("標籤／關鍵字", "地方創生，計畫");
  await type("資料量", "５,000 筆");
  await on.getByRole("combobox", { name: "更新頻率" }).fill("每個月");
  await type("上架日期", taipei(0, "民國"));
  await fillResource(on, 1, {
    description: "核定清單",
    format: "CSV",
    address: `https://ws.ndc.gov.tw/${identifier}.csv`,
  });
  return identifier;
}

describe("二、登入", () => {
  it("後臺網址: the desk begins with the provider's 待處理", async () => {
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("資料集管理");
    const roles = page.getByRole("navigation", { name: "角色" }).getByRole("link");
    await roles.first().waitFor();
    expect(await roles.allTextContents()).toEqual(["資料提供者", "資料審查者", "部會管理者"]);
    expect(await roles.first().getAttribute("aria-current")).toBe("page");
    const selected = page.getByRole("tab", { selected: true });
    expect(await selected.textContent()).toBe("待處理");
    for (const [at, role] of (["provider", "reviewer", "administrator"] as DeskRole[]).entries()) {
      await roles.nth(at).click();
      const tabs = () => page.getByRole("tab").allTextContents();
      await expect.poll(tabs, PATIENT).toEqual(TABS[role].map(({ label }) => label));
    }
    await roles.first().click();
  });

  it("登入: a token links the account and is forgotten with the tab", async () => {
    await page.getByText("連結 GitHub 帳號", { exact: true }).click();
    const field = page.getByLabel("權杖", { exact: true });
    await field.fill("github_pat_nobody");
    await page.getByRole("button", { name: "連結", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "權杖" }).waitFor();
    await page.reload();
    await signIn(page, desk.token(PROVIDER));
    expect(await page.getByRole("region", { name: "GitHub 帳號" }).textContent()).toContain(PROVIDER);
    expect(await page.evaluate("Object.keys(localStorage).filter((k) => k.includes('token'))")).toEqual([]);
    await page.reload();
    await page.getByRole("button", { name: "結束連結" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${desk.url}office/`);
    await other.getByText("連結 GitHub 帳號", { exact: true }).waitFor();
    await other.close();
  });
});

describe("五、資料提供者", () => {
  const draft = { number: 0, identifier: "" };

  it("新增資料集: a choice opens its fields, with the manual's defaults (P1)", async () => {
    await newDataset(page, "國家發展委員會");
    const control = (role: "textbox" | "combobox", name: string) =>
      page.getByRole(role, { name, exact: true });
    expect(await control("combobox", "資料分類").locator("option:checked").textContent()).toBe(
      "E00 生活安全及品質",
    );
    const licence = control("combobox", "授權方式");
    expect(await licence.locator("option:checked").textContent()).toBe("政府資料開放授權條款－第1版");
    // 「*」: what is mandatory is said to be so.
    for (const name of ["資料集名稱", "資料集描述", "主要欄位說明"]) {
      expect(await control("textbox", name).getAttribute("aria-required")).toBe("true");
      const label = page.locator("label").filter({ hasText: new RegExp(`^${name}$`) });
      expect(await label.evaluate((e) => getComputedStyle(e, "::after").content)).toContain("*");
    }
    expect(await control("textbox", "備註").getAttribute("aria-required")).toBeNull();

    // b: the type opens its formats, a format its address.
    const formats = control("combobox", "檔案格式").getByRole("option");
    expect(await formats.count()).toBe(1);
    await page.getByRole("radio", { name: "行動化應用軟體" }).check();
    expect(await formats.allTextContents()).not.toContain("CSV");
    await page.getByRole("radio", { name: "系統介接程式" }).check();
    await control("combobox", "檔案格式").selectOption({ label: "API" });
    await control("textbox", "資料存取網址").waitFor();
    await page.getByRole("radio", { name: "原始資料" }).check();
    await control("combobox", "檔案格式").selectOption({ label: "CSV" });
    await control("textbox", "資料下載網址").waitFor();
    expect(await control("textbox", "資料存取網址").count()).toBe(0);

    // c: another licence opens its name and address.
    expect(await control("textbox", "授權條款名稱").count()).toBe(0);
    await licence.selectOption({ label: "其他" });
    expect(await control("textbox", "授權條款名稱").inputValue()).toBe("");
    expect(await control("textbox", "授權說明網址").inputValue()).toBe("");
    await licence.selectOption({ index: 0 });

    // d: 付費 opens two more.
    expect(await control("textbox", "計費說明網址").count()).toBe(0);
    await page.getByRole("radio", { name: "付費" }).check();
    await control("textbox", "計費說明網址").waitFor();
    await control("textbox", "計費法令依據").waitFor();
    await page.getByRole("radio", { name: "免費" }).check();

    // The counter of 255 characters.
    await control("textbox", "資料集名稱").fill("一二三");
    await page.getByText("3／255").waitFor();
  });

  it("預覽: the page as the public will see it (P4)", async () => {
    await page.goto(`${desk.url}office/`);
    draft.identifier = await fillIn(page, TITLE);
    await page.getByRole("button", { name: "預覽", exact: true }).click();
    const preview = dialog(page, /預覽/);
    await preview.getByRole("heading", { name: TITLE, level: 1 }).waitFor();
    const shown = await preview.innerText();
    for (const text of [
      "各縣市核定的地方創生計畫。",
      "核定日期",
      "5,000",
      "每月",
      "國家發展委員會",
      today(),
    ]) {
      expect(shown).toContain(text);
    }
    await preview.getByRole("button", { name: "關閉" }).click();
    await preview.waitFor({ state: "hidden" });
  });

  it("儲存: a draft in the browser, and a draft pull request with the form's very text (P2)", async () => {
    await page.getByRole("button", { name: "儲存", exact: true }).click();
    await page.getByText("已儲存在這個瀏覽器（").waitFor();
    await page.getByRole("button", { name: "存到 GitHub（暫存）" }).click();
    await dialog(page, "儲存到 GitHub").getByRole("button", { name: "直接送出" }).click();
    await confirm(page, "儲存到 GitHub", "完成");
    const [number, ...more] = desk.newPulls();
    expect(more).toEqual([]);
    draft.number = number!;
    expect(office.state(draft.number)).toBe("open draft");
    expect(desk.submitted(draft.number, `datasets/${NDC}/${draft.identifier.slice(11)}.yaml`)).toBe(
      yamlOf(draft.identifier, TITLE, today()),
    );
    await desk.refresh();
    expect(office.labels(draft.number)).toEqual(["新增", "暫存"]);
    expect(office.statuses(draft.number).資料檢查).toMatch(/^success /);
  });

  it("待處理: found by name and state, and the name opens the form (P5)", async () => {
    await page.goto(`${desk.url}office/`);
    await openTab(page, "資料提供者", "待處理");
    await row(page, TITLE).waitFor();
    await search(page, "沒有這個名稱");
    await row(page, TITLE).waitFor({ state: "hidden" });
    await search(page, "地方創生", "暫存");
    await row(page, TITLE).waitFor();
    await search(page, "地方創生", "請選擇狀態");
    await row(page, TITLE).getByRole("link", { name: TITLE }).click();
    const title = page.getByRole("textbox", { name: "資料集名稱" });
    await title.waitFor();
    expect(await title.inputValue()).toBe(TITLE);
    expect(page.url()).toMatch(/office\/datasets\/edit\//);
    await page.goBack();
  });

  it("送審 in 待處理: in review, and the reviewers are asked (P3)", async () => {
    await page.goto(`${desk.url}office/#provider/pending`);
    await row(page, TITLE).getByRole("button", { name: "送審" }).click();
    await confirm(page, `送審：${TITLE}`, "確定送審");
    await row(page, TITLE).getByText("已送出，系統處理中").waitFor();
    await desk.refresh();
    expect(state(draft.number)).toEqual(["審查中"]);
    const { pull } = office.double.world.pull(REPOSITORY, draft.number);
    expect([...pull.requestedReviewers].sort()).toEqual(["ndc-reviewer-1", "ndc-reviewer-2"]);
    await reread(page);
    await row(page, TITLE).waitFor({ state: "hidden" });
  });

  it("抽回: out of review, back in 待處理 (P8)", async () => {
    await openTab(page, "資料提供者", "已處理");
    await row(page, TITLE).getByRole("button", { name: "抽回" }).click();
    await confirm(page, `抽回：${TITLE}`, "確定抽回");
    await desk.refresh();
    expect(state(draft.number)).toEqual(["暫存"]);
    await reread(page);
    await row(page, TITLE).waitFor({ state: "hidden" });
    await openTab(page, "資料提供者", "待處理");
    await row(page, TITLE).waitFor();
  });

  it("刪除: only what was never published (P6)", async () => {
    await row(page, TITLE).getByRole("button", { name: "刪除" }).click();
    await confirm(page, `刪除：${TITLE}`, "確定刪除");
    expect(office.state(draft.number)).toBe("closed");
    await desk.refresh();
    await reread(page);
    await openTab(page, "資料提供者", "已處理");
    await search(page, "景氣指標及燈號");
    await row(page, "景氣指標及燈號").waitFor();
    expect(await row(page, "景氣指標及燈號").getByRole("button", { name: "刪除" }).count()).toBe(0);
    // A submission that deletes the file itself is refused.
    const deletion = await office.submit("ndc-provider-2", { [CHANGED]: null });
    await office.settle();
    expect(office.statuses(deletion).資料檢查).toMatch(/^failure /);
    expect(office.comment(deletion)).toContain("申請下架");
    await office.as("ndc-provider-2").edit(REPOSITORY, deletion, { state: "closed" });
    desk.newPulls();
  });

  it("送審 in the form: checked first, then submitted at once (P3)", async () => {
    const identifier = await fillIn(page, SUBMITTED);
    const description = page.getByRole("textbox", { name: "資料集描述", exact: true });
    await description.fill("");
    await page.getByRole("button", { name: "送審", exact: true }).click();
    const before = dialog(page, "送審前檢查");
    await before.getByRole("heading", { name: "有 1 個錯誤，更正後才能送審" }).waitFor();
    expect(await before.getByRole("button", { name: "確認送審" }).isDisabled()).toBe(true);
    await before.getByRole("button", { name: "資料集描述" }).click();
    await before.waitFor({ state: "hidden" });
    await expect.poll(() => description.evaluate((e) => e === document.activeElement), PATIENT).toBe(true);
    await description.fill("各縣市核定的地方創生計畫。");
    await page.getByRole("button", { name: "送審", exact: true }).click();
    await before.getByRole("heading", { name: "沒有錯誤" }).waitFor();
    expect(await before.innerText()).toContain("3 星");
    await before.getByRole("button", { name: "確認送審" }).click();
    await dialog(page, "送審").getByRole("button", { name: "直接送出" }).click();
    await confirm(page, "送審", "完成");
    const [number] = desk.newPulls();
    submitted = { number: number!, identifier };
    expect(office.state(number!)).toBe("open");
    expect(desk.submitted(number!, `datasets/${NDC}/${identifier.slice(11)}.yaml`)).toBe(
      yamlOf(identifier, SUBMITTED, today()),
    );
    await desk.refresh();
    expect(state(number!)).toEqual(["審查中"]);
  });

  it("已處理: what is in review and what was approved, and the name opens it (P7)", async () => {
    await page.goto(`${desk.url}office/#provider/processed`);
    await search(page, SUBMITTED, "審查中");
    const line = row(page, SUBMITTED);
    await line.waitFor();
    expect(await line.innerText()).toContain(today());
    await line.getByRole("link", { name: SUBMITTED }).click();
    await page.getByRole("heading", { name: SUBMITTED }).waitFor();
    await page.getByRole("cell", { name: "各縣市核定的地方創生計畫。" }).waitFor();
    await page.getByRole("button", { name: "回到清單" }).click();
    await search(page, "", "待上架");
    const later = row(page, "2999-01-01");
    await later.waitFor();
    expect(await later.innerText()).toContain("明年才公開的資料集");
  });

  it("修改: four fields are locked, the file keeps its comments and order (P9)", async () => {
    await openTab(page, "資料提供者", "已處理");
    await search(page, "景氣指標及燈號");
    await row(page, "景氣指標及燈號").getByRole("link", { name: "修改" }).click();
    const description = page.getByRole("textbox", { name: "資料集描述", exact: true });
    await description.waitFor();
    for (const name of ["資料集名稱", "授權方式", "計費方式"]) {
      const field = page.getByRole("textbox", { name, exact: true });
      expect(await field.getAttribute("readonly"), name).not.toBeNull();
      expect(await field.getAttribute("aria-describedby")).toContain("locked");
    }
    // 授權說明網址 comes from the list; no control changes it.
    expect(await page.getByRole("textbox", { name: "授權說明網址", exact: true }).count()).toBe(0);
    await description.fill("修改後的描述。");
    await page.getByRole("button", { name: "送審", exact: true }).click();
    await dialog(page, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
    await dialog(page, "送審").getByRole("button", { name: "直接送出" }).click();
    await confirm(page, "送審", "完成");
    const [number] = desk.newPulls();
    const wanted = published.replace(/^description:.*$/m, "description: 修改後的描述。");
    expect(wanted).not.toBe(published);
    expect(desk.submitted(number!, CHANGED)).toBe(wanted);
    await office.settle();
    expect(office.labels(number!)).toEqual(["修改", "審查中"].sort());
  });

  it("申請下架: a submission that can be taken back; once approved, a tombstone (P10)", async () => {
    await page.goto(`${desk.url}office/#provider/processed`);
    await search(page, target.title);
    await row(page, target.identifier).getByRole("button", { name: "申請下架" }).click();
    const asking = dialog(page, `申請下架：${target.title}`);
    await asking.getByRole("button", { name: "送出申請下架" }).click();
    await asking.getByRole("alert").filter({ hasText: "請選擇下架原因" }).waitFor();
    await asking.getByRole("radio", { name: /^A 公益情事變更/ }).check();
    await asking.getByRole("textbox", { name: "下架說明" }).fill("業務已移轉至其他機關。");
    await confirm(page, `申請下架：${target.title}`, "送出申請下架");
    const [number] = desk.newPulls();
    const text = desk.submitted(number!, target.path)!;
    expect(text).toContain("status: withdrawn\n");
    expect(text).toContain("reason: A\n");
    await desk.refresh();
    expect(office.labels(number!)).toEqual(["申請下架", "審查中"].sort());
    await reread(page);
    await row(page, target.identifier).getByText("申請下架").first().waitFor();

    await row(page, target.identifier).getByRole("button", { name: "抽回" }).click();
    await confirm(page, /^抽回：/, "確定抽回");
    await desk.refresh();
    expect(state(number!)).toEqual(["暫存"]);
    await reread(page);
    await row(page, target.identifier).getByText("上架中").waitFor();

    await openTab(page, "資料提供者", "待處理");
    await row(page, target.identifier).getByRole("button", { name: "送審" }).click();
    await confirm(page, /^送審：/, "確定送審");
    await office.settle();
    for (const each of [number!, submitted.number]) {
      await office.as("ndc-reviewer-1").review(REPOSITORY, each, "APPROVE");
    }
    await desk.rebuild();
    expect(office.state(number!)).toBe("merged");
    const tombstone = await page.request.get(`${desk.url}datasets/${target.identifier}/`);
    expect(await tombstone.text()).toContain("業務已移轉至其他機關。");
  });

  it("審查通過: shown to the public from its 上架日期 on (P7)", async () => {
    expect(office.state(submitted.number)).toBe("merged");
    const address = (identifier: string) => `${desk.url}datasets/${identifier}/`;
    const now = await page.request.get(address(submitted.identifier));
    expect(now.status()).toBe(200);
    expect(await now.text()).toContain(SUBMITTED);
    expect((await page.request.get(address(`${NDC}-900001`))).status()).toBe(404);
    await openTab(page, "資料提供者", "已處理");
    await reread(page);
    await search(page, SUBMITTED);
    await row(page, SUBMITTED).getByText("上架中").waitFor();
  });

  it("重新上架: from 已下架 into 待處理 (P11)", async () => {
    const { identifier, path } = target;
    await openTab(page, "資料提供者", "已下架");
    await row(page, identifier).getByRole("button", { name: "重新上架" }).click();
    await confirm(page, /^重新上架：/, "送出重新上架");
    const [number] = desk.newPulls();
    expect(office.state(number!)).toBe("open draft");
    expect(desk.submitted(number!, path)).toContain(`relistedOn: ${today()}\n`);
    await desk.refresh();
    expect(office.labels(number!)).toEqual(["暫存", "重新上架"]);
    await reread(page);
    await openTab(page, "資料提供者", "待處理");
    await row(page, identifier).getByRole("button", { name: "送審" }).waitFor();
  });

  it("退回逾期通知: what was returned and not handled in time (P12)", async () => {
    await openTab(page, "資料提供者", "退回逾期通知");
    const line = row(page, "退回後沒有處理的資料集");
    await line.waitFor();
    expect(await line.innerText()).toContain("退回逾期未處理");
    expect(await line.innerText()).toMatch(/逾期 \d+ 日/);
    await search(page, "沒有這個名稱");
    await line.waitFor({ state: "hidden" });
  });

  it("互動專區: 我有話要說 with its 回應 (P13)", async () => {
    await replayInteraction(desk, page, "資料提供者", "增加欄位");
  });

  it("公告: found by name and text (P14)", async () => {
    await replayAnnouncements(page, "資料提供者");
  });

  it("資料集統計: views and downloads of each dataset (P15)", async () => {
    await replayStatistics(page, "資料提供者");
  });
});

describe("with a token that reaches one's own copy only", () => {
  it("登入 without a right on the catalogue: the last click is made on GitHub's page (P3)", async () => {
    const login = "moe-provider-1";
    await office.as(login).fork(REPOSITORY);
    const own = await desk.open("office/");
    await signIn(own, desk.token(login, `${login}/*`));
    await own.goto(`${desk.url}office/datasets/edit/?id=A09000000E-000015`);
    await own.getByRole("textbox", { name: "資料集描述", exact: true }).fill("由自己的副本送出。");
    await own.getByRole("button", { name: "送審", exact: true }).click();
    await dialog(own, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
    await dialog(own, "送審").getByRole("button", { name: "直接送出" }).click();
    await dialog(own, "送審").getByText("只差最後一步").waitFor();
    await desk.signInAtGitHub(own, login);
    const github = await openGitHub(dialog(own, "送審"));
    await github.getByRole("button", { name: "Create pull request" }).click();
    await github.waitForURL(/\/pull\/\d+$/);
    await leaveGitHub(github);
    const [number] = desk.newPulls();
    const path = "datasets/A09000000E/000015.yaml";
    const wanted = (await readFile(path)).replace(/^description:.*$/m, "description: 由自己的副本送出。");
    expect(desk.submitted(number!, path)).toBe(wanted);
    expect(office.double.world.pull(REPOSITORY, number!).author).toBe(login);
    await own.context().close();
  });
});

describe("without a token", () => {
  /** Has no right on the repository: GitHub makes a copy of his own. */
  const OFFICER = "ndc-provider-2";
  const title = "地方創生計畫查核紀錄";
  let own: Page;
  let sent: { number: number; identifier: string };

  beforeAll(async () => {
    own = await desk.open("office/");
    await desk.signInAtGitHub(own, OFFICER);
  });

  /** The row's button, then the command on GitHub's page. */
  async function byComment(name: string): Promise<void> {
    await row(own, `#${sent.number}`).getByRole("button", { name, exact: true }).click();
    const asking = dialog(own, new RegExp(`^${name}：`));
    const github = await pasteAtGitHub(asking, "Add a comment");
    await github.getByRole("button", { name: "Comment", exact: true }).click();
    await leaveGitHub(github);
    await confirm(own, new RegExp(`^${name}：`), "我已在 GitHub 完成");
    await row(own, `#${sent.number}`).getByText("已送出，系統處理中").waitFor();
    await desk.refresh();
    await own.reload();
  }

  it("without a token: 新增資料集 by GitHub's pages, the same bytes (P1, P3)", async () => {
    const identifier = await fillIn(own, title);
    await own.getByRole("button", { name: "送審", exact: true }).click();
    await dialog(own, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
    const steps = dialog(own, "送審").getByRole("region", { name: "在 GitHub 的頁面送出" });
    const number = await proposeAtGitHub(desk, steps, "Enter file contents here", `新增資料集：${title}`);
    await steps.getByRole("button", { name: "我已在 GitHub 完成" }).click();
    await confirm(own, "送審", "完成");
    sent = { number, identifier };
    expect(office.state(number)).toBe("open");
    expect(desk.submitted(number, `datasets/${NDC}/${identifier.slice(11)}.yaml`)).toBe(
      yamlOf(identifier, title, today()),
    );
    expect(office.double.world.pull(REPOSITORY, number).author).toBe(OFFICER);
    await desk.refresh();
    expect(office.labels(number)).toEqual(["審查中", "新增"].sort());
  });

  it("without a token: 送審, 抽回, 刪除 and 申請下架 by GitHub's pages (P3, P6, P8, P10)", async () => {
    await own.goto(`${desk.url}office/#provider/processed`);
    await search(own, title);
    await byComment("抽回");
    expect(state(sent.number)).toEqual(["暫存"]);
    await openTab(own, "資料提供者", "待處理");
    await byComment("送審");
    expect(state(sent.number)).toEqual(["審查中"]);
    await openTab(own, "資料提供者", "已處理");
    await search(own, title);
    await byComment("抽回");

    await openTab(own, "資料提供者", "待處理");
    await row(own, `#${sent.number}`).getByRole("button", { name: "刪除" }).click();
    const github = await openGitHub(dialog(own, /^刪除：/));
    await github.getByRole("button", { name: "Close pull request" }).click();
    await leaveGitHub(github);
    await confirm(own, /^刪除：/, "我已在 GitHub 完成");
    expect(office.state(sent.number)).toBe("closed");
    await desk.refresh();

    await openTab(own, "資料提供者", "已處理");
    await search(own, "政府資料開放資料集品質檢測結果");
    const about = row(own, `${NDC}-000040`);
    await about.getByRole("button", { name: "申請下架" }).click();
    const asking = dialog(own, /^申請下架：/);
    await asking.getByRole("radio", { name: /^B 侵害第三人權利/ }).check();
    await asking.getByRole("textbox", { name: "下架說明" }).fill("含有他人著作。");
    await asking.getByRole("button", { name: "下一步" }).click();
    const form = await openGitHub(asking);
    await form.getByLabel("申請事項").selectOption("申請下架");
    await form.getByLabel("下架原因").selectOption("B 侵害第三人權利");
    expect(await form.getByLabel("說明", { exact: false }).last().inputValue()).toBe("含有他人著作。");
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await form.waitForURL(/\/issues\/\d+/);
    await leaveGitHub(form);
    await confirm(own, /^申請下架：/, "我已在 GitHub 完成");
    desk.newPulls();
    await office.settle();
    const [number] = desk.newPulls();
    expect(office.labels(number!)).toEqual(["申請下架", "審查中"].sort());
    expect(desk.submitted(number!, `datasets/${NDC}/000040.yaml`)).toContain("reason: B\n");
  });

  it("without a token: 修改 by GitHub's pages, the same bytes (P9)", async () => {
    await own.goto(`${desk.url}office/#provider/processed`);
    const path = `datasets/${NDC}/000025.yaml`;
    await search(own, "公共政策網路參與平臺");
    await row(own, `${NDC}-000025`).getByRole("link", { name: "修改" }).click();
    await own.getByRole("textbox", { name: "資料集描述", exact: true }).fill("修改後的描述。");
    await own.getByRole("button", { name: "送審", exact: true }).click();
    await dialog(own, "送審前檢查").getByRole("button", { name: "確認送審" }).click();
    const steps = dialog(own, "送審").getByRole("region", { name: "在 GitHub 的頁面送出" });
    const number = await proposeAtGitHub(desk, steps, `Editing ${path} file contents`, "修改資料集");
    const wanted = (await readFile(path)).replace(/^description:.*$/m, "description: 修改後的描述。");
    expect(desk.submitted(number, path)).toBe(wanted);
    await office.settle();
    expect(office.labels(number)).toEqual(["修改", "審查中"].sort());
  });
});

describe("afterwards", () => {
  it("nothing went wrong unseen: no error of a script, no request that GitHub does not know", () => {
    expect(desk.errors).toEqual([]);
    expect(office.double.violations).toEqual([]);
    expect(office.double.unexpected).toEqual([]);
  });
});
