import { describe, expect, it } from "vitest";
import { scriptOf } from "../../../worker/engine/model/gitlab/job-scripts.ts";
import { isSetting } from "../../../worker/engine/model/gitlab/pipeline.ts";
import { gitlabFilesOf, gitlabPipelinesOf } from "../../../worker/engine/model/gitlab/read-pipeline.ts";
import { settingOf, stageOf, stagesOf, textOf } from "../../../worker/engine/model/gitlab/settings.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { type Files, snapshot } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";

function read(files: string | Files) {
  const repository = new RepositoryModel(snapshot(typeof files === "string" ? { [CI]: files } : files));
  const pipelines = gitlabPipelinesOf({ repository });
  return { repository, pipelines, pipeline: pipelines[0] };
}

function settingText(files: string | Files, name: string, ...path: string[]) {
  const { pipeline } = read(files);
  const job = pipeline?.entries.get(name);
  if (!pipeline || !job) return "no job";
  const answer = settingOf(pipeline, job, ...path);
  return isSetting(answer) ? (textOf(answer)?.value ?? answer.node.kind) : answer;
}

function linesOf(files: string | Files, name: string) {
  const { pipeline } = read(files);
  const job = pipeline?.entries.get(name);
  return pipeline && job ? scriptOf(pipeline, job).lines.map(({ text }) => text.value) : [];
}

describe("a setting of a GitLab job", () => {
  it.each([
    ["its own", "a:\n  image: x\n", "x"],
    ["of what it extends", ".b:\n  image: x\na:\n  extends: .b\n", "x"],
    ["of the last that it extends", ".b:\n  image: x\n.c:\n  image: y\na:\n  extends: [.b, .c]\n", "y"],
    ["of what that extends", ".b:\n  image: x\n.c:\n  extends: .b\na:\n  extends: .c\n", "x"],
    ["of a merge key", ".b: &b\n  image: x\na:\n  <<: *b\n", "x"],
    ["of the first of several merge keys", ".b: &b {image: x}\n.c: &c {image: y}\na:\n  <<: [*b, *c]\n", "x"],
    ["its own in front of a merge key", ".b: &b {image: x}\na:\n  <<: *b\n  image: y\n", "y"],
    ["an alias", ".b: &b {image: x}\na: *b\n", "x"],
    ["of a reference", ".b:\n  image: x\na:\n  image: !reference [.b, image]\n", "x"],
    ["of the default", "default:\n  image: x\na:\n  script: y\n", "x"],
    ["of the older default", "image: x\na:\n  script: y\n", "x"],
    ["none when nothing is inherited", "image: x\na:\n  inherit: {default: false}\n", "absent"],
    ["none when other keys are inherited", "image: x\na:\n  inherit: {default: [cache]}\n", "absent"],
    ["nothing instead of the inherited", ".b:\n  image: x\na:\n  extends: .b\n  image:\n", "absent"],
    ["unknown when the base was not read", "include: [{project: p, file: f}]\na:\n  extends: .b\n", "unknown"],
    ["unknown when a default may come from elsewhere", "include: https://e.org/x.yml\na:\n  script: y\n", "unknown"],
    ["none of GitLab's scan templates", "include: [{template: Jobs/SAST.gitlab-ci.yml}]\na:\n  script: y\n", "absent"],
    ["unknown in a circle", "a:\n  extends: .b\n.b:\n  extends: a\n", "unknown"],
  ])("is %s", (_, text, expected) => {
    expect(settingText(text, "a", "image")).toBe(expected);
  });

  it("is merged key by key in mappings", () => {
    const text = ".b:\n  variables: {X: base, Y: base}\na:\n  extends: .b\n  variables: {X: own}\n";
    expect(settingText(text, "a", "variables", "X")).toBe("own");
    expect(settingText(text, "a", "variables", "Y")).toBe("base");
  });

  it("is not merged into what a merge key brings", () => {
    const text = ".b: &b\n  variables: {Y: base}\na:\n  <<: *b\n  variables: {X: own}\n";
    expect(settingText(text, "a", "variables", "Y")).toBe("absent");
  });

  it("is not taken from a default's mapping when the job has one", () => {
    const text = "default:\n  cache: {key: x}\na:\n  cache: {paths: [y]}\n";
    expect(settingText(text, "a", "cache", "key")).toBe("absent");
  });
});

