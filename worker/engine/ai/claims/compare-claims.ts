import type { Claim } from "../answers.ts";
import { areOpposed, matterOf, overlap, stanceOf } from "./words.ts";

/** Two claims speak of one thing when they share that much of their words. */
const SAME_MATTER = 0.5;
/** And they say the same of it when they share that much of all of them. */
const SAME_WORDS = 0.7;

/** A claim that does not stand beside the others. */
export interface Beaten {
  readonly claim: Claim;
  readonly reason: "duplicate" | "contradicts_claim";
}

/** A claim with what it is compared by, told once: two hundred claims are twenty thousand pairs. */
interface Told {
  readonly claim: Claim;
  readonly matter: ReadonlySet<string>;
  readonly stance: readonly number[];
  readonly words: ReadonlySet<string>;
}

/**
 * Splits claims into those that stand together and those that do not. Of claims that say the same the first stays; of
 * claims that say contrary things about the same lines none does, since nobody can say which is true.
 */
export function compareClaims(claims: readonly Claim[]): { stand: Claim[]; beaten: Beaten[] } {
  const told = claims.map(tellOf);
  const stand: Told[] = [];
  const beaten: Beaten[] = [];
  for (const own of told) {
    const { claim } = own;
    if (told.some((other) => areContrary(own, other))) beaten.push({ claim, reason: "contradicts_claim" });
    else if (stand.some((other) => saySame(own, other))) beaten.push({ claim, reason: "duplicate" });
    else stand.push(own);
  }
  return { stand: stand.map(({ claim }) => claim), beaten };
}

function tellOf(claim: Claim): Told {
  const { title, message } = claim;
  return { claim, matter: matterOf(title), stance: stanceOf(title), words: matterOf(`${title} ${message}`) };
}

function areNear({ claim: left }: Told, { claim: right }: Told): boolean {
  return left.path === right.path && left.line <= right.endLine && right.line <= left.endLine;
}

function areContrary(left: Told, right: Told): boolean {
  if (left === right || !areNear(left, right) || !areOpposed(left.stance, right.stance)) return false;
  return overlap(left.matter, right.matter) >= SAME_MATTER;
}

function saySame(left: Told, right: Told): boolean {
  if (!areNear(left, right)) return false;
  return left.claim.topic === right.claim.topic || overlap(left.words, right.words) > SAME_WORDS;
}
