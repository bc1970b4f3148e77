import { countyOfHouse, findPersonalData, type PersonalData } from "./personal-data.ts";

/** One value of a record. */
export interface Cell {
  /** Name of the column, key or element. */
  column: string;
  /** Number of the record, from 1. */
  row: number;
  text: string;
}

/** Personal data in a record, masked. */
export interface PersonalCell {
  kind: PersonalData["kind"];
  masked: string;
  row: number;
  column: string;
}

/** Examples of one kind in one column, and in all. */
const EXAMPLES = 3;
const MOST_FOUND = 20;

/** So many cells of a column whose name tells nothing are no chance. */
const SEVERAL = 3;

/** Names of columns that hold the kind, whatever their number. */
const NAMED: Record<PersonalData["kind"], RegExp> = {
  nationalId: /身[分份]證|證號|國民身|national.?id|id.?number/i,
  arc: /居留證|統一證|證號|身[分份]證|arc.?no/i,
  mobile: /手機|行動電話|mobile|cell.?phone/i,
  personalMail: /個人信箱|私人信箱/,
  address: /住址|戶籍|住家|居住地|住所/,
};

/** Something of the shape of an identity number; of codes of that shape one in ten has the checksum by chance. */
const ID_SHAPE = /^[A-Z][A-D1289]\d{8}$/i;

/** Columns that make of an address beside them that of a person, and those that make it one of a place. */
const PERSON = /姓名|申請人|當事人|被害人|受處分人|受裁罰|所有權人|住戶|戶長|會員/;
const PLACE =
  /機關|機構|公司|單位|學校|廠商|商號|店|館|所名|院名|局名|站|場|名稱|營業|事業|工廠|診所|醫院|藥局|協會|團體/;
const ADDRESS_COLUMN = /^(?:地址|通訊地址|聯絡地址|address)$/i;

interface Tally {
  shaped: number;
  found: Map<PersonalData["kind"], PersonalCell[]>;
}

const isNumber = (kind: PersonalData["kind"]) => kind === "nationalId" || kind === "arc";

/**
 * Judges sampled records column by column (mission A18): personal is what the column's name says it is, or what several of
 * its cells are. One number with a checksum among thousands of codes is chance. An address is a person's where the column
 * says so, or where it stands beside a person's name and no place's.
 * @returns masked, at most three of a kind for each column and twenty in all
 */
export function judgePersonalCells(cells: Iterable<Cell>): PersonalCell[] {
  const columns = new Map<string, Tally>();
  const addresses: PersonalCell[] = [];
  for (const { column, row, text } of cells) {
    const tally = columns.get(column) ?? { shaped: 0, found: new Map() };
    columns.set(column, tally);
    if (ID_SHAPE.test(text.trim())) tally.shaped++;
    for (const { kind, masked } of findPersonalData(text)) {
      const list = tally.found.get(kind);
      if (list) list.push({ kind, masked, row, column });
      else tally.found.set(kind, [{ kind, masked, row, column }]);
    }
    const isHome = NAMED.address.test(column) || ADDRESS_COLUMN.test(column.trim());
    const county = isHome ? countyOfHouse(text) : undefined;
    if (county !== undefined) addresses.push({ kind: "address", masked: `${county}***`, row, column });
  }
  const names = [...columns.keys()];
  const isOfPersons = names.some((name) => PERSON.test(name)) && !names.some((name) => PLACE.test(name));
  const found: PersonalCell[] = [];
  for (const [column, { shaped, found: kinds }] of columns) {
    for (const [kind, list] of kinds) {
      const isChance = isNumber(kind) && list.length * 2 < shaped;
      const counts = NAMED[kind].test(column) || (list.length >= SEVERAL && !isChance);
      // What a text itself calls somebody's address needs no further sign.
      if (counts || kind === "address") found.push(...list.slice(0, EXAMPLES));
    }
    const homes = addresses.filter((each) => each.column === column);
    if (homes.length > 0 && (isOfPersons || (NAMED.address.test(column) && !PLACE.test(column)))) {
      found.push(...homes.slice(0, EXAMPLES));
    }
  }
  return found.slice(0, MOST_FOUND);
}
