import { code, inline, ownLink, shorten } from "../markdown.ts";
import { LABELS, opinionMarker } from "../names.ts";
import { digest, type ReviewSite } from "../status-comment.ts";
import { agencyName } from "../words.ts";
import type { OpinionAssessment } from "./assess.ts";
import { COUNTING_NAMES, type OpinionEntry, REQUEST_STATE_NAMES, type RequestStatus } from "./types.ts";

/*
 * The bot's one comment in an opinion: who answers by when, and how it stands. It changes with what happens, never with
 * the days alone, and mentions nobody.
 */

/** A line for people: a heading, and what is said. */
const line = (heading: string, text: string) => `- **${heading}**：${text}`;

function answerLine({ entry, pendingApproval }: OpinionAssessment): string {
  if (entry.answeredAt) return LABELS.answered.name;
  const late = entry.clock?.late ? `，**${LABELS.answerOverdue.name}**` : "";
  return pendingApproval
    ? `機關已回覆，待資訊長核准（由部會管理者留言 ${code("/核准回覆")}）${late}`
    : entry.clock?.late
      ? `**${LABELS.answerOverdue.name}**`
      : LABELS.unanswered.name;
}

function stateText(status: RequestStatus, site: ReviewSite): string {
  const name = REQUEST_STATE_NAMES[status.state].zh;
  const { date, dataset, law, reason, into } = status;
  if (date) return `${name}（${date}）`;
  if (dataset)
    return `${name}：${code(dataset)}（${ownLink("資料集頁", `${site.url}datasets/${dataset}/`)}）`;
  if (law && reason)
    return `${name}。法規：${inline(shorten(law, 200))}；理由：${inline(shorten(reason, 500))}`;
  if (into) {
    return `${name}：${ownLink(`第 ${into} 號`, `${site.serverUrl}/${site.repository}/issues/${into}`)}`;
  }
  return name;
}

function facts(assessment: OpinionAssessment, site: ReviewSite): string[] {
  const { entry } = assessment;
  const { agency, clock, status } = entry;
  if (agency === undefined) {
    return [
      "還不知道由哪個機關回覆，由平臺管理者轉請。",
      `平臺管理者，或負責這項業務的機關：請留言 ${code("/轉請 機關代碼或全名")}。`,
    ];
  }
  const lines = [line("回覆機關", inline(agencyName(site.register, agency)))];
  if (status) lines.push(line("需求狀態", stateText(status, site)));
  if (clock) {
    const days = `${clock.days} ${COUNTING_NAMES[clock.counting].zh}內`;
    lines.push(line("回覆期限", `${clock.deadline}（${days}）`), line("回覆狀態", answerLine(assessment)));
  }
  return [lines.join("\n"), ...(status?.state === "duplicate" ? [] : [howTo(entry)])];
}

const howTo = ({ form }: OpinionEntry): string =>
  `機關人員直接留言，就是回覆；${form === "wanted" ? "更新需求狀態或" : ""}轉請其他機關，請留言 ${code("/說明")} 看可用的指令。`;

/** Body of the comment. */
export function renderOpinion(assessment: OpinionAssessment, site: ReviewSite): string {
  const { entry, effects } = assessment;
  const form = entry.form === "opinion" ? LABELS.opinion : LABELS.wanted;
  const text = [
    `謝謝您的意見，已列入「${form.name}」。`,
    ...facts(assessment, site),
    "<sub>這則留言由機器人維護，會隨狀態更新。內容公開，請勿留下個人資料。</sub>",
  ].join("\n\n");
  return `${opinionMarker(digest([text, entry.agency, effects]), entry.agency, effects)}\n${text}`;
}
