import { type RemoteGroup, remoteGroups } from "../../actions/remote-groups.ts";
import { usedVersion, type WrittenVersion } from "../../actions/used-version.ts";
import { mostPrecise, versionNumbers } from "../../actions/version-comment.ts";
import { compare, isAffected } from "../../actions/version-range.ts";
import { knownAdvisories, MALICIOUS_COMMITS } from "../../data/action-advisories.ts";
import { SEVERITIES } from "../../finding.ts";
import type { Advisory } from "../../lookups/answers.ts";
import { isFullSha, type Uses } from "../../model/uses.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { moveToPatched } from "./vulnerable-action/move-to-patched.ts";

export const vulnerableAction = defineRule({
  meta: {
    id: "vulnerable-action",
    category: "security",
    severity: "high",
    title: "Action version has a published vulnerability",
    fixClass: "lookup",
    docs: {
      what: "A `uses:` of an action at a version that a reviewed advisory of [GitHub's database](https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions) names as affected, or at the very commit that an attacker made. The version is what the ref says, or for a commit its tags, or else the comment behind it. One finding per file, action and ref; its severity is that of the worst advisory.",
      why: "The fault is public, and so is the way to use it: `tj-actions/changed-files` before 41 runs code from the names of changed files ([CVE-2023-51664](https://github.com/advisories/GHSA-mcph-m25j-8j63)), and `actions/download-artifact` 4.0 to 4.1.2 lets an artifact write anywhere on the runner ([CVE-2024-42471](https://github.com/advisories/GHSA-cxww-7g56-2vh6)).",
      notReported:
        "Tags such as `v4` whose line has a repaired release, because they follow it. Branches, and commits whose version nothing tells. Without a connection only the advisories of our dated table are known.",
      fix: "Pin the first repaired release, or the newest of its line. In the same major version that is a plain update; where the repair came with a later major version, look at its release notes before merging. Where the commit is not known and the use follows a tag, the tag of the repaired release is written.",
      example: {
        before: "steps:\n  - uses: actions/download-artifact@v4.1.0\n",
        after: "steps:\n  - uses: actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0\n",
      },
    },
  },

  *check(context) {
    for (const group of remoteGroups(context)) {
      const hit = checkGroup(context, group);
      if (hit) yield hit;
    }
  },
});

const maliciousByUse = new Map(MALICIOUS_COMMITS.map((commit) => [`${commit.action}@${commit.sha}`, commit]));

function checkGroup(context: RuleContext, { document, action, ref, places, where }: RemoteGroup): Hit | null {
  const malicious = maliciousByUse.get(`${action}@${ref.toLowerCase()}`);
  if (malicious) {
    return {
      ...where,
      severity: "critical",
      message: `\`${action}@${ref}\` is a commit that an attacker made to steal secrets (${malicious.id}); replace it, and every secret that its runs could read.`,
      fix: () => moveToPatched(context, document.file, { places, version: [], patched: malicious.firstPatched }),
    };
  }
  const uses = places[0]?.uses;
  const version = uses ? versionOf(context, document, uses) : null;
  if (!uses || version === null) return null;
  const advisories = advisoriesOn(context, uses, version);
  const [worst] = advisories;
  if (!worst) return null;
  const patched = highestPatched(advisories);
  return {
    ...where,
    severity: worst.severity,
    message: messageOf(uses, advisories, patched),
    fix: () => moveToPatched(context, document.file, { places, version, patched }),
  };
}

/** The version in use; null for actions without advisories, so that nothing is asked for them. */
function versionOf({ lookups }: RuleContext, document: Workflow | Action, uses: Uses): WrittenVersion | null {
  const written = usedVersion(document.file, uses);
  if (!isFullSha(uses.ref)) return written;
  const action = `${uses.owner}/${uses.repo}`;
  if (written === null && knownAdvisories(action).length === 0) return null;
  const tags = lookups.commitTags(action, (uses.ref ?? "").toLowerCase());
  const tag = tags === "unknown" ? null : mostPrecise(tags);
  return tag === null ? written : versionNumbers(tag);
}

/** Worst first. */
function advisoriesOn({ lookups }: RuleContext, uses: Uses, version: WrittenVersion): Advisory[] {
  const action = `${uses.owner}/${uses.repo}`;
  const published = lookups.advisories(action);
  const advisories = published === "unknown" ? knownAdvisories(action) : published;
  return advisories
    .filter((advisory) => isAffected(uses, version, advisory))
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** The version that is free of all of them; null when one of them has no repair. */
function highestPatched(advisories: readonly Advisory[]): string | null {
  const versions = advisories.map(({ firstPatched }) => firstPatched);
  const known = versions.filter((version) => version !== null);
  if (known.length < versions.length) return null;
  return known.toSorted((a, b) => compare(versionNumbers(b), versionNumbers(a)))[0] ?? null;
}

function messageOf(uses: Uses, advisories: readonly Advisory[], patched: string | null): string {
  const [worst] = advisories;
  const others = new Set(advisories.map(({ id }) => id)).size - 1;
  const more = others > 0 ? `, and ${others} more` : "";
  const advice = patched === null ? "no release repairs it, so use something else" : `move to ${patched} or later`;
  return `\`${uses.raw}\` has a published vulnerability (${worst?.id}: ${worst?.summary}${more}); ${advice}.`;
}
