import type { FileMap } from "../github/world.ts";
import { dataset, datasetPath } from "./office.ts";

/*
 * Pull requests that mean harm, as data. Each is opened, looked at by the bot, and approved by the wrong persons; where
 * `fooled` names somebody with the right, he approves as well, and something else has to stand in the way.
 */

/** The agency under attack, its ministry, and another ministry. */
export const ARCHIVES = "A41010000A";
export const COUNCIL = "A41000000G";
export const EDUCATION = "A09000000E";

/** What the files of a case are made from. */
export interface Main {
  /** Text of a file on the main branch. */
  read(path: string): string;
  /** The CODEOWNERS that the register would generate with other texts for some agencies. */
  owners(changed: Record<string, string>): string;
}

export interface HostileCase {
  intent: string;
  /** Login; somebody whom no agency lists unless told. */
  by: string;
  files: FileMap | ((main: Main) => FileMap);
  title?: string;
  body?: string;
  message?: string;
  branch?: string;
  /** The branch is in the catalogue's own repository; only those with write access can. */
  inside?: boolean;
  /** The commit's own dates, and names. */
  date?: string;
  author?: { name: string; email: string };
  /** Persons with the right who approve all the same. */
  fooled?: string[];
  /** Statuses that must not be success, whoever approved. */
  blocked: ("資料檢查" | "鎖定欄位" | "審查決定")[];
  /** All labels in the end. */
  labels: string[];
}

const OUTSIDER = "mallory";
const PROVIDER = "archives-provider";
const REVIEWER = "archives-reviewer-1";

let serial = 0;
/** A free identifier of the agency under attack. */
const free = () => `${ARCHIVES}-h${String(++serial).padStart(5, "0")}`;
const PUBLISHED = `${ARCHIVES}-000001`;
const pathFor = (name: string) => `datasets/${ARCHIVES}/${name}`;
const agencyPath = (code: string) => `agencies/${code}/agency.yaml`;
const OWNERS = ".github/CODEOWNERS";

type More = Partial<Omit<HostileCase, "intent" | "files">>;
type Files = HostileCase["files"];

/** Sent by somebody without any role: nothing goes on before somebody lists him. */
const stranger = (intent: string, kind: string, files: Files, more: More = {}): HostileCase => ({
  intent,
  by: OUTSIDER,
  files,
  blocked: ["審查決定"],
  labels: ["帳號未登錄", kind],
  ...more,
});

/** Sent by the agency's provider and approved by its reviewer, who did not look: the check stands in the way. */
const unread = (intent: string, content: string | Uint8Array, more: More = {}): HostileCase => {
  const identifier = free();
  return {
    intent,
    by: PROVIDER,
    files: { [datasetPath(identifier)]: content },
    fooled: [REVIEWER],
    blocked: ["資料檢查"],
    labels: ["審查通過", "新增"],
    ...more,
  };
};

/** A text of the right form for the next free identifier, changed. */
const sound = (change: (text: string) => string = (text) => text) =>
  change(dataset(`${ARCHIVES}-h${String(serial + 1).padStart(5, "0")}`));

/** Sent by the agency's provider and approved by its reviewer: only operators may let it pass. */
const beyond = (intent: string, files: Files, more: More = {}): HostileCase => ({
  intent,
  by: PROVIDER,
  files,
  fooled: [REVIEWER],
  blocked: ["審查決定"],
  labels: ["審查中", "平臺維運"],
  ...more,
});

/* ---------- paths, links, modes ---------- */

