import { GITLAB_CACHE_PATHS } from "../../../data/gitlab-cache-paths.ts";
import { pairIn } from "../../../model/gitlab/merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "../../../model/gitlab/pipeline.ts";
import { listItems, type NodePlace, settingOf } from "../../../model/gitlab/settings.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import { asMap, asScalar, resolve, type YamlMap, type YamlPair, type YamlScalar } from "../../../parse/yaml-node.ts";

/** A cache of dependencies whose key says nothing about them. */
export interface WeakCache {
  readonly file: SourceFile;
  /** The mapping that the key belongs into. */
  readonly owner: YamlMap;
  /** The pair to show: the key, or the paths where there is none. */
  readonly pair: YamlPair;
  readonly key: YamlScalar | null;
  readonly lockfiles: readonly string[];
  readonly job: GitlabEntry;
}

/** GitLab reads at most two files for a key: docs.gitlab.com/ci/yaml, "cache:key:files". */
const MAX_FILES = 2;
/** Longer keys and paths are no ones that people write. */
const MAX_UNITS = 300;
const REF = /\$\{?CI_COMMIT_(?:REF_SLUG|REF_NAME|BRANCH)\}?/g;
/** Variables that do not change with the dependencies. */
const CONSTANT =
  /\$\{?(?:CI_COMMIT_(?:REF_SLUG|REF_NAME|BRANCH)|CI_JOB_(?:NAME|NAME_SLUG|STAGE)|CI_PROJECT_\w+|CI_DEFAULT_BRANCH)\}?/g;

/** The caches of a job that lack `key: files`, where the repository has the lockfile that they belong to. */
export function weakCaches(repository: RepositoryModel, pipeline: GitlabPipeline, job: GitlabEntry): WeakCache[] {
  const cache = settingOf(pipeline, job, "cache");
  if (!isSetting(cache)) return [];
  const isList = resolve(cache.node).kind === "seq";
  const caches = isList ? listItems(pipeline, cache).items : [cache];
  const answer = isList ? "absent" : settingOf(pipeline, job, "cache", "key");
  return caches.flatMap((place) => {
    const weak = weakCache({ repository, pipeline, job }, place);
    const isElsewhere = isSetting(answer) && answer.owner !== weak?.owner;
    return weak && answer !== "unknown" && !isElsewhere ? [weak] : [];
  });
}

interface Ground {
  readonly repository: RepositoryModel;
  readonly pipeline: GitlabPipeline;
  readonly job: GitlabEntry;
}

function weakCache({ repository, pipeline, job }: Ground, { node, file }: NodePlace): WeakCache | null {
  const map = asMap(node);
  const paths = pairIn(map, "paths");
  if (!map || !paths) return null;
  const key = pairIn(map, "key");
  const text = key ? asScalar(key.pair.value) : null;
  if (key && (!text || isComputed(text.value))) return null;
  const written = listItems(pipeline, { node: paths.pair.value, file }).items;
  const folders = written.map((item) => folderOf(asScalar(item.node)?.value ?? ""));
  const lockfiles = [...new Set(folders.flatMap((folder) => lockfileOf(repository, folder) ?? []))];
  if (lockfiles.length === 0 || lockfiles.length > MAX_FILES) return null;
  const { pair, owner } = key ?? paths;
  return { file, owner, pair, key: text, lockfiles, job };
}

function isComputed(key: string): boolean {
  return key.length > MAX_UNITS || key.replace(CONSTANT, "").includes("$");
}

/** A path as a folder of the project. */
function folderOf(path: string): string {
  if (path.length > MAX_UNITS) return "";
  return path
    .trim()
    .replace(/^(?:\$\{?CI_PROJECT_DIR\}?\/|\.\/)/, "")
    .replace(/(?:\/\*{1,2})*\/?$/, "");
}

/** The lockfile beside the folder, else at the top of the repository. */
function lockfileOf(repository: RepositoryModel, folder: string): string | null {
  const row = GITLAB_CACHE_PATHS.find((candidate) => candidate.folder.test(folder));
  if (!row || folder.includes("$") || folder.includes("*")) return null;
  const parent = folder.replace(row.folder, "");
  const places = parent === "" ? [""] : [`${parent}/`, ""];
  const candidates = places.flatMap((place) => row.lockfiles.map((name) => place + name));
  return candidates.find((path) => repository.has(path)) ?? null;
}

/** What is left of an old key once the branch is out of it; empty for nothing. It becomes the prefix of the new one. */
export function prefixOf(key: string): string {
  return key
    .replace(REF, "")
    .replace(/^[-_/.:]+|[-_/.:]+$/g, "")
    .replace(/([-_])[-_]+/g, "$1");
}
