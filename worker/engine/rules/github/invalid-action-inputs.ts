import { type ActionInterface, interfaceOf } from "../../actions/action-interface.ts";
import { type Entry, findEntry, type StepPlace } from "../../model/workflow.ts";
import { nearest } from "../../names/nearest.ts";
import { findPair, resolve } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const invalidActionInputs = defineRule({
  meta: {
    id: "invalid-action-inputs",
    category: "ci_cd",
    severity: "medium",
    scope: "repository",
    title: "Step passes inputs that its action does not have, or lacks one it needs",
    fixClass: "none",
    docs: {
      what: "A `with:` key that the used version of the action does not define, and a required input without a default that the step does not pass. For actions of this repository from their `action.yml`, for others from the looked-up `action.yml` of the used version, else from a dated table of popular actions by major version.",
      why: "GitHub only warns of an unexpected input and then ignores it: the cache is not set up, the folder not uploaded, the version not the one that was asked for. A missing required input makes the step fail, or do something by default that nobody chose.",
      notReported:
        "Actions and versions that neither the lookup nor the table knows: other actions, branches, commit ids without a version comment. `args` and `entrypoint` of Docker actions. Names that differ in upper and lower case only, because GitHub reads them alike. A required input that has a default. Local actions in a job that checks out another repository or into another folder. Where releases may have added inputs after the table was written, the finding weighs little (low).",
      fix: "Correct the name: the message says the nearest input that exists. Add a required input. Nothing is changed automatically, since only you know what was meant.",
      example: {
        before: "- uses: actions/checkout@v4\n  with:\n    fetch_depth: 0\n",
        after: "- uses: actions/checkout@v4\n  with:\n    fetch-depth: 0\n",
      },
    },
  },

  *check(context) {
    const seen = new Set<object>();
    for (const place of context.steps) {
      const { step } = place;
      if (!step.uses || seen.has(step.node)) continue;
      seen.add(step.node);
      const known = interfaceOf(context, place);
      if (known) yield* checkStep(place, known);
    }
  },
});

function* checkStep(place: StepPlace, known: ActionInterface): Generator<Hit> {
  const { document, job, step } = place;
  const anchor = `${job ? `jobs.${job.id}` : "runs"}.${step.identity}`;
  const severity = known.mayBeStale ? "low" : "medium";
  for (const entry of step.with) {
    if (isAccepted(known, entry)) continue;
    yield {
      message: `\`${step.uses?.raw}\` has no input \`${entry.name}\`, so GitHub ignores it; ${advice(known, entry.name)}.`,
      path: document.path,
      at: entry.key,
      anchor: `${anchor}.with.${entry.name}`,
      severity,
    };
  }
  const meant = new Set(step.with.map((entry) => (isAccepted(known, entry) ? null : meantInput(known, entry.name))));
  const missing = missingInputs(place, known).filter((name) => !meant.has(name));
  if (missing.length === 0 || !step.uses) return;
  yield {
    message: `\`${step.uses.raw}\` needs ${missing.map((name) => `\`${name}\``).join(", ")}; pass ${missing.length === 1 ? "it" : "them"} under \`with\`.`,
    path: document.path,
    at: step.uses.node,
    anchor: `${anchor}.with`,
  };
}

function isAccepted({ inputs, isDocker }: ActionInterface, { name }: Entry): boolean {
  const lower = name.toLowerCase();
  return inputs.has(lower) || name === "<<" || (isDocker && (lower === "args" || lower === "entrypoint"));
}

function advice(known: ActionInterface, name: string): string {
  if (known.inputs.size === 0) return "it takes none, remove it";
  const nearest = meantInput(known, name);
  return nearest ? `write \`${nearest}\` if that is meant` : "remove it or write the input that was meant";
}

function meantInput({ inputs }: ActionInterface, name: string): string | null {
  return nearest(
    name,
    [...inputs.values()].map((input) => input.name),
  );
}

function missingInputs({ step }: StepPlace, { inputs }: ActionInterface): string[] {
  const pair = findPair(step.node, "with");
  const isOdd = pair !== null && resolve(pair.value).kind !== "map" && step.with.length === 0 && !isEmpty(pair.value);
  if (isOdd || step.with.some(({ name }) => name === "<<")) return [];
  return [...inputs.values()]
    .filter(({ name, required, unless }) => required && !findEntry(step.with, name) && !passes(step.with, unless))
    .map(({ name }) => name);
}

function isEmpty(node: Parameters<typeof resolve>[0]): boolean {
  const value = resolve(node);
  return value.kind === "scalar" && value.value === "";
}

function passes(entries: readonly Entry[], name: string | null): boolean {
  return name !== null && findEntry(entries, name) !== null;
}
