import { archived } from "../../adapters/github/errors.ts";
import type { GithubPort, GithubRepository, RepositoryName } from "../../adapters/github/port.ts";
import { findRepositoryByGithubId, githubColumns, type Repository, repositoryInsert } from "../../db/repositories.ts";
import { AppError, reasonOf, toAppError } from "../../errors.ts";
import { audit } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { announceJob, jobStatements } from "../jobs/create-job.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { ensureHook, hookSpec } from "./ensure-hook.ts";
import { ownGithub, requireScopes } from "./own-github.ts";
import { brokenOf, reconnectRepository } from "./reconnect-repository.ts";
import { orderHook } from "./rotate-hook-key.ts";

export type ConnectItem = {
  readonly fullName: string;
  readonly repositoryId: string | null;
  readonly jobId: string | null;
  readonly analysisId: string | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
};

/** GitHub asks for few requests at once; each repository takes three in a row. */
const AT_ONCE = 4;

/**
 * Connects repositories by `owner/name`: webhook, row and first analysis each. One that fails does not hold up the
 * others; one that is connected already stays as it is, unless whoever connected it can reach it no longer: then it is
 * taken over. Throws missing_scope when GitHub would refuse the webhooks.
 */
export async function connectRepositories(ctx: Ctx, fullNames: readonly string[]): Promise<ConnectItem[]> {
  requirePermission(ctx, "repository.connect");
  const github = ownGithub(ctx);
  await requireScopes(github, "/onboarding");
  return connectAs(ctx, { github, userId: actingUser(ctx) ?? "" }, fullNames);
}

/** A member, and GitHub as that member sees it: whose right and whose token a connection stands on. */
export type Connector = { readonly github: GithubPort; readonly userId: string };

/** As `connectRepositories`, for a connector who need not be the actor; `ctx.role` is the connector's. */
export async function connectAs(ctx: Ctx, by: Connector, fullNames: readonly string[]): Promise<ConnectItem[]> {
  requirePermission(ctx, "repository.connect");
  const items = new Map<string, ConnectItem>();
  const waiting = [...new Set(fullNames)];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      items.set(name, await connectOrTell(ctx, by, name));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return fullNames.flatMap((name) => items.get(name) ?? []);
}

async function connectOrTell(ctx: Ctx, by: Connector, fullName: string): Promise<ConnectItem> {
  try {
    return await connectOne(ctx, by, fullName);
  } catch (error) {
    const { problemCode, detail } = toAppError(error);
    ctx.log.warning("connect_failed", { code: problemCode, reason: reasonOf(error) });
    const problem = { code: problemCode, detail };
    return { fullName, repositoryId: null, jobId: null, analysisId: null, problem };
  }
}

async function connectOne(ctx: Ctx, by: Connector, fullName: string): Promise<ConnectItem> {
  const { github } = by;
  const found = await github.repository(nameOf(fullName));
  const known = await findRepositoryByGithubId(ctx.data, found.githubId);
  const isBroken = known !== undefined && (await brokenOf(ctx, [known])).length > 0;
  if (known && !isBroken) return alreadyConnected(fullName, known);
  requireAdmin(found);
  if (known) {
    const jobId = await reconnectRepository(ctx, { known, found, userId: by.userId });
    return { ...alreadyConnected(fullName, known), jobId };
  }
  const id = ctx.random.uuidv7();
  const hookKey = ctx.hookSecrets.nextKey();
  const hook = await ensureHook(github, found, await hookSpec(ctx, { repositoryId: id, key: hookKey }));
  return store(ctx, by, { found, fullName, row: { id, hookId: hook.id, hookKey } });
}

function nameOf(fullName: string): RepositoryName {
  const [owner = "", name = ""] = fullName.split("/");
  return { owner, name };
}

function requireAdmin(found: GithubRepository): void {
  if (found.isArchived) throw archived();
  if (found.canAdmin) return;
  throw new AppError(
    "forbidden",
    `Only an administrator of ${found.fullName} can connect it, because it needs a webhook. Ask one to connect it.`,
    { problemCode: "github_permission" },
  );
}

function alreadyConnected(fullName: string, known: Repository): ConnectItem {
  return { fullName, repositoryId: known.id, jobId: null, analysisId: null, problem: null };
}

type Storing = {
  readonly found: GithubRepository;
  readonly fullName: string;
  readonly row: Pick<Repository, "id" | "hookKey"> & { readonly hookId: number };
};

/** Row, first job and audit in one batch. Who loses a race gives the webhook the winner's secret back. */
async function store(ctx: Ctx, { github, userId }: Connector, { found, fullName, row }: Storing): Promise<ConnectItem> {
  const now = ctx.clock.now();
  const whole = {
    ...githubColumns(found),
    ...row,
    state: "connected" as const,
    connectedBy: userId,
    connectedAt: now,
    updatedAt: now,
  };
  const meta = { full_name: found.fullName };
  const spec = { kind: "analysis", trigger: "connect", repositoryId: row.id, type: "full", branch: null } as const;
  const job = jobStatements(ctx, spec);
  try {
    await ctx.data.db.batch([
      repositoryInsert(ctx.data, whole),
      audit(ctx, { action: "repository.connected", targetKind: "repository", targetId: row.id, meta }),
      ...job.statements,
    ]);
  } catch (error) {
    const winner = await findRepositoryByGithubId(ctx.data, found.githubId);
    if (!winner) throw error;
    if (winner.id !== row.id) return giveBack(ctx, github, { found, fullName, hookId: row.hookId, winner });
  }
  await announceJob(ctx, { jobId: job.jobId, kind: "analysis", repositoryId: row.id });
  await sendRepositoryEvent(ctx, row.id, "connected");
  return { fullName, repositoryId: row.id, jobId: job.jobId, analysisId: job.analysisId, problem: null };
}

type Losing = {
  readonly found: GithubRepository;
  readonly fullName: string;
  /** The webhook that this attempt made or adopted. */
  readonly hookId: number;
  readonly winner: Repository;
};

/**
 * The winner's webhook gets its secret back if this attempt adopted it; one that this attempt made goes away. Where GitHub refuses,
 * a sync sets it right: what such a webhook sends is answered as if all were well.
 */
async function giveBack(ctx: Ctx, github: GithubPort, losing: Losing): Promise<ConnectItem> {
  const { found, fullName, hookId, winner } = losing;
  try {
    const spec = await hookSpec(ctx, { repositoryId: winner.id, key: winner.hookKey });
    await (hookId === winner.hookId ? github.updateHook(found, hookId, spec) : github.deleteHook(found, hookId));
  } catch (error) {
    ctx.log.warning("hook_not_given_back", { repository_id: winner.id, reason: reasonOf(error) });
    await orderHook(ctx, winner, "connect");
  }
  return alreadyConnected(fullName, winner);
}
