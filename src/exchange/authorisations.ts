import type { Agency } from "../catalogue/catalogue.ts";
import {
  type Authorisation,
  type AuthorisationChange,
  CHANGE_LABELS,
  ROLE_LABELS,
} from "../catalogue/grants.ts";
import { authorisationLogPath, authorisationsPath } from "./addresses.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import { type OutputFile, pieces } from "./output-file.ts";

/** 授權清單 and 使用紀錄 of the register. */
export interface RegisterLists {
  authorisations: readonly Authorisation[];
  changes: readonly AuthorisationChange[];
}

const names = (prefix: string, agency: Agency | undefined) =>
  agency ? { [prefix]: agency.code, [`${prefix}Name`]: agency.name } : {};

const authorisationJson = ({ person, role, agency, listedIn, deputy }: Authorisation) => ({
  account: person.account,
  displayName: person.displayName,
  role,
  ...names("agency", agency),
  ...names("ministry", agency?.ministry),
  ...(listedIn ? { listedIn: listedIn.code } : {}),
  ...(deputy ? { deputy: deputy.account } : {}),
});

const changeJson = (change: AuthorisationChange, agencies: ReadonlyMap<string, Agency>) => ({
  time: change.time,
  by: change.by,
  act: change.act,
  role: change.role,
  account: change.person.account,
  displayName: change.person.displayName,
  ...(change.agency ? { agency: change.agency } : {}),
  // An agency that is gone has no name any more.
  ...names("agency", change.agency ? agencies.get(change.agency) : undefined),
  ...(change.listedIn ? { listedIn: change.listedIn } : {}),
  commit: change.commit,
});

const jsonArray = (items: readonly object[]) =>
  pieces(function* () {
    yield "[\n";
    for (const [index, item] of items.entries()) {
      yield `${JSON.stringify(item)}${index < items.length - 1 ? "," : ""}\n`;
    }
    yield "]\n";
  });

const LIST_HEADINGS = [
  "部會代碼",
  "部會",
  "帳號",
  "機關人員",
  "身份",
  "機關代碼",
  "機關單位",
  "授權檔案之機關代碼",
  "代理人",
];
const LOG_HEADINGS = [
  "時間",
  "部會管理人員",
  "動作",
  "角色",
  "帳號",
  "機關人員",
  "機關代碼",
  "機關單位",
  "授權檔案之機關代碼",
  "提交編號",
];

/**
 * 授權清單 and 使用紀錄 as CSV and JSON (manual 三.1, 三.5; mission M1, M5).
 * @param agencies by code, for the names of those in the log
 */
export function* authorisationFiles(
  { authorisations, changes }: RegisterLists,
  agencies: ReadonlyMap<string, Agency>,
): Generator<OutputFile> {
  yield { path: authorisationsPath("json"), content: jsonArray(authorisations.map(authorisationJson)) };
  yield {
    path: authorisationsPath("csv"),
    content: pieces(function* () {
      yield BOM + csvLine(LIST_HEADINGS);
      for (const { person, role, agency, listedIn, deputy } of authorisations) {
        yield csvLine([
          agency?.ministry.code,
          agency?.ministry.name,
          person.account,
          person.displayName,
          ROLE_LABELS[role].zh,
          agency?.code,
          agency?.name,
          listedIn?.code,
          deputy?.account,
        ]);
      }
    }),
  };
  yield {
    path: authorisationLogPath("json"),
    content: jsonArray(changes.map((change) => changeJson(change, agencies))),
  };
  yield {
    path: authorisationLogPath("csv"),
    content: pieces(function* () {
      yield BOM + csvLine(LOG_HEADINGS);
      for (const { time, by, act, role, person, agency, listedIn, commit } of changes) {
        yield csvLine([
          time,
          by,
          CHANGE_LABELS[act].zh,
          ROLE_LABELS[role].zh,
          person.account,
          person.displayName,
          agency,
          agency && agencies.get(agency)?.name,
          listedIn,
          commit,
        ]);
      }
    }),
  };
}
