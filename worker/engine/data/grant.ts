/** What a piece of a job needs from `GITHUB_TOKEN`. Source of the scopes: GitHub Docs, "Workflow syntax", `permissions`. */

export const SCOPES = [
  "actions",
  "artifact-metadata",
  "attestations",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "id-token",
  "issues",
  "models",
  "packages",
  "pages",
  "pull-requests",
  "repository-projects",
  "security-events",
  "statuses",
] as const;

export type Scope = (typeof SCOPES)[number];

/** Access by scope; a scope that is absent is not needed. */
export type Grant = Readonly<Partial<Record<Scope, "read" | "write">>>;

/** `"none"`: the token is not used. `"unknown"`: nobody wrote down what is needed, so nothing may be computed from it. */
export type Need = Grant | "none" | "unknown";

/** The union of needs: the wider access wins, one `"unknown"` makes the whole unknown. */
export function mergeNeeds(needs: Iterable<Need>): Need {
  const merged: Partial<Record<Scope, "read" | "write">> = {};
  for (const need of needs) {
    if (need === "unknown") return "unknown";
    if (need === "none") continue;
    for (const scope of SCOPES) {
      const access = need[scope];
      if (access !== undefined && merged[scope] !== "write") merged[scope] = access;
    }
  }
  return Object.keys(merged).length === 0 ? "none" : merged;
}
