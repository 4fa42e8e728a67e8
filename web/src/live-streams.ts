/** The two streams of the API, bound to the browser's socket and clock, as primitives that close with their page. */
import { revalidate } from "@solidjs/router";
import { onCleanup } from "solid-js";
import type { JobEvent, OrgFrame } from "./api-types.ts";
import { setLiveStatus } from "./app/live-status.ts";
import { getMe, loadMe } from "./features/session/session.queries.ts";
import { type LiveClient, type LivePlatform, type LiveStatus, openLive } from "./live.ts";
import { isGone, refresh } from "./refresh.ts";

const browser: LivePlatform = {
  connect: (url) => new WebSocket(url) as unknown as ReturnType<LivePlatform["connect"]>,
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  fraction: () => Math.random(),
};

function socketUrl(path: string, since: number): string {
  const { protocol, host } = location;
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${path}?since=${since}`;
}

type AnyFrame = { readonly v?: unknown; readonly kind?: unknown };

/** Frames come from our own server; kinds that this version does not know are dropped by name. */
function parseFrame<Frame>(text: string, kinds: readonly string[]): Frame | "resync_required" | undefined {
  let frame: AnyFrame | null;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof frame !== "object" || frame?.v !== 1 || typeof frame.kind !== "string") return undefined;
  if (frame.kind === "resync_required") return "resync_required";
  return kinds.includes(frame.kind) ? (frame as Frame) : undefined;
}

/** A network that is back, or a tab that is looked at again, is a reason to try at once instead of waiting. */
function keepOpen(open: (upToDateAt?: number) => LiveClient): void {
  let client: LiveClient | undefined = open();
  const reopen = () => {
    client?.close();
    client = open(client?.upToDateAt());
  };
  const seen = () => document.visibilityState === "visible" && client?.hurry();
  addEventListener("online", reopen);
  document.addEventListener("visibilitychange", seen);
  onCleanup(() => {
    removeEventListener("online", reopen);
    document.removeEventListener("visibilitychange", seen);
    client?.close();
    client = undefined;
    setLiveStatus(undefined);
  });
}

type JobEventFrame = { readonly event: JobEvent };

export type JobStreamOptions = {
  readonly jobId: string;
  readonly since: () => number;
  readonly onEvent: (event: JobEvent) => void;
  readonly refetch: () => Promise<number | undefined>;
};

/** Follows one job until the owner is disposed. */
export function createJobStream(options: JobStreamOptions): void {
  keepOpen((upToDateAt) =>
    openLive<JobEventFrame>(
      {
        url: (since) => socketUrl(`/api/jobs/${options.jobId}/live`, since),
        since: options.since(),
        parse: (text) => parseFrame(text, ["event"]),
        seqOf: (frame) => frame.event.seq,
        isGapless: true,
        onFrame: (frame) => options.onEvent(frame.event),
        refetch: options.refetch,
        isGone,
        upToDateAt,
        onStatus: setLiveStatus,
      },
      browser,
    ),
  );
}

export type FleetFrame = Exclude<OrgFrame, { kind: "resync_required" }>;

/** Survives a change of page, so that the next page does not ask for everything again. */
let lastFleetSeq = 0;

export type FleetStreamOptions = {
  readonly onFrame: (frame: FleetFrame) => void;
  readonly refetch: () => Promise<void>;
  /** Keys of the queries that the stream keeps up to date while the page is open. */
  readonly keys?: readonly string[];
};

/** What pages that are left have in the router's cache, as new as `lastFleetSeq`. */
const kept = new Set<string>();

/** No later stream tells these frames again: whoever goes back to such a page reads it anew. */
function makeOld(keys: Iterable<string>): void {
  const old = [...keys];
  if (old.length > 0) void revalidate(old);
}

/** The cache of a page is as old as the page was opened: it outlives the page only if no frame came, and until one comes. */
function createKept(keys: readonly string[]): { heard(): void } {
  let hasHeard = false;
  for (const key of keys) kept.delete(key);
  onCleanup(() => {
    if (hasHeard) makeOld(keys);
    else for (const key of keys) kept.add(key);
  });
  return {
    heard() {
      hasHeard = true;
      makeOld(kept);
      kept.clear();
    },
  };
}

let wasLive = false;

/** A line that is opened anew may be of another organization than the page shows: that of somebody who was removed. */
function onFleetStatus(status: LiveStatus): void {
  setLiveStatus(status);
  if (status.mode !== "live") return;
  if (wasLive) void refresh(getMe.keyFor(), loadMe).catch(() => undefined);
  wasLive = true;
}

/** Follows the whole organization until the owner is disposed. */
export function createFleetStream(options: FleetStreamOptions): void {
  const cache = createKept(options.keys ?? []);
  keepOpen((upToDateAt) =>
    openLive<FleetFrame>(
      {
        url: (since) => socketUrl("/api/live", since),
        since: lastFleetSeq,
        parse: (text) => parseFrame(text, ["job", "repository"]),
        seqOf: (frame) => frame.seq,
        onFrame: (frame) => {
          lastFleetSeq = frame.seq;
          cache.heard();
          options.onFrame(frame);
        },
        refetch: async () => {
          // Frames are missing that other pages need too.
          cache.heard();
          await options.refetch();
          return undefined;
        },
        isGone,
        upToDateAt,
        onStatus: onFleetStatus,
      },
      browser,
    ),
  );
}