const paths: HostileCase[] = [
  beyond("a dataset's file becomes a link to /etc/passwd", {
    [datasetPath(PUBLISHED)]: { link: "/etc/passwd" },
  }),
  beyond("a new dataset is a link to another agency's", {
    [datasetPath(free())]: { link: `../${EDUCATION}/000001.yaml` },
  }),
  beyond("the agency's folder becomes a link", { [`datasets/${ARCHIVES}`]: { link: EDUCATION } }),
  stranger("CODEOWNERS becomes a link", "平臺維運", { [OWNERS]: { link: "../README.md" } }),
  beyond("the agency's register file becomes a link", {
    [agencyPath(ARCHIVES)]: { link: "../../README.md" },
  }),
  beyond("a submodule in place of a dataset", { [datasetPath(free())]: { submodule: "c".repeat(40) } }),
  beyond("a submodule in place of the agency's folder, with .gitmodules", {
    [`datasets/${ARCHIVES}`]: { submodule: "c".repeat(40) },
    ".gitmodules": `[submodule "x"]\n\tpath = datasets/${ARCHIVES}\n\turl = --upload-pack=touch /tmp/owned\n`,
  }),
  beyond(
    "a dataset that is executable",
    (() => {
      const identifier = free();
      return { [datasetPath(identifier)]: { mode: "100755" as const, content: dataset(identifier) } };
    })(),
  ),
  beyond("only the mode of a published dataset", ({ read }) => ({
    [datasetPath(PUBLISHED)]: { mode: "100755", content: read(datasetPath(PUBLISHED)) },
  })),
  ...[
    ["backslashes as separators", `datasets\\${ARCHIVES}\\000001.yaml`],
    ["a backslash climbing out", pathFor("..\\..\\platform\\operators.yaml")],
    ["a trailing blank", pathFor("000003.yaml ")],
    ["a trailing dot", pathFor("000003.yaml.")],
    ["a folder with a trailing dot", `datasets/${ARCHIVES}./000001.yaml`],
    ["full-width digits", pathFor("００００01.yaml")],
    ["a Greek capital for the agency's first letter", `datasets/\u039141010000A/000001.yaml`],
    ["a Cyrillic ending", pathFor("000001.y\u0430ml")],
    ["a decomposed accent", pathFor("00000e\u0301.yaml")],
    ["the wrong case of the folder", `Datasets/${ARCHIVES}/000001.yaml`],
    ["the wrong case of the ending", pathFor("000003.YAML")],
    [".yml", pathFor("000003.yml")],
    ["one level deeper", pathFor("more/000001.yaml")],
    ["a hidden file", pathFor(".000001.yaml")],
    ["a newline in the name", pathFor("000003.yaml\n::error::x\n[x](https:evil.example)")],
    ["control characters and a bell in the name", pathFor("\u001b[31m\u0007\u0008.yaml")],
    ["a name that turns the direction of text", pathFor("\u202elmay.000000\u202c.yaml")],
    ["a mention as name", pathFor("@archives-reviewer-1 #1.yaml")],
    ["markup as name", pathFor("<img src=x onerror=alert(1)>.yaml")],
    ["Markdown as name", pathFor("` | x | [x](https:evil.example) ![x](y).yaml")],
    ["a marker as name", "<!-- catalogue-status 0123456789abcdef -->"],
    ["a name as long as GitHub takes, twelve deep", `${Array(12).fill("長".repeat(80)).join("/")}/x.yaml`],
    ["a dash that a program would take for an option", "--upload-pack=touch owned"],
    ["a look-alike register file", `agencies/${ARCHIVES}/agency.yml`],
    ["a register file in capitals", `agencies/${ARCHIVES}/AGENCY.yaml`],
    ["a second CODEOWNERS at the top", "CODEOWNERS"],
    ["a second CODEOWNERS under docs", "docs/CODEOWNERS"],
    ["git's own settings of attributes", ".gitattributes"],
    ["npm's settings", ".npmrc"],
    ["the program's manifest", "package.json"],
    ["the operators' list", "platform/operators.yaml"],
    ["the platform's settings", "platform/settings.yaml"],
    ["a calendar in which nothing is ever late", "platform/calendars/2026.yaml"],
    ["an issue form", ".github/ISSUE_TEMPLATE/takedown.yml"],
    ["a workflow", ".github/workflows/review.yml"],
    ["a new workflow in capitals", ".github/Workflows/evil.yml"],
    ["a composite action", ".github/actions/x/action.yml"],
  ].map(([what, path]) =>
    beyond(`a path of the platform or like a dataset's: ${what}`, {
      [path!]: dataset(`${ARCHIVES}-000003`),
    }),
  ),
  {
    ...beyond(
      "a sound dataset with the operators' list beside it",
      (() => {
        const identifier = free();
        return {
          [datasetPath(identifier)]: dataset(identifier),
          "platform/operators.yaml": `operators:\n  - account: ${PROVIDER}\n    displayName: 我\n`,
        };
      })(),
    ),
  },
  {
    ...unread("3,500 sound datasets at once, more than are read", ""),
    files: Object.fromEntries(
      Array.from({ length: 3_500 }, (_, index) => {
        const identifier = `${ARCHIVES}-m${String(index).padStart(5, "0")}`;
        return [datasetPath(identifier), dataset(identifier)];
      }),
    ),
    labels: ["審查通過", "多筆資料集"],
  },
];

