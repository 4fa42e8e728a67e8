/**
 * Keeps one event stream alive: replays what was missed (`since`), drops what is known, notices a dead line by its
 * silence, backs off, and reads over HTTP while the stream is down. No DOM in here: socket, clock and chance are given.
 */
export type LiveSocket = {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
};

export type LivePlatform = {
  connect(url: string): LiveSocket;
  now(): number;
  /** Runs `task` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** In [0, 1). */
  fraction(): number;
};

/** `since` is the last instant at which the page was known to be up to date, in ms since the epoch. */
export type LiveStatus = { readonly mode: "live" | "reconnecting" | "stale"; readonly since: number };

export type LiveOptions<Frame> = {
  readonly url: (since: number) => string;
  /** Last sequence number that the page has. */
  readonly since: number;
  /** Text of a frame to a frame; undefined for kinds that this page does not know. */
  readonly parse: (text: string) => Frame | "resync_required" | undefined;
  readonly seqOf: (frame: Frame) => number;
  /** True for a feed without gaps: a frame that is not the next one means that one was lost, so the truth is read. */
  readonly isGapless?: boolean;
  readonly onFrame: (frame: Frame) => void;
  /** Reads the truth over HTTP and answers the last sequence number read, or undefined to keep the present one. */
  readonly refetch: () => Promise<number | undefined>;
  /** True of a failure to read that says that there is nothing to follow any more: the stream ends. */
  readonly isGone?: (thrown: unknown) => boolean;
  /** When the stream is opened in place of another: up to when that one was up to date. */
  readonly upToDateAt?: number | undefined;
  readonly onStatus: (status: LiveStatus) => void;
};

export type LiveClient = {
  close(): void;
  /** Connects at once when the line is cut, instead of waiting for the next try. */
  hurry(): void;
  /** The last instant at which the page was known to be up to date, in ms since the epoch. */
  upToDateAt(): number;
};

const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 25_000;
/** A server that starts or stands still may take a connect and say nothing: the next try finds it sooner than patience does. */
const OPEN_WITHIN_MS = 10_000;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
const POLL_EVERY_MS = 10_000;
const CONNECTS_BEFORE_POLLING = 3;

/** Delay before connect number `failures` + 1: doubles up to 30 s, between half and all of it by chance. */
export function reconnectDelayMs(failures: number, fraction: number): number {
  const full = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  return Math.round(full * (0.5 + fraction / 2));
}

/** Addresses of streams that were closed while they owed a read: whoever is opened in their place owes it. */
const leftOwing = new WeakMap<LivePlatform, Set<string>>();

class Connection<Frame> implements LiveClient {
  readonly #options: LiveOptions<Frame>;
  readonly #platform: LivePlatform;
  #seq: number;
  #socket: LiveSocket | undefined;
  #failures = 0;
  #upToDateAt: number;
  #closed = false;
  #cancelReconnect = () => {};
  #cancelPing = () => {};
  #cancelWatchdog = () => {};
  #cancelPoll: (() => void) | undefined;
  /** Answers in a row that failed while a line was open: as bad as failed connects. */
  #failedReads = 0;
  #isReading = false;
  #mustReadAgain = false;
  /** The server has told to read the truth, and no read has succeeded since: frames that come meanwhile do not replace it. */
  #owesRead: boolean;
  #resyncs = 0;

  constructor(options: LiveOptions<Frame>, platform: LivePlatform) {
    this.#options = options;
    this.#platform = platform;
    this.#seq = options.since;
    this.#upToDateAt = options.upToDateAt ?? platform.now();
    this.#owesRead = leftOwing.get(platform)?.delete(options.url(0)) ?? false;
  }

  connect(): void {
    const socket = this.#platform.connect(this.#options.url(this.#seq));
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = () => this.#lost();
    this.#watch(OPEN_WITHIN_MS);
  }

