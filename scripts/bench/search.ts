import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { command, noPositionals, UsageError } from "../command.ts";

const HELP = `用法：npm run bench:search -- --titles FILE [選項]

以真實瀏覽器測量已提供瀏覽的網站之搜尋：隨機的名稱片段、資料集名次、位元組與時間。每個片段搜尋兩次：空的快取中開啟
/search/?q=…（冷），以及在已回答過其他片段的網頁中輸入（暖）。有片段找不到，或十個以內的名稱含有它卻不在前十名時，
結束代碼為 1。
  --titles FILE  網站的 catalogue.jsonl
  --site URL     網站的網址，預設為 http://localhost:4321/
  --count N      片段數，預設 300
  --cold N       其中也測冷搜尋的片段數，預設 300
  --seed N       亂數種子，預設 1
  --root DIR     與其他指令相同；這個指令只看網站
  --help         顯示這份說明`;

interface Title {
  identifier: string;
  title: string;
}

interface Piece extends Title {
  piece: string;
  /** How many titles hold it, with 臺/台, width and case folded. */
  holders: number;
}

/** Random numbers below one, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Written again here on purpose: the measure must not lean on the code that it measures.
const fold = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll("臺", "台").replace(/\s+/g, " ");

function choosePieces(titles: readonly Title[], count: number, seed: number): Piece[] {
  const random = randomNumbers(seed);
  const folded = titles.map(({ title }) => fold(title));
  const pieces: Piece[] = [];
  while (pieces.length < count) {
    const chosen = titles[Math.floor(random() * titles.length)] as Title;
    const characters = Array.from(chosen.title);
    if (characters.length < 2) continue;
    const length = Math.min(characters.length, 2 + Math.floor(random() * 7));
    const from = Math.floor(random() * (characters.length - length + 1));
    const piece = characters.slice(from, from + length).join("");
    if (piece.trim() === "") continue;
    const holders = folded.filter((title) => title.includes(fold(piece))).length;
    pieces.push({ ...chosen, piece, holders });
  }
  return pieces;
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

const at = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

const spread = (numbers: readonly number[]): string =>
  `p50 ${Math.round(at(numbers, 0.5))}, p95 ${Math.round(at(numbers, 0.95))}, max ${Math.round(at(numbers, 1))}`;

interface Options {
  site: string;
  titles: string;
  count: number;
  cold: number;
  seed: number;
}

async function measure(options: Options): Promise<number> {
  const titles = (await readFile(options.titles, "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Title)
    .map(({ identifier, title }) => ({ identifier, title: title.trim() }));
  const pieces = choosePieces(titles, options.count, options.seed);
  const address = (query: string): string => {
    const url = new URL("search/", options.site.endsWith("/") ? options.site : `${options.site}/`);
    url.searchParams.set("q", query);
    return url.href;
  };

  const browser = await launchBrowser();
  const cold = { bytes: [] as number[], requests: [] as number[], milliseconds: [] as number[] };
  for (const { piece } of pieces.slice(0, options.cold)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const take = await countBytes(page);
    const start = performance.now();
    await page.goto(address(piece), { waitUntil: "commit" });
    cold.milliseconds.push(await answered(page, piece, start));
    await page.waitForLoadState("networkidle");
    const { bytes, requests } = take();
    cold.bytes.push(bytes);
    cold.requests.push(requests);
    await context.close();
  }

  const page = await browser.newPage();
  const take = await countBytes(page);
  await page.goto(address("資料"), { waitUntil: "networkidle" });
  const warm = { bytes: [] as number[], requests: [] as number[], milliseconds: [] as number[] };
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
  await browser.close();

  console.log(`titles ${titles.length}, pieces ${pieces.length}, seed ${options.seed}`);
  console.log(`found ${ranks.length}/${pieces.length}; rank ${spread(ranks)}`);
  console.log(`held by ten titles at most: ${rare - late.length}/${rare} within the first ten`);
  console.log(`cold (${cold.bytes.length}): bytes ${spread(cold.bytes)}; requests ${spread(cold.requests)}`);
  console.log(`cold: milliseconds to the first results ${spread(cold.milliseconds)}`);
  console.log(`warm (${warm.bytes.length}): bytes ${spread(warm.bytes)}; requests ${spread(warm.requests)}`);
  console.log(`warm: milliseconds to the first results ${spread(warm.milliseconds)}`);
  for (const { piece, identifier, title } of missing)
    console.log(`missing: ${identifier} ${title} by "${piece}"`);
  for (const { piece, title, rank } of late) console.log(`late: ${title} by "${piece}" at ${rank}`);
  return missing.length + late.length > 0 ? 1 : 0;
}

const OPTIONS = Object.fromEntries(
  ["site", "titles", "count", "cold", "seed"].map((name) => [name, { type: "string" as const }]),
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
  return measure({
    site: call.text("site") ?? "http://localhost:4321/",
    titles,
    count: number("count", 300),
    cold: number("cold", 300),
    seed: number("seed", 1),
  });
});
