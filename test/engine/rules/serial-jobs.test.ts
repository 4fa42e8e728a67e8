import { describe, expect, it } from "vitest";
import { serialJobs } from "../../../worker/engine/rules/github/serial-jobs.ts";
import { placesOf } from "../../support/engine.ts";

const jobs = (...parts: string[]) => `on: pull_request\njobs:\n${parts.join("")}`;
const check = (id: string, run: string, more = "") =>
  `  ${id}:\n    runs-on: x\n${more}    steps:\n      - run: ${run}\n`;
const LINT = check("lint", "eslint .");

describe("serial-jobs stays silent", () => {
  it.each([
    ["jobs side by side", jobs(LINT, check("test", "npm test"))],
    [
      "a build before the tests",
      jobs(check("build", "npm run build"), check("test", "npm test", "    needs: build\n")),
    ],
    ["a deploy behind the tests", jobs(LINT, check("ship", "kubectl apply -f x", "    needs: lint\n"))],
    [
      "an output that is used",
      jobs(
        check("lint", "eslint .", "    outputs: {x: y}\n"),
        check("test", "npm test --x ${{ needs.lint.outputs.x }}", "    needs: lint\n"),
      ),
    ],
    ["a result that is read", jobs(LINT, check("test", "npm test --x ${{ needs.lint.result }}", "    needs: lint\n"))],
    ["a condition", jobs(LINT, check("test", "npm test", "    needs: lint\n    if: always()\n"))],
    ["a job that gathers results", jobs(LINT, check("done", "echo ok", "    needs: lint\n"))],
    ["a called workflow", jobs(LINT, "  test:\n    needs: lint\n    uses: ./.github/workflows/test.yml\n")],
    ["a job that prepares", jobs(check("setup", "npm run lint"), check("test", "npm test", "    needs: setup\n"))],
  ])("on %s", (_, text) => {
    expect(placesOf(serialJobs, text)).toEqual([]);
  });
});

describe("serial-jobs reports", () => {
  it.each([
    ["tests behind a linter", jobs(LINT, check("test", "npm test", "    needs: lint\n")), ["9:12 medium"]],
    [
      "a type check behind tests",
      jobs(check("test", "pytest"), check("types", "mypy .", "    needs: [test]\n")),
      ["9:13 medium"],
    ],
    [
      "a chain once",
      jobs(LINT, check("test", "npm test", "    needs: lint\n"), check("types", "tsc", "    needs: test\n")),
      ["9:12 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(serialJobs, text)).toEqual(places);
  });
});
