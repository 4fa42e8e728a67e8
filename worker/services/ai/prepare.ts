import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { AiContext } from "../../engine/ai/context.ts";
import type { AiPrompt } from "../../engine/ai/prompt.ts";
import { renderPrompt } from "../../engine/ai/prompts/render-prompt.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { findSecrets } from "../../engine/redact/find-secrets.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { Ctx } from "../context.ts";
import type { AiPolicy } from "./policy.ts";
import type { AiQuestion } from "./question.ts";
import type { Candidate } from "./route.ts";

/** A candidate with what the question would cost there, in tokens. */
export type Bid = Candidate & {
  readonly cacheKey: string;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
};

/** A question at the door. */
export type Asked<T extends AiTask> = {
  readonly question: AiQuestion<T>;
  readonly policy: AiPolicy;
  readonly promptVersion: number;
  /** ms since the epoch. */
  readonly startedAt: number;
};

/** A question on its way through the guards. */
export type Asking<T extends AiTask> = Asked<T> & {
  readonly prompt: AiPrompt;
  /** In the order in which they are tried. */
  readonly bids: readonly Bid[];
};

const FENCE_BYTES = 16;

/** The prompt with a fresh fence; null when the scan of what would be sent finds a secret: then nothing is sent. */
export function safePrompt(ctx: Ctx, context: AiContext, request: readonly string[]): AiPrompt | null {
  const fence = Array.from(ctx.random.bytes(FENCE_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const prompt = renderPrompt(context, request, fence);
  const [hit] = findSecrets(textOf(prompt));
  if (hit === undefined) return prompt;
  ctx.log.error("ai_redaction_failed", { kind: context.task, reason: hit.rule });
  return null;
}

/** All that a provider gets. */
function textOf({ system, data, schema }: AiPrompt): string {
  return `${system}\n${data}\n${JSON.stringify(schema)}`;
}

/** Input tokens of a prompt with a provider, rather too many than too few. */
export function inputTokensOf(ctx: Ctx, prompt: AiPrompt, provider: AiProviderName): Promise<number> {
  return ctx.tokens.count(textOf(prompt), provider);
}

type Worded = Pick<AiQuestion<AiTask>, "task" | "context" | "request">;

/** Candidates with their costs. Equal questions of one organization have equal cache keys with the same model. */
export async function bidsOf(
  ctx: Ctx,
  prompt: AiPrompt,
  { question, candidates }: { readonly question: Worded; readonly candidates: readonly Candidate[] },
): Promise<Bid[]> {
  const inputs = new Map<AiProviderName, Promise<number>>();
  const inputOf = (provider: AiProviderName) => {
    const input = inputs.get(provider) ?? inputTokensOf(ctx, prompt, provider);
    inputs.set(provider, input);
    return input;
  };
  const { task, context, request } = question;
  return Promise.all(
    candidates.map(async (candidate) => {
      const { provider, model } = candidate;
      const parts = [task, prompt.version, provider, model.id, context.hash, ...request];
      return {
        ...candidate,
        cacheKey: await sha256Hex(JSON.stringify(parts)),
        inputTokens: await inputOf(provider),
        maxOutputTokens: Math.min(prompt.maxOutputTokens, model.maxOutput),
      };
    }),
  );
}

/** True when the bid fits under the cap of a task, the question's own budget, and the model's window. */
export function fits(bid: Bid, policy: AiPolicy, budget: number | null): boolean {
  const tokens = bid.inputTokens + bid.maxOutputTokens;
  return tokens <= Math.min(policy.caps.task, budget ?? policy.caps.task) && bid.inputTokens <= bid.model.window;
}
