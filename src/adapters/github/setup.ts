import { accountKey } from "../../catalogue/grants.ts";
import type { SettingsFile } from "../../catalogue/schema/generated/settings.ts";
import { LABELS } from "../../review/names.ts";
import type { Register } from "../../review/register.ts";
import type { GitHub } from "./client.ts";
import { explain, isRefusal, oneLine, statusOf } from "./log.ts";
import { MAIN_BRANCH, mendedRuleset, type Ruleset, SNAPSHOTS } from "./setup-rulesets.ts";

/** Something that only a person can do, and where. */
export interface Task {
  text: string;
  url: string;
}

/** What `npm run setup` did and found, each in Chinese. */
export interface SetupReport {
  /** Changed now, or to be changed in a rehearsal. */
  changed: string[];
  /** Right already. */
  right: string[];
  /** Still to be done by a person. */
  tasks: Task[];
}

export interface SetupInput {
  settings: SettingsFile;
  register: Register;
  /** Only says what would be changed. */
  rehearsal: boolean;
}

/** Why a repository can't be set up at all. */
export class SetupError extends Error {}

/** One setting: what it is, where a person finds it, and how to put it right where it is not. */
interface Setting {
  label: string;
  url: string;
  /** Undefined where it is right. */
  difference(): Promise<{ label: string; mend(): Promise<unknown> } | undefined>;
}

const PAGE = 100;

/** Every page of a list. */
async function all<T>(read: (page: number) => Promise<{ data: T[] }>): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page++) {
    const { data } = await read(page);
    found.push(...data);
    if (data.length < PAGE) return found;
  }
}

/**
 * Makes a repository ready for the back office: labels, branch rules, Actions, Pages, merging. What is right stays
 * untouched, so a second run writes nothing. Then compares the register with GitHub, and says what is left for people.
 * @throws SetupError where the token is no administrator's
 */
export async function setUp(github: GitHub, input: SetupInput): Promise<SetupReport> {
  const { owner, repo, rest } = github;
  const { data: repository } = await rest.repos.get({ owner, repo });
  if (repository.permissions && !repository.permissions.admin) {
    throw new SetupError(`${github.bot} 不是 ${owner}/${repo} 的管理者；請使用管理者帳號的權杖`);
  }
  const report: SetupReport = { changed: [], right: [], tasks: [] };
  for (const setting of await settingsOf(github)) {
    try {
      const difference = await setting.difference();
      if (!difference) {
        report.right.push(setting.label);
        continue;
      }
      if (!input.rehearsal) await difference.mend();
      report.changed.push(difference.label);
    } catch (cause) {
      // One that the account's plan or an organisation's policy forbids must not hold up the others.
      if (!isRefusal(cause) && !(cause instanceof SetupError)) throw cause;
      const why = explain(cause) ?? (cause as Error).message;
      report.tasks.push({ text: `無法設定${setting.label}：${why}`, url: setting.url });
    }
  }
  report.tasks.push(...(await settingsTasks(github, input.settings)));
  report.tasks.push(...(await peopleTasks(github, input.register)));
  report.tasks.push(...(await ownersTasks(github)));
  return report;
}

async function settingsOf(github: GitHub): Promise<Setting[]> {
  const { owner, repo, rest } = github;
  const labels = await all((page) => rest.issues.listLabelsForRepo({ owner, repo, per_page: PAGE, page }));
  return [
    mergeSettings(github),
    ...Object.values(LABELS).map((label) => labelSetting(github, label, labels)),
    rulesetSetting(github, MAIN_BRANCH),
    rulesetSetting(github, SNAPSHOTS),
    actionsSetting(github),
    tokenSetting(github),
    pagesSetting(github),
  ];
}

const web = ({ serverUrl, owner, repo }: GitHub, path: string) => `${serverUrl}/${owner}/${repo}${path}`;
const editor = (github: GitHub, path: string) => web(github, `/edit/${github.defaultBranch}/${path}`);

function mergeSettings(github: GitHub): Setting {
  const { owner, repo, rest } = github;
  const wanted = {
    has_issues: true,
    allow_squash_merge: true,
    allow_auto_merge: true,
    delete_branch_on_merge: true,
  };
  const label = "議題、壓縮合併、自動合併、合併後刪除分支";
  const wrong = (data: Record<string, unknown>) =>
    Object.entries(wanted).filter(([key, value]) => data[key] !== value);
  return {
    label,
    url: web(github, "/settings"),
    async difference() {
      const { data } = await rest.repos.get({ owner, repo });
      if (wrong(data).length === 0) return undefined;
      return {
        label: `${label}：開啟`,
        async mend() {
          const { data: changed } = await rest.repos.update({ owner, repo, ...wanted });
          // GitHub accepts what a plan doesn't hold, and leaves it out.
          const left = wrong(changed as unknown as Record<string, unknown>).map(([key]) => key);
          if (left.length > 0)
            throw new SetupError(`GitHub 沒有接受 ${left.join("、")}；帳號的方案可能不支援`);
        },
      };
    },
  };
}

