import { query, revalidate } from "@solidjs/router";
import { api, done, read, readAll } from "../../api.ts";
import type { Invitation, InvitationWish, Member, NewInvitation, Role } from "../../api-types.ts";
import { moveTo } from "../organization/moving.ts";

const PAGE_SIZE = "50";

export type MemberPage = { readonly items: readonly Member[]; readonly next_cursor: string | null };
export type InvitationPage = { readonly items: readonly Invitation[]; readonly next_cursor: string | null };

export function loadMembers(cursor?: string): Promise<MemberPage> {
  return read(api.api.members.$get({ query: { limit: PAGE_SIZE, ...(cursor && { cursor }) } }));
}

export const getMembers = query((): Promise<MemberPage> => loadMembers(), "members");

/** Everybody, for a choice of one. */
export const getEverybody = query(() => readAll<Member>(loadMembers), "members-all");

export function loadInvitations(cursor?: string): Promise<InvitationPage> {
  return read(api.api.invitations.$get({ query: { limit: PAGE_SIZE, ...(cursor && { cursor }) } }));
}

export const getInvitations = query((): Promise<InvitationPage> => loadInvitations(), "invitations");

const membersChanged = () => revalidate([getMembers.key, getEverybody.key]);

export async function changeRole(id: string, role: Role): Promise<void> {
  await read(api.api.members[":id"].$put({ param: { id }, json: { role } }));
  await membersChanged();
}

export async function removeMember(id: string): Promise<void> {
  await done(api.api.members[":id"].$delete({ param: { id } }));
  await membersChanged();
}

/** The session moves into another organization of the reader's. */
export async function leaveOrganization(): Promise<void> {
  await done(api.api.members.leave.$post());
  moveTo("/");
}

/** The answer has the address of a link, which is shown this once. */
export async function invite(wish: InvitationWish): Promise<NewInvitation> {
  const made: NewInvitation = await read(api.api.invitations.$post({ json: wish }));
  await revalidate(getInvitations.key);
  return made;
}

export async function revokeInvitation(id: string): Promise<void> {
  await done(api.api.invitations[":id"].$delete({ param: { id } }));
  await revalidate(getInvitations.key);
}
