import type { Agency } from "../../catalogue/catalogue.ts";
import { fieldAt } from "../../catalogue/schema/fields.ts";

/** How fast an agency answers opinions and requests, and who approves (行動策略; mission D3, J1). */
export interface ReplyPolicy {
  /** Days within which each is answered. */
  days: number;
  /** Days within which they are answered on average; absent where nothing is promised. */
  averageDays?: number;
  counting: "calendar" | "working";
  /** An answer counts once an administrator of the ministry recorded the approval of the CIO (資訊長). */
  approval: boolean;
}

const written = (field: string): unknown => fieldAt("agency", ["policy", "replies", field])?.default;
/** What the schema says where neither the agency nor its ministry says anything. */
export const DEFAULT_POLICY: ReplyPolicy = {
  days: written("days") as number,
  counting: written("counting") as ReplyPolicy["counting"],
  approval: false,
};

/** An agency's policy; what it leaves out follows its ministry, then the schema's defaults. */
export function policyOf(agency: Agency): ReplyPolicy {
  const own = agency.file.policy?.replies ?? {};
  const above = agency.ministry.file.policy?.replies ?? {};
  const averageDays = own.averageDays ?? above.averageDays;
  return {
    days: own.days ?? above.days ?? DEFAULT_POLICY.days,
    ...(averageDays === undefined ? {} : { averageDays }),
    counting: own.counting ?? above.counting ?? DEFAULT_POLICY.counting,
    approval: own.approval ?? above.approval ?? DEFAULT_POLICY.approval,
  };
}
