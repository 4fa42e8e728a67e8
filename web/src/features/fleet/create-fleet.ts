import { createAsyncStore } from "@solidjs/router";
import { createSignal, onCleanup } from "solid-js";
import { createFleetStream, type FleetFrame } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { getFleet, loadFleet } from "../repositories/repositories.queries.ts";
import { type Activities, applyFrame } from "./fleet.model.ts";

const REFRESH_AFTER_MS = 400;
const REFRESH_AT_MOST_EVERY_MS = 5000;

function isFinal(frame: FleetFrame): boolean {
  return frame.kind === "repository" || (frame.phase !== "queued" && frame.phase !== "processing");
}

/** The fleet, kept up to date by the stream: running work at once, results and scores within a few seconds. */
export function createFleet() {
  const fleet = createAsyncStore(() => getFleet(), { reconcile: { key: "id" } });
  const [activities, setActivities] = createSignal<Activities>({});
  const load = async () => {
    await refresh(getFleet.keyFor(), loadFleet);
    setActivities((all) => Object.fromEntries(Object.entries(all).filter(([, activity]) => activity !== null)));
  };
  const soon = createThrottle(() => void load().catch(() => undefined), REFRESH_AFTER_MS, REFRESH_AT_MOST_EVERY_MS);
  createFleetStream({
    onFrame: (frame) => {
      if (frame.kind === "job") setActivities((all) => applyFrame(all, frame));
      if (isFinal(frame)) soon.call();
    },
    refetch: load,
  });
  onCleanup(soon.cancel);
  return { fleet, activities };
}
