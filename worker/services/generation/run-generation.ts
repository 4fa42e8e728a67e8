import { artifactInsert } from "../../db/artifacts.ts";
import { findRepository, type Repository } from "../../db/repositories.ts";
import type { FileProblem } from "../../engine/generate/generated.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { detectStack } from "../../engine/profile/detect-stack.ts";
import type { StackProfile } from "../../engine/profile/stack-profile.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import type { AiSummary } from "../ai/summary.ts";
import { goOver } from "../assist/go-over.ts";
import { readGenerationInput } from "../jobs/generation-request.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { count, type JobFiles, readFilesSteps } from "../jobs/read-files-steps.ts";
import { type ArtifactFile, artifactRow } from "./artifact-row.ts";
import { errorsAmong, type Produced, produce } from "./produce.ts";
import { profileStatement } from "./profile-facts.ts";
import { engineFacts } from "./read-own-files.ts";
import { resolveRequest, type Work } from "./resolve-request.ts";

/** Reads the newest commit of the default branch, writes the pipeline that was asked for, and stores it if nothing is wrong with it. */
export async function runGeneration(run: JobRun): Promise<void> {
  const { ctx, job } = run;
  const repository = await findRepository(ctx.data, job.repositoryId);
  if (!repository) throw new AppError("not_found", "The repository was disconnected.");
  const { request } = readGenerationInput(job.input);
  const work = await resolveRequest(ctx, request);
  const files = await readFilesSteps(run, repository);
  await run.step("detect_stack", async () => detect(files.snapshot));
  const written = await run.step("generate", () => write(run, files, work));
  const { produced, ai } = await goOver(run, { repository, files, work, written, isAsked: request.ai });
  await run.step("validate", async () => requireOfferable(produced));
  await store(run, repository, { snapshot: files.snapshot, work, produced, ai });
}

function detect(snapshot: Snapshot) {
  if (snapshot.commit === null) {
    throw nothing("The repository has no commit yet. Push its first files, then generate a pipeline.");
  }
  const profile = detectStack(new RepositoryModel(snapshot));
  return { value: profile, detail: describeStack(profile) };
}

function describeStack({ components }: StackProfile): string {
  const [main] = components;
  if (!main) return "no stack that we know";
  const name = [main.language, main.packageManager?.name, main.frameworks[0]].filter((part) => part).join(", ");
  return components.length === 1 ? name : `${name} and ${count(components.length - 1, "more component")}`;
}

async function write({ ctx }: JobRun, files: JobFiles, work: Work) {
  const produced = produce(files.snapshot, work, await engineFacts(ctx, files));
  if (produced.files.length === 0) {
    throw nothing(reasonFor(produced));
  }
  return { value: produced, detail: produced.files.map(({ path }) => path).join(", ") };
}

/** Why there is no file stands last among the notes, but for a repository without a stack. */
function reasonFor({ notes }: Produced): string {
  const note = notes.find(({ code }) => code === "no_stack") ?? notes.at(-1);
  return note?.detail ?? "We found nothing that a pipeline could run.";
}

function nothing(detail: string): AppError {
  return new AppError("conflict", detail, { problemCode: "nothing_to_generate" });
}

function requireOfferable({ problems }: Produced) {
  const errors = errorsAmong(problems);
  if (errors.length > 0) throw refused(errors);
  return { value: null, detail: problems.length === 0 ? "nothing is wrong" : count(problems.length, "warning") };
}

function refused(errors: readonly FileProblem[]): AppError {
  const said = errors.slice(0, 3).map(({ path, line, message }) => `${path}:${line}: ${message}`);
  return new AppError("conflict", `What was written did not pass validation, so it is not offered. ${said.join(" ")}`, {
    problemCode: "generated_invalid",
  });
}

/** A configuration is the AI's only where a change of it was kept. */
function originOf({ work, ai }: Outcome) {
  if (work.template !== null) return "template";
  return ai !== null && ai.kept > 0 ? "ai" : "rules";
}

type Outcome = {
  readonly snapshot: Snapshot;
  readonly work: Work;
  readonly produced: Produced;
  readonly ai: AiSummary | null;
};

async function store({ ctx, job, commit }: JobRun, repository: Repository, outcome: Outcome): Promise<void> {
  const { snapshot, work, produced, ai } = outcome;
  const shas = new Map(snapshot.files.map(({ path, sha }) => [path, sha]));
  const files: ArtifactFile[] = produced.files.map(({ path, text }) => ({
    path,
    beforeSha: shas.get(path) ?? null,
    text,
  }));
  const now = ctx.clock.now();
  const row = artifactRow({
    id: ctx.random.uuidv7(),
    repositoryId: repository.id,
    jobId: job.id,
    platform: work.platform,
    origin: originOf(outcome),
    commitSha: snapshot.commit ?? "",
    options: work.preset,
    template: work.template,
    ai,
    ...produced,
    files,
    createdAt: now,
  });
  const seen = profileStatement(ctx, { repositoryId: repository.id, snapshot, profile: produced.profile });
  const paths = files.map(({ path }) => `\`${path}\``).join(", ");
  await commit([artifactInsert(ctx.data, row), seen], `Wrote ${paths} with ${count(produced.jobs.length, "job")}.`);
}
