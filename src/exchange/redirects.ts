import type { Dataset } from "../catalogue/catalogue.ts";
import { datasetPath, type Place } from "./addresses.ts";
import type { OutputFile } from "./output-file.ts";
import { escapeXml } from "./xml.ts";

/**
 * A page of some 200 bytes that leads on to a dataset; its old address was /dataset/<number>. Tags that HTML lets one
 * leave out are left out.
 */
function redirectPage(legacyID: string, identifier: string, place: Place): string {
  const title = `資料集 ${legacyID}`;
  const here = escapeXml(`${place.base}${datasetPath(identifier)}`);
  // A refresh at once is a lasting redirect to search engines, so that no canonical address need be named.
  return (
    `<!doctype html><html lang=zh-Hant-TW><meta charset=utf-8><title>${title}</title>` +
    `<meta http-equiv=refresh content="0;url=${here}"><a href="${here}">${title}</a>\n`
  );
}

/**
 * Pages that keep data.gov.tw's addresses alive: `dataset/<legacyID>.html`, which GitHub Pages serves without the
 * ending too. Where two datasets name one number, which the checker refuses, the first of them wins.
 */
export function* redirects(datasets: Iterable<Dataset>, place: Place): Generator<OutputFile> {
  const seen = new Set<string>();

  for (const dataset of datasets) {
    const { legacyID } = dataset.file;
    // The number names a file: anything but digits stays out, whatever the checker let through.
    if (legacyID === undefined || !/^[0-9]{1,9}$/.test(legacyID) || seen.has(legacyID)) continue;
    seen.add(legacyID);
    yield { path: `dataset/${legacyID}.html`, content: redirectPage(legacyID, dataset.identifier, place) };
  }
}
