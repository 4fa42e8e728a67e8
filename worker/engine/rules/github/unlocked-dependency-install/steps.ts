import { editScalar } from "../../../expressions/edit-scalar.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";
import type { RuleContext } from "../../../rule.ts";
import { scalarSpan } from "../../../scripts/scalar-span.ts";
import { scanBash } from "../../../shell/bash.ts";
import { directoriesOf } from "../../../shell/directories.ts";
import { launchedProgram } from "../../../shell/launched.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";
import { shellOfStep } from "../../../shell/shell-of-step.ts";
import { bashOf } from "../../../shell/step-script.ts";
import { isDeliberate } from "./deliberate.ts";
import { type Found, lockableInstall, lockfileOf, openInstall, type Source } from "./found.ts";
import { installOf } from "./installs.ts";
import { OPEN_TOOL_WORDS, openToolOf } from "./open-tools.ts";
import { startOf, toRepository } from "./place.ts";

/** Quick test before a script is split: most have none of these words. */
export const MANAGER_WORDS = /\b(?:npm|yarn|pnpm|bun|bundle|uv|pipenv)\b/;

/** Installs in workflows and actions. */
export function installsInSteps({ steps, repository }: RuleContext): Found[] {
  return steps.flatMap((place) => {
    const { run } = place.step;
    if (run === null || !(MANAGER_WORDS.test(run.value) || OPEN_TOOL_WORDS.test(run.value))) return [];
    const script = scriptOf(place, run);
    return script === null ? [] : installsIn(place, { run, script, repository });
  });
}

interface StepScript {
  readonly run: YamlScalar;
  readonly script: ShellScript;
  readonly repository: RepositoryModel;
}

function installsIn(place: StepPlace, { run, script, repository }: StepScript): Found[] {
  const commands = script.commands.filter(mayInstall);
  if (commands.length === 0) return [];
  const source = sourceOf(place, run);
  const directories = directoriesOf(script, startOf(place));
  return commands.flatMap((command): Found[] => {
    const directory = toRepository(place, directories.get(command) ?? null);
    const tool = openToolOf(command, repository, directory);
    if (tool) return [openInstall(source, tool)];
    const install = directory === null ? null : installOf(command, repository, directory);
    const lockfile = install === null ? null : lockfileOf(repository, directory, install);
    if (install === null || lockfile === null || isDeliberate(place)) return [];
    return [lockableInstall(source, { install, lockfile, reason: null })];
  });
}

const PROGRAM =
  /^(?:npm|yarn|pnpm|bun|bundle|uv|pipenv|pip[\d.]*|py|python[\d.]*|go|choco|chocolatey|nuget(?:\.exe)?)$/i;

/** Quick test before a command's directory is asked for. */
export function mayInstall(command: Command): boolean {
  return PROGRAM.test(launchedProgram(command));
}

/** PowerShell and `cmd` read a plain command as bash does; anything cleverer is left alone. */
function scriptOf(place: StepPlace, run: YamlScalar): ShellScript | null {
  const { name } = shellOfStep(place);
  if (name === "bash" || name === "sh") return bashOf(run);
  const isPlain = name !== "python" && name !== "other" && !/["'`@{}()$%^]/.test(run.value);
  return isPlain ? scanBash(run.value) : null;
}

function sourceOf({ document }: StepPlace, run: YamlScalar): Source {
  return {
    placeOf: (start, end) => ({ path: document.path, at: scalarSpan(document.file, run, { start, end }) }),
    edit: (change) => editScalar(document.file, run, [change]),
  };
}
