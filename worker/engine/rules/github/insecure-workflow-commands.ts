import { deleteKey } from "../../edit/edit-yaml.ts";
import { type Change, editScalar } from "../../expressions/edit-scalar.ts";
import { spanInFile } from "../../expressions/expression-places.ts";
import type { Edit } from "../../finding.ts";
import type { Action, Entry, Job, Step, StepPlace, Workflow } from "../../model/workflow.ts";
import { asMap, findPair, type YamlMap, type YamlPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { bashOfStep } from "../../shell/step-script.ts";
import { occurrencesIn } from "./deprecated-workflow-command/occurrences.ts";

const VARIABLE = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
/** What the runner takes for yes. */
const YES = /^(?:true|\$true|1|y|yes|on)$/i;
/** A write of the variable in a script, to the environment file or by the old command. */
const ASSIGNED = /ACTIONS_ALLOW_UNSECURE_COMMANDS(?:=|::)['"]?(?:true|1)\b/i;

export const insecureWorkflowCommands = defineRule({
  meta: {
    id: "insecure-workflow-commands",
    category: "security",
    severity: "high",
    title: "Disabled workflow commands are switched on again",
    fixClass: "review",
    docs: {
      what: "`ACTIONS_ALLOW_UNSECURE_COMMANDS: true` in the `env` of a workflow, job, container or step, or written to `GITHUB_ENV` by a script.",
      why: "With it the runner obeys `::set-env` and `::add-path` again wherever they stand in a step's output. Anything that prints a stranger's text, such as a title or a test's name, then sets `PATH` or `LD_PRELOAD` for the steps behind it and so runs code. GitHub switched the commands off in 2020 for that reason ([GHSA-mfwh-5m23-j46w](https://github.com/actions/toolkit/security/advisories/GHSA-mfwh-5m23-j46w)).",
      notReported:
        "The variable set to false or to an expression, the name in a comment or in a text that is only printed, and the commands themselves, which are `deprecated-workflow-command`.",
      fix: "Remove the variable and write to `$GITHUB_ENV` and `$GITHUB_PATH`. The fix does both for the scripts in the variable's reach. Check that no script or old action that the workflow calls still prints the commands.",
      example: {
        before:
          'steps:\n  - run: echo "::set-env name=MODE::test"\n    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n',
        after: 'steps:\n  - run: echo "MODE=test" >> "$GITHUB_ENV"\n',
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (!document.file.text.includes(VARIABLE)) continue;
      for (const place of placesOf(document)) yield toHit(document, place);
      for (const place of stepsOf(document)) {
        const hit = scriptHit(place);
        if (hit) yield hit;
      }
    }
  },
});

/** An `env:` that holds the variable. */
interface Place {
  readonly anchor: string;
  readonly entry: Entry;
  /** The mapping that holds the `env:`. */
  readonly owner: YamlMap | null;
  /** Steps that see the variable. */
  readonly steps: readonly StepPlace[];
}

function stepsOf(document: Workflow | Action): StepPlace[] {
  if (document.kind === "action") return document.steps.map((step) => ({ document, job: null, step }));
  return document.jobs.flatMap((job) => job.steps.map((step) => ({ document, job, step })));
}

function placesOf(document: Workflow | Action): Place[] {
  const steps = stepsOf(document);
  const candidates: Candidate[] = steps.map((place) => ({
    env: place.step.env,
    owner: place.step.node,
    anchor: stepAnchor(place),
    steps: [place],
  }));
  if (document.kind === "workflow") {
    candidates.unshift({ env: document.env, owner: document.root, anchor: "env", steps });
    candidates.push(...document.jobs.flatMap((job) => candidatesOf(job, steps)));
  }
  return candidates.flatMap(({ env, ...rest }) => {
    const entry = env.find(({ name, value }) => name.toUpperCase() === VARIABLE && YES.test(value?.value.trim() ?? ""));
    return entry ? [{ entry, ...rest }] : [];
  });
}

type Candidate = Omit<Place, "entry"> & { readonly env: readonly Entry[] };

function candidatesOf(job: Job, all: readonly StepPlace[]): Candidate[] {
  const steps = all.filter((place) => place.job === job);
  const owner = asMap(job.container?.pair.value);
  const anchor = `jobs.${job.id}`;
  return [
    { env: job.env, owner: job.node, anchor: `${anchor}.env`, steps },
    { env: job.container?.env ?? [], owner, anchor: `${anchor}.container.env`, steps },
  ];
}

function stepAnchor({ job, step }: { job: Job | null; step: Step }): string {
  return `${job ? `jobs.${job.id}` : "runs"}.${step.identity}.env`;
}

function toHit(document: Workflow | Action, place: Place): Hit {
  return {
    message: `\`${VARIABLE}\` lets any text that a step prints set variables and \`PATH\`; remove it and write to \`$GITHUB_ENV\` and \`$GITHUB_PATH\`.`,
    path: document.path,
    at: place.entry.key,
    anchor: place.anchor,
    fix: () => fixPlace(document, place),
  };
}

function scriptHit(place: StepPlace): Hit | null {
  const { document, step } = place;
  const { run } = step;
  if (!run || !ASSIGNED.test(run.value)) return null;
  const script = bashOfStep(place);
  const isFile = (text: string) => /GITHUB_ENV|::set-env/.test(text);
  const command = script?.commands.find(
    ({ start, end }) => ASSIGNED.test(run.value.slice(start, end)) && isFile(run.value.slice(start, end)),
  );
  const line = script
    ? undefined
    : run.value.split("\n").find((text) => /^[^#]*$/.test(text) && ASSIGNED.test(text) && isFile(text));
  if (!command && line === undefined) return null;
  return {
    message: `This script sets \`${VARIABLE}\` for the steps behind it, whose output can then set variables and \`PATH\`; remove it and write to \`$GITHUB_ENV\` and \`$GITHUB_PATH\`.`,
    path: document.path,
    at: command ? spanInFile({ document, node: run }, command.start, command.end) : run,
    anchor: `${stepAnchor(place)}.script`,
    fix: () => ({ abstain: "The variable is set inside a script: remove that line, and what depends on it, by hand." }),
  };
}

const BY_HAND = "The variable is written in a form that cannot be edited safely; remove it by hand.";

function fixPlace(document: Workflow | Action, { entry, owner, steps }: Place): FixOutcome {
  const removal = removeEntry(document, owner, entry.pair);
  if (!removal) return { abstain: BY_HAND };
  const edits = [...removal];
  for (const place of steps) {
    const rewritten = rewriteStep(place);
    if ("abstain" in rewritten) return rewritten;
    edits.push(...rewritten);
  }
  return {
    edits,
    title: `Remove \`${VARIABLE}\``,
    explanation:
      "The runner no longer obeys `::set-env` and `::add-path`; scripts in the variable's reach write to `$GITHUB_ENV` and `$GITHUB_PATH` instead. Check that no script or old action that is called here prints the commands itself.",
  };
}

/** Removes the variable, with its `env:` where it was alone in it. */
function removeEntry({ file }: Workflow | Action, owner: YamlMap | null, pair: YamlPair): Edit[] | null {
  const env = findPair(owner, "env");
  const entries = env?.value.kind === "map" && !env.value.aliased ? env.value : null;
  if (!owner || !env || !entries) return null;
  return entries.pairs.length === 1 ? deleteKey(file, owner, env) : deleteKey(file, entries, pair);
}

function rewriteStep(place: StepPlace): Edit[] | { readonly abstain: string } {
  const { run } = place.step;
  if (!run || !/::(?:set-env|add-path)/.test(run.value)) return [];
  const changes: Change[] = [];
  for (const { command, rewrite } of occurrencesIn(place, run.value)) {
    if (command !== "set-env" && command !== "add-path") continue;
    if ("abstain" in rewrite) return rewrite;
    changes.push(...rewrite);
  }
  return editScalar(place.document.file, run, changes) ?? { abstain: BY_HAND };
}
