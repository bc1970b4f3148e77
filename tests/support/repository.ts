import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, "../..");

/** A catalogue in a real git repository of its own, with fixed dates and people. */
export interface TestRepository {
  root: string;
  write: (path: string, content: string | Uint8Array) => Promise<void>;
  remove: (path: string) => Promise<void>;
  git: (...args: string[]) => Promise<string>;
  /** Commits everything at a time such as 2026-01-05T09:00:00+08:00. */
  commit: (message: string, time: string, author?: string) => Promise<void>;
  /** Runs one of the project's scripts on this catalogue. */
  script: (name: string, ...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
}

export const AGENCY = `code: A41000000G
name: 國家發展委員會
shortNames:
  - 國發會
contacts:
  - id: main
    name: 開放資料窗口
    phone: 02-23165300
    email: opendata@ndc.gov.tw
  - id: second
    name: 第二窗口
    phone: 02-23165300
    email: second@ndc.gov.tw
`;

/** A dataset's file that is right, with lines to replace or add. */
export function datasetYaml(serial: string, overrides: Record<string, string> = {}): string {
  const identifier = `A41000000G-${serial}`;
  const fields: Record<string, string> = {
    identifier,
    categoryCode: "I00",
    title: `測試資料集 ${serial}`,
    description: "測試用的資料集。",
    fieldDescription: "欄位一、欄位二",
    type: "rawData",
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    accrualPeriodicity: "每月",
    ...overrides,
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}: ${value}`);
  return `${lines.join("\n")}
distribution:
  - resourceID: ${identifier}-001
    resourceDescription: 測試資料集 CSV
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://www.ndc.gov.tw/${serial}.csv
`;
}

/** Path of a dataset of the test agency. */
export const datasetFile = (serial: string) => `datasets/A41000000G/${serial}.yaml`;

/** Makes a catalogue with one agency in a fresh repository; it disappears when the test is over. */
export async function testRepository(): Promise<TestRepository> {
  const root = await mkdtemp(join(tmpdir(), "catalogue-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return repositoryIn(root);
}

/** The same in a folder that the caller removes. */
export async function repositoryIn(root: string): Promise<TestRepository> {
  const git = async (...args: string[]) =>
    (await run("git", args, { cwd: root, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } })).stdout;
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  await git("init", "-q", "-b", "main");
  // Showcases name datasets that are not there.
  const filter = (path: string) => !path.endsWith("/showcases");
  await cp(join(PROJECT, "platform"), join(root, "platform"), { recursive: true, filter });
  await write("agencies/A41000000G/agency.yaml", AGENCY);
  return {
    root,
    write,
    remove: (path) => rm(join(root, path)),
    git,
    async commit(message, time, author = "officer") {
      const who = { name: author, email: `${author}@example.gov.tw` };
      await git("add", "-A");
      await run("git", ["commit", "-q", "--allow-empty", "-m", message], {
        cwd: root,
        env: {
          ...process.env,
          GIT_CONFIG_GLOBAL: "/dev/null",
          GIT_AUTHOR_NAME: who.name,
          GIT_AUTHOR_EMAIL: who.email,
          GIT_AUTHOR_DATE: time,
          GIT_COMMITTER_NAME: who.name,
          GIT_COMMITTER_EMAIL: who.email,
          GIT_COMMITTER_DATE: time,
        },
      });
    },
    script: (name, ...args) => runScript(name, "--root", root, ...args),
  };
}

/** Runs one of the project's scripts as a child process. */
export async function runScript(
  name: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = join(PROJECT, "scripts", `${name}.ts`);
  try {
    const { stdout, stderr } = await run(process.execPath, [script, ...args], {
      cwd: PROJECT,
      maxBuffer: 1 << 26,
    });
    return { code: 0, stdout, stderr };
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
