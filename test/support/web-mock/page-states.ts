/** Every page in every state that a reader can meet, for checks that hold for all of them. */
import type { Page } from "playwright-core";
import { idOf } from "./ids.ts";
import { SECURITY_STATES } from "./security-states.ts";
import { TEAM_STATES } from "./team-states.ts";

export type PageState = {
  readonly name: string;
  readonly path: string;
  readonly scenario?: string;
  /** Brings the page from its first sight into the state. */
  readonly act?: (page: Page) => Promise<void>;
};

const REPOSITORY = `/repos/${idOf("repository", 1)}`;
const TEMPLATES = "/settings/templates";
const GENERATOR = `${REPOSITORY}/generate`;
const analysis = (number: number) => `/analysis/${idOf("analysis", number)}`;

async function openPlan(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Select 5 fixes" }).click();
  await page.getByRole("button", { name: "Open pull request" }).click();
  await page.getByText("New branch").waitFor();
}

async function confirmPlan(page: Page): Promise<void> {
  await openPlan(page);
  await page.getByRole("dialog").getByRole("button", { name: "Open pull request" }).click();
  await page.getByText("Pull request #42 is open").waitFor();
}

async function chooseTwo(page: Page): Promise<void> {
  await page.getByLabel("Select acme/mobile-app").check();
  await page.getByLabel("Select acme/billing").check();
}

async function askToDisconnect(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function breakTheFile(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Edit" }).click();
  const editor = page.getByRole("textbox", { name: "Text of .github/workflows/ci.yml" });
  const text = await editor.inputValue();
  await editor.fill(text.replace("permissions:", "broken:"));
  await page.getByText("1 error, 1 warning").waitFor();
}

async function planPipeline(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open pull request" }).click();
  await page.getByText("New branch").waitFor();
}

async function editTemplate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Test the rule" }).click();
  await page.getByText("Matches 1 of 3 repositories").waitFor();
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("has no time limit").waitFor();
}

