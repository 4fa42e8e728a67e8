import { isPastEnd, type ReleaseLine, releaseLine } from "../../../data/end-of-life.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { findEntry, type Job, type Workflow } from "../../../model/workflow.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";
import { type Runtime, type RuntimeClaim, readRuntimeClaims } from "../../../profile/runtime-claims.ts";
import type { Hit } from "../../../rule.ts";

const FILE_INPUTS: Readonly<Record<string, readonly [input: string, runtime: Runtime, label: string]>> = {
  "actions/setup-node": ["node-version-file", "node", "Node.js"],
  "actions/setup-python": ["python-version-file", "python", "Python"],
  "actions/setup-java": ["java-version-file", "java", "Java"],
};

/** Ended versions in files that a setup step reads; one finding a file, where the first step names it. */
export function* endedVersionFiles(repository: RepositoryModel, workflow: Workflow, now: number): Generator<Hit> {
  const seen = new Set<string>();
  for (const read of workflow.jobs.flatMap(readFiles)) {
    if (seen.has(read.path)) continue;
    seen.add(read.path);
    const found = lineIn(repository, read.path, read.runtime);
    if (found && isPastEnd(found.line, now)) yield toHit(workflow, read, found);
  }
}

interface ReadFile {
  readonly path: string;
  readonly runtime: Runtime;
  readonly label: string;
  readonly node: YamlScalar;
  readonly anchor: string;
}

function readFiles(job: Job): ReadFile[] {
  return job.steps.flatMap((step) => {
    const known = step.uses?.kind === "action" ? FILE_INPUTS[step.uses.name] : undefined;
    const node = known ? (findEntry(step.with, known[0])?.value ?? null) : null;
    if (!known || !node) return [];
    const [input, runtime, label] = known;
    const path = node.value.trim().replace(/^\.\//, "");
    return [{ path, runtime, label, node, anchor: `jobs.${job.id}.${step.identity}.${input}` }];
  });
}

interface FoundLine {
  readonly claim: RuntimeClaim;
  readonly line: ReleaseLine;
}

function toHit(workflow: Workflow, { path, label, node, anchor }: ReadFile, { claim, line }: FoundLine): Hit {
  return {
    message: `\`${path}\` names ${label} ${line.line}, which is past its end of life (${line.end}); move the project to a supported version there.`,
    path: workflow.path,
    at: node,
    anchor,
    related: [{ path, at: claim.at }],
    fix: () => ({ abstain: `The version stands in \`${path}\`, which developers use too; change it there.` }),
  };
}

function lineIn(repository: RepositoryModel, path: string, runtime: Runtime): FoundLine | null {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  const claims = repository.file(path) ? readRuntimeClaims(repository, folder) : [];
  const claim = claims.find((one) => one.path === path && one.runtime === runtime && one.kind === "exact");
  const version = claim && /^v?\d+(?:\.\d+)*/.exec(claim.spec)?.[0];
  const line = version ? releaseLine(runtime, version) : null;
  return claim && line ? { claim, line } : null;
}
