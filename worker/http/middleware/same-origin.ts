import type { Config } from "../../config.ts";
import { AppError } from "../../errors.ts";
import type { Asked } from "../app-env.ts";
import { isOwnHost } from "./own-host.ts";

/** A page of another site cannot set this header without a preflight, which we never grant. */
const REQUEST_HEADER = "x-ado-request";

function refused(): AppError {
  return new AppError("csrf", "This request did not come from our own pages. Open AutoDevOps and try again there.");
}

function isOwnOrigin(config: Config, origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.protocol === new URL(config.publicUrl).protocol && isOwnHost(config, url.href);
}

/** Throws unless the request provably comes from our own origin: fetch metadata, or `Origin` where a browser sends none; and our header. */
export function requireSameOrigin(c: Asked): void {
  const site = c.req.header("sec-fetch-site");
  const isSame = site === undefined ? isOwnOrigin(c.var.scope.config, c.req.header("origin")) : site === "same-origin";
  if (!isSame || c.req.header(REQUEST_HEADER) !== "1") throw refused();
}

/** For WebSocket upgrades, which carry no custom header: an exact own `Origin` is the proof. */
export function requireOwnOrigin(c: Asked): void {
  if (!isOwnOrigin(c.var.scope.config, c.req.header("origin"))) throw refused();
}
