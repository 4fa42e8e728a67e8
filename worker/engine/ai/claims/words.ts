/** Words that say nothing about a matter. */
const IDLE = new Set(
  "a an the and or of to in on at by for from with without into than then that this these those it its is are was were be been being has have had do does did not no nor but if when while where which who what so as up out can could may might must shall should will would also only even just any all each every some more most other another such same own there here they them their you your we our one two after before onto over under".split(
    " ",
  ),
);

/** Endings that change a word's form and not its matter. */
const ENDINGS = /(?:ations?|ings?|edly|ness|ies|ied|ers?|ed|es|ly|s|e)$/;

/** The words of a text that say what it is about, without their endings. */
export function matterOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 1 && !IDLE.has(word)).map(stemOf));
}

function stemOf(word: string): string {
  const stem = word.length > 4 ? word.replace(ENDINGS, "") : word.replace(/s$/, "");
  return stem.length > 2 ? stem : word;
}

/** How much of the smaller set of words the other has too: 0 to 1; 0 when either is empty. */
export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  if (small.size === 0) return 0;
  return [...small].filter((word) => large.has(word)).length / small.size;
}

const NEGATION =
  /\b(?:not|no|never|none|nothing|nobody|without|cannot|neither|nor|lacks?|lacking|missing|fails? to|un(?:used|needed|necessary|tested|reachable|safe)|in(?:correct|valid|secure)|\w+n['’]t)\b/gi;

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\balways\b/i, /\bnever\b/i],
  [/\b(?:before|too early|earlier)\b/i, /\b(?:after|too late|later)\b/i],
  [/\b(?:passes|pass|succeeds?|green)\b/i, /\b(?:fails?|breaks?|red)\b/i],
  [/\b(?:slow|slower|long|longer)\b/i, /\b(?:fast|faster|short|shorter|quick)\b/i],
  [/\b(?:too (?:many|much|large|wide|broad))\b/i, /\b(?:too (?:few|little|small|narrow))\b/i],
  [
    /\b(?:redundant|needless|unneeded|unnecessary|superfluous|useless)\b/i,
    /\b(?:required|needed|necessary|essential)\b/i,
  ],
  [
    /\b(?:safe|secure|correct|fine|harmless|right)\b/i,
    /\b(?:unsafe|insecure|incorrect|wrong|dangerous|risky|harmful)\b/i,
  ],
  [/\b(?:skips?|skipped)\b/i, /\b(?:runs?|executes?|executed)\b/i],
  [/\b(?:keep|keeps|retain)\b/i, /\b(?:remove|delete|drop)\b/i],
];

/**
 * Which side of each pair of opposites a text takes: 1, -1, or 0 for neither or both. The first is whether it denies: an
 * odd number of negations in its first sentence.
 */
export function stanceOf(text: string): readonly number[] {
  const [first = ""] = text.split(/[.;!?](?:\s|$)/);
  const denies = (first.match(NEGATION) ?? []).length % 2 === 1;
  return [denies ? 1 : -1, ...OPPOSITES.map(([one, other]) => Number(one.test(text)) - Number(other.test(text)))];
}

/** Whether two texts about one matter say contrary things of it. */
export function areOpposed(left: readonly number[], right: readonly number[]): boolean {
  return left.some((side, index) => side * (right[index] ?? 0) < 0);
}
