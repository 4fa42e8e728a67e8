import { Router } from "@solidjs/router";
import { cleanup, render, screen, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import type { JSX } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AuditPage } from "../../web/src/features/audit/audit.page.tsx";
import { EncryptionPage } from "../../web/src/features/encryption/encryption.page.tsx";
import { ProfilePage } from "../../web/src/features/profile/profile.page.tsx";
import { TokensPage } from "../../web/src/features/tokens/tokens.page.tsx";
import { problemText } from "../../web/src/strings.ts";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";

/** What was asked. */
let asked: { readonly method: string; readonly path: string; readonly body: string }[];
/** What the next answers are instead, by path. */
let instead: Readonly<Record<string, { readonly status: number; readonly body: unknown }>>;

function stubApi(scenario: string): void {
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://localhost");
    const request = { method: init.method ?? "GET", url, body: String(init.body ?? ""), scenario };
    asked.push({ method: request.method, path: url.pathname + url.search, body: request.body });
    const { status, body } = instead[url.pathname] ?? (await answerApi(request));
    return new Response(body === null ? null : JSON.stringify(body), { status });
  });
}

function open(page: () => JSX.Element, path: string, scenario = "data") {
  history.replaceState(null, "", path);
  stubApi(scenario);
  render(() => (
    <>
      <Router>
        {[
          { path: path.split("?")[0] ?? "", component: page },
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
  instead = {};
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("the navigation of settings", () => {
  it("offers a viewer no page that the role cannot read", async () => {
    open(ProfilePage, "/settings/profile", "viewer");
    const nav = await screen.findByRole("navigation", { name: "Settings" });
    await within(nav).findByRole("link", { name: "Members" });
    expect(within(nav).queryByRole("link", { name: "Audit log" })).toBeNull();
    expect(within(nav).queryByRole("link", { name: "Encryption" })).toBeNull();
  });

  it("names the page that is open, folded and unfolded", async () => {
    open(ProfilePage, "/settings/profile");
    const here = await screen.findByRole("button", { name: "Settings Profile and sessions" });
    expect(here).toHaveAttribute("aria-expanded", "false");
    await userEvent.click(here);
    expect(here).toHaveAttribute("aria-expanded", "true");
    const link = await screen.findByRole("link", { name: "Profile and sessions" });
    expect(link).toHaveAttribute("aria-current", "page");
  });
});

describe("the page of the profile", () => {
  it("ends another session, but not the one that asks", async () => {
    open(ProfilePage, "/settings/profile");
    await click("Sign out Firefox on Windows");
    await screen.findByText("Firefox on Windows is signed out. Its next request is refused.");
    expect(sent("DELETE")).toMatchObject([{ path: `/api/auth/sessions/${idOf("other", 402)}` }]);
    expect(screen.queryByRole("button", { name: "Sign out Chrome on macOS" })).toBeNull();
  });

  it("signs out everywhere only after a question", async () => {
    open(ProfilePage, "/settings/profile");
    await click("Sign out everywhere");
    expect(sent("POST")).toEqual([]);
    instead = { "/api/auth/signout-all": { status: 500, body: null } };
    await click("Sign out of all browsers");
    await screen.findByText(problemText.server.title);
    expect(sent("POST")).toMatchObject([{ path: "/api/auth/signout-all" }]);
  });
});

describe("the end of an account", () => {
  it("comes only for who typed the login", async () => {
    open(ProfilePage, "/settings/profile");
    await click("Delete my account");
    const end = await screen.findByRole("button", { name: "Delete mona" });
    expect(end).toBeDisabled();
    await userEvent.type(within(screen.getByRole("dialog")).getByRole("textbox"), "mona");
    expect(end).toBeEnabled();
    instead = { "/api/auth/account": { status: 500, body: null } };
    await userEvent.click(end);
    await screen.findByText(problemText.server.title);
    expect(sent("DELETE")).toMatchObject([{ path: "/api/auth/account" }]);
  });
});

describe("the page of tokens", () => {
  it("asks for a name before it asks the server, and shows the token once", async () => {
    open(TokensPage, "/settings/tokens");
    await click("New token");
    await click("Create token");
    await screen.findByText("Give it a name of 1 to 100 characters.");
    expect(screen.getByLabelText("Name")).toHaveFocus();
    expect(sent("POST")).toEqual([]);
    await userEvent.type(screen.getByLabelText("Name"), "  Nightly  ");
    await click(/^Run/, "checkbox");
    await click("Create token");
    const secret = await screen.findByLabelText("The new token");
    expect(secret).toHaveValue("ado_4mPq9sTfLx0aVbN7cKd2YwRhJ3uGzE1k0Q5r");
    expect(JSON.parse(sent("POST")[0]?.body ?? "")).toEqual({
      name: "Nightly",
      scopes: ["read", "run"],
      expires_in_days: 90,
    });
    await click("I have copied it");
    expect(document.body.innerHTML).not.toContain("ado_4mPq9");
  });

  it("offers a viewer no scope that the role cannot use, and refuses none at all", async () => {
    open(TokensPage, "/settings/tokens", "viewer");
    await click("New token");
    for (const name of [/^Run/, /^Publish/, /^Manage/, /^Audit log/])
      expect(await screen.findByRole("checkbox", { name })).toBeDisabled();
    await click(/^Read/, "checkbox");
    await userEvent.type(screen.getByLabelText("Name"), "Nothing");
    await click("Create token");
    await screen.findByText("Choose at least one.");
    expect(sent("POST")).toEqual([]);
  });

  it("revokes only after a question that names the token", async () => {
    open(TokensPage, "/settings/tokens");
    await click("Revoke Compliance");
    expect(sent("DELETE")).toEqual([]);
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Revoke Compliance" }));
    await screen.findByText("Compliance is revoked.");
    expect(sent("DELETE")).toMatchObject([{ path: `/api/tokens/${idOf("other", 423)}` }]);
  });
});

describe("the page of the audit log", () => {
  it("asks for what its address names, and keeps every choice there", async () => {
    open(AuditPage, "/settings/audit?from=2026-11-01&action=Nonsense!");
    await screen.findByText("Member role changed");
    expect(asked.map(({ path }) => path)).toContain("/api/audit?limit=50&from=2026-11-01T00%3A00%3A00.000Z");
    await userEvent.selectOptions(screen.getByLabelText("What"), "member");
    expect(location.search).toContain("action=member");
    expect(location.search).toContain("from=2026-11-01");
    await click("Show everything");
    expect(location.search).toBe("");
  });

  it("goes on where the page before ended", async () => {
    open(AuditPage, "/settings/audit");
    await click("Show older entries");
    await screen.findByText("Somebody who left");
    expect(asked.map(({ path }) => path)).toContain("/api/audit?limit=50&cursor=more");
    expect(screen.queryByRole("button", { name: "Show older entries" })).toBeNull();
  });

  it("offers to look further when a page of the filtered log is empty with more to come", async () => {
    instead = { "/api/audit": { status: 200, body: { items: [], next_cursor: "more" } } };
    open(AuditPage, "/settings/audit?action=template");
    await screen.findByText("No entry fits so far");
    await screen.findByRole("button", { name: "Show older entries" });
  });

  it("says which row does not fit", async () => {
    open(AuditPage, "/settings/audit", "tampered");
    await click("Check now");
    await screen.findByText("The log was tampered with");
    expect(screen.getByText(/Row 731 is not what was written\./)).toBeInTheDocument();
  });

  it("shows before and after of what changed, and text of others as text", async () => {
    const hostile = '<img src=x onerror="alert(1)">';
    const { body } = await answerApi({
      method: "GET",
      url: new URL("http://localhost/api/audit"),
      body: "",
      scenario: "data",
    });
    const { items } = body as { items: object[] };
    const meta = { before: { name: "old" }, after: { name: hostile } };
    const changed = { ...items[0], action: "template.changed", meta };
    instead = { "/api/audit": { status: 200, body: { items: [changed], next_cursor: null } } };
    open(AuditPage, "/settings/audit");
    await userEvent.click(await screen.findByText("Template changed"));
    expect(screen.getByRole("cell", { name: "old" })).toBeInTheDocument();
    expect(screen.getByRole("cell", { name: hostile })).toBeInTheDocument();
    expect(document.querySelector("li img")).toBeNull();
  });
});

describe("the page of encryption", () => {
  it("seals anew what an older key sealed", async () => {
    open(EncryptionPage, "/settings/encryption", "behind");
    await click("Seal anew now");
    await screen.findByText("33 secrets were sealed anew.");
    expect(sent("POST")).toMatchObject([{ path: "/api/encryption/rotate" }]);
  });

  it("tells of secrets that do not open", async () => {
    open(EncryptionPage, "/settings/encryption", "behind");
    const result = { resealed: 30, unreadable: 3, remaining: 0 };
    await screen.findByRole("button", { name: "Seal anew now" });
    instead = { "/api/encryption/rotate": { status: 200, body: result } };
    await click("Seal anew now");
    await screen.findByText("3 secrets do not open with any key");
  });

  it("has nothing to do when all is sealed with the key in use", async () => {
    open(EncryptionPage, "/settings/encryption");
    await screen.findByText("Everything is sealed with the key in use");
    expect(screen.queryByRole("button", { name: "Seal anew now" })).toBeNull();
  });
});
