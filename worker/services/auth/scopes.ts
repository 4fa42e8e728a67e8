/** What we ask of GitHub. Without `workflow` GitHub refuses to write a workflow file. */

export type AskedAccess = "identity" | "repositories";

const REPOSITORY_SCOPES = ["repo", "workflow"] as const;

const ASKED: Readonly<Record<AskedAccess, readonly string[]>> = {
  identity: ["read:user", "user:email"],
  repositories: ["read:user", "user:email", ...REPOSITORY_SCOPES],
};

export function scopesFor(access: AskedAccess): readonly string[] {
  return ASKED[access];
}

/** Scopes that connecting and publishing need and that were not granted. Users can take scopes away on the consent page. */
export function missingScopes(granted: readonly string[]): string[] {
  return REPOSITORY_SCOPES.filter((scope) => !granted.includes(scope));
}
