import type { Uses } from "../../model/uses.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

/** More versions than these are in use for lack of a decision. */
const VERSIONS = 3;

export const fleetVersionSkew = defineRule({
  meta: {
    id: "fleet-version-skew",
    category: "ci_cd",
    severity: "low",
    title: "The fleet uses many versions of one action",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "An action or reusable workflow that the organization's repositories use in more than three versions, here in one that is not the most common. One finding for the repository.",
      why: "A hole in one of the versions has to be looked for in all of them, and what works in one repository fails in the next.",
      notReported:
        "Actions in three versions or fewer, and repositories that use the most common one. Local actions. Fleets that are not known.",
      fix: "One campaign of pull requests that brings all to the newest version that is in use.",
      example: { before: "      - uses: actions/checkout@v3\n", after: "      - uses: actions/checkout@v5\n" },
    },
  },

  *check(context) {
    const uses = externalUses(context);
    const [any] = uses;
    const fleet = any ? context.lookups.fleet() : "unknown";
    if (fleet === "unknown") return;
    const odd = uses.filter(({ use }) => {
      const counts = new Map<string, number>();
      for (const { actions } of fleet.members)
        for (const ref of actions[use.name] ?? []) counts.set(ref, (counts.get(ref) ?? 0) + 1);
      const common = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
      return counts.size > VERSIONS && common !== undefined && use.ref !== common;
    });
    const [first, ...rest] = odd;
    if (!first) return;
    yield {
      message: `\`${first.use.name}\` is used in more than ${VERSIONS} versions across the fleet, here at \`${first.use.ref}\`; move all repositories to one.`,
      path: first.path,
      at: first.use.node,
      anchor: "fleet.versions",
      related: rest.map(({ path, use }) => ({ path, at: use.node })),
    };
  },
});

function externalUses({ jobs, steps }: RuleContext): { path: string; use: Uses }[] {
  const calls = jobs.map(({ workflow, job }) => ({ path: workflow.path, use: job.uses }));
  const inSteps = steps.map(({ document, step }) => ({ path: document.path, use: step.uses }));
  return [...calls, ...inSteps].flatMap(({ path, use }) => (use?.kind === "action" ? [{ path, use }] : []));
}
