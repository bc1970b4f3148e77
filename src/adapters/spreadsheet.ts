import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { decode } from "../exchange/csv.ts";
import { unguard } from "../exchange/csv-writer.ts";
import type { SheetTable } from "../exchange/inventory-import.ts";
import { MOST, UNREADABLE } from "./spreadsheet-limits.ts";

/** A file that can't be read as a spreadsheet; the message says in Chinese what to do. */
export class SpreadsheetError extends Error {}

const MB = 1024 * 1024;
export const LIMITS = {
  /** Bytes of the file; an inventory of 5,000 rows takes less than one. */
  file: 8 * MB,
  /** Bytes of all its parts when unpacked. */
  unpacked: 64 * MB,
  parts: 500,
  /** Memory and time of the reading, which happens in a process of its own, and the text that it may answer with. */
  memoryMb: 512,
  milliseconds: 60_000,
  answer: 64 * MB,
};

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;
/** Compound files: XLS of before 2007, and any Office file that a password protects. */
const isCompound = (bytes: Uint8Array) => bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11;

/**
 * Reads a spreadsheet's sheets as rows of cells. Formulas count by the value that was saved with them; macros, pictures and
 * links are left out before anything is parsed.
 * @param name the file's name; its ending says the form
 * @throws SpreadsheetError when the file is too large, protected, damaged, or of another kind than its name says
 */
export async function readSpreadsheet(name: string, bytes: Uint8Array): Promise<SheetTable[]> {
  const form = /\.(csv|ods|xlsx)$/i.exec(name)?.[1]?.toLowerCase() as "csv" | "ods" | "xlsx" | undefined;
  if (!form) {
    throw new SpreadsheetError(`${name} 不是 .xlsx、.ods 或 .csv 檔；請以試算表另存為其中一種`);
  }
  if (bytes.length > LIMITS.file) {
    throw new SpreadsheetError(`${name} 超過 ${LIMITS.file / MB} MB；請刪除圖片與用不到的工作表再試一次`);
  }
  if (isCompound(bytes)) {
    throw new SpreadsheetError(`${name} 有密碼保護，或是舊的 .xls 格式；請移除密碼，另存為 .xlsx 再試一次`);
  }
  if (isZip(bytes) !== (form !== "csv")) {
    throw new SpreadsheetError(`${name} 的內容與副檔名不符；請以試算表開啟後另存為 .${form} 再試一次`);
  }
  if (form === "csv") return [readCsv(name, bytes)];
  return readApart(name, safeParts(name, bytes, form));
}

function readCsv(name: string, bytes: Uint8Array): SheetTable {
  const { text, replaced } = decode(bytes);
  if (replaced > 0 || text.includes("\0")) {
    throw new SpreadsheetError(`${name} 有無法辨認的字元；請另存為「CSV UTF-8」再試一次`);
  }
  try {
    const rows = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    });
    return { name: "", rows: (rows as string[][]).map((cells) => cells.map(unguard)), merges: [] };
  } catch (cause) {
    const line = (cause as { lines?: number }).lines;
    throw new SpreadsheetError(
      `無法讀取 ${name}${line ? `（約第 ${line} 行）` : ""}：引號沒有成對；請以試算表開啟後另存為 CSV（UTF-8）再試一次`,
    );
  }
}

/**
 * Unpacks the parts that hold cells, none larger than the archive's directory says, and packs them without compression, so
 * that the parser meets no archive that somebody else made.
 */
function safeParts(name: string, bytes: Uint8Array, form: "ods" | "xlsx"): Uint8Array {
  let total = 0;
  let count = 0;
  let parts: Zippable;
  try {
    parts = unzipSync(bytes, {
      filter: (file) => {
        const wanted = /\.(?:xml|rels)$/i.test(file.name) || file.name === "mimetype";
        total += wanted ? file.originalSize : 0;
        if (++count > LIMITS.parts || total > LIMITS.unpacked) {
          throw new SpreadsheetError(
            `${name} 解開後超過 ${LIMITS.unpacked / MB} MB，或有 ${LIMITS.parts} 個以上的部分，不讀取；請把內容貼到新的試算表再試一次`,
          );
        }
        return wanted;
      },
    });
  } catch (cause) {
    if (cause instanceof SpreadsheetError) throw cause;
    throw damaged(name);
  }
  const manifest = parts["META-INF/manifest.xml"];
  if (manifest instanceof Uint8Array && strFromU8(manifest).includes("encryption-data")) {
    throw new SpreadsheetError(`${name} 有密碼保護；請移除密碼後另存再試一次`);
  }
  if (!Object.hasOwn(parts, form === "xlsx" ? "xl/workbook.xml" : "content.xml")) {
    throw new SpreadsheetError(`${name} 不是 .${form} 試算表；請以試算表開啟後另存為 .${form} 再試一次`);
  }
  if (form === "ods") parts["content.xml"] = withoutRepeats(parts["content.xml"] as Uint8Array);
  return zipSync(parts, { level: 0 });
}

/** ODS writes a cell once with the number of its repeats; a sheet ends with a million empty ones. */
function withoutRepeats(content: Uint8Array): Uint8Array {
  const text = strFromU8(content);
  return strToU8(
    text.replace(/number-(columns|rows)-repeated="([^"]*)"/g, (_, what: string, times: string) => {
      const most = what === "columns" ? MOST.columns : MOST.repeatedRows;
      const count = Number(times) > most ? most : times;
      return `number-${what}-repeated="${count}"`;
    }),
  );
}

const damaged = (name: string) =>
  new SpreadsheetError(`${name} 已損壞，無法讀取；請以試算表開啟後另存新檔再試一次`);

const READER = fileURLToPath(new URL("./spreadsheet-reader.ts", import.meta.url));

/** Parses in a process with little memory and time, so that no file can stop the program that reads it. */
function readApart(name: string, bytes: Uint8Array): Promise<SheetTable[]> {
  const tooMuch = () => new SpreadsheetError(`${name} 的內容太多，無法讀取；請只留下盤點表的工作表再試一次`);
  return new Promise((resolve, reject) => {
    const reader = spawn(process.execPath, [`--max-old-space-size=${LIMITS.memoryMb}`, READER], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: LIMITS.milliseconds,
      killSignal: "SIGKILL",
    });
    const answer: Buffer[] = [];
    let length = 0;
    reader.stdout.on("data", (piece: Buffer) => {
      length += piece.length;
      if (length > LIMITS.answer) reader.kill("SIGKILL");
      else answer.push(piece);
    });
    // A reader that ends early tells by its exit what was wrong.
    reader.stdin.on("error", () => {});
    reader.on("error", reject);
    reader.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(answer).toString("utf8")) as SheetTable[]);
      else reject(code === UNREADABLE ? damaged(name) : tooMuch());
    });
    reader.stdin.end(bytes);
  });
}
