import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "./classify.ts";
import type { ChangedFile } from "./records.ts";

const TODAY = "2026-03-02";
const PATH = "datasets/A41000000G/000001.yaml";
const bytes = (text: string) => new TextEncoder().encode(text);
const dataset = (lines: string[] = [], title = "測試資料集") =>
  bytes(
    [`identifier: A41000000G-000001`, `title: ${title}`, "license: OGDL-Taiwan-1.0", ...lines, ""].join("\n"),
  );
const WITHDRAWN = [
  "status: withdrawn",
  "withdrawal:",
  "  reason: A",
  "  explanation: x",
  "  date: 2026-01-05",
];
const added = (path: string, submitted = dataset()): ChangedFile => ({
  path,
  kind: "added",
  mode: "100644",
  submitted,
});
const modified = (path: string, published: Uint8Array, submitted?: Uint8Array): ChangedFile => ({
  path,
  kind: "modified",
  mode: "100644",
  published,
  ...(submitted ? { submitted } : {}),
});
const deleted = (path: string, published?: Uint8Array): ChangedFile => ({
  path,
  kind: "deleted",
  mode: "100644",
  ...(published ? { published } : {}),
});
const agency = (lines: string[] = []) => bytes(["code: A41000000G", "name: 某部", ...lines, ""].join("\n"));
const AGENCY_PATH = "agencies/A41000000G/agency.yaml";

describe("one dataset", () => {
  test("new", () => {
    const submission = classify([added(PATH)], TODAY);
    expect(submission).toMatchObject({
      kind: "new",
      agencies: ["A41000000G"],
      register: [],
      structure: [],
      platform: [],
      refused: [],
    });
    expect(submission.datasets).toHaveLength(1);
    expect(submission.datasets[0]).toMatchObject({
      path: PATH,
      identifier: "A41000000G-000001",
      agency: "A41000000G",
      act: "new",
      after: { title: "測試資料集" },
      locked: [],
    });
    expect(submission.datasets[0]).not.toHaveProperty("before");
  });

  test.each([
    ["modification", [], ["notes: x"]],
    ["takedown", [], WITHDRAWN],
    ["takedown", ["status: published"], WITHDRAWN],
    ["relisting", WITHDRAWN, ["status: published"]],
    ["relisting", WITHDRAWN, []],
    ["modification", WITHDRAWN, [...WITHDRAWN, "notes: x"]],
  ])("%s: %j → %j", (kind, before, after) => {
    const { datasets, ...rest } = classify([modified(PATH, dataset(before), dataset(after))], TODAY);
    expect(rest.kind).toBe(kind);
    expect(datasets[0]!.act).toBe(kind);
  });

  test("what stands on the main branch decides, not git's word for the change", () => {
    const file: ChangedFile = { ...added(PATH), published: dataset() };
    expect(classify([file], TODAY).kind).toBe("modification");
    const gone: ChangedFile = { path: PATH, kind: "modified", mode: "100644", submitted: dataset() };
    expect(classify([gone], TODAY).kind).toBe("new");
  });

  test("a deletion is refused, and nothing that an approval could mend", () => {
    const submission = classify([deleted(PATH, dataset())], TODAY);
    expect(submission.refused).toEqual([{ path: PATH, reason: "deleted" }]);
    expect(submission.datasets[0]!.act).toBe("deletion");
    expect(submission.agencies).toEqual(["A41000000G"]);
    expect(classify([deleted(PATH)], TODAY).refused).toEqual([]);
  });

  test("one whose 上架日期 lies ahead is not deleted either", () => {
    const ahead = dataset(["releaseDate: 2027-01-01"]);
    expect(classify([deleted(PATH, ahead)], TODAY).refused).toEqual([{ path: PATH, reason: "deleted" }]);
  });

  test("unreadable files are modifications without a value", () => {
    const broken = modified(PATH, dataset(), bytes("title: [\n"));
    expect(classify([broken], TODAY)).toMatchObject({ kind: "modification", datasets: [{ locked: [] }] });
    expect(classify([broken], TODAY).datasets[0]).not.toHaveProperty("after");
    const large: ChangedFile = { path: PATH, kind: "added", mode: "100644", oversize: 10_000_000 };
    expect(classify([large], TODAY).kind).toBe("new");
    const bomb = `a: &a [x]\n${"b: [*a, *a]\n".repeat(5)}`;
    expect(classify([modified(PATH, dataset(), bytes(bomb))], TODAY).datasets[0]).not.toHaveProperty("after");
  });
});

