/** A small repository of one stack, with what its profile must say. */
export interface Stack {
  readonly name: string;
  /** Texts by path; null for a file whose content nobody reads. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly expected: {
    readonly language: string;
    readonly packageManager: string | null;
    /** Prefix of the version that a runtime must have, `node 24`; null where the repository names none. */
    readonly runtime: string | null;
    readonly framework: string | null;
  };
}

/** A manifest as its tools write it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
