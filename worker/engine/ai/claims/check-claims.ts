import { type Finding, SEVERITIES, type Severity } from "../../finding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { MAX_CLAIMS, MAX_MESSAGE, MAX_TITLE } from "../answer/answer-schemas.ts";
import type { CheckedClaims, Claim, ClaimsAnswer, DroppedClaim, DropReason, RawClaim } from "../answers.ts";
import type { AiContext } from "../context.ts";
import { compareClaims } from "./compare-claims.ts";
import { fingerprintOf, groundClaim } from "./ground-claim.ts";
import { judgeByRules, type Known, knownOf, type Place } from "./judge-by-rules.ts";
import { placesInText } from "./places-in-text.ts";
import { safeText } from "./safe-text.ts";
import { StaleFiles } from "./stale-files.ts";
import { TOPICS } from "./topics.ts";

/** What claims are held against: what was sent, the repository as it is now, and what the rules found in it. */
export interface ClaimGround {
  readonly context: AiContext;
  readonly repository: RepositoryModel;
  readonly findings: readonly Finding[];
}

interface Bench extends ClaimGround {
  readonly stale: StaleFiles;
  readonly known: readonly Known[];
}

/** The most that a model may say of its own. */
const HIGHEST: Severity = "medium";

/** The claims that stand, and why the others do not: each claim of the answer is in one of the two. Never throws. */
export function checkClaims(answer: ClaimsAnswer, ground: ClaimGround): CheckedClaims {
  const { context, repository, findings } = ground;
  const bench = { ...ground, stale: new StaleFiles(repository), known: knownOf(findings, context.known) };
  const dropped: DroppedClaim[] = [];
  const checked: { readonly claim: Claim; readonly isLowered: boolean }[] = [];
  for (const [index, raw] of answer.claims.entries()) {
    const outcome = index < MAX_CLAIMS ? check(raw, bench) : "over_limit";
    if (typeof outcome === "string") dropped.push({ reason: outcome, path: raw.path });
    else checked.push(outcome);
  }
  const { stand, beaten } = compareClaims(checked.map(({ claim }) => claim));
  for (const { claim, reason } of beaten) dropped.push({ reason, path: claim.path });
  const lowered = checked.filter(({ claim, isLowered }) => isLowered && stand.includes(claim)).length;
  return { claims: stand, dropped, lowered };
}

function check(raw: RawClaim, bench: Bench): { claim: Claim; isLowered: boolean } | DropReason {
  const topic = TOPICS.find(({ id }) => id === raw.topic);
  if (!topic) return "unknown_topic";
  const ground = groundClaim(raw, bench.context, bench.stale);
  if (typeof ground === "string") return ground;
  const place = { path: raw.path, line: ground.line, endLine: ground.endLine };
  const verdict = judgeByRules(raw, place, bench.known);
  if (verdict) return verdict;
  const texts = textsOf(raw, ground.file.lines, bench);
  if (typeof texts === "string") return texts;
  const severity = severityOf(raw.severity, { ...place, category: topic.category }, bench.known);
  const claim = {
    topic: topic.id,
    category: topic.category,
    severity,
    ...texts,
    ...place,
    quote: ground.quote,
    fingerprint: fingerprintOf(bench.context.task, topic.id, ground),
  };
  return { claim, isLowered: severity !== raw.severity };
}

type SentLines = AiContext["files"][number]["lines"];

/** Title and message as readers see them: their lines are those of the repository, and every file they name is there. */
function textsOf(
  raw: RawClaim,
  lines: SentLines,
  { context, repository }: Bench,
): { title: string; message: string } | DropReason {
  const title = safeText(raw.title);
  const message = safeText(raw.message);
  if (title === null || message === null) return "unsafe_text";
  const sources = { lines, context, repository };
  const [ownTitle, ownMessage] = [placesInText(title, sources), placesInText(message, sources)];
  if (!ownTitle.ok) return ownTitle.reason;
  if (!ownMessage.ok) return ownMessage.reason;
  return { title: ownTitle.text.slice(0, MAX_TITLE), message: ownMessage.text.slice(0, MAX_MESSAGE) };
}

/** A rule agrees when it found something of the same kind, at least as grave, on those lines. */
function severityOf(claimed: Severity, place: Place & { category: string }, known: readonly Known[]): Severity {
  if (rank(claimed) <= rank(HIGHEST)) return claimed;
  const agrees = known.some(
    (finding) =>
      finding.path === place.path &&
      finding.category === place.category &&
      finding.line <= place.endLine &&
      place.line <= finding.endLine &&
      rank(finding.severity) >= rank(claimed),
  );
  return agrees ? claimed : HIGHEST;
}

function rank(severity: Severity): number {
  return SEVERITIES.length - SEVERITIES.indexOf(severity);
}
