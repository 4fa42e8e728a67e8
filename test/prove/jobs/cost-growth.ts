import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { SAMPLE_SECRETS, startDirect } from "../../support/direct-worker.ts";
import type { Report } from "../report.ts";
import { begin, fill } from "./cost/fill.ts";
import { PAGE, TOTALS } from "./cost/places.ts";

const ENTRY = fileURLToPath(new URL("../../worker/support/cost-worker.ts", import.meta.url));
const LOCAL = "http://127.0.0.1:9";
/** Tables that one list reads at most: its own and those that a row of it names; of each a page, whether it goes on, and its end. */
const TABLES = 4;

type Cost = { readonly rows: number; readonly trips: number };

async function ask<T>(url: string, path: string): Promise<T> {
  const response = await fetch(`${url}/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Rows read for every list and for deliveries of each sort. */
async function costsNow(url: string): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost>();
  for (const name of await ask<string[]>(url, "")) costs.set(name, await ask<Cost>(url, encodeURIComponent(name)));
  const guid = randomUUID();
  const number = Math.floor(Math.random() * 1e9) + 1;
  const sorts = {
    "a push": `guid=${guid}`,
    "its repeat": `guid=${guid}`,
    "a push that shares a job": `guid=${randomUUID()}`,
  };
  for (const [name, query] of Object.entries(sorts))
    costs.set(`webhook: ${name}`, await ask<Cost>(url, `ingest?${query}`));
  costs.set("webhook: a pull request", await ask<Cost>(url, `ingest?guid=${randomUUID()}&number=${number}`));
  return costs;
}

/** What lists and webhooks cost does not grow with their tables: 1,000 and 100,000 rows, or 200 and 2,000 in short. */
export async function proveCostGrowth(report: Report, short: boolean): Promise<void> {
  const [few, many] = short ? [200, 2_000] : [1_000, 100_000];
  const worker = await startDirect({
    entry: ENTRY,
    variables: { ...SAMPLE_SECRETS, GITHUB_API_URL: LOCAL, GITHUB_WEB_URL: LOCAL },
  });
  // Older than all others, so that lists show the same as before.
  const ended = "update jobs set state = 'completed', coalesce_key = null, created_at = 0 where state = 'pending'";
  const endJobs = () => worker.database.prepare(ended).run();
  try {
    await begin(worker.database);
    await fill(worker.database, 0, few);
    const before = await costsNow(worker.url);
    await endJobs();
    await fill(worker.database, few, many);
    const after = await costsNow(worker.url);
    for (const [name, { rows, trips }] of before) {
      const then = after.get(name);
      if (name === TOTALS) {
        const isOnce = then !== undefined && then.rows - rows <= many - few;
        report.claim(
          `${name} read each row that they count once`,
          isOnce,
          `${rows} of ${few}, ${then?.rows} of ${many}`,
        );
        continue;
      }
      const isWebhook = name.startsWith("webhook");
      const isBounded = isWebhook ? trips === 1 : trips <= 2 && rows <= TABLES * (PAGE + 2);
      const figure = `${rows} rows of ${few}, ${then?.rows} of ${many}; ${trips} round trips in a row`;
      report.claim(`${name} costs the same`, then?.rows === rows && then.trips === trips && isBounded, figure);
    }
  } finally {
    await worker.stop();
  }
}
