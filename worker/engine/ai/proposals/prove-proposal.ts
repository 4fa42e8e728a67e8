import type { Remediation } from "../../finding.ts";
import { type ProofGround, prove } from "../../prove/prove.ts";
import type { Located } from "../../run-rules.ts";
import type { RemediationAnswer } from "../answers.ts";
import type { AiContext } from "../context.ts";
import { judgeRepair } from "./judge-repair.ts";
import { plainExplanation, plainTitle } from "./patch/plain-words.ts";
import { readRawEdits } from "./patch/raw-edits.ts";
import { repairOf } from "./repairs/repairs.ts";

/**
 * `patch_scope`: other files or bytes than it may touch; `patch_conflict`: it does not fit the text; `introduces_risk`: more
 * than the repair needs; `not_proved`: a check of the receipt fails; `no_change`: the model has none.
 */
type RefusalCode =
  | "unknown_finding"
  | "no_change"
  | "patch_scope"
  | "patch_conflict"
  | "introduces_risk"
  | "not_proved";

interface Proposal {
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

/**
 * Judges a change that a model proposes for one finding: whole lines that were sent, in the finding's own file, changed only
 * as a repair of that rule needs, and then proved as our own fixes are. Never throws.
 *
 * No fixer can be run a second time here, so idempotence means: the edits are offsets of the very bytes that were judged
 * (`receipt.files[].before`), and applied to any other text, their own result first of all, they are refused, because the
 * finding is not there any more (`verifyEdits`).
 */
export function proveProposal(ground: ProofGround, { finding, answer, context }: Proposal): ProposalProof {
  const located = ground.located.find((item) => item.finding.fingerprint === finding);
  if (!located) return refused("unknown_finding", "The finding is not in this commit (any more).");
  if (answer.edits.length === 0) return refused("no_change", "The proposal has no edits.");
  const path = located.finding.path;
  const edits = readRawEdits({ repository: ground.repository, context, path }, answer.edits);
  if ("reason" in edits) return refused(edits.code, edits.reason);
  const [first] = edits;
  if (!first) return refused("no_change", "The proposal changes nothing.");
  return judgeEdits(ground, { located, answer, edits });
}

interface Judged {
  readonly located: Located;
  readonly answer: RemediationAnswer;
  readonly edits: Remediation["edits"];
}

function judgeEdits(ground: ProofGround, { located, answer, edits }: Judged): ProposalProof {
  const { rule } = located.finding;
  const repair = repairOf(rule);
  if (repair === null)
    return refused("introduces_risk", `What repairs \`${rule}\` cannot be judged; a person must decide it.`);
  const risks = judgeRepair(ground, { located, edits, repair });
  if (risks.length > 0) return { ok: false, code: "introduces_risk", reasons: sentencesOf(rule, risks) };
  const title = plainTitle(answer.title, `Repair ${rule}`);
  const draft = { edits, title, explanation: plainExplanation(answer.explanation), fixClass: "review" as const };
  const proof = prove(ground, { rule, fixClass: "review", resolves: [located], draft });
  if (!proof.ok) return refused("not_proved", proof.reason);
  const { findingsBefore, findingsAfter } = proof.remediation.receipt;
  // A rule may let milder findings come to light; a change of unknown origin may not.
  if (findingsAfter >= findingsBefore) return refused("not_proved", "The change would raise another finding.");
  return { ok: true, remediation: proof.remediation };
}

const MAX_REASONS = 10;

function sentencesOf(rule: string, risks: readonly { readonly place: string; readonly message: string }[]): string[] {
  const said = risks.map(({ place, message }) => (place === "" ? message : `${message} (${place})`));
  return [`A repair of \`${rule}\` does not need all of this change.`, ...new Set(said)].slice(0, MAX_REASONS);
}

function refused(code: RefusalCode, reason: string): ProposalProof {
  return { ok: false, code, reasons: [reason] };
}
