import type { Finding } from "../../finding.ts";
import type { AiContext } from "../context.ts";
import type { ContextGround } from "./ground.ts";
import { contextOf } from "./select-contexts.ts";

/** The file of a finding with every line of it, so that edits fit the original. `budget`: input tokens. */
export function remediationContext(ground: ContextGround, finding: Finding, _budget: number): AiContext {
  return contextOf(ground, "remediation", finding.path);
}
