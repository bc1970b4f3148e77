import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { command, noPositionals, UsageError } from "../command.ts";
import { readBytes } from "../read-table.ts";
import { pick, type Random, randomNumbers } from "./corpus/random.ts";
import type { SearchCost, SearchResult } from "./results.ts";
import { quantile } from "./statistics.ts";

const HELP = `用法：npm run bench:search -- --titles FILE [選項]

以真實瀏覽器測量已提供瀏覽的網站之搜尋：隨機的名稱片段、資料集名次、位元組與時間。片段在已回答過其他片段的網頁中輸入
（warm）；其中一些另以空的快取各搜尋兩次：開啟 /search/?q=…（cold），以及開啟 /search/ 後逐字輸入（typed）。另取機關名稱
與關鍵字的片段，找到的筆數不得少於含有它的資料集數。
有片段找不到，或十個以內的名稱含有它卻不在前十名時，結束代碼為 1。
  --titles FILE  網站的 catalogue.jsonl 或 catalogue.jsonl.gz
  --site URL     網站的網址，預設為 http://localhost:4321/
  --count N      片段數，預設 300
  --words N      機關名稱與關鍵字的片段數，預設 100
  --cold N       其中也以空的快取測量的片段數，預設 50
  --seed N       亂數種子，預設 1
  --json FILE    也把結果寫成 JSON
  --root DIR     與其他指令相同；這個指令只看網站
  --help         顯示這份說明`;

interface Title {
  identifier: string;
  title: string;
  publisher: string;
  keyword: string[];
}

interface Piece {
  identifier: string;
  title: string;
  piece: string;
  /** How many titles hold it, with 臺/台, width and case folded. */
  holders: number;
}

/** A piece of an agency's name or of a keyword. */
interface Word {
  piece: string;
  /** How many datasets hold it in their agency's name or in one of their keywords. */
  holders: number;
}

// Written again here on purpose: the measure must not lean on the code that it measures.
const fold = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll("臺", "台").replace(/\s+/g, " ");

/** Two to eight characters of a text, from anywhere in it; undefined where it is too short or they are blank. */
function pieceOf(text: string, random: Random): string | undefined {
  const characters = Array.from(text);
  if (characters.length < 2) return undefined;
  const length = Math.min(characters.length, 2 + Math.floor(random() * 7));
  const from = Math.floor(random() * (characters.length - length + 1));
  const piece = characters.slice(from, from + length).join("");
  return piece.trim() === "" ? undefined : piece;
}

function choosePieces(titles: readonly Title[], count: number, seed: number): Piece[] {
  const random = randomNumbers(seed);
  const folded = titles.map(({ title }) => fold(title));
  const pieces: Piece[] = [];
  while (pieces.length < count) {
    const { identifier, title } = pick(random, titles);
    const piece = pieceOf(title, random);
    if (piece === undefined) continue;
    const holders = folded.filter((other) => other.includes(fold(piece))).length;
    pieces.push({ identifier, title, piece, holders });
  }
  return pieces;
}

function chooseWords(titles: readonly Title[], count: number, seed: number): Word[] {
  const random = randomNumbers(seed + 1);
  const folded = titles.map(({ publisher, keyword }) => [publisher, ...keyword].map(fold));
  const words: Word[] = [];
  while (words.length < count) {
    const { publisher, keyword } = pick(random, titles);
    const piece = pieceOf(pick(random, [publisher, ...keyword]), random);
    if (piece === undefined) continue;
    const holders = folded.filter((texts) => texts.some((text) => text.includes(fold(piece)))).length;
    words.push({ piece, holders });
  }
  return words;
}

/** Counts what comes over the network for a page. */
async function countBytes(page: Page): Promise<() => { bytes: number; requests: number }> {
  const session = await page.context().newCDPSession(page);
  const total = { bytes: 0, requests: 0 };
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    total.bytes += encodedDataLength;
    total.requests += 1;
  });
  await session.send("Network.enable");
  return () => {
    const now = { ...total };
    total.bytes = 0;
    total.requests = 0;
    return now;
  };
}

const results = "li[data-identifier]";
const panel = "[data-search-panel]";

/** Waits until the answer to this query is shown; gives the time since the start. */
async function answered(page: Page, query: string, start: number): Promise<number> {
  await page.waitForFunction(
    ([panelSelector, wanted]) => {
      const settled = document.querySelector(`${panelSelector}:not([aria-busy])`);
      const status = settled?.querySelector("[role=status]")?.textContent ?? "";
      return (
        settled &&
        /\d|找不到|No dataset|無法/.test(status) &&
        new URLSearchParams(location.search).get("q") === wanted
      );
    },
    [panel, query] as const,
    { polling: "raf", timeout: 30_000 },
  );
  return performance.now() - start;
}

