import { expect, test } from "vitest";
import { buildCatalogue } from "../catalogue/catalogue.ts";
import { SAMPLE_SETTINGS, sampleVocabularies } from "../catalogue/fixtures.ts";
import type { PlanFlag } from "../catalogue/plan/flags.ts";
import { NO_PLAN_FILES, type Showcase } from "../catalogue/plan/plan-files.ts";
import { showcasesOf } from "../catalogue/plan/showcase.ts";
import { planDocumentFiles, planFlagFiles } from "./plan-document-files.ts";

const A = "A00000000A";
const showcases: Showcase[] = [
  { slug: "later", title: "以後", kind: "feature", date: "2026-03-02", agency: A, text: "內容" },
  {
    slug: "now",
    title: "<b>現在 & 以後",
    kind: "highlight",
    date: "2026-03-01",
    agency: A,
    text: "[看](/plan/)",
  },
];
const catalogue = buildCatalogue({
  settings: SAMPLE_SETTINGS,
  vocabularies: sampleVocabularies(),
  agencies: [{ code: A, name: "甲部", ministry: true }],
  datasets: [],
  plan: { ...NO_PLAN_FILES, showcases },
  today: "2026-03-01",
});
const place = { origin: "https://data.example", base: "/catalogue/" };

test("the feed holds what is in view, with its agency and whole addresses", () => {
  const [feed] = [...planDocumentFiles(catalogue, showcasesOf(catalogue).showcases, place)];
  expect(feed!.path).toBe("plan/showcases/feed.atom");
  const text = String(feed!.content);
  expect(text.match(/<entry>/g)).toHaveLength(1);
  expect(text).toContain("<id>https://data.example/catalogue/plan/showcases/now/</id>");
  expect(text).toContain("<title>&lt;b&gt;現在 &amp; 以後</title>");
  expect(text).toContain('<category term="highlight" label="亮點應用"/>');
  expect(text).toContain("<name>甲部</name>");
  expect(text).toContain("https://data.example/catalogue/plan/");
});

test("flags are written in their order, as CSV and as they are", () => {
  const flags: PlanFlag[] = [
    {
      code: "strategy/missing",
      level: "missing",
      agency: A,
      clause: "行動方案伍、一、（一）1",
      message: { zh: '甲部沒有 115 年度的行動策略，"=1"。', en: "No strategy." },
      due: "2026-04-30",
      path: "plan/strategies/",
    },
    {
      code: "council/missing",
      level: "missing",
      agency: "Z00000000Z",
      clause: "設置要點二",
      message: { zh: "沒有諮詢小組。", en: "No council." },
    },
  ];
  const [csv, json] = [...planFlagFiles(flags, catalogue)];
  expect(csv!.content).toBe(
    "\ufeff程度,機關代碼,機關,部會,提醒代碼,提醒事項,依據,期限,頁面\r\n" +
      '尚缺,A00000000A,甲部,甲部,strategy/missing,"甲部沒有 115 年度的行動策略，""=1""。",行動方案伍、一、（一）1,2026-04-30,plan/strategies/\r\n' +
      "尚缺,Z00000000Z,Z00000000Z,,council/missing,沒有諮詢小組。,設置要點二,,\r\n",
  );
  expect(JSON.parse(String(json!.content))).toEqual({ takenOn: "2026-03-01", flags });
});
