import type { Proof } from "../component-draft.ts";
import { valueAt } from "../read-value.ts";
import { addMakeTarget } from "../task-files.ts";
import { djangoManage } from "./django.ts";
import { isPackaged } from "./python-install.ts";
import { hasTool, inEnvironment, installed, type PythonProject, proofOf, sourcesOf } from "./python-project.ts";

const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?)\.py$/;

/** Runs the tests, if a dependency brings what runs them. Returns tools that the install command must add. */
export function addTest(project: PythonProject): readonly string[] {
  const { draft } = project;
  if (draft.has("test")) return [];
  if (addDjango(project) || addPytest(project)) return [];
  const tools = addToxOrNox(project);
  if (draft.has("test")) return tools;
  addUnittest(project);
  addMakeTarget(draft, "test", ["test", "tests"]);
  return [];
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

/** Packages that bring Django with them. */
const DJANGO_BASED = ["djangorestframework", "wagtail", "django-ninja", "django-cms"];

function addPytest(project: PythonProject): boolean {
  const { draft, folder, dependencies } = project;
  const plugin = dependencies.find(({ name }) => name.startsWith("pytest-"))?.name;
  const dependency = installed(project, "pytest", ...(plugin === undefined ? [] : [plugin]));
  if (!dependency) return false;
  const config = pytestConfig(project);
  const sources = sourcesOf(folder);
  if (sources.length > 0 && !sources.some((path) => TEST_FILE.test(path)) && !config) {
    const detail =
      "pytest is installed, but no test file was found, and pytest fails without tests; add a test to have it run.";
    draft.note("uncertain", folder.at(dependency.file), detail);
    return true;
  }
  const run = needsModule(project) ? "python -m pytest" : "pytest";
  draft.command("test", inEnvironment(project, run), config ?? proofOf(project, dependency));
  return true;
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
  const nested = sourcesOf(folder).filter((path) => TEST_FILE.test(path) && path.includes("/"));
  const isPackage = (path: string) => folder.has(`${path.slice(0, path.lastIndexOf("/"))}/__init__.py`);
  const isInstalled = isPackaged(project) && valueAt(project.pyproject, "tool", "uv", "package") !== false;
  return !isInstalled && nested.some((path) => !isPackage(path) && !path.startsWith("src/"));
}

const SESSION = /^def (tests?|pytest|unit|unit_tests)\(/m;

/** Environments of their own, where the project's dependencies bring no test runner. */
function addToxOrNox(project: PythonProject): readonly string[] {
  const { draft, folder, manager } = project;
  const tox = /^\[(?:tox|testenv)\b/m.test(folder.text("tox.ini")) ? "tox.ini" : folder.first("tox.toml");
  const inManifest = hasTool(project, "tox") ? "pyproject.toml" : null;
  const sessions = folder.text("noxfile.py");
  const session = /\bnox\.session\b/.test(sessions) ? SESSION.exec(sessions)?.[1] : undefined;
  const config = tox ?? inManifest;
  const canRun = (tool: string) => installed(project, tool) !== null || manager === "uv" || manager === "pip";
  if (config !== null && canRun("tox")) {
    const proof = draft.proof(config, /^\[(?:tox|testenv|tool\.tox)/m, "medium");
    draft.command("test", runner(project, "tox", "tox run -e py"), proof);
    return installed(project, "tox") ? [] : ["tox"];
  }
  if (session === undefined || !canRun("nox")) return [];
  const run = runner(project, "nox", `nox --session ${session}`);
  draft.command("test", run, draft.proof("noxfile.py", `def ${session}(`, "medium"));
  return installed(project, "nox") ? [] : ["nox"];
}

/** uv runs a tool that is no dependency by itself. */
function runner(project: PythonProject, tool: string, command: string): string {
  return project.manager === "uv" && !installed(project, tool) ? `uvx ${command}` : inEnvironment(project, command);
}

/** The standard library's runner, for tests that are written for it. */
function addUnittest(project: PythonProject): void {
  const { draft, folder } = project;
  const tests = sourcesOf(folder).filter((path) => TEST_FILE.test(path));
  const [first] = tests;
  if (first === undefined) return;
  const written = tests.map((path) => folder.text(path)).join("\n");
  if (/^(?:import|from) pytest\b|^(?:async )?def test_/m.test(written)) {
    const detail = "Tests are written for pytest, but no dependency installs it; add pytest to have them run.";
    draft.note("uncertain", folder.at(first), detail);
    return;
  }
  if (written.trim() !== "" && !/\bunittest\b/.test(written)) return;
  const inFolder = /^(tests?)\//.exec(first)?.[1];
  const start = inFolder !== undefined && !folder.has(`${inFolder}/__init__.py`) ? ` -s ${inFolder}` : "";
  const pattern = tests.some((path) => /(?:^|\/)test[^/]*\.py$/.test(path)) ? "" : " -p '*_test.py'";
  const run = inEnvironment(project, `python -m unittest discover${start}${pattern}`);
  draft.command("test", run, draft.proof(first, /\bunittest\b/, written.trim() === "" ? "low" : "medium"));
}
