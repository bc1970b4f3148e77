import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/index";
import { isBasicExpression, isLiteral, isMapping, isSequence } from "./parser.ts";

/** A value of an expression, as plain data. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** What expressions may see. */
export interface Scope {
  /** By name: github, env, steps … */
  contexts: Record<string, Value>;
  /** What went before, for `success()` and its sisters. */
  status: "success" | "failure" | "cancelled";
}

const NO_ARGUMENTS = { minArgs: 0, maxArgs: 0 };

/** Evaluates an expression (without `${{ }}`) with GitHub's own evaluator. */
export function evaluate(expression: string, { contexts, status }: Scope): Value {
  const flag = (name: string, value: boolean) => ({
    name,
    ...NO_ARGUMENTS,
    call: () => new data.BooleanData(value),
  });
  const functions = [
    flag("success", status === "success"),
    flag("failure", status === "failure"),
    flag("cancelled", status === "cancelled"),
    flag("always", true),
  ];
  const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const result = new Evaluator(tree, context, new Map(functions.map((f) => [f.name, f]))).evaluate();
  return (JSON.parse(JSON.stringify(result, data.replacer)) ?? null) as Value;
}

/** What a piece of a workflow file comes to, its expressions evaluated. */
export function resolve(token: TemplateToken | undefined, scope: Scope): Value | undefined {
  if (!token) return undefined;
  if (isBasicExpression(token)) return evaluate(token.expression, scope);
  if (isMapping(token)) {
    const entries = [...token].map(({ key, value }): [string, Value] => [
      String(resolve(key, scope)),
      resolve(value, scope) ?? null,
    ]);
    return Object.fromEntries(entries);
  }
  if (isSequence(token)) return [...token].map((item) => resolve(item, scope) ?? null);
  if (isLiteral(token)) return "value" in token ? (token.value as Value) : null;
  throw new Error("a token of an unknown kind");
}

/** As GitHub turns a value into text. */
export const asText = (value: Value | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? "Object" : String(value);

/** A mapping of texts, such as `env` and `with`. */
export function texts(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const value = resolve(token, scope);
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Error("expected a mapping");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
}

/** Whether a condition holds, as `if:` takes it. */
export const truthy = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
