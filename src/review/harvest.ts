import { cell, code, inline, link, shorten } from "./markdown.ts";
import { harvestMarker } from "./names.ts";
import type { Person } from "./register.ts";

/*
 * What the bot says of an agency's own portal: in the pull request that offers what was read there, and in the issue
 * about one that can't be read (mission A10). Titles and addresses come from the source and are hostile.
 */

/** One dataset that the pull request offers. */
export interface HarvestItem {
  kind: "added" | "changed" | "removed";
  identifier: string;
  path: string;
  title: string;
  /** Day on which the difference was first seen. */
  since: string;
  fields: readonly string[];
  conflicts: readonly string[];
}

/** A record of the source that is not taken, and why: an identifier here or an agency's name. */
export interface HarvestLeftOut {
  title: string;
  because: string;
}

/** All that the pull request's text tells. Nothing in it changes by itself from day to day. */
export interface HarvestOffer {
  agencyName: string;
  url: string;
  profile: string;
  changes: readonly HarvestItem[];
  /** Differences that found no room. */
  waiting: number;
  /** Files that somebody else than the bot wrote or took away. */
  mended: readonly string[];
  /** Offers that the source did not tell of at the latest reading. */
  kept: readonly string[];
  others: readonly HarvestLeftOut[];
  byHand: readonly HarvestLeftOut[];
  withdrawn: readonly HarvestLeftOut[];
  /** Records that could not be read, in Chinese. */
  problems: readonly string[];
}

/** Days within which a change at the source has to be here (行動方案, 跨平臺介接規範). */
export const HARVEST_DAYS = 3;

const KINDS = { added: "新增", changed: "變更", removed: "下架" } as const;
const MOST_ROWS = 200;
const MOST_NAMED = 30;
/** GitHub takes 65,536 characters. */
const MAX_BODY = 60_000;
const LONGEST_TITLE = 80;

const countsText = (changes: readonly HarvestItem[]): string =>
  (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .flatMap((kind) => {
      const count = changes.filter((change) => change.kind === kind).length;
      return count > 0 ? [`${KINDS[kind]} ${count}`] : [];
    })
    .join("、");

/** The pull request's title. */
export const harvestTitle = ({ agencyName, changes }: HarvestOffer): string =>
  `介接 ${agencyName}：${countsText(changes) || "僅餘人員的修改"}`;

const more = (count: number): string[] => (count > 0 ? [`- 另有 ${count} 筆`] : []);

function named(heading: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`### ${heading}`, [...items.slice(0, MOST_NAMED), ...more(items.length - MOST_NAMED)].join("\n")];
}

const leftOut = (items: readonly HarvestLeftOut[]): string[] =>
  items.map(({ title, because }) => `- ${cell(title, LONGEST_TITLE)}（${cell(because, LONGEST_TITLE)}）`);

function rowOf({ kind, identifier, title, since, fields, conflicts }: HarvestItem): string {
  const what = fields.map((field) => cell(field, 40)).join("、");
  const both =
    conflicts.length > 0 ? `<br>**機關也改過：${conflicts.map((f) => cell(f, 40)).join("、")}**` : "";
  return `| ${KINDS[kind]} | ${code(identifier)} | ${cell(title, LONGEST_TITLE)} | ${what}${both} | ${since} |`;
}

