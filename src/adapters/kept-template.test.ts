import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { keepTemplate, keptTemplate, writeTemplateFiles } from "./kept-template.ts";

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-template-"));
  await mkdir(at("out/assets/fonts"), { recursive: true });
  await writeFile(at("out/assets/a.css"), "p{}");
  await writeFile(at("out/assets/fonts/b.bin"), new Uint8Array([0, 255, 10]));
  await writeFile(at("out/index.html"), "");
});
afterAll(() => rm(folder, { recursive: true }));

describe("a kept template", () => {
  it("comes back for its catalogue, with the files that it names", async () => {
    await keepTemplate(at("cache"), "/catalogue", at("out"), { key: "k1", html: "<p>__title__" });
    const kept = await keptTemplate(at("cache"), "/catalogue");
    expect(kept).toMatchObject({ key: "k1", html: "<p>__title__" });
    await writeTemplateFiles(kept!, at("preview"));
    expect(await readFile(at("preview/assets/a.css"), "utf8")).toBe("p{}");
    expect([...(await readFile(at("preview/assets/fonts/b.bin")))]).toEqual([0, 255, 10]);
    expect(Object.keys(kept!.files).sort()).toEqual(["assets/a.css", "assets/fonts/b.bin"]);
  });

  it("is none for another catalogue, or where the cache can't be read", async () => {
    await keepTemplate(at("other"), "/catalogue", at("out"), { key: "k1", html: "" });
    expect(await keptTemplate(at("other"), "/elsewhere")).toBeUndefined();
    expect(await keptTemplate(at("nowhere"), "/catalogue")).toBeUndefined();
  });

  it("is done without where the cache can't be written", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    await keepTemplate(at("out/index.html"), "/catalogue", at("out"), { key: "k1", html: "" });
    expect(said.mock.calls[0]?.[0]).toMatch(
      /^快取無法寫入 .*out\/index\.html\/template-[0-9a-f]{12}\.json：/,
    );
    said.mockRestore();
  });
});
