import { hasTable } from "../has-table.ts";
import {
  type Ledger,
  type QuotaEvent,
  REMEMBER_MS,
  RESERVATION_MS,
  type Reservation,
  type Sum,
  windowsOfStep,
} from "./state.ts";

/** Longer than any window lasts after the last change of its sum. */
const KEEP_SUM_MS = 40 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

type ReservationRow = {
  id: string;
  user_id: string | null;
  tokens: number;
  at: number;
  status: Reservation["status"];
};
type SumRow = { window: string; used: number; reserved: number };

/** The ledger as rows of the object's database: a step reads and writes the few that it needs, however many there are. */
export class LedgerTables {
  readonly #sql: SqlStorage;
  #forgotAt = 0;
  #isThere: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#isThere = hasTable(sql, "sums");
  }

  /** To be told when the object's storage was emptied. */
  emptied(): void {
    this.#isThere = false;
  }

  #make(): void {
    if (this.#isThere) return;
    const sql = this.#sql;
    sql.exec(`create table if not exists reservations
      (id text primary key, user_id text, tokens integer not null, at integer not null, status text not null)`);
    sql.exec("create index if not exists reservations_age on reservations (status, at)");
    sql.exec(`create table if not exists sums
      (window text primary key, used integer not null, reserved integer not null, changed_at integer not null)`);
    this.#isThere = true;
  }

  /** The part of the ledger that `event` needs at `now`. */
  load(event: QuotaEvent, now: number): Ledger {
    this.#make();
    const rows = this.#sql.exec<ReservationRow>(
      `select * from reservations where id = ?1
       union select * from reservations where status = 'active' and at <= ?2
       union select * from (select * from reservations where status = 'active' and at > ?2 order by at limit 1)`,
      "id" in event ? event.id : "",
      now - RESERVATION_MS,
    );
    const reservations = Object.fromEntries(
      [...rows].map(({ id, user_id: userId, ...row }) => [id, { ...row, userId } satisfies Reservation]),
    );
    const sums = this.#sql.exec<SumRow>(
      "select window, used, reserved from sums where window in (select value from json_each(?))",
      JSON.stringify(windowsOfStep({ reservations }, event, now)),
    );
    return { reservations, sums: Object.fromEntries([...sums].map(({ window, ...sum }) => [window, sum])) };
  }

  /** Stores what a step at `now` changed. */
  store(before: Ledger, after: Ledger, now: number): void {
    for (const [id, { userId, tokens, at, status }] of changed<Reservation>(before.reservations, after.reservations))
      this.#sql.exec("insert or replace into reservations values (?, ?, ?, ?, ?)", id, userId, tokens, at, status);
    for (const [window, { used, reserved }] of changed<Sum>(before.sums, after.sums))
      this.#sql.exec("insert or replace into sums values (?, ?, ?, ?)", window, used, reserved, now);
  }

  /** Drops reservations whose ids are no longer remembered, and sums of windows that are long over; once an hour is enough. */
  forget(now: number): void {
    if (now - this.#forgotAt < FORGET_EVERY_MS) return;
    this.#forgotAt = now;
    const before = now - REMEMBER_MS;
    this.#sql.exec("delete from reservations where status in ('settled', 'ended') and at <= ?", before);
    this.#sql.exec("delete from sums where changed_at <= ?", now - KEEP_SUM_MS);
  }
}

function changed<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(after).filter(([key, value]) => before[key] !== value);
}
