import type * as z from "zod";
import type { Config } from "../../config.ts";
import type { readMe } from "../../services/auth/read-me.ts";
import type { Me } from "../schemas/auth.ts";
import { personJson } from "./person.ts";
import { timestampOrNull } from "./timestamps.ts";

type MeFacts = Awaited<ReturnType<typeof readMe>>;

export function meJson(facts: MeFacts, config: Config): z.infer<typeof Me> {
  const { user, organization, role, github } = facts;
  const { id, name, deleteAfter } = organization;
  return {
    user: personJson(user),
    organization: { id, name, role, delete_after: timestampOrNull(deleteAfter) },
    signed_in_at: timestampOrNull(facts.signedInAt),
    token_scopes: facts.tokenScopes && [...facts.tokenScopes],
    invitations: facts.invitations,
    github: { scopes: github.scopes, missing_scopes: github.missingScopes, token_valid: github.isTokenValid },
    demo: config.isDemo,
  };
}