async function askToDelete(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function enterShortKey(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Replace the key: Google Gemini" }).click();
  await page.getByLabel("Key", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Save and test" }).click();
  await page.getByText("16 to 512").waitFor();
}

async function askToRemoveKey(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More actions for Google Gemini" }).click();
  await page.getByRole("menuitem", { name: "Remove the key of Google Gemini" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function readClaims(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^AI 2/ }).click();
  await page.getByText("Why they were dropped").click();
  await page.getByText("quote checked at lines 12–13").waitFor();
}

async function askForFixes(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Action is not pinned/ }).click();
  await page.getByRole("button", { name: "Ask the AI for a fix" }).click();
  await page.getByText("proved like every other fix").waitFor();
  await page.getByRole("button", { name: /Dependencies are downloaded/ }).click();
  await page.getByRole("button", { name: "Ask the AI for a fix" }).click();
  await page.getByText("did not pass the proof, so").waitFor();
}

async function reviewPull(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page.getByRole("heading", { name: /Pull request #/ }).waitFor();
}

async function planWithAi(page: Page): Promise<void> {
  await page.getByLabel("Let the AI go over it").check();
  await planPipeline(page);
  await page.getByText("The AI went over this pipeline").waitFor();
}

async function readReason(page: Page): Promise<void> {
  await page.getByRole("button", { name: /GitHub refuses to let/ }).click();
  await page.getByText("Set aside. Run it again once the reason is gone.").waitFor();
}

async function retryAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run all again" }).click();
  await page.getByText("1 job could not run again").waitFor();
}

async function askToDeleteJobs(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Delete all" }).click();
  await page.getByRole("button", { name: "Keep them" }).waitFor();
}

async function askToRotate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Rotate the secret of acme/storefront" }).click();
  await page.getByRole("button", { name: "Keep it" }).waitFor();
}

async function readCheck(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Findings of pull request 128" }).click();
  await page.getByText("Text of strangers becomes a command").waitFor();
}

export const PAGE_STATES: readonly PageState[] = [
  { name: "welcome", path: "/welcome", scenario: "signed-out" },
  { name: "welcome after signing out", path: "/welcome?return_to=%2Frepos%2Fx", scenario: "signed-out" },
  { name: "welcome after a refusal", path: "/welcome?error=access_denied", scenario: "signed-out" },
  { name: "fleet", path: "/" },
  { name: "fleet in first use", path: "/", scenario: "first" },
  { name: "empty fleet", path: "/", scenario: "empty" },
  { name: "fleet that failed", path: "/", scenario: "error" },
  { name: "fleet without a match", path: "/?q=zzz" },
  {
    name: "fleet without a stream",
    path: "/",
    scenario: "cut",
    act: (page) => page.locator("[data-live=stale]").waitFor(),
  },
  { name: "account menu", path: "/", act: (page) => page.getByRole("button", { name: "Account menu" }).click() },
  { name: "list of shortcuts", path: "/", act: (page) => page.keyboard.press("?") },
  { name: "onboarding with a choice", path: "/onboarding", scenario: "missing-scope", act: chooseTwo },
  { name: "onboarding without repositories", path: "/onboarding", scenario: "empty" },
  { name: "onboarding that failed", path: "/onboarding", scenario: "error" },
  { name: "onboarding after a refusal", path: "/onboarding?error=access_denied" },
  { name: "repository", path: REPOSITORY },
  { name: "findings of a repository", path: `${REPOSITORY}?tab=findings` },
  {
    name: "pipelines of a repository",
    path: `${REPOSITORY}?tab=pipelines`,
    act: async (page) => {
      await page.getByRole("button", { name: /^GitHub Actions.*by AI/ }).click();
      await page.getByText("dependabot.yml").waitFor();
    },
  },
  { name: "activity of a repository", path: `${REPOSITORY}?tab=activity` },
  { name: "repository without an analysis", path: `/repos/${idOf("repository", 5)}` },
  { name: "repository at work", path: `/repos/${idOf("repository", 4)}` },
  { name: "repository that GitHub refuses", path: `/repos/${idOf("repository", 6)}` },
  { name: "question before disconnecting", path: REPOSITORY, act: askToDisconnect },
  { name: "analysis", path: analysis(1) },
  { name: "analysis under way", path: analysis(4), act: (page) => page.getByText("3 of 6 steps done").waitFor() },
  { name: "analysis that failed", path: analysis(8) },
  { name: "analysis that was cancelled", path: analysis(9) },
  { name: "analysis without a finding", path: analysis(7) },
  { name: "analysis that cannot be read", path: analysis(1), scenario: "error" },
  { name: "analysis that does not exist", path: analysis(99) },
  { name: "plan of a pull request", path: analysis(1), act: openPlan },
  { name: "open pull request", path: analysis(1), act: confirmPlan },
  { name: "generator", path: GENERATOR, act: (page) => page.getByText("1 warning").waitFor() },
  { name: "generator without a stack", path: GENERATOR, scenario: "empty" },
  { name: "generator that failed", path: GENERATOR, scenario: "error" },
  { name: "jobs of a pipeline", path: GENERATOR, act: (page) => page.getByRole("tab", { name: "Jobs" }).click() },
  { name: "changes of a pipeline", path: GENERATOR, act: (page) => page.getByRole("tab", { name: "Changes" }).click() },
  { name: "editor with problems", path: GENERATOR, act: breakTheFile },
  {
    name: "generator with a template",
    path: GENERATOR,
    act: async (page) => {
      await page.getByRole("combobox", { name: "Template" }).selectOption("House checks");
      await page.getByRole("textbox", { name: "title" }).waitFor();
    },
  },
  { name: "plan of a pipeline", path: GENERATOR, act: planPipeline },
  {
    name: "templates",
    path: TEMPLATES,
    act: (page) => page.getByRole("button", { name: /^House checks/ }).click(),
  },
  { name: "templates for a viewer", path: TEMPLATES, scenario: "viewer" },
  { name: "no templates", path: TEMPLATES, scenario: "empty" },
  { name: "templates that failed", path: TEMPLATES, scenario: "error" },
  { name: "template in writing", path: TEMPLATES, act: editTemplate },
  { name: "question before deleting a template", path: TEMPLATES, act: askToDelete },
  { name: "AI settings", path: "/settings/ai" },
  { name: "AI settings without a key", path: "/settings/ai", scenario: "empty" },
  { name: "AI settings for a viewer", path: "/settings/ai", scenario: "viewer" },
  { name: "AI settings that failed", path: "/settings/ai", scenario: "error" },
  { name: "key that is too short", path: "/settings/ai", act: enterShortKey },
  { name: "question before removing a key", path: "/settings/ai", act: askToRemoveKey },
  {
    name: "AI usage",
    path: "/settings/usage",
    act: async (page) => {
      await page.getByText("Show as a table").click();
      await page.getByRole("button", { name: "Show older requests" }).click();
      await page.getByText("Pipeline writing").nth(1).waitFor();
    },
  },
  { name: "AI usage near a limit", path: "/settings/usage", scenario: "near" },
  { name: "AI usage of nothing", path: "/settings/usage", scenario: "empty" },
  { name: "fleet near a limit", path: "/", scenario: "near", act: (page) => page.getByText("93% of the").waitFor() },
  { name: "jobs", path: "/jobs", act: (page) => page.getByText("3/6").waitFor() },
  { name: "jobs of nobody", path: "/jobs", scenario: "empty" },
  { name: "jobs without a match", path: "/jobs?state=active" },
  { name: "jobs that failed", path: "/jobs", scenario: "error" },
  { name: "set-aside jobs", path: "/jobs?state=dead_letter", act: readReason },
  { name: "set-aside jobs for a viewer", path: "/jobs?state=dead_letter", scenario: "viewer" },
  { name: "nothing set aside", path: "/jobs?state=dead_letter", scenario: "empty" },
  { name: "set-aside jobs that cannot run", path: "/jobs?state=dead_letter", act: retryAll },
  { name: "question before deleting jobs", path: "/jobs?state=dead_letter", act: askToDeleteJobs },
  { name: "job that gave up", path: `/jobs/${idOf("job", 64)}` },
  {
    name: "job under way",
    path: `/jobs/${idOf("job", 4)}`,
    act: (page) => page.getByText("2 of 6 steps done").waitFor(),
  },
  { name: "webhooks", path: "/settings/webhooks" },
  { name: "webhooks that are behind", path: "/settings/webhooks", scenario: "behind" },
  { name: "webhooks of nothing", path: "/settings/webhooks", scenario: "empty" },
  { name: "webhooks for a viewer", path: "/settings/webhooks", scenario: "viewer" },
  { name: "webhooks that failed", path: "/settings/webhooks", scenario: "error" },
  { name: "question before a new secret", path: "/settings/webhooks", act: askToRotate },
  { name: "checks of pull requests", path: `${REPOSITORY}?tab=pulls`, act: readCheck },
  { name: "no checks of pull requests", path: `${REPOSITORY}?tab=pulls`, scenario: "empty" },
  { name: "claims of an analysis", path: analysis(1), act: readClaims },
  { name: "fixes that were asked for", path: analysis(1), act: askForFixes },
  { name: "analysis whose AI waits", path: analysis(10) },
  { name: "analysis whose AI failed", path: analysis(11) },
  { name: "review with notes", path: `${REPOSITORY}?tab=review&pull=42`, act: reviewPull },
  { name: "review without a pipeline", path: `${REPOSITORY}?tab=review&pull=7`, act: reviewPull },
  { name: "plan of a pipeline that the AI went over", path: GENERATOR, act: planWithAi },
  ...SECURITY_STATES,
  ...TEAM_STATES,
  { name: "unknown address", path: "/nothing/here" },
];
