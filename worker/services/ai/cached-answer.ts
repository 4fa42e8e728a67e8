import { answerTouch, findAnswers } from "../../db/ai-cache.ts";
import { readAnswer } from "../../engine/ai/answer/read-answer.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { Ctx } from "../context.ts";
import type { Asking, Bid } from "./prepare.ts";
import type { AnswerOf } from "./question.ts";

/** An answer that the organization got before. */
export type Cached<T extends AiTask> = {
  readonly answer: AnswerOf<T>;
  readonly bid: Bid;
  /** As the provider named it. */
  readonly model: string;
  readonly answeredAt: number;
};

/** What any of the models answered to the same question, the one that would be asked first before others. */
export async function findCached<T extends AiTask>(ctx: Ctx, asking: Asking<T>): Promise<Cached<T> | null> {
  const { bids, question } = asking;
  const rows = await findAnswers(
    ctx.data,
    bids.map(({ cacheKey }) => cacheKey),
  );
  for (const bid of bids) {
    const row = rows.find(({ key }) => key === bid.cacheKey);
    const read = row && readAnswer(question.task, row.answer);
    if (row && read?.ok) {
      const { model, answeredAt } = row;
      return { answer: read.answer as AnswerOf<T>, bid, model, answeredAt };
    }
  }
  return null;
}

export function touchCached(ctx: Ctx, { bid }: Pick<Cached<AiTask>, "bid">, now: number) {
  return answerTouch(ctx.data, bid.cacheKey, now);
}
