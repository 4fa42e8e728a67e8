import { describe, expect, it } from "vitest";
import * as z from "zod";
import { declaredRoutes } from "../../worker/http/registry.ts";
import { send } from "./support/as.ts";

const Operation = z.looseObject({
  summary: z.string().min(1),
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.enum(["path", "query", "header"]), required: z.boolean() }),
  ),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

async function readDocument() {
  const text = await (await send("/api/openapi.json")).text();
  return { text, document: Document.parse(JSON.parse(text)) };
}

describe("the API document", () => {
  it("describes every declared route and no other", async () => {
    const { document } = await readDocument();
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
    );
    expect(described.toSorted()).toEqual(
      declaredRoutes()
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
  });

  it("defines every schema that it refers to", async () => {
    const { text, document } = await readDocument();
    const referred = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    const defined = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(referred.filter((ref) => !defined.includes(ref ?? ""))).toEqual([]);
    expect(defined).toContain("#/components/schemas/Problem");
  });

  it("names every parameter of a path", async () => {
    const { document } = await readDocument();
    const nameless = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ parameters }) => {
        const named = parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
        return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => !named.includes(name ?? ""));
      }),
    );
    expect(nameless).toEqual([]);
  });

  it("knows the query of a route, its kinds and defaults", async () => {
    const { document } = await readDocument();
    expect(document.paths["/api/auth/github"]?.get?.parameters).toEqual([
      { name: "return_to", in: "query", required: false, schema: { type: "string", maxLength: 512 } },
      {
        name: "access",
        in: "query",
        required: false,
        schema: { type: "string", enum: ["identity", "repositories"], default: "identity" },
      },
    ]);
  });
});
