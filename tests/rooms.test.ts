import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROJECT = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

const FORBIDDEN = [
  ["src/catalogue/a.ts", "../adapters/files.ts"],
  ["src/catalogue/b.ts", "../exchange/outputs.ts"],
  ["src/catalogue/c.ts", "../site/context.ts"],
  ["src/exchange/a.ts", "../adapters/git.ts"],
  ["src/exchange/import/a.ts", "../../site/urls.ts"],
  ["src/review/a.ts", "../adapters/github.ts"],
  ["src/review/b.ts", "@octokit/rest"],
  ["src/adapters/a.ts", "../site/urls.ts"],
  ["src/adapters/b.ts", "../../scripts/command.ts"],
  ["src/catalogue/d.ts", "node:fs/promises"],
  ["src/exchange/d.ts", "node:http"],
  ["src/review/d.ts", "node:child_process"],
  ["src/catalogue/e.ts", "../desk/data.ts"],
  ["src/desk/a.ts", "../adapters/files.ts"],
  ["src/desk/b.ts", "../site/desk/shared/load.ts"],
  ["src/desk/c.ts", "@octokit/core"],
  ["src/desk/d.ts", "node:fs/promises"],
] as const;
const ALLOWED = [
  ["src/exchange/z.ts", "../catalogue/catalogue.ts"],
  ["src/adapters/z.ts", "../catalogue/check.ts"],
  ["src/adapters/y.ts", "node:fs/promises"],
  ["src/site/z.ts", "../adapters/files.ts"],
  ["src/desk/z.ts", "../review/queues.ts"],
] as const;

let folder: string;
let report: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rooms-"));
  const config = JSON.parse(await readFile(join(PROJECT, "biome.json"), "utf8"));
  delete config.$schema;
  delete config.vcs;
  await writeFile(join(folder, "biome.json"), JSON.stringify(config));
  for (const [path, from] of [...FORBIDDEN, ...ALLOWED]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `import { x } from "${from}";\n\nexport const y = x;\n`);
  }
  const biome = join(PROJECT, "node_modules/.bin/biome");
  const args = ["lint", "--colors=off", "--max-diagnostics=none", "."];
  const output = await run(biome, args, { cwd: folder }).catch(
    (cause: { stdout: string; stderr: string }) => cause,
  );
  report = output.stdout + output.stderr;
});
afterAll(() => rm(folder, { recursive: true }));

describe("the rule between rooms", () => {
  it.each(FORBIDDEN)("%s may not import %s", (path) => {
    expect(report).toMatch(
      new RegExp(`${path}:\\d+:\\d+ lint/(style/noRestrictedImports|correctness/noNodejsModules)`),
    );
  });

  it.each(ALLOWED)("%s may import %s", (path) => {
    expect(report).not.toContain(path);
  });
});
