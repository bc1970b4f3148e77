import type { Quad, Term as RdfTerm } from "@rdfjs/types";
import jsonld from "jsonld";
import { Parser } from "n3";
import { RdfXmlParser } from "rdfxml-streaming-parser";
import { SaxesParser } from "saxes";
import { parseJsonText, textOfDocument } from "./json-document.ts";
import { preferred } from "./record-reader.ts";
import { type SourceDocument, SourceError } from "./source-record.ts";
import { cleanSeen } from "./text.ts";

/** RDF documents as one graph, whatever they are written in. */

export interface Term {
  kind: "iri" | "blank" | "literal";
  value: string;
  /** Of a literal, in BCP 47; empty where it has none. */
  language: string;
}

const MOST_TRIPLES = 5_000_000;

const PREFIXES: Readonly<Record<string, string>> = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  adms: "http://www.w3.org/ns/adms#",
  cnt: "http://www.w3.org/2011/content#",
  dcat: "http://www.w3.org/ns/dcat#",
  dcatap: "http://data.europa.eu/r5r/",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  locn: "http://www.w3.org/ns/locn#",
  org: "http://www.w3.org/ns/org#",
  owl: "http://www.w3.org/2002/07/owl#",
  prov: "http://www.w3.org/ns/prov#",
  schema: "http://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
};

/** Properties that name a resource, most usual first. */
const LABELS = [
  "skos:prefLabel",
  "rdfs:label",
  "dct:title",
  "foaf:name",
  "vcard:fn",
  "schema:name",
  "rdf:value",
];
/** How far a blank node's own blank nodes are described. */
const DEEPEST = 3;

/** The IRI of a prefixed name. */
export function expand(name: string): string {
  const colon = name.indexOf(":");
  return PREFIXES[name.slice(0, colon)]! + name.slice(colon + 1);
}

/** A property's name with its prefix, where that is one of the usual. */
export function shorten(iri: string): string {
  for (const [prefix, namespace] of Object.entries(PREFIXES)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length)
      return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

/** Triples by subject and property. Subjects are IRIs, or blank nodes under names that begin with `_:`. */
export class Graph {
  readonly url: string;
  readonly #subjects = new Map<string, Map<string, Term[]>>();
  #size = 0;

  /** @param url where the document is from, for messages */
  constructor(url: string) {
    this.url = url;
  }

  /** @throws SourceError when there are more triples than one document may hold */
  add(subject: string, property: string, object: Term): void {
    if (++this.#size > MOST_TRIPLES) {
      throw new SourceError(`${this.url} 超過 ${MOST_TRIPLES} 個三元組，不讀取；請改用分頁的網址`);
    }
    const properties = this.#subjects.get(subject) ?? new Map<string, Term[]>();
    this.#subjects.set(subject, properties);
    const values = properties.get(property);
    if (values) values.push(object);
    else properties.set(property, [object]);
  }

  /** Values of a property, by its prefixed name. */
  values(subject: string, property: string): readonly Term[] {
    return this.#subjects.get(subject)?.get(expand(property)) ?? [];
  }

  /** All that is said of a subject, by the properties' IRIs. */
  properties(subject: string): Iterable<[string, readonly Term[]]> {
    return this.#subjects.get(subject) ?? [];
  }

  /** Subjects of a type, by its prefixed name, in the order of the document. */
  *ofType(type: string): Iterable<string> {
    const iri = expand(type);
    for (const [subject, properties] of this.#subjects) {
      if (properties.get(expand("rdf:type"))?.some((term) => term.value === iri)) yield subject;
    }
  }

  /** What a resource is called; a literal is its own name. */
  label(term: Term): string | undefined {
    const key = keyOf(term);
    if (key === undefined) return term.value;
    for (const property of LABELS) {
      const literals = this.values(key, property).filter(({ kind }) => kind === "literal");
      const chosen = preferred(literals.map(({ language, value }) => ({ language, value })));
      if (chosen) return chosen.value;
    }
    return undefined;
  }

  /** A value as text for keeping: a literal, an IRI, or what a blank node says. */
  described(term: Term, depth = 0): string {
    if (term.kind !== "blank") return term.value;
    if (depth >= DEEPEST) return "…";
    const parts: string[] = [];
    for (const [iri, terms] of this.properties(`_:${term.value}`)) {
      if (iri === expand("rdf:type")) continue;
      for (const value of terms.slice(0, 20))
        parts.push(`${shorten(iri)} ${this.described(value, depth + 1)}`);
      if (parts.length > 50) break;
    }
    return parts.join("；");
  }

  /** The first value of a property anywhere in the document. */
  anywhere(property: string): Term | undefined {
    const iri = expand(property);
    for (const properties of this.#subjects.values()) {
      const value = properties.get(iri)?.[0];
      if (value) return value;
    }
    return undefined;
  }
}

/** The key of a resource; undefined for a literal. */
export const keyOf = ({ kind, value }: Term): string | undefined =>
  kind === "literal" ? undefined : kind === "blank" ? `_:${value}` : value;

function termOf(term: RdfTerm): Term | undefined {
  if (term.termType === "NamedNode") return { kind: "iri", value: term.value, language: "" };
  if (term.termType === "BlankNode")
    return { kind: "blank", value: term.value.replace(/^_:/, ""), language: "" };
  if (term.termType === "Literal") return { kind: "literal", value: term.value, language: term.language };
  return undefined;
}

function addQuad(graph: Graph, quad: Pick<Quad, "subject" | "predicate" | "object">): void {
  const subject = termOf(quad.subject as RdfTerm);
  const object = termOf(quad.object as RdfTerm);
  const key = subject && keyOf(subject);
  if (key !== undefined && object) graph.add(key, quad.predicate.value, object);
}

const reason = (cause: unknown): string =>
  cleanSeen(String((cause as Error)?.message ?? cause), false).text.slice(0, 200);

/** A graph of a JSON-LD document. Contexts at other addresses are not fetched: a source must not lead us anywhere. */
async function readJsonLd(text: string, graph: Graph): Promise<void> {
  const { url } = graph;
  const value = parseJsonText(text, url);
  const documentLoader = async (context: string): Promise<never> => {
    throw new SourceError(
      `${url} 的 @context 指向 ${context.slice(0, 200)}，不下載其他網址；請來源平臺把 @context 直接寫在文件裡，或改用 Turtle、RDF/XML`,
    );
  };
  let quads: Quad[];
  try {
    quads = (await jsonld.toRDF(value as object, { base: url, documentLoader })) as Quad[];
  } catch (cause) {
    for (
      let inner: unknown = cause;
      inner;
      inner = (inner as { details?: { cause?: unknown } }).details?.cause
    ) {
      if (inner instanceof SourceError) throw inner;
    }
    throw new SourceError(`${url} 不是正確的 JSON-LD（${reason(cause)}）；請來源平臺修正`);
  }
  for (const quad of quads) addQuad(graph, quad);
}

function readTurtle(text: string, graph: Graph): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(
        cause instanceof SourceError
          ? cause
          : new SourceError(
              `${graph.url} 不是正確的 Turtle 或 N-Triples（${reason(cause)}）；請來源平臺修正`,
            ),
      );
    try {
      new Parser({ baseIRI: graph.url }).parse(text, (error, quad) => {
        if (error) fail(error);
        else if (quad) addQuad(graph, quad);
        else resolve();
      });
    } catch (cause) {
      fail(cause);
    }
  });
}

