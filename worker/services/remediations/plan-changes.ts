import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import { readSnapshot, type SnapshotSource } from "../../adapters/github/snapshot.ts";
import { BRANCH_PREFIX } from "../../adapters/github/writes.ts";
import { snapshotCache } from "../../db/blobs.ts";
import {
  type AnalysisRow,
  findAnalysisRow,
  findingsByFingerprint,
  findPlanByKey,
  findRemediations,
  type PullRequestRow,
  planInsert,
  type RemediationRow,
} from "../../db/pull-requests.ts";
import type { Repository } from "../../db/repositories.ts";
import { applyToFiles } from "../../engine/edit/apply-edits.ts";
import type { Receipt } from "../../engine/finding.ts";
import { type Composition, composeRemediations } from "../../engine/prove/compose.ts";
import { unifiedDiff } from "../../engine/prove/unified-diff.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { ownGithub } from "../repositories/own-github.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { describePlan } from "./describe-plan.ts";
import { requireSameFiles, stale } from "./stale.ts";
import { type PlanFile, toRemediation } from "./stored.ts";

type Choice = { readonly analysisId: string; readonly remediationIds: readonly string[] };

/** A choice of fixes, put together and proved on the files of the current head. */
type Draft = {
  readonly analysis: AnalysisRow;
  readonly repository: Repository;
  readonly base: string;
  readonly baseCommit: string;
  readonly included: readonly RemediationRow[];
  readonly files: readonly PlanFile[];
  readonly receipt: Receipt;
  readonly left: readonly { readonly title: string; readonly reason: string }[];
};

const SHORT_ID = 12;

/**
 * Plans one pull request for the chosen fixes; nothing is written to GitHub. The same choice on the same commit gives
 * the same plan. Fixes that do not go together with the others are left out, and the text says so. Throws not_found,
 * conflict (`stale` when a file changed since the analysis) and what `GithubPort` throws.
 */
export async function planChanges(ctx: Ctx, choice: Choice): Promise<PullRequestRow> {
  requirePermission(ctx, "pull_request.open");
  const draft = await draftPlan(ctx, choice);
  const planKey = await sha256Hex(
    JSON.stringify([draft.baseCommit, draft.files.map(({ path, text }) => [path, text])]),
  );
  const known = await findPlanByKey(ctx.data, draft.repository.id, planKey);
  if (known) return known;
  const id = ctx.random.uuidv7();
  const audited = { action: "plan.created", targetKind: "pull_request", targetId: id };
  await ctx.data.db.batch([
    planInsert(ctx.data, { ...(await planRow(ctx, draft)), id, planKey, branch: branchOf(id) }),
    auditIfChanged(ctx, { ...audited, meta: { repository_id: draft.repository.id, fixes: draft.included.length } }),
  ]);
  const plan = await findPlanByKey(ctx.data, draft.repository.id, planKey);
  if (!plan) throw new AppError("conflict", "The repository was disconnected meanwhile. Connect it again first.");
  return plan;
}

/** The branch of a plan: its own, whoever asks again. */
export function branchOf(planId: string): string {
  return `${BRANCH_PREFIX}${planId.replaceAll("-", "").slice(-SHORT_ID)}`;
}

async function planRow(ctx: Ctx, draft: Draft) {
  const now = ctx.clock.now();
  return {
    repositoryId: draft.repository.id,
    analysisId: draft.analysis.id,
    state: "planned" as const,
    base: draft.base,
    baseCommit: draft.baseCommit,
    ...(await describe(ctx, draft)),
    files: JSON.stringify(draft.files),
    receipt: JSON.stringify(draft.receipt),
    remediationIds: JSON.stringify(draft.included.map(({ id }) => id)),
    requestedBy: actingUser(ctx) ?? "",
    createdAt: now,
    updatedAt: now,
  };
}

