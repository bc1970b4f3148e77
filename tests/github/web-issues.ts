import { parse } from "yaml";
import type { Repository } from "./model.ts";
import {
  alert,
  html,
  nameOf,
  redirect,
  type Safe,
  shown,
  signIn,
  type Visit,
  type WebAnswer,
} from "./web-html.ts";
import { SAFE_ADDRESS } from "./web-markdown.ts";
import { WorldError } from "./world.ts";

/*
 * Opening an issue on GitHub's pages: the choice of forms, a form with what the address fills in, and the text that
 * GitHub makes of its answers ("Syntax for GitHub's form schema", "Creating an issue from a URL query").
 */

interface Element {
  type: "markdown" | "input" | "textarea" | "dropdown" | "checkboxes";
  id?: string;
  attributes: {
    label?: string;
    description?: string;
    placeholder?: string;
    value?: string;
    render?: string;
    multiple?: boolean;
    options?: (string | { label: string; required?: boolean })[];
  };
  validations?: { required?: boolean };
}

interface Form {
  name: string;
  description: string;
  title?: string;
  body: Element[];
}

const FOLDER = ".github/ISSUE_TEMPLATE";

function textOf({ world }: Visit, repository: Repository, file: string): string | undefined {
  const git = world.git(nameOf(repository));
  const commit = git.resolve(`refs/heads/${repository.defaultBranch}`);
  const entry = commit && git.entry(commit, `${FOLDER}/${file}`);
  return entry ? Buffer.from(git.readBlob(entry.oid)).toString("utf8") : undefined;
}

function formOf(visit: Visit, repository: Repository, file: string): Form | undefined {
  if (!/^[^/]+\.ya?ml$/.test(file) || /^config\.ya?ml$/.test(file)) return undefined;
  const text = textOf(visit, repository, file);
  return text === undefined ? undefined : (parse(text) as Form);
}

interface Config {
  blank_issues_enabled?: boolean;
  contact_links?: { name: string; url: string; about: string }[];
}

const configOf = (visit: Visit, repository: Repository): Config =>
  (parse(textOf(visit, repository, "config.yml") ?? "") as Config | null) ?? {};

/** `/O/N/issues/new/choose`. */
export function choosePage(visit: Visit, repository: Repository): WebAnswer {
  const git = visit.world.git(nameOf(repository));
  const commit = git.resolve(`refs/heads/${repository.defaultBranch}`)!;
  const folder = git.entry(commit, FOLDER);
  const files = folder ? git.readTree(folder.oid).map(({ name }) => name) : [];
  const { blank_issues_enabled: blank = true, contact_links: links = [] } = configOf(visit, repository);
  const address = `/${nameOf(repository)}/issues/new`;
  const rows = files.flatMap((file) => {
    const form = formOf(visit, repository, file);
    return form
      ? html`<li><a href="${address}?template=${encodeURIComponent(file)}"><strong>${form.name}</strong></a><br><small>${form.description}</small></li>`
      : [];
  });
  const others = links
    .filter(({ url }) => SAFE_ADDRESS.test(url))
    .map(({ name, url, about }) => html`<li><a href="${url}">${name}</a><br><small>${about}</small></li>`);
  const plain = blank && html`<li><a href="${address}?template=BLANK_ISSUE">Blank issue</a></li>`;
  const body = html`<h1>Create new issue</h1><ul class="plain rows">${rows}${others}${plain}</ul>`;
  return shown(visit, "Create new issue", repository, body);
}

/* ---------- a form ---------- */

const keyOf = ({ id }: Element, at: number) => id ?? `element-${at}`;
const optionLabel = (option: string | { label: string }) =>
  typeof option === "string" ? option : option.label;
const isRequired = ({ validations }: Element) => validations?.required === true;

function control(element: Element, at: number, given: URLSearchParams): Safe | undefined {
  const { type, attributes } = element;
  const { label = "", description, placeholder = "", options = [] } = attributes;
  if (type === "markdown") return undefined;
  const key = keyOf(element, at);
  const required = isRequired(element) && html` required`;
  const hint = description && html`<p class="dim" id="${key}-hint">${description}</p>`;
  const head = html`<label for="${key}">${label}${isRequired(element) && " *"}</label>${hint}`;
  const named = html`id="${key}" name="${key}"${hint && html` aria-describedby="${key}-hint"`}`;
  const value = given.get(key) ?? attributes.value ?? "";
  switch (type) {
    case "input":
      return html`${head}<input type="text" ${named} value="${value}" placeholder="${placeholder}"${required}>`;
    case "textarea":
      return html`${head}<textarea ${named} rows="6" placeholder="${placeholder}"${required}>
${value}</textarea>`;
    case "dropdown": {
      const chosen = given.getAll(key);
      const shownOptions = options
        .map(optionLabel)
        .map((text) => html`<option${chosen.includes(text) && html` selected`}>${text}</option>`);
      return html`${head}<select ${named}${attributes.multiple && html` multiple`}${required}>${!attributes.multiple && html`<option value="">None</option>`}${shownOptions}</select>`;
    }
    case "checkboxes": {
      const boxes = options.map((option) => {
        const text = optionLabel(option);
        const must = typeof option !== "string" && option.required === true && html` required`;
        return html`<label class="choice"><input type="checkbox" name="${key}" value="${text}"${given.getAll(key).includes(text) && html` checked`}${must}> ${text}</label>`;
      });
      return html`<fieldset><legend>${label}</legend>${hint}${boxes}</fieldset>`;
    }
  }
}

