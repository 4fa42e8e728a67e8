import { Router } from "@solidjs/router";
import { cleanup, render, screen, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobsPage } from "../../web/src/features/jobs/jobs.page.tsx";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { JOB_STATS, JOBS } from "../support/web-mock/jobs.ts";
import { fakeSockets } from "./fake-sockets.ts";

type SetAside = { readonly analysis: number; readonly sync: number; readonly ci_generation: number };

const PAGE = 50;
let deletions: unknown[];

/** So many jobs are set aside, of which the newest page is listed; a deletion takes what it is told. */
function stubApi(setAside: SetAside): void {
  const total = setAside.analysis + setAside.sync + setAside.ci_generation;
  const row = JOBS.find(({ state }) => state === "dead_letter");
  const listed = (kind: string | null) => (kind === null ? total : setAside[kind as keyof SetAside]);
  const listOf = (kind: string | null) => ({
    items: Array.from({ length: Math.min(PAGE, listed(kind)) }, (_, index) => ({ ...row, id: idOf("job", 1 + index) })),
    next_cursor: listed(kind) > PAGE ? "older" : null,
  });
  const removed = (body: { kind?: string; limit?: number }) => {
    deletions.push(body);
    const deleted = Math.min(body.limit ?? 100, 100, listed(body.kind ?? null));
    return { deleted, remaining: listed(body.kind ?? null) - deleted };
  };
  const answerOf = async (url: URL, init: RequestInit) => {
    const body = String(init.body ?? "");
    if (url.pathname === "/api/jobs") return listOf(url.searchParams.get("kind"));
    if (url.pathname === "/api/jobs/queue/stats")
      return { ...JOB_STATS, counts: { ...JOB_STATS.counts, dead_letter: total }, set_aside: setAside };
    if (url.pathname === "/api/jobs/dead-letter/delete") return removed(JSON.parse(body));
    return (await answerApi({ method: init.method ?? "GET", url, body, scenario: "data" })).body;
  };
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const answer = await answerOf(new URL(input, "http://localhost"), init);
    return new Response(JSON.stringify(answer));
  });
}

function open(setAside: SetAside, kind?: keyof SetAside): void {
  history.replaceState(null, "", `/jobs?state=dead_letter${kind ? `&kind=${kind}` : ""}`);
  stubApi(setAside);
  render(() => (
    <>
      <Router>{[{ path: "*", component: JobsPage }]}</Router>
      <Toasts />
    </>
  ));
}

/** Asks for the deletion, and gives the question. */
async function ask(): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole("button", { name: "Delete all" }));
  return screen.getByRole("dialog");
}

const confirm = (dialog: HTMLElement, name: string) => userEvent.click(within(dialog).getByRole("button", { name }));

beforeEach(() => {
  deletions = [];
  fakeSockets();
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("deleting all set-aside jobs", () => {
  it("tells the server the number that its button names", async () => {
    open({ analysis: 5, sync: 2, ci_generation: 0 });
    const dialog = await ask();
    expect(dialog).not.toHaveTextContent(/oldest/);
    await confirm(dialog, "Delete 7 jobs");
    await screen.findByText("7 jobs deleted.");
    expect(deletions).toEqual([{ limit: 7 }]);
  });

  it("says that the oldest hundred go when there are more, and how many there are", async () => {
    open({ analysis: 180, sync: 3, ci_generation: 0 });
    const dialog = await ask();
    expect(dialog).toHaveTextContent(/the oldest 100 of 183/);
    await confirm(dialog, "Delete 100 jobs");
    await screen.findByText(/100 jobs deleted\. 83 more are set aside/);
    expect(deletions).toEqual([{ limit: 100 }]);
  });

  it("counts all jobs of the chosen kind, not the page of them that is listed", async () => {
    open({ analysis: 180, sync: 80, ci_generation: 0 }, "sync");
    await screen.findByText("80 jobs used up every try");
    await confirm(await ask(), "Delete 80 jobs");
    await screen.findByText("80 jobs deleted.");
    expect(deletions).toEqual([{ kind: "sync", limit: 80 }]);
  });
});

it("deletes one set-aside job by its name", async () => {
  open({ analysis: 0, sync: 1, ci_generation: 0 });
  await userEvent.click(await screen.findByRole("button", { name: /GitHub refuses to let/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete 1 job" }));
  await screen.findByText("1 job deleted.");
  expect(deletions).toEqual([{ ids: [idOf("job", 1)] }]);
});

describe("the page of set-aside jobs", () => {
  it("says that what is done with all is done with a hundred at once, only when there are more", async () => {
    open({ analysis: 101, sync: 0, ci_generation: 0 });
    await screen.findByText(/at most 100 at once/);
    cleanup();
    const { query } = await import("@solidjs/router");
    query.clear();
    open({ analysis: 100, sync: 0, ci_generation: 0 });
    await screen.findByText("100 jobs used up every try");
    expect(screen.queryByText(/at most 100 at once/)).toBeNull();
  });

  it("does not say that no job gave up while some of another kind did", async () => {
    open({ analysis: 2, sync: 0, ci_generation: 0 }, "sync");
    await screen.findByText("No job is like that");
    expect(screen.queryByText("Nothing is set aside")).toBeNull();
    expect(screen.queryByText("No job gave up")).toBeNull();
  });

  it("says that nothing is set aside when nothing is", async () => {
    open({ analysis: 0, sync: 0, ci_generation: 0 });
    await screen.findByText("Nothing is set aside");
    expect(screen.getByText("No job gave up")).toBeInTheDocument();
  });
});
