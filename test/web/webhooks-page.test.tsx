import { Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebhooksPage } from "../../web/src/features/webhooks/webhooks.page.tsx";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

const ALL_THREE = ["/api/webhooks/deliveries?limit=25", "/api/webhooks/gaps?limit=10", "/api/webhooks/sync-state"];
const EVERY_S = 30;

let sockets: FakeSocket[];
/** Addresses that were read since the page was open, without the line that everything shares. */
let reads: string[];

async function answer(input: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input, "http://localhost");
  const method = init.method ?? "GET";
  if (method === "GET") reads.push(url.pathname + url.search);
  const { status, body } = await answerApi({ method, url, body: String(init.body ?? ""), scenario: "data" });
  return new Response(JSON.stringify(body), { status });
}

/** Lets time pass on a line that is open and answers. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    sockets.at(-1)?.onmessage?.({ data: "pong" });
    await vi.advanceTimersByTimeAsync(1000);
  }
}

async function open(search = ""): Promise<void> {
  history.replaceState(null, "", `/settings/webhooks${search}`);
  render(() => (
    <>
      <Router>{[{ path: "*", component: WebhooksPage }]}</Router>
      <Toasts />
    </>
  ));
  sockets.at(-1)?.onopen?.();
  await pass(2);
  reads = [];
}

function say(seed: object): void {
  const job = { repository_id: idOf("repository", 1), job_id: idOf("job", 77), analysis_id: null, step: null };
  const state = { state: "processing", phase: "processing" };
  const frame = { v: 1, kind: "job", seq: nextSeq(), at: new Date().toISOString(), ...job, ...state, ...seed };
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

function look(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
  document.dispatchEvent(new Event("visibilitychange"));
}

const step = { key: "x", title: "Read the repository", index: 1, total: 3, status: "running", detail: null };
const readTimes = () => reads.filter((path) => path === "/api/webhooks/sync-state").length;
const click = (name: string) => screen.getAllByRole("button", { name })[0]?.click();

beforeEach(() => {
  [sockets, reads] = [fakeSockets(), []];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", answer);
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("the page of webhooks, while nothing is told", () => {
  it("reads the log, the gaps and the standing again every half minute", async () => {
    await open();
    await pass(EVERY_S);
    expect(reads.toSorted()).toEqual(ALL_THREE);
    await pass(3 * EVERY_S);
    expect(readTimes()).toBe(4);
  });

  it("reads nothing while it is hidden, and at once when it is looked at again", async () => {
    await open();
    look("hidden");
    await pass(10 * EVERY_S);
    expect(reads).toEqual([]);
    look("visible");
    await pass(2);
    expect(reads.toSorted()).toEqual(ALL_THREE);
  });

  it("reads nothing more once it is left", async () => {
    await open();
    click("Ask GitHub again");
    cleanup();
    look("visible");
    reads = [];
    await vi.advanceTimersByTimeAsync(10 * EVERY_S * 1000);
    expect(reads).toEqual([]);
  });

  it("keeps a row with the focus in it when it is read again", async () => {
    await open();
    const [button] = screen.getAllByRole("button", { name: "Send again" });
    button?.focus();
    await pass(EVERY_S + 1);
    expect(readTimes()).toBe(1);
    expect(document.activeElement).toBe(button);
    expect(screen.getAllByRole("button", { name: "Send again" })[0]).toBe(button);
  });
});

describe("the page of webhooks, when the stream tells of a job", () => {
  it("shows its delivery although the first that is heard of it is a step", async () => {
    await open();
    say({ step });
    await pass(2);
    expect(reads.toSorted()).toEqual(ALL_THREE);
  });

  it("takes at most a third of the requests that its user has, however much happens", async () => {
    await open();
    for (let second = 0; second < 60; second += 1) {
      say({ step });
      await pass(1);
    }
    expect(reads.length).toBeGreaterThan(2 * ALL_THREE.length);
    expect(reads.length).toBeLessThanOrEqual(20);
  });
});

describe.each(["Send again", "Ask GitHub again"])("%s", (name) => {
  it("is followed by one more reading of all three a few seconds later", async () => {
    await open();
    click(name);
    await pass(2);
    reads = [];
    await pass(5);
    expect(reads.toSorted()).toEqual(ALL_THREE);
    await pass(10);
    expect(readTimes()).toBe(1);
  });
});

it("says that a delivery which comes again counts as new", async () => {
  await open();
  click("Send again");
  await pass(1);
  expect(screen.getByText(/it counts as new/)).toBeInTheDocument();
  expect(screen.queryByText(/not taken twice/)).toBeNull();
});

describe("a repository in the address", () => {
  it("is the one whose log is read again", async () => {
    await open(`?repository=${idOf("repository", 1)}`);
    await pass(EVERY_S);
    expect(reads).toContain(`/api/webhooks/deliveries?limit=25&repository_id=${idOf("repository", 1)}`);
  });

  it.each([idOf("repository", 999), "no-id"])("is not asked for when it is none of ours: %s", async (repository) => {
    await open(`?repository=${repository}`);
    say({});
    await pass(2);
    expect(reads.toSorted()).toEqual(ALL_THREE);
  });
});
