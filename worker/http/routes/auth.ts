import { type Context, Hono } from "hono";
import type * as z from "zod";
import { endAllSessions, endSession } from "../../services/auth/end-sessions.ts";
import { finishSignIn } from "../../services/auth/finish-sign-in.ts";
import { listSessions } from "../../services/auth/list-sessions.ts";
import { readMe } from "../../services/auth/read-me.ts";
import { readSession } from "../../services/auth/read-session.ts";
import { refreshSession } from "../../services/auth/refresh-session.ts";
import { signOut } from "../../services/auth/sign-out.ts";
import { startSignIn } from "../../services/auth/start-sign-in.ts";
import type { AppEnv } from "../app-env.ts";
import {
  ACCESS_COOKIE,
  clearCookie,
  forgetSession,
  OAUTH_COOKIE,
  REFRESH_COOKIE,
  readCookie,
  writeCookie,
} from "../cookies.ts";
import { meJson } from "../json/me.ts";
import { sessionListJson } from "../json/sessions.ts";
import { defineRoute } from "../registry.ts";
import { AuthStatus, CallbackQuery, Me, SessionRefreshed, SignedOut, SignInQuery } from "../schemas/auth.ts";
import { SessionList, SessionParams } from "../schemas/sessions.ts";

const readMyself = defineRoute({
  method: "get",
  path: "/api/auth/me",
  summary: "The signed-in user, the organization of the session, and what GitHub allows us.",
  access: "session",
  tokenScope: "read",
  rate: "default",
  audit: null,
  responses: { 200: Me },
});

const readStatus = defineRoute({
  method: "get",
  path: "/api/auth/status",
  summary: "Whether somebody is signed in, and to which GitHub.",
  access: "public",
  rate: "default",
  audit: null,
  responses: { 200: AuthStatus },
});

const beginSignIn = defineRoute({
  method: "get",
  path: "/api/auth/github",
  summary: "Begins the sign-in: redirects to GitHub's consent page.",
  access: "public",
  rate: "auth",
  audit: null,
  query: SignInQuery,
  responses: { 302: "redirect" },
});

const callback = {
  method: "get",
  summary: "Where GitHub sends the browser back to: signs in and redirects to the page asked for.",
  access: "public",
  rate: "auth",
  audit: "auth.signed_in",
  query: CallbackQuery,
  responses: { 303: "redirect" },
} as const;

const endSignIn = defineRoute({ ...callback, path: "/api/auth/callback" });
const endSignInToo = defineRoute({ ...callback, path: "/api/auth/github/callback" });

const refresh = defineRoute({
  method: "post",
  path: "/api/auth/refresh",
  summary: "Exchanges the refresh cookie for new cookies.",
  access: "public",
  rate: "auth",
  audit: null,
  responses: { 200: SessionRefreshed },
});

const leave = defineRoute({
  method: "post",
  path: "/api/auth/signout",
  summary: "Ends the session and clears its cookies.",
  access: "public",
  rate: "auth",
  audit: "auth.signed_out",
  responses: { 200: SignedOut },
});

const readSessions = defineRoute({
  method: "get",
  path: "/api/auth/sessions",
  summary: "The user's open sessions, with device and place, the newest first.",
  access: "session",
  rate: "default",
  audit: null,
  responses: { 200: SessionList },
});

const revoke = defineRoute({
  method: "delete",
  path: "/api/auth/sessions/:id",
  summary: "Ends one of the user's own sessions.",
  access: "session",
  rate: "default",
  audit: "session.revoked",
  params: SessionParams,
  responses: { 204: "empty" },
});

const leaveEverywhere = defineRoute({
  method: "post",
  path: "/api/auth/signout-all",
  summary: "Ends every session of the user, this one too. API tokens stay.",
  access: "session",
  rate: "default",
  audit: "auth.signed_out_everywhere",
  responses: { 200: SignedOut },
});

/** Ends the flow of this browser, whichever of the two callback addresses GitHub knows. */
async function comeBack(c: Context<AppEnv>, query: z.output<typeof CallbackQuery>) {
  const session = await readSession(c.var.scope, readCookie(c, ACCESS_COOKIE));
  const facts = { transaction: readCookie(c, OAUTH_COOKIE), session };
  const result = await finishSignIn(c.var.scope, { ...query, ...facts });
  clearCookie(c, OAUTH_COOKIE);
  if (!result.ok) return c.redirect(`/welcome?error=${result.reason}`, 303);
  writeCookie(c, ACCESS_COOKIE, result.session.accessToken);
  writeCookie(c, REFRESH_COOKIE, result.session.refreshToken);
  return c.redirect(result.returnTo, 303);
}

export const auth = new Hono<AppEnv>()
  .get(readMyself.path, ...readMyself.use, async (c) => {
    const { scope, session } = c.var;
    return c.json(meJson(await readMe(scope, session), scope.config), 200);
  })
  .get(readStatus.path, ...readStatus.use, async (c) => {
    const { config } = c.var.scope;
    const session = await readSession(c.var.scope, readCookie(c, ACCESS_COOKIE));
    return c.json({ signed_in: session !== undefined, demo: config.isDemo, github_url: config.githubWebUrl }, 200);
  })
  .get(beginSignIn.path, ...beginSignIn.use, async (c) => {
    const { access, return_to } = c.req.valid("query");
    const canonical = new URL(c.var.scope.config.publicUrl);
    const asked = new URL(c.req.url);
    // GitHub sends the browser back to the canonical host, and cookies cross ports but not hosts.
    if (asked.hostname !== canonical.hostname)
      return c.redirect(`${canonical.origin}${asked.pathname}${asked.search}`, 302);
    const session = await readSession(c.var.scope, readCookie(c, ACCESS_COOKIE));
    const start = await startSignIn(c.var.scope, { access, returnTo: return_to, session });
    writeCookie(c, OAUTH_COOKIE, start.transaction);
    return c.redirect(start.url, 302);
  })
  .get(endSignIn.path, ...endSignIn.use, (c) => comeBack(c, c.req.valid("query")))
  .get(endSignInToo.path, ...endSignInToo.use, (c) => comeBack(c, c.req.valid("query")))
  .post(refresh.path, ...refresh.use, async (c) => {
    const refreshed = await refreshSession(c.var.scope, readCookie(c, REFRESH_COOKIE));
    writeCookie(c, ACCESS_COOKIE, refreshed.accessToken);
    if (refreshed.refreshToken !== undefined) writeCookie(c, REFRESH_COOKIE, refreshed.refreshToken);
    return c.json({ expires_at: new Date(refreshed.expiresAt).toISOString() }, 200);
  })
  .post(leave.path, ...leave.use, async (c) => {
    const accessToken = readCookie(c, ACCESS_COOKIE);
    await signOut(c.var.scope, { accessToken, refreshToken: readCookie(c, REFRESH_COOKIE) });
    forgetSession(c);
    return c.json({ signed_out: true as const }, 200);
  })
  .get(readSessions.path, ...readSessions.use, async (c) =>
    c.json(sessionListJson(await listSessions(c.var.scope, c.var.session)), 200),
  )
  .delete(revoke.path, ...revoke.use, async (c) => {
    const { scope, session } = c.var;
    const { id } = c.req.valid("param");
    await endSession(scope, session, id);
    if (id === session.credential.id) forgetSession(c);
    return c.body(null, 204);
  })
  .post(leaveEverywhere.path, ...leaveEverywhere.use, async (c) => {
    await endAllSessions(c.var.scope, c.var.session);
    forgetSession(c);
    return c.json({ signed_out: true as const }, 200);
  });
