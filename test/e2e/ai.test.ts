/** A key of one's own, an analysis with it, the model's claim beside the rules' findings, and what it cost. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createAiControl } from "../support/ai-control.ts";
import { Journey } from "../support/journey.ts";
import { controlOf } from "../support/local-control.ts";

/** Somebody of their own: nobody else's analyses may meet the key. */
const LOGIN = "noor";
const REPOSITORY = `${LOGIN}/ledger`;
const PATH = ".github/workflows/ci.yml";
const WORKFLOW = `name: Deploy
on:
  push:
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
`;
const KEY = "own-key-of-a-test-organization";
const MESSAGE = "Its name promises a rollout, but its one job runs tests.";

const CLAIM = {
  topic: "misleading-name",
  category: "quality",
  severity: "low",
  title: "The workflow does not do what it is called",
  message: MESSAGE,
  path: PATH,
  line: 1,
  endLine: 1,
  quote: "name: Deploy",
};
const LIE = { ...CLAIM, title: "The name differs from the folder", quote: "name: Rollout" };
const MARKUP = { ...CLAIM, title: "The name is shown elsewhere", message: `${MESSAGE} <img src=x onerror=alert(1)>` };

const ai = () => createAiControl(inject("aiUrl"), inject("aiControlToken"));

let journey: Journey;
let analysisId: string;

/** Sets the key as an admin does, on the page. */
async function setKey(): Promise<void> {
  await journey.page.goto(new URL("/settings/ai", inject("baseUrl")).href);
  await journey.button("Add a key: Google Gemini").click();
  await journey.page.getByLabel("Key", { exact: true }).fill(KEY);
  await journey.page.getByRole("radio", { name: "Paid plan" }).check();
  await journey.button("Save and test").click();
  await journey.page.getByText("Works", { exact: true }).waitFor();
}

beforeAll(async () => {
  await ai().reset();
  const answer = { json: { claims: [CLAIM, LIE, MARKUP] } };
  await ai().script({ match: { data: "name: Deploy" }, times: -1, answer }, { times: -1 });
  const control = controlOf(inject("localGithubUrl"), inject("localControlToken"));
  await control("POST", "create", { repo: REPOSITORY, files: { [PATH]: WORKFLOW, Makefile: "test:\n\ttrue\n" } });
  journey = await Journey.begin(inject("baseUrl"));
  await journey.consentAs(LOGIN);
  await journey.signIn();
  await setKey();
  await journey.page.goto(new URL("/onboarding", inject("baseUrl")).href);
  analysisId = await journey.connect(REPOSITORY);
  await journey.seeFindings();
}, 120_000);
afterAll(async () => {
  await journey?.end();
  await ai().reset();
});

describe("an analysis with a key of one's own", () => {
  it("shows the claim whose quote stands, with its model", async () => {
    await journey.page.getByRole("button", { name: /^AI 1/ }).click();
    const claim = journey.page.locator("article.group");
    await claim.getByText(/^Claimed by .+, quote checked at line 1\. It counts in no score\.$/).waitFor();
    expect(await claim.locator(".code").first().textContent()).toContain("name: Deploy");
    expect(await claim.textContent()).toContain(MESSAGE);
    expect(await journey.page.locator("article img").count()).toBe(0);
  });

  it("says that the others failed the check, and why", async () => {
    await journey.page.getByText("2 of 3 claims failed the evidence check and are not shown").waitFor();
    await journey.page.getByText("Why they were dropped").click();
    await journey.page.getByText("its quote does not stand at those lines").waitFor();
  });

  it("has the same score as the rules alone give", async () => {
    const path = `/api/analysis/${analysisId}`;
    const { counts } = await journey.api<{ counts: Record<string, number> }>(path);
    const { items } = await journey.api<{ items: { origin: string }[] }>(`${path}/recommendations?limit=100`);
    const ofRules = items.filter(({ origin }) => origin === "rule").length;
    expect(items.length).toBe(ofRules + 1);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(ofRules);
  });

  it("never sent whose the repository is", async () => {
    const asked = await ai().journal();
    expect(asked.length).toBeGreaterThan(0);
    expect(JSON.stringify(asked)).not.toContain(REPOSITORY);
  });

  it("is counted on the usage page", async () => {
    await journey.page.goto(new URL("/settings/usage", inject("baseUrl")).href);
    const log = journey.page.getByRole("table", { name: "Request log" });
    await log.getByText("Answered").first().waitFor();
    const total = journey.page.locator(".totals .figure").first();
    expect(Number((await total.textContent())?.replaceAll(",", ""))).toBeGreaterThan(0);
  });

  it("leaves no key on the page and no error in the browser", async () => {
    await journey.page.goto(new URL("/settings/ai", inject("baseUrl")).href);
    await journey.page.getByText("Your key").waitFor();
    expect(await journey.page.content()).not.toContain(KEY);
    expect(journey.problems).toEqual([]);
  });
});
