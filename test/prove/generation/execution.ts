import { generate } from "../../../worker/engine/generate/generate.ts";
import { snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { type App, broken } from "./apps/app.ts";
import { APPS } from "./apps/index.ts";
import { DEFAULTS, FACTS } from "./configurations.ts";
import { canExecute, type JobRun, makeRepository } from "./execute-gitlab.ts";

/** So many must be at hand for the whole proof; a bare machine has the tools of fewer. */
const LEAST_STACKS = 8;

interface Outcome {
  readonly app: string;
  readonly passed: readonly JobRun[];
  readonly broken: readonly JobRun[];
}

/**
 * Generated jobs really run, on GitLab's shell executor: every job of a repository passes, and one fails once the repository has a
 * fault that its own tests find. The images and services of jobs are not part of it.
 */
export async function proveExecution(report: Report, isShort: boolean): Promise<void> {
  const able = APPS.filter(({ tools }) => canExecute(tools));
  const chosen = isShort ? able.filter(({ isOffline }) => isOffline).slice(0, 3) : able;
  const outcomes: Outcome[] = [];
  for (const app of chosen) outcomes.push(await execute(app));
  const skipped = APPS.filter((app) => !able.includes(app)).map(({ name }) => name);
  const jobs = outcomes.flatMap(({ app, passed }) => passed.map((run) => ({ app, ...run })));
  const red = jobs.filter(({ exit }) => exit !== 0);
  const silent = outcomes.filter((outcome) => outcome.broken.every(({ exit }) => exit === 0));
  const missing = skipped.length > 0 ? `; not on this machine: ${skipped.join(", ")}` : "";
  report.claim(
    "every job of a generated pipeline passes when it is run",
    jobs.length > 0 && red.length === 0 && outcomes.every(({ passed }) => passed.length > 0),
    `${jobs.length} jobs of ${outcomes.length} stacks${missing}${shown(red.map(failure))}`,
  );
  const least = isShort ? 1 : LEAST_STACKS;
  report.claim(
    `the pipelines of at least ${least} stacks turn red when the code breaks`,
    outcomes.length >= least && silent.length === 0,
    `${outcomes.length - silent.length} of ${outcomes.length} stacks${shown(silent.map(({ app }) => app))}`,
  );
}

function shown(list: readonly string[]): string {
  return list.length > 0 ? `; ${list.join("; ")}` : "";
}

function failure({ app, job, begun, output }: JobRun & { readonly app: string }): string {
  return `${app}, job ${job}, at \`${begun.at(-1) ?? "the start"}\`: ${output.trim().split("\n").slice(-4).join(" ")}`;
}

async function execute(app: App): Promise<Outcome> {
  const { files } = generate(snapshot(app.files), { ...DEFAULTS, platform: "gitlab" }, FACTS);
  const configuration = files.find(({ path }) => path === ".gitlab-ci.yml")?.text;
  if (configuration === undefined) return { app: app.name, passed: [], broken: [] };
  const passed = await runAll(app, configuration, app.files);
  return { app: app.name, passed, broken: await runAll(app, configuration, broken(app)) };
}

async function runAll(app: App, configuration: string, files: App["files"]): Promise<JobRun[]> {
  const repository = makeRepository({ files, executable: app.executable, configuration, tools: app.tools });
  try {
    const runs: JobRun[] = [];
    for (const job of repository.jobs) runs.push(await repository.run(job));
    return runs;
  } finally {
    repository.remove();
  }
}
