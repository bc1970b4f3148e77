import { createHash } from "node:crypto";
import type { Token } from "./model.ts";
import { checkRequest, checkResponse, findOperation } from "./openapi/operations.ts";
import { CONTENT_ROUTES } from "./rest-contents.ts";
import { DISCUSSION_ROUTES } from "./rest-discussions.ts";
import {
  type Answer,
  type Exchange,
  NotModelled,
  notFound,
  type Route,
  type Routes,
  read,
} from "./rest-route.ts";
import { reaches, SETTING_ROUTES } from "./rest-settings.ts";
import { isFor, notAccessible, type Resource, type Tokens } from "./tokens.ts";
import { type World, WorldError } from "./world.ts";

/*
 * GitHub's REST API over the world: finds the route, checks who asks and what, pages lists, knows versions by ETag.
 * Requests and answers are held against GitHub's own description; what does not fit is written down for the tests.
 *
 * Where it is stricter than GitHub: workflow and app tokens need the declared permission to read too, as they would in
 * a private repository.
 */

export interface RestRequest {
  method: string;
  /** Percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: NodeJS.Dict<string | string[]>;
  body: Uint8Array;
  token: Token | undefined;
}

export interface RestAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  /** Whether it counts against the hour's budget. */
  counts: boolean;
}

export interface RestOptions {
  world: World;
  origin: string;
  tokens: Tokens;
  /** Checks answers too; a test of thousands of pull requests may do without. */
  validate: boolean;
  /** Routes and parts of requests that the double does not know; tests assert it to be empty. */
  unexpected: string[];
  /** Requests and answers that do not fit GitHub's description; tests assert it to be empty. */
  violations: string[];
  store: Exchange["store"];
}

const MEDIA_TYPES =
  /^(\*\/\*|application\/(json|vnd\.github(\.(v3|raw|v3\.raw|object|v3\.object))?(\+json)?))$/;

const DOCUMENTATION = "https://docs.github.com/rest";

/** The numbers of one resource, as `GET /rate_limit` shows them. */
function overview(tokens: Tokens, token: Token | undefined, resource: Resource) {
  const { limit, used, reset } = tokens.budget(token, resource);
  return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(reset / 1000) };
}

/** Refuses what the token may not. */
function checkRights(route: Route, exchange: Exchange): void {
  const { token, world } = exchange;
  const permission = route.permission?.(exchange);
  if (token === undefined) {
    if (route.level === "write" || route.rank) throw new WorldError(401, "Requires authentication");
    return;
  }
  if (token.kind === "user" || token.kind === "fine-grained") {
    // Whatever is public may be read without any permission.
    if (
      token.kind === "fine-grained" &&
      permission !== undefined &&
      (route.level === "write" || route.rank)
    ) {
      const held = token.permissions[permission] ?? "none";
      if (!isFor(token, exchange.name) || (held !== "write" && held !== route.level)) {
        throw new WorldError(403, notAccessible(token));
      }
    }
    if (!route.rank || reaches(world.permission(exchange.name, token.login), route.rank)) return;
    throw new WorldError(
      403,
      route.rank === "admin"
        ? "Must have admin rights to Repository."
        : "Must have push access to repository",
    );
  }
  if (permission === undefined) return;
  const isOwn = token.repository?.toLowerCase() === exchange.name.toLowerCase();
  if (!isOwn && route.level === "read") return;
  const held = token.permissions[permission] ?? "none";
  if (isOwn && (held === "write" || held === route.level)) return;
  throw new WorldError(403, notAccessible(token));
}

