import type { Confidence } from "../../stack-profile.ts";
import type { NodePackage } from "../node-package.ts";
import { execBody, type Runner, withoutRunner } from "./runner.ts";
import { type Call, callsOf, isSimple, scriptsBehind } from "./script-calls.ts";
import { isFormatCheck, isLint, isStub, isTypecheck, isWatching, isWorkspaceCall, isWriting } from "./script-kinds.ts";

/** A command and what proves it. */
export interface Picked {
  readonly command: string;
  readonly file: string;
  /** What the line of evidence contains; null for the file as a whole. */
  readonly needle: string | RegExp | null;
  readonly confidence: Confidence;
}

/** A package with the scripts that it has and how they are called. */
export interface ScriptContext {
  readonly node: NodePackage;
  readonly runner: Runner;
}

interface Convention {
  /** Names of scripts, the best first. */
  readonly names: readonly string[];
  /** Whether a script of that name does it, by what it calls. */
  readonly fits: (name: string, calls: readonly Call[]) => boolean;
}

const some = (test: (call: Call) => boolean) => (calls: readonly Call[]) =>
  calls.some((call) => test(call) || isWorkspaceCall(call));

/** A plain name is trusted whatever it runs; a name that means several things must call such a tool. */
function trusting(plain: RegExp, test: (call: Call) => boolean): Convention["fits"] {
  const isUsed = some(test);
  return (name, calls) => plain.test(name) || isUsed(calls);
}

const LINT: Convention = {
  names:
    words(`lint:ci ci:lint lint:check check:lint lint eslint lint:eslint lint:js lint:ts lint:es lint:code lint:src lint:all test:lint
    standard xo oxlint biome:ci ci:biome biome:check biome:lint check:biome biome check check:ci`),
  fits: (name, calls) =>
    calls.some(isLint) || (/lint/.test(name) && !calls.every((call) => isTypecheck(call) || isFormatCheck(call))),
};

const FORMAT: Convention = {
  names:
    words(`format:check check:format fmt:check check:fmt prettier:check check:prettier check-format format-check formatcheck
    format:ci ci:format prettier:ci lint:format lint:prettier lint:fmt style:check check:style prettier:lint test:format test:prettier
    format:verify verify:format prettier format fmt style lint`),
  fits: (name, calls) =>
    name === "lint"
      ? calls.length > 0 && calls.every(isFormatCheck)
      : calls.some(isFormatCheck) || (/check|ci$|verify/.test(name) && calls.some(isWorkspaceCall)),
};

const TYPECHECK: Convention = {
  names:
    words(`typecheck type-check check-types check:types types:check typecheck:ci ci:typecheck type:check check:type tsc tsc:check
    check:tsc lint:types lint:tsc test:types test:tsc test:typecheck ts:check check:ts ts-check check-ts svelte-check compile:check typescript
    types check ts lint:ts lint`),
  fits: (name, calls) =>
    name === "lint" || name === "lint:ts"
      ? calls.length > 0 && calls.every(isTypecheck)
      : trusting(/^(?:type-?check|check[:-]types?|types?:check)/, isTypecheck)(name, calls.filter(isCheck)) &&
        (name !== "check" || calls.some(isTypecheck)),
};

/** `tsc -p tsconfig.build.json` under the name `types` writes declarations. */
function isCheck(call: Call): boolean {
  return !call.some((word) => /^(?:--emitDeclarationOnly|--declaration|-d)$/.test(word));
}

const BUILD: Convention = {
  names: words("build:ci ci:build build build:prod build:production build:all compile bundle dist"),
  fits: () => true,
};

export const CONVENTIONS = { lint: LINT, format: FORMAT, typecheck: TYPECHECK, build: BUILD } as const;
export type ScriptKind = keyof typeof CONVENTIONS;

function words(list: string): readonly string[] {
  return list.split(/\s+/).filter(Boolean);
}

/** The package's own script of a kind; null where it has none that looks and changes nothing. */
export function pickScript({ node, runner }: ScriptContext, kind: ScriptKind): Picked | null {
  const fitting = fittingScripts(node, kind);
  const clean = fitting.find(({ calls }) => kind === "build" || !calls.some(isWriting));
  if (clean) return scriptPicked(node, clean.name, runner.script(clean.name, neededFlag(clean)));
  if (kind !== "lint") return null;
  for (const writing of fitting) {
    const command = lookingOnly({ node, runner }, writing.body);
    if (command !== null) return { ...scriptPicked(node, writing.name, command), confidence: "medium" };
  }
  return null;
}

/** What a linting script runs, without its corrections: of one command, or of scripts of one command each. Null where nothing can be left out. */
function lookingOnly({ node, runner }: ScriptContext, body: string): string | null {
  if (!isSimple(body)) return null;
  if (withoutFixes(body) !== withoutRunner(body)) return execBody(runner, withoutFixes(body));
  const bodies = scriptsBehind(node, body).flatMap((name) => node.scripts.get(name) ?? []);
  const isPlain = bodies.length > 0 && bodies.every((each) => isSimple(each) && scriptsBehind(node, each).length === 0);
  return isPlain ? bodies.map((each) => execBody(runner, withoutFixes(each))).join(" && ") : null;
}

interface Fitting {
  readonly name: string;
  readonly body: string;
  readonly calls: readonly Call[];
}

/** Vue CLI's linter corrects what it finds unless it is told not to. */
function neededFlag({ calls, body }: Fitting): string | undefined {
  const isVue = calls.some(([program, first]) => program === "vue-cli-service" && first === "lint");
  return isVue && isSimple(body) && !/--no-fix/.test(body) ? "--no-fix" : undefined;
}

function fittingScripts(node: NodePackage, kind: ScriptKind): readonly Fitting[] {
  const { names, fits } = CONVENTIONS[kind];
  return names.flatMap((name) => {
    const body = node.scripts.get(name);
    if (body === undefined || isStub(body)) return [];
    const calls = callsOf(node, body);
    return fits(name, calls) && !calls.some(isWatching) && !isRefused(node, calls) ? [{ name, body, calls }] : [];
  });
}

export function scriptPicked(node: NodePackage, name: string, command: string): Picked {
  return { command, file: node.file, needle: scriptPattern(name), confidence: "high" };
}

/** The line of a script in the manifest. */
export function scriptPattern(name: string): RegExp {
  return new RegExp(`"${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}"\\s*:\\s*"`);
}

/** `eslint . --fix` as `eslint .`. */
function withoutFixes(body: string): string {
  return withoutRunner(body).replaceAll(/\s+(?:--fix(?:=true)?|--write|--apply(?:-unsafe)?)(?=\s|$)/g, "");
}

/** Commands that fail or ask questions because what they need is missing: `next lint` is gone since Next 16; it and Expo's set ESLint up first. */
function isRefused({ folder, installed, manifest }: NodePackage, calls: readonly Call[]): boolean {
  const isConfigured = folder.names.some((name) => ESLINT_CONFIG.test(name)) || manifest.eslintConfig !== undefined;
  return calls.some(([program, first]) => {
    if (first !== "lint") return false;
    if (program === "expo") return !isConfigured;
    if (program === "next")
      return !isConfigured || /^[\^~>=v\s]*(?:1[6-9]|[2-9]\d)\b/.test(installed.get("next") ?? "");
    const angular = program === "ng" ? folder.text("angular.json") : "";
    return angular !== "" && !/"lint"\s*:/.test(angular);
  });
}

export const ESLINT_CONFIG = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:[cm]?js|json|ya?ml))?)$/;
