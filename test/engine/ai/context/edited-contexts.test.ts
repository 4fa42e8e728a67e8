import { describe, expect, it } from "vitest";
import { generationContext } from "../../../../worker/engine/ai/context/generation-context.ts";
import { remediationContext } from "../../../../worker/engine/ai/context/remediation-context.ts";
import { reviewContexts } from "../../../../worker/engine/ai/context/review-contexts.ts";
import { missingJobTimeout } from "../../../../worker/engine/rules/github/missing-job-timeout.ts";
import { contextGround, filesOf, textOf } from "../../../support/ai-contexts.ts";
import { WORKFLOW } from "../../../support/engine.ts";

const TEXT = "# top\non: [push]\n\njobs:\n  a: # first\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n";
const LINES = TEXT.trimEnd().split("\n");

describe("a file that is to be edited", () => {
  it("is sent with every line", () => {
    const ground = contextGround({ [WORKFLOW]: TEXT, Makefile: "# note\nall:\n\ttrue\n" }, [missingJobTimeout]);
    const [finding] = ground.findings;
    const context = finding && remediationContext(ground, finding, 5000);
    expect(context && filesOf(context)).toEqual([`subject ${WORKFLOW}`, "related Makefile"]);
    expect(context && textOf(context, WORKFLOW)).toEqual(LINES);
    expect(context?.known).toHaveLength(1);
  });

  it("is sent without gaps around the finding where it is too long", () => {
    const steps = Array.from({ length: 300 }, (_, index) => `      - run: echo ${index}\n`).join("");
    const last = "  z:\n    runs-on: ubuntu-latest\n    steps:\n";
    const ground = contextGround(`${TEXT}${steps}${last}${steps}`, [missingJobTimeout]);
    const finding = ground.findings.find(({ range }) => range.line > 100);
    const context = finding && remediationContext(ground, finding, 3000);
    const lines = context?.files[0]?.lines.map(({ line }) => line) ?? [];
    expect(lines).toContain(finding?.range.line);
    expect(lines).toEqual(lines.map((_, index) => (lines[0] ?? 0) + index));
    expect(context?.left).toEqual([{ path: WORKFLOW, reason: "over_budget" }]);
  });

  it("is not sent where its path is denied", () => {
    const ground = contextGround({ ".github/workflows/secrets.yml": TEXT }, [missingJobTimeout]);
    const [finding] = ground.findings;
    const context = finding && remediationContext(ground, finding, 5000);
    expect(context).toMatchObject({ files: [], left: [{ reason: "denied_path" }] });
  });

  it("may be one that the engine wrote, with what it rests on", () => {
    const ground = contextGround({
      "package.json": '{"name": "x", "scripts": {"test": "vitest"}}',
      Makefile: "all:\n\ttrue\n",
    });
    const context = generationContext(ground, { platform: "github", path: WORKFLOW, text: TEXT }, 5000);
    expect(filesOf(context)).toEqual([`subject ${WORKFLOW}`, "related Makefile", "manifest package.json"]);
    expect(textOf(context, WORKFLOW)).toEqual(LINES);
    expect(textOf(context, "package.json")).toEqual(['"scripts": {"test": "vitest"}']);
    expect(context.files[0]?.sha).toBe("");
  });
});

describe("a review", () => {
  const ground = contextGround({ [WORKFLOW]: TEXT, "src/a.ts": "1", ".github/workflows/b.yml": TEXT });

  it("says which lines of a pipeline changed, as they are sent", () => {
    const changed = new Map([
      [WORKFLOW, [6, 8, 7]],
      ["src/a.ts", [1]],
    ]);
    const { contexts } = reviewContexts(ground, { changed }, { budget: 5000, limit: 3 });
    expect(contexts.map(({ subject }) => subject)).toEqual([WORKFLOW]);
    expect(contexts[0]?.facts).toContain("The pull request changes these lines of file 1: 4-6.");
  });

  it("asks nothing about changed comments, and leaves what is over the limit", () => {
    const changed = new Map([
      [WORKFLOW, [1, 3]],
      [".github/workflows/b.yml", [6]],
    ]);
    const selected = reviewContexts(ground, { changed }, { budget: 5000, limit: 3 });
    expect(selected.contexts.map(({ subject }) => subject)).toEqual([".github/workflows/b.yml"]);
    expect(selected.notAsked).toEqual([WORKFLOW]);
  });
});
