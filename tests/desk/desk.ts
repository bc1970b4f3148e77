import { execFile } from "node:child_process";
import { readFile as readText, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { splitAddress } from "../../src/adapters/build-site.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { readDatasetHistory } from "../../src/adapters/history.ts";
import { copyFiles, writeOutputs } from "../../src/adapters/output.ts";
import { readQualitySnapshots } from "../../src/adapters/quality/evidence-files.ts";
import { readRegisterHistory } from "../../src/adapters/register-history.ts";
import { loadReviewPlatform } from "../../src/adapters/review-platform.ts";
import { serve } from "../../src/adapters/serve.ts";
import { readReviewSnapshots } from "../../src/adapters/snapshots.ts";
import { readUsageSnapshots } from "../../src/adapters/usage-files.ts";
import { buildCatalogue } from "../../src/catalogue/catalogue.ts";
import { pathOf } from "../../src/catalogue/check.ts";
import { planOf } from "../../src/catalogue/plan/plan.ts";
import { assessQuality } from "../../src/catalogue/quality/assess.ts";
import { taipeiDay } from "../../src/catalogue/today.ts";
import { usageOf } from "../../src/catalogue/usage/usage.ts";
import { deskFiles } from "../../src/desk/data.ts";
import { datasetYamlPath } from "../../src/exchange/addresses.ts";
import { outputs } from "../../src/exchange/outputs.ts";
import { authorisations } from "../../src/review/authorisations.ts";
import { writeSnapshot } from "../../src/review/queues.ts";
import { buildRegister } from "../../src/review/register.ts";
import { type Office, openOffice, pointAtDouble, REPOSITORY } from "../office/office.ts";
import { runScript } from "../support/repository.ts";

/*
 * The officer's desk as people meet it: the project's catalogue on the double of GitHub with the bot, a site built from
 * it whose settings point at the double, and a browser. Site and double stand on ports of their own, as they would on
 * hosts of their own.
 */

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, "../..");

/** What the token panel asks an officer to tick, and nothing more. */
const PERMISSIONS = { contents: "write", "pull-requests": "write", issues: "write" } as const;

/** Two cores may be busy with something else. */
export const PATIENT = { timeout: 60_000 };

export interface Desk {
  office: Office;
  /** Address of the site, with a slash at the end. */
  url: string;
  /** Folder of the built site. */
  out: string;
  browser: Browser;
  /** A fine-grained token of somebody: for the catalogue, unless told. */
  token(login: string, repository?: string): string;
  /** A page of the site in a browser of its own; errors of its scripts are collected and told by `close`. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Lets the bot settle, then writes the site's data files anew: pages stay as they were built. */
  refresh(): Promise<void>;
  /** Lets the bot settle, then builds the whole site anew. */
  rebuild(): Promise<void>;
  /** Signs the browser of a page in at the double, as one does on GitHub. */
  signInAtGitHub(page: Page, login: string): Promise<void>;
  /** Text of a file in a submission's latest version; undefined where it has none. */
  submitted(number: number, path: string): string | undefined;
  /** Numbers of the pull requests that are new since the last time this was asked. */
  newPulls(): number[];
  /** Errors of scripts so far; tests assert it to be empty. */
  errors: string[];
  close(): Promise<void>;
}

/** A file of the project, as it begins on the double's main branch. */
export const readFile = (path: string) => readText(join(PROJECT, path), "utf8");

/** A day in Taipei, so many days ago: 2026-11-21, or 115年11月21日. */
export function taipei(days: number, era?: "民國"): string {
  const day = daysAgo(days).slice(0, 10);
  const [year = "", month, date] = day.split("-");
  return era ? `${Number(year) - 1911}年${Number(month)}月${Number(date)}日` : day;
}

/** Ten in the morning in Taipei, so many days ago. */
export function daysAgo(days: number): string {
  const today = Date.parse(`${taipeiDay(new Date())}T02:00:00Z`);
  return new Date(today - days * 86_400_000).toISOString();
}

