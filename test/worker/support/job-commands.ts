/** What may happen to jobs, as commands for fast-check. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect } from "vitest";
import { AppError } from "../../../worker/errors.ts";
import { cancelJob } from "../../../worker/services/jobs/cancel-job.ts";
import { createJob } from "../../../worker/services/jobs/create-job.ts";
import { LOST_AFTER_MS } from "../../../worker/services/jobs/due-action.ts";
import { giveUpMessage, reconcileRepository } from "../../../worker/services/jobs/reconcile.ts";
import { retryJob } from "../../../worker/services/jobs/retry-job.ts";
import { MAX_LOST, maxAttempts } from "../../../worker/services/jobs/retry-schedule.ts";
import { isFinal, RUNNABLE, RUNNING } from "../../../worker/services/jobs/transitions.ts";
import { holdRun } from "./held-run.ts";
import { type Command, check, is, type Model, type ModelJob, type Real } from "./job-model.ts";
import { rowOf } from "./jobs.ts";

/** A command about one job of the model; `may` says when it makes sense. */
abstract class OnJob implements Command {
  readonly pick: number;
  constructor(pick: number) {
    this.pick = pick;
  }

  abstract may(job: ModelJob, model: Model): boolean;
  abstract act(job: ModelJob, model: Model, real: Real): Promise<void>;

  #job(model: Model): ModelJob | undefined {
    const fitting = model.jobs.filter((job) => this.may(job, model));
    return fitting[this.pick % Math.max(fitting.length, 1)];
  }

  check(model: Readonly<Model>): boolean {
    return this.#job(model) !== undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    const job = this.#job(model);
    if (!job) return;
    await this.act(job, model, real);
    await check(model, real);
  }

  toString(): string {
    return `${this.constructor.name}(${this.pick})`;
  }
}

function made(model: Model, id: string, repository: number): void {
  const fresh = { state: "pending", attempt: 0, lost: 0, isShared: true, again: null } as const;
  model.jobs.push({ ...fresh, id, repository, dueAt: model.now });
}

class Create implements Command {
  readonly pick: number;
  constructor(pick: number) {
    this.pick = pick;
  }

  check(model: Readonly<Model>): boolean {
    return model.jobs.length < 8;
  }

  async run(model: Model, real: Real): Promise<void> {
    const repository = this.pick % real.repositories.length;
    const spec = { kind: "sync", trigger: "push", repositoryId: real.repositories[repository] ?? "" } as const;
    const twice = await Promise.all([createJob(real.ctx, spec), createJob(real.ctx, spec)]);
    const waiting = model.jobs.find((job) => job.repository === repository && job.isShared);
    const [id] = new Set(twice.map(({ jobId }) => jobId));
    expect(twice.map(({ jobId }) => jobId)).toEqual([waiting?.id ?? id, waiting?.id ?? id]);
    if (!waiting && id !== undefined) made(model, id, repository);
    await check(model, real);
  }

  toString(): string {
    return `Create(${this.pick})`;
  }
}

/** The message of a waiting job comes, and comes again at once. */
class Start extends OnJob {
  may(job: ModelJob): boolean {
    return is(RUNNABLE, job);
  }

  async act(job: ModelJob, model: Model, { ctx, runs }: Real): Promise<void> {
    const { publishedAt } = await rowOf(ctx, job.id);
    const held = await Promise.all([holdRun(ctx, job.id), holdRun(ctx, job.id)]);
    const started = held.filter(({ isStarted }) => isStarted);
    const mayRun = publishedAt !== null && job.dueAt <= model.now;
    expect(started).toHaveLength(mayRun ? 1 : 0);
    const [run] = started;
    if (!run) return;
    runs.set(job.id, run);
    Object.assign(job, { state: "processing", attempt: job.attempt + 1, isShared: false });
  }
}

class Ask extends OnJob {
  may(job: ModelJob): boolean {
    return job.state === "processing";
  }

  async act(job: ModelJob, _model: Model, { runs }: Real): Promise<void> {
    await runs.get(job.id)?.tell({ act: "ask" });
    job.state = "ai_request";
  }
}

class Answer extends OnJob {
  may(job: ModelJob): boolean {
    return job.state === "ai_request";
  }

  async act(job: ModelJob, _model: Model, { runs }: Real): Promise<void> {
    await runs.get(job.id)?.tell({ act: "answer" });
    job.state = "processing";
  }
}

class Complete extends OnJob {
  may(job: ModelJob): boolean {
    return job.state === "processing";
  }

  async act(job: ModelJob, _model: Model, { runs }: Real): Promise<void> {
    await runs.get(job.id)?.tell({ act: "commit" });
    job.state = "completed";
  }
}

/** GitHub does not answer, refuses for good, or asks us to wait. */
class Fail extends OnJob {
  may(job: ModelJob): boolean {
    return job.state === "processing";
  }

