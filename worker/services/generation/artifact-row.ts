/** What rows of artifacts hold as JSON. We wrote it, so text that does not fit is a bug. */
import * as z from "zod";
import type { ArtifactRow, NewArtifact } from "../../db/artifacts.ts";
import type { GenerateNote, JobExplanation } from "../../engine/generate/generate-options.ts";
import type { FileProblem } from "../../engine/generate/generated.ts";
import { OptionsPreset } from "../../engine/generate/options-preset.ts";
import type { StackProfile } from "../../engine/profile/stack-profile.ts";
import { type AiSummary, readAiSummary } from "../ai/summary.ts";

const Files = z.array(z.object({ path: z.string(), beforeSha: z.string().nullable(), text: z.string() }));
const Template = z.object({ id: z.string(), name: z.string(), version: z.int() }).nullable();

/** A written file, with the blob that stood at its path when it was written. */
export type ArtifactFile = z.output<typeof Files>[number];

export type ArtifactFacts = Pick<
  ArtifactRow,
  "id" | "repositoryId" | "jobId" | "platform" | "origin" | "commitSha" | "createdAt"
> & {
  readonly options: OptionsPreset;
  readonly template: z.output<typeof Template>;
  readonly ai: AiSummary | null;
  readonly files: readonly ArtifactFile[];
  readonly jobs: readonly JobExplanation[];
  readonly notes: readonly GenerateNote[];
  readonly profile: StackProfile;
  readonly problems: readonly FileProblem[];
};

export function artifactRow(facts: ArtifactFacts): NewArtifact {
  const { id, repositoryId, jobId, platform, origin, commitSha, createdAt } = facts;
  return {
    id,
    repositoryId,
    jobId,
    platform,
    origin,
    commitSha,
    createdAt,
    options: JSON.stringify(facts.options),
    template: facts.template && JSON.stringify(facts.template),
    ai: facts.ai && JSON.stringify(facts.ai),
    files: JSON.stringify(facts.files),
    jobs: JSON.stringify(facts.jobs),
    notes: JSON.stringify(facts.notes),
    profile: JSON.stringify(facts.profile),
    problems: JSON.stringify(facts.problems),
  };
}

export function readArtifactRow(row: ArtifactRow): ArtifactFacts {
  const { id, repositoryId, jobId, platform, origin, commitSha, createdAt } = row;
  return {
    id,
    repositoryId,
    jobId,
    platform,
    origin,
    commitSha,
    createdAt,
    options: OptionsPreset.parse(JSON.parse(row.options)),
    template: Template.parse(JSON.parse(row.template ?? "null")),
    ai: readAiSummary(row.ai),
    files: Files.parse(JSON.parse(row.files)),
    jobs: JSON.parse(row.jobs) as JobExplanation[],
    notes: JSON.parse(row.notes) as GenerateNote[],
    profile: JSON.parse(row.profile) as StackProfile,
    problems: JSON.parse(row.problems) as FileProblem[],
  };
}
