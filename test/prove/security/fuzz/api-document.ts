/** The API's own document, as far as requests are made from it. */
import * as z from "zod";

/** A JSON Schema, or a part of one. */
const Schema: z.ZodType<SchemaPart> = z.lazy(() => z.record(z.string(), z.unknown())) as z.ZodType<SchemaPart>;
export type SchemaPart = Readonly<Record<string, unknown>>;

const Parameter = z.looseObject({ name: z.string(), in: z.string(), required: z.boolean(), schema: Schema });
const Content = z.record(z.string(), z.looseObject({ schema: Schema.optional() }));
const Operation = z.looseObject({
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
});
const ApiDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});

export type ApiDocument = z.infer<typeof ApiDocument>;

/** One route, with the schemas of what it takes and gives. */
export type Endpoint = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly z.infer<typeof Parameter>[];
  /** Null for a route without a JSON body. */
  readonly body: SchemaPart | null;
  /** Schemas of its successes by status; null for one that is no JSON. */
  readonly successes: ReadonlyMap<number, SchemaPart | null>;
};

export async function readApiDocument(url: string): Promise<ApiDocument> {
  return ApiDocument.parse(await (await fetch(`${url}/api/openapi.json`)).json());
}

function jsonOf(content: z.infer<typeof Content> | undefined): SchemaPart | null {
  return content?.["application/json"]?.schema ?? null;
}

/** Every route of the document. */
export function endpointsOf(document: ApiDocument): Endpoint[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody, responses }]) => {
      const answers = Object.entries(responses).filter(([status]) => /^[123]\d\d$/.test(status));
      return {
        name: `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters,
        body: jsonOf(requestBody?.content),
        successes: new Map(answers.map(([status, { content }]) => [Number(status), jsonOf(content)])),
      };
    }),
  );
}
