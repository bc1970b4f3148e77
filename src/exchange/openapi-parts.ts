import { SCHEMAS } from "../catalogue/schema/fields.ts";

/** Pieces that the description of the interfaces is made of. */
export type Json = Record<string, unknown>;

/** Chinese first, English below. */
export const both = (zh: string, en: string): string => `${zh}\n\n${en}`;
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
export const string = (description?: string): Json => ({
  type: "string",
  ...(description ? { description } : {}),
});
export const integer = (description?: string): Json => ({
  type: "integer",
  minimum: 0,
  ...(description ? { description } : {}),
});
export const uri = (description: string): Json => ({ type: "string", format: "uri", description });
export const list = (items: Json, description?: string): Json => ({
  type: "array",
  ...(description ? { description } : {}),
  items,
});
export const object = (properties: Json, required: string[], description?: string): Json => ({
  type: "object",
  ...(description ? { description } : {}),
  required,
  properties,
});

export const parameter = (name: string, description: string, schema: Json): Json => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
});

const NOT_FOUND = { description: both("沒有這個檔案。", "There is no such file.") };

/** One file, or as many as its path's parameters name. */
export function get(
  operationId: string,
  tag: string,
  summary: string,
  description: string,
  content: Json,
  parameters: Json[] = [],
): Json {
  return {
    get: {
      operationId,
      tags: [tag],
      summary,
      description,
      ...(parameters.length > 0 ? { parameters } : {}),
      responses: {
        200: { description: summary, content },
        ...(parameters.length > 0 ? { 404: NOT_FOUND } : {}),
      },
    },
  };
}

export const json = (schema: Json): Json => ({ "application/json": { schema } });
export const media = (type: string): Json => ({ [type]: { schema: { type: "string" } } });

/** A file that is compressed as it stands; what is in it, its description says. */
export const GZIP = media("application/gzip");
/** The media type of what stands at a path, compressed or not. */
export const mediaAt = (path: string, type: string): Json => (path.endsWith(".gz") ? GZIP : media(type));

/**
 * CSV lists of which some are compressed: one path for either kind that there is.
 * @param operationId of the plain ones
 * @param addressOf path of a list below the base
 */
export function csvLists<T extends string>(
  [operationId, tag, summary, description]: readonly [string, string, string, string],
  folder: string,
  names: readonly T[],
  addressOf: (name: T) => string,
): Json {
  const isPacked = (name: T) => addressOf(name).endsWith(".gz");
  const kinds = [
    {
      path: `/${folder}/{list}.csv`,
      id: operationId,
      of: names.filter((name) => !isPacked(name)),
      packed: false,
    },
    {
      path: `/${folder}/{list}.csv.gz`,
      id: `${operationId}Packed`,
      of: names.filter(isPacked),
      packed: true,
    },
  ];
  return Object.fromEntries(
    kinds
      .filter(({ of }) => of.length > 0)
      .map(({ path, id, of, packed }) => {
        const list = parameter("list", both("清單名稱。", "Name of the list."), { type: "string", enum: of });
        const title = packed ? `${summary}，gzip 壓縮` : summary;
        return [path, get(id, tag, title, description, packed ? GZIP : media("text/csv"), [list])];
      }),
  );
}

/** The number of a page that is not the first. */
export const PAGE = parameter("page", both("頁次，由 2 起。", "Number of the page, from 2."), {
  type: "integer",
  minimum: 2,
});

/** One of the other platforms' answers: `{success, result}`. */
export const success = (result: Json, more: Json = {}): Json =>
  object({ success: { const: true }, ...more, result }, ["success", "result"]);

const identifier = SCHEMAS.dataset.properties.identifier!;
export const IDENTIFIER = parameter("identifier", both("資料集編號。", "The dataset's identifier."), {
  type: "string",
  pattern: identifier.pattern,
  examples: identifier.examples,
});
