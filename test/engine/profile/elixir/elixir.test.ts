import { describe, expect, it } from "vitest";
import { elixirDetector } from "../../../../worker/engine/profile/elixir/elixir-detector.ts";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const PHOENIX: Files = {
  "mix.exs": `defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      elixir: "~> 1.15",
      aliases: aliases(),
      deps: deps()
    ]
  end

  def application do
    [mod: {Shop.Application, []}]
  end

  defp deps do
    [
      {:phoenix, "~> 1.8.0"},
      {:phoenix_ecto, "~> 4.5"},
      {:postgrex, ">= 0.0.0"},
      {:phoenix_live_view, "~> 1.1.0"},
      # {:absinthe, "~> 1.7"},
      {:heroicons,
       github: "tailwindlabs/heroicons", tag: "v2.2.0", sparse: "optimized", app: false, compile: false},
      {:credo, "~> 1.7", only: [:dev, :test], runtime: false},
      {:dialyxir, "~> 1.4", only: :dev, runtime: false}
    ]
  end

  defp aliases do
    [
      setup: ["deps.get", "ecto.setup"],
      test: ["ecto.create --quiet", "ecto.migrate --quiet", "test"]
    ]
  end
end
`,
  "mix.lock": `%{
${["phoenix", "phoenix_ecto", "postgrex", "phoenix_live_view", "heroicons", "credo", "dialyxir"].map((name) => `  "${name}": {:hex, :${name}},`).join("\n")}
}
`,
  ".formatter.exs": "",
  ".tool-versions": "elixir 1.18.4-otp-27\nerlang 27.3.4\n",
  "priv/repo/migrations/1_init.exs": "",
  "test/test_helper.exs": "",
};

