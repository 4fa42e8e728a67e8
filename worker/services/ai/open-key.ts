import { AiError } from "../../adapters/ai/ai-error.ts";
import type { AiKeyRow } from "../../db/ai-settings.ts";
import { EnvelopeError } from "../../platform/envelope.ts";
import type { Ctx } from "../context.ts";
import { keyPlace } from "./policy.ts";
import type { UsableKey } from "./route.ts";

/** An own key as the provider wants it. Throws `AiError` of kind `key` when its seal does not open. */
export async function openKey(ctx: Ctx, row: AiKeyRow): Promise<string> {
  try {
    return await ctx.envelope.open(row.sealed, keyPlace(ctx.orgId, row.id));
  } catch (error) {
    if (error instanceof EnvelopeError) throw new AiError("key", "The stored key does not open.", { cause: error });
    throw error;
  }
}

/** The key to call with: the organization's own, or the operator's. */
export async function keyOf(ctx: Ctx, { own, provider }: Pick<UsableKey, "own" | "provider">): Promise<string> {
  if (own) return openKey(ctx, own);
  return ctx.config.ai[provider].key ?? "";
}
