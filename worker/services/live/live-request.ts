/** How the Worker hands an upgrade to an object: facts it has checked, in the query of an inner address. */
import type { Credential } from "../context.ts";

/** Who opened a socket; the Worker checked it before the object sees the request. */
export type Viewer = { readonly credential: Credential; readonly userId: string; readonly orgId: string };

export type LiveAsk = {
  readonly viewer: Viewer;
  readonly feed: string;
  readonly since: number;
  readonly latest: number;
};

/** Why an object opens no socket: the user, or everybody together, has too many open. The text of its answer, which is a 429. */
export type LiveRefusal = "user_full" | "feed_full";

/** The inner request; its headers carry the upgrade. */
export function liveRequest(upgrade: Request, ask: LiveAsk): Request {
  const url = new URL("https://object/live");
  url.searchParams.set("ask", JSON.stringify(ask));
  return new Request(url, {
    headers: { upgrade: "websocket", connection: upgrade.headers.get("connection") ?? "upgrade" },
  });
}

/** Reads what `liveRequest` wrote. Only our own Worker can reach an object. */
export function readLiveRequest(request: Request): LiveAsk {
  return JSON.parse(new URL(request.url).searchParams.get("ask") ?? "{}") as LiveAsk;
}
