/** Answers to requests that carried an `Idempotency-Key`, for a day: the same request again is answered and not done again. */

import { hasTable } from "../has-table.ts";

const DAY_MS = 24 * 60 * 60_000;
/** How long a request without an answer counts as under way: its worker may be gone. */
const UNDER_WAY_MS = 60_000;

export type Answer = { readonly status: number; readonly body: string };

/** `slot` is caller and key, `request` a hash of what was asked. */
export type AnswerQuestion = { readonly slot: string; readonly request: string; readonly now: number };

export type AnswerReply =
  | { readonly kind: "begun" }
  | { readonly kind: "answered"; readonly answer: Answer }
  /** The key was used for another request, or for this one, which is not done yet. */
  | { readonly kind: "other" | "under_way" };

type Row = { readonly request: string; readonly at: number; readonly answer: string | null };

export class Answers {
  readonly #sql: SqlStorage;
  #isThere: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#isThere = hasTable(sql, "answers");
  }

  /** Begins a request unless its key is taken. */
  begin({ slot, request, now }: AnswerQuestion): AnswerReply {
    this.#make();
    this.#sql.exec("delete from answers where at <= ?", now - DAY_MS);
    const [row] = this.#sql.exec<Row>("select request, at, answer from answers where slot = ?", slot);
    if (row && row.request !== request) return { kind: "other" };
    if (row && row.answer !== null) return { kind: "answered", answer: JSON.parse(row.answer) as Answer };
    if (row && row.at > now - UNDER_WAY_MS) return { kind: "under_way" };
    this.#sql.exec("insert or replace into answers values (?, ?, ?, null)", slot, request, now);
    return { kind: "begun" };
  }

  /** Keeps the answer; null forgets a request that changed nothing, so that it may be asked again. */
  end(slot: string, answer: Answer | null): void {
    if (!this.#isThere) return;
    if (answer === null) this.#sql.exec("delete from answers where slot = ?", slot);
    else this.#sql.exec("update answers set answer = ? where slot = ?", JSON.stringify(answer), slot);
  }

  /** To be told when the object's storage was emptied. */
  emptied(): void {
    this.#isThere = false;
  }

  #make(): void {
    if (this.#isThere) return;
    this.#sql.exec("create table if not exists answers (slot text primary key, request text, at integer, answer text)");
    this.#sql.exec("create index if not exists answers_at on answers (at)");
    this.#isThere = true;
  }
}
