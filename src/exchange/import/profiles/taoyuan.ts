import type { Profile } from "../profile.ts";
import { municipalColumns } from "./municipal.ts";

/** 桃園市's catalogue: 29 columns, two of them twice, the agency's code before its unit's name. */
export const taoyuan: Profile = {
  name: "taoyuan",
  source: "data.tycg.gov.tw",
  label: "桃園市資料集清單",
  legacyId: false,
  agencyCell: "code-name",
  root: { code: "380000000A", name: "桃園市政府", oid: "2.16.886.101.90030.20002" },
  quotedTwice: true,
  columns: [
    ...municipalColumns,
    { heading: "主要欄位", role: "repeats", of: "主要欄位說明" },
    { heading: "資源格式", role: "repeats", of: "檔案格式" },
  ],
};
