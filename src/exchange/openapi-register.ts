import { CHANGE_LABELS, ROLE_LABELS } from "../catalogue/grants.ts";
import { both, type Json, object, string, uri } from "./openapi-parts.ts";

/** Schemas of the register's lists and of the vocabularies. */
export function registerSchemas(): Json {
  const roleSchema: Json = {
    type: "string",
    enum: Object.keys(ROLE_LABELS),
    description: Object.entries(ROLE_LABELS)
      .map(([role, { zh, en }]) => `${role} ${zh} (${en})`)
      .join("；"),
  };
  return {
    Authorisation: object(
      {
        account: string(both("GitHub 帳號。", "GitHub account.")),
        displayName: string(both("機關人員的職務名稱。", "The person's post.")),
        role: roleSchema,
        agency: string(
          both("角色所屬的機關代碼；平臺管理者沒有。", "Code of the agency; operators have none."),
        ),
        agencyName: string(),
        ministry: string(both("部會之機關代碼。", "Code of the ministry.")),
        ministryName: string(),
        listedIn: string(both("授權寫在哪個機關的檔案。", "Code of the agency whose file grants it.")),
        deputy: string(both("代理人的帳號。", "Account of the deputy.")),
      },
      ["account", "displayName", "role"],
      both("授權清單的一列。", "A role that a person holds."),
    ),
    AuthorisationChange: object(
      {
        time: string(both("臺北時間 YYYY-MM-DD HH:MM。", "Taipei time.")),
        by: string(both("異動者在 git 的名稱。", "Name of who made the change, as git has it.")),
        act: { type: "string", enum: Object.keys(CHANGE_LABELS) },
        role: roleSchema,
        account: string(both("被授權者的 GitHub 帳號。", "GitHub account of the person concerned.")),
        displayName: string(),
        agency: string(both("角色所屬的機關代碼。", "Code of the agency.")),
        agencyName: string(both("機關名稱；已不在目錄者沒有。", "Name of the agency, while it exists.")),
        listedIn: string(both("授權寫在哪個機關的檔案。", "Code of the agency whose file grants it.")),
        commit: string(both("提交編號。", "Commit.")),
      },
      ["time", "by", "act", "role", "account", "displayName", "commit"],
      both("使用紀錄的一列。", "A role that was granted or revoked."),
    ),
    Term: {
      ...object({ code: string(), zh: string(), en: string(), eu: uri("歐盟詞彙 EU authority table") }, [
        "code",
        "zh",
        "en",
      ]),
      additionalProperties: true,
    },
  };
}
