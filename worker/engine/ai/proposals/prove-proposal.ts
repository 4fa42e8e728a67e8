import type { Remediation } from "../../finding.ts";
import type { ProofGround } from "../../prove/prove.ts";
import type { RemediationAnswer } from "../answers.ts";
import type { AiContext } from "../context.ts";

/** `patch_scope`: other files or bytes than it may touch; `patch_conflict`: it does not fit the text; `introduces_risk`: the gate refuses; `not_proved`: a check of the receipt fails; `no_change`: the model has none. */
export type RefusalCode =
  | "unknown_finding"
  | "no_change"
  | "patch_scope"
  | "patch_conflict"
  | "introduces_risk"
  | "not_proved";

export interface Proposal {
  /** Fingerprint of the finding that it is for. */
  readonly finding: string;
  readonly answer: RemediationAnswer;
  /** What the model was sent: its lines are what the edits count. */
  readonly context: AiContext;
}

/** `reasons` are our own sentences: they may be shown, and sent back to the model. */
export type ProposalProof =
  | { readonly ok: true; readonly remediation: Remediation }
  | { readonly ok: false; readonly code: RefusalCode; readonly reasons: readonly string[] };

/** Judges a change that the model proposes for one finding. Never throws. */
export function proveProposal(_ground: ProofGround, _proposal: Proposal): ProposalProof {
  return { ok: false, code: "no_change", reasons: ["The proposal changes nothing."] };
}
