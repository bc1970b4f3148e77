/*
 * A ministry's year, 2026, with the year before it: every file as it stood from which day on. Nothing of it is real.
 */

export const MINISTRY = "T10000000A";
export const BUREAU = "T10010000A";
export const EXECUTIVE = "T00000000A";
/** A ministry whose CIO approves each reply, within 14 days. */
export const APPROVING = "T30000000A";
/** A ministry that counts working days. */
export const WORKING = "T40000000A";
/** A ministry that does nothing at all. */
export const IDLE = "T20000000A";
export const YEAR = 2026;

/** A file from a day on; without content it is gone. */
export interface Change {
  /** YYYY-MM-DD in Taipei. */
  day: string;
  path: string;
  content: string;
}

const two = (n: number) => String(n).padStart(2, "0");
const id = (agency: string, n: number) => `${agency}-${String(n).padStart(6, "0")}`;

const AGENCIES: Change[] = [
  {
    day: "2024-01-02",
    path: `agencies/${EXECUTIVE}/agency.yaml`,
    content: `code: ${EXECUTIVE}\nname: 測試院\n`,
  },
  {
    day: "2024-01-02",
    path: `agencies/${MINISTRY}/agency.yaml`,
    content: `code: ${MINISTRY}
name: 測試部
shortNames:
  - 測部
parent: ${EXECUTIVE}
ministry: true
grade: B
contacts:
  - id: main
    name: 開放資料窗口
    phone: 02-00000000
    email: opendata@test.gov.tw
people:
  - account: test-admin
    displayName: 測試部部會管理者
    roles:
      - role: administrator
        agencies:
          - ${MINISTRY}
          - ${BUREAU}
  - account: test-reviewer-1
    displayName: 測試部審查者一
    roles:
      - role: reviewer
  - account: test-reviewer-2
    displayName: 測試部審查者二
    roles:
      - role: reviewer
  - account: test-provider
    displayName: 測試部提供者
    roles:
      - role: provider
policy:
  inventory: quarter
  replies:
    days: 7
    averageDays: 4
    counting: calendar
`,
  },
  {
    day: "2024-01-02",
    path: `agencies/${BUREAU}/agency.yaml`,
    content: `code: ${BUREAU}
name: 測試局
parent: ${MINISTRY}
contacts:
  - id: main
    name: 開放資料窗口
    phone: 02-00000000
    email: opendata@bureau.test.gov.tw
people:
  - account: bureau-reviewer-1
    displayName: 測試局審查者一
    roles:
      - role: reviewer
  - account: bureau-reviewer-2
    displayName: 測試局審查者二
    roles:
      - role: reviewer
`,
  },
  {
    day: "2024-01-02",
    path: `agencies/${IDLE}/agency.yaml`,
    content: `code: ${IDLE}\nname: 不動部\nparent: ${EXECUTIVE}\nministry: true\ngrade: C\ncontacts:\n  - id: main\n    name: 窗口\n    phone: 02-00000000\n    email: opendata@idle.gov.tw\n`,
  },
];

const other = (code: string, name: string, account: string, replies: string): Change => ({
  day: "2024-01-02",
  path: `agencies/${code}/agency.yaml`,
  content: `code: ${code}
name: ${name}
parent: ${EXECUTIVE}
ministry: true
contacts:
  - id: main
    name: 窗口
    phone: 02-00000000
    email: opendata@${account}.gov.tw
people:
  - account: ${account}-admin
    displayName: ${name}部會管理者
    roles:
      - role: administrator
  - account: ${account}-reviewer-1
    displayName: ${name}審查者一
    roles:
      - role: reviewer
  - account: ${account}-reviewer-2
    displayName: ${name}審查者二
    roles:
      - role: reviewer
policy:
  replies:
${replies}`,
});
AGENCIES.push(
  other(APPROVING, "核准部", "approving", "    days: 14\n    approval: true\n"),
  other(WORKING, "工作部", "working", "    days: 5\n    counting: working\n"),
);

interface Release {
  agency: string;
  serial: number;
  released: string;
  format: string;
}

