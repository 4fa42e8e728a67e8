import { v7 } from "uuid";

/** Randomness as the rest of the Worker sees it. */
export type Random = {
  /** A time-ordered id. */
  uuidv7(): string;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** In [0, 1); for jitter, never for secrets. */
  fraction(): number;
};

export function createRandom(hook: Partial<Random> = {}): Random {
  return {
    uuidv7: () => v7(),
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fraction: () => Math.random(),
    ...hook,
  };
}