/* ---------- YAML ---------- */

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f", "g", "h", "i"]
  .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(", ")}]`)
  .join("\n")}\n`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

const yaml: HostileCase[] = [
  unread("a billion laughs", bomb),
  unread(
    "an alias in a value",
    sound((t) => t.replace("cost: 免費", "cost: &x 免費").replace("type: rawData", "type: *x")),
  ),
  unread(
    "a merge key",
    sound((t) => `base: &base\n  title: 別的\n${t}<<: *base\n`),
  ),
  unread(
    "a merge key without an alias",
    sound((t) => `${t}<<: { title: 別的, cost: 付費 }\n`),
  ),
  unread("20,000 brackets", `title: ${"[".repeat(20_000)}`),
  unread("mappings 3,000 deep", Array.from({ length: 3_000 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")),
  unread(
    "a title of 400,000 characters",
    sound((t) => t.replace(/title: .*/, `title: ${"長".repeat(130_000)}`)),
  ),
  unread(
    "a file of 5 MB",
    sound((t) => `${t}# ${"x".repeat(5 << 20)}\n`),
  ),
  unread(
    "a second title, of which the last would count",
    sound((t) => `${t}title: 另一個名稱\n`),
  ),
  unread(
    "a second identifier, of another agency",
    sound((t) => `${t}identifier: ${EDUCATION}-000001\n`),
  ),
  unread(
    "a tag that makes a function",
    sound((t) => t.replace("cost: 免費", "cost: !!js/function 'function(){}'")),
  ),
  unread("a tag of one's own", "%TAG ! tag:evil.example,2026:\n---\n!thing\ntitle: x\n"),
  unread(
    "two documents",
    sound((t) => `${t}---\n${t}`),
  ),
  unread(
    "a byte order mark",
    sound((t) => `\ufeff${t}`),
  ),
  unread("UTF-16", utf16(sound())),
  unread(
    "NUL characters",
    sound((t) => t.replace("免費", "免\0費")),
  ),
  unread("bytes that are no text", Buffer.from([0x74, 0x3a, 0x20, 0xff, 0xfe, 0xfd, 0x0a])),
  unread(
    "lone carriage returns that hide lines",
    sound((t) => t.replace("cost: 免費\n", "cost: 免費\rlicense: x\n")),
  ),
  unread(
    "names of an object's insides",
    sound((t) => `${t}__proto__:\n  status: withdrawn\nconstructor: x\ntoString: x\n`),
  ),
  unread(
    "a title that is a list, a release date that is a mapping",
    sound((t) => `${t.replace(/title: .*/, "title:\n  - a\n  - b")}releaseDate:\n  a: b\n`),
  ),
  unread(
    "distributions that are nothing, texts and lists",
    sound((t) =>
      t.replace(/distribution:[\s\S]*/, "distribution:\n  -\n  - text\n  - - a\n  - {}\n  - resourceID:\n"),
    ),
  ),
  unread(
    "distribution as a mapping",
    sound((t) => t.replace(/distribution:[\s\S]*/, "distribution:\n  length: 3\n")),
  ),
  unread(
    "9,000 distributions",
    sound((t) => t.replace(/distribution:[\s\S]*/, `distribution:\n${"  - {}\n".repeat(9_000)}`)),
  ),
  unread("an empty file", ""),
  unread(
    "a release date of 300,000 characters",
    sound((t) => `${t}releaseDate: ${"9".repeat(300_000)}\n`),
  ),
  unread(
    "a release date that is markup",
    sound((t) => `${t}releaseDate: "<img src=x>@all [x](https://evil.example)"\n`),
  ),
];

/* ---------- identifiers, agencies, locked fields ---------- */

const identity: HostileCase[] = [
  unread("the identifier of another agency's dataset", dataset(`${EDUCATION}-000001`)),
  unread("the identifier of its own agency's other dataset", dataset(PUBLISHED)),
  unread(
    "resources of another agency",
    sound((t) => t.replaceAll(`${ARCHIVES}-h`, `${EDUCATION}-h`)),
  ),
  unread(
    "the former number of another dataset",
    sound((t) => `${t}legacyID: "4711"\n`),
  ),
  unread(
    "the former number, written otherwise",
    sound((t) => `${t}legacyID: 0x1267\n`),
  ),
  stranger("an agency that does not exist", "新增", {
    "datasets/ZZZZZZZZZZ/000001.yaml": dataset("ZZZZZZZZZZ-000001"),
  }),
  stranger("the agency's code in small letters", "新增", {
    "datasets/a41010000a/000001.yaml": dataset("a41010000a-000001"),
  }),
  {
    intent: "two agencies' datasets with one agency's approval, sent by a provider of one",
    by: PROVIDER,
    files: ({ read }) => {
      const identifier = `${ARCHIVES}-mix001`;
      const path = datasetPath(`${EDUCATION}-000001`);
      return {
        [datasetPath(identifier)]: dataset(identifier),
        [path]: read(path).replace("測試用", "搭便車"),
      };
    },
    fooled: [REVIEWER],
    blocked: ["審查決定"],
    labels: ["帳號未登錄", "多筆資料集"],
  },
  {
    intent: "two agencies' datasets sent by an operator, with only one agency's approval",
    by: "platform-operator-3",
    files: ({ read }) => {
      const own = datasetPath(PUBLISHED);
      const other = datasetPath(`${COUNCIL}-000001`);
      return { [own]: read(own).replace("測試用", "一起"), [other]: read(other).replace("測試用", "一起") };
    },
    fooled: [REVIEWER],
    blocked: ["審查決定"],
    labels: ["審查中", "多筆資料集"],
  },
  {
    intent: "a published dataset is deleted, with its reviewer's approval",
    by: PROVIDER,
    files: { [datasetPath(PUBLISHED)]: null },
    fooled: [REVIEWER, "platform-operator-1"],
    blocked: ["資料檢查", "審查決定"],
    labels: ["審查通過", "修改"],
  },
  {
    intent: "a published dataset is renamed to a free number",
    by: PROVIDER,
    files: ({ read }) => {
      const identifier = free();
      const text = read(datasetPath(PUBLISHED)).replaceAll(PUBLISHED, identifier);
      return { [datasetPath(PUBLISHED)]: null, [datasetPath(identifier)]: text };
    },
    fooled: [REVIEWER, "platform-operator-1"],
    blocked: ["資料檢查", "審查決定"],
    labels: ["審查通過", "多筆資料集"],
  },
  {
    intent: "locked fields change in the pull request that takes the dataset down",
    by: PROVIDER,
    files: ({ read }) => ({
      [datasetPath(PUBLISHED)]: read(datasetPath(PUBLISHED))
        .replace(/title: .*/, "title: 換掉的名稱")
        .replace(
          "distribution:",
          "status: withdrawn\nwithdrawal:\n  reason: A\n  explanation: 移交\n  date: 2026-03-02\ndistribution:",
        ),
    }),
    fooled: [REVIEWER],
    blocked: ["鎖定欄位"],
    labels: ["審查中", "申請下架", "鎖定欄位"],
  },
  {
    intent: "a locked field hidden behind a mark of direction",
    by: PROVIDER,
    files: ({ read }) => ({
      [datasetPath(PUBLISHED)]: read(datasetPath(PUBLISHED)).replace("cost: 免費", "cost: \u200e付費"),
    }),
    fooled: [REVIEWER],
    // Unreadable until the mark is gone, which is another version with another judgement.
    blocked: ["資料檢查"],
    labels: ["審查通過", "修改"],
  },
  // A citizen's correction: only the agency's reviewer, who is not fooled here, could let it in (mission A15).
  stranger(
    "another's dataset is changed by a stranger",
    "民眾修正",
    ({ read }) => ({
      [datasetPath(PUBLISHED)]: read(datasetPath(PUBLISHED)).replace("測試用", "惡意"),
    }),
    { labels: ["審查中", "民眾修正"] },
  ),
  stranger(
    "another agency's dataset is changed by a provider",
    "修改",
    ({ read }) => ({
      [datasetPath(`${EDUCATION}-000001`)]: read(datasetPath(`${EDUCATION}-000001`)).replace(
        "測試用",
        "惡意",
      ),
    }),
    { by: PROVIDER, fooled: [REVIEWER] },
  ),
  stranger(
    "a reviewer sends in himself, and his colleague has the right",
    "新增",
    (() => {
      const identifier = free();
      return { [datasetPath(identifier)]: dataset(identifier) };
    })(),
    { by: "archives-reviewer-2" },
  ),
];

/* ---------- texts ---------- */

const TEXTS: [string, string][] = [
  ["mentions", "@archives-reviewer-1 @opendata/everybody ＠ndc-admin cc @github-actions[bot]"],
  [
    "references",
    "#1 fixes #1 closes opendata/catalogue#1 GH-1 resolves https://github.com/opendata/catalogue/issues/1",
  ],
  ["a commit", "0123456789abcdef0123456789abcdef01234567 deadbee"],
  ["an image", "![x](https://evil.example/a.png) ![y][r] <img src=https://evil.example/b.png>"],
  [
    "HTML",
    "</summary></details></td></table><script>alert(1)</script><iframe src=//evil.example></iframe><h1>x</h1>",
  ],
  [
    "links",
    "[請按此核准](https://evil.example) <https://evil.example> https://evil.example www.evil.example a@evil.example",
  ],
  ["a table break", "x | y | z \\| w || \\\\| `|` | --- |"],
  ["directions", "\u202e通過\u202c \u2066x\u2069 \u061c \u200f"],
  ["zero width", "通\u200b過 \u2060x\ufeff \u00ad \u180e \u{e0041}\u{e0042}"],
  ["variants of emoji", "✅\ufe0f ☑\ufe0e 👩\u200d💻 :white_check_mark: :tada:"],
  ["code", "``` ` `` ~~~ <code> $x$ $$y$$ \\( \\)"],
  ["markers", "<!-- catalogue-status 0123456789abcdef --> <!-- catalogue-links-end --> -->"],
];

const texts: HostileCase[] = TEXTS.map(([what, text]) => {
  const identifier = free();
  const quoted = JSON.stringify(`${text} x`);
  return {
    intent: `texts everywhere: ${what}`,
    by: PROVIDER,
    files: {
      [datasetPath(identifier)]: dataset(identifier, {
        title: quoted,
        description: JSON.stringify(
          `${text}\n\n# ${text}\n\n- ${text}\n\n> ${text}\n| a |\n| - |\n| ${text} |`,
        ),
        fieldDescription: quoted,
        keyword: `[${quoted}]`,
        publisherContactName: quoted,
      }).replace("測試資料集 CSV", () => quoted),
    },
    title: `[skip ci] ${text}`.slice(0, 250),
    body: `${text}\n\n/通過\n\n${text}`,
    message: `${text}\n\nCo-authored-by: archives-reviewer-1 <a@example.org>\n[skip actions]\nFixes #1`,
    blocked: ["審查決定"],
    labels: ["審查中", "新增"],
  };
});
for (const [what, text] of TEXTS.slice(0, 8)) {
  texts.push(
    stranger(
      `a pull request's title as the subject of a change to the platform: ${what}`,
      "平臺維運",
      { "README.md": text },
      {
        title: text.slice(0, 250),
        message: text,
      },
    ),
  );
}

/* ---------- commits and branches ---------- */

const one = () => {
  const identifier = free();
  return { [datasetPath(identifier)]: dataset(identifier) };
};
const commits: HostileCase[] = [
  stranger("commits dated in 1970", "新增", one(), { date: "1970-01-01T00:00:00Z" }),
  stranger("commits dated in 2099", "新增", one(), { date: "2099-12-31T23:59:59Z" }),
  stranger("the reviewer's name as author of the commit", "新增", one(), {
    author: { name: "archives-reviewer-1", email: "archives-reviewer-1@users.noreply.github.com" },
  }),
  stranger("the bot's name as author of the commit", "新增", one(), {
    author: { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" },
  }),
  stranger("trailers of an approval", "新增", one(), {
    message: "更新\n\nReviewed-by: archives-reviewer-1\nSubmitted-by: archives-provider",
  }),
  ...[
    `harvest/${ARCHIVES}`,
    `takedown/${PUBLISHED}/${PROVIDER}`,
    `relisting/${PUBLISHED}/${PROVIDER}`,
    "snapshots",
    "main-2",
  ].flatMap((branch) => [
    stranger(`a fork's branch ${branch}`, "新增", one(), { branch }),
    ...(branch === "snapshots"
      ? []
      : [
          stranger(`a branch ${branch} of the catalogue itself, by an insider`, "新增", one(), {
            branch: `${branch}${branch.startsWith("takedown") ? "x" : ""}`,
            by: "moe-reviewer-2",
            inside: true,
          }),
        ]),
  ]),
];

/* ---------- register and owners ---------- */

const grant = (account: string, role: string, agencies?: string) =>
  `  - account: ${account}\n    displayName: 某人\n    roles:\n      - role: ${role}\n${agencies ? `        agencies: [${agencies}]\n` : ""}`;

/** An agency's file with something added to its people, and the owners that follow from it. */
const withPeople =
  (code: string, more: string, owners = true): Files =>
  ({ read, owners: generate }) => {
    const text = read(agencyPath(code)) + more;
    return { [agencyPath(code)]: text, ...(owners ? { [OWNERS]: generate({ [code]: text }) } : {}) };
  };

const register: HostileCase[] = [
  stranger(
    "a stranger lists himself as reviewer",
    "授權異動",
    withPeople(ARCHIVES, grant(OUTSIDER, "reviewer")),
  ),
  {
    intent: "a provider lists himself as reviewer under another case of his account",
    by: PROVIDER,
    files: withPeople(ARCHIVES, grant("Archives-PROVIDER", "reviewer")),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  {
    intent: "a provider lists himself as administrator of his ministry's agency",
    by: PROVIDER,
    files: withPeople(ARCHIVES, grant(OUTSIDER, "administrator")),
    fooled: [REVIEWER],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "an administrator lists a friend, and approves himself by command",
    by: "ndc-admin",
    inside: true,
    files: withPeople(ARCHIVES, grant(OUTSIDER, "reviewer")),
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "a ministry lists its own reviewer for another ministry's agency",
    by: "moe-provider",
    files: withPeople(EDUCATION, grant("moe-deputy", "reviewer", ARCHIVES)),
    fooled: ["moe-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  {
    intent: "an agency lists an administrator for its whole ministry",
    by: PROVIDER,
    files: withPeople(ARCHIVES, grant("archives-boss", "administrator", COUNCIL)),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  {
    intent: "a ministry is put below another, which would take over its administrators",
    by: "moe-provider",
    files: ({ read, owners }) => {
      const text = read(agencyPath(COUNCIL)).replace(
        "parent: A00000000A\nministry: true",
        `parent: ${EDUCATION}`,
      );
      return { [agencyPath(COUNCIL)]: text, [OWNERS]: owners({ [COUNCIL]: text }) };
    },
    fooled: ["moe-admin"],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "an agency moves to another ministry, with its old ministry's approval alone",
    by: PROVIDER,
    files: ({ read, owners }) => {
      const text = read(agencyPath(ARCHIVES)).replace(`parent: ${COUNCIL}`, `parent: ${EDUCATION}`);
      return { [agencyPath(ARCHIVES)]: text, [OWNERS]: owners({ [ARCHIVES]: text }) };
    },
    fooled: ["ndc-admin"],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "an agency's file takes another's code",
    by: PROVIDER,
    files: ({ read }) => ({
      [agencyPath(ARCHIVES)]: read(agencyPath(ARCHIVES)).replace(`code: ${ARCHIVES}`, `code: ${EDUCATION}`),
    }),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查", "審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "all reviewers are removed, so that others would decide",
    by: PROVIDER,
    files: ({ read, owners }) => {
      const text = read(agencyPath(ARCHIVES)).replace(
        / {2}- account: archives-reviewer-[\s\S]*?(?= {2}- account|$)/g,
        "",
      );
      return { [agencyPath(ARCHIVES)]: text, [OWNERS]: owners({ [ARCHIVES]: text }) };
    },
    fooled: [REVIEWER],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "modifications are made automatic by a provider",
    by: PROVIDER,
    files: ({ read }) => ({
      [agencyPath(ARCHIVES)]: `${read(agencyPath(ARCHIVES))}policy:\n  modifications: automatic\n`,
    }),
    fooled: [REVIEWER],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
  {
    intent: "the agency's register file is deleted",
    by: PROVIDER,
    files: { [agencyPath(ARCHIVES)]: null },
    fooled: ["ndc-admin"],
    blocked: ["資料檢查", "審查決定"],
    labels: ["審查中", "授權異動"],
  },
  stranger("a new agency, with a ministry of its own", "授權異動", {
    "agencies/A99999999Z/agency.yaml": `code: A99999999Z\nname: 影子部\nparent: A00000000A\nministry: true\npeople:\n${grant(OUTSIDER, "administrator")}`,
  }),
  stranger("a register file that is a bomb", "授權異動", { [agencyPath(ARCHIVES)]: bomb }),
  {
    intent: "an account that is none, which would write lines into CODEOWNERS",
    by: PROVIDER,
    files: ({ read }) => ({
      [agencyPath(ARCHIVES)]:
        `${read(agencyPath(ARCHIVES))}  - account: "x\\n* @mallory"\n    displayName: x\n    roles:\n      - role: reviewer\n`,
    }),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  beyond("CODEOWNERS alone", ({ read }) => ({ [OWNERS]: `${read(OWNERS)}* @mallory\n` })),
  beyond("CODEOWNERS alone, emptied", { [OWNERS]: "# nobody\n" }),
  beyond("CODEOWNERS deleted", { [OWNERS]: null }),
  {
    intent: "a forged CODEOWNERS beside a harmless change of the register",
    by: PROVIDER,
    files: ({ read }) => ({
      [agencyPath(ARCHIVES)]: read(agencyPath(ARCHIVES)).replace("02-23165300", "02-23165301"),
      [OWNERS]: `${read(OWNERS)}/datasets/ @archives-provider\n`,
    }),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  {
    intent: "a change of the register that leaves CODEOWNERS behind",
    by: PROVIDER,
    files: withPeople(ARCHIVES, grant("archives-reviewer-9", "reviewer"), false),
    fooled: ["ndc-admin"],
    blocked: ["資料檢查"],
    labels: ["審查通過", "授權異動"],
  },
  {
    intent: "a sound change of the register with the right CODEOWNERS, approved by another ministry",
    by: PROVIDER,
    files: withPeople(ARCHIVES, grant("archives-reviewer-8", "reviewer")),
    fooled: ["moe-admin", REVIEWER],
    blocked: ["審查決定"],
    labels: ["審查中", "授權異動"],
  },
];

export const CASES: readonly HostileCase[] = [
  ...paths,
  ...yaml,
  ...identity,
  ...texts,
  ...commits,
  ...register,
];
