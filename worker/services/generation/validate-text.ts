import { RepositoryModel } from "../../engine/model/repository.ts";
import type { Platform } from "../../engine/pipeline/pipeline.ts";
import { validateAlone } from "../../engine/template/check-template.ts";
import { usualPath } from "../../engine/template/configuration-paths.ts";
import type { ConfigurationProblem } from "../../engine/validate/configuration-problem.ts";
import { validateConfiguration } from "../../engine/validate/validate-configuration.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { requirePathOf } from "./configuration-path.ts";
import { engineFacts, readOwnFiles } from "./read-own-files.ts";

export type Candidate = {
  readonly platform: Platform;
  readonly path: string | undefined;
  readonly text: string;
  readonly repositoryId: string | undefined;
};

/** What is wrong with a configuration, by place. Without a repository nothing is said of the files that it names. */
export async function validateText(ctx: Ctx, candidate: Candidate): Promise<ConfigurationProblem[]> {
  requirePermission(ctx, "generation.run");
  const { platform, text, repositoryId } = candidate;
  const path = candidate.path ?? usualPath(platform);
  requirePathOf(platform, path);
  if (repositoryId === undefined) return validateAlone({ platform, path, text }, ctx.clock.now());
  const own = await readOwnFiles(ctx, repositoryId);
  return validateConfiguration(
    new RepositoryModel(own.snapshot),
    { platform, path, text },
    await engineFacts(ctx, own),
  );
}
