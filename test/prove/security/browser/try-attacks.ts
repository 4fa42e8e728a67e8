import type { BrowserContext, Page } from "playwright-core";
import { ATTACKS, type Attack } from "./attacks.ts";
import type { EvilServer } from "./evil-server.ts";

/** By then whatever was not stopped has happened. */
const LONGEST_MS = 1500;
const STEP_MS = 25;

/** Runs in every page, before anything else of it. */
export function watchPage(): void {
  window.pwned = [];
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
}

/** Lets the attack run as a script of the page does: not as a debugger, to whom the policy does not speak. */
async function attempt(page: Page, attack: Attack, evil: string): Promise<void> {
  const handle = await page.evaluateHandle(`({ run: ${attack.attempt} })`);
  const script = handle as unknown as { run: Attack["attempt"] };
  await page.evaluate(
    ([holder, address, name]) => {
      const start = () => {
        try {
          Promise.resolve(holder.run(address, name)).catch(() => window.violations.push("refused"));
        } catch {
          window.violations.push("refused");
        }
      };
      setTimeout(start);
    },
    [script, evil, attack.name] as const,
  );
}

/** Whether the attack had its effect, waited for until it had, was refused, or had time enough. */
async function worked(page: Page, { name }: Attack, evil: EvilServer): Promise<boolean> {
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    if (evil.asked.some((path) => path.startsWith(`/${name}`))) return true;
    // A form that was sent has taken the page away.
    const seen = await page
      .evaluate((wanted) => ({ pwned: window.pwned.includes(wanted), stopped: window.violations.length > 0 }), name)
      .catch(() => ({ pwned: false, stopped: false }));
    if (seen.pwned) return true;
    if (seen.stopped || Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

/** Tries each attack on a fresh page of `address`; those that worked, by name. */
export async function tryAttacks(browser: BrowserContext, address: string, evil: EvilServer): Promise<string[]> {
  const successful: string[] = [];
  const page = await browser.newPage();
  for (const attack of ATTACKS) {
    await page.goto(address, { waitUntil: "domcontentloaded" });
    await page.locator("h1").first().waitFor();
    await attempt(page, attack, `${evil.url}/${encodeURIComponent(attack.name)}`);
    if (await worked(page, attack, evil)) successful.push(attack.name);
  }
  await page.close();
  return successful;
}
