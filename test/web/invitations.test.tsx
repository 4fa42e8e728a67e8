import { Router } from "@solidjs/router";
import { cleanup, configure, render, screen, waitFor } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isLink, keepLink, keptLink } from "../../web/src/features/invitations/invitation-link.model.ts";
import { InvitationsPage } from "../../web/src/features/invitations/invitations.page.tsx";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { listenInOtherTabs, told } from "./other-tabs.ts";

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

/** What was posted. */
let posted: { readonly path: string; readonly body: string }[];

function openPage(scenario = "data"): void {
  history.replaceState(null, "", "/invitations");
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const request = {
      method: init.method ?? "GET",
      url: new URL(input, "http://localhost"),
      body: String(init.body ?? ""),
    };
    if (request.method === "POST") posted.push({ path: request.url.pathname, body: request.body });
    const { status, body } = await answerApi({ ...request, scenario });
    return new Response(JSON.stringify(body), { status });
  });
  render(() => (
    <>
      <Router>{[{ path: "/invitations", component: InvitationsPage }]}</Router>
      <Toasts />
    </>
  ));
}

const click = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

beforeEach(() => {
  posted = [];
  listenInOtherTabs();
  sessionStorage.clear();
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("an invitation by link", () => {
  const SECRET = "a".repeat(43);

  it("is taken out of the address, and kept for after the sign-in", () => {
    history.replaceState(null, "", `/invitations#${SECRET}`);
    keepLink();
    expect(location.href).not.toContain("a".repeat(10));
    expect(keptLink()).toBe(SECRET);
  });

  it("is not looked for in other addresses", () => {
    history.replaceState(null, "", `/settings/members#${SECRET}`);
    keepLink();
    expect(keptLink()).toBeUndefined();
  });

  it.each([
    [SECRET, true],
    [`${"_-".repeat(21)}A`, true],
    ["a".repeat(42), false],
    [`${"a".repeat(42)}.`, false],
    [`${SECRET}\n`, false],
  ])("%j is whole: %j", (kept, whole) => {
    expect(isLink(kept)).toBe(whole);
  });

  it("is shown before anything happens, then accepted, and not kept", async () => {
    sessionStorage.setItem("invitation", SECRET);
    openPage();
    await screen.findByRole("heading", { name: "Join Sea <script>bright</script>" });
    expect(posted).toEqual([{ path: "/api/invitations/look", body: JSON.stringify({ token: SECRET }) }]);
    await click(/^Join Sea/);
    await waitFor(() => expect(told).toEqual(["moved"]));
    expect(posted.map(({ path }) => path)).toEqual([
      "/api/invitations/look",
      "/api/invitations/accept",
      `/api/orgs/${idOf("other", 711)}/switch`,
    ]);
    expect(keptLink()).toBeUndefined();
  });

  it.each([
    ["was used", "c".repeat(43), /does not work any more/],
    ["was cut short", "short", /incomplete/],
  ])("that %s says so and can be put aside", async (_what, secret, words) => {
    sessionStorage.setItem("invitation", secret);
    openPage();
    await screen.findByText(words);
    await click("Put aside");
    await screen.findByText("No invitation waits for you");
    expect(keptLink()).toBeUndefined();
  });

  it("is followed on the page that is open already", async () => {
    openPage();
    await screen.findByText("No invitation waits for you");
    history.replaceState(null, "", `/invitations#${SECRET}`);
    dispatchEvent(new Event("hashchange"));
    await screen.findByRole("heading", { name: /^Join Sea/ });
  });
});

describe("an invitation by name", () => {
  it("is declined by its id", async () => {
    openPage("invited");
    await screen.findByRole("heading", { name: "Join Night shift" });
    await userEvent.click(screen.getAllByRole("button", { name: "Decline" })[1] as HTMLElement);
    await screen.findByText("You declined the invitation of Night shift.");
    expect(posted).toEqual([{ path: "/api/invitations/decline", body: JSON.stringify({ id: idOf("other", 732) }) }]);
  });
});
