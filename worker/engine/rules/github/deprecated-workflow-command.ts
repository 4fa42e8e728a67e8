import { editScalar } from "../../expressions/edit-scalar.ts";
import { positionsOf } from "../../expressions/scalar-positions.ts";
import type { StepPlace } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { occurrencesIn } from "./deprecated-workflow-command/occurrences.ts";
import { FILES, type Occurrence } from "./deprecated-workflow-command/workflow-command.ts";

export const deprecatedWorkflowCommand = defineRule({
  meta: {
    id: "deprecated-workflow-command",
    category: "ci_cd",
    severity: "high",
    title: "Deprecated workflow command",
    fixClass: "safe",
    docs: {
      what: "A script that prints `::set-output`, `::save-state`, `::set-env` or `::add-path` to the log, with `echo` or `printf` in a shell, `Write-Host`, `Write-Output` or `echo` in PowerShell.",
      why: "GitHub disabled `set-env` and `add-path` in November 2020, because any text in the log could change the environment, and deprecated `set-output` and `save-state` in October 2022 with a warning in every run and an announced end. The runner then ignores the line and later steps read an empty value.",
      notReported:
        "Comments and here-documents that only mention a command; output that is piped, captured or redirected and so never reaches the runner; a command in the middle of a line, which the runner does not read; commands that are still supported, such as `::error::` and `::add-mask::`.",
      fix: 'Append `name=value` to the file that took the command\'s place: `"$GITHUB_OUTPUT"`, `"$GITHUB_STATE"`, `"$GITHUB_ENV"` or `"$GITHUB_PATH"`. The fix does this for values of one line. A value that may have several lines, or that was encoded for the old command (`%0A`), needs a here-document and is left to you.',
      example: {
        before: 'run: echo "::set-output name=dir::$(npm config get cache)"\n',
        after: 'run: echo "dir=$(npm config get cache)" >> "$GITHUB_OUTPUT"\n',
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const { run } = place.step;
      const found = run === null ? [] : occurrencesIn(place, run.value);
      if (run !== null && found.length > 0) yield toHit(place, run, found);
    }
  },
});

function toHit({ document, job, step }: StepPlace, run: YamlScalar, found: readonly Occurrence[]): Hit {
  const positionOf = positionsOf(document.file.text, run);
  const spans = found.map(({ start, end }) => {
    const from = positionOf(start);
    const to = positionOf(end);
    return { path: document.path, at: from === null || to === null ? run : { start: from, end: to } };
  });
  const commands = [...new Set(found.map(({ command }) => command))];
  const files = commands.map((command) => `\`$${FILES[command]}\``);
  const [first, ...related] = spans;
  return {
    message: `${commands.map((command) => `\`::${command}\``).join(" and ")} no longer ${commands.length > 1 ? "work" : "works"} reliably; append to ${files.join(" and ")} instead.`,
    path: document.path,
    at: first?.at ?? run,
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}`,
    related,
    fix: () => rewriteAll(document.file, run, found),
  };
}

const MAX_PLACES = 100;

function rewriteAll(file: StepPlace["document"]["file"], run: YamlScalar, found: readonly Occurrence[]): FixOutcome {
  if (found.length > MAX_PLACES)
    return { abstain: "There are too many such commands for one change; rewrite them by hand." };
  const changes = [];
  for (const { rewrite } of found) {
    if ("abstain" in rewrite) return rewrite;
    changes.push(...rewrite);
  }
  const edits = editScalar(file, run, changes);
  if (!edits) return { abstain: "The script is written in a form that cannot be edited safely; rewrite it by hand." };
  const files = [...new Set(found.map(({ command }) => `\`$${FILES[command]}\``))].join(" and ");
  return {
    edits,
    title: `Write to ${files} instead of the log`,
    explanation: `GitHub reads values from ${files} in place of the deprecated command. Name and value are unchanged. Check that no value has several lines: those need a here-document.`,
  };
}
