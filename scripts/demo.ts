import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serve } from "../src/adapters/serve.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { openOffice, pointAtDouble, REPOSITORY } from "../tests/office/office.ts";
import { buildSite } from "./build/site.ts";
import { cacheFolder } from "./cache-folder.ts";
import { command, noPositionals, PROJECT } from "./command.ts";

const HELP = `用法：npm run demo [-- 選項]

在本機示範整個後臺：啟動 GitHub 的替身，放入本專案的目錄，由各種角色送審、退回、審查、下架，讓機器人處理六週的
公務，再建置網站，並同時提供網站與替身的網頁，直到按下 Ctrl+C；可用印出的權杖在網站的「資料集管理」試作各種角色。
不會連上網際網路，也不會更動本專案。
  --port N    網站的連接埠，預設為 4321；0 表示任一空閒的連接埠
  --help      顯示這份說明`;

const DAY = 86_400_000;

/** Whose tokens are told, to try the desk with. */
const TOKENS = {
  "ndc-provider-1": "資料提供者",
  "ndc-reviewer-1": "資料審查者",
  "ndc-admin": "部會管理者",
};

await command(HELP, { port: { type: "string" } }, async (call) => {
  noPositionals(call);
  const today = Date.now();
  /** Ten in the morning in Taipei, so many days ago. */
  const ago = (days: number) => `${new Date(today - days * DAY).toISOString().slice(0, 10)}T02:00:00Z`;
  const say = (text: string) => console.error(text);
  say("啟動 GitHub 替身，放入目錄並設定儲存庫……");
  const office = await openOffice({ now: ago(42), from: PROJECT });
  const { world } = office.double;
  const yaml = (path: string) => readFile(join(PROJECT, path), "utf8");
  const change = async (path: string, from: string | RegExp, to: string) => {
    const text = await yaml(path);
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path}: nothing to change`);
    return { [path]: changed };
  };
  const fresh = async (path: string, from: string, title: string) => {
    const serial = /(\d{6})\.yaml$/.exec(path)![1]!;
    const identifier = `${path.slice(9, 19)}-${serial}`;
    const old = (await yaml(from)).replace(/^(legacyID|issued|modified|status|releaseDate):.*\n/gm, "");
    const was = `${from.slice(9, 19)}-${from.slice(20, 26)}`;
    return { [path]: old.replaceAll(was, identifier).replace(/^title:.*$/m, `title: ${title}`) };
  };
  const done = async (text: string) => {
    await office.settle();
    say(`${world.now().toISOString().slice(0, 10)}　${text}`);
  };
  const edu = "datasets/A09000000E/000015.yaml";
  const ndc = "datasets/A41000000G/000012.yaml";

  const late = await office.submit(
    "moe-provider-1",
    await fresh("datasets/A09000000E/900001.yaml", edu, "各級學校校舍耐震補強清冊"),
    { title: "新增：各級學校校舍耐震補強清冊" },
  );
  await done(`教育部提供者送審 #${late}，之後沒有人審查`);
  const returned = await office.submit(
    "ndc-provider-1",
    await fresh("datasets/A41000000G/900001.yaml", ndc, "地方創生計畫核定清單"),
    { title: "新增：地方創生計畫核定清單" },
  );
  await done(`國發會提供者送審 #${returned}`);
  world.set(ago(40));
  await office.as("ndc-reviewer-1").comment(REPOSITORY, returned, "/退回 3 請補主要欄位說明");
  await done(`國發會審查者退回 #${returned}，之後沒有人處理`);
  for (const days of [34, 31, 30, 29, 28, 27, 24, 20, 16]) {
    world.set(ago(days));
    await office.overdue();
    say(`${world.now().toISOString().slice(0, 10)}　逾期巡視`);
  }

  world.set(ago(8));
  const merged = await office.submit(
    "ndc-provider-2",
    await change(ndc, /^description:.*$/m, "description: 修改後的資料集描述，由審查者核准後公開。"),
    { title: "修改資料集描述" },
  );
  await done(`國發會提供者修改資料集 #${merged}`);
  world.set(ago(7));
  await office.as("ndc-reviewer-2").review(REPOSITORY, merged, "APPROVE");
  await done(`國發會審查者核准，機器人併入 #${merged}`);
  const locked = await office.submit(
    "moe-provider-2",
    await change(edu, /^title: (.*)$/m, "title: $1（新版）"),
    {
      title: "更改資料集名稱",
    },
  );
  await done(`教育部提供者更改鎖定欄位 #${locked}`);
  world.set(ago(6));
  await office.as("moe-reviewer-1").review(REPOSITORY, locked, "APPROVE");
  await done(`教育部審查者核准 #${locked}，等待平臺管理者`);
  const draft = await office.submit(
    "mohw-provider-1",
    await fresh("datasets/A21000000I/900001.yaml", "datasets/A21000000I/000033.yaml", "疫苗接種站"),
    { title: "新增：疫苗接種站（填寫中）", draft: true },
  );
  await done(`衛福部提供者暫存 #${draft}`);
  const issue = await office.as("mol-provider-1").openIssue(REPOSITORY, {
    title: "申請下架",
    body: "請見留言。",
  });
  await office
    .as("mol-provider-1")
    .comment(REPOSITORY, issue, "/下架 A17000000J-000016 A 業務已移轉，公共利益考量改變");
  await done("勞動部提供者以留言申請下架");
  world.set(ago(3));
  const outsider = await office.submit(
    "civil-servant-new",
    await change(
      "datasets/A21000000I/000047.yaml",
      /^description:.*$/m,
      "description: 尚未登錄的帳號所送的修改。",
    ),
    { title: "修改描述" },
  );
  await done(`尚未登錄的帳號送審 #${outsider}`);
  const fine = await office.submit(
    "mohw-provider-2",
    await change("datasets/A21000000I/000052.yaml", /^description:.*$/m, "description: 剛送審的修改。"),
    { title: "修改描述" },
  );
  await office.as("mohw-provider-2").comment(REPOSITORY, fine, "/說明");
  await done(`衛福部提供者送審 #${fine}`);
  world.set(ago(0));
  await office.overdue();
  say(`${world.now().toISOString().slice(0, 10)}　逾期巡視`);

  const site = await office.checkOut();
  await pointAtDouble(site.main, office.double.url);
  const built = await buildSite(site.out, {
    root: site.main,
    snapshots: site.snapshots,
    today: taipeiDay(new Date()),
    cache: cacheFolder(call),
  });
  if (!built) return 1;
  const { url } = await serve(site.out, built.base, Number(call.text("port") ?? "4321"));
  console.log(`網站：${url}`);
  console.log(`GitHub 替身：${office.double.url}/${REPOSITORY}/pulls`);
  console.log(`在替身登入（不需權杖的方式）：${office.double.url}/_login?as=ndc-provider-1`);
  for (const [login, role] of Object.entries(TOKENS)) {
    console.log(`權杖，${role} ${login}：${office.double.token("user", login)}`);
  }
  return 0;
});
