import type { Catalogue } from "../catalogue/catalogue.ts";
import { strangerPlain, strangerText } from "../catalogue/stranger-text.ts";
import { taipeiDay, taipeiTime } from "../catalogue/today.ts";
import { REPLY_STATE_NAMES, type ReplyState, replyStateOf } from "../review/opinions/reply-state.ts";
import { type OpinionEntry, REQUEST_STATE_NAMES, type RequestStatus } from "../review/opinions/types.ts";
import {
  absolute,
  datasetPath,
  OPINION_FEED_PATH,
  opinionListPath,
  opinionPath,
  type Place,
  WANTED_FEED_PATH,
} from "./addresses.ts";
import { FEED_SIZE, type FeedHead, feedXml } from "./atom.ts";
import { BOM, csvLine, joinList } from "./csv-writer.ts";
import { later } from "./dates.ts";
import { type OutputFile, pieces } from "./output-file.ts";
import { element, parent } from "./xml.ts";

/*
 * 我有話要說 and 我還想要 as lists and feeds (manual 三.4, 四.4, 五.6; mission P13, M4). Every text in them is a
 * stranger's, so only plain text leaves here.
 */

/** The two boards, as their folders are called. */
export const BOARDS = { opinions: "opinion", wanted: "wanted" } as const;
export type Board = keyof typeof BOARDS;

/** Characters of a text in the lists of the boards; the whole stands in the CSV and on the page. */
export const EXCERPT = 200;

/** An entry of opinions/list.json or wanted/list.json. */
export interface ListedOpinion {
  number: number;
  /** Address of the issue. */
  url: string;
  /** Address of the permanent page. */
  page: string;
  title: string;
  /** Masked account. */
  author: string;
  /** ISO time. */
  createdAt: string;
  /** Code and names of the agency that is to answer, and of its ministry; absent where none is known. */
  agency?: string;
  agencyName?: string;
  agencyNameEn?: string;
  ministry?: string;
  ministryName?: string;
  /** 我有話要說: identifier of the dataset, its title where it is in view, 意見類型. */
  identifier?: string;
  dataset?: string;
  kind?: string;
  /** 意見內容 or 建議原因: its beginning, plain. */
  text: string;
  /** 我還想要: name and agency as written, and where the request stands. */
  wanted?: { name: string; agency: string };
  status?: RequestStatus;
  /** 回覆狀態. */
  state: ReplyState;
  /** Last day in time, YYYY-MM-DD in Taipei, and days left until it, negative when over. */
  deadline?: string;
  left?: number;
  answeredAt?: string;
  replies: number;
  likes: number;
  dislikes: number;
}

/** opinions/list.json and wanted/list.json, newest first. */
export interface OpinionList {
  /** ISO time at which the opinions were read; absent where there is no snapshot. */
  takenAt?: string;
  entries: ListedOpinion[];
}

/** A text on one line. */
const oneLine = (text: string): string => strangerText(text).replace(/\s+/g, " ");

/** The beginning of a stranger's Markdown on one line, with 「…」 where something follows. */
export function excerptOf(markdown: string, length: number): string {
  const characters = [...strangerPlain(markdown).replace(/\s+/g, " ")];
  return characters.length > length ? `${characters.slice(0, length).join("")}…` : characters.join("");
}

