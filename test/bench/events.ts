/**
 * `npm run bench:events`: one event of a job to many listeners, beside socket.io and server-sent events; from an accepted webhook to
 * the job's start; and from a job's event to its frame in a browser.
 */
import { parseArgs } from "node:util";
import { measureBrowser } from "./events/browser.ts";
import { type FanOut, measureFanOut } from "./events/fan-out.ts";
import { measureStart } from "./events/start.ts";
import { Figures, percentile } from "./figures.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,10,50,100,300,1000" },
    events: { type: "string", default: "60" },
    only: { type: "string" },
  },
});
const figures = new Figures();

function addFanOut(results: readonly FanOut[]): void {
  for (const result of results) {
    const name = `${result.sockets} sockets, ${result.server}`;
    figures.add(`${name}: last receipt, median`, result.median, "ms");
    figures.add(`${name}: last receipt, 95 %`, result.p95, "ms");
    figures.add(`${name}: server CPU an event`, result.cpu, "ms");
    figures.add(`${name}: 20 events in a row`, result.burst, "ms");
    if (result.server !== "own") figures.add(`${name}: our last receipt in its`, result.ratio, "times");
  }
  figures.add("events lost or out of order", Math.max(...results.map(({ disorders }) => disorders)), "");
}

const wants = (part: string) => values.only === undefined || values.only === part;
if (wants("fan-out")) addFanOut(await measureFanOut(values.sizes.split(",").map(Number), Number(values.events)));
if (wants("start")) {
  const starts = await measureStart(60);
  figures.add("accepted webhook to the job's start, median", percentile(starts, 0.5), "ms");
  figures.add("accepted webhook to the job's start, 95 %", percentile(starts, 0.95), "ms");
}
if (wants("browser")) {
  const delays = await measureBrowser();
  figures.add("events seen in a browser", delays.length, "");
  figures.add("event to browser, median", percentile(delays, 0.5), "ms");
  figures.add("event to browser, 95 %", percentile(delays, 0.95), "ms");
  figures.add("event to browser, longest", Math.max(...delays), "ms");
}
figures.end();
