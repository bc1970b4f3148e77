import { resolve } from "node:path";
import { serve } from "../src/adapters/serve.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { buildSite } from "./build/site.ts";
import { cacheFolder } from "./cache-folder.ts";
import { command, noPositionals, PROJECT, UsageError } from "./command.ts";
import { checkOutFolder, DEFAULT_OUT, snapshotsFolder } from "./out-folder.ts";

const DEFAULT_PORT = 4321;

const HELP = `用法：npm start [-- 選項]

檢查目錄、建置網站與搜尋索引，並在本機提供瀏覽，直到按下 Ctrl+C。
  --root DIR   目錄（含 datasets/、agencies/、platform/），預設為本專案
  --out DIR    網站輸出的資料夾，預設為 dist；裡面原有的網站由新的取代
  --snapshots DIR  審查快照（snapshots 分支）的資料夾；省略時網站不含審查紀錄
  --port N     連接埠，預設為 ${DEFAULT_PORT}；0 表示任一空閒的連接埠
  --help       顯示這份說明`;

await command(
  HELP,
  { out: { type: "string" }, snapshots: { type: "string" }, port: { type: "string" } },
  async (call) => {
    noPositionals(call);
    const text = call.text("port") ?? String(DEFAULT_PORT);
    const port = Number(text);
    if (!/^\d{1,5}$/.test(text) || port > 65_535) {
      throw new UsageError(`--port 必須是 0 到 65535，不能是 ${text}`);
    }
    const out = resolve(call.text("out") ?? resolve(PROJECT, DEFAULT_OUT));
    await checkOutFolder(out, call.root);
    const built = await buildSite(out, {
      root: call.root,
      snapshots: await snapshotsFolder(call),
      today: taipeiDay(new Date()),
      cache: cacheFolder(call),
    });
    if (!built) return 1;
    try {
      const { url } = await serve(out, built.base, port);
      console.log(`網站已就緒：${url}`);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause;
      console.error(`連接埠 ${port} 已被使用；請以 --port 指定另一個`);
      return 1;
    }
    return 0;
  },
);
