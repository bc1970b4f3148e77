/*
 * What standards of other platforms demand of their JSON, as JSON Schemas without their words. From DCAT-US 1.1 (Project Open
 * Data, resources.data.gov, CC0), the dataset of a publisher outside the federal government; and from the schema that
 * belongs to 資料集詮釋資料標準規範 (104 年 7 月). Their expressions are to be compiled without the u flag.
 */

const REPEATED_FROM =
  "^R\\d*\\/([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?\\/P(?=\\w*\\d)(?:\\d+Y|Y)?(?:\\d+M|M)?(?:\\d+W|W)?(?:\\d+D|D)?(?:T(?:\\d+H|H)?(?:\\d+M|M)?(?:\\d+(?:\\\u00ad.\\d{1,2})?S|S)?)?$";
const MOMENT =
  "^([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?$";
const DURATION =
  "^P(?=\\w*\\d)(?:\\d+Y|Y)?(?:\\d+M|M)?(?:\\d+W|W)?(?:\\d+D|D)?(?:T(?:\\d+H|H)?(?:\\d+M|M)?(?:\\d+(?:\\\u00ad.\\d{1,2})?S|S)?)?$";
const MOMENT_TO_MOMENT =
  "^([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?(\\/)([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?$";
const MOMENT_AND_DURATION =
  "^([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?(\\/)P(?=\\w*\\d)(?:\\d+Y|Y)?(?:\\d+M|M)?(?:\\d+W|W)?(?:\\d+D|D)?(?:T(?:\\d+H|H)?(?:\\d+M|M)?(?:\\d+(?:\\\u00ad.\\d{1,2})?S|S)?)?$";
const DURATION_TO_MOMENT =
  "^P(?=\\w*\\d)(?:\\d+Y|Y)?(?:\\d+M|M)?(?:\\d+W|W)?(?:\\d+D|D)?(?:T(?:\\d+H|H)?(?:\\d+M|M)?(?:\\d+(?:\\\u00ad.\\d{1,2})?S|S)?)?\\/([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\3([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\17[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?$";
const EVERY =
  "^R\\/P(?:\\d+(?:\\.\\d+)?Y)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?W)?(?:\\d+(?:\\.\\d+)?D)?(?:T(?:\\d+(?:\\.\\d+)?H)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?S)?)?$";
const LANGUAGE =
  "^(((([A-Za-z]{2,3}(-([A-Za-z]{3}(-[A-Za-z]{3}){0,2}))?)|[A-Za-z]{4}|[A-Za-z]{5,8})(-([A-Za-z]{4}))?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-([0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+))*(-(x(-[A-Za-z0-9]{1,8})+))?)|(x(-[A-Za-z0-9]{1,8})+)|((en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo|i-navajo|i-pwn|i-tao|i-tay|i-tsu|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE)|(art-lojban|cel-gaulish|no-bok|no-nyn|zh-guoyu|zh-hakka|zh-min|zh-min-nan|zh-xiang)))$";
const PERIOD =
  "^(R\\d*\\/)?P(?:\\d+(?:\\.\\d+)?Y)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?W)?(?:\\d+(?:\\.\\d+)?D)?(?:T(?:\\d+(?:\\.\\d+)?H)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?S)?)?$";
const FROM_MOMENT =
  "^(R\\d*\\/)?([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\4([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\18[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?(\\/)P(?:\\d+(?:\\.\\d+)?Y)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?W)?(?:\\d+(?:\\.\\d+)?D)?(?:T(?:\\d+(?:\\.\\d+)?H)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?S)?)?$";
const UNTIL_MOMENT =
  "^(R\\d*\\/)?P(?:\\d+(?:\\.\\d+)?Y)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?W)?(?:\\d+(?:\\.\\d+)?D)?(?:T(?:\\d+(?:\\.\\d+)?H)?(?:\\d+(?:\\.\\d+)?M)?(?:\\d+(?:\\.\\d+)?S)?)?\\/([\\+-]?\\d{4}(?!\\d{2}\\b))((-?)((0[1-9]|1[0-2])(\\4([12]\\d|0[1-9]|3[01]))?|W([0-4]\\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\\d|[12]\\d{2}|3([0-5]\\d|6[1-6])))([T\\s]((([01]\\d|2[0-3])((:?)[0-5]\\d)?|24\\:?00)([\\.,]\\d+(?!:))?)?(\\18[0-5]\\d([\\.,]\\d+)?)?([zZ]|([\\+-])([01]\\d|2[0-3]):?([0-5]\\d)?)?)?)?$";
const TIME = {
  anyOf: [
    { pattern: MOMENT, type: "string" },
    { pattern: DURATION, type: "string" },
    { pattern: MOMENT_TO_MOMENT, type: "string" },
    { pattern: MOMENT_AND_DURATION, type: "string" },
    { pattern: DURATION_TO_MOMENT, type: "string" },
    { pattern: REPEATED_FROM, type: "string" },
    { type: "null" },
  ],
};

