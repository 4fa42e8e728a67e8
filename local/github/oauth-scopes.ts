/** The scopes this server knows, with the sentence the consent page shows. */
const MEANINGS: Record<string, string> = {
  repo: "Read and write all your repositories, private ones too",
  public_repo: "Read and write your public repositories",
  workflow: "Change GitHub Actions workflow files",
  user: "Read and change your profile",
  "read:user": "Read your profile",
  "user:email": "Read your email addresses",
  "read:org": "Read which organizations and teams you belong to",
  "admin:repo_hook": "Create, change and delete webhooks of your repositories",
  "write:repo_hook": "Create and change webhooks of your repositories",
  "read:repo_hook": "Read the webhooks of your repositories",
};

const INCLUDED: Record<string, string[]> = {
  repo: ["public_repo"],
  user: ["read:user", "user:email"],
  "admin:repo_hook": ["write:repo_hook", "read:repo_hook"],
  "write:repo_hook": ["read:repo_hook"],
};

/** Scopes of a request (spaces or commas between them): unknown and already included ones dropped, sorted. */
export function normalizeScopes(text: string): string[] {
  const asked = new Set(text.split(/[\s,]+/).filter((scope) => Object.hasOwn(MEANINGS, scope)));
  const included = new Set([...asked].flatMap((scope) => INCLUDED[scope] ?? []));
  return [...asked].filter((scope) => !included.has(scope)).sort();
}

/** True when every scope asked for is granted, itself or by a wider one. */
export function coversScopes(granted: string[], asked: string[]): boolean {
  const covered = new Set(granted.flatMap((scope) => [scope, ...(INCLUDED[scope] ?? [])]));
  return asked.every((scope) => covered.has(scope));
}

export function scopeMeaning(scope: string): string {
  return MEANINGS[scope] ?? scope;
}
