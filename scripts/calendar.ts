import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseDocument, type YAMLSeq } from "yaml";
import { PlatformError } from "../src/adapters/files.ts";
import { CALENDARS, loadCalendarFile } from "../src/adapters/review-platform.ts";
import { isRealDate } from "../src/catalogue/dates.ts";
import { SCHEMAS } from "../src/catalogue/schema/fields.ts";
import { decode, parseCsv, TableError } from "../src/exchange/csv.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../src/exchange/yaml-writer.ts";
import {
  amendmentOf,
  calendarOf,
  changesTo,
  OfficialCalendarError,
  readOfficialCalendar,
} from "../src/review/calendar-import.ts";
import { calendarProblems } from "../src/review/calendar-problems.ts";
import { type Call, command, UsageError } from "./command.ts";

const HELP = `用法：npm run calendar -- 檔案.csv [--published YYYY-MM-DD]

由行政院人事行政總處公布的「政府行政機關辦公日曆表」CSV 產生 platform/calendars/<西元年>.yaml。
該年已有日曆而內容不同時，把不同的日子附加為一次修正。
  檔案.csv        欄位：西元日期、星期、是否放假、備註；編碼自動判斷（UTF-8、Big5）
  --published 日  修正版公布的日期；只在附加修正時使用
  --root DIR      目錄的資料夾，預設為本專案
  --help          顯示這份說明`;

async function readTable(path: string) {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new UsageError(`無法讀取檔案 ${path}：${cause.message}`);
  });
  const { text, encoding, replaced } = decode(bytes);
  if (replaced > 0) {
    throw new TableError(
      `有 ${replaced} 個字元無法以 ${encoding} 解碼；請以試算表另存為 CSV（UTF-8）再試一次`,
    );
  }
  return parseCsv(text);
}

async function run(call: Call): Promise<number> {
  const [path, ...rest] = call.positionals;
  if (!path || rest.length > 0) throw new UsageError("請寫一個 CSV 檔案");
  const published = call.text("published");
  if (published !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(published) && isRealDate(published))) {
    throw new UsageError(`--published 應為實際存在的日期 YYYY-MM-DD，不能是 ${published}`);
  }
  const official = readOfficialCalendar(await readTable(path));
  const { year } = official;
  const file = `${CALENDARS}/${year}.yaml`;
  const target = join(call.root, file);
  const text = await readFile(target, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
  if (text === undefined) {
    if (published) throw new UsageError(`還沒有 ${file}，第一版日曆不需要 --published`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(
      target,
      toYaml(calendarOf(official) as unknown as YamlValue, keyOrderOf(SCHEMAS.calendar)),
    );
    console.log(`已新增 ${file}`);
    return 0;
  }
  const current = await loadCalendarFile(call.root, year);
  const changes = changesTo(current, official);
  const listed = [
    ...changes.closed.map(({ date, name }) => `  ${date} 改為放假（${name}）`),
    ...changes.worked.map(({ date, name }) => `  ${date} 改為上班（${name}）`),
  ];
  if (listed.length === 0) {
    console.log(`${file} 的每一天都與 ${path} 相同，不必變更`);
    return 0;
  }
  if (!published) {
    throw new UsageError(
      `${file} 已存在，有 ${listed.length} 天不同：\n${listed.join("\n")}\n請以 --published 寫明修正版公布的日期`,
    );
  }
  const amendment = amendmentOf(year, published, changes);
  const problems = calendarProblems(
    { ...current, amendments: [...(current.amendments ?? []), amendment] },
    year,
  );
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    return 1;
  }
  // Edited in place, so that an operator's comments stay.
  const document = parseDocument(text, { schema: "failsafe" });
  const node = document.createNode(amendment);
  if (document.has("amendments")) (document.get("amendments") as YAMLSeq).add(node);
  else document.set("amendments", document.createNode([amendment]));
  await writeFile(target, document.toString({ lineWidth: 0 }));
  console.log(`已在 ${file} 附加 ${published} 公布的修正：\n${listed.join("\n")}`);
  return 0;
}

await command(HELP, { published: { type: "string" } }, async (call) => {
  try {
    return await run(call);
  } catch (cause) {
    if (cause instanceof PlatformError) {
      console.error(`${cause.file}：${cause.message}`);
    } else if (cause instanceof TableError || cause instanceof OfficialCalendarError) {
      console.error(cause.message);
    } else {
      throw cause;
    }
    return 1;
  }
});
