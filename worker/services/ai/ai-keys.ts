import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { Ctx } from "../context.ts";
import type { AiSettingsView } from "./ai-settings.ts";

export type NewAiKey = {
  readonly provider: AiProviderName;
  readonly key: string;
  /** What the provider may do with our text depends on it. */
  readonly plan: "free" | "paid";
};

/** Stores an own key, sealed, once a real call with it worked. Throws invalid_input (`ai_key_refused`) and unavailable. */
export async function setAiKey(_ctx: Ctx, _key: NewAiKey): Promise<AiSettingsView> {
  throw new Error("Not here yet.");
}

/** Forgets an own key; no failure when there is none. */
export async function removeAiKey(_ctx: Ctx, _provider: AiProviderName): Promise<AiSettingsView> {
  throw new Error("Not here yet.");
}

/** Tries the own key with a real call and stores how it went: the state in the answer says it. Throws not_found without an own key. */
export async function testAiKey(_ctx: Ctx, _provider: AiProviderName): Promise<AiSettingsView> {
  throw new Error("Not here yet.");
}
