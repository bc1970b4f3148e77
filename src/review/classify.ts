import type { AgencyFile, DatasetFile } from "../catalogue/catalogue.ts";
import { agencyCodeOf, identifierOf } from "../catalogue/check.ts";
import { lockedFindings } from "../catalogue/check-catalogue.ts";
import { planPlaceOf } from "../catalogue/plan/paths.ts";
import { FIELD_NAMES, normalise } from "../catalogue/schema/fields.ts";
import { decode, readExact, readFast } from "../catalogue/source.ts";
import type { Submission, SubmissionKind } from "./assessment.ts";
import type { ChangedFile, DatasetChange } from "./records.ts";

const PLAIN_FILE = "100644";
const LINK = "120000";
const SUBMODULE = "160000";
const CODEOWNERS = ".github/CODEOWNERS";

/**
 * Sorts the files of a pull request by who may decide on them (mission P6, P9–P11, M2). Whatever is not exactly the
 * place of a dataset, of an agency's register file or of its files of the action plan is for the platform's operators: look-alike names, other endings,
 * executable files (no reviewer sees a mode on the page), and links, which nobody can approve.
 * @param files paths that differ from the main branch
 * @param today YYYY-MM-DD in Taipei
 */
export function classify(files: readonly ChangedFile[], today: string): Submission {
  const datasets: DatasetChange[] = [];
  const register = new Set<string>();
  const structure = new Set<string>();
  const plan = new Set<string>();
  const platform = new Set<string>();
  const refused: Submission["refused"] = [];
  let owners = false;
  for (const file of files) {
    const { path } = file;
    const deleted = file.kind === "deleted";
    if (!deleted && (file.mode === LINK || file.mode === SUBMODULE)) {
      refused.push({ path, reason: file.mode === LINK ? "link" : "submodule" });
    }
    const identifier = identifierOf(path);
    const code = agencyCodeOf(path);
    const planAgency = planPlaceOf(path);
    if (path === CODEOWNERS && !deleted && file.mode === PLAIN_FILE) owners = true;
    else if (file.mode !== PLAIN_FILE) platform.add(path);
    else if (planAgency) plan.add(planAgency);
    else if (identifier === undefined && code === undefined) platform.add(path);
    if (identifier !== undefined) {
      datasets.push(datasetChange(file, identifier, today));
      // Addresses are for ever: even one whose 上架日期 lies ahead was approved and announced (mission P6).
      if (deleted && file.published) refused.push({ path, reason: "deleted" });
    } else if (code !== undefined) {
      register.add(code);
      if (changesStructure(file)) structure.add(code);
    }
  }
  // Beside a change of the register the checker compares it with what the register generates.
  if (owners && register.size === 0) platform.add(CODEOWNERS);
  datasets.sort((a, b) => (a.path < b.path ? -1 : 1));
  refused.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    kind: kindOf(files, datasets, register, platform),
    datasets,
    agencies: [...new Set([...datasets.map((d) => d.agency), ...plan])].sort(),
    plan: [...plan].sort(),
    register: [...register].sort(),
    structure: [...structure].sort(),
    platform: [...platform].sort(),
    refused,
  };
}

function kindOf(
  files: readonly ChangedFile[],
  datasets: readonly DatasetChange[],
  register: ReadonlySet<string>,
  platform: ReadonlySet<string>,
): SubmissionKind {
  if (files.length === 0) return "empty";
  if (platform.size > 0) return "platform";
  if (register.size > 0) return "register";
  if (datasets.length === 0) return "plan";
  if (datasets.length > 1) return "datasets";
  const { act } = datasets[0]!;
  return act === "deletion" ? "modification" : act;
}

function datasetChange(file: ChangedFile, identifier: string, today: string): DatasetChange {
  const before = readDataset(file.path, file.published);
  const after = file.kind === "deleted" ? undefined : readDataset(file.path, file.submitted);
  return {
    path: file.path,
    identifier,
    agency: identifier.slice(0, 10),
    act: actOf(file, before, after),
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    locked:
      before && after
        ? lockedFindings(before, after, today).map(
            (found) => found.args as { field: string; label: string; before: string; after: string },
          )
        : [],
  };
}

/** What stands on the main branch decides, not what stood there when the pull request was begun. */
function actOf(
  file: ChangedFile,
  before: DatasetFile | undefined,
  after: DatasetFile | undefined,
): DatasetChange["act"] {
  if (file.kind === "deleted") return "deletion";
  if (!file.published) return "new";
  if (!before || !after) return "modification";
  const was = before.status === "withdrawn";
  const is = after.status === "withdrawn";
  return was === is ? "modification" : is ? "takedown" : "relisting";
}

/** Whether the change moves an agency in the tree, which decides over whose administrators count: operators only. */
function changesStructure(file: ChangedFile): boolean {
  const before = readFile("agency", file.path, file.published) as AgencyFile | undefined;
  const after = readFile("agency", file.path, file.submitted) as AgencyFile | undefined;
  if (file.kind === "deleted" || !before || !after) return true;
  // A list or mapping instead of a text is never equal, which is the cautious answer.
  return (["code", "parent", "ministry", "provisionalCode"] as const).some(
    (key) => before[key] !== after[key],
  );
}

/** Reads a dataset as the checker does; undefined where it can't be read. */
export const readDataset = (path: string, bytes: Uint8Array | undefined): DatasetFile | undefined =>
  readFile("dataset", path, bytes) as DatasetFile | undefined;

/** Reads a file as the checker does, so that what the checker lets pass is what was judged here. */
function readFile(name: "dataset" | "agency", path: string, bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  const decoded = decode(path, bytes);
  if ("problem" in decoded) return undefined;
  const raw = readFast(decoded.text) ?? readExact(path, decoded.text, FIELD_NAMES[name]).source?.value;
  return raw === undefined ? undefined : normalise(name, raw);
}
