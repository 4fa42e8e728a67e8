import type { Proof } from "../component-draft.ts";
import { valueAt } from "../read-value.ts";
import type { Commands } from "../stack-profile.ts";
import { addMakeTarget } from "../task-files.ts";
import { hasTool, inEnvironment, installed, type PythonProject, proofOf, topPackages } from "./python-project.ts";

interface Check {
  readonly run: string;
  readonly proof: Proof;
}

/** Files in which a project says what its checks run. */
const RECIPES = [
  "Makefile",
  "justfile",
  "Justfile",
  "tox.ini",
  "noxfile.py",
  ".pre-commit-config.yaml",
  "scripts/lint.sh",
  "scripts/lint",
  "scripts/check",
  "scripts/format.sh",
];

/** Linters, formatters and type checkers that the project installs, run as it configures them. */
export function addChecks(project: PythonProject): void {
  const { lints, formats, types } = {
    lints: [ruffLint(project), flake8(project), pylint(project)],
    formats: [ruffFormat(project), isort(project), black(project)],
    types: [
      mypy(project),
      pyright(project),
      plain(project, "ty", "ty check"),
      plain(project, "pyrefly", "pyrefly check"),
    ],
  };
  addJoined(project, "lint", lints);
  addJoined(project, "format", formats);
  addJoined(project, "typecheck", types);
}

/** What lints where no linter is installed by itself, once environments of tox and nox were looked at. */
export function addFurtherChecks(project: PythonProject): void {
  addPreCommit(project);
  addMakeTarget(project.draft, "lint", ["lint"]);
  if (!project.draft.has("lint")) noteConfigured(project);
}

function addJoined(project: PythonProject, about: keyof Commands, checks: readonly (Check | null)[]): void {
  const all = checks.filter((check) => check !== null);
  const [first] = all;
  if (!first) return;
  const run = all.map((check) => inEnvironment(project, check.run)).join(" && ");
  project.draft.command(about, run, first.proof);
}

/** A tool that needs no arguments of its own to check the whole project. */
function plain(project: PythonProject, tool: string, run: string): Check | null {
  const dependency = installed(project, tool);
  return dependency ? { run, proof: proofOf(project, dependency) } : null;
}

/** Ruff that is told to correct what it finds would pass, whatever it finds. */
function ruffLint(project: PythonProject): Check | null {
  const { folder, pyproject } = project;
  const files = ["ruff.toml", ".ruff.toml"].map((name) => folder.text(name)).join("\n");
  const corrects = valueAt(pyproject, "tool", "ruff", "fix") === true || /^fix[ \t]*=[ \t]*true/m.test(files);
  return plain(project, "ruff", corrects ? "ruff check --no-fix ." : "ruff check .");
}

/** Ruff is often used as a linter alone: its formatter only where something says that it is run. */
function ruffFormat(project: PythonProject): Check | null {
  const { folder, draft } = project;
  if (!installed(project, "ruff")) return null;
  const run = "ruff format --check .";
  if (hasTool(project, "ruff", "format")) {
    return { run, proof: draft.proof("pyproject.toml", /^\[tool\.ruff\.format\]/m) };
  }
  const config = ["ruff.toml", ".ruff.toml"].find((name) => /^\[format\]/m.test(folder.text(name)));
  if (config !== undefined) return { run, proof: draft.proof(config, /^\[format\]/m) };
  const recipe = RECIPES.find((name) => /\bruff[ -]format\b/.test(folder.text(name)));
  return recipe === undefined ? null : { run, proof: draft.proof(recipe, /\bruff[ -]format\b/, "medium") };
}

/** Flake8 knows `.tox` but no `.venv`, where most environments are. */
function flake8(project: PythonProject): Check | null {
  const { folder } = project;
  const config = ["setup.cfg", "tox.ini", ".flake8"].map((name) => folder.text(name)).join("\n");
  return plain(project, "flake8", /venv/.test(config) ? "flake8" : "flake8 --extend-exclude .venv");
}

/** Without settings it asks for a docstring everywhere, which nobody has who did not set it up: then only errors count. */
function pylint(project: PythonProject): Check | null {
  const { folder } = project;
  const isConfigured =
    hasTool(project, "pylint") ||
    folder.first(".pylintrc", "pylintrc", "pylintrc.toml", ".pylintrc.toml") !== null ||
    /^\[pylint\b/im.test(`${folder.text("setup.cfg")}\n${folder.text("tox.ini")}`);
  const isRun = RECIPES.some((name) => /\bpylint\b/.test(folder.text(name)));
  if (!isConfigured && installed(project, "ruff", "flake8")) return null;
  const packages = topPackages(folder);
  const targets = packages.length > 0 ? packages.slice(0, 8).join(" ") : "$(git ls-files '*.py')";
  return plain(project, "pylint", `pylint ${isConfigured || isRun ? "" : "--errors-only "}${targets}`);
}

function isort(project: PythonProject): Check | null {
  return plain(project, "isort", "isort --check-only .");
}

function black(project: PythonProject): Check | null {
  return plain(project, "black", "black --check .");
}

/** Where another type checker is configured, mypy is only what some test or plug-in needs. */
function mypy(project: PythonProject): Check | null {
  const { folder, pyproject } = project;
  const table = valueAt(pyproject, "tool", "mypy");
  const ini = `${folder.text("mypy.ini")}\n${folder.text(".mypy.ini")}\n${folder.text("setup.cfg")}`;
  const namesFiles =
    ["files", "packages", "modules"].some((key) => valueAt(table, key) !== undefined) ||
    /^\[mypy\][^[]*?^(?:files|packages|modules)[ \t]*=/m.test(ini);
  const isConfigured = table !== undefined || /^\[mypy\]/m.test(ini);
  const isOther = hasTool(project, "pyright") || hasTool(project, "ty") || folder.has("pyrightconfig.json");
  if (isOther && !isConfigured) return null;
  return plain(project, "mypy", namesFiles ? "mypy" : "mypy .");
}

function pyright(project: PythonProject): Check | null {
  return plain(project, "basedpyright", "basedpyright") ?? plain(project, "pyright", "pyright");
}

/** Hooks are the checks where no tool is installed by itself. */
function addPreCommit(project: PythonProject): void {
  const config = ".pre-commit-config.yaml";
  const check = plain(project, "pre-commit", "pre-commit run --all-files");
  if (!check || !project.folder.has(config)) return;
  project.draft.command("lint", inEnvironment(project, check.run), project.draft.proof(config, undefined, "medium"));
}

/** A tool that is configured but not installed cannot be run. */
function noteConfigured(project: PythonProject): void {
  const { folder, draft } = project;
  if (installed(project, "ruff")) return;
  const config = folder.first("ruff.toml", ".ruff.toml") ?? (hasTool(project, "ruff") ? "pyproject.toml" : null);
  if (config === null) return;
  const detail =
    "Ruff is configured, but no dependency installs it, so there is no lint command; add it to the development dependencies.";
  draft.note("uncertain", folder.at(config), detail);
}
