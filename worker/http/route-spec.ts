import type * as z from "zod";
import type { Permission, TokenScope } from "../permissions.ts";

/**
 * Who may call: `public` anybody; `session` a signed-in user, for own data; `org` a member of the session's
 * organization; `webhook` whoever signs the body; `operator` whoever runs the deploy, by its own token. For anybody else such
 * a route is not there.
 */
type Access = "public" | "session" | "org" | "webhook" | "operator";
/** `ai` is for what spends tokens at once: like `auth` it is shut while nobody counts. */
export type RateClass = "auth" | "repositories" | "analysis" | "ai" | "jobs" | "ci_cd" | "default" | "none";

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
  | "webhook_gaps"
  | "invitations"
  | "api_tokens"
  | "organization_members";
type Resource = { readonly param: string; readonly table: ResourceTable };

/** A body that is not ours to parse: a webhook's or a browser report's. Such routes take requests from other sites. */
type RawBody = { readonly maxBytes: number; readonly types: readonly string[] };

/** What a success carries: JSON of a schema, or a word for anything else. */
export type Answer = z.ZodType | "empty" | "redirect" | "text" | "html" | "websocket" | "json-document" | "attachment";

export type RouteSpec = {
  readonly method: "get" | "post" | "put" | "delete";
  /** Whole path, parameters as `:id`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  /** For `access: "org"` alone, where it must be. */
  readonly permission?: Permission;
  /** Scope with which an API token is let in to a route of `access: "session"`; without one only sessions are. */
  readonly tokenScope?: TokenScope;
  readonly rate: RateClass;
  /** Audit action that a success leaves, or null. */
  readonly audit: string | null;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly rawBody?: RawBody;
  readonly responses: Readonly<Record<number, Answer>>;
  readonly resource?: Resource;
  /** A success leaves rows with its correlation id, or a line of its own: none in the log says that there was a request. */
  readonly isRecorded?: true;
  /** The answer is given once and kept nowhere: an `Idempotency-Key` is refused. For new secrets and whole exports. */
  readonly isSecret?: true;
};
