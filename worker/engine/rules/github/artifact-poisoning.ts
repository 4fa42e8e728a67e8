import { type ArtifactDownload, artifactDownloads } from "../../checkouts/artifact-downloads.ts";
import { environmentWrites, readsFile } from "../../checkouts/environment-writes.ts";
import { executionsOf } from "../../checkouts/executed-content.ts";
import { spanInFile } from "../../expressions/expression-places.ts";
import { mayRunFor } from "../../expressions/may-run.ts";
import type { Step } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { bashOfStep } from "../../shell/step-script.ts";

export const artifactPoisoning = defineRule({
  meta: {
    id: "artifact-poisoning",
    category: "security",
    severity: "high",
    title: "Privileged workflow trusts an artifact of an untrusted run",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A job on `workflow_run` that fetches artifacts of the run before it (`actions/download-artifact` with `run-id`, `dawidd6/action-download-artifact`, `gh run download`, the API) and then executes something in the folder where they were unpacked, or writes what they hold to `GITHUB_ENV` or `GITHUB_PATH`.",
      why: "The run before it may have been a stranger's pull request, and its artifacts hold whatever that stranger likes. Unpacked over the workspace they replace scripts and build files; written to `GITHUB_ENV` a line break is enough to set `LD_PRELOAD`. The job then runs the stranger's code with its secrets and write token ([GitHub Security Lab](https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/), [Legit Security](https://www.legitsecurity.com/blog/artifact-poisoning-vulnerability-discovered-in-rust)).",
      notReported:
        "Artifacts of the same run, of another repository, and of workflows of this repository that never run for pull requests. Artifacts that are unpacked in a temporary folder, or only read as data: uploaded, commented, compared. Content that the same script compares with a pattern first (`[[ $number =~ ^[0-9]+$ ]]`). Jobs that a condition keeps to pushes.",
      fix: "Unpack into a folder under `${{ runner.temp }}`, treat the content as data, and check its form before use: a pull request's number is digits only. Pass values on through `GITHUB_OUTPUT` and variables. What the content should look like is yours to say, so no fix is offered.",
      example: {
        before:
          'on: { workflow_run: { workflows: [CI] } }\njobs:\n  report:\n    steps:\n      - uses: actions/download-artifact@v7\n        with: { run-id: "${{ github.event.workflow_run.id }}" }\n      - run: npm run report\n',
        after:
          'on: { workflow_run: { workflows: [CI] } }\njobs:\n  report:\n    steps:\n      - uses: actions/download-artifact@v7\n        with:\n          run-id: ${{ github.event.workflow_run.id }}\n          path: ${{ runner.temp }}/artifact\n      - run: npm run report -- "$RUNNER_TEMP/artifact"\n',
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const download of artifactDownloads(context.repository, workflow)) {
        const uses = [...executed(download), ...written(download)];
        if (uses.length > 0) yield toHit(download, uses);
      }
    }
  },
});

interface Use {
  readonly at: Span;
  readonly what: string;
}

function executed(download: ArtifactDownload): Use[] {
  if (download.folder === null) return [];
  const found = executionsOf({ ...download, event: "workflow_run", isGuarded: false });
  return found.map(({ at, what }) => ({ at, what: `\`${what.replaceAll("`", "'")}\` runs what it may have replaced` }));
}

function written(download: ArtifactDownload): Use[] {
  const { job, step: first } = download;
  return job.steps.filter((step) => step.index >= first.index).flatMap((step) => writesOf(download, step));
}

function writesOf(download: ArtifactDownload, step: Step): Use[] {
  const { workflow, job } = download;
  const { run } = step;
  if (!run || !/GITHUB_(?:ENV|PATH)/.test(run.value) || !mayRunFor(step.if, "workflow_run")) return [];
  const script = bashOfStep({ document: workflow, job, step });
  if (!script || /=~|\bcase\b|\[0-9\]/.test(run.value)) return [];
  const after = step === download.step ? (download.scriptOffset ?? 0) : -1;
  return environmentWrites(script).flatMap(({ file, writers }) => {
    const writer = writers.find((command) => command.start > after && readsFile(command, script));
    if (!writer) return [];
    const at = spanInFile({ document: workflow, node: run }, writer.start, writer.end);
    return [{ at, what: `its content is written to \`${file}\`` }];
  });
}

function toHit({ workflow, job, step, at }: ArtifactDownload, uses: readonly Use[]): Hit {
  return {
    message: `This artifact may come from a stranger's pull request, and ${uses[0]?.what ?? "it is used"}; unpack it under \`\${{ runner.temp }}\` and check what it holds before use.`,
    path: workflow.path,
    at,
    anchor: `jobs.${job.id}.${step.identity}`,
    related: uses.map((use) => ({ path: workflow.path, at: use.at })),
  };
}
