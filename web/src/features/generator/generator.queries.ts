import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type {
  Artifact,
  ArtifactSummary,
  CiCdValidation,
  GenerateRequest,
  Job,
  Preview,
  ShownPlan,
} from "../../api-types.ts";
import { ApiProblem } from "../../problem.ts";
import { generatorText } from "../../strings.ts";
import { loadJob } from "../jobs/jobs.queries.ts";

const ASK_MS = 600;
const TIMES_TO_ASK = 100;
const PAGE_SIZE = "25";

/** What would be written. Stores nothing. */
export function loadPreview(request: GenerateRequest): Promise<Preview> {
  return read(api.api["ci-cd"].preview.$post({ json: request }));
}

export type Text = { readonly platform: GenerateRequest["platform"]; readonly path: string; readonly text: string };

/** What is wrong with a text, as if it stood in the repository. */
export function validateText(repositoryId: string, { platform, path, text }: Text): Promise<CiCdValidation> {
  return read(api.api["ci-cd"].validate.$post({ json: { repository_id: repositoryId, platform, path, text } }));
}

const loadArtifacts = async (repositoryId: string): Promise<readonly ArtifactSummary[]> => {
  const page: { readonly items: readonly ArtifactSummary[] } = await read(
    api.api["ci-cd"].artifacts[":id"].$get({ param: { id: repositoryId }, query: { limit: PAGE_SIZE } }),
  );
  return page.items;
};
export const getArtifacts = query(loadArtifacts, "artifacts");

export const getArtifact = query(
  (id: string): Promise<Artifact> => read(api.api["ci-cd"].artifact[":id"].$get({ param: { id } })),
  "artifact",
);

/** Has the pipeline written for good and answers the id of what was stored. Throws `ApiProblem` with the job's own words. */
export async function writeArtifact(request: GenerateRequest): Promise<string> {
  const { job_id: jobId }: { readonly job_id: string } = await read(api.api["ci-cd"].generate.$post({ json: request }));
  for (let times = 0; times < TIMES_TO_ASK; times++) {
    const id = artifactOf(await loadJob(jobId));
    if (id !== undefined) {
      void revalidate(getArtifacts.keyFor(request.repository_id));
      return id;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  throw new ApiProblem({ status: 0, code: "still_writing", ...generatorText.tooLong });
}

/** What a finished job has stored; undefined while it works. */
function artifactOf(job: Job): string | undefined {
  if (job.phase === "queued" || job.phase === "processing") return undefined;
  if (job.phase === "completed" && job.artifact_id !== null) return job.artifact_id;
  const detail = job.error?.detail ?? generatorText.failed.detail;
  throw new ApiProblem({ status: 0, code: "not_written", title: generatorText.failed.title, detail });
}

/** Asks what a pull request with this artifact would write, with other texts for some of its files. */
export function planArtifact(
  artifactId: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<ShownPlan> {
  const json = files.length === 0 ? {} : { files: files.map(({ path, text }) => ({ path, text })) };
  return read(api.api["ci-cd"].artifacts[":id"].apply.$post({ param: { id: artifactId }, json }));
}

/** Opens the pull request of an artifact's plan. Asked again, it answers the one that there is. */
export async function openArtifact(artifactId: string, planId: string): Promise<ShownPlan> {
  const plan: ShownPlan = await read(
    api.api["ci-cd"].artifacts[":id"].apply.$post({ param: { id: artifactId }, json: { plan_id: planId } }),
  );
  void revalidate([getArtifacts.key, "fleet", "repository"]);
  return plan;
}
