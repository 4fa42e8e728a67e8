import type { RuntimeVersion } from "../../profile/stack-profile.ts";

/** Names of files from which the usual set-up of each language reads a version. Source: the README of each set-up action. */
const READ_FROM: Readonly<Record<string, RegExp>> = {
  node: /^(?:\.nvmrc|\.node-version|\.tool-versions|package\.json)$/,
  python: /^(?:\.python-version|\.tool-versions|Pipfile)$/,
  go: /^(?:go\.mod|go\.work|\.go-version|\.tool-versions)$/,
  java: /^(?:\.java-version|\.tool-versions|\.sdkmanrc)$/,
  ruby: /^(?:\.ruby-version|\.tool-versions)$/,
  php: /^\.php-version$/,
  dotnet: /^global\.json$/,
  rust: /^rust-toolchain(?:\.toml)?$/,
  elixir: /^\.tool-versions$/,
  erlang: /^\.tool-versions$/,
  gleam: /^\.tool-versions$/,
  deno: /^(?:\.dvmrc|\.tool-versions)$/,
  bun: /^(?:\.bun-version|\.tool-versions|package\.json)$/,
  swift: /^\.swift-version$/,
};

/** True for a file that a platform's set-up can be pointed at in place of a version. */
export function isReadable({ name, file }: Pick<RuntimeVersion, "name" | "file">): boolean {
  const base = file.slice(file.lastIndexOf("/") + 1);
  return READ_FROM[name]?.test(base) ?? false;
}
