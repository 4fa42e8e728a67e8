import { findAnalysisRow, findRemediation } from "../../db/pull-requests.ts";
import { applyToFiles } from "../../engine/edit/apply-edits.ts";
import type { Remediation } from "../../engine/finding.ts";
import { verifyEdits } from "../../engine/prove/compose.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { readAtCommit } from "../repositories/read-at-commit.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { toRemediation } from "./stored.ts";

export type Verification = { readonly valid: boolean; readonly detail: string };

/** Recomputes the receipt of a stored fix from the commit that it was proved on. Throws not_found and what `GithubPort` throws. */
export async function verifyRemediation(ctx: Ctx, id: string): Promise<Verification> {
  requirePermission(ctx, "analysis.run");
  const row = await findRemediation(ctx.data, id);
  const analysis = row && (await findAnalysisRow(ctx.data, row.analysisId));
  if (!row || !analysis?.commitSha) throw new AppError("not_found", "There is no such fix in this organization.");
  const repository = await getRepository(ctx, analysis.repositoryId);
  const { snapshot, options } = await readAtCommit(ctx, { repository, commit: analysis.commitSha });
  const now = analysis.completedAt ?? options.now;
  const verification = await verify(snapshot, toRemediation(row), { ...options, now });
  const meta = { valid: verification.valid };
  await audit(ctx, { action: "remediation.verified", targetKind: "remediation", targetId: id, meta });
  return verification;
}

async function verify(
  snapshot: Snapshot,
  remediation: Remediation,
  options: Parameters<typeof verifyEdits>[2],
): Promise<Verification> {
  const changed = await fileWithOtherHash(snapshot, remediation);
  if (changed !== null) {
    return {
      valid: false,
      detail: `${changed} is not the file of the receipt. Run a new analysis before you apply this fix.`,
    };
  }
  const proof = verifyEdits(snapshot, remediation, options);
  if (!proof.ok) {
    return {
      valid: false,
      detail: `${proof.reason ?? "A check fails."} Run a new analysis before you apply this fix.`,
    };
  }
  const { receipt } = remediation;
  const rules = receipt.ruleSetVersion === RULE_SET_VERSION ? "the same rules" : `newer rules (${RULE_SET_VERSION})`;
  const count = proof.checks.length;
  return {
    valid: true,
    detail: `All ${count} checks hold again under ${rules}, and the hashes are those of the receipt.`,
  };
}

/** Path of the first file whose text, before or after the edits, is another than the receipt says. */
async function fileWithOtherHash(snapshot: Snapshot, { edits, receipt }: Remediation): Promise<string | null> {
  const texts = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  for (const { path } of receipt.files) if (!texts.has(path)) texts.set(path, "");
  const patched = applyToFiles(texts, edits);
  for (const { path, before, after } of receipt.files) {
    const isSame =
      (await sha256Hex(texts.get(path) ?? "")) === before && (await sha256Hex(patched?.get(path) ?? "")) === after;
    if (!isSame) return path;
  }
  return null;
}
