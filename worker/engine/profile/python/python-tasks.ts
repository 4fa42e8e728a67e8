import { record, valueAt } from "../read-value.ts";
import type { Commands } from "../stack-profile.ts";
import { inEnvironment, installed, type PythonProject } from "./python-project.ts";

/** Names that a task has by convention. One that changes files is none of these. */
const NAMES: Readonly<Partial<Record<keyof Commands, readonly string[]>>> = {
  test: ["test", "tests", "test:unit", "test-unit", "unit", "pytest"],
  lint: ["lint", "lint:check", "lint-check", "check-lint", "ruff", "lint:style", "lint:all"],
  format: ["format-check", "format:check", "fmt-check", "fmt:check", "check-format", "check:format", "format_check"],
  typecheck: [
    "typecheck",
    "type-check",
    "type_check",
    "types",
    "mypy",
    "pyright",
    "check-types",
    "types:check",
    "lint:typing",
  ],
};

/** A task of the project's own task runner, as the shell calls it. */
interface Task {
  readonly name: string;
  readonly body: string;
  readonly run: string;
}

/** Adds the tasks of pdm, hatch, pipenv, Poe the Poet and taskipy that check the project. */
export function addTasks(project: PythonProject): void {
  const tasks = tasksOf(project);
  for (const [about, names] of Object.entries(NAMES)) {
    const fitting = tasks.filter(({ body }) => !/--fix\b|\bruff format(?![^&|;"]*--(?:check|diff))/.test(body));
    const task = names.map((name) => fitting.find((each) => each.name === name)).find((each) => each !== undefined);
    if (!task) continue;
    const file = project.manager === "pipenv" ? "Pipfile" : "pyproject.toml";
    const needle = new RegExp(`^["']?${task.name.slice(task.name.indexOf(":") + 1)}["']?[ \\t]*=`, "m");
    project.draft.command(about as keyof Commands, task.run, project.draft.proof(file, needle));
  }
}

function tasksOf(project: PythonProject): Task[] {
  const { pyproject, manager, folder } = project;
  const scripts = (table: unknown, call: (name: string) => string) =>
    Object.entries(record(table)).map(([name, body]) => ({ name, body: JSON.stringify(body) ?? "", run: call(name) }));
  const tool = (...keys: readonly string[]) => valueAt(pyproject, "tool", ...keys);
  return [
    ...(manager === "pdm" ? scripts(tool("pdm", "scripts"), (name) => `pdm run ${name}`) : []),
    ...(manager === "pipenv"
      ? scripts(valueAt(folder.toml("Pipfile"), "scripts"), (name) => `pipenv run ${name}`)
      : []),
    ...(manager === "hatch" ? hatchScripts(project) : []),
    ...(installed(project, "poethepoet")
      ? scripts(tool("poe", "tasks"), (name) => inEnvironment(project, `poe ${name}`))
      : []),
    ...(installed(project, "taskipy")
      ? scripts(tool("taskipy", "tasks"), (name) => inEnvironment(project, `task ${name}`))
      : []),
  ];
}

/** Scripts of all environments; those of `default` are called without its name. */
function hatchScripts({ pyproject }: PythonProject): Task[] {
  const environments = Object.entries(record(valueAt(pyproject, "tool", "hatch", "envs")));
  return environments.flatMap(([environment, table]) =>
    Object.entries(record(valueAt(table, "scripts"))).map(([name, body]) => ({
      name:
        environment === "default" || /^(?:test|hatch-test)$/.test(environment)
          ? hatchName(name)
          : `${environment}:${name}`,
      body: JSON.stringify(body) ?? "",
      run: `hatch run ${environment === "default" ? "" : `${environment}:`}${name}`,
    })),
  );
}

/** `run` and `cov` of a test environment are what it is for. */
function hatchName(name: string): string {
  return name === "run" ? "test" : name;
}
