import { describe, expect, it } from "vitest";
import { erlangDetector } from "../../../../worker/engine/profile/erlang/erlang-detector.ts";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import { commandsOf, detected, detectIn, managerOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const CONFIG = `{erl_opts, [debug_info]}.
{minimum_otp_vsn, "25"}.
%% {deps, [nova]}.
{deps, [
    {cowboy, "2.12.0"},
    {epgsql, {git, "https://github.com/epgsql/epgsql.git", {tag, "4.7.1"}}},
    jsx
]}.
{profiles, [{test, [{deps, [meck, {nova, "0.9"}]}]}]}.
{project_plugins, [erlfmt, rebar3_lint]}.
{xref_checks, [undefined_function_calls]}.
{dialyzer, [{warnings, [unknown]}]}.
`;

describe("a project with rebar3", () => {
  const project = detected(erlangDetector, {
    "rebar.config": CONFIG,
    "rebar.lock": "",
    ".tool-versions": "erlang 27.1\nrebar 3.24.0\n",
    "apps/shop/src/shop.app.src": "",
    "apps/shop/test/shop_SUITE.erl": "",
    "apps/shop/test/shop_tests.erl": "",
  });

  it("is told by its configuration", () => {
    expect(project.language).toBe("erlang");
    expect(managerOf(project)).toBe("rebar3 3.24.0 rebar.lock");
    expect(project.frameworks).toEqual(["cowboy"]);
    expect(servicesOf(project)).toEqual(["postgres"]);
    expect(project.monorepo).toEqual({ tool: "rebar3", packages: ["apps/shop"] });
    expect(runtimesOf(project)).toEqual(["erlang 27.1 exact .tool-versions", "erlang >=25 range rebar.config"]);
    expect(project.evidence.find(({ value }) => value === "cowboy")?.line).toBe(5);
  });

  it("is checked by rebar3 and its plug-ins", () => {
    expect(commandsOf(project)).toEqual({
      install: "rebar3 get-deps",
      lint: "rebar3 xref && rebar3 lint",
      format: "rebar3 fmt --check",
      typecheck: "rebar3 dialyzer",
      test: "rebar3 do eunit, ct",
      build: "rebar3 compile",
    });
  });
});

describe("Erlang repositories", () => {
  it.each<[string, Files, string, Partial<Commands>]>([
    [
      "tests inside a module",
      { "rebar.config": "{deps, []}.\n", "src/a.erl": '-include_lib("eunit/include/eunit.hrl").\n' },
      "rebar3 - -",
      { test: "rebar3 eunit", build: "rebar3 compile" },
    ],
    [
      "suites alone",
      { "rebar.config": "", "test/a_SUITE.erl": "" },
      "rebar3 - -",
      { test: "rebar3 ct", build: "rebar3 compile" },
    ],
    [
      "erlang.mk",
      { "erlang.mk": "", Makefile: "PROJECT = shop\nDEPS = cowboy jsx\ninclude erlang.mk\n", "test/a_SUITE.erl": "" },
      "erlang.mk - -",
      { install: "make deps", test: "make tests", build: "make" },
    ],
    ["odd text", { "rebar.config": "{deps, [{{{,,\n{deps" }, "rebar3 - -", { build: "rebar3 compile" }],
  ])("%s", (_, files, manager, commands) => {
    const found = detected(erlangDetector, files);
    expect(managerOf(found)).toBe(manager);
    expect(commandsOf(found)).toEqual(commands);
  });

  it("are none without a configuration", () => {
    expect(detectIn(erlangDetector, { "src/a.erl": "" })).toBeNull();
  });
});
