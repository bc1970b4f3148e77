import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { type Double, startDouble } from "./server.ts";

/* A script of another origin, in a real browser, reaches the API as it reaches api.github.com, and nothing else. */

const REPO = "moda/catalogue";

let double: Double;
let site: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  double = await startDouble({ now: "2026-03-02T01:00:00Z" });
  double.world.account("chen");
  await double.world.createRepository(REPO, { "README.md": "目錄\n" }, { chen: "write" });
  site = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>site</title>");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await browser.close();
  site.close();
  await double.close();
});

type Init = { method?: string; headers?: Record<string, string>; body?: string };

/** What a script of the site gets to see; `blocked` where the browser keeps the answer from it. */
const ask = (path: string, init: Init = {}) =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          text: await response.text(),
        };
      } catch {
        return { status: "blocked" as const, headers: {} as Record<string, string>, text: "" };
      }
    },
    [double.url + path, init] as const,
  );

test("reading needs no preflight, and shows the headers that GitHub exposes", async () => {
  const before = double.requests.length;
  const answer = await ask(`/repos/${REPO}/issues`);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    etag: expect.any(String),
    "x-ratelimit-remaining": "59",
    "x-ratelimit-reset": expect.any(String),
    "x-github-request-id": expect.any(String),
  });
  // The server's time stands on the answer and is kept from scripts of other origins.
  expect(answer.headers).not.toHaveProperty("date");
  expect(double.requests.slice(before).map(({ method }) => method)).toEqual(["GET"]);
});

test("a token is sent after a preflight; a classic one's scopes are shown", async () => {
  const headers = {
    authorization: `token ${double.token("user", "chen")}`,
    accept: "application/vnd.github.raw+json",
    "x-github-api-version": "2022-11-28",
  };
  const before = double.requests.length;
  const answer = await ask(`/repos/${REPO}/contents/README.md`, { headers });
  expect([answer.status, answer.text]).toEqual([200, "目錄\n"]);
  expect(answer.headers["x-oauth-scopes"]).toBe("repo, workflow");
  const sent = double.requests.slice(before);
  expect(sent.map(({ method, write }) => [method, write])).toEqual([
    ["OPTIONS", false],
    ["GET", false],
  ]);
  const fine = `token ${double.token("fine-grained", "chen")}`;
  const other = await ask(`/repos/${REPO}`, { headers: { authorization: fine } });
  expect(other.status).toBe(200);
  expect(other.headers).not.toHaveProperty("x-oauth-scopes");
});

test("writing and GraphQL work, and refusals can be read", async () => {
  const authorization = `token ${double.token("user", "chen")}`;
  const created = await ask(`/repos/${REPO}/issues`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ title: "議題" }),
  });
  expect(created.status).toBe(201);
  const queried = await ask("/graphql", {
    method: "POST",
    headers: { authorization, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ query: "{ viewer { login } }" }),
  });
  expect(JSON.parse(queried.text)).toEqual({ data: { viewer: { login: "chen" } } });
  const wrong = await ask("/user", { headers: { authorization: "token nonsense" } });
  expect([wrong.status, JSON.parse(wrong.text).message]).toEqual([401, "Bad credentials"]);
  expect((await ask(`/repos/${REPO}/issues/99`)).status).toBe(404);
  double.faults.next({ match: /GET \/repos/, status: 429, retryAfter: 7 });
  const slowed = await ask(`/repos/${REPO}/issues`, { headers: { authorization } });
  expect([slowed.status, slowed.headers["retry-after"]]).toEqual([429, "7"]);
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
});

test("what GitHub does not allow, the browser blocks", async () => {
  expect((await ask(`/repos/${REPO}`, { headers: { "x-own-header": "1" } })).status).toBe("blocked");
  // Pages and git are not for scripts of other origins; files as they are, are.
  expect((await ask(`/${REPO}/pulls`)).status).toBe("blocked");
  expect((await ask(`/${REPO}/pulls`, { headers: { authorization: "token x" } })).status).toBe("blocked");
  expect((await ask(`/${REPO}.git/info/refs?service=git-upload-pack`)).status).toBe("blocked");
  expect((await ask(`/${REPO}/raw/main/README.md`)).text).toBe("目錄\n");
});

test("a preflight is answered as GitHub answers it", async () => {
  const answer = await fetch(`${double.url}/repos/${REPO}/pulls`, { method: "OPTIONS" });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, PATCH, PUT, DELETE",
    "access-control-max-age": "86400",
  });
  expect(answer.headers.get("access-control-expose-headers")).not.toMatch(/\bdate\b/i);
});
