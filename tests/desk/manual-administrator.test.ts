import { readFile as readText } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadRegister } from "../../src/adapters/register.ts";
import { CODEOWNERS_PATH, generateCodeowners } from "../../src/review/codeowners.ts";
import { type Office, REPOSITORY } from "../office/office.ts";
import { CHANGED, publicVoices, replayAnnouncements, replayInteraction, replayStatistics } from "./common.ts";
import {
  confirm,
  type Desk,
  dialog,
  leaveGitHub,
  openDesk,
  openTab,
  pasteAtGitHub,
  readFile,
  row,
  search,
  signIn,
} from "./desk.ts";

/* 三、部會管理者: 國家發展委員會 with 檔案管理局 below it. */

const NDC = "A41000000G";
const ARCHIVES = "A41010000A";
const ARCHIVES_NAME = "國家發展委員會檔案管理局";
const REGISTER = `agencies/${NDC}/agency.yaml`;
const ADMINISTRATOR = "ndc-admin";
const OPERATOR = "platform-operator-1";

// Each act is a run of the bot or more, on two cores that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let desk: Desk;
let office: Office;
let page: Page;
/** The register's file after the first grant. */
let withProvider: string;

/** One submission that nobody reviewed, one that nobody handled after its return. */
async function before(open: Office): Promise<void> {
  const base = await readFile(CHANGED);
  const fresh = (serial: string, title: string) => ({
    [`datasets/${NDC}/${serial}.yaml`]: base
      .replaceAll(`${NDC}-000012`, `${NDC}-${serial}`)
      .replace(/^(legacyID|issued|modified):.*\n/gm, "")
      .replace(/^title:.*$/m, `title: ${title}`),
  });
  await open.submit("ndc-provider-2", fresh("900001", "沒有審查的資料集"));
  const returned = await open.submit("ndc-provider-2", fresh("900002", "沒有處理的資料集"));
  await open.as("ndc-reviewer-1").comment(REPOSITORY, returned, "/退回 1");
  await publicVoices(open);
}

beforeAll(async () => {
  desk = await openDesk(before);
  office = desk.office;
  page = await desk.open("office/#administrator");
  await signIn(page, desk.token(ADMINISTRATOR));
});
afterAll(() => desk?.close());

/** An operator approves; the bot merges. Then what the register generates stands in CODEOWNERS. */
async function approved(number: number): Promise<void> {
  await office.settle();
  expect(office.labels(number)).toEqual(["審查中", "授權異動"].sort());
  expect(office.statuses(number).資料檢查).toMatch(/^success /);
  await office.as(OPERATOR).review(REPOSITORY, number, "APPROVE");
  await desk.refresh();
  expect(office.state(number)).toBe("merged");
  const { register } = await loadRegister(office.work);
  expect(register.grants.length).toBeGreaterThan(0);
  expect(office.published(CODEOWNERS_PATH)).toBe(generateCodeowners(register));
}

/** 送出 with the token, from the dialog that opens. */
async function sendDirectly(): Promise<number> {
  await dialog(page, "送審").getByRole("button", { name: "直接送出" }).click();
  await confirm(page, "送審", "完成");
  const [number] = desk.newPulls();
  return number!;
}

