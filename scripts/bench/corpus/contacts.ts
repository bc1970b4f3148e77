import { between, randomFor, sample } from "./random.ts";

/** A window of an agency: a role, never a person. */
export interface Contact {
  id: string;
  name: string;
  phone: string;
  email: string;
}

const ROLES = [
  ["information", "資訊單位資料開放窗口"],
  ["statistics", "主計單位統計資料窗口"],
  ["planning", "綜合規劃業務窗口"],
  ["service", "為民服務中心"],
] as const;

/**
 * An agency's windows, the same whenever they are asked for. Nobody has these numbers (no subscriber's begins with 0)
 * and mail hosts (RFC 2606).
 */
export function contactsOf(code: string): Contact[] {
  const random = randomFor(`contacts ${code}`);
  const board = `0${between(random, 2, 8)}-0${between(random, 1_000_000, 9_999_999)}`;
  const host = `${code.toLowerCase().replaceAll("_", "-")}.example`;
  const main = { id: "main", name: "資料開放服務窗口", phone: board, email: `opendata@${host}` };
  const others = sample(random, ROLES, between(random, 0, 2)).map(([id, name]) => ({
    id,
    name,
    phone: `${board}#${between(random, 100, 9999)}`,
    email: `${id}@${host}`,
  }));
  return [main, ...others];
}
