import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Agency, Catalogue } from "../../src/catalogue/catalogue.ts";
import {
  MAX_TEXT,
  type OpinionEntry,
  type OpinionReply,
  type OpinionsSnapshot,
  opinionsPath,
  type RequestStatus,
} from "../../src/review/opinions/types.ts";

/*
 * Opinions that nobody spoke, on a real catalogue's datasets: every state, and texts that would break a careless page.
 * The same for the same catalogue and day.
 */

const DAY_MS = 86_400_000;
const REPOSITORY = "https://github.com/open-data-catalogue/catalogue";

/** Texts that are to show harmlessly, by what they try. */
export const HOSTILE_TEXTS: Record<string, string> = {
  script: "<script>alert(1)</script><img src=x onerror=alert(2)>\n\n<svg/onload=alert(3)>",
  links:
    "[按我](javascript:alert(4)) [圖](data:text/html,<script>alert(5)</script>) [好](https://evil.example/)",
  image: "![追蹤](https://evil.example/pixel.png)\n\n![][1]\n\n[1]: https://evil.example/pixel2.png",
  mention: "@everyone @someone #1 #999999 org/repo#3",
  html: "</section></main></body><h1>假的標題</h1><style>body{display:none}</style><iframe src=https://evil.example>",
  direction: "\u202e反轉\u202c \u2066隔離\u2069 正常",
  zalgo: `Z${"\u0336\u0322\u0489".repeat(60)}algo`,
  long: `${"字".repeat(800)} ${"a".repeat(800)} https://evil.example/${"b".repeat(700)}`,
  nested: ">".repeat(MAX_TEXT),
  table: `${"|欄".repeat(10)}|\n${"|-".repeat(10)}|\n${"|很長很長的內容".repeat(10)}|`,
  headings: "# 一級標題\n\n## 二級標題\n\n- [x] 完成\n\n```js\nalert(6)\n```",
  huge: "很長的意見。".repeat(20_000).slice(0, MAX_TEXT),
  formula: "=cmd|'/c calc'!A0",
};

/** Day, as many days before today, at nine in Taipei. */
const at = (today: string, daysBefore: number, minute = 0) =>
  `${new Date(Date.parse(today) - daysBefore * DAY_MS + 3_600_000 + minute * 60_000).toISOString().slice(0, 19)}Z`;
const day = (today: string, daysBefore: number) => at(today, daysBefore).slice(0, 10);

/** What an entry is made of besides its place. */
type Part = Partial<OpinionEntry> & Pick<OpinionEntry, "title">;

/** How an opinion of so many days ago stands, with a limit of seven days. */
function standing(today: string, asked: number, answered: number | undefined, agency: Agency) {
  const used = asked - (answered ?? 0);
  const deadline = day(today, asked - 7);
  if (answered === undefined) {
    return {
      replies: [],
      clock: { days: 7, counting: "calendar" as const, deadline, used, left: 7 - used, late: used > 7 },
    };
  }
  const reply: OpinionReply = {
    at: at(today, answered, 30),
    author: `${agency.name.slice(0, 4)}承辦人`,
    official: true,
    agency: agency.name,
    text: "感謝**建議**，將於下次更新時增加，見[說明](https://www.example.gov.tw/)。",
  };
  return {
    replies: [reply],
    answeredAt: reply.at,
    clock: { days: 7, counting: "calendar" as const, deadline, used, late: used > 7 },
  };
}

const REQUESTS: [title: string, status: (today: string, dataset: string) => RequestStatus][] = [
  ["各縣市路燈位置", (today) => ({ state: "received", at: at(today, 1) })],
  ["公車動態歷史資料", (today) => ({ state: "assessing", at: at(today, 2) })],
  ["即時雨量", (today) => ({ state: "planned", at: at(today, 3), date: day(today, -60) })],
  ["景氣指標", (today, dataset) => ({ state: "opened", at: at(today, 4), dataset })],
  [
    "個人健保就醫紀錄",
    (today) => ({
      state: "declined",
      at: at(today, 5),
      law: "個人資料保護法第 16 條",
      reason: "得以識別個人，<b>無法</b>去識別化。",
    }),
  ],
  ["路燈", (today) => ({ state: "duplicate", at: at(today, 6), into: 201 })],
];

/**
 * The opinions, newest first.
 * @param today YYYY-MM-DD in Taipei
 */
