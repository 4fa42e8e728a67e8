import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "./context.ts";
import { faults } from "./faults.ts";
import { applications } from "./github/applications.ts";
import type { LocalApp, LocalEnv } from "./github/env.ts";
import { meta } from "./github/meta.ts";
import { oauth } from "./github/oauth.ts";
import { connectionPages } from "./github/pages-connection.ts";
import { user } from "./github/user.ts";
import { journal } from "./journal.ts";

/** Registers the routes of one feature. */
export type Feature = (app: LocalApp) => void;

/** Something that runs beside the requests (polling, deliveries); `close` must end its timers and sockets. */
export type Service = (local: LocalContext) => { close(): Promise<void> | void };

/** Run around every request, outermost first: the journal, then the faults. */
export const OUTER_MIDDLEWARE: ((local: LocalContext) => MiddlewareHandler<LocalEnv>)[] = [journal, faults];

/** OAuth, the user, pull requests, hooks, pages and control routes; they are mounted after the repository routes. */
export const FEATURES: Feature[] = [oauth, user, applications, meta, connectionPages];

export const SERVICES: Service[] = [];
