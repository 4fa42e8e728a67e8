import { containerImage } from "../pipeline/github/toolchains/index.ts";
import type {
  NotCarried,
  Pipeline,
  PipelineJob,
  PipelineStep,
  Platform,
  ReadPipeline,
  Triggers,
} from "../pipeline/pipeline.ts";
import { PLATFORMS } from "../pipeline/platforms.ts";
import { onMachine, runnerOn, type Way } from "./machines.ts";

/** What was read from one platform, fitted to another: jobs of which nothing is left are taken out, and what would not run there is listed. */
export function convertedPipeline({ pipeline }: ReadPipeline, way: Way): ReadPipeline {
  const idle = new Map(pipeline.jobs.filter((job) => isIdle(job, way.to)).map((job) => [job.id, job]));
  const kept = pipeline.jobs.filter(({ id }) => !idle.has(id));
  const jobs = kept.map((job) => fitted({ ...job, needs: needsWithout(job, idle) }, way));
  const gone = [...idle.values()].map((job) => ({ job: job.id, detail: leftOut(job, way.to) }));
  const triggers = once(pipeline, way.to);
  return {
    pipeline: { ...pipeline, triggers, jobs: jobs.filter((job) => !job.isGate || job.needs.length > 0) },
    notCarried: [
      ...(triggers === pipeline.triggers ? [] : [{ job: null, detail: BRANCHES }]),
      ...gone,
      ...movedRunners(kept, jobs),
      ...kept.flatMap((job) => foreignVariables(job, pipeline, way)),
      ...kept.flatMap(foreignPackages),
    ],
  };
}

const BRANCHES =
  "Pushes to other branches run nothing here, for their pull requests do: with both, each commit would run twice. Add branches that have none.";

/** GitHub starts a run for the push and one for the pull request; GitLab and CircleCI tell them apart by themselves. */
function once({ triggers, defaultBranch }: Pipeline, to: Platform): Triggers {
  const isTwice = to === "github" && triggers.pullRequest && triggers.push.some((branch) => /^\*{1,2}$/.test(branch));
  if (!isTwice) return triggers;
  const named = triggers.push.filter((branch) => !branch.includes("*"));
  return { ...triggers, push: [...new Set([defaultBranch, ...named])] };
}

/** Without a step that the target has words for. */
function isIdle({ steps, isGate }: PipelineJob, to: Platform): boolean {
  return !isGate && steps.every((step) => step.kind === "foreign" || (to !== "github" && dependsOnMore(step)));
}

/** Runs only under a condition that is about more than what ran before. */
function dependsOnMore(step: PipelineStep): boolean {
  return step.kind === "command" && step.condition !== null && !OUTCOME.test(step.condition);
}

const OUTCOME = /^(?:always|on_fail|on_success|!?\s*(?:always|failure|success|cancelled)\(\))$/;

function leftOut({ steps }: PipelineJob, to: Platform): string {
  const what = steps.map((step) =>
    step.kind === "command" && step.condition !== null
      ? `\`${step.name}\` if \`${step.condition}\``
      : `\`${step.kind === "foreign" ? step.what : step.name}\``,
  );
  const words = what.length > 0 ? `: it does ${what.join(", ")}` : "";
  return `The job is left out, because nothing of it can be said for ${PLATFORMS[to].label}${words}.`;
}

/** Those that a job waited for through jobs that are gone it waits for itself. */
function needsWithout(job: PipelineJob, idle: ReadonlyMap<string, PipelineJob>): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pending = [...job.needs];
  for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const gone = idle.get(id);
    if (gone) pending.unshift(...gone.needs);
    else found.add(id);
  }
  return [...found];
}

/** What no one offers under that name lets a job wait for ever, and on GitHub two runs may publish at once. */
function fitted(job: PipelineJob, way: Way): PipelineJob {
  const { to } = way;
  const publishes = job.steps.some(({ kind }) => kind === "pages");
  const runner = job.runner === null ? null : runnerOn(to, job.runner);
  const isOrdinary = runner === null && containerImage(job) === null;
  return {
    ...job,
    runner,
    steps: isOrdinary ? job.steps.map((step) => onMachine(step, way)) : job.steps,
    exclusiveGroup: job.exclusiveGroup ?? (publishes && to === "github" ? "pages" : null),
  };
}

function movedRunners(before: readonly PipelineJob[], after: readonly PipelineJob[]): NotCarried[] {
  return before.flatMap(({ id, runner }, index) => {
    const now = after[index]?.runner ?? null;
    if (runner === now) return [];
    return [
      {
        job: id,
        detail: `The job ran on \`${runner}\` and runs on ${now ?? "the ordinary Linux"} here: name another.`,
      },
    ];
  });
}

/** Variables that each platform alone sets. */
const OWN_VARIABLES: Readonly<Record<Platform, RegExp>> = {
  github: /\$\{?((?:GITHUB|RUNNER)_[A-Z_]+)/g,
  gitlab: /\$\{?((?:CI|GITLAB)_[A-Z0-9_]+)/g,
  circleci: /\$\{?(CIRCLE_[A-Z0-9_]+|BASH_ENV)/g,
};

function foreignVariables(job: PipelineJob, { env }: Pipeline, { from }: Way): NotCarried[] {
  const commands = job.steps.filter((step) => step.kind === "command");
  const known = new Set([...Object.keys(env), ...Object.keys(job.env), ...job.secrets]);
  const names = commands.flatMap((step) => {
    const found = [...step.run.matchAll(OWN_VARIABLES[from])].map(([, name = ""]) => name);
    return found.filter((name) => !known.has(name) && !Object.hasOwn(step.env, name));
  });
  if (names.length === 0) return [];
  const list = [...new Set(names)].map((name) => `\`$${name}\``).join(", ");
  const detail = `Its commands use ${list}, which ${PLATFORMS[from].label} alone sets: put what the new place has for it.`;
  return [{ job: job.id, detail }];
}

const PACKAGES = /^\s*(?:sudo )?(apk|dnf|microdnf|yum|pacman|zypper|brew|choco) /gm;

/** Installers of other systems than Debian's, which jobs without an image of their own run on. */
function foreignPackages({ id, steps, runner }: PipelineJob): NotCarried[] {
  const runs = steps.flatMap((step) => (step.kind === "command" ? [step.run] : [])).join("\n");
  const names = new Set([...runs.matchAll(PACKAGES)].map(([, name = ""]) => `\`${name}\``));
  if (names.size === 0 || /macos|windows/i.test(runner ?? "")) return [];
  return [
    { job: id, detail: `Its commands install with ${[...names].join(", ")}, and it runs on Debian or Ubuntu here.` },
  ];
}
