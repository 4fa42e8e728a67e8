import { createAsyncStore } from "@solidjs/router";
import { createSignal, onCleanup } from "solid-js";
import { createFleetStream, type FleetFrame } from "../../live-streams.ts";
import { createLooking, createPacedRead } from "../../paced-read.ts";
import { refresh } from "../../refresh.ts";
import { getFleet, loadFleet, requestsFor } from "../repositories/repositories.queries.ts";
import { type Activities, activityOf, applyFrame, newerThan } from "./fleet.model.ts";

function isFinal(frame: FleetFrame): boolean {
  return frame.kind === "repository" || (frame.phase !== "queued" && frame.phase !== "processing");
}

/** The fleet, kept up to date by the stream: running work at once, results and scores as often as the API allows. */
export function createFleet() {
  const fleet = createAsyncStore(() => getFleet(), { reconcile: { key: "id" } });
  const [activities, setActivities] = createSignal<Activities>({});
  let known = 0;
  const load = async () => {
    const askedAt = performance.now();
    const { items } = await refresh(getFleet.keyFor(), loadFleet);
    known = items.length;
    setActivities((all) => newerThan(all, askedAt, items));
  };
  const reading = createPacedRead(load, () => requestsFor(known));
  createFleetStream({
    onFrame: (frame) => {
      if (frame.kind === "job") setActivities((all) => applyFrame(all, frame, performance.now()));
      if (isFinal(frame)) reading.soon();
    },
    refetch: () => reading.next(),
    keys: [getFleet.key],
  });
  createLooking(reading, () => fleet()?.items.some((item) => activityOf(item, activities()) !== null) ?? false);
  onCleanup(() => reading.close());
  return { fleet, activities };
}
