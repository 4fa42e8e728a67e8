import { Journey } from "../../support/journey.ts";
import { doMainJob, type MainJob, sampleDirectory } from "../../support/main-job.ts";
import { type Asked, journal, type RunningStack, runStack } from "../../support/running-stack.ts";
import type { Report } from "../report.ts";

const REPOSITORY = "acme/checkout-api";
const RULE = "missing-permissions";
const MAX_CLICKS = 4;
const MAX_MS_TO_FINDINGS = 60_000;
const MAX_REQUESTS = 4;

type Items<T> = { items: T[] };

/** The whole path on a sample, and what it asks of GitHub. */
export async function proveSamples(report: Report): Promise<void> {
  const startedAt = Date.now();
  const stack = await runStack({ skipBuild: true });
  const startMs = Date.now() - startedAt;
  const journey = await Journey.begin(stack.url);
  try {
    const done = await doMainJob(journey, {
      fullName: REPOSITORY,
      directory: sampleDirectory(stack.dataDir, REPOSITORY),
      choose: /^Select all fixes of: Token permissions/,
    });
    reportJob(report, done, startMs);
    reportRequests(report, await journal(stack));
    await reportUnchanged(report, { stack, journey });
    report.claim("no error in the browser", journey.problems.length === 0, journey.problems.join("; ") || "none");
  } finally {
    await journey.end();
    await stack.dispose();
  }
}

function reportJob(report: Report, done: MainJob, startMs: number): void {
  const ms = startMs + done.msToFindings;
  report.claim(
    `at most ${MAX_CLICKS} clicks to the first findings`,
    done.clicksToFindings <= MAX_CLICKS,
    String(done.clicksToFindings),
  );
  report.claim("under 60 s from start to the first findings", ms < MAX_MS_TO_FINDINGS, `${(ms / 1_000).toFixed(1)} s`);
  const proved = done.found.length - done.unproved.length;
  report.claim(
    "every finding about a file shows its lines",
    done.unproved.length === 0 && proved > 0,
    `${proved} of ${done.found.length}`,
  );
  report.claim("git shows the branch", done.branches.includes(done.pullRequest.branch), done.branches.join(", "));
  report.claim("one pull request after a double click", done.pullRequests === 1, String(done.pullRequests));
  const isGone =
    done.found.some(({ rule }) => rule === RULE) &&
    !done.left.some(({ rule, path }) => rule === RULE && done.pullRequest.diff.includes(path));
  report.claim(
    "the finding is gone after the merge",
    isGone,
    `${done.found.length} findings before, ${done.left.length} after`,
  );
  const [before, after] = [done.first.scores?.overall ?? 100, done.second.scores?.overall ?? 0];
  report.claim("the score rose", after > before, `${before} to ${after}`);
}

/** Behind the webhook's creation, up to the next look at the branch: what the first analysis asked. The pages ask for the list. */
function reportRequests(report: Report, asked: readonly Asked[]): void {
  const hook = asked.findIndex(({ method, path }) => method === "POST" && path.endsWith("/hooks"));
  const rest = asked.slice(hook + 1).filter(({ path }) => path !== "/user/repos");
  const next = rest.findIndex(({ path }, index) => index > 0 && path.includes("/git/ref/"));
  const requests = rest.slice(0, next).map(({ method, path }) => `${method} ${path}`);
  const isFew = hook !== -1 && requests.length > 0 && requests.length <= MAX_REQUESTS;
  report.claim(
    `at most ${MAX_REQUESTS} requests for a first analysis`,
    isFew,
    `${requests.length} (${requests.join(", ")})`,
  );
}

async function reportUnchanged(
  report: Report,
  { stack, journey }: { stack: RunningStack; journey: Journey },
): Promise<void> {
  const { items } = await journey.api<Items<{ id: string }>>("/api/repositories");
  const id = items[0]?.id ?? "";
  await journal(stack, true);
  const started = await journey.page.request.post(`${stack.url}/api/repositories/${id}/analyze`, {
    headers: { origin: stack.url, "x-ado-request": "1" },
  });
  const { analysis_id: analysisId } = (await started.json()) as { analysis_id: string };
  await journey.until<{ phase: string }>(`/api/analysis/${analysisId}`, ({ phase }) => phase === "completed");
  const asked = await journal(stack);
  report.claim(
    "one request for an unchanged repository, a 304",
    asked.length === 1 && asked[0]?.status === 304,
    `${asked.length} (${asked.map(({ method, status }) => `${method} ${status}`).join(", ")})`,
  );
}
