import type { Proof } from "../component-draft.ts";
import { valueAt } from "../read-value.ts";
import { addMakeTarget } from "../task-files.ts";
import { djangoManage } from "./django.ts";
import { addEnvironments } from "./python-environments.ts";
import { isPackaged } from "./python-install.ts";
import { inEnvironment, installed, type PythonProject, proofOf, sourcesOf } from "./python-project.ts";
import { addUnittest } from "./python-unittest.ts";

const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?)\.py$/;

/** Runs the tests, if a dependency brings what runs them. Returns tools that the install command must add. */
export function addTest(project: PythonProject): readonly string[] {
  const { draft } = project;
  const isSettled = draft.has("test") || addDjango(project) || addPytest(project) || addHatch(project);
  const tools = isSettled && !draft.has("test") ? [] : addEnvironments(project);
  if (isSettled || draft.has("test")) return tools;
  addUnittest(
    project,
    sourcesOf(project.folder).filter((path) => TEST_FILE.test(path)),
  );
  addMakeTarget(draft, "test", ["test", "tests"]);
  return tools;
}

/** Django's own runner, unless pytest is set up for it. */
function addDjango(project: PythonProject): boolean {
  const manage = djangoManage(project.folder);
  if (!manage || !installed(project, "django", ...DJANGO_BASED)) return false;
  if (installed(project, "pytest-django") || (installed(project, "pytest") && pytestConfig(project))) return false;
  const run = inEnvironment(project, "python manage.py test");
  const at = manage.folder === "" ? run : `cd ${manage.folder} && ${run}`;
  project.draft.command("test", at, project.draft.proof(manage.file));
  return true;
}

/** Hatch has an environment with pytest of its own. Source: hatch.pypa.io, "Testing". */
function addHatch({ draft, folder, manager }: PythonProject): boolean {
  const test = sourcesOf(folder).find((path) => TEST_FILE.test(path));
  if (manager !== "hatch" || test === undefined) return false;
  draft.command("test", "hatch test", draft.proof(test, undefined, "medium"));
  return true;
}

/** Packages that bring Django with them. */
const DJANGO_BASED = ["djangorestframework", "wagtail", "django-ninja", "django-cms"];

function addPytest(project: PythonProject): boolean {
  const { draft, folder, dependencies } = project;
  const plugin = dependencies.find(({ name }) => name.startsWith("pytest-"))?.name;
  const dependency = installed(project, "pytest", ...(plugin === undefined ? [] : [plugin]));
  if (!dependency) return false;
  const config = pytestConfig(project);
  const sources = sourcesOf(folder);
  if (sources.length > 0 && !sources.some((path) => TEST_FILE.test(path)) && !collectsMore(project)) {
    const detail =
      "pytest is installed, but no test file was found, and pytest fails without tests; add a test to have it run.";
    draft.note("uncertain", folder.at(dependency.file), detail);
    return true;
  }
  const run = needsModule(project) ? "python -m pytest" : "pytest";
  draft.command("test", inEnvironment(project, run), config ?? proofOf(project, dependency));
  return true;
}

/** Other files than those with the usual names hold tests. */
function collectsMore({ folder }: PythonProject): boolean {
  return CONFIGS.some(([name]) => /\bpython_files\b|--doctest/.test(folder.text(name)));
}

const CONFIGS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["pytest.toml", /^/],
  [".pytest.toml", /^/],
  ["pytest.ini", /^/],
  [".pytest.ini", /^/],
  ["pyproject.toml", /^\[tool\.pytest(?:\.ini_options)?\]/m],
  ["tox.ini", /^\[pytest\]/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
];

function pytestConfig({ draft, folder }: PythonProject): Proof | null {
  for (const [name, pattern] of CONFIGS) {
    if (folder.file(name) && pattern.test(folder.text(name))) return draft.proof(name, pattern);
  }
  return null;
}

/**
 * `pytest` alone does not put the project's folder on the path, so that tests in a folder of their own cannot import modules
 * that lie beside it. Not needed for an installed package, with `pythonpath`, a `conftest.py` in the root, or tests that are a package.
 */
function needsModule(project: PythonProject): boolean {
  const { folder } = project;
  const text = CONFIGS.map(([name]) => folder.text(name)).join("\n");
  if (/^pythonpath[ \t]*=|--import-mode/m.test(text) || folder.has("conftest.py")) return false;
  const isInstalled = isPackaged(project) && valueAt(project.pyproject, "tool", "uv", "package") !== false;
  if (isInstalled) return false;
  const members = new Set(project.members);
  const own = sourcesOf(folder).filter((path) => !isBelow(members, path));
  const isPackage = (path: string) => folder.has(`${path.slice(0, path.lastIndexOf("/"))}/__init__.py`);
  const isLoose = (path: string) => TEST_FILE.test(path) && path.includes("/") && !path.startsWith("src/");
  return own.some((path) => !NOT_IMPORTED.test(path)) && own.some((path) => isLoose(path) && !isPackage(path));
}

/** Tests and tooling: what is none of these is a module that tests may import. */
const NOT_IMPORTED =
  /^(?:tests?|testing|docs?|examples?|scripts?|tools?|src|ci|bin)\/|^(?:setup|noxfile|tasks|conftest)\.py$/;

/** True for a file below one of these folders: members of a workspace are installed as packages of their own. */
function isBelow(folders: ReadonlySet<string>, path: string): boolean {
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}
