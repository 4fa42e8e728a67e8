/** People whose GitHub access is read and stored anew while the key changes, and what must be true of every answer. */
import { setTimeout as pause } from "node:timers/promises";

type Facts = {
  reads: number;
  /** Answers that are a failure, or a value that was not the user's at that moment. */
  failedReads: string[];
  writes: number;
  failedWrites: string[];
  /** Requests that the killed process left without an answer. */
  unanswered: number;
};

type Pace = { readonly readsASecond: number; readonly writesASecond: number };

const ANSWER_WITHIN_MS = 60_000;
const AT_ONCE = 25;
/** A machine that is too slow for the pace gets less of it, and no backlog. */
const OPEN_AT_MOST = 32;

export class Traffic {
  readonly facts: Facts = { reads: 0, failedReads: [], writes: 0, failedWrites: [], unanswered: 0 };
  readonly #url: string;
  readonly #users: readonly string[];
  /** Values that a user's row may have: the last one that was acknowledged, and those begun since. */
  readonly #possible = new Map<string, Set<string>>();
  readonly #busy = new Set<string>();
  readonly #open = new Set<Promise<void>>();
  #going = false;
  /** Odd while the process is being killed and started. */
  #outages = 0;
  #count = 0;

  constructor(url: string, users: readonly string[]) {
    this.#url = url;
    this.#users = users;
    for (const user of users) this.#possible.set(user, new Set([`${user}#0`]));
  }

  /** A connection that was closed while it was idle is opened again once, as browsers do it. */
  async #ask(path: string, isSecond = false): Promise<Response | undefined> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const outages = this.#outages;
    let failure: unknown;
    try {
      return await fetch(`${this.#url}${path}`, { signal });
    } catch (error) {
      failure = error;
    }
    const isKilled = outages % 2 === 1 || outages !== this.#outages;
    if (!isKilled && !isSecond) return this.#ask(path, true);
    if (isKilled) this.facts.unanswered += 1;
    else this.facts.failedReads.push(`${path}: ${String(failure)} ${String((failure as Error).cause)}`);
    return undefined;
  }

  async #read(user: string): Promise<void> {
    const before = [...(this.#possible.get(user) ?? [])];
    const text = await this.#ask(`/proof/read?user=${user}`).then((response) =>
      response?.text().then((body) => (response.ok ? body : `${response.status} ${body}`)),
    );
    if (text === undefined) return;
    this.facts.reads += 1;
    const now = [...(this.#possible.get(user) ?? [])];
    // The two values are read one after the other, so each may be of another write.
    const [token = "", renews = ""] = text.split(" ");
    const possible = new Set([...before, ...now]);
    const isRight = possible.has(token) && possible.has(renews.replace(/^r-/, ""));
    if (!isRight) this.facts.failedReads.push(`${user}: ${text.slice(0, 120)}`);
  }

  async #write(user: string): Promise<void> {
    if (this.#busy.has(user)) return;
    this.#busy.add(user);
    this.#count += 1;
    const text = `${user}#${this.#count}`;
    const possible = this.#possible.get(user) ?? new Set();
    possible.add(text);
    const response = await this.#ask(`/proof/write?user=${user}&text=${encodeURIComponent(text)}`);
    if (response?.ok) {
      this.facts.writes += 1;
      this.#possible.set(user, new Set([text]));
    } else if (response) this.facts.failedWrites.push(await response.text());
    this.#busy.delete(user);
  }

  #start(work: Promise<void>): void {
    const settled = work.finally(() => this.#open.delete(settled));
    this.#open.add(settled);
  }

  async #pace(perSecond: number, next: () => Promise<void>): Promise<void> {
    const startedAt = Date.now();
    for (let made = 0; this.#going; made += 1) {
      const wait = startedAt + (made * 1_000) / perSecond - Date.now();
      if (wait > 0) await pause(wait);
      if (this.#open.size < OPEN_AT_MOST) this.#start(next());
    }
  }

  /** While `work` runs the process may be away. */
  async outage(work: () => Promise<void>): Promise<void> {
    this.#outages += 1;
    await work();
    this.#outages += 1;
  }

  /** Goes on until `stop`. Writes go where `near` says that the rotation is, reads anywhere. */
  begin({ readsASecond, writesASecond }: Pace, near: () => number): void {
    this.#going = true;
    const any = () => this.#users[Math.floor(Math.random() * this.#users.length)] ?? "";
    const soon = () => this.#users[(near() + Math.floor(Math.random() * 300)) % this.#users.length] ?? "";
    void this.#pace(readsASecond, () => this.#read(any()));
    void this.#pace(writesASecond, () => this.#write(soon()));
  }

  async stop(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#open);
  }

  /** Reads every user once. */
  async readAll(): Promise<void> {
    const waiting = [...this.#users];
    const reader = async () => {
      for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) await this.#read(user);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
  }
}
