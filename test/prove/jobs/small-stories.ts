/** Short stories, each about one promise that a bug could break. True: the promise was kept. */
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import { askForJobs, push } from "./load.ts";
import { sequence } from "./random.ts";
import { type Connected, World, type WorldOptions } from "./world.ts";

export type Told = { readonly kept: boolean; readonly figure: string };

const PATIENCE_MS = 30_000;
const SYNC = "/repositories/*";

async function inWorld(
  options: Partial<WorldOptions>,
  tell: (world: World, repository: Connected) => Promise<Told>,
): Promise<Told> {
  const world = await World.start({ seed: 3, people: 1, repositoriesEach: 1, ...options });
  try {
    await world.settle(PATIENCE_MS * 4);
    const [repository] = world.repositories;
    if (!repository) throw new Error("There is no repository.");
    return await tell(world, repository);
  } finally {
    await world.end();
  }
}

/** A duplicate of a message starts nothing, and one of a webhook writes nothing. */
export function tellOfDuplicates(changes: readonly SourceChange[] = []): Promise<Told> {
  return inWorld({ changes }, async (world, repository) => {
    await world.restart({ rate: 0, copies: 2 });
    await world.github.control("faults", { match: { path: "/repos/*" }, times: -1, action: { delayMs: 700 } });
    await world.github.control("faults", { match: {}, times: -1, action: { webhook: "duplicate" } });
    for (const version of [1, 2, 3]) await push(world, repository, version);
    await world.github.control("settle", {});
    await askForJobs(world, 6, sequence(3));
    await world.settle(PATIENCE_MS);
    const { jobs } = world.history();
    const twice = [...jobs.values()].filter(({ fence }) => fence > 1).length;
    const rows = await world.rows("select count(*) as n from webhook_deliveries");
    const sent = new Set(world.github.context.state.deliveries.map(({ hookId, guid }) => `${hookId} ${guid}`)).size;
    const kept = twice === 0 && Number(rows[0]?.n) <= sent;
    return { kept, figure: `${twice} of ${jobs.size} jobs begun twice, ${rows[0]?.n} rows of ${sent} deliveries` };
  });
}

/** Jobs whose worker was killed come to an end. */
export function tellOfKilledWorkers(changes: readonly SourceChange[] = []): Promise<Told> {
  return inWorld({ changes, repositoriesEach: 2 }, async (world) => {
    await world.github.control("faults", { match: { path: "/repos/*" }, times: -1, action: { delayMs: 1_000 } });
    await askForJobs(world, 6, sequence(4));
    await world.restart();
    await world.github.control("faults", {}, "DELETE");
    const settled = await world.settle(PATIENCE_MS);
    return { kept: settled !== null, figure: settled === null ? "some never end" : `all over after ${settled} ms` };
  });
}

/** Without the cron the objects' alarms alone bring a job back that was killed late in a long run. */
export function tellOfAlarms(changes: readonly SourceChange[] = []): Promise<Told> {
  const times = { file: "worker/platform/egress.ts", from: "timeoutMs: 8_000", to: "timeoutMs: 30_000" };
  return inWorld({ changes, cron: false, patched: [times] }, async (world, { id, owner }) => {
    // Longer than the first lease, so that the first alarm finds a worker that lives.
    await world.github.control("faults", { match: { path: SYNC }, times: 1, action: { delayMs: 20_000 } });
    await owner.need("POST", `/api/repositories/${id}/sync`);
    await pause(7_000);
    await world.restart();
    const settled = await world.settle(PATIENCE_MS);
    return { kept: settled !== null, figure: settled === null ? "it never ends" : `over after ${settled} ms` };
  });
}

const RETRY_AFTER_S = 4;
const TOLERANCE_MS = 300;

/** Nobody asks GitHub before the time that it named. */
export function tellOfRetryAfter(changes: readonly SourceChange[] = []): Promise<Told> {
  return inWorld({ changes }, async (world, { id, owner }) => {
    const body = {
      message: "You have exceeded a secondary rate limit.",
      documentation_url: "https://docs.github.com/rest",
    };
    const action = { status: 403, headers: { "retry-after": String(RETRY_AFTER_S) }, body };
    await world.github.control("faults", { match: { path: SYNC }, times: 1, action });
    await owner.need("POST", `/api/repositories/${id}/sync`);
    await pause(1_000);
    await owner.need("POST", "/api/analysis", { repository_id: id, type: "ci_cd" });
    await world.settle(PATIENCE_MS);
    const { journal } = world.github.context.state;
    const refused = journal.find(({ status, fault }) => status === 403 && fault !== null);
    const until = (refused?.at ?? 0) + RETRY_AFTER_S * 1_000 - TOLERANCE_MS;
    const early = journal.filter(({ at }) => at > (refused?.at ?? 0) && at < until).length;
    return {
      kept: refused !== undefined && early === 0,
      figure: `${early} requests in the ${RETRY_AFTER_S} s that GitHub asked for`,
    };
  });
}

const FRESH_MS = 6_000;

/** Who signed out gets nothing more over a socket that was open. */
export function tellOfSignedOut(changes: readonly SourceChange[] = []): Promise<Told> {
  return inWorld({ changes }, async (world, repository) => {
    const { owner } = repository;
    const socket = owner.socket("/api/live");
    let frames = 0;
    let code = 0;
    socket.addEventListener("message", () => {
      frames += 1;
    });
    socket.addEventListener("close", (event) => {
      code = event.code;
    });
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    await push(world, repository, 1);
    await pause(2_000);
    const before = frames;
    await owner.ask("POST", "/api/auth/signout");
    await pause(FRESH_MS);
    const late = frames;
    await push(world, repository, 2);
    for (let waited = 0; code === 0 && waited < PATIENCE_MS; waited += FRESH_MS) await pause(FRESH_MS);
    socket.close();
    const kept = before > 0 && frames === late && code === 4401;
    return { kept, figure: `${before} events before, ${frames - late} afterwards, closed with ${code}` };
  });
}