/** 20 datasets of 2024, 14 of 2025, nine of 2026; the bureau has every third. */
const RELEASES: Release[] = Array.from({ length: 43 }, (_, i) => {
  const released =
    i < 20
      ? `2024-${two(1 + (i % 12))}-${two(3 + (i % 20))}`
      : i < 34
        ? `2025-${two(1 + ((i * 5) % 12))}-${two(1 + ((i * 7) % 28))}`
        : `2026-${two(1 + ((i - 34) % 11))}-${two(4 + ((i * 3) % 20))}`;
  return {
    agency: i % 3 === 2 ? BUREAU : MINISTRY,
    serial: i + 1,
    released,
    format: i % 5 === 4 ? "PDF" : i % 5 === 3 ? "XLSX" : "CSV",
  };
});

export const DATASETS = RELEASES.map(({ agency, serial }) => id(agency, serial));

const dataset = ({ agency, serial, released, format }: Release, more = "") => {
  const identifier = id(agency, serial);
  return `identifier: ${identifier}
categoryCode: I00
title: 測試資料集第 ${serial} 號
description: 這一年的測試資料。
fieldDescription: 年度、數量
type: rawData
license: OGDL-Taiwan-1.0
cost: 免費
accrualPeriodicity: 每年
releaseDate: ${released}
${more}distribution:
  - resourceID: ${identifier}-001
    resourceDescription: 檔案
    format: ${format}
    characterSetCode: UTF-8
    downloadURL: https://files.test.gov.tw/${identifier}
`;
};
const datasetPath = ({ agency, serial }: Release) =>
  `datasets/${agency}/${String(serial).padStart(6, "0")}.yaml`;
const WITHDRAWN = (day: string) => `status: withdrawn
withdrawal:
  reason: A
  explanation: 統計改由另一個資料集提供。
  date: ${day}
`;

/** Two leave in 2026, one of them comes back; one had left in 2025. */
const LEAVING: [index: number, day: string, back?: string][] = [
  [3, "2025-06-11"],
  [7, "2026-03-02", "2026-09-15"],
  [12, "2026-08-20"],
];

const DATASET_CHANGES: Change[] = [
  // Files come some days before they are to appear.
  ...RELEASES.map((release) => ({
    day: new Date(Date.parse(release.released) - 2 * 86_400_000).toISOString().slice(0, 10),
    path: datasetPath(release),
    content: dataset(release),
  })),
  ...LEAVING.flatMap(([index, day, back]) => {
    const release = RELEASES[index]!;
    const path = datasetPath(release);
    return [
      { day, path, content: dataset(release, WITHDRAWN(day)) },
      ...(back ? [{ day: back, path, content: dataset(release) }] : []),
    ];
  }),
];

const system = (n: number, name: string, lines: string) => `  - id: ${n}
    name: ${name}
    description: ${name}的用途。
    users: [internal, public]
    items: [年度, 數量]
    unit: 資訊處
${lines.replace(/^/gm, "    ").trimEnd()}
`;
const OPENED = system(
  1,
  "統計系統",
  `class: A
access: free
outcome: immediate
found: 2025-12-18
openedOn: 2025-12-22
datasets: [${id(MINISTRY, 1)}]`,
);
/** To be opened within a week of 2 February; its dataset comes on 12 March. */
const atOnce = (more = "") =>
  system(
    2,
    "業務系統",
    `class: A
access: free
outcome: immediate
found: 2026-02-02
${more}`,
  );
const planned = (n: number, day: string, more = "") =>
  system(
    n,
    `規劃系統 ${n}`,
    `class: A\naccess: free\noutcome: planned\nfound: 2025-12-18\nplannedOn: ${day}\n${more}`,
  );
const CLOSED = (review: string) =>
  system(
    5,
    "人事系統",
    `class: C
access: free
outcome: closed
found: 2025-12-18
reason: 含有個人資料。
laws: [個人資料保護法第 16 條]
approval:
  by: 部長
  date: 2025-12-19
  document: 測字第 1 號
nextReview: ${review}`,
  );
