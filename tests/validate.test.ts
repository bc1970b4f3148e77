import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCatalogue, checkChanges, checkSubmission, fixFiles } from "../src/adapters/catalogue.ts";
import { readDatasetHistory } from "../src/adapters/history.ts";
import type { ChangedFile } from "../src/review/records.ts";
import { AGENCY, datasetFile, datasetYaml, runScript, testRepository } from "./support/repository.ts";

const TODAY = "2026-11-21";
const found = (result: Awaited<ReturnType<typeof checkCatalogue>>) =>
  result.diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`);

/** A repository whose first commit holds two right datasets. */
async function published() {
  const repository = await testRepository();
  await repository.write(datasetFile("000001"), datasetYaml("000001"));
  await repository.write(datasetFile("000002"), datasetYaml("000002"));
  await repository.commit("first", "2026-01-05T09:00:00+08:00");
  return repository;
}

describe("the whole catalogue", () => {
  it("is right when every file is", async () => {
    const { root } = await published();
    const result = await checkCatalogue(root, TODAY);
    expect(found(result)).toEqual([]);
    // Two datasets, their agency, and three files of the platform.
    expect(result.judged).toBe(6);
    expect(result.input?.datasets).toHaveLength(2);
  });

  it("names unknown agencies, contacts, parents, cycles, and what is there twice", async () => {
    const { root, write } = await published();
    await write(
      "datasets/A99999999A/000001.yaml",
      datasetYaml("000001").replaceAll("A41000000G", "A99999999A"),
    );
    await write(datasetFile("000003"), datasetYaml("000003", { title: "測試資料集 000001" }));
    await write(datasetFile("000004"), datasetYaml("000004", { contact: "gone", legacyID: "77" }));
    await write(
      datasetFile("000005"),
      datasetYaml("000005", { publisher: "國發會", legacyID: "77", contact: "second" }),
    );
    await write("agencies/A00000000A/agency.yaml", "code: A00000000A\nname: 行政院\nparent: A00000000B\n");
    await write("agencies/A00000000B/agency.yaml", "code: A00000000B\nname: 另一機關\nparent: A00000000A\n");
    await write("agencies/A00000000C/agency.yaml", "code: A00000000C\nname: 第三機關\nparent: A00000000X\n");
    expect(found(await checkCatalogue(root, TODAY))).toEqual([
      "agency/cycle agencies/A00000000A/agency.yaml:3",
      "agency/cycle agencies/A00000000B/agency.yaml:3",
      "agency/parent agencies/A00000000C/agency.yaml:3",
      "title/duplicate datasets/A41000000G/000003.yaml:3",
      "contact/unknown datasets/A41000000G/000004.yaml:10",
      "publisher/mismatch datasets/A41000000G/000005.yaml:10",
      "legacy/duplicate datasets/A41000000G/000005.yaml:11",
      "agency/unknown datasets/A99999999A/000001.yaml:1",
    ]);
  });

  it("asks for a contact where neither dataset nor agency has one", async () => {
    const { root, write } = await published();
    await write("agencies/A41000000G/agency.yaml", AGENCY.replace(/contacts:[\s\S]*/, ""));
    await write(
      datasetFile("000002"),
      datasetYaml("000002", {
        publisherContactName: "承辦窗口",
        publisherContactPhone: "02-23165300",
        publisherContactEmail: "a@ndc.gov.tw",
      }),
    );
    expect(found(await checkCatalogue(root, TODAY))).toEqual([
      "contact/none datasets/A41000000G/000001.yaml:1",
    ]);
  });

  it("lists what an incomplete import lacks as one warning", async () => {
    const { root, write } = await published();
    await write(
      datasetFile("000003"),
      `identifier: A41000000G-000003
title: ${"長".repeat(300)}
distribution:
  - resourceID: A41000000G-000003-001
    downloadURL: https://www.ndc.gov.tw/3
  - resourceID: A41000000G-000003-002
    downloadURL: https://www.ndc.gov.tw/4
provenance:
  source: data.gov.tw
  incomplete: true