/**
 * Refuses XML that is not well formed. The RDF/XML parser reads on to wherever a document breaks off, and a catalogue
 * that was cut short would look like one that lost its datasets.
 */
function checkWellFormed(text: string, url: string): void {
  const parser = new SaxesParser({ position: true });
  let fault: Error | undefined;
  parser.on("error", (error) => {
    fault ??= error;
  });
  for (let start = 0; start < text.length && !fault; start += CHUNK)
    parser.write(text.slice(start, start + CHUNK));
  if (!fault) parser.close();
  if (fault)
    throw new SourceError(`${url} 不是正確的 XML（${reason(fault)}）；請確認內容完整，或請來源平臺修正`);
}

const CHUNK = 64 * 1024;

function readRdfXml(text: string, graph: Graph): Promise<void> {
  // Entities that expand could make a small document a huge one.
  if (/<!ENTITY/i.test(text)) {
    throw new SourceError(`${graph.url} 的 RDF/XML 宣告了實體（<!ENTITY>），不讀取；請來源平臺直接寫出網址`);
  }
  checkWellFormed(text, graph.url);
  return new Promise((resolve, reject) => {
    const parser = new RdfXmlParser({
      baseIRI: graph.url,
      trackPosition: true,
      validateUri: false,
    });
    const fail = (cause: unknown) => {
      parser.destroy();
      reject(
        cause instanceof SourceError
          ? cause
          : new SourceError(`${graph.url} 不是正確的 RDF/XML（${reason(cause)}）；請來源平臺修正`),
      );
    };
    parser.on("data", (quad: Quad) => {
      try {
        addQuad(graph, quad);
      } catch (cause) {
        fail(cause);
      }
    });
    parser.on("error", fail);
    parser.on("end", () => resolve());
    const write = (at: number): void => {
      for (let start = at; start < text.length; start += CHUNK) {
        const more = parser.write(text.slice(start, start + CHUNK));
        if (!more) {
          parser.once("drain", () => write(start + CHUNK));
          return;
        }
      }
      parser.end();
    };
    write(0);
  });
}

/**
 * Reads an RDF document: JSON-LD, RDF/XML, Turtle or N-Triples, told apart by how it begins.
 * @throws SourceError when it is none of them, or larger than the limits
 */
export async function readGraph(document: SourceDocument): Promise<Graph> {
  const text = textOfDocument(document);
  const graph = new Graph(document.url);
  const head = text.slice(0, 2000).trimStart();
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(head)) {
    throw new SourceError(`${document.url} 回應的是網頁，不是 RDF；請確認網址是介接用的，且不需登入`);
  }
  if (/^[[{]/.test(head) && !/^\[\s*(?:\]|a\s|<|[\w-]*:)/.test(head)) await readJsonLd(text, graph);
  else if (/^<(?:\?xml|!--|!DOCTYPE|rdf:RDF|RDF)\b|^<!--/.test(head)) await readRdfXml(text, graph);
  else await readTurtle(text, graph);
  return graph;
}