describe("三、部會管理者", () => {
  it("部會授權管理: person, role and agencies by >> and <<, then 送出 (M2)", async () => {
    await openTab(page, "部會管理者", "部會授權管理");
    const people = page.getByRole("combobox", { name: "機關人員" });
    await people.selectOption("ndc-provider-1");
    await page.getByRole("radio", { name: "資料提供者" }).check();
    const left = page.getByRole("listbox", { name: "全部或剩餘的機關" });
    const right = page.getByRole("listbox", { name: "目前選取的機關" });
    const texts = (list: typeof left) => list.getByRole("option").allInnerTexts();
    // What the person has already stands on the right.
    expect(await texts(right)).toEqual(["國家發展委員會"]);
    expect(await texts(left)).toEqual([ARCHIVES_NAME]);
    await page.getByRole("button", { name: "送出" }).click();
    await page.getByRole("alert").filter({ hasText: "沒有變動" }).waitFor();
    await left.selectOption({ label: ARCHIVES_NAME });
    await page.getByRole("button", { name: ">>" }).click();
    await right.selectOption({ label: "國家發展委員會" });
    await page.getByRole("button", { name: "<<" }).click();
    expect([await texts(left), await texts(right)]).toEqual([["國家發展委員會"], [ARCHIVES_NAME]]);
    await left.selectOption({ label: "國家發展委員會" });
    await page.getByRole("button", { name: ">>" }).click();
    await page.getByRole("button", { name: "送出" }).click();
    const number = await sendDirectly();
    // The file keeps all else as it was.
    const was = await readFile(REGISTER);
    const person = was.slice(
      was.indexOf("  - account: ndc-provider-1"),
      was.indexOf("  - account: ndc-provider-2"),
    );
    const now = desk.submitted(number, REGISTER)!;
    const own = now.slice(
      now.indexOf("  - account: ndc-provider-1"),
      now.indexOf("  - account: ndc-provider-2"),
    );
    expect(now.replace(own, person)).toBe(was);
    for (const agency of [NDC, ARCHIVES]) expect(own).toContain(`          - ${agency}\n`);
    expect(office.double.world.pull(REPOSITORY, number).author).toBe(ADMINISTRATOR);
    await approved(number);
    withProvider = now;

    // One role at a time: now the other role of the same person, which CODEOWNERS shows.
    await page.reload();
    await openTab(page, "部會管理者", "部會授權管理");
    await people.selectOption("ndc-provider-1");
    await page.getByRole("radio", { name: "資料審查者" }).check();
    expect(await texts(right)).toEqual([]);
    await left.selectOption({ label: "國家發展委員會" });
    await page.getByRole("button", { name: ">>" }).click();
    await page.getByRole("button", { name: "送出" }).click();
    const second = await sendDirectly();
    expect(desk.submitted(second, CODEOWNERS_PATH)).toContain("@ndc-provider-1");
    await approved(second);
  });

  it("部會授權清單: who holds which role for which agency (M1)", async () => {
    await page.reload();
    await openTab(page, "部會管理者", "部會授權清單");
    await row(page, "ndc-provider-1").first().waitFor();
    const headings = await page.getByRole("columnheader").allInnerTexts();
    expect(headings).toEqual(["部會", "機關人員", "身份", "機關單位", "操作"]);
    await search(page, "ndc-provider-1");
    await row(page, "資料審查者").waitFor();
    const lines = await page.getByRole("row").filter({ hasText: "ndc-provider-1" }).allInnerTexts();
    expect(lines).toHaveLength(3);
    for (const [role, agency] of [
      ["資料提供者", "國家發展委員會"],
      ["資料提供者", ARCHIVES_NAME],
      ["資料審查者", "國家發展委員會"],
    ] as const) {
      expect(lines.some((line) => line.includes(role) && line.includes(agency))).toBe(true);
    }
  });

  it("刪除: a role is gone from the register and from CODEOWNERS (M1)", async () => {
    await search(page, "ndc-provider-1");
    await row(page, "資料審查者").getByRole("button", { name: /^刪除/ }).click();
    await dialog(page, "刪除授權").getByRole("button", { name: "確定刪除" }).click();
    const number = await sendDirectly();
    expect(desk.submitted(number, REGISTER)).toBe(withProvider);
    expect(desk.submitted(number, CODEOWNERS_PATH)).not.toContain("@ndc-provider-1");
    await approved(number);
    await page.reload();
    await openTab(page, "部會管理者", "部會授權清單");
    await row(page, "ndc-provider-1").first().waitFor();
    expect(await row(page, "ndc-provider-1").filter({ hasText: "資料審查者" }).count()).toBe(0);
  });

  it("使用紀錄: who granted or revoked which role, when (M5)", async () => {
    await openTab(page, "部會管理者", "使用紀錄");
    await row(page, "ndc-provider-1").first().waitFor();
    const headings = await page.getByRole("columnheader").allInnerTexts();
    expect(headings.slice(0, 3)).toEqual(["部會管理人員", "動作", "角色"]);
    const own = row(page, "ndc-provider-1");
    expect(await own.filter({ hasText: "新增" }).count()).toBeGreaterThanOrEqual(2);
    const revoked = own.filter({ hasText: "刪除" });
    expect(await revoked.innerText()).toContain("資料審查者");
    expect(await revoked.innerText()).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  });

  it("逾期通知: both kinds, of the whole ministry (M3)", async () => {
    await openTab(page, "部會管理者", "逾期通知");
    expect(await row(page, "沒有審查的資料集").innerText()).toContain("逾期未審核");
    expect(await row(page, "沒有處理的資料集").innerText()).toContain("退回逾期未處理");
    await search(page, "", "退回逾期未處理");
    await row(page, "沒有審查的資料集").waitFor({ state: "hidden" });
    await row(page, "沒有處理的資料集").waitFor();
  });

  it("互動專區: 我還想要 with its 回應 (M4)", async () => {
    await replayInteraction(desk, page, "部會管理者", "請開放健保資料庫");
    // The conversation is still open: 處理 posts the command that the bot reads.
    await page.getByRole("combobox", { name: "處理方式" }).selectOption({ label: "預計開放" });
    await page.getByRole("button", { name: "執行處理" }).click();
    await page.getByRole("alert").filter({ hasText: "請填寫日期。" }).waitFor();
    await page.getByLabel("預計開放日期 *").fill("2026-12-31");
    await page.getByRole("button", { name: "執行處理" }).click();
    await page.getByText("已送出，系統會在這件意見回覆結果。").waitFor();
    const issues = [...office.double.world.repository(REPOSITORY).issues.values()];
    const bodies = issues.flatMap(({ comments }) => comments.map(({ body }) => body));
    expect(bodies).toContain("/預計開放 2026-12-31");
    // Administrators record approvals, so they see the other board too.
    await page.getByRole("button", { name: "← 回到清單" }).click();
    await page.getByRole("button", { name: "改看「我有話要說」" }).click();
    await page.getByRole("columnheader", { name: "意見內容" }).waitFor();
  });

  it("公告: found by name and text (M6)", async () => {
    await replayAnnouncements(page, "部會管理者");
  });

  it("資料集統計: sorted by any column, and as CSV (M7)", async () => {
    await replayStatistics(page, "部會管理者");
    await search(page, "");
    const titles = () => page.getByRole("tabpanel").getByRole("row").getByRole("link").allInnerTexts();
    const sort = () => page.getByRole("button", { name: "下載次數" }).click();
    await sort();
    expect((await titles())[0]).toBe("景氣指標及燈號");
    await sort();
    expect((await titles())[0]).toContain("公共政策網路參與平臺");
    const heading = page.getByRole("columnheader", { name: "下載次數" });
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "下載 CSV" }).click();
    const csv = await readText(await (await downloading).path(), "utf8");
    expect(csv.startsWith("\uFEFF資料集編號,資料集名稱,點擊次數,下載次數\r\n")).toBe(true);
    expect(csv).toContain("A41000000G-000012,景氣指標及燈號,113,2\r\n");
  });

  it("without a token: the change of the register by GitHub's pages (M2)", async () => {
    const own = await desk.open(`office/?#administrator/authorise?agency=${NDC}`);
    await desk.signInAtGitHub(own, ADMINISTRATOR);
    await own.getByRole("combobox", { name: "機關人員" }).selectOption("ndc-provider-2");
    await own.getByRole("radio", { name: "資料審查者" }).check();
    await own.getByRole("listbox", { name: "全部或剩餘的機關" }).selectOption({ label: "國家發展委員會" });
    await own.getByRole("button", { name: ">>" }).click();
    await own.getByRole("button", { name: "送出" }).click();
    const steps = dialog(own, "送審").getByRole("region", { name: "在 GitHub 的頁面送出" });
    const branch = (await steps.locator("code").first().textContent())!;
    const file = (at: number) => steps.getByRole("list").nth(at);

    const first = await pasteAtGitHub(file(0), `Editing ${REGISTER} file contents`);
    await first.getByRole("button", { name: "Commit changes…" }).click();
    await first.getByRole("radio", { name: /Create a new branch/ }).check();
    await first.getByLabel("Branch name").fill(branch);
    await first.getByRole("button", { name: "Propose changes" }).click();
    await leaveGitHub(first);
    const second = await pasteAtGitHub(file(1), `Editing ${CODEOWNERS_PATH} file contents`);
    await second.getByRole("button", { name: "Commit changes…" }).click();
    await second.getByRole("radio", { name: /Commit directly/ }).check();
    await second.getByRole("button", { name: "Commit changes" }).click();
    await second.goto(`${office.double.url}/${REPOSITORY}/compare/main...${branch}?expand=1`);
    await second.getByRole("button", { name: "Create pull request" }).click();
    await second.waitForURL(/\/pull\/\d+$/);
    const [number] = desk.newPulls();
    expect(desk.submitted(number!, CODEOWNERS_PATH)).toContain("@ndc-provider-2");
    await approved(number!);
  });
});

describe("afterwards", () => {
  it("nothing went wrong unseen: no error of a script, no request that GitHub does not know", () => {
    expect(desk.errors).toEqual([]);
    expect(office.double.violations).toEqual([]);
    expect(office.double.unexpected).toEqual([]);
  });
});
