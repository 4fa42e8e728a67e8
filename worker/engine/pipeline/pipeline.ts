/** A pipeline in no platform's words. The planner builds it, renderers write it, readers read it back from existing files. */

import type { YamlStyle } from "./yaml-text.ts";

export type Platform = "github" | "gitlab" | "circleci";

/** What a job needs on its path before its own commands: a language, or a tool that is installed beside one. */
export type ToolName =
  | "node"
  | "npm"
  | "pnpm"
  | "yarn"
  | "bun"
  | "deno"
  | "python"
  | "pip"
  | "uv"
  | "poetry"
  | "pdm"
  | "pipenv"
  | "hatch"
  | "tox"
  | "nox"
  | "go"
  | "golangci-lint"
  | "java"
  | "maven"
  | "gradle"
  | "sbt"
  | "clojure"
  | "rust"
  | "ruby"
  | "php"
  | "composer"
  | "elixir"
  | "erlang"
  | "gleam"
  | "dotnet"
  | "dart"
  | "flutter"
  | "swift"
  | "cpp"
  | "haskell"
  | "zig"
  | "crystal"
  | "terraform"
  | "docker";

export interface Toolchain {
  readonly tool: ToolName;
  /** Exact version or release line, for example `24`, `3.13`, `9.12.0`; `matrix` takes each of the job's matrix; null: what `versionFile` says, or the platform's newest. */
  readonly version: string | null;
  /** The file that says the version, from the root of the repository, where the platform's set-up can read it. */
  readonly versionFile: string | null;
  /** Parts to install with it: `rustfmt`, `clippy`; PHP extensions. */
  readonly with: readonly string[];
}

/** What is kept between runs. Renderers know where each tool keeps its downloads. */
export interface Cache {
  readonly tool: ToolName;
  /** Files whose content names the cache, from the root: lockfiles. Never empty. */
  readonly keyFiles: readonly string[];
  /** Folder of the component, `.` for the root: for caches that live in it. */
  readonly directory: string;
}

export interface PipelineService {
  /** Also its host name: `postgres`, `mysql`, `redis`… */
  readonly name: string;
  /** With a tag of a release line: `postgres:17`. */
  readonly image: string;
  readonly port: number;
  /** The service's own variables, for example `POSTGRES_PASSWORD`. Test-only values. */
  readonly env: Readonly<Record<string, string>>;
  /** A command in the service that succeeds once it is ready; null where it has none. */
  readonly health: string | null;
}

export interface CommandStep {
  readonly kind: "command";
  readonly name: string;
  /** One shell command, or several lines. */
  readonly run: string;
  /** From the root of the repository; null for the root. */
  readonly directory: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Why it is there, for a comment; null where the name says it all. */
  readonly why: string | null;
  /** Set when a file was read: runs only then, as the platform wrote it. Null on generated steps. */
  readonly condition: string | null;
}

/** Builds an image, and pushes it on the default branch and on tags. */
export interface ContainerStep {
  readonly kind: "container";
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  /** Image name without tag and registry host; null for the repository's own name. */
  readonly image: string | null;
  readonly push: boolean;
}

/** Publishes a folder as a static site on the platform's Pages. CircleCI has none. */
export interface PagesStep {
  readonly kind: "pages";
  readonly name: string;
  readonly directory: string;
}

/** Something of one platform alone, kept verbatim when a file is read: an action, an orb's command. Renderers of other platforms list it as not carried over. */
interface ForeignStep {
  readonly kind: "foreign";
  readonly name: string;
  readonly platform: Platform;
  /** For people: `uses: codecov/codecov-action@v5`. */
  readonly what: string;
}

export type PipelineStep = CommandStep | ContainerStep | PagesStep | ForeignStep;

export interface Artifact {
  readonly name: string;
  readonly paths: readonly string[];
  readonly retentionDays: number;
  /** `failure`: only when the job failed (traces, screenshots); `always`: reports. */
  readonly when: "success" | "failure" | "always";
  /** What the platform can read it as; null for plain files. */
  readonly report: "junit" | "cobertura" | null;
}

/** One axis of versions or systems; the job runs once for each value. */
export interface Matrix {
  /** The tool whose versions these are, or `os` for runner labels. */
  readonly axis: ToolName | "os";
  readonly values: readonly string[];
}

/** When a job runs, within the pipeline's triggers. */
export type JobWhen = "always" | "pull_request" | "default_branch" | "tag";

