import { insertKey } from "../../edit/edit-yaml.ts";
import { trailingComment } from "../../model/trailing-comment.ts";
import { majorVersion } from "../../model/uses.ts";
import { findEntry, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { asMap, findValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";
import {
  CACHE_INPUTS,
  type CacheInput,
  findLockfile,
  isFoundByDefault,
} from "./missing-dependency-cache/cache-inputs.ts";
import { findInstalls, type Install, join } from "./missing-dependency-cache/find-installs.ts";
import { uncachedInJob } from "./missing-dependency-cache/job-caches.ts";
import { isSilentJob } from "./missing-dependency-cache/silent-jobs.ts";

export const missingDependencyCache = defineRule({
  meta: {
    id: "missing-dependency-cache",
    category: "performance",
    severity: "medium",
    title: "Dependencies are downloaded anew in every run",
    fixClass: "safe",
    docs: {
      what: "A job whose setup action (`setup-node`, `setup-python`, `setup-go`, `setup-java`, `setup-ruby`, `setup-dotnet`) could cache the packages that a later step installs from a lockfile of the repository, and does not. For Cargo, Composer and uv, whose packages another action caches (`Swatinem/rust-cache`, `ramsey/composer-install`, `astral-sh/setup-uv`), a job that installs from their lockfile without one.",
      why: "Every run then downloads all packages again: slower results, and one more failure for each hiccup of the registry.",
      notReported:
        "Actions that cache by themselves (`setup-go` from 4 with a `go.sum` at the root, `setup-node` from 5 with `packageManager`, `setup-uv`, `setup-gradle`), a `cache` input of any value, jobs with a cache action, installs without a lockfile, self-hosted runners, which keep their downloads, and jobs that publish or deploy or build what another job publishes: there a poisoned cache would reach the users.",
      fix: "Turn on the setup action's own cache. Where the lockfile is not at the root the fix names it, because the action would not find it. For Cargo the fix adds `Swatinem/rust-cache`, pinned, in front of the first build; for Composer and uv the action replaces your own commands, which is yours to do.",
      example: {
        before: "- uses: actions/setup-node@v4\n  with:\n    node-version: 22\n- run: npm ci\n",
        after: "- uses: actions/setup-node@v4\n  with:\n    node-version: 22\n    cache: npm\n- run: npm ci\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        if (isSilentJob(context.repository, workflow, job)) continue;
        yield* job.steps.flatMap((step) => checkSetup(context, { workflow, job, step }) ?? []);
        yield* uncachedInJob(context, workflow, job);
      }
    }
  },
});

interface Setup {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
}

interface Missing extends Setup {
  readonly cache: CacheInput;
  readonly major: number | null;
  readonly lockfile: string;
}

function checkSetup({ repository }: RuleContext, setup: Setup): Hit | null {
  const { workflow, job, step } = setup;
  const caches = CACHE_INPUTS[step.uses?.name ?? ""];
  if (!caches || step.uses?.kind !== "action") return null;
  if (
    ["cache", "bundler-cache", "package-manager-cache", "cache-dependency-path"].some((input) =>
      findEntry(step.with, input),
    )
  )
    return null;
  const major = majorVersion(step.uses.ref, trailingComment(workflow.file, step.uses.node)?.text);
  for (const install of installsAfter(setup)) {
    const cache = caches[install.manager];
    const lockfile = cache ? findLockfile(repository, install, cache) : null;
    if (!cache || lockfile === null || cachesByDefault(repository, { step, major, lockfile })) continue;
    const missing = { ...setup, cache, major, lockfile };
    return {
      message: `\`${step.uses.name}\` could keep the packages that \`${install.manager}\` downloads here; set \`${missingInputs(missing).join("`, `")}\`.`,
      path: workflow.path,
      at: step.uses.node,
      anchor: `jobs.${job.id}.${step.identity}`,
      fix: () => addCache(missing),
    };
  }
  return null;
}

/** Installs of the steps behind a setup, up to the next setup of the same kind. */
function installsAfter({ workflow, job, step }: Setup): Install[] {
  const own = (job.defaults.workingDirectory ?? workflow.defaults.workingDirectory)?.value;
  const base = own === undefined ? "" : join("", own);
  return job.steps
    .filter((other) => other.index > step.index && other.run !== null)
    .flatMap((other) => findInstalls(other, other.workingDirectory ? join("", other.workingDirectory.value) : base));
}

type Default = Pick<Missing, "step" | "major" | "lockfile">;

/** Unknown versions count as the newest: we would rather say nothing than something false. */
function cachesByDefault(repository: RuleContext["repository"], { step, major, lockfile }: Default): boolean {
  const newest = major ?? Number.POSITIVE_INFINITY;
  if (step.uses?.name === "actions/setup-go")
    return newest >= 4 && (!lockfile.includes("/") || repository.has("go.mod"));
  if (step.uses?.name !== "actions/setup-node" || newest < 5) return false;
  const manifest = repository.json("package.json");
  return (
    typeof manifest === "object" &&
    manifest !== null &&
    ("packageManager" in manifest || "devEngines" in manifest) &&
    isCachedBySetupNode(lockfile, newest)
  );
}

/** setup-node 5 caches whatever `packageManager` names, 6 and later npm only: their release notes. */
function isCachedBySetupNode(lockfile: string, major: number): boolean {
  return major === 5 || !Number.isFinite(major) || /package-lock\.json$|npm-shrinkwrap\.json$/.test(lockfile);
}

/** The inputs that the step lacks, in the order in which they are written. */
function missingInputs({ cache, lockfile, step, major }: Omit<Missing, "workflow" | "job">): string[] {
  const isOn = step.uses?.name === "actions/setup-go" && (major ?? 0) >= 4;
  const isFound = isFoundByDefault(lockfile, { cache, major });
  return [
    ...(isOn ? [] : [`${cache.input}: ${cache.value}`]),
    ...(isFound ? [] : [`cache-dependency-path: ${lockfile}`]),
  ];
}

function addCache(missing: Missing): FixOutcome {
  const { workflow, job, step, cache, major, lockfile } = missing;
  if (major === null && cache.since > 1)
    return { abstain: "Which version of the action this is cannot be told; pin it to a release first." };
  if (major !== null && major < cache.since)
    return { abstain: `This version of the action has no cache; move it to version ${cache.since} or later first.` };
  if (!cache.hasPath && !isFoundByDefault(lockfile, { cache, major })) {
    return {
      abstain: `The action caches only what stands at the root; give it \`working-directory\` and \`${cache.input}\` by hand.`,
    };
  }
  const reason = missingProgram(job, step, cache);
  if (reason) return { abstain: reason };
  const lines = missingInputs(missing);
  const edits = insertInputs(workflow, step, lines);
  if (!edits) return { abstain: "The step is written in a form that cannot be edited safely; add the input by hand." };
  return {
    edits,
    title: `Cache the packages of job \`${job.id}\``,
    explanation: `The action now stores what the package manager downloads under a key from \`${lockfile}\`, and restores it while that file is unchanged. What is installed stays the same.`,
  };
}

/** setup-node asks pnpm, and setup-python asks Poetry, where its packages are: they must be installed before. */
function missingProgram(job: Job, step: Step, { needs, value }: CacheInput): string | null {
  if (value === "yarn") return lateCorepack(job, step);
  if (needs === null) return null;
  const installs = new RegExp(`\\b${needs}\\b|corepack enable`);
  const isThere = job.steps.some(
    (other) => other.index < step.index && installs.test(`${other.uses?.name ?? ""} ${other.run?.value ?? ""}`),
  );
  return isThere
    ? null
    : `The action needs \`${needs}\` for this; install it in a step before, then set \`cache: ${value}\`.`;
}

function lateCorepack(job: Job, step: Step): string | null {
  const isLate = job.steps.some((other) => other.index > step.index && /corepack enable/.test(other.run?.value ?? ""));
  return isLate
    ? "Yarn comes from Corepack here; move `corepack enable` in front of the setup step, then set `cache: yarn`."
    : null;
}

function insertInputs({ file }: Workflow, step: Step, lines: readonly string[]) {
  const [first = "", ...rest] = lines;
  const inputs = findValue(step.node, "with");
  const map = asMap(inputs);
  const separator = map?.flow || (!map && step.node.flow) ? ", " : "\n";
  const [key = "", value = ""] = first.split(": ", 2);
  if (map) return insertKey(file, map, { key, value: [value, ...rest].join(separator) });
  if (inputs) return null;
  if (step.node.flow) return insertKey(file, step.node, { key: "with", value: `{ ${lines.join(", ")} }` });
  return insertKey(file, step.node, {
    key: "with",
    value: `\n${lines.map((line) => `  ${line}`).join("\n")}`,
    after: ["uses"],
  });
}
