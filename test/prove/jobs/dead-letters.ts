/** Jobs that cannot succeed are set aside with their reason, hold up nobody, and run again once when an operator says so. */
import type { Report } from "../report.ts";
import type { Answer } from "./caller.ts";
import type { History } from "./history.ts";
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

type Place = { readonly world: World; readonly bad: Connected; readonly good: Connected; readonly leaving: Connected };
type SetAside = { readonly poison: readonly string[]; readonly orphan: string };

/** GitHub fails for two of the three repositories: their jobs are set aside, and no other. */
async function setAside(report: Report, { world, bad, good, leaving }: Place, count: number): Promise<SetAside> {
  for (const { fullName } of [bad, leaving]) {
    await world.github.control("faults", { match: { path: `/repos/${fullName}*` }, times: -1, action: BLOCKED });
  }
  const poison = await generate(bad, count);
  const [orphan = ""] = await generate(leaving, 1);
  const fine = await generate(good, count);
  await world.settle(PATIENCE_MS);
  await world.github.control("faults", {}, "DELETE");
  const history = world.history();
  const [reasons] = await world.rows(
    "select count(*) as n from jobs where state = 'dead_letter' and error_code is not null and error_detail is not null",
  );
  const aside = stateOf(history, poison, "dead_letter");
  const done = stateOf(history, fine, "completed");
  const isTold = aside === count && reasons?.n === count + 1;
  report.claim(`${count} jobs that GitHub fails are set aside with their reason`, isTold, `${aside} of ${count}`);
  report.claim(`${count} jobs beside them`, done === count, `${done} completed`);
  return { poison, orphan };
}

async function disconnected(report: Report, { leaving }: Place, orphan: string): Promise<void> {
  const { owner, id } = leaving;
  const left = await owner.ask("DELETE", `/api/repositories/${id}`);
  const refused = await owner.ask("POST", `/api/jobs/${orphan}/retry`);
  const isRefused = refused.status === 409 || refused.status === 404;
  report.claim(
    "one whose repository was disconnected does not run",
    isRefused,
    `${left.status}, then ${refused.status}`,
  );
}

/** What ran again is over, once each. */
async function ended(report: Report, { world }: Place, made: readonly string[]): Promise<void> {
  await world.settle(PATIENCE_MS);
  const history = world.history();
  const done = stateOf(history, made, "completed");
  report.claim("what ran again completes", done === made.length, `${done} of ${made.length}`);
  const [chains] = await world.rows(
    "select count(*) as n, count(distinct retry_of) as jobs from jobs where retry_of is not null",
  );
  const isOnce = chains?.n === made.length && chains?.jobs === made.length;
  report.claim("each names the one that it runs again", isOnce, `${chains?.n} jobs for ${chains?.jobs}`);
  const violations = violationsOf(history);
  report.claim(
    "their history is consistent",
    violations.length === 0,
    violations.slice(0, 5).join("; ") || "no breach",
  );
}

async function purge(report: Report, { world, bad }: Place, ids: readonly string[]): Promise<void> {
  const { deleted } = await bad.owner.need<{ deleted: number }>("POST", "/api/jobs/dead-letter/delete", { ids });
  const [left] = await world.rows(`select count(*) as n from jobs where id in ('${ids.join("','")}')`);
  const isGone = deleted === ids.length && left?.n === 0;
  report.claim(`${ids.length} are deleted, and no others`, isGone, `${deleted} deleted, ${left?.n} left`);
}

export async function proveDeadLetters(report: Report, short: boolean): Promise<void> {
  const world = await World.start({ seed: 10, people: 1, repositoriesEach: 3 });
  try {
    await world.settle(PATIENCE_MS);
    const [bad, good, leaving] = world.repositories;
    if (!bad || !good || !leaving) throw new Error("Three repositories are needed.");
    const place = { world, bad, good, leaving };
    const { poison, orphan } = await setAside(report, place, short ? 6 : 50);
    const made = await replay(report, bad.owner, poison);
    await disconnected(report, place, orphan);
    await ended(report, place, made);
    await purge(report, place, poison.slice(0, 5));
  } finally {
    await world.end();
  }
}
