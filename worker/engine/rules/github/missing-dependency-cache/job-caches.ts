import { insertAt } from "../../../edit/edit-yaml.ts";
import { isFullSha } from "../../../model/uses.ts";
import type { Job, Step, Workflow } from "../../../model/workflow.ts";
import { asSeq, findPair, findValue } from "../../../parse/yaml-node.ts";
import type { FixOutcome, Hit, RuleContext } from "../../../rule.ts";
import { findLockfile } from "./cache-inputs.ts";
import { findInstalls, type Install, join } from "./find-installs.ts";

/** A package manager whose setup action has no cache of its own: another action has. Sources: the actions' README, seen 2026-11-21. */
interface JobCache {
  readonly lockfiles: readonly string[];
  /** The action that caches, as its owner spells it, and the major to take. */
  readonly action: string;
  readonly major: number;
  /** `before`: goes as a step in front of the first install. `instead`: takes the place of the step that installs. */
  readonly place: "before" | "instead";
  /** Actions that cache this already, besides those that say so in their name. */
  readonly known: RegExp;
}

const JOB_CACHES: Readonly<Record<string, JobCache>> = {
  cargo: {
    lockfiles: ["Cargo.lock"],
    action: "Swatinem/rust-cache",
    major: 2,
    place: "before",
    known: /^moonrepo\/setup-rust|^taiki-e\/cache-/,
  },
  composer: {
    lockfiles: ["composer.lock"],
    action: "ramsey/composer-install",
    major: 4,
    place: "instead",
    known: /^php-actions\/composer/,
  },
  uv: {
    lockfiles: ["uv.lock"],
    action: "astral-sh/setup-uv",
    major: 10,
    place: "instead",
    known: /^yezz123\/setup-uv/,
  },
};

interface Uncached {
  readonly step: Step;
  readonly install: Install;
  readonly lockfile: string;
  readonly cache: JobCache;
}

/** What a job downloads, and for Rust compiles, anew in every run because nothing in it caches that. */
export function* uncachedInJob(context: RuleContext, workflow: Workflow, job: Job): Generator<Hit> {
  for (const found of firstInstalls(context, workflow, job)) {
    const { step, install, cache } = found;
    const run = findPair(step.node, "run");
    if (!run || job.steps.some(({ uses }) => uses && cache.known.test(uses.name))) continue;
    yield {
      message: `Every run gets anew what \`${install.manager}\` needs here; cache it with \`${cache.action}\`.`,
      path: workflow.path,
      at: run.key,
      anchor: `jobs.${job.id}.cache.${install.manager}`,
      fix: () => addStep(context, workflow, { job, found }),
    };
  }
}

function firstInstalls({ repository }: RuleContext, workflow: Workflow, job: Job): Uncached[] {
  const first = new Map<string, Uncached>();
  for (const { step, install } of installsOf(workflow, job)) {
    const cache = JOB_CACHES[install.manager];
    const lockfile = cache && !first.has(install.manager) ? findLockfile(repository, install, cache) : null;
    if (cache && lockfile !== null) first.set(install.manager, { step, install, lockfile, cache });
  }
  return [...first.values()];
}

function installsOf(workflow: Workflow, job: Job): Pick<Uncached, "step" | "install">[] {
  const own = (job.defaults.workingDirectory ?? workflow.defaults.workingDirectory)?.value;
  const base = own === undefined ? "" : join("", own);
  return job.steps.flatMap((step) => {
    if (step.run === null || !/\b(?:cargo|composer|uv)\b/.test(step.run.value)) return [];
    const directory = step.workingDirectory ? join("", step.workingDirectory.value) : base;
    return findInstalls(step, directory).map((install) => ({ step, install }));
  });
}

interface Place {
  readonly job: Job;
  readonly found: Uncached;
}

function addStep({ lookups }: RuleContext, workflow: Workflow, { job, found }: Place): FixOutcome {
  const { step, lockfile, cache, install } = found;
  if (cache.place === "instead")
    return {
      abstain: `Install with \`${cache.action}\`, which caches: it takes the place of what installs ${install.manager}'s packages now.`,
    };
  const commit = lookups.actionCommit(cache.action.toLowerCase(), `v${cache.major}`);
  if (commit === "unknown" || !isFullSha(commit.sha))
    return { abstain: `It is not known which commit \`${cache.action}@v${cache.major}\` means; add the step by hand.` };
  const { file } = workflow;
  const steps = asSeq(findValue(job.node, "steps"));
  const line = file.lines.startOf(file.lines.lineAt(step.node.start));
  const indent = /^([ \t]*)-[ \t]+$/.exec(file.text.slice(line, step.node.start))?.[1];
  if (!steps || steps.flow || steps.aliased || step.node.aliased || indent === undefined)
    return { abstain: "The steps are written in a form that cannot be edited safely; add the step by hand." };
  const folder = lockfile.includes("/") ? lockfile.slice(0, lockfile.lastIndexOf("/")) : null;
  const inputs = folder === null ? [] : [`${indent}  with:`, `${indent}    workspaces: ${folder}`];
  const lines = [`${indent}- uses: ${cache.action}@${commit.sha} # ${commit.tag ?? `v${cache.major}`}`, ...inputs];
  return {
    edits: [insertAt(file, line, lines.map((text) => text + file.newline).join(""))],
    title: `Cache what job \`${job.id}\` builds with ${install.manager}`,
    explanation: `\`${cache.action}\` stores the registry and the compiled dependencies under a key from \`${lockfile}\`, the compiler and the job, and restores them while those are unchanged. What is built stays the same.`,
    fixClass: "lookup",
  };
}
