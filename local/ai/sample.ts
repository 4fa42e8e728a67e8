// The smallest value that a JSON Schema allows: right in shape, empty of meaning.

type Schema = Record<string, unknown>;

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function typeOf(schema: Schema): string {
  const types = typeof schema.type === "string" ? [schema.type] : asList(schema.type).map(String);
  if (types.includes("null") || schema.nullable === true) return "null";
  const [type = schema.properties ? "object" : schema.items ? "array" : "null"] = types;
  return type.toLowerCase();
}

function smallestNumber(schema: Schema): number {
  const above = typeof schema.exclusiveMinimum === "number" ? schema.exclusiveMinimum + 1 : undefined;
  const least = above ?? (typeof schema.minimum === "number" ? schema.minimum : 0);
  return typeof schema.maximum === "number" ? Math.min(Math.max(0, least), schema.maximum) : Math.max(0, least);
}

function smallestObject(schema: Schema): Schema {
  const properties = asSchema(schema.properties);
  return Object.fromEntries(asList(schema.required).map((name) => [name, smallest(properties[String(name)])]));
}

const SMALLEST: Record<string, (schema: Schema) => unknown> = {
  object: smallestObject,
  array: (schema) => Array.from({ length: Number(schema.minItems ?? 0) }, () => smallest(schema.items)),
  string: (schema) => "x".repeat(Number(schema.minLength ?? 0)),
  integer: smallestNumber,
  number: smallestNumber,
  boolean: () => false,
  null: () => null,
};

/** Understands type, enum, const, anyOf, oneOf, allOf, properties, required, items, minItems, minLength, minimum and maximum. */
export function smallest(schema: unknown): unknown {
  const known = asSchema(schema);
  if ("const" in known) return known.const;
  const [first] = asList(known.enum);
  if (first !== undefined) return first;
  const [choice] = [...asList(known.anyOf), ...asList(known.oneOf)];
  if (choice !== undefined) return smallest(choice);
  const parts = asList(known.allOf);
  if (parts.length > 0) return Object.assign({}, ...parts.map(smallest));
  return (SMALLEST[typeOf(known)] ?? SMALLEST.null)?.(known);
}
