/**
 * The lease of one job, without I/O. Modes: `free` (nobody runs it), `held` (one worker, until `until`), `closed` (final: never
 * granted again). Steps: claim free→held and held→held once expired; beat keeps held; release held→free; close any→closed.
 * The fence only grows. The D1 row stays the truth: a lease that is unknown here (storage lost) is rebuilt from what callers know.
 */
export type Lease =
  | { readonly mode: "free"; readonly fence: number }
  | { readonly mode: "held"; readonly fence: number; readonly token: string; readonly until: number }
  | { readonly mode: "closed"; readonly fence: number; readonly reason: CloseReason };

export type CloseReason = "finished" | "cancelled";

export type LeaseEvent =
  /** `floor` is the fence of the D1 row: a rebuilt object must never hand out a smaller one. */
  | { readonly type: "claim"; readonly token: string; readonly floor: number; readonly leaseMs: number }
  | { readonly type: "beat"; readonly token: string; readonly fence: number; readonly leaseMs: number }
  | { readonly type: "release"; readonly fence: number }
  | { readonly type: "close"; readonly reason: CloseReason };

export type LeaseReply =
  | { readonly ok: true; readonly fence: number; readonly until: number; readonly extended: boolean }
  | { readonly ok: false; readonly reason: "held" | "lost" | CloseReason };

export interface LeaseStep {
  readonly lease: Lease;
  readonly reply: LeaseReply;
}

/** Applies one event at `now` (ms since the epoch). A refused event leaves the lease as it was. */
export function stepLease(lease: Lease | undefined, event: LeaseEvent, now: number): LeaseStep {
  switch (event.type) {
    case "claim":
      return claim(lease, event, now);
    case "beat":
      return beat(lease, event, now);
    case "release":
      return release(lease, event.fence);
    case "close":
      return close(lease, event.reason);
  }
}

function claim(lease: Lease | undefined, event: Extract<LeaseEvent, { type: "claim" }>, now: number): LeaseStep {
  if (lease?.mode === "closed") return refused(lease, lease.reason);
  if (lease?.mode === "held" && now < lease.until) {
    const again = lease.token === event.token;
    return again ? { lease, reply: held(lease.fence, lease.until, false) } : refused(lease, "held");
  }
  const fence = Math.max(lease?.fence ?? 0, event.floor) + 1;
  const until = now + event.leaseMs;
  return { lease: { mode: "held", fence, token: event.token, until }, reply: held(fence, until, true) };
}

function beat(lease: Lease | undefined, event: Extract<LeaseEvent, { type: "beat" }>, now: number): LeaseStep {
  if (lease?.mode === "closed") return refused(lease, lease.reason);
  const until = now + event.leaseMs;
  const known = lease ?? { mode: "held" as const, fence: event.fence, token: event.token, until: now };
  const isHolder = known.mode === "held" && known.fence === event.fence && known.token === event.token;
  if (!isHolder) return refused(known, "lost");
  // Fewer writes: a lease is prolonged once a third of it is used up.
  if (known.until - now > (event.leaseMs * 2) / 3)
    return { lease: known, reply: held(known.fence, known.until, false) };
  return { lease: { ...known, until }, reply: held(known.fence, until, true) };
}

function release(lease: Lease | undefined, fence: number): LeaseStep {
  const free: Lease = { mode: "free", fence: Math.max(lease?.fence ?? 0, fence) };
  if (lease?.mode === "closed") return refused(lease, lease.reason);
  if (lease?.mode === "held" && lease.fence > fence) return refused(lease, "lost");
  return { lease: free, reply: held(free.fence, 0, false) };
}

function close(lease: Lease | undefined, reason: CloseReason): LeaseStep {
  const closed: Lease = lease?.mode === "closed" ? lease : { mode: "closed", fence: lease?.fence ?? 0, reason };
  return { lease: closed, reply: held(closed.fence, 0, false) };
}

function held(fence: number, until: number, extended: boolean): LeaseReply {
  return { ok: true, fence, until, extended };
}

function refused(lease: Lease, reason: Extract<LeaseReply, { ok: false }>["reason"]): LeaseStep {
  return { lease, reply: { ok: false, reason } };
}
