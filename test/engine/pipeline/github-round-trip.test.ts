import { describe, expect, test } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGithub } from "../../../worker/engine/pipeline/github/read.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { Pipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { job, pipeline, run } from "./github-builders.ts";
import { SAMPLES } from "./github-samples.ts";
import { pins } from "./github-set-up.ts";

/** What a round trip must keep of every job; versions that a set-up fills in and the words of comments may differ. */
function kept({ jobs, triggers, env, name, defaultBranch, cancelSuperseded }: Pipeline) {
  return {
    name,
    defaultBranch,
    triggers,
    env,
    cancelSuperseded,
    jobs: jobs.map(({ toolchains, caches, environment, permissions, artifacts, ...job }) => ({
      ...job,
      environment: environment?.name,
      tools: toolchains
        .map(({ tool }) => tool)
        .filter((tool) => tool !== "npm" && tool !== "composer")
        .sort(),
      versions: toolchains.flatMap(({ version }) => version ?? []).sort(),
      keyFiles: caches.flatMap(({ keyFiles }) => keyFiles).sort(),
      artifacts: artifacts.map(({ report: _report, ...artifact }) => artifact),
    })),
  };
}

describe.each(Object.entries(SAMPLES))("the workflow of %s", (_name, { pipeline, files }) => {
  const { file } = renderGithub(pipeline, { pins, now: NOW });
  const repository = new RepositoryModel(snapshot({ ...files, [file.path]: file.text }, pipeline.defaultBranch));
  const read = readGithub(repository, file.path);

  test("reads back as the pipeline that it was written from, with nothing lost", () => {
    expect(read?.notCarried).toEqual([]);
    expect(read && kept(read.pipeline)).toEqual(kept(pipeline));
  });

  test("is written again as the same text", () => {
    expect(read && renderGithub(read.pipeline, { pins, now: NOW }).file.text).toBe(file.text);
  });
});

const TEXTS = [
  ...[
    "a: b",
    "a #b",
    "- a",
    "* a",
    "! a",
    "%a",
    "@a",
    "`a`",
    "{a}",
    "[a]",
    "a,b",
    "'a'",
    '"a"',
    "\\a",
    "a\\nb",
    "#a",
    "?",
    ":",
    "é ü 漢",
  ],
  ...["on", "No", "null", "~", "007", "1e3", "3.10", "2026-11-21", "0x1f", "1:30", "<<", "=", ".5", "---", "..."],
  ...[
    "a\nb",
    "a\n  b\nc",
    "a\n\n#b\n\tc",
    "a && b || c | d > e",
    "$A ${B:-c} $(d)",
    "[[ $a =~ ^b$ ]]",
    "echo 'x: y' # z",
  ],
];

test.each(TEXTS)("any text comes back as it was: %j", (text) => {
  const service = {
    name: "db",
    image: "postgres:17",
    port: 5432,
    env: { A: text },
    health: text.includes("\n") ? null : text,
  };
  const steps = [
    run(text.split("\n")[0] ?? "", text, { directory: "a b", env: { B: text }, condition: "failure()" }),
    run("x", `y ${text}`),
  ];
  const artifacts = [
    { name: "r", paths: ["a b/*.xml", "c"], retentionDays: 3, when: "failure", report: null } as const,
  ];
  const planned = pipeline([
    job("a", {
      name: `J ${text.replaceAll("\n", " ").trim()}`.replace(/[\s,:;|/–-]+$/, ""),
      services: [service],
      env: { C: text },
      steps,
      artifacts,
    }),
  ]);
  const { file } = renderGithub(planned, { pins, now: NOW });
  const read = readGithub(new RepositoryModel(snapshot({ [file.path]: file.text })), file.path);
  expect(read?.notCarried).toEqual([]);
  expect(read && kept(read.pipeline)).toEqual(kept(planned));
});
