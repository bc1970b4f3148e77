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
