import { createSignal } from "solid-js";
import type { LiveStatus } from "../live.ts";

const [liveStatus, setLiveStatus] = createSignal<LiveStatus>();

/** State of the one event stream of this tab; undefined on pages without one. */
export { liveStatus, setLiveStatus };
