import type { Edit } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import type { Found } from "./unlocked-dependency-install/found.ts";
import { installsElsewhere } from "./unlocked-dependency-install/other-scripts.ts";
import { installsInSteps } from "./unlocked-dependency-install/steps.ts";

export const unlockedDependencyInstall = defineRule({
  meta: {
    id: "unlocked-dependency-install",
    category: "ci_cd",
    severity: "medium",
    title: "Install does not keep to the lockfile",
    fixClass: "safe",
    docs: {
      what: "A script that installs the project's dependencies with a command that may change the lockfile, while the lockfile is committed in that directory: `npm install`, `yarn` 1 and 2, `pnpm install --no-frozen-lockfile`, `bun install`, `bundle install`, `uv sync`, `pipenv install`. Also what no lockfile can hold: `pip install -r` of a file in the repository without hashes (info), `go install …@latest`, `choco install` and `nuget install` without a version (low). In workflows, actions, GitLab jobs and Dockerfiles. One finding per file, package manager and lockfile or package.",
      why: "Such a command resolves versions anew when manifest and lockfile disagree, and goes on: the run tests and ships something that nobody reviewed, and two runs of one commit can differ. The locked form installs exactly what is committed and fails otherwise; `npm ci` is also faster, because it resolves nothing.",
      notReported:
        "Repositories without a matching lockfile in the directory that applies (`working-directory`, `cd`, `--prefix`), among them libraries that commit none. Installs of named packages (`npm install x`), of global tools (`-g`), and `npm install --no-save`. `pnpm install` and Yarn 3 and later, which keep to the lockfile on CI by themselves; `poetry install` and `composer install`, which always do. `bundle install` where `BUNDLE_FROZEN`, `BUNDLE_DEPLOYMENT` or `bundle config` already locks it, or where `BUNDLE_GEMFILE` names another file. Jobs that change the manifest or delete the lockfile first, or commit the result: they want new versions. Directories that are computed, or belong to another repository. Commands in published actions and in GitLab templates for other repositories, whose directory is their user's. Dockerfiles whose `COPY` does not bring the manifest to the directory of the `RUN`. Python packages by name (`pip install build`), and requirements with hashes, which pip enforces by itself. Dockerfiles in folders of samples and vendored code.",
      fix: "Use the locked form: `npm ci`, `yarn install --frozen-lockfile`, `bun install --frozen-lockfile`, `BUNDLE_FROZEN=true bundle install`, `uv sync --locked`, `pipenv install --deploy`. The fix changes the command and keeps its options; in a Dockerfile only where the lockfile is copied in front of it. Hashes and versions of single tools are yours to choose. If the run then fails, manifest and lockfile disagree: install once locally and commit the lockfile.",
      example: { before: "- run: npm install\n- run: npm test\n", after: "- run: npm ci\n- run: npm test\n" },
    },
  },

  *check(context) {
    const found = [...installsInSteps(context), ...installsElsewhere(context)];
    const groups = groupBy(found, ({ path, manager, target }) => `${path}\0${manager}\0${target}`);
    for (const group of groups.values()) yield* toHit(onePerPlace(group));
  },
});

const MAX_PLACES = 100;

/** Jobs of a GitLab pipeline share lines. */
function onePerPlace(group: readonly Found[]): Found[] {
  return [...new Map(group.map((found) => [found.at.start, found])).values()];
}

function* toHit(group: readonly Found[]): Generator<Hit> {
  const [first, ...others] = group;
  if (!first) return;
  const { path, at, manager, target, severity, message } = first;
  yield {
    message,
    path,
    at,
    anchor: `${manager} ${target}`,
    severity,
    related: others.map((other) => ({ path, at: other.at })),
    fix: () => lock(group),
  };
}

function lock(group: readonly Found[]): FixOutcome {
  if (group.length > MAX_PLACES)
    return { abstain: "There are too many such commands for one change; change them by hand." };
  const edits: Edit[] = [];
  let advice = "";
  let needsReview = false;
  for (const { repair } of group) {
    if (typeof repair === "string") return { abstain: repair };
    const changed = repair.edits();
    if (!changed)
      return { abstain: "The script is written in a form that cannot be edited safely; change it by hand." };
    edits.push(...changed);
    advice ||= repair.advice;
    needsReview ||= repair.needsReview;
  }
  const lockfile = group[0]?.target;
  return {
    edits,
    title: `Install exactly what \`${lockfile}\` says`,
    explanation: `${advice} installs the versions of \`${lockfile}\` and fails where the manifest asks for others. If it fails, install once locally and commit the lockfile.`,
    ...(needsReview ? { fixClass: "review" as const } : {}),
  };
}
