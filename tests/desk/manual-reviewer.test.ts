import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Office, REPOSITORY } from "../office/office.ts";
import { CHANGED, publicVoices, replayAnnouncements, replayInteraction, replayStatistics } from "./common.ts";
import {
  confirm,
  type Desk,
  daysAgo,
  dialog,
  leaveGitHub,
  openDesk,
  openTab,
  pasteAtGitHub,
  readFile,
  reread,
  row,
  search,
  signIn,
} from "./desk.ts";

/* 四、資料審查者: every tab and button, on submissions that wait since yesterday and one that waits for weeks. */

const NDC = "A41000000G";
const REVIEWER = "ndc-reviewer-1";
const TITLES = {
  late: "三週沒有審查的資料集",
  quick: "快速審查的資料集",
  full: "逐欄審查的資料集",
  first: "由網頁通過的資料集",
  second: "由網頁退回的資料集",
};

// Each act is a run of the bot or more, on two cores that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let desk: Desk;
let office: Office;
let page: Page;
const numbers: Record<keyof typeof TITLES | "change", number> = {
  late: 0,
  quick: 0,
  full: 0,
  first: 0,
  second: 0,
  change: 0,
};

async function before(open: Office): Promise<void> {
  const base = await readFile(CHANGED);
  const provide = async (name: keyof typeof TITLES) => {
    const serial = String(900_001 + Object.keys(TITLES).indexOf(name));
    const text = base
      .replaceAll(`${NDC}-000012`, `${NDC}-${serial}`)
      .replace(/^(legacyID|issued|modified):.*\n/gm, "")
      .replace(/^title:.*$/m, `title: ${TITLES[name]}`);
    numbers[name] = await open.submit("ndc-provider-2", { [`datasets/${NDC}/${serial}.yaml`]: text });
  };
  // A change that was approved long ago, for the history.
  const notes = "notes: 曾經審查通過的修改。\n";
  const old = await open.submit("ndc-provider-1", {
    [CHANGED]: base.replace(/^license:/m, `${notes}license:`),
  });
  await provide("late");
  await open.settle();
  await open.as("ndc-reviewer-2").review(REPOSITORY, old, "APPROVE");
  await open.settle();
  expect(open.state(old)).toBe("merged");

  open.double.world.set(daysAgo(1));
  for (const name of ["quick", "full", "first", "second"] as const) await provide(name);
  const changed = open
    .published(CHANGED)!
    .replace(/^description:.*$/m, "description: 送審中的新描述。")
    .replace(/^numberOfData:.*$/m, "numberOfData: 540");
  numbers.change = await open.submit("ndc-provider-1", { [CHANGED]: changed }, { title: "修改景氣指標" });
  await publicVoices(open);
}

beforeAll(async () => {
  desk = await openDesk(before);
  office = desk.office;
  page = await desk.open("office/#reviewer");
  await signIn(page, desk.token(REVIEWER));
});
afterAll(() => desk?.close());

const reviews = (number: number) =>
  office.double.world
    .pull(REPOSITORY, number)
    .pull.reviews.map(({ author, state, body }) => ({ author, state, body }));

