/** What a repository is made of. Detectors fill it, one per ecosystem; the generator and the command line read it. */

/** What a detector and a toolchain are about: the world of one package registry or build tool. */
export type Ecosystem =
  | "node"
  | "deno"
  | "python"
  | "go"
  | "rust"
  | "java"
  | "scala"
  | "clojure"
  | "ruby"
  | "php"
  | "elixir"
  | "erlang"
  | "gleam"
  | "dotnet"
  | "dart"
  | "swift"
  | "cpp"
  | "haskell"
  | "zig"
  | "crystal"
  | "terraform"
  | "static";

/** `high`: a file says it in so many words. `medium`: a convention that rarely fails. `low`: one of several that are possible. */
export type Confidence = "high" | "medium" | "low";

/** Why something in a profile is there. */
export interface ProfileEvidence {
  readonly about:
    | "language"
    | "package_manager"
    | "framework"
    | "runtime"
    | "monorepo"
    | "install"
    | "lint"
    | "format"
    | "typecheck"
    | "test"
    | "build"
    | "start"
    | "service"
    | "container"
    | "deploy";
  /** What was concluded, for example `pnpm 9.12.0` or `npm run lint`. */
  readonly value: string;
  /** Path from the root of the repository. */
  readonly path: string;
  /** 1-based; null where the file's existence is the evidence. */
  readonly line: number | null;
  readonly confidence: Confidence;
}

/** `npm`, `pnpm`, `yarn`, `bun`, `deno`, `uv`, `poetry`, `pdm`, `pipenv`, `hatch`, `pip`, `go`, `cargo`, `maven`, `gradle`, `bundler`, `composer`, `mix`, `nuget`, `pub`… */
export interface PackageManager {
  readonly name: string;
  /** As the repository names it, for example `9.12.0` or `4`; null when it names none. */
  readonly version: string | null;
  /** The lockfile, from the root of the repository; null without one. */
  readonly lockfile: string | null;
}

/** The version of a language, from the file that counts most. */
export interface RuntimeVersion {
  /** `node`, `bun`, `deno`, `python`, `go`, `java`, `rust`, `ruby`, `php`, `elixir`, `erlang`, `dotnet`, `dart`, `flutter`, `swift`… */
  readonly name: string;
  /** As written but without decoration: `22`, `>=20`, `3.12.4`, `1.23`. */
  readonly version: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** `exact`: the version to use. `range`: every version that must work. */
  readonly kind: "exact" | "range";
}

/** A tool that runs tasks over the packages of one repository. */
export interface Monorepo {
  /** What runs tasks: `turbo`, `nx`, `lerna`, `moon`, `rush`; else who knows the packages: `pnpm`, `npm`, `yarn`, `cargo`, `go`, `uv`, `gradle`, `maven`… */
  readonly tool: string;
  /** Folders of the packages from the root of the repository, sorted. */
  readonly packages: readonly string[];
}

/** What to run in the component's folder, each one shell line; null where the repository has no such thing. */
export interface Commands {
  readonly install: string | null;
  readonly lint: string | null;
  /** Checks the format and changes nothing. */
  readonly format: string | null;
  readonly typecheck: string | null;
  readonly test: string | null;
  readonly build: string | null;
  readonly start: string | null;
}

/** Something that tests need beside them. */
export interface Service {
  /** `postgres`, `mysql`, `mariadb`, `redis`, `mongodb`, `rabbitmq`, `elasticsearch`… */
  readonly name: string;
  /** The release line that the repository names, else null. */
  readonly version: string | null;
}

export interface ContainerImage {
  /** Path of the Dockerfile from the root of the repository. */
  readonly dockerfile: string;
  /** Build context, a folder from the root of the repository, `.` for the root. */
  readonly context: string;
}

/** Where the repository is deployed to, by its own configuration. */
export interface Deployment {
  /** `cloudflare`, `vercel`, `netlify`, `fly`, `render`, `heroku`, `serverless`, `kamal`, `helm`, `terraform`, `pulumi`, `app-engine`, `pages`. */
  readonly target: string;
  readonly file: string;
}

/** One application or library of a repository. */
export interface Component {
  /** Folder from the root of the repository, `.` for the root. */
  readonly path: string;
  readonly ecosystem: Ecosystem;
  /** The main language in the field's lower-case name: `typescript`, `javascript`, `python`, `go`, `rust`, `java`, `kotlin`, `ruby`, `php`, `elixir`, `csharp`, `fsharp`, `dart`, `swift`, `c`, `cpp`… */
  readonly language: string;
  /** All languages of the component, the main one first. */
  readonly languages: readonly string[];
  readonly packageManager: PackageManager | null;
  /** Lower-case names: `next`, `react-router`, `express`, `django`, `spring-boot`… the most telling first. */
  readonly frameworks: readonly string[];
  readonly runtimes: readonly RuntimeVersion[];
  readonly monorepo: Monorepo | null;
  readonly commands: Commands;
  readonly services: readonly Service[];
  readonly container: ContainerImage | null;
  readonly deploy: Deployment | null;
  /** Folder of the workspace whose root installs, checks and tests this component too; null for one that stands alone. */
  readonly partOf: string | null;
  readonly evidence: readonly ProfileEvidence[];
  /** The lowest confidence among language, package manager and test command. */
  readonly confidence: Confidence;
}

/** Something a reader of the profile must know: a conflict, a file that does not parse, what was not found. */
export interface ProfileNote {
  readonly code:
    | "no_stack"
    | "manifest_unreadable"
    | "several_lockfiles"
    | "no_lockfile"
    | "lockfile_out_of_date"
    | "version_conflict"
    | "uncertain"
    | "too_many_components";
  readonly path: string | null;
  /** What it is and what to do, one sentence or two. */
  readonly detail: string;
}

export interface StackProfile {
  /** The main component first. Empty where no ecosystem is known. */
  readonly components: readonly Component[];
  readonly notes: readonly ProfileNote[];
  /** True where code of other repositories lies in folders that a checkout alone leaves empty. */
  readonly hasSubmodules?: boolean;
}
