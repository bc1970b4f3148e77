import type { RdfFormat } from "../addresses.ts";
import type { Resource } from "./graph.ts";

/** Prefixes of the names that were written; undefined where nobody asks. */
export type Prefixes = Set<string> | undefined;

/** A way of writing descriptions down. */
export interface Syntax {
  format: RdfFormat;
  /** What stands between two resources. */
  separator: string;
  /**
   * The document's beginning.
   * @param base address against which relative IRIs are resolved
   * @param prefixes the namespaces to declare
   */
  head(base: string, prefixes: Iterable<string>): string;
  tail: string;
  /**
   * A resource with all that hangs on it.
   * @param used takes the prefixes of the names that were written, where somebody wants to know
   */
  write(resource: Resource, base: string, used?: Prefixes): string;
  /**
   * A resource around others that one of its properties leads to, so that they need not be named twice: what stands
   * before them and what behind. Absent where resources with IRIs stand side by side.
   */
  nest?(resource: Resource, property: string, base: string, used?: Prefixes): [before: string, after: string];
}

/** A path that no reader takes for a scheme, another host or a way up. */
const PLAIN_PATH = /^(?:[\w-]+\/)*(?:[\w-]+(?:\.[\w-]+)*)?(?:#[\w.~%-]*)?$/;

/** An IRI below the base without the base, where that reads the same everywhere; any other one whole. */
export function relative(iri: string, base: string): string {
  if (!iri.startsWith(base)) return iri;
  const path = iri.slice(base.length);
  return PLAIN_PATH.test(path) ? path : iri;
}

/** A small document: it declares only the namespaces that it uses. */
export function document(syntax: Syntax, resources: readonly Resource[], base: string): string {
  const used = new Set<string>();
  const body = resources.map((resource) => syntax.write(resource, base, used)).join(syntax.separator);
  return syntax.head(base, used) + body + syntax.tail;
}
