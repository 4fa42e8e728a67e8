import * as z from "zod";
import { Id, Role } from "./common.ts";

export const SignInQuery = z.strictObject({
  /** Same-origin path to return to; anything else is ignored. */
  return_to: z.string().max(512).optional(),
  /** `identity` asks read:user and user:email; `repositories` adds repo and workflow. */
  access: z.enum(["identity", "repositories"]).default("identity"),
});

/** GitHub may add fields of its own, so this one is not strict. */
export const CallbackQuery = z.object({
  code: z.string().min(1).max(512).optional(),
  state: z.string().min(1).max(512).optional(),
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
    organization: z.object({ id: Id, name: z.string(), role: Role }),
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
