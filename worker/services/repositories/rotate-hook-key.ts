import type { GithubPort, Hook, RepositoryName } from "../../adapters/github/port.ts";
import { hookKeyUpdate, type Repository, repositoryUpdate } from "../../db/repositories.ts";
import { AppError, reasonOf } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobTrigger } from "../jobs/job-spec.ts";
import { hookKeyOf, hookSpec, hookUrl, isAddressed, ourHooks } from "./ensure-hook.ts";
import { ownGithub } from "./own-github.ts";
import { getRepository } from "./read-repository.ts";

/** How long deliveries under the key before count: GitHub may send again what it signed with it. */
const OVERLAP_MS = 24 * 60 * 60_000;

export type RotatedHookKey = { readonly repositoryId: string; readonly previousValidUntil: number };

/**
 * Gives the webhook of a repository a new secret; the one before counts for another 24 hours. A rotation that got stuck is
 * finished instead. Throws not_found, forbidden, what GitHub answers, and conflict when somebody else rotates it right now.
 */
export async function rotateHookKey(ctx: Ctx, repositoryId: string): Promise<RotatedHookKey> {
  requirePermission(ctx, "webhook.manage");
  const repository = await getRepository(ctx, repositoryId);
  const github = ownGithub(ctx);
  const name = await github.repositoryById(repository.githubId);
  return setHookAnew(ctx, github, { repository, name });
}

type Setting = { readonly repository: Repository; readonly name: RepositoryName };

/**
 * The row first, so that both keys count before GitHub signs with the new one; then the webhook, which is made when it is
 * gone. Whatever got lost in between, doing it again ends well: the webhook's own address says which key it has.
 */
async function setHookAnew(ctx: Ctx, github: GithubPort, { repository, name }: Setting): Promise<RotatedHookKey> {
  const { id: repositoryId, hookKey } = repository;
  const hooks = await ourHooks(github, name, { url: hookUrl(ctx, { repositoryId, key: hookKey }) });
  const known = hooks.find(({ id }) => id === repository.hookId) ?? hooks[0];
  const keys = keysAfter(ctx, repository, known);
  const previousValidUntil = ctx.clock.now() + OVERLAP_MS;
  const change = { ...keys, previousHookKeyUntil: previousValidUntil, hookId: known?.id ?? repository.hookId };
  const audited = { action: "webhook.rotated", targetKind: "repository", targetId: repositoryId };
  const [{ meta }] = await ctx.data.db.batch([
    hookKeyUpdate(ctx.data, { repositoryId, from: hookKey }, change),
    auditIfChanged(ctx, audited),
  ]);
  if (meta.changes === 0) throw beingRotated();
  const spec = await hookSpec(ctx, { repositoryId, key: keys.hookKey });
  const hook = known ? await github.updateHook(name, known.id, spec) : await github.createHook(name, spec);
  if (hook.id !== change.hookId)
    await hookKeyUpdate(ctx.data, { repositoryId, from: keys.hookKey }, { hookId: hook.id });
  for (const { id } of hooks) if (id !== hook.id) await github.deleteHook(name, id);
  return { repositoryId, previousValidUntil };
}

/** The key before is the one that GitHub signs with until it is told, if that one counts: any other would let an old one in again. */
function keysAfter(ctx: Ctx, row: Repository, hook: Hook | undefined) {
  const used = hook && hookKeyOf(hook);
  const inForce = [row.hookKey, row.previousHookKey].filter((key) => key !== null && key !== "");
  const previousHookKey = used !== undefined && inForce.includes(used) ? used : null;
  const isUnfinished = previousHookKey !== null && used !== row.hookKey && ctx.hookSecrets.isActive(row.hookKey);
  return { hookKey: isUnfinished ? row.hookKey : ctx.hookSecrets.nextKey(row.hookKey), previousHookKey };
}

function beingRotated(): AppError {
  return new AppError("conflict", "The secret of this webhook is being changed right now. Look again in a moment.");
}

/** Answers of GitHub after which a sync goes on without: only an administrator of the repository may set its webhook. */
const REFUSED = new Set(["not_found", "forbidden", "missing_scope", "conflict"]);

/**
 * Part of a sync: sets the webhook anew when it has no key or one of an old encryption key, and ends a rotation. Asks GitHub
 * nothing while the key is the active one and no other counts.
 */
export async function renewHook(ctx: Ctx, github: GithubPort, setting: Setting): Promise<void> {
  if (isSettled(ctx, setting.repository)) return;
  const isActive = ctx.hookSecrets.isActive(setting.repository.hookKey);
  try {
    if (!isActive || !(await isRotated(ctx, github, setting))) await setHookAnew(ctx, github, setting);
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSED.has(error.code)) throw error;
    ctx.log.warning("webhook_not_renewed", { repository_id: setting.repository.id, reason: reasonOf(error) });
  }
}

/** True for a day after the webhook was set anew: what was wrong with it is not mended by doing so again. */
export function isSetLately(ctx: Ctx, { previousHookKeyUntil }: Repository): boolean {
  return (previousHookKeyUntil ?? 0) > ctx.clock.now();
}

/**
 * Has a sync set a webhook anew that is gone or has another address, secret or content type. The row is left as by a rotation
 * that got stuck: so the count of keys goes on, and none from before comes back into force. Changes nothing when the key is
 * another one by now.
 */
export async function orderHook(ctx: Ctx, repository: Repository, trigger: JobTrigger): Promise<void> {
  const { id: repositoryId, hookKey } = repository;
  if (isSettled(ctx, repository)) {
    const previousHookKeyUntil = ctx.clock.now() + OVERLAP_MS;
    const change = { hookKey: ctx.hookSecrets.nextKey(hookKey), previousHookKey: hookKey, previousHookKeyUntil };
    await hookKeyUpdate(ctx.data, { repositoryId, from: hookKey }, change);
  }
  await createJob(ctx, { kind: "sync", trigger, repositoryId });
}

/** A sync has nothing to do about such a webhook. */
function isSettled(ctx: Ctx, { hookKey, previousHookKey }: Repository): boolean {
  return ctx.hookSecrets.isActive(hookKey) && previousHookKey === null;
}

/** True when GitHub signs with the row's key; the key before is forgotten once its time is over. */
async function isRotated(ctx: Ctx, github: GithubPort, { repository, name }: Setting): Promise<boolean> {
  const { id, hookId, hookKey } = repository;
  const hook = (await ourHooks(github, name, { url: hookUrl(ctx, { repositoryId: id, key: hookKey }) })).find(
    (one) => one.id === hookId,
  );
  if (!hook || !isAddressed(ctx, hook, repository)) return false;
  if (isSetLately(ctx, repository)) return true;
  await repositoryUpdate(ctx.data, id, { previousHookKey: null, previousHookKeyUntil: null });
  return true;
}
