import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { harvest, harvestedAgencies } from "../../scripts/harvest-run.ts";
import { openRun } from "../../scripts/review-run.ts";
import { connect } from "../../src/adapters/github/client.ts";
import { isPublicAddress } from "../../src/adapters/link-guard.ts";
import { LABELS } from "../../src/review/names.ts";
import type { Issue } from "../github/model.ts";
import { BOT, type Office, openOffice, REPOSITORY, RIGHTS } from "../office/office.ts";
import { type Item, type Portal, startPortal } from "./portal.ts";

/*
 * Two agencies with portals of their own, an office on the double of GitHub, and the bot that harvests. Days are those of
 * March 2026 in Taipei; Monday is the second.
 */

const run = promisify(execFile);
export const ARCHIVES = "A41010000A";
export const MOE = "A09000000E";

const person = (account: string, role: string) =>
  `  - account: ${account}\n    displayName: ${account}\n    roles:\n      - role: ${role}\n`;
const agencies = (url: string) => ({
  [ARCHIVES]: `code: ${ARCHIVES}
name: 檔案管理局
parent: A41000000G
contacts:
  - id: main
    name: 開放資料窗口
    phone: 02-23165300
    email: opendata@archives.gov.tw
harvest:
  profile: ckan
  url: ${url}/ckan/api/3/action/package_search?rows=8
people:
${person("archives-reviewer-1", "reviewer")}${person("archives-reviewer-2", "reviewer")}${person("archives-provider", "provider")}`,
  [MOE]: `code: ${MOE}
name: 教育部
parent: A00000000A
ministry: true
contacts:
  - id: main
    name: 開放資料窗口
    phone: 02-23165300
    email: opendata@edu.tw
harvest:
  profile: dcat-us
  url: ${url}/data.json
people:
${person("moe-admin", "administrator")}${person("moe-reviewer-1", "reviewer")}${person("moe-reviewer-2", "reviewer")}${person("moe-provider", "provider")}`,
});

/** A dataset of the archives. */
export const item = (number: number, more: Partial<Item> = {}): Item => ({
  id: `ds-${String(number).padStart(2, "0")}`,
  title: `檔案目錄 ${number}`,
  description: `第 ${number} 種檔案目錄。`,
  publisher: "檔案管理局",
  url: `https://data.archives.gov.tw/files/${number}.csv`,
  ...more,
});
/** A dataset of the ministry. */
export const school = (number: number): Item =>
  item(number, { id: `s-${number}`, title: `學校名錄 ${number}`, publisher: "教育部" });
export const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
/** The archives' file of a serial. */
export const path = (serial: number) => `datasets/${ARCHIVES}/${String(serial).padStart(6, "0")}.yaml`;

export interface Stage {
  office: Office;
  portal: Portal;
  /** Sets the clock to an hour of a day in Taipei, six in the morning unless told: then the harvest runs. */
  at(day: number, hour?: number): void;
  /** Replaces what the archives' portal says of a dataset. */
  change(number: number, more: Partial<Item>): void;
  /** Runs the harvest as its workflow does; gives what went wrong. */
  harvestNow(): Promise<string[]>;
  /** What a piece of work wrote, by kind. Each write has to succeed, unless told. */
  writesOf(work: () => Promise<unknown>, refused?: boolean): Promise<Record<string, number>>;
  /** The bot's pull requests, oldest first. */
  pulls(agency?: string): Issue[];
  /** The issues about sources, oldest first. */
  reports(): Issue[];
  /** `added path` and the like. */
  filesOf(number: number): string[];
  /** Text of a file on the branch of a harvest. */
  branchText(agency: string, file: string): string | undefined;
  approve(login: string, number: number): Promise<void>;
  close(): Promise<void>;
}

/** A write of the snapshots, so many times. */
export const snapshots = (times: number) => ({
  "POST git/trees": times,
  "POST git/commits": times,
  "PATCH git/refs/heads%2Fsnapshots": times,
});

/** Opens a stage on the first Monday; whoever opens it closes it. */
export async function openStage(lists: Record<string, Item[]>): Promise<Stage> {
  const portal = await startPortal();
  for (const [at, items] of Object.entries(lists)) portal.lists.set(at, items);
  const office = await openOffice({ now: "2026-03-01T22:00:00Z", extraAgencies: agencies(portal.url) });
  const { double } = office;
  const { world } = double;
  const token = double.token("workflow", undefined, RIGHTS, REPOSITORY);
  const issues = () => [...world.repository(REPOSITORY).issues.values()];
  return {
    office,
    portal,
    at: (day, hour = 6) => world.set(new Date(Date.UTC(2026, 2, day, hour - 8)).toISOString()),
    change(number, more) {
      const list = portal.lists.get("/ckan")!;
      const { id } = item(number);
      portal.lists.set(
        "/ckan",
        list.map((each) => (each.id === id ? { ...each, ...more } : each)),
      );
    },
    async harvestNow() {
      await run("git", ["fetch", "--quiet", "origin"], { cwd: office.work });
      await run("git", ["reset", "--quiet", "--hard", "origin/main"], { cwd: office.work });
      const github = await connect(double.environment(token, REPOSITORY), { writePauseMs: 0 });
      const failures: string[] = [];
      const pass = await openRun(office.work, github, (message) => failures.push(message));
      await harvest(pass, harvestedAgencies(pass.register.agencies), {
        allows: (address) => address === "127.0.0.1" || isPublicAddress(address),
        sleep: async () => {},
      });
      return failures;
    },
    async writesOf(work, refused = false) {
      const before = double.requests.length;
      await work();
      const kinds: Record<string, number> = {};
      for (const { method, path, write, status } of double.requests.slice(before)) {
        if (!write) continue;
        if (status >= 300 && !refused) throw new Error(`${method} ${path} ${status}`);
        const kind = `${method} ${path.replace(`/repos/${REPOSITORY}/`, "").replace(/[0-9a-f]{40}/g, "COMMIT")}`;
        kinds[kind] = (kinds[kind] ?? 0) + 1;
      }
      return kinds;
    },
    pulls: (agency) =>
      issues().filter(
        ({ pull, author }) => pull && author === BOT && (!agency || pull.headBranch === `harvest/${agency}`),
      ),
    reports: () => issues().filter(({ pull, labels }) => !pull && labels.includes(LABELS.harvest.name)),
    filesOf: (number) =>
      world
        .changedPaths(REPOSITORY, number)
        .map((file) => `${file.status} ${file.path}`)
        .sort(),
    branchText(agency, file) {
      const git = world.git(REPOSITORY);
      const entry = git.entry(git.resolve(`harvest/${agency}`)!, file);
      return entry ? new TextDecoder().decode(git.readBlob(entry.oid)) : undefined;
    },
    async approve(login, number) {
      await office.as(login).review(REPOSITORY, number, "APPROVE");
      await office.settle();
    },
    async close() {
      await office.close();
      await portal.close();
    },
  };
}
