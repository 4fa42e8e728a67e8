/** From a repository without a pipeline to the pull request that brings one, edited on the way. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";
import { controlOf } from "../support/local-control.ts";

type PullJson = { title: string; body: string; head: { ref: string } };

/** Somebody of their own, so that what other tests connected and granted plays no part. */
const LOGIN = "kim";
const NAME = "parcel-desk";
const FILES = {
  "package.json": JSON.stringify({
    name: NAME,
    private: true,
    packageManager: "pnpm@10.4.1",
    scripts: { lint: "eslint .", test: "vitest run", build: "vite build" },
    devDependencies: { eslint: "9.20.0", vite: "7.1.0", vitest: "4.0.0" },
  }),
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  ".nvmrc": "24\n",
  "src/main.js": "export const open = true;\n",
  "src/main.test.js": "import { expect, it } from 'vitest';\nit('holds', () => expect(1).toBe(1));\n",
};

const TEMPLATE = `name: House checks
on:
  pull_request:
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  checks:
    name: Checks
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: pnpm run house-checks
`;

const TESTS = /pnpm (?:run )?test/;

let journey: Journey;

/** Pull requests of the repository, as GitHub lists them. */
async function pulls(): Promise<PullJson[]> {
  const address = `${inject("localGithubUrl")}/repos/${LOGIN}/${NAME}/pulls?state=all`;
  const response = await fetch(address, { headers: { "user-agent": "autodevops-tests" } });
  return (await response.json()) as PullJson[];
}

const file = () => journey.page.getByRole("region", { name: /^\.(?:github|gitlab)/ });
const verdict = (text: RegExp | string) => journey.page.locator(".verdict").getByText(text).waitFor();
const editor = () => journey.page.getByRole("textbox", { name: "Text of .github/workflows/ci.yml" });

beforeAll(async () => {
  const control = controlOf(inject("localGithubUrl"), inject("localControlToken"));
  await control("POST", "create", { repo: `${LOGIN}/${NAME}`, files: FILES });
  journey = await Journey.begin(inject("baseUrl"));
  await journey.consentAs(LOGIN);
  await journey.signIn();
  const analysis = await journey.connect(`${LOGIN}/${NAME}`);
  const { repository_id: id } = await journey.api<{ repository_id: string }>(`/api/analysis/${analysis}`);
  await journey.page.goto(new URL(`/repos/${id}`, inject("baseUrl")).href);
}, 90_000);
afterAll(() => journey?.end());

describe("a repository without a pipeline", () => {
  it("is one click from a pipeline with the commands that its own files name", async () => {
    await journey.page.getByRole("link", { name: "Generate CI/CD" }).click();
    await file().getByText(TESTS).first().waitFor();
    await verdict("Passes every check");
    expect(await file().textContent()).toContain("pnpm run lint");
    await journey.page.getByText("pnpm 10.4.1").first().waitFor();
  });

  it("gets the same for another platform, and back", async () => {
    await journey.button("GitLab CI").click();
    await journey.page.getByRole("region", { name: ".gitlab-ci.yml" }).getByText(TESTS).first().waitFor();
    await journey.button("GitHub Actions").click();
    await journey.page.getByRole("region", { name: ".github/workflows/ci.yml" }).waitFor();
    await verdict("Passes every check");
  });

  it("shows at once what an edit breaks, leads there, and offers no pull request until it is mended", async () => {
    await journey.button("Edit").click();
    const text = await editor().inputValue();
    await editor().fill(text.replace("runs-on:", "runs-in:"));
    await verdict(/\d+ error/);
    expect(await journey.button("Open pull request").isDisabled()).toBe(true);
    await journey
      .button(/^Line \d+$/)
      .first()
      .click();
    expect(await editor().evaluate((field) => field === document.activeElement)).toBe(true);
    await editor().fill(text.replace("name: CI", "name: Checks"));
    await verdict("Passes every check");
  });

  it("gets one pull request with the edited text although the button was clicked twice", async () => {
    await journey.button("Open pull request").click();
    const dialog = journey.page.getByRole("dialog");
    await dialog.getByText("New branch").waitFor();
    expect(await dialog.locator("table").first().textContent()).toContain("name: Checks");
    await dialog.getByRole("button", { name: "Open pull request" }).dblclick();
    await dialog.getByRole("link", { name: /View on GitHub/ }).waitFor();
    expect(await pulls()).toHaveLength(1);
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  it("keeps what was written, with its pull request, on the repository's page", async () => {
    await journey.page.getByRole("link", { name: `${LOGIN}/${NAME}` }).click();
    await journey.page.getByRole("tab", { name: "Pipelines" }).click();
    await journey.page.getByRole("link", { name: /^Pull request #\d+/ }).waitFor();
  });

  it("can be generated from a template that its owner writes", async () => {
    const { page } = journey;
    const repository = page.url();
    await journey.button("Account menu").click();
    await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
    await page.getByRole("link", { name: "Pipeline templates" }).click();
    await journey.button("New template").click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("House checks");
    await page.getByRole("textbox", { name: "Text of Configuration" }).fill(TEMPLATE);
    await journey.button("Test the rule").click();
    await page.getByText("Matches 1 of 1 repository").waitFor();
    await journey.button("Save").click();
    await journey.button(/^House checks/).waitFor();
    await page.goto(repository);
    await page.getByRole("link", { name: "Generate CI/CD" }).click();
    await page.getByRole("combobox", { name: "Template" }).selectOption("House checks");
    await file().getByText("pnpm run house-checks").waitFor();
  });

  it("leaves no error in the browser", () => {
    expect(journey.problems).toEqual([]);
  });
});
