/** Finds the browser for tests and pictures; never downloads one. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

const MISSING =
  "No browser found: install Chromium (Debian: `apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome program.";

/** Flags of every headless run: no sandbox (containers run as root), no network of the browser's own. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(searchPath) {
  return searchPath
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isProgram);
}

async function packaged() {
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    return await chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * Path of a Chromium or Chrome program: CHROMIUM_PATH, else one on PATH, else the one of the npm package
 * `@sparticuz/chromium` when it is installed. Throws with the sentence that says what to install.
 */
export async function browserPath(env = process.env) {
  const named = env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a program: correct it or unset it.`);
  }
  const found = installed(env.PATH ?? "") ?? (await packaged());
  if (found) return found;
  throw new Error(MISSING);
}
