import type { ComponentDraft } from "../component-draft.ts";
import { readVersions, toolSources, type VersionClaim, type VersionSource } from "../pick-version.ts";

const LINE = /^[ \t]*([^\s#]\S*)/m;

/** Elixir's version: tools' files, the Heroku buildpack's, the project's own range, the image that it is built from. */
const ELIXIR: readonly VersionSource[] = [
  ...toolSources("elixir"),
  { name: ".elixir-version", pattern: LINE, kind: "exact" },
  { name: "elixir_buildpack.config", pattern: /^elixir_version=["']?v?([\d.]+)/m, kind: "exact" },
  { name: "mix.exs", pattern: /^[ \t]*(?:elixir:|@elixir\w*)\s*"([^"]+)"/m, kind: "range" },
  { name: "Dockerfile", pattern: /^ARG[ \t]+ELIXIR_VERSION=["']?(\d[\d.]*)/m, kind: "exact" },
  { name: "Dockerfile", pattern: /^FROM[ \t]+(?:\S+\/)?elixir:(\d[\d.]*)/im, kind: "exact" },
];

const ERLANG: readonly VersionSource[] = [
  ...toolSources("erlang"),
  { name: ".erlang-version", pattern: LINE, kind: "exact" },
  { name: ".otp-version", pattern: LINE, kind: "exact" },
  { name: "elixir_buildpack.config", pattern: /^erlang_version=["']?v?([\d.]+)/m, kind: "exact" },
  { name: "Dockerfile", pattern: /^ARG[ \t]+OTP_VERSION=["']?(\d[\d.]*)/m, kind: "exact" },
  { name: "Dockerfile", pattern: /^FROM[ \t]+(?:\S+\/)?elixir:\d[\d.]*-erlang-(\d[\d.]*)/im, kind: "exact" },
  { name: "Dockerfile", pattern: /^FROM[ \t]+(?:\S+\/)?erlang:(\d[\d.]*)/im, kind: "exact" },
];

const OTP_SUFFIX = /-otp-(\d+)$/;

/** What files say about Elixir, without the OTP release that a build of it is for. */
export function elixirClaims(draft: ComponentDraft): VersionClaim[] {
  return readVersions(draft, ELIXIR).map((claim) => ({ ...claim, version: claim.version.replace(OTP_SUFFIX, "") }));
}

/** What files say about Erlang/OTP, a build of Elixir (`1.17.2-otp-27`) among them. */
export function erlangClaims(draft: ComponentDraft): VersionClaim[] {
  const named = readVersions(draft, ERLANG);
  const builds = readVersions(draft, ELIXIR).flatMap((claim) => {
    const version = OTP_SUFFIX.exec(claim.version)?.[1];
    return version === undefined ? [] : [{ ...claim, version }];
  });
  return [...named, ...builds];
}
