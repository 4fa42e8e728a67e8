/** Which jobs a workflow runs, with what, after what and for which branches and tags. */
import { record, text, texts } from "../../profile/read-value.ts";
import { substitute } from "./read-parameters.ts";

/** One job in a workflow, a matrix taken apart into its combinations. */
export interface JobUse {
  readonly workflow: string;
  /** Its name there, before it is made an id. */
  readonly name: string;
  /** Names by which others may wait for it: its own, its matrix's. */
  readonly aliases: readonly string[];
  readonly job: string;
  /** What is handed to the job's parameters. */
  readonly call: Readonly<Record<string, unknown>>;
  /** Values of the parameter that stays a matrix; null for none. */
  readonly matrix: { readonly parameter: string; readonly values: readonly string[] } | null;
  readonly requires: readonly Requirement[];
  readonly branches: Filter;
  readonly tags: Filter;
  /** A filter that is an expression. */
  readonly expression: string | null;
  readonly isApproval: boolean;
}

interface Requirement {
  readonly name: string;
  /** Empty for success alone. */
  readonly states: readonly string[];
}

interface Filter {
  readonly only: readonly string[];
  readonly ignore: readonly string[];
}

const MAX_COMBINATIONS = 40;

/** `keeps` says which parameter of a job may stay a matrix, as a version in its image does. */
export function usesOf(
  workflow: string,
  jobs: unknown,
  keeps: (job: string, call: Readonly<Record<string, unknown>>, parameters: readonly string[]) => string | null,
): JobUse[] {
  return (Array.isArray(jobs) ? jobs : []).flatMap((item) => {
    const [[job = "", settings = null] = []] =
      typeof item === "string" ? [[item, null] as const] : Object.entries(record(item));
    if (job === "") return [];
    const call = record(settings);
    const axes = axesOf(call);
    const kept = keeps(job, call, [...axes.keys()]);
    const values = kept === null ? null : (axes.get(kept) ?? []);
    if (kept !== null) axes.delete(kept);
    const matrix = kept === null || values === null ? null : { parameter: kept, values: values.map(String) };
    return combinations(axes, record(call.matrix).exclude).map((given) =>
      toUse(workflow, job, { call, given, matrix }),
    );
  });
}

function axesOf(call: Readonly<Record<string, unknown>>): Map<string, readonly unknown[]> {
  const parameters = Object.entries(record(record(call.matrix).parameters));
  return new Map(parameters.flatMap(([name, values]) => (Array.isArray(values) ? [[name, values] as const] : [])));
}

function combinations(axes: ReadonlyMap<string, readonly unknown[]>, exclude: unknown): Map<string, unknown>[] {
  let all: Map<string, unknown>[] = [new Map()];
  for (const [name, values] of axes) {
    all = all.flatMap((each) => values.map((value) => new Map([...each, [name, value]]))).slice(0, MAX_COMBINATIONS);
  }
  const excluded = (Array.isArray(exclude) ? exclude : []).map((each) => Object.entries(record(each)));
  return all.filter((each) => !excluded.some((entries) => entries.every(([name, value]) => each.get(name) === value)));
}

interface Combination {
  readonly call: Readonly<Record<string, unknown>>;
  readonly given: ReadonlyMap<string, unknown>;
  readonly matrix: JobUse["matrix"];
}

function toUse(workflow: string, job: string, { call, given, matrix }: Combination): JobUse {
  const named = text(substitute(call.name, given));
  const suffix = [...given.values()].map(String).join("-");
  const base = text(call.name) ?? job;
  const name = named !== null && named !== text(call.name) ? named : suffix === "" ? base : `${base}-${suffix}`;
  const filters = record(call.filters);
  return {
    workflow,
    job,
    name,
    matrix,
    aliases: [...new Set([name, base, job, text(record(call.matrix).alias) ?? name])],
    call: { ...record(substitute(call, given)), ...Object.fromEntries(given) },
    requires: requirementsOf(substitute(call.requires, given)),
    branches: filterOf(filters.branches),
    tags: filterOf(filters.tags),
    expression: text(call.filters),
    isApproval: call.type === "approval",
  };
}

function requirementsOf(requires: unknown): Requirement[] {
  return (Array.isArray(requires) ? requires : []).flatMap((item) => {
    if (typeof item === "string") return [{ name: item, states: [] }];
    return Object.entries(record(item)).map(([name, states]) => ({
      name,
      states: typeof states === "string" ? [states] : texts(states),
    }));
  });
}

function filterOf(filter: unknown): Filter {
  const list = (value: unknown) =>
    Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)];
  return { only: list(record(filter).only), ignore: list(record(filter).ignore) };
}
