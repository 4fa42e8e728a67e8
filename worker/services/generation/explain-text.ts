import type { JobExplanation } from "../../engine/generate/generate-options.ts";
import { explainJobs } from "../../engine/generate/plan/explain-jobs.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import type { Platform } from "../../engine/pipeline/pipeline.ts";
import { PLATFORMS } from "../../engine/pipeline/platforms.ts";
import type { Snapshot } from "../../engine/snapshot.ts";

type Text = { readonly platform: Platform; readonly path: string; readonly text: string };

/** The jobs of a configuration that a template or a person wrote, as far as it can be read. */
export function explainText(snapshot: Snapshot, { platform, path, text }: Text): readonly JobExplanation[] {
  const { isPath, read } = PLATFORMS[platform];
  if (!isPath(path)) return [];
  const found = read(new RepositoryModel(snapshot).patched(new Map([[path, text]])), path);
  return found ? explainJobs(found.pipeline) : [];
}
