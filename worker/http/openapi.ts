/** The API document, OpenAPI 3.1, made from the declared routes and their schemas. */

import * as z from "zod";
import { PERMISSIONS } from "../permissions.ts";
import { VERSION } from "../version.ts";
import { ACCESS_COOKIE } from "./cookies.ts";
import type { Answer, RouteSpec } from "./route-spec.ts";
import { Problem } from "./schemas/common.ts";

type Json = { [key: string]: unknown };

const REASONS: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Created.",
  202: "Accepted; the work goes on.",
  204: "Done; no content.",
  101: "The connection is a WebSocket now.",
  302: "Go to the address in Location.",
  303: "Go to the address in Location.",
  503: "Not ready.",
};

const WHO: Readonly<Record<RouteSpec["access"], string>> = {
  public: "Anybody.",
  session: "Signed-in users.",
  org: "Members of the organization",
  webhook: "Whoever signs the body.",
  operator: "Whoever runs the deploy, by OPERATOR_TOKEN.",
};

function whoOf({ access, permission, tokenScope }: RouteSpec): string {
  if (access === "session")
    return `${WHO.session} ${tokenScope ? `API tokens with \`${tokenScope}\`.` : "No API tokens."}`;
  if (access !== "org" || !permission) return WHO[access];
  const { role, scope } = PERMISSIONS[permission];
  const tokens = scope === null ? "No API tokens." : `API tokens with \`${scope}\`.`;
  return `${WHO.org}, from the role ${role} (\`${permission}\`). ${tokens}`;
}

/** Which of the security schemes lets somebody in; empty for a route that asks nobody. */
function securityOf({ access, permission, tokenScope }: RouteSpec): Json[] {
  if (access === "operator") return [{ operator: [] }];
  if (access !== "session" && access !== "org") return [];
  const scope = permission ? PERMISSIONS[permission].scope : tokenScope;
  return scope ? [{ session: [] }, { token: [] }] : [{ session: [] }];
}

/** JSON Schema of a schema, its named parts moved to `components`. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _dialect,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // The format says it in one word.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  for (const [name, part] of Object.entries($defs ?? {})) components[name] = relinked(part);
  return relinked(root);
}

function relinked(part: unknown): Json {
  return JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

function answerOf(status: number, answer: Answer, components: Json): Json {
  const description = REASONS[status] ?? "See the schema.";
  if (answer instanceof z.ZodType) {
    return { description, content: { "application/json": { schema: schemaOf(answer, "output", components) } } };
  }
  if (answer === "redirect") return { description, headers: { location: { schema: { type: "string" } } } };
  if (answer === "text") return { description, content: { "text/plain": { schema: { type: "string" } } } };
  if (answer === "html") return { description, content: { "text/html": { schema: { type: "string" } } } };
  if (answer === "attachment")
    return { description, content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } };
  if (answer === "json-document")
    return { description, content: { "application/json": { schema: { type: "object" } } } };
  return { description };
}

/** Parameters of one place, one entry per property of the schema. */
function parametersOf(place: "path" | "query", schema: z.ZodType | undefined, components: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input", components) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function bodyOf(spec: RouteSpec, components: Json): Json | undefined {
  if (spec.body) {
    return { required: true, content: { "application/json": { schema: schemaOf(spec.body, "input", components) } } };
  }
  if (!spec.rawBody) return undefined;
  return { required: true, content: Object.fromEntries(spec.rawBody.types.map((type) => [type, {}])) };
}

function operationOf(spec: RouteSpec, components: Json): Json {
  const answers = Object.entries(spec.responses).map(
    ([status, answer]) => [status, answerOf(Number(status), answer, components)] as const,
  );
  const who = whoOf(spec);
  const requestBody = bodyOf(spec, components);
  return {
    summary: spec.summary,
    description: `Who: ${who} Rate class: ${spec.rate}.${spec.audit ? ` Audited as \`${spec.audit}\`.` : ""}`,
    parameters: [
      ...parametersOf("path", spec.params, components),
      ...parametersOf("query", spec.query, components),
      ...(spec.access === "org" && spec.method === "post" && !spec.isSecret ? [IDEMPOTENCY_KEY] : []),
    ],
    security: securityOf(spec),
    ...(requestBody && { requestBody }),
    responses: {
      ...Object.fromEntries(answers),
      default: { description: "A problem.", content: { "application/problem+json": { schema: PROBLEM } } },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key and body within a day: done once, answered alike. With another body: 422.",
  schema: { type: "string", maxLength: 255 },
};

/** Of routes that ask who calls. A token's request needs nothing besides; a session's changes need the headers of our own pages. */
const SECURITY = {
  session: { type: "apiKey", in: "cookie", name: ACCESS_COOKIE },
  token: { type: "http", scheme: "bearer", bearerFormat: "ado_…" },
  operator: { type: "http", scheme: "bearer" },
};

const PROBLEM = { $ref: "#/components/schemas/Problem" };

export function apiDocument(routes: readonly RouteSpec[], serverUrl: string) {
  const schemas: Json = {};
  schemaOf(Problem, "output", schemas);
  const paths: Record<string, Json> = {};
  for (const spec of routes) {
    const path = spec.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [spec.method]: operationOf(spec, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "AutoDevOps", version: VERSION },
    servers: [{ url: serverUrl }],
    paths,
    components: { schemas, securitySchemes: SECURITY },
  };
}
