import type { Commands } from "../stack-profile.ts";
import { hasTool, inEnvironment, installed, type PythonProject } from "./python-project.ts";

/** A tool that makes an environment of its own for each task. */
interface TaskTool {
  readonly name: "tox" | "nox";
  readonly file: string;
  /** Where a task is defined; the first group is its name. */
  readonly task: (names: string) => RegExp;
  readonly run: (task: string) => string;
  /** The task that tests with the Python that is there; null where the file has to name one. */
  readonly test: string | null;
}

const TASKS: readonly (readonly [about: keyof Commands, names: string])[] = [
  ["test", "tests?|pytest|unit|unit_tests"],
  ["lint", "lint|linters?|linting|flake8|ruff|style|qa|pep8"],
  ["typecheck", "mypy|typing|types?|typecheck|type-check|type_check|pyright"],
];

/**
 * Tests by tox or nox where the project's own dependencies bring no test runner, and checks by them where they are used.
 * Returns the tool if the install command must add it.
 */
export function addEnvironments(project: PythonProject): readonly string[] {
  const tool = toolOf(project);
  if (!tool || !canRun(project, tool)) return [];
  const isNeeded = !project.draft.has("test");
  if (!isNeeded && !installed(project, tool.name)) return [];
  for (const [about, names] of TASKS) addTask(project, tool, { about, names });
  return isNeeded && project.draft.has("test") && !installed(project, tool.name) ? [tool.name] : [];
}

function toolOf(project: PythonProject): TaskTool | null {
  const { folder } = project;
  const inIni = /^\[(?:tox|testenv)\b/m.test(folder.text("tox.ini")) ? "tox.ini" : folder.first("tox.toml");
  const file = inIni ?? (hasTool(project, "tox") ? "pyproject.toml" : null);
  if (file !== null) {
    const task = (names: string) => new RegExp(`^\\[(?:testenv:|(?:tool\\.tox\\.)?env\\.)(${names})\\]`, "m");
    return { name: "tox", file, task, run: (name) => `tox run -e ${name}`, test: "py" };
  }
  if (!/\bnox\.session\b/.test(folder.text("noxfile.py"))) return null;
  const task = (names: string) => new RegExp(`^def (${names})\\(`, "m");
  return { name: "nox", file: "noxfile.py", task, run: (name) => `nox --session ${name}`, test: null };
}

/** pip installs it beside the rest, and uv runs what is no dependency. */
function canRun(project: PythonProject, { name }: TaskTool): boolean {
  return installed(project, name) !== null || project.manager === "uv" || project.manager === "pip";
}

function addTask(
  project: PythonProject,
  tool: TaskTool,
  { about, names }: { readonly about: keyof Commands; readonly names: string },
): void {
  const { draft, folder, manager } = project;
  const named = tool.task(names).exec(folder.text(tool.file));
  const task = about === "test" ? (tool.test ?? named?.[1]) : named?.[1];
  if (task === undefined) return;
  const isForeign = manager === "uv" && !installed(project, tool.name);
  const run = isForeign ? `uvx ${tool.run(task)}` : inEnvironment(project, tool.run(task));
  const needle = about === "test" && tool.test !== null ? /^\[(?:tox|testenv|tool\.tox)/m : (named?.[0] ?? tool.name);
  draft.command(about, run, draft.proof(tool.file, needle, "medium"));
}
