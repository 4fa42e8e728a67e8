import { knownTokensIn } from "../credentials/known-tokens.ts";
import { SourceFile } from "../model/source-file.ts";
import type { Secret } from "./secret.ts";

/** Where a secret stands, without the secret. */
export interface SecretHit {
  readonly rule: string;
  /** UTF-16 offsets; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
}

/** Every secret of a text, in order, none overlapping another. */
export function secretsIn(text: string): readonly Secret[] {
  return knownTokensIn(new SourceFile("", text)).map(({ start, end }) => ({
    rule: "known-token",
    value: text.slice(start, end),
    parts: [{ start, end }],
  }));
}

/** Where secrets stand in a text; placeholders that `redact` wrote are none. Empty: the text may be sent. */
export function findSecrets(text: string): readonly SecretHit[] {
  const { lines } = new SourceFile("", text);
  return secretsIn(text).flatMap(({ rule, parts }) => {
    const [first, last] = [parts[0], parts.at(-1)];
    return first && last ? [{ rule, start: first.start, end: last.end, line: lines.lineAt(first.start) }] : [];
  });
}