const CHARGED = system(
  6,
  "圖資系統",
  `class: B
access: charged
outcome: immediate
found: 2025-12-18
openedOn: 2026-01-05
reason: 建置成本高，限制商業利用。
terms:
  name: 圖資利用條款
  url: https://www.test.gov.tw/terms
charging:
  basis: https://www.test.gov.tw/tariff
  law: 規費法第 10 條
  consultedFrom: 2025-10-01
  consultedTo: 2025-10-31
  decidedOn: 2025-11-18
  nextReview: 2026-11-18`,
);
const inventory = (reviewedOn: string, ...rows: string[]) =>
  `agency: ${MINISTRY}\nreviewedOn: ${reviewedOn}\nsystems:\n${rows.join("")}`;

/** Reviewed in the fourth quarter of 2025, the first and the third of 2026; the second is missed until July, the fourth for good. */
const INVENTORIES: Change[] = [
  [
    "2025-12-20",
    inventory(
      "2025-12-20",
      OPENED,
      planned(3, "2026-04-30"),
      planned(4, "2026-06-30"),
      CLOSED("2026-05-31"),
      CHARGED,
    ),
  ],
  [
    "2026-02-03",
    inventory(
      "2026-02-03",
      OPENED,
      atOnce(),
      planned(3, "2026-04-30"),
      planned(4, "2026-06-30"),
      CLOSED("2026-05-31"),
      CHARGED,
    ),
  ],
  [
    "2026-03-16",
    inventory(
      "2026-03-16",
      OPENED,
      atOnce(`datasets: [${id(MINISTRY, 37)}]`),
      planned(3, "2026-04-30"),
      planned(4, "2026-06-30"),
      CLOSED("2026-05-31"),
      CHARGED,
    ),
  ],
  [
    "2026-07-12",
    inventory(
      "2026-07-12",
      OPENED,
      atOnce(`datasets: [${id(MINISTRY, 37)}]`),
      planned(3, "2026-04-30", `datasets: [${id(BUREAU, 39)}]\n`),
      planned(4, "2026-12-15"),
      CLOSED("2027-05-31"),
      CHARGED,
    ),
  ],
].map(([day, content]) => ({ day: day!, path: `agencies/${MINISTRY}/inventory.yaml`, content: content! }));

interface Member {
  name: string;
  side: "government" | "civil";
  capacity: string;
  office?: string;
  from?: string;
  to?: string;
  replaces?: string;
}
const government = (n: number): Member => ({
  name: `機關代表${n}`,
  side: "government",
  capacity: [
    "cio",
    "legal",
    "business",
    "accounting",
    "information",
    "subordinate",
    "subordinate",
    "subordinate",
  ][n]!,
  ...(n === 0 ? { office: "convener" } : {}),
});
const civil = (n: number, more: Partial<Member> = {}): Member => ({
  name: `民間代表${n}`,
  side: "civil",
  capacity: n % 2 ? "scholar" : "domain",
  ...more,
});
const memberYaml = (m: Member) => `      - name: ${m.name}
        organisation: 測試單位
        title: 代表
        side: ${m.side}
        capacity: ${m.capacity}
${(["office", "from", "to", "replaces"] as const).flatMap((key) => (m[key] ? [`        ${key}: ${m[key]}\n`] : [])).join("")}`;
const term = (number: number, from: string, to: string, members: Member[]) =>
  `  - number: ${number}\n    from: ${from}\n    to: ${to}\n    members:\n${members.map(memberYaml).join("")}`;
const council = (...terms: string[]) => `agency: ${MINISTRY}
name: 測試部政府資料開放諮詢小組
tier: ministry
established: 2025-01-01
minimumCivil: 4
listPublished: https://www.test.gov.tw/council
terms:
${terms.join("")}`;

const OFFICIALS = Array.from({ length: 8 }, (_, n) => government(n));
const FIRST = term(1, "2025-01-01", "2025-12-31", [...OFFICIALS, civil(1), civil(2), civil(3), civil(4)]);
const second = (...civils: Member[]) => term(2, "2026-01-01", "2026-12-31", [...OFFICIALS, ...civils]);
const LEFT = civil(5, { to: "2026-07-31" });

