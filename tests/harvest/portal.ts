import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/*
 * An agency's own portal, played on a port of this machine: CKAN's package_search in pages, and a data.json, each with
 * an ETag; and whatever a portal answers when it is broken.
 */

/** A dataset at the portal. */
export interface Item {
  id: string;
  title: string;
  description: string;
  /** Name of the publisher. */
  publisher: string;
  url: string;
}

export type Behaviour = { status: number; headers?: Record<string, string>; body?: string } | undefined;

export interface Portal {
  url: string;
  /** What is listed, by path: `/ckan` and `/data.json`. */
  lists: Map<string, Item[]>;
  /** What is answered instead. */
  broken: Map<string, Behaviour>;
  /** `200 /path?query`, as answered. */
  requests: string[];
  close(): Promise<void>;
}

const ckanPackage = ({ id, title, description, publisher, url }: Item) => ({
  id,
  name: id,
  title,
  notes: description,
  state: "active",
  private: false,
  type: "dataset",
  license_id: "OGDL-Taiwan-1.0",
  organization: { title: publisher, name: "org" },
  resources: [{ id: `${id}-r1`, name: "全部資料", description: `${title} CSV`, format: "CSV", url }],
});

const dcatDataset = ({ id, title, description, publisher, url }: Item) => ({
  "@type": "dcat:Dataset",
  identifier: id,
  title,
  description,
  publisher: { name: publisher },
  accessLevel: "public",
  distribution: [{ title: `${title} CSV`, downloadURL: url, format: "CSV", mediaType: "text/csv" }],
});

/** Starts a portal; whoever starts it closes it. */
export async function startPortal(): Promise<Portal> {
  const lists = new Map<string, Item[]>();
  const broken = new Map<string, Behaviour>();
  const requests: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): number => {
    const address = new URL(request.url!, "http://portal");
    const isCkan = address.pathname === "/ckan/api/3/action/package_search";
    const list = isCkan ? "/ckan" : address.pathname;
    const fault = broken.get(list);
    if (fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body ?? "");
      return fault.status;
    }
    const items = lists.get(list);
    if (!items) {
      response.writeHead(404).end();
      return 404;
    }
    const query = address.searchParams;
    const [start, rows] = [Number(query.get("start") ?? 0), Number(query.get("rows") ?? 10)];
    const body = isCkan
      ? {
          success: true,
          result: { count: items.length, results: items.slice(start, start + rows).map(ckanPackage) },
        }
      : { conformsTo: "https://project-open-data.cio.gov/v1.1/schema", dataset: items.map(dcatDataset) };
    const text = JSON.stringify(body);
    const etag = `"${createHash("sha1").update(text).digest("hex")}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag }).end();
      return 304;
    }
    const headers = { "content-type": "application/json", "content-encoding": "gzip", etag };
    response.writeHead(200, headers).end(gzipSync(text));
    return 200;
  };
  const server = createServer((request, response) => {
    const at = requests.push("") - 1;
    requests[at] = `${answer(request, response)} ${request.url}`;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lists,
    broken,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
