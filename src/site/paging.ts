/** Datasets on one page of a list. */
export const PAGE_SIZE = 50;

/** Pages of a list of so many datasets; an empty list has one. */
export function pageCount(datasets: number): number {
  return Math.max(1, Math.ceil(datasets / PAGE_SIZE));
}

/** The part of a list that one of its pages shows. */
export function pageSlice<T>(list: readonly T[], current: number): readonly T[] {
  return list.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE);
}

/** The rest parameter of each of a list's pages: `undefined`, `page/2`, `page/3` … */
export function pageParams(datasets: number): { page: string | undefined }[] {
  return Array.from({ length: pageCount(datasets) }, (_, i) => ({
    page: i === 0 ? undefined : `page/${i + 1}`,
  }));
}

/** Number of a page from its rest parameter. */
export function pageNumber(param: string | undefined): number {
  return param ? Number(param.slice("page/".length)) : 1;
}