/** One civil member leaves at the end of July and is replaced in the middle of September: three of eleven meanwhile. */
const COUNCILS: Change[] = [
  ["2025-01-02", council(FIRST)],
  ["2025-12-10", council(FIRST, second(civil(1), civil(2), civil(5), civil(6)))],
  ["2026-08-01", council(FIRST, second(civil(1), civil(2), LEFT, civil(6)))],
  [
    "2026-09-15",
    council(
      FIRST,
      second(civil(1), civil(2), LEFT, civil(6), civil(7, { from: "2026-09-15", replaces: "民間代表5" })),
    ),
  ],
].map(([day, content]) => ({ day: day!, path: `agencies/${MINISTRY}/council.yaml`, content: content! }));

interface MeetingFacts {
  day: string;
  published: string;
  present: string[];
  topics: string[];
  reported?: string;
  decisions?: string;
  represented?: string;
  chair?: string;
}
const GOVERNMENT_PRESENT = OFFICIALS.map((m) => m.name);
const minutes = (m: MeetingFacts) => `---
date: ${m.day}
title: 諮詢小組會議
chair: ${m.chair ?? "機關代表0"}
present: [${m.present.join(", ")}]
${m.represented ?? ""}publishedOn: ${m.published}
topics: [${m.topics.join(", ")}]
${m.reported ? `reportedOn: ${m.reported}\n` : ""}${m.decisions ?? ""}---

## 各方意見

- 機關代表：同意所提內容。
- 民間代表：建議加快開放。

## 決議

照案通過。
`;
const DECISION = (state: string) => `decisions:
  - id: "115-1-1"
    text: 補齊欄位說明。
    unit: 資訊處
    due: 2026-04-30
    state: ${state}
${state === "done" ? "    doneOn: 2026-06-05\n" : ""}`;
const FEBRUARY = {
  day: "2026-02-10",
  published: "2026-02-24",
  present: [...GOVERNMENT_PRESENT, "民間代表1", "民間代表2"],
  topics: ["inventory", "requests", "duties", "strategy"],
  reported: "2026-03-10",
};
const MEETINGS: Change[] = (
  [
    [
      "2025-02-20",
      {
        day: "2025-02-18",
        published: "2025-02-20",
        present: GOVERNMENT_PRESENT,
        topics: ["inventory", "requests", "duties"],
        reported: "2025-03-03",
      },
    ],
    [
      "2025-05-22",
      {
        day: "2025-05-20",
        published: "2025-05-22",
        present: GOVERNMENT_PRESENT,
        topics: ["inventory", "requests"],
        reported: "2025-06-03",
      },
    ],
    [
      "2025-08-21",
      {
        day: "2025-08-19",
        published: "2025-08-21",
        present: GOVERNMENT_PRESENT,
        topics: ["inventory", "requests"],
        reported: "2025-09-03",
      },
    ],
    [
      "2025-11-20",
      {
        day: "2025-11-18",
        published: "2025-11-20",
        present: GOVERNMENT_PRESENT,
        topics: ["inventory", "requests", "charging"],
        reported: "2025-12-03",
      },
    ],
    ["2026-02-24", { ...FEBRUARY, decisions: DECISION("open") }],
    ["2026-06-08", { ...FEBRUARY, decisions: DECISION("done") }],
    // Six of twelve are there: not more than half.
    [
      "2026-05-26",
      {
        day: "2026-05-12",
        published: "2026-05-26",
        present: GOVERNMENT_PRESENT.slice(0, 6),
        topics: ["inventory", "requests"],
      },
    ],
    [
      "2026-12-01",
      {
        day: "2026-11-20",
        published: "2026-12-01",
        present: [...GOVERNMENT_PRESENT, "民間代表7"],
        topics: ["inventory", "requests", "results"],
        reported: "2026-12-10",
      },
    ],
  ] as [string, MeetingFacts][]
).map(([day, facts]) => ({
  day,
  path: `agencies/${MINISTRY}/minutes/${facts.day}.md`,
  content: minutes(facts),
}));

