import { dirname, resolve } from "node:path";
import { buildCatalogue, type Catalogue, type DatasetFile, sourceOf } from "../../catalogue/catalogue.ts";
import type { Reason, Verdict, Visit } from "../../catalogue/quality/evidence.ts";
import { loadPlatform } from "../catalogue.ts";

const PROJECT = resolve(dirname(import.meta.filename), "../../..");
const { settings, vocabularies } = await loadPlatform(PROJECT);

export const AGENCIES = ["A01000000A", "B02000000B", "C03000000C"];

/** A distribution by its address; of a format where one is given, else of CSV. */
export interface TestDistribution {
  url: string;
  format?: string;
  charset?: string;
  page?: boolean;
}

/** A dataset's file of an agency with these distributions. */
export function datasetOf(
  agency: string,
  serial: number,
  distributions: readonly TestDistribution[],
  more: Partial<DatasetFile> = {},
): DatasetFile {
  const identifier = `${agency}-${String(serial).padStart(6, "0")}`;
  return {
    identifier,
    title: `資料集 ${serial}`,
    distribution: distributions.map(({ url, format = "CSV", charset, page }, index) => ({
      resourceID: `${identifier}-${String(index + 1).padStart(3, "0")}`,
      format,
      ...(page ? { accessURL: url } : { downloadURL: url }),
      ...(charset ? { characterSetCode: charset } : {}),
    })),
    ...more,
  } as DatasetFile;
}

/** The catalogue of a day. */
export function catalogueOf(datasets: readonly DatasetFile[], today: string): Catalogue {
  const agencies = AGENCIES.map((code) => ({ code, name: `機關 ${code}` }));
  return buildCatalogue({ settings, vocabularies, agencies, datasets: datasets.map(sourceOf), today });
}

/** A visit at noon in Taipei. */
export function visitOn(day: string, verdict: Verdict = "alive", reason: Reason = "ok"): Visit {
  return { at: `${day}T04:00:00Z`, verdict, reason, status: 200, ms: 120 };
}

/** So many days after a day. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
