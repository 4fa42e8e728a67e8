/** The path that everything hangs on, from the welcome page to a score that rose, with what was seen on the way. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { AnalysisJson, Journey, RecommendationJson } from "./journey.ts";

type Items<T> = { items: T[] };

export type MainJob = {
  readonly clicksToFindings: number;
  /** Milliseconds from the first request for our page to findings on it. */
  readonly msToFindings: number;
  readonly first: AnalysisJson;
  readonly found: readonly RecommendationJson[];
  readonly pullRequest: { url: string; branch: string; diff: string };
  /** Branches of the repository on disk after the pull request was opened. */
  /** Findings about a file that is there and shows no lines of it. */
  readonly unproved: RecommendationJson[];
  readonly branches: readonly string[];
  readonly pullRequests: number;
  readonly second: AnalysisJson;
  readonly left: readonly RecommendationJson[];
};

export type MainJobOptions = {
  readonly fullName: string;
  /** The repository's folder on disk. */
  readonly directory: string;
  /** Label of the checkbox of the fixes to choose. */
  readonly choose: RegExp;
};

/** Where the local GitHub keeps a sample repository. */
export function sampleDirectory(dataDir: string, fullName: string): string {
  return join(dataDir, "github", "repositories", `${fullName}.git`);
}

/** Paths of a branch. */
function filesOf(directory: string, branch: string): ReadonlySet<string> {
  const output = execFileSync("git", ["-C", directory, "ls-tree", "-r", "-z", "--name-only", branch], {
    encoding: "utf8",
  });
  return new Set(output.split("\0"));
}

function branchesOf(directory: string): string[] {
  const output = execFileSync("git", ["-C", directory, "branch", "--format=%(refname:short)"], { encoding: "utf8" });
  return output.split("\n").filter(Boolean);
}

/** Throws where the path breaks. */
export async function doMainJob(journey: Journey, options: MainJobOptions): Promise<MainJob> {
  const startedAt = Date.now();
  await journey.signIn();
  const analysisId = await journey.connect(options.fullName);
  await journey.seeFindings();
  const [clicksToFindings, msToFindings] = [journey.clicks, Date.now() - startedAt];
  const first = await journey.api<AnalysisJson>(`/api/analysis/${analysisId}`);
  const found = await journey.api<Items<RecommendationJson>>(`/api/analysis/${analysisId}/recommendations?limit=100`);
  const files = filesOf(options.directory, "main");
  const unproved = found.items.filter(({ path, evidence }) => evidence.length === 0 && files.has(path));

  const pullRequest = await journey.openPullRequest(options.choose);
  const branches = branchesOf(options.directory);
  const [owner, name] = options.fullName.split("/");
  const pulls = new URL(`/repos/${owner}/${name}/pulls?state=all`, pullRequest.url);
  const listed = await fetch(pulls, { headers: { "user-agent": "autodevops-tests" } });
  const pullRequests = ((await listed.json()) as { head: { ref: string } }[]).filter(
    ({ head }) => head.ref === pullRequest.branch,
  );

  await journey.merge(pullRequest.url);
  const repository = await findRepository(journey, options.fullName);
  const after = await journey.until<Items<AnalysisJson>>(
    `/api/analysis/repository/${repository}`,
    ({ items }) => items[0] !== undefined && items[0].id !== analysisId && items[0].phase === "completed",
  );
  const [second] = after.items;
  if (!second) throw new Error("There is no second analysis.");
  const left = await journey.api<Items<RecommendationJson>>(`/api/analysis/${second.id}/recommendations?limit=100`);
  return {
    clicksToFindings,
    msToFindings,
    first,
    found: found.items,
    unproved,
    pullRequest,
    branches,
    pullRequests: pullRequests.length,
    second,
    left: left.items,
  };
}

async function findRepository(journey: Journey, fullName: string): Promise<string> {
  const { items } = await journey.api<Items<{ id: string; full_name: string }>>("/api/repositories");
  const repository = items.find(({ full_name }) => full_name === fullName);
  if (!repository) throw new Error(`${fullName} is not connected.`);
  return repository.id;
}
