import { osOfLabel, type RunnerOs } from "../../data/runner-labels.ts";
import { setScalar } from "../../edit/edit-yaml.ts";
import { askedLabels } from "../../model/runner-labels-of.ts";
import type { Job, Step, Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";

/** Programs that do the same on Linux. A job all of whose commands are among them needs no other system. */
const ANYWHERE = new Set(
  "actionlint bundle cargo cat cd composer echo eslint git go golangci-lint jest jq ls markdownlint mkdir mypy node npm npx pip pip3 pnpm poetry prettier pwd pytest python python3 ruff shellcheck test tox true tsc uv uvx vitest yamllint yarn".split(
    " ",
  ),
);
const ACTIONS =
  /^(?:actions\/(?:checkout|setup-(?:node|python|go|java|ruby)|cache|upload-artifact|download-artifact|labeler|stale|github-script)|pnpm\/action-setup|astral-sh\/setup-uv|golangci\/golangci-lint-action|codecov\/codecov-action|amannn\/action-semantic-pull-request)$/;
/** Kinds of work whose result does not depend on the system. */
const NEUTRAL =
  /\b(?:lint|format|fmt|style|docs?|label|stale|typecheck|type-check|markdown|spell|release-notes|changelog|commitlint|audit)\b/i;
const TIMES: Readonly<Record<RunnerOs, number>> = { linux: 1, windows: 2, macos: 10 };

export const expensiveRunner = defineRule({
  meta: {
    id: "expensive-runner",
    category: "performance",
    severity: "medium",
    title: "Work for any system on a dear runner",
    fixClass: "review",
    docs: {
      what: "A job on macOS or Windows alone that lints, formats, labels, checks types or builds documents, and all of whose steps run on Linux as well.",
      why: "A minute on Windows costs two and on macOS ten of a minute on Linux, and the runners start later: https://docs.github.com/en/billing/reference/actions-runner-pricing.",
      notReported:
        "Jobs whose name or commands say that they test, build or package something, as that can depend on the system. Steps with other shells, programs or actions than the known ones. Matrices. Self-hosted and larger runners.",
      fix: "`ubuntu-24.04`; look at the first run before merging.",
      example: { before: "  lint:\n    runs-on: macos-15\n", after: "  lint:\n    runs-on: ubuntu-24.04\n" },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      const [asked, ...others] = askedLabels(job);
      const os =
        asked && others.length === 0 && job.runsOn.length === 1 && !asked.fromMatrix ? osOfLabel(asked.label) : null;
      if (!asked || os === null || os === "linux" || !isNeutral(job)) continue;
      yield {
        message: `Nothing in job \`${job.id}\` needs \`${asked.label}\`, whose minutes cost ${TIMES[os]} times as much; run it on Linux.`,
        path: workflow.path,
        at: asked.node,
        anchor: `jobs.${job.id}.runs-on`,
        fix: () => moveToLinux(workflow, job, asked.node),
      };
    }
  },
});

function isNeutral(job: Job): boolean {
  return (
    job.steps.length > 0 &&
    NEUTRAL.test(`${job.id} ${job.name?.value ?? ""}`.replaceAll("_", "-")) &&
    job.steps.every(runsAnywhere)
  );
}

function runsAnywhere({ uses, run, shell }: Step): boolean {
  if (uses) return ACTIONS.test(uses.name);
  if (!run || (shell && shell.value !== "bash")) return false;
  return bashOf(run).commands.every(({ words }) => ANYWHERE.has(words[0]?.text ?? ""));
}

function moveToLinux({ file }: Workflow, job: Job, node: YamlScalar): FixOutcome {
  const edits = node.aliased ? null : setScalar(file, node, "ubuntu-24.04");
  if (!edits)
    return { abstain: "The label is written in a form that cannot be edited safely; write `ubuntu-24.04` by hand." };
  return {
    edits,
    title: `Run \`${job.id}\` on Linux`,
    explanation: "Every step of the job runs on Linux as well. A required check that names the job keeps its name.",
  };
}
