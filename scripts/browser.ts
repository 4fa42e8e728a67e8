/** Finds the browser for tests and pictures; never downloads one. */
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

const MISSING =
  "No browser found: install Chromium (Debian: `apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome program.";

/** No sandbox, because containers run as root; no network of the browser's own. */
const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isProgram);
}

async function packaged(): Promise<string | undefined> {
  try {
    const { default: chromiumPackage } = await import("@sparticuz/chromium");
    return await chromiumPackage.executablePath();
  } catch {
    return undefined;
  }
}

type BrowserSources = { env: Record<string, string | undefined>; fromPackage: () => Promise<string | undefined> };

/**
 * Path of a Chromium or Chrome program: CHROMIUM_PATH, else one on PATH, else the one of the npm package
 * `@sparticuz/chromium`. Throws with the sentence that says what to install.
 */
export async function browserPath(
  sources: BrowserSources = { env: process.env, fromPackage: packaged },
): Promise<string> {
  const named = sources.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a program: correct it or unset it.`);
  }
  const found = installed(sources.env.PATH ?? "") ?? (await sources.fromPackage());
  if (found) return found;
  throw new Error(MISSING);
}

type BrowserOptions = {
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: "light" | "dark";
  /** Address of a proxy that everything goes through, what is on this computer too. */
  readonly proxy?: string;
};

/** A headless browser with a fresh profile, which closing it removes. */
export async function openBrowser(options: BrowserOptions = {}): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), "autodevops-browser-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: await browserPath(),
    headless: true,
    args: BROWSER_ARGS,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? "light",
    ...(options.proxy === undefined ? {} : { proxy: { server: options.proxy, bypass: "<-loopback>" } }),
  });
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  browser.on("close", remove);
  const close = browser.close.bind(browser);
  // The event comes while the program still writes its last files.
  browser.close = async (...how) => {
    await close(...how);
    remove();
  };
  return browser;
}