const strategy = (year: number, more: string) => `---
title: 測試部資料開放行動策略
year: ${year}
${more}targets:
  newDatasets: 10
  growth: 5
  viewsGrowth: 10
  downloadsGrowth: 10
  threeStars: 80
---

## 執行策略

定期盤點。

## 績效目標

每年至少新增 10 項。

## 開放期程

逐年開放。

## 績效評估

由諮詢小組檢討。
`;
const STRATEGIES: Change[] = [
  [
    "2025-03-20",
    2025,
    "councilApprovedOn: 2025-02-18\nexecutiveApprovedOn: 2025-03-10\npublishedOn: 2025-03-20\n",
  ],
  ["2026-05-08", 2026, ""],
  ["2026-05-20", 2026, "councilApprovedOn: 2026-02-10\n"],
  [
    "2026-06-01",
    2026,
    "councilApprovedOn: 2026-02-10\nexecutiveApprovedOn: 2026-05-28\npublishedOn: 2026-06-01\n",
  ],
].map(([day, year, more]) => ({
  day: String(day),
  path: `agencies/${MINISTRY}/strategy/${year}.md`,
  content: strategy(Number(year), String(more)),
}));

const SHOWCASES: Change[] = [
  ["2026-02-16", "map", "highlight", MINISTRY, 2],
  ["2026-08-05", "figures", "feature", BUREAU, 3],
].map(([day, slug, kind, agency, serial]) => ({
  day: String(day),
  path: `platform/showcases/${slug}.md`,
  content: `---\ntitle: 應用 ${slug}\nkind: ${kind}\ndate: ${day}\nagency: ${agency}\ndatasets: [${id(String(agency), Number(serial))}]\n---\n\n用測試資料做的應用。\n`,
}));

export const TARGETS: Change = {
  day: "2024-01-02",
  path: "platform/targets.yaml",
  content: `cumulative:
  - year: 2024
    A: 90
    B: 20
    C: 5
    source: 測試指標
  - year: 2025
    A: 100
    B: 34
    C: 6
    source: 測試指標
  - year: 2026
    B: 41
    C: 7
    source: 測試指標
    note: A 級缺漏
`,
};

/** Everything, oldest first. */
export const CHANGES: readonly Change[] = [
  ...AGENCIES,
  TARGETS,
  ...DATASET_CHANGES,
  ...INVENTORIES,
  ...COUNCILS,
  ...MEETINGS,
  ...STRATEGIES,
  ...SHOWCASES,
].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

const states = new Map<string, ReadonlyMap<string, string>>();

/** The files as they stood at the end of a day; the same map as long as nothing changes. */
export function filesOn(day: string): ReadonlyMap<string, string> {
  const last = CHANGES.findLast((change) => change.day <= day)?.day ?? "";
  const known = states.get(last);
  if (known) return known;
  const files = new Map<string, string>();
  for (const change of CHANGES) if (change.day <= last) files.set(change.path, change.content);
  states.set(last, files);
  return files;
}

/** Views and downloads of a dataset in a month, as somebody counted them. */
export function monthlyCounts(month: string): {
  views: Record<string, number>;
  downloads: Record<string, number>;
} {
  const views: Record<string, number> = {};
  const downloads: Record<string, number> = {};
  const grown = month >= "2026-01" ? 70 : 100;
  for (const [index, { agency, serial, released }] of RELEASES.entries()) {
    if (released.slice(0, 7) > month) continue;
    const number = Math.floor(((40 + ((index * 37 + Number(month.slice(5)) * 11) % 90)) * grown) / 100);
    views[id(agency, serial)] = number;
    // Downloads grow faster than views, so that one of the two targets is met.
    downloads[`${id(agency, serial)}-001`] = Math.floor((number * (month >= "2026-01" ? 40 : 30)) / 100);
  }
  return { views, downloads };
}

/** Months that were counted. */
export const COUNTED_MONTHS = [2025, 2026].flatMap((year) =>
  Array.from({ length: 12 }, (_, i) => `${year}-${two(i + 1)}`),
);

