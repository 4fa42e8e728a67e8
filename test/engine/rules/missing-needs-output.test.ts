import { describe, expect, it } from "vitest";
import { missingNeedsOutput } from "../../../worker/engine/rules/github/missing-needs-output.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const flow = (jobs: string) => `on: workflow_dispatch\npermissions: {}\njobs:\n${jobs}`;
const job = (id: string, steps: string, more = "") =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const UP =
  "      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2\n        with: {name: dist, path: dist, retention-days: 7}\n";
const down = (input = "name: dist") =>
  `      - uses: actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0\n        with: {${input}}\n`;
const USE = "      - run: ./deploy ${{ needs.build.outputs.tag }}\n";

describe("missing-needs-output stays silent", () => {
  it.each([
    ["a need", flow(job("build", UP) + job("ship", down(), "    needs: build\n"))],
    [
      "a need through another job",
      flow(
        job("build", UP) +
          job("mid", "      - run: x\n", "    needs: [build]\n") +
          job("ship", down(), "    needs: [mid]\n"),
      ),
    ],
    ["the job's own artifact", flow(job("build", UP + down()) + job("other", "      - run: x\n"))],
    ["all artifacts", flow(job("build", UP) + job("ship", down("path: x")))],
    ["a pattern", flow(job("build", UP) + job("ship", down("name: dist, pattern: d*")))],
    ["an artifact of another run", flow(job("build", UP) + job("ship", down("name: dist, run-id: 1")))],
    ["a computed name", flow(job("build", UP) + job("ship", down("name: '${{ matrix.x }}'")))],
    ["a name that nobody here uploads", flow(job("build", UP) + job("ship", down("name: other")))],
    ["a name that two jobs upload", flow(job("a", UP) + job("b", UP) + job("ship", down()))],
    ["an output of a need", flow(job("build", "      - run: x\n") + job("ship", USE, "    needs: [build]\n"))],
    ["a job that does not exist", flow(job("other", "      - run: x\n") + job("ship", USE))],
    [
      "all needs at once",
      flow(job("build", "      - run: x\n") + job("ship", "      - run: echo '${{ toJSON(needs) }}'\n")),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(missingNeedsOutput, text)).toEqual([]);
  });
});

describe("missing-needs-output reports", () => {
  it.each([
    ["an artifact", flow(job("build", UP) + job("ship", down())), ["14:15 high"]],
    ["an output", flow(job("build", "      - run: x\n") + job("ship", USE)), ["13:27 high"]],
    [
      "an output in a condition",
      flow(
        job("build", "      - run: x\n") + job("ship", "      - run: x\n", "    if: needs.build.result == 'success'\n"),
      ),
      ["12:9 high"],
    ],
    [
      "an output of a job that is needed by a need",
      flow(
        job("build", "      - run: x\n") +
          job("mid", "      - run: x\n", "    needs: build\n") +
          job("ship", USE, "    needs: mid\n"),
      ),
      ["20:27 high"],
    ],
    ["both once", flow(job("build", UP) + job("ship", down() + USE)), ["16:27 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingNeedsOutput, text)).toEqual(places);
  });
});

describe("missing-needs-output fixes", () => {
  it("by the edge, beside the needs that are there", () => {
    const text = flow(
      job("build", UP) + job("lint", "      - run: ./lint\n") + job("ship", down(), "    needs: lint # fast\n"),
    );
    expect(fixOf(missingNeedsOutput, text).text).toBe(text.replace("needs: lint #", "needs: [lint, build] #"));
  });

  it("by a new key in front of the runner", () => {
    const text = flow(job("build", UP) + job("ship", down()));
    expect(fixOf(missingNeedsOutput, text).text).toBe(text.replace("  ship:\n", "  ship:\n    needs: [build]\n"));
  });
});

describe("missing-needs-output offers no fix", () => {
  it("that would close a circle", () => {
    const text = flow(job("build", UP, "    needs: [ship]\n") + job("ship", down()));
    expect(fixOf(missingNeedsOutput, text)).toMatchObject({
      text: null,
      reason: expect.stringContaining("neither order"),
    });
  });
});
