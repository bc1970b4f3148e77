import { describe, expect, it } from "vitest";
import { sourceOf } from "../catalogue/catalogue.ts";
import {
  SAMPLE_DATASETS,
  SAMPLE_SETTINGS,
  SAMPLE_TODAY,
  sampleCatalogue,
  sampleVocabularies,
} from "../catalogue/fixtures.ts";
import {
  type DeskAgency,
  type DeskPlatform,
  type DeskRegister,
  deskFiles,
  deskVocabularies,
  repositoryOf,
} from "./data.ts";

const first = SAMPLE_DATASETS[0]!;
const agency = first.identifier.slice(0, 10);
const FUTURE = {
  ...first,
  identifier: `${agency}-900001`,
  title: "還不能說的名稱",
  releaseDate: "2999-01-01",
  distribution: [],
};
const MISNAMED = { ...first, identifier: "../../evil" };

const written = new Map(
  deskFiles({
    catalogue: sampleCatalogue({ datasets: [...SAMPLE_DATASETS, FUTURE] }),
    datasets: [...SAMPLE_DATASETS, FUTURE, MISNAMED].map(sourceOf),
    operators: [{ account: "operator-1", displayName: "平臺管理者" }],
    phrases: new Map([[3, "請補充說明"]]),
  }).map(({ path, content }) => [path, content]),
);
const json = <T>(path: string): T => JSON.parse(written.get(path)!);
const platform = json<DeskPlatform>("office/platform.json");

describe("the desk's files", () => {
  it("tell of the platform what the form and the workbench need", () => {
    expect(platform).toMatchObject({
      builtOn: SAMPLE_TODAY,
      settings: SAMPLE_SETTINGS,
      phrases: [{ number: 3, text: "請補充說明" }],
      operators: [{ account: "operator-1", displayName: "平臺管理者" }],
    });
    expect(deskVocabularies(platform)).toEqual(sampleVocabularies());
  });

  it("name each agency once, by code, with its ministry", () => {
    const codes = platform.agencies.map((a) => a.code);
    expect(codes).toEqual([...new Set(codes)].sort());
    for (const { code, ministry } of platform.agencies) {
      expect(codes).toContain(ministry);
      expect(written.has(`office/agencies/${code}.json`)).toBe(true);
    }
  });

  it("hold every serial that is taken, and no title before its day, only the day (decision 11)", () => {
    const own = json<DeskAgency>(`office/agencies/${agency}.json`);
    expect(own.agency.code).toBe(agency);
    expect(own.datasets.map((d) => d.serial)).toEqual(
      [...SAMPLE_DATASETS, FUTURE]
        .filter((d) => d.identifier.startsWith(agency))
        .map((d) => d.identifier.slice(11))
        .sort(),
    );
    expect(own.datasets.find((d) => d.serial === "900001")).toEqual({
      serial: "900001",
      releaseDate: "2999-01-01",
    });
    for (const [path, content] of written) expect(content, path).not.toContain(FUTURE.title);
    expect(JSON.stringify([...written])).not.toContain("evil");
  });

  it("list the titles of what the public may look for, one a line", () => {
    const lines = written.get("office/titles.txt")!.trimEnd().split("\n");
    const inView = SAMPLE_DATASETS.filter(
      (d) => d.status !== "withdrawn" && (d.releaseDate ?? "") <= SAMPLE_TODAY,
    );
    expect(lines.map((line) => line.split("\t")[0])).toEqual(inView.map((d) => d.identifier));
    for (const line of lines) expect(line.split("\t")).toHaveLength(2);
  });

  it("give the register without contacts", () => {
    const register = json<DeskRegister>("office/register.json");
    expect(register.map((a) => a.code)).toEqual(platform.agencies.map((a) => a.code));
    expect(written.get("office/register.json")).not.toContain("contacts");
  });
});

describe("the repository", () => {
  const own = (more: object) => repositoryOf({ ...SAMPLE_SETTINGS, repository: "o/catalogue", ...more });

  it.each([
    [{}, "https://github.com", "https://api.github.com"],
    [{ github: "https://git.example" }, "https://git.example", "https://git.example/api/v3"],
    [
      { github: "https://git.example", githubApi: "https://api.example" },
      "https://git.example",
      "https://api.example",
    ],
  ])("%j is at %s, its API at %s", (settings, web, api) => {
    expect(own(settings)).toEqual({ owner: "o", name: "catalogue", branch: "main", web, api });
  });

  it("is none where the settings name none", () => {
    const { repository: _, ...without } = SAMPLE_SETTINGS;
    expect(repositoryOf(without)).toBeUndefined();
  });
});
