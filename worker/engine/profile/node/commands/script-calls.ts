import { scanBash } from "../../../shell/bash.ts";
import type { NodePackage } from "../node-package.ts";

/** One command of a script, without what stands before the program: variables, `npx`, `cross-env`. */
export type Call = readonly string[];

/** Programs that run the one that follows. */
const WRAPPERS =
  /^(?:npx|bunx|pnpx|cross-env|cross-env-shell|env|c8|nyc|time|xvfb-run|dotenv|dotenvx|env-cmd|doppler|op|is-ci|wireit|run|exec|dlx|--|-y|--yes|--no-install|-e|-f|\S*\.env\S*|--bun|--coverage)$/;
const MANAGERS = /^(?:npm|pnpm|yarn|bun)$/;

/** What a script runs, scripts that it calls included, each once. */
export function callsOf(node: NodePackage, body: string): readonly Call[] {
  return expand(node, body, new Set());
}

function expand(node: NodePackage, body: string, seen: Set<string>): readonly Call[] {
  const calls = scanBash(body).commands.map(({ words }) => programOf(words.map(({ text }) => text)));
  return calls.flatMap((call) => {
    const names = calledScripts(call, [...node.scripts.keys()]);
    if (names.length === 0) return call.length > 0 ? [binaryOf(call)] : [];
    return names.flatMap((name) => {
      if (seen.has(name)) return [];
      seen.add(name);
      return expand(node, node.scripts.get(name) ?? "", seen);
    });
  });
}

/** `yarn eslint .` and `pnpm run eslint .` run a program where no script has that name. */
function binaryOf(call: Call): Call {
  const [program = "", ...words] = call;
  if (!/^(?:pnpm|yarn|bun)$/.test(program) || isAcrossPackages(words)) return call;
  const rest = words[0] === "run" ? words.slice(1) : words;
  return rest[0] === undefined || /^(?:-|install$|test$|build$)/.test(rest[0]) ? call : programOf(rest);
}

function isAcrossPackages(words: readonly string[]): boolean {
  return words.some((word) =>
    /^(?:-r|--recursive|--filter|-F|-w|--workspaces?|-ws|workspaces?|--prefix|-C|--cwd)(?:=|$)/.test(word),
  );
}

function programOf(words: readonly string[]): Call {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? "";
    const isManagerExec = MANAGERS.test(word) && /^(?:exec|dlx|x)$/.test(words[at + 1] ?? "");
    if (isManagerExec) at += 2;
    else if (WRAPPERS.test(word) || /^[A-Za-z_]\w*=/.test(word)) at += 1;
    else break;
  }
  const [program = "", ...rest] = words.slice(at);
  return program === "" ? [] : [program.slice(program.lastIndexOf("/") + 1), ...rest];
}

/** Names of scripts that a command runs: `npm run lint`, `yarn lint`, `run-s lint:*`, `concurrently "npm:lint"`. */
function calledScripts([program = "", ...words]: Call, names: readonly string[]): readonly string[] {
  if (/^(?:run-s|run-p|npm-run-all2?|concurrently|conc)$/.test(program))
    return words.flatMap((word) =>
      matching(word.replace(/^(?:npm|pnpm|yarn|bun):|^(?:npm|pnpm|yarn|bun) (?:run )?/, ""), names),
    );
  if (!MANAGERS.test(program) || isAcrossPackages(words)) return [];
  const [first = "", second = ""] = words.filter((word) => !word.startsWith("-"));
  const name = /^(?:run|run-script)$/.test(first) ? second : first === "t" || first === "tst" ? "test" : first;
  return program === "bun" && name === "test" && first !== "run" ? [] : names.filter((each) => each === name);
}

function matching(pattern: string, names: readonly string[]): readonly string[] {
  if (!pattern.includes("*")) return names.filter((name) => name === pattern.split(" ")[0]);
  const prefix = pattern.slice(0, pattern.indexOf("*"));
  return names.filter((name) => name.startsWith(prefix));
}

/** Scripts that a script of one command runs. */
export function scriptsBehind(node: NodePackage, body: string): readonly string[] {
  const call = isSimple(body)
    ? programOf(scanBash(body).commands.flatMap(({ words }) => words.map(({ text }) => text)))
    : [];
  return calledScripts(call, [...node.scripts.keys()]);
}

/** True for a script of one command, which can be called in another way. */
export function isSimple(body: string): boolean {
  const { commands } = scanBash(body);
  const [command] = commands;
  return commands.length === 1 && command !== undefined && command.redirects.length === 0 && !/[$`\n]/.test(body);
}
