import { isRefAnInput, pinPlaces } from "../../actions/pin-places.ts";
import { remoteGroups } from "../../actions/remote-groups.ts";
import type { UsePlace } from "../../actions/use-places.ts";
import { KNOWN_PUBLISHERS } from "../../data/publishers.ts";
import type { Severity } from "../../finding.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { isFullSha, type Uses } from "../../model/uses.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const unpinnedAction = defineRule({
  meta: {
    id: "unpinned-action",
    category: "security",
    severity: "medium",
    title: "Action is not pinned to a commit",
    fixClass: "lookup",
    docs: {
      what: "A `uses:` of an action or reusable workflow of another repository whose ref is a tag, a branch or a shortened commit id instead of a full commit id. One finding per file and ref, with all its places.",
      why: "Tags and branches move. Whoever can push to the action's repository, or has stolen the right to, can put other code behind `@v4`, and your next run executes it with your secrets: in March 2025 every tag of `tj-actions/changed-files` was moved to code that printed secrets into logs (CVE-2025-30066). A full commit id cannot be moved. A branch, and a publisher that is neither GitHub nor a known vendor, weigh more.",
      notReported:
        "Local actions (`./…`), because they come from the same commit. Images (`docker://…`), which have their own rule. Refs that are a full commit id, with or without a comment. `slsa-framework/slsa-github-generator` at a full version, because its verifier accepts tags only. A use of this very repository by its full name is reported, since a snapshot does not know its own name; write `./` there.",
      fix: "Put the commit that the ref means now in its place and keep the version as a comment, which Dependabot and Renovate read and update. It needs the commit from GitHub; without a connection it takes the newest release of that line from our dated table, and where neither knows one, no fix is offered. Make sure that an update tool looks after `github-actions`, or the pins grow old.",
      example: {
        before: "steps:\n  - uses: actions/checkout@v4\n",
        after: "steps:\n  - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n",
      },
    },
  },

  *check(context) {
    for (const { document, places } of remoteGroups(context)) {
      yield* toHit(
        context,
        document,
        places.filter(({ uses }) => isUnpinned(uses)),
      );
    }
  },
});

function isUnpinned(uses: Uses): boolean {
  return uses.kind === "action" && uses.ref !== null && !isFullSha(uses.ref) && !needsTag(uses);
}

/** The SLSA verifier checks the ref of the builder's certificate and accepts tags `vX.Y.Z` only (the generator's README says so). */
function needsTag(uses: Uses): boolean {
  return uses.name.startsWith("slsa-framework/slsa-github-generator/") && /^v\d+\.\d+\.\d+$/.test(uses.ref ?? "");
}

function* toHit(context: RuleContext, document: Workflow | Action, places: readonly UsePlace[]): Generator<Hit> {
  const [first, ...others] = places;
  if (!first) return;
  const kind = kindOf(first.uses);
  yield {
    message: `\`${first.uses.raw}\` ${MEANING[kind]}; pin the full commit id and keep the version as a comment.`,
    path: document.path,
    at: first.uses.node,
    anchor: `${first.uses.owner}/${first.uses.repo} ${first.anchor}`,
    severity: severityOf(first.uses, kind),
    related: others.map(({ uses }) => ({ path: document.path, at: uses.node })),
    fix: () => pin(context, document.file, places),
  };
}

type RefKind = "tag" | "branch" | "short";

const MEANING: Readonly<Record<RefKind, string>> = {
  tag: "follows a tag that its owner can move to other code",
  branch: "follows a branch, so that every push there changes what you run",
  short: "is a shortened commit id, which can also name a branch or a tag",
};

function kindOf({ ref }: Uses): RefKind {
  if (ref === null || /\d/.test(ref) === false || /^(?:refs\/heads\/|release\/)/.test(ref)) return "branch";
  if (/^(?=.*[a-f])(?=.*\d)[0-9a-f]{7,39}$/i.test(ref)) return "short";
  return /(?:^|[^A-Za-z])v?\d+(?:\.|$|[-+])/.test(ref) ? "tag" : "branch";
}

function severityOf(uses: Uses, kind: RefKind): Severity {
  return kind === "branch" || !KNOWN_PUBLISHERS.has(uses.owner) ? "high" : "medium";
}

const MAX_PLACES = 200;

function pin(context: RuleContext, file: SourceFile, places: readonly UsePlace[]): FixOutcome {
  const { uses } = places[0] ?? {};
  if (places.length > MAX_PLACES) return { abstain: "There are too many such uses for one change; pin them by hand." };
  if (!uses?.ref) return { abstain: "The `uses:` has no ref." };
  const action = `${uses.owner}/${uses.repo}`;
  const commit = context.lookups.actionCommit(action, uses.ref);
  if (commit === "unknown" || !isFullSha(commit.sha)) {
    return { abstain: `It is not known which commit \`${action}@${uses.ref}\` means; look it up and pin it by hand.` };
  }
  const version = commit.tag ?? uses.ref;
  const edits = pinPlaces(file, places, { sha: commit.sha, version });
  if (!edits) return { abstain: "A `uses:` is written in a form that cannot be edited safely; pin it by hand." };
  const input = isRefAnInput(uses) ? " The ref also chose the toolchain, so it is now the input `toolchain`." : "";
  return {
    edits,
    title: `Pin \`${action}\` to the commit of ${version}`,
    explanation: `\`${action}@${uses.ref}\` is now pinned to commit \`${commit.sha}\` (${version}), which nobody can change from outside. Where the ref has moved on since that was looked up, an update tool will propose the newer commit.${input}`,
  };
}
