/** The pages about sessions, API tokens, the audit log and encryption in every state that a reader can meet. */
import type { Page } from "playwright-core";
import type { PageState } from "./page-states.ts";

async function askToLeave(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("button", { name: "Stay signed in" }).waitFor();
}

async function askToDeleteAccount(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function fillToken(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByText("Give it a name").waitFor();
}

async function makeToken(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("Nightly report");
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByText("it is shown once").waitFor();
}

async function askToRevoke(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Revoke Nightly report" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function readEntries(page: Page): Promise<void> {
  await page.getByText("Member role changed").click();
  await page.getByText("AI settings changed").click();
  await page.getByRole("cell", { name: "50" }).waitFor();
  await page.getByRole("button", { name: "Show older entries" }).click();
  await page.getByText("Somebody who left").waitFor();
}

async function verify(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("Hash of the last row").waitFor();
}

async function sealAnew(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Seal anew now" }).click();
  await page.getByText("33 secrets were sealed anew.").waitFor();
}

/** Opens what is folded; where there is room nothing is. */
async function unfoldSettings(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Settings Profile and sessions" }).click();
  await page.getByRole("link", { name: "Webhooks" }).waitFor();
}

const PROFILE = "/settings/profile";
const TOKENS = "/settings/tokens";
const AUDIT = "/settings/audit";
const ENCRYPTION = "/settings/encryption";

export const SECURITY_STATES: readonly PageState[] = [
  { name: "profile", path: PROFILE },
  { name: "profile for a viewer", path: PROFILE, scenario: "viewer" },
  { name: "profile whose sessions failed", path: PROFILE, scenario: "error" },
  { name: "question before signing out everywhere", path: PROFILE, act: askToLeave },
  { name: "question before deleting an account", path: PROFILE, act: askToDeleteAccount },
  { name: "settings unfolded", path: PROFILE, act: unfoldSettings },
  { name: "tokens", path: TOKENS },
  { name: "no tokens", path: TOKENS, scenario: "empty" },
  { name: "tokens that failed", path: TOKENS, scenario: "error" },
  { name: "token without a name", path: TOKENS, scenario: "viewer", act: fillToken },
  { name: "token that was made", path: TOKENS, act: makeToken },
  { name: "question before revoking a token", path: TOKENS, act: askToRevoke },
  { name: "audit log", path: AUDIT, act: readEntries },
  { name: "audit log that is whole", path: AUDIT, act: verify },
  { name: "audit log that is not whole", path: AUDIT, scenario: "tampered", act: verify },
  { name: "audit log of nothing", path: AUDIT, scenario: "empty" },
  { name: "audit log without a match", path: `${AUDIT}?action=template&from=2026-11-01&to=2026-11-20` },
  { name: "audit log of one person", path: `${AUDIT}?actor=0193f000-0000-7000-8000-000000000001` },
  { name: "audit log that failed", path: AUDIT, scenario: "error" },
  { name: "encryption", path: ENCRYPTION },
  { name: "encryption with an older key", path: ENCRYPTION, scenario: "behind" },
  { name: "encryption that was renewed", path: ENCRYPTION, scenario: "behind", act: sealAnew },
  { name: "encryption of nothing", path: ENCRYPTION, scenario: "empty" },
];
