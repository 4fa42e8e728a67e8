import type { ToolName } from "../pipeline/pipeline.ts";

/** Container images in which a GitLab job finds a tool. Tags of release lines: they exist for every version of the tool and get security fixes. */
export interface GitlabImage {
  readonly tool: ToolName;
  /** `{v}` is the version. */
  readonly image: string;
  /** The version to use when nobody says one: a line with long support. */
  readonly version: string;
  /** How many parts of a version the tags have at most; null for any number. */
  readonly parts: number | null;
  /** Other programs that the image has, so that nothing need be installed for them. */
  readonly brings: readonly ToolName[];
  /** Where the tags are listed. */
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";
const HUB = "https://hub.docker.com";

interface Row {
  readonly version: string;
  readonly parts?: number;
  readonly brings?: readonly ToolName[];
  readonly source?: string;
}

function row(tool: ToolName, image: string, { version, parts, brings = [], source }: Row): GitlabImage {
  const [name = ""] = image.split(":");
  const page = name.includes("/") ? `${HUB}/r/${name}/tags` : `${HUB}/_/${name}/tags`;
  return { tool, image, version, parts: parts ?? null, brings, source: source ?? page, seen: SEEN };
}

const MAVEN = "maven:3-eclipse-temurin-{v}";
const UV = "https://docs.astral.sh/uv/guides/integration/docker/#available-images";

/** In the order in which one is chosen when a job needs several: what can be added to another image comes last. */
export const GITLAB_IMAGES: readonly GitlabImage[] = [
  row("golangci-lint", "golangci/golangci-lint:v{v}", { version: "2.14.0", brings: ["go"] }),
  row("flutter", "ghcr.io/cirruslabs/flutter:{v}", {
    version: "stable",
    brings: ["dart"],
    source: "https://github.com/cirruslabs/docker-images-flutter/pkgs/container/flutter",
  }),
  row("gleam", "ghcr.io/gleam-lang/gleam:v{v}-erlang", {
    version: "1.13.0",
    brings: ["erlang"],
    source: "https://github.com/gleam-lang/gleam/pkgs/container/gleam",
  }),
  row("elixir", "elixir:{v}", { version: "1.19", brings: ["erlang"] }),
  row("erlang", "erlang:{v}", { version: "28", parts: 3 }),
  row("php", "php:{v}-cli", { version: "8.4" }),
  row("ruby", "ruby:{v}", { version: "3.4" }),
  row("java", MAVEN, { version: "21", parts: 1, brings: ["maven"] }),
  row("go", "golang:{v}", { version: "1.26" }),
  row("rust", "rust:{v}", { version: "1" }),
  row("dotnet", "mcr.microsoft.com/dotnet/sdk:{v}", {
    version: "10.0",
    source: "https://mcr.microsoft.com/en-us/artifact/mar/dotnet/sdk/tags",
  }),
  row("dart", "dart:{v}", { version: "3" }),
  row("swift", "swift:{v}", { version: "6.2" }),
  row("haskell", "haskell:{v}", { version: "9.10", brings: [] }),
  row("crystal", "crystallang/crystal:{v}", { version: "1.18.2" }),
  row("python", "python:{v}", { version: "3.13", brings: ["pip"] }),
  row("uv", "ghcr.io/astral-sh/uv:python{v}-bookworm", { version: "3.13", parts: 2, brings: ["python"], source: UV }),
  row("zig", "buildpack-deps:bookworm", { version: "0.17.0" }),
  row("cpp", "gcc:{v}", { version: "15" }),
  row("node", "node:{v}", { version: "24", brings: ["npm"] }),
  row("bun", "oven/bun:{v}", { version: "1" }),
  row("deno", "denoland/deno:debian-{v}", { version: "2.9.6" }),
  row("terraform", "hashicorp/terraform:{v}", { version: "1.17" }),
  row("docker", "docker:{v}", { version: "28", parts: 1 }),
];

/** JDK images that have the build tool in the version that the job names. */
export const GRADLE_IMAGE = "gradle:{tool}-jdk{v}";
export const MAVEN_IMAGE = "maven:{tool}-eclipse-temurin-{v}";
/** Clojure's own images, by its two build tools. */
export const CLOJURE_IMAGES = {
  lein: "clojure:temurin-{v}-lein",
  deps: "clojure:temurin-{v}-tools-deps",
} as const;

/** Versions of what is installed into an image, when nobody says one. */
export const INSTALLED_VERSIONS = {
  bun: { version: "1.4.5", source: "https://www.npmjs.com/package/bun", seen: SEEN },
  corepack: { version: "0.36.0", source: "https://www.npmjs.com/package/corepack", seen: SEEN },
  deno: { version: "2.9.6", source: "https://www.npmjs.com/package/deno", seen: SEEN },
  hatch: { version: "1.*", source: "https://pypi.org/project/hatch/", seen: SEEN },
  nox: { version: "2026.*", source: "https://pypi.org/project/nox/", seen: SEEN },
  pdm: { version: "2.*", source: "https://pypi.org/project/pdm/", seen: SEEN },
  pipenv: { version: "2026.*", source: "https://pypi.org/project/pipenv/", seen: SEEN },
  poetry: { version: "2.*", source: "https://pypi.org/project/poetry/", seen: SEEN },
  sbt: { version: "1.11.7", source: "https://github.com/sbt/sbt/releases", seen: SEEN },
  tox: { version: "4.*", source: "https://pypi.org/project/tox/", seen: SEEN },
  uv: { version: "0.13.8", source: "https://pypi.org/project/uv/", seen: SEEN },
} as const;
