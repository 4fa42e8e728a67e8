import { storeVerdict } from "../../db/ai-requests.ts";
import type { Ctx } from "../context.ts";

export type Verdict = {
  /** `requestId` of an answered outcome. */
  readonly requestId: string;
  /** Claims, edits or files that stood, and those dropped. */
  readonly kept: number;
  readonly dropped: number;
};

/** Completes the row of a question with what its checks said of the answer. The first verdict counts; repeats change nothing. */
export async function recordVerdict(ctx: Ctx, { requestId, kept, dropped }: Verdict): Promise<void> {
  await storeVerdict(ctx.data, requestId, { kept, dropped });
}
