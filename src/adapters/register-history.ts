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
/** The name that git itself writes where there is none. */
const NO_BLOB = "0".repeat(40);

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
  // File by file, the oldest first, so that each version is let go once the next was compared with it.
  const order = [...Map.groupBy(touches.keys(), (index) => touches[index]!.path).values()].flatMap((own) =>
    own.reverse(),
  );
  const changes: AuthorisationChange[][] = touches.map(() => []);
  let last: { path: string; version: RegisterVersion | undefined } | undefined;
  let asked = 0;
  const names = order.map((index) => touches[index]!.after ?? NO_BLOB);
  for await (const blobs of readBlobs(repository, names)) {
    for (const { bytes } of blobs) {
      const index = order[asked++]!;
      const { path, after, commit, author, seconds } = touches[index]!;
      const version = bytes && versionIn(path, bytes);
      if (after && !version) continue;
      const about = { commit, by: clean(author), time: commitTime(seconds) };
      const before = last?.path === path ? last.version : undefined;
      changes[index] = compareVersions(before, version).map(({ person, ...change }) => ({
        ...about,
        ...change,
        person: { ...person, displayName: clean(person.displayName) },
      }));
      last = { path, version };
    }
  }
  return { changes: changes.flat(), depth: at.depth };
}
