/** Pieces that every API schema shares. JSON is snake_case; times are ISO 8601 UTC; ids are UUIDv7. */
import * as z from "zod";
import { ROLES } from "../../permissions.ts";

export const Id = z.uuidv7();
export const Timestamp = z.iso.datetime();
export const CommitSha = z.string().regex(/^[0-9a-f]{40}$/);

/** RFC 9457 problem document. `errors` is there for bad input only. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    correlation_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Where the user must go to continue, for example GitHub's consent page for a missing scope. */
    action_url: z.string().optional(),
    /** When it makes sense to try again. */
    retry_at: Timestamp.optional(),
  })
  .meta({ id: "Problem" });

/** Query of every keyset-paged list. */
export const PageQuery = z.strictObject({
  cursor: z.string().min(1).max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** `{items, next_cursor}`; `next_cursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export const Role = z.enum(ROLES);

/** Somebody of GitHub whom we know, as far as others of the same organization see them. */
export const Person = z
  .object({ id: Id, login: z.string(), name: z.string().nullable(), avatar_url: z.string().nullable() })
  .meta({ id: "Person" });

/** 0 to 100 per axis; null where an axis does not apply. */
export const Scores = z
  .object({
    overall: z.int(),
    security: z.int().nullable(),
    ci_cd: z.int().nullable(),
    performance: z.int().nullable(),
    quality: z.int().nullable(),
  })
  .meta({ id: "Scores" });

export const SeverityCounts = z.object({
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  info: z.int(),
});
