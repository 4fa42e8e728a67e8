import { expect, it } from "vitest";
import { generate } from "../../../worker/engine/generate/generate.ts";
import { planPipeline } from "../../../worker/engine/generate/plan/plan-pipeline.ts";
import { DEFAULTS, FACTS } from "../../prove/generation/configurations.ts";
import { snapshot } from "../../support/engine.ts";
import { component, range } from "./plan-profiles.ts";

const FILES = {
  "CMakeLists.txt": "project(x C)\nadd_subdirectory(third_party/zlib)\nenable_testing()\n",
  "x.c": null,
  "a/package.json": '{"name":"a","scripts":{"test":"node --test"}}',
};

it.each([
  [
    "github",
    /steps:\n[^#]*actions\/checkout@[\s\S]*git submodule update --init --recursive[\s\S]*cmake -B build/,
    /GIT_/,
  ],
  ["gitlab", /GIT_SUBMODULE_STRATEGY: recursive/, /git submodule/],
  ["circleci", /- checkout\n[\s\S]*git submodule update --init --recursive[\s\S]*cmake -B build/, /GIT_/],
] as const)("code of other repositories is fetched on %s", (platform, wanted, unwanted) => {
  const options = { ...DEFAULTS, platform };
  const { files, problems } = generate(snapshot({ ...FILES, ".gitmodules": null }), options, FACTS);
  expect(files[0]?.text).toMatch(wanted);
  expect(files[0]?.text).not.toMatch(unwanted);
  expect(problems.filter(({ source }) => source !== "rule")).toEqual([]);
  expect(generate(snapshot(FILES), options, FACTS).files[0]?.text).not.toMatch(/submodule/i);
});

it("leaves jobs alone that check nothing out", () => {
  const commands = { install: "npm ci", lint: "npm run lint", test: "npm test" };
  const profile = {
    components: [component({ ecosystem: "node", commands, runtimes: [range("node", ">=20", "package.json")] })],
    notes: [],
    hasSubmodules: true,
  };
  const { pipeline } = planPipeline(profile, { ...DEFAULTS, platform: "github", style: "parallel" }, FACTS);
  const first = pipeline?.jobs.map(({ id, steps: [step] }) => [id, step?.name]);
  expect(first).toEqual([
    ["lint", "Fetch submodules"],
    ["test", "Fetch submodules"],
    ["required", undefined],
  ]);
});