/** A day and a time in Taipei, as the server writes it. */
const at = (day: string, hour: number) => new Date(`${day}T${two(hour)}:00:00+08:00`).toISOString();
const later = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Something that the public said, and what came of it. Times are the server's. */
export interface Said {
  number: number;
  form: "opinion" | "wanted";
  /** Who is to answer. */
  agency: string;
  ministry: string;
  opened: string;
  /** Comments, oldest first. */
  comments: { by: string; at: string; body: string }[];
  closed?: string;
  likes: number;
}

const ANSWERER: Record<string, string> = {
  [MINISTRY]: "test-provider",
  [BUREAU]: "bureau-reviewer-1",
  [APPROVING]: "approving-reviewer-1",
  [WORKING]: "working-reviewer-2",
};
/** Days until the answer; without a number nobody answers. */
const DELAYS = [0, 3, 7, 8, undefined, 1, 14, 15, 4, 21, undefined, 6];
const ROUTES: [agency: string, ministry: string][] = [
  [MINISTRY, MINISTRY],
  [BUREAU, MINISTRY],
  [APPROVING, APPROVING],
  [WORKING, WORKING],
];
const STATES = [
  "/受理",
  "/評估",
  "/預計開放 2026-12-31",
  "/無法開放 法規：個人資料保護法第 16 條 理由：含個人資料",
];

/** 48 opinions and requests, four a month. */
export const SAID: readonly Said[] = Array.from({ length: 48 }, (_, i): Said => {
  const [agency, ministry] = ROUTES[(i * 7 + Math.floor(i / 4)) % 4]!;
  const day = `${YEAR}-${two(1 + Math.floor(i / 4))}-${two(1 + ((i * 11) % 27))}`;
  const hour = [0, 9, 16, 23][i % 4]!;
  const form = i % 3 === 2 || agency === APPROVING || agency === WORKING ? "wanted" : "opinion";
  const delay = DELAYS[(i * 5 + 1) % DELAYS.length];
  const comments: Said["comments"] = [];
  // A stranger's word is no answer, nor is a command alone.
  if (i % 4 === 1) comments.push({ by: "citizen-2", at: at(later(day, 1), 8), body: "我也需要。" });
  if (form === "wanted" && delay !== undefined && delay > 1) {
    comments.push({ by: ANSWERER[agency]!, at: at(later(day, 1), 10), body: STATES[i % 2]! });
  }
  if (delay !== undefined) {
    const done = form === "wanted" ? `\n\n${STATES[2 + (i % 2)]}` : "";
    comments.push({
      by: ANSWERER[agency]!,
      at: at(later(day, delay), 23),
      body: `謝謝您的意見，說明如下。${done}`,
    });
    if (agency === APPROVING && i % 5 !== 0) {
      comments.push({ by: "approving-admin", at: at(later(day, delay + 2), 9), body: "/核准回覆" });
    }
  }
  return {
    number: 100 + i,
    form,
    agency,
    ministry,
    opened: at(day, hour),
    comments: comments.sort((a, b) => (a.at < b.at ? -1 : 1)),
    ...(delay === undefined && i % 2 === 0 ? { closed: at(later(day, 5), 12) } : {}),
    likes: i % 7,
  };
});

const AGENCY_NAMES: Record<string, string> = {
  [MINISTRY]: "測試部",
  [BUREAU]: "測試局",
  [APPROVING]: "核准部",
  [WORKING]: "工作部",
};

/** The issue's text as GitHub writes it from the form. */
export const bodyOf = ({ form, agency, number }: Said): string =>
  form === "opinion"
    ? `### 資料集識別碼\n\n${DATASETS.filter((each) => each.startsWith(agency))[number % 5]}\n\n### 意見類型\n\n資料內容或說明有誤\n\n### 意見內容\n\n第 ${number} 則意見。`
    : `### 建議資料集名稱\n\n想要的資料 ${number}\n\n### 建議開放的欄位\n\n_No response_\n\n### 建議原因\n\n研究之用。\n\n### 建議資料提供機關\n\n${AGENCY_NAMES[agency]}`;
