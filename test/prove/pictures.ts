/** `npm run pictures`: the README's pictures, taken from the running product with its sample repositories. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Journey } from "../support/journey.ts";
import { runStack } from "../support/running-stack.ts";

const FOLDER = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const VIEWPORT = { width: 1280, height: 860 };
const SAMPLES = ["acme/invoice-service", "acme/edge-proxy", "acme/storefront", "dev/broken-pipelines", "dev/tinygrep"];
const ANALYSED = "acme/checkout-api";
/** A workspace of several packages. */
const GENERATED = "acme/storefront";

/** What the scripted model says of the sample: one quote stands, one does not. */
const CLAIM = {
  topic: "misleading-name",
  category: "quality",
  severity: "low",
  title: "The workflow promises staging but its image goes to everybody",
  message: "Its name speaks of staging, while the image that it pushes carries the tag that production pulls.",
  path: ".github/workflows/deploy.yml",
  line: 1,
  endLine: 1,
  quote: "name: Deploy to staging",
};
const CLAIMS = [CLAIM, { ...CLAIM, title: "The name is misspelt", quote: "name: Deploy to stagging" }];

type Items<T> = { items: T[] };

/** Sets a key, analyses again and shows what the AI claims beside the rules' findings. */
async function pictureAi(journey: Journey, repositoryId: string): Promise<void> {
  const headers = { origin: stack.url, "x-ado-request": "1" };
  const data = { key: "key-of-the-scripted-model", plan: "paid" };
  const answer = { json: { claims: CLAIMS } };
  await stack.ai?.script({ match: { data: CLAIM.quote }, times: -1, answer }, { times: -1 });
  const stored = await journey.page.request.put(`${stack.url}/api/ai/keys/gemini`, { headers, data });
  if (!stored.ok()) throw new Error(`The key was not stored: ${await stored.text()}`);
  await journey.page.goto(`${stack.url}/repos/${repositoryId}`);
  await journey.button("New analysis").click();
  await journey.onAnalysis();
  await journey.seeFindings();
  await journey.page.getByRole("button", { name: /^AI 1/ }).click();
  await journey.page.getByText(/^Claimed by/).waitFor();
  await journey.page.screenshot({ path: `${FOLDER}ai.png` });
}

mkdirSync(FOLDER, { recursive: true });
const stack = await runStack({ ai: "script", aiKey: "none" });
try {
  const journey = await Journey.begin(stack.url, { viewport: VIEWPORT });
  await journey.signIn();
  await journey.connect(ANALYSED);
  await journey.seeFindings();
  await journey.page.screenshot({ path: `${FOLDER}analysis.png` });
  const connected = await journey.page.request.post(`${stack.url}/api/repositories/connect`, {
    headers: { origin: stack.url, "x-ado-request": "1" },
    data: { repositories: SAMPLES },
  });
  if (!connected.ok()) throw new Error(`The samples were not connected: ${await connected.text()}`);
  await journey.until<Items<{ health: unknown }>>(
    "/api/repositories?limit=100",
    ({ items }) => items.length === SAMPLES.length + 1 && items.every(({ health }) => health !== null),
  );
  await journey.page.goto(stack.url);
  await journey.page.getByText("dev/tinygrep").first().waitFor();
  await journey.page.screenshot({ path: `${FOLDER}fleet.png` });
  const { items } = await journey.api<Items<{ id: string; full_name: string }>>("/api/repositories?limit=100");
  const generated = items.find(({ full_name: name }) => name === GENERATED);
  await journey.page.goto(`${stack.url}/repos/${generated?.id}/generate`);
  await journey.button("Write a new one").first().click();
  await journey.page.locator(".verdict-ok, .verdict-warning").waitFor();
  await journey.page.screenshot({ path: `${FOLDER}generator.png` });
  await pictureAi(journey, items.find(({ full_name: name }) => name === ANALYSED)?.id ?? "");
  await journey.end();
} finally {
  await stack.dispose();
}
