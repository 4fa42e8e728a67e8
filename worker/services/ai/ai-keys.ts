import { AiError } from "../../adapters/ai/ai-error.ts";
import { modelFor } from "../../adapters/ai/models/registry.ts";
import type { AiProviderName } from "../../adapters/ai/port.ts";
import { type AiKeyRow, aiKeyDelete, aiKeyMark, aiKeyUpsert, findAiPolicy } from "../../db/ai-settings.ts";
import { AppError } from "../../errors.ts";
import { audit, auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { type AiSettingsView, readAiSettings } from "./ai-settings.ts";
import { openKey } from "./open-key.ts";
import { keyPlace } from "./policy.ts";

type NewAiKey = {
  readonly provider: AiProviderName;
  readonly key: string;
  /** What the provider may do with our text depends on it. */
  readonly plan: "free" | "paid";
};

const TEST_LIMIT_MS = 30_000;

/** Failures that say: not this key. */
const REFUSED = new Set<AiError["kind"]>(["key", "billing"]);

/**
 * Stores an own key, sealed, once a real call with it worked. Throws invalid_input (`ai_key_refused`) when the provider
 * does not take it, and unavailable (`ai_provider_unavailable`) when it gave no answer.
 */
export async function setAiKey(ctx: Ctx, { provider, key, plan }: NewAiKey): Promise<AiSettingsView> {
  requirePermission(ctx, "ai.manage");
  const failure = await tryKey(ctx, provider, key);
  if (failure) throw unusable(failure);
  const id = ctx.random.uuidv7();
  const now = ctx.clock.now();
  const { sealed, kid } = await ctx.envelope.seal(key, keyPlace(ctx.orgId, id));
  const createdBy = actingUser(ctx) ?? "system";
  const times = { createdAt: now, checkedAt: now };
  await ctx.data.db.batch([
    aiKeyUpsert(ctx.data, { orgId: ctx.orgId, id, provider, sealed, kid, plan, state: "works", createdBy, ...times }),
    audit(ctx, { action: "ai.key_set", targetKind: "ai_key", targetId: id, meta: { provider, plan } }),
  ]);
  return readAiSettings(ctx);
}

/** Forgets an own key. Throws not_found when there is none. */
export async function removeAiKey(ctx: Ctx, provider: AiProviderName): Promise<AiSettingsView> {
  requirePermission(ctx, "ai.manage");
  const { id } = await findOwn(ctx, provider);
  await ctx.data.db.batch([
    aiKeyDelete(ctx.data, provider),
    auditIfChanged(ctx, { action: "ai.key_removed", targetKind: "ai_key", targetId: id, meta: { provider } }),
  ]);
  return readAiSettings(ctx);
}

/**
 * Tries the own key with a real call and stores how it went: the state in the answer says it. Throws not_found without an
 * own key, and unavailable when the provider gave no answer that says anything of the key.
 */
export async function testAiKey(ctx: Ctx, provider: AiProviderName): Promise<AiSettingsView> {
  requirePermission(ctx, "ai.manage");
  const own = await findOwn(ctx, provider);
  const failure = await tryOwn(ctx, own);
  if (failure && !REFUSED.has(failure.kind)) throw unusable(failure);
  const state = failure ? "refused" : "works";
  await ctx.data.db.batch([
    aiKeyMark(ctx.data, own, { state, checkedAt: ctx.clock.now() }),
    audit(ctx, { action: "ai.key_tested", targetKind: "ai_key", targetId: own.id, meta: { provider, state } }),
  ]);
  return readAiSettings(ctx);
}

async function findOwn(ctx: Ctx, provider: AiProviderName): Promise<AiKeyRow> {
  const { keys } = await findAiPolicy(ctx.data);
  const own = keys.find((key) => key.provider === provider);
  if (own) return own;
  throw new AppError("not_found", "Your organization has no key of its own for this provider.");
}

async function tryOwn(ctx: Ctx, own: AiKeyRow): Promise<AiError | null> {
  try {
    return await tryKey(ctx, own.provider, await openKey(ctx, own));
  } catch (error) {
    if (error instanceof AiError) return error;
    throw error;
  }
}

/** The smallest real call; null when it worked. */
async function tryKey(ctx: Ctx, provider: AiProviderName, key: string): Promise<AiError | null> {
  try {
    const { id } = modelFor(ctx.config, provider, "usual");
    await (await ctx.ai(provider, key)).test(id, AbortSignal.timeout(TEST_LIMIT_MS));
    return null;
  } catch (error) {
    if (error instanceof AiError) return error;
    if (error instanceof Error && error.name === "TimeoutError") return new AiError("timeout", "No answer in time.");
    throw error;
  }
}

function unusable(error: AiError): AppError {
  const { kind, retryAt } = error;
  if (REFUSED.has(kind)) {
    const errors = [{ path: "key", message: "Is not accepted by the provider." }];
    const detail =
      kind === "key"
        ? "The provider does not accept this key. Check that it is complete and may use the model."
        : "The provider wants billing to be set up for this key first, or does not serve your region.";
    return new AppError("invalid_input", detail, { errors, problemCode: "ai_key_refused", cause: error });
  }
  return new AppError(
    "unavailable",
    "The provider gave no usable answer, so the key could not be tried. Try again later.",
    {
      problemCode: "ai_provider_unavailable",
      cause: error,
      ...(retryAt !== null && { retryAt }),
    },
  );
}
