import { describe, expect, it } from "vitest";
import { explainJobs } from "../../../worker/engine/generate/plan/explain-jobs.ts";
import { component, exact, jobOf, manager, pipelineOf, plan, range, runsOf, toolsOf } from "./plan-profiles.ts";

const WEB = component({
  ecosystem: "node",
  language: "typescript",
  packageManager: manager("npm", "package-lock.json"),
  runtimes: [exact("node", "22.3.0", ".nvmrc")],
  frameworks: ["vite"],
  commands: {
    install: "npm ci",
    lint: "npm run lint",
    typecheck: "npm run typecheck",
    test: "npm test",
    build: "npm run build",
  },
});
const details = (notes: readonly { readonly code: string; readonly detail: string }[]) =>
  notes.map(({ code, detail }) => `${code}: ${detail}`);

describe("style", () => {
  it.each([
    [null, ["ci"]],
    ["compact", ["ci"]],
    ["parallel", ["check", "test"]],
  ] as const)("%s", (style, ids) => {
    expect(pipelineOf([WEB], { style }).jobs.map(({ id }) => id)).toEqual(ids);
  });

  it("keeps a matrix to the tests, also when all the rest is one job", () => {
    const { jobs } = pipelineOf([WEB], { style: "compact", versions: ["22", "24"] });
    expect(jobs.map(({ id, matrix }) => [id, matrix?.values ?? null])).toEqual([
      ["check", null],
      ["test", ["22", "24"]],
      ["required", null],
    ]);
  });

  it("writes fast jobs first", () => {
    const minutes = pipelineOf([WEB], { style: "parallel" }).jobs.map(({ timeoutMinutes }) => timeoutMinutes);
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
  });
});

describe("jobs that are wanted", () => {
  it("run a command of two kinds once", () => {
    const make = {
      ...WEB,
      commands: {
        ...WEB.commands,
        lint: "make check",
        test: "make check",
        typecheck: "make build",
        build: "make build",
      },
    };
    const { jobs } = pipelineOf([make], { style: "parallel" });
    expect(jobs.map((job) => [job.id, runsOf(job)])).toEqual([
      ["test", ["npm ci", "make check"]],
      ["build", ["npm ci", "make build"]],
    ]);
  });

  it("are the only ones", () => {
    const pipeline = pipelineOf([WEB], { jobs: ["lint", "build"] });
    expect(pipeline.jobs.flatMap(runsOf)).toEqual(["npm ci", "npm run lint", "npm run build"]);
  });

  it("are said to be left out where nothing is there to run", () => {
    const { notes } = plan([WEB], { jobs: ["test", "format"] });
    expect(details(notes)).toEqual([
      "left_out: No format step for the typescript project in the root: no formatter is set up. Add the tool and a command for it, then generate again.",
    ]);
  });

  it("audit dependencies only when they are asked for it", () => {
    expect(pipelineOf([WEB]).jobs.flatMap(runsOf).join()).not.toContain("audit");
    const job = jobOf(pipelineOf([WEB], { jobs: ["test", "security"] }), "audit");
    expect(runsOf(job)).toEqual(["npm audit --audit-level=high"]);
    expect(job.why).toContain("red");
    const unlocked = { ...WEB, packageManager: manager("npm", null) };
    expect(details(plan([unlocked], { jobs: ["test", "security"] }).notes)[0]).toContain(
      "No audit of the dependencies",
    );
  });
});

describe("versions that were chosen", () => {
  it.each([
    [["24"], "node 24", null],
    [["22", "24", "24"], "node matrix", ["22", "24"]],
    [["24", "lts; rm -rf"], "node 24", null],
  ])("%j", (versions, tool, values) => {
    const job = jobOf(pipelineOf([WEB], { versions, style: "parallel" }), "test");
    expect([toolsOf(job), job.matrix?.values ?? null]).toEqual([[tool], values]);
  });

  it("are said when they are none", () => {
    expect(details(plan([WEB], { versions: ["newest"] }).notes)).toEqual([
      "left_out: `newest` is no version such as 22 or 3.13; it is left out.",
    ]);
    expect(toolsOf(jobOf(pipelineOf([WEB], { versions: ["newest"] }), "ci"))).toEqual(["node .nvmrc"]);
  });

  it("are those of the main language alone", () => {
    const api = component({
      ecosystem: "go",
      path: "api",
      runtimes: [range("go", "1.26", "api/go.mod")],
      commands: { test: "go test ./..." },
    });
    const { jobs } = pipelineOf([{ ...WEB, path: "web" }, api], { versions: ["22", "24"] });
    expect(jobs.filter(({ matrix }) => matrix).map(({ id }) => id)).toEqual(["web-test"]);
  });
});

