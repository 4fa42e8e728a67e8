import type { Repository } from "../../db/repositories.ts";
import type { ContextGround } from "../../engine/ai/context/ground.ts";
import { selectContexts } from "../../engine/ai/context/select-contexts.ts";
import type { AnalysisResult } from "../../engine/analyze.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { readAiSettings } from "../ai/ai-settings.ts";
import type { AiSummary } from "../ai/summary.ts";
import type { AnalysisType } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { count } from "../jobs/read-files-steps.ts";
import { CLAIM_TASKS_OF, CONTEXT_LIMITS } from "./analysis-tasks.ts";
import { askClaims, type Claims, joinClaims, type SourcedClaim } from "./ask-claims.ts";
import { offSummary, summarize, tokensSpent, whyOff } from "./summarize.ts";

export type AnalysisToAssist = {
  readonly repository: Repository;
  readonly type: AnalysisType;
  /** Asks about dependencies too. */
  readonly dependencies: boolean;
  readonly snapshot: Snapshot;
  readonly result: AnalysisResult;
};

export type Assistance = { readonly claims: readonly SourcedClaim[]; readonly summary: AiSummary };

/** The step `ask_ai` of an analysis. Its findings are claims beside those of the rules, which stay what they are without it. */
export function assistAnalysis(run: JobRun, of: AnalysisToAssist): Promise<Assistance> {
  return run.step("ask_ai", async () => {
    const settings = await readAiSettings(run.ctx);
    const off = whyOff(settings);
    if (off !== null) return { value: { claims: [], summary: offSummary(off) }, detail: "AI is off" };
    const { claims, judged, notAsked } = await run.asking(() => askAll(run, of, settings.caps.task));
    const summary = { ...summarize(judged, notAsked), kept: claims.length };
    return { value: { claims, summary }, detail: describe(summary) };
  });
}

/** An analysis is one task: all its questions share the cap of one. */
async function askAll(run: JobRun, of: AnalysisToAssist, budget: number): Promise<Claims> {
  const { snapshot, result, repository } = of;
  const ground: ContextGround = {
    repository: new RepositoryModel(snapshot),
    findings: result.findings,
    profile: result.profile,
  };
  const who = {
    repository: { id: repository.id, isPrivate: repository.isPrivate },
    userId: run.job.requestedBy,
    jobId: run.job.id,
    key: run.job.id,
    signal: run.signal,
  };
  const tasks = of.dependencies ? ([CLAIM_TASKS_OF[of.type], "dependencies"] as const) : [CLAIM_TASKS_OF[of.type]];
  const parts: Claims[] = [];
  let left = budget;
  for (const task of tasks) {
    const selected = selectContexts(ground, { task, ...CONTEXT_LIMITS });
    const part = await askClaims(run.ctx, { ...who, task, ground, selected, budget: left });
    left -= tokensSpent(part.judged);
    parts.push(part);
  }
  return joinClaims(parts);
}

function describe({ status, asked, cached, kept, dropped }: AiSummary): string {
  const failed = Object.values(dropped).reduce((total, times) => total + times, 0);
  const answers = `${count(asked, "question")}, ${cached} answered before, ${count(kept, "claim")} kept, ${failed} dropped`;
  if (status === "deferred") return `${answers}; put off: the quota is used up`;
  return status === "degraded" ? `${answers}; no usable answer` : answers;
}
