import { indentOf, indentStep, insertKey, replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Job, type Trigger, type Workflow } from "../../model/workflow.ts";
import { asMap, findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

export const missingPathFilter = defineRule({
  meta: {
    id: "missing-path-filter",
    category: "performance",
    severity: "medium",
    title: "A package's workflow runs for every change",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "In a repository of three or more packages, a workflow all of whose jobs work in the folder of one package and that runs for pull requests without a `paths` filter.",
      why: "A change of one package builds and tests all others too. In a repository of ten packages nine of ten runs tell nothing.",
      notReported:
        "Repositories with fewer packages. Workflows with `paths` or `paths-ignore`, or with a step that looks for changed files. Jobs in the root or in several folders. Packages that the workflow's one depends on are not looked for.",
      fix: "`paths:` with the package's folder and the workflow itself. The fix is offered where the branch's rules are known and none of the jobs is a required check: a required check that is skipped blocks merging (`required-check-can-be-skipped`). There a first job that finds the changes and a condition on the others does it.",
      example: {
        before: "on: pull_request\ndefaults:\n  run:\n    working-directory: packages/web\n",
        after:
          "on:\n  pull_request:\n    paths: [packages/web/**, .github/workflows/web.yml]\ndefaults:\n  run:\n    working-directory: packages/web\n",
      },
    },
  },

  *check(context) {
    const { workflows, repository } = context;
    const candidates = workflows.filter((workflow) => findTrigger(workflow, "pull_request") && hasFolder(workflow));
    const packages = candidates.length > 0 ? packageFolders(repository.snapshot.paths) : new Set<string>();
    if (packages.size < 3) return;
    for (const workflow of candidates) {
      const pull = findTrigger(workflow, "pull_request");
      if (!pull || triggerFilter(pull, "paths") || triggerFilter(pull, "paths-ignore") || looksForChanges(workflow))
        continue;
      const folder = onlyFolder(workflow, packages);
      if (folder === null) continue;
      yield {
        message: `This workflow works in \`${folder}\` alone and runs for every change of ${packages.size} packages; filter by paths.`,
        path: workflow.path,
        at: pull.key,
        anchor: "on.pull_request.paths",
        fix: () => addPaths(context, { workflow, pull, folder }),
      };
    }
  },
});

const MANIFEST =
  /^(.+)\/(?:package\.json|pyproject\.toml|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|mix\.exs)$/;
const COPIES = /(?:^|\/)(?:node_modules|vendor|examples?|fixtures|testdata|templates?|tests?|docs)(?:\/|$)/;

function hasFolder({ file }: Workflow): boolean {
  return file.text.includes("working-directory");
}

function packageFolders(paths: readonly string[]): Set<string> {
  const folders = paths.flatMap((path) => MANIFEST.exec(path)?.[1] ?? []);
  return new Set(folders.filter((folder) => !COPIES.test(folder)));
}

function looksForChanges({ jobs }: Workflow): boolean {
  return jobs.some(
    ({ steps, if: condition }) =>
      condition !== null ||
      steps.some(
        ({ uses, run }) =>
          /paths-filter|changed-files|path-filter/.test(uses?.name ?? "") ||
          /git diff|affected|--since|--filter/.test(run?.value ?? ""),
      ),
  );
}

function onlyFolder(workflow: Workflow, packages: ReadonlySet<string>): string | null {
  const folders = new Set(workflow.jobs.map((job) => folderOf(workflow, job)));
  const [folder] = folders;
  return folders.size === 1 && folder != null && packages.has(folder) ? folder : null;
}

/** Where all scripts of a job run; null for several or none. */
function folderOf(workflow: Workflow, job: Job): string | null {
  const usual = job.defaults.workingDirectory?.value ?? workflow.defaults.workingDirectory?.value ?? "";
  const folders = new Set(
    job.steps.filter(({ run }) => run).map(({ workingDirectory }) => workingDirectory?.value ?? usual),
  );
  const [folder] = folders;
  return folders.size === 1 && folder ? folder.replace(/^\.\//, "").replace(/\/+$/, "") : null;
}

interface Unfiltered {
  readonly workflow: Workflow;
  readonly pull: Trigger;
  readonly folder: string;
}

/** A required check that is skipped never reports, so that the pull request can never be merged. */
function addPaths({ repository, lookups }: RuleContext, { workflow, pull, folder }: Unfiltered): FixOutcome {
  const branch = repository.snapshot.defaultBranch;
  const rules = branch === null ? "unknown" : lookups.branchRules(branch);
  if (rules === "unknown") {
    return {
      abstain: "Whether one of the jobs is a required check is not known: a required check must not be skipped.",
    };
  }
  const names = workflow.jobs.flatMap(({ id, name }) => [id, ...(name ? [name.value] : [])]);
  if (rules.requiredChecks.some((check) => names.some((name) => check === name || check.startsWith(`${name} (`)))) {
    return {
      abstain:
        "One of the jobs is a required check, which must report for every pull request: find out the changed paths in a job, and give the others an `if`.",
    };
  }
  const edits = pathEdits(workflow, pull, `["${folder}/**", "${workflow.path}"]`);
  if (!edits) return { abstain: "The trigger is written in a form that cannot be edited safely; add `paths` by hand." };
  return {
    edits,
    title: `Run for changes of \`${folder}\` alone`,
    explanation: `Pull requests that change neither \`${folder}\` nor this workflow no longer start it. Add the folders of packages that \`${folder}\` uses.`,
  };
}

function pathEdits({ file, root }: Workflow, { node, key }: Trigger, paths: string): Edit[] | null {
  const map = asMap(node);
  if (map) return map.aliased ? null : insertKey(file, map, { key: "paths", value: paths });
  const on = findPair(root, "on");
  const step = indentStep(file, root);
  if (on?.value === key) {
    const lines = [":", `${step}pull_request:`, `${step}${step}paths: ${paths}`];
    return [replaceSpan(file, { start: on.key.end, end: key.end }, lines.join(file.newline))];
  }
  const owner = asMap(on?.value);
  const pair = owner?.pairs.find((each) => each.key === key);
  const isBare = pair?.value.kind === "scalar" && pair.value.start === pair.value.end && file.text[key.end] === ":";
  if (!owner || owner.flow || owner.aliased || !isBare) return null;
  const line = `${indentOf(file, owner)}${step}paths: ${paths}`;
  return [replaceSpan(file, { start: key.end, end: key.end + 1 }, `:${file.newline}${line}`)];
}
