/** `npm run bench:events`: from the moment of a job's event to its frame in a browser. */
import { Journey } from "../support/journey.ts";
import { runStack } from "../support/running-stack.ts";
import { Figures, percentile } from "./figures.ts";

const WANTED = 200;
const MAX_ANALYSES = 40;

type Seen = { kind: string; delay: number };

const stack = await runStack();
const journey = await Journey.begin(stack.url);
try {
  await journey.signIn();
  await journey.connect("acme/edge-proxy");
  await journey.seeFindings();
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
  const { items } = await journey.api<{ items: { id: string }[] }>("/api/repositories");
  const delays = () =>
    journey.page.evaluate(() =>
      (window as unknown as { seen: Seen[] }).seen.filter(({ kind }) => kind === "job").map(({ delay }) => delay),
    );
  for (let count = 0; count < MAX_ANALYSES && (await delays()).length < WANTED; count += 1) {
    const started = await journey.page.request.post(`${stack.url}/api/repositories/${items[0]?.id}/analyze`, {
      headers: { origin: stack.url, "x-ado-request": "1" },
    });
    const { analysis_id: id } = (await started.json()) as { analysis_id: string };
    await journey.until<{ phase: string }>(`/api/analysis/${id}`, ({ phase }) => phase === "completed");
  }
  const measured = await delays();
  const figures = new Figures();
  figures.add("events seen", measured.length, "");
  figures.add("event to browser, median", percentile(measured, 0.5), "ms");
  figures.add("event to browser, 95 %", percentile(measured, 0.95), "ms");
  figures.add("event to browser, longest", Math.max(...measured), "ms");
  figures.end();
} finally {
  await journey.end();
  await stack.dispose();
}
