import { type Belonging, belongingsOf, lastMemberStatements, userStatements } from "../../db/account.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import type { SignedIn } from "../auth/read-session.ts";
import { userTokens } from "../auth/user-tokens.ts";
import { type Ctx, requireRecentSignIn, type Scope } from "../context.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { leaveOrganization } from "../members/change-member.ts";
import { createBudget } from "./budget.ts";
import { removeWebhooks } from "./remove-webhooks.ts";

/** What a request may take for webhooks; those of an organization with more are left to its own deletion. */
const WEBHOOKS = { steps: 200, forMs: 20_000 };

/**
 * Ends the signed-in user's account: the user leaves every organization, those without anybody else are deleted at once,
 * GitHub is told to end our access, and sessions, access and profile are removed. What others share keeps the user's id alone.
 * Broken off, it is asked for again. Throws forbidden without a recent sign-in, conflict (`last_owner`) where others would be
 * left without an owner.
 */
export async function deleteAccount(scope: Scope, session: SignedIn): Promise<void> {
  requireRecentSignIn({ signedInAt: session.signedInAt, clock: scope.clock });
  const belongings = await belongingsOf(scope.db, session.userId);
  requireSuccessors(belongings);
  const own = (orgId: string) => ownCtx(scope, session, orgId);
  for (const belonging of belongings) await end(own(belonging.orgId), belonging, session.userId);
  await revokeGrant(scope, session.userId);
  await scope.db.batch([
    ...userStatements(scope.db, session.userId),
    auditIfChanged(own(session.orgId), { action: "account.deleted", targetKind: "user", targetId: session.userId }),
  ]);
}

function requireSuccessors(belongings: readonly Belonging[]): void {
  const stuck = belongings.filter(({ otherMembers, otherOwners }) => otherMembers > 0 && otherOwners === 0);
  if (stuck.length === 0) return;
  const names = stuck.map(({ name }) => name).join(", ");
  throw new AppError("conflict", `You are the only owner of ${names}. Make another member the owner, or delete it.`, {
    problemCode: "last_owner",
  });
}

/** The user in one of the own organizations: leaving needs no more than being a member. */
function ownCtx(scope: Scope, { userId, credential, signedInAt }: SignedIn, orgId: string): Ctx {
  const actor = { kind: "user", userId, credential } as const;
  return { ...systemCtx(scope, orgId), actor, role: "viewer", signedInAt };
}

async function end(ctx: Ctx, { otherMembers, deleteAfter }: Belonging, userId: string): Promise<void> {
  if (otherMembers > 0) return leaveOrganization(ctx);
  const now = ctx.clock.now();
  // With the user's access the last way to its webhooks goes.
  await removeWebhooks(systemCtx(ctx, ctx.orgId), createBudget(ctx.clock, WEBHOOKS), false);
  const [asked, left] = lastMemberStatements(ctx.data, userId, now);
  const action = "organization.deletion_requested";
  const meta = { before: { delete_after: deleteAfter }, after: { delete_after: now } };
  await ctx.data.db.batch([
    asked,
    auditIfChanged(ctx, { action, targetKind: "organization", targetId: ctx.orgId, meta }),
    left,
  ]);
}

/** Best effort: what GitHub does not end now, the user ends on GitHub's own page. */
async function revokeGrant(scope: Scope, userId: string): Promise<void> {
  const token = await userTokens(scope, userId)
    .get()
    .catch(() => undefined);
  if (token && !(await scope.oauth.revokeGrant(token.token))) scope.log.warning("grant_left", { user_id: userId });
}
