import { LineIndex, type Span } from "../parse/line-index.ts";
import { secretsIn } from "./find-secrets.ts";
import type { Secret } from "./secret.ts";

/** What was replaced: the rule that told the secret, and its line (1-based). One entry for each line that changed. */
export interface Redaction {
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
      const secrets = secretsIn(text);
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
