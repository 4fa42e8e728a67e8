import { findMember, listMembers, type Member } from "../../db/members.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";

type Key = { readonly at: number; readonly id: string };

/** One page of the members in the order in which they first signed in; `next` is the key of its last one, null on the last page. */
export async function readMembers(ctx: Ctx, page: { after: Key | undefined; limit: number }) {
  requirePermission(ctx, "organization.read");
  const rows = await listMembers(ctx.data, { after: page.after?.id, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > items.length ? { at: last.joinedAt, id: last.user.id } : null };
}

/** Throws not_found for who is no member. */
export async function getMember(ctx: Pick<Ctx, "data">, userId: string): Promise<Member> {
  const member = await findMember(ctx.data, userId);
  if (!member) throw new AppError("not_found", "There is no such object in this organization.");
  return member;
}
