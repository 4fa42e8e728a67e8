/** Commits that GitHub serves under an action's name though they are only in a fork of it, for runs that cannot ask GitHub. */
interface ImpostorCommit {
  /** `owner/repo`, lower case. */
  readonly action: string;
  readonly sha: string;
  readonly source: string;
  readonly seen: string;
}

export const IMPOSTOR_COMMITS: readonly ImpostorCommit[] = [
  {
    action: "actions/checkout",
    sha: "c7d749a2d57b4b375d1ebcd17cfbfb60c676f18e",
    source: "https://www.chainguard.dev/unchained/what-the-fork-imposter-commits-in-github-actions-and-ci-cd",
    seen: "2026-11-21",
  },
  {
    action: "actions/checkout",
    sha: "70379aad1a8b40919ce8b382d3cd7d0315cde1d0",
    source: "https://ramimac.me/commit-autopsy",
    seen: "2026-11-21",
  },
];

const known = new Set(IMPOSTOR_COMMITS.map(({ action, sha }) => `${action}@${sha}`));

/** True for a commit of the table; `action` is `owner/repo` in lower case. */
export function isKnownImpostor(action: string, sha: string): boolean {
  return known.has(`${action}@${sha.toLowerCase()}`);
}
