import type { Finding } from "../../finding.ts";
import type { AiContext } from "../context.ts";
import { assemble, type Wanted } from "./assemble.ts";
import { type Place, windowOf } from "./fit-lines.ts";
import type { ContextGround } from "./ground.ts";
import { belongings } from "./unit-context.ts";

/**
 * The file of a finding with every line of it, so that edits fit the original, and what belongs to it. Of a file that does
 * not fit, the lines around the finding without gaps; `left` says so.
 * Without `files` where it may not be sent, was not read, or not one line of it fits: there is nothing to ask then.
 * @param budget input tokens
 */
export function remediationContext(ground: ContextGround, finding: Finding, budget: number): AiContext {
  const place: Place = [finding.range.line, finding.range.endLine];
  const subject: Wanted = {
    path: finding.path,
    role: "subject",
    form: "every",
    cut: (lines, room) => windowOf(lines, place, room),
  };
  const wanted = [subject, ...belongings(ground, finding.path)];
  return assemble(ground, { task: "remediation", subject: finding.path, budget, wanted, findings: [finding] });
}
