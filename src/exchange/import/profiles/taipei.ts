import type { Profile } from "../profile.ts";
import { municipalColumns } from "./municipal.ts";

/** 臺北市's catalogue: 27 columns, often in Big5. */
export const taipei: Profile = {
  name: "taipei",
  source: "data.taipei",
  label: "臺北市資料集清單",
  legacyId: false,
  agencyCell: "name",
  root: { code: "379000000A", name: "臺北市政府", oid: "2.16.886.101.90003.20002" },
  columns: municipalColumns,
};
