import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { Ctx } from "../context.ts";
import type { AiCaps } from "./caps.ts";

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
  readonly models: { readonly usual: string; readonly hard: string };
  /** Of the usual model: US dollars per `perTokens` tokens, seen on `seen` (YYYY-MM-DD). */
  readonly price: {
    readonly inputUsd: number;
    readonly outputUsd: number;
    readonly perTokens: number;
    readonly seen: string;
  } | null;
  readonly circuit: "closed" | "open" | "half_open";
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

/** What the organization decided about AI, and which providers can be used. Never a key. */
export async function readAiSettings(_ctx: Ctx): Promise<AiSettingsView> {
  throw new Error("Not here yet.");
}

/** Changes settings, for administrators; leaves an audit row. */
export async function changeAiSettings(_ctx: Ctx, _change: AiSettingsChange): Promise<AiSettingsView> {
  throw new Error("Not here yet.");
}
