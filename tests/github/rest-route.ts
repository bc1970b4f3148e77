import type { GitRepository } from "./git.ts";
import type { Issue, Permission, Repository, Token } from "./model.ts";
import type { Person, World } from "./world.ts";
import { WorldError } from "./world.ts";

/*
 * What the routes of the REST API have in common: who may, what came in, what goes out.
 */

/** One request, after its route was found, its token recognised and its body checked against the description. */
export interface Exchange {
  world: World;
  /** Address of the double, for links. */
  origin: string;
  token: Token | undefined;
  /** The path's variables, decoded. */
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** The client asked for the raw bytes (`application/vnd.github.raw`). */
  raw: boolean;
  /** The repository of the path; 404 where there is none. */
  repository: Repository;
  /** Its name, `owner/name`. */
  name: string;
  git: GitRepository;
  /** The verbs of whoever calls. */
  person: Person;
  /** Keeps bytes at an address of its own for a while, as GitHub's storage does. */
  store(bytes: Uint8Array, type: string): string;
}

export interface Answer {
  /** 200 unless told. */
  status?: number;
  body?: unknown;
  bytes?: Uint8Array;
  location?: string;
  /** A list, of which one page is shown; `key` where it stands inside an object with `total_count`. */
  list?: { items: readonly unknown[]; show: (item: never) => unknown; key?: string; extra?: object };
}

type Level = "read" | "write";

export interface Route {
  /** Permission that workflow and app tokens need; undefined where none is asked for. */
  permission: ((exchange: Exchange) => string) | undefined;
  level: Level;
  /** Right on the repository that a user needs, where no verb of the world refuses by itself. */
  rank?: Permission;
  answer(exchange: Exchange): Answer | Promise<Answer>;
}

export type Routes = Record<string, Route>;

type Permissions = string | ((exchange: Exchange) => string);

const asked = (permission: Permissions | undefined) =>
  typeof permission === "string" ? () => permission : permission;

/** A route that reads. */
export const read = (
  permission: Permissions | undefined,
  answer: Route["answer"],
  rank?: Permission,
): Route => ({
  permission: asked(permission),
  level: "read",
  answer,
  ...(rank ? { rank } : {}),
});

/** A route that writes. */
export const write = (permission: Permissions, answer: Route["answer"], rank?: Permission): Route => ({
  permission: asked(permission),
  level: "write",
  answer,
  ...(rank ? { rank } : {}),
});

/** The issue or pull request of the path. */
export function issueOf(exchange: Exchange): Issue {
  if (exchange.params.comment_id !== undefined) {
    return exchange.world.findComment(exchange.name, Number(exchange.params.comment_id)).issue;
  }
  return exchange.world.issue(exchange.name, Number(exchange.params.issue_number));
}

/** Conversations need the permission for what they hang on: issues or pull requests. */
export const discussion = (exchange: Exchange) => (issueOf(exchange).pull ? "pull-requests" : "issues");

/** A list of which one page is answered. */
export const list = <Item>(
  items: readonly Item[],
  show: (item: Item) => unknown,
  named?: { key: string; extra?: object },
): Answer => ({ list: { items, show, ...named } });

export const notFound = () => new WorldError(404, "Not Found");

/** A 422 in GitHub's form. */
export const invalid = (resource: string, field: string, code: string) =>
  new WorldError(422, "Validation Failed", [{ resource, field, code }]);

/** Something that GitHub can and the double can't: a test that meets it must fail. */
export class NotModelled extends Error {}

/** Refuses parts of a request that the double does not know. */
export function refuseParts(source: unknown, ...names: string[]): void {
  for (const name of names) {
    if ((source as Record<string, unknown> | undefined)?.[name] !== undefined) throw new NotModelled(name);
  }
}

/** A stable node id. */
export const nodeId = (kind: string, id: string | number) =>
  Buffer.from(`${kind}:${id}`).toString("base64url");

/** Values that the REST API keeps and the model does not know, by what they belong to. */
export function keeper<Key extends object, Value>(initial: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>();
  return (key) => {
    if (!kept.has(key)) kept.set(key, initial(key));
    return kept.get(key)!;
  };
}
