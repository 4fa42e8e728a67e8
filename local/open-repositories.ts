import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import type { LocalContext } from "./context.ts";
import { discover } from "./git/discover.ts";
import type { FoundSource } from "./git/found.ts";
import { openFound, openOwn } from "./git/view.ts";
import type { RepoRecord } from "./records.ts";
import { stableId } from "./repositories.ts";
import { importSample, lastCommitAt } from "./seed/import.ts";
import type { Sample } from "./seed/sample.ts";
import { SAMPLES } from "./seed/samples/index.ts";

export type RepositorySources = { dataDir: string; reposDirs: string[] };

/** Opens the repositories this start serves: those found under `reposDirs` when given, else the samples. */
export async function openRepositories(local: LocalContext, { dataDir, reposDirs }: RepositorySources): Promise<void> {
  if (reposDirs.length === 0) {
    await openOwnRepositories(local, dataDir);
  } else {
    const { found, skipped } = await discover(local.git, reposDirs);
    for (const { dir, reason } of skipped) local.warn(`${dir} is not served: ${reason}`);
    if (found.length === 0) local.warn(`No git repository was found under ${reposDirs.join(", ")}.`);
    for (const source of found) await openFoundRepository(local, dataDir, source);
  }
  local.state.save();
}

/** Makes the samples at the first start, then opens what is there, repositories made through the API included. */
async function openOwnRepositories(local: LocalContext, dataDir: string): Promise<void> {
  const { state } = local;
  const known = () => state.repos.filter(({ kind }) => kind !== "found");
  if (known().length === 0) {
    for (const sample of SAMPLES) state.repos.push(await createSample(local, dataDir, sample));
    state.save();
  }
  for (const record of known()) {
    if (!existsSync(record.dir)) continue;
    await openRecord(local, record);
  }
}

async function openRecord(local: LocalContext, record: RepoRecord): Promise<void> {
  local.repos.add({ record, view: await openOwn(local.git, record.dir) });
}

async function createSample(local: LocalContext, dataDir: string, sample: Sample): Promise<RepoRecord> {
  const dir = join(dataDir, "repositories", sample.owner, `${sample.name}.git`);
  await importSample(local.git, dir, sample);
  const pushedAt = lastCommitAt(sample);
  return {
    id: stableId(`sample:${sample.owner}/${sample.name}`),
    owner: sample.owner,
    name: sample.name,
    kind: "sample",
    dir,
    description: sample.description,
    topics: [...sample.topics],
    private: sample.private ?? false,
    archived: false,
    defaultBranch: "main",
    previousNames: [],
    createdAt: Date.parse(sample.startAt),
    pushedAt,
    updatedAt: pushedAt,
  };
}

async function openFoundRepository(local: LocalContext, dataDir: string, source: FoundSource): Promise<void> {
  const dir = realpathSync(source.dir);
  const id = stableId(`found:${dir}`);
  const view = await openFound(local.git, join(dataDir, "views", `${id}.git`), source);
  const record = foundRecord(local, id, dir);
  const repo = { record, view };
  local.repos.add(repo);
  await local.repos.refresh(repo);
}

function foundRecord(local: LocalContext, id: number, dir: string): RepoRecord {
  const existing = local.state.repos.find((record) => record.id === id);
  if (existing) return existing;
  const now = local.clock.now();
  const record: RepoRecord = {
    id,
    owner: local.settings.login,
    name: freeName(local, basename(dir)),
    kind: "found",
    dir,
    description: null,
    topics: [],
    private: false,
    archived: false,
    defaultBranch: "main",
    previousNames: [],
    createdAt: now,
    pushedAt: now,
    updatedAt: now,
  };
  local.state.repos.push(record);
  return record;
}

/** The folder's name as GitHub would spell it; `-2` and so on when it is taken. */
function freeName(local: LocalContext, folder: string): string {
  const name = folder.replace(/\.git$/, "").replace(/[^A-Za-z0-9._-]+/g, "-") || "repository";
  const taken = new Set(
    local.state.repos.filter(({ owner }) => owner === local.settings.login).map((record) => record.name.toLowerCase()),
  );
  let candidate = name;
  for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) candidate = `${name}-${count}`;
  return candidate;
}
