import { Router } from "@solidjs/router";
import { cleanup, render, screen, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import type { JSX } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobPage } from "../../web/src/features/jobs/job.page.tsx";
import { JobsPage } from "../../web/src/features/jobs/jobs.page.tsx";
import { PullChecks } from "../../web/src/features/pulls/pull-checks.tsx";
import { WebhooksPage } from "../../web/src/features/webhooks/webhooks.page.tsx";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { type FakeSocket, fakeSockets } from "./fake-sockets.ts";
import { nextSeq } from "./frame-seq.ts";

/** What was asked, and the sockets that were opened. */
let asked: { readonly method: string; readonly path: string; readonly body: string }[];
let sockets: FakeSocket[];

function stubApi(scenario: string): void {
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://localhost");
    const request = { method: init.method ?? "GET", url, body: String(init.body ?? ""), scenario };
    asked.push({ method: request.method, path: url.pathname + url.search, body: request.body });
    const { status, body } = await answerApi(request);
    return new Response(JSON.stringify(body), { status });
  });
}

function open(page: () => JSX.Element, path: string, { scenario = "data", route = path } = {}) {
  history.replaceState(null, "", path);
  stubApi(scenario);
  render(() => (
    <>
      <Router>
        {[
          { path: route.split("?")[0] ?? "", component: page },
          { path: "*", component: () => <p>elsewhere</p> },
        ]}
      </Router>
      <Toasts />
    </>
  ));
}

const sent = (method: string) => asked.filter((each) => each.method === method);
const click = async (name: string | RegExp, role = "button") =>
  userEvent.click(await screen.findByRole(role, { name }));

