import { openJobCounts } from "../../db/system-base.ts";
import { AppError } from "../../errors.ts";
import { isSameSecret } from "../../platform/encoding.ts";
import { VERSION } from "../../version.ts";
import type { Scope } from "../context.ts";

const BEARER = "Bearer ";

async function requireOperator(scope: Scope, authorization: string | undefined): Promise<void> {
  const { metricsToken } = scope.config;
  if (metricsToken === undefined) throw new AppError("not_found", "There is nothing at this address.");
  const given = authorization?.startsWith(BEARER) ? authorization.slice(BEARER.length) : "";
  if (await isSameSecret(given, metricsToken)) return;
  throw new AppError("unauthenticated", "Send the operator's token as a Bearer token.");
}

/** Prometheus text: counts over the whole deploy, no tenant in any label. Without a configured token there is no such page. */
export async function readMetrics(scope: Scope, authorization: string | undefined): Promise<string> {
  await requireOperator(scope, authorization);
  const counts = await openJobCounts(scope.db);
  const now = scope.clock.now();
  return [
    "# TYPE autodevops_info gauge",
    `autodevops_info{version="${VERSION}"} 1`,
    "# HELP autodevops_jobs_open Jobs that are not finished.",
    "# TYPE autodevops_jobs_open gauge",
    ...counts.map(({ state, count }) => `autodevops_jobs_open{state="${state}"} ${count}`),
    "# HELP autodevops_jobs_oldest_seconds Age of the oldest unfinished job.",
    "# TYPE autodevops_jobs_oldest_seconds gauge",
    ...counts.map(
      ({ state, oldestAt }) =>
        `autodevops_jobs_oldest_seconds{state="${state}"} ${Math.round((now - (oldestAt ?? now)) / 1000)}`,
    ),
    "# HELP autodevops_requests_uncounted Rate limits that could not be counted, as the isolate that answers saw them since it began: open let the request through, closed refused it.",
    "# TYPE autodevops_requests_uncounted gauge",
    ...scope.uncounted
      .read()
      .map(
        ({ rateClass, outcome, count }) =>
          `autodevops_requests_uncounted{class="${rateClass}",outcome="${outcome}"} ${count}`,
      ),
    "",
  ].join("\n");
}
