/** Every route is declared here once; Hono, the API document and the isolation matrix all read the declaration. */
import type { MiddlewareHandler, ValidationTargets } from "hono";
import type { InferInput } from "hono/validator";
import type * as z from "zod";
import type { AppEnv, OrgEnv, SessionEnv } from "./app-env.ts";
import { enter } from "./middleware/enter.ts";
import { gate } from "./middleware/gate.ts";
import { idempotent } from "./middleware/idempotent.ts";
import { pass } from "./middleware/pass.ts";
import type { RouteSpec } from "./route-spec.ts";
import { validJson, validParams, validQuery } from "./validate.ts";

type EnvOf<S extends RouteSpec> = S extends { access: "org" }
  ? OrgEnv
  : S extends { access: "session" }
    ? SessionEnv
    : AppEnv;

/** The same shape that `zValidator` gives a handler, so that both the handler and `hc` know the types. */
type Validated<Target extends keyof ValidationTargets, Schema> = Schema extends z.ZodType
  ? {
      in: {
        [K in Target]: [z.input<Schema>] extends [ValidationTargets[K]]
          ? z.input<Schema>
          : InferInput<z.input<Schema>, K>;
      };
      out: { [K in Target]: z.output<Schema> };
    }
  : Record<never, never>;

type Step<S extends RouteSpec, Input extends object = Record<never, never>> = MiddlewareHandler<
  AppEnv & EnvOf<S>,
  S["path"],
  Input
>;

type Guards<S extends RouteSpec> = readonly [
  Step<S>,
  Step<S, Validated<"param", S["params"]>>,
  Step<S>,
  Step<S, Validated<"query", S["query"]>>,
  Step<S, Validated<"json", S["body"]>>,
  Step<S>,
];

export type Route<S extends RouteSpec> = { readonly path: S["path"]; readonly use: Guards<S> };

const declared: RouteSpec[] = [];

/** All routes in the order of their declaration. */
export function declaredRoutes(): readonly RouteSpec[] {
  return declared;
}

/** The steps before a handler, in the order in which they refuse: body and origin, rate, session; id; row and role; query; body; a key used before. */
export function guardsOf(spec: RouteSpec): readonly MiddlewareHandler[] {
  return [
    enter(spec),
    validParams(spec.params),
    gate(spec),
    validQuery(spec.query),
    validJson(spec.body),
    idempotent(spec),
  ].filter((step) => step !== pass);
}

/** Declares a route. Mount it with `.get(route.path, ...route.use, handler)`. */
export function defineRoute<const S extends RouteSpec>(spec: S): Route<S> {
  declared.push(spec);
  // The types say what `guardsOf` sets at run time: variables by access, validated values by schema.
  return { path: spec.path, use: guardsOf(spec) as unknown as Guards<S> };
}
