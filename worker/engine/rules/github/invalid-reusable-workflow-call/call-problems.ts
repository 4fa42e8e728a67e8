import { readEntries } from "../../../model/read-parts.ts";
import { type Entry, findTrigger, type Job, type Workflow } from "../../../model/workflow.ts";
import { nearest } from "../../../names/nearest.ts";
import { asMap, asScalar, findPair, findValue, scalarValue, type YamlScalar } from "../../../parse/yaml-node.ts";
import type { Hit } from "../../../rule.ts";

type Problem = Pick<Hit, "message" | "at" | "anchor">;

/** What does not fit between a call and the workflow that it calls. */
export function* callProblems(job: Job, called: Workflow): Generator<Problem> {
  const definition = findTrigger(called, "workflow_call")?.node ?? null;
  const inputs = readEntries(findValue(definition, "inputs"));
  const secrets = readEntries(findValue(definition, "secrets"));
  const name = called.path.slice(called.path.lastIndexOf("/") + 1);
  const passed = findPair(job.node, "with");
  if (passed === null || asMap(passed.value)) {
    yield* unknown({ kind: "input", key: "with", passed: job.with, defined: inputs, name });
    yield* missing(job, { kind: "input", passed: job.with, defined: inputs, name });
    for (const entry of job.with) yield* typeProblem(entry, find(inputs, entry.name));
  }
  const pair = findPair(job.node, "secrets");
  if (pair !== null && !asMap(pair.value)) return;
  const given = readEntries(job.secrets);
  yield* unknown({ kind: "secret", key: "secrets", passed: given, defined: secrets, name });
  yield* missing(job, { kind: "secret", passed: given, defined: secrets, name });
}

interface Comparison {
  readonly kind: "input" | "secret";
  readonly passed: readonly Entry[];
  readonly defined: readonly Entry[];
  /** The called file's. */
  readonly name: string;
}

function find(entries: readonly Entry[], name: string): Entry | null {
  const lower = name.toLowerCase();
  return entries.find((entry) => entry.name.toLowerCase() === lower) ?? null;
}

function* unknown({ kind, key, passed, defined, name }: Comparison & { readonly key: string }): Generator<Problem> {
  for (const entry of passed) {
    if (entry.name === "<<" || find(defined, entry.name)) continue;
    const nearest = meantName(defined, entry);
    const advice = nearest
      ? `write \`${nearest}\` if that is meant`
      : `define it there under \`workflow_call.${kind}s\` or remove it`;
    const message = `\`${name}\` has no ${kind} \`${entry.name}\`, so GitHub refuses the call; ${advice}.`;
    yield { message, at: entry.key, anchor: `${key}.${entry.name}` };
  }
}

function meantName(defined: readonly Entry[], { name }: Entry): string | null {
  return nearest(
    name,
    defined.map((one) => one.name),
  );
}

/** A required one that is passed under a misspelt name is told of there. */
function* missing(job: Job, { kind, passed, defined, name }: Comparison): Generator<Problem> {
  if (!job.uses || passed.some((entry) => entry.name === "<<")) return;
  const meant = new Set(passed.map((entry) => (find(defined, entry.name) ? null : meantName(defined, entry))));
  const lacking = defined.filter((one) => isRequired(one) && !find(passed, one.name) && !meant.has(one.name));
  if (lacking.length === 0) return;
  const list = lacking.map((entry) => `\`${entry.name}\``).join(", ");
  const message = `\`${name}\` requires the ${kind}${lacking.length === 1 ? "" : "s"} ${list}; pass ${lacking.length === 1 ? "it" : "them"}.`;
  yield { message, at: job.uses.node, anchor: `missing.${kind}s` };
}

function isRequired({ pair }: Entry): boolean {
  const required = asScalar(findValue(pair.value, "required"));
  return required?.value.toLowerCase() === "true" && findPair(pair.value, "default") === null;
}

function* typeProblem({ name, value }: Entry, defined: Entry | null): Generator<Problem> {
  const type = asScalar(findValue(defined?.pair.value, "type"))?.value;
  if (!value || value.value.includes("${{") || type === undefined || fits(type, value)) return;
  const message = `The input \`${name}\` is a ${type}, and \`${value.value.slice(0, 40).replaceAll("`", "'")}\` is none.`;
  yield { message, at: value, anchor: `with.${name}.type` };
}

/** Texts that spell a boolean or a number are let through: only what can be neither is certain. */
function fits(type: string, value: YamlScalar): boolean {
  if (type === "boolean") return /^(?:true|false)$/i.test(value.value.trim());
  if (type !== "number") return true;
  return typeof scalarValue({ ...value, style: "plain", tag: null, value: value.value.trim() }) === "number";
}