export function fakeOpinions(catalogue: Catalogue, today: string): OpinionEntry[] {
  const datasets = catalogue.datasets;
  const entries: OpinionEntry[] = [];
  const add = (number: number, form: OpinionEntry["form"], daysBefore: number, part: Part) => {
    entries.push({
      form,
      number,
      url: `${REPOSITORY}/issues/${number}`,
      author: "stch***",
      createdAt: at(today, daysBefore, number % 60),
      text: "",
      replies: [],
      likes: number % 7,
      dislikes: number % 3,
      open: true,
      ...part,
    });
  };
  const opinion = (
    number: number,
    asked: number,
    answered: number | undefined,
    part: Partial<OpinionEntry>,
  ) => {
    const { agency, identifier } = datasets[number % datasets.length]!;
    add(number, "opinion", asked, {
      title: "增加欄位",
      identifier,
      agency: agency.code,
      ministry: agency.ministry.code,
      kind: "建議增加資料集內容",
      text: "我想增加：申請日期",
      ...standing(today, asked, answered, agency),
      ...part,
    });
  };
  opinion(101, 30, 27, { title: "及時得到回覆", open: false });
  opinion(102, 30, 18, { title: "太晚得到回覆" });
  opinion(103, 20, undefined, { title: "逾期而沒有回覆" });
  opinion(104, 2, undefined, { title: "還在期限內" });
  const waiting = standing(today, 4, 1, datasets[105 % datasets.length]!.agency);
  opinion(105, 4, undefined, { title: "等待資訊長核准", replies: waiting.replies });
  opinion(106, 40, 35, { title: "經資訊長核准", approval: { by: "資訊長室", at: at(today, 35, 40) } });
  const stranger: OpinionReply = {
    at: at(today, 1),
    author: "pass***",
    official: false,
    text: "我也想要 <b>這個</b>",
  };
  opinion(107, 3, undefined, { title: "只有民眾回應", replies: [stranger] });
  add(108, "opinion", 8, { title: "沒有人知道是誰的", text: "識別碼打錯了" });
  // Four on one dataset, so that its page has more than it shows.
  const { identifier, agency } = datasets[0]!;
  for (const number of [111, 112, 113, 114]) {
    const own = { identifier, agency: agency.code, ministry: agency.ministry.code };
    opinion(number, 120 - number, number === 111 ? 1 : undefined, {
      title: `同一資料集的意見 ${number}`,
      ...own,
    });
  }
  Object.values(HOSTILE_TEXTS).forEach((text, index) => {
    const title = [...text].slice(0, 256).join("");
    opinion(120 + index, 50 + index, 49 + index, {
      title,
      text,
      author: "<b>i***",
      replies: [{ at: at(today, 49 + index), author: "evil***", official: false, text }],
    });
  });
  for (let number = 140; number < 200; number++) {
    opinion(number, 100 + number, 98 + number, { title: `較早的意見 ${number}`, open: false });
  }
  REQUESTS.forEach(([name, status], index) => {
    const owner = datasets[index]!.agency;
    add(201 + index, "wanted", 30 - index, {
      title: `請開放${name}`,
      agency: owner.code,
      ministry: owner.ministry.code,
      wanted: { name, fields: "位置、時間", reason: "想做**研究**", agency: owner.name },
      status: status(today, datasets[0]!.identifier),
      ...standing(today, 30 - index, index === 0 ? undefined : 28 - index, owner),
      ...(index === 0 ? { likes: 40 } : {}),
    });
  });
  const hostile = HOSTILE_TEXTS;
  add(210, "wanted", 9, {
    title: hostile.html!,
    wanted: {
      name: hostile.long!,
      fields: hostile.script!,
      reason: hostile.nested!,
      agency: hostile.direction!,
    },
  });
  return entries.sort((a, b) =>
    a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : b.number - a.number,
  );
}

/** Writes the opinions as the branch of snapshots holds them, one file for each ministry. */
export async function writeFakeOpinions(folder: string, catalogue: Catalogue, today: string): Promise<void> {
  const byMinistry = Map.groupBy(fakeOpinions(catalogue, today), ({ ministry }) => ministry ?? "none");
  for (const [ministry, entries] of byMinistry) {
    const snapshot: OpinionsSnapshot = {
      takenAt: at(today, 0),
      ministry,
      entries: entries.toSorted((a, b) => a.number - b.number),
    };
    const path = join(folder, opinionsPath(ministry));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(snapshot)}\n`);
  }
}
