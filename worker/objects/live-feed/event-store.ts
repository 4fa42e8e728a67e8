/** Numbered events of feeds in the object's own storage. What stands in memory besides is read again after a sleep. */
import { hasTable } from "../has-table.ts";
import { RETAINED_EVENTS } from "./state.ts";

export type FeedEvent = { readonly seq: number; readonly body: string };

/** Numbers that are kept of a feed; 0 for none. */
export type Bounds = {
  /** The first number from which on none is missing. */
  readonly first: number;
  /** The last number before the first that is missing. */
  readonly whole: number;
  readonly last: number;
};

const NOTHING: Bounds = { first: 0, whole: 0, last: 0 };
const TABLE = "create table if not exists events (feed text, seq integer, body text not null, primary key (feed, seq))";
const BOUNDS = `select
  (select coalesce(max(seq), 0) from events as event where feed = ?1
    and not exists (select 1 from events where feed = ?1 and seq = event.seq - 1)) as first,
  (select coalesce(min(seq), 0) from events as event where feed = ?1
    and not exists (select 1 from events where feed = ?1 and seq = event.seq + 1)) as whole,
  (select coalesce(max(seq), 0) from events where feed = ?1) as last`;

export class EventStore {
  readonly #sql: SqlStorage;
  readonly #bounds = new Map<string, Bounds>();
  /** Nothing is stored before the first event: who only looks leaves no trace. */
  #isThere: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#isThere = hasTable(sql, "events");
  }

  bounds(feed: string): Bounds {
    if (!this.#isThere) return NOTHING;
    const known = this.#bounds.get(feed) ?? this.#sql.exec<Bounds>(BOUNDS, feed).one();
    this.#bounds.set(feed, known);
    return known;
  }

  /** Keeps an event and drops what is too old to be replayed. A number that is known already changes nothing. */
  keep(feed: string, { seq, body }: FeedEvent): void {
    this.#make();
    const { first, whole, last } = this.bounds(feed);
    this.#sql.exec("insert or ignore into events (feed, seq, body) values (?, ?, ?)", feed, seq, body);
    const oldest = seq - RETAINED_EVENTS;
    if (oldest > 0) this.#sql.exec("delete from events where feed = ? and seq <= ?", feed, oldest);
    const follows = last > 0 && whole === last && seq === last + 1;
    if (follows) this.#bounds.set(feed, { first: Math.max(first, oldest + 1), whole: seq, last: seq });
    else this.#bounds.delete(feed);
  }

  /** Events after a number, up to the first that is missing: it may still arrive. */
  after(feed: string, seq: number): FeedEvent[] {
    if (this.bounds(feed).last <= seq) return [];
    const query = "select seq, body from events where feed = ? and seq > ? order by seq";
    const kept = this.#sql.exec<FeedEvent>(query, feed, seq).toArray();
    return kept.filter((event, index) => event.seq === seq + 1 + index);
  }

  /** Drops everything that is kept of a feed. */
  forget(feed: string): void {
    if (this.#isThere) this.#sql.exec("delete from events where feed = ?", feed);
    this.#bounds.delete(feed);
  }

  /** To be told when the object's storage was emptied. */
  emptied(): void {
    this.#isThere = false;
    this.#bounds.clear();
  }

  #make(): void {
    if (!this.#isThere) this.#sql.exec(TABLE);
    this.#isThere = true;
  }
}
