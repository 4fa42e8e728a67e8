// Turns GitHub's published OpenAPI excerpts into validators. Two passes: `loose` as published, `strict` with closed
// objects, which finds fields that GitHub does not send.
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };
type Pass = "loose" | "strict";

export interface Description {
  components: { schemas: JsonObject };
}

const COMPOSITES = ["allOf", "anyOf", "oneOf"] as const;
const MANY_ERRORS = 6;

function isObject(node: Json | undefined): node is JsonObject {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function mapValues(node: JsonObject, convert: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, convert(value)]));
}

/** OpenAPI 3.0 says `nullable: true`; JSON Schema wants an alternative, and ajv refuses `nullable` without `type`. */
function withNull(schema: JsonObject): JsonObject {
  const { nullable, ...rest } = schema;
  if (nullable !== true) return rest;
  return { anyOf: [{ type: "null" }, Array.isArray(rest.enum) ? { ...rest, enum: [...rest.enum, null] } : rest] };
}

function isClosable(schema: JsonObject): boolean {
  return isObject(schema.properties) && schema.additionalProperties === undefined && !COMPOSITES.some((k) => schema[k]);
}

/** `pass` decides what references point to and whether objects are closed; parts of a composite always stay open. */
function convert(node: Json, pass: Pass): Json {
  if (Array.isArray(node)) return node.map((item) => convert(item, pass));
  if (!isObject(node)) return node;
  const { discriminator: _discriminator, ...schema } = node;
  // GitHub's alternatives overlap (a plain error is also a rule violation without fields), so one or more may match.
  const entries = Object.entries(schema).map(([key, value]) => [
    key === "oneOf" ? "anyOf" : key,
    convertKeyword(key, value, pass),
  ]);
  const converted = Object.fromEntries(entries) as JsonObject;
  if (pass === "strict" && isClosable(converted)) converted.additionalProperties = false;
  return withNull(converted);
}

function convertKeyword(key: string, value: Json, pass: Pass): Json {
  if (key === "$ref") return `${pass}#/schemas/${String(value).split("/").at(-1)}`;
  if (key === "properties" && isObject(value)) return mapValues(value, (property) => convert(property, pass));
  if (key === "enum") return value;
  return convert(value, COMPOSITES.some((composite) => composite === key) ? "loose" : pass);
}

/** Checks values against schemas of one description, compiled on first use. */
export class SchemaChecker {
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #compiled = new Map<Json, Record<Pass, ValidateFunction>>();

  constructor(description: Description) {
    formats.default(this.#ajv);
    this.#ajv.addFormat("repo.nwo", /^[^/\s]+\/[^/\s]+$/).addFormat("ip", /^[\da-f.:/]+$/i);
    for (const pass of ["loose", "strict"] as const) {
      const schemas = mapValues(description.components.schemas, (schema) => convert(schema, pass));
      this.#ajv.addSchema({ schemas }, pass);
    }
  }

  /** The findings of both passes as readable lines; empty when the value is what GitHub describes. */
  check(schema: Json, value: unknown): string[] {
    const passes = this.#compile(schema);
    return (["loose", "strict"] as const).flatMap((pass) => {
      const validate = passes[pass];
      if (validate(value)) return [];
      const errors = validate.errors ?? [];
      const lines = errors.slice(0, MANY_ERRORS).map((error) => {
        const detail = error.params.additionalProperty ?? "";
        return `${pass}: ${error.instancePath || "/"} ${error.message} ${detail}`.trim();
      });
      return errors.length > MANY_ERRORS ? [...lines, `${pass}: ${errors.length - MANY_ERRORS} more`] : lines;
    });
  }

  #compile(schema: Json): Record<Pass, ValidateFunction> {
    const known = this.#compiled.get(schema);
    if (known) return known;
    const compile = (pass: Pass) => this.#ajv.compile(convert(schema, pass) as object);
    const passes = { loose: compile("loose"), strict: compile("strict") };
    this.#compiled.set(schema, passes);
    return passes;
  }
}
