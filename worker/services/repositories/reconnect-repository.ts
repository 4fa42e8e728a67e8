/** A connection stands on the right and the token of one user: when either is gone, another one can take it over. */
import type { GithubRepository } from "../../adapters/github/port.ts";
import { findToken } from "../../db/identity.ts";
import { type Connection, connectorUpdate, githubColumns, type Repository } from "../../db/repositories.ts";
import { auditIfChanged } from "../audit.ts";
import { isUsable } from "../auth/sealed-grant.ts";
import type { Ctx } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";

/** Those that bring nothing any more: GitHub keeps the repository from whoever connected it, or takes that user's token no longer. */
export async function brokenOf<T extends Connection>(ctx: Ctx, connections: readonly T[]): Promise<T[]> {
  const usable = new Set<string>();
  for (const userId of new Set(connections.map(({ connectedBy }) => connectedBy))) {
    const token = await findToken(ctx.db, userId);
    if (token && isUsable(token, ctx.clock.now())) usable.add(userId);
  }
  return connections.filter(({ state, connectedBy }) => state !== "connected" || !usable.has(connectedBy));
}

type Reconnecting = {
  readonly known: Repository;
  /** As GitHub shows it to the new connector, who may administrate it. */
  readonly found: GithubRepository;
  readonly userId: string;
};

/** Puts a connection on another user's right and token, and has a sync read what was missed. Answers the sync's job. */
export async function reconnectRepository(ctx: Ctx, { known, found, userId }: Reconnecting): Promise<string> {
  const change = { ...githubColumns(found), connectedBy: userId, updatedAt: ctx.clock.now() };
  const meta = {
    full_name: found.fullName,
    connected_by: { before: known.connectedBy, after: userId },
    state: { before: known.state, after: "connected" },
  };
  const audited = { action: "repository.connected", targetKind: "repository", targetId: known.id, meta };
  const { jobId } = await createJob(ctx, { kind: "sync", trigger: "connect", repositoryId: known.id }, () => [
    connectorUpdate(ctx.data, known, change),
    auditIfChanged(ctx, audited),
  ]);
  await sendRepositoryEvent(ctx, known.id, "connected");
  return jobId;
}
