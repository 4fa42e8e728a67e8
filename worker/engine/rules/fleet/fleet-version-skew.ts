import { pinPlaces } from "../../actions/pin-places.ts";
import { mostPrecise } from "../../actions/version-comment.ts";
import { knownTagOf } from "../../data/action-pins.ts";
import { replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import type { Fleet } from "../../lookups/answers.ts";
import { isFullSha, majorVersion, type Uses } from "../../model/uses.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

/** More versions than these are in use for lack of a decision. */
const VERSIONS = 3;

export const fleetVersionSkew = defineRule({
  meta: {
    id: "fleet-version-skew",
    category: "ci_cd",
    severity: "low",
    title: "The fleet uses many versions of one action",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: "An action or reusable workflow that the organization's repositories use in more than three versions, here in one that is not the most common. One finding for the repository.",
      why: "A hole in one of the versions has to be looked for in all of them, and what works in one repository fails in the next.",
      notReported:
        "Actions in three versions or fewer, and repositories that use the most common one. Local actions. Fleets that are not known.",
      fix: "One campaign of pull requests that brings all to one version. The fix writes the version that most repositories use; a commit only where the tag for its comment is known, and no tag in the place of a commit.",
      example: { before: "      - uses: actions/checkout@v3\n", after: "      - uses: actions/checkout@v5\n" },
    },
  },

  *check(context) {
    const uses = externalUses(context);
    const [any] = uses;
    const fleet = any ? context.lookups.fleet() : "unknown";
    if (fleet === "unknown") return;
    const odd = uses.flatMap((place) => {
      const common = commonRef(fleet, place.use);
      return common !== null && common !== place.use.ref ? [{ ...place, common }] : [];
    });
    const [first, ...rest] = odd;
    if (!first) return;
    yield {
      message: `\`${first.use.name}\` is used in more than ${VERSIONS} versions across the fleet, here at \`${first.use.ref}\`; move all repositories to one.`,
      path: first.path,
      at: first.use.node,
      anchor: "fleet.versions",
      related: rest.map(({ path, use }) => ({ path, at: use.node })),
      fix: () => followFleet(context, odd),
    };
  },
});

interface OddUse extends UseAt {
  /** What most repositories of the fleet use. */
  readonly common: string;
}

/** The most common ref of an action in the fleet; null where there are few versions. */
function commonRef({ members }: Fleet, use: Uses): string | null {
  const counts = new Map<string, number>();
  for (const { actions } of members) {
    for (const ref of actions[use.name] ?? []) counts.set(ref, (counts.get(ref) ?? 0) + 1);
  }
  const common = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  return counts.size > VERSIONS && common !== undefined ? common : null;
}

function followFleet(context: RuleContext, uses: readonly OddUse[]): FixOutcome {
  const edits = uses.map((use) => moveTo(context, use));
  if (edits.includes(null)) {
    return {
      abstain:
        "The version of the fleet is a commit without a known tag, or less than the pin that stands here; choose it by hand.",
    };
  }
  const names = uses.map(({ use, common }) => `\`${use.name}\` at \`${common}\``);
  return {
    edits: edits.flatMap((each) => each ?? []),
    title: "Use the versions that the fleet uses",
    explanation: `${[...new Set(names)].join(", ")} is what most repositories use. Read the release notes where the major version changes.`,
    fixClass: uses.every(({ use, common }) => majorVersion(use.ref) === majorVersion(common)) ? "lookup" : "review",
  };
}

function moveTo({ repository, lookups }: RuleContext, { path, use, common }: OddUse): Edit[] | null {
  const file = repository.file(path);
  if (!file || use.node.aliased) return null;
  const action = `${use.owner}/${use.repo}`;
  if (!isFullSha(common)) {
    const from = use.node.content.start + file.slice(use.node.content).lastIndexOf("@") + 1;
    const isPlain = use.ref !== null && !isFullSha(use.ref) && file.text.startsWith(use.ref, from);
    return isPlain ? [replaceSpan(file, { start: from, end: from + (use.ref ?? "").length }, common)] : null;
  }
  const tags = lookups.commitTags(action, common);
  const version = knownTagOf(action, common) ?? (tags === "unknown" ? null : mostPrecise(tags));
  return version === null ? null : pinPlaces(file, [{ uses: use, step: null, anchor: "" }], { sha: common, version });
}

interface UseAt {
  readonly path: string;
  readonly use: Uses;
}

function externalUses({ jobs, steps }: RuleContext): UseAt[] {
  const calls = jobs.map(({ workflow, job }) => ({ path: workflow.path, use: job.uses }));
  const inSteps = steps.map(({ document, step }) => ({ path: document.path, use: step.uses }));
  return [...calls, ...inSteps].flatMap(({ path, use }) => (use?.kind === "action" ? [{ path, use }] : []));
}
