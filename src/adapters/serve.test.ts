import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "./serve.ts";

let folder: string;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-"));
  const site_ = join(folder, "site");
  await mkdir(join(site_, "datasets/x"), { recursive: true });
  await mkdir(join(site_, "dataset"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(site_, "index.html"), "home");
  await writeFile(join(site_, "404.html"), "lost");
  await writeFile(join(site_, "datasets/x/index.html"), "dataset");
  await writeFile(join(site_, "dataset/23009.html"), "moved");
  await writeFile(join(site_, "catalogue.jsonl"), "{}\n");
  site = await serve(site_, "/catalogue/", 0);
});
afterAll(async () => {
  site.server.close();
  await rm(folder, { recursive: true });
});

/** Asks for a path exactly as written; fetch would tidy it up first. */
function get(
  path: string,
  method = "GET",
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(site.url);
    const asked = request({ port, path, method, host: "127.0.0.1" }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, body, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the local server", () => {
  it("finds pages as a static host does", async () => {
    expect(await get("/catalogue/")).toMatchObject({ status: 200, body: "home" });
    expect(await get("/catalogue/datasets/x/?q=1")).toMatchObject({ status: 200, body: "dataset" });
    expect(await get("/catalogue/dataset/23009")).toMatchObject({ status: 200, body: "moved" });
    expect(await get("/catalogue/datasets/x")).toMatchObject({
      status: 301,
      headers: { location: "/catalogue/datasets/x/" },
    });
    expect(await get("/")).toMatchObject({ status: 302, headers: { location: "/catalogue/" } });
    expect((await get("/catalogue/catalogue.jsonl")).headers["content-type"]).toContain("jsonl");
  });

  it("answers 404 with the site's own page", async () => {
    expect(await get("/catalogue/nothing")).toMatchObject({ status: 404, body: "lost" });
    expect(await get("/elsewhere")).toMatchObject({ status: 404, body: "lost" });
  });

  it.each([
    "../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "datasets/../../secret.txt",
    "%00",
    "%zz",
    "..\\secret.txt",
  ])("lets nobody out of its folder by %s", async (path) => {
    const { status, body } = await get(`/catalogue/${path}`);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  it("compresses text for those who ask", async () => {
    const answer = await fetch(`${site.url}catalogue.jsonl`, { headers: { "accept-encoding": "gzip" } });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toBe("{}\n");
    expect((await get("/catalogue/catalogue.jsonl")).headers["content-encoding"]).toBeUndefined();
  });

  it("only reads", async () => {
    expect((await get("/catalogue/", "POST")).status).toBe(405);
    expect(await get("/catalogue/", "HEAD")).toMatchObject({ status: 200, body: "" });
  });
});