/** 資料集詮釋資料標準規範, draft-04. */
export const METADATA_STANDARD = {
  type: "object",
  id: "http://data.gov.tw/schema/1_0/opendata_metadata_json_schema.json#",
  required: [
    "categoryCode",
    "identifier",
    "title",
    "description",
    "fieldDescription",
    "type",
    "accrualPeriodicity",
    "license",
    "licenseURL",
    "cost",
    "organization",
    "organizationContactName",
    "organizationContactPhone",
    "organizationContactEmail",
    "publisher",
    "publisherContactName",
    "publisherContactPhone",
    "publisherContactEmail",
  ],
  properties: {
    categoryCode: {
      enum: [
        "100",
        "200",
        "300",
        "400",
        "500",
        "600",
        "700",
        "800",
        "900",
        "A00",
        "B00",
        "C00",
        "D00",
        "E00",
        "F00",
        "G00",
        "H00",
        "I00",
      ],
      type: "string",
    },
    identifier: { pattern: "^[a-zA-Z_0-9]{10}-[a-zA-Z_0-9]{6}$", type: "string" },
    title: { minLength: 1, maxLength: 255, type: "string" },
    description: { minLength: 1, maxLength: 500, type: "string" },
    fieldDescription: { minLength: 1, maxLength: 255, type: "string" },
    type: { type: "string", enum: ["rawData", "TOOLS", "SERVICES"], minLength: 1 },
    license: { minLength: 1, type: "string" },
    licenseURL: { minLength: 1, type: "string", format: "uri" },
    cost: { enum: ["\u514d\u8cbb", "\u4ed8\u8cbb"], type: "string" },
    costURL: { type: "string", format: "uri" },
    costLaw: { type: "string" },
    organization: { type: "string", minLength: 1 },
    organizationContactName: { type: "string", minLength: 1 },
    organizationContactPhone: { type: "string", minLength: 1 },
    organizationContactEmail: { type: "string", format: "email" },
    publisher: { minLength: 1, type: "string" },
    publisherContactName: { type: "string", minLength: 1 },
    publisherContactPhone: { type: "string", minLength: 1 },
    publisherContactEmail: { type: "string", minLength: 1 },
    accrualPeriodicity: { minLength: 1, type: "string" },
    temporalCoverageFrom: TIME,
    temporalCoverageTo: TIME,
    issued: TIME,
    modified: TIME,
    spatial: { type: "string", minLength: 1 },
    language: { type: "string" },
    landingPage: { format: "uri", type: "string" },
    keyword: { type: "array", items: { type: "string", minLength: 1 }, minItems: 1 },
    numberOfData: { type: "integer" },
    notes: { type: "string" },
    distribution: {
      anyOf: [
        {
          type: "array",
          items: {
            type: "object",
            required: ["resourceID", "resourceDescription", "format"],
            properties: {
              resourceID: { pattern: "^[a-zA-Z_0-9]{10}-[a-zA-Z_0-9]{6}-[a-zA-Z_0-9]{3}$", type: "string" },
              resourceDescription: { minLength: 1, maxLength: 500, type: "string" },
              format: { type: "string" },
              characterSetCode: { type: "string" },
              resourceModified: TIME,
              accessURL: { type: "string", format: "uri" },
              downloadURL: { type: "string", format: "uri" },
              metadataSourceOfData: { type: "string", format: "uri" },
            },
          },
        },
        { type: "null" },
      ],
    },
  },
};

/** `data.json`; names a dataset as `dataset.json`. */
export const DCAT_US_CATALOG = {
  type: "object",
  required: ["conformsTo", "dataset"],
  properties: {
    "@context": { type: "string", format: "uri" },
    "@id": { type: "string", format: "uri" },
    "@type": { const: "dcat:Catalog" },
    conformsTo: { const: "https://project-open-data.cio.gov/v1.1/schema" },
    describedBy: { type: "string", format: "uri" },
    dataset: { type: "array", items: { $ref: "dataset.json", minItems: 1, uniqueItems: true } },
  },
  $id: "https://project-open-data.cio.gov/v1.1/schema/catalog.json#",
  dependentRequired: { "@type": ["@context"] },
};

