import type * as z from "zod";
import type { Invitation as InvitationRow, Offer } from "../../db/invitations.ts";
import type { Invitation, InvitationOffer } from "../schemas/orgs.ts";
import { personJson } from "./person.ts";
import { timestamp } from "./timestamps.ts";

export function invitationJson(row: InvitationRow): z.infer<typeof Invitation> {
  return {
    id: row.id,
    role: row.role,
    kind: row.githubId === null ? "link" : "github",
    github_login: row.githubLogin,
    created_by: row.createdBy && personJson(row.createdBy),
    created_at: timestamp(row.createdAt),
    expires_at: timestamp(row.expiresAt),
  };
}

export function offerJson(offer: Offer): z.infer<typeof InvitationOffer> {
  const { name, members } = offer.organization;
  return {
    id: offer.id,
    organization: { id: offer.orgId, name, members },
    role: offer.role,
    invited_by: offer.invitedBy && personJson(offer.invitedBy),
    expires_at: timestamp(offer.expiresAt),
    already_member: offer.isMember,
  };
}
