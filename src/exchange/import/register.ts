import type { Table } from "../csv.ts";
import { TableError } from "../csv.ts";
import { readAddress } from "./addresses.ts";
import { fold, trim } from "./text.ts";

/** What the lists of agencies tell about one agency. */
export interface RegisterEntry {
  name: string;
  code?: string;
  nameEn?: string;
  parentName?: string;
  oid?: string;
  website?: string;
}

const COLUMNS: Record<string, keyof RegisterEntry> = {
  機關代碼: "code",
  機關名稱: "name",
  英文名稱: "nameEn",
  上層機關: "parentName",
  上級機關: "parentName",
  OID: "oid",
  官方網站: "website",
};

const OID = /^[0-2](\.(0|[1-9][0-9]*))+$/;
const CODE = /^[A-Za-z0-9_]{10}$/;

/** The OID one level up. */
export const parentOid = (oid: string): string => oid.slice(0, Math.max(0, oid.lastIndexOf(".")));

/**
 * Reads a list of agencies. Columns are found by heading (機關名稱, and any of 機關代碼, 英文名稱, 上層機關, OID,
 * 官方網站); others are not needed.
 * @param label the file's name, for the message
 * @throws TableError when the column 機關名稱 is missing
 */
export function readRegister(table: Table, label: string): RegisterEntry[] {
  const places = table.headings.map((heading) => COLUMNS[heading]);
  if (!places.includes("name")) {
    throw new TableError(
      `機關清單 ${label} 沒有「機關名稱」欄，讀到的欄位是：${table.headings.join("、")}。請確認第一列為欄位名稱`,
    );
  }
  const entries: RegisterEntry[] = [];
  for (const row of table.rows) {
    const entry: RegisterEntry = { name: "" };
    for (const [index, key] of places.entries()) {
      const value = trim(row[index] ?? "");
      if (!key || value === "") continue;
      if ((key === "oid" && !OID.test(value)) || (key === "code" && !CODE.test(value))) continue;
      if (key === "website") {
        const address = readAddress(value);
        if (address) entry.website = address.url;
      } else {
        entry[key] = value;
      }
    }
    if (entry.name !== "") entries.push(entry);
  }
  return entries;
}

/** Units inside an organisation; such a name alone does not tell whose unit it is. */
const UNIT = /(?:(?<!公)司|處|室|科|組|課|股|隊|段)$/;
/** Names that stand for themselves although they end like a unit's. */
const OWN_PLACE =
  /國立|國家|中央|行政院|臺灣|中華|福建|^[^縣市]{2}[縣市]|臺北|新北|桃園|臺中|臺南|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|臺東|澎湖|金門|連江/;

/** All lists of agencies together, later files adding to and correcting earlier ones. */
export class Register {
  readonly #byName = new Map<string, RegisterEntry[]>();
  readonly #byOid = new Map<string, RegisterEntry>();
  readonly #bare = new Map<string, boolean>();

  constructor(entries: Iterable<RegisterEntry>) {
    for (const entry of entries) this.#add(entry);
    for (const list of this.#byName.values()) {
      for (const entry of list)
        if (entry.oid && !this.#byOid.has(entry.oid)) this.#byOid.set(entry.oid, entry);
    }
  }

  #add(entry: RegisterEntry): void {
    const key = fold(entry.name);
    const list = this.#byName.get(key) ?? [];
    this.#byName.set(key, list);
    // Two OIDs are two units of one name, except where a list without further namesakes corrects an older OID.
    const alone = list.length === 1 ? list[0] : undefined;
    const same = entry.oid ? list.find((other) => !other.oid || other.oid === entry.oid) : alone;
    if (same) Object.assign(same, { ...entry, name: same.name });
    else if (entry.website && alone) Object.assign(alone, { ...entry, name: alone.name });
    else list.push({ ...entry });
  }

  /** All agencies of a name, folded for comparing. */
  named(name: string): readonly RegisterEntry[] {
    return this.#byName.get(fold(name)) ?? [];
  }

  /** The agency of a name that only one bears. */
  unique(name: string): RegisterEntry | undefined {
    const list = this.named(name);
    return list.length === 1 ? list[0] : undefined;
  }

  byOid(oid: string): RegisterEntry | undefined {
    return this.#byOid.get(oid);
  }

  /** Entries with a website of their own, for telling whose a domain is. */
  *withWebsite(): Iterable<RegisterEntry> {
    for (const list of this.#byName.values()) for (const entry of list) if (entry.website) yield entry;
  }

  /** Whether a name names only a unit (民政處), not an agency: several bear it, or it has the shape of a unit. */
  isBareUnit(name: string): boolean {
    const folded = fold(name);
    const cached = this.#bare.get(folded);
    if (cached !== undefined) return cached;
    const bare = this.#hasUnitName(name, folded);
    this.#bare.set(folded, bare);
    return bare;
  }

  #hasUnitName(name: string, folded: string): boolean {
    const list = this.named(name);
    if (list.length > 1) return true;
    if (list.some((entry) => entry.code)) return false;
    return UNIT.test(folded) && !OWN_PLACE.test(folded) && !this.prefixOf(name);
  }

  /** The longest known agency name that a name begins with, units excepted. */
  prefixOf(name: string, claimed?: ReadonlySet<string>): string | undefined {
    const folded = fold(name);
    for (let length = folded.length - 1; length >= 3; length--) {
      const prefix = folded.slice(0, length);
      const list = this.#byName.get(prefix);
      if (list?.length === 1 && !this.isBareUnit(prefix)) return list[0]!.name;
      if (claimed?.has(prefix)) return prefix;
    }
    return undefined;
  }
}