/** Levels of GitHub's token that a job needs beyond reading the code. */
export type PermissionScope =
  | "contents"
  | "packages"
  | "pages"
  | "id-token"
  | "pull-requests"
  | "security-events"
  | "attestations"
  | "deployments"
  | "checks";

export interface PipelineJob {
  /** Unique, kebab-case: also the job's id on GitHub and its name elsewhere. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Why the job exists and what it proves, one sentence: a comment in the file and a paragraph of the pull request. */
  readonly why: string;
  /** Ids of jobs that must pass first. */
  readonly needs: readonly string[];
  /** Runner label on GitHub, tag on GitLab, resource class on CircleCI; null for the platform's ordinary Linux. */
  readonly runner: string | null;
  readonly toolchains: readonly Toolchain[];
  readonly matrix: Matrix | null;
  readonly services: readonly PipelineService[];
  /**
   * Values may hold `{{host:postgres}}`: the host under which the job reaches its service of that name. Renderers replace
   * it with `withServiceHosts` of `service-hosts.ts` (GitHub and CircleCI: `127.0.0.1`, GitLab: the service's name); the port is
   * the service's own on all three. Holds for `CommandStep.env` too.
   */
  readonly env: Readonly<Record<string, string>>;
  readonly caches: readonly Cache[];
  readonly steps: readonly PipelineStep[];
  readonly artifacts: readonly Artifact[];
  readonly permissions: Readonly<Partial<Record<PermissionScope, "read" | "write">>>;
  /** Deployment environment with its protection rules; null for none. */
  readonly environment: { readonly name: string; readonly url: string | null } | null;
  /** Jobs of one group never run at the same time, and none is cancelled: for deployments. */
  readonly exclusiveGroup: string | null;
  readonly timeoutMinutes: number;
  readonly when: JobWhen;
  /** Runs only when a path below these changed (globs from the root); null for always. */
  readonly paths: readonly string[] | null;
  readonly allowFailure: boolean;
  /** Number of commits to fetch; 0 for the whole history. */
  readonly fetchDepth: number;
  /** Names of secrets or variables that a person must set in the platform's settings, each handed over as a variable of that name. */
  readonly secrets: readonly string[];
  /** A branch protection rule asks for this one alone: it runs last and passes only when all `needs` did. */
  readonly isGate: boolean;
}

export interface Triggers {
  /** Branches whose pushes run the pipeline. */
  readonly push: readonly string[];
  /** True: pull requests (merge requests) run it. */
  readonly pullRequest: boolean;
  /** Merge queue; GitHub alone. */
  readonly mergeGroup: boolean;
  /** Tag patterns such as `v*`; empty for none. */
  readonly tags: readonly string[];
  /** Cron lines in UTC. */
  readonly schedule: readonly string[];
  /** May be started by hand. */
  readonly manual: boolean;
}

export interface Pipeline {
  readonly name: string;
  readonly defaultBranch: string;
  readonly triggers: Triggers;
  readonly env: Readonly<Record<string, string>>;
  /** A newer commit on a pull request stops the runs of older ones; runs of the default branch always finish. */
  readonly cancelSuperseded: boolean;
  /** In the order in which they are written; fast ones first. */
  readonly jobs: readonly PipelineJob[];
}

/** A file that a renderer wrote. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

/** Something of a pipeline that a platform has no words for, or that a reader could not understand. */
export interface NotCarried {
  /** Job id; null for the pipeline as a whole. */
  readonly job: string | null;
  /** What is lost and what to do about it, one sentence or two. */
  readonly detail: string;
}

export interface Rendered {
  readonly file: RenderedFile;
  readonly notCarried: readonly NotCarried[];
}

/** What a reader makes of an existing file. */
export interface ReadPipeline {
  readonly pipeline: Pipeline;
  readonly notCarried: readonly NotCarried[];
}

/** The newest known release of an action; null for one that is not known. */
export type PinSource = (action: string) => { readonly tag: string; readonly sha: string } | null;

export interface RenderOptions {
  readonly pins: PinSource;
  /** The layout of the file that what is rendered goes into; our own when absent. */
  readonly layout?: YamlStyle;
  /** First comment of the file; our own when absent. */
  readonly header?: string;
  /** Milliseconds since the epoch, for dated tables. */
  readonly now: number;
}
