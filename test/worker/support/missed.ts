/** A connected repository whose webhook GitHub cannot reach: what it sends fails, and stands in its log. */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import type { Repository } from "../../../worker/db/repositories.ts";
import { repositories } from "../../../worker/db/schema.ts";
import { hookSpec } from "../../../worker/services/repositories/ensure-hook.ts";
import { as, type Caller, send } from "./as.ts";
import { githubAs, type MadeRepository, makeRepository } from "./github.ts";
import { controlGithub, githubToken } from "./github-control.ts";
import { testCtx, testScope } from "./scope.ts";
import { seedRepository } from "./seed-analysis.ts";
import { addressOf } from "./webhook.ts";

const KEY = "test1.1";

export type Missing = {
  readonly caller: Caller;
  readonly made: MadeRepository;
  readonly repositoryId: string;
  readonly hookId: number;
  readonly token: string;
};

const FILES = { ".github/workflows/ci.yml": "on: push\njobs: {}\n", "README.md": "hello\n" };

/** In sync and with a webhook of its own on GitHub; `caller` brings a second repository into one organization. */
export async function missing(given?: Caller): Promise<Missing> {
  const caller = given ?? (await as({ github: {} }));
  const made = await makeRepository({ files: FILES });
  const { id: repositoryId } = await seedRepository(caller, made);
  const github = await githubAs();
  const hook = await github.createHook(made, await hookSpec(testCtx(caller), { repositoryId, key: KEY }));
  await controlGithub("settle");
  await setRow(repositoryId, { hookId: hook.id, hookKey: KEY, headSha: made.sha });
  return { caller, made, repositoryId, hookId: hook.id, token: await githubToken() };
}

export async function setRow(id: string, change: Partial<Repository>): Promise<void> {
  await testScope().db.update(repositories).set(change).where(eq(repositories.id, id));
}

export async function rowOf({ repositoryId }: Pick<Missing, "repositoryId">) {
  const row = await env.DB.prepare("select * from repositories where id = ?").bind(repositoryId).first();
  if (!row) throw new Error("The repository is gone.");
  return row;
}

type Attempt = { id: number; guid: string; redelivery: boolean; event: string; action: string | null };
type Whole = { request: { headers: Record<string, string>; payload: unknown } };

async function ask<T>({ made, hookId, token }: Missing, path: string): Promise<T> {
  const url = `${env.GITHUB_API_URL}/repos/${made.fullName}/hooks/${hookId}/deliveries${path}`;
  const headers = { authorization: `Bearer ${token}`, "user-agent": "tests" };
  return (await fetch(url, { headers })).json<T>();
}

/** GitHub's log, newest first. */
export async function attempts(here: Missing): Promise<Attempt[]> {
  await controlGithub("settle");
  return ask<Attempt[]>(here, "?per_page=100");
}

/** Hands over what GitHub tried to send, oldest first, as if it had arrived: all, or those that `which` picks. */
export async function handOver(here: Missing, which: (attempt: Attempt) => boolean = () => true): Promise<Response[]> {
  const answers: Response[] = [];
  for (const attempt of (await attempts(here)).filter(which).toReversed()) {
    const { request } = await ask<Whole>(here, `/${attempt.id}`);
    const body = JSON.stringify(request.payload);
    answers.push(await send(addressOf({ ...here, key: KEY }), { method: "POST", body, headers: request.headers }));
  }
  return answers;
}