/** What starts the bot for a submission or a request. */
const STARTS = ["pull_request", "pull_request_review", "issue_comment", "issues"];

/**
 * An office whose bot looks once at each submission that something happened to, as GitHub does where runs of one
 * concurrency group wait for each other: those in between are dropped.
 */
function patient(office: Office): Office & { look(): Promise<void> } {
  const { deliveries } = office.double.world;
  let seen = deliveries.length;
  return {
    ...office,
    /** One tour over all submissions in place of a run for each. */
    async look() {
      await office.overdue();
      seen = deliveries.length;
    },
    async settle() {
      for (;;) {
        const fresh = deliveries
          .slice(seen)
          .filter((d) => !d.byWorkflowToken && d.repository === REPOSITORY && STARTS.includes(d.event));
        seen = deliveries.length;
        if (fresh.length === 0) return;
        const subjects = fresh.map(({ payload }) => payload.pull_request ?? payload.issue);
        for (const number of new Set(subjects.map((subject) => (subject as { number: number }).number))) {
          const issue = office.double.world.issue(REPOSITORY, number);
          const event = join(office.work, "../event.json");
          await writeFile(event, JSON.stringify({ action: "opened", issue: { number } }));
          const what = issue.pull ? ["--number", String(number)] : ["--event", event];
          const { code, output } = await office.bot("review", ...what);
          if (code !== 0) throw new Error(`review of #${number}: ${output}`);
        }
      }
    },
  };
}

/**
 * Opens a desk; whoever opens it closes it.
 * @param before what happened in the office before the site was built, from four weeks ago on
 */