/** `/O/N/issues/new?template=FILE&title=…&ID=…`, or a blank issue with `title` and `body`. */
export function newIssuePage(
  visit: Visit,
  repository: Repository,
  given: URLSearchParams = visit.query,
  problem?: string,
): WebAnswer {
  const file = visit.query.get("template") ?? "";
  const form = formOf(visit, repository, file);
  const isBlank = configOf(visit, repository).blank_issues_enabled !== false;
  if (!form && !isBlank) return redirect(`/${nameOf(repository)}/issues/new/choose`);
  if (visit.viewer === undefined) return signIn(visit);
  if (given === visit.query) {
    const texts = form
      ? form.body.flatMap((element) =>
          element.type === "input" || element.type === "textarea" ? (element.id ?? []) : [],
        )
      : ["body"];
    // Choices can't be filled in by the address: GitHub drops such a value, or shows a blank issue instead.
    for (const name of visit.query.keys()) {
      if (!["template", "title", ...texts].includes(name)) {
        visit.unexpected.push(`GET ${visit.path}: query ${name} fills in no field`);
      }
    }
    given = new URLSearchParams([...visit.query].filter(([name]) => ["title", ...texts].includes(name)));
  }
  const fields = form
    ? form.body.map((element, at) => control(element, at, given))
    : html`<label for="body">Add a description</label><textarea id="body" name="body" rows="10">
${given.get("body") ?? ""}</textarea>`;
  const action = `${visit.path}?${new URLSearchParams({ template: file })}`;
  const body = html`<h1>Create new issue${form && html`: ${form.name}`}</h1>${problem && alert(problem)}
<form method="post" action="${action}"><label for="title">Add a title *</label><input type="text" id="title" name="title" value="${given.get("title") ?? form?.title ?? ""}" required>${fields}
<p class="actions"><button class="main">Create</button></p></form>`;
  return shown(visit, "Create new issue", repository, body, problem === undefined ? 200 : 422);
}

/** GitHub's text of one answer. */
function answerText(element: Element, values: string[]): string {
  const { attributes } = element;
  if (element.type === "checkboxes") {
    return (attributes.options ?? [])
      .map(optionLabel)
      .map((text) => `- [${values.includes(text) ? "X" : " "}] ${text}`)
      .join("\n");
  }
  const text = values.filter((value) => value.trim() !== "").join(", ");
  if (text === "") return "_No response_";
  return attributes.render === undefined ? text : `\`\`\`${attributes.render}\n${text}\n\`\`\``;
}

/** 「Create」. */
export async function openIssue(
  visit: Visit,
  repository: Repository,
  answers: URLSearchParams,
): Promise<WebAnswer> {
  if (visit.viewer === undefined) return signIn(visit);
  const file = visit.query.get("template") ?? "";
  const form = formOf(visit, repository, file);
  const elements = (form?.body ?? [])
    .map((element, at) => ({ element, values: answers.getAll(keyOf(element, at)) }))
    .filter(({ element }) => element.type !== "markdown");
  for (const { element, values } of elements) {
    const { label = "", options = [] } = element.attributes;
    const known = options.map(optionLabel);
    const given = values.filter((value) => value.trim() !== "");
    const must = options.some(
      (option) => typeof option !== "string" && option.required === true && !given.includes(option.label),
    );
    if (must || (isRequired(element) && given.length === 0)) {
      return newIssuePage(visit, repository, answers, `${label} is required.`);
    }
    if (element.type === "dropdown" && !given.every((value) => known.includes(value))) {
      return newIssuePage(visit, repository, answers, `${label} is invalid.`);
    }
  }
  const body = form
    ? elements
        .map(({ element, values }) => `### ${element.attributes.label}\n\n${answerText(element, values)}`)
        .join("\n\n")
    : (answers.get("body") ?? "");
  try {
    const number = await visit.world.person(visit.viewer).openIssue(nameOf(repository), {
      title: answers.get("title") ?? "",
      body,
      ...(form ? { form: file } : {}),
    });
    return redirect(`/${nameOf(repository)}/issues/${number}`);
  } catch (cause) {
    if (!(cause instanceof WorldError) || cause.status !== 422) throw cause;
    return newIssuePage(visit, repository, answers, "The title or the text is missing or too long.");
  }
}
