import type { BatchItem } from "drizzle-orm/batch";
import { pullStateUpdate } from "../../db/pull-requests.ts";
import { type Repository, repositoryStateUpdate } from "../../db/repositories.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";
import type { RepositoryReason } from "../live/frames.ts";
import type { WebhookEvent } from "./read-event.ts";

/** What a delivery leads to: `queued` means a sync job, `statements` go into the batch of its row, `tell` to open pages. */
export type Effect = {
  readonly outcome: "queued" | "recorded" | "ignored";
  readonly statements: readonly BatchItem<"sqlite">[];
  readonly tell: RepositoryReason | null;
};

const QUEUED: Effect = { outcome: "queued", statements: [], tell: null };
const IGNORED: Effect = { outcome: "ignored", statements: [], tell: null };
const RECORDED: Effect = { outcome: "recorded", statements: [], tell: null };

/** Order and repeats do not matter: an event only says that something is to be read again, or sets a state. */
export function effectOf(ctx: Ctx, repository: Repository, event: WebhookEvent): Effect {
  switch (event.kind) {
    case "push":
      return event.branch === repository.defaultBranch ? QUEUED : IGNORED;
    case "repository_changed":
      return QUEUED;
    case "pull_request_changed":
      return pullChanged(ctx, repository, event);
    case "repository_deleted":
      return deleted(ctx, repository);
    case "ping":
      return RECORDED;
    case "ignored":
      return IGNORED;
  }
}

type PullChanged = Extract<WebhookEvent, { kind: "pull_request_changed" }>;

function pullChanged(ctx: Ctx, repository: Repository, { number, state }: PullChanged): Effect {
  const now = ctx.clock.now();
  const meta = { repository_id: repository.id, number };
  const audited = { action: `pull_request.${state}`, targetKind: "pull_request", targetId: null, meta };
  const update = pullStateUpdate(ctx.data, { repositoryId: repository.id, number, state, now });
  return { ...RECORDED, statements: [update, auditIfChanged(ctx, audited)], tell: "pull_request" };
}

function deleted(ctx: Ctx, repository: Repository): Effect {
  const update = repositoryStateUpdate(ctx.data, repository.id, { state: "gone", updatedAt: ctx.clock.now() });
  const audited = { action: "repository.gone", targetKind: "repository", targetId: repository.id };
  return { ...RECORDED, statements: [update, auditIfChanged(ctx, audited)], tell: "synced" };
}
