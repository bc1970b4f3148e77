import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

/** Media types of what the site holds; the search index's own files are plain bytes. */
const TYPES: Record<string, string> = {
  ".atom": "application/atom+xml; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "application/jsonl; charset=utf-8",
  ".jsonld": "application/ld+json; charset=utf-8",
  ".png": "image/png",
  ".rdf": "application/rdf+xml; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttl": "text/turtle; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".xml": "application/xml; charset=utf-8",
  ".yaml": "text/yaml; charset=utf-8",
};

const isFile = (path: string): Promise<Stats | undefined> =>
  stat(path).then(
    (s) => (s.isFile() ? s : undefined),
    () => undefined,
  );

/**
 * Serves a built site as a static host does: `/x/` from x/index.html, `/x` from x.html, a folder without its slash
 * by redirection, and 404.html for the rest.
 * @param folder the built site
 * @param base base path, starting and ending with `/`
 * @param port 0 for any free one
 * @returns the server and its address, once it listens
 */
export async function serve(
  folder: string,
  base: string,
  port: number,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    answer(folder, base, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((listening, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", listening);
  });
  const address = server.address() as { port: number };
  return { server, url: `http://localhost:${address.port}${base}` };
}

async function answer(
  folder: string,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/" && base !== "/") {
    response.writeHead(302, { location: base }).end();
    return;
  }
  let path: string | undefined;
  try {
    path = url.pathname.startsWith(base) ? decodeURIComponent(url.pathname.slice(base.length)) : undefined;
  } catch {
    path = undefined;
  }
  // A path may not climb out of the folder, however it is written.
  const safe = path === undefined || path.includes("\0") ? undefined : normalize(`/${path}`).slice(1);
  let found: { file: string; stats: Stats } | undefined;
  if (safe !== undefined) {
    const candidates = safe === "" || safe.endsWith("/") ? [`${safe}index.html`] : [safe, `${safe}.html`];
    for (const candidate of candidates) {
      const stats = await isFile(join(folder, candidate));
      if (stats) {
        found = { file: candidate, stats };
        break;
      }
    }
    if (!found && !safe.endsWith("/") && (await isFile(join(folder, safe, "index.html")))) {
      response.writeHead(301, { location: `${url.pathname}/${url.search}` }).end();
      return;
    }
  }
  const status = found ? 200 : 404;
  const file = found?.file ?? "404.html";
  const stats = found?.stats ?? (await isFile(join(folder, file)));
  if (!stats) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("找不到網頁\n");
    return;
  }
  const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  // Static hosts compress text; what is measured here should weigh what it weighs there.
  const compress = /charset|wasm|svg/.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  response.writeHead(status, {
    "content-type": type,
    ...(compress
      ? { "content-encoding": "gzip", vary: "accept-encoding" }
      : { "content-length": stats.size }),
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const content = createReadStream(join(folder, file)).on("error", () => response.destroy());
  if (compress) content.pipe(createGzip()).pipe(response);
  else content.pipe(response);
}
