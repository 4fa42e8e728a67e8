import { deleteKey } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { type DebugSwitch, githubSwitches, gitlabSwitches } from "./debug-logging-enabled/debug-switches.ts";

const GITLAB_FILE = /(?:^|\/)[^/]*\.gitlab-ci\.ya?ml$|^\.gitlab\/.*\.ya?ml$/;

export const debugLoggingEnabled = defineRule({
  meta: {
    id: "debug-logging-enabled",
    category: "security",
    severity: "low",
    title: "Debug logging is always on",
    fixClass: "safe",
    docs: {
      what: "`ACTIONS_RUNNER_DEBUG` or `ACTIONS_STEP_DEBUG` set to true in an `env` of a workflow, job or step; `CI_DEBUG_TRACE` or `CI_DEBUG_SERVICES` set to true in GitLab `variables`. One finding per file.",
      why: "Debug logs print what steps do inside: environment, requests, decoded values. Masking knows secrets only in their exact form, so a derived one is shown to everybody who may read the log. GitLab's trace prints every variable of the job, secrets included: [debug logging](https://docs.gitlab.com/ci/variables/variables_troubleshooting/#enable-debug-logging). GitHub: [enabling debug logging](https://docs.github.com/en/actions/how-tos/monitor-workflows/enable-debug-logging). Both read 2026-11-21.",
      notReported:
        "A value of false, an empty one, or an expression that decides at run time. Steps that read `runner.debug`. The same names in a step's inputs, in scripts, or as secrets and variables of the repository, which are switched on for a while and off again.",
      fix: 'Remove the variable. To debug one run, use "Re-run jobs" with debug logging, or set the variable for a manual pipeline. The fix removes every such variable of the file.',
      example: {
        before: "env:\n  ACTIONS_STEP_DEBUG: true\n  NODE_ENV: test\n",
        after: "env:\n  NODE_ENV: test\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      if (/ACTIONS_(?:RUNNER|STEP)_DEBUG/i.test(workflow.file.text))
        yield* toHit(workflow.file, githubSwitches(workflow));
    }
    for (const file of context.files) {
      if (!GITLAB_FILE.test(file.path) || !file.text.includes("CI_DEBUG_")) continue;
      const yaml = context.repository.yaml(file.path);
      if (yaml?.ok)
        yield* toHit(
          file,
          yaml.documents.flatMap(({ root }) => gitlabSwitches(root)),
        );
    }
  },
});

function* toHit(file: SourceFile, switches: readonly DebugSwitch[]): Generator<Hit> {
  const [first, ...others] = switches;
  if (!first) return;
  const names = [...new Set(switches.map(({ name }) => `\`${name}\``))].join(" and ");
  yield {
    message: `${names} turns debug logs on in every run, and they may show secrets; remove it and debug single runs instead.`,
    path: file.path,
    at: first.pair.key,
    anchor: "debug",
    related: others.map(({ pair }) => ({ path: file.path, at: pair.key })),
    fix: () => removeAll(file, switches),
  };
}

function removeAll(file: SourceFile, switches: readonly DebugSwitch[]): FixOutcome {
  const edits = [...groupBy(switches, ({ map }) => map).values()].map((inside) => removeFrom(file, inside));
  if (edits.some((edit) => edit === null))
    return { abstain: "The variables are written in a form that cannot be edited safely; remove them by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Turn debug logging off",
    explanation:
      "The variable changes only how much is logged. Debug logging can still be switched on for a single run.",
  };
}

/** Removes switches of one mapping, with the mapping when nothing else is in it. */
function removeFrom(file: SourceFile, switches: readonly DebugSwitch[]): Edit[] | null {
  const [first] = switches;
  if (!first) return [];
  if (switches.length === first.map.pairs.length) return deleteKey(file, first.owner, first.ownerPair);
  if (switches.length > 1 && first.map.flow) return null;
  const edits = switches.map(({ pair }) => deleteKey(file, first.map, pair));
  return edits.some((edit) => edit === null) ? null : edits.flatMap((edit) => edit ?? []);
}
