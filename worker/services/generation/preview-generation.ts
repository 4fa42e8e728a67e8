import type { Generated } from "../../engine/generate/generated.ts";
import type { Platform, RenderedFile } from "../../engine/pipeline/pipeline.ts";
import { configuredPlatforms } from "../../engine/pipeline/platforms.ts";
import { unifiedDiff } from "../../engine/prove/unified-diff.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { isOfferable, type Produced, produce } from "./produce.ts";
import { engineFacts, readOwnFiles } from "./read-own-files.ts";
import { resolveRequest } from "./resolve-request.ts";
import { type Asked, toRequest } from "./start-generation.ts";

export type GenerationPreview = Pick<Generated, "profile" | "jobs" | "notes" | "problems"> & {
  readonly platform: Platform;
  readonly commit: string | null;
  /** Platforms whose configuration the repository has. */
  readonly existing: readonly Platform[];
  readonly files: readonly (RenderedFile & { readonly replaces: boolean; readonly diff: string })[];
  readonly valid: boolean;
};

/** What a job would write now, with what is wrong with it; nothing is stored. Throws as `startGeneration` and `GithubPort` do. */
export async function previewGeneration(ctx: Ctx, asked: Asked): Promise<GenerationPreview> {
  requirePermission(ctx, "generation.run");
  const work = await resolveRequest(ctx, await toRequest(ctx, asked));
  const own = await readOwnFiles(ctx, asked.repositoryId);
  const produced: Produced = produce(own.snapshot, work, await engineFacts(ctx, own));
  const before = new Map(own.snapshot.files.map(({ path, text }) => [path, text]));
  const { profile, jobs, notes, problems } = produced;
  return {
    platform: work.platform,
    commit: own.snapshot.commit,
    existing: configuredPlatforms(own.snapshot),
    profile,
    jobs,
    notes,
    problems,
    files: produced.files.map(({ path, text }) => ({
      path,
      text,
      replaces: before.has(path),
      diff: unifiedDiff(before, new Map([[path, text]])),
    })),
    valid: isOfferable(produced),
  };
}
