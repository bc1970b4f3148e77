import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/*
 * Cuts the operations that the double answers out of GitHub's OpenAPI description, which is too large to keep (13 MB):
 *
 *   npm pack @octokit/openapi@23 && tar xzf octokit-openapi-*.tgz            (in a folder of its own, outside)
 *   node tests/github/openapi/extract.ts FOLDER/package && npx biome format --write tests/github/openapi
 *
 * writes `operations.json` beside this file. What is cut: descriptions, examples, headers, path parameters, defaults,
 * and the bodies of errors. What is changed: OpenAPI
 * 3.0's `nullable` becomes JSON Schema's type null; `oneOf` becomes `anyOf`, since GitHub's alternatives overlap.
 */

/** Operations in use, by GitHub's operation ids. */
const OPERATIONS = [
  "actions/create-workflow-dispatch",
  "actions/download-artifact",
  "actions/enable-workflow",
  "actions/get-github-actions-default-workflow-permissions-repository",
  "actions/get-github-actions-permissions-repository",
  "actions/get-workflow",
  "actions/get-workflow-run",
  "actions/list-workflow-run-artifacts",
  "actions/list-workflow-runs",
  "actions/list-workflow-runs-for-repo",
  "actions/set-github-actions-default-workflow-permissions-repository",
  "actions/set-github-actions-permissions-repository",
  "git/create-blob",
  "git/create-commit",
  "git/create-ref",
  "git/create-tree",
  "git/delete-ref",
  "git/get-blob",
  "git/get-commit",
  "git/get-ref",
  "git/get-tree",
  "git/update-ref",
  "issues/add-labels",
  "issues/create",
  "issues/create-comment",
  "issues/create-label",
  "issues/delete-comment",
  "issues/get",
  "issues/get-comment",
  "issues/get-label",
  "issues/list-comments",
  "issues/list-events-for-timeline",
  "issues/list-for-repo",
  "issues/list-labels-for-repo",
  "issues/list-labels-on-issue",
  "issues/remove-label",
  "issues/set-labels",
  "issues/update",
  "issues/update-comment",
  "issues/update-label",
  "pulls/check-if-merged",
  "pulls/create",
  "pulls/create-review",
  "pulls/dismiss-review",
  "pulls/get",
  "pulls/list",
  "pulls/list-commits",
  "pulls/list-files",
  "pulls/list-reviews",
  "pulls/merge",
  "pulls/remove-requested-reviewers",
  "pulls/request-reviewers",
  "pulls/update",
  "pulls/update-branch",
  "rate-limit/get",
  "reactions/create-for-issue-comment",
  "repos/codeowners-errors",
  "repos/compare-commits-with-basehead",
  "repos/create-commit-status",
  "repos/create-fork",
  "repos/create-or-update-file-contents",
  "repos/create-pages-site",
  "repos/create-repo-ruleset",
  "repos/get",
  "repos/get-branch",
  "repos/get-collaborator-permission-level",
  "repos/get-combined-status-for-ref",
  "repos/get-commit",
  "repos/get-content",
  "repos/get-pages",
  "repos/get-repo-ruleset",
  "repos/get-repo-rulesets",
  "repos/list-forks",
  "repos/merge-upstream",
  "repos/list-branches",
  "repos/list-collaborators",
  "repos/list-commit-statuses-for-ref",
  "repos/update",
  "repos/update-information-about-pages-site",
  "repos/update-repo-ruleset",
  "users/get-authenticated",
  "users/get-by-username",
];

type Node = Record<string, unknown>;

const KEPT = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "anyOf",
  "enum",
  "exclusiveMinimum",
  "format",
  "items",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "not",
  "oneOf",
  "pattern",
  "properties",
  "required",
  "type",
]);

/** Formats that a checker knows and that GitHub keeps to; bots have brackets in their e-mail addresses. */
const FORMATS = new Set(["date-time", "uri"]);

