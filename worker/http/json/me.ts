import type * as z from "zod";
import type { Config } from "../../config.ts";
import type { readMe } from "../../services/auth/read-me.ts";
import type { Me } from "../schemas/auth.ts";

type MeFacts = Awaited<ReturnType<typeof readMe>>;

/** The only host that the pages' content security policy lets images come from. */
const AVATARS = "https://avatars.githubusercontent.com";

function shownAvatar(url: string | null): string | null {
  return url !== null && URL.canParse(url) && new URL(url).origin === AVATARS ? url : null;
}

export function meJson({ user, organization, role, github }: MeFacts, config: Config): z.infer<typeof Me> {
  return {
    user: { id: user.id, login: user.login, name: user.name, avatar_url: shownAvatar(user.avatarUrl) },
    organization: { id: organization.id, name: organization.name, role },
    github: { scopes: github.scopes, missing_scopes: github.missingScopes, token_valid: github.isTokenValid },
    demo: config.isDemo,
  };
}
