import * as z from "zod";
import { TOKEN_SCOPES } from "../../permissions.ts";
import { Id, Role } from "./common.ts";

export const SignInQuery = z.strictObject({
  /** Same-origin path to return to; anything else is ignored. */
  return_to: z.string().max(512).optional(),
  /** `identity` asks read:user and user:email; `repositories` adds repo and workflow. */
  access: z.enum(["identity", "repositories"]).default("identity"),
});

/** Visible characters, as the standard has codes and states (RFC 6749, appendix A). */
const Visible = z.string().regex(/^[\x20-\x7e]{1,512}$/);

/** GitHub may add fields of its own, so this one is not strict. */
export const CallbackQuery = z.object({
  code: Visible.optional(),
  state: Visible.optional(),
  error: z.string().max(128).optional(),
  error_description: z.string().max(2048).optional(),
  error_uri: z.string().max(2048).optional(),
});

export const AuthStatus = z
  .object({
    signed_in: z.boolean(),
    /** True when GitHub is the embedded stand-in of the laptop demo. */
    demo: z.boolean(),
    github_url: z.string(),
  })
  .meta({ id: "AuthStatus" });

export const Me = z
  .object({
    user: z.object({ id: Id, login: z.string(), name: z.string().nullable(), avatar_url: z.string().nullable() }),
    organization: z.object({
      id: Id,
      name: z.string(),
      role: Role,
      /** Set while the organization waits to be deleted. */
      delete_after: z.iso.datetime().nullable(),
    }),
    /** When the user last proved at GitHub who it is; null for an API token. */
    signed_in_at: z.iso.datetime().nullable(),
    /** Scopes of the API token that asks; null for a session. */
    token_scopes: z.array(z.enum(TOKEN_SCOPES)).nullable(),
    /** Invitations that wait for this user. */
    invitations: z.int(),
    github: z.object({
      scopes: z.array(z.string()),
      /** Scopes that connecting and publishing still need. Empty when nothing is missing. */
      missing_scopes: z.array(z.string()),
      /** False when GitHub refused the stored token: the user has to sign in again. */
      token_valid: z.boolean(),
    }),
    demo: z.boolean(),
  })
  .meta({ id: "Me" });

export const SessionRefreshed = z.object({ expires_at: z.iso.datetime() });
export const SignedOut = z.object({ signed_out: z.literal(true) });
