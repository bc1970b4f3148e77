import { agencyCodeOf } from "../catalogue/check.ts";
import { checkAgency } from "../catalogue/check-agency.ts";
import { type AuthorisationChange, isAccount, type Person } from "../catalogue/grants.ts";
import { FIELD_NAMES, normalise } from "../catalogue/schema/fields.ts";
import { decode, readExact } from "../catalogue/source.ts";
import { compareVersions, type RegisterVersion } from "../review/authorisations.ts";
import { historyAtHand } from "./git.ts";
import { readBlobs } from "./git-blobs.ts";
import { readHistory, type Touch } from "./git-log.ts";
import { clean, commitTime } from "./history.ts";
import { readIncrementally } from "./history-cache.ts";

const OPERATORS = "platform/operators.yaml";

/** What git tells of the register's past. */
export interface RegisterHistory {
  /** Newest first; empty unless the whole history is there. */
  changes: AuthorisationChange[];
  depth: "none" | "shallow" | "full";
}

/** The operators that a file names; undefined where it can't be read. Lenient, since old versions are as they are. */
function operatorsIn(bytes: Uint8Array): Person[] | undefined {
  const decoded = decode(OPERATORS, bytes);
  if ("problem" in decoded) return undefined;
  const { source } = readExact(OPERATORS, decoded.text, FIELD_NAMES.operators);
  if (!source) return undefined;
  const { operators } = normalise("operators", source.value) as { operators?: unknown };
  return (Array.isArray(operators) ? operators : []).flatMap((item: Partial<Person> | null) =>
    isAccount(item?.account)
      ? [{ account: item.account, displayName: String(item.displayName ?? item.account) }]
      : [],
  );
}

function versionIn(path: string, bytes: Uint8Array): RegisterVersion | undefined {
  const agency = agencyCodeOf(path);
  if (agency) {
    const { value } = checkAgency(path, bytes);
    return value && { agency, file: value };
  }
  const operators = operatorsIn(bytes);
  return operators && { operators };
}

/**
 * Reads from git who granted and revoked which role of whom, when (manual 三.5 使用紀錄; mission M5). A version that
 * can't be read says nothing: the next one is compared with the one before it.
 * @param root the catalogue's root
 * @param cacheFolder folder that keeps what one reading can use of another; without, nothing is kept
 * @throws GitError when git fails
 */
export async function readRegisterHistory(root: string, cacheFolder?: string): Promise<RegisterHistory> {
  const at = await historyAtHand(root);
  if (at.depth !== "full") return { changes: [], depth: at.depth };
  const { repository } = at;
  const place = cacheFolder && { folder: cacheFolder, name: "register" };
  const touches = await readIncrementally<Touch>(at, place, async (range) =>
    (await readHistory(repository, range)).filter(({ path }) => path === OPERATORS || agencyCodeOf(path)),
  );
  // A blob may stand at several places, such as a copied file: the place says whose version it is.
  const places = new Map<string, Set<string>>();
  for (const { path, after } of touches) {
    if (after) places.set(after, (places.get(after) ?? new Set()).add(path));
  }
  const versions = new Map<string, RegisterVersion>();
  for await (const blobs of readBlobs(repository, [...places.keys()])) {
    for (const { name, bytes } of blobs) {
      for (const path of places.get(name)!) {
        const version = bytes && versionIn(path, bytes);
        if (version) versions.set(`${name} ${path}`, version);
      }
    }
  }
  const changes: AuthorisationChange[][] = [];
  const last = new Map<string, RegisterVersion | undefined>();
  // Oldest first, so that each version meets the one before it.
  for (const { path, after, ...touch } of touches.toReversed()) {
    const version = after ? versions.get(`${after} ${path}`) : undefined;
    if (after && !version) continue;
    const about = {
      commit: touch.commit,
      by: clean(touch.author),
      time: commitTime(touch.seconds),
    };
    changes.push(
      compareVersions(last.get(path), version).map(({ person, ...change }) => ({
        ...about,
        ...change,
        person: { ...person, displayName: clean(person.displayName) },
      })),
    );
    last.set(path, version);
  }
  return { changes: changes.reverse().flat(), depth: at.depth };
}
