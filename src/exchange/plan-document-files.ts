import type { Catalogue } from "../catalogue/catalogue.ts";
import { documentHtml } from "../catalogue/document-text.ts";
import { FLAG_LEVEL_NAMES, type PlanFlag } from "../catalogue/plan/flags.ts";
import type { Plan } from "../catalogue/plan/plan.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";
import { absolute, flagsPath, type Place, SHOWCASE_FEED_PATH } from "./addresses.ts";
import { FEED_SIZE, type FeedHead, feedXml } from "./atom.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import { rfc3339 } from "./dates.ts";
import type { OutputFile } from "./output-file.ts";
import { element, parent } from "./xml.ts";
import "../catalogue/plan/schemas.ts";

/** Feed of 亮點應用 and 特色介紹, newest first (mission A12). */
export function* planDocumentFiles(
  catalogue: Catalogue,
  showcases: Plan["showcases"],
  place: Place,
): Generator<OutputFile> {
  const head: FeedHead = {
    path: SHOWCASE_FEED_PATH,
    title: `${catalogue.settings.name}：亮點應用與特色介紹`,
    subtitle: "資料開放的應用案例，以及各機關每季介紹的資料集",
    page: "plan/showcases/",
  };
  const kinds = fieldAt("showcase", ["kind"])?.["x-enum-labels"];
  const entries = showcases.slice(0, FEED_SIZE).map(({ slug, title, date, kind, agency, text }) => {
    const page = absolute(place, `plan/showcases/${slug}/`);
    const updated = rfc3339(date)!;
    const xml = parent("entry", {}, [
      element("id", {}, page),
      element("title", {}, title),
      element("link", { rel: "alternate", type: "text/html", hreflang: "zh-Hant-TW", href: page }),
      element("published", {}, updated),
      element("updated", {}, updated),
      parent("author", {}, [element("name", {}, catalogue.agencies.get(agency)?.name ?? agency)]),
      element("category", { term: kind, label: kinds?.[kind]?.zh ?? kind }),
      element("content", { type: "html" }, documentHtml(text, absolute(place, ""))),
    ]);
    return { xml, updated };
  });
  yield { path: head.path, content: feedXml(head, entries, catalogue, place) };
}

/** plan/flags.json */
export interface FlagsFile {
  /** Day for which the flags are derived, YYYY-MM-DD in Taipei. */
  takenOn: string;
  flags: readonly PlanFlag[];
}

const FLAG_COLUMNS = [
  "程度",
  "機關代碼",
  "機關",
  "部會",
  "提醒代碼",
  "提醒事項",
  "依據",
  "期限",
  "頁面",
] as const;

/** The action plan's flags of the day, as CSV and as JSON, in the order given. */
export function* planFlagFiles(flags: readonly PlanFlag[], catalogue: Catalogue): Generator<OutputFile> {
  const rows = flags.map(({ level, agency: code, code: rule, message, clause, due, path }) => {
    const agency = catalogue.agencies.get(code);
    const { name = code, ministry } = agency ?? {};
    return [FLAG_LEVEL_NAMES[level].zh, code, name, ministry?.name, rule, message.zh, clause, due, path];
  });
  yield { path: flagsPath("csv"), content: BOM + [FLAG_COLUMNS, ...rows].map(csvLine).join("") };
  const file: FlagsFile = { takenOn: catalogue.today, flags };
  yield { path: flagsPath("json"), content: `${JSON.stringify(file)}\n` };
}
