/** Files of the repository that a shell script runs, reads as a script, or builds from. */
import type { RepositoryModel } from "../../model/repository.ts";
import { scanBash } from "../../shell/bash.ts";
import { type Directory, directoriesOf, joinDirectory } from "../../shell/directories.ts";
import { launchedWords } from "../../shell/launched.ts";
import { programName } from "../../shell/program-name.ts";
import type { Word } from "../../shell/script.ts";

/** What a program reads in its folder when it is not told another file. */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  make: ["GNUmakefile", "makefile", "Makefile"],
  gmake: ["GNUmakefile", "makefile", "Makefile"],
  just: ["justfile", "Justfile", ".justfile"],
  task: ["Taskfile.yml", "Taskfile.yaml"],
  rake: ["Rakefile"],
  nox: ["noxfile.py"],
  docker: ["Dockerfile"],
  podman: ["Containerfile", "Dockerfile"],
  buildah: ["Containerfile", "Dockerfile"],
  kaniko: ["Dockerfile"],
};

/** Longer scripts are read to here. */
const MAX_SCRIPT = 64 * 1024;
const SCRIPT_FILE =
  /\.(?:sh|bash|zsh|ps1|py|rb|pl|[cm]?js|ts|mk|bat|cmd|gradle|kts)$|(?:^|\/)(?:(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?|[^./]+|(?:docker-)?compose[^/]*\.ya?ml)$/i;

const UNREAD_SCRIPT = /\.(?:sh|bash|ps1|py|rb|pl|[cm]?js|ts)$|(?:^|\/)(?:scripts?|bin|ci|hack|tools?)\/[^.]+$/;

/** Paths in the order in which they are named, each once. `start`: the folder that the script runs in, `""` for the root. */
export function pathsInScript(repository: RepositoryModel, text: string, start: Directory): string[] {
  const script = scanBash(text.slice(0, MAX_SCRIPT));
  const directories = directoriesOf(script, start);
  const found = script.commands.flatMap((command) => {
    const here = directories.get(command) ?? null;
    const words = launchedWords(command);
    const named = words.flatMap((word) => pathsOfWord(repository, word, here));
    const program = programName(words[0]?.text ?? "");
    const isBuild = !/^(?:docker|podman|buildah)$/.test(program) || words.some(({ text: word }) => word === "build");
    return isBuild ? [...named, ...defaultsOf(repository, program, folders(words, here))] : named;
  });
  return [...new Set(found)];
}

function pathsOfWord(repository: RepositoryModel, { text }: Word, here: Directory): string[] {
  const written = text.includes("=") ? text.slice(text.indexOf("=") + 1) : text;
  if (written === "" || written.startsWith("-") || written.length > 200) return [];
  const path = joinDirectory(here, written);
  return path !== null && SCRIPT_FILE.test(path) && isThere(repository, path) ? [path] : [];
}

/** Read, or at least a script by its name, so that its absence is told. */
function isThere(repository: RepositoryModel, path: string): boolean {
  return repository.file(path) !== null || (UNREAD_SCRIPT.test(path) && repository.has(path));
}

/** The folder that a command runs in, then those that it names. */
function folders(words: readonly Word[], here: Directory): string[] {
  const named = words.slice(1).map(({ text }) => (text.startsWith("-") ? null : joinDirectory(here, text)));
  return [here, ...named].filter((folder) => folder !== null);
}

function defaultsOf(repository: RepositoryModel, program: string, places: readonly string[]): string[] {
  const names = Object.hasOwn(DEFAULTS, program) ? (DEFAULTS[program] ?? []) : [];
  const paths = places.flatMap((folder) => names.map((name) => (folder === "" ? name : `${folder}/${name}`)));
  return paths.filter((path) => repository.file(path) !== null).slice(0, 1);
}
