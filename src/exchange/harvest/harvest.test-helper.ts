import { datasetOfRecord, type SourceRecord } from "../import/source-record.ts";
import { datasetYaml } from "./merge.ts";
import { type HarvestInput, type HarvestPlan, planHarvest } from "./plan.ts";
import { type HarvestState, newState } from "./state.ts";

export const AGENCY = "A41000000G";
export const SOURCE = "data.example.gov.tw";

/** A dataset as the source describes it. */
export function record(
  sourceID: string,
  more: Partial<SourceRecord> & { title?: string } = {},
): SourceRecord {
  const title = more.title ?? `資料集 ${sourceID}`;
  return {
    sourceID,
    fields: { description: `${sourceID} 的說明。`, categoryCode: "I00" },
    distributions: [
      {
        resourceDescription: `${sourceID} CSV`,
        format: "CSV",
        downloadURL: `https://${SOURCE}/${sourceID}.csv`,
      },
    ],
    from: { title: "title", description: "notes", categoryCode: "groups", distribution: "resources" },
    unmapped: {},
    notes: [],
    ...more,
    title,
  };
}

export const pathOf = (serial: number) => `datasets/${AGENCY}/${String(serial).padStart(6, "0")}.yaml`;
export const idOf = (serial: number) => `${AGENCY}-${String(serial).padStart(6, "0")}`;

/** The file of a record as it was taken. */
export const taken = (serial: number, each: SourceRecord): string =>
  datasetYaml(datasetOfRecord(each, { identifier: idOf(serial), source: SOURCE }));

export const stateOf = (today = "2026-03-02"): HarvestState =>
  newState(AGENCY, { profile: "ckan", url: `https://${SOURCE}/` }, today);

/** Compares one day's reading. */
export const planDay = (
  state: HarvestState,
  records: readonly SourceRecord[],
  published: Record<string, string>,
  today: string,
  more: Partial<HarvestInput> = {},
): HarvestPlan =>
  planHarvest(state, {
    agency: AGENCY,
    source: SOURCE,
    records,
    problems: [],
    published: new Map(Object.entries(published)),
    otherPublisher: () => undefined,
    today,
    ...more,
  });
