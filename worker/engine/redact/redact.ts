import { LineIndex } from "../parse/line-index.ts";
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
  const numbers = new Map<string, { readonly n: number; readonly rule: string }>();
  const numbered = (secret: Secret) => {
    const known = numbers.get(secret.value) ?? { n: numbers.size + 1, rule: secret.rule };
    numbers.set(secret.value, known);
    return known;
  };
  return {
    redact(_path, original) {
      const text = original.replace(FORGED, "[");
      const secrets = secretsIn(text);
      const lines = new LineIndex(text);
      const hits: Redaction[] = [];
      let [redacted, at] = ["", 0];
      for (const secret of secrets) {
        const { n, rule } = numbered(secret);
        for (const part of secret.parts) {
          redacted += `${text.slice(at, part.start)}⟦REDACTED:${rule}:${n}⟧`;
          at = part.end;
          hits.push({ rule, line: lines.lineAt(part.start) });
        }
      }
      return { text: redacted + text.slice(at), hits };
    },
  };
}

/**
 * Replaces every secret of a text by a placeholder.
 * @param path where the text comes from, relative to the repository
 */
export function redact(text: string, path: string): Redacted {
  return createRedactor().redact(path, text);
}
