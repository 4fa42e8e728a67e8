import { replaceSpan } from "../../../edit/edit-yaml.ts";
import type { Container, Entry, Workflow } from "../../../model/workflow.ts";
import type { Span } from "../../../parse/line-index.ts";
import { keyText, type YamlScalar } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";

interface Slot {
  readonly value: YamlScalar;
  readonly name: string;
}

/** Reads a value from a secret when the credential is all of it. */
export function useSecret(workflow: Workflow, credential: Span): FixOutcome {
  const slot = slotsOf(workflow).find(({ value }) => value.start <= credential.start && credential.end <= value.end);
  const isWhole = slot?.value.content.start === credential.start && slot.value.content.end === credential.end;
  const isValue = slot?.value.start === credential.start && slot.value.end === credential.end;
  const isBlock = slot?.value.style === "literal" || slot?.value.style === "folded";
  if (!slot || isBlock || !(isWhole || isValue)) {
    return {
      abstain:
        "The credential is a part of a longer text. Revoke it, store a new one as a secret, hand it to the step in `env` and name the variable here.",
    };
  }
  const quote =
    workflow.file.text[slot.value.start - 1] === "{" || slot.value.style !== "plain" || isInFlow(workflow, slot);
  const source = `\${{ secrets.${slot.name} }}`;
  return {
    edits: [replaceSpan(workflow.file, slot.value, quote ? `"${source}"` : source)],
    title: `Read \`${slot.name}\` from a secret`,
    explanation: `Revoke the credential that stands in the file now: it stays in the history. Create a new one and store it as the secret \`${slot.name}\` before you merge; without it the value is empty.`,
  };
}

/** A plain text with braces may not stand between braces. */
function isInFlow({ file }: Workflow, { value }: Slot): boolean {
  return /^[ \t]*[,}\]]/.test(file.text.slice(value.end, file.lines.endOf(file.lines.lineAt(value.end))));
}

function slotsOf(workflow: Workflow): Slot[] {
  const jobs = workflow.jobs.flatMap((job) => [
    ...named(job.env),
    ...named(job.with),
    ...(job.container ? containerSlots(job.container, "CONTAINER") : []),
    ...job.services.flatMap((service) => containerSlots(service, keyText(service.pair) ?? "SERVICE")),
    ...job.steps.flatMap((step) => [...named(step.env), ...named(step.with)]),
  ]);
  return [...named(workflow.env), ...jobs];
}

function containerSlots(container: Container, name: string): Slot[] {
  const credentials = container.credentials.filter((entry) => entry.name === "password");
  return [...named(container.env), ...credentials.flatMap((entry) => slot(entry, `${name}_REGISTRY_PASSWORD`))];
}

function named(entries: readonly Entry[]): Slot[] {
  return entries.flatMap((entry) => slot(entry, entry.name));
}

/** Names of secrets: letters, digits, underscores; not `GITHUB_` in front. */
function slot({ value }: Entry, name: string): Slot[] {
  const plain = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  const safe = /^GITHUB(?:_|$)|^\d|^$/.test(plain) ? `CI_${plain}` : plain;
  return value ? [{ value, name: safe }] : [];
}
