import { moveToSupported } from "../../actions/move-to-major.ts";
import { type VersionedUse, versionGroups } from "../../actions/version-groups.ts";
import { isSwitchedOff, type RetiredVersions, retirementOf } from "../../data/retired-actions.ts";
import type { Edit } from "../../finding.ts";
import { type Action, entryText, type Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const retiredActionVersion = defineRule({
  meta: {
    id: "retired-action-version",
    category: "ci_cd",
    severity: "high",
    title: "GitHub switched this version of the action off",
    fixClass: "lookup",
    docs: {
      what: "A version of an action that GitHub's services refuse, or will on a known day: `upload-artifact` and `download-artifact` 1 to 3, `cache` 1 and 2 and every exact version before 3.4.0 or 4.2.0, `upload-pages-artifact` 1 and 2, `deploy-pages` 1 to 3, `codeql-action` 1 and 2 (3 from December 2026). One finding per file, action and major version.",
      why: "The step cannot work any more, whatever the runner: GitHub fails jobs with [artifact actions before 4](https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/) since 30 January 2025, with [old cache actions](https://github.blog/changelog/2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/) since 1 March 2025, and with [pages actions on top of them](https://github.blog/changelog/2024-12-05-deprecation-notice-github-pages-actions-to-require-artifacts-actions-v4-on-github-com/).",
      notReported:
        "`actions/cache@v3`, which means 3.4 or later and is served. Tags such as `v3-node20`, made for GitHub Enterprise Server, and everything that server still serves when it is known to run there. Commit ids without a version comment that our table does not know.",
      fix: "Pin the lowest later major version on a supported Node.js; inputs keep their names. Uploads and downloads of artifacts move together, because the two generations do not read each other's. No fix where several uploads would write one artifact, which version 4 and later refuse: give each its own name and collect them with `pattern` and `merge-multiple`.",
      example: {
        before: "- uses: actions/upload-artifact@v3\n  with:\n    name: dist\n    path: dist\n",
        after:
          "- uses: actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0\n  with:\n    name: dist\n    path: dist\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (!document.file.text.includes("uses:")) continue;
      for (const uses of versionGroups(document).values()) {
        const hit = checkGroup(context, document, uses);
        if (hit) yield hit;
      }
    }
  },
});

function checkGroup(context: RuleContext, document: Workflow | Action, all: readonly VersionedUse[]): Hit | null {
  const uses = all.filter(isRetired);
  const [first, ...others] = uses;
  const row = first ? rowOf(first) : null;
  if (!first || !row || (row.worksOnServer && runsOnServer(context))) return null;
  const isOff = isSwitchedOff(row, context.now);
  const day = isOff ? `was retired on ${row.since}` : `will be retired on ${row.since}`;
  return {
    message: `\`${first.uses.raw}\` ${day}, ${row.effect}; move to a supported version.`,
    path: document.path,
    at: first.uses.node,
    anchor: `${first.uses.owner}/${first.uses.repo} ${first.anchor}`,
    severity: isOff ? "high" : "medium",
    related: others.map((use) => ({ path: document.path, at: use.uses.node })),
    fix: () => moveOn(context, document, uses),
  };
}

function runsOnServer({ lookups }: RuleContext): boolean {
  const platform = lookups.platform();
  return platform !== "unknown" && platform.kind === "ghes";
}

function rowOf({ uses, version }: VersionedUse): RetiredVersions | null {
  return retirementOf(`${uses.owner}/${uses.repo}`, version);
}

function isRetired(use: VersionedUse): boolean {
  return rowOf(use) !== null;
}

/** Actions that exchange artifacts: a new one cannot read what an old one wrote. */
const TOGETHER: readonly (readonly string[])[] = [
  ["actions/upload-artifact", "actions/download-artifact"],
  ["actions/upload-pages-artifact", "actions/deploy-pages"],
];

function moveOn(context: RuleContext, document: Workflow | Action, uses: readonly VersionedUse[]): FixOutcome {
  const [first] = uses;
  if (!first) return { abstain: "There is nothing to move." };
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const family = TOGETHER.find((actions) => actions.includes(action));
  const reason = family?.includes("actions/upload-artifact") ? sharedArtifact(document) : null;
  if (reason) return { abstain: reason };
  const edits: Edit[] = [];
  const versions: string[] = [];
  for (const group of family ? retiredGroups(document, family) : [uses]) {
    const move = moveToSupported(context, document, group);
    if ("abstain" in move) return move;
    edits.push(...move.edits);
    versions.push(`\`${group[0]?.uses.owner}/${group[0]?.uses.repo}\` ${move.version}`);
  }
  const list = [...new Set(versions)].join(" and ");
  return {
    edits,
    title: `Move from a retired version to ${list.replaceAll("`", "")}`,
    explanation: `GitHub no longer serves \`${first.uses.raw}\` (${rowOf(first)?.source ?? "changelog"}). ${list} is the lowest major version on a supported Node.js, pinned to its commit; the inputs keep their names.${family ? " Other workflows that read these artifacts must use the new generation too." : ""}`,
  };
}

function retiredGroups(document: Workflow | Action, family: readonly string[]): (readonly VersionedUse[])[] {
  const groups = [...versionGroups(document).values()];
  return groups
    .filter(([first]) => first && family.includes(`${first.uses.owner}/${first.uses.repo}`))
    .map((group) => group.filter(isRetired))
    .filter((group) => group.length > 0);
}

/** Since version 4 an artifact is written once: two uploads of one name, or one in a matrix, fail. */
function sharedArtifact(document: Workflow | Action): string | null {
  const names = new Set<string>();
  for (const group of versionGroups(document).values()) {
    for (const { uses, step, job } of group) {
      if (uses.name !== "actions/upload-artifact") continue;
      const name = entryText(step.with, "name") ?? "artifact";
      const isMatrix = job?.strategy != null && !name.includes("${{");
      if (names.has(name) || isMatrix) {
        return `Several uploads write the artifact \`${name.replaceAll("`", "'")}\`, which version 4 and later refuse; name them apart and download them with \`pattern\` and \`merge-multiple\`.`;
      }
      names.add(name);
    }
  }
  return null;
}