async function draftPlan(ctx: Ctx, { analysisId, remediationIds }: Choice): Promise<Draft> {
  const { analysis, rows } = await readChoice(ctx, analysisId, remediationIds);
  const repository = await getRepository(ctx, analysis.repositoryId);
  const source = { github: ownGithub(ctx), cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
  const { snapshot } = await readSnapshot(source, repository);
  if (snapshot.commit === null || repository.defaultBranch === null) throw stale(null);
  await requireSameFiles(
    snapshot,
    rows.map((row) => toRemediation(row).receipt),
  );
  const composed = await compose(ctx, source, { snapshot, rows });
  if (composed.receipt === null) throw impossible(composed);
  return {
    analysis,
    repository,
    base: repository.defaultBranch,
    baseCommit: snapshot.commit,
    ...splitByInclusion(rows, composed),
    files: patchedFiles(snapshot, composed),
    receipt: composed.receipt,
  };
}

async function readChoice(ctx: Ctx, analysisId: string, remediationIds: readonly string[]) {
  const analysis = await findAnalysisRow(ctx.data, analysisId);
  if (!analysis) throw new AppError("not_found", "There is no such analysis in this organization.");
  if (analysis.completedAt === null) {
    throw new AppError("conflict", "This analysis is not finished. Wait for it, then choose its fixes.");
  }
  const ids = new Set(remediationIds);
  const rows = await findRemediations(ctx.data, analysisId, [...ids]);
  if (rows.length === ids.size) return { analysis, rows };
  throw new AppError("not_found", "A chosen fix is not part of this analysis. Reload the page and choose again.");
}

type Composing = { readonly snapshot: Snapshot; readonly rows: readonly RemediationRow[] };

async function compose(ctx: Ctx, source: SnapshotSource, { snapshot, rows }: Composing): Promise<Composition> {
  const now = ctx.clock.now();
  const lookups = await readActionLookups(source, snapshot, now);
  return composeRemediations(snapshot, rows.map(toRemediation), { now, lookups });
}

function impossible({ left }: Composition): AppError {
  const reason = left[0]?.reason ?? "The chosen fixes change nothing.";
  return new AppError("conflict", `These fixes cannot be applied: ${reason} Run a new analysis and choose again.`, {
    problemCode: "not_applicable",
  });
}

function splitByInclusion(rows: readonly RemediationRow[], { left }: Composition): Pick<Draft, "included" | "left"> {
  const reasons = new Map(
    left.flatMap(({ fingerprints, reason }) => fingerprints.map((one) => [one, reason] as const)),
  );
  const reasonOf = (row: RemediationRow) => reasons.get(toRemediation(row).resolves[0] ?? "");
  return {
    included: rows.filter((row) => reasonOf(row) === undefined),
    left: rows.flatMap((row) => {
      const reason = reasonOf(row);
      return reason === undefined ? [] : [{ title: row.title, reason }];
    }),
  };
}

function patchedFiles(snapshot: Snapshot, { edits }: Composition): PlanFile[] {
  const known = new Map(snapshot.files.map((file) => [file.path, file]));
  const before = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  const texts = new Map(edits.map(({ path }) => [path, before.get(path) ?? ""]));
  const patched = applyToFiles(texts, edits);
  if (!patched) throw new Error("Edits that were proved do not fit the files that they were proved on.");
  return [...patched]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({
      path,
      beforeSha: known.get(path)?.sha ?? null,
      text,
      diff: unifiedDiff(before, new Map([[path, text]])),
    }));
}

async function describe(ctx: Ctx, draft: Draft) {
  const found = await findingsByFingerprint(ctx.data, draft.analysis.id, draft.receipt.resolved);
  const fixes = draft.included.map((row) => {
    const { resolves } = toRemediation(row);
    const findings = resolves.flatMap((fingerprint) => found.get(fingerprint) ?? []);
    return { rule: row.rule, title: row.title, explanation: row.explanation, findings };
  });
  return describePlan({ ...draft, fixes });
}
