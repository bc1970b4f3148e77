import type { KnownAgency } from "./agencies.ts";
import type { TransformName } from "./values.ts";

/** How the items of a list column belong to the addresses: one each, only the first, or a set for the whole. */
export type Pairing = "each" | "first" | "set";

/** What a column is for. A column that no profile names is kept whole in `provenance.unmapped`. */
export type Column = {
  heading: string;
  /** Other headings under which the same column is found. */
  aliases?: readonly string[];
  /** Without this column the file is refused. */
  required?: boolean;
} & (
  | { field: string; read: TransformName }
  | { role: "id" | "title" | "agency" | "addresses" | "page" | "charsets" }
  | { role: "formats"; pairing: Pairing }
  /** Repeats another column; kept only where it differs from it. */
  | { role: "repeats"; of: string }
  /** Has no field; kept as it is. */
  | { role: "keep" }
);

/** How another platform's export maps to this catalogue: data only, read by `importRows`. */
export interface Profile {
  name: string;
  /** Text of `provenance.source`. */
  source: string;
  /** What the file is, for messages. */
  label: string;
  columns: readonly Column[];
  /** The number of the source becomes `legacyID`. */
  legacyId: boolean;
  /** `name`: the cell is the agency's name. `code-name`: it is `380120000J 【社會局】`. */
  agencyCell: "name" | "code-name";
  /** For one government's catalogue: that government. */
  root?: KnownAgency;
  /** Cells were quoted twice by the exporter. */
  quotedTwice?: boolean;
}
