import { expect, it } from "vitest";
import { addressOf } from "../catalogue.ts";
import { sampleCatalogue, syntheticFiles } from "../fixtures.ts";
import { assessDataset, assessQuality } from "./assess.ts";
import type { AddressEvidence } from "./evidence.ts";
import { evidence } from "./test-helper.ts";
import { DIMENSIONS, GRADES, INDICATORS, type Totals } from "./types.ts";

const TODAY = "2026-03-01";
const { agencies, datasets } = syntheticFiles(400);
const catalogue = sampleCatalogue({ agencies, datasets, today: TODAY });

/** Some of everything, always the same. */
function evidenceOf(url: string): AddressEvidence | undefined {
  const n = Number(/datasets\/(\d+)/.exec(url)?.[1]);
  if (n % 5 === 0) return undefined;
  // Some datasets have a link that was visited beside one that was not.
  if (n % 5 === 2 && n % 2 === 0 && url.includes("/resources/1")) return undefined;
  const verdict = n % 5 === 1 ? "dead" : n % 5 === 2 ? "unknown" : "alive";
  return evidence(verdict, { format: n % 7 === 0 ? "PDF" : "CSV", charset: n % 3 === 0 ? "BIG5" : "UTF-8" });
}

const quality = assessQuality(catalogue, evidenceOf, TODAY);
const list = catalogue.datasets.map(({ identifier }) => quality.datasets.get(identifier)!);

it("judges each dataset in view", () => {
  expect(list.map(({ identifier }) => identifier)).toEqual(
    catalogue.datasets.map(({ identifier }) => identifier),
  );
  const sample = sampleCatalogue();
  const gone = sample.withdrawn[0]!.identifier;
  expect(assessQuality(sample, evidenceOf, TODAY).datasets.get(gone)).toBeUndefined();
  expect(quality.today).toBe(TODAY);
});

it("judges one dataset as it does among all", () => {
  for (const dataset of catalogue.datasets) {
    const one = assessDataset(dataset, evidenceOf, catalogue.vocabularies, TODAY);
    expect(one).toEqual(quality.datasets.get(dataset.identifier));
  }
});

it("sums up the same by dataset, agency and ministry", () => {
  const count = (of: (totals: Totals) => number) => {
    const sum = (map: Map<string, Totals>) => [...map.values()].reduce((total, each) => total + of(each), 0);
    expect([sum(quality.agencies), sum(quality.ministries)]).toEqual([of(quality.total), of(quality.total)]);
    return of(quality.total);
  };
  expect(count((t) => t.datasets)).toBe(400);
  expect(count((t) => t.distributions)).toBe(
    catalogue.datasets.reduce((n, d) => n + d.file.distribution.length, 0),
  );
  for (const name of ["alive", "dead", "unknown", "unvisited"] as const) {
    expect(count((t) => t[name])).toBe(list.reduce((n, d) => n + d[name], 0));
    expect(count((t) => t[name])).toBeGreaterThan(0);
  }
  for (let stars = 0; stars <= 5; stars++) {
    expect(count((t) => t.stars[stars]!)).toBe(list.filter((d) => d.stars === stars).length);
  }
  for (const name of INDICATORS) {
    for (const outcome of ["pass", "fail", "unknown"] as const) {
      expect(count((t) => t.indicators[name][outcome])).toBe(
        list.filter((d) => d.indicators[name] === outcome).length,
      );
    }
  }
  for (const grade of GRADES)
    expect(count((t) => t.grades[grade])).toBe(list.filter((d) => d.grade === grade).length);
  expect(count((t) => t.mqa)).toBe(list.reduce((n, d) => n + d.mqa.total, 0));
  for (const name of DIMENSIONS) {
    expect(count((t) => t.dimensions[name])).toBe(list.reduce((n, d) => n + d.mqa.dimensions[name], 0));
  }
  expect(quality.total.visited).toBe("2026-02-28T04:00:00Z");
});

it("puts an agency under its ministry", () => {
  for (const [code, totals] of quality.ministries) {
    const below = [...quality.agencies].filter(
      ([agency]) => catalogue.agencies.get(agency)!.ministry.code === code,
    );
    expect(below.reduce((n, [, t]) => n + t.datasets, 0)).toBe(totals.datasets);
  }
});

it("takes sums that are known for what they are, and finds all others", () => {
  const changed = catalogue.datasets[7]!.agency.code;
  const asked: string[] = [];
  const ask = (url: string) => {
    asked.push(url);
    return evidenceOf(url);
  };
  // As they come back from a file.
  const kept = new Map(Object.entries(JSON.parse(JSON.stringify(Object.fromEntries(quality.agencies)))));
  kept.delete(changed);
  const again = assessQuality(catalogue, ask, TODAY, (code) => kept.get(code) as Totals | undefined);
  const own = catalogue.datasets.filter(({ agency }) => agency.code === changed);
  expect(new Set(asked)).toEqual(new Set(own.flatMap((d) => d.file.distribution.map((x) => addressOf(x)!))));
  for (const part of ["total", "agencies", "ministries"] as const) expect(again[part]).toEqual(quality[part]);
  expect([...again.agencies.keys()]).toEqual([...quality.agencies.keys()]);
  expect([...again.ministries.keys()]).toEqual([...quality.ministries.keys()]);
  expect(again.datasets.get(list[0]!.identifier)).toEqual(list[0]);
});

it("shares equal results, and never different ones", () => {
  const alone = new Map(
    catalogue.datasets.map((dataset) => {
      const one = assessQuality({ ...catalogue, datasets: [dataset] }, evidenceOf, TODAY);
      return [dataset.identifier, one.datasets.get(dataset.identifier)];
    }),
  );
  expect(Object.fromEntries(list.map((each) => [each.identifier, each]))).toEqual(Object.fromEntries(alone));
  expect(new Set(list.map((d) => d.mqa)).size).toBeLessThan(100);
});

it("asks for the addresses that the catalogue writes", () => {
  const asked = new Set<string>();
  assessQuality(catalogue, (url) => void asked.add(url), TODAY);
  expect(asked).toEqual(
    new Set(catalogue.datasets.flatMap((d) => d.file.distribution.map((x) => addressOf(x)!))),
  );
});

it("leaves withdrawn and empty catalogues alone", () => {
  const sample = sampleCatalogue();
  expect(assessQuality(sample, () => undefined, TODAY).total.datasets).toBe(sample.datasets.length);
  const empty = assessQuality(sampleCatalogue({ datasets: [] }), () => undefined, TODAY);
  expect(empty.total).toMatchObject({ datasets: 0, mqa: 0 });
  expect(empty.agencies.size).toBe(0);
});
