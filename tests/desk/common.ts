import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Office, REPOSITORY } from "../office/office.ts";
import { type Desk, daysAgo, openTab, row, search, taipei } from "./desk.ts";

/* Tabs that the manual gives every role, and what the office holds for them. */

export const CHANGED = "datasets/A41000000G/000012.yaml";
const DATASET = "景氣指標及燈號";

/** An opinion of the public, a wish, and numbers of views and downloads. */
export async function publicVoices(office: Office): Promise<void> {
  const citizen = office.as("a-citizen");
  await citizen.openIssue(REPOSITORY, {
    title: "增加欄位",
    form: "opinion.yml",
    body: "### 資料集識別碼\n\nA41000000G-000012\n\n### 意見類型\n\n建議增加資料集內容\n\n### 意見內容\n\n我想增加：發布時間",
  });
  await citizen.openIssue(REPOSITORY, {
    title: "請開放健保資料庫",
    form: "wanted.yml",
    body: "### 建議資料集名稱\n\n開放健保資料庫\n\n### 建議開放的欄位\n\n每日就診人數\n\n### 建議原因\n\n國外都有開放類似資料\n\n### 建議資料提供機關\n\n國家發展委員會",
  });
  const datasets = { "A41000000G-000012": [113, 2], "A41000000G-000025": [9, 4] };
  const usage = { takenAt: daysAgo(1), from: taipei(30), to: taipei(1), datasets };
  const files = { "usage/datasets.json": `${JSON.stringify(usage)}\n` };
  await office.as("opendata").commit(REPOSITORY, "snapshots", files);
}

/** 互動專區: finds what the public said, opens it, and answers it. */
export async function replayInteraction(desk: Desk, page: Page, role: string, title: string): Promise<void> {
  await openTab(page, role, "互動專區");
  const line = row(page, title);
  await line.waitFor();
  await search(page, "沒有這則意見");
  await line.waitFor({ state: "hidden" });
  await search(page, title, "未回覆");
  await line.getByRole("button").click();
  await page.getByRole("heading", { name: title }).waitFor();
  await page.getByRole("heading", { name: "意見與回應" }).waitFor();
  // The author's account is masked, as in the manual.
  expect(await page.getByRole("tabpanel").innerText()).toContain("a-ci***");

  await page.getByRole("button", { name: "送出" }).click();
  await page.getByRole("alert").filter({ hasText: "請先填寫回應的內容。" }).waitFor();
  const answer = `${role}的回應：將於下個月增加。`;
  await page.getByRole("textbox", { name: /^回應/ }).fill(answer);
  await page.getByRole("button", { name: "送出" }).click();
  await page.getByText("回應已送出。").waitFor();
  const issues = [...desk.office.double.world.repository(REPOSITORY).issues.values()];
  const issue = issues.find((each) => each.title === title && !each.pull)!;
  expect(issue.comments.map(({ body }) => body)).toContain(answer);
}

/** 公告: found by name and by text, opened, and left again. */
export async function replayAnnouncements(page: Page, role: string): Promise<void> {
  await openTab(page, role, "公告");
  const links = page.getByRole("tabpanel").getByRole("table").getByRole("link");
  await links.first().waitFor();
  const name = (await links.first().textContent())!;
  await search(page, "沒有這則公告");
  await links.first().waitFor({ state: "hidden" });
  await search(page, name);
  await links.first().click();
  await page.getByRole("heading", { name }).first().waitFor();
  await page.goBack();
}

/** 資料集統計: the numbers that were supplied. */
export async function replayStatistics(page: Page, role: string): Promise<void> {
  await openTab(page, role, "資料集統計");
  const line = row(page, DATASET);
  await line.waitFor();
  expect(await line.getByRole("cell").allInnerTexts()).toEqual([DATASET, "113", "2"]);
  await search(page, "沒有這個名稱");
  await line.waitFor({ state: "hidden" });
}
