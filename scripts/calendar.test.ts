import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, it } from "vitest";

const run = promisify(execFile);
const SCRIPT = resolve(import.meta.dirname, "calendar.ts");

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "calendar-"));
});
afterEach(() => rm(root, { recursive: true }));

/** The official table of 2027 as a file, with what differs from the week. */
function csv(odd: Record<string, string>): string {
  let text = "西元日期,星期,是否放假,備註\r\n";
  for (let time = Date.UTC(2027, 0, 1); time < Date.UTC(2028, 0, 1); time += 86_400_000) {
    const date = new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
    const day = new Date(time).getUTCDay();
    text += `${date},${"日一二三四五六"[day]},${odd[date] ?? (day % 6 === 0 ? "2," : "0,")}\r\n`;
  }
  return text;
}

async function call(...args: string[]): Promise<{ code: number; output: string }> {
  const done = await run(process.execPath, [SCRIPT, ...args, "--root", root]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (cause: { code: number; stdout: string; stderr: string }) => cause,
  );
  return { code: done.code, output: done.stdout + done.stderr };
}

const CALENDAR = `year: 2027
source: 中華民國116年政府行政機關辦公日曆表
closed:
  - date: 2027-01-01
    name: 開國紀念日
worked:
  - date: 2027-02-20
    name: 補行上班
`;

it("writes a year's calendar, and appends what a later edition changes", { timeout: 60_000 }, async () => {
  const first = join(root, "116.csv");
  const second = join(root, "116-2.csv");
  const target = join(root, "platform/calendars/2027.yaml");
  const odd = { "20270101": "2,開國紀念日", "20270220": "0,補行上班" };
  await writeFile(first, `\ufeff${csv(odd)}`);
  await writeFile(second, iconv.encode(csv({ ...odd, "20270928": "2,教師節" }), "cp950"));

  expect(await call(first)).toEqual({ code: 0, output: "已新增 platform/calendars/2027.yaml\n" });
  expect(await readFile(target, "utf8")).toBe(CALENDAR);
  expect(await call(first)).toMatchObject({ code: 0, output: expect.stringContaining("不必變更") });
  expect(await readFile(target, "utf8")).toBe(CALENDAR);

  await writeFile(target, `# 依公文核對\n${CALENDAR}`);
  const refused = await call(second);
  expect(refused.code).toBe(2);
  expect(refused.output).toContain(
    "platform/calendars/2027.yaml 已存在，有 1 天不同：\n  2027-09-28 改為放假（教師節）\n請以 --published 寫明修正版公布的日期\n",
  );
  expect(await call(second, "--published", "2027-05-28")).toEqual({
    code: 0,
    output:
      "已在 platform/calendars/2027.yaml 附加 2027-05-28 公布的修正：\n  2027-09-28 改為放假（教師節）\n",
  });
  const amended = `# 依公文核對\n${CALENDAR}amendments:
  - published: 2027-05-28
    source: 中華民國116年政府行政機關辦公日曆表（2027-05-28 修正）
    closed:
      - date: 2027-09-28
        name: 教師節
`;
  expect(await readFile(target, "utf8")).toBe(amended);

  expect(await call(first, "--published", "2027-05-28")).toEqual({
    code: 1,
    output: "第 2 次修正的公布日期 2027-05-28 沒有晚於前一次的 2027-05-28；請依公布日期先後排列\n",
  });
  expect((await call(first, "--published", "2027-06-01")).code).toBe(0);
  expect(await readFile(target, "utf8")).toBe(`${amended}  - published: 2027-06-01
    source: 中華民國116年政府行政機關辦公日曆表（2027-06-01 修正）
    worked:
      - date: 2027-09-28
        name: 照常上班
`);
});

it("says what is wrong and writes nothing", { timeout: 60_000 }, async () => {
  const path = join(root, "116.csv");
  expect((await call()).output).toContain("請寫一個 CSV 檔案");
  expect(await call(path)).toMatchObject({ code: 2, output: expect.stringContaining("無法讀取檔案") });
  await writeFile(path, csv({}));
  expect(await call(path, "--published", "2027-02-30")).toMatchObject({
    code: 2,
    output: expect.stringContaining("--published 應為實際存在的日期 YYYY-MM-DD，不能是 2027-02-30"),
  });
  expect(await call(path, "--published", "2027-02-03")).toMatchObject({
    code: 2,
    output: expect.stringContaining("還沒有 platform/calendars/2027.yaml，第一版日曆不需要 --published"),
  });
  await writeFile(path, csv({ "20270101": "1,元旦" }));
  expect(await call(path)).toEqual({
    code: 1,
    output: "第 2 列 2027-01-01 的是否放假寫成「1」；只能是 0（上班）或 2（放假）\n",
  });
  await mkdir(join(root, "platform/calendars"), { recursive: true });
  await writeFile(join(root, "platform/calendars/2027.yaml"), "year: 2026\nsource: 甲\nclosed: []\n");
  await writeFile(path, csv({}));
  expect(await call(path)).toEqual({
    code: 1,
    output: "platform/calendars/2027.yaml：year 是 2026，與檔名的 2027 不符；請改成一致\n",
  });
});
