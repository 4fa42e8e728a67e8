import type { Call } from "./script-calls.ts";

const LINTERS = /^(?:eslint|eslint_d|oxlint|standard|xo|tslint|ts-standard|semistandard|jshint|stylelint|rslint)$/;
const WORKSPACE_RUNNERS = /^(?:turbo|nx|lerna|lage|moon|rush|vp|wireit|ultra)$/;

/** True for a command that runs a script in packages of a workspace. */
export function isWorkspaceCall([program = "", ...words]: Call): boolean {
  const isRecursive = words.some((word) =>
    /^(?:-r|--recursive|--filter\b.*|-F|-ws|--workspaces?\b.*|workspaces?)$/.test(word),
  );
  return WORKSPACE_RUNNERS.test(program) || (/^(?:npm|pnpm|yarn|bun)$/.test(program) && isRecursive);
}

export function isLint([program = "", first = ""]: Call): boolean {
  if (LINTERS.test(program)) return true;
  if (program === "biome") return /^(?:lint|check|ci)$/.test(first);
  return (
    /^(?:next|ng|expo|nuxt|nuxi|vue-cli-service|deno|tsdx|dts|gts|aegir|umi|max|quasar|wp-scripts|react-scripts|ember|kcd-scripts|vp)$/.test(
      program,
    ) && first === "lint"
  );
}

export function isTypecheck([program = "", first = ""]: Call): boolean {
  if (/^(?:tsc|vue-tsc|svelte-check|tsgo|vue-tsgo|glint|ember-tsc|flow|tspc|attw)$/.test(program)) return true;
  return (program === "astro" && first === "check") || (/^(?:nuxt|nuxi)$/.test(program) && first === "typecheck");
}

/** A check of the format: it fails on a file that is not formatted and changes none. */
export function isFormatCheck([program = "", ...words]: Call): boolean {
  const [first = ""] = words;
  const has = (...flags: readonly string[]) => words.some((word) => flags.includes(word));
  if (/^(?:prettier|prettierd|oxfmt|rome)$/.test(program))
    return has("--check", "-c", "--list-different", "-l") && !has("--write", "-w");
  if (program === "biome") return /^(?:format|check|ci)$/.test(first) && !isWriting([program, ...words]);
  return (program === "dprint" || program === "deno") && has("check", "--check");
}

/** True for a command that changes files where it should only look at them. */
export function isWriting([program = "", ...words]: Call): boolean {
  if (/^(?:prettier|oxfmt)$/.test(program)) return words.some((word) => word === "--write" || word === "-w");
  return words.some((word) => /^(?:--fix(?:=true|-suggestions|-dangerously)?|--write|--apply(?:-unsafe)?)$/.test(word));
}

/** True for a command that goes on until somebody stops it. */
export function isWatching([program = "", ...words]: Call): boolean {
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (has(/^(?:--watch(?:-?all)?=false|--no-watch|--run|--single-run)$/i)) return false;
  if (has(/^--(?:watch(?:All|-all)?(?:=true)?|ui)$/)) return true;
  if (has(/^-w$/) && /^(?:tsc|vue-tsc|mocha|vitest|ava|rollup|webpack|tsup|bun|tsdown)$/.test(program)) return true;
  if (program === "vitest" || program === "tsx" || program === "jest") return /^(?:watch|dev)$/.test(words[0] ?? "");
  return /^(?:nodemon|node-dev|ts-node-dev|tsnd)$/.test(program) || (program === "cypress" && words[0] === "open");
}

/** True for tests that need a browser and a running application. */
export function isEndToEnd([program = "", first = ""]: Call): boolean {
  return (
    (program === "playwright" && first === "test") ||
    program === "cypress" ||
    /^(?:wdio|nightwatch|testcafe|detox|maestro)$/.test(program)
  );
}

/** A script that only says something: what `npm init` writes, and its like. */
export function isStub(body: string): boolean {
  return (
    /no tests? specified/i.test(body) ||
    /^(?:echo\s[^&|;]*|exit 0|true|:)(?:\s*(?:&&|;)\s*(?:exit \d|true))?\s*$/.test(body.trim())
  );
}
