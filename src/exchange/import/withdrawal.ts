import { isObject, ownText } from "./json-document.ts";
import type { RecordReader } from "./record-reader.ts";

const isDay = (reader: RecordReader, text: string | undefined): text is string =>
  text?.length === 10 && reader.instant(text) === text;

/**
 * Reads 下架資訊 of a dataset that came back (政府資料開放進階行動方案 四(6)). A dataset in view tells of a withdrawal only
 * with the day of its return, so that anything else is kept aside.
 */
export function readWithdrawal(reader: RecordReader, value: unknown, place: string): void {
  const [reason, explanation, date, relistedOn] = ["reason", "explanation", "date", "relistedOn"].map(
    (name) => ownText(value, name),
  );
  const text = explanation === undefined ? "" : reader.text("withdrawal", explanation, place, true);
  const isSound = isObject(value) && (reason === "A" || reason === "B") && text !== "";
  if (!isSound || !isDay(reader, date) || !isDay(reader, relistedOn) || relistedOn < date)
    reader.keep(place, value);
  else reader.set("withdrawal", { reason, explanation: text, date, relistedOn }, place);
}
