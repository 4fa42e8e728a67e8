import { majorsOnFineRuntime } from "../data/action-runtimes.ts";
import type { Edit } from "../finding.ts";
import type { ActionCommit } from "../lookups/answers.ts";
import { isFullSha } from "../model/uses.ts";
import type { Action, Workflow } from "../model/workflow.ts";
import { entryText } from "../model/workflow.ts";
import type { RuleContext } from "../rule.ts";
import { pinPlaces } from "./pin-places.ts";
import type { VersionedUse } from "./version-groups.ts";

/** Majors at which an action changed what it does with the same inputs, so that somebody must look. Source: their release notes. */
const LOOK_FROM: Readonly<Record<string, readonly [major: number, reason: string]>> = {
  "golangci/golangci-lint-action": [7, "from version 7 on it needs a golangci-lint 2 configuration"],
  "goreleaser/goreleaser-action": [6, "from version 6 on it installs GoReleaser 2, whose configuration differs"],
  "docker/build-push-action": [2, "version 2 builds with Buildx and other inputs"],
  "codecov/codecov-action": [4, "from version 4 on it needs a token for most repositories and names its inputs anew"],
  "cypress-io/github-action": [7, "each major changes the supported Cypress versions"],
  "docker/metadata-action": [3, "version 2 and later name their inputs and tags anew"],
  "actions/labeler": [5, "from version 5 on its configuration file has another form"],
};

/** Moved edits, or why there are none. */
export type Move =
  | { readonly edits: readonly Edit[]; readonly version: string; readonly sha: string; readonly major: number }
  | { readonly abstain: string };

/** Pins all uses of one major to the lowest later major that runs on a supported runtime and whose commit is known. */
export function moveToSupported(
  { lookups, now }: RuleContext,
  document: Workflow | Action,
  uses: readonly VersionedUse[],
): Move {
  const [first] = uses;
  if (!first) return { abstain: "There is nothing to move." };
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const reason = reasonAgainst(action, uses);
  if (reason) return { abstain: reason };
  const from = first.version[0] ?? 0;
  for (const major of majorsOnFineRuntime(action, from, now)) {
    const commit = lookups.actionCommit(action, `v${major}`);
    if (commit === "unknown" || !isFullSha(commit.sha)) continue;
    return pinned(document, uses, { commit, major });
  }
  return { abstain: `It is not known which release of \`${action}\` runs on a supported Node.js; choose one by hand.` };
}

function pinned(
  { file }: Workflow | Action,
  uses: readonly VersionedUse[],
  { commit, major }: { commit: ActionCommit; major: number },
): Move {
  const version = commit.tag ?? `v${major}`;
  const edits = pinPlaces(file, uses, { sha: commit.sha, version });
  if (!edits) return { abstain: "A `uses:` is written in a form that cannot be edited safely; change it by hand." };
  return { edits, version, sha: commit.sha, major };
}

function reasonAgainst(action: string, uses: readonly VersionedUse[]): string | null {
  const from = uses[0]?.version[0] ?? 0;
  const [look, reason] = LOOK_FROM[action] ?? [0, ""];
  if (from < look) return `Move \`${action}\` by hand: ${reason}.`;
  if (action === "actions/github-script" && from < 5 && uses.some(usesOldClient)) {
    return "From version 5 on the script's `github` has its REST calls under `github.rest`; change the script and the version together.";
  }
  return null;
}

/** Octokit's namespaces directly under `github`, as the action offered them up to version 4. */
function usesOldClient({ step }: VersionedUse): boolean {
  return /\bgithub\.(?!rest\b|graphql\b|paginate\b|request\b|log\b|hook\b)\w/.test(
    entryText(step.with, "script") ?? "",
  );
}
