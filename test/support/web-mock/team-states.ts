/** Pages of organizations, members and invitations in every state that a reader can meet. */
import type { Page } from "playwright-core";
import type { PageState } from "./page-states.ts";

const ORGANIZATION = "/settings/organization";
const MEMBERS = "/settings/members";
const INVITATIONS = "/invitations";

async function openSwitcher(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Organization: mona" }).click();
  await page.getByRole("menuitemradio", { name: /^Old things/ }).waitFor();
}

async function nameOrganization(page: Page): Promise<void> {
  await openSwitcher(page);
  await page.getByRole("menuitem", { name: "New organization" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Night shift");
}

async function chooseAccount(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("combobox", { name: "Account" }).waitFor();
}

async function typeName(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Type mona to confirm" }).fill("mon");
}

async function chooseOwner(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "New owner" }).selectOption("ada");
  await typeName(page);
}

async function askToRemove(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Remove ada" }).click();
  await page.getByRole("button", { name: "Keep" }).waitFor();
}

async function inviteByLogin(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("radio", { name: "By GitHub account" }).check();
  await page.getByRole("textbox", { name: "GitHub login" }).fill("-no-");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByText("Write a login as GitHub shows it").waitFor();
}

async function inviteByLink(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("textbox", { name: "Link of the invitation" }).waitFor();
}

export const TEAM_STATES: readonly PageState[] = [
  { name: "organization", path: ORGANIZATION },
  { name: "organization of one", path: ORGANIZATION, scenario: "empty" },
  { name: "organization for a viewer", path: ORGANIZATION, scenario: "viewer" },
  { name: "organization that will be deleted", path: ORGANIZATION, scenario: "deleting" },
  { name: "organization that failed", path: ORGANIZATION, scenario: "error" },
  { name: "list of organizations", path: "/", act: openSwitcher },
  { name: "new organization", path: "/", act: nameOrganization },
  { name: "choice of a GitHub account", path: ORGANIZATION, act: chooseAccount },
  { name: "question before a deletion", path: `${ORGANIZATION}?ask=delete`, act: typeName },
  { name: "question before a transfer", path: `${ORGANIZATION}?ask=transfer`, act: chooseOwner },
  { name: "question before an export", path: `${ORGANIZATION}?ask=export` },
  { name: "confirmation of a sign-in", path: `${ORGANIZATION}?ask=delete`, scenario: "stale" },
  { name: "members", path: MEMBERS },
  { name: "members for a viewer", path: MEMBERS, scenario: "viewer" },
  { name: "members that failed", path: MEMBERS, scenario: "error" },
  { name: "question before removing a member", path: MEMBERS, act: askToRemove },
  { name: "invitation by link", path: MEMBERS, act: inviteByLink },
  { name: "invitation by account", path: MEMBERS, act: inviteByLogin },
  { name: "invitations", path: INVITATIONS, scenario: "invited" },
  { name: "no invitations", path: INVITATIONS },
  { name: "invitation that was followed", path: `${INVITATIONS}#${"a".repeat(43)}` },
  { name: "invitation of a member", path: `${INVITATIONS}#${"b".repeat(43)}` },
  { name: "invitation that was used", path: `${INVITATIONS}#${"c".repeat(43)}` },
  { name: "invitation that was cut short", path: `${INVITATIONS}#short` },
  { name: "welcome of the invited", path: "/welcome?return_to=%2Finvitations", scenario: "signed-out" },
  { name: "fleet with an invitation", path: "/", scenario: "invited" },
  { name: "access that GitHub refuses", path: "/", scenario: "refused" },
];
