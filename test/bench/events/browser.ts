/** From the moment of a job's event to its frame in a real browser, over the whole product. */
import { Journey } from "../../support/journey.ts";
import { runStack } from "../../support/running-stack.ts";

const WANTED = 200;
const MAX_ANALYSES = 40;

type Seen = { kind: string; delay: number };

/** Notes in the page what comes over its socket and how long that took. */
async function listen(journey: Journey): Promise<void> {
  await journey.page.evaluate(() => {
    const seen: Seen[] = [];
    const openedAt = Date.now();
    Object.assign(window, { seen });
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/live?since=0`);
    socket.onmessage = ({ data }) => {
      const { kind, at } = JSON.parse(data as string) as { kind: string; at: string };
      // What is replayed at the start happened before the socket was there.
      if (Date.parse(at) >= openedAt) seen.push({ kind, delay: Date.now() - Date.parse(at) });
    };
    return new Promise((resolve) => {
      socket.onopen = resolve;
    });
  });
}

/** Analyses a repository again and again until enough events of its jobs were seen. Answers with their delays in ms. */
export async function measureBrowser(): Promise<number[]> {
  const stack = await runStack();
  const journey = await Journey.begin(stack.url);
  const delays = () =>
    journey.page.evaluate(() =>
      (window as unknown as { seen: Seen[] }).seen.filter(({ kind }) => kind === "job").map(({ delay }) => delay),
    );
  try {
    await journey.signIn();
    await journey.connect("acme/edge-proxy");
    await journey.seeFindings();
    await listen(journey);
    const { items } = await journey.api<{ items: { id: string }[] }>("/api/repositories");
    for (let count = 0; count < MAX_ANALYSES && (await delays()).length < WANTED; count += 1) {
      const started = await journey.page.request.post(`${stack.url}/api/repositories/${items[0]?.id}/analyze`, {
        headers: { origin: stack.url, "x-ado-request": "1" },
      });
      const { analysis_id: id } = (await started.json()) as { analysis_id: string };
      await journey.until<{ phase: string }>(`/api/analysis/${id}`, ({ phase }) => phase === "completed");
    }
    return await delays();
  } finally {
    await journey.end();
    await stack.dispose();
  }
}
