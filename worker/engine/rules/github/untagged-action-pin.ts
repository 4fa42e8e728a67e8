import { moveToRelease } from "../../actions/release-of-pin.ts";
import { remoteGroups } from "../../actions/remote-groups.ts";
import { isFullSha } from "../../model/uses.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

export const untaggedActionPin = defineRule({
  meta: {
    id: "untagged-action-pin",
    category: "security",
    severity: "low",
    title: "Pinned commit is no release of the action",
    fixClass: "review",
    profile: "strict",
    docs: {
      what: "A `uses:` pinned to a commit at which no tag of the action's repository points. One finding per file, action and commit. It needs GitHub's answer; without it the rule says nothing.",
      why: "A commit between two releases is code that its authors did not publish, test or describe as a version. [Dependabot](https://docs.github.com/en/code-security/dependabot/working-with-dependabot/keeping-your-actions-up-to-date-with-dependabot) and advisories go by tags, so nobody says that it is old or vulnerable.",
      notReported:
        "Actions that have no release at all, since there is nothing to move to. Commits of a fork, which `impostor-commit` reports. Tags and branches, and commits about which nobody answered.",
      fix: "Pin the release that the comment names, or the newest one where there is no comment; read what changed before merging.",
      example: {
        before: "steps:\n  - uses: actions/checkout@c7d749a2d57b4b375d1ebcd17cfbfb60c676f18e # v4.2.2\n",
        after: "steps:\n  - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n",
      },
    },
  },

  *check(context) {
    for (const { document, action, ref, places, where } of remoteGroups(context)) {
      if (!isFullSha(ref) || !isUntagged(context, action, ref.toLowerCase())) continue;
      yield {
        ...where,
        message: `Commit \`${ref}\` of \`${action}\` is no release: no tag points at it. Pin the commit of a release.`,
        fix: () =>
          moveToRelease(context, document.file, {
            places,
            why: `No tag of \`${action}\` points at commit \`${ref}\`.`,
          }),
      };
    }
  },
});

function isUntagged({ lookups }: RuleContext, action: string, sha: string): boolean {
  const tags = lookups.commitTags(action, sha);
  if (tags === "unknown" || tags.length > 0) return false;
  const repository = lookups.actionRepository(action);
  const hasReleases = repository === "unknown" || repository.releases.length > 0;
  return hasReleases && lookups.commitOrigin(action, sha) !== "fork";
}
