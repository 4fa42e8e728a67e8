import type { Pipeline, RenderedFile } from "../pipeline/pipeline.ts";
import type { StackProfile } from "../profile/stack-profile.ts";
import type { ConfigurationProblem } from "../validate/configuration-problem.ts";
import type { GenerateNote, JobExplanation } from "./generate-options.ts";

/** A problem of one of several files. */
export interface FileProblem extends ConfigurationProblem {
  readonly path: string;
}

/** What came of a request for a pipeline. */
export interface Generated {
  readonly profile: StackProfile;
  /** Null where the repository has nothing to run; the notes say why. */
  readonly pipeline: Pipeline | null;
  /** Empty without a pipeline. */
  readonly files: readonly RenderedFile[];
  readonly jobs: readonly JobExplanation[];
  readonly notes: readonly GenerateNote[];
  /** What validation says of the files; with an error among them they must not be offered. */
  readonly problems: readonly FileProblem[];
}
