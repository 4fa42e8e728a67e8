import { type DocumentNode, execute, GraphQLError, parse, validate } from "graphql";
import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import { requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { createRepositoryField } from "./graphql-repository.ts";
import { SCHEMA } from "./graphql-schema.ts";

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
const MAX_TOKENS = 20_000;

/** GitHub's form of an error: the type of a missing object stands beside the message, not under `extensions`. */
function errorJson({ message, path, locations, extensions }: GraphQLError) {
  const { type, ...rest } = extensions;
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(path ? { path } : {}),
    ...(Object.keys(rest).length > 0 ? { extensions: rest } : {}),
    ...(locations ? { locations } : {}),
    message,
  };
}

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function roots(c: LocalC) {
  const user = requireUser(c);
  return {
    repository: createRepositoryField(c),
    viewer: { login: user.login, databaseId: user.id },
    rateLimit: () => {
      const rate = c.var.local.rates.peek(user.login, "graphql");
      const cost = { cost: 1, nodeCount: 0, remaining: rate.remaining - 1, used: rate.used + 1 };
      return { ...cost, limit: rate.limit, resetAt: isoSeconds(rate.resetAt) };
    },
  };
}

async function graphqlRoute(c: LocalC): Promise<Response> {
  requireUser(c);
  const { query, variables, operationName } = await readBody(c, Body);
  const document = parseQuery(query);
  if (document instanceof GraphQLError) return c.json({ errors: [errorJson(document)] });
  const invalid = validate(SCHEMA, document);
  if (invalid.length > 0) return c.json({ errors: invalid.map(errorJson) });
  const { data, errors } = await execute({
    schema: SCHEMA,
    document,
    rootValue: roots(c),
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  });
  return c.json({ ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(errorJson) } : {}) });
}

export function graphql(app: LocalApp): void {
  app.post("/graphql", graphqlRoute);
}
