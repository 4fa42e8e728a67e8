import type { Finding } from "../../finding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { StackProfile } from "../../profile/stack-profile.ts";
import type { AiContext } from "../context.ts";
import type { ClaimTask } from "../task.ts";

/** What contexts are made of: one analyzed repository. */
export interface ContextGround {
  readonly repository: RepositoryModel;
  readonly findings: readonly Finding[];
  readonly profile: StackProfile;
}

/** `budget`: input tokens a context may cost with any provider. `limit`: contexts at most. */
export interface ContextLimits {
  readonly budget: number;
  readonly limit: number;
}

export interface ContextWish extends ContextLimits {
  readonly task: ClaimTask;
}

/** `notAsked`: subjects that there was no room for, or that cannot be read; sorted. */
export interface SelectedContexts {
  readonly contexts: readonly AiContext[];
  readonly notAsked: readonly string[];
}
