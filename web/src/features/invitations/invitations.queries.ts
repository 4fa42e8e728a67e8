import { query, revalidate } from "@solidjs/router";
import { api, done, read } from "../../api.ts";
import type { InvitationAccepted, InvitationChoice, InvitationOffer } from "../../api-types.ts";
import { switchOrganization } from "../organization/organization.queries.ts";
import { getMe } from "../session/session.queries.ts";
import { forgetLink } from "./invitation-link.model.ts";

/** Invitations that wait for the reader's account. */
export const getOffers = query(async (): Promise<readonly InvitationOffer[]> => {
  const { items }: { items: InvitationOffer[] } = await read(api.api.invitations.mine.$get());
  return items;
}, "invitation-offers");

/** What the link that the reader followed offers. */
export const getLinkOffer = query(
  (token: string): Promise<InvitationOffer> => read(api.api.invitations.look.$post({ json: { token } })),
  "invitation-link",
);

/** Joins, and works in that organization from then on. */
export async function acceptInvitation(choice: InvitationChoice): Promise<void> {
  const joined: InvitationAccepted = await read(api.api.invitations.accept.$post({ json: choice }));
  if ("token" in choice) forgetLink();
  await switchOrganization(joined.organization_id);
}

export async function declineInvitation(id: string): Promise<void> {
  await done(api.api.invitations.decline.$post({ json: { id } }));
  await revalidate([getOffers.key, getMe.key]);
}