/** What is told of an entry in a list. */
export function listedOf(
  entry: OpinionEntry,
  catalogue: Catalogue,
  titles: Titles,
  place: Place,
): ListedOpinion {
  const agency = entry.agency === undefined ? undefined : catalogue.agencies.get(entry.agency);
  const ministry = entry.ministry === undefined ? undefined : catalogue.agencies.get(entry.ministry);
  const { identifier, kind, wanted, status, clock, answeredAt } = entry;
  const dataset = identifier === undefined ? undefined : titles.get(identifier);
  return {
    number: entry.number,
    url: entry.url,
    page: absolute(place, opinionPath(entry.number)),
    title: oneLine(entry.title),
    author: oneLine(entry.author),
    createdAt: entry.createdAt,
    ...(agency ? { agency: agency.code, agencyName: agency.name, agencyNameEn: agency.nameEn } : {}),
    ...(ministry ? { ministry: ministry.code, ministryName: ministry.name } : {}),
    ...(identifier !== undefined ? { identifier } : {}),
    ...(dataset !== undefined ? { dataset } : {}),
    ...(kind !== undefined ? { kind } : {}),
    text: excerptOf(wanted ? wanted.reason : entry.text, EXCERPT),
    ...(wanted ? { wanted: { name: oneLine(wanted.name), agency: oneLine(wanted.agency) } } : {}),
    ...(status ? { status } : {}),
    state: replyStateOf(entry),
    ...(clock ? { deadline: clock.deadline } : {}),
    ...(clock?.left !== undefined ? { left: clock.left } : {}),
    ...(answeredAt !== undefined ? { answeredAt } : {}),
    replies: entry.replies.length,
    likes: entry.likes,
    dislikes: entry.dislikes,
  };
}

/** Titles by identifier, of datasets in view and withdrawn ones. */
export type Titles = ReadonlyMap<string, string>;
export const titlesOf = ({ datasets, withdrawn }: Catalogue): Titles =>
  new Map([...datasets, ...withdrawn].map(({ identifier, file }) => [identifier, file.title]));

const day = (time: string | undefined) => (time === undefined ? undefined : taipeiDay(new Date(time)));
const moment = (time: string | undefined) => (time === undefined ? undefined : taipeiTime(new Date(time)));

const HEADINGS: Record<Board, readonly string[]> = {
  opinions: [
    ...["編號", "發表日期", "資料集編號", "資料集名稱", "意見類型", "意見標題", "意見內容", "發表人"],
    ...["機關代碼", "機關", "部會", "回覆狀態", "回覆期限", "回覆時間", "回應數"],
    ...["喜歡", "不喜歡", "固定網址", "議題網址"],
  ],
  wanted: [
    ...[
      "編號",
      "發表日期",
      "標題",
      "建議資料集名稱",
      "建議開放的欄位",
      "建議原因",
      "建議資料提供機關",
      "發表人",
    ],
    ...[
      "機關代碼",
      "機關",
      "部會",
      "狀態",
      "預計開放日期",
      "已開放資料集編號",
      "無法開放之法規",
      "無法開放之理由",
    ],
    ...["併入之需求", "已併入本需求", "回覆狀態", "回覆期限", "回覆時間", "回應數"],
    ...["喜歡", "不喜歡", "固定網址", "議題網址"],
  ],
};

function csvRow(entry: OpinionEntry, listed: ListedOpinion, catalogue: Catalogue) {
  const { wanted, status, merged = [] } = entry;
  const agency = [
    listed.agency,
    listed.agencyName,
    listed.ministry && catalogue.agencies.get(listed.ministry)?.name,
  ];
  const reply = [
    REPLY_STATE_NAMES[listed.state].zh,
    listed.deadline,
    moment(listed.answeredAt),
    listed.replies,
  ];
  const rest = [listed.likes, listed.dislikes, listed.page, listed.url];
  const first = [listed.number, day(listed.createdAt)];
  if (!wanted) {
    const { identifier, dataset, kind, title, author } = listed;
    const about = [identifier, dataset, kind, title, strangerText(entry.text), author];
    return csvLine([...first, ...about, ...agency, ...reply, ...rest]);
  }
  return csvLine([
    ...first,
    listed.title,
    ...[wanted.name, wanted.fields, wanted.reason, wanted.agency].map(strangerText),
    listed.author,
    ...agency,
    status && REQUEST_STATE_NAMES[status.state].zh,
    status?.date,
    status?.dataset,
    status?.law && strangerText(status.law),
    status?.reason && strangerText(status.reason),
    status?.into,
    joinList(merged.map(String)),
    ...reply,
    ...rest,
  ]);
}

