import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { browserPath } from "../../scripts/browser.ts";

const noPackage = async () => undefined;

function folderWith(...programs: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "browsers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const program of programs) {
    writeFileSync(join(folder, program), "");
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

it("takes the program that CHROMIUM_PATH names before an installed one", async () => {
  const folder = folderWith("my-browser", "chromium");
  const env = { CHROMIUM_PATH: join(folder, "my-browser"), PATH: folder };
  expect(await browserPath({ env, fromPackage: noPackage })).toBe(join(folder, "my-browser"));
});

it("says when CHROMIUM_PATH names no program", async () => {
  const env = { CHROMIUM_PATH: "/no/browser", PATH: folderWith("chromium") };
  await expect(browserPath({ env, fromPackage: noPackage })).rejects.toThrow(
    "CHROMIUM_PATH names /no/browser, which is not a program: correct it or unset it.",
  );
});

it("finds an installed Chrome when there is no Chromium", async () => {
  const folder = folderWith("google-chrome");
  expect(await browserPath({ env: { PATH: folder }, fromPackage: noPackage })).toBe(join(folder, "google-chrome"));
});

it("falls back to the browser of the npm package", async () => {
  expect(await browserPath({ env: { PATH: folderWith() }, fromPackage: async () => "/packaged" })).toBe("/packaged");
});

it("says what to install when there is no browser at all", async () => {
  await expect(browserPath({ env: { PATH: folderWith() }, fromPackage: noPackage })).rejects.toThrow(
    "No browser found: install Chromium (Debian: `apt-get install chromium`), or set CHROMIUM_PATH",
  );
});
