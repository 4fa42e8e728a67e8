import { Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { For } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job } from "../../web/src/api-types.ts";
import { createJobs } from "../../web/src/features/jobs/create-jobs.ts";
import { JOB_STATS, JOBS } from "../support/web-mock/jobs.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

const STEP = { key: "x", title: "Run the rules", index: 4, total: 6, status: "running", detail: null };
const RUNNING = { state: "processing", phase: "processing", finished_at: null } as const;
let sockets: FakeSocket[];
let asked: string[];
let refusals: number;
let jobs: Job[];

const job = (id: string, seed: Partial<Job> = RUNNING): Job => ({ ...(JOBS[0] as Job), id, ...seed });

/** Jobs two a page; the next `refusals` requests are one too many. */
async function answer(input: string): Promise<Response> {
  const { pathname, searchParams } = new URL(input, "http://localhost");
  asked.push(pathname);
  if (refusals > 0) {
    refusals -= 1;
    const retry_at = new Date(Date.now() + 30_000).toISOString();
    return new Response(JSON.stringify({ type: "/problems/rate_limited", retry_at }), { status: 429 });
  }
  if (pathname.endsWith("/stats")) return new Response(JSON.stringify(JOB_STATS));
  const from = Number(searchParams.get("cursor") ?? 0);
  const next_cursor = from + 2 < jobs.length ? String(from + 2) : null;
  return new Response(JSON.stringify({ items: jobs.slice(from, from + 2), next_cursor }));
}

function say(id: string, seed: object) {
  const ids = { repository_id: "r", job_id: id, analysis_id: null };
  const frame = { v: 1, kind: "job", seq: nextSeq(), at: new Date().toISOString(), ...ids, step: null, ...seed };
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

const becomes = (id: string, seed: Partial<Job>) => {
  jobs = jobs.map((each) => (each.id === id ? { ...each, ...seed } : each));
};

function Probe() {
  const filter = {};
  const list = createJobs(() => filter);
  return (
    <>
      <ul>
        <For each={list.jobs()}>
          {(each) => <li>{`${each.id} ${each.state} ${list.stepOf(each.id)?.title ?? ""}`.trim()}</li>}
        </For>
      </ul>
      <p role="status">{list.counts()?.completed}</p>
      <button type="button" onClick={() => void list.more.run(list.cursor() ?? "")}>
        more
      </button>
    </>
  );
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const rows = () => screen.getAllByRole("listitem").map(({ textContent }) => textContent);

async function open(...known: Job[]) {
  jobs = known;
  render(() => <Router>{[{ path: "*", component: Probe }]}</Router>);
  await pass(1000);
  // A line that is never cut.
  sockets.at(-1)?.onopen?.();
  setInterval(() => sockets.at(-1)?.onmessage?.({ data: "pong" }), 15_000);
}

async function more() {
  screen.getByRole("button").click();
  await pass(100);
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

const OVER = { state: "completed", phase: "completed" } as const;

describe("the live list of jobs", () => {
  it("never turns a row of an older page back to what it was", async () => {
    await open(job("a"), job("b"), job("c"));
    await more();
    say("c", { ...RUNNING, step: STEP });
    becomes("c", OVER);
    say("c", OVER);
    await pass(60_000);
    expect(rows()).toEqual(["a processing", "b processing", "c completed"]);
  });

  it("counts a job of an older page once that ends", async () => {
    await open(job("a"), job("b"), job("c"));
    await more();
    becomes("c", OVER);
    say("c", OVER);
    await pass(60_000);
    expect(screen.getByRole("status")).toHaveTextContent(String(JOB_STATS.counts.completed));
  });

  it("is read again after a refusal, although nothing more comes", async () => {
    await open(job("a", { state: "pending", phase: "queued" }));
    becomes("a", { state: "retrying", phase: "queued" });
    refusals = 2;
    say("new", { state: "pending", phase: "queued" });
    await pass(1000);
    expect(rows()).toEqual(["a pending"]);
    await pass(31_000);
    expect(rows()).toEqual(["a retrying"]);
  });

  it("believes an answer that says that what ran waits again", async () => {
    await open(job("a"));
    say("a", { ...RUNNING, step: STEP });
    expect(rows()).toEqual(["a processing Run the rules"]);
    await pass(10);
    becomes("a", { state: "retrying", phase: "queued" });
    say("new", { state: "pending", phase: "queued" });
    await pass(20_000);
    expect(rows()).toEqual(["a retrying"]);
  });

  it("is read every three minutes while something is under way, although nothing tells of it", async () => {
    await open(job("a"));
    becomes("a", OVER);
    await pass(170_000);
    expect(rows()).toEqual(["a processing"]);
    await pass(20_000);
    expect(rows()).toEqual(["a completed"]);
    asked = [];
    await pass(600_000);
    expect(asked).toEqual([]);
  });

  it("believes an answer although the clock of the computer was set back by hours", async () => {
    await open(job("a", { state: "pending", phase: "queued" }));
    say("a", RUNNING);
    becomes("a", { state: "retrying", phase: "queued" });
    vi.setSystemTime(Date.now() - 4 * 3_600_000);
    say("new", { state: "pending", phase: "queued" });
    await pass(20_000);
    expect(rows()).toEqual(["a retrying"]);
  });
});
