import type { Answer, Assessment, RefusalReason } from "./assessment.ts";
import { COMMAND_WORDS, type CommandName } from "./commands.ts";
import { ACT_NAMES, ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";
import { rolesIn } from "./lifecycle.ts";
import { code, inline, ownLink, shorten } from "./markdown.ts";
import { answerMarker } from "./names.ts";
import { personOf } from "./register.ts";
import type { ReviewSite } from "./status-comment.ts";
import { guide, personText, phraseList, ROLES } from "./words.ts";

/** What the marker of an answer holds for a node id. */
export const answerKey = (to: string): string => to.replace(/[^A-Za-z0-9_=-]/g, "_");

const detailOf = (answer: Answer) => inline(shorten(answer.detail ?? "", 200));
const commandOf = ({ command }: Answer) => (command ? code(`/${COMMAND_WORDS[command][0]}`) : "這個動作");

const OVERVIEW: Record<CommandName, string> = {
  submit: "送審，或退回後再送審",
  withdraw: "抽回送審，改回草稿",
  return: "退回並附審查意見，例如 `/退回 3 請補主要欄位說明`",
  approve: "審查通過（快速審查）",
  takedown: "申請下架，例如 `/下架 A 說明`",
  relist: "重新上架",
  help: "列出現在可以做的事",
};
const overview = () =>
  Object.entries(OVERVIEW)
    .map(([name, text]) => {
      const words = COMMAND_WORDS[name as CommandName];
      return `- ${code(`/${words[0]}`)}（${code(`/${words.at(-1)}`)}）：${text}`;
    })
    .join("\n");

/** Why nothing happened, and what helps. */
const REFUSALS: Record<RefusalReason, (answer: Answer, site: ReviewSite) => string> = {
  edited: (answer) =>
    `這則留言送出後修改過，為免執行別人改寫的指令，${commandOf(answer)}沒有執行。請另外留一則新的留言。`,
  noRight: (answer) =>
    `這個帳號沒有執行${commandOf(answer)}的權限，沒有執行。${answer.detail ? `可執行的角色：${detailOf(answer)}。` : ""}授權如有錯漏，請洽所屬部會的部會管理者。`,
  own: () => "自己的送件不能由自己審查，沒有執行。請同機關的其他資料審查者審查。",
  wrongState: (answer) =>
    `${answer.detail ? `這件送件目前是「${detailOf(answer)}」，` : ""}現在不能執行${commandOf(answer)}。`,
  opinionMissing: (_, site) =>
    `退回必須填寫審查意見，沒有執行。請寫在指令後面，或選一項常用審查用語：\n\n${phraseList(site.phrases)}\n\n也可以自行填寫：${code("/退回 審查意見")}`,
  phraseUnknown: (answer, site) =>
    `常用審查用語沒有第 ${detailOf(answer)} 項，沒有執行。現有：\n\n${phraseList(site.phrases)}\n\n也可以自行填寫：${code("/退回 審查意見")}`,
  contentChanged: () =>
    "核准的是較早的版本，內容之後有更新，所以這次核准不算數。請檢視「Files changed」分頁的最新內容，再核准一次。",
  unknownCommand: (answer) => `沒有「${detailOf(answer)}」這個指令。可用的指令：\n\n${overview()}`,
  reasonMissing: (answer) =>
    `申請下架必須註明原因與說明${answer.detail ? `（${detailOf(answer)}）` : ""}，沒有執行：${code("/下架 A 說明")}（A 公共利益變更）或 ${code("/下架 B 說明")}（B 涉及第三人權利）。資料以不下架為原則。`,
  datasetUnknown: (answer) =>
    `${answer.detail ? `找不到資料集「${detailOf(answer)}」` : "沒有指明資料集"}，沒有執行。請寫完整的識別碼，例如 ${code("/下架 A A41000000G-000123 說明")}。`,
  notPublished: (answer) =>
    `${answer.detail ? `資料集「${detailOf(answer)}」` : "這筆資料集"}不在上架中，不能申請下架。還沒有上架過的送件，按「Close pull request」（關閉）即可刪除。`,
  notWithdrawn: (answer) =>
    `${answer.detail ? `資料集「${detailOf(answer)}」` : "這筆資料集"}沒有下架，不必重新上架。`,
};

function help(answer: Answer, site: ReviewSite, assessment: Assessment | undefined): string {
  if (!assessment) return `可用的指令：\n\n${overview()}`;
  const { submission, submitter, requirements, state } = assessment;
  const roles = rolesIn(
    {
      submitter,
      correction: submission.kind === "correction",
      agencies: submission.agencies,
      requirements,
      register: site.register,
    },
    answer.actor,
  );
  const blocks = ROLES.filter((role) => roles.includes(role)).map((role) => {
    const acts = assessment.acts[role];
    const lines = acts.map((act) => `- ${guide(act, assessment, assessment.draft)}`);
    return `您是這件送件的**${ROLE_NAMES[role]}**${acts.length > 0 ? `，現在可以：\n\n${lines.join("\n")}` : "，現在沒有要做的事。"}`;
  });
  const returns = roles.some((role) => assessment.acts[role].includes("return"));
  return [
    `這件送件目前是「${STAGE_NAMES[state]}」。`,
    ...(blocks.length > 0 ? blocks : ["您在這件送件沒有角色，可以閱讀與留言。"]),
    ...(returns && site.phrases.size > 0 ? [`常用審查用語：\n\n${phraseList(site.phrases)}`] : []),
    `所有指令（寫在新留言的第一行）：\n\n${overview()}`,
  ].join("\n\n");
}

function text(answer: Answer, site: ReviewSite, assessment: Assessment | undefined): string {
  switch (answer.kind) {
    case "refused":
      return answer.reason ? REFUSALS[answer.reason](answer, site) : "沒有執行。";
    case "help":
      return help(answer, site, assessment);
    case "button": {
      const files = assessment
        ? ownLink("Files changed", `${assessment.url}/files`)
        : "「Files changed」分頁";
      return `已記下您的${ACT_NAMES.approve}。GitHub 的分支規則另須以按鈕核准：請到 ${files}，按右上角「Submit review」（舊版畫面為「Review changes」），選「Approve」（核准）後送出。`;
    }
    case "proposed": {
      const own = answer.detail?.startsWith(`${site.serverUrl}/${site.repository}/pull/`);
      const where = answer.detail && own ? `：${ownLink(answer.detail, answer.detail)}` : "";
      return `已代為送件${where}。後續審查請見該件送件。`;
    }
  }
}

/** Body of the comment that answers a command; in an issue there is no assessment. */
export function renderAnswer(answer: Answer, site: ReviewSite, assessment?: Assessment): string {
  const { actor, url } = answer;
  const to = personText(personOf(site.register, actor));
  const about = /^https?:\/\//.test(url) ? `（${ownLink("您的留言", url)}）` : "";
  return `${answerMarker(answerKey(answer.to))}\n${to}${about}：\n\n${text(answer, site, assessment)}`;
}
