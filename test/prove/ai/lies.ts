/** Claims that do not hold, made out of true ones: none may stand, and the true ones must. */
import type { RawClaim } from "../../../worker/engine/ai/answers.ts";
import { checkClaims } from "../../../worker/engine/ai/claims/check-claims.ts";
import { OPEN_SAYINGS } from "../../support/ai-open-sayings.ts";
import { groundOf } from "../../support/ai-samples.ts";
import { DECIDED_SAYINGS } from "../../support/ai-sayings.ts";
import { TRUE_CLAIMS, trueClaims } from "../../support/ai-true-claims.ts";
import type { Report } from "../report.ts";
import { type Bench, KINDS_OF_LIE } from "./lies/kinds-of-lie.ts";
import { randomQuotes } from "./lies/random-quotes.ts";

export function proveLies(report: Report, short: boolean): void {
  const benches = TRUE_CLAIMS.map(({ sample, rows }): Bench => {
    const ground = groundOf(sample);
    return { sample, ground, claims: trueClaims(ground.context, rows) };
  });
  proveTruths(report, benches);
  for (const [kind, liesOf] of KINDS_OF_LIE) {
    const told = benches.flatMap((bench) => liesOf(bench));
    const stood = told.filter(({ claim, ground }) => stands(claim, ground));
    for (const { claim } of stood.slice(0, 5)) console.log(`      stood: ${claim.path}:${claim.line} ${claim.title}`);
    report.claim(`Lie: ${kind}`, told.length > 0 && stood.length === 0, `${stood.length} of ${told.length} stand`);
  }
  proveSeverity(report, benches);
  proveSayings(report, benches);
  proveRandom(report, benches, short ? 200 : 1_000);
}

function stands(claim: RawClaim, ground: Bench["ground"]): boolean {
  return checkClaims({ claims: [claim] }, ground).claims.length > 0;
}

function proveTruths(report: Report, benches: readonly Bench[]): void {
  const told = benches.flatMap(({ claims }) => claims);
  const stood = benches.flatMap(({ claims, ground }) => checkClaims({ claims }, ground).claims);
  const figure = `${stood.length} of ${told.length} stand, in ${benches.length} repositories`;
  report.claim("True claims stand", told.length >= 12 && stood.length === told.length, figure);
}

/** The twelfth kind does not fall with its claim: the claim is true, its severity is not. */
function proveSeverity(report: Report, benches: readonly Bench[]): void {
  let told = 0;
  let above = 0;
  for (const { claims, ground } of benches) {
    const inflated = claims.flatMap((claim) =>
      (["critical", "high"] as const).map((severity) => ({ ...claim, severity, category: "security" as const })),
    );
    for (const claim of inflated) {
      const [kept] = checkClaims({ claims: [claim] }, ground).claims;
      told += 1;
      if (kept?.severity === "critical" || kept?.severity === "high") above += 1;
    }
  }
  report.claim("Lie: severity inflation", above === 0 && told > 0, `${above} of ${told} are shown above medium`);
}

/** Sentences that were written to tell how well words show what rules decide. */
function proveSayings(report: Report, benches: readonly Bench[]): void {
  const [{ claims, ground } = { claims: [], ground: undefined }] = benches;
  const [claim] = claims;
  if (!claim || !ground) throw new Error("There is no sample.");
  const standing = (sayings: readonly string[]) =>
    sayings.filter((title) => stands({ ...claim, title, message: "Change it." }, ground)).length;
  const [decided, open] = [standing(DECIDED_SAYINGS), standing(OPEN_SAYINGS)];
  const all = DECIDED_SAYINGS.length;
  report.claim("What rules decide, said in free words", decided === 0, `${decided} of ${all} sentences stand`);
  const lost = OPEN_SAYINGS.length - open;
  report.claim(
    "What no rule decides, in free words",
    lost === 0,
    `${lost} of ${OPEN_SAYINGS.length} sentences are lost`,
  );
}

function proveRandom(report: Report, benches: readonly Bench[], count: number): void {
  const quotes = randomQuotes(benches, count);
  const accepted = quotes.filter(({ claim, ground }) => stands(claim, ground));
  for (const { claim } of accepted.slice(0, 5))
    console.log(`      accepted: ${claim.path}:${claim.line} ${claim.quote}`);
  report.claim(
    "Random quotes",
    quotes.length === count && accepted.length === 0,
    `${accepted.length} of ${count} accepted`,
  );
}
