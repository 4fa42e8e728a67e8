/** The built pages over a scripted API: reachable for everyone, on every width, with nothing in the console. */
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../scripts/browser.ts";
import { PAGE_STATES, type PageState } from "../support/web-mock/page-states.ts";
import { startWebMock } from "../support/web-mock/server.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];
/** Chromium reports every refused request and every cut socket of a scenario that is made of them. */
const EXPECTED = /the server responded with a status of|WebSocket connection to/;

let mock: Awaited<ReturnType<typeof startWebMock>>;
let browser: BrowserContext;
let page: Page;
let complaints: string[];

async function show(state: PageState): Promise<void> {
  await browser.addCookies([{ name: "scenario", value: state.scenario ?? "data", url: mock.url }]);
  await page.goto(mock.url + state.path);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  await state.act?.(page);
}

beforeAll(async () => {
  mock = await startWebMock();
  browser = await openBrowser();
  page = await browser.newPage();
  await page.emulateMedia({ reducedMotion: "reduce" });
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
});
afterAll(async () => {
  await browser?.close();
  await mock?.close();
});

type Theme = "light" | "dark";

/** Rules that are broken, in the theme; the dark one changes colours alone. */
async function barriers(colorScheme: Theme): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  // Colours that are on their way from one theme to the other are none that anybody reads.
  await page.waitForFunction(() => !document.getAnimations().some((each) => each instanceof CSSTransition));
  const axe = new AxeBuilder({ page });
  const { violations } = await (colorScheme === "light" ? axe.withTags(RULES) : axe.withRules(COLOURS)).analyze();
  return violations.map(
    ({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** Widths at which the page scrolls sideways. */
async function tooNarrow(): Promise<number[]> {
  const found = [];
  for (const width of [1280, 768, 360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(width);
  }
  return found;
}

describe("in both themes and on every width", () => {
  it.each(PAGE_STATES)("$name has no barrier and no complaint, and does not scroll sideways", async (state) => {
    complaints = [];
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await show(state);
    expect([...(await barriers("light")), ...(await barriers("dark"))]).toEqual([]);
    expect(await tooNarrow()).toEqual([]);
    expect(complaints.filter((text) => !EXPECTED.test(text))).toEqual([]);
  });
});

describe("without a mouse", () => {
  it("the first stop leads past the navigation", async () => {
    complaints = [];
    await show({ name: "fleet", path: "/" });
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("Escape closes a menu and a dialog, and the focus returns to where it was", async () => {
    complaints = [];
    await show({ name: "repository", path: PAGE_STATES.find(({ name }) => name === "repository")?.path ?? "/" });
    const opener = page.getByRole("button", { name: "More actions" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Read from GitHub again" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("keys lead to the search and to pages, whose heading gets the focus", async () => {
    complaints = [];
    await show({ name: "fleet", path: "/" });
    await page.keyboard.press("/");
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe("search");
    await page.keyboard.type("g");
    expect(await page.getByRole("searchbox").inputValue()).toBe("g");
    await page.getByRole("searchbox").blur();
    await page.keyboard.type("gc");
    await page.waitForURL("**/onboarding");
    await page.getByRole("heading", { level: 1, name: "Connect repositories" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    expect(await page.title()).toContain("Connect repositories");
  });
});

describe("connecting without the rights for it", () => {
  it("asks GitHub and then goes on by itself to the first analysis", async () => {
    complaints = [];
    await show({ name: "onboarding", path: "/onboarding", scenario: "missing-scope" });
    await page.getByRole("button", { name: "Connect acme/website" }).click();
    await page.waitForURL("**/analysis/*");
    await page.getByText("steps done").waitFor();
  });

  it("connects nothing for a link from elsewhere", async () => {
    complaints = [];
    await show({ name: "onboarding", path: "/onboarding?continue=forged" });
    await page.getByRole("button", { name: "Connect acme/website" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/onboarding");
  });
});

describe("the policy of the page", () => {
  it("lets no text become markup", async () => {
    complaints = [];
    await show({ name: "fleet", path: "/" });
    const write = page.evaluate(() => {
      document.body.innerHTML = "<b>injected</b>";
    });
    await expect(write).rejects.toThrow("TrustedHTML");
  });
});
