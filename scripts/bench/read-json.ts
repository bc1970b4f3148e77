import { readFile } from "node:fs/promises";

/** Reads a file that another command of the benchmark wrote. */
export const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));
