/** Sessions, API tokens, the audit log and encryption, as their owner sees and ends them in a browser. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";

/** Somebody of their own: nobody else's rows stand in the log. */
const LOGIN = "sasha";
const HEADERS = { "content-type": "application/json", "user-agent": "autodevops-tests" };

let journey: Journey;

const address = (path: string) => new URL(path, inject("baseUrl")).href;

/** Asks the API as a program does, with a token and without cookies. */
function asProgram(token: string, path: string, body?: object): Promise<Response> {
  const headers = { ...HEADERS, authorization: `Bearer ${token}` };
  return fetch(
    address(path),
    body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) },
  );
}

async function open(path: string): Promise<void> {
  await journey.page.goto(address(path));
  await journey.page.locator("h1").waitFor();
}

/** Another browser of the same person, whom GitHub asks nothing any more. */
async function anotherBrowser(): Promise<Journey> {
  const begun = await Journey.begin(inject("baseUrl"));
  await begun.consentAs(LOGIN);
  await begun.page.goto(address("/api/auth/github?return_to=%2Fjobs"));
  await begun.page.waitForURL(/\/jobs$/);
  return begun;
}

beforeAll(async () => {
  await fetch(`${inject("localGithubUrl")}/_control/token`, {
    method: "POST",
    headers: { ...HEADERS, "x-control-token": inject("localControlToken") },
    body: JSON.stringify({ login: LOGIN, scopes: ["repo"] }),
  });
  journey = await Journey.begin(inject("baseUrl"));
  await journey.consentAs(LOGIN);
  await journey.signIn();
}, 120_000);
afterAll(() => journey?.end());

describe("sessions", () => {
  it("one ended from another browser is refused with its next request", async () => {
    const other = await anotherBrowser();
    try {
      await open("/settings/profile");
      const { page } = journey;
      await page.getByText("This browser").waitFor();
      const end = page.getByRole("button", { name: /^Sign out Chrom/ });
      await end.click();
      await page.getByText(/is signed out\. Its next request is refused\./).waitFor();
      await end.waitFor({ state: "detached" });
      expect((await other.page.request.get(address("/api/auth/me"), { maxRetries: 2 })).status()).toBe(401);
      await other.page.goto(address("/jobs"));
      await other.page.waitForURL(/\/welcome/);
    } finally {
      await other.end();
    }
    expect((await journey.page.request.get(address("/api/auth/me"), { maxRetries: 2 })).status()).toBe(200);
  });
});

describe("an API token", () => {
  it("is shown once, does what its scopes say, and nothing from the click on that revokes it", async () => {
    await open("/settings/tokens");
    const { page } = journey;
    await journey.button("New token").click();
    await page.getByLabel("Name").fill("Nightly report");
    await journey.button("Create token").click();
    const token = await page.getByLabel("The new token").inputValue();
    expect(token).toMatch(/^ado_[0-9A-Za-z]{36}$/);
    expect((await asProgram(token, "/api/repositories")).status).toBe(200);
    const refused = await asProgram(token, "/api/repositories/connect", { repositories: [`${LOGIN}/nothing`] });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ type: "/problems/insufficient_scope" });
    await page.reload();
    await page.getByText("Nightly report").waitFor();
    expect(await page.content()).not.toContain(token);
    await journey.button("Revoke Nightly report").click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke Nightly report" }).click();
    await page.getByText("Nightly report is revoked.").waitFor();
    expect((await asProgram(token, "/api/repositories")).status).toBe(401);
  });
});

describe("the audit log", () => {
  it("has what was done, is whole, and is saved as a file", async () => {
    await open("/settings/audit?action=token");
    const { page } = journey;
    await page.getByText("API token revoked").waitFor();
    await page.getByText("API token created").click();
    await page.getByRole("button", { name: "Only this action" }).first().waitFor();
    await journey.button("Check now").click();
    await page.getByText("Nothing is missing and nothing was changed").waitFor();
    await journey.button("Export").click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "As CSV" }).click();
    const text = await readFile(await (await saved).path(), "utf8");
    expect(text).toContain("token.revoked");
    expect(text).not.toContain("auth.signed_in");
  });
});

describe("encryption", () => {
  it("names the key in use and what it seals", async () => {
    await open("/settings/encryption");
    await journey.page.getByText("Everything is sealed with the key in use").waitFor();
    await journey.page.getByRole("cell", { name: /^Access to GitHub/ }).waitFor();
  });
});

describe("an account", () => {
  it("ends when its login is typed, and opens nothing from then on", async () => {
    await open("/settings/profile");
    const { page } = journey;
    await journey.button("Delete my account").click();
    await page.getByRole("dialog").getByRole("textbox").fill(LOGIN);
    await journey.button(`Delete ${LOGIN}`).click();
    await page.waitForURL(/\/welcome/);
    expect((await page.request.get(address("/api/auth/me"), { maxRetries: 2 })).status()).toBe(401);
  });
});

describe("all of these pages", () => {
  it("had nothing to complain about", () => {
    expect(journey.problems).toEqual([]);
  });
});