/** One page of a list, and the addresses of the others. */
function paged(query: Record<string, string>, list: NonNullable<Answer["list"]>, address: string) {
  const size = Math.min(Number(query.per_page) || 30, 100);
  const page = Math.max(Number(query.page) || 1, 1);
  const last = Math.max(Math.ceil(list.items.length / size), 1);
  const items = list.items.slice((page - 1) * size, page * size).map((item) => list.show(item as never));
  const at = (number: number, rel: string) => {
    return `<${address}?${new URLSearchParams({ ...query, page: String(number) })}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [at(page - 1, "prev")] : []),
    ...(page < last ? [at(page + 1, "next"), at(last, "last")] : []),
    ...(page > 1 ? [at(1, "first")] : []),
  ];
  return {
    body: list.key ? { total_count: list.items.length, [list.key]: items, ...list.extra } : items,
    link: links.length > 0 ? links.join(", ") : undefined,
  };
}

function parsed(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new WorldError(400, "Problems parsing JSON");
  }
}

/** The REST API of one double. */
export function createRest(options: RestOptions): (request: RestRequest) => Promise<RestAnswer> {
  const { world, origin, tokens, unexpected, violations } = options;
  const routes: Routes = {
    ...CONTENT_ROUTES,
    ...DISCUSSION_ROUTES,
    ...SETTING_ROUTES,
    "rate-limit/get": read(undefined, ({ token }) => {
      const core = overview(tokens, token, "core");
      const graphql = overview(tokens, token, "graphql");
      return { body: { resources: { core, search: core, graphql }, rate: core } };
    }),
  };

  const json = (status: number, body: unknown, headers: Record<string, string> = {}): RestAnswer => ({
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-github-media-type": "github.v3; format=json",
      ...headers,
    },
    body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
    counts: true,
  });

  async function answer(
    request: RestRequest,
    path: string,
    id: string,
    exchange: Exchange,
  ): Promise<RestAnswer> {
    const route = routes[id]!;
    const body = parsed(request.body);
    const { errors, unknown } = checkRequest(id, exchange.query, body);
    const label = `${request.method} ${path} (${id})`;
    violations.push(...[...errors, ...unknown].map((text) => `${label}: request ${text}`));
    if (errors.length > 0) {
      throw new WorldError(422, `Invalid request.\n\n${errors.join("\n")}`);
    }
    exchange.body = body;
    checkRights(route, exchange);
    const result = await route.answer(exchange);
    const status = result.status ?? 200;
    if (result.location) return { ...json(status, undefined, { location: result.location }) };
    if (result.bytes) {
      const headers = { "content-type": "application/vnd.github.raw+json; charset=utf-8" };
      return versioned(request, { status, headers, body: result.bytes, counts: true });
    }
    let shown = result.body;
    let link: string | undefined;
    if (result.list) {
      const address = /^\/repos\//.test(path)
        ? `${origin}/repositories/${exchange.repository.id}/${path.split("/").slice(4).join("/")}`
        : `${origin}${path}`;
      // Only reading is paged: who adds a label is shown all of them.
      const query = request.method === "GET" ? exchange.query : { per_page: "100" };
      ({ body: shown, link } = paged(query, result.list, address));
    }
    // As the client will read it: without what JSON leaves out.
    if (options.validate) {
      const text = shown === undefined ? undefined : (JSON.parse(JSON.stringify(shown)) as unknown);
      violations.push(
        ...checkResponse(id, status, text).map((error) => `${label}: answer ${status} ${error}`),
      );
    }
    return versioned(request, json(status, shown, link === undefined ? {} : { link }));
  }

  return async (request) => {
    // GitHub's own links name repositories by their numbers.
    const numbered = /^\/repositories\/(\d+)(\/.*)?$/.exec(request.path);
    const found = numbered && world.repositories().find(({ id }) => id === Number(numbered[1]));
    const path = found ? `/repos/${found.owner}/${found.name}${numbered[2] ?? ""}` : request.path;
    const match = findOperation(request.method, path);
    const label = `${request.method} ${path}`;
    const failure = (status: number, message: string, errors?: unknown[]) =>
      json(status, {
        message,
        ...(errors ? { errors } : {}),
        documentation_url: DOCUMENTATION,
        status: String(status),
      });

    if (!match || !routes[match.id]) {
      unexpected.push(label);
      return failure(404, "Not Found");
    }
    const accepted = String(request.headers.accept ?? "*/*").split(",");
    if (!accepted.some((type) => MEDIA_TYPES.test(type.split(";")[0]!.trim()))) {
      unexpected.push(`${label}: Accept ${request.headers.accept}`);
      return failure(
        415,
        `Unsupported 'Accept' header: '${request.headers.accept}'. Must accept 'application/json'.`,
      );
    }
    const exchange = createExchange(options, request, match.params);
    try {
      const result = await answer(request, path, match.id, exchange);
      return { ...result, counts: result.counts && match.id !== "rate-limit/get" };
    } catch (cause) {
      if (cause instanceof WorldError) {
        const result = failure(cause.status, cause.message, cause.errors);
        violations.push(
          ...checkResponse(match.id, cause.status, undefined).map((error) => `${label}: ${error}`),
        );
        const permission = cause.status === 403 && routes[match.id]!.permission?.(exchange);
        if (permission) {
          result.headers["x-accepted-github-permissions"] =
            `${permission.replaceAll("-", "_")}=${routes[match.id]!.level}`;
        }
        return result;
      }
      if (cause instanceof NotModelled) unexpected.push(`${label}: not modelled: ${cause.message}`);
      else violations.push(`${label}: ${(cause as Error).stack}`);
      return failure(cause instanceof NotModelled ? 501 : 500, "Server Error");
    }
  };
}

/** Answers 304 where the client has this version already; that costs nothing. */
function versioned(request: RestRequest, result: RestAnswer): RestAnswer {
  if (request.method !== "GET" || result.status !== 200) return result;
  const etag = `W/"${createHash("sha256").update(result.body).digest("hex")}"`;
  const headers = { ...result.headers, etag, "cache-control": "private, max-age=60, s-maxage=60" };
  const known = String(request.headers["if-none-match"] ?? "").split(/\s*,\s*/);
  if (known.includes(etag) || known.includes(etag.slice(2))) {
    return { status: 304, headers, body: new Uint8Array(), counts: false };
  }
  return { ...result, headers };
}

function createExchange(
  options: RestOptions,
  request: RestRequest,
  params: Record<string, string>,
): Exchange {
  const { world } = options;
  return {
    world,
    origin: options.origin,
    token: request.token,
    params,
    query: Object.fromEntries(request.query),
    body: undefined,
    raw: /application\/vnd\.github(\.v3)?\.raw/.test(String(request.headers.accept)),
    get repository() {
      if (params.owner === undefined) throw notFound();
      return world.repository(`${params.owner}/${params.repo}`);
    },
    get name() {
      return `${this.repository.owner}/${this.repository.name}`;
    },
    get git() {
      return world.git(this.name);
    },
    get person() {
      if (!request.token) throw new WorldError(401, "Requires authentication");
      return world.with(request.token);
    },
    store: options.store,
  };
}
