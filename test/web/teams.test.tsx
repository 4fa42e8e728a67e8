import { Router } from "@solidjs/router";
import { cleanup, configure, render, screen, waitFor, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import type { JSX } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OrganizationSwitcher } from "../../web/src/app/organization-switcher.tsx";
import { grantable, permissionRows } from "../../web/src/features/members/members.model.ts";
import { MembersPage } from "../../web/src/features/members/members.page.tsx";
import { OrganizationPage } from "../../web/src/features/organization/organization.page.tsx";
import { Toasts } from "../../web/src/ui/toasts.tsx";
import { ROLES } from "../../worker/permissions.ts";
import { answerApi } from "../support/web-mock/api.ts";
import { idOf } from "../support/web-mock/ids.ts";
import { meOf } from "../support/web-mock/teams.ts";
import { listenInOtherTabs, told } from "./other-tabs.ts";

// Roles and names of a table of permissions take their time beside other tests.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

type Asked = { readonly method: string; readonly path: string; readonly body: string };
type Refusal = { readonly path: string; readonly status: number; readonly type: string; readonly detail?: string };

let asked: Asked[];
let refusals: Refusal[];

function stubApi(scenario: string): void {
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://localhost");
    const method = init.method ?? "GET";
    asked.push({ method, path: url.pathname, body: String(init.body ?? "") });
    const refusal = refusals.find(({ path }) => path === `${method} ${url.pathname}`);
    if (refusal) return new Response(JSON.stringify({ title: "Refused", ...refusal }), { status: refusal.status });
    const { status, body } = await answerApi({ method, url, body: String(init.body ?? ""), scenario });
    return new Response(JSON.stringify(body), { status });
  });
}

function open(page: () => JSX.Element, path: string, scenario = "data") {
  history.replaceState(null, "", path);
  stubApi(scenario);
  const route = new URL(path, "http://localhost").pathname;
  render(() => (
    <>
      <Router>
        {[
          { path: route, component: page },
          { path: "*", component: () => <p>elsewhere</p> },
        ]}
      </Router>
      <Toasts />
    </>
  ));
}

const sent = (method: string) =>
  asked.filter((each) => each.method === method).map(({ path, body }) => ({ path, body }));
const click = async (name: string | RegExp, role = "button") =>
  userEvent.click(await screen.findByRole(role, { name }));
/** jsdom does not know that a button opens its popover. */
async function openMenu(name: string): Promise<void> {
  await screen.findByRole("button", { name });
  document.querySelector<HTMLElement>("[popover]")?.showPopover();
}
const dialog = () => within(screen.getByRole("dialog"));

beforeEach(() => {
  asked = [];
  refusals = [];
  listenInOtherTabs();
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  const { query } = await import("@solidjs/router");
  query.clear();
});

describe("roles", () => {
  it.each([
    ["viewer", []],
    ["member", []],
    ["admin", ["viewer", "member"]],
    ["owner", ROLES],
  ] as const)("%s gives and takes %j", (own, roles) => {
    expect(grantable(own)).toEqual(roles);
  });

  it("the table names every permission once, those of the lowest role first", () => {
    const rows = permissionRows();
    expect(new Set(rows.map(({ permission }) => permission)).size).toBe(rows.length);
    expect(rows.map(({ role }) => ROLES.indexOf(role))).toEqual(rows.map(({ role }) => ROLES.indexOf(role)).toSorted());
  });
});

describe("the page of members", () => {
  it("sends a changed role, and shows the stored one until it is changed", async () => {
    refusals = [
      { path: `PUT /api/members/${idOf("other", 701)}`, status: 409, type: "last_owner", detail: "One stays." },
    ];
    open(MembersPage, "/settings/members");
    const select = await screen.findByRole("combobox", { name: "Role of lin" });
    await userEvent.selectOptions(select, "member");
    await screen.findByText("One stays.");
    expect(select).toHaveValue("owner");
    expect(sent("PUT")).toEqual([{ path: `/api/members/${idOf("other", 701)}`, body: '{"role":"member"}' }]);
  });

  it("offers nobody the own role, and a viewer nothing but to leave", async () => {
    open(MembersPage, "/settings/members", "viewer");
    await screen.findByText("lin");
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: /^Remove/ })).toBeNull();
    expect(screen.queryByRole("heading", { name: "Invitations" })).toBeNull();
    expect(asked.map(({ path }) => path)).not.toContain("/api/invitations");
    await screen.findByRole("button", { name: "Leave" });
  });

  it("asks before somebody is removed", async () => {
    open(MembersPage, "/settings/members");
    await click("Remove ada");
    expect(sent("DELETE")).toEqual([]);
    await userEvent.click(dialog().getByRole("button", { name: "Remove ada" }));
    await screen.findByText("ada is no longer a member.");
    expect(sent("DELETE")).toEqual([{ path: `/api/members/${idOf("other", 702)}`, body: "" }]);
  });

  it("shows a link once, and forgets it when the reader is done", async () => {
    open(MembersPage, "/settings/members");
    await click("Invite somebody");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Role" }), "viewer");
    await click("Make the link");
    const field = await screen.findByRole("textbox", { name: "Link of the invitation" });
    expect(field).toHaveValue(`https://autodevops.example/invitations#${"Ab3_".repeat(10)}xyz`);
    expect(sent("POST")).toEqual([{ path: "/api/invitations", body: '{"role":"viewer"}' }]);
    await click("Done");
    expect(document.body.innerHTML).not.toContain("Ab3_");
  });

  it("sends no login that GitHub cannot know, and says what the server says of one", async () => {
    const errors = [{ path: "github_login", message: "GitHub knows no person of this name." }];
    refusals = [{ path: "POST /api/invitations", status: 400, type: "invalid_input", ...{ errors } }];
    open(MembersPage, "/settings/members");
    await click("Invite somebody");
    await click("By GitHub account", "radio");
    await userEvent.type(screen.getByRole("textbox", { name: "GitHub login" }), "-no-");
    await click("Invite");
    await screen.findByText(/as GitHub shows it/);
    expect(sent("POST")).toEqual([]);
    await userEvent.clear(screen.getByRole("textbox", { name: "GitHub login" }));
    await userEvent.type(screen.getByRole("textbox", { name: "GitHub login" }), " @nobody ");
    await click("Invite");
    await screen.findByText("GitHub knows no person of this name.");
    expect(sent("POST")).toEqual([{ path: "/api/invitations", body: '{"role":"member","github_login":"nobody"}' }]);
  });
});

