import { registeredDomain } from "./addresses.ts";
import { parentOid, type Register, type RegisterEntry } from "./register.ts";
import { fold, hashOf } from "./text.ts";

/** An agency of the output. */
export interface Agency {
  code: string;
  provisional: boolean;
  name: string;
  nameEn?: string;
  shortNames: Set<string>;
  oid?: string;
  website?: string;
  parent?: Agency;
  /** How many datasets it has. */
  datasets: number;
}

/** What one row says about its agency. */
export interface Claim {
  name: string;
  /** Code given beside the name. */
  code?: string;
  /** An address of the row's data. */
  address?: string;
}

export interface Resolved {
  agency: Agency;
  /** How the name was read, where it was not simply found or new. */
  note?: "agency-completed" | "agency-ambiguous";
}

/** An agency that a profile knows: whose catalogue it is, and the parent of those without one. */
export interface KnownAgency {
  code: string;
  name: string;
  oid?: string;
}

const COUNCIL = /[縣市]議會$/;
/** Locality arcs of local governments; the government itself is .20002 below its locality, the council .20001. */
const LOCALITY = /^(2\.16\.886\.101\.90\d+)\.(\d+)/;
const CABINET = "行政院";

/** Share of a domain's datasets that must belong to an organisation for the domain to be called its own. */
const OWNERSHIP = 0.9;
const FEWEST_VOTES = 3;
/** Share of an agency's datasets that must lie on one organisation's domain. */
const PRESENCE = 0.5;

/** The agency and those above it, nearest first. */
export function* lineage(agency: Agency): Iterable<Agency> {
  for (let at: Agency | undefined = agency; at; at = at.parent) yield at;
}

/**
 * Whether an agency counts as a ministry: directly below the Executive Yuan, or with nobody above it (other top
 * organs, local governments, companies and agencies whose place nobody knows).
 */
export const isMinistry = (agency: Agency): boolean =>
  agency.parent === undefined || fold(agency.parent.name) === CABINET;

/**
 * The agencies of one import. Names are matched exactly (folded); what the lists do not hold gets a provisional
 * code. Parents come from the lists, the OID's hierarchy, or the longest known name that a name begins with, and are
 * created where nobody has claimed them.
 *
 * A name that tells only a unit (民政處, of six counties in one export) is completed by whose domain the row's
 * addresses lie on; whose a domain is follows from the rows of agencies that name themselves in full.
 */
export class Agencies {
  readonly #register: Register;
  readonly #root: Agency | undefined;
  readonly #agencies = new Map<string, Agency>();
  readonly #codes = new Map<string, Agency>();
  readonly #owners = new Map<string, Agency>();
  readonly #claimed = new Set<string>();
  /** By folded unit name: the organisations on whose domains its rows lie, with their number. */
  readonly #unitOwners = new Map<string, ReadonlyMap<Agency, number>>();

