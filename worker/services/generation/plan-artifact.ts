import { artifactInsertUnlessPlanned } from "../../db/artifacts.ts";
import { findPlanByKey, openArtifactPlans, type PullRequestRow, planInsert } from "../../db/pull-requests.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { openPullRequest } from "../remediations/open-pull-request.ts";
import { branchOf } from "../remediations/plan-changes.ts";
import { readPlanFiles } from "../remediations/stored.ts";
import { artifactRow } from "./artifact-row.ts";
import { describeArtifact } from "./describe-artifact.ts";
import { type ArtifactDraft, draftArtifact } from "./draft-artifact.ts";
import { getArtifact } from "./read-artifacts.ts";

export type ArtifactChoice = {
  readonly artifactId: string;
  /** Edited texts of the artifact's files; undefined for the texts as they were written. */
  readonly files: readonly { readonly path: string; readonly text: string }[] | undefined;
};

export type ArtifactPlanRow = PullRequestRow & { readonly artifactId: string };

/**
 * Plans one pull request for an artifact; nothing is written to GitHub. The same texts on the same commit give the same
 * plan, and texts that an open pull request carries give that one. Edited texts become an artifact of their own. Throws
 * not_found, invalid_input for texts with errors, conflict (`stale`, `nothing_to_change`) and what `GithubPort` throws.
 */
export async function planArtifact(ctx: Ctx, choice: ArtifactChoice): Promise<ArtifactPlanRow> {
  requirePermission(ctx, "pull_request.open");
  const { artifact } = await getArtifact(ctx, choice.artifactId);
  const draft = await draftArtifact(ctx, { artifact, edits: choice.files ?? [] });
  const { repository, baseCommit, files } = draft;
  const texts = JSON.stringify(files.map(({ path, text }) => [path, text]));
  const planKey = await sha256Hex(JSON.stringify(["artifact", baseCommit, texts]));
  const known = (await findOpen(ctx, repository.id, texts)) ?? (await findPlanByKey(ctx.data, repository.id, planKey));
  if (known) return asArtifactPlan(known);
  await insertPlan(ctx, draft, planKey);
  const plan = await findPlanByKey(ctx.data, repository.id, planKey);
  if (!plan) throw new AppError("conflict", "The repository was disconnected meanwhile. Connect it again first.");
  return asArtifactPlan(plan);
}

/** Opens the pull request of a plan; for one that is open already it changes nothing. Throws as `openPullRequest` does. */
export async function openArtifactPlan(
  ctx: Ctx,
  { artifactId, planId }: { readonly artifactId: string; readonly planId: string },
): Promise<ArtifactPlanRow> {
  requirePermission(ctx, "pull_request.open");
  const { artifact } = await getArtifact(ctx, artifactId);
  const { repositoryId } = artifact;
  const isOwn = (plan: PullRequestRow) => plan.artifactId !== null && plan.repositoryId === repositoryId;
  const returnTo = `/repos/${repositoryId}/generate`;
  return asArtifactPlan(await openPullRequest(ctx, { planId, isOwn, returnTo }));
}

/** An open pull request with exactly these texts: a second one would only be noise. */
async function findOpen(ctx: Ctx, repositoryId: string, texts: string): Promise<PullRequestRow | undefined> {
  const open = await openArtifactPlans(ctx.data, repositoryId);
  return open.find((plan) => JSON.stringify(readPlanFiles(plan).map(({ path, text }) => [path, text])) === texts);
}

function asArtifactPlan(plan: PullRequestRow): ArtifactPlanRow {
  if (plan.artifactId === null) throw new Error("A plan of fixes stands where one of an artifact was looked for.");
  return { ...plan, artifactId: plan.artifactId };
}

async function insertPlan(ctx: Ctx, draft: ArtifactDraft, planKey: string): Promise<void> {
  const { artifact, isEdited, repository } = draft;
  const id = ctx.random.uuidv7();
  const now = ctx.clock.now();
  const artifactId = isEdited ? ctx.random.uuidv7() : artifact.id;
  const edited = artifactRow({ ...artifact, ...draft.edited, id: artifactId, jobId: null, createdAt: now });
  const plan = {
    id,
    repositoryId: repository.id,
    artifactId,
    planKey,
    state: "planned" as const,
    branch: branchOf(id),
    base: draft.base,
    baseCommit: draft.baseCommit,
    ...describeArtifact(draft),
    files: JSON.stringify(draft.files),
    receipt: JSON.stringify(draft.receipt),
    remediationIds: "[]",
    requestedBy: actingUser(ctx) ?? "",
    createdAt: now,
    updatedAt: now,
  };
  const meta = { repository_id: repository.id, artifact_id: artifactId };
  const planned = planInsert(ctx.data, plan);
  const audited = auditIfChanged(ctx, { action: "plan.created", targetKind: "pull_request", targetId: id, meta });
  if (isEdited) await ctx.data.db.batch([artifactInsertUnlessPlanned(ctx.data, edited, planKey), planned, audited]);
  else await ctx.data.db.batch([planned, audited]);
}
