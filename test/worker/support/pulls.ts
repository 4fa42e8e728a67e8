/** Pull requests on the local GitHub, and jobs that check them. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { createGithubApp } from "../../../worker/adapters/github/app-tokens.ts";
import { jobHandlers } from "../../../worker/consumers/job-handlers.ts";
import { findPullCheck, type PullCheckRow } from "../../../worker/db/pull-checks.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import { createJob } from "../../../worker/services/jobs/create-job.ts";
import { runJob } from "../../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./as.ts";
import { type MadeRepository, makeRepository, pushTo } from "./github.ts";
import { controlGithub, githubToken } from "./github-control.ts";
import { seedRepository } from "./seed-analysis.ts";

export const WORKFLOW = ".github/workflows/ci.yml";

const HEAD = `name: CI
on:
  push:
    branches: [main]
  issues:
    types: [opened]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
`;

/** A workflow with these steps and nothing wrong but what they bring. */
export function workflow(...steps: readonly string[]): string {
  return HEAD + ["- run: make test", ...steps].map((step) => `      ${step}\n`).join("");
}

/** Runs a stranger's text: of high severity. */
export const INJECTION = `- run: echo "\${{ github.event.issue.title }}"`;

export type PullWorld = {
  readonly caller: Caller;
  readonly ctx: Ctx;
  readonly made: MadeRepository;
  readonly repositoryId: string;
  readonly token: string;
};

/** A connected repository whose only workflow is in order. */
export async function pullWorld(files: Record<string, string> = { [WORKFLOW]: workflow() }): Promise<PullWorld> {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
  const caller = await as({ github: {} });
  const made = await makeRepository({ files });
  const { ctx, id: repositoryId } = await seedRepository(caller, made);
  return { caller, ctx, made, repositoryId, token: await githubToken() };
}

/** The same world with our App installed on its repository. */
export async function withApp(
  world: PullWorld,
  permissions: Record<string, string> = {
    checks: "write",
    pull_requests: "write",
    statuses: "write",
    contents: "read",
  },
): Promise<PullWorld & { readonly appToken: string }> {
  const app = await controlGithub("app", { name: `Auditor ${crypto.randomUUID()}`, permissions });
  await controlGithub("install", { app_id: app.id, repos: [world.made.fullName] });
  const key = { id: Number(app.id), privateKey: String(app.private_key) };
  const githubApp = createGithubApp({ key, now: () => Date.now(), github: world.ctx.github });
  const tokens = await githubApp.tokensFor({ ...world.made });
  if (!tokens) throw new Error("The App is not installed.");
  return { ...world, ctx: { ...world.ctx, githubApp }, appToken: (await tokens.get()).token };
}

/** A request to the local GitHub as `dev`, or with another token. */
export async function askGithub<T>(
  { made, token }: Pick<PullWorld, "made" | "token">,
  path: string,
  init: { readonly method?: string; readonly body?: unknown } = {},
): Promise<T> {
  const { method = "GET", body } = init;
  const headers = { authorization: `Bearer ${token}`, "user-agent": "test", "content-type": "application/json" };
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${made.fullName}/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

/** Opens a pull request with these changes; answers its number. */
export async function openPull(
  world: PullWorld,
  files: Record<string, string | null>,
  branch = "topic",
): Promise<number> {
  await pushTo(world.made.fullName, files, branch);
  const body = { title: "A change", head: branch, base: "main" };
  return (await askGithub<{ number: number }>(world, "pulls", { method: "POST", body })).number;
}

export type Checked = {
  readonly row: PullCheckRow | undefined;
  readonly state: string;
  readonly error: string | null;
  readonly jobId: string;
};

/** Asks for a check and runs its job once. */
export async function check(world: PullWorld, number: number): Promise<Checked> {
  const { ctx, repositoryId } = world;
  const { jobId } = await createJob(ctx, {
    kind: "analysis",
    trigger: "pull_request",
    repositoryId,
    pull: { number },
  });
  return runAgain(world, { jobId, number });
}

/** Runs a job whatever it waits for. */
export async function runAgain(
  world: PullWorld,
  { jobId, number }: { jobId: string; number: number },
): Promise<Checked> {
  const { ctx, repositoryId } = world;
  await env.DB.prepare("update jobs set next_run_at = 0 where id = ?").bind(jobId).run();
  await runJob(ctx, jobId, jobHandlers);
  const job = await env.DB.prepare("select state, error_detail from jobs where id = ?").bind(jobId).first();
  const row = await findPullCheck(ctx.data, { repositoryId, number });
  return { row, state: String(job?.state), error: job?.error_detail as string | null, jobId };
}

type GithubComment = { readonly id: number; readonly body: string; readonly user: { readonly login: string } };

export function commentsOf(world: PullWorld, number: number): Promise<GithubComment[]> {
  return askGithub(world, `issues/${number}/comments`);
}