  /**
   * @param register the lists of agencies
   * @param claims what all rows say, so that the result does not depend on their order
   * @param root for a single government's catalogue: that government, parent of whoever has none
   */
  constructor(register: Register, claims: readonly Claim[], root?: KnownAgency) {
    this.#register = register;
    if (root) {
      this.#root = this.#named(root.name, root.code);
      if (root.oid) this.#root.oid ??= root.oid;
    }
    const names = new Set(claims.map(({ name }) => name));
    for (const name of names) if (!register.isBareUnit(name)) this.#claimed.add(fold(name));
    // Without lists 某部統計處 has the shape of a unit; the ministry among the rows tells that it is a full name.
    const full = [...names].filter((name) => register.prefixOf(name, this.#claimed) !== undefined);
    for (const name of full) this.#claimed.add(fold(name));
    if (!root) this.#learn(claims);
  }

  /** Agencies in the order of their codes. */
  list(): Agency[] {
    return [...new Set(this.#agencies.values())].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** The agency of a row. */
  resolve(claim: Claim): Resolved {
    const { name } = claim;
    if (claim.code) {
      const agency = this.#named(this.#root ? this.#completed(name, this.#root) : name, claim.code);
      if (fold(agency.name) !== fold(name)) agency.shortNames.add(name);
      return { agency };
    }
    if (this.#claimed.has(fold(name))) {
      const agency = this.#named(name);
      if (agency.name !== name) agency.shortNames.add(name);
      return { agency };
    }
    const owner = this.#root ?? this.#unitOwner(name, claim.address);
    return owner
      ? { agency: this.#unit(name, owner), note: "agency-completed" }
      : { agency: this.#nameless(name), note: "agency-ambiguous" };
  }

  /** 社會局 of 桃園市政府 is 桃園市政府社會局; a name that tells its place stays. */
  #completed(name: string, owner: Agency): string {
    const place = fold(owner.name).slice(0, 2);
    return fold(name).startsWith(place) ? name : owner.name + name;
  }

  #ownerOf(address: string | undefined): Agency | undefined {
    const domain = address === undefined ? undefined : registeredDomain(address);
    return domain === undefined ? undefined : this.#owners.get(domain);
  }

  /** A unit of a known organisation, with its OID where the lists hold exactly one such unit there. */
  #unit(name: string, owner: Agency): Agency {
    const full = owner.name + name;
    if (this.#agencies.has(fold(full)) || this.#register.unique(full)) {
      const agency = this.#named(full);
      agency.shortNames.add(name);
      return agency;
    }
    const below = this.#register
      .named(name)
      .filter(({ oid }) => oid && owner.oid && parentOid(oid) === owner.oid);
    const agency = this.#create(fold(full), full, below.length === 1 ? below[0] : undefined);
    agency.parent = owner;
    agency.shortNames.add(name);
    return agency;
  }

  /** A unit that nobody can place; the lists' namesakes are others' units, so nothing is taken from them. */
  #nameless(name: string): Agency {
    const key = fold(name);
    return this.#agencies.get(key) ?? this.#create(key, name);
  }

  /** The agency of a full name, created with its parents when it is new. */
  #named(name: string, code?: string): Agency {
    let key = fold(name);
    let existing = code ? this.#codes.get(code) : this.#agencies.get(key);
    if (!existing && this.#agencies.has(key)) {
      // One name under two codes: two agencies, unless the first had to do without a code.
      key = `${key}|${code}`;
      existing = this.#agencies.get(key);
    }
    if (existing) {
      if (fold(existing.name) !== key) existing.shortNames.add(name);
      return existing;
    }
    const entry = this.#register.unique(name);
    const agency = this.#create(key, entry?.name ?? name, entry, code);
    const parent = this.#parentOf(agency, entry);
    if (parent && ![...lineage(parent)].includes(agency)) agency.parent = parent;
    return agency;
  }

  #create(key: string, name: string, entry?: RegisterEntry, code = entry?.code): Agency {
    const agency: Agency = {
      code: code !== undefined && !this.#codes.has(code) ? code : this.#provisional(key),
      provisional: code === undefined || this.#codes.has(code),
      name,
      shortNames: new Set(),
      datasets: 0,
    };
    if (entry?.nameEn) agency.nameEn = entry.nameEn;
    if (entry?.oid) agency.oid = entry.oid;
    if (entry?.website) agency.website = entry.website;
    this.#agencies.set(key, agency);
    this.#codes.set(agency.code, agency);
    return agency;
  }

  #provisional(key: string): string {
    for (let salt = 0; ; salt++) {
      const code = `ZZ${hashOf(salt === 0 ? key : `${key}#${salt}`)
        .slice(0, 8)
        .toUpperCase()}`;
      if (!this.#codes.has(code)) return code;
    }
  }

  #parentOf(agency: Agency, entry: RegisterEntry | undefined): Agency | undefined {
    const { name } = agency;
    if (entry?.parentName && this.#register.unique(entry.parentName)) return this.#named(entry.parentName);
    const above = entry?.oid ? this.#above(entry.oid) : undefined;
    if (above) return this.#ofEntry(above);
    if (entry?.oid && this.#isTop(entry.oid)) return undefined;
    if (COUNCIL.test(name)) return undefined;
    const prefix = this.#register.prefixOf(name, this.#claimed);
    if (prefix !== undefined) return this.#named(prefix);
    const government = `${/^[^縣市]{2}[縣市]/.exec(fold(name))?.[0] ?? ""}政府`;
    if (fold(name) !== government && (this.#register.unique(government) || this.#claimed.has(government))) {
      return this.#named(government);
    }
    return this.#root && !COUNCIL.test(name) ? this.#root : undefined;
  }

  /** A government, council or top organ of its own by its OID. */
  #isTop(oid: string): boolean {
    return /^2\.16\.886\.101\.(?:2\d+|90\d+\.2000[12])$/.test(oid);
  }

  /** The nearest known OID above; for township offices the government of their locality. */
  #above(oid: string): RegisterEntry | undefined {
    for (let at = parentOid(oid); at.split(".").length > 4; at = parentOid(at)) {
      const entry = this.#register.byOid(at);
      if (entry) return entry;
    }
    const [, locality, arc] = LOCALITY.exec(oid) ?? [];
    return locality && arc !== "20001" && oid !== `${locality}.20002`
      ? this.#register.byOid(`${locality}.20002`)
      : undefined;
  }

  /** The agency of a register's entry, whose name alone may be that of many units. */
  #ofEntry(entry: RegisterEntry): Agency {
    if (!this.#register.isBareUnit(entry.name)) return this.#named(entry.name);
    const above = entry.oid ? this.#above(entry.oid) : undefined;
    return above ? this.#unit(entry.name, this.#ofEntry(above)) : this.#named(entry.name);
  }

  /**
   * Learns whose the domains are, from rows that name their agency in full: the deepest organisation that holds
   * nearly all of a domain's datasets. Then gives parents to agencies that nothing else places.
   */
  #learn(claims: readonly Claim[]): void {
    const votes = new Map<string, Map<Agency, number>>();
    const vote = (domain: string | undefined, agency: Agency, weight: number): void => {
      if (domain === undefined) return;
      const counts = votes.get(domain) ?? new Map<Agency, number>();
      votes.set(domain, counts);
      for (const at of lineage(agency)) counts.set(at, (counts.get(at) ?? 0) + weight);
    };
    const full = claims.filter(({ name }) => this.#claimed.has(fold(name)));
    for (const { name, address } of full) {
      const agency = this.#named(name);
      const isPlaced = agency.parent || agency.oid || !agency.provisional;
      if (isPlaced && address !== undefined) vote(registeredDomain(address), agency, 1);
    }
    for (const entry of this.#register.withWebsite()) {
      const agency = this.#agencies.get(fold(entry.name));
      if (agency) vote(registeredDomain(entry.website!), agency, FEWEST_VOTES);
    }
    for (const [domain, counts] of votes) {
      // Everyone's lineage is counted, so the roots' counts add up to the domain's datasets.
      let total = 0;
      for (const [agency, count] of counts) if (!agency.parent) total += count;
      let owner: Agency | undefined;
      for (const [agency, count] of counts) {
        if (count < total * OWNERSHIP || fold(agency.name) === CABINET) continue;
        if (!owner || [...lineage(agency)].length > [...lineage(owner)].length) owner = agency;
      }
      if (owner && total >= FEWEST_VOTES) this.#owners.set(domain, owner);
    }
    this.#place(full);
    this.#learnUnits(claims);
  }

  /** Gives a parent to agencies without OID, code and parent whose addresses lie on one organisation's domains. */
  #place(claims: readonly Claim[]): void {
    const tally = this.#tally(claims, (name) => {
      const agency = this.#agencies.get(fold(name));
      return agency && !agency.parent && agency.provisional && !agency.oid && !COUNCIL.test(name)
        ? fold(name)
        : undefined;
    });
    for (const [key, { total, owners }] of tally) {
      const agency = this.#agencies.get(key)!;
      for (const [owner, count] of owners) {
        if (count <= total * PRESENCE || [...lineage(owner)].includes(agency)) continue;
        this.#adopt(key, agency, owner);
      }
    }
  }

  /** 消防署 on the ministry's domain is 內政部消防署, where the lists hold that name; else it stays, below the owner. */
  #adopt(key: string, agency: Agency, owner: Agency): void {
    agency.parent = owner;
    const entry = this.#register.unique(owner.name + agency.name);
    if (!entry) return;
    const target = fold(entry.name);
    const known = this.#agencies.get(target) ?? this.#named(entry.name);
    known.shortNames.add(agency.name);
    for (const other of this.#agencies.values()) if (other.parent === agency) other.parent = known;
    this.#codes.delete(agency.code);
    this.#agencies.set(key, known);
  }

  #learnUnits(claims: readonly Claim[]): void {
    const tally = this.#tally(claims, (name) => (this.#claimed.has(fold(name)) ? undefined : fold(name)));
    for (const [key, { owners }] of tally) this.#unitOwners.set(key, owners);
  }

  /**
   * Whose unit a row's agency is: by its address' domain, or, where that is nobody's, by the unit's other rows when
   * all of them have one owner. A single row on the domain of an agency below a ministry rather cites that agency.
   */
  #unitOwner(name: string, address: string | undefined): Agency | undefined {
    const owners = this.#unitOwners.get(fold(name)) ?? new Map<Agency, number>();
    const owner = this.#ownerOf(address) ?? (owners.size === 1 ? [...owners.keys()][0] : undefined);
    return owner && (isMinistry(owner) || (owners.get(owner) ?? 0) > 1) ? owner : undefined;
  }

  /** Counts, for each name that `keyOf` selects, on whose domains its rows lie. */
  #tally(claims: readonly Claim[], keyOf: (name: string) => string | undefined) {
    const tally = new Map<string, { total: number; owners: Map<Agency, number> }>();
    for (const { name, address } of claims) {
      const key = keyOf(name);
      if (key === undefined) continue;
      const counts = tally.get(key) ?? { total: 0, owners: new Map<Agency, number>() };
      tally.set(key, counts);
      counts.total++;
      const owner = this.#ownerOf(address);
      if (owner) counts.owners.set(owner, (counts.owners.get(owner) ?? 0) + 1);
    }
    return tally;
  }
}
