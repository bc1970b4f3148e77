import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { loadRegister } from "../../src/adapters/register.ts";
import { planKindOf, SHOWCASES } from "../../src/catalogue/plan/paths.ts";
import { generateCodeowners } from "../../src/review/codeowners.ts";
import { ANSWER_MARKER, LABELS, STATUS_MARKER } from "../../src/review/names.ts";
import { buildRegister } from "../../src/review/register.ts";
import type { Delivery, Permission } from "../github/model.ts";
import { type Double, startDouble } from "../github/server.ts";
import type { FileMap, Person, World } from "../github/world.ts";
import { parseAgency } from "../support/agency.ts";

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, "../..");
export const REPOSITORY = "opendata/catalogue";
export const BOT = "github-actions[bot]";

/** What the bot's workflows may do, as review.yml, report.yml and overdue.yml ask for it. */
export const RIGHTS = {
  actions: "write",
  contents: "write",
  issues: "write",
  "pull-requests": "write",
  statuses: "write",
} as const;

const person = (account: string, displayName: string, role: string, more = "") =>
  `  - account: ${account}\n    displayName: ${displayName}\n${more}    roles:\n      - role: ${role}\n`;

const contact = (host: string) =>
  `contacts:\n  - id: main\n    name: 開放資料窗口\n    phone: 02-23165300\n    email: opendata@${host}\n`;

/** A small government: two ministries, one of them with an agency below. */
const AGENCIES: Record<string, string> = {
  A00000000A: "code: A00000000A\nname: 行政院\n",
  A41000000G: `code: A41000000G
name: 國家發展委員會
parent: A00000000A
ministry: true
${contact("ndc.gov.tw")}people:
${person("ndc-admin", "國發會部會管理者", "administrator")}${person("ndc-reviewer-1", "國發會審查者一", "reviewer", "    deputy: ndc-reviewer-2\n")}${person("ndc-reviewer-2", "國發會審查者二", "reviewer")}${person("ndc-provider-1", "國發會提供者一", "provider")}${person("ndc-provider-2", "國發會提供者二", "provider")}`,
  A41010000A: `code: A41010000A
name: 檔案管理局
parent: A41000000G
${contact("archives.gov.tw")}people:
${person("archives-reviewer-1", "檔管局審查者一", "reviewer")}${person("archives-reviewer-2", "檔管局審查者二", "reviewer")}${person("archives-provider", "檔管局提供者", "provider")}`,
  A09000000E: `code: A09000000E
name: 教育部
parent: A00000000A
ministry: true
${contact("edu.tw")}people:
${person("moe-admin", "教育部部會管理者", "administrator")}${person("moe-reviewer-1", "教育部審查者一", "reviewer")}${person("moe-reviewer-2", "教育部審查者二", "reviewer")}${person("moe-provider", "教育部提供者", "provider")}`,
};
const WRITERS = [
  "ndc-admin",
  "ndc-reviewer-1",
  "ndc-reviewer-2",
  "archives-reviewer-1",
  "archives-reviewer-2",
  "moe-admin",
  "moe-reviewer-1",
  "moe-reviewer-2",
];

/** A dataset's file that is right. */
export function dataset(identifier: string, fields: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    identifier,
    categoryCode: "I00",
    title: `測試資料集 ${identifier.slice(11)}`,
    description: "測試用的資料集。",
    fieldDescription: "欄位一、欄位二",
    type: "rawData",
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    accrualPeriodicity: "每月",
    ...fields,
  };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return `${lines.join("\n")}
distribution:
  - resourceID: ${identifier}-001
    resourceDescription: 測試資料集 CSV
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://www.example.gov.tw/${identifier}.csv
`;
}

export const datasetPath = (identifier: string) =>
  `datasets/${identifier.slice(0, 10)}/${identifier.slice(11)}.yaml`;

