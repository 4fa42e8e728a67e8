import { readRequirement } from "./requirement.ts";

/** A dependency and where the project names it. */
export interface PythonDependency {
  /** Normalised as in PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Version specifier as written; empty without one. */
  readonly spec: string;
  /** File relative to the folder, and what to look for in it. */
  readonly file: string;
  readonly needle: string | RegExp;
  /** `extra`: only installed when asked for. */
  readonly scope: "runtime" | "dev" | "extra";
  /** Name of the group or extra; null for the project's own dependencies. */
  readonly group: string | null;
}

export interface Place {
  readonly file: string;
  readonly scope: PythonDependency["scope"];
  readonly group: string | null;
}

/** Extras and groups that hold what tests and checks need. */
const DEV_GROUP =
  /^(?:dev|devel|develop|development|tests?|testing|ci|lint|linting|linters?|checks?|qa|typing|types|all)$/i;

export function isDevGroup(name: string): boolean {
  return DEV_GROUP.test(name);
}

/** A requirement as a dependency; none for what is no requirement. */
export function dependencyOf(line: string, place: Place): PythonDependency[] {
  const requirement = readRequirement(line);
  return requirement ? [{ ...requirement, needle: line, ...place }] : [];
}
