import { type DeskRole, TABS, type TabId } from "../../../desk/workbench.ts";

/** What of the workbench is in view; it stands in the address, so that a link leads there. */
export interface Place {
  role: DeskRole;
  tab: TabId;
  /** Number of the submission whose details are open. */
  pull?: number;
  /** Code of the agency that was chosen, or `all`; absent for one's own, or for all where nobody is signed in. */
  agency?: string;
}

const isRole = (text: string): text is DeskRole => Object.hasOwn(TABS, text);

/** The tab that a role opens with: the first list of it. */
const firstTab = (role: DeskRole): TabId => (role === "provider" ? "pending" : TABS[role][0]!.id);

/**
 * Reads the address's fragment, such as `#reviewer/toReview/12?agency=A41000000G`. What it does not know leads to the
 * provider's first list (manual: 系統預設顯示資料提供者的角色頁面).
 */
export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [role = "", tab = "", pull = ""] = path.split("/");
  if (!isRole(role)) return { role: "provider", tab: "pending" };
  const agency = new URLSearchParams(query).get("agency");
  const known = TABS[role].find(({ id }) => id === tab)?.id;
  return {
    role,
    tab: known ?? firstTab(role),
    ...(known && /^[1-9]\d{0,8}$/.test(pull) ? { pull: Number(pull) } : {}),
    ...(agency && /^(?:all|[A-Za-z0-9_]{10})$/.test(agency) ? { agency } : {}),
  };
}

/** The fragment that leads to a place; {@link placeOf} reads it. */
export function hashOf({ role, tab, pull, agency }: Place): string {
  return `#${role}/${tab}${pull ? `/${pull}` : ""}${agency ? `?agency=${agency}` : ""}`;
}
