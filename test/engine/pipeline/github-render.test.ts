import { registerHooks } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze } from "../../../worker/engine/analyze.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { Pipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW, snapshot, WORKFLOW } from "../../support/engine.ts";
import { SAMPLES } from "./github-samples.ts";
import { pins } from "./github-set-up.ts";

const render = (of: Pipeline) => renderGithub(of, { pins, now: NOW });

/** Which vendor's agent to trust, and whether to pin images of services by digest, is the choice of the repository's owner. */
const MATTERS_OF_POLICY = new Set(["missing-runtime-hardening", "unpinned-container-image"]);

/** The official validator, by its messages. */
let officialProblems: (text: string) => Promise<readonly string[]>;

beforeAll(async () => {
  // It imports its data without saying that it is JSON, which bundlers allow and Node does not.
  const asJson = <T extends object>(name: string, context: T): T =>
    name.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier, asJson(specifier, context)),
    load: (url, context, next) => next(url, asJson(url, context)),
  });
  const { validate } = await import("@actions/languageservice");
  let count = 0;
  officialProblems = async (text) => {
    count += 1;
    const document = TextDocument.create(`file:///${count}/.github/workflows/ci.yml`, "yaml", 1, text);
    const problems = await validate(document);
    return problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`);
  };
});

test("the official validator works here", async () => {
  const text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nothing.here }}\n";
  expect(await officialProblems(text)).toEqual([expect.stringContaining("nothing")]);
});

describe.each(Object.entries(SAMPLES))("the workflow of %s", (_name, { pipeline: planned, files }) => {
  const { file, notCarried } = render(planned);

  test("carries everything and is the same each time", () => {
    expect(file.path).toBe(WORKFLOW);
    expect(notCarried).toEqual([]);
    expect(render(structuredClone(planned)).file.text).toBe(file.text);
  });

  test.each(["default", "strict"] as const)("has no finding in the %s profile", (profile) => {
    const all = snapshot({ ...files, [file.path]: file.text }, planned.defaultBranch);
    const { findings } = analyze(all, { now: NOW, lookups: tableLookups(), profile });
    const found = findings
      .filter(({ path, rule }) => path === file.path && !(profile === "strict" && MATTERS_OF_POLICY.has(rule)))
      .map(({ rule, message, range }) => `${range.line} ${rule}: ${message}`);
    expect(found).toEqual([]);
  });

  test("passes the official validator", async () => {
    expect(await officialProblems(file.text)).toEqual([]);
  });
});
