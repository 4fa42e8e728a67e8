/** Parameters put in where they are used, as CircleCI does before it runs anything. */
import { record } from "../../profile/read-value.ts";

export type Arguments = ReadonlyMap<string, unknown>;

const USE = /(\\?)<<\s*(?:parameters|matrix)\.([\w-]+)\s*>>/g;
const WHOLE = /^<<\s*(?:parameters|matrix)\.([\w-]+)\s*>>$/;

/** A value with its parameters replaced, in lists and mappings too; what nobody gave stays. */
export function substitute(value: unknown, given: Arguments): unknown {
  if (typeof value === "string") return substituteText(value, given);
  if (Array.isArray(value)) return value.map((each) => substitute(each, given));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substitute(each, given)]));
}

function substituteText(value: string, given: Arguments): unknown {
  const whole = WHOLE.exec(value.trim())?.[1];
  if (whole !== undefined && given.has(whole)) return given.get(whole);
  return value.replaceAll(USE, (use, backslash: string, name: string) =>
    backslash === "" && given.has(name) ? String(given.get(name) ?? "") : use,
  );
}

/** What a call hands over, over the defaults of what is called. */
export function argumentsOf(definition: unknown, call: unknown): Map<string, unknown> {
  const declared = Object.entries(record(record(definition).parameters));
  const given = record(call);
  return new Map(
    declared.flatMap(([name, parameter]) => {
      if (Object.hasOwn(given, name)) return [[name, given[name]] as const];
      return Object.hasOwn(record(parameter), "default") ? [[name, record(parameter).default] as const] : [];
    }),
  );
}

/** A logic statement as far as it can be known without running; null where it asks for a value of the pipeline. */
export function truthOf(statement: unknown): boolean | null {
  if (typeof statement === "string") return /<<|pipeline\./.test(statement) ? null : statement !== "";
  if (typeof statement !== "object" || statement === null) return Boolean(statement);
  const [[word = "", operand] = []] = Object.entries(statement);
  if (word === "not") return negated(truthOf(operand));
  const operands = Array.isArray(operand) ? operand : [];
  if (word === "and") return every(operands.map(truthOf));
  if (word === "or") return negated(every(operands.map((each) => negated(truthOf(each)))));
  return word === "equal" ? equal(operands) : null;
}

function negated(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

function every(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function equal(operands: readonly unknown[]): boolean | null {
  if (operands.some((each) => typeof each === "string" && each.includes("<<"))) return null;
  return operands.every((each) => each === operands[0]);
}
