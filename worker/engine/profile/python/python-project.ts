import type { ComponentDraft, Proof } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { valueAt } from "../read-value.ts";
import type { PythonDependency } from "./dependency.ts";
import { isInstalled } from "./installed-groups.ts";

export type PythonManager = "uv" | "poetry" | "pdm" | "pipenv" | "hatch" | "conda" | "pip";

/** What is known of a Python project before its commands are. */
export interface PythonProject {
  readonly folder: Folder;
  readonly draft: ComponentDraft;
  /** Parsed `pyproject.toml`; undefined without one. */
  readonly pyproject: unknown;
  /** Null where nothing says how to install anything. */
  readonly manager: PythonManager | null;
  /** Lockfile from the root of the repository; null without one. */
  readonly lockfile: string | null;
  readonly dependencies: readonly PythonDependency[];
  /** Folders of workspace members, relative to this one. */
  readonly members: readonly string[];
}

/** The first of these dependencies that the install command installs. */
export function installed(project: PythonProject, ...names: readonly string[]): PythonDependency | null {
  for (const name of names) {
    const found = project.dependencies.find((each) => each.name === name && isInstalled(project, each));
    if (found) return found;
  }
  return null;
}

/** Where a dependency is named. */
export function proofOf({ draft }: PythonProject, { file, needle }: PythonDependency): Proof {
  return draft.proof(file, needle);
}

/** A command inside the environment that the manager made. */
export function inEnvironment({ manager }: PythonProject, command: string): string {
  switch (manager) {
    case "uv":
    case "poetry":
    case "pdm":
    case "pipenv":
    case "hatch":
      return `${manager} run ${command}`;
    case "conda":
      return `conda run --no-capture-output --prefix ./${CONDA_PREFIX} ${command}`;
    default:
      return command;
  }
}

/** Where the conda environment is made: a folder of its own needs no name and no activation. */
export const CONDA_PREFIX = ".conda";

/** True when `pyproject.toml` has this table, under `tool`. */
export function hasTool({ pyproject }: Pick<PythonProject, "pyproject">, ...keys: readonly string[]): boolean {
  return valueAt(pyproject, "tool", ...keys) !== undefined;
}

/** Paths of Python sources of this component, relative to its folder. */
export function sourcesOf(folder: Folder): readonly string[] {
  return folder.below.filter((path) => path.endsWith(".py"));
}

/** Names of packages and modules that the project is imported by, in `src` or beside the manifest; tests and tooling left out. */
export function topPackages(folder: Folder): string[] {
  const inits = folder.below.filter((path) => /^(?:src\/)?[\w-]+\/__init__\.pyi?$/.test(path));
  const packages = inits.map((path) => path.slice(0, path.lastIndexOf("/")));
  return packages.filter((path) => !NO_PACKAGE.test(path));
}

const NO_PACKAGE = /^(?:tests?|docs?|examples?|scripts?|tools?|benchmarks?|migrations|alembic|bin|ci)$/;
