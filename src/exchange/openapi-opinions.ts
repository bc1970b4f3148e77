import { REPLY_STATES } from "../review/opinions/reply-state.ts";
import { REQUEST_STATES } from "../review/opinions/types.ts";
import {
  both,
  get,
  integer,
  type Json,
  json,
  list,
  media,
  object,
  parameter,
  string,
  uri,
} from "./openapi-parts.ts";

const date = (description: string): Json => ({ type: "string", format: "date", description });
const time = (description: string): Json => ({ type: "string", format: "date-time", description });

const STATUS = object(
  {
    state: { type: "string", enum: REQUEST_STATES },
    at: time(both("記錄時間。", "When it was recorded.")),
    date: date(both("預計開放日期。", "Day on which it is to be opened.")),
    dataset: string(both("已開放的資料集編號。", "Identifier of the dataset that fulfils it.")),
    law: string(both("無法開放之法規。", "Law for which it cannot be opened.")),
    reason: string(both("無法開放之理由。", "Reason for which it cannot be opened.")),
    into: integer(both("併入的需求編號。", "Number of the request that goes on.")),
  },
  ["state", "at"],
);

const ENTRY = object(
  {
    number: integer(both("議題編號。", "Number of the issue.")),
    url: uri(both("議題網址。", "Address of the issue.")),
    page: uri(both("固定網址。", "Permanent page.")),
    title: string(),
    author: string(both("發表人，帳號已遮蔽。", "Author; the account is masked.")),
    createdAt: time(both("發表時間。", "When it was written.")),
    agency: string(both("負責回覆的機關代碼。", "Code of the agency that is to answer.")),
    agencyName: string(),
    agencyNameEn: string(),
    ministry: string(both("部會代碼。", "Code of the ministry.")),
    ministryName: string(),
    identifier: string(both("資料集編號。", "The dataset's identifier.")),
    dataset: string(both("資料集名稱。", "The dataset's title.")),
    kind: string(both("意見類型。", "Kind of opinion.")),
    text: string(
      both("意見內容或建議原因的開頭，純文字。", "Beginning of the opinion or of the reason, plain."),
    ),
    wanted: object({ name: string(), agency: string() }, ["name", "agency"]),
    status: STATUS,
    state: { type: "string", enum: REPLY_STATES },
    deadline: date(both("回覆期限。", "Last day in time.")),
    left: {
      type: "integer",
      description: both("距期限的日數，逾期為負。", "Days until it, negative when over."),
    },
    answeredAt: time(both("回覆時間。", "When it was answered.")),
    replies: integer(both("回應數。", "Number of replies.")),
    likes: integer(both("喜歡。", "Likes.")),
    dislikes: integer(both("不喜歡。", "Dislikes.")),
  },
  ["number", "url", "page", "title", "author", "createdAt", "text", "state", "replies", "likes", "dislikes"],
);

const BOARD = parameter(
  "board",
  both("opinions 為我有話要說，wanted 為我還想要。", "opinions on datasets, or wanted datasets."),
  { type: "string", enum: ["opinions", "wanted"] },
);

/** Paths of 我有話要說 and 我還想要. */
export function opinionPaths(): Json {
  return {
    "/{board}/list.json": get(
      "listOpinions",
      "opinions",
      "意見與需求",
      both(
        "民眾對資料集的意見與希望開放的資料集，最新的在前。",
        "What the public says of datasets, and which it wants, newest first.",
      ),
      json(
        object({ takenAt: time(both("讀取時間。", "When they were read.")), entries: list(ENTRY) }, [
          "entries",
        ]),
      ),
      [BOARD],
    ),
    "/{board}/list.csv": get(
      "listOpinionsCsv",
      "opinions",
      "意見與需求（CSV）",
      both("同上，附全文，UTF-8（含 BOM）。", "The same with the whole texts, UTF-8 with BOM."),
      media("text/csv"),
      [BOARD],
    ),
    "/{board}/feed.atom": get(
      "getOpinionFeed",
      "opinions",
      "最新的意見與需求",
      both("最新的 50 筆（Atom）。", "The newest 50 (Atom)."),
      media("application/atom+xml"),
      [BOARD],
    ),
  };
}
