import type { GateAsk, GateReply, GateReport } from "../../objects/token-gate/state.ts";

/**
 * The gate of a GitHub token, or of all tokens of an account that share its limits. It goes by a hash: every request asks before it
 * leaves, and tells afterwards what it heard.
 */
export type Gate = {
  enter(token: string, ask: GateAsk): Promise<GateReply>;
  leave(token: string, report: GateReport): Promise<void>;
};
