/**
 * Group commit: what comes while others' work is on its way to a store waits for it and then goes together, by the hand of one of
 * those who wait. Nobody waits who comes alone; whoever comes right after a group waits a millisecond for company.
 *
 * Callers may belong to different requests, where the platform lets whoever waits go on in a request of its own. One that ended
 * cannot go on, so each must be kept alive with `waitUntil`, and none waits for others beyond its patience.
 */

export type GroupOptions<Item, Answer> = {
  /** Does all in one go, or nothing: answers in the order of the items. Items may come again after it threw. */
  readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly weightOf: (item: Item) => number;
  /** Weight of a group; a heavier item goes alone. */
  readonly most: number;
  readonly patienceMs: number;
  /** False: each goes by itself. */
  readonly sharesWork: boolean;
};

/**
 * True where whoever waits for another request goes on in its own: `handle_cross_request_promise_resolution`, the default since
 * 2024-10-14, https://developers.cloudflare.com/workers/configuration/compatibility-flags/.
 */
export function resumesInOwnRequest(): boolean {
  return Cloudflare.compatibilityFlags.handle_cross_request_promise_resolution === true;
}

const COMPANY_MS = 1;
/** How long others' work may take before one goes alone: GitHub waits 10 seconds for an answer to a delivery. */
export const PATIENCE_MS = 4_000;

type Turn<Item, Answer> =
  | { readonly kind: "lead"; readonly others: readonly Member<Item, Answer>[] }
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "alone" };

type Member<Item, Answer> = { readonly item: Item; readonly take: (turn: Turn<Item, Answer>) => void };

export class GroupCommit<Item, Answer> {
  readonly #options: GroupOptions<Item, Answer>;
  #waiting: Member<Item, Answer>[] = [];
  /** Whose work is on its way, or about to be. */
  #leader: object | undefined;
  #wasGroup = false;

  constructor(options: GroupOptions<Item, Answer>) {
    this.#options = options;
  }

  /** Does the item, with others or alone. Throws what `run` throws for this item alone. */
  async do(item: Item): Promise<Answer> {
    if (!this.#options.sharesWork) return this.#alone(item);
    if (this.#leader === undefined) return this.#lead(item, this.#wasGroup ? await this.#company(item) : []);
    const turn = await this.#turnOf(item);
    if (turn.kind === "answered") return turn.answer;
    return turn.kind === "lead" ? this.#lead(item, turn.others) : this.#alone(item);
  }

  /** What becomes of an item that waits. When nothing does within its patience, it takes the lead itself. */
  async #turnOf(item: Item): Promise<Turn<Item, Answer>> {
    const { promise, resolve } = Promise.withResolvers<Turn<Item, Answer>>();
    let isOpen = true;
    const take = (turn: Turn<Item, Answer>) => {
      isOpen = false;
      resolve(turn);
    };
    const member = { item, take };
    this.#waiting.push(member);
    const answered = new AbortController();
    scheduler.wait(this.#options.patienceMs, { signal: answered.signal }).then(
      () => isOpen && this.#takeOver(member),
      () => {},
    );
    const turn = await promise;
    answered.abort();
    return turn;
  }

  #takeOver({ item, take }: Member<Item, Answer>): void {
    this.#waiting = this.#waiting.filter((other) => other.take !== take);
    take({ kind: "lead", others: this.#next(this.#options.weightOf(item)) });
  }

  /** Those who come within a moment, where others came a moment ago. */
  async #company(item: Item): Promise<readonly Member<Item, Answer>[]> {
    this.#leader = {};
    await scheduler.wait(COMPANY_MS);
    return this.#next(this.#options.weightOf(item));
  }

  async #lead(item: Item, others: readonly Member<Item, Answer>[]): Promise<Answer> {
    const self = {};
    this.#leader = self;
    this.#wasGroup = others.length > 0;
    try {
      const [own, ...answers] = await this.#options.run([item, ...others.map((other) => other.item)]);
      for (const [at, other] of others.entries()) other.take({ kind: "answered", answer: answers[at] as Answer });
      return own as Answer;
    } catch (error) {
      // One item may have failed them all.
      for (const other of others) other.take({ kind: "alone" });
      if (others.length === 0) throw error;
    } finally {
      if (this.#leader === self) this.#handOver();
    }
    return this.#alone(item);
  }

  async #alone(item: Item): Promise<Answer> {
    const [answer] = await this.#options.run([item]);
    return answer as Answer;
  }

  /** Gives the lead to the one who has waited longest; whoever leads next writes itself in. */
  #handOver(): void {
    const first = this.#waiting.shift();
    if (first) first.take({ kind: "lead", others: this.#next(this.#options.weightOf(first.item)) });
    else this.#leader = undefined;
  }

  /** Takes those out who may go with a weight, in the order in which they came. */
  #next(weight: number): readonly Member<Item, Answer>[] {
    let sum = weight;
    const fitting = this.#waiting.findIndex(({ item }) => {
      sum += this.#options.weightOf(item);
      return sum > this.#options.most;
    });
    return this.#waiting.splice(0, fitting === -1 ? this.#waiting.length : fitting);
  }
}
