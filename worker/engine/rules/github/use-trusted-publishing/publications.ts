import { PUBLISHING_ACTIONS, REGISTRIES, type RegistryRow } from "../../../data/trusted-publishing.ts";
import { spanInFile } from "../../../expressions/expression-places.ts";
import { type Entry, entryText, findEntry, type StepPlace } from "../../../model/workflow.ts";
import type { Span } from "../../../parse/line-index.ts";
import type { Command } from "../../../shell/script.ts";
import { bashOfStep } from "../../../shell/step-script.ts";

export interface Publication {
  readonly registry: string;
  readonly at: Span;
}

/** A stored secret other than the job's own token; an input stands for one in what others call. */
const STORED = /\$\{\{[^}]*\b(?:secrets(?:\.|\[')(?!GITHUB_TOKEN\b)|inputs\.)/i;
const PROGRAMS = /\b(?:publish|upload|push|release)\b/;

/** Publications of a step with a token that somebody stored. */
export function publicationsIn(place: StepPlace): Publication[] {
  const { step } = place;
  if (step.uses) return publicationByAction(place);
  return step.run && PROGRAMS.test(step.run.value) ? publicationsByScript(place) : [];
}

function publicationByAction({ step }: StepPlace): Publication[] {
  const row = PUBLISHING_ACTIONS[step.uses?.name ?? ""];
  if (!row || !step.uses) return [];
  const token = findEntry(row.place === "env" ? step.env : step.with, row.token);
  const isElsewhere = row.urls.some((url) => isForeign(entryText(step.with, url), row.hosts));
  if (!token?.value || isElsewhere || !isStored(token)) return [];
  return [{ registry: row.registry, at: token.key }];
}

function isStored({ value }: Entry): boolean {
  return value !== null && STORED.test(value.value);
}

function isForeign(text: string | null, hosts: readonly string[]): boolean {
  if (text === null || text === "") return false;
  return !hosts.some((host) => (host.includes(".") ? text.includes(host) : text === host));
}

function publicationsByScript(place: StepPlace): Publication[] {
  const { document, step } = place;
  const run = step.run;
  const script = bashOfStep(place);
  if (!run || !script) return [];
  return script.commands.flatMap((command) => {
    const row = REGISTRIES.find(({ commands }) => commands.some((name) => isCommand(command, name)));
    if (!row || !hasStoredToken(place, command, row) || goesElsewhere(place, command, row)) return [];
    const words = command.words;
    const end = words[Math.min(1, words.length - 1)]?.end ?? command.end;
    return [{ registry: row.registry, at: spanInFile({ document, node: run }, words[0]?.start ?? command.start, end) }];
  });
}

/** True when the command's first words are these, options between them skipped. */
function isCommand({ words }: Command, name: string): boolean {
  const texts = words.map(({ text }) => text).filter((text) => !text.startsWith("-") || text === "-m");
  const start = /^(?:npx|pnpx|bunx|poetry|uv|rye)$/.test(texts[0] ?? "") && texts[1] !== "publish" ? 1 : 0;
  const skipped = start === 1 && texts[1] === "run" ? 2 : start;
  const wanted = name.split(" ");
  return wanted.every((word, index) => texts[skipped + index]?.replace(/@[\w.^~-]+$/, "") === word);
}

function hasStoredToken(place: StepPlace, command: Command, row: RegistryRow): boolean {
  const texts = command.words.map(({ text }) => text);
  if (texts.some((text) => row.dryRun.includes(text))) return false;
  if (texts.some((text) => STORED.test(text)) || command.assignments.some(({ value }) => STORED.test(value.text))) {
    return true;
  }
  const named = texts.flatMap((text) => [...text.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? ""));
  return [...row.variables, ...named].some((name) => {
    const entry = environmentOf(place, name);
    return entry !== null && isStored(entry);
  });
}

/** The variable that the step sees: its own, the job's, the workflow's. */
function environmentOf({ document, job, step }: StepPlace, name: string): Entry | null {
  const levels = [step.env, job?.env ?? [], document.kind === "workflow" ? document.env : []];
  for (const entries of levels) {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry) return entry;
  }
  return null;
}

function goesElsewhere(place: StepPlace, command: Command, row: RegistryRow): boolean {
  const targets = row.elsewhere.flatMap((name) =>
    name.startsWith("-") ? optionValues(command, name) : variableValues(place, command, name),
  );
  if (row.registry === "NuGet" && targets.length === 0) return true;
  if (targets.some((target) => isForeign(target, row.hosts))) return true;
  return row.registry === "npm" && isSetupElsewhere(place);
}

function optionValues({ words }: Command, option: string): string[] {
  return words.flatMap(({ text }, index) => {
    if (text === option) return [words[index + 1]?.text ?? ""];
    return text.startsWith(`${option}=`) ? [text.slice(option.length + 1)] : [];
  });
}

function variableValues(place: StepPlace, command: Command, name: string): string[] {
  const inline = command.assignments.filter((assignment) => assignment.name === name).map(({ value }) => value.text);
  return [...inline, environmentOf(place, name)?.value?.value ?? ""];
}

/** The nearest `setup-node` before the step writes an `.npmrc` for another registry. */
function isSetupElsewhere({ document, job, step }: StepPlace): boolean {
  const steps = job?.steps ?? (document.kind === "action" ? document.steps : []);
  const setup = steps.findLast(({ uses, index }) => index < step.index && uses?.name === "actions/setup-node");
  return setup !== undefined && isForeign(entryText(setup.with, "registry-url"), ["registry.npmjs.org"]);
}
