import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Council } from "../catalogue/plan/council.ts";
import { isDecisionOverdue } from "../catalogue/plan/council-meetings.ts";
import { termsOf } from "../catalogue/plan/council-members.ts";
import type { Plan } from "../catalogue/plan/plan.ts";
import "../catalogue/plan/schemas.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { COUNCILS_CSV_PATH, DECISIONS_CSV_PATH, MEETINGS_CSV_PATH } from "./addresses.ts";
import { BOM, csvLine, joinList } from "./csv-writer.ts";
import { type OutputFile, pieces } from "./output-file.ts";

type Cell = string | number | undefined;

/** Chinese words of a coded field. */
const labelsOf = (field: { "x-enum-labels"?: Record<string, { zh: string; en: string }> } | undefined) => {
  const labels = field?.["x-enum-labels"] ?? {};
  return (code: string | undefined): string | undefined =>
    code !== undefined && Object.hasOwn(labels, code) ? labels[code]!.zh : code;
};

function labels() {
  const council = SCHEMAS.council.properties;
  const member = council.terms!.items!.properties!.members!.items!.properties!;
  const minutes = SCHEMAS.minutes.properties;
  return {
    tier: labelsOf(council.tier),
    side: labelsOf(member.side),
    office: labelsOf(member.office),
    capacity: labelsOf(member.capacity),
    kind: labelsOf(minutes.kind),
    topic: labelsOf(minutes.topics!.items),
    state: labelsOf(minutes.decisions!.items!.properties!.state),
  };
}

function csv(path: string, headings: readonly string[], rows: () => Iterable<readonly Cell[]>): OutputFile {
  return {
    path,
    content: pieces(function* () {
      yield BOM + csvLine(headings);
      for (const row of rows()) yield csvLine(row);
    }),
  };
}

const MEMBER_HEADINGS = [
  ...["機關代碼", "機關名稱", "諮詢小組", "層級", "屆次", "任期起日", "任期迄日", "姓名", "服務機關或團體"],
  ...["職稱", "代表別", "身分", "資格", "到任日", "卸任日", "補聘對象", "現任"],
];

function* memberRows(councils: readonly Council[]): Generator<Cell[]> {
  const zh = labels();
  for (const { agency, file, members } of councils) {
    const present = new Set(members);
    for (const { term } of termsOf(file)) {
      for (const member of term.members) {
        yield [
          agency.code,
          agency.name,
          file.name,
          zh.tier(file.tier),
          term.number,
          term.from,
          term.to,
          member.name,
          member.organisation,
          member.title,
          zh.side(member.side),
          zh.office(member.office ?? "member"),
          zh.capacity(member.capacity),
          member.from,
          member.to,
          member.replaces,
          present.has(member) ? "是" : "否",
        ];
      }
    }
  }
}

const MEETING_HEADINGS = [
  ...["機關代碼", "機關名稱", "會議日期", "會議名稱", "會議別", "主席", "委員總數", "出席人數", "過半數"],
  ...["代理出席", "列席", "討論事項", "公開日期", "提報日期", "決議數", "不符規定"],
];

function* meetingRows(councils: readonly Council[]): Generator<Cell[]> {
  const zh = labels();
  for (const { agency, meetings } of councils) {
    for (const { minutes, present, total, quorum, faults } of meetings) {
      yield [
        agency.code,
        agency.name,
        minutes.date,
        minutes.title,
        zh.kind(minutes.kind ?? "regular"),
        minutes.chair,
        total,
        present,
        quorum ? "是" : "否",
        joinList((minutes.represented ?? []).map(({ member, by }) => `${member}（${by}）`)),
        joinList(minutes.observers ?? []),
        joinList(minutes.topics.map((topic) => zh.topic(topic) ?? topic)),
        minutes.publishedOn,
        minutes.reportedOn,
        minutes.decisions?.length ?? 0,
        joinList(faults.map(({ clause, zh: fault }) => `${clause}：${fault}`)),
      ];
    }
  }
}

const DECISION_HEADINGS = [
  ...["機關代碼", "機關名稱", "會議日期", "編號", "決議", "主辦單位", "期限", "追蹤狀態", "完成日期"],
  ...["辦理情形", "逾期"],
];

function* decisionRows(councils: readonly Council[], today: string): Generator<Cell[]> {
  const zh = labels();
  for (const { agency, meetings } of councils) {
    for (const { minutes } of meetings) {
      for (const decision of minutes.decisions ?? []) {
        yield [
          agency.code,
          agency.name,
          minutes.date,
          decision.id,
          decision.text,
          decision.unit,
          decision.due,
          zh.state(decision.state),
          decision.doneOn,
          decision.note,
          isDecisionOverdue(decision, today) ? "是" : "否",
        ];
      }
    }
  }
}

/**
 * The councils as CSV with Chinese headings: members of all terms, meetings up to the catalogue's day, decisions with their
 * state (設置要點九、十二).
 */
export function* councilFiles(catalogue: Catalogue, all: Plan["councils"]): Generator<OutputFile> {
  const councils = [...all.values()].sort((a, b) => (a.agency.code < b.agency.code ? -1 : 1));
  yield csv(COUNCILS_CSV_PATH, MEMBER_HEADINGS, () => memberRows(councils));
  yield csv(MEETINGS_CSV_PATH, MEETING_HEADINGS, () => meetingRows(councils));
  yield csv(DECISIONS_CSV_PATH, DECISION_HEADINGS, () => decisionRows(councils, catalogue.today));
}
