import { RepositoryModel } from "../../engine/model/repository.ts";
import { detectStack } from "../../engine/profile/detect-stack.ts";
import type { StackProfile } from "../../engine/profile/stack-profile.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { profileStatement } from "./profile-facts.ts";
import { readOwnFiles } from "./read-own-files.ts";

/** What the default branch is made of now. Throws not_found and what `GithubPort` throws. */
export async function readProfile(
  ctx: Ctx,
  repositoryId: string,
): Promise<{ commit: string | null; profile: StackProfile }> {
  requirePermission(ctx, "repository.read");
  const { snapshot } = await readOwnFiles(ctx, repositoryId);
  const profile = detectStack(new RepositoryModel(snapshot));
  await profileStatement(ctx, { repositoryId, snapshot, profile });
  return { commit: snapshot.commit, profile };
}