  hurry(): void {
    if (this.#closed || this.#socket) return;
    this.#cancelReconnect();
    this.connect();
  }

  close(): void {
    if (this.#owesRead && !this.#closed) this.#leaveOwing();
    this.#closed = true;
    this.#dropSocket();
    this.#cancelReconnect();
    this.#stopPolling();
  }

  upToDateAt(): number {
    return this.#upToDateAt;
  }

  #leaveOwing(): void {
    const left = leftOwing.get(this.#platform) ?? new Set();
    leftOwing.set(this.#platform, left.add(this.#options.url(0)));
  }

  #opened(): void {
    this.#failures = 0;
    this.#stopPolling();
    this.#heard();
    this.#report("live");
    if (this.#owesRead) void this.#catchUp();
  }

  #received(data: unknown): void {
    this.#heard();
    if (typeof data !== "string" || data === "pong") return;
    const frame = this.#options.parse(data);
    if (frame === undefined) return;
    if (frame === "resync_required") {
      // The server may count anew: what it sends next is wanted, however small its number.
      this.#seq = 0;
      this.#owesRead = true;
      this.#resyncs += 1;
      void this.#catchUp();
      return;
    }
    const seq = this.#options.seqOf(frame);
    if (seq <= this.#seq) return;
    if (this.#options.isGapless && seq > this.#seq + 1) {
      void this.#catchUp();
      return;
    }
    this.#seq = seq;
    this.#options.onFrame(frame);
  }

  /** Reads what the stream did not bring. Without an answer the line is as good as cut, and the next connect tries again. */
  async #catchUp(): Promise<void> {
    if (this.#isReading) {
      this.#mustReadAgain = true;
      return;
    }
    this.#isReading = true;
    try {
      do {
        this.#mustReadAgain = false;
        await this.#read();
      } while (this.#mustReadAgain && !this.#closed);
      this.#failedReads = 0;
    } catch (thrown) {
      if (this.#endIfGone(thrown)) return;
      this.#failures = this.#failedReads;
      this.#failedReads += 1;
      if (this.#socket) this.#lost();
    } finally {
      this.#isReading = false;
    }
  }

  async #read(): Promise<void> {
    const resyncs = this.#resyncs;
    const seq = await this.#options.refetch();
    if (this.#closed) return;
    // Told again meanwhile, the stream owes another read.
    if (resyncs === this.#resyncs) this.#owesRead = false;
    this.#upToDateAt = this.#platform.now();
    if (seq !== undefined) this.#seq = Math.max(this.#seq, seq);
  }

  #lost(): void {
    this.#dropSocket();
    if (this.#closed) return;
    this.#failures += 1;
    const isPolling = this.#failures >= CONNECTS_BEFORE_POLLING;
    this.#report(isPolling ? "stale" : "reconnecting");
    if (isPolling) this.#startPolling();
    const delayMs = reconnectDelayMs(this.#failures - 1, this.#platform.fraction());
    this.#cancelReconnect = this.#platform.after(delayMs, () => this.connect());
  }

  /** Silence beyond `limitMs` means that the line is dead, whatever the socket says. */
  #watch(limitMs: number): void {
    this.#cancelWatchdog();
    this.#cancelWatchdog = this.#platform.after(limitMs, () => this.#lost());
  }

  /**
   * Anything that arrives proves the line. The next ping is armed here: browsers slow timers that arm themselves in hidden
   * tabs. The time for its answer starts when it is sent, however late that is.
   */
  #heard(): void {
    this.#upToDateAt = this.#platform.now();
    this.#cancelPing();
    this.#cancelWatchdog();
    this.#cancelPing = this.#platform.after(PING_EVERY_MS, () => {
      this.#socket?.send("ping");
      this.#watch(PONG_WITHIN_MS);
    });
  }

  #dropSocket(): void {
    this.#cancelPing();
    this.#cancelWatchdog();
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #startPolling(): void {
    if (this.#cancelPoll) return;
    const poll = () => {
      this.#cancelPoll = this.#platform.after(POLL_EVERY_MS, poll);
      void this.#poll();
    };
    this.#cancelPoll = this.#platform.after(0, poll);
  }

  #stopPolling(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
  }

  async #poll(): Promise<void> {
    try {
      await this.#read();
      if (this.#cancelPoll) this.#report("stale");
    } catch (thrown) {
      this.#endIfGone(thrown);
      // The status already says since when the page is stale; the next poll or connect tries again.
    }
  }

  /** Whoever may not read, or has nothing to read, gets no line either. */
  #endIfGone(thrown: unknown): boolean {
    if (this.#closed || !this.#options.isGone?.(thrown)) return false;
    this.#owesRead = false;
    this.close();
    this.#report("stale");
    return true;
  }

  #report(mode: LiveStatus["mode"]): void {
    this.#options.onStatus({ mode, since: this.#upToDateAt });
  }
}

/** Opens a stream and keeps it open until `close`. */
export function openLive<Frame>(options: LiveOptions<Frame>, platform: LivePlatform): LiveClient {
  const connection = new Connection(options, platform);
  options.onStatus({ mode: "reconnecting", since: connection.upToDateAt() });
  connection.connect();
  return connection;
}
