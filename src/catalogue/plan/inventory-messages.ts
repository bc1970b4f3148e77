/** Sentences about inventory files. */
export const INVENTORY_MESSAGES = {} as const;