/** An entry of `data.json`. */
export const DCAT_US_DATASET = {
  type: "object",
  required: [
    "title",
    "description",
    "keyword",
    "modified",
    "publisher",
    "contactPoint",
    "identifier",
    "accessLevel",
  ],
  properties: {
    "@type": { const: "dcat:Dataset" },
    accessLevel: { enum: ["public", "restricted public", "non-public"] },
    rights: { anyOf: [{ type: "string", minLength: 1, maxLength: 255 }, { type: "null" }] },
    accrualPeriodicity: {
      anyOf: [
        { const: "irregular" },
        { type: "string", pattern: EVERY },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    bureauCode: {
      anyOf: [
        {
          type: "array",
          items: { type: "string", pattern: "[0-9]{3}:[0-9]{2}" },
          minItems: 1,
          uniqueItems: true,
        },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    contactPoint: { $ref: "#/$defs/vcard" },
    describedBy: {
      anyOf: [
        { type: "string", format: "uri" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    describedByType: {
      anyOf: [
        { pattern: "^[-\\w]+/[-\\w]+(\\.[-\\w]+)*([+][-\\w]+)?$", type: "string" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    conformsTo: {
      anyOf: [
        { type: "string", format: "uri" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    dataQuality: {
      anyOf: [
        { type: "boolean" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    description: { type: "string", minLength: 1, maxLength: 10000 },
    distribution: {
      anyOf: [
        {
          type: "array",
          items: {
            anyOf: [
              { minItems: 1, uniqueItems: true, $ref: "#/$defs/distribution" },
              { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
            ],
          },
        },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    identifier: { type: "string", minLength: 1 },
    issued: {
      anyOf: [
        { type: "string", pattern: MOMENT },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    keyword: {
      anyOf: [
        {
          type: "array",
          items: { type: "string", minLength: 1, maxLength: 1000 },
          minItems: 1,
          maxItems: 1000,
        },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    landingPage: {
      anyOf: [
        { type: "string", format: "uri" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    language: {
      anyOf: [
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
        { type: "array", items: { type: "string", pattern: LANGUAGE } },
      ],
    },
    license: {
      anyOf: [
        { type: "string", format: "uri" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    modified: {
      anyOf: [
        { type: "string", pattern: MOMENT },
        { type: "string", pattern: PERIOD },
        { type: "string", pattern: FROM_MOMENT },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    primaryITInvestmentUII: {
      anyOf: [
        { type: "string", pattern: "[0-9]{3}-[0-9]{9}" },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    programCode: {
      anyOf: [
        {
          type: "array",
          items: { type: "string", pattern: "[0-9]{3}:[0-9]{3}" },
          minItems: 1,
          uniqueItems: true,
        },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    publisher: { $ref: "#/$defs/organization" },
    references: {
      anyOf: [
        {
          type: "array",
          items: {
            anyOf: [
              { type: "string", format: "uri" },
              { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
            ],
          },
          minItems: 1,
          uniqueItems: true,
        },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    spatial: {
      anyOf: [
        { type: "string", minLength: 1 },
        {
          type: "object",
          properties: {
            coordinates: { type: "array", items: { type: "array", items: { type: "number" } } },
            type: { type: "string" },
          },
        },
        { type: "null" },
      ],
    },
    systemOfRecords: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
    temporal: {
      anyOf: [
        { type: "string", pattern: MOMENT_TO_MOMENT },
        { type: "string", pattern: FROM_MOMENT },
        { type: "string", pattern: UNTIL_MOMENT },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    isPartOf: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
    theme: {
      anyOf: [
        { type: "array", items: { type: "string", minLength: 1 }, minItems: 1, uniqueItems: true },
        { type: "null" },
        { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
      ],
    },
    title: { type: "string", minLength: 1 },
  },
  $id: "https://project-open-data.cio.gov/v1.1/schema/dataset.json#",
  $defs: {
    vcard: {
      type: "object",
      required: ["fn", "hasEmail"],
      properties: {
        "@type": { const: "vcard:Contact" },
        fn: { type: "string", minLength: 1 },
        hasEmail: {
          anyOf: [
            {
              pattern: "^mailto:[\\w\\_\\~\\!\\$\\&\\'\\(\\)\\*\\+\\,\\;\\=\\:.-]+@[\\w.-]+\\.[\\w.-]+?$",
              type: "string",
            },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
      },
      $id: "https://project-open-data.cio.gov/v1.1/schema/vcard.json#",
    },
    distribution: {
      type: "object",
      properties: {
        "@type": { const: "dcat:Distribution" },
        downloadURL: {
          anyOf: [
            { type: "string", format: "uri" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        mediaType: {
          anyOf: [
            { pattern: "^[-\\w]+/[-\\w]+(\\.[-\\w]+)*([+][-\\w]+)?$", type: "string" },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        format: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
        accessURL: {
          anyOf: [
            { type: "string", format: "uri" },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        description: {
          anyOf: [
            { type: "string", minLength: 1, maxLength: 10000 },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        title: {
          anyOf: [
            { type: "string", minLength: 1 },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        conformsTo: {
          anyOf: [
            { type: "string", format: "uri" },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        describedBy: {
          anyOf: [
            { type: "string", format: "uri" },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
        describedByType: {
          anyOf: [
            { pattern: "^[-\\w]+/[-\\w]+(\\.[-\\w]+)*([+][-\\w]+)?$", type: "string" },
            { type: "null" },
            { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
          ],
        },
      },
      $id: "https://project-open-data.cio.gov/v1.1/schema/distribution.json#",
      dependentSchemas: {
        downloadURL: {
          properties: {
            mediaType: {
              anyOf: [
                { type: "string", pattern: "^[-\\w]+/[-\\w]+(\\.[-\\w]+)*([+][-\\w]+)?$" },
                { type: "string", pattern: "^(\\[\\[REDACTED).*?(\\]\\])$" },
              ],
            },
          },
          required: ["mediaType"],
        },
      },
    },
    organization: {
      type: "object",
      required: ["name"],
      properties: {
        "@type": { const: "org:Organization" },
        name: { type: "string", minLength: 1 },
        subOrganizationOf: { $ref: "#" },
      },
      $id: "https://project-open-data.cio.gov/v1.1/schema/organization.json#",
    },
  },
};
