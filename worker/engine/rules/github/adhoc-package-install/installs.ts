import { type Arguments, readArguments } from "../../../shell/arguments.ts";
import { launchedWords } from "../../../shell/launched.ts";
import { programName } from "../../../shell/program-name.ts";
import type { Command, Word } from "../../../shell/script.ts";

interface Installer {
  /** Operands in front of the packages; each row is one way to say it. */
  readonly verbs: readonly (readonly string[])[];
  /** Options whose next word is their value. */
  readonly values: string;
  readonly isExact: (text: string, args: Arguments) => boolean;
}

const NPM_VALUES =
  "--prefix -C --registry --loglevel --cache --omit --include --only -w --workspace --userconfig --globalconfig --location --tag --before --install-strategy --script-shell --os --cpu --libc --otp --depth --fetch-timeout --fetch-retries --fetch-retry-mintimeout --fetch-retry-maxtimeout --maxsockets --node-options";
const PNPM_VALUES =
  "--dir -C --filter -F --filter-prod --reporter --registry --store-dir --loglevel --global-dir --config --network-concurrency --workspace-concurrency --virtual-store-dir";
const YARN_VALUES =
  "--cwd --network-timeout --network-concurrency --cache-folder --mutex --modules-folder --registry --global-folder --prefix --tag --mode --cached";
const BUN_VALUES = "--cwd --registry --cache-dir --backend --filter --omit --config -c --linker --concurrent-scripts";
const GEM_VALUES =
  "-v --version -i --install-dir -n --bindir -P --trust-policy -s --source --platform -p --http-proxy -B --bulk-threshold --build-root --target-rbconfig --config-file";
const BUNDLE_VALUES = "-v --version -g --group -s --source --path --git --github --branch --ref --glob -r --require";

const VERSION = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/;

function isExactNpm(text: string): boolean {
  return VERSION.test(text.slice(text.lastIndexOf("@") + 1)) && text.includes("@", 1);
}

/** `rake:13.2.1`, `-v 13.2.1`; a version that is computed is somebody's choice too. */
function isExactGem(text: string, { options, optionValue }: Arguments): boolean {
  const attached = options.find((option) => /^-v./.test(option))?.slice("-v".length);
  const version = /:(.+)$/.exec(text)?.[1] ?? optionValue("-v", "--version") ?? attached;
  return version !== undefined && /^(?:= ?)?\d+(?:\.\w+)*$|[$`]/.test(version);
}

/** Commands that install named packages: the manuals of npm 11, pnpm 10, Yarn 1 and 4, Bun, RubyGems and Bundler. */
const INSTALLERS: ReadonlyMap<string, Installer> = new Map<string, Installer>([
  ["npm", { verbs: [["install"], ["i"], ["add"], ["in"]], values: NPM_VALUES, isExact: isExactNpm }],
  ["pnpm", { verbs: [["add"], ["install"], ["i"]], values: PNPM_VALUES, isExact: isExactNpm }],
  [
    "yarn",
    { verbs: [["add"], ["global", "add"], ["workspace", "*", "add"]], values: YARN_VALUES, isExact: isExactNpm },
  ],
  ["bun", { verbs: [["add"], ["install"], ["i"]], values: BUN_VALUES, isExact: isExactNpm }],
  ["gem", { verbs: [["install"], ["i"]], values: GEM_VALUES, isExact: isExactGem }],
  ["bundle", { verbs: [["add"]], values: BUNDLE_VALUES, isExact: isExactGem }],
]);

/** Options with which nothing new comes from a registry. */
const INSTALLS_NOTHING =
  /^(?:-h|--help|--version|--dry-run|--file(?:=.*)?|--local|-l|--explain|--git(?:hub)?=.*|--path=.*)$/;

/** The packages that a command installs in whatever version is there; none for another command. */
export function openPackages(command: Command): readonly Word[] {
  const words = launchedWords(command);
  const installer = INSTALLERS.get(programName(words[0]?.text ?? ""));
  if (!installer) return [];
  const args = readArguments(words, installer.values);
  const verb = installer.verbs.find((names) => names.every((name, index) => isWord(name, args.positional[index])));
  const isOther = args.options.some((option) => INSTALLS_NOTHING.test(option));
  if (!verb || isOther || args.optionValue("--git", "--github", "--path") !== null) return [];
  return args.operands.slice(verb.length).filter((word) => isPackage(word) && !installer.isExact(word.text, args));
}

function isWord(name: string, written: string | undefined): boolean {
  return name === "*" ? written !== undefined : name === written;
}

/** A name of a registry: not a path, an address, an archive, or something computed. */
function isPackage({ text, isStatic }: Word): boolean {
  const isPlain = isStatic || /@[~*]/.test(text);
  return (
    isPlain && /^(?:@[\w.-]+\/)?[A-Za-z][\w.-]*(?:[@:][^/$`]*)?$/.test(text) && !/\.(?:tgz|tar\.gz|gem)$/.test(text)
  );
}
