import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "./context.ts";
import { control } from "./control.ts";
import { faults } from "./faults.ts";
import { applications } from "./github/applications.ts";
import { apps } from "./github/apps.ts";
import type { LocalApp, LocalEnv } from "./github/env.ts";
import { hookDeliveries } from "./github/hook-deliveries.ts";
import { hooks } from "./github/hooks.ts";
import { issueComments } from "./github/issue-comments.ts";
import { meta } from "./github/meta.ts";
import { oauth } from "./github/oauth.ts";
import { pages } from "./github/pages.ts";
import { connectionPages } from "./github/pages-connection.ts";
import { pullFollower } from "./github/pull-events.ts";
import { pullMerge } from "./github/pull-merge.ts";
import { pulls } from "./github/pulls.ts";
import { user } from "./github/user.ts";
import { journal } from "./journal.ts";
import { polling } from "./polling.ts";
import { webhooks } from "./webhooks.ts";

/** Registers the routes of one feature. */
export type Feature = (app: LocalApp) => void;

/** Something that runs beside the requests (polling, deliveries); `close` must end its timers and sockets. */
export type Service = (local: LocalContext) => { close(): Promise<void> | void };

/** Run around every request, outermost first: the journal, then the faults. */
export const OUTER_MIDDLEWARE: ((local: LocalContext) => MiddlewareHandler<LocalEnv>)[] = [journal, faults];

/** OAuth, the user, pull requests, hooks, pages and control routes; they are mounted after the repository routes. */
export const FEATURES: Feature[] = [
  oauth,
  user,
  applications,
  apps,
  meta,
  connectionPages,
  hooks,
  hookDeliveries,
  pulls,
  pullMerge,
  issueComments,
  control,
  pages,
];

export const SERVICES: Service[] = [webhooks, pullFollower, polling];
