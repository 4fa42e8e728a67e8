import type { Proof } from "../component-draft.ts";
import { record, text, valueAt } from "../read-value.ts";
import { condaFile } from "./conda.ts";
import { isDevGroup } from "./dependency.ts";
import { CONDA_PREFIX, type PythonProject, sourcesOf, topPackages } from "./python-project.ts";
import { normalName } from "./requirement.ts";
import { filesToInstall, requirementLines } from "./requirement-files.ts";
import { setupExtras } from "./setup-files.ts";

/** What installs the project as its lockfile says, with what its tests and checks need. */
export function addInstall(project: PythonProject, extraTools: readonly string[]): void {
  const run = installCommand(project, extraTools);
  if (run !== null) project.draft.command("install", run, installProof(project));
  if (project.manager !== "conda") return;
  const detail =
    "The environment is made by conda, which a runner's image must bring; where it does not, install Miniforge first.";
  project.draft.note("uncertain", project.folder.at(condaFile(project.folder) ?? ""), detail);
}

function installProof({ draft, manager, lockfile, folder }: PythonProject): Proof {
  if (lockfile !== null) return { path: lockfile, line: null, confidence: "high" };
  const file = manager === "pip" ? filesToInstall(folder)[0]?.name : undefined;
  const name = file ?? folder.first("pyproject.toml", "Pipfile", "setup.py", "setup.cfg") ?? condaFile(folder);
  return draft.proof(name ?? "", undefined, "medium");
}

function installCommand(project: PythonProject, extraTools: readonly string[]): string | null {
  const { manager, lockfile } = project;
  switch (manager) {
    case "uv":
      return uvSync(project);
    case "poetry":
      return poetryInstall(project);
    case "pdm":
      return pdmInstall(project);
    case "pipenv":
      return lockfile === null ? "pipenv install --dev" : "pipenv install --deploy --dev";
    case "hatch":
      return "hatch env create";
    case "conda":
      return `conda env create --prefix ./${CONDA_PREFIX} --file ${condaFile(project.folder)}`;
    default:
      return pipInstall(project, extraTools);
  }
}

function uvSync({ pyproject, lockfile, members }: PythonProject): string {
  const groups = Object.keys(record(valueAt(pyproject, "dependency-groups")));
  const extras = Object.keys(record(valueAt(pyproject, "project", "optional-dependencies")));
  const conflicts = valueAt(pyproject, "tool", "uv", "conflicts") !== undefined;
  const hasDev = groups.includes("dev") || valueAt(pyproject, "tool", "uv", "dev-dependencies") !== undefined;
  const options = [
    lockfile === null ? "" : "--locked",
    members.length > 0 ? "--all-packages" : "",
    ...(conflicts
      ? extras.filter(isDevGroup).map((extra) => `--extra ${extra}`)
      : [extras.length > 0 ? "--all-extras" : ""]),
    ...(conflicts ? groups.filter(isDevGroup).map((group) => `--group ${group}`) : [uvGroups(groups, hasDev)]),
  ];
  return ["uv sync", ...options.filter(Boolean)].join(" ");
}

function uvGroups(groups: readonly string[], hasDev: boolean): string {
  if (groups.some((group) => group !== "dev")) return "--all-groups";
  return hasDev ? "--dev" : "";
}

/** Without options, development groups come along; extras only by name. Source: pdm-project.org, "Install packages". */
function pdmInstall({ pyproject, lockfile }: PythonProject): string {
  const extras = Object.keys(record(valueAt(pyproject, "project", "optional-dependencies"))).filter(isDevGroup);
  const run = lockfile === null ? "pdm install" : "pdm sync";
  return `${run} ${extras.length > 0 ? `--group ${extras.join(",")}` : "--dev"}`;
}

function poetryInstall(project: PythonProject): string {
  const { pyproject } = project;
  const groups = Object.entries(record(valueAt(pyproject, "tool", "poetry", "group")));
  const optional = groups.filter(([name, group]) => valueAt(group, "optional") === true && isDevGroup(name));
  const extras = {
    ...record(valueAt(pyproject, "tool", "poetry", "extras")),
    ...record(valueAt(pyproject, "project", "optional-dependencies")),
  };
  const options = [
    optional.length > 0 ? `--with ${optional.map(([name]) => name).join(",")}` : "",
    Object.keys(extras).length > 0 ? "--all-extras" : "",
    isWithoutPackage(project) ? "--no-root" : "",
  ];
  return ["poetry install --no-interaction", ...options.filter(Boolean)].join(" ");
}