describe("versions that the repository states", () => {
  it.each([
    ["an ended line stays, and is said", exact("node", "18", ".nvmrc"), "node 18", "out of support since 2025-04-30"],
    ["a moving name becomes the proven line", exact("node", "lts/*", ".nvmrc"), "node 24", "No file"],
    ["a range of ended lines alone", range("node", "^16", "package.json"), "node 16", "Widen the range"],
    ["a range that is not understood", range("node", "lts", "package.json"), "node 24", "No file"],
    ["a range that leaves the proven line out", range("node", ">=26", "package.json"), "node 26", null],
  ])("%s", (_name, runtime, tool, note) => {
    const { pipeline, notes } = plan([{ ...WEB, runtimes: [runtime] }], { platform: "gitlab" });
    expect(pipeline?.jobs[0] && toolsOf(pipeline.jobs[0])).toEqual([tool]);
    const said = notes.map(({ detail }) => detail).join("\n");
    if (note === null) expect(said).toBe("");
    else expect(said).toContain(note);
  });

  it.each([
    ["1.17", "elixir"],
    ["~> 1.19", "elixir 1.19"],
    [">= 1.20.1 and < 2.0.0", "elixir 1.20"],
  ])("takes the least Elixir of %s only where it is newer than the usual one", (version, tool) => {
    const app = component({
      ecosystem: "elixir",
      runtimes: [range("elixir", version, "mix.exs")],
      commands: { test: "mix test" },
    });
    expect(toolsOf(jobOf(pipelineOf([app]), "test"))).toEqual([tool, "erlang"]);
  });

  it("counts an exact version before a range", () => {
    const runtimes = [range("node", ">=20", "package.json"), exact("node", "22.3.0", ".nvmrc")];
    expect(toolsOf(jobOf(pipelineOf([{ ...WEB, runtimes }], { platform: "circleci" }), "ci"))).toEqual(["node 22.3.0"]);
  });
});

describe("triggers and runners", () => {
  it("run for the default branch, pull requests, the merge queue and by hand", () => {
    expect(pipelineOf([WEB], { defaultBranch: "trunk" })).toMatchObject({
      name: "CI",
      defaultBranch: "trunk",
      cancelSuperseded: true,
      triggers: { push: ["trunk"], pullRequest: true, mergeGroup: true, tags: [], schedule: [], manual: true },
    });
    expect(pipelineOf([WEB], { platform: "gitlab" }).triggers.mergeGroup).toBe(false);
  });

  it("use the given runner for every job, the gate with them", () => {
    const { jobs } = pipelineOf([WEB], { runner: "big", versions: ["22", "24"] });
    expect(new Set(jobs.map(({ runner }) => runner))).toEqual(new Set(["big"]));
  });

  it("take a Mac for Xcode", () => {
    const app = component({ ecosystem: "swift", commands: { test: "xcodebuild test -scheme App" } });
    expect(pipelineOf([app]).jobs[0]?.runner).toBe("macos-15");
  });

  it("fetch the whole history for what asks which packages changed", () => {
    const nx = { ...WEB, commands: { ...WEB.commands, test: "npx nx affected -t test" } };
    expect(jobOf(pipelineOf([nx], { style: "parallel" }), "test").fetchDepth).toBe(0);
    expect(jobOf(pipelineOf([nx], { style: "parallel" }), "check").fetchDepth).toBe(1);
  });
});

describe("nothing to plan", () => {
  it.each([
    ["no components", [], {}, "No manifest of a known language"],
    ["an unknown folder", [WEB], { components: ["./nowhere/"] }, "No component in `nowhere`; there are `.`."],
    ["no commands", [component({ ecosystem: "node" })], {}, "There is nothing to run"],
    ["nothing of what is wanted", [WEB], { jobs: ["format"] as const }, "There is nothing to run"],
  ])("%s", (_name, components, options, said) => {
    const { pipeline, notes } = plan(components, options);
    expect(pipeline).toBeNull();
    expect(notes.at(-1)?.code).toBe("no_stack");
    expect(notes.map(({ detail }) => detail).join("\n")).toContain(said);
  });
});

it("explains each job by its commands", () => {
  expect(explainJobs(pipelineOf([WEB], { jobs: ["lint", "container"], deploy: "container-registry" }))[0]).toEqual({
    id: "lint",
    name: "Lint",
    why: "Proves that the linter has nothing to say; quick, so that slips show first.",
    commands: ["npm ci", "npm run lint"],
  });
});

it("says nothing of a program that a command installs itself", () => {
  const own = {
    ...WEB,
    commands: { ...WEB.commands, install: "pip install pre-commit==4.0.1", lint: "pre-commit run -a" },
  };
  expect(plan([own]).notes).toEqual([]);
});

it("says which programs nothing installs", () => {
  const just = { ...WEB, commands: { ...WEB.commands, test: "CI=1 just test && just e2e", lint: "npx moon check" } };
  expect(details(plan([just]).notes)).toEqual([
    "set_up: A command of the typescript project in the root calls `just`, which the pipeline does not install: add a step for it, or have the project's own tools bring it along.",
  ]);
});

it("says when the signs were few", () => {
  expect(details(plan([{ ...WEB, confidence: "low" }]).notes)[0]).toContain("concluded from few signs");
});
