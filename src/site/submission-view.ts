import { type Agency, type DatasetFile, linkAgencies, resolveDataset } from "../catalogue/catalogue.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import type { DatasetChange } from "../review/records.ts";
import type { DatasetView, FieldRow } from "../review/status-comment.ts";
import { datasetView, fieldLabel, type Part, type Row } from "./dataset-view.ts";

/*
 * A submitted dataset as rows of texts, through the same code that makes its public page (mission P4, R3). Pure.
 */

type Value = Pick<FieldRow, "url"> & { text: string };

interface ViewInput {
  agencies: ReadonlyMap<string, Agency>;
  vocabularies: Vocabularies;
}

/** Every dataset of a submission as the public would see it, with what it was before. */
export function submissionViews(changes: readonly DatasetChange[], input: ViewInput): DatasetView[] {
  return changes.flatMap(({ identifier, before, after }) => {
    const shown = after ?? before;
    if (!shown) return [];
    const title = typeof shown.title === "string" ? shown.title : "";
    return { identifier, title, rows: fieldRows(identifier, before, after, input) };
  });
}

/**
 * The rows of a dataset's page before and after a change, in the page's order; a row that one side lacks stands where
 * the other has it.
 */
export function fieldRows(
  identifier: string,
  before: DatasetFile | undefined,
  after: DatasetFile | undefined,
  input: ViewInput,
): FieldRow[] {
  const numbers = resourceNumbers(before, after);
  const old = before ? values(identifier, before, numbers, input) : new Map<string, Value>();
  const now = after ? values(identifier, after, numbers, input) : new Map<string, Value>();
  const labels = [...now.keys()];
  for (const [label, previous] of precedence([...old.keys()])) {
    if (now.has(label)) continue;
    labels.splice(previous === undefined ? 0 : labels.indexOf(previous) + 1, 0, label);
  }
  return labels.map((label) => {
    const [was, is] = [old.get(label), now.get(label)];
    return {
      label,
      ...(was ? { before: was.text } : {}),
      ...(is ? { after: is.text } : {}),
      ...(was?.url || is?.url ? { url: true } : {}),
    };
  });
}

/** Each label with the one above it. */
const precedence = (labels: readonly string[]) =>
  labels.map((label, index) => [label, index > 0 ? labels[index - 1] : undefined] as const);

const textOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

const recordsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];

/** 資料資源 by their number: one that stays keeps the place of its resourceID, new ones follow. */
function resourceNumbers(...files: (DatasetFile | undefined)[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const file of files) {
    for (const { resourceID } of recordsOf(file?.distribution)) {
      const id = textOf(resourceID) ?? "";
      if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    }
  }
  return numbers;
}

const NUMBERS = new Set(["numberOfData"]);

/** What can be shown of a file that nobody has checked: a field of the wrong shape is left to the diagnostics. */
function shownFile(identifier: string, file: DatasetFile): DatasetFile {
  const scalars = (record: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(record).filter(
        ([key, value]) => typeof value === "string" || (NUMBERS.has(key) && typeof value === "number"),
      ),
    );
  const { keyword, withdrawal, provenance, distribution, ...flat } = file as Record<string, unknown>;
  const reason = recordsOf([withdrawal]).map(scalars)[0];
  const origin = recordsOf([provenance])[0];
  return {
    ...scalars(flat),
    identifier,
    title: textOf(file.title) ?? "",
    ...(Array.isArray(keyword) ? { keyword: keyword.filter((word) => typeof word === "string") } : {}),
    ...(reason?.date && reason.explanation ? { withdrawal: reason } : {}),
    // An incomplete import has no defaults: its page shows none.
    ...(origin
      ? { provenance: { source: textOf(origin.source) ?? "", incomplete: origin.incomplete === true } }
      : {}),
    distribution: recordsOf(distribution).map((record) => ({
      ...scalars(record),
      resourceID: textOf(record.resourceID) ?? "",
    })),
  } as DatasetFile;
}

/** The page's rows by label. */
function values(
  identifier: string,
  written: DatasetFile,
  numbers: ReadonlyMap<string, number>,
  { agencies, vocabularies }: ViewInput,
): Map<string, Value> {
  const file = shownFile(identifier, written);
  const code = identifier.slice(0, 10);
  const agency = agencies.get(code) ?? linkAgencies([{ code, name: code }]).get(code)!;
  const dataset = resolveDataset(file, agency, vocabularies);
  const view = datasetView({ dataset, vocabularies, siteName: { zh: "", en: "" } });
  const found = new Map<string, Value>();
  const add = (label: string, value: Value | undefined) => {
    if (value && value.text !== "") found.set(label, value);
  };
  const plain = (text: string | undefined) => (text === undefined ? undefined : { text });
  const addRows = (prefix: string, rows: readonly Row[]) => {
    for (const { label, parts } of rows) add(`${prefix}${label.zh}`, joined(parts));
  };
  add(fieldLabel("title").zh, plain(view.title));
  add(fieldLabel("status").zh, plain(dataset.withdrawn ? "永久下架" : "上架"));
  if (view.withdrawal) {
    add("下架原因", plain(view.withdrawal.reason.zh));
    add("下架說明", plain(view.withdrawal.explanation));
    add("下架日期", plain(view.withdrawal.date));
  }
  add(fieldLabel("description").zh, plain(view.description));
  add(view.columnsLabel.zh, plain(view.columns.join("、")));
  for (const [index, resource] of view.resources.entries()) {
    const prefix = `資料資源 ${numbers.get(file.distribution[index]!.resourceID) ?? index + 1}：`;
    add(`${prefix}${fieldLabel("distribution.resourceDescription").zh}`, plain(resource.description));
    add(`${prefix}${view.formatLabel.zh}`, plain(resource.format.zh));
    add(
      `${prefix}${resource.address?.act.zh}`,
      resource.address && { text: resource.address.href, url: true },
    );
    addRows(prefix, resource.rows);
  }
  for (const group of view.groups) addRows("", group.rows);
  return found;
}

/** The parts of one value; an address behind a text is shown too, since it may be what was changed. */
function joined(parts: readonly Part[]): Value {
  const texts = parts.map((part) => {
    const text = part.text ?? part.label?.zh ?? "";
    const address = part.href?.zh;
    return address && part.rel && address !== text ? `${text}（${address}）` : text;
  });
  const sole = parts.length === 1 && parts[0]!.href?.zh === parts[0]!.text && parts[0]!.rel !== undefined;
  return { text: texts.join("，"), ...(sole ? { url: true } : {}) };
}
