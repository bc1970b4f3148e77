/** Sentences about council files. */
export const COUNCIL_MESSAGES = {} as const;
