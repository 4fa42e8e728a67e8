/**
 * Compares a value with a JSON Schema (draft 7, the keywords that our schemas use). Written for two things that libraries do
 * not do: an expression, which the platform replaces before it looks, fits every place; and of several forms that a value may
 * have, only what is wrong with the nearest one is said.
 */
import { choose } from "./schema-failure.ts";

export type JsonSchema = boolean | SchemaNode;

interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly required?: readonly string[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** Keys and list indexes from the root. */
export type Path = readonly (string | number)[];

export type Failure = { readonly path: Path; readonly value: unknown } & (
  | { readonly kind: "type"; readonly expected: readonly string[] }
  | { readonly kind: "value"; readonly allowed: readonly unknown[] }
  | { readonly kind: "unknown_key"; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: "missing_key"; readonly key: string }
  | { readonly kind: "form"; readonly pattern: string }
  | { readonly kind: "size"; readonly least: number | null; readonly most: number | null }
  | { readonly kind: "repeated" }
  | { readonly kind: "forbidden" }
);

/** Everything in which a value differs from a schema, in the order of the value. `fits` says of a value that it fits everywhere. */
export function compare(value: unknown, schema: JsonSchema, fits: (value: unknown) => boolean): readonly Failure[] {
  return new Comparison(schema, fits).check(schema, value, []);
}

class Comparison {
  readonly #root: JsonSchema;
  readonly #fits: (value: unknown) => boolean;
  readonly #patterns = new Map<string, RegExp>();

  constructor(root: JsonSchema, fits: (value: unknown) => boolean) {
    this.#root = root;
    this.#fits = fits;
  }

  check(schema: JsonSchema, value: unknown, path: Path): readonly Failure[] {
    if (schema === true || this.#fits(value)) return [];
    if (schema === false) return [{ kind: "forbidden", path, value }];
    if (schema.$ref !== undefined) return this.check(this.#definition(schema.$ref), value, path);
    const wrongType = typeFailure(schema, value, path);
    if (wrongType) return [wrongType];
    return [
      ...valueFailures(schema, value, path),
      ...this.#textFailures(schema, value, path),
      ...this.#listFailures(schema, value, path),
      ...this.#mapFailures(schema, value, path),
      ...this.#combined(schema, value, path),
    ];
  }

  #definition(ref: string): JsonSchema {
    const name = /^#\/definitions\/(.+)$/.exec(ref)?.[1] ?? "";
    return (typeof this.#root === "object" ? this.#root.definitions?.[name] : undefined) ?? true;
  }

  #matches(pattern: string, text: string): boolean {
    const known = this.#patterns.get(pattern) ?? new RegExp(pattern, "u");
    this.#patterns.set(pattern, known);
    return known.test(text);
  }

  #textFailures({ pattern, minLength, maxLength }: SchemaNode, value: unknown, path: Path): Failure[] {
    if (typeof value !== "string") return [];
    const failures: Failure[] = [...sizeFailures([minLength, maxLength], value.length, { path, value })];
    if (pattern !== undefined && !this.#matches(pattern, value)) failures.push({ kind: "form", pattern, path, value });
    return failures;
  }

  #listFailures({ items, minItems, maxItems, uniqueItems }: SchemaNode, value: unknown, path: Path): Failure[] {
    if (!Array.isArray(value)) return [];
    const failures: Failure[] = [...sizeFailures([minItems, maxItems], value.length, { path, value })];
    if (uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size < value.length)
      failures.push({ kind: "repeated", path, value });
    if (items === undefined) return failures;
    return [...failures, ...value.flatMap((item, index) => this.check(items, item, [...path, index]))];
  }

  #mapFailures(schema: SchemaNode, value: unknown, path: Path): readonly Failure[] {
    if (!isMap(value)) return [];
    const keys = Object.keys(value);
    const missing = requiredKeys(schema, value).filter((key) => !Object.hasOwn(value, key));
    return [
      ...sizeFailures([schema.minProperties, schema.maxProperties], keys.length, { path, value }),
      ...keys.flatMap((key) => this.#keyFailures(schema, value, { key, path })),
      ...missing.map((key) => ({ kind: "missing_key", key, path, value }) as const),
    ];
  }

  #keyFailures(schema: SchemaNode, map: Readonly<Record<string, unknown>>, { key, path }: { key: string; path: Path }) {
    const { properties = {}, patternProperties = {}, additionalProperties = true } = schema;
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const byPattern = Object.entries(patternProperties).filter(([pattern]) => this.#matches(pattern, key));
    const schemas = [...(own === undefined ? [] : [own]), ...byPattern.map(([, each]) => each)];
    if (schemas.length === 0 && additionalProperties === false) {
      const known = Object.keys(properties);
      return [{ kind: "unknown_key", key, known, path: [...path, key], value: map[key] } satisfies Failure];
    }
    const all = schemas.length === 0 ? [additionalProperties] : schemas;
    return all.flatMap((each) => this.check(each, map[key], [...path, key]));
  }

  #combined(schema: SchemaNode, value: unknown, path: Path): readonly Failure[] {
    const isNot = schema.not !== undefined && this.check(schema.not, value, path).length === 0;
    return [
      ...(schema.allOf ?? []).flatMap((each) => this.check(each, value, path)),
      ...this.#oneOf(schema.anyOf, value, path),
      ...this.#oneOf(schema.oneOf, value, path),
      ...(isNot ? [{ kind: "forbidden", path, value } as const] : []),
      ...this.#conditional(schema, value, path),
    ];
  }

  /** `oneOf` is read as `anyOf`: which of two forms an expression stands for nobody knows. */
  #oneOf(forms: readonly JsonSchema[] | undefined, value: unknown, path: Path): readonly Failure[] {
    if (forms === undefined) return [];
    const tried: (readonly Failure[])[] = [];
    for (const form of forms) {
      const failures = this.check(form, value, path);
      if (failures.length === 0) return [];
      tried.push(failures);
    }
    return choose(tried, path);
  }

  #conditional(schema: SchemaNode, value: unknown, path: Path): readonly Failure[] {
    if (schema.if === undefined) return [];
    const then = this.check(schema.if, value, path).length === 0 ? schema.then : schema.else;
    return then === undefined ? [] : this.check(then, value, path);
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value's type in the words of JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function typeFailure({ type }: SchemaNode, value: unknown, path: Path): Failure | null {
  if (type === undefined) return null;
  const expected = typeof type === "string" ? [type] : type;
  const own = typeOf(value);
  const fits = expected.includes(own) || (own === "integer" && expected.includes("number"));
  return fits ? null : { kind: "type", expected, path, value };
}

function valueFailures(schema: SchemaNode, value: unknown, path: Path): Failure[] {
  const allowed = schema.enum ?? (schema.const === undefined ? null : [schema.const]);
  const failures: Failure[] = allowed && !allowed.includes(value) ? [{ kind: "value", allowed, path, value }] : [];
  if (typeof value === "number")
    failures.push(...sizeFailures([schema.minimum, schema.maximum], value, { path, value }));
  return failures;
}

function* sizeFailures(
  [least = null, most = null]: readonly (number | null | undefined)[],
  size: number,
  place: { readonly path: Path; readonly value: unknown },
): Generator<Failure> {
  if ((least !== null && size < least) || (most !== null && size > most)) yield { kind: "size", least, most, ...place };
}

function requiredKeys({ required = [], dependencies = {} }: SchemaNode, value: object): string[] {
  const implied = Object.entries(dependencies).flatMap(([key, others]) => (Object.hasOwn(value, key) ? others : []));
  return [...new Set([...required, ...implied])];
}