describe("a Phoenix application", () => {
  const app = detected(elixirDetector, PHOENIX);

  it("is told by its manifest", () => {
    expect(managerOf(app)).toBe("mix - mix.lock");
    expect(app.frameworks).toEqual(["phoenix", "liveview", "ecto"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual([
      "elixir 1.18.4 exact .tool-versions",
      "elixir ~> 1.15 range mix.exs",
      "erlang 27.3.4 exact .tool-versions",
    ]);
    expect(notesOf(app)).toEqual([]);
  });

  it("is checked by mix", () => {
    expect(commandsOf(app)).toEqual({
      install: "mix deps.get --check-locked",
      lint: "mix credo",
      format: "mix format --check-formatted",
      typecheck: "mix dialyzer",
      test: "mix test",
      build: "mix compile --warnings-as-errors",
      start: "mix phx.server",
    });
  });

  it("says where it read what", () => {
    const claims = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(claims).toContain("framework phoenix mix.exs:19");
    expect(claims).toContain("service postgres mix.exs:21");
    expect(claims).toContain("lint mix credo mix.exs:26");
    expect(claims).toContain("test mix test mix.exs:34");
  });
});

const mix = (deps: string, project = "") =>
  `defmodule A do\n  def project do\n    [${project}]\n  end\n\n  defp deps do\n    [${deps}]\n  end\nend\n`;
const COMPILE = "mix compile --warnings-as-errors";

describe("Elixir repositories", () => {
  it.each<[string, Files, string[], string[], Partial<Commands>]>([
    [
      "Ecto without an alias that makes the database",
      {
        "mix.exs": mix(
          '{:ecto_sql, "~> 3.12"}, {:myxql, ">= 0.0.0"}, {:plug_cowboy, "~> 2.0"}',
          "\n      mod: {A, []}\n",
        ),
        "mix.lock": "",
        "priv/repo/migrations/1.exs": "",
        "test/a_test.exs": "",
      },
      ["ecto", "plug"],
      ["mysql"],
      {
        install: "mix deps.get --check-locked",
        test: "MIX_ENV=test mix do ecto.create --quiet + ecto.migrate --quiet + test",
        build: COMPILE,
        start: "mix run --no-halt",
      },
    ],
    [
      "a library with optional drivers",
      {
        "mix.exs": mix('{:postgrex, "~> 0.19", optional: true}, {:redix, "~> 1.5"}, {:phoenix, "~> 1.7", only: :test}'),
        "test/lib_test.exs": "",
      },
      [],
      ["redis"],
      { install: "mix deps.get", test: "mix test", build: COMPILE },
    ],
    [
      "one without dependencies",
      { "mix.exs": "", "mix.lock": "" },
      [],
      [],
      { install: "mix deps.get --check-locked", build: COMPILE },
    ],
    [
      "containers of the tests' own",
      { "mix.exs": mix('{:postgrex, "~> 0.19"}, {:testcontainers, "~> 1.11", only: :test}') },
      [],
      [],
      { install: "mix deps.get", build: COMPILE },
    ],
  ])("%s", (_, files, frameworks, services, commands) => {
    const found = detected(elixirDetector, files);
    expect(found.frameworks).toEqual(frameworks);
    expect(servicesOf(found)).toEqual(services);
    expect(commandsOf(found)).toEqual(commands);
  });
});

describe("an umbrella", () => {
  const files: Files = {
    "mix.exs": `${mix('{:credo, "~> 1.7", only: :dev}')}\n  apps_path: "apps",\n`,
    "mix.lock": "",
    "apps/core/mix.exs": mix('{:postgrex, "~> 0.19"}', '\n      lockfile: "../../mix.lock"'),
    "apps/web/mix.exs": mix('{:phoenix, "~> 1.7"}, {:core, in_umbrella: true}', '\n      lockfile: "../../mix.lock"'),
    "apps/web/test/test_helper.exs": "",
  };

  it("is one component with its applications as members", () => {
    const root = detected(elixirDetector, files);
    expect(root.monorepo).toEqual({ tool: "mix", packages: ["apps/core", "apps/web"] });
    expect(root.members).toEqual(["apps/core", "apps/web"]);
    expect(servicesOf(root)).toEqual(["postgres"]);
    expect(root.commands).toMatchObject({ lint: "mix credo", test: "mix test" });
  });

  it("shares its lockfile", () => {
    const web = detected(elixirDetector, files, "apps/web");
    expect(managerOf(web)).toBe("mix - mix.lock");
    expect(web.frameworks).toEqual(["phoenix"]);
  });
});

describe("versions", () => {
  it.each<[string, Files, string[]]>([
    [
      "the OTP release of a build",
      { "mix.exs": "", ".tool-versions": "elixir 1.17.2-otp-26\n" },
      ["elixir 1.17.2 exact .tool-versions", "erlang 26 exact .tool-versions"],
    ],
    [
      "the buildpack",
      { "mix.exs": "", "elixir_buildpack.config": "elixir_version=1.15.4\nerlang_version=26.0\n" },
      ["elixir 1.15.4 exact elixir_buildpack.config", "erlang 26.0 exact elixir_buildpack.config"],
    ],
    [
      "Phoenix's Dockerfile",
      { "mix.exs": 'elixir: "~> 1.14",', Dockerfile: "ARG ELIXIR_VERSION=1.18.4\nARG OTP_VERSION=27.3\nFROM x\n" },
      ["elixir ~> 1.14 range mix.exs", "elixir 1.18.4 exact Dockerfile", "erlang 27.3 exact Dockerfile"],
    ],
    [
      "mise",
      { "mix.exs": "", "mise.toml": '[tools]\nelixir = "1.18"\nerlang = "27"\n' },
      ["elixir 1.18 exact mise.toml", "erlang 27 exact mise.toml"],
    ],
    [
      "names that move",
      { "mix.exs": "", ".tool-versions": "elixir main-otp-27\nerlang latest\n" },
      ["erlang 27 exact .tool-versions"],
    ],
    ["a version file", { "mix.exs": "", ".elixir-version": "1.16.3\n" }, ["elixir 1.16.3 exact .elixir-version"]],
    [
      "an attribute",
      { "mix.exs": '  @elixir_requirement "~> 1.18"\n  elixir: @elixir_requirement,' },
      ["elixir ~> 1.18 range mix.exs"],
    ],
    ["a range", { "mix.exs": '  elixir: "~> 1.14 or ~> 2.0",' }, ["elixir ~> 1.14 or ~> 2.0 range mix.exs"]],
  ])("%s", (_, files, runtimes) => {
    expect(runtimesOf(detected(elixirDetector, files))).toEqual(runtimes);
  });
});

describe("doubts", () => {
  it.each<[string, Files, string[]]>([
    [
      "an application without lockfile",
      { "mix.exs": mix('{:plug, "~> 1.0"}', "\n      mod: {A, []}") },
      ["no_lockfile mix.exs"],
    ],
    [
      "a lockfile that lacks a package",
      { ...PHOENIX, "mix.lock": '%{\n  "phoenix": {:hex, :phoenix},\n}\n' },
      ["lockfile_out_of_date mix.lock"],
    ],
    [
      "versions that differ",
      { "mix.exs": '  elixir: "~> 1.18",', ".elixir-version": "1.14.5" },
      ["version_conflict mix.exs"],
    ],
    ["odd text", { "mix.exs": "{:a, {:b, \n{:c,,, defp deps do {:d" }, []],
    ["an unread manifest", { "mix.exs": null }, []],
  ])("%s", (_, files, notes) => {
    expect(notesOf(detected(elixirDetector, files))).toEqual(notes);
  });
});
