import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { upward } from "../folder-paths.ts";
import { type Dependency, markFrameworks } from "../mark-dependencies.ts";
import { claimsOf, readVersions, type VersionClaim } from "../pick-version.ts";
import { text, valueAt } from "../read-value.ts";
import { settleVersions } from "../settle-versions.ts";
import { condaFile, condaPython } from "./conda.ts";
import { readDependencies } from "./dependencies.ts";
import { noteOutdatedLock } from "./lockfile-check.ts";
import { addChecks, addFurtherChecks } from "./python-checks.ts";
import { addBuild, addInstall } from "./python-install.ts";
import { addManager } from "./python-manager.ts";
import { PYTHON_EXTRAS, PYTHON_FRAMEWORKS } from "./python-marks.ts";
import { installed, type PythonProject, proofOf } from "./python-project.ts";
import { addServices } from "./python-services.ts";
import { addStart } from "./python-start.ts";
import { addTasks } from "./python-tasks.ts";
import { addTest } from "./python-test.ts";
import { addWorkspace } from "./python-workspace.ts";

const MANIFESTS = [
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "Pipfile",
  "environment.yml",
  "environment.yaml",
  "manage.py",
];
const REQUIREMENTS = /^(?:[\w.-]*[-_.])?requirements?(?:[-_.][\w.-]*)?\.txt$/;
/** Programs by convention: a project without manifest, in the root alone. Railpack starts the same. */
const PROGRAMS = ["main.py", "app.py", "start.py", "bot.py", "hello.py", "server.py"];

/** Python projects of any manager; a uv workspace is one component. */
export const pythonDetector: Detector = {
  ecosystem: "python",
  owns: (folder) =>
    folder.first(...MANIFESTS) !== null ||
    folder.names.some((name) => REQUIREMENTS.test(name)) ||
    (folder.path === "." && (folder.first(...PROGRAMS) !== null || folder.has("requirements/base.txt"))),
  detect: detectPython,
};

function detectPython(folder: Folder): Detected | null {
  const pyproject = folder.toml("pyproject.toml");
  if (!isComponent(folder, pyproject)) return null;
  const draft = new ComponentDraft(folder);
  noteUnreadable(draft);
  draft.language("python", draft.proof(manifestOf(folder)));
  const manager = addManager(draft);
  addRuntime(draft);
  const members = addWorkspace(draft, pyproject);
  const inside = members.map((path) => (folder.path === "." ? path : path.slice(folder.path.length + 1)));
  const own = readDependencies(folder);
  const project: PythonProject = {
    folder,
    draft,
    pyproject,
    manager: manager?.name ?? null,
    lockfile: manager?.lockfile ?? null,
    dependencies: [...own, ...inside.flatMap((path) => readDependencies(folder, `${path}/`))],
    members: inside,
  };
  addFrameworks({ ...project, dependencies: own });
  addServices(project);
  addCommands(project);
  noteOutdatedLock(project);
  return draft.finish();
}

function addCommands(project: PythonProject): void {
  addTasks(project);
  addChecks(project);
  const tools = addTest(project);
  addFurtherChecks(project);
  const needsBuilder = addBuild(project);
  addInstall(project, needsBuilder && !installed(project, "build") ? [...tools, "build"] : tools);
  addStart(project);
}

/** The file that makes the folder a project. */
function manifestOf(folder: Folder): string {
  const requirements = folder.names.find((name) => REQUIREMENTS.test(name));
  return folder.first(...MANIFESTS) ?? requirements ?? folder.first(...PROGRAMS) ?? "requirements/base.txt";
}

/** Manifests stand in folders that are no project too: settings of tools, requirements of the documentation. */
function isComponent(folder: Folder, pyproject: unknown): boolean {
  const hasSources = folder.below.some((path) => /\.(?:py|ipynb)$/.test(path));
  const manifest = folder.text("pyproject.toml");
  const isProject =
    /^\[(?:project|build-system|dependency-groups|tool\.poetry)\b/m.test(manifest) ||
    valueAt(pyproject, "tool", "uv", "workspace") !== undefined;
  if (isProject || folder.first("setup.py", "Pipfile") !== null) return true;
  const isListed = folder.names.some((name) => REQUIREMENTS.test(name)) || condaFile(folder) !== null;
  if (folder.path === ".") return hasSources || isListed || folder.has("requirements/base.txt");
  const isPart = upward(folder.path)
    .slice(1)
    .some((path) => isProjectFolder(folder, path));
  if (/(?:^|\/)(?:docs?(?:\/.*)?|requirements?|\.[\w-]+)$/.test(folder.path)) return false;
  return isListed ? hasSources : hasSources && !isPart;
}

/** A folder above with a manifest that installs something. */
function isProjectFolder({ repository }: Folder, path: string): boolean {
  const prefix = path === "." ? "" : `${path}/`;
  return ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile"].some((name) => repository.has(prefix + name));
}

function noteUnreadable(draft: ComponentDraft): void {
  for (const name of ["pyproject.toml", "Pipfile"]) {
    draft.folder.toml(name);
    if (!draft.folder.isBroken(name)) continue;
    const detail =
      "It is no valid TOML, so only what its lines tell is known; correct it, for no tool reads it as it is.";
    draft.note("manifest_unreadable", draft.folder.at(name), detail);
  }
}

function addRuntime(draft: ComponentDraft): void {
  const { folder } = draft;
  const conda = condaPython(folder);
  const file = condaFile(folder);
  const inConda: VersionClaim[] =
    conda === null || file === null
      ? []
      : [{ version: conda, kind: "exact", path: folder.at(file), line: folder.lineOf(file, /^[ \t]*-\s*python\s*=/m) }];
  const poetry = text(valueAt(folder.toml("pyproject.toml"), "tool", "poetry", "dependencies", "python", "version"));
  const inTable: VersionClaim[] =
    poetry === null
      ? []
      : [
          {
            version: poetry,
            kind: "range",
            path: folder.at("pyproject.toml"),
            line: folder.lineOf("pyproject.toml", poetry),
          },
        ];
  const locked = readVersions(draft, [
    { name: "uv.lock", pattern: /^requires-python = "([^"]+)"/m, kind: "range" },
  ]).filter(({ path }) => path === folder.at("uv.lock"));
  settleVersions(draft, { name: "python", dialect: "python" }, [
    ...claimsOf(draft, "python"),
    ...inConda,
    ...inTable,
    ...locked,
  ]);
}

/** Where a package says what it needs; lists beside it are for those who work on it. */
const MANIFEST = /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/;

function addFrameworks(project: PythonProject): void {
  const { draft, dependencies } = project;
  const isPackage = /^\[build-system\]/m.test(draft.folder.text("pyproject.toml")) || draft.folder.has("setup.py");
  const declares = isPackage && dependencies.some(({ scope, file }) => scope === "runtime" && MANIFEST.test(file));
  const named = dependencies.map((dependency): Dependency => {
    const { path, line } = proofOf(project, dependency);
    const isListed = declares && !MANIFEST.test(dependency.file);
    return { name: dependency.name, path, line, isTest: dependency.scope !== "runtime" || isListed };
  });
  markFrameworks(draft, named, PYTHON_FRAMEWORKS);
  if (draft.frameworks.length === 0 && !isPackage) {
    markFrameworks(
      draft,
      named.map((each) => ({ ...each, isTest: false })),
      PYTHON_FRAMEWORKS,
    );
  }
  for (const [pattern, name] of PYTHON_EXTRAS) {
    const found = named.find((dependency) => pattern.test(dependency.name));
    if (found) draft.evidence("framework", name, { path: found.path, line: found.line, confidence: "medium" });
  }
}