  async act(job: ModelJob, model: Model, { runs, ctx }: Real): Promise<void> {
    const how = this.pick % 3;
    const retryAt = model.now + 90_000;
    const errors = [
      new AppError("upstream_failed", "GitHub did not answer."),
      new AppError("forbidden", "Sign in with GitHub again."),
      new AppError("rate_limited", "GitHub asks us to wait.", { retryAt }),
    ];
    await runs.get(job.id)?.tell({ act: "throw", error: errors[how] ?? new Error("none") });
    const isLast = how === 1 || (how === 0 && job.attempt >= maxAttempts("sync"));
    job.state = isLast ? "dead_letter" : "retrying";
    if (how === 2) Object.assign(job, { attempt: job.attempt - 1, dueAt: retryAt });
    else if (!isLast) job.dueAt = (await rowOf(ctx, job.id)).nextRunAt ?? 0;
  }
}

/** The worker falls silent until its lease is over; it does not know. */
class Lose extends OnJob {
  may(job: ModelJob): boolean {
    return is(RUNNING, job);
  }

  async act(job: ModelJob, model: Model, { ctx, runs, stale, repositories }: Real): Promise<void> {
    await env.DB.prepare("update jobs set lease_until = 1 where id = ?").bind(job.id).run();
    const repositoryId = repositories[job.repository] ?? "";
    await Promise.all([1, 2].map(() => reconcileRepository(ctx, ctx.orgId, repositoryId)));
    const run = runs.get(job.id);
    if (run) stale.push(run);
    lose(job, model, job.attempt - 1);
  }
}

/** No worker could take the message, as often as the queue tried. */
class GiveUp extends OnJob {
  may(job: ModelJob): boolean {
    return is(RUNNABLE, job);
  }

  async act(job: ModelJob, model: Model, { ctx }: Real): Promise<void> {
    const { publishedAt } = await rowOf(ctx, job.id);
    await giveUpMessage(ctx, job.id);
    if (publishedAt !== null) lose(job, model, job.attempt);
  }
}

function lose(job: ModelJob, model: Model, attempt: number): void {
  const lost = job.lost + 1;
  const isOver = lost >= MAX_LOST;
  // One that nobody could take is tried again later each time.
  const pauseMs = is(RUNNABLE, job) ? LOST_AFTER_MS * 2 ** job.lost : 0;
  const state = isOver ? "dead_letter" : "retrying";
  Object.assign(job, { lost, attempt, state, isShared: job.isShared && !isOver, dueAt: model.now + pauseMs });
}

/** A worker that lost its job comes back and finishes. */
class Return implements Command {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await real.stale.shift()?.tell({ act: "commit" });
    await check(model, real);
  }

  toString(): string {
    return "Return";
  }
}

class Cancel extends OnJob {
  may(): boolean {
    return true;
  }

  async act(job: ModelJob, _model: Model, { ctx, runs, stale }: Real): Promise<void> {
    const cancelling = cancelJob(ctx, job.id);
    if (isFinal(job.state)) {
      await expect(cancelling).rejects.toMatchObject({ code: "conflict" });
      return;
    }
    await cancelling;
    const run = runs.get(job.id);
    if (run) stale.push(run);
    Object.assign(job, { state: "cancelled", isShared: false });
  }
}

class Retry extends OnJob {
  may(): boolean {
    return true;
  }

  async act(job: ModelJob, model: Model, { ctx }: Real): Promise<void> {
    const retrying = Promise.all([retryJob(ctx, job.id), retryJob(ctx, job.id)]);
    if (job.state !== "dead_letter" && job.state !== "cancelled") {
      await expect(retrying).rejects.toMatchObject({ code: "conflict" });
      return;
    }
    const [first, second] = await retrying;
    expect(first.jobId).toBe(second.jobId);
    const waiting = model.jobs.find(({ repository, isShared }) => repository === job.repository && isShared);
    const known = job.again ?? waiting?.id ?? null;
    if (known === null) made(model, first.jobId, job.repository);
    else expect(first.jobId).toBe(known);
    job.again = first.jobId;
  }
}

class Wait implements Command {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }

  /** Nothing runs: a heartbeat would find out at a moment of its own that time went by. */
  check(model: Readonly<Model>): boolean {
    return !model.jobs.some((job) => is(RUNNING, job));
  }

  async run(model: Model, real: Real): Promise<void> {
    model.now += this.ms;
    real.advance(this.ms);
    await check(model, real);
  }

  toString(): string {
    return `Wait(${this.ms})`;
  }
}

const pick = fc.nat({ max: 30 });

/** Sequences of at most `maxCommands`. */
export function jobCommands(maxCommands: number) {
  const onJob = [Start, Start, Ask, Answer, Complete, Fail, Fail, Lose, GiveUp, Cancel, Retry, Create, Create];
  return fc.commands(
    [
      ...onJob.map((command) => pick.map((index) => new command(index))),
      fc.constant(new Return()),
      fc.constantFrom(20_000, 90_000, 1_500_000).map((ms) => new Wait(ms)),
    ],
    // The library prefers short ones unless told.
    { maxCommands, size: "max" },
  );
}
