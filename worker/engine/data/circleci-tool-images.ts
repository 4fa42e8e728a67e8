/**
 * Images for jobs on CircleCI: its own convenience images (`cimg/…`, tags from the build scripts in github.com/CircleCI-Public),
 * and for languages that have none the image of the language's makers. Every image has git's needs, `curl` and `tar`.
 */
import type { ToolName } from "../pipeline/pipeline.ts";
import { INSTALLED_VERSIONS } from "./gitlab-images.ts";
import { knownRelease } from "./tool-versions.ts";

export interface CircleciToolImage {
  readonly tool: ToolName;
  /** Without a tag. */
  readonly image: string;
  /** Release line and its newest known tag; the last is what a job gets that names no version. */
  readonly tags: readonly (readonly [line: string, tag: string])[];
  /** True where a tag of the release line alone exists and follows its patches: `3.13`, `21.0`. */
  readonly hasLineTags: boolean;
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";

/** `tool image source line=tag …` */
const ROWS = `
node cimg/node CircleCI-Public/cimg-node 14=14.21.3 16=16.20.2 18=18.20.8 20=20.20.2 22=22.23.3 23=23.11.1 25=25.8.2 26=26.8.0 24=24.21.0
python cimg/python CircleCI-Public/cimg-python 3.10=3.10.15 3.11=3.11.15 3.12=3.12.14 3.13=3.13.15 3.14=3.14.7
go cimg/go CircleCI-Public/cimg-go 1.25=1.25.8 1.26=1.26.9 1.27=1.27.2
java cimg/openjdk CircleCI-Public/cimg-openjdk 11=11.0.25 17=17.0.20 21=21.0.12 26=26.0.2 25=25.0.4
rust cimg/rust CircleCI-Public/cimg-rust 1.95=1.95.0 1.96=1.96.0 1.97=1.97.1 1.99=1.99.0
ruby cimg/ruby CircleCI-Public/cimg-ruby 3.2=3.2.4 3.3=3.3.10 3.4=3.4.9 4.0=4.0.6
php cimg/php CircleCI-Public/cimg-php 8.2=8.2.31 8.3=8.3.31 8.4=8.4.21 8.5=8.5.6
elixir cimg/elixir CircleCI-Public/cimg-elixir 1.18=1.18.5 1.19=1.19.6 1.20=1.20.4
cpp cimg/base CircleCI-Public/cimg-base 2026.09=2026.09
clojure cimg/clojure CircleCI-Public/cimg-clojure 1.11=1.11.4 1.12=1.12.0
dotnet mcr.microsoft.com/dotnet/sdk dotnet/dotnet-docker 8=8.0 9=9.0 10=10.0
dart dart dart-lang/dart-docker 3.10=3.10.8
flutter ghcr.io/cirruslabs/flutter cirruslabs/docker-images-flutter 3.41=3.41.8 3.44=3.44.4 3.47=3.47.1
swift swift swiftlang/swift-docker 6.0=6.0 6.1=6.1 6.2=6.2
haskell haskell haskell/docker-haskell 9.10=9.10.2 9.12=9.12.2
gleam ghcr.io/gleam-lang/gleam gleam-lang/gleam 1.16=v1.16.0-erlang 1.18=v1.18.1-erlang
erlang erlang erlang/docker-erlang-otp 27=27 28=28
crystal crystallang/crystal crystal-lang/distribution-scripts 1.18=1.18.2
terraform hashicorp/terraform hashicorp/terraform 1.15=1.15.8 1.16=1.16.3
`;

export const CIRCLECI_TOOL_IMAGES: readonly CircleciToolImage[] = ROWS.trim()
  .split("\n")
  .map((row) => {
    const [tool = "", image = "", repository = "", ...cells] = row.split(" ");
    return {
      tool: tool as ToolName,
      image,
      tags: cells.map((cell) => {
        const [line = "", tag = ""] = cell.split("=");
        return [line, tag] as const;
      }),
      hasLineTags: tool !== "cpp",
      source: `https://github.com/${repository}`,
      seen: SEEN,
    };
  });

/** Erlang in the tags of `cimg/elixir`, by its major: `1.20.4-erlang-28.5.0`. The last is in the tags that name none. */
export const CIMG_ELIXIR_ERLANG: readonly (readonly [line: string, version: string])[] = [
  ["27", "27.3.4"],
  ["28", "28.5.0"],
  ["29", "29.0.5"],
];

const ZIG_RELEASE = { version: "0.17.0", source: "https://ziglang.org/download/", seen: SEEN } as const;

/** Of the task runner that many repositories' commands call. */
export const JUST_RELEASE = {
  version: "1.48.1",
  source: "https://github.com/casey/just/releases",
  seen: SEEN,
} as const;

/** The release to install of a tool that no image holds; null for one that is installed at its newest. */
export function downloadedRelease(tool: ToolName | "corepack"): string | null {
  const installed: Readonly<Record<string, { readonly version: string }>> = { ...INSTALLED_VERSIONS, zig: ZIG_RELEASE };
  return knownRelease(tool) ?? installed[tool]?.version ?? null;
}
