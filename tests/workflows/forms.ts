import { parse } from "yaml";

/*
 * Issue forms by the rules of GitHub's documentation ("Syntax for issue forms", "Syntax for GitHub's form schema",
 * "Configuring issue templates"): GitHub shows no form at all where one of them is broken, and says so nowhere else.
 */

type Fields = Record<string, unknown>;

const TOP = ["name", "description", "title", "labels", "assignees", "projects", "type", "body"];
const ATTRIBUTES: Record<string, { required: string[]; optional: string[] }> = {
  markdown: { required: ["value"], optional: [] },
  input: { required: ["label"], optional: ["description", "placeholder", "value"] },
  textarea: { required: ["label"], optional: ["description", "placeholder", "value", "render"] },
  dropdown: { required: ["label", "options"], optional: ["description", "multiple", "default"] },
  checkboxes: { required: ["label", "options"], optional: ["description"] },
};

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** What is wrong with an issue form. */
export function formProblems(text: string): string[] {
  const form: unknown = parse(text);
  const found: string[] = [];
  if (!isObject(form)) return ["the form is no mapping"];
  for (const key of ["name", "description"]) if (!isText(form[key])) found.push(`${key} is missing`);
  for (const key of Object.keys(form)) if (!TOP.includes(key)) found.push(`${key} is not a key of a form`);
  if (!Array.isArray(form.body) || form.body.length === 0) return [...found, "body is missing"];
  const ids = new Set<unknown>();
  const labels = new Set<unknown>();
  let asks = false;
  for (const [index, element] of form.body.entries()) {
    const place = `body[${index}]`;
    const type = isObject(element) ? String(element.type) : "";
    const rule = ATTRIBUTES[type];
    if (!rule || !isObject(element)) {
      found.push(`${place}: ${type || "nothing"} is not a type of element`);
      continue;
    }
    const { id, attributes, validations } = element;
    const names = type === "markdown" ? ["type", "attributes"] : ["type", "id", "attributes", "validations"];
    for (const key of Object.keys(element)) {
      if (!names.includes(key)) found.push(`${place}: ${key} is not a key of ${type}`);
    }
    if (type !== "markdown") {
      asks = true;
      if (typeof id !== "string" || !/^[A-Za-z0-9_-]+$/.test(id))
        found.push(`${place}: id ${String(id)} is not allowed`);
      if (ids.has(id)) found.push(`${place}: id ${String(id)} is there twice`);
      ids.add(id);
    }
    const given = isObject(attributes) ? attributes : {};
    for (const key of rule.required)
      if (given[key] === undefined) found.push(`${place}: attributes.${key} is missing`);
    for (const key of Object.keys(given)) {
      if (![...rule.required, ...rule.optional].includes(key))
        found.push(`${place}: ${type} takes no ${key}`);
    }
    if (given.label !== undefined) {
      if (!isText(given.label)) found.push(`${place}: the label is empty`);
      if (labels.has(given.label)) found.push(`${place}: the label ${String(given.label)} is there twice`);
      labels.add(given.label);
    }
    if (type === "dropdown") {
      const options: unknown[] = Array.isArray(given.options) ? given.options : [];
      if (options.length === 0) found.push(`${place}: there are no options`);
      if (new Set(options).size < options.length) found.push(`${place}: an option is there twice`);
      if (!options.every(isText)) found.push(`${place}: an option is no text`);
      if (options.some((option) => /^none$/i.test(String(option)))) found.push(`${place}: None is reserved`);
    }
    if (validations !== undefined) {
      if (!isObject(validations) || typeof validations.required !== "boolean")
        found.push(`${place}: validations.required is no truth value`);
    }
  }
  if (!asks) found.push("the form asks for nothing");
  return found;
}

/** What is wrong with ISSUE_TEMPLATE/config.yml. */
export function configProblems(text: string): string[] {
  const config: unknown = parse(text);
  if (!isObject(config)) return ["config.yml is no mapping"];
  const found = Object.keys(config)
    .filter((key) => key !== "blank_issues_enabled" && key !== "contact_links")
    .map((key) => `${key} is not a key of config.yml`);
  if (typeof config.blank_issues_enabled !== "boolean") found.push("blank_issues_enabled is no truth value");
  const links = config.contact_links;
  for (const [index, link] of (Array.isArray(links) ? links : []).entries()) {
    for (const key of ["name", "url", "about"]) {
      if (!isObject(link) || !isText(link[key])) found.push(`contact_links[${index}]: ${key} is missing`);
    }
    if (isObject(link) && !/^https:\/\//.test(String(link.url)))
      found.push(`contact_links[${index}]: url is no address`);
  }
  return found;
}
