import { v7 } from "uuid";
import { createClock } from "./clock.ts";

/** Randomness as the rest of the Worker sees it. */
export type Random = {
  /** A time-ordered id: those of one isolate ascend. */
  uuidv7(): string;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** In [0, 1); for jitter, never for secrets. */
  fraction(): number;
};

const ID_BYTES = 16;
/** Ids for which random bytes are fetched at once: each call to the platform costs as much as dozens of ids. */
const IDS_AT_ONCE = 64;
/** The counter of a millisecond begins in the lower half of its 32 bits, so that it does not overflow (RFC 9562, 6.2). */
const SEQUENCE_START_BITS = 31;

function createIds(): () => string {
  const pool = new Uint8Array(ID_BYTES * IDS_AT_ONCE);
  const words = new DataView(pool.buffer);
  let offset = pool.length;
  const clock = createClock();
  let [msecs, seq] = [0, 0];
  return () => {
    if (offset === pool.length) {
      crypto.getRandomValues(pool);
      offset = 0;
    }
    const random = pool.subarray(offset, offset + ID_BYTES);
    const start = words.getUint32(offset) >>> (32 - SEQUENCE_START_BITS);
    offset += ID_BYTES;
    const now = clock.now();
    seq = now > msecs ? start : seq + 1;
    msecs = Math.max(msecs, now);
    return v7({ random, msecs, seq });
  };
}

/** One for the isolate, so that ids ascend whoever asks. */
const nextId = createIds();

export function createRandom(hook: Partial<Random> = {}): Random {
  return {
    uuidv7: nextId,
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fraction: () => Math.random(),
    ...hook,
  };
}
