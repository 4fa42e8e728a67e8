/** `npm run pictures`: the README's pictures, taken from the running product with its sample repositories. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Journey } from "../support/journey.ts";
import { runStack } from "../support/running-stack.ts";

const FOLDER = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const VIEWPORT = { width: 1280, height: 860 };
const SAMPLES = ["acme/invoice-service", "acme/edge-proxy", "acme/storefront", "dev/broken-pipelines", "dev/tinygrep"];
/** A workspace of several packages. */
const GENERATED = "acme/storefront";

type Items<T> = { items: T[] };

mkdirSync(FOLDER, { recursive: true });
const stack = await runStack();
try {
  const journey = await Journey.begin(stack.url, { viewport: VIEWPORT });
  await journey.signIn();
  await journey.connect("acme/checkout-api");
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
  await journey.end();
} finally {
  await stack.dispose();
}
