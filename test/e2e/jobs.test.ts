/** Work that GitHub starts, work that fails, and what was missed: what a person sees of it, live. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";
import { type Control, controlOf } from "../support/local-control.ts";

/** Somebody of their own: nobody else's jobs stand in the list. */
const LOGIN = "pia";
const REPOSITORY = `${LOGIN}/pages`;
const PATH = ".github/workflows/ci.yml";
const workflow = (step: string) => `name: CI
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: ${step}
`;

const HEADERS = { "content-type": "application/json", "user-agent": "autodevops-tests" };

const control: Control = (...asked) => controlOf(inject("localGithubUrl"), inject("localControlToken"))(...asked);

let journey: Journey;
let repositoryId: string;

const address = (path: string) => new URL(path, inject("baseUrl")).href;
const push = (files: Record<string, string>, branch = "main") =>
  control("POST", "push", { repo: REPOSITORY, branch, files, login: LOGIN });

async function open(path: string): Promise<void> {
  await journey.page.goto(address(path));
  await journey.page.locator("[data-live=live]").waitFor();
}

/** A token of the owner, who is made with the first one. */
async function tokenOf(login: string): Promise<string> {
  const made = await fetch(`${inject("localGithubUrl")}/_control/token`, {
    method: "POST",
    headers: { ...HEADERS, "x-control-token": inject("localControlToken") },
    body: JSON.stringify({ login, scopes: ["repo"] }),
  });
  return ((await made.json()) as { token: string }).token;
}

/** Opens a pull request as the owner does on GitHub. */
async function openPull(head: string, title: string): Promise<void> {
  const opened = await fetch(`${inject("localGithubUrl")}/repos/${REPOSITORY}/pulls`, {
    method: "POST",
    headers: { ...HEADERS, authorization: `Bearer ${await tokenOf(LOGIN)}` },
    body: JSON.stringify({ head, base: "main", title }),
  });
  if (!opened.ok) throw new Error(`The pull request was not opened: ${await opened.text()}`);
}

/** A row of the list of jobs that says all of this. */
function row(...words: (string | RegExp)[]) {
  return words.reduce((rows, hasText) => rows.filter({ hasText }), journey.page.locator("tr[data-job]"));
}

beforeAll(async () => {
  await tokenOf(LOGIN);
  await control("POST", "create", {
    repo: REPOSITORY,
    files: { [PATH]: workflow("make test"), Makefile: "test:\n\ttrue\n" },
  });
  journey = await Journey.begin(inject("baseUrl"));
  await journey.consentAs(LOGIN);
  await journey.signIn();
  const analysisId = await journey.connect(REPOSITORY);
  await journey.page.getByText("Nothing to improve was found").waitFor();
  repositoryId = (await journey.api<{ repository_id: string }>(`/api/analysis/${analysisId}`)).repository_id;
}, 120_000);
afterAll(async () => {
  await control("DELETE", "faults");
  await journey?.end();
});

describe("a push", () => {
  it("shows in the list of jobs by itself, as a reading and an analysis that are done", async () => {
    await open("/jobs");
    await push({ [PATH]: workflow("make check") });
    await row("Read from GitHub", "Push", "Completed").first().waitFor();
    await row("Analysis", "Push", "Completed").first().waitFor();
  });

  it("stands in the delivery log with its job, and the fleet is in sync", async () => {
    await open("/settings/webhooks");
    const delivery = journey.page.getByRole("row").filter({ hasText: "push" }).first();
    await delivery.getByText("Work started").waitFor();
    await journey.button("Look now").click();
    await journey.page.getByText("Looked at 1 repository.").waitFor();
    await journey.page.getByRole("heading", { name: /In sync with GitHub as of/ }).waitFor();
    await delivery.getByRole("link", { name: "See the job" }).click();
    await journey.page.getByText("3 of 3 steps done").waitFor();
  });
});

describe("the secret of a webhook", () => {
  it("is rotated without losing what comes after", async () => {
    await open("/settings/webhooks");
    const name = `Rotate the secret of ${REPOSITORY}`;
    await journey.button(name).click();
    await journey.page.getByRole("dialog").getByRole("button", { name }).click();
    await journey.page.getByText(`${REPOSITORY} has a new secret.`).waitFor();
    const before = await journey.api<{ items: { id: string }[] }>("/api/webhooks/deliveries");
    await push({ [PATH]: workflow("make all") });
    await journey.until<{ items: { id: string; event: string }[] }>(
      "/api/webhooks/deliveries",
      ({ items }) => items.length > before.items.length && items[0]?.event === "push",
    );
  });
});

describe("a pull request", () => {
  it("is checked, and what it brings is shown", async () => {
    await push({ [PATH]: `${workflow("make all")}      - uses: actions/checkout@v5\n` }, "try");
    await openPull("try", "Try a checkout");
    await open(`/repos/${repositoryId}?tab=pulls`);
    await journey.page.getByRole("link", { name: /Try a checkout/ }).waitFor();
    await journey.button(/^Findings of pull request/).click();
    await journey.page.getByText("Action is not pinned to a commit").first().waitFor();
  });
});

describe("a job that gives up", () => {
  it("says why, with the end of its log, and runs again once the cause is gone", async () => {
    await control("POST", "faults", { preset: "blocked", match: { path: `/repos/${REPOSITORY}/git/*` }, times: -1 });
    await journey.page.goto(address(`/repos/${repositoryId}`));
    await push({ Makefile: "test:\n\tfalse\n" });
    await journey.button("New analysis").click();
    await journey.onAnalysis();
    await open("/jobs?state=dead_letter");
    const failed = row("Analysis", "Set aside").first();
    await failed.getByRole("button", { expanded: false }).first().click();
    await journey.page.getByRole("log", { name: "Last lines of its log" }).locator("p").first().waitFor();
    await control("DELETE", "faults");
    await journey.button("Run again").click();
    await journey.page.getByRole("link", { name: "Watch it" }).click();
    await journey.page.getByText("6 of 6 steps done").waitFor();
    expect(journey.problems).toEqual([]);
  });
});