interface Label {
  name: string;
  color: string;
  description: string | null;
}

function labelSetting(github: GitHub, wanted: Label, present: readonly Label[]): Setting {
  const { owner, repo, rest } = github;
  const { name, color } = wanted;
  const description = wanted.description ?? "";
  const label = `標籤「${name}」`;
  return {
    label,
    url: web(github, "/labels"),
    async difference() {
      // GitHub tells labels apart without regard to case.
      const actual = present.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (!actual) {
        const mend = () => rest.issues.createLabel({ owner, repo, name, color, description });
        return { label: `${label}：新增`, mend };
      }
      const same =
        actual.name === name && actual.color.toLowerCase() === color && actual.description === description;
      if (same) return undefined;
      const change = { name: actual.name, new_name: name, color, description };
      return { label: `${label}：更新`, mend: () => rest.issues.updateLabel({ owner, repo, ...change }) };
    },
  };
}

function rulesetSetting(github: GitHub, wanted: Ruleset): Setting {
  const { owner, repo, rest } = github;
  const label = `規則集「${wanted.name}」`;
  type Body = Parameters<typeof rest.repos.createRepoRuleset>[0];
  const body = (ruleset: Ruleset) => ({ owner, repo, ...ruleset }) as unknown as NonNullable<Body>;
  return {
    label,
    url: web(github, "/settings/rules"),
    async difference() {
      const list = await all((page) => rest.repos.getRepoRulesets({ owner, repo, per_page: PAGE, page }));
      // Rulesets of the organisation have names of their own.
      const found = list.find(({ name, source_type: type }) => name === wanted.name && type === "Repository");
      if (!found) return { label: `${label}：新增`, mend: () => rest.repos.createRepoRuleset(body(wanted)) };
      const { data } = await rest.repos.getRepoRuleset({ owner, repo, ruleset_id: found.id });
      const mended = mendedRuleset(data as unknown as Ruleset, wanted);
      if (!mended) return undefined;
      const change = { ...body(mended), ruleset_id: found.id };
      return { label: `${label}：更新`, mend: () => rest.repos.updateRepoRuleset(change) };
    },
  };
}

function actionsSetting(github: GitHub): Setting {
  const { owner, repo, rest } = github;
  const label = "GitHub Actions";
  return {
    label,
    url: web(github, "/settings/actions"),
    async difference() {
      const { data } = await rest.actions.getGithubActionsPermissionsRepository({ owner, repo });
      if (data.enabled && data.allowed_actions !== "local_only") return undefined;
      const change = { enabled: true, allowed_actions: "all" as const };
      const mend = () => rest.actions.setGithubActionsPermissionsRepository({ owner, repo, ...change });
      return { label: `${label}：啟用`, mend };
    },
  };
}

function tokenSetting(github: GitHub): Setting {
  const { owner, repo, rest } = github;
  const label = "Actions 權杖預設唯讀，並可建立 pull request";
  const wanted = { default_workflow_permissions: "read" as const, can_approve_pull_request_reviews: true };
  return {
    label,
    url: web(github, "/settings/actions"),
    async difference() {
      const { data } = await rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({
        owner,
        repo,
      });
      const right =
        data.default_workflow_permissions === wanted.default_workflow_permissions &&
        data.can_approve_pull_request_reviews === wanted.can_approve_pull_request_reviews;
      if (right) return undefined;
      const change = { owner, repo, ...wanted };
      const mend = () => rest.actions.setGithubActionsDefaultWorkflowPermissionsRepository(change);
      return { label: `${label}：設定`, mend };
    },
  };
}

/** The site of GitHub Pages; undefined where there is none. */
async function pagesOf({ owner, repo, rest }: GitHub) {
  try {
    return (await rest.repos.getPages({ owner, repo })).data;
  } catch (cause) {
    if (statusOf(cause) === 404) return undefined;
    throw cause;
  }
}

function pagesSetting(github: GitHub): Setting {
  const { owner, repo, rest } = github;
  const label = "GitHub Pages（由 Actions 發布）";
  return {
    label,
    url: web(github, "/settings/pages"),
    async difference() {
      const pages = await pagesOf(github);
      if (pages?.build_type === "workflow") return undefined;
      const change = { owner, repo, build_type: "workflow" as const };
      if (!pages) return { label: `${label}：啟用`, mend: () => rest.repos.createPagesSite(change) };
      return {
        label: `${label}：改為由 Actions 發布`,
        mend: () => rest.repos.updateInformationAboutPagesSite(change),
      };
    },
  };
}

