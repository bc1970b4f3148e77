import { answerKey } from "../answers.ts";
import { code, inline, ownLink, shorten } from "../markdown.ts";
import { answerMarker } from "../names.ts";
import { personOf } from "../register.ts";
import type { ReviewSite } from "../status-comment.ts";
import { personText } from "../words.ts";
import { OPINION_COMMAND_WORDS, type OpinionCommandName } from "./commands.ts";
import type { OpinionAnswer, OpinionRefusal } from "./fold.ts";

const OVERVIEW: Record<OpinionCommandName, string> = {
  route: "轉請其他機關回覆，例如 `/轉請 A41000000G`，或寫機關全名",
  receive: "需求已受理",
  assess: "需求評估中",
  plan: "預計開放的日期，例如 `/預計開放 2026-12-31`",
  open: "已開放的資料集，例如 `/已開放 A41000000G-000012`",
  decline: "無法開放，法規與理由都要寫：`/無法開放 法規：… 理由：…`",
  merge: "與另一則需求相同，例如 `/併入 #12`",
  approve: "記錄資訊長已核准回覆（限部會管理者）",
  help: "列出指令",
};

const overview = (names: readonly OpinionCommandName[]): string =>
  names
    .map((name) => {
      const words = OPINION_COMMAND_WORDS[name];
      return `- ${code(`/${words[0]}`)}（${code(`/${words.at(-1)}`)}）：${OVERVIEW[name]}`;
    })
    .join("\n");
const ALL = Object.keys(OVERVIEW) as OpinionCommandName[];
/** Those that an opinion knows: it has no state beside its answer. */
const OF_OPINIONS: readonly OpinionCommandName[] = ["route", "approve", "help"];

const commandOf = ({ command }: OpinionAnswer) =>
  command ? code(`/${OPINION_COMMAND_WORDS[command][0]}`) : "這個指令";
const detailOf = ({ detail = "" }: OpinionAnswer) => inline(shorten(detail, 200));
const codeOf = ({ detail = "" }: OpinionAnswer) => code(shorten(detail, 200));

/** Why nothing happened, and what helps. */
const REFUSALS: Record<OpinionRefusal, (answer: OpinionAnswer) => string> = {
  edited: (answer) =>
    `這則留言送出後修改過，為免執行別人改寫的指令，${commandOf(answer)}沒有執行。請另外留一則新的留言。`,
  noRight: (answer) =>
    `這個帳號沒有執行${commandOf(answer)}的權限，沒有執行。${
      answer.command === "approve"
        ? "資訊長的核准由部會管理者記錄。"
        : "可執行的是回覆機關與所屬部會授權清單上的人員，以及平臺管理者。"
    }`,
  own: () => "這是您自己提出的，不能由您自己處理，沒有執行。請同機關的其他人員處理。",
  unknownCommand: (answer) =>
    `沒有「${detailOf(answer)}」這個指令，這則留言也不算回覆。可用的指令：\n\n${overview(ALL)}`,
  unrouted: () => `還不知道由哪個機關回覆，沒有執行。請先留言 ${code("/轉請 機關代碼")}。`,
  notRequest: (answer) =>
    `${commandOf(answer)}只用在「我還想要」的需求；這是對資料集的意見，沒有執行。直接留言就是回覆。`,
  agencyUnknown: (answer) =>
    `${answer.detail ? `「${detailOf(answer)}」不是恰好一個機關` : "沒有寫明機關"}，沒有執行。請寫機關代碼或全名，例如 ${code("/轉請 A41000000G")}。`,
  agencySame: (answer) => `回覆機關已經是「${detailOf(answer)}」，不必轉請。`,
  dateMissing: () => `沒有寫明日期，沒有執行。請寫成 ${code("/預計開放 2026-12-31")}。`,
  datePast: (answer) =>
    `${detailOf(answer)} 早於留言的日期，沒有執行。請寫今天或以後的日期；已經開放的請留言 ${code("/已開放 資料集識別碼")}。`,
  datasetUnknown: (answer) =>
    `${answer.detail ? `找不到資料集 ${codeOf(answer)}` : "沒有指明資料集"}，沒有執行。請寫完整的識別碼，例如 ${code("/已開放 A41000000G-000012")}。`,
  datasetNotInView: (answer) =>
    `資料集 ${codeOf(answer)} 還沒有上架，或已經下架，沒有執行。請在上架之後再留言。`,
  lawMissing: () =>
    `無法開放必須寫明法規與理由，沒有執行。請寫成：${code("/無法開放 法規：個人資料保護法第 16 條 理由：含個別當事人的資料")}`,
  mergeMissing: () => `沒有寫明併入哪一則需求，沒有執行。請寫編號，例如 ${code("/併入 #12")}。`,
  mergeTarget: (answer) =>
    `${detailOf(answer)} 不是處理中的「我還想要」需求，沒有執行。請併入還沒有關閉的需求。`,
  mergeCycle: (answer) => `${detailOf(answer)} 已經併入這一則（或就是這一則），不能再併回去，沒有執行。`,
  noReply: () => "還沒有機關的回覆可以核准，沒有執行。請在機關回覆之後再留言。",
  approvalNotNeeded: () => "這個機關的回覆不須資訊長核准，沒有執行。",
  alreadyApproved: () => "回覆已經核准過了，不必再核准。",
};

/** Body of the comment that answers a command below an opinion or a request. */
export function renderOpinionAnswer(
  answer: OpinionAnswer,
  form: "opinion" | "wanted",
  site: ReviewSite,
): string {
  const to = personText(personOf(site.register, answer.actor));
  const about = /^https?:\/\//.test(answer.url) ? `（${ownLink("您的留言", answer.url)}）` : "";
  const names = form === "wanted" ? ALL : OF_OPINIONS;
  const text =
    answer.kind === "help"
      ? `直接留言就是回覆。可用的指令（寫在新留言的第一行；後面可以再寫回覆的內容）：\n\n${overview(names)}`
      : answer.reason
        ? REFUSALS[answer.reason](answer)
        : "沒有執行。";
  return `${answerMarker(answerKey(answer.to))}\n${to}${about}：\n\n${text}`;
}
