import type { Vocabularies } from "../../../src/catalogue/vocabulary.ts";
import type { YamlValue } from "../../../src/exchange/yaml-writer.ts";
import { type Contact, contactsOf } from "./contacts.ts";
import { CORPUS_DAY, dayBetween, maybeTime } from "./dates.ts";
import { distributionsOf, type ImportedDistribution } from "./distributions.ts";
import { FAST_FREQUENCIES, FREQUENCIES, PLACES } from "./phrases.ts";
import { between, normal, pick, type Random, randomFor, sample, weighted } from "./random.ts";
import { chooseColumns, describe, note, type Subject, shorten, withdrawalReason } from "./text.ts";
import { themeOf } from "./themes.ts";

/** What the importer read of a row. */
export interface ImportedDataset {
  identifier: string;
  title: string;
  legacyID?: string;
  distribution?: ImportedDistribution[];
}

/** Longest title (dataset.schema.json). */
const LONGEST_TITLE = 255;

const HAS_OPEN_LICENCE = [
  ["OGDL-Taiwan-1.0", 97],
  ["CC-BY-4.0", 2],
  ["CC0-1.0", 1],
] as const;

type Fields = Record<string, YamlValue>;

/** Licence, charge and class: nearly all are class A under the government's own licence. */
function licenceOf(random: Random, identifier: string): Fields {
  const chance = random();
  if (chance < 0.004) {
    return {
      dataClass: "乙",
      license: "other",
      licenseName: "機關資料使用規範",
      licenseURL: `https://data.example/terms/${identifier}`,
      cost: "付費",
      costURL: `https://data.example/fees/${identifier}`,
      costLaw: "規費法",
    };
  }
  if (chance < 0.012) return { dataClass: "乙", license: "CC-BY-NC-4.0", cost: "免費" };
  return {
    ...(random() < 0.8 ? { dataClass: "甲" } : {}),
    license: weighted(random, HAS_OPEN_LICENCE),
    cost: "免費",
  };
}

/** When the data begins and ends. */
function coverageOf(random: Random, issued: string): Fields {
  if (random() < 0.4) return {};
  const from = `${between(random, 1998, Number(issued.slice(0, 4)))}-01-01`;
  if (random() < 0.3) return { temporalCoverageFrom: from };
  return { temporalCoverageFrom: from, temporalCoverageTo: dayBetween(random, from, CORPUS_DAY) };
}

/** Few are withdrawn, fewer wait for a day to come. */
function statusOf(random: Random, issued: string): Fields {
  const chance = random();
  if (chance < 0.005) {
    const withdrawal = {
      reason: pick(random, ["A", "B"]),
      explanation: withdrawalReason(random),
      date: dayBetween(random, issued, CORPUS_DAY),
    };
    return { status: "withdrawn", withdrawal };
  }
  if (chance < 0.007) return { releaseDate: dayBetween(random, "2045-01-01", "2049-12-31") };
  return {};
}

const windowOf = (random: Random, contacts: readonly Contact[]): Fields =>
  contacts.length > 1 && random() < 0.3 ? { contact: pick(random, contacts.slice(1)).id } : {};

/**
 * Gives an imported dataset everything that a well-kept one has; title, number and addresses stay the row's own.
 * @param agency the publisher's name
 * @param seed of the corpus; the same dataset gets the same metadata for the same seed
 */
export function enrich(
  imported: ImportedDataset,
  agency: string,
  seed: number,
  vocabularies: Vocabularies,
): Fields {
  const { identifier } = imported;
  const random = randomFor(`${seed} ${identifier}`);
  const title = shorten(imported.title, LONGEST_TITLE);
  const theme = themeOf(title);
  const place = PLACES.find((name) => title.includes(name) || agency.startsWith(name)) ?? "臺灣";
  const issued = dayBetween(random, "2013-04-29", "2025-12-31");
  const columns = chooseColumns(random, theme);
  const subject: Subject = { title, agency, place, frequency: weighted(random, FREQUENCIES), theme, columns };
  const resources = distributionsOf(
    random,
    identifier,
    imported.distribution ?? [],
    subject,
    issued,
    vocabularies,
  );
  if (resources.type === "SERVICES") subject.frequency = weighted(random, FAST_FREQUENCIES);
  return {
    identifier,
    categoryCode: random() < 0.85 ? theme.category : pick(random, [...vocabularies.categories.keys()]),
    title,
    description: describe(random, subject),
    fieldDescription: columns.join("、"),
    type: resources.type,
    keyword: sample(random, [...theme.keywords, place], between(random, 2, 6)),
    spatial: place,
    language: "zh",
    ...(random() < 0.5 ? { landingPage: `https://data.example/about/${identifier}` } : {}),
    ...(random() < 0.8 ? { numberOfData: Math.max(1, Math.round(Math.exp(6 + 2 * normal(random)))) } : {}),
    ...(random() < 0.12 ? { notes: note(random, subject) } : {}),
    ...licenceOf(random, identifier),
    ...windowOf(random, contactsOf(identifier.slice(0, 10))),
    accrualPeriodicity: subject.frequency,
    ...coverageOf(random, issued),
    issued: maybeTime(random, issued),
    modified: maybeTime(random, dayBetween(random, resources.lastModified, CORPUS_DAY)),
    distribution: resources.distribution,
    ...statusOf(random, issued),
    ...(imported.legacyID ? { legacyID: imported.legacyID } : {}),
  };
}
