import { describe, expect, it } from "vitest";
import { newestPin, tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { generate } from "../../../worker/engine/generate/generate.ts";
import type { JobKind } from "../../../worker/engine/generate/generate-options.ts";
import { type Files, NOW, snapshot } from "../../support/engine.ts";

function jobsOf(files: Files, jobs: readonly JobKind[] | null = null): string[] {
  const base = { versions: null, deploy: "none", defaultBranch: null, runner: null, style: null } as const;
  const options = { ...base, platform: "gitlab", jobs, components: null, replaces: false } as const;
  const facts = { now: NOW, lookups: tableLookups(), pins: newestPin };
  return generate(snapshot(files), options, facts).jobs.map(({ id, commands }) => `${id}: ${commands.join(" ; ")}`);
}

const SERVICE = JSON.stringify({ name: "a", dependencies: { express: "5.1.0" } });

describe("an application without tests", () => {
  it.each([
    [
      "in Python",
      { "main.py": "import flask\n", "requirements.txt": "flask==3.1.1\n" },
      "check: pip install -r requirements.txt ; python -m compileall -q -x '[.]venv' .",
    ],
    [
      "in Python with uv",
      {
        "pyproject.toml": '[project]\nname = "a"\nversion = "0.1"\nrequires-python = ">=3.12"\n',
        "uv.lock": "version = 1\n",
        "main.py": "",
      },
      "check: uv sync --locked ; uv run python -m compileall -q -x '[.]venv' .",
    ],
    [
      "in PHP",
      { "index.php": "<?php\n" },
      "check: find . -name '*.php' -not -path './vendor/*' -print0 | xargs -0 -n1 php -l",
    ],
    ["in JavaScript", { "package.json": SERVICE, "package-lock.json": null, "index.js": "" }, "check: npm ci"],
  ])("%s has its dependencies installed and its files read", (_name, files, job) => {
    expect(jobsOf(files)).toEqual([job]);
  });

  it("has no such job where others were asked for", () => {
    expect(jobsOf({ "index.php": "<?php\n" }, ["deploy"])).toEqual([]);
  });
});

describe("tests that run what a build left behind", () => {
  it("bring the build along where only tests were asked for", () => {
    const files = {
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.20)\nproject(a C)\nenable_testing()\nadd_executable(t t.c)\nadd_test(NAME t COMMAND t)\n",
      "t.c": "",
    };
    const [job, ...others] = jobsOf(files, ["test"]);
    expect(others).toEqual([]);
    expect(job).toMatch(/cmake -B build.* ; ctest /);
  });
});

describe("a build that the tests do anyway", () => {
  it("is not done twice", () => {
    const pom = "<project><groupId>a</groupId><artifactId>b</artifactId><version>1</version></project>";
    expect(jobsOf({ "pom.xml": pom, "src/main/java/A.java": null, "src/test/java/ATest.java": null })).toEqual([
      "test: mvn -B -ntp verify",
    ]);
  });
});