`,
    );
    const { diagnostics } = await checkCatalogue(root, TODAY);
    expect(diagnostics).toMatchObject([{ code: "dataset/incomplete", severity: "warning", line: 1 }]);
    expect(diagnostics[0]!.message).toContain("資料集描述");
    expect(diagnostics[0]!.message).toContain("檔案格式 2 處");
    expect(diagnostics[0]!.message).toContain("資料集名稱（300 字，上限 255）");
  });

  it("follows no symbolic link and refuses files in strange places", async () => {
    const { root, write } = await published();
    await symlink("/etc/passwd", join(root, datasetFile("000009")));
    await write("datasets/A41000000G/readme.txt", "x");
    await write("agencies/A41000000G/agency.yml", "x");
    await write("agencies/A41000000G/inventory.yaml", "anything");
    expect(found(await checkCatalogue(root, TODAY))).toEqual([
      "file/name agencies/A41000000G/agency.yml:1",
      "yaml/not-a-mapping agencies/A41000000G/inventory.yaml:1",
      "file/symlink datasets/A41000000G/000009.yaml:1",
      "file/name datasets/A41000000G/readme.txt:1",
    ]);
  });

  it("says which platform file can't be read", async () => {
    const { root, write, remove } = await published();
    await write("platform/settings.yaml", "name: 目錄\n");
    expect(found(await checkCatalogue(root, TODAY))).toEqual(["platform/invalid platform/settings.yaml:1"]);
    await remove("platform/settings.yaml");
    const { diagnostics } = await checkCatalogue(root, TODAY);
    expect(diagnostics[0]!.message).toBe("平臺設定無法讀取：檔案不存在");
  });
});

describe("announcements", () => {
  const path = "platform/announcements/first.md";
  const right = "---\ntitle: 甲\ndate: 2026-01-05\n---\n\n內文\n";

  it("are read with the catalogue", async () => {
    const { root, write } = await published();
    await write(path, right);
    const result = await checkCatalogue(root, TODAY);
    expect(found(result)).toEqual([]);
    const first = result.input?.announcements?.find(({ slug }) => slug === "first");
    expect(first).toMatchObject({ title: "甲", date: "2026-01-05", text: "內文" });
  });

  it("are told of where they are broken: as a whole, as a change, and as a submission", async () => {
    const { root, write, commit, script } = await published();
    await write(path, right);
    await commit("announcement", "2026-01-05T09:00:00+08:00");
    const broken = right.replace("內文", "<b>內文</b>");
    const html = [`document/html ${path}:6`, `document/html ${path}:6`];
    const file: ChangedFile = {
      path,
      kind: "modified",
      mode: "100644",
      submitted: new TextEncoder().encode(broken),
      published: new TextEncoder().encode(right),
    };
    expect(found(await checkSubmission(root, TODAY, [file]))).toEqual(html);
    await write(path, broken);
    await write("platform/announcements/Second.md", right);
    await symlink("/etc/passwd", join(root, "platform/announcements/third.md"));
    const all = [
      "announcement/name platform/announcements/Second.md:1",
      ...html,
      "file/symlink platform/announcements/third.md:1",
    ];
    expect(found(await checkCatalogue(root, TODAY))).toEqual(all);
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toEqual(all);
    const text = await script("validate", "--format", "github");
    expect(text.code).toBe(1);
    expect(text.stdout).toContain(`file=platform/announcements/first.md,line=6`);
    expect(text.stdout).toContain("內文有 HTML 標籤，不會顯示");
  });
});

describe("the back office's own files", () => {
  it("are judged where a catalogue has them", async () => {
    const { root, write } = await published();
    await write(
      "platform/calendars/2026.yaml",
      "year: 2026\nsource: 測試\nclosed: []\nworked: []\nextra: 1\n",
    );
    const { diagnostics } = await checkCatalogue(root, TODAY);
    expect(diagnostics.map((d) => `${d.file} ${d.message}`)).toEqual([
      "platform/calendars/2026.yaml 平臺設定無法讀取：不認得的欄位 extra；請刪除或更正欄位名稱",
    ]);
  });

  it("want a CODEOWNERS as the register generates it, once an agency lists people", async () => {
    const { root, write, commit, script } = await published();
    const people = ["one", "two"].map(
      (name) => `  - account: ndc-${name}\n    displayName: 審查者\n    roles:\n      - role: reviewer\n`,
    );
    const admin =
      "  - account: ndc-admin\n    displayName: 部會管理者\n    roles:\n      - role: administrator\n";
    await write("agencies/A41000000G/agency.yaml", `${AGENCY}people:\n${people.join("")}${admin}`);
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toEqual([
      "register/codeowners-missing .github/CODEOWNERS:1",
    ]);
    expect((await script("codeowners")).code).toBe(0);
    expect(found(await checkCatalogue(root, TODAY))).toEqual([]);
    await commit("people", "2026-01-06T09:00:00+08:00");
    const owners = await readFile(join(root, ".github/CODEOWNERS"), "utf8");
    const forged: ChangedFile = {
      path: ".github/CODEOWNERS",
      kind: "modified",
      mode: "100644",
      submitted: new TextEncoder().encode(owners.replaceAll("@ndc-one", "@mallory")),
    };
    const { diagnostics } = await checkSubmission(root, TODAY, [forged]);
    expect([...new Set(diagnostics.map((d) => d.code))]).toEqual(["register/codeowners"]);
    expect(diagnostics[0]!.severity).toBe("error");
  });
});

describe("a change against its base", () => {
  it("is judged alone: faults that stood before stay out", async () => {
    const { root, write, commit } = await published();
    await write(datasetFile("000001"), datasetYaml("000001", { cost: "贈送" }));
    await commit("a fault slips in", "2026-01-06T09:00:00+08:00");
    await write(datasetFile("000002"), datasetYaml("000002", { description: "改寫的描述。" }));
    const result = await checkChanges(root, TODAY, "HEAD");
    expect(found(result)).toEqual([]);
    expect(result.judged).toBe(1);
    await write(datasetFile("000003"), datasetYaml("000003", { cost: "贈送" }));
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toEqual([
      "field/not-in-list datasets/A41000000G/000003.yaml:8",
    ]);
  });

  it("counts what the base moved on to meanwhile as no change of ours", async () => {
    const { root, write, commit, git } = await published();
    await git("checkout", "-q", "-b", "ours");
    await write(datasetFile("000003"), datasetYaml("000003"));
    await commit("ours", "2026-01-06T09:00:00+08:00");
    await git("checkout", "-q", "main");
    await write(datasetFile("000004"), datasetYaml("000004"));
    await commit("theirs", "2026-01-06T10:00:00+08:00");
    await git("checkout", "-q", "ours");
    const result = await checkChanges(root, TODAY, "main");
    expect(found(result)).toEqual([]);
    expect(result.judged).toBe(1);
  });

  it("is told what it breaks elsewhere", async () => {
    const { root, write, remove, commit } = await published();
    await write(datasetFile("000003"), datasetYaml("000003", { contact: "second", legacyID: "123" }));
    await commit("third", "2026-01-06T09:00:00+08:00");
    await write("agencies/A41000000G/agency.yaml", AGENCY.replace(/ {2}- id: second[\s\S]*/, ""));
    await write(datasetFile("000004"), datasetYaml("000004", { title: "測試資料集 000002" }));
    await write(
      "agencies/A41010000A/agency.yaml",
      "code: A41010000A\nname: 檔案管理局\nparent: A41000000G\ncontacts:\n  - id: main\n    name: 窗口\n    phone: 02-89953700\n    email: a@archives.gov.tw\n",
    );
    await write(
      "datasets/A41010000A/000001.yaml",
      datasetYaml("000001", { legacyID: "123" }).replaceAll("A41000000G", "A41010000A"),
    );
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toEqual([
      "contact/unknown datasets/A41000000G/000003.yaml:10",
      "title/duplicate datasets/A41000000G/000004.yaml:3",
      "legacy/duplicate datasets/A41010000A/000001.yaml:10",
    ]);
    await remove("agencies/A41000000G/agency.yaml");
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toContain(
      "agency/in-use agencies/A41000000G/agency.yaml:1",
    );
  });

  it("may not delete a published file", async () => {
    const { root, remove } = await published();
    await remove(datasetFile("000001"));
    const { diagnostics } = await checkChanges(root, TODAY, "HEAD");
    expect(diagnostics).toMatchObject([
      { code: "file/deleted", severity: "error", file: datasetFile("000001") },
    ]);
    expect(diagnostics[0]!.remedy).toContain("withdrawn");
  });

  it("names locked fields, unless the dataset was not yet in public view", async () => {
    const { root, write, commit } = await published();
    await write(datasetFile("000003"), datasetYaml("000003", { releaseDate: "2027-01-01" }));
    await commit("third", "2026-01-06T09:00:00+08:00");
    await write(
      datasetFile("000001"),
      datasetYaml("000001", { title: "新的名稱", license: "CC-BY-4.0", description: "新的描述。" }),
    );
    await write(
      datasetFile("000003"),
      datasetYaml("000003", { title: "另一個新的名稱", releaseDate: "2027-01-01" }),
    );
    const result = await checkChanges(root, TODAY, "HEAD");
    expect(found(result)).toEqual([
      "dataset/locked datasets/A41000000G/000001.yaml:3",
      "dataset/locked datasets/A41000000G/000001.yaml:7",
    ]);
    expect(result.diagnostics[0]!.message).toBe(
      "資料集名稱（title）上架後即鎖定，由「測試資料集 000001」改為「新的名稱」須經平臺管理者核可",
    );
    expect(result.diagnostics[0]!.severity).toBe("warning");
  });

  it("judges everything when a vocabulary changes", async () => {
    const { root, write } = await published();
    const path = "platform/vocabularies/categories.yaml";
    const text = await readFile(join(root, path), "utf8");
    await write(path, text.replace(/- code: I00[\s\S]*?(?=- code|$)/, ""));
    expect(found(await checkChanges(root, TODAY, "HEAD"))).toEqual([
      "field/not-in-list datasets/A41000000G/000001.yaml:2",
      "field/not-in-list datasets/A41000000G/000002.yaml:2",
    ]);
  });
});

describe("a submission that is only bytes", () => {
  const text = (content: string) => new TextEncoder().encode(content);

  it("is judged as the same change in a work tree, and leaves nothing behind", async () => {
    const { root, write, remove, commit, git } = await published();
    await write(datasetFile("000003"), datasetYaml("000003", { contact: "second", legacyID: "123" }));
    await commit("third", "2026-01-06T09:00:00+08:00");
    const contents: Record<string, string | undefined> = {
      "agencies/A41000000G/agency.yaml": AGENCY.replace(/ {2}- id: second[\s\S]*/, ""),
      "agencies/A41010000A/agency.yaml": "code: A41010000A\nname: 檔案管理局\nparent: A00000000X\n",
      [datasetFile("000001")]: undefined,
      [datasetFile("000002")]: datasetYaml("000002", { title: "新的名稱", cost: "贈送" }),
      [datasetFile("000004")]: datasetYaml("000004", { title: "測試資料集 000003" }),
      [datasetFile("000005")]: "title：缺很多欄位\n\tx: 1\n",
      "datasets/A41010000A/000001.yaml": datasetYaml("000001", { legacyID: "123" }),
      "datasets/A41000000G/readme.txt": "無關",
    };
    const files: ChangedFile[] = [];
    for (const [path, content] of Object.entries(contents)) {
      const published = await readFile(join(root, path)).catch(() => undefined);
      files.push({
        path,
        kind: content === undefined ? "deleted" : published ? "modified" : "added",
        mode: "100644",
        ...(published ? { published } : {}),
        ...(content === undefined ? {} : { submitted: text(content) }),
      });
    }
    const judged = await checkSubmission(root, TODAY, files);
    expect(await git("status", "--porcelain")).toBe("");
    for (const [path, content] of Object.entries(contents)) {
      if (content === undefined) await remove(path);
      else await write(path, content);
    }
    const written = await checkChanges(root, TODAY, "HEAD");
    expect(judged.diagnostics).toEqual(written.diagnostics);
    expect(judged.judged).toBe(written.judged);
    expect(found(judged)).toContain("file/deleted datasets/A41000000G/000001.yaml:1");
    expect(judged.diagnostics.length).toBeGreaterThan(8);
  });

  it("may be a link or too large, and then is not read", async () => {
    const { root } = await published();
    const base = { path: datasetFile("000003"), kind: "added" } as const;
    expect(found(await checkSubmission(root, TODAY, [{ ...base, mode: "120000" }]))).toEqual([
      "file/symlink datasets/A41000000G/000003.yaml:1",
    ]);
    const large = await checkSubmission(root, TODAY, [{ ...base, mode: "100644", oversize: 5_000_000 }]);
    expect(large.diagnostics.map((d) => d.message)).toEqual([
      "檔案有 5000000 位元組，超過上限 524288；資料集檔案只放詮釋資料，不放資料本身",
    ]);
    const unread = await checkSubmission(root, TODAY, [{ ...base, mode: "100644", oversize: 100 }]);
    expect(found(unread)).toEqual(["file/unread datasets/A41000000G/000003.yaml:1"]);
  });

  it("that touches no catalogue file has nothing to be judged", async () => {
    const { root } = await published();
    const file: ChangedFile = { path: "package.json", kind: "modified", mode: "100644" };
    expect(await checkSubmission(root, TODAY, [file])).toEqual({ diagnostics: [], judged: 0 });
  });
});

describe("mending", () => {
  it("applies what is certain, round by round, and leaves the rest", async () => {
    const { root, write } = await published();
    const right = datasetYaml("000003", { issued: "2015-03-01", contact: "main" });
    const slips = right
      .replace("cost: 免費", "cost：免費")
      .replace("issued: 2015-03-01", "issued: 104.3.1")
      .replace("    format: CSV", "\t\tformat: csv")
      .replace("contact: main", "contact: gone");
    await write(datasetFile("000003"), `\uFEFF${slips.replaceAll("\n", "\r\n")}`);
    const { applied, files, result } = await fixFiles(root, () => checkCatalogue(root, TODAY));
    expect(found(result)).toEqual(["contact/unknown datasets/A41000000G/000003.yaml:11"]);
    expect(files).toEqual([datasetFile("000003")]);
    expect(applied).toBeGreaterThanOrEqual(5);
    const text = await readFile(join(root, datasetFile("000003")), "utf8");
    expect(text.replaceAll("\r\n", "\n")).toBe(right.replace("contact: main", "contact: gone"));
  });
});

describe("the command", () => {
  it("exits 1 with a clear text for an error, and gives JSON and GitHub's annotations", async () => {
    const { write, script } = await published();
    await write(datasetFile("000003"), datasetYaml("000003", { cost: "贈送%" }));
    const text = await script("validate");
    expect(text.code).toBe(1);
    expect(text.stdout).toBe(`datasets/A41000000G/000003.yaml:8:7 錯誤 field/not-in-list
  計費方式（cost）的值「贈送%」不在清單內
  修正方式：可用的值：免費、付費
