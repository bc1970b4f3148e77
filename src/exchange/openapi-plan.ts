import { FLAG_LEVELS } from "../catalogue/plan/flags.ts";
import { both, get, type Json, json, list, media, object, string } from "./openapi-parts.ts";

const DAY = { type: "string", format: "date" };

const FLAG: Json = object(
  {
    code: string(both("規則的代碼。", "Code of the rule.")),
    level: { type: "string", enum: FLAG_LEVELS },
    agency: string(both("機關代碼。", "Code of the agency.")),
    clause: string(both("依據的文件與點次。", "Document and section that asks for it, in Chinese.")),
    message: object({ zh: string(), en: string() }, ["zh", "en"]),
    due: { ...DAY, description: both("期限。", "Last day in time.") },
    path: string(both("網站頁面，相對於語言版本的根。", "Page of the site, below the edition.")),
  },
  ["code", "level", "agency", "clause", "message"],
);

/** Paths of the action plan's flags and of the showcases' feed. */
export function planDocumentPaths(): Json {
  return {
    "/plan/flags.csv": get(
      "getPlanFlagsCsv",
      "plan",
      "行動方案提醒事項（CSV）",
      both("當日逾期、尚缺與即將到期的事項。", "What is overdue, missing or due on the day of the build."),
      media("text/csv"),
    ),
    "/plan/flags.json": get(
      "getPlanFlags",
      "plan",
      "行動方案提醒事項（JSON）",
      both("當日逾期、尚缺與即將到期的事項。", "What is overdue, missing or due on the day of the build."),
      json(
        object(
          { takenOn: { ...DAY, description: both("基準日。", "Day of the build.") }, flags: list(FLAG) },
          ["takenOn", "flags"],
        ),
      ),
    ),
    "/plan/showcases/feed.atom": get(
      "getShowcaseFeed",
      "plan",
      "亮點應用與特色介紹（Atom）",
      both("最新的應用案例與資料集介紹。", "Newest showcases and features."),
      media("application/atom+xml"),
    ),
  };
}
