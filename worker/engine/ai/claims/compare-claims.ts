import type { Claim } from "../answers.ts";
import { matterOf, opposes, overlap } from "./words.ts";

/** Two claims speak of one thing when they share that much of their words. */
const SAME_MATTER = 0.5;

/** A claim that does not stand beside the others. */
export interface Beaten {
  readonly claim: Claim;
  readonly reason: "duplicate" | "contradicts_claim";
}

/**
 * Splits claims into those that stand together and those that do not. Of claims that say the same the first stays; of
 * claims that say contrary things about the same lines none does, since nobody can say which is true.
 */
export function compareClaims(claims: readonly Claim[]): { stand: Claim[]; beaten: Beaten[] } {
  const near = claims.map((claim) => claims.filter((other) => other !== claim && areNear(claim, other)));
  const stand: Claim[] = [];
  const beaten: Beaten[] = [];
  for (const [index, claim] of claims.entries()) {
    if (near[index]?.some((other) => areContrary(claim, other))) beaten.push({ claim, reason: "contradicts_claim" });
    else if (stand.some((other) => areNear(claim, other) && saySame(claim, other)))
      beaten.push({ claim, reason: "duplicate" });
    else stand.push(claim);
  }
  return { stand, beaten };
}

function areNear(left: Claim, right: Claim): boolean {
  return left.path === right.path && left.line <= right.endLine && right.line <= left.endLine;
}

function areContrary(left: Claim, right: Claim): boolean {
  if (!opposes(left.title, right.title)) return false;
  return overlap(matterOf(left.title), matterOf(right.title)) >= SAME_MATTER;
}

function saySame(left: Claim, right: Claim): boolean {
  return left.topic === right.topic || overlap(matterOf(textOf(left)), matterOf(textOf(right))) > 0.7;
}

function textOf({ title, message }: Claim): string {
  return `${title} ${message}`;
}
