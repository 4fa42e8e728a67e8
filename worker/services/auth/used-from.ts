import type { UsedFrom } from "../../db/sessions.ts";
import type { Scope } from "../context.ts";

/** Where and with what a session is used just now, as its user will see it in the list. */
export function usedFrom({ from }: Scope): UsedFrom {
  const { userAgent = null, network = null, country = null, city = null } = from ?? {};
  return { userAgent, network, country, city };
}
