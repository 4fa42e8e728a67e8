import type { RepositoryModel } from "../../../model/repository.ts";
import { type Arguments, readArguments } from "../../../shell/arguments.ts";
import type { Command, Word } from "../../../shell/script.ts";

/** A command that installs the project's dependencies and may take other versions than the lockfile says. */
export interface Install {
  readonly manager: string;
  /** Where the lockfile must be, relative to the command's directory; `""` for the directory itself. */
  readonly folder: string;
  /** Names under which the lockfile may stand. */
  readonly lockfiles: readonly string[];
  /** The words that say it, for the place of the finding. */
  readonly words: readonly Word[];
  /** What to write instead, for a message. */
  readonly advice: string;
  readonly change: { readonly start: number; readonly end: number; readonly text: string };
  /** True where the locked form can fail on a lockfile that works today. */
  readonly needsReview: boolean;
}

const LAUNCHERS = new Set(["sudo", "env", "time", "command", "exec", "nohup", "corepack"]);

/** The install that a command is; null for any other command, and for one that asks for single packages. */
export function installOf(command: Command, repository: RepositoryModel, directory: string): Install | null {
  const from = command.words.findIndex((word) => !LAUNCHERS.has(word.text) && !/^-|^[A-Z_]+=/.test(word.text));
  const words = command.words.slice(Math.max(from, 0));
  const program = words[0]?.text ?? "";
  const manager = Object.hasOwn(MANAGERS, program) ? MANAGERS[program] : undefined;
  if (manager === undefined || words.some((word) => /^--(?:help|version)$|^-[vh]$/.test(word.text))) return null;
  return manager({ words, repository, directory, isWrapped: from > 0, command });
}

interface Question {
  readonly words: readonly Word[];
  readonly repository: RepositoryModel;
  readonly directory: string;
  readonly isWrapped: boolean;
  readonly command: Command;
}

const MANAGERS: Readonly<Record<string, (question: Question) => Install | null>> = {
  npm,
  yarn,
  pnpm,
  bun,
  bundle,
  uv,
  pipenv,
};

const NPM_VALUES =
  "--prefix -C --registry --loglevel --cache --omit --include --only -w --workspace --userconfig --fetch-timeout --fetch-retries --maxsockets";
const YARN_VALUES =
  "--cwd --network-timeout --network-concurrency --cache-folder --mutex --modules-folder --registry --production";
const PNPM_VALUES = "--dir -C --filter -F --reporter --registry --store-dir --loglevel";

function npm({ words }: Question): Install | null {
  const args = readArguments(words, NPM_VALUES);
  const verb = words.find((word) => word.text === "install" || word.text === "i");
  const isOther = has(
    args,
    /^(?:-g|--global|--location=global|--no-save|--dry-run|--package-lock-only|--no-package-lock|--package-lock=false|--save.*|-[SDE])$/,
  );
  if (verb === undefined || args.positional[0] !== verb.text || args.positional.length !== 1 || isOther) return null;
  return {
    ...base("npm", words, args.optionValue("--prefix", "-C")),
    lockfiles: ["package-lock.json", "npm-shrinkwrap.json"],
    advice: "`npm ci`",
    change: { start: verb.start, end: verb.end, text: "ci" },
  };
}

function yarn({ words, repository, directory }: Question): Install | null {
  const args = readArguments(words, YARN_VALUES);
  const isInstall = args.positional.length === 0 || (args.positional.length === 1 && args.positional[0] === "install");
  const isLocked = has(
    args,
    /^--(?:no-)?(?:frozen-lockfile|immutable|pure-lockfile|lockfile)$|^--mode|^--immutable-cache$/,
  );
  if (!isInstall || isLocked || !args.options.every((option) => option.startsWith("-"))) return null;
  const folder = args.optionValue("--cwd");
  const major = yarnMajor(repository, join(directory, folder ?? ""));
  // Yarn 3 and later refuse to change the lockfile on CI by themselves.
  if (major === null || major > 2) return null;
  const flag = major === 1 ? "--frozen-lockfile" : "--immutable";
  return {
    ...base("yarn", words, folder),
    lockfiles: ["yarn.lock"],
    advice: `\`yarn install ${flag}\``,
    change: append(words, flag),
  };
}

function pnpm({ words }: Question): Install | null {
  const args = readArguments(words, PNPM_VALUES);
  const flag = words.find((word) => /^--(?:no-frozen-lockfile|frozen-lockfile=false)$/.test(word.text));
  const isInstall = args.positional.length === 1 && ["install", "i"].includes(args.positional[0] ?? "");
  // Without the flag pnpm keeps to its lockfile on CI by itself.
  if (!isInstall || flag === undefined || has(args, /^(?:-g|--global|--lockfile-only|--fix-lockfile)$/)) return null;
  return {
    ...base("pnpm", words, args.optionValue("--dir", "-C")),
    lockfiles: ["pnpm-lock.yaml"],
    advice: "`pnpm install --frozen-lockfile`",
    change: { start: flag.start, end: flag.end, text: "--frozen-lockfile" },
    needsReview: true,
  };
}

