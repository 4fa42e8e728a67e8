import type { Step } from "../../../model/workflow.ts";
import { scanBash } from "../../../shell/bash.ts";
import type { Command } from "../../../shell/script.ts";

/** A command that downloads the project's dependencies. */
export interface Install {
  readonly manager: string;
  /** Folder relative to the workspace, empty for its root; null when it cannot be told. */
  readonly directory: string | null;
  /** Files that the command names, such as the argument of `pip install -r`. */
  readonly files: readonly string[];
}

/** Programs whose named subcommands install; the empty name stands for the program alone. */
const SUBCOMMANDS: Readonly<Record<string, { readonly manager: string; readonly names: readonly string[] }>> = {
  npm: {
    manager: "npm",
    names: ["ci", "install", "i", "clean-install", "install-ci-test", "install-test", "cit", "it"],
  },
  yarn: { manager: "yarn", names: ["", "install"] },
  pnpm: { manager: "pnpm", names: ["install", "i"] },
  pipenv: { manager: "pipenv", names: ["install", "sync"] },
  poetry: { manager: "poetry", names: ["install", "sync"] },
  go: { manager: "go", names: ["build", "test", "vet", "run", "mod", "generate", "list"] },
  bundle: { manager: "bundler", names: ["", "install"] },
  cargo: {
    manager: "cargo",
    names: [
      "build",
      "b",
      "test",
      "t",
      "check",
      "c",
      "clippy",
      "run",
      "r",
      "doc",
      "bench",
      "nextest",
      "fetch",
      "llvm-cov",
    ],
  },
  composer: { manager: "composer", names: ["install", "i"] },
  uv: { manager: "uv", names: ["sync", "run"] },
  dotnet: { manager: "nuget", names: ["restore", "build", "test", "publish", "pack", "run"] },
};

/** Programs that download whatever they are told to do. */
const PROGRAMS: Readonly<Record<string, string>> = { mvn: "maven", mvnw: "maven", gradle: "gradle", gradlew: "gradle" };

/** Of these, a name behind the subcommand installs that package, not the project. */
const TAKES_PACKAGES = new Set(["npm", "pnpm", "pipenv"]);
const PREFIXES = new Set(["sudo", "time", "exec", "command", "env", "corepack", "xvfb-run"]);
const DIRECTORY_OPTIONS = new Set(["--prefix", "-C", "--cwd", "--dir", "--directory"]);
const VALUE_OPTIONS = new Set([
  ...DIRECTORY_OPTIONS,
  "-r",
  "--requirement",
  "--filter",
  "-F",
  "--with",
  "--without",
  "--only",
  "-E",
  "--extras",
  "-c",
  "--constraint",
]);

/** The installs of a step's script, in order. `directory` is where the step starts. */
export function findInstalls(step: Step, directory: string | null): Install[] {
  if (!step.run) return [];
  let here = directory;
  return scanBash(step.run.value).commands.flatMap((command) => {
    const words = plainWords(command);
    if (words[0] === "cd") {
      here = join(here, command.subshells.length === 0 ? words[1] : undefined);
      return [];
    }
    return installOf(words, here) ?? [];
  });
}

function plainWords(command: Command): string[] {
  const words = command.words.map((word) => word.text);
  while (words[0] !== undefined && (PREFIXES.has(words[0]) || (words.length > 1 && words[0].startsWith("-"))))
    words.shift();
  return words;
}

function installOf(words: readonly string[], here: string | null): Install | null {
  const [program = "", ...rest] = words;
  const name = program.replace(/^.*\//, "").replace(/\.(?:cmd|bat|exe)$/, "");
  const always = PROGRAMS[name];
  if (always) return { manager: always, directory: here, files: [] };
  if (/^pip\d?(?:\.\d+)?$/.test(name)) return pipInstall(rest, here);
  if (/^(?:python\d?(?:\.\d+)?|py)$/.test(name) && rest[0] === "-m" && rest[1] === "pip")
    return pipInstall(rest.slice(2), here);
  const known = SUBCOMMANDS[name];
  if (!known) return null;
  const { options, positionals } = readArguments(
    name === "cargo" ? rest.filter((word) => !word.startsWith("+")) : rest,
  );
  const [subcommand = "", ...others] = positionals;
  if (!known.names.includes(subcommand) || options.has("-g") || options.has("--global") || options.has("--version"))
    return null;
  if (TAKES_PACKAGES.has(name) && others.length > 0) return null;
  const moved = [...DIRECTORY_OPTIONS].map((option) => options.get(option)).find((value) => value !== undefined);
  return { manager: known.manager, directory: moved === undefined ? here : join(here, moved), files: [] };
}

/** Only installs of a requirements file or of the project itself. */
function pipInstall(words: readonly string[], here: string | null): Install | null {
  if (words[0] !== "install") return null;
  const { positionals } = readArguments(words.slice(1));
  const files = words.flatMap((word, index) => {
    if (word === "-r" || word === "--requirement") return words[index + 1] ?? [];
    return /^(?:-r|--requirement=)(\S+)/.exec(word)?.[1] ?? [];
  });
  const isProject = positionals.some((word) => /^\.(?:$|\[|\/)/.test(word));
  return files.length > 0 || isProject ? { manager: "pip", directory: here, files } : null;
}

function readArguments(words: readonly string[]): { options: Map<string, string>; positionals: string[] } {
  const options = new Map<string, string>();
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [name = "", inline] = word.split("=", 2);
    if (!word.startsWith("-")) positionals.push(word);
    else if (inline !== undefined || !VALUE_OPTIONS.has(name)) options.set(name, inline ?? "");
    else {
      index += 1;
      options.set(name, words[index] ?? "");
    }
  }
  return { options, positionals };
}

/** Null for what leaves the workspace or is computed. */
export function join(base: string | null, path: string | undefined): string | null {
  if (base === null || path === undefined || path.startsWith("/") || /[$~`*]/.test(path)) return null;
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
