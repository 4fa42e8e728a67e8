import { Router } from "@solidjs/router";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PageFailure } from "../../web/src/app/page-failure.tsx";
import { RepositoryPage } from "../../web/src/features/repositories/repository.page.tsx";
import { errorPageText, repositoryText } from "../../web/src/strings.ts";
import { Failing, Pending } from "../../web/src/ui/async.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

const ID = idOf("repository", 1);
const WORK = { id: idOf("job", 1), analysis_id: null, state: "processing", phase: "processing" };
let sockets: FakeSocket[];
let asked: string[];
let refusals: { left: number; readonly status: number };
let isAtWork: boolean;

/** The scripted API, whose next answers about the repository itself are refusals. */
async function answer(input: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input, "http://localhost");
  asked.push(url.pathname);
  if (url.pathname === `/api/repositories/${ID}` && refusals.left > 0) {
    refusals.left -= 1;
    return new Response("{}", { status: refusals.status });
  }
  const request = { method: init.method ?? "GET", url, body: String(init.body ?? ""), scenario: "data" };
  const { status, body } = await answerApi(request);
  const isItself = url.pathname === `/api/repositories/${ID}`;
  const told = isItself ? { ...(body as object), active_job: isAtWork ? WORK : null } : body;
  return new Response(JSON.stringify(told), { status });
}

function say(seed: object) {
  const frame = { v: 1, seq: nextSeq(), at: new Date().toISOString(), repository_id: ID, ...seed };
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

function Page() {
  return (
    <Failing keys={() => []} fallback={(error, retry) => <PageFailure error={error} onRetry={retry} />}>
      <Pending>
        <RepositoryPage />
      </Pending>
    </Failing>
  );
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const OVER = { kind: "job", job_id: WORK.id, analysis_id: null, state: "completed", phase: "completed", step: null };

beforeEach(async () => {
  [sockets, asked, refusals, isAtWork] = [fakeSockets(), [], { left: 0, status: 503 }, true];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", answer);
  history.replaceState(null, "", `/repos/${ID}`);
  render(() => <Router>{[{ path: "/repos/:id", component: Page }]}</Router>);
  await pass(1000);
  sockets.at(-1)?.onopen?.();
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("the page of a repository that is watched", () => {
  it("shows the end of work although the one question about it failed", async () => {
    expect(screen.getByText(repositoryText.atWork)).toBeInTheDocument();
    isAtWork = false;
    refusals = { left: 2, status: 503 };
    say(OVER);
    await pass(30_000);
    expect(screen.queryByText(repositoryText.atWork)).toBeNull();
  });

  it("says that it is gone when it was disconnected, and follows it no more", async () => {
    refusals = { left: Number.POSITIVE_INFINITY, status: 404 };
    say({ kind: "repository", reason: "disconnected" });
    await pass(30_000);
    expect(screen.getByText(errorPageText.gone)).toBeInTheDocument();
    const before = asked.length;
    await pass(600_000);
    expect(asked).toHaveLength(before);
    expect(sockets).toHaveLength(1);
  });

  it("says that it may not be seen any more when that is forbidden", async () => {
    refusals = { left: Number.POSITIVE_INFINITY, status: 403 };
    for (let time = 0; time < 4; time++) {
      sockets.at(-1)?.onclose?.();
      await pass(5000);
    }
    await pass(30_000);
    expect(screen.getByText(errorPageText.noAccess)).toBeInTheDocument();
  });
});
