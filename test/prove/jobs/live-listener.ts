/** One page's stream as the web app keeps it, on a line that can be cut or fall silent; its times run ten times as fast. */
import { type LiveClient, type LiveSocket, openLive } from "../../../web/src/live.ts";

const FASTER = 10;
const PAGE = 500;

export type Line = { readonly seq: number; readonly message: string };
type Frame = { readonly kind: "event" | "resync_required"; readonly event: Line };
export type Watched = { readonly url: string; readonly jobId: string; readonly cookie: string };

/** Node's own WebSocket takes headers where a browser takes protocols. */
function openSocket(url: string, headers: Record<string, string>): WebSocket {
  return new WebSocket(url, { headers } as unknown as string[]);
}

export class Listener {
  readonly #watched: Watched;
  readonly #client: LiveClient;
  #line: WebSocket | undefined;
  #isDeaf = false;
  /** Wakes whoever waits for the line. */
  #connected: (() => void) | undefined;
  mode = "reconnecting";
  /** What the page shows. */
  lines: Line[] = [];
  /** The last number that the present line had to send already; null: any may come next. */
  #sent: number | null = 0;
  /** Frames that repeated one of their line or left one out. */
  strays = 0;
  connects = 0;
  resyncs = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    const live = `${watched.url.replace("http", "ws")}/api/jobs/${watched.jobId}/live`;
    this.#client = openLive<Line>(
      {
        url: (since) => `${live}?since=${since}`,
        since: 0,
        parse: (text) => this.#parse(text),
        seqOf: ({ seq }) => seq,
        isGapless: true,
        onFrame: (line) => void this.lines.push(line),
        refetch: () => this.#read(),
        onStatus: ({ mode }) => {
          this.mode = mode;
          if (mode === "live") this.#tellConnected();
        },
      },
      {
        connect: (url) => this.#connect(url),
        now: Date.now,
        after: (delayMs, task) => {
          const timer = setTimeout(task, delayMs / FASTER);
          return () => clearTimeout(timer);
        },
        fraction: Math.random,
      },
    );
  }

  #parse(text: string): Line | "resync_required" | undefined {
    const frame = JSON.parse(text) as Frame;
    if (frame.kind === "resync_required") {
      this.resyncs += 1;
      this.#sent = null;
      return "resync_required";
    }
    if (this.#sent !== null && frame.event.seq !== this.#sent + 1) this.strays += 1;
    this.#sent = frame.event.seq;
    return frame.event;
  }

  #connect(url: string): LiveSocket {
    const line = openSocket(url, { cookie: this.#watched.cookie, origin: this.#watched.url });
    const socket: LiveSocket = {
      send: (text) => line.send(text),
      close: () => line.close(),
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    const isHere = () => !(this.#isDeaf && this.#line === line);
    line.onopen = () => socket.onopen?.();
    line.onmessage = (event) => void (isHere() && socket.onmessage?.(event));
    line.onclose = () => void (isHere() && socket.onclose?.());
    this.#line = line;
    this.#sent = Number(new URL(url).searchParams.get("since"));
    this.#isDeaf = false;
    this.connects += 1;
    return socket;
  }

  /** The truth over HTTP, from the start. */
  async #read(): Promise<number | undefined> {
    const { url, jobId, cookie } = this.#watched;
    const lines: Line[] = [];
    for (let since: number | null = 0; since !== null; ) {
      const response: Response = await fetch(`${url}/api/jobs/${jobId}/logs?since=${since}&limit=${PAGE}`, {
        headers: { cookie },
      });
      if (!response.ok) throw new Error(`The log answered ${response.status}.`);
      const page = (await response.json()) as { items: Line[]; next_since: number | null };
      lines.push(...page.items);
      since = page.next_since;
    }
    this.lines = lines;
    return lines.at(-1)?.seq;
  }

  /** Cuts the line; one that somebody waits for is left alone, so that what they measure is the product. */
  drop(): void {
    if (!this.#connected) this.#line?.close();
  }

  /** Nothing comes through any more, and nobody says so. */
  deafen(): void {
    this.#isDeaf = true;
  }

  /** Resolves with the next connect. */
  live(): Promise<void> {
    return new Promise((resolve) => {
      this.#connected = resolve;
    });
  }

  #tellConnected(): void {
    this.#connected?.();
    this.#connected = undefined;
  }

  leave(): void {
    this.#client.close();
  }
}
