import type { RepositoryModel } from "../../../model/repository.ts";
import type { RuleContext } from "../../../rule.ts";
import { type ScriptPlace, scriptsOutsideSteps } from "../../../scripts/script-places.ts";
import { type Directory, directoriesOf } from "../../../shell/directories.ts";
import { type CopiedFolder, copiedFolder } from "./copied-folder.ts";
import { isDeliberateScript } from "./deliberate.ts";
import { type Found, lockableInstall, lockfileOf, openInstall } from "./found.ts";
import { installOf } from "./installs.ts";
import { OPEN_TOOL_WORDS, openToolOf } from "./open-tools.ts";
import { MANAGER_WORDS, mayInstall } from "./steps.ts";

const WORDS = new RegExp(`${MANAGER_WORDS.source}|${OPEN_TOOL_WORDS.source}`);

/** Installs in GitLab jobs and Dockerfiles of the files to check now. */
export function installsElsewhere(context: RuleContext): Found[] {
  const paths = new Map(context.files.map((file) => [file.path, file]));
  return [...scriptsOutsideSteps(context, WORDS)].flatMap((place) =>
    installsIn(place, context.repository).filter(({ path }) => paths.has(path)),
  );
}

function installsIn(place: ScriptPlace, repository: RepositoryModel): Found[] {
  const { text, kind } = place;
  const script = place.script();
  const inScript = directoriesOf(script, "");
  const copied = kind === "dockerfile" ? copiedFolder(place, repository) : null;
  const wantsFresh = isDeliberateScript(text, repository.file(place.placeOf(0, 0).path)?.text ?? "");
  return script.commands.filter(mayInstall).flatMap((command): Found[] => {
    const directory = toRepository(place, copied, inScript.get(command) ?? null);
    const tool = openToolOf(command, repository, directory);
    if (tool) return [openInstall(place, tool)];
    const install = wantsFresh || directory === null ? null : installOf(command, repository, directory);
    if (install === null || (copied && install.folder !== "")) return [];
    const lockfile = lockfileOf(repository, directory, install);
    return lockfile === null
      ? []
      : [lockableInstall(place, { install, lockfile, reason: missingIn(copied, lockfile) })];
  });
}

/** A GitLab job starts at the root of its repository; a part of other repositories' pipelines works on theirs. */
function toRepository({ kind, text }: ScriptPlace, copied: CopiedFolder | null, directory: Directory): Directory {
  if (kind === "gitlab") return /\bgit clone\b/.test(text) ? null : directory;
  return directory === "" ? (copied?.folder ?? null) : null;
}

/** Why the locked form would fail in an image; null where it would not. */
function missingIn(copied: CopiedFolder | null, lockfile: string): string | null {
  if (!copied || copied.brings(lockfile.slice(lockfile.lastIndexOf("/") + 1))) return null;
  return `\`${lockfile}\` is not in the image yet: copy it beside the manifest, then use the locked form.`;
}
