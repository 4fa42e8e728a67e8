import { describe, expect, it } from "vitest";
import { expressionsOf } from "../../../worker/engine/expressions/expression-places.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { workflow } from "../../support/engine.ts";

function placesIn(text: string): string[] {
  const [document] = new RepositoryModel(workflow(text)).workflows;
  return document ? expressionsOf(document).map(({ way, span }) => `${way.join(".")} ${span.inner.trim()}`) : [];
}

const JOB = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n";

describe("expressions of a workflow", () => {
  it("are found in file order, with their place", () => {
    const text = `name: \${{ github.ref }}\n${JOB}      - run: echo\n      - if: always()\n        run: echo \${{ env.A }} \${{ env.B }}\n`;
    expect(placesIn(text)).toEqual([
      "name github.ref",
      "jobs.a.steps.1.if always()",
      "jobs.a.steps.1.run env.A",
      "jobs.a.steps.1.run env.B",
    ]);
  });

  it.each([
    ["a quoted key", `${JOB}      - "if": success()\n        run: b\n`, ["jobs.a.steps.0.if success()"]],
    ["a key far from its colon", `${JOB}      - if : success()\n        run: b\n`, ["jobs.a.steps.0.if success()"]],
    [
      "a value on the next line",
      `${JOB}      - if:\n          success()\n        run: b\n`,
      ["jobs.a.steps.0.if success()"],
    ],
    ["a flow mapping", `${JOB}      - {run: b, if: success()}\n`, ["jobs.a.steps.0.if success()"]],
    ["an escaped dollar sign", `${JOB}      - run: "\\x24{{ env.A }}"\n`, ["jobs.a.steps.0.run env.A"]],
    [
      "a mark that an escaped line break parts",
      `${JOB}      - run: "$\\\n          {{ env.A }}"\n`,
      ["jobs.a.steps.0.run env.A"],
    ],
    ["an escaped key", `${JOB}      - "\\u0069f": success()\n        run: b\n`, ["jobs.a.steps.0.if success()"]],
    ["a list", `on: push\njobs:\n  a:\n    runs-on: [x, "\${{ inputs.size }}"]\n`, ["jobs.a.runs-on.1 inputs.size"]],
  ])("behind %s", (_, text, places) => {
    expect(placesIn(text)).toEqual(places);
  });

  it.each([
    ["an `if` of the author's own", `${JOB}      - uses: a/b@v1\n        with:\n          if: success()\n`],
    ["text that looks like a key", `${JOB}      - run: "if: x"\n`],
    ["comments", `${JOB}      # \${{ github.ref }}\n      - run: b\n`],
  ])("are not %s", (_, text) => {
    expect(placesIn(text)).toEqual([]);
  });
});
