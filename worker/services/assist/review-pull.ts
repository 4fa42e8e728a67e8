import type { Repository } from "../../db/repositories.ts";
import { reviewContexts } from "../../engine/ai/context/review-contexts.ts";
import { type AnalysisResult, analyze } from "../../engine/analyze.ts";
import type { Finding } from "../../engine/finding.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { readAiSettings } from "../ai/ai-settings.ts";
import type { AiSummary } from "../ai/summary.ts";
import { audit } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { ownGithub } from "../repositories/own-github.ts";
import { readAtCommit } from "../repositories/read-at-commit.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { CONTEXT_LIMITS } from "./analysis-tasks.ts";
import { askClaims, type SourcedClaim } from "./ask-claims.ts";
import { changedLines } from "./changed-lines.ts";
import { offSummary, summarize, whyOff } from "./summarize.ts";

export type PullReview = {
  readonly pullNumber: number;
  readonly base: string;
  readonly head: string;
  /** Pipeline files that it changes. */
  readonly paths: readonly string[];
  /** Findings of the rules that the base has not. */
  readonly findings: readonly Finding[];
  /** What the AI says of changed lines. */
  readonly claims: readonly SourcedClaim[];
  readonly ai: AiSummary;
};

type Pull = { readonly repositoryId: string; readonly number: number };

/** Reviews what a pull request changes in pipelines. Nothing is written to GitHub. Throws not_found and what `GithubPort` throws. */
export async function reviewPull(ctx: Ctx, pull: Pull, signal: AbortSignal): Promise<PullReview> {
  requirePermission(ctx, "analysis.run");
  const repository = await getRepository(ctx, pull.repositoryId);
  const range = await ownGithub(ctx).pullRange(repository, pull.number);
  const before = await readAtCommit(ctx, { repository, commit: range.base });
  const after = await readAtCommit(ctx, { repository, commit: range.head });
  const result = analyze(after.snapshot, after.options);
  const changed = changedLines(before.snapshot, after.snapshot);
  const known = new Set(analyze(before.snapshot, before.options).findings.map(({ fingerprint }) => fingerprint));
  const asked = await ask(ctx, { repository, snapshot: after.snapshot, result, changed, head: range.head, signal });
  const meta = { pull_number: pull.number, status: asked.ai.status };
  await audit(ctx, { action: "ai.review_asked", targetKind: "repository", targetId: repository.id, meta });
  return {
    pullNumber: pull.number,
    ...range,
    paths: [...changed.keys()],
    findings: result.findings.filter(({ fingerprint, path }) => !known.has(fingerprint) && changed.has(path)),
    ...asked,
  };
}

type Asked = {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly result: AnalysisResult;
  readonly changed: ReadonlyMap<string, readonly number[]>;
  readonly head: string;
  readonly signal: AbortSignal;
};

async function ask(ctx: Ctx, of: Asked): Promise<Pick<PullReview, "claims" | "ai">> {
  const settings = await readAiSettings(ctx);
  const off = whyOff(settings);
  if (off !== null) return { claims: [], ai: offSummary(off) };
  const { repository, snapshot, result, changed, head, signal } = of;
  const ground = { ...result, repository: new RepositoryModel(snapshot) };
  const { claims, judged, notAsked } = await askClaims(ctx, {
    task: "code_review",
    ground,
    selected: reviewContexts(ground, { changed }, CONTEXT_LIMITS),
    repository: { id: repository.id, isPrivate: repository.isPrivate },
    userId: actingUser(ctx),
    jobId: null,
    key: `review:${head}:${ctx.correlationId}`,
    budget: settings.caps.task,
    signal,
  });
  const inChange = claims.filter(({ path, line, endLine }) =>
    (changed.get(path) ?? []).some((each) => each >= line && each <= endLine),
  );
  return { claims: inChange, ai: { ...summarize(judged, notAsked), kept: inChange.length } };
}
