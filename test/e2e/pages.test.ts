/** The built pages over a scripted API: reachable for everyone, on every width, with nothing in the console. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../scripts/browser.ts";
import { type AxeRules, brokenRules } from "../support/axe.ts";
import { PAGE_STATES, type PageState } from "../support/web-mock/page-states.ts";
import { startWebMock } from "../support/web-mock/server.ts";

type Theme = "light" | "dark";

/** The dark theme changes colours alone. */
const RULES: Readonly<Record<Theme, AxeRules>> = {
  light: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};
/** Chromium reports every refused request and every cut socket of a scenario that is made of them. */
const EXPECTED = /the server responded with a status of|WebSocket connection to/;

/** A browser of its own, with what its console complains of. */
type Tab = { readonly browser: BrowserContext; readonly page: Page; complaints: string[] };

const REPORTED_WITHIN_MS = 30_000;

/** Tests of pages run so many at a time, as `maxConcurrency` says, each in a browser that no other uses meanwhile. */
const TABS = 2;

let mock: Awaited<ReturnType<typeof startWebMock>>;
const free: Tab[] = [];
/** What browsers said of pages that broke the policy. */
const reported: string[] = [];

async function openTab(): Promise<Tab> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const tab: Tab = { browser, page, complaints: [] };
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && tab.complaints.push(message.text()));
  page.on("pageerror", (error) => tab.complaints.push(String(error)));
  return tab;
}

/** Does something in a browser of its own, which begins wide and light. */
async function inTab(work: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = free.pop();
  if (!tab) throw new Error("More tests run at once than there are browsers.");
  tab.complaints = [];
  try {
    await tab.page.setViewportSize({ width: 1280, height: 860 });
    await tab.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await work(tab);
  } finally {
    free.push(tab);
  }
}

async function show({ browser, page }: Tab, state: PageState): Promise<void> {
  await browser.addCookies([{ name: "scenario", value: state.scenario ?? "data", url: mock.url }]);
  await page.goto(mock.url + state.path);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  await state.act?.(page);
}

beforeAll(async () => {
  mock = await startWebMock((body) => void reported.push(body));
  for (let count = 0; count < TABS; count += 1) free.push(await openTab());
});
afterAll(async () => {
  await Promise.all(free.map(({ browser }) => browser.close()));
  await mock?.close();
});

/** Rules that are broken, in the theme. */
async function barriers({ page }: Tab, colorScheme: Theme): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  // Colours that are on their way from one theme to the other are none that anybody reads.
  await page.waitForFunction(() => !document.getAnimations().some((each) => each instanceof CSSTransition));
  return (await brokenRules(page, RULES[colorScheme])).map((rule) => `${colorScheme}, ${rule}`);
}

/** Widths at which the page scrolls sideways. */
async function tooNarrow({ page }: Tab): Promise<number[]> {
  const found = [];
  for (const width of [1280, 768, 360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(width);
  }
  return found;
}

describe("in both themes and on every width", () => {
  it.concurrent.each(PAGE_STATES)("$name has no barrier and no complaint, and does not scroll sideways", (state) =>
    inTab(async (tab) => {
      await show(tab, state);
      expect([...(await barriers(tab, "light")), ...(await barriers(tab, "dark"))]).toEqual([]);
      expect(await tooNarrow(tab)).toEqual([]);
      expect(tab.complaints.filter((text) => !EXPECTED.test(text))).toEqual([]);
    }),
  );
});

describe("without a mouse", () => {
  it("the first stop leads past the navigation", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "fleet", path: "/" });
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    }));

  it("Escape closes a menu and a dialog, and the focus returns to where it was", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "repository", path: PAGE_STATES.find(({ name }) => name === "repository")?.path ?? "/" });
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
    }));

  it("keys lead to the search and to pages, whose heading gets the focus", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "fleet", path: "/" });
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
    }));
});

describe("connecting without the rights for it", () => {
  it("asks GitHub and then goes on by itself to the first analysis", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "onboarding", path: "/onboarding", scenario: "missing-scope" });
      await page.getByRole("button", { name: "Connect acme/website" }).click();
      await page.waitForURL("**/analysis/*");
      await page.getByText("steps done").waitFor();
    }));

  it("connects nothing for a link from elsewhere", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "onboarding", path: "/onboarding?continue=forged" });
      await page.getByRole("button", { name: "Connect acme/website" }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/onboarding");
    }));
});

describe("the policy of the page", () => {
  it("lets no text become markup; browsers report that, and nothing of all pages before", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, { name: "fleet", path: "/" });
      const write = page.evaluate(() => {
        document.body.innerHTML = "<b>injected</b>";
      });
      await expect(write).rejects.toThrow("TrustedHTML");
      const planted = expect.stringContaining('"violated-directive":"require-trusted-types-for"');
      await expect.poll(() => reported, { timeout: REPORTED_WITHIN_MS }).toEqual([planted]);
    }));
});
