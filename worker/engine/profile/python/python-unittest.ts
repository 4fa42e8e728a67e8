import { inEnvironment, type PythonProject } from "./python-project.ts";

/** The standard library's runner, for tests that are written for it. `tests`: their paths, relative to the folder. */
export function addUnittest(project: PythonProject, tests: readonly string[]): void {
  const { draft, folder } = project;
  const [first] = tests;
  if (first === undefined) return;
  const written = tests.map((path) => folder.text(path)).join("\n");
  const isUnread = written.trim() === "";
  if (/^(?:import|from) pytest\b|^(?:async )?def test_/m.test(written) || (isUnread && hasConftest(project))) {
    const detail = "Tests are written for pytest, but no dependency installs it; add pytest to have them run.";
    draft.note("uncertain", folder.at(first), detail);
    return;
  }
  if (!isUnread && !/\bunittest\b/.test(written)) return;
  if (isUnread) {
    const detail =
      "No dependency runs these tests, so they are taken for tests of the standard library; if they are not, add their runner.";
    draft.note("uncertain", folder.at(first), detail);
  }
  const run = inEnvironment(project, `python -m unittest discover${placeOf(project, tests)}`);
  draft.command("test", run, draft.proof(first, /\bunittest\b/, isUnread ? "low" : "medium"));
}

function hasConftest({ folder }: PythonProject): boolean {
  return folder.below.some((path) => path === "conftest.py" || path.endsWith("/conftest.py"));
}

/** A folder of tests that is no package, and names that are not the usual ones, have to be said. */
function placeOf({ folder }: PythonProject, tests: readonly string[]): string {
  const inFolder = tests[0] === undefined ? undefined : /^(tests?)\//.exec(tests[0])?.[1];
  const start = inFolder !== undefined && !folder.has(`${inFolder}/__init__.py`) ? ` -s ${inFolder}` : "";
  return tests.some((path) => /(?:^|\/)test[^/]*\.py$/.test(path)) ? start : `${start} -p '*_test.py'`;
}
