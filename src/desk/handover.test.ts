import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { FORM_HEADINGS } from "../review/requests.ts";
import type { Repository } from "./data.ts";
import { closePull, command, editFile, newFile, requestForm } from "./handover.ts";

const repository: Repository = {
  owner: "open-data-catalogue",
  name: "catalogue",
  branch: "main",
  web: "https://github.com",
  api: "https://api.github.com",
};
const PATH = "datasets/A41000000G/000009.yaml";
const HOME = "https://github.com/open-data-catalogue/catalogue";
const fields = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe("newFile", () => {
  it("fills the page in where the address stays short", () => {
    const text = "identifier: A41000000G-000009\ntitle: 景氣 & 指標 + #1\n";
    const { url, clipboard, steps } = newFile(repository, PATH, text, "新增 景氣");
    expect(url.startsWith(`${HOME}/new/main?`)).toBe(true);
    expect(fields(url)).toEqual({ filename: PATH, value: text });
    expect(clipboard).toBeUndefined();
    expect(steps).toEqual([
      "登入 GitHub。第一次使用會看到「Fork this repository」，按下即可（系統會為您準備一份副本）。",
      "確認檔名與內容都已填好。",
      "按右上角「Commit changes…」，第一欄填「新增 景氣」，再按「Propose changes」。直接修改自己的送件時，按鈕是「Commit changes」。",
      "下一頁按「Create pull request」，再按一次就送審。要先暫存，按它右邊的箭頭改選「Create draft pull request」。",
    ]);
  });

  it("takes the clipboard for a longer text", () => {
    const text = `title: ${"景".repeat(300)}\n`;
    const { url, clipboard, steps } = newFile(repository, PATH, text, "新增");
    expect(fields(url)).toEqual({ filename: PATH });
    expect(clipboard).toBe(text);
    expect(steps[1]).toBe("檔名已填好。在下方空白的編輯區按一下，再按 Ctrl+V 貼上內容。");
  });

  it("carries every text whole, in an address below 2,000 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 1500 }), (text) => {
        const { url, clipboard } = newFile(repository, PATH, text, "新增");
        expect(new TextEncoder().encode(url).length).toBeLessThan(2000);
        expect(clipboard ?? fields(url).value).toBe(text);
      }),
    );
  });
});

describe("editFile", () => {
  it("opens the file on the branch, with the content on the clipboard", () => {
    const own = { ...repository, owner: "ndc-provider-1", branch: "takedown/A41000000G-000001/ndc #1" };
    const { url, clipboard, steps } = editFile(own, PATH, "title: 甲\n", "修改 甲");
    expect(url).toBe(
      "https://github.com/ndc-provider-1/catalogue/edit/takedown/A41000000G-000001/ndc%20%231/datasets/A41000000G/000009.yaml",
    );
    expect(clipboard).toBe("title: 甲\n");
    expect(steps[1]).toBe("在編輯區按一下，按 Ctrl+A 全選，再按 Ctrl+V 貼上，取代原來的內容。");
  });
});

describe("acts on a submission", () => {
  it("gives a command as a comment", () => {
    expect(command(repository, 12, "/抽回")).toEqual({
      url: `${HOME}/pull/12#issuecomment-new`,
      clipboard: "/抽回",
      steps: [
        "登入 GitHub。",
        "到頁面最下方的留言框，按 Ctrl+V 貼上。",
        "按「Comment」。系統會在這件送件回覆結果。",
      ],
    });
  });

  it("closes it", () => {
    expect(closePull(repository, 12)).toEqual({
      url: `${HOME}/pull/12#issuecomment-new`,
      steps: ["登入 GitHub。", "到頁面最下方，按「Close pull request」。送件就會刪除。"],
    });
  });
});

interface Form {
  body: { id?: string; type: string; attributes: { label: string; options?: string[] } }[];
}

describe("requestForm", () => {
  const form = parse(readFileSync(".github/ISSUE_TEMPLATE/request.yml", "utf8")) as Form;
  const labelled = (label: string) => form.body.find((field) => field.attributes.label === label)!;

  it("fills in the form's text fields by their ids", () => {
    const { url, clipboard, steps } = requestForm(repository, "takedown", "A41000000G-000001", "B", "侵權");
    expect(url.startsWith(`${HOME}/issues/new?`)).toBe(true);
    const { template, title, ...filled } = fields(url);
    expect([template, title]).toEqual(["request.yml", "申請下架 A41000000G-000001"]);
    expect(filled).toEqual({ identifier: "A41000000G-000001", explanation: "侵權" });
    const texts = form.body.filter((field) => field.type === "input" || field.type === "textarea");
    expect(texts.map((field) => field.id)).toEqual(Object.keys(filled));
    expect(clipboard).toBeUndefined();
    expect(steps).toEqual([
      "登入 GitHub。資料集識別碼已填好。",
      "「申請事項」選「申請下架」，「下架原因」選「B 侵害第三人權利」。",
      "確認「說明」的內容。",
      "按「Create」。系統會代為建立送件，並在同一頁回覆連結。",
    ]);
  });

  it("says what to choose in the words of the form's own lists", () => {
    expect(FORM_HEADINGS.map((label) => labelled(label).id)).toEqual([
      "identifier",
      "act",
      "reason",
      "explanation",
    ]);
    for (const [kind, reason] of [
      ["takedown", "A"],
      ["takedown", "B"],
      ["relisting", undefined],
    ] as const) {
      const step = requestForm(repository, kind, "A41000000G-000001", reason).steps[1]!;
      const named = [...step.matchAll(/「([^」]*)」選「([^」]*)」/g)];
      expect(named).toHaveLength(reason ? 2 : 1);
      for (const [, label, option] of named) expect(labelled(label!).attributes.options).toContain(option);
    }
  });

  it("takes the clipboard for a long explanation, and asks for one where there is none", () => {
    const long = requestForm(repository, "relisting", "A41000000G-000001", undefined, "長".repeat(500));
    expect(fields(long.url)).not.toHaveProperty("explanation");
    expect(long.clipboard).toBe("長".repeat(500));
    expect(long.steps[2]).toBe("在「說明」按一下，再按 Ctrl+V 貼上。");
    const none = requestForm(repository, "relisting", "A41000000G-000001");
    expect(none.clipboard).toBeUndefined();
    expect(none.steps[2]).toBe("在「說明」寫明原因，會公開顯示。");
  });
});
