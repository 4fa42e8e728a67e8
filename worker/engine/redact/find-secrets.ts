import { LineIndex, type Span } from "../parse/line-index.ts";
import { addressFinder, hookFinder } from "./detect-addresses.ts";
import { clusterSecretsIn } from "./detect-cluster-secrets.ts";
import { commandFinders, jwtFinder } from "./detect-commands.ts";
import { markedFinders } from "./detect-marked.ts";
import { namedFinder } from "./detect-named.ts";
import { bareKeyAt, privateKeyAt, puttyKeyAt } from "./detect-private-keys.ts";
import { pairedWith, publicBlocksOf, runsOf, textBehind, unnamedAt } from "./detect-unnamed.ts";
import { isHex, isRandom } from "./judge-value.ts";
import { KeywordIndex } from "./keyword-index.ts";
import { type Find, mergeSecrets } from "./merge-secrets.ts";
import type { Secret } from "./secret.ts";
import { type Finder, type Found, joinedView, type View, viewOf } from "./view.ts";

/** Where a secret stands, without the secret. */
export interface SecretHit {
  readonly rule: string;
  /** UTF-16 offsets; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
}

const FORM_FINDERS: readonly Finder[] = [...markedFinders, jwtFinder, addressFinder];
const ALL_FINDERS: readonly Finder[] = [...FORM_FINDERS, namedFinder, hookFinder, ...commandFinders];
const indexOf = (finders: readonly Finder[]) =>
  new KeywordIndex(finders.flatMap((finder) => finder.words.map((word) => [word, finder] as const)));
const ALL = indexOf(ALL_FINDERS);
const KEY_BLOCKS = new KeywordIndex([
  ["-----begin", privateKeyAt],
  ["private-lines:", puttyKeyAt],
  ...["mii", "mig", "mhccaqee", "mhqcaqee", "mc4caqaw"].map((word) => [word, bareKeyAt] as const),
]);

function foundIn(view: View, index: KeywordIndex<Finder>): Found[] {
  const found: Found[] = [];
  index.each(view.lower, ({ at, word, what }) => {
    const hit = what.find(view, at, word);
    if (hit) found.push(hit);
  });
  return found;
}

function keysIn(view: View): Span[][] {
  const keys: Span[][] = [];
  KEY_BLOCKS.each(view.lower, ({ at, what }) => {
    if (at < (keys.at(-1)?.at(-1)?.end ?? 0)) return;
    const parts = what(view, at);
    if (parts.length > 0) keys.push(parts);
  });
  return keys;
}

/** Runs that are random themselves, or an encoding of a text with a secret. */
function runsIn(view: View, isInside: boolean): Found[] {
  const found: Found[] = [];
  const blocks = publicBlocksOf(view.text);
  for (const { run, at } of runsOf(view.text)) {
    if (blocks.some(({ start, end }) => start < at && at < end)) continue;
    const hidden = isInside ? null : textBehind(run);
    if (hidden === null) found.push(...unnamedAt(view.text, run, at));
    else if (isHiddenSecret(hidden)) found.push({ rule: "encoded-secret", start: at, end: at + run.length });
  }
  return found;
}

/** Whether what is encoded is one token, or holds a secret. */
function isHiddenSecret(text: string): boolean {
  return (isRandom(text, 20) && !/\s/.test(text)) || isHex(text, 32) || hasSecret(text);
}

/** Whether a decoded text holds a secret; what is encoded twice is not looked for. */
function hasSecret(text: string): boolean {
  const view = viewOf(text);
  return foundIn(view, ALL).length > 0 || keysIn(view).length > 0 || runsIn(view, true).length > 0;
}

/** Secrets whose pieces stand in several strings or lines. */
function splitSecrets(text: string, splits: "strings" | "folds"): Find[] {
  const view = joinedView(text, splits);
  if (!view) return [];
  return [...foundIn(view, ALL), ...runsIn(view, false)].flatMap(({ rule, start, end }) => {
    const parts = view.partsOf({ start, end });
    return parts.length > 1 ? [{ rule, parts }] : [];
  });
}

/** What `redact` wrote: as long, and nothing that any rule could take for a name or a value. */
const PLACEHOLDER = /⟦REDACTED:[a-z0-9-]{1,60}:\d{1,6}⟧/g;

/** Every secret of a text, in order, none overlapping another; placeholders are none. */
export function secretsIn(original: string): readonly Secret[] {
  const text = original.replace(PLACEHOLDER, (placeholder) => "⟦".repeat(placeholder.length));
  const view = viewOf(text);
  const found = foundIn(view, ALL);
  const whole = [...found, ...pairedWith(view, found), ...runsIn(view, false)].map(({ rule, start, end }) => ({
    rule,
    parts: [{ start, end }],
  }));
  const keys = keysIn(view).map((parts) => ({ rule: "private-key", parts }));
  return mergeSecrets(text, [
    ...keys,
    ...whole,
    ...clusterSecretsIn(view),
    ...splitSecrets(text, "strings"),
    ...splitSecrets(text, "folds"),
  ]);
}

/** Where secrets stand in a text; placeholders that `redact` wrote are none. Empty: the text may be sent. */
export function findSecrets(text: string): readonly SecretHit[] {
  const lines = new LineIndex(text);
  return secretsIn(text).flatMap(({ rule, parts }) => {
    const [first, last] = [parts[0], parts.at(-1)];
    return first && last ? [{ rule, start: first.start, end: last.end, line: lines.lineAt(first.start) }] : [];
  });
}
