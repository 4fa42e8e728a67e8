/**
 * GitHub tokens that end. Renewing spends what renews, and ends the token before it at once, so one request renews and
 * the others wait for what it brings: https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens
 */
import { claimRenewal, endRenewal, findToken, type GithubToken, giveUpRenewal } from "../../db/identity.ts";
import { AppError } from "../../errors.ts";
import { EnvelopeError } from "../../platform/envelope.ts";
import type { Scope } from "../context.ts";
import { isRenewable, isUsable, refreshTokenPlace, sealGrant } from "./sealed-grant.ts";

/** A token with less than this left is renewed before it is used. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Longer than the request to GitHub may take. After a crash the next one may try. */
const LEASE_MS = 15_000;
/** Waits between looks at the row, together longer than the lease. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 800;
const MAX_LOOKS = 26;

const SIGN_IN_PATH = "/api/auth/github?access=repositories";

/** The failure of every action whose GitHub token is missing, refused or unreadable. */
export function tokenRefused(cause?: unknown): AppError {
  return new AppError("forbidden", "GitHub no longer accepts our access to your account. Sign in with GitHub again.", {
    problemCode: "github_token_refused",
    actionUrl: SIGN_IN_PATH,
    cause,
  });
}

function notRenewed(): AppError {
  return new AppError(
    "upstream_failed",
    "GitHub did not renew our access to your account just now. Try again in a minute; www.githubstatus.com tells of outages.",
    { problemCode: "github_unavailable" },
  );
}

/** Asks GitHub. `unreadable`: what renews the token does not open. */
async function askForAnother(scope: Scope, row: GithubToken) {
  try {
    return await scope.oauth.renew(
      await scope.envelope.open(row.refreshSealed ?? "", refreshTokenPlace(row.userId, row.id)),
    );
  } catch (error) {
    if (error instanceof EnvelopeError) return { ok: false, reason: "unreadable" } as const;
    throw error;
  }
}

/** Renews, as the only one until `lease`. Undefined when a sign-in brought another token meanwhile. */
async function renew(scope: Scope, row: GithubToken, lease: number): Promise<GithubToken | undefined> {
  const outcome = await askForAnother(scope, row);
  const updatedAt = scope.clock.now();
  if (outcome.ok) {
    const columns = await sealGrant(scope, row, outcome.value);
    return endRenewal(scope.db, { id: row.id, lease }, { ...columns, updatedAt });
  }
  const { reason } = outcome;
  scope.log.warning("github_token_not_renewed", { user_id: row.userId, reason });
  const state = reason === "refused" ? "refused" : "valid";
  await giveUpRenewal(scope.db, { id: row.id, lease }, { state, updatedAt });
  if (reason === "refused") throw tokenRefused();
  const isOver = row.expiresAt !== null && row.expiresAt <= updatedAt;
  // Still good for a while, although GitHub did not renew it.
  if (!isOver) return row;
  throw reason === "unreadable" ? tokenRefused() : notRenewed();
}

/** A user's token row, renewed where its end is near. Throws `github_token_refused`, or `github_unavailable` for now. */
export async function currentToken(scope: Scope, userId: string): Promise<GithubToken> {
  for (let look = 0; look < MAX_LOOKS; look++) {
    const row = await findToken(scope.db, userId);
    const now = scope.clock.now();
    if (!row || !isUsable(row, now)) throw tokenRefused();
    const isFresh = row.expiresAt === null || row.expiresAt - now > RENEW_BEFORE_MS;
    if (isFresh || !isRenewable(row, now)) return row;
    const lease = await claimRenewal(scope.db, row, { now, until: now + LEASE_MS });
    const renewed = lease === undefined ? undefined : await renew(scope, row, lease);
    if (renewed) return renewed;
    await scheduler.wait(Math.min(FIRST_WAIT_MS * 2 ** look, LONGEST_WAIT_MS));
  }
  throw notRenewed();
}
