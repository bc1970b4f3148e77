import type { Quad } from "@rdfjs/types";
import jsonld from "jsonld";
import { Parser } from "n3";
// The package brings no types.
// @ts-expect-error TS7016
import * as rdfCanonize from "rdf-canonize";
import { RdfXmlParser } from "rdfxml-streaming-parser";

/** Any document that is asked for by address is a fault: a description must stand for itself. */
const refuse = async (url: string): Promise<never> => {
  throw new Error(`asked for ${url}`);
};

/** Reads Turtle. */
export const readTurtle = (text: string): Quad[] =>
  new Parser({ format: "text/turtle" }).parse(text) as Quad[];

/** Reads RDF/XML, with each IRI checked. */
export const readRdfXml = (text: string): Promise<Quad[]> =>
  new Promise((resolve, reject) => {
    const quads: Quad[] = [];
    const parser = new RdfXmlParser({ trackPosition: true });
    parser.on("data", (quad: Quad) => quads.push(quad));
    parser.on("error", reject);
    parser.on("end", () => resolve(quads));
    parser.write(text);
    parser.end();
  });

/** Reads JSON-LD without any request; what the reader would drop is a fault. */
export async function readJsonLd(text: string): Promise<Quad[]> {
  // The types do not know `safe`.
  const safe: object = { safe: true };
  const options = { documentLoader: refuse, format: "application/n-quads" as const, ...safe };
  const quads = (await jsonld.toRDF(JSON.parse(text), options)) as string;
  return new Parser({ format: "application/n-quads" }).parse(quads) as Quad[];
}

/** A text that is the same for the same graph (RDF Dataset Canonicalization 1.0); language tags in lower case. */
export async function canonical(quads: readonly Quad[]): Promise<string> {
  const plain = quads.map(({ subject, predicate, object, graph }) => ({
    subject: term(subject),
    predicate: term(predicate),
    object: term(object),
    graph: term(graph),
  }));
  return rdfCanonize.canonize(plain, { algorithm: "RDFC-1.0" });
}

function term(value: Quad["object"] | Quad["subject"] | Quad["predicate"] | Quad["graph"]): unknown {
  const { termType } = value;
  if (value.termType !== "Literal") return { termType, value: value.value };
  const { language, datatype } = value;
  return {
    termType,
    value: value.value,
    language: language.toLowerCase(),
    datatype: { termType: "NamedNode", value: datatype.value },
  };
}
