import * as z from "zod";
import type { AnswerSchema } from "../../../engine/ai/prompt.ts";
import { AiError } from "../ai-error.ts";

/** The part of JSON Schema that all providers understand. */
export type PlainSchema = {
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly description: string | null;
  readonly isNullable: boolean;
  readonly values: readonly string[] | null;
  readonly items: PlainSchema | null;
  /** All of them are required. */
  readonly properties: Readonly<Record<string, PlainSchema>> | null;
};

const TYPES = ["string", "integer", "number", "boolean", "array", "object"] as const;

/** Our own reader checks these again; some of them make a provider refuse the whole request. */
const UNCHECKED = [
  "$schema",
  "title",
  "default",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
];

const Type = z.union([z.enum(TYPES), z.tuple([z.enum(TYPES), z.literal("null")])]);
const Node = z.strictObject({
  type: Type.optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).min(1).optional(),
  const: z.string().optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.literal(false).optional(),
  anyOf: z.tuple([z.record(z.string(), z.unknown()), z.object({ type: z.literal("null") })]).optional(),
});
type Node = z.infer<typeof Node>;

function refuse(path: string): never {
  throw new AiError("request", `The schema of the answer cannot be said to a provider at ${path}.`, { attempts: 0 });
}

function propertiesOf(node: Node, path: string): PlainSchema["properties"] {
  const properties = Object.entries(node.properties ?? {});
  const required = new Set(node.required);
  if (node.additionalProperties !== false || properties.some(([name]) => !required.has(name))) refuse(path);
  return Object.fromEntries(properties.map(([name, schema]) => [name, readSchema(schema, `${path}.${name}`)]));
}

/**
 * A schema as providers can be told it. Limits of lengths, counts and sizes are left out: providers refuse some of them,
 * and answers are checked here anyway. Throws `AiError` of kind `request` for what has no counterpart everywhere: `$ref`,
 * alternatives, maps, fields that may be absent, words we do not know.
 */
export function readSchema(schema: AnswerSchema, path = "$"): PlainSchema {
  const known = Object.entries(schema).filter(([word]) => !UNCHECKED.includes(word));
  const parsed = Node.safeParse(Object.fromEntries(known));
  if (!parsed.success) return refuse(path);
  const node = parsed.data;
  if (node.anyOf !== undefined) return { ...readSchema(node.anyOf[0], path), isNullable: true };
  const [type, orNull] = Array.isArray(node.type) ? node.type : [node.type];
  if (type === undefined) return refuse(path);
  return {
    type,
    description: node.description ?? null,
    isNullable: orNull === "null",
    values: valuesOf(node, path),
    items: type === "array" ? readSchema(node.items ?? refuse(path), `${path}[]`) : null,
    properties: type === "object" ? propertiesOf(node, path) : null,
  };
}

function valuesOf(node: Node, path: string): readonly string[] | null {
  const values = node.const === undefined ? (node.enum ?? null) : [node.const];
  return values !== null && node.type !== "string" ? refuse(path) : values;
}

function mapped<T>(schema: PlainSchema, write: (schema: PlainSchema) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, write(property)]));
}

/** As strict JSON Schema for Anthropic and OpenAI: every field required, none beside them. */
export function toStrictSchema(schema: PlainSchema): Record<string, unknown> {
  const { type, description, isNullable, values, items, properties } = schema;
  return {
    type: isNullable ? [type, "null"] : type,
    ...(description === null ? {} : { description }),
    ...(values === null ? {} : { enum: isNullable ? [...values, null] : values }),
    ...(items === null ? {} : { items: toStrictSchema(items) }),
    ...(properties === null
      ? {}
      : {
          properties: mapped(schema, toStrictSchema),
          required: Object.keys(properties),
          additionalProperties: false,
        }),
  };
}

/** As Gemini's subset of OpenAPI 3: fields come in the order in which they are declared. */
export function toOpenApiSchema(schema: PlainSchema): Record<string, unknown> {
  const { type, description, isNullable, values, items, properties } = schema;
  return {
    type,
    ...(description === null ? {} : { description }),
    ...(isNullable ? { nullable: true } : {}),
    ...(values === null ? {} : { format: "enum", enum: values }),
    ...(items === null ? {} : { items: toOpenApiSchema(items) }),
    ...(properties === null
      ? {}
      : {
          properties: mapped(schema, toOpenApiSchema),
          required: Object.keys(properties),
          propertyOrdering: Object.keys(properties),
        }),
  };
}
