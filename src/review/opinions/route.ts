import type { Agency } from "../../catalogue/catalogue.ts";
import { foldText } from "../../catalogue/search-terms.ts";
import { AGENCY_LABEL_PREFIX } from "../names.ts";
import type { Register } from "../register.ts";
import type { Opinion } from "./parse.ts";
import type { DatasetFacts } from "./record.ts";

/** Longest text in which an agency is looked for. */
const MAX_TEXT = 200;

/** An agency with its names as they are compared. */
interface Named {
  agency: Agency;
  code: string;
  names: string[];
}
const folded = new WeakMap<Register, Named[]>();

function namedIn(register: Register): Named[] {
  const known =
    folded.get(register) ??
    [...register.agencies.values()].map((agency) => ({
      agency,
      code: foldText(agency.code),
      names: [agency.name, ...(agency.file.shortNames ?? [])].map(foldText).filter((name) => name !== ""),
    }));
  folded.set(register, known);
  return known;
}

/** All that is above an agency. */
function* above({ parent }: Agency): Generator<Agency> {
  for (let each = parent; each; each = each.parent) yield each;
}

/**
 * Finds the agency that a text names by code, full name or short name. A name within a longer text counts too, such as
 * 「衛生福利部（疾病管制署）」; of an agency and what is above it, the lower one is meant, and of agencies with one name the one
 * whose parent is named as well.
 * @returns how many fit, where it is not exactly one
 */
export function agencyNamed(text: string, register: Register): { agency: string } | { found: number } {
  const written = foldText([...text].slice(0, MAX_TEXT).join(""));
  if (written === "") return { found: 0 };
  const all = namedIn(register);
  const byCode = all.find(({ code }) => code === written);
  if (byCode) return { agency: byCode.agency.code };
  const whole = all.filter(({ names }) => names.includes(written));
  const within = all.filter(({ names }) => names.some((name) => name.length > 1 && written.includes(name)));
  const fitting = lowest((whole.length > 0 ? whole : within).map(({ agency }) => agency));
  return fitting.length === 1 ? { agency: fitting[0]!.code } : { found: fitting.length };
}

/** Without those above another one of them; where a parent of some is among them, those only. */
function lowest(agencies: readonly Agency[]): Agency[] {
  const named = new Set(agencies);
  const parents = new Set(agencies.flatMap((agency) => [...above(agency)]));
  const low = agencies.filter((agency) => !parents.has(agency));
  const below = low.filter((agency) => [...above(agency)].some((each) => named.has(each)));
  return below.length > 0 ? below : low;
}

/**
 * The agency that an opinion goes to before anybody passes it on: that of the dataset, or the one that a request names.
 * @returns undefined where none is known
 */
export function routeOf(
  opinion: Opinion,
  register: Register,
  datasets: ReadonlyMap<string, DatasetFacts>,
): string | undefined {
  if (opinion.form === "opinion") {
    const { identifier } = opinion;
    const agency = identifier !== undefined && datasets.has(identifier) ? identifier.slice(0, 10) : "";
    return register.agencies.has(agency) ? agency : undefined;
  }
  const named = agencyNamed(opinion.agency, register);
  return "agency" in named ? named.agency : undefined;
}

/** GitHub's own limit for a label's name. */
const MAX_LABEL = 50;
const labels = new WeakMap<Register, Map<string, string>>();

/** A comma ends a label in GitHub's search, and what nobody sees would make two that look alike. */
const clean = (name: string) => name.replace(/[^\p{L}\p{N}（）()・·&. -]/gu, "").trim();

/** By agency: its shortest name, or its code where that is too long or another agency's as well. */
function labelsOf(register: Register): Map<string, string> {
  const names = [...register.agencies.values()].map(({ code, name, file }) => {
    const all = [name, ...(file.shortNames ?? [])].map(clean).filter((each) => each !== "");
    return { code, all, shortest: all.toSorted((a, b) => a.length - b.length)[0] };
  });
  const times = new Map<string, number>();
  for (const name of names.flatMap(({ all }) => [...new Set(all)])) {
    times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1);
  }
  return new Map(
    names.map(({ code, shortest }) => {
      const label = AGENCY_LABEL_PREFIX + shortest;
      const own = shortest !== undefined && times.get(shortest.toLowerCase()) === 1;
      return [code, own && label.length <= MAX_LABEL ? label : AGENCY_LABEL_PREFIX + code];
    }),
  );
}

/** The label of an agency; GitHub tells labels apart without regard to case. */
export function agencyLabel(register: Register, agency: string): string {
  const known = labels.get(register) ?? labelsOf(register);
  labels.set(register, known);
  return known.get(agency) ?? AGENCY_LABEL_PREFIX + agency;
}
