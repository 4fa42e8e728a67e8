import { findUser } from "../../db/identity.ts";
import {
  countOpenInvitations,
  findInvitation,
  type Invitation,
  invitationEnd,
  invitationInsert,
  isInvited,
  isMemberByGithubId,
  listOpenInvitations,
} from "../../db/invitations.ts";
import { AppError } from "../../errors.ts";
import type { Role } from "../../permissions.ts";
import { sha256Hex, toBase64url } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { actorStillManages, requireManages } from "../members/who-manages.ts";
import { ownGithub } from "../repositories/own-github.ts";

const SECRET_BYTES = 32;
const LIFE_MS = 7 * 24 * 60 * 60_000;
const MAX_OPEN = 100;

type Key = { readonly at: number; readonly id: string };

/** One page of those that still can be accepted, the newest first. */
export async function readInvitations(ctx: Ctx, page: { after: Key | undefined; limit: number }) {
  requirePermission(ctx, "member.manage");
  const { after, limit } = page;
  const rows = await listOpenInvitations(ctx.data, { after: after?.id, limit: limit + 1, now: ctx.clock.now() });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > items.length ? { at: last.createdAt, id: last.id } : null };
}

type Wanted = { readonly role: Role; readonly githubLogin: string | undefined };
type Account = { readonly githubId: number; readonly githubLogin: string };

/**
 * Invites an account of GitHub, by its login, or whoever has the link, which is in `url` this once. Throws forbidden for
 * roles that the actor does not manage; invalid_input for an unknown account; conflict for a member, for an account that
 * is invited already, and beyond 100 open invitations; for an account also what `GithubPort` throws.
 */
export async function invite(ctx: Ctx, wanted: Wanted): Promise<Invitation & { readonly url: string | null }> {
  requirePermission(ctx, "member.manage");
  requireManages(ctx, wanted.role);
  const account = wanted.githubLogin === undefined ? null : await accountOf(ctx, wanted.githubLogin);
  const secret = account ? null : toBase64url(ctx.random.bytes(SECRET_BYTES));
  const now = ctx.clock.now();
  const row = {
    id: ctx.random.uuidv7(),
    role: wanted.role,
    tokenHash: secret && (await sha256Hex(secret)),
    githubId: account?.githubId ?? null,
    githubLogin: account?.githubLogin ?? null,
    createdBy: actingUser(ctx) ?? "",
    createdAt: now,
    expiresAt: now + LIFE_MS,
  };
  const meta = { role: wanted.role, kind: account ? "github" : "link", github_id: row.githubId };
  const [made] = await ctx.data.db.batch([
    invitationInsert(ctx.data, row, { limit: MAX_OPEN, by: actorStillManages(ctx, wanted.role) }),
    auditIfChanged(ctx, { action: "invitation.created", targetKind: "invitation", targetId: row.id, meta }),
  ]);
  if (made.length === 0) throw await refusal(ctx, account);
  const createdBy = (await findUser(ctx.db, row.createdBy)) ?? null;
  return { ...row, createdBy, url: secret && `${new URL(ctx.config.publicUrl).origin}/invitations#${secret}` };
}

async function accountOf(ctx: Ctx, login: string): Promise<Account> {
  const found = await ownGithub(ctx).userByLogin(login);
  if (!found) {
    const errors = [{ path: "github_login", message: "GitHub knows no person of this name." }];
    throw new AppError("invalid_input", "Check the name of the account on GitHub.", { errors });
  }
  if (await isMemberByGithubId(ctx.data, found.githubId)) {
    throw new AppError("conflict", `${found.login} is a member already.`, { problemCode: "already_member" });
  }
  return { githubId: found.githubId, githubLogin: found.login };
}

/** Why a guarded insert put nothing in. */
async function refusal(ctx: Ctx, account: Account | null): Promise<AppError> {
  const now = ctx.clock.now();
  if (account && (await isInvited(ctx.data, account.githubId, now))) {
    const detail = `${account.githubLogin} is invited already. Take that invitation back to make another one.`;
    return new AppError("conflict", detail, { problemCode: "already_invited" });
  }
  if ((await countOpenInvitations(ctx.data, now)) < MAX_OPEN) {
    return new AppError("forbidden", "Your role in the organization changed meanwhile. Reload the page.");
  }
  const detail = `${MAX_OPEN} invitations are open, which is the most. Take back those that nobody needs.`;
  return new AppError("conflict", detail, { problemCode: "too_many_invitations" });
}

/** Takes an open invitation back. Throws not_found, forbidden as `invite`, and conflict for one that is not open any more. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, "member.manage");
  const invitation = await findInvitation(ctx.data, id);
  if (!invitation) throw new AppError("not_found", "There is no such object in this organization.");
  requireManages(ctx, invitation.role);
  const [ended] = await ctx.data.db.batch([
    invitationEnd(ctx.data, id, ctx.clock.now()),
    auditIfChanged(ctx, { action: "invitation.revoked", targetKind: "invitation", targetId: id }),
  ]);
  if (ended.length > 0) return;
  throw new AppError("conflict", "This invitation was accepted, declined or is too old: it is not open any more.", {
    problemCode: "invitation_closed",
  });
}
