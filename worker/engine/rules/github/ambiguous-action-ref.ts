import { pinPlaces } from "../../actions/pin-places.ts";
import { remoteGroups } from "../../actions/remote-groups.ts";
import type { UsePlace } from "../../actions/use-places.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { isFullSha } from "../../model/uses.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

export const ambiguousActionRef = defineRule({
  meta: {
    id: "ambiguous-action-ref",
    category: "security",
    severity: "medium",
    title: "Ref is both a branch and a tag of the action",
    fixClass: "lookup",
    docs: {
      what: "A `uses:` whose ref is the name of a branch and of a tag in the action's repository. One finding per file, action and ref. It needs GitHub's answer; without it the rule says nothing.",
      why: "Which of the two runs is not visible in the workflow and not what most readers expect. Whoever may push a branch, but no tags, can make one with the name of a tag that others use. Git itself [calls such a name ambiguous](https://git-scm.com/docs/gitrevisions) and warns about it.",
      notReported:
        "Full commit ids, and refs written out as `refs/tags/v1` or `refs/heads/v1`. Names about which nobody answered.",
      fix: "Pin the commit of the tag, with the tag as comment. Where the tag's commit is not known for sure, no fix is offered.",
      example: {
        before: "steps:\n  - uses: some/action@v2\n",
        after: "steps:\n  - uses: some/action@5f1c1a0b4f3d8f5d8f0b6a9c7e2d4b6a8c0e1f23 # v2\n",
      },
    },
  },

  *check(context) {
    for (const { document, action, ref, places, where } of remoteGroups(context)) {
      if (isFullSha(ref) || ref.startsWith("refs/")) continue;
      const kinds = context.lookups.refKinds(action, ref);
      if (kinds === "unknown" || !kinds.branch || !kinds.tag) continue;
      yield {
        ...where,
        message: `\`${ref}\` is both a branch and a tag of \`${action}\`, so which code runs is not certain; pin the commit that you mean.`,
        fix: () => pinTag(context, document.file, places),
      };
    }
  },
});

function pinTag({ lookups }: RuleContext, file: SourceFile, places: readonly UsePlace[]): FixOutcome {
  const { owner = "", repo = "", ref } = places[0]?.uses ?? {};
  const action = `${owner}/${repo}`;
  const commit = lookups.actionCommit(action, `refs/tags/${ref}`);
  if (!ref || commit === "unknown" || !isFullSha(commit.sha)) {
    return {
      abstain: `The commit of the tag \`${ref}\` of \`${action}\` is not known; look it up and pin it by hand.`,
    };
  }
  const version = commit.tag ?? ref;
  const edits = pinPlaces(file, places, { sha: commit.sha, version });
  if (!edits) return { abstain: "A `uses:` is written in a form that cannot be edited safely; pin it by hand." };
  return {
    edits,
    title: `Pin \`${action}\` to the commit of the tag ${ref}`,
    explanation: `\`${ref}\` is a branch and a tag of \`${action}\`. The use is now pinned to \`${commit.sha}\`, the commit of the tag (${version}). If you meant the branch, pin its commit instead.`,
  };
}
