import type { Hub } from "../../../adapters/github/desk.ts";
import { pathOf } from "../../../catalogue/check.ts";
import type { DeskAgency, Repository } from "../../../desk/data.ts";
import { type Draft, draftFromText, newDraft } from "../../../desk/draft.ts";
import { datasetYamlPath } from "../../../exchange/addresses.ts";
import { type QueueEntry, readSubmissions } from "../../../review/queues.ts";
import { LoadError, agency as loadAgency, loadText } from "../shared/load.ts";
import { draftId, readDrafts } from "./drafts-store.ts";

/** A draft, ready to be edited. */
export interface Opened {
  draft: Draft;
  agency: DeskAgency;
  /** The file as the public has it; absent for a dataset that nobody has published. */
  published?: string;
  /** Whether it is in this browser's storage already. */
  stored: boolean;
}

/** What came of the page's address. */
export type Opening =
  | { kind: "opened"; opened: Opened }
  /** Nothing asked for: choose. */
  | { kind: "choice" }
  | { kind: "problem"; message: string; details?: string[] };

const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;
const PATH = /^datasets\/([A-Za-z0-9_]{10})\/([A-Za-z0-9_]{6})\.yaml$/;

const identifierAt = (path: string) => path.replace(PATH, "$1-$2");
const identifierOf = ({ agency, serial }: Draft) => `${agency}-${serial}`;

async function notFound<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof LoadError && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * The file of a dataset: through GitHub where somebody is connected, else as the site has it. The site of a large
 * catalogue has no copies; then a dataset in view is read where everybody may.
 */
async function publishedText(
  identifier: string,
  hub: Hub | undefined,
  repository: Repository | undefined,
): Promise<string | undefined> {
  if (hub) return hub.read(pathOf(identifier));
  const copy = await notFound(loadText(datasetYamlPath(identifier)));
  if (copy !== undefined || !repository) return copy;
  const serial = identifier.slice(11);
  const agency = await notFound(loadAgency(identifier.slice(0, 10)));
  if (!agency?.datasets.some((dataset) => dataset.serial === serial && dataset.title !== undefined)) {
    return undefined;
  }
  const { publicHub } = await import("../../../adapters/github/desk.ts");
  return publicHub(repository).read(pathOf(identifier));
}

async function openSubmissions(hub: Hub | undefined): Promise<QueueEntry[]> {
  try {
    const path = "review/submissions.json";
    return readSubmissions(await (hub ? hub.snapshot(path) : loadText(path))).snapshot.open;
  } catch {
    return [];
  }
}

/** Serials of an agency that nobody may take again: published ones, those under review, those of own drafts. */
export async function takenSerials(agency: DeskAgency, hub: Hub | undefined): Promise<string[]> {
  const { code } = agency.agency;
  return [
    ...agency.datasets.map(({ serial }) => serial),
    ...(await openSubmissions(hub)).flatMap((entry) =>
      entry.datasets.flatMap((d) => (d.agency === code ? [d.identifier.slice(11)] : [])),
    ),
    ...readDrafts().flatMap((draft) => (draft.agency === code ? [draft.serial] : [])),
  ];
}

/** Opens a stored or imported draft. */
export async function openDraft(
  draft: Draft,
  stored: boolean,
  hub: Hub | undefined,
  repository: Repository | undefined,
): Promise<Opened> {
  const agency = await loadAgency(draft.agency);
  const fresh =
    draft.base === undefined
      ? undefined
      : await publishedText(identifierOf(draft), hub, repository).catch(() => draft.base);
  return { draft, agency, stored, ...(fresh === undefined ? {} : { published: fresh }) };
}

async function openText(
  text: string,
  path: string,
  pull: number | undefined,
  published: string | undefined,
): Promise<Opening> {
  const read = draftFromText(text, path, draftId(), "");
  if ("problems" in read) {
    const details = read.problems.map((p) => `第 ${p.line} 行：${p.message}。${p.remedy}。`);
    return { kind: "problem", message: "這個檔案有錯誤，表單無法讀取，請直接修改 YAML 檔。", details };
  }
  const draft = { ...read.draft, ...(pull === undefined ? {} : { pull }) };
  const agency = await loadAgency(draft.agency);
  const opened = { draft, agency, stored: false, ...(published === undefined ? {} : { published }) };
  return { kind: "opened", opened };
}

