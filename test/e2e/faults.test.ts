/** What a person reads when GitHub, the network or they themselves say no: one clear sentence each, and the way on. */
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";
import { type Control, controlOf } from "../support/local-control.ts";

type JobJson = { state: string; attempt: number; next_run_at: string | null };

/** Somebody of their own, so that what other tests connected and granted plays no part. */
const LOGIN = "sam";
const MISSING_ID = "01890000-0000-7000-8000-000000000000";
const WORKFLOWS = new URL("../../local/seed/repos/broken-pipelines/.github/workflows/", import.meta.url);

let journey: Journey;

const control: Control = (...asked) => controlOf(inject("localGithubUrl"), inject("localControlToken"))(...asked);

function makeRepository(name: string, files: Record<string, string>): Promise<void> {
  return control("POST", "create", { repo: `${LOGIN}/${name}`, files });
}

/** Every read of the repository's commits and files meets the preset; connecting it does not. */
function spoilReads(name: string, preset: string): Promise<void> {
  return control("POST", "faults", { preset, match: { path: `/repos/${LOGIN}/${name}/git/*` }, times: -1 });
}

function address(path: string): string {
  return new URL(path, inject("baseUrl")).href;
}

/** Fails when the sentence does not come. */
async function read(text: string | RegExp, within: Locator = journey.page.locator("body")): Promise<void> {
  await within.getByText(text).first().waitFor();
}

async function openConsent(): Promise<void> {
  await journey.page.goto(address("/welcome"));
  await journey.page.getByRole("link", { name: /local demo|Sign in with GitHub/ }).click();
  await read(`You are signed in as ${LOGIN}.`);
}

/** Connects a repository as its owner does, and answers with the id of its first analysis, whose page is then open. */
async function connect(name: string): Promise<string> {
  await journey.page.goto(address("/onboarding"));
  await journey.button(`Connect ${LOGIN}/${name}`).click();
  return journey.onAnalysis();
}

async function jobOf(analysisId: string): Promise<string> {
  return (await journey.api<{ job_id: string }>(`/api/analysis/${analysisId}`)).job_id;
}

beforeAll(async () => {
  const workflow = (file: string) => readFileSync(new URL(file, WORKFLOWS), "utf8");
  await makeRepository("empty", {});
  await makeRepository("not-yaml", { ".github/workflows/nightly.yml": workflow("nightly.yml") });
  await makeRepository("limited", { ".github/workflows/ci.yml": workflow("ci.yml") });
  await makeRepository("refused", { ".github/workflows/ci.yml": workflow("ci.yml") });
  journey = await Journey.begin(inject("baseUrl"));
  await journey.consentAs(LOGIN);
});
afterEach(() => control("DELETE", "faults"));
afterAll(() => journey?.end());

describe("nobody gets in by a sign-in that", () => {
  it("was refused on GitHub's page: the welcome page says so and that nothing was stored", async () => {
    await openConsent();
    await journey.button("Cancel").click();
    await journey.page.waitForURL("**/welcome?error=access_denied");
    await read("You said no on GitHub's page. Nothing was stored. Sign in again when you are ready.");
  });

  it("comes back with another state: the welcome page says to start again", async () => {
    await openConsent();
    await journey.page.goto(address("/api/auth/callback?code=forged&state=forged"));
    await journey.page.waitForURL("**/welcome?error=oauth_state");
    await read("The sign-in took too long, was used twice or began in another browser. Start it again from here.");
    expect(await journey.api("/api/auth/status")).toMatchObject({ signed_in: false });
  });
});

describe("signed in, the pages say what is wrong", () => {
  beforeAll(async () => {
    await journey.page.goto(address("/api/auth/github?access=repositories&return_to=/onboarding"));
    await read(`You are signed in as ${LOGIN}.`);
    await journey.button(/^Authorize/).click();
    await journey.page.waitForURL("**/onboarding");
  });

  it("with a repository that has no commit", async () => {
    await connect("empty");
    await read("The repository has no commit on its default branch yet, so there is nothing to analyse.");
  });

  it("with a file that is not YAML, and shows the line that proves it", async () => {
    await connect("not-yaml");
    await journey.seeFindings();
    const finding = journey.page.locator("article.group").filter({ hasText: "Pipeline file cannot be read" });
    await read(".github/workflows/nightly.yml", finding);
    await read("- run: npm audit", finding.locator("figure"));
  });

  it("when GitHub refuses the token: to sign in again, with a link that leads back to the page", async () => {
    await spoilReads("refused", "bad-credentials");
    const analysisId = await connect("refused");
    await read(/Sign in with GitHub again\./);
    await control("DELETE", "faults");
    await journey.page.getByRole("link", { name: "Sign in again" }).click();
    await journey.page.waitForURL(`**/analysis/${analysisId}`);
    await read("The analysis failed");
    await journey.page.getByText("GitHub no longer accepts our access").waitFor({ state: "hidden" });
    await journey.button("Run again").click();
    await journey.seeFindings();
  });

  // Behind all others that need GitHub: nothing more is asked of it with this token until its time.
  it("while GitHub's rate limit is used up: when it goes on; nothing is lost, and it can be cancelled", async () => {
    await spoilReads("limited", "rate-primary");
    const analysisId = await connect("limited");
    await read(/GitHub's rate limit is used up\. Work goes on by itself at/);
    await read(/Next try at \d/);
    await control("DELETE", "faults");
    const path = `/api/jobs/${await jobOf(analysisId)}`;
    const job = await journey.api<JobJson>(path);
    expect(job).toMatchObject({ state: "retrying", attempt: 0 });
    expect(Date.parse(job.next_run_at ?? "")).toBeGreaterThan(Date.now());

    await journey.button("Cancel").click();
    await read("The analysis was cancelled");
    expect(await journey.api<JobJson>(path)).toMatchObject({ state: "cancelled", next_run_at: null });
  });

  it("at an analysis that does not exist", async () => {
    await journey.page.goto(address(`/analysis/${MISSING_ID}`));
    await journey.page.getByRole("heading", { level: 1, name: "We cannot find this" }).waitFor();
    await journey.page.getByRole("link", { name: "Go to repositories" }).click();
    await journey.page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
  });

  it("as long as the network is gone", async () => {
    await journey.page.goto(address("/"));
    const banner = journey.page.getByText("You are offline.");
    await journey.page.getByRole("heading", { level: 1 }).waitFor();
    await journey.page.context().setOffline(true);
    await banner.waitFor();
    await journey.page.context().setOffline(false);
    await banner.waitFor({ state: "hidden" });
  });
});
