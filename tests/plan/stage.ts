import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { loadReviewPlatform } from "../../src/adapters/review-platform.ts";
import { usageMonthPath } from "../../src/catalogue/usage/types.ts";
import { assessOpinion } from "../../src/review/opinions/assess.ts";
import type { OpinionRecord } from "../../src/review/opinions/record.ts";
import { writeOpinions } from "../../src/review/opinions/snapshot.ts";
import { opinionsPath } from "../../src/review/opinions/types.ts";
import { buildRegister } from "../../src/review/register.ts";
import { repositoryIn, type TestRepository } from "../support/repository.ts";
import {
  APPROVING,
  bodyOf,
  CHANGES,
  COUNTED_MONTHS,
  filesOn,
  MINISTRY,
  monthlyCounts,
  SAID,
  type Said,
  WORKING,
  YEAR,
} from "./ministry-year.ts";
import type { Limit } from "./recount.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

/** An issue as it stood at a moment. */
export function recordOf(said: Said, now: string): OpinionRecord {
  const text = (id: string, account: string, body: string, at: string) => ({
    id,
    url: `https://github.example/issues/${said.number}#${id}`,
    account,
    body,
    at,
    own: false,
    edited: false,
    tampered: false,
  });
  const isClosed = said.closed !== undefined && said.closed <= now;
  return {
    ...text(`I${said.number}`, "citizen-1", bodyOf(said), said.opened),
    number: said.number,
    title: `第 ${said.number} 則`,
    open: !isClosed,
    ...(isClosed ? { closedAt: said.closed! } : {}),
    labels: [said.form === "opinion" ? "我有話要說" : "我還想要"],
    comments: said.comments
      .filter(({ at }) => at <= now)
      .map(({ by, at, body }, index) => text(`C${said.number}-${index}`, by, body, at)),
    likes: said.likes,
    dislikes: 0,
  };
}

/** How many days a month has, of YYYY-MM. */
export const lengthOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();

/** Writes the files up to a day, each day's in a commit of that day. */
export async function playFiles({ root, write, commit }: TestRepository, last: string): Promise<void> {
  for (const path of ["platform/showcases", "platform/announcements", "agencies/A41000000G"]) {
    await rm(join(root, path), { recursive: true, force: true });
  }
  const byDay = Map.groupBy(
    CHANGES.filter(({ day }) => day <= last),
    ({ day }) => day,
  );
  for (const [day, changes] of byDay) {
    for (const { path, content } of changes) await write(path, content);
    await commit(`${day} 的異動`, `${day}T10:00:00+08:00`);
  }
}

/**
 * Writes a branch of snapshots as the bot and the counting of logs would leave it.
 * @param root the catalogue of that day
 * @param day YYYY-MM-DD; everything stands as at its noon in Taipei
 */
export async function playSnapshots(folder: string, root: string, day: string): Promise<void> {
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const now = new Date(`${day}T12:00:00+08:00`);
  const { input } = await checkCatalogue(root, day);
  const { calendar } = await loadReviewPlatform(PROJECT);
  const register = buildRegister(input!.agencies, []);
  const datasets = new Map(input!.datasets.map(({ head }) => [head.identifier, { title: head.title }]));
  const context = { register, calendar, now, datasets, merges: new Map() };
  const entries = SAID.filter(({ opened }) => opened <= now.toISOString()).map(
    (said) => assessOpinion(recordOf(said, now.toISOString()), context)!.entry,
  );
  for (const [ministry, own] of Map.groupBy(entries, (entry) => entry.ministry ?? "none")) {
    await write(
      opinionsPath(ministry),
      writeOpinions({ takenAt: now.toISOString(), ministry, entries: own }),
    );
  }
  for (const month of COUNTED_MONTHS) {
    if (month > day.slice(0, 7)) continue;
    const days = Array.from(
      { length: lengthOf(month) },
      (_, i) => `${month}-${String(i + 1).padStart(2, "0")}`,
    );
    await write(usageMonthPath(month), JSON.stringify({ version: 1, month, days, ...monthlyCounts(month) }));
  }
}

/** Which days are working days, read from the official calendars without the code that counts them. */
export async function workdays(): Promise<(day: string) => boolean> {
  const closed = new Set<string>();
  const worked = new Set<string>();
  for (const year of [YEAR, YEAR + 1]) {
    const file = await readFile(join(PROJECT, `platform/calendars/${year}.yaml`), "utf8");
    const raw = load(file, { schema: FAILSAFE_SCHEMA }) as Record<string, { date: string }[] | undefined>;
    for (const { date } of raw.closed ?? []) closed.add(date);
    for (const { date } of raw.worked ?? []) worked.add(date);
  }
  return (day) => worked.has(day) || (!closed.has(day) && ![0, 6].includes(new Date(day).getUTCDay()));
}

/** How long each ministry has for its answers, as its file says. */
export async function limitsOn(day: string): Promise<Record<string, Limit>> {
  const people = [...filesOn(day)].flatMap(([path, file]) =>
    path.endsWith("/agency.yaml") ? [...file.matchAll(/account: (\S+)/g)].map(([, account]) => account!) : [],
  );
  return {
    [MINISTRY]: { days: 7, isApproved: false, people },
    [APPROVING]: { days: 14, isApproved: true, people },
    [WORKING]: { days: 5, isApproved: false, people, isWorkday: await workdays() },
  };
}

/** Builds the site of a day. */
export async function buildYear(day: string): Promise<{ out: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "ministry-year-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const [root, out, snapshots] = ["catalogue", "site", "snapshots"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const failed = async ({ stderr }: { stderr: string }) => {
    await remove();
    throw new Error(stderr);
  };
  await mkdir(root);
  const repository = await repositoryIn(root);
  await playFiles(repository, day);
  const owners = await repository.script("codeowners");
  if (owners.code !== 0) await failed(owners);
  await playSnapshots(snapshots, root, day);
  const built = await repository.script("build", "--out", out, "--snapshots", snapshots, "--day", day);
  if (built.code !== 0) await failed(built);
  return { out, remove };
}
