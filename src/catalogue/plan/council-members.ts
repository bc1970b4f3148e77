import { isRealDate } from "../dates.ts";
import type { CouncilFile } from "../schema/generated/council.ts";

export type Term = CouncilFile["terms"][number];
export type Member = Term["members"][number];

const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isRealDate(value);

/** What of a member's or a term's days can be used: a real day, else nothing. */
export const dayOf = (value: unknown): string | undefined => (isDay(value) ? value : undefined);

/** A term with its place in the file. */
export interface PlacedTerm {
  term: Term;
  /** Index in `terms`. */
  index: number;
}

/**
 * The terms of a file that can be used, oldest first. A file with faults of its own may hold others, and they are named
 * by its schema.
 */
export function termsOf(file: CouncilFile): PlacedTerm[] {
  const terms: unknown = file.terms;
  if (!Array.isArray(terms)) return [];
  return terms
    .flatMap((term: Partial<Term> | null, index): PlacedTerm[] => {
      if (!isDay(term?.from) || !isDay(term.to) || !Array.isArray(term.members)) return [];
      const members = term.members.filter((member) => typeof member?.name === "string");
      return [{ term: { number: Number(term.number), from: term.from, to: term.to, members }, index }];
    })
    .sort((a, b) => (a.term.from < b.term.from ? -1 : a.term.from > b.term.from ? 1 : a.index - b.index));
}

/** The term that a day lies in. */
export const termOn = (file: CouncilFile, day: string): Term | undefined =>
  termsOf(file).find(({ term }) => term.from <= day && day <= term.to)?.term;

/** First and last day of a member in a term. */
export const spanOf = (term: Term, member: Member): { from: string; to: string } => ({
  from: dayOf(member.from) ?? term.from,
  to: dayOf(member.to) ?? term.to,
});

/** Who of a term is in office on a day. */
export function membersOn(term: Term | undefined, day: string): Member[] {
  if (!term || day < term.from || day > term.to) return [];
  return term.members.filter((member) => {
    const { from, to } = spanOf(term, member);
    return from <= day && day <= to;
  });
}

export const isConvener = (member: Member): boolean => member.office === "convener";
export const isCivil = (member: Member): boolean => member.side === "civil";