async function platformFiles(folder: string, into: FileMap): Promise<void> {
  for (const entry of await readdir(join(PROJECT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    // The plan's files speak of the whole catalogue's agencies and datasets, which the small one has not.
    if (planKindOf(path) || path === SHOWCASES) continue;
    if (entry.isDirectory()) await platformFiles(path, into);
    else into[path] = await readFile(join(PROJECT, path), "utf8");
  }
}

/** A repository on the double, made ready by `npm run setup`, and the bot that looks after it. */
export interface Office {
  double: Double;
  /** A copy of the main branch, as of the bot's last run. */
  work: string;
  /** Somebody on the web page. */
  as(login: string): Person;
  /** Lets the workflows see what happened since the last time. */
  settle(): Promise<void>;
  overdue(): Promise<string>;
  /** Runs a command of the project as its workflow would, in a fresh copy of the main branch. */
  bot(script: string, ...args: string[]): Promise<{ code: number; output: string }>;
  /** Somebody without write access proposes files from a fork; gives the number. */
  submit(
    login: string,
    files: FileMap,
    options?: { title?: string; draft?: boolean; branch?: string },
  ): Promise<number>;
  /** Pushes to the branch of a submission. */
  push(login: string, number: number, files: FileMap, message?: string): Promise<void>;
  labels(number: number): string[];
  /** `context: state description` of the head, by context. */
  statuses(number: number): Record<string, string>;
  /** Body of the bot's one status comment. */
  comment(number: number): string;
  /** Bodies of the bot's answers to commands. */
  answers(number: number): string[];
  /** State on GitHub: open, closed, merged; with `draft`. */
  state(number: number): string;
  /** Text of a file on the main branch. */
  published(path: string): string | undefined;
  /** A snapshot's JSON. */
  snapshot(path: string): unknown;
  /** Comments of the issues that carry notices. */
  notices(): { at: string; body: string }[];
  /** The main branch and the snapshots as folders, and one for a site. */
  checkOut(): Promise<{ main: string; snapshots: string; out: string }>;
  /** Everything runs once more; gives what was written. */
  writesOfSecondRun(...numbers: number[]): Promise<string[]>;
  close(): Promise<void>;
}

export interface OfficeOptions {
  now: string;
  /** Folder of a catalogue to take instead of the small government, with everybody whom it lists. */
  from?: string;
  datasets?: readonly string[];
  extraAgencies?: Record<string, string>;
  validate?: boolean;
}

interface Start {
  files: FileMap | { from: string };
  collaborators: Record<string, Permission>;
}

async function smallGovernment(options: OfficeOptions, world: World): Promise<Start> {
  const files: FileMap = { "README.md": "目錄\n" };
  await platformFiles("platform", files);
  await platformFiles(".github/workflows", files);
  const agencies = { ...AGENCIES, ...options.extraAgencies };
  for (const [code, text] of Object.entries(agencies)) files[`agencies/${code}/agency.yaml`] = text;
  const operators = ["platform-operator-1", "platform-operator-2", "platform-operator-3"];
  const register = buildRegister(
    Object.values(agencies).map(parseAgency),
    operators.map((account) => ({ account, displayName: "平臺管理者" })),
  );
  files[".github/CODEOWNERS"] = generateCodeowners(register);
  for (const identifier of options.datasets ?? []) files[datasetPath(identifier)] = dataset(identifier);
  const collaborators: Record<string, Permission> = {};
  for (const login of [...WRITERS, ...operators]) collaborators[login] = "write";
  for (const text of Object.values(agencies)) {
    for (const [, login] of text.matchAll(/account: (\S+)/g)) world.account(login!);
  }
  return { files, collaborators };
}

/** The project's own catalogue as a repository; whoever may decide on anything may write. */
async function wholeCatalogue(from: string, world: World): Promise<Start> {
  const { register } = await loadRegister(from);
  const collaborators: Record<string, Permission> = {};
  for (const { person, role } of register.grants) {
    world.account(person.account);
    if (role !== "provider") collaborators[person.account] = "write";
  }
  for (const { account } of register.operators) {
    world.account(account);
    collaborators[account] = "write";
  }
  return { files: { from }, collaborators };
}

/** Makes a checked-out catalogue's settings point at the double, so that its site's desk talks to it. */
export async function pointAtDouble(main: string, url: string): Promise<void> {
  const file = join(main, "platform/settings.yaml");
  const text = (await readFile(file, "utf8")).replace(/^repository:.*$/m, `repository: ${REPOSITORY}`);
  await writeFile(file, `${text}github: ${url}\ngithubApi: ${url}\n`);
}

/** Opens an office; whoever opens it closes it. */
export async function openOffice(options: OfficeOptions): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), "office-"));
  const double = await startDouble({
    now: options.now,
    folder: join(folder, "github"),
    ...(options.validate === undefined ? {} : { validate: options.validate }),
  });
  const { world } = double;
  const { files, collaborators } = options.from
    ? await wholeCatalogue(options.from, world)
    : await smallGovernment(options, world);
  world.account("opendata");
  await world.createRepository(REPOSITORY, files, collaborators);
  const work = join(folder, "work");
  const bot = double.token("workflow", undefined, RIGHTS, REPOSITORY);
  const environment = (token: string) => ({
    ...process.env,
    ...double.environment(token, REPOSITORY),
    CATALOGUE_WRITE_PAUSE_MS: "0",
    GIT_CONFIG_GLOBAL: "/dev/null",
  });
  const script = async (name: string, args: string[], token: string) => {
    const command = [join(PROJECT, "scripts", `${name}.ts`), ...args];
    const options = { cwd: work, env: environment(token), maxBuffer: 1 << 26 };
    try {
      const { stdout, stderr } = await run(process.execPath, command, options);
      return { code: 0, output: stdout + stderr };
    } catch (cause) {
      const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  };
  const git = (...args: string[]) => run("git", args, { cwd: work });
  await run("git", ["clone", "--quiet", `${double.url}/${REPOSITORY}.git`, work]);
  const setup = await script("setup", [REPOSITORY, "--root", work], double.token("user", "opendata"));
  if (setup.code !== 0) throw new Error(setup.output);

  const office: Office = {
    double,
    work,
    as: (login) => world.person(login),
    async bot(name, ...args) {
      await git("fetch", "--quiet", "origin");
      await git("reset", "--quiet", "--hard", "origin/main");
      const result = await script(name, [...args, "--root", work], bot);
      startPublishing();
      return result;
    },
    async settle() {
      for (let delivery = next(); delivery; delivery = next()) {
        const payload = startsReview(delivery);
        if (!payload) continue;
        const file = join(folder, "event.json");
        await writeFile(file, JSON.stringify(payload));
        const { code, output } = await office.bot("review", "--event", file);
        if (code !== 0) throw new Error(`review of ${delivery.event}: ${output}`);
      }
    },
    async overdue() {
      const { code, output } = await office.bot("overdue");
      if (code !== 0) throw new Error(`overdue: ${output}`);
      return output;
    },
    async submit(login, changes, { title = "送件", draft = false, branch = "patch-1" } = {}) {
      const fork = `${login}/catalogue`;
      const exists = world.repositories().some((each) => `${each.owner}/${each.name}` === fork);
      if (!exists) await office.as(login).fork(REPOSITORY);
      const free = exists ? `${branch}-${world.deliveries.length}` : branch;
      await office.as(login).commit(fork, free, changes, { message: "更新", from: `${REPOSITORY}:main` });
      return office.as(login).openPullRequest(REPOSITORY, { head: `${login}:${free}`, title, draft });
    },
    async push(login, number, changes, message = "修改") {
      const { pull } = world.pull(REPOSITORY, number);
      await office.as(login).commit(pull.headRepository, pull.headBranch, changes, { message });
    },
    labels: (number) => [...world.issue(REPOSITORY, number).labels].sort(),
    statuses(number) {
      const { pull } = world.pull(REPOSITORY, number);
      const latest = world.latestStatuses(REPOSITORY, pull.headOid);
      return Object.fromEntries(latest.map((s) => [s.context, `${s.state} ${s.description}`]));
    },
    comment(number) {
      const own = world.issue(REPOSITORY, number).comments.filter((c) => c.author === BOT);
      const found = own.filter((c) => STATUS_MARKER.test(c.body));
      if (found.length !== 1) throw new Error(`#${number} has ${found.length} status comments`);
      return found[0]!.body;
    },
    answers: (number) =>
      world
        .issue(REPOSITORY, number)
        .comments.filter((c) => c.author === BOT && ANSWER_MARKER.test(c.body))
        .map((c) => c.body.replace(/^<!--.*-->\s*/, "")),
    state(number) {
      const issue = world.pull(REPOSITORY, number);
      const state = issue.pull.merged ? "merged" : issue.state;
      return issue.pull.draft && state === "open" ? "open draft" : state;
    },
    published: (path) => textAt("main", path),
    snapshot(path) {
      const text = textAt("snapshots", path);
      return text === undefined ? undefined : JSON.parse(text);
    },
    notices: () =>
      [...world.repository(REPOSITORY).issues.values()]
        .filter((issue) => !issue.pull && issue.labels.includes(LABELS.notices.name))
        .flatMap((issue) => issue.comments.map((c) => ({ at: c.createdAt, body: c.body }))),
    async checkOut() {
      await office.bot("validate");
      const snapshots = join(folder, "snapshots");
      await git("worktree", "add", "--quiet", "--detach", snapshots, "origin/snapshots");
      return { main: work, snapshots, out: join(folder, "site") };
    },
    async writesOfSecondRun(...numbers) {
      const before = double.requests.length;
      for (const number of numbers) await office.bot("review", "--number", String(number));
      await office.overdue();
      return double.requests
        .slice(before)
        .filter((request) => request.write)
        .map((request) => `${request.method} ${request.path} ${request.status}`);
    },
    async close() {
      await double.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  function textAt(branch: string, path: string): string | undefined {
    const git = world.git(REPOSITORY);
    const commit = git.resolve(branch);
    const entry = commit && git.entry(commit, path);
    return entry ? new TextDecoder().decode(git.readBlob(entry.oid)) : undefined;
  }
  world.addRun(REPOSITORY, { workflow: "publish.yml", status: "completed", conclusion: "success" });
  let dispatched = world.deliveries.length;
  /** GitHub starts what the bot dispatches at once; here it is only noted down. */
  function startPublishing(): void {
    for (; dispatched < world.deliveries.length; dispatched++) {
      const delivery = world.deliveries[dispatched]!;
      const { event, repository } = delivery;
      if (event !== "workflow_dispatch" || repository !== REPOSITORY) continue;
      const headSha = world.git(REPOSITORY).resolve("main")!;
      // A payload is made when it is first read, which takes time for thousands of them.
      const workflow = String(delivery.payload.workflow).split("/").at(-1)!;
      world.addRun(REPOSITORY, { workflow, event, headSha, headBranch: "main", status: "completed" });
    }
  }
  let handled = world.deliveries.length;
  const next = () => (handled < world.deliveries.length ? world.deliveries[handled++] : undefined);
  /** The event that starts review.yml, as its triggers and its condition say; reviews reach it through signal.yml. */
  function startsReview(delivery: Delivery): unknown {
    if (delivery.byWorkflowToken || delivery.repository !== REPOSITORY) return undefined;
    const { event, payload } = delivery;
    const action = String(payload.action);
    if (event === "pull_request") {
      const types =
        "opened edited reopened synchronize ready_for_review converted_to_draft closed review_requested";
      return types.split(" ").includes(action) ? payload : undefined;
    }
    if (event === "issue_comment") return action === "created" ? payload : undefined;
    if (event === "issues") {
      return ["opened", "edited", "closed", "reopened", "deleted"].includes(action) ? payload : undefined;
    }
    if (event !== "pull_request_review" || action === "edited") return undefined;
    const pull = payload.pull_request as { head: { sha: string; ref: string; repo: { full_name: string } } };
    const { sha, ref, repo } = pull.head;
    return {
      action: "completed",
      workflow_run: {
        id: 1,
        name: "signal",
        path: ".github/workflows/signal.yml",
        event: "pull_request_review",
        head_sha: sha,
        head_branch: ref,
        head_repository: { full_name: repo.full_name, owner: { login: repo.full_name.split("/")[0] } },
        pull_requests: [],
      },
      repository: { full_name: REPOSITORY, default_branch: "main" },
    };
  }
  return office;
}
