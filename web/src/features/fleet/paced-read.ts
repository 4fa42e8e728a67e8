/** When a list that costs several requests is read again: seldom enough for its budget, and until it has worked. */
import { reconnectDelayMs } from "../../live.ts";
import { toProblem } from "../../problem.ts";

/** Frames come in bursts: one reading answers them all. */
const AFTER_MS = 400;
/** The API allows a user 30 requests a minute for repositories; a tab takes at most a third of them. */
const MS_PER_REQUEST = 6000;
/** The clock of this computer can be wrong: it is not believed for longer. */
const LONGEST_PAUSE_MS = 300_000;

export type PacedRead = {
  /** Reads soon; what fails is tried again. */
  soon(): void;
  /** As `soon`; settles with the first reading that begins after this call. */
  next(): Promise<void>;
  close(): void;
};

/** The instant at which to read again, in ms since the epoch, after `failures` in a row of which the last was `thrown`. */
function againAt(thrown: unknown, failures: number): number {
  const now = Date.now();
  const named = toProblem(thrown).retryAt ?? now + reconnectDelayMs(failures, Math.random());
  return Math.min(named, now + LONGEST_PAUSE_MS);
}

async function failureOf(read: () => Promise<unknown>): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await read();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

class Pacer implements PacedRead {
  readonly #read: () => Promise<unknown>;
  readonly #requests: () => number;
  #earliestAt = 0;
  #failures = 0;
  #isWanted = false;
  #isReading = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Who waits for a reading that has not begun: each is called with what it failed with, if it failed. */
  #waiting: ((failure?: { readonly thrown: unknown }) => void)[] = [];

  constructor(read: () => Promise<unknown>, requests: () => number) {
    this.#read = read;
    this.#requests = requests;
    document.addEventListener("visibilitychange", this.#plan);
  }

  soon(): void {
    this.#isWanted = true;
    this.#plan();
  }

  next(): Promise<void> {
    this.soon();
    return new Promise((resolve, reject) => {
      this.#waiting.push((failure) => (failure ? reject(failure.thrown) : resolve()));
    });
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.#plan);
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Nobody looks at a hidden tab: what came meanwhile is read when it is shown again. */
  readonly #plan = (): void => {
    if (!this.#mayRead() || this.#timer !== undefined) return;
    const run = () => {
      this.#timer = undefined;
      if (this.#mayRead()) void this.#run();
    };
    this.#timer = setTimeout(run, Math.max(AFTER_MS, this.#earliestAt - Date.now()));
  };

  #mayRead(): boolean {
    return this.#isWanted && !this.#isReading && !this.#isClosed && document.visibilityState !== "hidden";
  }

  async #run(): Promise<void> {
    const waiting = this.#waiting;
    const beganAt = Date.now();
    this.#waiting = [];
    this.#isWanted = false;
    this.#isReading = true;
    const failure = await failureOf(this.#read);
    this.#isReading = false;
    if (failure) this.#isWanted = true;
    const retryAt = failure ? againAt(failure.thrown, this.#failures) : 0;
    this.#failures = failure ? this.#failures + 1 : 0;
    this.#earliestAt = Math.max(retryAt, beganAt + this.#requests() * MS_PER_REQUEST);
    for (const tell of waiting) tell(failure);
    this.#plan();
  }
}

/** Paces `read`, which takes as many requests as `requests` says after it. It is for one page, which closes it. */
export function createPacedRead(read: () => Promise<unknown>, requests: () => number): PacedRead {
  return new Pacer(read, requests);
}
