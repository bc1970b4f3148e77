/** Sentences about document files. */
export const DOCUMENT_MESSAGES = {} as const;
