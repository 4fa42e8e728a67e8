import { defineRule } from "../../rule.ts";
import { structureHash } from "./structure-hash.ts";

/** In so many other repositories a copy is a custom. */
const COPIES = 3;

export const duplicatedWorkflow = defineRule({
  meta: {
    id: "duplicated-workflow",
    category: "quality",
    severity: "low",
    title: "The same workflow in many repositories",
    fixClass: "none",
    docs: {
      what: "A workflow that three or more other repositories of the organization have too, but for its name, comments and versions of actions.",
      why: "Each repair has to be made in every copy, and the copies drift apart one forgotten change after the other.",
      notReported:
        "Fewer copies. Workflows that differ in a step, a trigger or an input. Workflows that only call a reusable one, which is what to aim for. Repositories of other organizations, and fleets that are not known.",
      fix: "One reusable workflow in a central repository, which the others call.",
      example: {
        before: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: […]\n",
        after: "jobs:\n  test:\n    uses: acme/workflows/.github/workflows/test.yml@v3\n",
      },
    },
  },

  *check({ workflows, lookups }) {
    if (workflows.length === 0) return;
    const fleet = lookups.fleet();
    if (fleet === "unknown") return;
    for (const workflow of workflows) {
      if (workflow.jobs.length === 0 || workflow.jobs.every(({ uses }) => uses !== null)) continue;
      const hash = structureHash(workflow);
      const others = fleet.members
        .filter((member) => Object.values(member.workflows).includes(hash))
        .map(({ fullName }) => fullName);
      if (others.length < COPIES) continue;
      yield {
        message: `${others.length} other repositories have this workflow too (${others.slice(0, 3).join(", ")}…); call one from a central place.`,
        path: workflow.path,
        at: workflow.name ?? { start: 0, end: 0 },
        anchor: "fleet.copies",
      };
    }
  },
});
