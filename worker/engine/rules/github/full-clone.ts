import { deleteKey } from "../../edit/edit-yaml.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { entryText, findEntry, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { asMap, findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";

/** Actions that only need the files of the commit: their READMEs, seen 2026-11-21. Any other may read history. */
const NEEDS_FILES_ONLY =
  /^(?:actions\/(?:setup-\w+|cache(?:\/\w+)?|upload-artifact|download-artifact|upload-pages-artifact|github-script)|astral-sh\/setup-uv|codecov\/codecov-action|coverallsapp\/github-action|denoland\/setup-deno|docker\/(?:setup-\w+-action|login-action)|dtolnay\/rust-toolchain|gradle\/actions\/setup-gradle|oven-sh\/setup-bun|pnpm\/action-setup|ruby\/setup-ruby|shivammathur\/setup-php|swatinem\/rust-cache)$/;
/** Words of scripts behind which history may be read: git itself, and tools that derive versions or changes from it. */
const READS_HISTORY =
  /\bgit\b|version|changelog|release|lerna|\bnx\b|turbo|changeset|affected|since|diff|commit|blame|history|goreleaser|setuptools|hatch|poetry-dynamic|dunamai|bumpversion|semantic|sonar|codecov|chromatic|\bct\b|danger|mkdocs|docusaurus|hugo|publish|tag\b|describe|log\b|nbgv|gitversion|mvn|gradle|sbt|cargo|python -m build|\bbuild\b.*wheel|uv build|pip install|pre-commit|gitleaks|trufflehog|spotless|make|just|task|rake|\.\/|scripts?\//i;

export const fullClone = defineRule({
  meta: {
    id: "full-clone",
    category: "performance",
    severity: "low",
    title: "The whole history is cloned and nobody reads it",
    fixClass: "review",
    docs: {
      what: "A checkout with `fetch-depth: 0` in a job in which no later step reads history, tags or submodules. One finding for each job.",
      why: "All commits, branches and tags are fetched on every run. For a repository of some age that takes longer than the build: https://github.com/actions/checkout#fetch-all-history-for-all-tags-and-branches.",
      notReported:
        "Jobs with any step that may read history: git commands, tools that derive versions or changed packages from it, project scripts and task runners whose content is elsewhere, and actions that are not known to need files alone. `fetch-tags`, which asks for tags on purpose. Checkouts of other repositories.",
      fix: "Remove `fetch-depth: 0`; the default fetches one commit. Where tags alone are read, use `fetch-tags: true`.",
      example: {
        before: "      - uses: actions/checkout@v5\n        with:\n          fetch-depth: 0\n      - run: npm ci\n",
        after: "      - uses: actions/checkout@v5\n      - run: npm ci\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      const step = job.steps.find(clonesAll);
      if (!step || job.steps.some((other) => other.index > step.index && mayReadHistory(other))) continue;
      const depth = findEntry(step.with, "fetch-depth");
      yield {
        message: `Job \`${job.id}\` fetches the whole history and no step reads it; leave \`fetch-depth\` out.`,
        path: workflow.path,
        at: depth?.pair.value ?? step.node,
        anchor: `jobs.${job.id}.${step.identity}.fetch-depth`,
        fix: () => shallow(workflow, job, step),
      };
    }
  },
});

function clonesAll({ uses, with: inputs }: Step): boolean {
  return (
    uses?.name === "actions/checkout" &&
    entryText(inputs, "fetch-depth") === "0" &&
    entryText(inputs, "repository") === null &&
    entryText(inputs, "fetch-tags") !== "true"
  );
}

function mayReadHistory({ uses, run }: Step): boolean {
  if (uses)
    return (
      !NEEDS_FILES_ONLY.test(uses.name) ||
      /git|history|commits/.test(uses.name.slice(uses.owner.length + 1).replace("github", ""))
    );
  return run !== null && (READS_HISTORY.test(run.value) || !bashOf(run).isComplete);
}

function shallow(workflow: Workflow, job: Job, step: Step): FixOutcome {
  const edits = withoutDepth(workflow.file, step);
  if (!edits)
    return {
      abstain: `The inputs of the checkout in job \`${job.id}\` cannot be edited safely; remove \`fetch-depth\` by hand.`,
    };
  return {
    edits,
    title: `Fetch one commit in job \`${job.id}\``,
    explanation:
      "No later step of the job reads history or tags. If a tool does so behind a script, keep the full clone.",
  };
}

/** An empty `with` goes too. */
function withoutDepth(file: SourceFile, step: Step) {
  const pair = findPair(step.node, "with");
  const map = asMap(pair?.value);
  const depth = findEntry(step.with, "fetch-depth")?.pair;
  if (!pair || !map || !depth || map.aliased || pair.value.kind === "alias") return null;
  return map.pairs.length === 1 ? deleteKey(file, step.node, pair) : deleteKey(file, map, depth);
}
