/** When a page's data is read again: seldom enough for its budget, and until it has worked. */
import { onCleanup } from "solid-js";
import { reconnectDelayMs } from "./live.ts";
import { toProblem } from "./problem.ts";
import { isGone } from "./refresh.ts";

export type Pace = {
  /** Frames come in bursts: one reading answers them all. */
  readonly afterMs: number;
  readonly perRequestMs: number;
  /** Also while nobody looks: the title of the tab tells of it. */
  readonly isReadHidden?: boolean;
};

/** The API allows a user 30 requests a minute for repositories; a tab takes at most a third of them. */
const LIST: Pace = { afterMs: 400, perRequestMs: 6000 };
/** The clock of this computer can be wrong: it is not believed for longer. */
const LONGEST_PAUSE_MS = 300_000;

export type PacedRead = {
  /** Reads soon; what fails is tried again. */
  soon(): void;
  /** As `soon`; settles with the first reading that begins after this call. */
  next(): Promise<void>;
  close(): void;
};

/** How long to wait after `failures` in a row of which the last was `thrown`. */
function pauseMsAfter(thrown: unknown, failures: number): number {
  const { retryAt } = toProblem(thrown);
  const pauseMs = retryAt === undefined ? reconnectDelayMs(failures, Math.random()) : retryAt - Date.now();
  return Math.min(pauseMs, LONGEST_PAUSE_MS);
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
  readonly #pace: Pace;
  /** By the clock of `performance`, which nobody sets. */
  #earliestAt = 0;
  #failures = 0;
  #isWanted = false;
  #isReading = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Who waits for a reading that has not begun: each is called with what it failed with, if it failed. */
  #waiting: ((failure?: { readonly thrown: unknown }) => void)[] = [];

  constructor(read: () => Promise<unknown>, requests: () => number, pace: Pace) {
    this.#read = read;
    this.#requests = requests;
    this.#pace = pace;
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
    this.#timer = setTimeout(run, Math.max(this.#pace.afterMs, this.#earliestAt - performance.now()));
  };

  #mayRead(): boolean {
    const isSeen = this.#pace.isReadHidden || document.visibilityState !== "hidden";
    return this.#isWanted && !this.#isReading && !this.#isClosed && isSeen;
  }

  async #run(): Promise<void> {
    const waiting = this.#waiting;
    const beganAt = performance.now();
    this.#waiting = [];
    this.#isWanted = false;
    this.#isReading = true;
    const failure = await failureOf(this.#read);
    this.#isReading = false;
    if (failure && !isGone(failure.thrown)) this.#isWanted = true;
    const retryAt = failure ? performance.now() + pauseMsAfter(failure.thrown, this.#failures) : 0;
    this.#failures = failure ? this.#failures + 1 : 0;
    this.#earliestAt = Math.max(retryAt, beganAt + this.#requests() * this.#pace.perRequestMs);
    for (const tell of waiting) tell(failure);
    this.#plan();
  }
}

/** Paces `read`, which takes as many requests as `requests` says after it. It is for one page, which closes it. */
export function createPacedRead(read: () => Promise<unknown>, requests: () => number, pace: Pace = LIST): PacedRead {
  return new Pacer(read, requests, pace);
}

/** The feed numbers what it sends, not what a worker that died had to tell: nobody can see that a frame of that is missing. */
const LOOK_EVERY_MS = 180_000;

/** Until the owner is disposed, reads every three minutes while work is shown, even when nothing tells of it. */
export function createLooking(reading: PacedRead, isAtWork: () => boolean): void {
  const timer = setInterval(() => isAtWork() && reading.soon(), LOOK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
}
