import { LineIndex, type Span } from "../parse/line-index.ts";
import { secretsIn } from "./find-secrets.ts";
import { mergeSecrets } from "./merge-secrets.ts";
import type { Secret } from "./secret.ts";

/** What was replaced: the rule that told the secret, and its line (1-based). One entry for each line that changed. */
interface Redaction {
  readonly rule: string;
  readonly line: number;
}

/** A text whose secrets are placeholders. */
export interface Redacted {
  /** As many lines as before; `⟦REDACTED:<rule>:<n>⟧` in the place of each secret. */
  readonly text: string;
  readonly hits: readonly Redaction[];
}

/** Redacts several texts of one request; equal secrets have equal numbers in all of them. */
export interface Redactor {
  redact(path: string, text: string): Redacted;
}

/** A text that already says `⟦REDACTED` could pass its words off as ours. */
const FORGED = /⟦(?=\s*REDACTED)/gi;

/** Numbers secrets in the order in which they are met; says nothing else about them. */
export function createRedactor(): Redactor {
  const numbers = new Map<string, number>();
  const numberOf = ({ value }: Secret) => {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return number;
  };
  return {
    redact(_path, original) {
      const text = original.replace(FORGED, "[");
      const secrets = withKnown(text, secretsIn(text), numbers.keys());
      const lines = new LineIndex(text);
      const hits: Redaction[] = [];
      let [redacted, at] = ["", 0];
      for (const { start, end, placeholder, rule } of placesOf(secrets, numberOf)) {
        redacted += text.slice(at, start) + placeholder;
        at = end;
        hits.push({ rule, line: lines.lineAt(start) });
      }
      return { text: redacted + text.slice(at), hits };
    },
  };
}

/** Shorter values stand in texts by chance. */
const LEAST_KNOWN = 8;
const [MOST_KNOWN, WORD_UNIT] = [500, /[A-Za-z0-9_]/];

/** Secrets, and the places where one of them, or of those that other texts had, stands with nothing beside it to tell it. */
function withKnown(text: string, secrets: readonly Secret[], earlier: Iterable<string>): Secret[] {
  const values = new Set([...secrets.map(({ value }) => value), ...earlier]);
  const known = [...values].filter((value) => value.length >= LEAST_KNOWN).slice(0, MOST_KNOWN);
  return mergeSecrets(text, [...secrets, ...known.flatMap((value) => placesOfValue(text, value))]);
}

function placesOfValue(text: string, value: string): Omit<Secret, "value">[] {
  const places: Omit<Secret, "value">[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
    const end = start + value.length;
    const isWhole = !WORD_UNIT.test(text.charAt(start - 1)) && !WORD_UNIT.test(text.charAt(end));
    if (isWhole) places.push({ rule: "known-secret", parts: [{ start, end }] });
  }
  return places;
}

interface Place extends Span {
  readonly rule: string;
  readonly placeholder: string;
}

/** Every stretch to replace, in order of the text. */
function placesOf(secrets: readonly Secret[], numberOf: (secret: Secret) => number): Place[] {
  const places = secrets.flatMap((secret) => {
    const { rule } = secret;
    const placeholder = `⟦REDACTED:${rule}:${numberOf(secret)}⟧`;
    return secret.parts.map((part): Place => ({ ...part, rule, placeholder }));
  });
  return places.sort((left, right) => left.start - right.start);
}

/**
 * Replaces every secret of a text by a placeholder.
 * @param path where the text comes from, relative to the repository
 */
export function redact(text: string, path: string): Redacted {
  return createRedactor().redact(path, text);
}