beforeEach(() => {
  asked = [];
  sockets = fakeSockets();
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("the page of jobs", () => {
  it("asks for the state and the kind that its address names", async () => {
    open(JobsPage, "/jobs?state=dead_letter&kind=sync");
    await screen.findByText("acme/legacy-reports");
    expect(asked.map(({ path }) => path)).toContain("/api/jobs?limit=50&state=dead_letter&kind=sync");
  });

  it("moves a row on as the stream tells, in its place, and asks for no more than it must", async () => {
    open(JobsPage, "/jobs");
    const row = await screen.findByText(/data-platform/);
    const before = row.closest("tr");
    const asks = asked.length;
    const step = { key: "x", title: "Run the rules", index: 4, total: 6, status: "running", detail: null };
    const say = (seed: object) =>
      sockets.at(-1)?.onmessage?.({
        data: JSON.stringify({
          v: 1,
          kind: "job",
          seq: nextSeq(),
          at: new Date().toISOString(),
          repository_id: idOf("repository", 4),
          job_id: idOf("job", 4),
          analysis_id: null,
          state: "processing",
          phase: "processing",
          step: null,
          ...seed,
        }),
      });
    say({ step });
    expect(before).toHaveTextContent("4/6 Run the rules");
    expect(asked).toHaveLength(asks);
    say({ state: "completed", phase: "completed" });
    expect(before).toHaveTextContent("Completed");
    expect(screen.getByText(/data-platform/).closest("tr")).toBe(before);
  });

  it("tells why a set-aside job gave up, with the end of its log", async () => {
    open(JobsPage, "/jobs?state=dead_letter");
    await click(/GitHub refuses to let/);
    const lines = await screen.findByRole("log", { name: "Last lines of its log" });
    await within(lines).findByText("Set aside. Run it again once the reason is gone.");
    expect(lines.querySelectorAll("p")).toHaveLength(8);
  });

  it("runs all set-aside jobs of the kind again, and says which could not and why", async () => {
    open(JobsPage, "/jobs?state=dead_letter&kind=sync");
    await click("Run all again");
    await screen.findByText("1 job could not run again");
    expect(screen.getByText("acme/legacy-reports is disconnected or out of reach.")).toBeInTheDocument();
    expect(sent("POST")).toMatchObject([{ path: "/api/jobs/dead-letter/retry", body: '{"kind":"sync"}' }]);
  });

  it("deletes only after a question that names the number", async () => {
    open(JobsPage, "/jobs?state=dead_letter");
    await click("Delete all");
    expect(sent("POST")).toEqual([]);
    await click("Delete 2 jobs");
    await screen.findByText("2 jobs deleted.");
    expect(sent("POST")).toMatchObject([{ path: "/api/jobs/dead-letter/delete", body: '{"limit":2}' }]);
  });

  it("offers a viewer nothing that the viewer may not do", async () => {
    open(JobsPage, "/jobs?state=dead_letter", { scenario: "viewer" });
    await screen.findByText(/Members of the organization can run jobs again/);
    await click(/GitHub refuses to let/);
    await screen.findByRole("log");
    for (const name of ["Run all again", "Delete all", "Run again", "Delete"])
      expect(screen.queryByRole("button", { name })).toBeNull();
  });
});

describe("the page of one job", () => {
  it("cancels it while it is not over", async () => {
    open(JobPage, `/jobs/${idOf("job", 4)}`, { route: "/jobs/:id" });
    await click("Cancel");
    await screen.findByText("The job is cancelled. Nothing more is stored.");
    expect(sent("DELETE")).toMatchObject([{ path: `/api/jobs/${idOf("job", 4)}` }]);
  });

  it("tells each attempt with its reason, and runs it again on demand", async () => {
    open(JobPage, `/jobs/${idOf("job", 64)}`, { route: "/jobs/:id" });
    const list = await screen.findByRole("region", { name: "Attempts" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(4);
    await click("Run again");
    await vi.waitFor(() => expect(location.pathname).toBe(`/jobs/${idOf("job", 4)}`));
  });
});

describe("the page of webhooks", () => {
  it("says as of when everything is known, and what was missed", async () => {
    open(WebhooksPage, "/settings/webhooks", { scenario: "behind" });
    await screen.findByRole("heading", { name: /In sync with GitHub as of/ });
    expect(screen.getByText(/2 repositories have changed or could not be looked at since/)).toBeInTheDocument();
    expect(await screen.findByText("Asked for again")).toBeInTheDocument();
  });

  it("looks at once on demand and tells what it found", async () => {
    open(WebhooksPage, "/settings/webhooks");
    await click("Look now");
    await screen.findByText(/Looked at 6 repositories\. 2 missed deliveries found, 2 asked for again\./);
  });

  it("asks GitHub to send a delivery again", async () => {
    open(WebhooksPage, "/settings/webhooks");
    const [first] = await screen.findAllByRole("button", { name: "Send again" });
    if (first) await userEvent.click(first);
    await screen.findByText(/GitHub was asked to send it again/);
    expect(sent("POST")[0]?.path).toMatch(/^\/api\/webhooks\/deliveries\/[0-9a-f-]{36}\/redeliver$/);
  });

  it("changes a secret only after a question, and says until when the old one counts", async () => {
    open(WebhooksPage, "/settings/webhooks");
    await click("Rotate the secret of acme/storefront");
    expect(sent("POST")).toEqual([]);
    const dialog = screen.getByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Rotate the secret of acme/storefront" }));
    await screen.findByText(/acme\/storefront has a new secret\. The old one counts until/);
  });

  it("offers a viewer no button that changes anything", async () => {
    open(WebhooksPage, "/settings/webhooks", { scenario: "viewer" });
    await screen.findByRole("table", { name: "Delivery log" });
    expect(screen.queryByRole("button", { name: /Look now|Ask GitHub again|Send again|Rotate/ })).toBeNull();
  });
});

describe("checks of pull requests", () => {
  const place = () => <PullChecks repositoryId={idOf("repository", 1)} />;

  it("show what strangers wrote as text alone", async () => {
    open(place, "/repos/x?tab=pulls");
    await click("Findings of pull request 128");
    expect(screen.getByText(/<img src=x onerror=alert\(1\)>/)).toBeInTheDocument();
    expect(document.querySelector("img")).toBeNull();
  });

  it("are asked for anew, of open pull requests alone", async () => {
    open(place, "/repos/x?tab=pulls");
    expect(await screen.findAllByRole("button", { name: /^Check pull request/ })).toHaveLength(2);
    await click("Check pull request 125 again");
    await screen.findByText("Pull request #125 is checked.");
    expect(sent("POST")[0]?.path).toBe(`/api/repositories/${idOf("repository", 1)}/pulls/125/check`);
  });
});
