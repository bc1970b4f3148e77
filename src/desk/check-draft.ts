import { isMap, isSeq, parseDocument } from "yaml";
import type { AgencyFile, DatasetFile } from "../catalogue/catalogue.ts";
import { type Checked, checkDataset, type Path, pathAbout, placeFindings } from "../catalogue/check.ts";
import { checkAcross, lockedBetween } from "../catalogue/check-catalogue.ts";
import { compareDiagnostics, type Diagnostic } from "../catalogue/diagnostics.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import type { DeskAgency } from "./data.ts";
import { isControl } from "./fields.ts";

export interface FieldDiagnostic extends Diagnostic {
  /**
   * Path of the form field, such as `["distribution", "0", "format"]`; `["distribution", "0"]` for what concerns a
   * resource as a whole or its number, `[]` where no control stands for it.
   */
  field: string[];
}

/**
 * The same diagnostics as `npm run validate` and CI give for the file: its own, those of the rules across files (its
 * agency, the titles of the agency's other datasets that the public sees), and locked fields.
 * @param input.text the file as it would be submitted
 * @param input.path below the catalogue's root
 * @param input.today YYYY-MM-DD in Taipei
 * @param input.base the file as published, where it is: its locked fields are compared
 */
export function checkDraft(input: {
  text: string;
  path: string;
  platform: { vocabularies: Vocabularies };
  agency: DeskAgency;
  today: string;
  base?: string;
}): FieldDiagnostic[] {
  const { text, path, agency, today, base } = input;
  const { vocabularies } = input.platform;
  const bytes = new TextEncoder().encode(text);
  const checked = checkDataset(path, bytes, { vocabularies, today });
  const across = checkAcross({
    agencies: [agency.agency, ...agency.above].map(agencyFile),
    datasets: [...neighbours(agency, path), checked].sort((a, b) => (a.path < b.path ? -1 : 1)),
    judged: (judged) => judged === path,
  });
  const findings = [
    ...(across.get(path) ?? []),
    ...(base === undefined ? [] : lockedBetween(new TextEncoder().encode(base), bytes, today)),
  ];
  const paths = new Map<Diagnostic, Path | undefined>(
    checked.diagnostics.map((d) => [d, checked.paths?.get(d)]),
  );
  for (const [index, placed] of placeFindings("dataset", path, bytes, findings).entries()) {
    paths.set(placed, pathAbout(findings[index]!));
  }
  return [...paths]
    .map(([found, at]) => ({
      ...found,
      field: fieldOf(found, at ?? pathInText(text, found), checked.value, vocabularies),
    }))
    .sort(compareDiagnostics);
}

const agencyFile = (value: AgencyFile): Checked<AgencyFile> => ({
  path: `agencies/${value.code}/agency.yaml`,
  value,
  diagnostics: [],
});

/** The agency's other datasets, as far as they are known: what the rules across files compare. */
function neighbours({ agency, datasets }: DeskAgency, path: string): Checked<DatasetFile>[] {
  return datasets.flatMap(({ serial, title, incomplete }) => {
    const other = `datasets/${agency.code}/${serial}.yaml`;
    if (other === path || title === undefined) return [];
    const value: DatasetFile = {
      identifier: `${agency.code}-${serial}`,
      title,
      distribution: [],
      ...(incomplete ? { provenance: { source: "", incomplete } } : {}),
    };
    return [{ path: other, value, diagnostics: [] }];
  });
}

/** The field that a fault of the YAML itself stands in; none where the text can't be read. */
function pathInText(text: string, found: Diagnostic): Path {
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  if (document.errors.length > 0) return [];
  const before = text.split("\n").slice(0, found.line - 1);
  const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + found.column - 1;
  const begins = (node: unknown) =>
    (node as { range?: [number] } | null)?.range?.[0] ?? Number.POSITIVE_INFINITY;
  const path: Path = [];
  let node: unknown = document.contents;
  for (;;) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => begins(key) <= offset);
      if (!pair) return path;
      path.push(String(pair.key));
      node = pair.value;
    } else if (isSeq(node)) {
      const index = node.items.findLastIndex((item) => begins(item) <= offset);
      if (index < 0) return path;
      path.push(index);
      node = node.items[index];
    } else return path;
  }
}

const WINDOW = ["publisherContactName", "publisherContactPhone", "publisherContactEmail"] as const;

/** The form's field for a path of the record. */
function fieldOf(
  found: Diagnostic,
  path: Path,
  file: DatasetFile | undefined,
  vocabularies: Vocabularies,
): string[] {
  // Told at the number, since it is the agency that lacks a window; mended by naming a contact here.
  if (found.code === "contact/none") return [WINDOW.find((name) => !file?.[name])!];
  const [name, index, inner] = path;
  if (name !== "distribution") return isControl(String(name)) ? [String(name)] : [];
  if (index === undefined) return ["distribution"];
  const item = ["distribution", String(index)];
  if (found.code === "distribution/no-address") {
    const kind = vocabularies.formats.get(file?.distribution?.[index as number]?.format ?? "")?.kind;
    return kind ? [...item, kind === "file" ? "downloadURL" : "accessURL"] : item;
  }
  return inner !== undefined && isControl("distribution", String(inner)) ? [...item, String(inner)] : item;
}
