import type { ProfileNote } from "../../stack-profile.ts";
import { findBelow, isPartial } from "../hidden-paths.ts";
import { installedOf, majorOf, type NodePackage } from "../node-package.ts";
import { type Picked, type ScriptContext, scriptPicked } from "./pick-script.ts";
import { execBody, withoutRunner } from "./runner.ts";
import { type Call, callsOf, isSimple } from "./script-calls.ts";
import { isEndToEnd, isStub, isWatching } from "./script-kinds.ts";

interface TestCommand {
  readonly picked: Picked | null;
  readonly notes: readonly ProfileNote[];
}

/** Scripts that run tests, the best first. */
export const TEST_NAMES =
  `test:ci ci:test test-ci test test:unit unit test:run tests test:node test:all test:vitest test:jest vitest jest mocha spec
  test:e2e e2e test:integration`
    .split(/\s+/)
    .filter(Boolean);

const TEST_FILE =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|cypress)\/.+\.[cm]?[jt]sx?$|[._-](?:test|tests|spec|specs|cy|e2e)\.[cm]?[jt]sx?$/;
const INSTALLED = /(?:^|\/)node_modules\//;

/** True when a file looks like a test, or when not all names are known. */
function hasTestFiles({ folder }: NodePackage): boolean {
  return (
    isPartial(folder) ||
    folder.below.some((path) => TEST_FILE.test(path) && !INSTALLED.test(path)) ||
    findBelow(folder, TEST_FILE) !== null
  );
}

interface TestScript {
  readonly name: string;
  readonly body: string;
  readonly calls: readonly Call[];
}

/** How the tests run once, without a terminal: by script, those of units before those that need a browser; else by the installed runner. */
export function readTest(context: ScriptContext): TestCommand {
  const { node } = context;
  const scripts = TEST_NAMES.flatMap((name) => {
    const body = node.scripts.get(name);
    return body === undefined || isStub(body) ? [] : [{ name, body, calls: callsOf(node, body) }];
  });
  const plain = scripts.find(({ calls }) => !calls.some(isWatching) && !isAllEndToEnd(calls));
  if (plain) return onScript(context, plain);
  for (const script of scripts.filter(({ calls }) => !isAllEndToEnd(calls))) {
    const once = runOnce(context, script);
    if (once) return { picked: once, notes: [] };
  }
  const browser = scripts.find(({ calls }) => !calls.some(isWatching));
  return browser ? onScript(context, browser) : { picked: byRunner(context), notes: [] };
}

function isAllEndToEnd(calls: readonly Call[]): boolean {
  return calls.length > 0 && calls.every(isEndToEnd);
}

function onScript(context: ScriptContext, script: TestScript): TestCommand {
  const { node, runner } = context;
  const args = neededArguments(node, script);
  const isEmpty = !hasTestFiles(node);
  const mayBeEmpty = isEmpty && isSimple(script.body) ? passesEmpty(script) : null;
  const all = [args, mayBeEmpty].filter((each) => each !== null).join(" ");
  const run = runner.script(script.name, all === "" ? undefined : all);
  const command = needsBrowsers(node, script) ? `${runner.exec("playwright install --with-deps")} && ${run}` : run;
  const picked = scriptPicked(node, script.name, command);
  return isEmpty && isRunner(script)
    ? { picked: { ...picked, confidence: "low" }, notes: [noTests(node, script.name)] }
    : { picked, notes: [] };
}

/** A runner of the package itself; a task runner's tests are in other folders. */
function isRunner({ calls }: TestScript): boolean {
  return calls.some(([program = ""]) => /^(?:jest|vitest|mocha|ava|bun|react-scripts)$/.test(program));
}

/** Angular's and Karma's runners watch unless they are told not to, and Karma needs a browser without a screen. */
function neededArguments({ installed }: NodePackage, { calls, body }: TestScript): string | null {
  if (!isSimple(body)) return null;
  const [program = "", first = ""] = calls.find((call) => call[0] === "ng" || call[0] === "karma") ?? [];
  if (program === "karma" && first === "start") return /--(?:no-)?single-run/.test(body) ? null : "--single-run";
  if (program !== "ng" || first !== "test") return null;
  const once = /--watch[= ]false|--no-watch/.test(body) ? [] : ["--watch=false"];
  const isKarma = installed.has("karma") && !/--browsers/.test(body);
  return [...once, ...(isKarma ? ["--browsers=ChromeHeadless"] : [])].join(" ") || null;
}

/** What lets a runner pass that finds no tests; null for one that passes anyway, or cannot. */
function passesEmpty({ calls }: TestScript): string | null {
  const [program = "", ...words] = calls[0] ?? [];
  const isKnown = /^(?:jest|vitest|react-scripts)$/.test(program);
  return isKnown && !words.some((word) => /^--pass-?[wW]ith-?[nN]o-?[tT]ests$/.test(word)) ? "--passWithNoTests" : null;
}

function needsBrowsers({ installed }: NodePackage, { calls }: TestScript): boolean {
  if (calls.some(([program, first]) => program === "playwright" && first === "test"))
    return !calls.some(([program, first]) => program === "playwright" && first === "install");
  const isBrowserMode =
    installed.has("@vitest/browser-playwright") || (installed.has("@vitest/browser") && installed.has("playwright"));
  return isBrowserMode && calls.some(([program]) => program === "vitest");
}

function noTests({ folder, file }: NodePackage, name: string): ProfileNote {
  const detail = `${folder.at(file)} has a script \`${name}\`, but no test file was found: it proves nothing until there is one.`;
  return { code: "uncertain", path: folder.at(file), detail };
}

/** A script that watches, as one that runs once. */
function runOnce({ node, runner }: ScriptContext, { name, body }: TestScript): Picked | null {
  if (!isSimple(body)) return null;
  const once = withoutRunner(body)
    .replaceAll(/\s+(?:--watch(?:-?[aA]ll)?(?:=true)?|--ui|-w)(?=\s|$)/g, "")
    .replace(/\bvitest (?:watch|dev)\b/, "vitest run");
  if (/^(?:nodemon|node-dev|ts-node-dev|tsnd|cypress)\b/.test(once)) return null;
  return { ...scriptPicked(node, name, execBody(runner, once)), confidence: "medium" };
}

const RUNNERS: readonly (readonly [dependency: string, command: string])[] = [
  ["vitest", "vitest run"],
  ["jest", "jest"],
  ["react-scripts", "react-scripts test"],
  ["ava", "ava"],
  ["mocha", "mocha"],
  ["tap", "tap"],
];

/** The installed runner, where there are tests and no script runs them. */
function byRunner({ node, runner }: ScriptContext): Picked | null {
  if (isPartial(node.folder) || !hasTestFiles(node)) return null;
  const row = RUNNERS.find(([name]) => node.installed.has(name));
  if (row) {
    const needle = `"${row[0]}"`;
    return { command: runner.exec(row[1]), file: node.file, needle, confidence: "medium" };
  }
  const isBun = runner.install.startsWith("bun ");
  const test = isBun ? node.folder.below.find((path) => /[._](?:test|spec)\.[cm]?[jt]sx?$/.test(path)) : undefined;
  if (test !== undefined && installedOf(node, ["@playwright/test", "cypress"]) === null)
    return { command: "bun test", file: test, needle: null, confidence: "medium" };
  return majorOf(node, "@playwright/test") === null ? null : browserTests({ node, runner });
}

function browserTests({ node, runner }: ScriptContext): Picked {
  const command = `${runner.exec("playwright install --with-deps")} && ${runner.exec("playwright test")}`;
  return { command, file: node.file, needle: '"@playwright/test"', confidence: "low" };
}
