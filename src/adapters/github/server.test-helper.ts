import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Call {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON was sent.
  body: any;
}

export type Reply =
  | { status?: number; json?: unknown; bytes?: Uint8Array; headers?: Record<string, string> }
  | "hang"
  | "cut";

export const DATE = "Mon, 05 Jan 2026 01:00:00 GMT";
export const CONNECTED = {
  rateLimit: { cost: 1 },
  viewer: { login: "github-actions[bot]" },
  repository: { defaultBranchRef: { name: "main" } },
};

/**
 * A server that answers as a test tells; it knows who the token is by itself.
 * @param answer undefined answers 404
 */
export async function startServer(answer: (call: Call) => Reply | undefined) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const call: Call = {
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    calls.push(call);
    const connecting = /query Connect\b/.test(call.body?.query ?? "");
    const reply =
      answer(call) ??
      (connecting ? { json: { data: CONNECTED } } : { status: 404, json: { message: "Not Found" } });
    if (reply === "hang") return;
    if (reply === "cut") return void response.destroy();
    const type = reply.bytes ? "application/zip" : "application/json; charset=utf-8";
    response.writeHead(reply.status ?? 200, { date: DATE, "content-type": type, ...reply.headers });
    response.end(reply.bytes ?? (reply.json === undefined ? undefined : JSON.stringify(reply.json)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    environment: {
      GITHUB_TOKEN: "ghs_secret",
      GITHUB_REPOSITORY: "gov/catalogue",
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_SERVER_URL: url,
    },
  };
}
