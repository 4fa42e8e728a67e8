import type * as z from "zod";
import type { Member as MemberRow } from "../../db/members.ts";
import type { Member } from "../schemas/orgs.ts";
import { personJson } from "./person.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function memberJson({ user, role, joinedAt, lastSeenAt }: MemberRow): z.infer<typeof Member> {
  return { user: personJson(user), role, joined_at: timestamp(joinedAt), last_seen_at: timestampOrNull(lastSeenAt) };
}
