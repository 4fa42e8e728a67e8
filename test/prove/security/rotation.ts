/** The encryption key changes while people's GitHub access is used and stored, and the process is killed in the middle. */
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { Deploy } from "./rotation/deploy.ts";
import { Traffic } from "./rotation/traffic.ts";

type Plan = {
  readonly rows: number;
  readonly killAt: readonly number[];
  readonly changes: readonly SourceChange[];
  readonly pace: typeof PACE;
};
type Outcome = {
  readonly traffic: Traffic["facts"];
  readonly seconds: number;
  /** Rows under the new key when the process was killed. */
  readonly killedAt: readonly number[];
  readonly removable: readonly string[];
  readonly left: number;
  /** Of a deploy without the old key, one read of each row. */
  readonly afterwards: Traffic["facts"];
};

const PACE = { readsASecond: 50, writesASecond: 10 };
/** Nearly all write, right where the rotation is. */
const WRITERS: typeof PACE = { readsASecond: 2, writesASecond: 80 };
const POLL_MS = 200;
/** Share of the rows between the moment to kill and the row that is not passed alive. */
const ROOM = 0.2;
const PATIENCE_MS = 420_000;

const SEALED = "worker/db/sealed.ts";
/** Sealing anew without looking whether the row is still the one that was read. */
const BLIND: readonly SourceChange[] = [
  {
    file: SEALED,
    from: `and \${githubTokens.sealed} = fresh.value ->> 'sealed'`,
    to: "",
  },
  {
    file: SEALED,
    from: `and \${githubTokens.refreshSealed} is fresh.value ->> 'refreshSealed'`,
    to: "",
  },
];

/** In the order of their ids, as the rotation takes them. */
function usersOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `018f0000-0000-7000-8000-${String(index).padStart(12, "0")}`);
}

type Scene = { readonly deploy: Deploy; readonly traffic: Traffic; readonly near: { at: number } };

/** Where the rotation waits to be killed for the `time`th time; nowhere when it was killed often enough. */
function holdOf({ rows, killAt }: Plan, time: number): string {
  const at = killAt[time];
  return at === undefined ? "" : (usersOf(rows)[Math.floor((at + ROOM) * rows)] ?? "");
}

async function rotate({ deploy, traffic, near }: Scene, plan: Plan) {
  const { rows, killAt } = plan;
  const killedAt: number[] = [];
  const goals = [...killAt];
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const status = await deploy.status();
    const tokens = status?.progress.find(({ place }) => place === "github_tokens");
    near.at = status?.keys.find(({ kid }) => kid === "new")?.in_use ?? near.at;
    if (goals[0] !== undefined && near.at >= goals[0] * rows) {
      goals.shift();
      killedAt.push(near.at);
      await traffic.outage(() => deploy.start(["new", "old"], holdOf(plan, killedAt.length)));
    }
    const left = status?.keys.find(({ kid }) => kid === "old")?.in_use;
    if (tokens?.finished_at && left === 0) return { killedAt, left, removable: status?.removable ?? [] };
    await pause(POLL_MS);
  }
  const status = await deploy.status();
  return { killedAt, left: status?.keys.find(({ kid }) => kid === "old")?.in_use ?? -1, removable: [] };
}

async function play(plan: Plan): Promise<Outcome> {
  const deploy = await Deploy.make(plan.changes);
  try {
    await deploy.start(["old"]);
    const users = usersOf(plan.rows);
    await deploy.seed(users);
    const traffic = new Traffic(deploy.url, users);
    await deploy.start(["new", "old"], holdOf(plan, 0));
    const near = { at: 0 };
    traffic.begin(plan.pace, () => near.at);
    const startedAt = Date.now();
    void deploy.tick();
    const rotated = await rotate({ deploy, traffic, near }, plan);
    const seconds = (Date.now() - startedAt) / 1_000;
    await traffic.stop();
    deploy.rest();
    const during = structuredClone(traffic.facts);
    await deploy.start(["new"]);
    Object.assign(traffic.facts, { reads: 0, failedReads: [] });
    await traffic.readAll();
    return { traffic: during, seconds, ...rotated, afterwards: traffic.facts };
  } finally {
    await deploy.end();
  }
}

/** `short`: a tenth of the rows, and no planted bug. */
export async function proveRotation(report: Report, short: boolean): Promise<void> {
  const rows = short ? 1_000 : 10_000;
  const outcome = await play({ rows, killAt: [0.3, 0.6], changes: [], pace: PACE });
  const { traffic, seconds, killedAt, removable, left, afterwards } = outcome;
  const isMiddle = killedAt.every((at) => at > 0 && at < rows);
  report.claim(
    "killed in the middle, it goes on and ends",
    killedAt.length === 2 && isMiddle && left === 0,
    `${rows} rows in ${seconds.toFixed(1)} s, killed with ${killedAt.join(" and ")} under the new key`,
  );
  report.claim(
    "reads that failed meanwhile",
    traffic.failedReads.length === 0 && traffic.reads > 0,
    `${traffic.failedReads.length} of ${traffic.reads} (${(traffic.reads / seconds).toFixed(0)} a second; ${traffic.unanswered} requests met the kill) ${traffic.failedReads[0] ?? ""}`,
  );
  report.claim(
    "stores that failed meanwhile",
    traffic.failedWrites.length === 0 && traffic.writes > 0,
    `${traffic.failedWrites.length} of ${traffic.writes} ${traffic.failedWrites[0] ?? ""}`,
  );
  report.claim("the operator is told that the old key can go", removable.includes("old"), removable.join(", "));
  report.claim(
    "without the old key every row opens, and holds what was stored last",
    afterwards.failedReads.length === 0 && afterwards.reads === rows,
    `${afterwards.reads - afterwards.failedReads.length} of ${rows} ${afterwards.failedReads[0] ?? ""}`,
  );
  if (short) return;
  const blind = await play({ rows: 1_500, killAt: [], changes: BLIND, pace: WRITERS });
  const lost = blind.afterwards.failedReads.length + blind.traffic.failedReads.length;
  report.claim("a rotation that does not compare before it stores is found out", lost > 0, `${lost} lost updates`);
}
