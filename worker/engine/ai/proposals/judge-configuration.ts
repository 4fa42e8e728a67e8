import type { RepositoryModel } from "../../model/repository.ts";
import type { ConfigurationProblem } from "../../validate/configuration-problem.ts";
import type { Candidate, ValidationFacts } from "../../validate/validate-configuration.ts";

export interface ProposedConfiguration extends Candidate {
  /** The engine's own text that the model went over. */
  readonly written: string;
}

/** `problems`: warnings about references that the engine's own text has as well. `reasons`: our own sentences. */
export type ConfigurationJudgement =
  | { readonly ok: true; readonly problems: readonly ConfigurationProblem[] }
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Judges a whole configuration that the model wrote over the engine's own. Never throws. */
export function judgeConfiguration(
  _repository: RepositoryModel,
  _proposed: ProposedConfiguration,
  _facts: ValidationFacts,
): ConfigurationJudgement {
  return { ok: false, reasons: ["The configuration was not judged."] };
}
