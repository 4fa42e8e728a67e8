/** Values that fit a JSON Schema, for fast-check. */
import fc from "fast-check";
import type { SchemaPart } from "./api-document.ts";

type Schemas = Readonly<Record<string, SchemaPart>>;

/** Values that are worth trying for a field of this name: ids that exist, of one's own and of others. */
export type Hints = (name: string) => readonly unknown[];

type Making = { readonly schemas: Schemas; readonly hints: Hints };

const MAX_DEPTH = 5;
const MAX_ITEMS = 3;
const MAX_TEXT = 40;

function numberOf(schema: SchemaPart, key: string, fallback: number): number {
  const value = schema[key];
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

function textOf(schema: SchemaPart): fc.Arbitrary<string> {
  const { format, pattern } = schema;
  if (format === "uuid") return fc.uuid({ version: 7 });
  if (format === "date-time") {
    const [min, max] = [new Date("2020-01-01"), new Date("2030-01-01")];
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
  }
  // What looks ahead cannot be turned around: such text is made without its pattern.
  if (typeof pattern === "string" && !pattern.includes("(?")) return fc.stringMatching(new RegExp(pattern, "u"));
  const minLength = numberOf(schema, "minLength", 0);
  return fc.string({
    minLength,
    maxLength: Math.max(minLength, Math.min(MAX_TEXT, numberOf(schema, "maxLength", MAX_TEXT))),
  });
}

function integerOf(schema: SchemaPart): fc.Arbitrary<number> {
  const min = Math.max(-1_000_000, numberOf(schema, "minimum", numberOf(schema, "exclusiveMinimum", -10) + 1));
  return fc.integer({
    min: Math.ceil(min),
    max: Math.max(Math.ceil(min), Math.min(1_000_000, numberOf(schema, "maximum", 100))),
  });
}

function partsOf(schema: SchemaPart, key: string): readonly SchemaPart[] {
  const parts = schema[key];
  return Array.isArray(parts) ? (parts as SchemaPart[]) : [];
}

function listOf(schema: SchemaPart, making: Making, depth: number): fc.Arbitrary<unknown> {
  const items = arbitraryOf((schema.items ?? {}) as SchemaPart, making, depth + 1);
  const minLength = numberOf(schema, "minItems", 0);
  return fc.array(items, {
    minLength,
    maxLength: Math.max(minLength, Math.min(MAX_ITEMS, numberOf(schema, "maxItems", MAX_ITEMS))),
  });
}

function objectOf(schema: SchemaPart, making: Making, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, SchemaPart>>);
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  const model = Object.fromEntries(
    properties.map(([name, part]) => {
      const known = making.hints(name);
      const usual = arbitraryOf(part, making, depth + 1);
      return [name, known.length === 0 ? usual : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, usual)];
    }),
  );
  return fc.record(model, { requiredKeys: required.filter((name) => Object.hasOwn(model, name)) });
}

const SIMPLE: Readonly<Record<string, (schema: SchemaPart) => fc.Arbitrary<unknown>>> = {
  string: textOf,
  integer: integerOf,
  number: integerOf,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

/** Values of this schema. What the schema leaves open is small. */
export function arbitraryOf(schema: SchemaPart, making: Making, depth = 0): fc.Arbitrary<unknown> {
  if (depth > MAX_DEPTH) return fc.constant(null);
  if (typeof schema.$ref === "string") {
    const named = making.schemas[schema.$ref.split("/").at(-1) ?? ""];
    return arbitraryOf(named ?? {}, making, depth + 1);
  }
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (Object.hasOwn(schema, "const")) return fc.constant(schema.const);
  const choices = [...partsOf(schema, "anyOf"), ...partsOf(schema, "oneOf")];
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, making, depth + 1)));
  if (schema.type === "object") return objectOf(schema, making, depth);
  if (schema.type === "array") return listOf(schema, making, depth);
  return SIMPLE[String(schema.type)]?.(schema) ?? fc.jsonValue({ maxDepth: 1 });
}
