/**
 * What a string means as the value of a property: an IRI, a text in Chinese, a text without language, or a value of
 * that datatype. Any other value is written as an object that says what it is.
 */
export type Coercion = "iri" | "chinese" | "plain" | "xsd:date";

/** The names that JSON-LD gives to properties, beside their coercion; the default of the context is Chinese. */
const BY_COERCION: Readonly<Record<Coercion, readonly string[]>> = {
  iri: [
    ...[
      "dct:publisher",
      "dct:type",
      "dct:accrualPeriodicity",
      "dct:spatial",
      "dct:language",
      "dct:accessRights",
    ],
    ...["dct:license", "dct:rights", "dct:format", "dcat:contactPoint", "dcat:theme", "dcat:landingPage"],
    ...["dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dcat:endpointURL", "dcat:servesDataset"],
    ...[
      "adms:status",
      "foaf:page",
      "foaf:homepage",
      "rdfs:seeAlso",
      "org:subOrganizationOf",
      "skos:inScheme",
    ],
    ...["vcard:hasEmail", "vcard:hasTelephone"],
  ],
  chinese: [
    ...[
      "dct:title",
      "dct:description",
      "dct:tableOfContents",
      "dct:provenance",
      "dct:temporal",
      "dcat:keyword",
    ],
    ...["dcat:dataset", "dcat:distribution", "dcat:accessService", "foaf:name", "skos:prefLabel"],
  ],
  plain: ["dct:identifier", "cnt:characterEncoding", "skos:notation", "adms:schemaAgency"],
  "xsd:date": ["dct:issued", "dct:modified", "dcat:startDate", "dcat:endDate"],
};

export interface Term {
  /** Key in the document. */
  key: string;
  coercion: Coercion;
  /** What the context says of the key. */
  definition: unknown;
}

/** Names of term lists in the context, which no property may take. */
const TAKEN = new Set(["language", "status", "theme"]);

function termOf(property: string, coercion: Coercion): Term {
  const local = property.slice(property.indexOf(":") + 1);
  const key = TAKEN.has(local) ? property : local;
  const definitions: Record<Coercion, unknown> = {
    iri: { "@id": property, "@type": "@id" },
    chinese: property,
    plain: { "@id": property, "@language": null },
    "xsd:date": { "@id": property, "@type": "xsd:date" },
  };
  return { key, coercion, definition: definitions[coercion] };
}

/** The terms of the context by the property's prefixed name. */
export const TERMS: ReadonlyMap<string, Term> = new Map(
  (Object.keys(BY_COERCION) as Coercion[]).flatMap((coercion) =>
    BY_COERCION[coercion].map((property) => [property, termOf(property, coercion)] as const),
  ),
);
