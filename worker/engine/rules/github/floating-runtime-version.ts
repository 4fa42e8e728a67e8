import { replaceSpan } from "../../edit/edit-yaml.ts";
import { findEntry, type Step, type StepPlace } from "../../model/workflow.ts";
import { nearest } from "../../names/nearest.ts";
import { rootClaims } from "../../profile/runtime-claims.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";
import {
  claimFor,
  floatingSpec,
  hasDefaultFile,
  loseMeaning,
  RUNTIME_INPUTS,
  type RuntimeInput,
} from "./floating-runtime-version/runtime-inputs.ts";
import { type AskedVersion, losesDigit, writtenVersions } from "./runtime-version-mismatch/asked-versions.ts";
import { followProject } from "./runtime-version-mismatch/follow-project.ts";
import { SETUP_ACTIONS } from "./runtime-version-mismatch/setup-actions.ts";

export const floatingRuntimeVersion = defineRule({
  meta: {
    id: "floating-runtime-version",
    category: "ci_cd",
    severity: "medium",
    scope: "repository",
    title: "Runtime version is not the one that is written, or none is",
    fixClass: "review",
    docs: {
      what: "A version that YAML reads as a number and shortens (`3.10` becomes 3.1, `1.20` becomes 1.2), and a setup step for Node.js, Python, Go, Ruby, PHP or .NET that names no version at all or one that moves by itself (`latest`, `lts/*`, `stable`, `3.x`).",
      why: "A shortened number installs another version or none: `python-version: 3.10` asks for Python 3.1, and `php-version: 8.0` for the newest PHP 8. A moving version changes under the pipeline: one morning it fails, or builds with another compiler, though nobody changed a line ([setup-node](https://github.com/actions/setup-node#usage), [setup-python](https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md#specifying-a-python-version)).",
      notReported:
        "Quoted versions. Numbers that mean the same without their zero (`node-version: 20.0`, `dotnet-version: 8.0`). A major version (`22`, `22.x`) where the language keeps it compatible. A version file, given or read by default. Moving names in a matrix, where they are tested beside others on purpose. Versions from expressions that we cannot read.",
      fix: "Quote the number: certain, so that this fix is safe. For a moving version the step reads the project's own version file where there is one; otherwise write the version that you mean.",
      example: {
        before: "- uses: actions/setup-python@v6\n  with:\n    python-version: 3.10\n",
        after: '- uses: actions/setup-python@v6\n  with:\n    python-version: "3.10"\n',
      },
    },
  },

  *check(context) {
    const seen = new Set<string>();
    for (const place of context.steps) {
      const runtime = RUNTIME_INPUTS[place.step.uses?.name ?? ""];
      if (!runtime || place.step.uses?.kind !== "action" || place.document.kind !== "workflow") continue;
      const hit = lostDigits(place, runtime) ?? floating(context, place, runtime);
      const key = `${hit?.path}:${hit?.at.start}`;
      if (!hit || seen.has(key)) continue;
      seen.add(key);
      yield hit;
    }
  },
});

function lostDigits(place: StepPlace, runtime: RuntimeInput): Hit | null {
  const lost = writtenVersions(place, runtime.input).filter(
    ({ node }) => losesDigit(node) && loseMeaning(runtime, node.value),
  );
  const [first, ...others] = lost;
  if (!first) return null;
  return {
    message: `YAML reads \`${first.spec}\` as the number ${Number(first.spec)}, so that another version is asked for; quote it.`,
    path: place.document.path,
    at: first.node,
    anchor: anchorOf(place, runtime, first.from),
    severity: "high",
    related: others.map(({ node }) => ({ path: place.document.path, at: node })),
    fix: () => quote(place, lost),
  };
}

function quote({ document }: StepPlace, lost: readonly AskedVersion[]): FixOutcome {
  const versions = lost.map(({ spec }) => spec).join(", ");
  return {
    edits: lost.map(({ node, spec }) => replaceSpan(document.file, node, `"${spec}"`)),
    title: `Quote the version ${versions}`,
    explanation: `Without quotes ${versions} is a number and loses its last zero. Quoted it stays what is written.`,
    fixClass: "safe",
  };
}

function floating(context: RuleContext, place: StepPlace, runtime: RuntimeInput): Hit | null {
  const { document, step } = place;
  if (!step.uses || runtime.fileInputs.some((input) => findEntry(step.with, input))) return null;
  const entry = findEntry(step.with, runtime.input);
  const [asked] = writtenVersions(place, runtime.input);
  if (entry && (!asked || asked.from === "matrix" || !floatingSpec(runtime, asked.spec))) return null;
  if (!entry && (hasDefaultFile(context.repository, runtime) || isMisspelt(step, runtime))) return null;
  const which = asked ? `\`${asked.spec}\`, which moves by itself` : "no version, so it takes whatever is there";
  return {
    message: `\`${step.uses.name}\` is given ${which}; write the ${runtime.label} version that you mean.`,
    path: document.path,
    at: asked?.node ?? step.uses.node,
    anchor: anchorOf(place, runtime, "input"),
    fix: () => readFile(context, place, asked),
  };
}

/** The version stands there under a wrong name, which `invalid-action-inputs` reports. */
function isMisspelt({ with: given }: Step, { input, fileInputs }: RuntimeInput): boolean {
  return given.some(({ name }) => name !== input && nearest(name, [input, ...fileInputs]) === input);
}

function anchorOf({ job, step }: StepPlace, { input }: RuntimeInput, from: AskedVersion["from"]): string {
  const owner = job ? `jobs.${job.id}` : "runs";
  return from === "matrix" ? `${owner}.matrix.${input}` : `${owner}.${step.identity}.${input}`;
}

function readFile({ repository }: RuleContext, place: StepPlace, asked: AskedVersion | undefined): FixOutcome {
  const action = SETUP_ACTIONS[place.step.uses?.name ?? ""];
  const claim = action ? claimFor(rootClaims(repository), action, repository) : null;
  if (!action || !asked || !claim || asked.node !== findEntry(place.step.with, action.input)?.value)
    return { abstain: "The project names no version that the step could read; write the one that you mean." };
  return followProject({ place, action, asked: [asked], claim });
}
