import type { HonoRequest } from "hono";
import type { SignedIn } from "../services/auth/read-session.ts";
import type { Ctx, Scope } from "../services/context.ts";
import type { RateWindow } from "./middleware/rate-limit.ts";
import type { RouteSpec } from "./route-spec.ts";

/** What every route has. */
export type AppEnv = {
  Bindings: { scope: Scope };
  Variables: {
    scope: Scope;
    checkAnswers: boolean;
    /** The route that took the request; none did where there is none. */
    spec?: RouteSpec;
    /** Bytes of a body that is not ours to parse. */
    rawBody: Uint8Array<ArrayBuffer>;
    /** Where this request was counted; empty where nothing is. */
    rate: readonly RateWindow[];
  };
};

/** What routes of `access: "session"` have too. */
export type SessionEnv = { Bindings: { scope: Scope }; Variables: { session: SignedIn } };

/** What routes of `access: "org"` have too. */
export type OrgEnv = { Bindings: { scope: Scope }; Variables: { session: SignedIn; ctx: Ctx } };

/** What code that serves every kind of route reads of a request. */
export type Asked = { readonly req: HonoRequest; readonly var: { readonly scope: Scope } };
