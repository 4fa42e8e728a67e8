import { interfaceOf } from "../../actions/action-interface.ts";
import { usedVersion } from "../../actions/used-version.ts";
import { deprecatedInputs } from "../../data/deprecated-inputs.ts";
import { replaceSpan } from "../../edit/edit-yaml.ts";
import { type Entry, findEntry, type StepPlace } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

export const deprecatedActionInput = defineRule({
  meta: {
    id: "deprecated-action-input",
    category: "quality",
    severity: "low",
    scope: "repository",
    title: "Step passes an input that its action deprecates",
    fixClass: "review",
    docs: {
      what: "A `with:` key that the used version of the action marks with [`deprecationMessage`](https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputsinput_iddeprecationmessage): from its looked-up `action.yml`, from a dated table, or from an action of this repository.",
      why: "Every run warns of it, and the next major version no longer reads it: the step then silently does something else.",
      notReported:
        "Inputs that the action does not have at all (`invalid-action-inputs`), versions that neither the lookup nor the table knows, and inputs that only a README calls old.",
      fix: "Where the action names a successor that takes the same value, the key is renamed. Otherwise read the action's message; what replaces the input is yours to choose.",
      example: {
        before: "- uses: docker/setup-buildx-action@v3\n  with:\n    config-inline: |\n      debug = true\n",
        after: "- uses: docker/setup-buildx-action@v3\n  with:\n    buildkitd-config-inline: |\n      debug = true\n",
      },
    },
  },

  *check(context) {
    const seen = new Set<object>();
    for (const place of context.steps) {
      const { document, job, step } = place;
      if (!step.uses || step.with.length === 0 || seen.has(step.node)) continue;
      seen.add(step.node);
      const deprecations = deprecationsOf(context, place);
      for (const entry of step.with) {
        const found = deprecations(entry.name.toLowerCase());
        if (!found) continue;
        yield {
          message: `\`${step.uses.raw}\` deprecates the input \`${entry.name}\`: ${found.says.replace(/[.\s]+$/, "")}.`,
          path: document.path,
          at: entry.key,
          anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}.with.${entry.name}`,
          fix: () => rename(place, entry, found.successor),
        };
      }
    }
  },
});

interface Deprecation {
  readonly says: string;
  readonly successor: string | null;
}

/** What an action says of its inputs, asked by lower-case name. */
function deprecationsOf(context: RuleContext, place: StepPlace): (name: string) => Deprecation | null {
  const uses = place.step.uses;
  const version = uses ? usedVersion(place.document.file, uses) : null;
  const rows = uses && version ? deprecatedInputs(uses.name, version[0] ?? -1) : [];
  const known = interfaceOf(context, place);
  if (rows.length === 0 && !known) return () => null;
  return (name) => {
    const row = rows.find(({ input }) => input === name);
    if (row) return row;
    const input = known?.inputs.get(name);
    if (!known || !input || input.deprecation === null) return null;
    const successor = input.successor ?? namedIn(input.deprecation, name, [...known.inputs.keys()]);
    return { says: input.deprecation, successor };
  };
}

/** The input that a message such as "Use 'app-id' instead." names, when the action has it. */
function namedIn(message: string, own: string, names: readonly string[]): string | null {
  const named = /\buse\s+(?:the\s+)?(?:input\s+)?[`'"]?([\w-]+)[`'"]?\s+(?:option\s+|input\s+)?instead\b/i.exec(
    message,
  )?.[1];
  const lower = named?.toLowerCase();
  return lower !== undefined && lower !== own && names.includes(lower) ? (named ?? null) : null;
}

function rename({ document, step }: StepPlace, entry: Entry, successor: string | null): FixOutcome {
  if (successor === null)
    return {
      abstain: `Nothing takes the place of \`${entry.name}\` with the same value; follow the action's message by hand.`,
    };
  if (findEntry(step.with, successor))
    return {
      abstain: `The step passes \`${successor}\` too; remove \`${entry.name}\` once you know which value counts.`,
    };
  const { file } = document;
  const span = { start: entry.key.start, end: Math.max(entry.key.end, entry.pair.value.end) };
  const { content } = entry.key;
  const renamed = `${file.text.slice(span.start, content.start)}${successor}${file.text.slice(content.end, span.end)}`;
  return {
    edits: [replaceSpan(file, span, renamed)],
    title: `Rename the input \`${entry.name}\` to \`${successor}\``,
    explanation: `\`${step.uses?.raw}\` deprecates \`${entry.name}\` in favour of \`${successor}\`, which takes the same value. Make sure that the step still does the same.`,
  };
}
