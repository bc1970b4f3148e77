import type { Dataset, DatasetFile } from "../catalogue.ts";
import { sampleCatalogue } from "../fixtures.ts";
import type { AddressEvidence, Content, Verdict } from "./evidence.ts";
import type { EvidenceOf } from "./types.ts";

/** Evidence of an address that was visited on the three days before 2026-03-01, and read on the last of them. */
export function evidence(verdict: Verdict, content?: Partial<Content>): AddressEvidence {
  return {
    visits: [26, 27, 28].map((day) => ({
      at: `2026-02-${day}T04:00:00Z`,
      verdict,
      reason: verdict === "alive" ? "ok" : verdict === "dead" ? "http-404" : "timeout",
      ...(verdict === "unknown" ? {} : { status: verdict === "alive" ? 200 : 404 }),
    })),
    ...(content ? { content: { at: "2026-02-28T04:00:00Z", sampled: 4096, ...content } } : {}),
  };
}

/** Evidence by address. */
export const lookUp =
  (known: Record<string, AddressEvidence>): EvidenceOf =>
  (url) =>
    Object.hasOwn(known, url) ? known[url] : undefined;

/** A dataset in view with these fields, among the sample's agencies and vocabularies. */
export function datasetWith(fields: Partial<DatasetFile>): Dataset {
  const file: DatasetFile = {
    identifier: "A41000000G-000009",
    title: "測試資料",
    distribution: [],
    ...fields,
  };
  return sampleCatalogue({ datasets: [file] }).datasets[0]!;
}
