import type { RepositoryModel } from "../model/repository.ts";
import type { StackProfile } from "./stack-profile.ts";

/** What a repository is made of. Never throws, whatever its manifests hold. */
export function detectStack(_repository: RepositoryModel): StackProfile {
  return { components: [], notes: [] };
}
