import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import type { Asked } from "./app-env.ts";
import { bearerOf } from "./bearer.ts";

export const ACCESS_COOKIE = "__Host-ado_at";
export const REFRESH_COOKIE = "__Host-ado_rt";
export const OAUTH_COOKIE = "__Host-ado_oauth";

const LIFE_S = { [ACCESS_COOKIE]: 3_600, [REFRESH_COOKIE]: 604_800, [OAUTH_COOKIE]: 600 } as const;
/** Lax reaches us on the way back from GitHub; the refresh token is only ever sent by our own pages. */
const SAME_SITE = { [ACCESS_COOKIE]: "Lax", [REFRESH_COOKIE]: "Strict", [OAUTH_COOKIE]: "Lax" } as const;

export type CookieName = keyof typeof LIFE_S;

/** The first cookie of this exact name; a second one of the same name is ignored, and all are beside a bearer token. */
export function readCookie(c: Asked, name: CookieName): string | undefined {
  if (bearerOf(c) !== undefined) return undefined;
  for (const pair of (c.req.header("cookie") ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

export function writeCookie(c: Context, name: CookieName, value: string): void {
  setCookie(c, name, value, {
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite: SAME_SITE[name],
    maxAge: value === "" ? 0 : LIFE_S[name],
  });
}

export function clearCookie(c: Context, name: CookieName): void {
  writeCookie(c, name, "");
}

/** Forgets the session in this browser, and what the browser kept of our pages. */
export function forgetSession(c: Context): void {
  for (const name of [ACCESS_COOKIE, REFRESH_COOKIE, OAUTH_COOKIE] as const) clearCookie(c, name);
  c.header("clear-site-data", '"cache", "storage"');
}
