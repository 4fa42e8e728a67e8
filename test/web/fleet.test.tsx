import { Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFleet } from "../../web/src/features/fleet/create-fleet.ts";
import { activityOf } from "../../web/src/features/fleet/fleet.model.ts";
import { REPOSITORIES, SUMMARY } from "../support/web-mock/fleet.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

const PAGES = 3;
let sockets: FakeSocket[];
let asked: number[];
let refusals: number;

/** A fleet of three pages in which nothing runs; the next `refusals` requests are one too many. */
async function answer(input: string): Promise<Response> {
  asked.push(Date.now());
  if (refusals > 0) {
    refusals -= 1;
    const retry_at = new Date(Date.now() + 30_000).toISOString();
    return new Response(JSON.stringify({ type: "/problems/rate_limited", retry_at }), { status: 429 });
  }
  const page = Number(new URL(input, "http://localhost").searchParams.get("cursor") ?? 0);
  const items = Array.from({ length: 100 }, (_, index) => ({
    ...REPOSITORIES[0],
    id: idOf("repository", 1 + page * 100 + index),
    active_job: null,
  }));
  const next_cursor = page + 1 < PAGES ? String(page + 1) : null;
  return new Response(JSON.stringify({ items, next_cursor, summary: SUMMARY }));
}

function say(seed: object) {
  const job = { repository_id: idOf("repository", 1), job_id: idOf("job", 1), analysis_id: null, step: null };
  const frame = { v: 1, kind: "job", seq: nextSeq(), at: new Date().toISOString(), ...job, ...seed };
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

function Probe() {
  const { fleet, activities } = createFleet();
  const first = () => fleet()?.items[0];
  return <p role="status">{(first() && activityOf(first() as never, activities())?.phase) ?? "idle"}</p>;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function open() {
  render(() => <Router>{[{ path: "*", component: Probe }]}</Router>);
  await pass(1000);
  asked = [];
}

beforeEach(() => {
  [sockets, asked, refusals] = [fakeSockets(), [], 0];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", answer);
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

const OVER = { repository_id: idOf("repository", 2), state: "completed", phase: "completed" };

describe("the live fleet", () => {
  it("takes at most a third of the requests that its user has, however much happens", async () => {
    await open();
    for (let second = 0; second < 300; second++) {
      say(OVER);
      await pass(1000);
    }
    expect(asked.length).toBeLessThanOrEqual(5 * 10 + PAGES);
    expect(asked.length).toBeGreaterThan(5 * 10 - 2 * PAGES);
  });

  it("is read again after a refusal, although nothing more comes", async () => {
    await open();
    refusals = 1;
    say(OVER);
    await pass(20_000);
    expect(asked).toHaveLength(1);
    await pass(11_000);
    expect(asked).toHaveLength(1 + PAGES);
  });

  it("shows no work whose last frame was lost once the list was read again", async () => {
    await open();
    say({ state: "processing", phase: "processing" });
    expect(screen.getByRole("status")).toHaveTextContent("processing");
    await pass(10);
    say(OVER);
    await pass(1000);
    expect(screen.getByRole("status")).toHaveTextContent("idle");
  });

  it("is read every three minutes while work is shown, although nothing tells of it", async () => {
    await open();
    sockets.at(-1)?.onopen?.();
    // A line that is opened anew asks who the reader is.
    asked = [];
    const pongs = setInterval(() => sockets.at(-1)?.onmessage?.({ data: "pong" }), 15_000);
    say({ state: "processing", phase: "processing" });
    await pass(170_000);
    expect(asked).toEqual([]);
    await pass(20_000);
    clearInterval(pongs);
    expect(screen.getByRole("status")).toHaveTextContent("idle");
  });

  it("believes an answer although the clock of the computer was set back by hours", async () => {
    await open();
    say({ state: "processing", phase: "processing" });
    await pass(10);
    vi.setSystemTime(Date.now() - 4 * 3_600_000);
    say(OVER);
    await pass(1000);
    expect(screen.getByRole("status")).toHaveTextContent("idle");
  });
});