function bun({ words }: Question): Install | null {
  const args = readArguments(words, "--cwd --registry --cache-dir --backend --filter --omit --config -c");
  const isInstall = args.positional.length === 1 && ["install", "i"].includes(args.positional[0] ?? "");
  const isOther = has(
    args,
    /^(?:-g|--global|--frozen-lockfile|--no-save|--dry-run|--lockfile-only|-f|--force|-y|--yarn)$/,
  );
  if (!isInstall || isOther) return null;
  return {
    ...base("bun", words, args.optionValue("--cwd")),
    lockfiles: ["bun.lock", "bun.lockb"],
    advice: "`bun install --frozen-lockfile`",
    change: append(words, "--frozen-lockfile"),
  };
}

function bundle({ words, isWrapped, command }: Question): Install | null {
  const args = readArguments(words, "--jobs -j --retry --path --without --with --binstubs --gemfile");
  const isInstall = args.positional.length === 0 || (args.positional.length === 1 && args.positional[0] === "install");
  const isSet = command.assignments.some(({ name }) => /^BUNDLE_(?:FROZEN|DEPLOYMENT|GEMFILE)$/.test(name));
  if (!isInstall || isSet || isWrapped || has(args, /^--(?:deployment|frozen|gemfile|system|local)\b/)) return null;
  const start = words[0]?.start ?? 0;
  return {
    ...base("bundler", words, null),
    lockfiles: ["Gemfile.lock", "gems.locked"],
    advice: "`BUNDLE_FROZEN=true bundle install`",
    change: { start, end: start, text: "BUNDLE_FROZEN=true " },
    needsReview: true,
  };
}

function uv({ words }: Question): Install | null {
  const args = readArguments(
    words,
    "--directory --project --extra --group --no-group --only-group --python -p --package --no-extra --index --index-url --cache-dir --link-mode",
  );
  const isOther = has(
    args,
    /^(?:--locked|--frozen|--check|--dry-run|-U|--upgrade|-P|--upgrade-package|--resolution|--prerelease|--script|--exclude-newer)(?:=|$)/,
  );
  if (args.positional.length !== 1 || args.positional[0] !== "sync" || isOther) return null;
  return {
    ...base("uv", words, args.optionValue("--directory", "--project")),
    lockfiles: ["uv.lock"],
    advice: "`uv sync --locked`",
    change: append(words, "--locked"),
  };
}

function pipenv({ words }: Question): Install | null {
  const args = readArguments(words, "--python -r --categories --extra-pip-args");
  if (args.positional.length !== 1 || args.positional[0] !== "install") return null;
  if (has(args, /^--(?:deploy|ignore-pipfile|skip-lock|pre|selective-upgrade|editable)$|^-[re]$/)) return null;
  return {
    ...base("pipenv", words, null),
    lockfiles: ["Pipfile.lock"],
    advice: "`pipenv install --deploy`",
    change: append(words, "--deploy"),
    needsReview: true,
  };
}

function base(manager: string, words: readonly Word[], folder: string | null) {
  return { manager, words, folder: folder ?? "", needsReview: false };
}

function append(words: readonly Word[], flag: string): Install["change"] {
  const end = words.at(-1)?.end ?? 0;
  return { start: end, end, text: ` ${flag}` };
}

function has({ options }: Arguments, pattern: RegExp): boolean {
  return options.some((option) => pattern.test(option));
}

/** Major version of Yarn by `packageManager` or `yarnPath`; 1 where nothing speaks of a later one, null where it is not said. */
function yarnMajor(repository: RepositoryModel, directory: string): number | null {
  const manifest = repository.json(join(directory, "package.json"));
  const pinned =
    typeof manifest === "object" && manifest !== null && "packageManager" in manifest ? manifest.packageManager : "";
  const major = /^yarn@(\d+)\./.exec(String(pinned))?.[1];
  if (major !== undefined) return Number(major);
  const settings = join(directory, ".yarnrc.yml");
  if (!repository.has(settings)) return 1;
  const path = /^yarnPath:.*yarn-(\d+)\./m.exec(repository.file(settings)?.text ?? "")?.[1];
  return path === undefined ? null : Number(path);
}

/** `""` is the root. */
export function join(directory: string, name: string): string {
  return [directory, name].filter(Boolean).join("/");
}