export async function openDesk(before?: (office: Office) => Promise<void>): Promise<Desk> {
  const office = patient(await openOffice({ now: daysAgo(before ? 28 : 0), from: PROJECT }));
  const { double } = office;
  await before?.(office);
  double.world.set(daysAgo(0));
  const git = (folder: string, ...args: string[]) => run("git", args, { cwd: folder });
  // The first tour makes the snapshots, empty ones where nothing happened.
  await office.look();
  // What is said from now on comes after what the bot saw.
  double.world.advance(60_000);
  const { main, snapshots, out } = await office.checkOut();

  async function update(): Promise<void> {
    await office.settle();
    await git(main, "fetch", "--quiet", "origin");
    await git(main, "reset", "--quiet", "--hard", "origin/main");
    await git(snapshots, "checkout", "--quiet", "--detach", "origin/snapshots");
    await pointAtDouble(main, double.url);
  }
  async function build(): Promise<void> {
    const built = await runScript("build", "--root", main, "--out", out, "--snapshots", snapshots);
    if (built.code !== 0) throw new Error(built.stderr + built.stdout);
  }

  await pointAtDouble(main, double.url);
  await build();
  const { server, url } = await serve(out, "/", 0);
  const browser = await launchBrowser();
  const errors: string[] = [];
  const contexts: { close(): Promise<void> }[] = [];

  const pulls = () =>
    [...double.world.repository(REPOSITORY).issues.values()].filter((i) => i.pull).map((i) => i.number);
  let told = new Set(pulls());
  const textAt = (repository: string, oid: string, path: string) => {
    const store = double.world.git(repository);
    const entry = store.entry(oid, path);
    return entry && new TextDecoder().decode(store.readBlob(entry.oid));
  };

  return {
    office,
    url,
    out,
    browser,
    errors,
    token: (login, repository = REPOSITORY) => double.token("fine-grained", login, PERMISSIONS, repository),
    async open(path, options = {}) {
      const permissions = ["clipboard-read", "clipboard-write"];
      const context = await browser.newContext({ locale: "zh-TW", permissions, ...options });
      context.setDefaultTimeout(PATIENT.timeout);
      contexts.push(context);
      context.on("weberror", (error) => errors.push(`${path}: ${error.error().stack ?? error.error()}`));
      context.on("console", (message) => {
        if (message.type() === "error" && /Content.Security.Policy/i.test(message.text())) {
          errors.push(`${path}: ${message.text()}`);
        }
      });
      const page = await context.newPage();
      await page.goto(url + path, { waitUntil: "load" });
      return page;
    },
    async signInAtGitHub(page, login) {
      const own = await page.context().newPage();
      await own.goto(`${double.url}/_login?as=${login}`);
      await own.close();
    },
    submitted(number, path) {
      const { pull } = double.world.pull(REPOSITORY, number);
      return textAt(pull.headRepository, pull.headOid, path);
    },
    newPulls() {
      const now = pulls();
      const fresh = now.filter((number) => !told.has(number));
      told = new Set(now);
      return fresh;
    },
    async refresh() {
      await update();
      const today = taipeiDay(new Date());
      const checked = await checkCatalogue(main, today);
      const catalogue = buildCatalogue({ ...checked.input!, today });
      const { operators, phrases } = await loadReviewPlatform(main);
      const { submissions, overdue, opinions, opinionsTakenAt } = await readReviewSnapshots(snapshots);
      const register = {
        authorisations: authorisations(buildRegister(checked.input!.agencies, operators)),
        changes: (await readRegisterHistory(main)).changes,
      };
      const { origin, base } = splitAddress(catalogue.settings.url);
      const { entries: history } = await readDatasetHistory(main);
      const evidence = await readQualitySnapshots(snapshots);
      const quality = assessQuality(catalogue, evidence.evidenceOf, today);
      const usage = usageOf(await readUsageSnapshots(snapshots), catalogue);
      const known = {
        history,
        quality,
        evidenceOf: evidence.evidenceOf,
        qualityHistory: evidence.history,
        plan: planOf(catalogue, history, usage),
        opinions,
        opinionsTakenAt,
        usage,
      };
      await writeOutputs(out, outputs({ catalogue, base, origin, register, ...known }));
      await writeOutputs(out, [
        ...deskFiles({ catalogue, datasets: checked.input!.datasets, operators, phrases }),
        ...(submissions ? [{ path: "review/submissions.json", content: writeSnapshot(submissions) }] : []),
        ...(overdue ? [{ path: "review/overdue.json", content: writeSnapshot(overdue) }] : []),
      ]);
      copyFiles(
        [...catalogue.datasets, ...catalogue.withdrawn].map(({ identifier }) => ({
          from: join(main, pathOf(identifier)),
          to: join(out, datasetYamlPath(identifier)),
        })),
      );
    },
    async rebuild() {
      await update();
      await build();
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      server.close();
      await office.close();
    },
  };
}

/* ---------- acts by accessible name ---------- */

/** Links the page to an account by its token. */
export async function signIn(page: Page, token: string): Promise<void> {
  const panel = page.getByText("連結 GitHub 帳號", { exact: true });
  await panel.click();
  await page.getByLabel("權杖", { exact: true }).fill(token);
  await page.getByRole("button", { name: "連結", exact: true }).click();
  await page.getByRole("button", { name: "結束連結" }).waitFor();
}

/** Chooses a role, then one of its tabs, as the manual says. */
export async function openTab(page: Page, role: string, tab: string): Promise<void> {
  await page.getByRole("navigation", { name: "角色" }).getByRole("link", { name: role }).click();
  await page.getByRole("tab", { name: tab, exact: true }).click();
  await page.getByRole("tabpanel", { name: tab, exact: true }).waitFor();
}

/** 查詢 with a text, and a state where the list has states. */
export async function search(page: Page, text: string, state?: string): Promise<void> {
  const form = page.getByRole("tabpanel").getByRole("search");
  await form.getByRole("searchbox").fill(text);
  if (state !== undefined) await form.getByRole("combobox").selectOption({ label: state });
  await form.getByRole("button", { name: "查詢" }).click();
}

/** The row of a list that holds a text. */
export const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

/** The dialog of this name. */
export const dialog = (page: Page, name: string | RegExp) => page.getByRole("dialog", { name });

