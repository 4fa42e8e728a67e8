import { describe, expect, it } from "vitest";
import { createApp } from "../../../worker/http/app.ts";
import { declaredRoutes } from "../../../worker/http/registry.ts";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { expectedOf, keyOf, rowOf } from "./expected.ts";
import { MATRIX_ROWS } from "./matrix-rows.ts";
import { PRINCIPALS } from "./principals.ts";

const routes = declaredRoutes();
/**
 * Changes of nothing that an organization owns: a browser's report, a session's cookie exchanged, a signature checked, an invitation or a draft
 * looked at, values of the whole deploy sealed anew.
 */
const UNAUDITED = [
  "post /api/csp-report",
  "post /api/auth/refresh",
  "post /api/webhooks/github/verify",
  "post /api/invitations/look",
  "post /api/operator/encryption/rotate",
  "post /api/ci-cd/preview",
  "post /api/ci-cd/validate",
  "post /api/ci-cd/templates/preview",
  "post /api/ci-cd/templates/test-match",
];

/** What everybody gets, those who get the same together. */
function promiseOf(spec: RouteSpec): string {
  const groups = Map.groupBy(PRINCIPALS, (principal) => {
    const { status, problem } = expectedOf(spec, principal);
    return problem === undefined ? String(status) : `${status} ${problem}`;
  });
  const lines = [...groups].map(([answer, principals]) => `  ${answer}: ${principals.join(" ")}`);
  return [keyOf(spec), ...lines.toSorted()].join("\n");
}

describe("the route registry", () => {
  it("is exactly what the application serves", () => {
    const served = createApp({ checkAnswers: false })
      .routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`);
    expect([...new Set(served)].toSorted()).toEqual(routes.map(keyOf).toSorted());
  });

  it("declares no route twice", () => {
    expect(new Set(routes.map(keyOf)).size).toBe(routes.length);
  });

  it("has a row in the matrix for each route, and no row without one", () => {
    expect(Object.keys(MATRIX_ROWS).toSorted()).toEqual(routes.map(keyOf).toSorted());
  });

  it("gives every organization route its permission, and no other", () => {
    expect(routes.filter((spec) => (spec.access === "org") !== (spec.permission !== undefined)).map(keyOf)).toEqual([]);
  });

  it("lets tokens in by a scope of its own only where a user's own data is", () => {
    expect(routes.filter((spec) => spec.tokenScope && spec.access !== "session").map(keyOf)).toEqual([]);
  });

  it("audits every change", () => {
    const silent = routes.filter((spec) => spec.method !== "get" && spec.audit === null).map(keyOf);
    expect(silent.filter((key) => !UNAUDITED.includes(key))).toEqual([]);
  });

  it("knows the schema of every parameter, and the row unless anybody may read it", () => {
    const named = routes.filter((spec) => spec.path.includes("/:"));
    expect(named.filter((spec) => !spec.params).map(keyOf)).toEqual([]);
    const isRow = (spec: RouteSpec) => rowOf(spec).id === undefined && rowOf(spec).seed === undefined;
    expect(named.filter((spec) => !spec.resource && spec.access !== "public" && isRow(spec)).map(keyOf)).toEqual([]);
  });

  it("promises to everybody what the reviewed table says", () => {
    expect(routes.map(promiseOf).toSorted().join("\n")).toMatchSnapshot();
  });
});
