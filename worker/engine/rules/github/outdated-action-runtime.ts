import { moveToSupported } from "../../actions/move-to-major.ts";
import { type VersionedUse, versionGroups } from "../../actions/version-groups.ts";
import { ACTION_RUNTIMES, type RuntimeState, runtimeRow, runtimeState } from "../../data/action-runtimes.ts";
import { retirementOf } from "../../data/retired-actions.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const outdatedActionRuntime = defineRule({
  meta: {
    id: "outdated-action-runtime",
    category: "ci_cd",
    severity: "high",
    title: "Action is built for a Node.js that the runners no longer have",
    fixClass: "lookup",
    docs: {
      what: "An action in a version whose `runs.using` is `node12` or `node16`, in the strict profile also `node20`, of which a version for a supported Node.js exists. One finding per file, action and major version, with all its places.",
      why: "GitHub took [Node.js 12](https://github.blog/changelog/2022-09-22-github-actions-all-actions-will-begin-running-on-node16-instead-of-node12/), [Node.js 16](https://github.blog/changelog/2024-09-25-end-of-life-for-actions-node16/) (November 2024) and [Node.js 20](https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/) (September 2026) off its runners. Such an action now runs on a Node.js it was never tested with, warns in every run, and gets no more fixes; self-hosted runners of a recent version refuse the oldest.",
      notReported:
        "Versions that GitHub's services refuse altogether (`retired-action-version` names them). Commit ids without a version comment that our table does not know. Actions whose newest version is still on the old runtime, archived actions (`archived-action`), composite and Docker actions. Majors that changed their runtime on the way.",
      fix: "Pin the lowest later major version that runs on a supported Node.js, with its version as a comment. No fix where that version does something else with the same inputs. Actions for Node.js 20 are reported in the strict profile alone and weigh little: runners run them on Node.js 24 and most work there.",
      example: {
        before: "- uses: actions/checkout@v3\n",
        after: "- uses: actions/checkout@93cb6efe18208431cddfb8368fd83d5badbf9bfd # v5.0.1\n",
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
  const uses = all.filter((use) => isOutdated(use, context) && !isRetired(use));
  const [first, ...others] = uses;
  const using = first ? usingOf(first) : undefined;
  if (!first || using === undefined) return null;
  const state = runtimeState(using, context.now);
  const label = runtimeRow(using)?.label ?? using;
  return {
    message: `\`${first.uses.raw}\` is built for ${label}, ${WORDS[state]}; move to a version for a supported Node.js.`,
    path: document.path,
    at: first.uses.node,
    anchor: `${first.uses.owner}/${first.uses.repo} ${first.anchor}`,
    severity: state === "gone" && using !== RUNS_ON_THE_NEXT ? "high" : "low",
    related: others.map((use) => ({ path: document.path, at: use.uses.node })),
    fix: () => moveOn(context, document, uses),
  };
}

const WORDS: Readonly<Record<RuntimeState, string>> = {
  gone: "which GitHub's runners no longer have",
  going: "which GitHub takes off its runners",
  fine: "which runners still have",
};

function usingOf({ uses, version }: VersionedUse): string | undefined {
  return ACTION_RUNTIMES.get(`${uses.owner}/${uses.repo}`)?.get(version[0] ?? -1);
}

/** Runners run these on the next Node.js, where nearly all of them work. */
const RUNS_ON_THE_NEXT = "node20";

function isOutdated(use: VersionedUse, { now, strict }: RuleContext): boolean {
  const using = usingOf(use);
  return using !== undefined && (strict || using !== RUNS_ON_THE_NEXT) && runtimeState(using, now) !== "fine";
}

function isRetired({ uses, version }: VersionedUse): boolean {
  return retirementOf(`${uses.owner}/${uses.repo}`, version) !== null;
}

function moveOn(context: RuleContext, document: Workflow | Action, uses: readonly VersionedUse[]): FixOutcome {
  const [first] = uses;
  const move = moveToSupported(context, document, uses);
  if ("abstain" in move || !first) return "abstain" in move ? move : { abstain: "There is nothing to move." };
  const action = `${first.uses.owner}/${first.uses.repo}`;
  return {
    edits: move.edits,
    title: `Move \`${action}\` to ${move.version}`,
    explanation: `\`${first.uses.raw}\` is built for a Node.js that GitHub takes off its runners. \`${move.version}\` is of the lowest major version on a supported one, and is pinned to its commit. Read the release notes of version ${move.major} for changed defaults; self-hosted runners must be recent enough (2.327.1 or later).`,
  };
}
