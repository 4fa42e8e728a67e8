import type { Component } from "../../profile/stack-profile.ts";
import type { JobGroup } from "./job-groups.ts";

type Env = Readonly<Record<string, string>>;

/** Variables of a job: how the stack's tools are told that this is a test, and where the tests find their services. */
export function jobEnv({ ecosystem, frameworks }: Component, serviceEnv: Env, group: JobGroup): Env {
  const tests = group.includes("test");
  return {
    ...(ecosystem === "rust" ? { CARGO_TERM_COLOR: "always" } : {}),
    ...(ecosystem === "dotnet" ? { DOTNET_CLI_TELEMETRY_OPTOUT: "true", DOTNET_NOLOGO: "true" } : {}),
    ...(tests && ecosystem === "elixir" ? { MIX_ENV: "test" } : {}),
    ...(tests && frameworks.includes("rails") ? { RAILS_ENV: "test" } : {}),
    ...serviceEnv,
  };
}
