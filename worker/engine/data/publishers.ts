/**
 * Publishers whose actions teams take for as safe as the platform itself: GitHub, and companies with the badge "verified
 * creator" on GitHub's marketplace that publish for their own product. As of 2026-08. A tag of theirs can still move.
 */
export const KNOWN_PUBLISHERS: ReadonlySet<string> = new Set([
  "actions",
  "advanced-security",
  "aws-actions",
  "azure",
  "cloudflare",
  "dependabot",
  "docker",
  "github",
  "google-github-actions",
  "googleapis",
  "gradle",
  "hashicorp",
  "microsoft",
]);
