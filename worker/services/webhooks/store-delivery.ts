import type { BatchItem } from "drizzle-orm/batch";
import type { AdmittedJob } from "../../db/admission.ts";
import {
  type Arrival,
  awaitsJob,
  deliveryInsert,
  hasJob,
  isTaken,
  type Verdict,
  verdictOf,
} from "../../db/deliveries.ts";
import { pullCheckStateUpdate } from "../../db/pull-checks.ts";
import { pullStateUpdate } from "../../db/pull-requests.ts";
import { repositoryStateUpdate } from "../../db/repositories.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admission } from "../jobs/admission.ts";
import { jobStatementsIf } from "../jobs/create-job.ts";
import { coalesceKeyOf } from "../jobs/job-spec.ts";
import type { Decision, Wanted } from "./decide.ts";

/** A delivery as its headers and its address name it. */
export type Addressed = Pick<
  Arrival,
  "id" | "repositoryId" | "key" | "hookId" | "guid" | "event" | "githubId" | "receivedAt"
>;

export type Stored = Verdict & {
  /** The job that was made for it, with its first event; null when it leads to none or shares one that waits. */
  readonly made: Pick<ReturnType<typeof jobStatementsIf>, "jobId" | "first"> | null;
  readonly admitted: readonly AdmittedJob[];
};

const GONE = "GitHub told us that it was deleted.";

type Statements = readonly BatchItem<"sqlite">[];

/**
 * Writes the delivery and everything that follows from it in one batch, one round trip. Nothing is written for a repeat, for
 * a key that is not in force, or without the repository.
 */
export async function storeDelivery(ctx: Ctx, addressed: Addressed, decision: Decision): Promise<Stored> {
  const { wanted } = decision;
  const job = wanted && jobFor(ctx, addressed, wanted);
  const { action, outcome, onlyIfDefault } = decision;
  const arrival = { ...addressed, action, outcome, onlyIfDefault, job: job && { id: job.jobId, coalesceKey: job.key } };
  const before: Statements = [received(ctx, arrival), ...changes(ctx, arrival, decision), ...(job?.statements ?? [])];
  const admit: Statements = job ? admission(ctx, job.kind, hasJob(ctx.data, arrival, job.jobId)).statements : [];
  const results: unknown[] = await ctx.data.db.batch([
    deliveryInsert(ctx.data, arrival),
    ...before,
    ...admit,
    verdictOf(ctx.data, arrival),
  ]);
  const [verdict] = results.at(-1) as Verdict[];
  if (!verdict) throw new Error("The verdict on a delivery has no row.");
  const isMade = job !== null && verdict.id === arrival.id && verdict.jobId === job.jobId;
  const admitted = isMade ? (results[before.length + 1] as AdmittedJob[]) : [];
  return { ...verdict, made: isMade ? job : null, admitted };
}

function jobFor(ctx: Ctx, { id, repositoryId }: Addressed, wanted: Wanted) {
  const asked =
    wanted.kind === "sync"
      ? ({ kind: "sync", trigger: "push", repositoryId } as const)
      : ({ kind: "analysis", trigger: "pull_request", repositoryId, pull: { number: wanted.number } } as const);
  return { ...jobStatementsIf(ctx, asked, awaitsJob(ctx.data, { id })), kind: asked.kind, key: coalesceKeyOf(asked) };
}

function received(ctx: Ctx, { id, event, action, repositoryId }: Arrival) {
  const meta = { event, action, repository_id: repositoryId };
  return auditIfChanged(ctx, { action: "webhook.received", targetKind: "webhook_delivery", targetId: id, meta });
}

function changes(ctx: Ctx, arrival: Arrival, { change: asked }: Decision): Statements {
  if (asked === null) return [];
  const { repositoryId, receivedAt: now } = arrival;
  const when = isTaken(ctx.data, arrival);
  if (asked.kind === "gone") {
    const change = { state: "gone", stateDetail: GONE, updatedAt: now, when } as const;
    const update = repositoryStateUpdate(ctx.data, repositoryId, change);
    const audited = { action: "repository.gone", targetKind: "repository", targetId: repositoryId };
    return [update, auditIfChanged(ctx, audited)];
  }
  const { number, state } = asked;
  const meta = { repository_id: repositoryId, number };
  const audited = { action: `pull_request.${state}`, targetKind: "pull_request", targetId: null, meta };
  return [
    pullStateUpdate(ctx.data, { repositoryId, number, state, now }, when),
    auditIfChanged(ctx, audited),
    pullCheckStateUpdate(ctx.data, { repositoryId, number, state }, when),
  ];
}
