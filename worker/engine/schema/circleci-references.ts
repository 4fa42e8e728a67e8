/** Names that a CircleCI configuration uses and nobody defines: CircleCI refuses the file for each of them. */
import { BUILT_IN_STEPS } from "../model/circleci/commands.ts";
import { nearest } from "../names/nearest.ts";
import { record, text } from "../profile/read-value.ts";
import type { SchemaProblem } from "./describe-failure.ts";
import type { Path } from "./json-schema.ts";

const STEPS: ReadonlySet<string> = new Set([...BUILT_IN_STEPS, "when", "unless", "steps", "deploy", "with_tool_cache"]);

export function circleciReferenceProblems(value: unknown): SchemaProblem[] {
  const root = record(value);
  const names = namesOf(root);
  const bodies = (["jobs", "commands"] as const).flatMap((section) =>
    Object.entries(record(root[section])).flatMap(([name, body]) => bodyProblems(body, [section, name], names)),
  );
  const workflows = Object.entries(record(root.workflows)).filter(([name]) => name !== "version");
  const uses = workflows.flatMap(([name, workflow]) =>
    useProblems(record(workflow).jobs, ["workflows", name, "jobs"], names),
  );
  return [...bodies, ...uses];
}

interface Names {
  readonly jobs: readonly string[];
  readonly commands: readonly string[];
  readonly executors: readonly string[];
  readonly orbs: readonly string[];
  /** True where steps may be of a kind that is defined elsewhere. */
  readonly hasFunctions: boolean;
}

function namesOf(root: Readonly<Record<string, unknown>>): Names {
  const keys = (section: string) => Object.keys(record(root[section]));
  return {
    jobs: [...keys("jobs"), ...keys("job-groups")],
    commands: keys("commands"),
    executors: keys("executors"),
    orbs: keys("orbs"),
    hasFunctions: root.functions !== undefined,
  };
}

/** Known, of an orb that is declared, or made of a parameter; else what is wrong with it. */
function missing(name: string, kind: "jobs" | "commands" | "executors", names: Names): string | null {
  if (name.includes("<<") || names[kind].includes(name)) return null;
  const alias = name.slice(0, Math.max(name.indexOf("/"), 0));
  if (alias === "") return `\`${name}\` is not defined under \`${kind}\`; ${advice(name, names[kind])}.`;
  if (names.orbs.includes(alias)) return null;
  return `Orb \`${alias}\` of \`${name}\` is not declared under \`orbs\`; ${advice(alias, names.orbs)}.`;
}

function advice(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === null ? "define it or take another name" : `\`${meant}\` is meant most likely`;
}

function bodyProblems(body: unknown, path: Path, names: Names): SchemaProblem[] {
  const { executor, steps } = record(body);
  const name = text(executor) ?? text(record(executor).name);
  const problem = name === null ? null : missing(name, "executors", names);
  const way = text(executor) === null ? [...path, "executor", "name"] : [...path, "executor"];
  return [
    ...(problem === null ? [] : [{ path: way, isKey: false, message: problem }]),
    ...stepProblems(steps, [...path, "steps"], names),
  ];
}

function stepProblems(steps: unknown, path: Path, names: Names): SchemaProblem[] {
  return (Array.isArray(steps) ? steps : []).flatMap((step, index) => {
    const here = [...path, index];
    if (Array.isArray(step)) return stepProblems(step, here, names);
    if (typeof step === "string") return stepProblem(step, here, names);
    return Object.entries(record(step)).flatMap(([name, call]) => {
      const inner = name === "when" || name === "unless" ? record(call).steps : null;
      if (inner !== null) return stepProblems(inner, [...here, name, "steps"], names);
      return stepProblem(name, [...here, name], names);
    });
  });
}

function stepProblem(name: string, path: Path, names: Names): SchemaProblem[] {
  if (STEPS.has(name) || names.hasFunctions) return [];
  const near = nearest(name, [...STEPS, ...names.commands]);
  const problem = missing(name, "commands", names);
  if (problem === null) return [];
  const message = near === null ? problem : `\`${name}\` is no step and no command; \`${near}\` is meant most likely.`;
  return [{ path, isKey: typeof path.at(-1) === "string", message }];
}

interface Use {
  readonly name: string;
  readonly call: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

function useProblems(jobs: unknown, path: Path, names: Names): SchemaProblem[] {
  const uses = (Array.isArray(jobs) ? jobs : []).flatMap((item, index): Use[] => {
    if (typeof item === "string") return [{ name: item, call: {}, path: [...path, index] }];
    return Object.entries(record(item)).map(([name, call]) => ({
      name,
      call: record(call),
      path: [...path, index, name],
    }));
  });
  return uses.flatMap((use) => [...jobProblems(use, names), ...requireProblems(use, uses)]);
}

function jobProblems({ name, call, path }: Use, names: Names): SchemaProblem[] {
  const isOwn = call.type === "approval" || call.type === "no-op";
  const message = isOwn ? null : missing(name, "jobs", names);
  return message === null ? [] : [{ path, isKey: path.at(-1) === name, message }];
}

/** A matrix and a job that is used twice make names of their own, which begin with the job's. */
function requireProblems({ call, path }: Use, uses: readonly Use[]): SchemaProblem[] {
  const known = new Set(uses.flatMap(({ name, call: { name: own, matrix } }) => [name, own, record(matrix).alias]));
  const grown = uses.flatMap((use) => ("matrix" in use.call || "name" in use.call ? [] : [`${use.name}-`]));
  const matrices = uses.flatMap((use) => ("matrix" in use.call ? [`${text(use.call.name) ?? use.name}`] : []));
  const isComputed = (name: string) =>
    name.includes("<<") ||
    matrices.some((each) => each.includes("<<") || name.startsWith(`${each}-`)) ||
    grown.some((start) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)));
  return (Array.isArray(call.requires) ? call.requires : []).flatMap((item, index) => {
    const required = typeof item === "string" ? [item] : Object.keys(record(item));
    return required
      .filter((name) => !(known.has(name) || isComputed(name)))
      .map((name) => {
        const others = [...known].filter((each) => typeof each === "string");
        const message = `\`${name}\` is no job of this workflow, so that it can never be waited for; ${advice(name, others)}.`;
        const way = [...path, "requires", index];
        return { path: typeof item === "string" ? way : [...way, name], isKey: typeof item !== "string", message };
      });
  });
}
