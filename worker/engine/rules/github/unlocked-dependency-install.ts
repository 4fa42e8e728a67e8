import { type Change, editScalar } from "../../expressions/edit-scalar.ts";
import { positionsOf } from "../../expressions/scalar-positions.ts";
import type { Edit } from "../../finding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { StepPlace } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { scanBash } from "../../shell/bash.ts";
import { directoriesOf, joinDirectory } from "../../shell/directories.ts";
import type { ShellScript } from "../../shell/script.ts";
import { shellOfStep } from "../../shell/shell-of-step.ts";
import { isDeliberate } from "./unlocked-dependency-install/deliberate.ts";
import { type Install, installOf, join } from "./unlocked-dependency-install/installs.ts";
import { startOf, toRepository } from "./unlocked-dependency-install/place.ts";

interface Found {
  readonly place: StepPlace;
  readonly run: YamlScalar;
  readonly install: Install;
  readonly lockfile: string;
}

export const unlockedDependencyInstall = defineRule({
  meta: {
    id: "unlocked-dependency-install",
    category: "ci_cd",
    severity: "medium",
    title: "Install does not keep to the lockfile",
    fixClass: "safe",
    docs: {
      what: "A script that installs the project's dependencies with a command that may change the lockfile, while the lockfile is committed in that directory: `npm install`, `yarn` 1 and 2, `pnpm install --no-frozen-lockfile`, `bun install`, `bundle install`, `uv sync`, `pipenv install`. One finding per file, package manager and lockfile.",
      why: "Such a command resolves versions anew when manifest and lockfile disagree, and goes on: the run tests and ships something that nobody reviewed, and two runs of one commit can differ. The locked form installs exactly what is committed and fails otherwise; `npm ci` is also faster, because it resolves nothing.",
      notReported:
        "Repositories without a matching lockfile in the directory that applies (`working-directory`, `cd`, `--prefix`), among them libraries that commit none. Installs of named packages (`npm install x`), of global tools (`-g`), and `npm install --no-save`. `pnpm install` and Yarn 3 and later, which keep to the lockfile on CI by themselves; `poetry install` and `composer install`, which always do. `bundle install` where `BUNDLE_FROZEN`, `BUNDLE_DEPLOYMENT` or `bundle config` already locks it, or where `BUNDLE_GEMFILE` names another file. Jobs that change the manifest or delete the lockfile first, or commit the result: they want new versions. Directories that are computed, or belong to another repository. Commands in published actions, whose directory is their user's.",
      fix: "Use the locked form: `npm ci`, `yarn install --frozen-lockfile`, `bun install --frozen-lockfile`, `BUNDLE_FROZEN=true bundle install`, `uv sync --locked`, `pipenv install --deploy`. The fix changes the command and keeps its options. If the run then fails, manifest and lockfile disagree: install once locally and commit the lockfile.",
      example: { before: "- run: npm install\n- run: npm test\n", after: "- run: npm ci\n- run: npm test\n" },
    },
  },

  *check(context) {
    const groups = new Map<string, Found[]>();
    for (const place of context.steps) {
      for (const found of installsIn(place, context.repository)) {
        const key = `${place.document.path}\0${found.install.manager}\0${found.lockfile}`;
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        group.push(found);
      }
    }
    for (const group of groups.values()) yield* toHit(group);
  },
});

const MAX_PLACES = 100;

/** Quick test before a script is split: most have none of these words. */
const MANAGER_WORD = /\b(?:npm|yarn|pnpm|bun|bundle|uv|pipenv)\b/;

function installsIn(place: StepPlace, repository: RepositoryModel): Found[] {
  const { run } = place.step;
  if (run === null || !MANAGER_WORD.test(run.value)) return [];
  const start = startOf(place);
  const script = start === null ? null : scriptOf(place, run.value);
  if (script === null || isDeliberate(place)) return [];
  const directories = directoriesOf(script, start);
  return script.commands.flatMap((command) => {
    const directory = toRepository(place, directories.get(command) ?? null);
    const install = directory === null ? null : installOf(command, repository, directory);
    const lockfile = install === null ? null : lockfileOf(repository, directory, install);
    return install === null || lockfile === null ? [] : [{ place, run, install, lockfile }];
  });
}

/** PowerShell and `cmd` read a plain command as bash does; anything cleverer is left alone. */
function scriptOf(place: StepPlace, text: string): ShellScript | null {
  const { name } = shellOfStep(place);
  const isUnix = name === "bash" || name === "sh";
  const isPlain = name !== "python" && name !== "other" && !/["'`@{}()$%^]/.test(text);
  return isUnix || isPlain ? scanBash(text) : null;
}

function lockfileOf(repository: RepositoryModel, directory: string | null, install: Install): string | null {
  const folder = joinDirectory(directory, install.folder);
  if (folder === null) return null;
  const settings = repository.file(join(folder, ".npmrc"))?.text ?? "";
  if (install.manager === "npm" && /^\s*package-lock\s*=\s*false/m.test(settings)) return null;
  const names = install.lockfiles.map((name) => join(folder, name));
  return names.find((path) => repository.has(path)) ?? null;
}

function* toHit(group: readonly Found[]): Generator<Hit> {
  const [first, ...others] = group;
  if (!first) return;
  const { document } = first.place;
  const command = first.install.words.map((word) => word.text).join(" ");
  yield {
    message: `\`${command}\` may install other versions than \`${first.lockfile}\` says; use ${first.install.advice}.`,
    path: document.path,
    at: spanOf(first),
    anchor: `${first.install.manager} ${first.lockfile}`,
    related: others.map((found) => ({ path: document.path, at: spanOf(found) })),
    fix: () => lock(group),
  };
}

function spanOf({ place, run, install }: Found): Span {
  const positionOf = positionsOf(place.document.file.text, run);
  const start = positionOf(install.words[0]?.start ?? 0);
  const end = positionOf(install.words.at(-1)?.end ?? 0);
  return start === null || end === null ? run : { start, end };
}

function lock(group: readonly Found[]): FixOutcome {
  if (group.length > MAX_PLACES)
    return { abstain: "There are too many such commands for one change; change them by hand." };
  const changes = new Map<YamlScalar, { found: Found; list: Change[] }>();
  for (const found of group) {
    const entry = changes.get(found.run) ?? { found, list: [] };
    entry.list.push(found.install.change);
    changes.set(found.run, entry);
  }
  const edits: Edit[] = [];
  for (const [run, { found, list }] of changes) {
    const changed = editScalar(found.place.document.file, run, list);
    if (!changed)
      return { abstain: "The script is written in a form that cannot be edited safely; change it by hand." };
    edits.push(...changed);
  }
  const { install, lockfile } = group[0] ?? {};
  return {
    edits,
    title: `Install exactly what \`${lockfile}\` says`,
    explanation: `${install?.advice} installs the versions of \`${lockfile}\` and fails where the manifest asks for others. If it fails, install once locally and commit the lockfile.`,
    ...(group.some((found) => found.install.needsReview) ? { fixClass: "review" as const } : {}),
  };
}
