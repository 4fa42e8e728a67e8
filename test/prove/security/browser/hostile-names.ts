import { Journey } from "../../../support/journey.ts";
import type { RunningStack } from "../../../support/running-stack.ts";
import type { Report } from "../../report.ts";
import { watchPage } from "./try-attacks.ts";

/** Names that would run a script if a page took them for markup. */
const HOSTILE = [
  `<img src=x onerror="pwned.push('picture')">`,
  `</title><script>pwned.push('script')</script>`,
  `"><svg onload="pwned.push('drawing')">`,
  `{{constructor.constructor("pwned.push('template')")()}}`,
];
const PATHS = [
  "/",
  "/jobs",
  "/settings/profile",
  "/settings/tokens",
  "/settings/organization",
  "/settings/members",
  "/settings/audit",
  "/settings/encryption",
  "/settings/templates",
  "/settings/ai",
  "/settings/usage",
  "/settings/webhooks",
];

type Change = { readonly method: "POST" | "PUT"; readonly path: string; readonly data: object };

async function send(journey: Journey, stack: RunningStack, { method, path, data }: Change): Promise<void> {
  const headers = { origin: stack.url, "x-ado-request": "1" };
  const response = await journey.page.request.fetch(stack.url + path, { method, headers, data });
  if (!response.ok()) throw new Error(`${method} ${path} answered ${response.status()}: ${await response.text()}`);
}

/** Gives every hostile name to the organization in turn, and to tokens; the log of it all has them too. */
async function plant(journey: Journey, stack: RunningStack): Promise<void> {
  for (const name of HOSTILE) {
    await send(journey, stack, { method: "PUT", path: "/api/orgs/current", data: { name } });
    const data = { name, scopes: ["read"], expires_in_days: 1 };
    await send(journey, stack, { method: "POST", path: "/api/tokens", data });
  }
}

type Seen = { readonly pwned: string[]; readonly violations: string[]; readonly shown: number };

async function readPage(journey: Journey, address: string): Promise<Seen> {
  const { page } = journey;
  await page.goto(address);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  return page.evaluate((names) => {
    for (const entry of document.querySelectorAll("details")) entry.open = true;
    const text = document.body.textContent ?? "";
    return {
      pwned: window.pwned,
      violations: window.violations,
      shown: names.filter((name) => text.includes(name)).length,
    };
  }, HOSTILE);
}

/** What a script in our pages could read that opens a session: nothing. */
async function readable(journey: Journey): Promise<string> {
  const kept = await journey.page.evaluate(
    () => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  const cookies = await journey.page.context().cookies();
  const secrets = cookies.map(({ value }) => value).filter((value) => value.length >= "a short secret".length);
  return secrets.some((secret) => kept.includes(secret)) || kept.includes("ado_") ? kept : "";
}

/** In the real product, with real rows: text stays text on every page. */
export async function proveHostileNames(report: Report, stack: RunningStack): Promise<void> {
  const journey = await Journey.begin(stack.url);
  try {
    await journey.page.addInitScript(watchPage);
    await journey.signIn();
    await plant(journey, stack);
    const seen: Seen[] = [];
    for (const path of PATHS) seen.push(await readPage(journey, stack.url + path));
    const ran = seen.flatMap(({ pwned }) => pwned);
    const violations = seen.flatMap((each) => each.violations);
    const shown = seen.reduce((sum, each) => sum + each.shown, 0);
    const holds = ran.length + violations.length === 0 && shown >= HOSTILE.length;
    report.claim(
      `names that are markup, on ${PATHS.length} pages`,
      holds,
      `shown as text ${shown} times, ${ran.length} ran, ${violations.length} stopped by the policy`,
    );
    const secret = await readable(journey);
    report.claim("what scripts of a page can read of a session", secret === "", secret === "" ? "nothing" : "a secret");
  } finally {
    await journey.end();
  }
}
