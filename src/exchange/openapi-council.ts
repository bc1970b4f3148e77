import { COUNCILS_CSV_PATH, DECISIONS_CSV_PATH, MEETINGS_CSV_PATH } from "./addresses.ts";
import { both, get, type Json, media } from "./openapi-parts.ts";

/** Paths of the lists of councils. */
export function councilPaths(): Json {
  const list = (path: string, operation: string, title: string, description: string) => [
    `/${path}`,
    get(operation, "plan", title, description, media("text/csv")),
  ];
  return Object.fromEntries([
    list(
      COUNCILS_CSV_PATH,
      "getCouncilMembers",
      "諮詢小組委員（CSV）",
      both(
        "各級諮詢小組歷屆委員、代表別、資格與任期，UTF-8（含 BOM）。",
        "Members of the councils in all terms, with side, capacity and days, UTF-8 with BOM.",
      ),
    ),
    list(
      MEETINGS_CSV_PATH,
      "getCouncilMeetings",
      "諮詢小組會議（CSV）",
      both(
        "各次會議的主席、出席人數、討論事項、公開與提報日期，以及不符規定之處，UTF-8（含 BOM）。",
        "Meetings with chair, attendance, topics, days and broken clauses, UTF-8 with BOM.",
      ),
    ),
    list(
      DECISIONS_CSV_PATH,
      "getCouncilDecisions",
      "諮詢小組決議（CSV）",
      both(
        "各項決議的主辦單位、期限與追蹤狀態，UTF-8（含 BOM）。",
        "Decisions with unit, due day and state, UTF-8 with BOM.",
      ),
    ),
  ]);
}
