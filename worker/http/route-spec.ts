import type * as z from "zod";
import type { Role } from "../services/context.ts";

/**
 * Who may call: `public` anybody; `session` a signed-in user, for own data; `org` a member of the session's
 * organization; `webhook` whoever signs the body.
 */
type Access = "public" | "session" | "org" | "webhook";
export type RateClass = "auth" | "repositories" | "analysis" | "jobs" | "ci_cd" | "default" | "none";

/** Tables whose rows stand in a path. The guard answers 404 when the row is not the organization's own. */
export type ResourceTable =
  | "repositories"
  | "analyses"
  | "jobs"
  | "remediation_snippets"
  | "pull_requests"
  | "artifacts"
  | "ci_templates"
  | "recommendations"
  | "webhook_deliveries"
  | "webhook_gaps";
type Resource = { readonly param: string; readonly table: ResourceTable };

/** A body that is not ours to parse: a webhook's or a browser report's. Such routes take requests from other sites. */
type RawBody = { readonly maxBytes: number; readonly types: readonly string[] };

/** What a success carries: JSON of a schema, or a word for anything else. */
export type Answer = z.ZodType | "empty" | "redirect" | "text" | "html" | "websocket" | "json-document";

export type RouteSpec = {
  readonly method: "get" | "post" | "put" | "delete";
  /** Whole path, parameters as `:id`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  /** Lowest role, for `access: "org"` alone. */
  readonly role?: Role;
  readonly rate: RateClass;
  /** Audit action that a success leaves, or null. */
  readonly audit: string | null;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly rawBody?: RawBody;
  readonly responses: Readonly<Record<number, Answer>>;
  readonly resource?: Resource;
};