/** Where the files of a submission's datasets stand, and its latest version. */
async function filesOf(
  number: number,
  hub: Hub | undefined,
): Promise<{ paths: string[]; version: string } | { problem: string }> {
  if (hub) {
    const { state, files, head } = await hub.pull(number);
    if (state === "open") return { paths: files, version: head };
    return { problem: `送件 #${number} 已經結束，不能再修改。` };
  }
  const entry = (await openSubmissions(undefined)).find((e) => e.number === number);
  if (!entry) {
    return {
      problem: `網站的清單裡沒有送件 #${number}：可能剛送出，或已經結束。連結 GitHub 帳號後可直接讀取。`,
    };
  }
  return { paths: entry.datasets.map((d) => pathOf(d.identifier)), version: `refs/pull/${number}/head` };
}

async function openPull(
  number: number,
  wanted: string | null,
  hub: Hub | undefined,
  repository: Repository | undefined,
): Promise<Opening> {
  const found = await filesOf(number, hub);
  if ("problem" in found) return { kind: "problem", message: found.problem };
  const path = found.paths.find((p) => PATH.test(p) && (!wanted || p === pathOf(wanted)));
  if (!path) return { kind: "problem", message: `送件 #${number} 沒有可以用表單修改的資料集。` };
  const { publicHub } = await import("../../../adapters/github/desk.ts");
  // Snapshots come from a repository, so there is one.
  const reader = hub ?? publicHub(repository!);
  const text = await reader.read(path, found.version);
  if (text === undefined) return { kind: "problem", message: `送件 #${number} 刪除了這個資料集的檔案。` };
  const published = hub
    ? await hub.read(path)
    : await publishedText(identifierAt(path), undefined, repository);
  return openText(text, path, number, published);
}

/**
 * Opens what the page's address asks for: `?draft=` of this browser, `?id=` of the catalogue, `?pull=` of a submission
 * (with `&id=` where it holds several datasets), `?agency=` for a new one.
 * @param today YYYY-MM-DD in Taipei
 * @throws LoadError, DeskError
 */
export async function open(
  query: URLSearchParams,
  hub: Hub | undefined,
  repository: Repository | undefined,
  today: string,
): Promise<Opening> {
  const id = query.get("draft");
  if (id) {
    const draft = readDrafts().find((d) => d.id === id);
    if (draft) return { kind: "opened", opened: await openDraft(draft, true, hub, repository) };
    return { kind: "problem", message: "這個瀏覽器裡沒有這份草稿：可能已經刪除，或存在另一台電腦。" };
  }
  const identifier = query.get("id");
  const pull = query.get("pull");
  if (identifier && !IDENTIFIER.test(identifier)) {
    return { kind: "problem", message: "網址裡的資料集編號不正確。" };
  }
  if (pull) {
    if (!/^[1-9]\d{0,8}$/.test(pull)) return { kind: "problem", message: "網址裡的送件編號不正確。" };
    return openPull(Number(pull), identifier, hub, repository);
  }
  if (identifier) {
    const text = await publishedText(identifier, hub, repository);
    if (text !== undefined) return openText(text, pathOf(identifier), undefined, text);
    const message = hub
      ? `目錄裡沒有資料集 ${identifier}。`
      : `網站上沒有資料集 ${identifier}：編號可能有誤，或上架日期未到。未到上架日期的資料集，請先連結 GitHub 帳號再修改。`;
    return { kind: "problem", message };
  }
  const code = query.get("agency");
  if (code) {
    const agency = await notFound(loadAgency(code));
    if (!agency) return { kind: "problem", message: `目錄裡沒有代碼為 ${code} 的機關。` };
    const draft = newDraft(agency, await takenSerials(agency, hub), today, draftId());
    return { kind: "opened", opened: { draft, agency, stored: false } };
  }
  return { kind: "choice" };
}
