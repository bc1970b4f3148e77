import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Hub } from "../../../adapters/github/desk.ts";
import type { DeskAgency, Repository } from "../../../desk/data.ts";
import { open } from "./opening.ts";

const site = vi.hoisted(() => ({ files: new Map<string, string>(), repository: new Map<string, string>() }));
vi.mock("../../../adapters/github/desk.ts", () => ({
  publicHub: () => ({ read: async (path: string) => site.repository.get(path) }),
}));
vi.mock("../shared/load.ts", () => {
  class LoadError extends Error {
    readonly status: number;
    constructor(message: string, status: number) {
      super(message);
      this.status = status;
    }
  }
  const loadText = async (path: string) => {
    const text = site.files.get(path);
    if (text === undefined) throw new LoadError("網站上沒有這份資料。", 404);
    return text;
  };
  const agency = async (code: string) => JSON.parse(await loadText(`office/agencies/${code}.json`));
  return { LoadError, loadText, agency };
});

const AGENCY: DeskAgency = {
  agency: { code: "A41000000G", name: "國家發展委員會" },
  above: [],
  datasets: [{ serial: "000012", title: "景氣指標" }, { serial: "000031" }],
};
const PATH = "datasets/A41000000G/000012.yaml";
const FILE = "identifier: A41000000G-000012\ntitle: 景氣指標\n";
const MENDED = FILE.replace("景氣指標", "景氣指標與燈號");

const hub: Partial<Hub> = {
  read: async (path, ref) => (path === PATH ? (ref === "head-1" ? MENDED : FILE) : undefined),
  snapshot: async () => undefined,
  pull: async (number) => ({
    number,
    url: "",
    title: "",
    author: "ndc-provider-1",
    head: "head-1",
    draft: false,
    state: number === 7 ? "open" : "merged",
    files: ["README.md", PATH],
  }),
};

const opening = (query: string, on?: Partial<Hub>, repository?: Repository) =>
  open(new URLSearchParams(query), on as Hub | undefined, repository, "2026-11-21");

let drafts: object[];
beforeEach(() => {
  site.files = new Map([
    ["office/agencies/A41000000G.json", JSON.stringify(AGENCY)],
    ["datasets/A41000000G-000012.yaml", FILE],
  ]);
  drafts = [];
  vi.stubGlobal("localStorage", { getItem: () => JSON.stringify(drafts) });
});

describe("the form's address", () => {
  it("without anything asks for a choice", async () => {
    expect(await opening("")).toEqual({ kind: "choice" });
  });

  it("names an agency: a new dataset with a number that nobody has", async () => {
    drafts.push({ id: "x", savedAt: "", agency: "A41000000G", serial: "000040", values: {} });
    const result = await opening("agency=A41000000G");
    expect(result).toMatchObject({ opened: { draft: { serial: "000041" }, stored: false } });
    expect(await opening("agency=nowhere")).toEqual({
      kind: "problem",
      message: "目錄裡沒有代碼為 nowhere 的機關。",
    });
  });

  it("names a dataset: its file as the site has it, or as GitHub has it for who is connected", async () => {
    const draft = { agency: "A41000000G", serial: "000012", base: FILE, values: { title: "景氣指標" } };
    expect(await opening("id=A41000000G-000012")).toMatchObject({ opened: { draft, published: FILE } });
    site.files.delete("datasets/A41000000G-000012.yaml");
    expect(await opening("id=A41000000G-000012", hub)).toMatchObject({ opened: { draft } });
    expect(await opening("id=A41000000G-000012")).toMatchObject({ kind: "problem" });
    expect(await opening("id=A41000000G-000099", hub)).toEqual({
      kind: "problem",
      message: "目錄裡沒有資料集 A41000000G-000099。",
    });
    expect(await opening("id=../../evil")).toEqual({
      kind: "problem",
      message: "網址裡的資料集編號不正確。",
    });
  });

  it("names a dataset of a site without copies: its file as the repository has it, if it is in view", async () => {
    const repository = { owner: "opendata", name: "catalogue", branch: "main", web: "", api: "" };
    site.files.delete("datasets/A41000000G-000012.yaml");
    site.repository.set(PATH, FILE).set(PATH.replace("12", "31"), FILE.replace("12", "31"));
    expect(await opening("id=A41000000G-000012", undefined, repository)).toMatchObject({
      opened: { draft: { serial: "000012" }, published: FILE },
    });
    for (const hidden of ["A41000000G-000031", "A41000000G-000099", "B41000000G-000012"]) {
      expect(await opening(`id=${hidden}`, undefined, repository)).toMatchObject({ kind: "problem" });
    }
    const stored = { id: "x", savedAt: "", agency: "A41000000G", serial: "000012", values: {}, base: "old" };
    drafts.push(stored);
    expect(await opening("draft=x", undefined, repository)).toMatchObject({ opened: { published: FILE } });
  });

  it("names a submission: its own file, with the published one beside it", async () => {
    expect(await opening("pull=7", hub)).toMatchObject({
      opened: { draft: { base: MENDED, pull: 7, values: { title: "景氣指標與燈號" } }, published: FILE },
    });
    expect(await opening("pull=8", hub)).toEqual({
      kind: "problem",
      message: "送件 #8 已經結束，不能再修改。",
    });
    expect(await opening("pull=7&id=A41000000G-000031", hub)).toMatchObject({ kind: "problem" });
    expect(await opening("pull=7")).toMatchObject({ kind: "problem" });
    expect(await opening("pull=0")).toEqual({ kind: "problem", message: "網址裡的送件編號不正確。" });
  });

  it("names a draft of this browser, with the file as it is by now", async () => {
    const stored = { id: "x", savedAt: "", agency: "A41000000G", serial: "000012", values: {}, base: "old" };
    drafts.push(stored);
    expect(await opening("draft=x")).toMatchObject({
      opened: { draft: stored, stored: true, published: FILE },
    });
    expect(await opening("draft=y")).toMatchObject({ kind: "problem" });
  });

  it("of a file that no form can hold says where it is at fault", async () => {
    site.files.set("datasets/A41000000G-000012.yaml", "title: [\n");
    const result = await opening("id=A41000000G-000012");
    expect(result).toMatchObject({ kind: "problem" });
    expect((result as { details: string[] }).details[0]).toMatch(/^第 \d+ 行：/);
  });
});
