/** From an accepted webhook to the start of its job, by the product's own rows. */
import { setTimeout as pause } from "node:timers/promises";
import { startProduct } from "../webhooks/product.ts";

const PATIENCE_MS = 30_000;
const STARTED =
  "select max(started_at - created_at) as ms from jobs where started_at is not null group by repository_id";

/** Delivers a push to one repository after the other; answers with the time from each one's acceptance to its job's start, in ms. */
export async function measureStart(repositories: number): Promise<number[]> {
  const { worker, pushes } = await startProduct("product", repositories);
  const started = async () => {
    const { results } = (await worker.database.prepare(STARTED).run()) as { results: { ms: number }[] };
    return results.map(({ ms }) => ms);
  };
  try {
    const deliveries = await pushes();
    for (const [index, { path, body, headers }] of deliveries.entries()) {
      const answer = await fetch(worker.url + path, { method: "POST", body, headers });
      await answer.arrayBuffer();
      if (answer.status !== 202) throw new Error(`The delivery was answered ${answer.status}.`);
      const deadline = Date.now() + PATIENCE_MS;
      while ((await started()).length <= index) {
        if (Date.now() > deadline) throw new Error("The job did not start.");
        await pause(10);
      }
    }
    return await started();
  } finally {
    await worker.stop();
  }
}