describe("locked fields", () => {
  test("against the published state, with labels and both values", () => {
    const { datasets } = classify([modified(PATH, dataset(), dataset([], "新名稱"))], TODAY);
    expect(datasets[0]!.locked).toEqual([
      { field: "title", label: "資料集名稱", before: "測試資料集", after: "新名稱" },
    ]);
  });

  test("a default that is written out is no change", () => {
    expect(classify([modified(PATH, dataset(), dataset(["cost: 免費"]))], TODAY).datasets[0]!.locked).toEqual(
      [],
    );
    const charged = classify([modified(PATH, dataset(), dataset(["cost: 付費"]))], TODAY);
    expect(charged.datasets[0]!.locked.map((l) => l.label)).toEqual(["計費方式"]);
  });

  test("nothing is locked before its 上架日期, nor while withdrawn", () => {
    const ahead = modified(PATH, dataset(["releaseDate: 2026-03-03"]), dataset([], "新名稱"));
    expect(classify([ahead], TODAY).datasets[0]!.locked).toEqual([]);
    expect(classify([ahead], "2026-03-03").datasets[0]!.locked).toHaveLength(1);
    const back = modified(PATH, dataset(WITHDRAWN), dataset([], "新名稱"));
    expect(classify([back], TODAY).datasets[0]!.locked).toEqual([]);
  });

  test("a takedown does not smuggle a new title past the operators", () => {
    const { datasets } = classify([modified(PATH, dataset(), dataset(WITHDRAWN, "新名稱"))], TODAY);
    expect(datasets[0]).toMatchObject({ act: "takedown", locked: [{ field: "title" }] });
  });

  test("a file that only the exact parser reads is compared all the same", () => {
    const wary = bytes("identifier: A41000000G-000001\ntitle: 新名稱\nlicense: OGDL-Taiwan-1.0 # 註\n");
    expect(classify([modified(PATH, dataset(), wary)], TODAY).datasets[0]!.locked).toMatchObject([
      { field: "title", after: "新名稱" },
    ]);
  });
});

describe("the register", () => {
  test.each<[string, ChangedFile, boolean]>([
    [
      "people",
      modified(AGENCY_PATH, agency(), agency(["people:", "  - account: a", "    displayName: b"])),
      false,
    ],
    ["name", modified(AGENCY_PATH, agency(), bytes("code: A41000000G\nname: 新名\n")), false],
    ["parent", modified(AGENCY_PATH, agency(), agency(["parent: A00000000A"])), true],
    ["ministry", modified(AGENCY_PATH, agency(), agency(["ministry: true"])), true],
    ["code", modified(AGENCY_PATH, agency(), bytes("code: A41010000G\nname: 某部\n")), true],
    ["provisionalCode", modified(AGENCY_PATH, agency(), agency(["provisionalCode: true"])), true],
    ["a hostile parent", modified(AGENCY_PATH, agency(), agency(["parent: [x]"])), true],
    ["unreadable", modified(AGENCY_PATH, agency(), bytes("[\n")), true],
    ["added", added(AGENCY_PATH, agency()), true],
    ["deleted", deleted(AGENCY_PATH, agency()), true],
  ])("%s", (_, file, structural) => {
    expect(classify([file], TODAY)).toMatchObject({
      kind: "register",
      register: ["A41000000G"],
      structure: structural ? ["A41000000G"] : [],
      platform: [],
    });
  });

  test("CODEOWNERS beside it needs nobody else, alone it is the operators'", () => {
    const owners: ChangedFile = { path: ".github/CODEOWNERS", kind: "modified", mode: "100644" };
    const file = modified(AGENCY_PATH, agency(), agency(["nameEn: X"]));
    expect(classify([owners, file], TODAY)).toMatchObject({ kind: "register", platform: [] });
    expect(classify([owners], TODAY)).toMatchObject({ kind: "platform", platform: [".github/CODEOWNERS"] });
    expect(classify([owners, added(PATH)], TODAY).platform).toEqual([".github/CODEOWNERS"]);
    const gone: ChangedFile = { ...owners, kind: "deleted" };
    expect(classify([gone, file], TODAY).platform).toEqual([".github/CODEOWNERS"]);
    const link: ChangedFile = { ...owners, mode: "120000" };
    expect(classify([link, file], TODAY)).toMatchObject({
      platform: [".github/CODEOWNERS"],
      refused: [{ path: ".github/CODEOWNERS", reason: "link" }],
    });
  });
});

