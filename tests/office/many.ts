import { openRun, planPullRequest } from "../../scripts/review-run.ts";
import { connect } from "../../src/adapters/github/client.ts";
import { listOpenPullRequests } from "../../src/adapters/github/pull-requests.ts";
import { changedFilesOfMany, fetchHeads } from "../../src/adapters/submission.ts";
import type { Action } from "../../src/review/actions.ts";
import type { PullRequestRecord } from "../../src/review/records.ts";
import type { Person } from "../github/world.ts";
import {
  BOT,
  dataset,
  datasetPath,
  type Office,
  type OfficeOptions,
  openOffice,
  REPOSITORY,
  RIGHTS,
} from "./office.ts";

/*
 * Many submissions at once, in every state that they may be open in, for what a pass over all of them costs.
 */

/** Datasets that are published already and that some of the submissions change. */
const PUBLISHED = 100;
const PROVIDERS = {
  A41000000G: ["ndc-provider-1", "ndc-provider-2"],
  A41010000A: ["archives-provider"],
  A09000000E: ["moe-provider"],
} as const;
const REVIEWERS = {
  A41000000G: "ndc-reviewer-1",
  A41010000A: "archives-reviewer-1",
  A09000000E: "moe-reviewer-1",
} as const;
const AGENCIES = Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[];

/** 2026: both are past seven working days before `NOW`, the second is not. */
const LONG_AGO = "2026-03-02T02:00:00Z";
const LATELY = "2026-03-24T02:00:00Z";
const NOW = "2026-03-25T03:00:00Z";

const identifierOf = (agency: string, serial: number) => `${agency}-${String(serial).padStart(6, "0")}`;

/**
 * Opens an office with so many open submissions that no bot has looked at: drafts, in review, returned, overdue on
 * either side, by somebody whom nobody lists; new datasets and changed ones.
 */
export async function openBusyOffice(
  count: number,
  options: Partial<OfficeOptions> = {},
): Promise<{ office: Office; numbers: number[] }> {
  const published = Array.from({ length: PUBLISHED }, (_, i) => identifierOf(AGENCIES[i % 3]!, i + 1));
  const office = await openOffice({ now: LONG_AGO, datasets: published, validate: false, ...options });
  const { world } = office.double;
  const numbers: number[] = [];
  const submit = async (index: number) => {
    const agency = AGENCIES[index % 3]!;
    const isChange = index % 10 === 9 && index / 10 < PUBLISHED;
    const identifier = isChange ? published[Math.floor(index / 10)]! : identifierOf(agency, 100_000 + index);
    const owner = identifier.slice(0, 10) as (typeof AGENCIES)[number];
    const providers = PROVIDERS[owner];
    const login = index % 10 === 8 ? "civil-servant-new" : providers[index % providers.length]!;
    const text = isChange
      ? dataset(identifier, { description: `改過的描述 ${index}。` })
      : dataset(identifier, { title: `送審的資料集 ${index}` });
    const options = { title: `送件 ${index}`, draft: index % 10 === 7 };
    const number = await office.submit(login, { [datasetPath(identifier)]: text }, options);
    numbers[index] = number;
    if (index % 10 === 2 || index % 10 === 6) {
      await office.as(REVIEWERS[owner]).review(REPOSITORY, number, "REQUEST_CHANGES", "請補主要欄位說明");
    }
  };
  const isOld = (index: number) => [1, 2, 5].includes(index % 10);
  const indexes = Array.from({ length: count }, (_, index) => index);
  for (const index of indexes.filter(isOld)) await submit(index);
  world.set(LATELY);
  for (const index of indexes.filter((each) => !isOld(each))) await submit(index);
  world.set(NOW);
  return { office, numbers };
}

async function carryOut(bot: Person, { number, head }: PullRequestRecord, action: Action): Promise<unknown> {
  switch (action.type) {
    case "setStatus": {
      const { context, state, description } = action;
      return bot.setStatus(REPOSITORY, head, { context, state, description });
    }
    case "addLabels":
      return bot.label(REPOSITORY, number, ...action.labels);
    case "comment":
      return bot.comment(REPOSITORY, number, action.body);
    default:
      throw new Error(`${action.type} is not expected of a submission that nobody has looked at`);
  }
}

/**
 * Writes for every submission what the commands would write, by their own plan but without their requests: a workflow's
 * hour is good for 1,000 of these, and each new submission takes six. The next run of a command proves it right by
 * finding nothing left to write.
 */
export async function lookAtAll({ double, work }: Office): Promise<void> {
  const { world } = double;
  const token = { kind: "workflow", login: BOT, permissions: RIGHTS, repository: REPOSITORY } as const;
  const bot = world.with({ ...token, value: "" });
  const value = double.token("workflow", undefined, RIGHTS, REPOSITORY);
  const github = await connect(double.environment(value, REPOSITORY));
  const run = await openRun(work, github, (message) => {
    throw new Error(message);
  });
  const records = await listOpenPullRequests(github);
  const numbers = records.map(({ number }) => number);
  const { base } = await fetchHeads(run.repository, numbers, run.remote, "main");
  const heads = records.map(({ head }) => head);
  const files = await changedFilesOfMany(run.repository, base, heads);
  for (const record of records) {
    const { head } = record;
    const known = { base, head, files: files.get(head)! };
    const { actions } = await planPullRequest(run, record, base, { known });
    for (const action of actions) await carryOut(bot, record, action);
  }
}