/** The pull request's text. */
export function harvestBody(offer: HarvestOffer): string {
  const { changes, agencyName, url, profile } = offer;
  const head = [
    `依「跨平臺介接規範」每日讀取${inline(agencyName)}的平臺（${code(profile)}）：${link(url, url)}`,
    `與本目錄的差異：${countsText(changes) || "無"}。來源新增或異動後應於 ${HARVEST_DAYS} 日內完成，下表「初見」為第一次讀到這項差異的日子。`,
    "這件送審案由機器人依來源更新。可以直接在這個分支上補正檔案：機器人不會覆蓋人員改過的檔案。不採用時請關閉，同一項差異在來源再變動前不會重提。",
  ];
  const conflicts = changes.some((change) => change.conflicts.length > 0)
    ? [
        "**有欄位在來源與本目錄都改過，這裡採用來源的內容（資料資源中機關補充的欄位保留）；要維持機關的內容，請改回該欄位後再併入。**",
      ]
    : [];
  const removed = changes.some((change) => change.kind === "removed")
    ? ["下架是依來源不再列出而提出的建議；資料以不下架為原則，請確認下架原因與說明，要保留者請將該檔案改回。"]
    : [];
  const waiting = offer.waiting > 0 ? [`另有 ${offer.waiting} 筆差異，這件併入後再提出。`] : [];
  const tail = [
    ...named(
      "人員改過、維持原樣的檔案",
      offer.mended.map((path) => `- ${code(path)}`),
    ),
    ...named(
      "來源最近一次未列出、待隔日確認",
      offer.kept.map((path) => `- ${code(path)}`),
    ),
    ...named("已於本目錄下架，來源仍列出（要恢復請申請重新上架）", leftOut(offer.withdrawn)),
    ...named("本目錄由機關自行維護，未更動", leftOut(offer.byHand)),
    ...named("提供機關為其他機關，未納入", leftOut(offer.others)),
    ...named(
      "來源中無法讀取的紀錄",
      offer.problems.map((problem) => `- ${cell(problem, 200)}`),
    ),
  ];
  const rows: string[] = [];
  const fixed = [...head, ...conflicts, ...removed, ...waiting, ...tail];
  let room = MAX_BODY - fixed.reduce((sum, part) => sum + part.length + 2, 0);
  for (const change of changes.slice(0, MOST_ROWS)) {
    const row = rowOf(change);
    room -= row.length + 1;
    if (room < 0) break;
    rows.push(row);
  }
  const rest = changes.length - rows.length;
  const table =
    rows.length > 0
      ? [["| | 資料集編號 | 名稱 | 變更的欄位 | 初見 |", "|---|---|---|---|---|", ...rows].join("\n")]
      : [];
  const cut = rest > 0 ? [`另有 ${rest} 筆，見「Files changed」。`] : [];
  return [...head, ...table, ...cut, ...conflicts, ...removed, ...waiting, ...tail].join("\n\n");
}

/** The word with which the bot closes a pull request whose difference is gone. */
export const HARVEST_SETTLED = "來源與本目錄已無差異，機器人關閉這件送審案；日後有新的差異會另外提出。";

/** A source that can't be read. */
export interface HarvestFailure {
  agency: string;
  agencyName: string;
  url: string;
  profile: string;
  /** First day of it. */
  since: string;
  /** What and why, in Chinese. */
  message: string;
  /** It has lasted so long that the limit of days can't be kept. */
  late: boolean;
  /** Who is told, once: the agency's administrators. */
  persons: readonly Person[];
}

const MOST_MENTIONS = 10;

export const harvestIssueTitle = ({ agencyName }: HarvestFailure): string =>
  `介接異常：${agencyName}的平臺無法讀取`;

/** The issue's text. It is edited at most when the reason changes, and once when the days are over. */
export function harvestIssueBody(failure: HarvestFailure): string {
  const { agency, agencyName, url, profile, since, message, late, persons } = failure;
  const mentions = persons.slice(0, MOST_MENTIONS).map(({ account }) => `@${account}`);
  const parts = [
    harvestMarker(agency),
    `每日介接${inline(agencyName)}的平臺時，清單無法採用。`,
    `- 來源：${link(url, url)}（${code(profile)}）\n- 自：${since}\n- 原因：${cell(shorten(message, 500), 600)}`,
    `處理方式：請平臺維護人員確認上述網址可由網際網路公開讀取，且內容符合所填的格式；網址或格式有變動時，請修改 ${code(`agencies/${agency}/agency.yaml`)} 的 ${code("harvest")}。恢復後機器人會自行關閉這則通知；期間不會提出新增、變更或下架。`,
    ...(late
      ? [
          `**已連續 ${HARVEST_DAYS} 日無法讀取，無法遵守「資料集新增或異動當日起 ${HARVEST_DAYS} 日內」的規定；請儘速處理，或改以人工送審。**`,
        ]
      : []),
    ...(mentions.length > 0 ? [mentions.join(" ")] : []),
  ];
  return parts.join("\n\n");
}

/** The word with which the bot closes the issue. */
export const harvestRecovered = (day: string): string => `${day} 已可正常讀取，關閉這則通知。`;

/** The word with which the bot closes the issue of an agency that names no source any more. */
export const HARVEST_UNNAMED = "這個機關已不再介接自有平臺，關閉這則通知。";
