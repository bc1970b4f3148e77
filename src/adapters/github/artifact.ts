import { unzipSync } from "fflate";
import { addressOf, type DatasetFile } from "../../catalogue/catalogue.ts";
import type { LinkResult } from "../../review/status-comment.ts";
import type { GitHub } from "./client.ts";
import { oneLine } from "./log.ts";

/*
 * Results of checking links come from a run that anybody can make say anything. They are read as data, kept only where
 * they speak of the submission's own addresses, and shown as information: nothing is decided by them.
 */

const ARTIFACT = "links";
const FILE = "links.json";
const LARGEST_ZIP = 512 << 10;
const LARGEST_FILE = 2 << 20;
const MOST_RESULTS = 1_000;
const LONGEST_DETAIL = 200;
const MOST_FINDINGS = 6;
const VERDICTS: readonly unknown[] = ["alive", "dead", "unknown"] satisfies LinkResult["verdict"][];

/** Why an artifact was left unread, in Chinese. */
export class ArtifactError extends Error {}

/**
 * Downloads what a run of `validate` found about links.
 * @returns undefined where the run left no such artifact
 * @throws ArtifactError for one that is too large, or no zip with the one expected file
 */
export async function downloadLinks(github: GitHub, runId: number): Promise<Uint8Array | undefined> {
  const { owner, repo, rest } = github;
  const { data } = await rest.actions.listWorkflowRunArtifacts({
    owner,
    repo,
    run_id: runId,
    name: ARTIFACT,
  });
  const artifact = data.artifacts.find((each) => each.name === ARTIFACT && !each.expired);
  if (!artifact) return undefined;
  if (artifact.size_in_bytes > LARGEST_ZIP) {
    throw new ArtifactError(`連結檢查的產出有 ${artifact.size_in_bytes} 位元組，超過上限 ${LARGEST_ZIP}`);
  }
  const download = await rest.actions.downloadArtifact({
    owner,
    repo,
    artifact_id: artifact.id,
    archive_format: "zip",
  });
  return unpackLinks(new Uint8Array(download.data as ArrayBuffer));
}

/** The one expected file of a zip; no other is unpacked. */
export function unpackLinks(zip: Uint8Array): Uint8Array {
  if (zip.length > LARGEST_ZIP) throw new ArtifactError(`連結檢查的產出超過上限 ${LARGEST_ZIP} 位元組`);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter: (file) => file.name === FILE && file.originalSize <= LARGEST_FILE,
    });
  } catch (cause) {
    throw new ArtifactError(`連結檢查的產出不是可讀的 zip：${oneLine((cause as Error).message)}`);
  }
  const file = files[FILE];
  if (!file) throw new ArtifactError(`連結檢查的產出沒有 ${FILE}，或它超過上限 ${LARGEST_FILE} 位元組`);
  return file;
}

/**
 * Reads results of checking links.
 * @param datasets what the pull request submits
 * @returns only those of the submission's own addresses, each once
 * @throws ArtifactError for a text that is no list
 */
export function readLinks(bytes: Uint8Array, datasets: readonly DatasetFile[]): LinkResult[] {
  let value: unknown;
  try {
    // A list of flat records needs no depth; JSON.parse itself stops at a nesting that would matter.
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ArtifactError("連結檢查的產出不是 JSON");
  }
  if (!Array.isArray(value)) throw new ArtifactError("連結檢查的產出不是清單");
  const own = new Set<string>();
  for (const { distribution } of datasets) {
    // A broken file may hold anything in place of its list.
    for (const each of Array.isArray(distribution) ? distribution : []) {
      for (const url of [addressOf(each), each.accessURL]) own.add(`${each.resourceID} ${url}`);
    }
  }
  const results: LinkResult[] = [];
  for (const item of value.slice(0, MOST_RESULTS)) {
    const result = toResult(item);
    // Deleting what was found keeps each address to one result.
    if (result && own.delete(`${result.resourceID} ${result.url}`)) results.push(result);
  }
  return results;
}

function toResult(item: unknown): LinkResult | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { resourceID, url, verdict, detail, findings } = item as Record<string, unknown>;
  if (typeof resourceID !== "string" || typeof url !== "string" || typeof detail !== "string")
    return undefined;
  if (!VERDICTS.includes(verdict)) return undefined;
  const line = (text: string) => oneLine(text.slice(0, LONGEST_DETAIL));
  const lines = (Array.isArray(findings) ? findings.slice(0, MOST_FINDINGS) : [])
    .filter((each): each is string => typeof each === "string")
    .map(line)
    .filter((each) => each !== "");
  return {
    resourceID,
    url,
    verdict: verdict as LinkResult["verdict"],
    detail: line(detail),
    ...(lines.length > 0 ? { findings: lines } : {}),
  };
}