describe("四、資料審查者", () => {
  it("待審查: found by name and state, with the days left (R1)", async () => {
    await openTab(page, "資料審查者", "待審查");
    await row(page, TITLES.late).waitFor();
    // The most urgent stands first.
    expect(await page.getByRole("tabpanel").getByRole("row").nth(1).innerText()).toContain(TITLES.late);
    expect(await row(page, TITLES.late).innerText()).toMatch(/逾期 \d+ 日/);
    expect(await row(page, TITLES.full).innerText()).toMatch(/剩 \d 日|今天到期/);
    await search(page, "快速", "審查中");
    await row(page, TITLES.quick).waitFor();
    await row(page, TITLES.full).waitFor({ state: "hidden" });
    await search(page, "", "請選擇狀態");
    await page.getByRole("button", { name: "資料集名稱" }).click();
    const heading = page.getByRole("columnheader", { name: "資料集名稱" });
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
  });

  it("快速審查: approved without the details (R2)", async () => {
    await row(page, TITLES.quick).getByRole("button", { name: "快速審查" }).click();
    await confirm(page, `快速審查：${TITLES.quick}`, "確定快速審查");
    expect(reviews(numbers.quick)).toMatchObject([{ author: REVIEWER, state: "APPROVED" }]);
    await row(page, TITLES.quick).getByText("已送出，系統處理中").waitFor();
    await desk.refresh();
    expect(office.state(numbers.quick)).toBe("merged");
    expect(office.published(`datasets/${NDC}/900002.yaml`)).toContain(TITLES.quick);
    await reread(page);
    await row(page, TITLES.quick).waitFor({ state: "hidden" });
  });

  it("審查: fields, checks, links to the data, and 資料集歷史紀錄 (R3)", async () => {
    await row(page, `#${numbers.change}`).getByRole("link", { name: "審查", exact: true }).click();
    const fields = page.getByRole("table").first();
    const line = (label: string) => fields.getByRole("row").filter({ hasText: label });
    await line("資料集描述").waitFor();
    // Old → new, as the public sees it.
    const [, was, is] = await line("資料集描述").getByRole("cell").allInnerTexts();
    expect(was).toContain("景氣領先");
    expect(is).toBe("送審中的新描述。");
    expect(await line("資料量").getByRole("cell").allInnerTexts()).toEqual([
      expect.stringContaining("有變動"),
      "533",
      "540",
    ]);
    // 資料格式: the address of each resource can be opened.
    const data = fields.getByRole("link", { name: /download\/lightscore\.ods/ }).last();
    expect(await data.getAttribute("href")).toBe("https://index.ndc.gov.tw/download/lightscore.ods");
    await page.getByRole("heading", { name: "檢查結果" }).waitFor();
    const history = page.getByRole("table").filter({ hasText: "資料集狀態" });
    expect(await history.getByRole("columnheader").allInnerTexts()).toEqual([
      "使用者",
      "資料集狀態",
      "審查意見",
      "時間",
    ]);
    expect(await history.innerText()).toContain("審查通過");
    expect(await history.innerText()).toContain("資料審查者二");
  });

  it("退回 without 審查意見 is refused (R5)", async () => {
    await page.getByRole("button", { name: "退回", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "退回必須填寫審查意見" }).waitFor();
    const opinion = page.getByRole("textbox", { name: "審查意見" });
    expect(await opinion.evaluate((e) => e === document.activeElement)).toBe(true);
    await opinion.fill(" 　<!-- 看不見 -->");
    await page.getByRole("button", { name: "退回", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "退回必須填寫審查意見" }).waitFor();
    expect(reviews(numbers.change)).toEqual([]);
  });

  it("退回: 常用審查用語 writes into 審查意見, to be edited (R5)", async () => {
    const opinion = page.getByRole("textbox", { name: "審查意見" });
    await opinion.fill("");
    const phrases = page.getByRole("combobox", { name: "常用審查用語" });
    expect(await phrases.getByRole("option").last().textContent()).toContain("其他");
    await phrases.selectOption("6");
    const phrase = "資料集描述未說明資料的內容、範圍與用途，請補充。";
    expect(await opinion.inputValue()).toBe(phrase);
    await opinion.fill(`${phrase}\n例如燈號的意義。`);
    await page.getByRole("button", { name: "退回", exact: true }).click();
    await row(page, `#${numbers.change}`).getByText("已送出，系統處理中").waitFor();
    expect(reviews(numbers.change)).toEqual([
      { author: REVIEWER, state: "CHANGES_REQUESTED", body: `${phrase}\n例如燈號的意義。` },
    ]);
    await desk.refresh();
    expect(office.labels(numbers.change)).toEqual(["修改", "退回"].sort());
    expect(office.comment(numbers.change)).toContain("例如燈號的意義。");
    await reread(page);
    await row(page, `#${numbers.change}`).waitFor({ state: "hidden" });
    // It is the provider's turn now, in 待處理.
    const theirs = await desk.open(`office/?#provider/pending?agency=${NDC}`);
    await row(theirs, `#${numbers.change}`).getByText("退回").first().waitFor();
    await theirs.context().close();
  });

  it("審查通過: moves to 已審查, and the provider sees it (R4)", async () => {
    await row(page, TITLES.full).getByRole("link", { name: "審查", exact: true }).click();
    await page.getByRole("cell", { name: TITLES.full }).waitFor();
    await page.getByRole("button", { name: "審查通過", exact: true }).click();
    await row(page, TITLES.full).getByText("已送出，系統處理中").waitFor();
    expect(reviews(numbers.full)).toMatchObject([{ author: REVIEWER, state: "APPROVED" }]);
    await desk.refresh();
    expect(office.state(numbers.full)).toBe("merged");
    await reread(page);
    await row(page, TITLES.full).waitFor({ state: "hidden" });
    const theirs = await desk.open(`office/?#provider/processed?agency=${NDC}`);
    await row(theirs, TITLES.full).getByText("上架中").waitFor();
    await theirs.context().close();
  });

  it("已審查: lists what was approved (R6)", async () => {
    await openTab(page, "資料審查者", "已審查");
    await search(page, "審查的資料集", "審查通過");
    for (const title of [TITLES.quick, TITLES.full]) {
      expect(await row(page, title).innerText()).toContain("審查通過");
      expect(await row(page, title).innerText()).toContain("資料審查者一");
    }
    await row(page, TITLES.late).waitFor({ state: "hidden" });
  });

  it("逾期通知: what was not reviewed in time (R7)", async () => {
    await openTab(page, "資料審查者", "逾期通知");
    const line = row(page, TITLES.late);
    await line.waitFor();
    expect(await line.innerText()).toContain("逾期未審核");
    await search(page, "沒有這個名稱");
    await line.waitFor({ state: "hidden" });
  });

  it("互動專區: 我有話要說 with its 回應 (R8)", async () => {
    await replayInteraction(desk, page, "資料審查者", "增加欄位");
  });

  it("公告: found by name and text (R9)", async () => {
    await replayAnnouncements(page, "資料審查者");
  });

  it("資料集統計: views and downloads of each dataset (R10)", async () => {
    await replayStatistics(page, "資料審查者");
  });

  it("without a token: 審查通過 and 退回 by GitHub's pages (R2, R5)", async () => {
    const own = await desk.open(`office/?#reviewer/toReview?agency=${NDC}`);
    await desk.signInAtGitHub(own, "ndc-reviewer-2");
    await row(own, TITLES.second).getByRole("link", { name: "審查", exact: true }).click();
    await own.getByRole("cell", { name: TITLES.second }).waitFor();
    await own.getByRole("combobox", { name: "常用審查用語" }).selectOption("2");
    await own.getByRole("button", { name: "退回", exact: true }).click();
    const returning = await pasteAtGitHub(own.getByRole("tabpanel"), "Add a comment");
    await returning.getByRole("button", { name: "Comment", exact: true }).click();
    await leaveGitHub(returning);
    await own.getByRole("button", { name: "我已在 GitHub 完成" }).click();
    await row(own, TITLES.second).getByText("已送出，系統處理中").waitFor();

    await row(own, TITLES.first).getByRole("button", { name: "快速審查" }).click();
    const approving = await pasteAtGitHub(dialog(own, /^快速審查：/), "Add a comment");
    await approving.getByRole("button", { name: "Comment", exact: true }).click();
    await confirm(own, /^快速審查：/, "我已在 GitHub 完成");
    await office.settle();
    expect(office.labels(numbers.second)).toEqual(["新增", "退回"]);
    expect(office.comment(numbers.second)).toContain("下載網址無法開啟");
    expect(office.statuses(numbers.first).審查決定).toMatch(/^success 審查通過：資料審查者二/);
    // The branch rules want the button as well; the bot's answer leads there.
    expect(office.answers(numbers.first).join()).toContain(`/pull/${numbers.first}/files`);
    await approving.goto(`${office.double.url}/${REPOSITORY}/pull/${numbers.first}/files`);
    await approving.getByRole("radio", { name: "Approve" }).check();
    await approving.getByRole("button", { name: "Submit review" }).click();
    await office.settle();
    expect(office.state(numbers.first)).toBe("merged");
  });
});

describe("afterwards", () => {
  it("nothing went wrong unseen: no error of a script, no request that GitHub does not know", () => {
    expect(desk.errors).toEqual([]);
    expect(office.double.violations).toEqual([]);
    expect(office.double.unexpected).toEqual([]);
  });
});