/** A time as RFC 3339 writes it, without parts of a second. */
const utc = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** The last moment at which something happened to an entry. */
export function updatedAt({ createdAt, answeredAt, status, replies }: OpinionEntry): string {
  const times = [answeredAt, status?.at, ...replies.map(({ at }) => at)];
  return times.reduce((last: string, time) => later(last, time && utc(time)), utc(createdAt));
}

/** What a feed's entry says: the fields of the form, then how it stands. */
function feedText(entry: OpinionEntry, listed: ListedOpinion): string {
  const { wanted, status } = entry;
  const lines = wanted
    ? [
        `建議資料集名稱：${listed.wanted!.name}`,
        `建議開放的欄位：${strangerPlain(wanted.fields)}`,
        `建議原因：${strangerPlain(wanted.reason)}`,
        `建議資料提供機關：${listed.wanted!.agency}`,
        ...(status ? [`狀態：${REQUEST_STATE_NAMES[status.state].zh}`] : []),
      ]
    : [
        `資料集：${listed.dataset ?? listed.identifier ?? "（未註明）"}`,
        ...(listed.kind === undefined ? [] : [`意見類型：${listed.kind}`]),
        strangerPlain(entry.text),
      ];
  return [...lines, `回覆狀態：${REPLY_STATE_NAMES[listed.state].zh}`].join("\n");
}

function feedEntry(entry: OpinionEntry, listed: ListedOpinion, place: Place) {
  const updated = updatedAt(entry);
  const { page, identifier, dataset } = listed;
  const xml = parent("entry", {}, [
    element("id", {}, page),
    element("title", {}, listed.title),
    element("link", { rel: "alternate", type: "text/html", hreflang: "zh-Hant-TW", href: page }),
    ...(identifier !== undefined && dataset !== undefined
      ? [
          element("link", {
            rel: "related",
            type: "text/html",
            href: absolute(place, datasetPath(identifier)),
          }),
        ]
      : []),
    element("published", {}, utc(entry.createdAt)),
    element("updated", {}, updated),
    parent("author", {}, [element("name", {}, listed.author)]),
    element("content", { type: "text" }, feedText(entry, listed)),
  ]);
  return { xml, updated };
}

const FEEDS: Record<Board, { path: string; title: string; subtitle: string }> = {
  opinions: { path: OPINION_FEED_PATH, title: "我有話要說", subtitle: "對資料集的最新意見" },
  wanted: { path: WANTED_FEED_PATH, title: "我還想要", subtitle: "希望政府開放的資料集" },
};

/**
 * Both boards as JSON, CSV and Atom. They are there without any opinion too, since pages link to them.
 * @param entries newest first
 * @param takenAt ISO time at which they were read; undefined where no snapshot was given
 */
export function* opinionFiles(
  catalogue: Catalogue,
  entries: readonly OpinionEntry[],
  takenAt: string | undefined,
  place: Place,
): Generator<OutputFile> {
  const titles = titlesOf(catalogue);
  for (const board of Object.keys(BOARDS) as Board[]) {
    const own = entries.filter(({ form }) => form === BOARDS[board]);
    const listed = own.map((entry) => listedOf(entry, catalogue, titles, place));
    const list: OpinionList = { ...(takenAt === undefined ? {} : { takenAt }), entries: listed };
    yield { path: opinionListPath(board, "json"), content: `${JSON.stringify(list)}\n` };
    yield {
      path: opinionListPath(board, "csv"),
      content: pieces(function* () {
        yield BOM + csvLine(HEADINGS[board]);
        for (const [at, entry] of own.entries()) yield csvRow(entry, listed[at]!, catalogue);
      }),
    };
    const { path, title, subtitle } = FEEDS[board];
    const head: FeedHead = {
      path,
      title: `${catalogue.settings.name}：${title}`,
      subtitle,
      page: `${board}/`,
    };
    const newest = own.slice(0, FEED_SIZE).map((entry, at) => feedEntry(entry, listed[at]!, place));
    yield { path, content: feedXml(head, newest, catalogue, place) };
  }
}
