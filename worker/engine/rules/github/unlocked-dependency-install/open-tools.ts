import type { Severity } from "../../../finding.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { readArguments } from "../../../shell/arguments.ts";
import { joinDirectory } from "../../../shell/directories.ts";
import { launchedWords } from "../../../shell/launched.ts";
import { programName } from "../../../shell/program-name.ts";
import type { Command, Word } from "../../../shell/script.ts";

/** An install that no lockfile of its tool can hold: it takes what is newest, or what nobody has hashed. */
export interface OpenTool {
  readonly words: readonly Word[];
  readonly manager: string;
  /** The package without its version, or the file with the requirements. */
  readonly target: string;
  readonly severity: Severity;
  /** What to do, for the end of a sentence. */
  readonly advice: string;
}

/** Cheap test for the commands below. */
export const OPEN_TOOL_WORDS =
  /\b(?:pip3?[ \t]+install\b[^;&|]{0,300}\s(?:-r|--requirement)\b|go[ \t]+install\b[^;&|]{0,300}@|choco(?:latey)?[ \t]|nuget(?:\.exe)?[ \t])/;

/** The open install that a command is, in a directory of the repository if it is known. */
export function openToolOf(command: Command, repository: RepositoryModel, directory: string | null): OpenTool | null {
  const words = launchedWords(command);
  const program = programName(words[0]?.text ?? "").replace(/\.exe$/i, "");
  if (program === "go") return goInstall(words);
  if (program === "choco" || program === "chocolatey") return chocoInstall(words);
  if (program.toLowerCase() === "nuget") return nugetInstall(words);
  const pip = pipWords(words, program);
  return pip === null ? null : pipInstall(words, pip, { repository, directory });
}

/** `go install example.com/tool@latest`, and branches: their manual calls everything but a version a query. */
function goInstall(words: readonly Word[]): OpenTool | null {
  const { operands, positional } = readArguments(words, "-tags -ldflags -gcflags -mod -modfile -p -o -C");
  const open = operands.find(
    ({ text, isStatic }) => isStatic && /^[\w.-]+\.[\w.-]+\/[^@]+@(?:latest|main|master|upgrade|patch)$/.test(text),
  );
  if (positional[0] !== "install" || !open) return null;
  const target = open.text.slice(0, open.text.lastIndexOf("@"));
  const advice = `name a version instead of \`${open.text.slice(target.length)}\``;
  return { words, manager: "go", target, severity: "low", advice };
}

function chocoInstall(words: readonly Word[]): OpenTool | null {
  const { options, positional } = readArguments(
    words,
    "--version -s --source --package-parameters --params --ia --install-arguments --timeout --execution-timeout --cache-location -u --user -p --password",
  );
  const [verb, name, ...others] = positional;
  const isHeld = options.some((option) => /^--version(?:=|$)/.test(option));
  if (verb !== "install" || name === undefined || others.length > 0 || isHeld || !/^[\w.-]+$/.test(name)) return null;
  if (/\.(?:config|nupkg)$/.test(name)) return null;
  return { words, manager: "choco", target: name, severity: "low", advice: "name the version with `--version`" };
}

function nugetInstall(words: readonly Word[]): OpenTool | null {
  const { options, positional } = readArguments(
    words,
    "-Version -Source -OutputDirectory -o -SolutionDirectory -ConfigFile -Framework -Verbosity -PackageSaveMode -FallbackSource -DependencyVersion",
  );
  const [verb, name] = positional;
  const isHeld = options.some((option) => /^-version$/i.test(option));
  if (verb !== "install" || name === undefined || isHeld || !/^[A-Za-z][\w.-]*$/.test(name)) return null;
  if (/\.(?:config|nupkg)$/.test(name)) return null;
  return { words, manager: "nuget", target: name, severity: "low", advice: "name the version with `-Version`" };
}

/** The words from `pip` on, for `pip`, `python -m pip` and `uv pip`. */
function pipWords(words: readonly Word[], program: string): readonly Word[] | null {
  if (/^pip(?:3(?:\.\d+)?)?$/.test(program)) return words;
  const [, first, second] = words.map(({ text }) => text);
  if (/^(?:python(?:3(?:\.\d+)?)?|py)$/.test(program) && first === "-m" && second === "pip") return words.slice(2);
  return program === "uv" && first === "pip" ? words.slice(1) : null;
}

const PIP_VALUES =
  "-r --requirement -c --constraint -i --index-url --extra-index-url -t --target --prefix --root -f --find-links --platform --python-version --upgrade-strategy --cache-dir --timeout --retries --trusted-host --log -e --editable -b --build --python -p";

interface Where {
  readonly repository: RepositoryModel;
  readonly directory: string | null;
}

/** `pip install -r FILE` of a file in the repository that names no hashes: with one, pip asks for all of them by itself. */
function pipInstall(words: readonly Word[], pip: readonly Word[], { repository, directory }: Where): OpenTool | null {
  const args = readArguments(pip, PIP_VALUES);
  const written = args.optionValue("-r", "--requirement");
  const isHeld = args.options.some((option) => /^--(?:require-hashes|no-deps|dry-run)$/.test(option));
  const path = written === null ? null : joinDirectory(directory, written);
  if (args.positional[0] !== "install" || isHeld || path === null) return null;
  const text = repository.file(path)?.text;
  // Files that include others may get their hashes from them.
  if (
    text === undefined ||
    /--hash|--require-hashes|^\s*(?:-r|--requirement)\b/m.test(text) ||
    !/^\s*[A-Za-z]/m.test(text)
  )
    return null;
  const advice = `write the hashes into \`${path}\` (\`uv pip compile --generate-hashes\`) and install with \`--require-hashes\``;
  return { words, manager: "pip", target: path, severity: "info", advice };
}
