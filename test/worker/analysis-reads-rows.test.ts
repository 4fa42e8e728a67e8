import { expect, it } from "vitest";
import { getAnalysis, listAnalysesOfRepository } from "../../worker/services/analyses/read-analyses.ts";
import { readRecommendations } from "../../worker/services/analyses/read-recommendations.ts";
import { readRemediations } from "../../worker/services/analyses/read-remediations.ts";
import { readSarif } from "../../worker/services/analyses/read-sarif.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { as } from "./support/as.ts";
import { rowsRead } from "./support/rows-read.ts";
import { seedAnalysis, seedPlan, seedRecommendation, seedRemediation, seedRepository } from "./support/seed.ts";

/** A completed analysis with a finding, a fix and a pull request. */
async function seedResult(orgId: string, repositoryId: string, createdAt: number) {
  const { id: analysisId } = await seedAnalysis(orgId, { repositoryId, createdAt });
  const { fingerprint } = await seedRecommendation(orgId, { analysisId });
  const fix = await seedRemediation(orgId, { analysisId, resolves: JSON.stringify([fingerprint]) });
  await seedPlan(orgId, {
    analysisId,
    repositoryId,
    state: "opened",
    remediationIds: JSON.stringify([fix.id]),
    number: createdAt,
    url: "https://github.example.com/1",
    openedAt: createdAt,
    createdAt,
  });
  return analysisId;
}

it("reads as many rows for a result among fifty as among a few", async () => {
  const caller = await as({ role: "viewer" });
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const analysisId = await seedResult(caller.orgId, repositoryId, 1_000);
  const ofAnalysis = { analysisId, after: undefined, limit: 25 };
  const reads: readonly ((ctx: Ctx) => Promise<unknown>)[] = [
    (ctx) => getAnalysis(ctx, analysisId),
    (ctx) => listAnalysesOfRepository(ctx, { repositoryId, after: undefined, limit: 1 }),
    (ctx) => readRecommendations(ctx, { ...ofAnalysis, severity: "medium", category: undefined }),
    (ctx) => readRemediations(ctx, ofAnalysis),
    (ctx) => readSarif(ctx, analysisId),
  ];
  const measure = () => Promise.all(reads.map((read) => rowsRead(caller, read)));
  const { id: elsewhere } = await seedRepository(caller.orgId);
  const addMore = async (from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      await seedResult(caller.orgId, repositoryId, index);
      await seedResult(caller.orgId, elsewhere, 2_000 + index);
    }
  };
  await addMore(1, 4);
  const amongFew = await measure();
  await addMore(4, 24);
  expect(await measure()).toEqual(amongFew);
});
