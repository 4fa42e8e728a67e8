import { A, createAsync, query, Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveStatus } from "../../web/src/app/live-status.ts";
import { createFleetStream } from "../../web/src/live-streams.ts";
import { Pending } from "../../web/src/ui/async.tsx";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

let sockets: FakeSocket[];
let reads: string[];
const getList = query(async (name: string) => {
  reads.push(name);
  return `${name} ${reads.length}`;
}, "list");

function say(data: object = { kind: "job" }) {
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify({ v: 1, seq: nextSeq(), ...data }) });
}

/** A page whose list the stream keeps up to date. */
function Page(props: { readonly name: string }) {
  const list = createAsync(() => getList(props.name));
  createFleetStream({
    onFrame: () => undefined,
    refetch: async () => undefined,
    keys: [getList.keyFor(props.name)],
  });
  return (
    <>
      <h1>{list()}</h1>
      <A href="/a">to a</A>
      <A href="/b">to b</A>
      <A href="/plain">to plain</A>
    </>
  );
}

async function go(where: "b" | "plain") {
  screen.getByText(`to ${where}`).click();
  await screen.findByRole("heading", { name: where === "b" ? /^b/ : "plain" });
  // The router moves the history on once the page is there.
  await vi.waitFor(() => expect(location.pathname).toBe(`/${where}`));
}

async function back() {
  history.back();
  await screen.findByRole("heading", { name: /^a/ });
}

beforeEach(async () => {
  [sockets, reads] = [fakeSockets(), []];
  history.replaceState(null, "", "/a");
  render(() => (
    <Router root={(props) => <Pending>{props.children}</Pending>}>
      {[
        { path: "/a", component: () => <Page name="a" /> },
        { path: "/b", component: () => <Page name="b" /> },
        { path: "/plain", component: () => <h1>plain</h1> },
      ]}
    </Router>
  ));
  await screen.findByRole("heading", { name: /^a/ });
  sockets.at(-1)?.onopen?.();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  query.clear();
});

describe("who goes back to a page that the stream kept up to date", () => {
  it("sees it at once when nothing has happened", async () => {
    await go("plain");
    await back();
    expect(screen.getByRole("heading")).toHaveTextContent("a 1");
    expect(reads).toEqual(["a"]);
  });

  it("has it read anew when a frame came while it was shown", async () => {
    say();
    await go("plain");
    await back();
    expect(reads).toEqual(["a", "a"]);
    expect(screen.getByRole("heading")).toHaveTextContent("a 2");
  });

  it.each([
    ["a frame", { kind: "job" }],
    ["an order to read everything", { kind: "resync_required" }],
  ])("has it read anew when %s came to the page after it", async (_, data) => {
    await go("b");
    sockets.at(-1)?.onopen?.();
    say(data);
    await back();
    expect(reads).toEqual(["a", "b", "a"]);
  });
});

describe("a network that is back", () => {
  it("does not make the page newer than it is", async () => {
    vi.useFakeTimers();
    const heardAt = Date.now();
    sockets.at(-1)?.onmessage?.({ data: "pong" });
    await vi.advanceTimersByTimeAsync(46_000);
    expect(liveStatus()).toEqual({ mode: "reconnecting", since: heardAt });
    dispatchEvent(new Event("online"));
    expect(liveStatus()).toEqual({ mode: "reconnecting", since: heardAt });
  });
});
