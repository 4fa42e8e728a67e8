import { AI_PROVIDERS, type AiProviderName } from "../../adapters/ai/port.ts";
import { type AiKeyRow, type AiSettingsRow, findAiPolicy } from "../../db/ai-settings.ts";
import type { SealedPlace } from "../../platform/envelope.ts";
import type { Ctx } from "../context.ts";
import { type AiCaps, defaultCaps } from "./caps.ts";

/** What an organization decided about AI, with our defaults where it did not. */
export type AiPolicy = {
  readonly isEnabled: boolean;
  readonly order: readonly AiProviderName[];
  readonly privateCode: AiSettingsRow["privateCode"];
  readonly caps: AiCaps;
  readonly defaultCaps: AiCaps;
  /** Its own keys, sealed. */
  readonly keys: readonly AiKeyRow[];
};

export const DEFAULTS = { isEnabled: true, order: AI_PROVIDERS, privateCode: "paid_keys" } as const;

export async function readPolicy(ctx: Pick<Ctx, "data">): Promise<AiPolicy> {
  const { settings, keys, members } = await findAiPolicy(ctx.data);
  const usual = defaultCaps(members);
  return {
    isEnabled: settings?.isEnabled ?? DEFAULTS.isEnabled,
    order: settings ? readOrder(settings.providers) : DEFAULTS.order,
    privateCode: settings?.privateCode ?? DEFAULTS.privateCode,
    caps: {
      task: settings?.capTask ?? usual.task,
      userDay: settings?.capUserDay ?? usual.userDay,
      userMonth: settings?.capUserMonth ?? usual.userMonth,
      organizationMonth: settings?.capOrganizationMonth ?? usual.organizationMonth,
    },
    defaultCaps: usual,
    keys,
  };
}

/** We wrote the column; a provider that is no longer known is left out. */
function readOrder(column: string): AiProviderName[] {
  const names: unknown = JSON.parse(column);
  return Array.isArray(names) ? AI_PROVIDERS.filter((name) => names.includes(name)).sort(by(names)) : [];
}

function by(names: readonly unknown[]): (left: AiProviderName, right: AiProviderName) => number {
  return (left, right) => names.indexOf(left) - names.indexOf(right);
}

/** Where an own key stands; part of what its seal protects. */
export function keyPlace(orgId: string, rowId: string): SealedPlace {
  return { purpose: "ai-key", table: "ai_keys", column: "sealed", tenant: orgId, row: rowId };
}
