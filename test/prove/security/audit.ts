/** The audit log in the hands of somebody who has the database: whatever is changed is named. */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { fillLog } from "./audit/disk.ts";
import { DAY_MS, faultOf, Ledger, type Verdict, verify } from "./audit/ledger.ts";
import { measured } from "./audit/memory.ts";
import { ALL_HEADS, proveTampering, TAMPERED } from "./audit/tampering.ts";

type File = {
  readonly head: { readonly seq: number; readonly hash: string };
  readonly after: { readonly hash: string };
  readonly rows: readonly { readonly seq: number; readonly hash: string; readonly sealed: string }[];
};

const MINUTELY = "* * * * *";
const NIGHTLY = "17 3 * * *";
const MIB = 1024 * 1024;

/** Time for others between reading what waits and sealing it. */
const SLOW: SourceChange = {
  file: "worker/services/audit/seal.ts",
  from: "const isOurs = await sealRows(",
  to: "await scheduler.wait(Math.random() * 300); const isOurs = await sealRows(",
};
/** Time to kill it between two slices, however fast or busy the machine is. */
const UNHURRIED: SourceChange = {
  file: "worker/services/audit/thin-out.ts",
  from: "const { head } = await readHead(",
  to: "await scheduler.wait(300); const { head } = await readHead(",
};
/** Whoever seals moves the end, wherever it stands by then. */
const UNGUARDED: SourceChange = {
  file: "worker/db/audit-seal.ts",
  from: "eq(auditHeads.seq, head.seq), eq(auditHeads.hash, head.hash)",
  to: "sql`1`",
};

/** True when the chain of an exported file fits, by nothing but the file. */
function fits({ head, after, rows }: File): boolean {
  let { hash } = after;
  for (const row of rows) {
    hash = createHash("sha256")
      .update(hash + row.sealed)
      .digest("hex");
    if (hash !== row.hash) return false;
  }
  return hash === head.hash && rows.at(-1)?.seq === head.seq;
}

async function proveLongLog(report: Report, ledger: Ledger, rows: number): Promise<void> {
  const startedAt = Date.now();
  const runs = await ledger.seal();
  const sealing = (Date.now() - startedAt) / 1_000;
  const owner = ledger.person(0);
  const group = ledger.world.workerd.pid ?? 0;
  const warm = await verify(owner);
  report.claim(
    "a long log is sealed by the minutely cron",
    // A machine that is busy with much else is slow, but no query that goes through all rows for each is so fast.
    warm.intact && warm.rows >= rows && sealing < rows / 200,
    `${warm.rows} rows in ${runs} runs, ${sealing.toFixed(1)} s`,
  );
  const verified = await measured(group, () => verify(owner));
  report.claim(
    "verifying it takes memory for a part of it only",
    verified.value.intact && verified.grew < 64,
    `${verified.value.rows} rows in ${verified.seconds.toFixed(1)} s, ${verified.grew.toFixed(0)} MiB more at most`,
  );
  const exported = await measured(group, async () =>
    (await owner.file("/api/audit/export", { format: "json" })).text(),
  );
  const file = JSON.parse(exported.value) as File;
  report.claim(
    "its export fits by itself, hash by hash, and is streamed",
    fits(file) && file.rows.length > rows && exported.grew < 128,
    `${file.rows.length} rows, ${(exported.value.length / MIB).toFixed(0)} MiB in ${exported.seconds.toFixed(1)} s, ${exported.grew.toFixed(0)} MiB more at most`,
  );
}

/** Many seal what many write, begun within `spreadMs`; whether the log is whole at the end, and what was answered. */
async function storm(
  ledger: Ledger,
  rounds: number,
  spreadMs = 0,
): Promise<{ verdict: Verdict | null; failed: number; asked: number }> {
  const owner = ledger.person(1);
  const answers: number[] = [];
  const note = async (method: "GET" | "PUT", path: string, body?: unknown) => {
    if (spreadMs > 0) await pause(Math.random() * spreadMs);
    const answer = await owner.once(method, path, { body, key: "" });
    answers.push(answer?.status ?? 0);
  };
  for (let round = 0; round < rounds; round += 1) {
    const readers = Array.from({ length: 10 }, () => note("GET", "/api/audit?limit=1"));
    const writers = Array.from({ length: 5 }, (_, index) =>
      note("PUT", "/api/ai/settings", { enabled: index % 2 === 0 }),
    );
    await Promise.all([...readers, ...writers, ledger.cron(MINUTELY)]);
  }
  const last = await owner.once("GET", "/api/audit/verify", { key: "" });
  const verdict = last?.status === 200 ? (last.body as unknown as Verdict) : null;
  return { verdict, failed: answers.filter((status) => status !== 200).length, asked: answers.length };
}

