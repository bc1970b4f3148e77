import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PlatformError, readBytes } from "../src/adapters/files.ts";
import { loadRegister } from "../src/adapters/register.ts";
import { report } from "../src/adapters/report.ts";
import {
  CODEOWNERS_PATH,
  CodeownersError,
  codeownersDiagnostics,
  generateCodeowners,
} from "../src/review/codeowners.ts";
import { command, noPositionals, UsageError } from "./command.ts";

const HELP = `用法：npm run codeowners [-- --check]

由授權清單（agencies/*/agency.yaml 與 platform/operators.yaml）產生 ${CODEOWNERS_PATH}。
  --check     只比對現有檔案與授權清單，不寫入；不一致時列出檔案、行號、應為與現為，結束代碼為 1
  --root DIR  目錄所在的資料夾，預設為本專案
  --help      顯示這份說明`;

await command(HELP, { check: { type: "boolean" } }, async (call) => {
  noPositionals(call);
  try {
    const { register, errors } = await loadRegister(call.root);
    if (errors.length > 0) {
      process.stderr.write(report(errors, "text"));
      console.error(`機關檔案有錯誤，無法由授權清單產生 ${CODEOWNERS_PATH}。`);
      return 1;
    }
    const bytes = await readBytes(call.root, CODEOWNERS_PATH);
    const current = bytes && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    if (call.flag("check")) {
      const found = codeownersDiagnostics(current, register);
      // The mend of this command is to run it: no --fix to point to.
      const told = found.map(({ fix: _, ...rest }) => rest);
      process.stdout.write(report(told, "text"));
      console.error(
        found.length === 0 ? `${CODEOWNERS_PATH} 與授權清單一致` : `${found.length} 處與授權清單不一致`,
      );
      return found.length === 0 ? 0 : 1;
    }
    const text = generateCodeowners(register);
    if (text === current) {
      console.log(`${CODEOWNERS_PATH} 已是最新`);
      return 0;
    }
    const path = join(call.root, CODEOWNERS_PATH);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`已更新 ${CODEOWNERS_PATH}：${register.agencies.size} 個機關`);
    return 0;
  } catch (cause) {
    if (cause instanceof PlatformError) throw new UsageError(`${cause.file}：${cause.message}`);
    if (!(cause instanceof CodeownersError)) throw cause;
    console.error(cause.message);
    return 1;
  }
});