describe("GitLab includes", () => {
  const PART = "default:\n  image: x\n";

  it.each([
    ["a path", "include: ci/d.yml\n"],
    ["a path from the root", "include: /ci/d.yml\n"],
    ["a mapping", "include:\n  local: ci/d.yml\n"],
    ["a list", "include: [{local: ci/d.yml}]\n"],
    ["a pattern", "include: 'ci/*.yml'\n"],
    ["a deep pattern", "include: '**/d.yml'\n"],
    ["a deep pattern without a folder between", "include: 'ci/**/*.yml'\n"],
  ])("are read by %s", (_, include) => {
    expect(settingText({ [CI]: `${include}a:\n  script: y\n`, "ci/d.yml": PART }, "a", "image")).toBe("x");
  });

  it("are read in included files, once, also in a circle", () => {
    const files = { [CI]: "include: ci/a.yml\na:\n  script: y\n", "ci/a.yml": "include: [ci/d.yml, /ci/a.yml]\n" };
    const { pipeline } = read({ ...files, "ci/d.yml": PART });
    expect(pipeline?.files.map(({ path }) => path)).toEqual([CI, "ci/a.yml", "ci/d.yml"]);
    expect(pipeline?.isComplete).toBe(true);
  });

  it("lose against the file that includes them, and against later ones", () => {
    const files = { "ci/1.yml": "a:\n  image: one\n  stage: s\n", "ci/2.yml": "a:\n  image: two\n" };
    expect(settingText({ [CI]: "include: [ci/1.yml, ci/2.yml]\n", ...files }, "a", "image")).toBe("two");
    expect(settingText({ [CI]: "include: ['ci/*.yml']\na:\n  image: own\n", ...files }, "a", "image")).toBe("own");
    expect(settingText({ [CI]: "include: ['ci/*.yml']\na:\n  image: own\n", ...files }, "a", "stage")).toBe("s");
  });

  it.each([
    ["a path with a variable", "include: ci/$NAME.yml\n"],
    ["a path that was not read", "include: ci/other.yml\n"],
    ["a pattern without files", "include: 'nothing/*.yml'\n"],
    ["another project", "include: [{project: p, file: f}]\n"],
    ["an odd item", "include: [{local: ci/d.yml}, {file: x}, {remote: https://e.org}]\n"],
  ])("leave the pipeline incomplete with %s", (_, include) => {
    expect(read({ [CI]: `${include}a:\n  script: y\n`, "ci/d.yml": PART }).pipeline?.isComplete).toBe(false);
  });

  it("may have a header of inputs", () => {
    const part = "spec:\n  inputs:\n    stage: {default: test}\n---\na:\n  stage: $[[ inputs.stage ]]\n  image: x\n";
    expect(
      settingText({ [CI]: "include: [{local: ci/p.yml, inputs: {stage: s}}]\n", "ci/p.yml": part }, "a", "image"),
    ).toBe("x");
  });
});

describe("GitLab pipelines", () => {
  it("are the root, the children that jobs trigger, and parts for other repositories", () => {
    const { pipelines, repository } = read({
      [CI]: "t:\n  trigger:\n    include: [{local: child.yml}]\n",
      "child.yml": "a:\n  script: x\n",
      "templates/build.yml": "spec:\n  inputs: {}\n---\nb:\n  script: x\n",
      "deploy/x.gitlab-ci.yml": "c:\n  script: x\n",
      "ci/other.yml": "d:\n  script: x\n",
    });
    expect(pipelines.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      `root ${CI}`,
      "child child.yml",
      "part deploy/x.gitlab-ci.yml",
      "part templates/build.yml",
    ]);
    expect(gitlabFilesOf(repository)).toHaveLength(4);
  });

  it("do not exist without a file, and survive odd ones", () => {
    expect(read({ "README.md": "x" }).pipelines).toEqual([]);
    expect(read("- a\n").pipelines).toEqual([]);
    expect(read("a: [\n").pipelines).toEqual([]);
    expect(read("a:\nb: 5\n5: {script: x}\n? [x]\n: y\n").pipeline?.jobs.map(({ name }) => name)).toEqual(["5"]);
  });

  it("know their stages and those of their jobs", () => {
    const { pipeline } = read("stages: [one, .post]\na:\n  script: x\nb:\n  stage: one\n");
    expect(pipeline && stagesOf(pipeline)).toEqual([".pre", "one", ".post"]);
    expect(pipeline?.jobs.map((job) => stageOf(pipeline, job))).toEqual(["test", "one"]);
    const plain = read("a:\n  script: x\n").pipeline;
    expect(plain && stagesOf(plain)).toEqual([".pre", "build", "test", "deploy", ".post"]);
  });
});

describe("a script of a GitLab job", () => {
  it.each([
    ["a text", "a:\n  script: x\n", ["x"]],
    ["a list", "a:\n  script: [x, y]\n", ["x", "y"]],
    ["nested lists and aliases", ".s: &s [x, y]\na:\n  script:\n    - *s\n    - [z, [w]]\n", ["x", "y", "z", "w"]],
    ["references", ".s:\n  script: [x]\na:\n  script:\n    - !reference [.s, script]\n    - y\n", ["x", "y"]],
    ["a reference as a whole", ".s:\n  script: [x]\na:\n  script: !reference [.s, script]\n", ["x"]],
    ["all three parts with defaults", "before_script: [b]\nafter_script: [c]\na:\n  script: x\n", ["b", "x", "c"]],
  ])("is %s", (_, text, expected) => {
    expect(linesOf(text, "a")).toEqual(expected);
  });

  it("is incomplete with a reference to what was not read", () => {
    const { pipeline } = read("a:\n  script:\n    - !reference [.s, script]\n");
    const [job] = pipeline?.jobs ?? [];
    expect(pipeline && job && scriptOf(pipeline, job)).toEqual({ lines: [], isComplete: false });
  });
});

describe("hostile GitLab files", () => {
  it("cannot multiply what they extend", () => {
    const ladder = Array.from({ length: 10 }, (_, level) => {
      const base = level === 0 ? ".b" : `.c${level - 1}`;
      return `.c${level}:\n  extends: [${Array(4).fill(base).join(", ")}]\n`;
    });
    const { pipeline } = read(`.b:\n  script: x\n${ladder.join("")}a:\n  extends: .c9\n`);
    expect(pipeline?.entries.get("a")?.layers).toHaveLength(12);
  });

  it("cannot multiply what they refer to", () => {
    const ladder = Array.from({ length: 8 }, (_, level) => {
      const base = level === 0 ? ".b" : `.c${level - 1}`;
      return `.c${level}:\n  script: [${Array(6).fill(`!reference [${base}, script]`).join(", ")}]\n`;
    });
    expect(
      linesOf(`.b:\n  script: [x]\n${ladder.join("")}a:\n  script: !reference [.c7, script]\n`, "a").length,
    ).toBeLessThan(5000);
  });
});
