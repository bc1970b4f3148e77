import { join, resolve } from "node:path";
import { type Call, PROJECT } from "./command.ts";

/** The folder that keeps what one run can use of another. */
export const cacheFolder = (call: Call): string => resolve(call.text("cache") ?? join(PROJECT, ".cache"));
