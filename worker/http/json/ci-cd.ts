import type * as z from "zod";
import type { GenerateNote, JobExplanation } from "../../engine/generate/generate-options.ts";
import type { FileProblem as EngineFileProblem } from "../../engine/generate/generated.ts";
import type { ConfigurationProblem as EngineProblem } from "../../engine/validate/configuration-problem.ts";
import type { ArtifactPlanRow } from "../../services/generation/plan-artifact.ts";
import type { GenerationPreview } from "../../services/generation/preview-generation.ts";
import type { ArtifactView } from "../../services/generation/read-artifacts.ts";
import type { Asked } from "../../services/generation/start-generation.ts";
import type {
  Artifact,
  ArtifactPlan,
  ArtifactSummary,
  ConfigurationProblem,
  FileProblem,
  Preview,
  PreviewBody,
} from "../schemas/ci-cd.ts";
import { aiSummaryJson } from "./ai.ts";
import { planFactsJson, pullRequestJson } from "./remediations.ts";
import { profileJson } from "./stack-profile.ts";
import { timestamp } from "./timestamps.ts";

export function askedOf(body: z.output<typeof PreviewBody>, ai = false): Asked {
  const { repository_id: repositoryId, template_id: templateId, platform, options, parameters } = body;
  return { repositoryId, platform, options, convertFrom: body.convert_from, templateId, parameters, ai };
}

export function problemJson(problem: EngineProblem): z.infer<typeof ConfigurationProblem> {
  const { severity, source, rule, message, line, column, endLine, endColumn } = problem;
  return { severity, source, rule, message, line, column, end_line: endLine, end_column: endColumn };
}

function fileProblemJson(problem: EngineFileProblem): z.infer<typeof FileProblem> {
  return { ...problemJson(problem), path: problem.path };
}

function jobJson({ id, name, why, commands }: JobExplanation) {
  return { id, name, why, commands: [...commands] };
}

function noteJson({ code, detail }: GenerateNote) {
  return { code, detail };
}

export function previewJson(preview: GenerationPreview): z.infer<typeof Preview> {
  const { platform, commit, existing, profile, files, jobs, notes, problems, valid } = preview;
  return {
    platform,
    commit,
    existing: [...existing],
    profile: profileJson(profile),
    files: files.map(({ path, text, replaces, diff }) => ({ path, text, replaces, diff })),
    jobs: jobs.map(jobJson),
    notes: notes.map(noteJson),
    problems: problems.map(fileProblemJson),
    valid,
  };
}

function artifactFactsJson({ artifact, pull }: ArtifactView) {
  return {
    id: artifact.id,
    repository_id: artifact.repositoryId,
    platform: artifact.platform,
    origin: artifact.origin,
    template: artifact.template,
    commit: artifact.commitSha,
    job_id: artifact.jobId,
    created_at: timestamp(artifact.createdAt),
    pull_request: pull && pullRequestJson(pull),
  };
}

export function artifactSummaryJson(view: ArtifactView): z.infer<typeof ArtifactSummary> {
  const { files, jobs } = view.artifact;
  return { ...artifactFactsJson(view), paths: files.map(({ path }) => path), jobs_total: jobs.length };
}

export function artifactJson(view: ArtifactView & { readonly repository: string }): z.infer<typeof Artifact> {
  const { options, files, jobs, notes, profile, problems, ai } = view.artifact;
  return {
    ...artifactFactsJson(view),
    repository: view.repository,
    options,
    files: files.map(({ path, text }) => ({ path, text })),
    jobs: jobs.map(jobJson),
    notes: notes.map(noteJson),
    profile: profileJson(profile),
    problems: problems.map(fileProblemJson),
    ai: ai && aiSummaryJson(ai),
  };
}

export function artifactPlanJson(plan: ArtifactPlanRow): z.infer<typeof ArtifactPlan> {
  return { ...planFactsJson(plan), artifact_id: plan.artifactId };
}
