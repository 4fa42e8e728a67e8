import { memo } from "../../memo.ts";
import type { RuleContext } from "../../rule.ts";
import type { RepositoryModel } from "../repository.ts";
import { isSamplePath } from "../sample-path.ts";
import { buildEntries } from "./entries.ts";
import { bringsJobsOnly, followIncludes, readInclude, triggerIncludes } from "./includes.ts";
import { pairIn } from "./merged-map.ts";
import type { GitlabEntry, GitlabFile, GitlabPipeline } from "./pipeline.ts";
import { gitlabFileOf } from "./read-file.ts";

export const GITLAB_PATH = ".gitlab-ci.yml";
const MAX_PIPELINES = 50;
const NAMED_PART = /(?:^|[/._-])gitlab-ci\.ya?ml$/;
const MAYBE_PART = /^(?:\.gitlab|\.gitlab-ci|gitlab-ci|ci|templates)\/.+\.ya?ml$/;

/** Top-level keys that are no jobs: docs.gitlab.com/ci/yaml, "Global keywords" and "default". */
export const SECTIONS: ReadonlySet<string> = new Set(
  "default include stages variables workflow spec image services cache before_script after_script types".split(" "),
);

/** The GitLab pipelines of the repository: its own, those that jobs trigger, and files made for other repositories. Read once a model. */
export function gitlabPipelinesOf({ repository }: Pick<RuleContext, "repository">): readonly GitlabPipeline[] {
  return pipelinesOf(repository);
}

const pipelinesOf = memo((repository: RepositoryModel): readonly GitlabPipeline[] => {
  const reader = new PipelineReader(repository);
  reader.add(gitlabFileOf(repository, GITLAB_PATH), "root");
  for (const { path } of repository.files) if (maybePart(path)) reader.add(partAt(repository, path), "part");
  return reader.pipelines;
});

function maybePart(path: string): boolean {
  return path !== GITLAB_PATH && (NAMED_PART.test(path) || MAYBE_PART.test(path)) && !isSamplePath(path);
}

/** A file that is made to be included, by its name or its `spec:` header. */
function partAt(repository: RepositoryModel, path: string): GitlabFile | null {
  const file = gitlabFileOf(repository, path);
  return file?.header || NAMED_PART.test(path) ? file : null;
}

/** Collects pipelines, each file as the start of one at most. */
class PipelineReader {
  readonly pipelines: GitlabPipeline[] = [];
  readonly #seen = new Set<string>();
  readonly #repository: RepositoryModel;

  constructor(repository: RepositoryModel) {
    this.#repository = repository;
  }

  add(file: GitlabFile | null, kind: GitlabPipeline["kind"]): void {
    if (!file || this.#seen.has(file.path) || this.pipelines.length >= MAX_PIPELINES) return;
    const pipeline = readPipeline(this.#repository, file, kind);
    if (kind === "part" && pipeline.jobs.length === 0) return;
    for (const { path } of pipeline.files) this.#seen.add(path);
    this.pipelines.push(pipeline);
    for (const child of childrenOf(this.#repository, pipeline)) this.add(child, "child");
  }
}

function readPipeline(repository: RepositoryModel, file: GitlabFile, kind: GitlabPipeline["kind"]): GitlabPipeline {
  const { files, includes } = followIncludes(repository, file);
  const unread = includes.filter((include) => !include.isRead);
  const isComplete = kind !== "part" && unread.length === 0;
  const entries = buildEntries(files, isComplete);
  return {
    kind,
    path: file.path,
    file: file.file,
    root: file.root,
    files,
    includes,
    entries,
    jobs: [...entries.values()].filter(isJob),
    isComplete,
    hasKnownDefaults: kind !== "part" && unread.every(bringsJobsOnly),
    defaultBranch: repository.snapshot.defaultBranch,
  };
}

function isJob({ name }: GitlabEntry): boolean {
  return !name.startsWith(".") && !SECTIONS.has(name);
}

function childrenOf(repository: RepositoryModel, { jobs }: GitlabPipeline): GitlabFile[] {
  return jobs.flatMap(({ layers }) =>
    layers.flatMap(({ file, map }) => {
      const trigger = pairIn(map, "trigger")?.pair.value ?? null;
      return triggerIncludes(trigger).flatMap((item) => readInclude(repository, file, item).found);
    }),
  );
}

/** Every file that is known to be GitLab configuration, once, with the first pipeline that it belongs to. */
export const gitlabFilesOf = memo(
  (repository: RepositoryModel): readonly { readonly file: GitlabFile; readonly pipeline: GitlabPipeline }[] => {
    const files = new Map<string, { file: GitlabFile; pipeline: GitlabPipeline }>();
    for (const pipeline of pipelinesOf(repository)) {
      for (const file of pipeline.files) if (!files.has(file.path)) files.set(file.path, { file, pipeline });
    }
    return [...files.values()];
  },
);
