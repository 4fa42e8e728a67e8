import { moveToRelease } from "../../actions/release-of-pin.ts";
import { remoteGroups } from "../../actions/remote-groups.ts";
import { isKnownImpostor } from "../../data/impostor-commits.ts";
import { isFullSha } from "../../model/uses.ts";
import { defineRule } from "../../rule.ts";

export const impostorCommit = defineRule({
  meta: {
    id: "impostor-commit",
    category: "security",
    severity: "critical",
    title: "Pinned commit belongs to a fork of the action",
    fixClass: "review",
    docs: {
      what: "A `uses:` pinned to a commit that is in no branch and under no tag of the named repository: it was only pushed to one of its forks. One finding per file, action and commit. It needs GitHub's answer; without it only the commits of our dated table are known.",
      why: "GitHub keeps a repository and its forks in one store, so `actions/checkout@<sha>` also runs [a commit that a stranger pushed to their own fork](https://www.chainguard.dev/unchained/what-the-fork-imposter-commits-in-github-actions-and-ci-cd): the name says GitHub, the code is theirs. In March 2026 attackers put [such a commit](https://ramimac.me/commit-autopsy) behind `actions/checkout` in the release workflow of Trivy and left the comment `# v6.0.2` as it was.",
      notReported:
        "Commits of the repository's own history that no tag names (`untagged-action-pin` in the strict profile). Tags and branches. Commits about which nobody answered.",
      fix: "Find out who wrote the pin before anything else, and replace the secrets that its runs could read. Our fix pins the release that the comment names, or the newest one where there is no comment; it is always for review.",
      example: {
        before: "steps:\n  - uses: actions/checkout@70379aad1a8b40919ce8b382d3cd7d0315cde1d0 # v6.0.2\n",
        after: "steps:\n  - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2\n",
      },
    },
  },

  *check(context) {
    const { lookups } = context;
    for (const { document, action, ref, places, where } of remoteGroups(context)) {
      if (!isFullSha(ref)) continue;
      const origin = lookups.commitOrigin(action, ref.toLowerCase());
      if (origin !== "fork" && !(origin === "unknown" && isKnownImpostor(action, ref))) continue;
      yield {
        ...where,
        message: `Commit \`${ref}\` is not part of \`${action}\`: it was pushed to a fork, and anybody could have written it. Pin a release of the action itself.`,
        fix: () =>
          moveToRelease(context, document.file, {
            places,
            why: `Commit \`${ref}\` belongs to a fork of \`${action}\`, so its author need not be the action's. Look at its runs, and replace every secret that they could read.`,
          }),
      };
    }
  },
});