const [packageFolder] = process.argv.slice(2);
if (packageFolder === undefined) {
  console.error("usage: node tests/github/openapi/extract.ts FOLDER/package   (see the comment in the file)");
  process.exit(2);
}
const description = JSON.parse(
  await readFile(join(packageFolder, "generated/api.github.com.json"), "utf8"),
) as Node;
const components = description.components as Record<string, Record<string, Node>>;

const schemas: Record<string, unknown> = {};

/** A schema of OpenAPI 3.0 in the words of JSON Schema 2020-12, with only what a checker needs. */
function cut(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(cut);
  if (typeof schema !== "object" || schema === null) return schema;
  const source = schema as Node;
  const result: Node = {};
  for (const [key, value] of Object.entries(source)) {
    if (!KEPT.has(key)) continue;
    if (key === "$ref") {
      const name = String(value).split("/").at(-1)!;
      if (!(name in schemas)) {
        schemas[name] = undefined;
        schemas[name] = cut(components.schemas![name]);
      }
      result.$ref = `#/$defs/${name}`;
    } else if (key === "properties") {
      result[key] = Object.fromEntries(
        Object.entries(value as Node).map(([name, part]) => [name, cut(part)]),
      );
    } else if (key === "oneOf" || key === "anyOf") result.anyOf = cut(value);
    else if (key === "format") {
      if (FORMATS.has(String(value))) result[key] = value;
    } else if (key === "additionalProperties") {
      if (typeof value === "object" && Object.keys(value as Node).length > 0) result[key] = cut(value);
      else if (value === false) result[key] = false;
    } else if (key === "enum" || key === "required") result[key] = value;
    else result[key] = cut(value);
  }
  if (source.nullable !== true) return result;
  if (typeof result.type === "string" && !("enum" in result))
    return { ...result, type: [result.type, "null"] };
  return { anyOf: [{ type: "null" }, result] };
}

function resolved(node: Node, kind: "parameters" | "responses"): Node {
  const reference = node.$ref as string | undefined;
  return reference === undefined ? node : components[kind]![reference.split("/").at(-1)!]!;
}

function bodySchema(node: Node | undefined): unknown {
  const content = node?.content as Record<string, Node> | undefined;
  const json = content?.["application/json"];
  return json === undefined ? undefined : cut(json.schema);
}

const operations: unknown[] = [];
const wanted = new Set(OPERATIONS);
for (const [path, methods] of Object.entries(description.paths as Record<string, Record<string, Node>>)) {
  for (const [method, operation] of Object.entries(methods)) {
    const id = operation.operationId as string;
    if (!wanted.delete(id)) continue;
    const parameters = ((operation.parameters ?? []) as Node[]).map((node) => resolved(node, "parameters"));
    const query: Node = {};
    const requiredQuery: unknown[] = [];
    for (const parameter of parameters) {
      if (parameter.in !== "query") continue;
      query[parameter.name as string] = cut(parameter.schema);
      if (parameter.required === true) requiredQuery.push(parameter.name);
    }
    const request = operation.requestBody as Node | undefined;
    const responses: Node = {};
    for (const [status, response] of Object.entries(operation.responses as Record<string, Node>)) {
      if (Number(status) >= 300) responses[status] = true;
      else responses[status] = bodySchema(resolved(response, "responses")) ?? true;
    }
    operations.push({
      id,
      method: method.toUpperCase(),
      path,
      query: {
        type: "object",
        properties: query,
        ...(requiredQuery.length > 0 ? { required: requiredQuery } : {}),
      },
      ...(request === undefined
        ? {}
        : { body: { required: request.required === true, schema: bodySchema(request) } }),
      responses,
    });
  }
}
if (wanted.size > 0) throw new Error(`not in the description: ${[...wanted].join(", ")}`);

const version = (description.info as Node).version;
const text = JSON.stringify({
  source: `@octokit/openapi ${version}, generated/api.github.com.json (MIT)`,
  operations,
  $defs: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
});
const file = resolve(import.meta.dirname, "operations.json");
await writeFile(file, `${text}\n`);
console.log(
  `${operations.length} operations, ${Object.keys(schemas).length} schemas, ${text.length} bytes: ${file}`,
);
