/** Entries on one page of a list, unless it says otherwise. */
export const PAGE_SIZE = 50;

/** Pages of a list of so many entries; an empty list has one. */
export function pageCount(entries: number, size = PAGE_SIZE): number {
  return Math.max(1, Math.ceil(entries / size));
}

/** The part of a list that one of its pages shows. */
export function pageSlice<T>(list: readonly T[], current: number, size = PAGE_SIZE): readonly T[] {
  return list.slice((current - 1) * size, current * size);
}

/** The rest parameter of each of a list's pages: `undefined`, `page/2`, `page/3` … */
export function pageParams(entries: number, size = PAGE_SIZE): { page: string | undefined }[] {
  return Array.from({ length: pageCount(entries, size) }, (_, i) => ({
    page: i === 0 ? undefined : `page/${i + 1}`,
  }));
}

/** Number of a page from its rest parameter. */
export function pageNumber(param: string | undefined): number {
  return param ? Number(param.slice("page/".length)) : 1;
}
