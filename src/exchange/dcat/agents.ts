import type { Agency, Contact, Dataset } from "../../catalogue/catalogue.ts";
import { agencyIri, contactIri, type DcatContext, type Shared } from "./context.ts";
import {
  CHINESE,
  labels,
  literal,
  type Property,
  properties,
  type Reference,
  type Resource,
} from "./graph.ts";
import { link, mailLink, telLink } from "./iri.ts";
import { propertyOf } from "./mapping.ts";

const KIND = "vcard:Kind";
/** Types of publishers (ADMS 1.0, Publisher Type vocabulary). */
const PUBLISHER_TYPE = "http://purl.org/adms/publishertype";

/**
 * Local for what stands below a county or city government, national for what stands below 總統府 or a 院;
 * undefined for companies, and where the register does not say.
 */
function publisherType(agency: Agency): string | undefined {
  if (/公司/.test(agency.name)) return undefined;
  if (/[縣市]政府$/.test(agency.ministry.name)) return `${PUBLISHER_TYPE}/LocalAuthority`;
  let root = agency;
  while (root.parent) root = root.parent;
  return /^(?:總統府|(?:行政|立法|司法|考試|監察)院)$/.test(root.name)
    ? `${PUBLISHER_TYPE}/NationalAuthority`
    : undefined;
}

/** The agency that publishes (DCAT-AP 3.0.1, Agent): names, code, OID, and whom it belongs to. */
export function publisherOf(agency: Agency, context: DcatContext, shared: Shared): Reference {
  return shared.refer(agencyIri(context, agency.code), "foaf:Agent", () => {
    const type = publisherType(agency);
    return properties([
      [propertyOf("publisher"), labels(agency.name, agency.nameEn)],
      ["dct:identifier", [literal(agency.code), literal(agency.file.oid)]],
      ["dct:type", type === undefined ? undefined : { iri: type }],
      ["foaf:homepage", link(agency.file.website)],
      ["org:subOrganizationOf", agency.parent && { iri: agencyIri(context, agency.parent.code) }],
    ]);
  });
}

/**
 * Whom to ask (DCAT-AP 3.0.1, Kind). A window of the agency has a name of its own, so that a page of the catalogue
 * describes it once; a contact of the dataset's own is part of the dataset.
 */
export function contactPointOf(
  dataset: Dataset,
  context: DcatContext,
  shared: Shared,
): Reference | Resource | undefined {
  const { contact, agency } = dataset;
  if (Object.keys(contact).length === 0) return undefined;
  const window = agency.file.contacts?.find(
    ({ name, phone, email }) => name === contact.name && phone === contact.phone && email === contact.email,
  );
  if (!window || contact.honorific) return { types: [KIND], properties: contactDetails(contact) };
  return shared.refer(contactIri(context, agency.code, window.id), KIND, () => contactDetails(contact));
}

function contactDetails(contact: Contact): Property[] {
  const phone = telLink(contact.phone);
  return properties([
    [propertyOf("publisherContactName"), literal(contact.name, CHINESE)],
    [propertyOf("publisherContactHonorific"), literal(contact.honorific, CHINESE)],
    [propertyOf("publisherContactEmail"), mailLink(contact.email)],
    // A text that is not just one number, such as two of them, has no tel: address.
    phone === undefined
      ? ["vcard:note", literal(contact.phone, CHINESE)]
      : [propertyOf("publisherContactPhone"), phone],
  ]);
}
