import { findEntry, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

/** So many equal steps at the start of so many jobs are worth a name. */
const STEPS = 3;
const JOBS = 3;

export const repeatedSetup = defineRule({
  meta: {
    id: "repeated-setup",
    category: "quality",
    severity: "low",
    title: "The same setup in three or more jobs",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "Three or more jobs of the repository's workflows that begin with the same three or more steps. One finding for each block.",
      why: "A change of the version or the install command must be made in every copy, and the one that was forgotten is found months later.",
      notReported:
        "Blocks of fewer steps or in fewer jobs. Steps that differ in an input or a command. Blocks of checkouts alone. Jobs in other repositories, which `duplicated-workflow` compares.",
      fix: "A composite action in `.github/actions/setup` for the steps behind the checkout, or a reusable workflow for the whole job.",
      example: {
        before: "      - uses: actions/checkout@v5\n      - uses: actions/setup-node@v5\n      - run: npm ci\n",
        after: "      - uses: actions/checkout@v5\n      - uses: ./.github/actions/setup\n",
      },
    },
  },

  *check({ jobs }) {
    const blocks = new Map<string, { workflow: Workflow; job: Job }[]>();
    for (const place of jobs) {
      const print = blockOf(place.job);
      if (print !== null) blocks.set(print, [...(blocks.get(print) ?? []), place]);
    }
    for (const places of blocks.values()) {
      const [first, ...rest] = places;
      if (!first || places.length < JOBS) continue;
      const step = first.job.steps[0];
      yield {
        message: `${places.length} jobs begin with the same ${STEPS} steps; make a composite action of them.`,
        path: first.workflow.path,
        at: step?.uses?.node ?? step?.node ?? first.job.key,
        anchor: `jobs.${first.job.id}.setup`,
        // A fix of some of the steps parts the jobs into groups: the repetition was there before.
        cause: "repeated-setup",
        related: rest.map(({ workflow, job }) => ({ path: workflow.path, at: job.steps[0]?.uses?.node ?? job.key })),
      };
    }
  },
});

/** The first steps as one text; null for a job without a block that sets something up. */
function blockOf({ steps }: Job): string | null {
  const first = steps.slice(0, STEPS);
  if (first.length < STEPS || first.some((step) => step.if) || first[0]?.uses?.name !== "actions/checkout") return null;
  if (
    !first.some(({ uses }) => uses !== null && /setup|toolchain|install/.test(uses.name)) ||
    !first.some(({ run }) => run)
  )
    return null;
  return first.map(printOf).join("\n");
}

function printOf({ uses, run, with: inputs }: Step): string {
  const given = inputs.map(({ name }) => `${name}=${findEntry(inputs, name)?.value?.value ?? ""}`).sort();
  return `${uses?.raw ?? run?.value.trim() ?? ""} ${given.join(",")}`;
}
