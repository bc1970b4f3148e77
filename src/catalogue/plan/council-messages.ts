import { error, warning } from "../messages.ts";

type None = Record<never, never>;
interface Clause {
  /** Document and clause, such as 諮詢小組設置要點四（四）. */
  clause: string;
  fault: string;
  remedy: string;
}

const clause = (a: Clause) => `不符${a.clause}：${a.fault}`;
const remedy = (a: Clause) => a.remedy;

/** Sentences about councils' files and their minutes. */
export const COUNCIL_MESSAGES = {
  // A council may be short of members for a month; what breaks a clause is named, and flagged on the site.
  "council/clause": warning<Clause>(clause, remedy),
  "minutes/clause": warning<Clause>(clause, remedy),
  "council/tier": warning<{ tier: string; name: string }>(
    (a) => `不符諮詢小組設置要點二：${a.name}設的諮詢小組不應是「${a.tier}」`,
    () => "行政院的諮詢小組寫 executive，中央二級機關（部會）的寫 ministry",
  ),
  "council/list": error<None>(
    () => "不符諮詢小組設置要點九：沒有機關網站公開委員名單的網址（listPublished）",
    () => "把委員名單公開於機關網站，在 listPublished 寫它的網址",
  ),
  "council/existing": error<{ reason: string }>(
    (a) => `不符諮詢小組設置要點十三：${a.reason}，不得沿用原有機制（existingMechanism）`,
    () => "刪除 existingMechanism，或更正層級（tier）、設立日期（established）",
  ),
  "council/term-number": error<{ number: number; before: number }>(
    (a) => `第 ${a.number} 屆列在第 ${a.before} 屆之後，屆次應由小到大且不重複`,
    () => "更正屆次，由舊到新排列",
  ),
  "council/term-order": error<{ from: string; to: string }>(
    (a) => `任期迄日 ${a.to} 早於起日 ${a.from}`,
    () => "更正任期的起迄日",
  ),
  "council/term-overlap": error<{ number: number; before: number; day: string }>(
    (a) => `第 ${a.number} 屆在 ${a.day} 開始時，第 ${a.before} 屆還沒有結束`,
    () => "更正任期的起迄日，兩屆不重疊",
  ),
  "council/term-established": error<{ from: string; established: string }>(
    (a) => `任期起日 ${a.from} 早於諮詢小組的設立日期 ${a.established}`,
    () => "更正任期起日或設立日期（established）",
  ),
  "council/member-order": error<{ name: string; from: string; to: string }>(
    (a) => `委員「${a.name}」的卸任日 ${a.to} 早於到任日 ${a.from}`,
    () => "更正到任日（from）與卸任日（to）",
  ),
  "council/member-outside": error<{ name: string; day: string; from: string; to: string }>(
    (a) => `委員「${a.name}」的日期 ${a.day} 不在本屆任期 ${a.from} 至 ${a.to} 之內`,
    () => "更正日期；續聘者列入下一屆",
  ),
  "council/replacement-outside": error<{ name: string; day: string; to: string }>(
    (a) => `不符諮詢小組設置要點六第三項：補聘委員「${a.name}」的任期至 ${a.day}，超過原任期屆滿之日 ${a.to}`,
    () => "補聘委員的任期至原任期屆滿為止；刪除卸任日（to），續聘者列入下一屆",
  ),
  "council/member-twice": error<{ name: string }>(
    (a) => `委員「${a.name}」在同一期間列了兩次`,
    () => "刪除重複的一筆；同名的兩人請加註區別，如「王大明（學者）」",
  ),
  "council/two-conveners": error<{ name: string; other: string; day: string }>(
    (a) => `不符諮詢小組設置要點三：${a.day} 有兩位召集人「${a.other}」與「${a.name}」，應置一人`,
    () => "卸任的召集人寫卸任日（to），接任者寫到任日（from）",
  ),
  "council/replaces": error<{ name: string; replaces: string; reason: string }>(
    (a) => `不符諮詢小組設置要點六第三項：「${a.name}」補聘「${a.replaces}」，但${a.reason}`,
    () => "replaces 寫同一屆、同一代表別、已卸任委員的姓名；離任者要有卸任日（to）",
  ),
  "minutes/place": error<{ date: string; expected: string }>(
    (a) => `會議日期 ${a.date} 與檔名 ${a.expected}.md 不一致`,
    (a) => `改為 ${a.expected}，或更改檔名`,
  ),
  "minutes/before": error<{ what: string; day: string; date: string }>(
    (a) => `${a.what} ${a.day} 早於會議日期 ${a.date}`,
    () => "更正日期",
  ),
  "minutes/chair-absent": error<{ name: string }>(
    (a) => `主席「${a.name}」不在出席委員（present）裡`,
    () => "出席委員含主席；把主席加入 present，或更正主席",
  ),
  "minutes/represented-twice": error<{ name: string }>(
    (a) => `不符諮詢小組設置要點七：委員「${a.name}」的代理出席列了兩次`,
    () => "每位委員只列一次",
  ),
  "minutes/present-represented": error<{ name: string }>(
    (a) => `委員「${a.name}」同時列為親自出席與代理出席`,
    () => "親自出席者列在 present，由他人代表出席者列在 represented",
  ),
  "minutes/observer-member": error<{ name: string }>(
    (a) => `不符諮詢小組設置要點五：「${a.name}」是委員，不是列席人員`,
    () => "委員列在出席委員（present）；列席（observers）只寫受邀提供意見、報告或說明的人",
  ),
  "minutes/decision-twice": error<{ id: string; other: string }>(
    (a) => `決議編號 ${a.id} 已用在${a.other}`,
    () => "給每項決議不同的編號，如 115-1-2",
  ),
  "minutes/decision-done": error<{ id: string; state: string; reason: string }>(
    (a) => `決議 ${a.id} 的追蹤狀態是「${a.state}」，${a.reason}`,
    () => "已完成（done）的寫完成日期（doneOn），辦理中（open）的不寫",
  ),
  "minutes/no-council": error<{ code: string }>(
    (a) => `沒有機關 ${a.code} 的諮詢小組（agencies/${a.code}/council.yaml），不知道委員是誰`,
    () => "先新增諮詢小組與委員",
  ),
  "minutes/no-term": error<{ date: string }>(
    (a) => `會議日期 ${a.date} 不在諮詢小組任何一屆的任期內`,
    () => "更正會議日期，或在 council.yaml 補上這一屆的任期與委員",
  ),
  "minutes/unknown-member": error<{ label: string; name: string; date: string; suggestion?: string }>(
    (a) => `${a.label}「${a.name}」不是 ${a.date} 在任的委員`,
    (a) =>
      a.suggestion
        ? `改為「${a.suggestion}」，或在 council.yaml 補上這位委員`
        : "更正姓名，或在 council.yaml 補上這位委員；不是委員的人列在 observers",
  ),
  "council/minutes-member": error<{ names: string; date: string }>(
    (a) => `${a.date} 的會議紀錄列有委員「${a.names}」，改過的名單當日沒有這些委員`,
    () => "保留當日在任的委員：離任者寫卸任日（to），不要刪除",
  ),
} as const;
