import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

export const missingPathFilter = defineRule({
  meta: {
    id: "missing-path-filter",
    category: "performance",
    severity: "medium",
    title: "A package's workflow runs for every change",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "In a repository of three or more packages, a workflow all of whose jobs work in the folder of one package and that runs for pull requests without a `paths` filter.",
      why: "A change of one package builds and tests all others too. In a repository of ten packages nine of ten runs tell nothing.",
      notReported:
        "Repositories with fewer packages. Workflows with `paths` or `paths-ignore`, or with a step that looks for changed files. Jobs in the root or in several folders. Whether the check is required is not in the file: a required check with a path filter blocks merging (`required-check-can-be-skipped`), so no fix is written.",
      fix: "`paths:` with the package's folder and the workflow itself if the check is not required; else a first job that finds the changes and a condition on the others.",
      example: {
        before: "on: pull_request\ndefaults:\n  run:\n    working-directory: packages/web\n",
        after:
          "on:\n  pull_request:\n    paths: [packages/web/**, .github/workflows/web.yml]\ndefaults:\n  run:\n    working-directory: packages/web\n",
      },
    },
  },

  *check({ workflows, repository }) {
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
