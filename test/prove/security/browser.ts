/** What scripts, markup and other sites can do to the pages, tried in a real browser under the production headers. */
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../../../scripts/browser.ts";
import { runStack } from "../../support/running-stack.ts";
import { PAGE_STATES, type PageState } from "../../support/web-mock/page-states.ts";
import { startWebMock } from "../../support/web-mock/server.ts";
import type { Report } from "../report.ts";
import { ATTACKS } from "./browser/attacks.ts";
import { type Collecting, passReport, plantViolation, reportsIn } from "./browser/collector.ts";
import { type EvilServer, startBareServer, startEvilServer } from "./browser/evil-server.ts";
import { proveHostileNames } from "./browser/hostile-names.ts";
import { tryAttacks, watchPage } from "./browser/try-attacks.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Of the short form: one state in so many. */
const SHORT_STEP = 6;

type Walked = { readonly states: number; readonly violations: string[]; readonly barriers: string[] };

/** Throws with the name of the state that could not be reached. */
async function show(page: Page, url: string, state: PageState): Promise<void> {
  await reach(page, url, state).catch((cause: unknown) => {
    throw new Error(`${state.name}: ${String(cause)}`, { cause });
  });
}

async function reach(page: Page, url: string, state: PageState): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.context().addCookies([{ name: "scenario", value: state.scenario ?? "data", url }]);
  await page.goto(url + state.path);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  await state.act?.(page);
}

/** Opens every page in every state, and does there what a reader does. */
async function walk(browser: BrowserContext, url: string, short: boolean): Promise<Walked> {
  const states = PAGE_STATES.filter((_state, index) => !short || index % SHORT_STEP === 0);
  const found: Walked = { states: states.length, violations: [], barriers: [] };
  const page = await browser.newPage();
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const state of states) {
    await show(page, url, state);
    const violations = await page.evaluate(() => window.violations);
    found.violations.push(...violations.map((violation) => `${state.name}: ${violation}`));
    const { violations: broken } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    found.barriers.push(...broken.map(({ id }) => `${state.name}: ${id}`));
  }
  await page.close();
  return found;
}

type Pages = { readonly collecting: Collecting; readonly short: boolean };

const orNone = (found: readonly string[]) => (found.length === 0 ? "0" : `${found.length}: ${found.join("; ")}`);

async function proveWalk(report: Report, url: string, short: boolean): Promise<void> {
  const browser = await openBrowser();
  try {
    await browser.addInitScript(watchPage);
    const { states, violations, barriers } = await walk(browser, url, short);
    report.claim(`pages in ${states} states break their own policy`, violations.length === 0, orNone(violations));
    report.claim(`barriers for readers in ${states} states`, barriers.length === 0, orNone(barriers));
  } finally {
    await browser.close();
  }
}

async function attacksOn(url: string, evil: EvilServer): Promise<string[]> {
  const browser = await openBrowser();
  try {
    await browser.addInitScript(watchPage);
    return await tryAttacks(browser, `${url}/rules`, evil);
  } finally {
    await browser.close();
  }
}

/** The attacks are real: without the policy they work. With it none does. */
async function proveAttacks(report: Report, url: string): Promise<void> {
  const bare = await startBareServer(url);
  const evil = await startEvilServer(url);
  try {
    const real = await attacksOn(bare.url, evil);
    const idle = ATTACKS.map(({ name }) => name).filter((name) => !real.includes(name));
    const figure = `${real.length} of ${ATTACKS.length}`;
    report.claim("attacks that work without the policy", idle.length === 0, [figure, ...idle].join("; "));
    evil.asked.length = 0;
    const successful = await attacksOn(url, evil);
    report.claim(`${ATTACKS.length} attacks that work with it`, successful.length === 0, orNone(successful));
    // Late ones too.
    report.claim("requests of our pages to another site", evil.asked.length === 0, orNone(evil.asked));
  } finally {
    await evil.close();
    await bare.close();
  }
}

/** Another site shows our page in a frame: the frame stays empty. */
async function proveFrames(report: Report, url: string): Promise<void> {
  const evil = await startEvilServer(`${url}/welcome`);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const refused = page.waitForEvent("console", { predicate: (message) => /frame-ancestors/.test(message.text()) });
    await page.goto(`${evil.url}/frame`);
    await refused;
    // Its name comes with its document, which may come after the refusal.
    const victim = page.frames().find((frame) => frame.parentFrame() !== null);
    await victim?.waitForURL(({ protocol }) => protocol !== "about:");
    const shown = await victim?.locator("#app").count();
    report.claim("our pages in another site's frame", shown === 0, `${shown} shown`);
  } finally {
    await browser.close();
    await evil.close();
  }
}

/** Every page in every state, and with names that are markup: the product that serves them is told of no violation. */
async function provePages(report: Report, url: string, { collecting, short }: Pages): Promise<void> {
  const { stack, logged } = collecting;
  const arrived = [await plantViolation(url, logged), await plantViolation(stack.url, logged)].filter(Boolean).length;
  report.claim("planted violations that the product is told of", arrived === 2, `${arrived} of 2`);
  const before = reportsIn(logged).length;
  await proveWalk(report, url, short);
  await proveHostileNames(report, stack);
  // Comes last, so that whatever was sent before is there.
  const isOpen = await plantViolation(url, logged);
  const others = reportsIn(logged).slice(before, isOpen ? -1 : undefined);
  const figure = isOpen ? orNone(others) : "the product is told of none any more";
  report.claim("reports of violations from all of these pages", isOpen && others.length === 0, figure);
}

/** Walks every page, fills them with names that are markup, and attacks them from within and from another site. */
export async function proveBrowser(report: Report, short: boolean): Promise<void> {
  const logged: string[] = [];
  const stack = await runStack({ logged });
  const mock = await startWebMock((body, type) => passReport(stack.url, body, type));
  try {
    await provePages(report, mock.url, { collecting: { stack, logged }, short });
    await proveAttacks(report, mock.url);
    await proveFrames(report, mock.url);
  } finally {
    await mock.close();
    await stack.dispose();
  }
}
