import { describe, expect, it } from "vitest";
import type { Hub, HubPull } from "../../../adapters/github/desk.ts";
import type { DeskAgency } from "../../../desk/data.ts";
import { datasetText } from "../../../desk/dataset-text.ts";
import { type Draft, draftFromText, newDraft } from "../../../desk/draft.ts";
import { prepare } from "./submission.ts";

const AGENCY: DeskAgency = {
  agency: { code: "A41000000G", name: "國家發展委員會" },
  above: [],
  datasets: [{ serial: "000012", title: "景氣指標" }],
};
const PATH = "datasets/A41000000G/000012.yaml";
const FILE = "identifier: A41000000G-000012\ntitle: 景氣指標\n";

/** GitHub with some files of the main branch, and one submission. */
function hub(files: Record<string, string>, pull: Partial<HubPull> = {}, atHead = files): Hub {
  const known: Partial<Hub> = {
    login: "ndc-provider-1",
    read: async (path, ref) => (ref === "head-1" ? atHead : files)[path],
    snapshot: async () => undefined,
    pull: async (number) => ({
      number,
      url: "",
      title: "",
      author: "ndc-provider-1",
      head: "head-1",
      draft: false,
      state: "open",
      files: [PATH],
      ...pull,
    }),
  };
  return known as Hub;
}

const fresh = (): Draft => {
  const draft = newDraft(AGENCY, ["000012"], "2026-11-21", "id");
  return { ...draft, values: { ...draft.values, title: "新資料集" } };
};
function editing(rest: Partial<Draft> = {}): Draft {
  const read = draftFromText(FILE, PATH, "id", "");
  if ("problems" in read) throw new Error("the sample can't be read");
  return { ...read.draft, values: { ...read.draft.values, title: "景氣指標與燈號" }, ...rest };
}
const prepared = async (draft: Draft, on: Hub | undefined, asDraft = false) =>
  prepare({ draft, agency: AGENCY, hub: on, asDraft, explanation: " 更正名稱 " });

describe("what is submitted", () => {
  it("of a new dataset is its file, without a token too", async () => {
    const draft = fresh();
    const result = await prepared(draft, undefined, true);
    expect(result).toMatchObject({
      draft,
      request: {
        files: [{ path: "datasets/A41000000G/000013.yaml", text: datasetText(draft), existing: false }],
        title: "新增資料集：新資料集",
        body: "新增國家發展委員會的資料集「新資料集」（A41000000G-000013）。\n\n更正名稱",
        draft: true,
      },
    });
    expect(result).toHaveProperty(
      "request.branch",
      expect.stringMatching(/^desk\/A41000000G-000013-\d{14}$/),
    );
  });

  it("takes another number where somebody was quicker, with its resources", async () => {
    const taken = hub({ "datasets/A41000000G/000013.yaml": FILE });
    const result = await prepared(fresh(), taken);
    expect(result).toMatchObject({
      note: "編號 000013 已有人使用，改為 000014。",
      draft: { serial: "000014" },
      request: { files: [{ path: "datasets/A41000000G/000014.yaml" }] },
    });
    const { text } = (result as { request: { files: { text: string }[] } }).request.files[0]!;
    expect(text).toContain("resourceID: A41000000G-000014-001");
    expect(text).not.toContain("000013");
  });

  it("of a change keeps what it began from, and stops where others changed that", async () => {
    const result = await prepared(editing(), hub({ [PATH]: FILE }));
    expect(result).toMatchObject({
      request: { files: [{ path: PATH, existing: true }], title: "修改資料集：景氣指標與燈號" },
    });
    const other = `${FILE}notes: 別人的修改\n`;
    expect(await prepared(editing(), hub({ [PATH]: other }))).toEqual({ fresh: other });
  });

  it("mends an open submission from the version that the draft began with", async () => {
    const result = await prepared(editing({ pull: 7 }), hub({}, {}, { [PATH]: FILE }));
    expect(result).toMatchObject({ request: { pull: { number: 7, head: "head-1" } }, draft: { pull: 7 } });
    expect(await prepared(editing({ pull: 7 }), hub({}, {}, { [PATH]: `${FILE}notes: 新\n` }))).toEqual({
      problem: "送件 #7 在您開始修改之後已有新的版本。請匯出草稿備份，再從「待處理」重新開啟這件送件。",
    });
    expect(await prepared(editing({ pull: 7 }), undefined)).toMatchObject({
      request: { pull: { number: 7 } },
    });
  });

  it("becomes another submission where the one it mended has ended", async () => {
    const result = await prepared(editing({ pull: 7 }), hub({}, { state: "closed" }));
    expect(result).toMatchObject({ request: { files: [{ existing: false }] } });
    expect(result).not.toHaveProperty("request.pull");
    expect(result).not.toHaveProperty("draft.pull");
  });

  it("waits where GitHub can't be asked, and says why", async () => {
    const broken = hub({});
    broken.read = async () => {
      throw Object.assign(new Error("GitHub 沒有回應。"), { remedy: "請稍候再試。" });
    };
    expect(await prepared(fresh(), broken)).toEqual({ problem: "GitHub 沒有回應。請稍候再試。" });
  });
});
