import type { Dataset, Licence } from "../../catalogue/catalogue.ts";
import { SCHEMAS } from "../../catalogue/schema/fields.ts";
import {
  categoryIri,
  categorySchemeIri,
  type DcatContext,
  partIri,
  type Shared,
  termIri,
} from "./context.ts";
import {
  CHINESE,
  EU,
  labels,
  literal,
  properties,
  type Reference,
  type Resource,
  type Value,
} from "./graph.ts";
import { link } from "./iri.ts";
import { propertyOf } from "./mapping.ts";

/** A term of an EU table, as what stands in it. */
const euTerm = (address: string | undefined): Reference | undefined =>
  address === undefined ? undefined : { iri: address };

/** 資料分類: the EU's theme, and the catalogue's own category, since several of ours share one theme. */
export function themesOf(dataset: Dataset, context: DcatContext, shared: Shared): Value[] {
  const { category } = dataset;
  if (!category) return [];
  const own = shared.refer(categoryIri(context, category.code), "skos:Concept", () =>
    properties([
      ["skos:prefLabel", labels(category.zh, category.en)],
      ["skos:notation", literal(category.code)],
      ["skos:inScheme", { iri: categorySchemeIri(context) }],
    ]),
  );
  const theme = euTerm(category.eu);
  return theme ? [theme, own] : [own];
}

/** The catalogue's own categories as a scheme (DCAT-AP 3.0.1, Concept Scheme). */
export function categoryScheme(context: DcatContext): Resource {
  const field = SCHEMAS.dataset.properties.categoryCode!;
  return {
    iri: categorySchemeIri(context),
    types: ["skos:ConceptScheme"],
    properties: properties([["dct:title", labels(field.title!, field["x-en"])]]),
  };
}

/** 資料集類型, a term of the catalogue's own: the EU's table of dataset types sorts by subject. */
export function typeOf({ type }: Dataset, context: DcatContext, shared: Shared): Reference | undefined {
  if (!type) return undefined;
  return shared.refer(termIri(context, "types", type.code), "skos:Concept", () =>
    properties([
      ["skos:prefLabel", labels(type.zh, type.en)],
      ["skos:notation", literal(type.code)],
    ]),
  );
}

/** 更新頻率: the EU's term, or the frequency in words where the EU has none, such as every three days. */
export function frequencyOf({ frequency }: Dataset): Value | undefined {
  if (!frequency) return undefined;
  return (
    euTerm(frequency.eu) ?? {
      types: ["dct:Frequency"],
      properties: properties([["rdfs:label", labels(frequency.zh, frequency.en)]]),
    }
  );
}

/** 資料類別: 甲 is open to all, 乙 under the agency's own terms or for a charge (EU table access-right). */
export function accessRightsOf({ dataClass }: Dataset): Reference | undefined {
  if (dataClass === undefined) return undefined;
  return { iri: `${EU}/access-right/${dataClass === "甲" ? "PUBLIC" : "RESTRICTED"}` };
}

/** Names of the whole country that the EU's table of countries stands for. */
const COUNTRY = "臺灣";
const COUNTRY_TOO = new Set(["台灣", "臺灣地區", "台灣地區", "全國", "中華民國", "Taiwan"]);
export const TAIWAN = `${EU}/country/TWN`;

/** 空間範圍: the country as the EU's term, any other place in words. */
export function spatialOf({ file, language }: Dataset): Value[] {
  const place = file.spatial?.trim();
  if (!place) return [];
  if (place === COUNTRY) return [{ iri: TAIWAN }];
  const label = literal(place, languageTag(language));
  const location = label && { types: ["dct:Location"], properties: properties([["skos:prefLabel", label]]) };
  return [...(COUNTRY_TOO.has(place) ? [{ iri: TAIWAN }] : []), ...(location ? [location] : [])];
}

/**
 * The language of a dataset's own texts, by its field 語系; undefined where an incomplete import does not say, since
 * unknown stays unknown.
 * @returns BCP 47
 */
export function languageTag(code: string | undefined): string | undefined {
  if (code === "zh") return CHINESE;
  return code !== undefined && /^[a-z]{2,8}$/.test(code) ? code : undefined;
}

export const languageOf = (dataset: Dataset, context: DcatContext): Reference | undefined =>
  euTerm(
    dataset.language === undefined ? undefined : context.vocabularies.languages.get(dataset.language)?.eu,
  );

/**
 * 授權方式: the EU's term, else the licence's own address, described; terms without an address are described in
 * place. A dataset with an address of its own for known terms keeps that address.
 */
export function licenceOf(
  licence: Licence | undefined,
  context: DcatContext,
  shared: Shared,
): Value | undefined {
  if (!licence) return undefined;
  const term = context.vocabularies.licences.get(licence.code);
  if (term?.eu && licence.url === term.url) return euTerm(term.eu);
  const address = link(licence.url);
  const description = () =>
    properties([
      [propertyOf("licenseName"), labels(licence.zh, licence.en)],
      ["dct:identifier", literal(licence.code)],
    ]);
  const type = "dct:LicenseDocument";
  return address === undefined
    ? { types: [type], properties: description() }
    : shared.refer(address.iri, type, description);
}

/** 計費方式: what a charge is founded on and where it is explained; nothing for what is free. */
export function chargeOf(dataset: Dataset, context: DcatContext, shared: Shared): Reference | undefined {
  const { cost, file } = dataset;
  if (cost !== "付費") return undefined;
  return shared.refer(partIri(context, dataset.identifier, "charge"), "dct:RightsStatement", () => {
    return properties([
      [propertyOf("cost"), [literal(cost, CHINESE), literal(file.costLaw, CHINESE)]],
      [propertyOf("costURL"), link(file.costURL)],
    ]);
  });
}

/** 檔案格式: the EU's file type, else the catalogue's own term. */
export function formatTerm(
  code: string | undefined,
  context: DcatContext,
  shared: Shared,
): Reference | undefined {
  if (!code) return undefined;
  const term = context.vocabularies.formats.get(code);
  if (term?.eu) return euTerm(term.eu);
  return shared.refer(termIri(context, "formats", code), "dct:MediaTypeOrExtent", () =>
    properties([["rdfs:label", term ? labels(term.zh, term.en) : literal(code)]]),
  );
}