/** Poetry refuses to install a project whose package it does not find: an application of loose files. */
function isWithoutPackage({ pyproject, folder }: PythonProject): boolean {
  const poetry = record(valueAt(pyproject, "tool", "poetry"));
  const name = text(poetry.name) ?? text(valueAt(pyproject, "project", "name"));
  if (poetry["package-mode"] === false || "packages" in poetry || sourcesOf(folder).length === 0) return false;
  if (name === null) return false;
  const module = normalName(name).replaceAll("-", "_");
  const places = [`${module}.py`, `src/${module}.py`];
  const isThere = ({ path }: { path: string }) => path.startsWith(`${module}/`) || path.startsWith(`src/${module}/`);
  return !places.some((place) => folder.has(place)) && !sourcesOf(folder).some((path) => isThere({ path }));
}

function pipInstall(project: PythonProject, extraTools: readonly string[]): string | null {
  const { folder } = project;
  const files = filesToInstall(folder);
  const parts = [...files.map(({ name }) => `-r ${name}`), ...ownPackage(project), ...pipGroups(project)];
  const all = [...parts, ...extraTools];
  if (all.length === 0) return null;
  const upgrade = all.some((part) => part.startsWith("--group")) ? "pip install --upgrade pip && " : "";
  return `${upgrade}pip install ${all.join(" ")}`;
}

/** The project itself, with the extras that its tests need. */
function ownPackage(project: PythonProject): string[] {
  const { folder, pyproject } = project;
  const files = filesToInstall(folder);
  const lines = files.flatMap(({ name }) => requirementLines(folder, name));
  const isListed = lines.some(({ text: line }) => /^(?:(?:-e|--editable)[ =]*)?\.(?:\[|$|\/?\s)/.test(line));
  if (isListed || !isInstallable(project)) return [];
  const extras = [
    ...Object.keys(record(valueAt(pyproject, "project", "optional-dependencies"))),
    ...setupExtras(folder),
  ];
  const fitting = [...new Set(extras.filter(isDevGroup))];
  const named = fitting.filter((extra) => extra !== "all");
  const wanted = named.length > 0 ? named : fitting;
  const isApplication = files.some(({ role }) => role === "runtime") && !isPackaged(project) && wanted.length === 0;
  if (isApplication) return [];
  return [wanted.length === 0 ? "-e ." : `-e '.[${wanted.join(",")}]'`];
}

function isInstallable({ folder, pyproject }: PythonProject): boolean {
  return (
    valueAt(pyproject, "project", "name") !== undefined ||
    folder.has("setup.py") ||
    /^\[metadata\]/m.test(folder.text("setup.cfg"))
  );
}

/** True for a project that is built as a package, rather than run where it lies. */
export function isPackaged({ folder, pyproject }: PythonProject): boolean {
  const isBuilt = valueAt(pyproject, "build-system") !== undefined || folder.has("setup.py");
  return isBuilt && (topPackages(folder).length > 0 || sourcesOf(folder).some((path) => path.startsWith("src/")));
}

/** Groups of PEP 735, which pip installs since 25.1. */
function pipGroups({ pyproject }: PythonProject): string[] {
  const groups = Object.keys(record(valueAt(pyproject, "dependency-groups")));
  return groups.filter(isDevGroup).map((group) => `--group ${group}`);
}

/** What builds a distribution of a library; null for an application. */
export function addBuild(project: PythonProject): boolean {
  const { folder, pyproject, draft, manager } = project;
  const isLibrary =
    valueAt(pyproject, "build-system") !== undefined &&
    isPackaged(project) &&
    valueAt(pyproject, "tool", "poetry", "package-mode") !== false &&
    valueAt(pyproject, "tool", "uv", "package") !== false &&
    folder.first("manage.py", "Procfile", "Dockerfile") === null &&
    !/Private :: Do Not Upload/.test(folder.text("pyproject.toml"));
  if (!isLibrary) return false;
  const proof = draft.proof("pyproject.toml", /^\[build-system\]/m);
  switch (manager) {
    case "uv":
    case "poetry":
    case "pdm":
    case "hatch":
      draft.command("build", `${manager} build`, proof);
      return false;
    case "pip":
      draft.command("build", "python -m build", proof);
      return true;
    default:
      return false;
  }
}
