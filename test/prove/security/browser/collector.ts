/** What browsers report about the policy, as the product's collector logs it. */
import { openBrowser } from "../../../../scripts/browser.ts";
import type { RunningStack } from "../../../support/running-stack.ts";

const PATIENCE_MS = 30_000;
const STEP_MS = 25;
const EVENT = '"event":"csp_violation"';

/** The product with its collector, and what the Worker prints. */
export type Collecting = { readonly stack: RunningStack; readonly logged: readonly string[] };

/** Hands a report of another server's page on to the product, which takes it as it takes those of its own pages. */
export async function passReport(url: string, body: string, type: string): Promise<void> {
  const answer = await fetch(`${url}/api/csp-report`, { method: "POST", headers: { "content-type": type }, body });
  if (answer.status !== 204) throw new Error(`The collector of reports answered ${answer.status}.`);
}

/** Reports that have arrived so far. */
export function reportsIn(logged: readonly string[]): string[] {
  return logged.filter((line) => line.includes(EVENT));
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + PATIENCE_MS; !isSo(); ) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  return true;
}

/**
 * Breaks the policy once on a page at `url`, by a style sheet in its text, and waits for the report. True when it has come;
 * the browser has sent before it whatever other pages gave it to report.
 */
export async function plantViolation(url: string, logged: readonly string[]): Promise<boolean> {
  const before = plantedIn(logged);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/welcome`);
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.append("p { color: red }");
      document.head.append(style);
    });
    return await until(() => plantedIn(logged) > before);
  } finally {
    await browser.close();
  }
}

function plantedIn(logged: readonly string[]): number {
  return reportsIn(logged).filter((line) => line.includes('"directive":"style-src-elem"')).length;
}