/** Compares platform/settings.yaml with the repository. */
async function settingsTasks(github: GitHub, settings: SettingsFile): Promise<Task[]> {
  const { owner, repo, defaultBranch } = github;
  const file = "platform/settings.yaml";
  const url = editor(github, file);
  const tasks: Task[] = [];
  const name = `${owner}/${repo}`;
  if (settings.repository?.toLowerCase() !== name.toLowerCase())
    tasks.push({ text: `${file} 的 repository 是 ${settings.repository ?? "空的"}，應為 ${name}`, url });
  if (settings.branch !== undefined && settings.branch !== defaultBranch) {
    const text = `${file} 的 branch 是 ${settings.branch}，儲存庫的主分支卻是 ${defaultBranch}；請改成一致，publish.yml 也要一致`;
    tasks.push({ text, url });
  }
  const site = (await pagesOf(github))?.html_url;
  if (site && withSlash(site) !== withSlash(settings.url)) {
    const text = `${file} 的 url 是 ${settings.url}，GitHub Pages 的網址卻是 ${site}；請修改 url，或在 Pages 設定自訂網域`;
    tasks.push({ text, url: web(github, "/settings/pages") });
  }
  return tasks;
}

const withSlash = (address: string) => address.replace(/\/*$/, "/");

const ROLE_NAMES = { provider: "資料提供者", reviewer: "資料審查者", administrator: "部會管理者" } as const;

/** Compares the register with GitHub's accounts: everybody must exist, and whoever decides must be able to write. */
async function peopleTasks(github: GitHub, register: Register): Promise<Task[]> {
  const { owner, repo, rest } = github;
  const collaborators = await all((page) =>
    rest.repos.listCollaborators({ owner, repo, per_page: PAGE, page }),
  );
  const writers = new Map(
    collaborators.map(({ login, permissions }) => [accountKey(login), permissions?.push === true]),
  );
  const people = new Map<string, { account: string; roles: Set<string>; decides: boolean; file: string }>();
  const add = (account: string, role: string, decides: boolean, file: string) => {
    const person = people.get(accountKey(account)) ?? { account, roles: new Set(), decides: false, file };
    person.roles.add(role);
    person.decides ||= decides;
    people.set(accountKey(account), person);
  };
  for (const { account } of register.operators) add(account, "平臺管理者", true, "platform/operators.yaml");
  for (const { person, role, listedIn } of register.grants)
    add(person.account, ROLE_NAMES[role], role !== "provider", `agencies/${listedIn}/agency.yaml`);
  const tasks: Task[] = [];
  for (const [key, { account, roles, decides, file }] of people) {
    const writes = writers.get(key);
    if (writes === undefined && !(await exists(github, account))) {
      tasks.push({ text: `GitHub 沒有帳號 ${account}（${file}）；請更正或移除`, url: editor(github, file) });
    } else if (decides && !writes) {
      const text = `邀請 ${account}（${[...roles].join("、")}）為協作者，權限選 Write；沒有寫入權限者無法核准`;
      tasks.push({ text, url: web(github, "/settings/access") });
    }
  }
  return tasks;
}

async function exists({ rest }: GitHub, account: string): Promise<boolean> {
  try {
    await rest.users.getByUsername({ username: account });
    return true;
  } catch (cause) {
    if (statusOf(cause) === 404) return false;
    throw cause;
  }
}

/** What GitHub itself finds in CODEOWNERS. */
async function ownersTasks(github: GitHub): Promise<Task[]> {
  const { owner, repo, rest } = github;
  const path = ".github/CODEOWNERS";
  try {
    const { data } = await rest.repos.codeownersErrors({ owner, repo });
    return data.errors.map(({ line, message }) => ({
      text: `${path} 第 ${line} 行：${oneLine(message)}`,
      url: web(github, `/blob/${github.defaultBranch}/${path}#L${line}`),
    }));
  } catch (cause) {
    if (statusOf(cause) !== 404) throw cause;
    const text = `主分支沒有 ${path}；請執行 npm run codeowners 並提交，否則任何人核准都算數`;
    return [{ text, url: web(github, "/tree/HEAD/.github") }];
  }
}

/** What GitHub's API does not tell, for a person to make sure of once. */
export function assurances(github: GitHub): Task[] {
  return [
    {
      text: "「Approval for running fork pull request workflows from contributors」請選「Require approval for first-time contributors who are new to GitHub」，否則機關人員第一次送審時，檢查要等人放行",
      url: web(github, "/settings/actions"),
    },
  ];
}
