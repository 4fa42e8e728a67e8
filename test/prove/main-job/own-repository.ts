import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnalysisJson, Journey, type RecommendationJson } from "../../support/journey.ts";
import { runStack } from "../../support/running-stack.ts";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WORKFLOW = ".github/workflows/ci.yml";

type Items<T> = { items: T[] };

function git(directory: string, ...args: string[]): string {
  return execFileSync(
    "git",
    ["-C", directory, "-c", "user.name=prover", "-c", "user.email=prover@example.com", ...args],
    { encoding: "utf8" },
  );
}

/** A clone of this project, served by its owner's folder: a commit made by hand is seen, and the pull request is a branch of the clone. */
export async function proveOwnRepository(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-own-"));
  const clone = join(folder, "autodevops");
  execFileSync("git", ["clone", "--quiet", "--no-local", "--branch", "main", ROOT, clone]);
  const stack = await runStack({ directories: [folder], skipBuild: true });
  const journey = await Journey.begin(stack.url);
  try {
    await journey.signIn();
    const first = await journey.connect("dev/autodevops");
    const clean = await journey.until<AnalysisJson>(`/api/analysis/${first}`, ({ phase }) => phase === "completed");
    const total = Object.values(clean.counts ?? {}).reduce((sum, count) => sum + count, 0);
    report.claim(
      "this project's own pipeline has no finding",
      total === 0,
      `${total} findings, score ${clean.scores?.overall}`,
    );
    await spoilByHand(clone);
    const repository = (await journey.api<Items<{ id: string }>>("/api/repositories")).items[0]?.id ?? "";
    const seen = await journey.until<Items<AnalysisJson>>(
      `/api/analysis/repository/${repository}`,
      ({ items }) => items[0]?.id !== first && items[0]?.phase === "completed",
    );
    const analysisId = seen.items[0]?.id ?? "";
    const found = await journey.api<Items<RecommendationJson>>(`/api/analysis/${analysisId}/recommendations`);
    report.claim(
      "a commit made by hand is analysed",
      found.items.some(({ rule }) => rule === "missing-job-timeout"),
      found.items.map(({ rule }) => rule).join(", "),
    );
    await journey.page.goto(`${stack.url}/analysis/${analysisId}`);
    await journey.seeFindings();
    const pull = await journey.openPullRequest(/^Select all fixes of: Job has no time limit/);
    const branches = git(clone, "branch", "--format=%(refname:short)").split("\n").filter(Boolean);
    report.claim("git branch in the clone shows the pull request", branches.includes(pull.branch), branches.join(", "));
  } finally {
    await journey.end();
    await stack.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes the time limit out of the workflow and commits, as a person would. */
async function spoilByHand(clone: string): Promise<void> {
  const file = join(clone, WORKFLOW);
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\s*timeout-minutes:.*\n/m, ""));
  git(clone, "commit", "--quiet", "--all", "--message", "ci: drop the time limit");
}
