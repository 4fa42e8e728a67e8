import { findUser } from "../../db/identity.ts";
import {
  findOffer,
  invitationAccept,
  invitationEnd,
  listOffers,
  memberInsertIfAccepted,
  type Offer,
  type OfferKey,
} from "../../db/invitations.ts";
import { AppError } from "../../errors.ts";
import type { Role } from "../../permissions.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import type { SignedIn } from "../auth/read-session.ts";
import type { Scope } from "../context.ts";
import { inOrganization } from "../organizations/in-organization.ts";

/** More wait for nobody but a person whom more than a hundred organizations invite. */
const MAX_OFFERS = 100;

/** The secret of a link, or the id of an invitation of the caller's own account. */
export type Choice = { readonly token: string } | { readonly id: string };

async function githubIdOf(scope: Scope, session: SignedIn): Promise<number> {
  const user = await findUser(scope.db, session.userId);
  if (!user) throw new Error("A session's user is not there.");
  return user.githubId;
}

async function keyOf(scope: Scope, session: SignedIn, choice: Choice): Promise<OfferKey> {
  if ("token" in choice) return { tokenHash: await sha256Hex(choice.token) };
  return { id: choice.id, githubId: await githubIdOf(scope, session) };
}

/** Invitations that wait for the caller's account of GitHub. */
export async function listOwnInvitations(scope: Scope, session: SignedIn): Promise<Offer[]> {
  const page = { userId: session.userId, now: scope.clock.now(), limit: MAX_OFFERS };
  return listOffers(scope.db, await githubIdOf(scope, session), page);
}

/** What an invitation offers. Throws not_found for all that cannot be accepted, whatever the reason. */
export async function lookAtInvitation(scope: Scope, session: SignedIn, choice: Choice): Promise<Offer> {
  const reader = { userId: session.userId, now: scope.clock.now() };
  const offer = await findOffer(scope.db, await keyOf(scope, session, choice), reader);
  if (offer) return offer;
  throw notThere();
}

function notThere(): AppError {
  const detail = "This invitation cannot be accepted: it was used, taken back or is too old. Ask for a new one.";
  return new AppError("not_found", detail, { problemCode: "invitation_not_found" });
}

function memberAlready(): AppError {
  return new AppError("conflict", "You are a member of this organization already; the invitation stays unused.", {
    problemCode: "already_member",
  });
}

/** Joins the organization, once. Throws as `lookAtInvitation`, and conflict for a member. The session stays where it is. */
export async function acceptInvitation(
  scope: Scope,
  session: SignedIn,
  choice: Choice,
): Promise<{ readonly orgId: string; readonly role: Role }> {
  const offer = await lookAtInvitation(scope, session, choice);
  if (offer.isMember) throw memberAlready();
  const own = inOrganization(scope, session, offer.orgId);
  const { userId } = session;
  const now = scope.clock.now();
  const [accepted] = await scope.db.batch([
    invitationAccept(own.data, offer.id, { userId, now }),
    memberInsertIfAccepted(own.data, { userId, role: offer.role, now }),
    auditIfChanged(own, {
      action: "invitation.accepted",
      targetKind: "invitation",
      targetId: offer.id,
      meta: { user_id: userId, role: offer.role },
    }),
  ]);
  if (accepted.length > 0) return { orgId: offer.orgId, role: offer.role };
  // Used or taken back meanwhile: perhaps by another window of the same user, who is a member then.
  const again = await lookAtInvitation(scope, session, choice);
  throw again.isMember ? memberAlready() : notThere();
}

/** Refuses an invitation of the caller's own account. Throws not_found. */
export async function declineInvitation(scope: Scope, session: SignedIn, id: string): Promise<void> {
  const offer = await lookAtInvitation(scope, session, { id });
  const own = inOrganization(scope, session, offer.orgId);
  const [ended] = await scope.db.batch([
    invitationEnd(own.data, id, scope.clock.now()),
    auditIfChanged(own, { action: "invitation.declined", targetKind: "invitation", targetId: id }),
  ]);
  if (ended.length === 0) throw notThere();
}
