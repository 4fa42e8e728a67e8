/** One attempt at a job that does, step by step, what a test tells it to. */
import type { Ctx } from "../../../worker/services/context.ts";
import { runJob } from "../../../worker/services/jobs/run-job.ts";
import { handlers } from "./jobs.ts";

type Order = { readonly act: "commit" | "ask" | "answer" } | { readonly act: "throw"; readonly error: Error };

type Turn = { readonly order: Order; readonly done: () => void };

export type HeldRun = {
  /** True when a worker took the job. */
  readonly isStarted: boolean;
  /** Has the attempt do one thing; resolves once it is done, or refused, and after `commit` and `throw` once the attempt is over. */
  tell(order: Order): Promise<void>;
};

/** A queue of one: the attempt waits for what comes. */
function createInbox() {
  let arrived = Promise.withResolvers<Turn>();
  return {
    put: (turn: Turn) => arrived.resolve(turn),
    async take(): Promise<Turn> {
      const turn = await arrived.promise;
      arrived = Promise.withResolvers<Turn>();
      return turn;
    },
  };
}

/** Follows the hint of a job's message and holds the attempt, if there is one, before its first step. */
export async function holdRun(ctx: Ctx, jobId: string): Promise<HeldRun> {
  const inbox = createInbox();
  const started = Promise.withResolvers<boolean>();
  let isOver = false;
  const work = handlers(async (run) => {
    started.resolve(true);
    for (let turn = await inbox.take(); ; turn = await inbox.take()) {
      // Whatever is told while the AI is asked is its answer first.
      if (turn.order.act === "ask")
        turn = await run.asking(async () => {
          turn.done();
          return inbox.take();
        });
      const { order, done } = turn;
      if (order.act === "commit") return run.commit([], "Done.");
      if (order.act === "throw") throw order.error;
      done();
    }
  });
  const ended = runJob(ctx, jobId, work).finally(() => {
    isOver = true;
    started.resolve(false);
  });
  const isStarted = await started.promise;
  return {
    isStarted,
    async tell(order) {
      if (isOver) return;
      const turn = Promise.withResolvers<void>();
      inbox.put({ order, done: turn.resolve });
      const isLast = order.act === "commit" || order.act === "throw";
      await (isLast ? ended : Promise.race([turn.promise, ended]));
    },
  };
}
