import type { Edit, Severity } from "../../../finding.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Span } from "../../../parse/line-index.ts";
import type { ScriptPlace } from "../../../scripts/script-places.ts";
import { joinDirectory } from "../../../shell/directories.ts";
import type { Word } from "../../../shell/script.ts";
import { type Install, join } from "./installs.ts";
import type { OpenTool } from "./open-tools.ts";

/** An install that does not keep to a lockfile, with what a finding and its fix say. */
export interface Found {
  readonly path: string;
  readonly at: Span;
  readonly manager: string;
  /** The lockfile, or the package where there is none. */
  readonly target: string;
  readonly severity: Severity;
  readonly message: string;
  /** The change, or why there is none. */
  readonly repair: Repair | string;
}

interface Repair {
  readonly edits: () => readonly Edit[] | null;
  readonly advice: string;
  readonly needsReview: boolean;
}

/** Where a command stands: in a script that was read, or in one whose place is computed otherwise. */
export type Source = Pick<ScriptPlace, "placeOf" | "edit">;

interface LockableInstall {
  readonly install: Install;
  readonly lockfile: string;
  /** Why the fix would not do; null where it would. */
  readonly reason: string | null;
}

export function lockableInstall(source: Source, { install, lockfile, reason }: LockableInstall): Found {
  const command = textOf(install.words);
  return {
    ...placeOf(source, install.words),
    manager: install.manager,
    target: lockfile,
    severity: "medium",
    message: `\`${command}\` may install other versions than \`${lockfile}\` says; use ${install.advice}.`,
    repair: reason ?? {
      edits: () => source.edit(install.change),
      advice: install.advice,
      needsReview: install.needsReview,
    },
  };
}

export function openInstall(source: Source, { words, manager, target, severity, advice }: OpenTool): Found {
  return {
    ...placeOf(source, words),
    manager,
    target,
    severity,
    message: `\`${textOf(words)}\` may install something else on every run; ${advice}.`,
    repair: `Which version is right is yours to choose: ${advice}.`,
  };
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(" ");
}

function placeOf({ placeOf: spanOf }: Source, words: readonly Word[]): Pick<Found, "path" | "at"> {
  return spanOf(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

/** The lockfile that an install in a directory of the repository has to keep to; null without one. */
export function lockfileOf(repository: RepositoryModel, directory: string | null, install: Install): string | null {
  const folder = joinDirectory(directory, install.folder);
  if (folder === null) return null;
  const settings = repository.file(join(folder, ".npmrc"))?.text ?? "";
  if (install.manager === "npm" && /^\s*package-lock\s*=\s*false/m.test(settings)) return null;
  const names = install.lockfiles.map((name) => join(folder, name));
  return names.find((path) => repository.has(path)) ?? null;
}