/** Waits until a form has fetched all that it needs without a network: the catalogue's titles come last. */
export const hasAllParts = (page: Page) =>
  page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/office/titles.txt")),
  );

/** Reads the lists anew, and waits until they are there. */
export async function reread(page: Page): Promise<void> {
  await page.getByRole("button", { name: "重新整理" }).click();
  await page.getByRole("button", { name: "重新整理" }).and(page.locator("[aria-disabled=false]")).waitFor();
}

/** Presses a button of a dialog, and waits until the dialog is gone. */
export async function confirm(page: Page, name: string | RegExp, button: string): Promise<void> {
  await dialog(page, name).getByRole("button", { name: button, exact: true }).click();
  await dialog(page, name).waitFor({ state: "hidden" });
}

/** From the workbench to the empty form of an agency; gives the identifier that it has. */
export async function newDataset(page: Page, agency: string): Promise<string> {
  await openTab(page, "資料提供者", "新增資料集");
  await page.getByRole("tabpanel").getByRole("link", { name: "新增資料集" }).click();
  const link = page.getByRole("main").getByRole("link", { name: agency, exact: true }).first();
  const isLinked = await page.evaluate(() =>
    Object.keys(sessionStorage).some((key) => key.startsWith("desk-token")),
  );
  // Who is not known chooses among all agencies.
  if (!isLinked) await page.getByRole("searchbox", { name: "機關名稱或代碼" }).fill(agency);
  await link.click();
  await page.getByRole("textbox", { name: "資料集名稱" }).waitFor();
  return /[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}/.exec((await page.getByRole("main").textContent())!)![0];
}

/** Fills in one of the form's resources. */
export async function fillResource(
  page: Page,
  number: number,
  resource: { description: string; format: string; address: string },
): Promise<void> {
  const group = page.getByRole("group", { name: new RegExp(`^資源 ${number}(?!\\d)`) });
  await group.getByRole("textbox", { name: "資料資源描述" }).fill(resource.description);
  await group.getByRole("combobox", { name: "檔案格式" }).selectOption({ label: resource.format });
  await group.getByRole("textbox", { name: "資料下載網址" }).fill(resource.address);
}

/* ---------- the way without a token ---------- */

/** 「開啟 GitHub」 of some steps: the page that opens. */
export async function openGitHub(steps: Locator): Promise<Page> {
  const opening = steps.page().context().waitForEvent("page");
  await steps.getByRole("link", { name: "開啟 GitHub" }).click();
  const page = await opening;
  await page.waitForLoadState();
  const fork = page.getByRole("button", { name: "Fork this repository" });
  if (await fork.isVisible()) await fork.click();
  return page;
}

/** Closes GitHub's page once it has answered: closed while it loads, it may hang. */
export async function leaveGitHub(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.close();
}

/** Copies what the steps say, opens GitHub's page, and pastes it in place of all that stands in a field. */
export async function pasteAtGitHub(steps: Locator, field: string): Promise<Page> {
  const copy = steps.getByRole("button", { name: "複製內容" });
  const copies = await copy.isVisible();
  if (copies) {
    await copy.click();
    await steps.getByText("已複製。").waitFor();
  }
  const page = await openGitHub(steps);
  if (copies) {
    await page.getByLabel(field, { exact: true }).focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("ControlOrMeta+V");
  }
  return page;
}

/** Goes from the steps to a pull request, by GitHub's pages alone; gives its number. */
export async function proposeAtGitHub(
  desk: Desk,
  steps: Locator,
  field: string,
  message: string,
): Promise<number> {
  const page = await pasteAtGitHub(steps, field);
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await press("Commit changes…");
  await page.getByLabel("Commit message").fill(message);
  await press("Propose changes");
  await press("Create pull request");
  await press("Create pull request");
  await page.waitForURL(/\/pull\/\d+$/);
  await leaveGitHub(page);
  const [number] = desk.newPulls();
  return number!;
}
