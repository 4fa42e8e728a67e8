import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { platformProblems } from "../../../worker/engine/prove/platform-problems.ts";
import { snapshot } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const problems = (text: string) => platformProblems(new RepositoryModel(snapshot({ [PATH]: text })), PATH);
const JOB = "jobs:\n  a: {steps: [checkout, {run: x}]}\n";
const flow = (jobs: string) => `${JOB}workflows:\n  w:\n    jobs: ${jobs}\n`;

describe("CircleCI accepts", () => {
  it.each([
    ["a job", JOB],
    ["known, orb and approval jobs", flow("[a, o/j, {hold: {type: approval}}, {a: {name: b, requires: [a, hold]}}]")],
    ["a matrix", flow("[{a: {matrix: {parameters: {v: [1]}}}}, {a: {name: b, requires: [a-1]}}]")],
  ])("%s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe("CircleCI refuses", () => {
  it.each([
    ["an unknown job", flow("[b]"), "workflow w: job b"],
    ["an unknown requirement", flow("[{a: {requires: [b]}}]"), "workflow w: a requires b"],
    ["run without a command", "jobs:\n  a: {steps: [{run: {name: x}}]}\n", "jobs.a: run without command"],
    ["a cache without paths", "jobs:\n  a: {steps: [{save_cache: {key: x}}]}\n", "jobs.a: save_cache without paths"],
    ["a restore without key", "jobs:\n  a: {steps: [{restore_cache: {}}]}\n", "jobs.a: restore_cache without key"],
    ["a job without steps", "jobs:\n  a: {docker: []}\n", "jobs.a: no steps"],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });
});
