/** Jobs that cannot succeed are set aside with their reason, hold up nobody, and run again once when an operator says so. */
import type { Report } from "../report.ts";
import type { Answer } from "./caller.ts";
import { type History, readHistory } from "./history.ts";
import { violationsOf } from "./history-checker.ts";
import { type Connected, World } from "./world.ts";

const PATIENCE_MS = 180_000;
const BLOCKED = { status: 502, headers: { "content-type": "text/html" }, body: "<html><body>Unicorn!</body></html>" };

async function generate({ id, owner }: Connected, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const body = { repository_id: id, platform: "gitlab", options: { versions: [String(index + 1)] } };
    ids.push((await owner.need<{ job_id: string }>("POST", "/api/ci-cd/generate", body)).job_id);
  }
  return ids;
}

function stateOf(history: History, ids: readonly string[], state: string): number {
  return ids.filter((id) => history.jobs.get(id)?.state === state).length;
}

type Replay = { readonly job_id: string };
type Bulk = {
  readonly items: readonly { job_id: string; new_job_id: string | null; problem: unknown }[];
  readonly remaining: number;
};

/** Half of them one by one, the others in one call, one twice at once. Answers with the new jobs. */
async function replay(report: Report, owner: Connected["owner"], poison: readonly string[]): Promise<string[]> {
  const half = poison.length / 2;
  const [first = ""] = poison;
  const path = `/api/jobs/${first}/retry`;
  const clicks = await Promise.all([owner.ask("POST", path), owner.ask("POST", path), owner.ask("POST", path)]);
  const made = new Set(clicks.map(({ body }) => String(body.job_id)));
  const statuses = clicks.map(({ status }: Answer) => status).join(", ");
  report.claim(
    "three clicks on the same one at once make one job",
    made.size === 1 && !made.has("undefined"),
    `${made.size} job; answered ${statuses}`,
  );
  const single: string[] = [...made];
  for (const id of poison.slice(1, half))
    single.push((await owner.need<Replay>("POST", `/api/jobs/${id}/retry`)).job_id);
  const bulk = await owner.need<Bulk>("POST", "/api/jobs/dead-letter/retry", { ids: poison.slice(half) });
  const together = bulk.items.flatMap(({ new_job_id: id }) => id ?? []);
  report.claim(
    "the others run again in one call",
    together.length === poison.length - half,
    `${together.length} of ${poison.length - half}`,
  );
  const again = await owner.need<Bulk>("POST", "/api/jobs/dead-letter/retry", { ids: poison.slice(half) });
  const same = again.items.filter(({ new_job_id: id }) => id !== null && together.includes(id)).length;
  report.claim("the same call again makes none", same === together.length, `${same} of ${together.length} the same`);
  return [...single, ...together];
}

export async function proveDeadLetters(report: Report, short: boolean): Promise<void> {
  const count = short ? 6 : 50;
  const world = await World.start({ seed: 10, people: 1, repositoriesEach: 3 });
  try {
    await world.settle(PATIENCE_MS);
    const [bad, good, leaving] = world.repositories;
    if (!bad || !good || !leaving) throw new Error("Three repositories are needed.");
    const { owner } = bad;
    for (const { fullName } of [bad, leaving]) {
      await world.github.control("faults", { match: { path: `/repos/${fullName}*` }, times: -1, action: BLOCKED });
    }
    const poison = await generate(bad, count);
    const [orphan = ""] = await generate(leaving, 1);
    const fine = await generate(good, count);
    await world.settle(PATIENCE_MS);
    const before = readHistory(world.stateDir, world.logged);
    const reasons = await world.rows(
      `select count(*) as n from jobs where state = 'dead_letter' and error_code is not null and error_detail is not null`,
    );
    report.claim(
      `${count} jobs that GitHub fails are set aside with reason and log`,
      stateOf(before, poison, "dead_letter") === count && Number(reasons[0]?.n) === count + 1,
      `${stateOf(before, poison, "dead_letter")} of ${count}`,
    );
    report.claim(
      `${count} jobs beside them`,
      stateOf(before, fine, "completed") === count,
      `${stateOf(before, fine, "completed")} completed`,
    );

    await world.github.control("faults", {}, "DELETE");
    const made = await replay(report, owner, poison);
    const left = await owner.ask("DELETE", `/api/repositories/${leaving.id}`);
    const refused = await owner.ask("POST", `/api/jobs/${orphan}/retry`);
    report.claim(
      "one whose repository was disconnected does not run",
      refused.status === 409 || refused.status === 404,
      `${left.status}, then ${refused.status}`,
    );
    await world.settle(PATIENCE_MS);
    const after = readHistory(world.stateDir, world.logged);
    report.claim(
      "what ran again completes",
      stateOf(after, made, "completed") === count,
      `${stateOf(after, made, "completed")} of ${count}`,
    );
    const chains = await world.rows(
      "select count(*) as n, count(distinct retry_of) as jobs from jobs where retry_of is not null",
    );
    report.claim(
      "each names the one that it runs again",
      Number(chains[0]?.n) === count && chains[0]?.jobs === count,
      `${chains[0]?.n} jobs for ${chains[0]?.jobs}`,
    );
    const violations = violationsOf(after);
    report.claim(
      "their history is consistent",
      violations.length === 0,
      violations.slice(0, 5).join("; ") || "no breach",
    );

    const purged = poison.slice(0, 5);
    const { deleted } = await owner.need<{ deleted: number }>("POST", "/api/jobs/dead-letter/delete", { ids: purged });
    const [left5] = await world.rows(`select count(*) as n from jobs where id in ('${purged.join("','")}')`);
    report.claim(
      "five are deleted, and no others",
      deleted === purged.length && left5?.n === 0,
      `${deleted} deleted, ${left5?.n} left`,
    );
  } finally {
    await world.end();
  }
}