describe("everything else is the operators'", () => {
  test.each([
    "README.md",
    "package.json",
    ".github/workflows/review.yml",
    "platform/operators.yaml",
    "agencies/A41000000G/inventory.yml",
    "agencies/A41000000G/minutes/2026.yaml",
    "agencies/A41000000G/Agency.yaml",
    "agencies/A41000000G/agency.yml",
    "datasets/A41000000G/000001.yml",
    "datasets/A41000000G/000001.YAML",
    "Datasets/A41000000G/000001.yaml",
    "datasets/A41000000G/00001.yaml",
    "datasets/A41000000G/0000001.yaml",
    "datasets/A41000000G/sub/000001.yaml",
    "datasets/A41000000/000001.yaml",
    "datasets/A41000000G/000001.yaml ",
    "datasets/A41000000G/000001.yaml\n",
    "datasets/A41000000G/000001.yaml\u0000",
    "datasets/A41000000G/000001.yaml/x",
    "datasets/../datasets/A41000000G/000001.yaml",
    "datasets\\A41000000G\\000001.yaml",
    "./datasets/A41000000G/000001.yaml",
    "datasets//A41000000G/000001.yaml",
    "datasets/Ａ41000000G/000001.yaml",
    "datasets/A\u0301100000G/000001.yaml",
    "datasets/Á41000000G/000001.yaml",
    "datasets/A41000000G/00000\u200b1.yaml",
    "datasets/А41000000G/000001.yaml",
    "__proto__",
  ])("%j", (path) => {
    expect(classify([added(path)], TODAY)).toEqual({
      kind: "platform",
      datasets: [],
      agencies: [],
      plan: [],
      register: [],
      structure: [],
      platform: [path],
      refused: [],
    });
  });

  test.each([
    ["120000", "link"],
    ["160000", "submodule"],
  ])("mode %s is refused wherever it stands", (mode, reason) => {
    for (const path of [PATH, AGENCY_PATH, "README.md"]) {
      const submission = classify([{ path, kind: "added", mode }], TODAY);
      expect(submission).toMatchObject({ kind: "platform", platform: [path], refused: [{ path, reason }] });
    }
    expect(classify([{ path: "x", kind: "deleted", mode }], TODAY).refused).toEqual([]);
  });

  test("an executable dataset wants an operator beside the reviewer", () => {
    expect(classify([{ ...added(PATH), mode: "100755" }], TODAY)).toMatchObject({
      kind: "platform",
      agencies: ["A41000000G"],
      platform: [PATH],
      refused: [],
    });
  });
});

test("mixtures", () => {
  const other = "datasets/A00000000A/000001.yaml";
  expect(classify([], TODAY).kind).toBe("empty");
  expect(classify([added(PATH), added(other)], TODAY)).toMatchObject({
    kind: "datasets",
    agencies: ["A00000000A", "A41000000G"],
  });
  expect(classify([added(PATH), added(AGENCY_PATH, agency())], TODAY).kind).toBe("register");
  expect(classify([added(PATH), added("README.md")], TODAY).kind).toBe("platform");
  const moved = classify([deleted(PATH, dataset()), added(other)], TODAY);
  expect(moved).toMatchObject({ kind: "datasets", refused: [{ path: PATH, reason: "deleted" }] });
});

test("every path has somebody who decides on it, whatever it is", () => {
  const path = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom("datasets/", "agencies/", "Datasets/"),
        fc.string({ unit: "binary", maxLength: 40 }),
      )
      .map((parts) => parts.join("")),
    fc.constantFrom(PATH, AGENCY_PATH, ".github/CODEOWNERS"),
  );
  const file = fc.record({
    path,
    kind: fc.constantFrom("added" as const, "modified" as const, "deleted" as const),
    mode: fc.constantFrom("100644", "100755", "120000", "160000"),
    published: fc.uint8Array({ maxLength: 20 }),
    submitted: fc.uint8Array({ maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: (f) => f.path, minLength: 1, maxLength: 5 }), (files) => {
      const { datasets, register, platform } = classify(files, TODAY);
      for (const { path } of files) {
        const decided =
          platform.includes(path) ||
          datasets.some((d) => d.path === path) ||
          register.some((code) => path === `agencies/${code}/agency.yaml`) ||
          (path === ".github/CODEOWNERS" && register.length > 0);
        expect(decided).toBe(true);
      }
    }),
  );
});

describe("files of the action plan", () => {
  const file = (path: string) => added(path, bytes("x"));
  test.each(["inventory.yaml", "council.yaml", "minutes/2026-02-10.md", "strategy/2026.md"])(
    "%s is its agency's",
    (name) => {
      const path = `agencies/A41000000G/${name}`;
      const own = {
        kind: "plan",
        agencies: ["A41000000G"],
        plan: ["A41000000G"],
        platform: [],
        register: [],
      };
      expect(classify([file(path)], TODAY)).toMatchObject(own);
      expect(classify([deleted(path, bytes("x"))], TODAY)).toMatchObject(own);
      const executable = { ...file(path), mode: "100755" };
      expect(classify([executable], TODAY)).toMatchObject({ kind: "platform", plan: [], platform: [path] });
    },
  );

  test.each([
    "agencies/A41000000G/Inventory.yaml",
    "agencies/A41000000G/inventory.yml",
    "agencies/A41000000G/minutes/2026-2-10.md",
    "agencies/A41000000G/minutes/2026-02-10.md\n",
    "agencies/A41000000G/minutes/x/2026-02-10.md",
    "agencies/A41000000G/strategy/2026.html",
    "agencies/A4100/inventory.yaml",
    "platform/showcases/x.md",
    "platform/targets.yaml",
  ])("%j is the operators'", (path) => {
    expect(classify([file(path)], TODAY)).toMatchObject({ kind: "platform", plan: [], platform: [path] });
  });

  test("beside datasets and the register", () => {
    const inventory = file("agencies/A41000000G/inventory.yaml");
    expect(classify([inventory, added(PATH)], TODAY)).toMatchObject({ kind: "new", plan: ["A41000000G"] });
    const register = modified(AGENCY_PATH, agency(), agency(["website: https://x.gov.tw/"]));
    expect(classify([inventory, register], TODAY)).toMatchObject({
      kind: "register",
      plan: ["A41000000G"],
      register: ["A41000000G"],
    });
  });
});
