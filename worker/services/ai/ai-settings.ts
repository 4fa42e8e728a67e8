import type { ModelRow } from "../../adapters/ai/models/model-row.ts";
import { AI_PROVIDERS, type AiProviderName } from "../../adapters/ai/port.ts";
import { type AiSettingsRow, aiSettingsStates, aiSettingsUpsert } from "../../db/ai-settings.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Circuit, readCircuit } from "./breakers.ts";
import type { AiCaps } from "./caps.ts";
import { type AiPolicy, DEFAULTS, readPolicy } from "./policy.ts";
import { rowOrNone, type UsableKey, usableKeys } from "./route.ts";

export type AiProviderView = {
  readonly provider: AiProviderName;
  /** Whose key is used: one of the organization's own comes before the operator's. */
  readonly key: "own" | "operator" | "none";
  readonly plan: "free" | "paid" | null;
  /** `unchecked`: the operator's key, which nobody here tested. */
  readonly state: "works" | "refused" | "unchecked" | null;
  /** ms since the epoch; of an own key alone. */
  readonly createdAt: number | null;
  readonly checkedAt: number | null;
  /** Empty where the deploy names a model that is retired. */
  readonly models: { readonly usual: string; readonly hard: string };
  /** Of the usual model: US dollars per `perTokens` tokens, seen on `seen` (YYYY-MM-DD; empty: the deploy says so). */
  readonly price: {
    readonly inputUsd: number;
    readonly outputUsd: number;
    readonly perTokens: number;
    readonly seen: string;
  } | null;
  readonly circuit: Circuit;
};

export type AiSettingsView = {
  readonly isEnabled: boolean;
  /** True when some provider that is used has a key and AI is switched on. */
  readonly isAvailable: boolean;
  /** Those that are used, in their order, then the others. */
  readonly providers: readonly AiProviderView[];
  readonly order: readonly AiProviderName[];
  readonly privateCode: "paid_keys" | "any_key";
  readonly caps: AiCaps;
  readonly defaultCaps: AiCaps;
};

/** Absent: as it is. A cap that is null goes back to its default. */
export type AiSettingsChange = {
  readonly isEnabled?: boolean | undefined;
  readonly order?: readonly AiProviderName[] | undefined;
  readonly privateCode?: "paid_keys" | "any_key" | undefined;
  readonly caps?: { readonly [K in keyof AiCaps]?: number | null | undefined } | undefined;
};

const TOKENS_OF_A_PRICE = 1_000_000;
const CAP_COLUMNS = {
  task: "capTask",
  userDay: "capUserDay",
  userMonth: "capUserMonth",
  organizationMonth: "capOrganizationMonth",
} as const satisfies Record<keyof AiCaps, keyof AiSettingsRow>;

/** What the organization decided about AI, and which providers can be used. Never a key. */
export async function readAiSettings(ctx: Ctx): Promise<AiSettingsView> {
  requirePermission(ctx, "usage.read");
  const { keys, ...policy } = await readPolicy(ctx);
  const all = [...policy.order, ...AI_PROVIDERS.filter((name) => !policy.order.includes(name))];
  const usable = usableKeys(ctx.config, { keys, order: all });
  const providers = await Promise.all(all.map((provider) => viewOf(ctx, provider, usable)));
  const isAvailable = policy.isEnabled && usable.some(({ provider }) => policy.order.includes(provider));
  return { ...policy, isAvailable, providers };
}

async function viewOf(ctx: Ctx, provider: AiProviderName, usable: readonly UsableKey[]): Promise<AiProviderView> {
  const [usual] = rowOrNone(ctx.config, provider, "usual");
  const [hard] = rowOrNone(ctx.config, provider, "hard");
  return {
    provider,
    ...keyView(usable.find((key) => key.provider === provider)),
    models: { usual: usual?.id ?? "", hard: hard?.id ?? "" },
    price: usual ? priceOf(usual, ctx.clock.now()) : null,
    circuit: usual ? await readCircuit(ctx, { provider, model: usual }) : "closed",
  };
}

function keyView(
  usable: UsableKey | undefined,
): Pick<AiProviderView, "key" | "plan" | "state" | "createdAt" | "checkedAt"> {
  const unknown = { createdAt: null, checkedAt: null };
  if (usable === undefined) return { key: "none", plan: null, state: null, ...unknown };
  const { own, plan } = usable;
  if (own === null) return { key: "operator", plan, state: "unchecked", ...unknown };
  return { key: "own", plan, state: own.state, createdAt: own.createdAt, checkedAt: own.checkedAt };
}

function priceOf({ prices, seen }: ModelRow, now: number): AiProviderView["price"] {
  const day = new Date(now).toISOString().slice(0, "2027-01-01".length);
  const price = prices?.findLast(({ from }) => from <= day) ?? prices?.[0];
  if (price === undefined) return null;
  return { inputUsd: price.input, outputUsd: price.output, perTokens: TOKENS_OF_A_PRICE, seen: seen ?? "" };
}

/** Changes settings, for administrators; leaves an audit row. */
export async function changeAiSettings(ctx: Ctx, change: AiSettingsChange): Promise<AiSettingsView> {
  requirePermission(ctx, "ai.manage");
  const columns = columnsOf(change);
  const usual = defaultRow(ctx.clock.now());
  const audited = { action: "ai.settings_changed", targetKind: "ai_settings", targetId: ctx.orgId };
  await ctx.data.db.batch([
    audit(ctx, audited, aiSettingsStates(ctx.data, usual, columns)),
    aiSettingsUpsert(ctx.data, usual, columns),
  ]);
  return readAiSettings(ctx);
}

function columnsOf({ isEnabled, order, privateCode, caps = {} }: AiSettingsChange) {
  const changed = Object.entries(CAP_COLUMNS).flatMap(([cap, column]) => {
    const value = caps[cap as keyof AiCaps];
    return value === undefined ? [] : [[column, value] as const];
  });
  return {
    ...(isEnabled !== undefined && { isEnabled }),
    ...(order !== undefined && { providers: JSON.stringify(order) }),
    ...(privateCode !== undefined && { privateCode }),
    ...Object.fromEntries(changed),
  };
}

function defaultRow(now: number): Omit<AiSettingsRow, "orgId"> {
  const { isEnabled, order, privateCode }: Pick<AiPolicy, "isEnabled" | "order" | "privateCode"> = DEFAULTS;
  const none = { capTask: null, capUserDay: null, capUserMonth: null, capOrganizationMonth: null };
  return { isEnabled, providers: JSON.stringify(order), privateCode, ...none, updatedAt: now };
}
