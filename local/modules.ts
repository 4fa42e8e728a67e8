import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "./context.ts";
import type { LocalApp, LocalEnv } from "./github/env.ts";

/** Registers the routes of one feature. */
export type Feature = (app: LocalApp) => void;

/** Something that runs beside the requests (polling, deliveries); `close` must end its timers and sockets. */
export type Service = (local: LocalContext) => { close(): Promise<void> | void };

/** Run around every request, outermost first: the journal, then the faults. */
export const OUTER_MIDDLEWARE: ((local: LocalContext) => MiddlewareHandler<LocalEnv>)[] = [];

/** OAuth, the user, pull requests, hooks, pages and control routes; they are mounted after the repository routes. */
export const FEATURES: Feature[] = [];

export const SERVICES: Service[] = [];
