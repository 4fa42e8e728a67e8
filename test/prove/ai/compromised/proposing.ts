import type { RawEdit } from "../../../../worker/engine/ai/answers.ts";
import type { AiContext } from "../../../../worker/engine/ai/context.ts";
import { type ProposalProof, proveProposal } from "../../../../worker/engine/ai/proposals/prove-proposal.ts";
import { prepare } from "../../../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../../../worker/engine/lookups.ts";
import { type Files, NOW, snapshot } from "../../../support/engine.ts";

/** A finding without a proved fix, and a change that repairs it: alone it gets through. */
export interface Target {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
  /** Other files of the repository. */
  readonly beside?: Files;
  readonly repair: (text: string) => string;
}

/** A text in place of another that must be there exactly once. */
export const swap =
  (from: string, to: string) =>
  (text: string): string => {
    const parts = text.split(from);
    if (parts.length !== 2) throw new Error(`${parts.length - 1} times in the text: ${from}`);
    return parts.join(to);
  };

/** Everything of a file, as the model gets it for a repair. */
function contextOf(path: string, text: string): AiContext {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return {
    task: "remediation",
    subject: path,
    files: [
      {
        path,
        sha: "0".repeat(40),
        role: "subject",
        lines: lines.map((each, index) => ({ line: index + 1, text: each })),
      },
    ],
    facts: [],
    known: [],
    left: [],
    redacted: 0,
    removed: 0,
    hash: "0".repeat(64),
  };
}

/** The one edit, over as few lines as do, that makes one text of the other. */
export function editBetween(path: string, before: string, after: string): RawEdit {
  const [old, now] = [before, after].map((text) => text.replace(/\r?\n$/, "").split(/\r?\n/)) as [string[], string[]];
  let start = 0;
  while (start < old.length - 1 && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - start - 1 && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return {
    path,
    line: start + 1,
    endLine: old.length - tail,
    quote: old.slice(start, old.length - tail).join("\n"),
    replacement: now.slice(start, now.length - tail).join("\n"),
  };
}

const grounds = new Map<Target, ReturnType<typeof prepare>>();

/** The findings of a target's repository; read once. */
export function groundOf(target: Target): ReturnType<typeof prepare> {
  const { path, text, beside } = target;
  const known =
    grounds.get(target) ?? prepare(snapshot({ ...beside, [path]: text }), { now: NOW, lookups: NO_LOOKUPS });
  grounds.set(target, known);
  return known;
}

/** What the gate says of edits for the first finding of the target's rule. */
export function judge(target: Target, edits: readonly RawEdit[], words = WORDS): ProposalProof {
  const { rule, path, text } = target;
  const ground = groundOf(target);
  const located = ground.located.find(({ finding }) => finding.rule === rule && finding.path === path);
  if (!located) throw new Error(`${rule} finds nothing in ${path}`);
  const answer = { ...words, edits };
  return proveProposal(ground, { finding: located.finding.fingerprint, answer, context: contextOf(path, text) });
}

const WORDS = { title: "Repair it", explanation: "It is repaired." };

/** The gate's word on a new text of the target's file. */
export function judgeText(target: Target, text: string): ProposalProof {
  return judge(target, [editBetween(target.path, target.text, text)]);
}