/** The dataset's place among the results, asking for more until it is there or the list ends. */
async function rankOf(page: Page, identifier: string): Promise<number | undefined> {
  for (;;) {
    const identifiers = await page
      .locator(results)
      .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.identifier));
    const position = identifiers.indexOf(identifier);
    if (position >= 0) return position + 1;
    const more = page.locator("[data-more] button").last();
    if (!(await more.isVisible())) return undefined;
    await more.click();
    await page.waitForFunction(
      ([selector, before]) => document.querySelectorAll(selector).length > before,
      [results, identifiers.length] as const,
      { timeout: 30_000 },
    );
  }
}

const spread = (numbers: readonly number[]): string =>
  `p50 ${Math.round(quantile(numbers, 0.5))}, p95 ${Math.round(quantile(numbers, 0.95))}, max ${Math.round(quantile(numbers, 1))}`;

/** How many datasets the panel says that it found. */
async function totalOf(page: Page): Promise<number> {
  const said = (await page.locator(`${panel} [role=status]`).textContent()) ?? "";
  return Number((/[\d,]+/.exec(said)?.[0] ?? "0").replaceAll(",", ""));
}

/** Somebody who types fast, milliseconds a character; an input method takes longer. */
const TYPING = 120;

interface Costs {
  bytes: number[];
  requests: number[];
  milliseconds: number[];
}

const costOf = ({ bytes, milliseconds }: Costs): SearchCost => ({
  queries: bytes.length,
  bytes: { median: quantile(bytes, 0.5), p95: quantile(bytes, 0.95) },
  milliseconds: { median: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95) },
});

/**
 * Searches with an empty cache, and adds what it cost.
 * @param ask asks for the piece; gives the moment from which an answer is waited for
 */
async function searchAnew(
  browser: Browser,
  costs: Costs,
  piece: string,
  ask: (page: Page) => Promise<number>,
): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const take = await countBytes(page);
  costs.milliseconds.push(await answered(page, piece, await ask(page)));
  await page.waitForLoadState("networkidle");
  const { bytes, requests } = take();
  costs.bytes.push(bytes);
  costs.requests.push(requests);
  await context.close();
}

interface Options {
  site: string;
  titles: string;
  count: number;
  words: number;
  cold: number;
  seed: number;
  json: string | undefined;
}

/** Whether a piece can be taken from one of these. */
const haveAPiece = (texts: readonly string[]): boolean =>
  texts.some((text) => Array.from(text.trim()).length >= 2);

/** What a line holds; nothing where it is no JSON. */
function parseLine(line: string): Partial<Title> {
  try {
    return (JSON.parse(line) ?? {}) as Partial<Title>;
  } catch {
    return {};
  }
}

/**
 * Reads what the site says of its datasets.
 * @throws UsageError when a line is no dataset, or no piece can be taken from them
 */
async function readTitles(path: string): Promise<Title[]> {
  const titles: Title[] = [];
  for (const [index, line] of new TextDecoder()
    .decode(await readBytes(path))
    .split("\n")
    .entries()) {
    if (line === "") continue;
    const { identifier, title, publisher = "", keyword = [] } = parseLine(line);
    if (typeof identifier !== "string" || typeof title !== "string")
      throw new UsageError(`${path}:${index + 1} 不是一筆資料集：須是有 identifier 與 title 的 JSON 物件`);
    titles.push({ identifier, title: title.trim(), publisher, keyword });
  }
  if (!haveAPiece(titles.map(({ title }) => title))) throw new UsageError(`${path} 沒有兩個字以上的名稱`);
  if (!haveAPiece(titles.flatMap(({ publisher, keyword }) => [publisher, ...keyword])))
    throw new UsageError(`${path} 沒有兩個字以上的機關名稱或關鍵字`);
  return titles;
}

/** @throws UsageError when no search page answers there */
async function checkSite(address: string): Promise<void> {
  const problem = await fetch(address, { signal: AbortSignal.timeout(10_000) }).then(
    ({ ok, status }) => (ok ? undefined : `HTTP ${status}`),
    (cause: Error) => (cause.cause instanceof Error ? cause.cause.message : cause.message),
  );
  if (problem)
    throw new UsageError(`無法開啟 ${address}：${problem}；請先提供網站瀏覽，並以 --site 指定網址`);
}

async function measure(options: Options): Promise<number> {
  const titles = await readTitles(options.titles);
  const address = (query: string): string => {
    const url = new URL("search/", options.site.endsWith("/") ? options.site : `${options.site}/`);
    if (query !== "") url.searchParams.set("q", query);
    return url.href;
  };
  await checkSite(address(""));
  const browser = await launchBrowser();
  try {
    return await measureIn(browser, titles, address, options);
  } finally {
    await browser.close();
  }
}

