import { createAsync, Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { Show } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PageFailure } from "../../web/src/app/page-failure.tsx";
import { createProgress } from "../../web/src/features/jobs/create-progress.ts";
import { getJob } from "../../web/src/features/jobs/jobs.queries.ts";
import { errorPageText } from "../../web/src/strings.ts";
import { Failing, Pending } from "../../web/src/ui/async.tsx";
import { JOBS } from "../support/web-mock/jobs.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";

const RUNNING = { ...JOBS[0], id: "job", state: "processing", phase: "processing" };
let sockets: FakeSocket[];
let asked: number;
let refusals: number;
let status: number;
let job: object;

/** The job and its empty log; the next `refusals` requests for the job fail with `status`. */
async function answer(input: string): Promise<Response> {
  if (status === 404) return new Response("{}", { status });
  if (input.includes("/logs")) return new Response(JSON.stringify({ items: [], next_since: null }));
  asked += 1;
  if (refusals > 0) {
    refusals -= 1;
    return new Response("{}", { status });
  }
  return new Response(JSON.stringify(job));
}

function say(state: string) {
  const event = { seq: 1, at: new Date().toISOString(), level: "info", message: "", type: "state", step: null };
  const frame = { v: 1, kind: "event", event: { ...event, state, phase: state } };
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

const reload = vi.fn(async () => undefined);

function Probe() {
  const known = createAsync(() => getJob("job"));
  return (
    <Show when={known()}>
      {(now) => {
        createProgress(() => ({ jobId: "job", phase: now().phase, steps: {} }), reload);
        return <p>{now().phase}</p>;
      }}
    </Show>
  );
}

function Page() {
  return (
    <Failing keys={() => []} fallback={(error, retry) => <PageFailure error={error} onRetry={retry} />}>
      <Pending>
        <Probe />
      </Pending>
    </Failing>
  );
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(async () => {
  [sockets, refusals, status, job] = [fakeSockets(), 0, 503, RUNNING];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", answer);
  render(() => <Router>{[{ path: "*", component: Page }]}</Router>);
  await pass(1000);
  sockets.at(-1)?.onopen?.();
  asked = 0;
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  const { query } = await import("@solidjs/router");
  query.clear();
});

const OVER = { ...RUNNING, state: "completed", phase: "completed" };

describe("the page of a job that is watched", () => {
  it("shows its end although the one question about it failed", async () => {
    job = OVER;
    refusals = 2;
    say("completed");
    await pass(1000);
    expect(screen.getByText("processing")).toBeInTheDocument();
    await pass(10_000);
    expect(screen.getByText("completed")).toBeInTheDocument();
  });

  it("reads again what else it shows when that failed", async () => {
    reload.mockRejectedValueOnce(new Error("503"));
    job = OVER;
    say("completed");
    const before = reload.mock.calls.length;
    await pass(10_000);
    expect(reload.mock.calls.length).toBe(before + 2);
  });

  it("shows its end while nobody looks: the title of the tab tells of it", async () => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    job = OVER;
    say("completed");
    await pass(1000);
    expect(screen.getByText("completed")).toBeInTheDocument();
  });

  it("looks every three minutes although nothing tells of it", async () => {
    job = OVER;
    const pongs = setInterval(() => sockets.at(-1)?.onmessage?.({ data: "pong" }), 15_000);
    await pass(170_000);
    expect(asked).toBe(0);
    await pass(20_000);
    clearInterval(pongs);
    expect(screen.getByText("completed")).toBeInTheDocument();
  });

  it("says that it is gone, and asks no more, once the job is", async () => {
    status = 404;
    for (let time = 0; time < 4; time++) {
      sockets.at(-1)?.onclose?.();
      await pass(5000);
    }
    expect(screen.getByText(errorPageText.gone)).toBeInTheDocument();
    const before = sockets.length;
    await pass(600_000);
    expect(sockets).toHaveLength(before);
  });
});
