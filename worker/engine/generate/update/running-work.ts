import { kindsOfCommand, kindsOfScript } from "../../data/command-kinds.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { PipelineJob, PipelineStep, Platform, ReadPipeline } from "../../pipeline/pipeline.ts";
import { checkedKinds, isOpaque, kindsOfScripts } from "../../profile/project-checks.ts";
import { scanBash } from "../../shell/bash.ts";

/** What the pipelines of a platform run already. */
export interface RunningWork {
  /** Commands with single spaces, `npm run test` as `npm test`. */
  readonly commands: ReadonlySet<string>;
  /** `test`, `lint`, `typecheck`, `build`, `container`, `pages`, `deploy`. */
  readonly kinds: ReadonlySet<string>;
  /** True where something runs that we cannot see into. */
  readonly isUncertain: boolean;
}

const DEPLOYS =
  /\b(?:wrangler (?:deploy|publish)|deploy-pages|kubectl apply|helm upgrade|terraform apply|flyctl deploy|fly deploy|vercel|netlify deploy|serverless deploy|gcloud (?:run|app) deploy)\b/;
const PUSHES = /\bdocker (?:buildx build|build|push)\b|docker\/build-push-action/;

/** Gathers it from what readers made of the files. */
export function runningWork(
  repository: RepositoryModel,
  platform: Platform,
  read: readonly ReadPipeline[],
): RunningWork {
  const steps = read.flatMap(({ pipeline }) => pipeline.jobs.flatMap((job) => job.steps));
  const runs = steps.flatMap((step) => (step.kind === "command" ? [step.run] : []));
  const checked = platform === "github" ? checkedKinds(repository) : kindsOfScripts(repository, runs.map(scanBash));
  const words = [...runs, ...steps.flatMap((step) => (step.kind === "foreign" ? [step.what] : []))].join("\n");
  const kinds = new Set<string>([...checked.kinds, ...steps.map(({ kind }) => kind)]);
  if (DEPLOYS.test(words)) kinds.add("deploy");
  if (PUSHES.test(words)) kinds.add("container");
  return {
    commands: new Set(runs.flatMap((run) => run.split("\n")).map(normalized)),
    kinds,
    isUncertain: runs.some(mayRunMore) || steps.some(isCall),
  };
}

/** A script or task runner of which we know no purpose: `./gradlew test` tests, `./ci/all.sh` may do anything. */
function mayRunMore(run: string): boolean {
  const commands = scanBash(run).commands.map(({ words }) => words.map(({ text }) => text));
  return commands.some(
    (words) =>
      isDefaultTask(words) || (isOpaque(words) && !KNOWN.test(words[0] ?? "") && kindsOfCommand(words).length === 0),
  );
}

/** `bundle exec rake` runs what the project calls its default, mostly tests and more. */
function isDefaultTask(words: readonly string[]): boolean {
  const plain = words.filter((word) => !word.startsWith("-"));
  return /(?:^|\/)rake$/.test(plain.at(-1) ?? "") && !/^gem$|install/.test(plain.join(" "));
}

/** Programs of frameworks that do what their arguments say. */
const KNOWN = /(?:^|\/)(?:rails|rake|bundle|spring|artisan|composer|mix)$/;

/** Tools whose tests compile all that their build does. */
const COMPILES_TO_TEST = /^(?:go|cargo|dotnet|swift|sbt|mix|(?:\.\/)?gradlew?|(?:\.\/)?mvnw?) /;

/** A call of a pipeline that stands elsewhere. */
function isCall(step: PipelineStep): boolean {
  return step.kind === "foreign" && /workflow|orb|include|trigger/i.test(step.what);
}

/** The parts of a planned job that nothing runs yet; null where nothing is left of it. */
export function missingPart(repository: RepositoryModel, job: PipelineJob, running: RunningWork): PipelineJob | null {
  if (job.isGate) return null;
  const isDeployment = job.environment !== null || job.exclusiveGroup !== null;
  if (isDeployment && running.kinds.has("deploy")) return null;
  const needed = job.steps.filter((step) => !isSetUp(repository, step));
  const missing = needed.filter((step) => !runsAlready(repository, step, running));
  if (missing.length === 0) return null;
  if (missing.length === needed.length) return job;
  const steps = job.steps.filter((step) => !needed.includes(step) || missing.includes(step));
  return { ...job, ...wordsOf(job, missing), steps };
}

/** What a job is called and there for when others do the rest of it. */
function wordsOf(
  { id, name }: PipelineJob,
  missing: readonly PipelineStep[],
): Pick<PipelineJob, "id" | "name" | "why"> {
  const names = [...new Set(missing.map((step) => step.name.toLowerCase()))];
  const last = names.at(-1) ?? "";
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
  const component = /\s\([^()]*\)$/.exec(name)?.[0] ?? "";
  return {
    id: id === "ci" ? list.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || id : id,
    name: list.slice(0, 1).toUpperCase() + list.slice(1) + component,
    why: `Does what the other jobs leave out: ${list}.`,
  };
}

/** Installs and prepares: not what the job is there for. */
function isSetUp(repository: RepositoryModel, step: PipelineStep): boolean {
  return step.kind === "command" && !/deploy/i.test(step.name) && kindsOf(repository, step.run).length === 0;
}

function runsAlready(repository: RepositoryModel, step: PipelineStep, running: RunningWork): boolean {
  if (step.kind !== "command") return running.kinds.has(step.kind);
  if (running.commands.has(normalized(step.run))) return true;
  const own = [...kindsOfScript(scanBash(step.run))];
  const kinds = own.length > 0 ? own : kindsOf(repository, step.run);
  const isCovered = (kind: string) =>
    running.kinds.has(kind) || (kind === "build" && running.kinds.has("test") && COMPILES_TO_TEST.test(step.run));
  return kinds.length > 0 && kinds.every(isCovered);
}

function kindsOf(repository: RepositoryModel, run: string): string[] {
  return [...kindsOfScripts(repository, [scanBash(run)]).kinds];
}

function normalized(command: string): string {
  return command
    .trim()
    .replace(/\s+/g, " ")
    .replace(/^(npm|pnpm|yarn) run (?=(?:test|start)$)/, "$1 ");
}