async function measureIn(
  browser: Browser,
  titles: readonly Title[],
  address: (query: string) => string,
  options: Options,
): Promise<number> {
  const pieces = choosePieces(titles, options.count, options.seed);
  const words = chooseWords(titles, options.words, options.seed);
  const cold: Costs = { bytes: [], requests: [], milliseconds: [] };
  const typed: Costs = { bytes: [], requests: [], milliseconds: [] };
  for (const { piece } of pieces.slice(0, options.cold)) {
    await searchAnew(browser, cold, piece, async (page) => {
      const start = performance.now();
      await page.goto(address(piece), { waitUntil: "commit" });
      return start;
    });
    await searchAnew(browser, typed, piece, async (page) => {
      await page.goto(address(""), { waitUntil: "networkidle" });
      await page.locator("input[name=q]").click();
      await page.keyboard.type(piece, { delay: TYPING });
      const start = performance.now();
      await page.keyboard.press("Enter");
      return start;
    });
  }

  const page = await browser.newPage();
  const take = await countBytes(page);
  await page.goto(address("資料"), { waitUntil: "networkidle" });
  const warm: Costs = { bytes: [], requests: [], milliseconds: [] };
  const ranks: number[] = [];
  const missing: Piece[] = [];
  let rare = 0;
  const late: (Piece & { rank: number | undefined })[] = [];
  for (const wanted of pieces) {
    take();
    await page.locator("input[name=q]").fill(wanted.piece);
    const start = performance.now();
    // Submitting skips the wait for the end of the typing, which is not part of the answer's time.
    await page.locator("input[name=q]").press("Enter");
    warm.milliseconds.push(await answered(page, wanted.piece, start));
    await page.waitForLoadState("networkidle");
    const { bytes, requests } = take();
    warm.bytes.push(bytes);
    warm.requests.push(requests);
    const rank = await rankOf(page, wanted.identifier);
    if (rank === undefined) missing.push(wanted);
    else ranks.push(rank);
    if (wanted.holders <= 10) {
      rare += 1;
      if (rank === undefined || rank > 10) late.push({ ...wanted, rank });
    }
  }
  const few: (Word & { total: number })[] = [];
  for (const word of words) {
    await page.locator("input[name=q]").fill(word.piece);
    await page.locator("input[name=q]").press("Enter");
    await answered(page, word.piece, performance.now());
    const total = await totalOf(page);
    if (total < word.holders) few.push({ ...word, total });
  }

  console.log(`titles ${titles.length}, pieces ${pieces.length}, seed ${options.seed}`);
  console.log(`found ${ranks.length}/${pieces.length}; rank ${spread(ranks)}`);
  console.log(`held by ten titles at most: ${rare - late.length}/${rare} within the first ten`);
  for (const [name, { bytes, requests, milliseconds }] of Object.entries({ cold, typed, warm })) {
    console.log(`${name} (${bytes.length}): bytes ${spread(bytes)}; requests ${spread(requests)}`);
    console.log(`${name}: milliseconds to the first results ${spread(milliseconds)}`);
  }
  console.log(`agencies and keywords: ${words.length - few.length}/${words.length} found in full`);
  for (const { piece, holders, total } of few) console.log(`few: ${total} of ${holders} by "${piece}"`);
  for (const { piece, identifier, title } of missing)
    console.log(`missing: ${identifier} ${title} by "${piece}"`);
  for (const { piece, title, rank } of late) console.log(`late: ${title} by "${piece}" at ${rank}`);
  if (options.json) {
    const result: SearchResult = {
      pieces: pieces.length,
      found: ranks.length,
      rare,
      rareInFirstTen: rare - late.length,
      words: words.length,
      wordsFound: words.length - few.length,
      cold: costOf(cold),
      typed: costOf(typed),
      warm: costOf(warm),
    };
    await writeFile(options.json, JSON.stringify(result));
  }
  return missing.length + late.length + few.length > 0 ? 1 : 0;
}

const OPTIONS = Object.fromEntries(
  ["site", "titles", "count", "words", "cold", "seed", "json"].map((name) => [
    name,
    { type: "string" as const },
  ]),
);

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const titles = call.text("titles");
  if (!titles) throw new UsageError("請以 --titles 指定網站的 catalogue.jsonl");
  const number = (name: string, standard: number) => {
    const text = call.text(name) ?? String(standard);
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} 必須是整數，不能是 ${text}`);
    return Number(text);
  };
  const site = call.text("site") ?? "http://localhost:4321/";
  if (!URL.canParse(site)) throw new UsageError(`--site 必須是網址，不能是 ${site}`);
  return measure({
    site,
    titles,
    count: number("count", 300),
    words: number("words", 100),
    cold: number("cold", 50),
    seed: number("seed", 1),
    json: call.text("json"),
  });
});