`);
    expect(text.stderr).toContain("檢查了 7 個檔案：1 個錯誤、0 個警告");
    const json = await script("validate", "--format", "json");
    expect(JSON.parse(json.stdout)).toEqual([
      {
        code: "field/not-in-list",
        severity: "error",
        file: "datasets/A41000000G/000003.yaml",
        line: 8,
        column: 7,
        message: "計費方式（cost）的值「贈送%」不在清單內",
        remedy: "可用的值：免費、付費",
      },
    ]);
    const github = await script("validate", "--format", "github", "--base", "HEAD");
    expect(github.stdout).toMatch(
      /^::error file=datasets\/A41000000G\/000003\.yaml,line=8,col=7,title=field\/not-in-list::計費方式（cost）的值「贈送%25」/,
    );
  });

  it("exits 0 when only warnings stand, and mends with --fix", async () => {
    const { write, script } = await published();
    await write(datasetFile("000003"), datasetYaml("000003", { title: '"測試 "' }));
    expect(await script("validate")).toMatchObject({ code: 0 });
    const fixed = await script("validate", "--fix");
    expect(fixed.stderr).toContain("套用了 1 處修正，共 1 個檔案");
    expect((await script("validate", "--format", "json")).stdout).toBe("[]\n");
  });

  it("says what is wrong with its arguments", async () => {
    for (const [args, words] of [
      [["--format", "xml"], "--format 只能是 text、json 或 github"],
      [["--root", "/nowhere"], "--root 指定的資料夾不存在"],
      [["extra"], "不認得的參數：extra"],
      [["--base", "no-such-revision"], "no-such-revision is no revision"],
      [["--colour"], "--colour"],
    ] as const) {
      const { code, stderr } = await runScript("validate", ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(words);
      expect(stderr).toContain("用法：npm run validate");
    }
    expect(await runScript("validate", "--help")).toMatchObject({ code: 0 });
  });
});

describe("public history", () => {
  it("tells who changed which field when, newest first, from one pass over git", async () => {
    const { root, write, commit } = await published();
    await write(datasetFile("000001"), datasetYaml("000001", { description: "更好的描述。" }));
    await commit("better", "2026-02-03T17:30:00+08:00", "reviewer\u202E");
    await write(datasetFile("000001"), `# 註解\n${datasetYaml("000001", { description: "更好的描述。" })}`);
    await commit("only a comment", "2026-02-04T17:30:00+08:00");
    const withdrawn = `${datasetYaml("000001", { description: "更好的描述。" })}status: withdrawn
withdrawal:
  reason: A
  explanation: 公益情事變更
  date: 2026-03-01
`;
    await write(datasetFile("000001"), withdrawn);
    await commit("down", "2026-03-01T08:00:00+08:00");
    const { entries: history, depth } = await readDatasetHistory(root);
    expect(depth).toBe("full");
    const entries = history.get("A41000000G-000001")!;
    expect(entries.map(({ act, time, author }) => ({ act, time, author }))).toEqual([
      { act: "withdrawn", time: "2026-03-01 08:00", author: "officer" },
      { act: "modified", time: "2026-02-03 17:30", author: "reviewer" },
      { act: "created", time: "2026-01-05 09:00", author: "officer" },
    ]);
    expect(entries[1]!.changes).toEqual([
      {
        field: "description",
        label: { zh: "資料集描述", en: "Description" },
        before: "測試用的資料集。",
        after: "更好的描述。",
      },
    ]);
    expect(history.get("A41000000G-000002")).toHaveLength(1);
  });

  it("is empty outside a repository and before the first commit", async () => {
    const { root } = await testRepository();
    const { entries, depth } = await readDatasetHistory(root);
    expect([entries.size, depth]).toEqual([0, "none"]);
  });

  it("says nothing in a shallow clone, whose oldest commit seems to have created everything", async () => {
    const { root, git, commit } = await published();
    await commit("second", "2026-01-06T09:00:00+08:00");
    await git("clone", "-q", "--depth", "1", `file://${root}`, "shallow");
    const { entries, depth } = await readDatasetHistory(join(root, "shallow"));
    expect([entries.size, depth]).toEqual([0, "shallow"]);
  });

  it("counts a merged submission once, with the merge's time", async () => {
    const { root, write, commit, git } = await published();
    await git("checkout", "-q", "-b", "submission");
    for (const day of ["06", "07"]) {
      await write(datasetFile("000002"), datasetYaml("000002", { description: `第 ${day} 版。` }));
      await commit(`draft ${day}`, `2026-01-${day}T09:00:00+08:00`);
    }
    await git("checkout", "-q", "main");
    process.env.GIT_COMMITTER_DATE = "2026-01-09T10:00:00+08:00";
    await git(
      "-c",
      "user.name=reviewer",
      "-c",
      "user.email=r@e",
      "merge",
      "-q",
      "--no-ff",
      "-m",
      "merge",
      "submission",
    );
    delete process.env.GIT_COMMITTER_DATE;
    const entries = (await readDatasetHistory(root)).entries.get("A41000000G-000002")!;
    expect(entries.map((e) => [e.act, e.time, e.author])).toEqual([
      ["modified", "2026-01-09 10:00", "reviewer"],
      ["created", "2026-01-05 09:00", "officer"],
    ]);
  });
});
