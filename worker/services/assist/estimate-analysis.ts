import { selectContexts } from "../../engine/ai/context/select-contexts.ts";
import { analyze } from "../../engine/analyze.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { readAiSettings } from "../ai/ai-settings.ts";
import { estimateQuestions } from "../ai/estimate-question.ts";
import { type Ctx, requirePermission } from "../context.ts";
import type { AnalysisType } from "../jobs/create-job.ts";
import { readAtCommit } from "../repositories/read-at-commit.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { CLAIM_TASKS_OF, CONTEXT_LIMITS } from "./analysis-tasks.ts";
import { whyOff } from "./summarize.ts";

export type AnalysisEstimate = {
  readonly isAvailable: boolean;
  /** Why it is not. */
  readonly reason: string | null;
  readonly commit: string | null;
  readonly questions: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly maxCostMicros: number;
  readonly model: string | null;
};

const NOTHING = {
  commit: null,
  questions: 0,
  cached: 0,
  inputTokens: 0,
  maxOutputTokens: 0,
  maxCostMicros: 0,
  model: null,
} as const;

/** What the AI stage of an analysis would spend at most, counted on the commit that was read last. Throws not_found and what `GithubPort` throws. */
export async function estimateAnalysis(
  ctx: Ctx,
  { repositoryId, type }: { readonly repositoryId: string; readonly type: AnalysisType },
): Promise<AnalysisEstimate> {
  requirePermission(ctx, "analysis.run");
  const repository = await getRepository(ctx, repositoryId);
  const off = whyOff(await readAiSettings(ctx));
  if (off !== null) return { ...NOTHING, isAvailable: false, reason: off };
  if (repository.headSha === null) return { ...NOTHING, isAvailable: true, reason: null };
  const commit = repository.headSha;
  const { snapshot, options } = await readAtCommit(ctx, { repository, commit });
  const ground = { ...analyze(snapshot, options), repository: new RepositoryModel(snapshot) };
  const task = CLAIM_TASKS_OF[type];
  const { contexts } = selectContexts(ground, { task, ...CONTEXT_LIMITS });
  const { id, isPrivate } = repository;
  const questions = contexts.map((context) => ({ task, context, request: [], repository: { id, isPrivate } }));
  const estimates = await estimateQuestions(ctx, questions);
  const refused = estimates.find((estimate) => !estimate.isAvailable);
  if (refused) return { ...NOTHING, isAvailable: false, reason: refused.reason };
  const sum = (pick: (estimate: (typeof estimates)[number]) => number) =>
    estimates.reduce((total, estimate) => total + pick(estimate), 0);
  return {
    isAvailable: true,
    reason: null,
    commit,
    questions: questions.length,
    cached: estimates.filter(({ isCached }) => isCached).length,
    inputTokens: sum(({ inputTokens }) => inputTokens),
    maxOutputTokens: sum(({ maxOutputTokens }) => maxOutputTokens),
    maxCostMicros: sum(({ maxCostMicros }) => maxCostMicros),
    model: estimates[0]?.model ?? null,
  };
}
