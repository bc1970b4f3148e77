import { registerHooks } from "node:module";
import type { WorkflowTemplate } from "@actions/workflow-parser";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/index";

/*
 * @actions/workflow-parser imports its schema as JSON without saying so, which bundlers take and Node refuses. While it
 * is loaded, its JSON files are imported as what they are.
 */
const hooks = registerHooks({
  load(url, context, next) {
    const json = url.includes("/@actions/workflow-parser/") && url.endsWith(".json");
    return next(url, json ? { ...context, importAttributes: { type: "json" } } : context);
  },
});
const parser = await import("@actions/workflow-parser");
hooks.deregister();

export const { isBasicExpression, isLiteral, isMapping, isSequence } = parser;

/** A workflow file as GitHub's own parser reads it. */
export interface Workflow {
  /** File name, such as review.yml. */
  file: string;
  name: string;
  template: WorkflowTemplate;
  /** The whole file; the template leaves out what an editor does not need, such as `with` and `permissions`. */
  root: TemplateToken;
  text: string;
}

/** Reads a workflow file; an invalid one gives its errors. */
export async function parse(file: string, text: string): Promise<Workflow | { errors: string[] }> {
  const { context, value } = parser.parseWorkflow(
    { name: file, content: text },
    new parser.NoOperationTraceWriter(),
  );
  if (!value) return { errors: context.errors.getErrors().map((error) => error.message) };
  const template = await parser.convertWorkflowTemplate(context, value);
  const errors = context.errors.getErrors().map((error) => error.message);
  if (errors.length > 0) return { errors };
  const name = property(value, "name");
  return {
    file,
    name: name && isLiteral(name) ? String(name) : `.github/workflows/${file}`,
    template,
    root: value,
    text,
  };
}

/** What stands at a path of mappings and sequences. */
export function property(
  token: TemplateToken | undefined,
  ...path: (string | number)[]
): TemplateToken | undefined {
  let found = token;
  for (const step of path) {
    if (!found) return undefined;
    if (typeof step === "number") found = isSequence(found) ? found.get(step) : undefined;
    else found = isMapping(found) ? found.find(step) : undefined;
  }
  return found;
}
