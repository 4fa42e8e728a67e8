/** Logs changed by somebody who has the database, without the triggers that refuse it. */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../../support/workerd/bundle.ts";
import type { Report } from "../../report.ts";
import { dropTriggers, type editDatabase } from "./disk.ts";
import { faultOf, type Ledger, verify } from "./ledger.ts";

const QUARTERLY = "*/15 * * * *";

/** Whose logs are tampered with. */
export const TAMPERED = [2, 3, 4, 5];

/** Every head at every quarter of an hour: the clock of the proof does not go round the day. */
export const ALL_HEADS: SourceChange = {
  file: "worker/services/audit/log-heads.ts",
  from: "index % QUARTERS === quarter",
  to: "quarter >= 0 && index >= 0",
};

export async function proveTampering(report: Report, ledger: Ledger, rows: number): Promise<void> {
  const [altered, removed, cut, rewritten] = TAMPERED.map((index) => ledger.org(index));
  await ledger.cron(QUARTERLY);
  const sink = await headInSink(ledger, rewritten ?? "");
  const before = await Promise.all(TAMPERED.map((index) => verify(ledger.person(index))));
  const middle = Math.floor(rows / 2);
  await ledger.edit((database) => {
    dropTriggers(database);
    const one = database.prepare(
      "update audit_log set meta = replace(meta, 'row', 'raw') where org_id = ? and seq = ?",
    );
    one.run(altered ?? "", middle);
    database.prepare("delete from audit_log where org_id = ? and seq = ?").run(removed ?? "", middle);
    database.prepare("delete from audit_log where org_id = ? and seq > ?").run(cut ?? "", rows - 10);
    // Rows taken out, all others numbered and chained anew, and the end moved: whoever knows how can do all of it.
    rewrite(database, rewritten ?? "", middle);
  });
  const found = await Promise.all(TAMPERED.map((index) => verify(ledger.person(index))));
  const whole = before.every(({ intact }) => intact);
  const figures = found.map(faultOf);
  report.claim(
    "one byte changed in a row is named",
    whole && figures[0] === `altered at ${middle}`,
    `${rows} rows: ${figures[0]}`,
  );
  report.claim("a row taken out is named", whole && figures[1] === `missing at ${middle}`, `${figures[1]}`);
  report.claim("a cut at the end is named", whole && figures[2] === `cut_off at ${rows - 9}`, `${figures[2]}`);
  const [now] = await ledger.world.rows(
    `select hash from audit_log where org_id = '${rewritten}' and seq = ${sink?.seq ?? 0}`,
  );
  report.claim(
    "a log rewritten as a whole no longer has the end that the log sink got",
    sink !== null && now?.hash !== sink.hash,
    `verdict by itself: ${figures[3]}; hash at ${sink?.seq} in the sink ${String(sink?.hash).slice(0, 8)}, now ${String(now?.hash ?? "none").slice(0, 8)}`,
  );
}

type Head = { readonly org_id: string; readonly seq: number; readonly hash: string };

/** The end of this log as it was printed, which may take a moment to arrive; null when it does not. */
async function headInSink(ledger: Ledger, orgId: string): Promise<Head | null> {
  for (let tries = 0; tries < 100; tries += 1) {
    const line = ledger.world.logged.find((one) => one.includes('"audit_head"') && one.includes(orgId));
    if (line) return JSON.parse(line.slice(line.indexOf("{"))) as Head;
    await pause(100);
  }
  return null;
}

type Database = Parameters<Parameters<typeof editDatabase>[1]>[0];

/** Takes one row out of a log and makes a whole chain of the others. */
function rewrite(database: Database, orgId: string, without: number): void {
  database.prepare("delete from audit_log where org_id = ? and seq = ?").run(orgId, without);
  const rows = database.prepare("select * from audit_log where org_id = ? order by seq").all(orgId);
  const update = database.prepare("update audit_log set seq = ?, hash = ? where id = ?");
  let hash = "";
  database.exec("begin");
  for (const [index, row] of rows.entries()) {
    const { id, at, actor_kind, actor_id, action, target_kind, target_id, correlation_id, meta, via, origin } = row;
    const facts = [actor_kind, actor_id, action, target_kind, target_id, correlation_id, meta, via, origin];
    const text = JSON.stringify([orgId, index + 1, id, at, ...facts]);
    hash = createHash("sha256")
      .update(hash + text)
      .digest("hex");
    update.run(index + 1, hash, String(id));
  }
  database.exec("commit");
  database.prepare("update audit_heads set seq = ?, hash = ? where org_id = ?").run(rows.length, hash, orgId);
}
