import { type Checked, misplaced } from "../check.ts";
import type { MinutesFile } from "../schema/generated/minutes.ts";
import { validateMinutes } from "../schema/generated/plan-validators.js";
import { checkDocument } from "./check-document.ts";
import type { Minutes } from "./plan-files.ts";
import "./schemas.ts";

const PATH = /^agencies\/([A-Za-z0-9_]{10})\/minutes\/(\d{4}-\d{2}-\d{2})\.md$/;

/** Checks one meeting's minutes by themselves (諮詢小組設置要點四、七、十二; mission A2). */
export function checkMinutes(path: string, bytes: Uint8Array): Checked<Minutes> {
  const agency = PATH.exec(path)?.[1];
  if (!agency) return misplaced(path, { expected: "agencies/<機關代碼>/minutes/<會議日期>.md" });
  const { value, ...rest } = checkDocument<MinutesFile>("minutes", path, bytes, validateMinutes, () => []);
  return { ...rest, ...(value ? { value: { ...value, agency } } : {}) };
}
