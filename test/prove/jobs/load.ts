/** What people ask for while the product dies and comes back: jobs of every kind, pushes, and pull requests. */
import { setTimeout as pause } from "node:timers/promises";
import type { Caller } from "./caller.ts";
import { between, pick, type Random } from "./random.ts";
import { type Connected, pipeline, type World } from "./world.ts";

const TYPES = ["full", "security", "performance", "ci_cd"] as const;
const PLATFORMS = ["github", "gitlab", "circleci"] as const;
const SPREAD = 1_000_000;

type Accepted = { readonly job_id: string };

/** The job of one random request, once the API took it. */
async function request(random: Random, { id, owner }: Connected): Promise<string> {
  const kind = random();
  if (kind < 0.35) {
    const body = { repository_id: id, type: pick(random, TYPES), dependencies: random() < 0.5 };
    return (await owner.need<Accepted>("POST", "/api/analysis", body)).job_id;
  }
  if (kind < 0.45) return (await owner.need<Accepted>("POST", `/api/repositories/${id}/sync`)).job_id;
  const options = { versions: [String(between(random, 1, SPREAD))] };
  const body = { repository_id: id, platform: pick(random, PLATFORMS), options };
  return (await owner.need<Accepted>("POST", "/api/ci-cd/generate", body)).job_id;
}

/** Every person asks, one request after the other, until together they were promised so many jobs. Answers with their ids. */
export async function askForJobs(world: World, count: number, random: Random): Promise<Set<string>> {
  const promised = new Set<string>();
  const asking = world.people.map(async (person) => {
    const own = world.repositories.filter(({ owner }) => owner === person);
    while (promised.size < count) promised.add(await request(random, pick(random, own)));
  });
  await Promise.all(asking);
  return promised;
}

/** Commits to the default branch; the webhook may find nobody. */
export async function push(world: World, { fullName: repo }: Connected, version: number): Promise<void> {
  await world.github.control("push", { repo, branch: "main", files: pipeline(version) });
}

type Analysis = { readonly id: string; readonly phase: string };
type Fix = { readonly id: string };
type Plan = { readonly id: string };

const PATIENCE_MS = 600_000;
const POLL_MS = 1_000;

/** A completed analysis; asks for another one when those there are were set aside. */
async function firstAnalysis(owner: Caller, repositoryId: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { items } = await owner.need<{ items: Analysis[] }>("GET", `/api/analysis/repository/${repositoryId}`);
    const done = items.find(({ phase }) => phase === "completed");
    if (done) return done.id;
    if (items.every(({ phase }) => phase === "failed")) {
      await owner.need("POST", "/api/analysis", { repository_id: repositoryId });
    }
    await pause(POLL_MS);
  }
  throw new Error(`No analysis of ${repositoryId} completed.`);
}

/**
 * Plans the fixes of a repository's analysis and opens their pull request, asking again until it stands. False when the plan went
 * stale, because somebody pushed meanwhile.
 */
export async function openPull({ id, owner }: Connected): Promise<boolean> {
  const analysisId = await firstAnalysis(owner, id);
  const { items } = await owner.need<{ items: Fix[] }>("GET", `/api/analysis/${analysisId}/remediations?limit=20`);
  const path = `/api/analysis/${analysisId}/apply`;
  const planned = await owner.ask("POST", path, { remediation_ids: items.map((fix) => fix.id) });
  if (planned.status === 409) return false;
  const { id: planId } = planned.body as Plan;
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { status, body } = await owner.ask("POST", path, { plan_id: planId });
    if (status === 200) return true;
    if (body.code === "stale") return false;
    await pause(POLL_MS);
  }
  throw new Error(`The pull request of ${id} was not opened.`);
}