async function proveStorm(report: Report, ledger: Ledger, rounds: number): Promise<void> {
  const { verdict, failed, asked } = await storm(ledger, rounds);
  const [row] = await ledger.world.rows(
    `select count(*) as n, max(seq) as last from audit_log where org_id = '${ledger.org(1)}' and seq is not null`,
  );
  report.claim(
    "ten seal at once while five write: numbers without gaps",
    verdict?.intact === true && failed === 0 && row?.n === row?.last && Number(row?.n) >= rounds * 5,
    `${rounds} times: ${row?.n} rows, last number ${row?.last}, ${failed} of ${asked} requests failed`,
  );
}

/** The night that removes old rows is broken off, and the next one goes on. */
async function proveRetention(report: Report, ledger: Ledger, rows: number): Promise<void> {
  const [orgId, owner] = [ledger.org(6), ledger.person(6)];
  const left = async () => {
    const old = `at < ${Date.now() - 400 * DAY_MS}`;
    const [row] = await ledger.world.rows(`select count(*) as n from audit_log where org_id = '${orgId}' and ${old}`);
    return Number(row?.n);
  };
  const night = ledger.world.workerd.cron(NIGHTLY).catch(() => undefined);
  for (let tries = 0; tries < 500 && (await left()) === rows; tries += 1) await pause(20);
  await ledger.world.restart();
  await night;
  const [killedAt, afterKill] = [await left(), await verify(owner)];
  await ledger.cron(NIGHTLY);
  const [end, verdict] = [await left(), await verify(owner)];
  report.claim(
    "rows older than 400 days go, whatever breaks off: the log is whole at every moment",
    afterKill.intact && verdict.intact && end === 0 && verdict.rows > 100 && killedAt > 0 && killedAt < rows,
    `killed with ${killedAt} of ${rows} left (${faultOf(afterKill)}), then ${end} left, ${verdict.rows} rows from number ${verdict.last_seq - verdict.rows + 1} on`,
  );
}

/** Storms of a product until one leaves a mark: whether two meet at the wrong moment is chance. */
const STORMS = 8;
/** So long that rows come between the looks of those who seal, however fast or busy the machine is. */
const SPREAD_MS = 300;

/** True when a storm over this product left a log that is not whole, or rows that nobody can seal. */
async function isBroken(changes: readonly SourceChange[]): Promise<boolean> {
  const ledger = await Ledger.open(2, changes);
  try {
    for (let tries = 0; tries < STORMS; tries += 1) {
      const { verdict } = await storm(ledger, 15, SPREAD_MS);
      if (verdict?.intact !== true || ledger.world.logged.some((line) => line.includes("audit_unsealed"))) return true;
    }
    return false;
  } finally {
    await ledger.world.end();
  }
}

async function proveMutant(report: Report): Promise<void> {
  const [sound, planted] = [await isBroken([SLOW]), await isBroken([SLOW, UNGUARDED])];
  report.claim(
    "a sealing that does not look where the end is by then is found out",
    planted && !sound,
    `log broken: ${planted}; with the look: ${sound}`,
  );
}

type Sizes = { readonly long: number; readonly storm: number; readonly old: number; readonly tampered: number };
const USUAL: Sizes = { long: 100_000, storm: 100, old: 15_000, tampered: 5_000 };
const SHORT: Sizes = { long: 10_000, storm: 10, old: 5_000, tampered: 500 };

/** Logs of before anybody signed in: the oldest rows get the first numbers. */
async function fill(ledger: Ledger, { long, old, tampered }: Sizes): Promise<void> {
  const daysAgo = (days: number) => Date.now() - days * DAY_MS;
  await ledger.edit((database) => {
    fillLog(database, { orgId: ledger.org(0), rows: long, at: daysAgo(30) });
    for (const index of TAMPERED) fillLog(database, { orgId: ledger.org(index), rows: tampered, at: daysAgo(30) });
    fillLog(database, { orgId: ledger.org(6), rows: old, at: daysAgo(410) });
    fillLog(database, { orgId: ledger.org(6), rows: 100, at: daysAgo(390) });
  });
}

/** `short`: a tenth of the rows, and no planted bug. */
export async function proveAudit(report: Report, short: boolean): Promise<void> {
  const sizes = short ? SHORT : USUAL;
  const ledger = await Ledger.open(7, [ALL_HEADS, UNHURRIED]);
  try {
    await fill(ledger, sizes);
    await proveLongLog(report, ledger, sizes.long);
    await proveStorm(report, ledger, sizes.storm);
    await proveRetention(report, ledger, sizes.old);
    await proveTampering(report, ledger, sizes.tampered);
  } finally {
    await ledger.world.end();
  }
  if (!short) await proveMutant(report);
}