describe("the page of the organization", () => {
  const ORGANIZATION = "/settings/organization";

  it("deletes only after the name was typed", async () => {
    open(OrganizationPage, ORGANIZATION);
    await click("Delete the organization");
    const field = await screen.findByRole("textbox", { name: "Type mona to confirm" });
    await userEvent.type(field, "Mona{Enter}");
    expect(dialog().getByRole("button", { name: "Delete mona" })).toBeDisabled();
    expect(sent("DELETE")).toEqual([]);
    await userEvent.clear(field);
    await userEvent.type(field, "mona{Enter}");
    await screen.findByText(/^Deletion is set for/);
    expect(sent("DELETE")).toEqual([{ path: "/api/orgs/current", body: '{"confirm":"mona"}' }]);
    expect(location.search).toBe("");
  });

  it("hands over to whom the reader chose", async () => {
    open(OrganizationPage, ORGANIZATION);
    await click("Hand over");
    await userEvent.selectOptions(await screen.findByRole("combobox", { name: "New owner" }), "ada");
    await userEvent.type(screen.getByRole("textbox", { name: "Type mona to confirm" }), "mona");
    await click("Hand over to ada");
    await screen.findByText("ada owns the organization now.");
    const body = JSON.stringify({ user_id: idOf("other", 702), confirm: "mona" });
    expect(sent("POST")).toEqual([{ path: "/api/orgs/current/transfer", body }]);
  });

  it.each(["delete", "transfer", "export"])("has GitHub confirm an old sign-in before it asks to %s", async (what) => {
    open(OrganizationPage, `${ORGANIZATION}?ask=${what}`, "stale");
    const link = await screen.findByRole("link", { name: "Confirm with GitHub" });
    const target = new URL(link.getAttribute("href") ?? "", "http://localhost");
    expect(target.pathname).toBe("/api/auth/github");
    expect(Object.fromEntries(target.searchParams)).toEqual({
      access: "repositories",
      return_to: `${ORGANIZATION}?ask=${what}`,
    });
    expect(screen.queryByRole("textbox", { name: /to confirm/ })).toBeNull();
  });

  it("has GitHub confirm when the server finds the sign-in too old, and keeps the question", async () => {
    refusals = [{ path: "DELETE /api/orgs/current", status: 403, type: "/problems/sign_in_again" }];
    open(OrganizationPage, `${ORGANIZATION}?ask=delete`);
    await userEvent.type(await screen.findByRole("textbox", { name: "Type mona to confirm" }), "mona{Enter}");
    await screen.findByRole("link", { name: "Confirm with GitHub" });
    expect(location.search).toBe("?ask=delete");
    await click("Not now");
    await waitFor(() => expect(location.search).toBe(""));
  });

  it("asks a viewer nothing that an address asks for", async () => {
    open(OrganizationPage, `${ORGANIZATION}?ask=delete`, "viewer");
    await screen.findByText(/Owners change these settings/);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
  });

  it("names a GitHub account and what of it is connected", async () => {
    open(OrganizationPage, ORGANIZATION);
    await click("Change");
    await userEvent.selectOptions(await screen.findByRole("combobox", { name: "Account" }), "mona");
    await click("Those that I choose", "radio");
    await click("Save");
    await screen.findByText("mona belongs to this organization now.");
    expect(sent("PUT")).toEqual([{ path: "/api/orgs/current/github", body: '{"owner":"mona","connects":"selected"}' }]);
  });
});

describe("the switcher", () => {
  it("moves to another organization and tells the other tabs", async () => {
    open(() => <OrganizationSwitcher me={meOf("data")} />, "/somewhere");
    await openMenu("Organization: mona");
    await click(/^Acme/, "menuitemradio");
    await waitFor(() => expect(told).toEqual(["moved"]));
    expect(sent("POST")).toEqual([{ path: `/api/orgs/${idOf("other", 711)}/switch`, body: "" }]);
  });

  it("leads to the settings of the organization that is chosen already", async () => {
    open(() => <OrganizationSwitcher me={meOf("data")} />, "/somewhere");
    await openMenu("Organization: mona");
    await click("mona", "menuitemradio");
    await screen.findByText("elsewhere");
    expect(location.pathname).toBe("/settings/organization");
    expect(sent("POST")).toEqual([]);
  });
});
