import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import description from "./operations.json" with { type: "json" };

/*
 * GitHub's own description of the operations that the double answers (`extract.ts` says where it comes from), and the
 * check of every exchange against it.
 */

interface Operation {
  id: string;
  method: string;
  path: string;
  query: object;
  body?: { required: boolean; schema?: object };
  responses: Record<string, unknown>;
}

const operations = description.operations as unknown as Operation[];

// The package is CommonJS: Node gives its exports as the default, with the function in `default`.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

// `oneOf` of GitHub's descriptions and nullable types are wider than ajv's strict mode likes.
const ajv = new Ajv2020({ strict: false, allErrors: true });
/** Queries are texts; they count as the number or truth value that they spell. */
const coercing = new Ajv2020({ strict: false, allErrors: true, coerceTypes: true });
for (const each of [ajv, coercing]) {
  addFormats(each);
  each.addSchema(description, "github");
}

const compiled = new Map<string, ValidateFunction>();

function check(engine: Ajv2020, pointer: string, value: unknown): string[] {
  const key = `${engine === coercing}${pointer}`;
  let validate = compiled.get(key);
  if (!validate) {
    validate = engine.getSchema(`github#${pointer}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    compiled.set(key, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message ?? ""}`);
}

/** Names that a body or a query may have; undefined where any may stand. */
function namesOf(schema: unknown): Set<string> | undefined {
  const node = schema as { $ref?: string; properties?: object; anyOf?: unknown[]; allOf?: unknown[] };
  if (node.$ref) {
    return namesOf((description.$defs as Record<string, unknown>)[node.$ref.split("/").at(-1)!]);
  }
  const names = new Set(Object.keys(node.properties ?? {}));
  for (const part of [...(node.anyOf ?? []), ...(node.allOf ?? [])]) {
    for (const name of namesOf(part) ?? []) names.add(name);
  }
  return names.size > 0 ? names : undefined;
}

/** An operation found for a request's method and path. */
export interface Match {
  id: string;
  /** Values of the path's variables, decoded. */
  params: Record<string, string>;
}

/** Variables that may hold slashes. */
const WITH_SLASHES = new Set(["ref", "branch", "basehead"]);

const routes = operations
  .map((operation, index) => {
    const names: string[] = [];
    const pattern = operation.path.replaceAll(".", "\\.").replaceAll(/\/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      // The root of the contents has an empty path.
      if (name === "path") return "(?:/(.*))?";
      if (WITH_SLASHES.has(name)) return "/(.+)";
      return /_(id|number)$/.test(name) && name !== "workflow_id" ? "/(\\d+)" : "/([^/]+)";
    });
    return { id: operation.id, method: operation.method, names, index, pattern: new RegExp(`^${pattern}$`) };
  })
  // Longer templates first: `…/commits/{ref}/status` before `…/commits/{ref}`.
  .sort((a, b) => operations[b.index]!.path.length - operations[a.index]!.path.length);

/** The operation that a request asks for; `path` is still percent-encoded. */
export function findOperation(method: string, path: string): Match | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.pattern.exec(path);
    if (!match) continue;
    const params: Record<string, string> = {};
    for (const [at, name] of route.names.entries()) params[name] = decodeURIComponent(match[at + 1] ?? "");
    return { id: route.id, params };
  }
  return undefined;
}

const byId = new Map(operations.map((operation, index) => [operation.id, { operation, index }]));

/** What is wrong with a request: a wrong type or a missing field (`errors`), a name that GitHub does not know (`unknown`). */
export function checkRequest(
  id: string,
  query: Record<string, string>,
  body: unknown,
): { errors: string[]; unknown: string[] } {
  const { operation, index } = byId.get(id)!;
  const errors = check(coercing, `/operations/${index}/query`, { ...query }).map((text) => `query ${text}`);
  const queryNames = namesOf(operation.query);
  const unknown = Object.keys(query)
    .filter((name) => !queryNames?.has(name))
    .map((name) => `query ${name}`);
  if (operation.body?.schema) {
    if (body === undefined) {
      if (operation.body.required) errors.push("body missing");
    } else {
      errors.push(...check(ajv, `/operations/${index}/body/schema`, body).map((text) => `body ${text}`));
      const names = namesOf(operation.body.schema);
      if (names && typeof body === "object" && body !== null && !Array.isArray(body)) {
        unknown.push(
          ...Object.keys(body)
            .filter((name) => !names.has(name))
            .map((name) => `body ${name}`),
        );
      }
    }
  } else if (body !== undefined) unknown.push("body");
  return { errors, unknown };
}

/** Errors that every operation may answer, though the description names them for some only. */
const COMMON_ERRORS = [400, 401, 403, 404, 415, 422];

/** What is wrong with an answer, against the description; of errors only the status. */
export function checkResponse(id: string, status: number, body: unknown): string[] {
  const { operation, index } = byId.get(id)!;
  const schema = operation.responses[status];
  if (schema === undefined) {
    if (COMMON_ERRORS.includes(status)) return [];
    return [`status ${status} is none of ${Object.keys(operation.responses).join(", ")}`];
  }
  if (schema === true) return body === undefined ? [] : ["a body where none is described"];
  return check(ajv, `/operations/${index}/responses/${status}`, body);
}
