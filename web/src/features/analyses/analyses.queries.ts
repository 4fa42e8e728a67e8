import { query, revalidate } from "@solidjs/router";
import { api, read, readAll } from "../../api.ts";
import type { Analysis, Plan, Recommendation, Remediation } from "../../api-types.ts";

type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };
const PAGE_SIZE = "100";

const pageQuery = (cursor: string | undefined) =>
  cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor };

export const loadAnalysis = (id: string): Promise<Analysis> => read(api.api.analysis[":id"].$get({ param: { id } }));
export const getAnalysis = query(loadAnalysis, "analysis");

export const getFindings = query(
  (id: string): Promise<Recommendation[]> =>
    readAll(
      (cursor): Promise<Page<Recommendation>> =>
        read(api.api.analysis[":id"].recommendations.$get({ param: { id }, query: pageQuery(cursor) })),
    ),
  "findings",
);

export const getFixes = query(
  (id: string): Promise<Remediation[]> =>
    readAll(
      (cursor): Promise<Page<Remediation>> =>
        read(api.api.analysis[":id"].remediations.$get({ param: { id }, query: pageQuery(cursor) })),
    ),
  "fixes",
);

/** Asks what a pull request with these fixes would write. Writes nothing. */
export function planFixes(analysisId: string, remediationIds: readonly string[]): Promise<Plan> {
  return read(
    api.api.analysis[":id"].apply.$post({ param: { id: analysisId }, json: { remediation_ids: [...remediationIds] } }),
  );
}

/** Opens the pull request of a plan. Asked again, it answers the one that there is. */
export async function openPullRequest(analysisId: string, planId: string): Promise<Plan> {
  const plan: Plan = await read(
    api.api.analysis[":id"].apply.$post({ param: { id: analysisId }, json: { plan_id: planId } }),
  );
  void revalidate([getFixes.keyFor(analysisId), "fleet", "repository"]);
  return plan;
}
