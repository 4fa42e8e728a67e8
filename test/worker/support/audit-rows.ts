/** Rows of the audit log, written and tampered with as somebody does who has the database. */
import { env } from "cloudflare:workers";
import { testScope } from "./scope.ts";

export type SeededAudit = {
  readonly at?: number;
  readonly action?: string;
  readonly actorId?: string;
  readonly targetId?: string;
  readonly meta?: string;
};

/** Rows that wait to be sealed, in this order; answers their ids. */
export async function seedAudit(orgId: string, rows: readonly SeededAudit[]): Promise<string[]> {
  const { clock, random } = testScope();
  const now = clock.now();
  const insert = env.DB.prepare(
    `insert into audit_log (org_id, id, at, actor_kind, actor_id, action, target_kind, target_id, correlation_id, meta)
     values (?, ?, ?, ?, ?, ?, 'thing', ?, 'c', ?)`,
  );
  const ids = rows.map(() => random.uuidv7());
  await env.DB.batch(
    rows.map(({ at, action, actorId, targetId, meta }, index) =>
      insert.bind(
        orgId,
        ids[index] ?? "",
        at ?? now - rows.length + index,
        actorId === undefined ? "system" : "user",
        actorId ?? null,
        action ?? "thing.done",
        targetId ?? null,
        meta ?? "{}",
      ),
    ),
  );
  return ids;
}

/** Takes away what refuses changes, as nobody can but who has the database, and changes it. */
export async function tamper(sql: string): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("drop trigger if exists audit_log_immutable"),
    env.DB.prepare("drop trigger if exists audit_log_kept"),
    env.DB.prepare(sql),
  ]);
}

/** Numbers of the sealed rows, and how many are not. */
export async function numbersOf(orgId: string): Promise<{ sealed: number[]; unsealed: number }> {
  const { results } = await env.DB.prepare("select seq from audit_log where org_id = ? order by seq")
    .bind(orgId)
    .all<{ seq: number | null }>();
  const sealed = results.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  return { sealed, unsealed: results.length - sealed.length };
}
