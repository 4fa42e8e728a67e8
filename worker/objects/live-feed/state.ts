/** The rules of a live feed, without I/O: what to replay, which client frames to refuse, how to close. Used by RepoJobs and OrgLive. */

/** Events kept for replay, per feed. */
export const RETAINED_EVENTS = 1_000;
/** Open sockets per user and object. */
export const SOCKETS_PER_USER = 20;
/** Open sockets per feed, whoever holds them: so many were measured (test/bench/events). */
export const SOCKETS_PER_FEED = 1_000;
/** Access is asked again before a frame leaves when the last answer is this old, and by alarm on silent sockets. */
export const ACCESS_FRESH_MS = 5_000;
export const ACCESS_POLL_MS = 60_000;
/** A socket that waits because nobody could say whether its holder may look is asked about again this soon. */
export const ACCESS_RETRY_MS = 2_000;

/** What a feed holds and what the client asks for; sequence numbers, 0 for none. */
export interface ReplayQuestion {
  readonly since: number;
  readonly first: number;
  readonly last: number;
  /** The newest sequence number that exists at the source; larger than `last` when this feed lost events. */
  readonly latest: number;
}

/** `resync`: the client must read the source over HTTP; the socket goes on after `cursor`. */
export function planReplay({ since, first, last, latest }: ReplayQuestion): { resync: boolean; cursor: number } {
  const newest = Math.max(last, latest);
  if (since > newest) return { resync: true, cursor: newest };
  const hasAll = since === newest || (last >= newest && first > 0 && since >= first - 1);
  return hasAll ? { resync: false, cursor: since } : { resync: true, cursor: newest };
}

const FRAME_UNITS = 1_024;
const FRAMES_PER_SECOND = 10;

/** Frames of the current second that a client sent. */
export interface FrameBudget {
  readonly second: number;
  readonly frames: number;
}

/** Clients have nothing to say but `ping`, which is answered before it gets here. `allowed: false` means: close with 1008. */
export function spendFrame(
  budget: FrameBudget | undefined,
  units: number,
  now: number,
): { budget: FrameBudget; allowed: boolean } {
  const second = Math.floor(now / 1_000);
  const frames = (budget?.second === second ? budget.frames : 0) + 1;
  return { budget: { second, frames }, allowed: units <= FRAME_UNITS && frames <= FRAMES_PER_SECOND };
}

/** 1005 and 1006 only describe what happened and cannot be sent; `close()` throws on them and on other reserved codes. */
export function sendableCloseCode(code: number): number {
  const isSendable =
    code === 1000 || (code >= 1001 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
  return isSendable ? code : 1000;
}
