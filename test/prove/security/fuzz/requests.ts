/** Requests to a route, made from its own description: some that fit, some that do not. */
import fc from "fast-check";
import type { ApiDocument, Endpoint } from "./api-document.ts";
import { arbitraryOf, type Hints } from "./arbitrary.ts";
import { bodyTextOf, parameterTextOf } from "./spoil.ts";

export type FuzzRequest = { readonly path: string; readonly method: string; readonly body: string | null };

function addressOf({ path, parameters }: Endpoint, values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: place } of parameters) {
    const value = values[name];
    if (value === undefined) continue;
    if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (place === "query") query.append(name, value);
  }
  return query.size === 0 ? address : `${address}?${query}`;
}

/** Hints of a parameter: `id` is what the path is about, and whatever a tenant may have. */
export function requestsTo(endpoint: Endpoint, document: ApiDocument, hints: Hints): fc.Arbitrary<FuzzRequest> {
  const making = { schemas: document.components.schemas, hints };
  const model = Object.fromEntries(
    endpoint.parameters
      .filter((parameter) => parameter.in !== "header")
      .map(({ name, in: place, schema }) => {
        const known = hints(name);
        const fitting = arbitraryOf(schema, making);
        const usual = known.length === 0 ? fitting : fc.oneof(fc.constantFrom(...known), fitting);
        const text = parameterTextOf(usual);
        return [name, place === "path" ? text : fc.option(text, { nil: undefined })];
      }),
  );
  const body = endpoint.body === null ? fc.constant(null) : bodyTextOf(arbitraryOf(endpoint.body, making));
  return fc
    .record({ values: fc.record(model), body })
    .map(({ values, body: text }) => ({ path: addressOf(endpoint, values), method: endpoint.method, body: text }));
}
