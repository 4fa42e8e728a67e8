import type { RepositoryModel } from "../model/repository.ts";
import type { Snapshot } from "../snapshot.ts";
import { readCircleci } from "./circleci/read.ts";
import { renderCircleci } from "./circleci/render.ts";
import { readGithub } from "./github/read.ts";
import { renderGithub } from "./github/render.ts";
import { readGitlab } from "./gitlab/read.ts";
import { renderGitlab } from "./gitlab/render.ts";
import type { Pipeline, Platform, ReadPipeline, Rendered, RenderOptions } from "./pipeline.ts";

interface PlatformPort {
  readonly label: string;
  /** Where a new configuration goes. */
  readonly path: string;
  /** True for a path that holds a configuration of this platform. */
  readonly isPath: (path: string) => boolean;
  readonly render: (pipeline: Pipeline, options: RenderOptions) => Rendered;
  /** Null for a file that cannot be read as a configuration. */
  readonly read: (repository: RepositoryModel, path: string) => ReadPipeline | null;
}

export const PLATFORMS: Readonly<Record<Platform, PlatformPort>> = {
  github: {
    label: "GitHub Actions",
    path: ".github/workflows/ci.yml",
    isPath: (path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
    render: renderGithub,
    read: readGithub,
  },
  gitlab: {
    label: "GitLab CI",
    path: ".gitlab-ci.yml",
    isPath: (path) => /^\.gitlab-ci\.ya?ml$/.test(path),
    render: renderGitlab,
    read: readGitlab,
  },
  circleci: {
    label: "CircleCI",
    path: ".circleci/config.yml",
    isPath: (path) => /^\.circleci\/config\.ya?ml$/.test(path),
    render: renderCircleci,
    read: readCircleci,
  },
};

const NAMES = Object.keys(PLATFORMS) as Platform[];

/** Platforms that the repository has a configuration for. */
export function configuredPlatforms({ files }: Snapshot): Platform[] {
  return NAMES.filter((platform) => files.some(({ path }) => PLATFORMS[platform].isPath(path)));
}

/** Every configuration of a platform that the repository has, with what its reader makes of it. */
export function readExisting(
  repository: RepositoryModel,
  platform: Platform,
): { readonly path: string; readonly read: ReadPipeline }[] {
  const { isPath, read } = PLATFORMS[platform];
  const paths = repository.snapshot.files.map(({ path }) => path).filter(isPath);
  return paths.flatMap((path) => {
    const pipeline = read(repository, path);
    return pipeline ? [{ path, read: pipeline }] : [];
  });
}
