import { describe, expect, it } from "vitest";
import { ACTION_OUTPUT_ROWS, OPEN_OUTPUTS } from "../../../worker/engine/data/action-outputs.ts";
import { CONTEXT_ROWS, ELSEWHERE, FUNCTION_ROWS } from "../../../worker/engine/data/expression-contexts.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { expressionUndefinedReference as rule } from "../../../worker/engine/rules/github/expression-undefined-reference.ts";
import { findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const run = (expression: string, more = "") =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n${more}    steps:\n      - run: echo "\${{ ${expression} }}"\n`;
const behind = (step: string, expression: string) =>
  `on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - id: first\n        ${step}\n      - run: echo "\${{ ${expression} }}"\n`;
const jobs = (text: string, on = "push") => `on: ${on}\njobs:\n${text}`;
const composite = (step: string, inputs = "inputs:\n  Name:\n    default: a\n") => ({
  "action.yml": `name: a\n${inputs}runs:\n  using: composite\n  steps:\n    - id: one\n      shell: bash\n      run: echo\n    - shell: bash\n      run: ${step}\n`,
});
const messages = (text: string | Record<string, string>, options = {}) =>
  findingsOf(rule, text, options).map(({ message }) => message);

describe("expression-undefined-reference stays silent", () => {
  it.each([
    ["contexts that others fill", run("env.A || vars.B || secrets.C || github.event.anything.at.all")],
    ["names in other case", run("GitHub.Ref_Name == RUNNER.OS && StartsWith(github.ref, 'a')")],
    ["a computed name", run("steps[env.X].outputs.y || needs.*.result || github[format('{0}', 'x')]")],
    ["whole contexts", run("toJSON(github) || toJSON(steps) || toJSON(needs) || toJSON(matrix)")],
    ["a matrix from an expression", run("matrix.any", "    strategy:\n      matrix: ${{ fromJSON(vars.M) }}\n")],
    ["a matrix key with a fallback", run("matrix.extra || 'none'", "    strategy: {matrix: {os: [a]}}\n")],
    ["a strategy from an expression", run("matrix.any", "    strategy: ${{ fromJSON(vars.M) }}\n")],
    [
      "an include from an expression",
      run("matrix.any", "    strategy:\n      matrix:\n        os: [a]\n        include: ${{ fromJSON(vars.M) }}\n"),
    ],
    [
      "an entry of include from an expression",
      run("matrix.any", "    strategy:\n      matrix:\n        include:\n          - ${{ fromJSON(vars.M) }}\n"),
    ],
    [
      "keys of dimensions and of include, in flow style",
      run(
        "matrix.OS || matrix.extra || matrix.node.version",
        "    strategy: {matrix: {os: [a], node: '${{ fromJSON(vars.N) }}', include: [{extra: 1}]}}\n",
      ),
    ],
    [
      "a step that ran before",
      behind("run: make", "steps.FIRST.outputs.any || steps.first.outcome || steps.first.conclusion"),
    ],
    [
      "a job output of any step",
      jobs(
        "  a:\n    outputs:\n      x: ${{ steps.s.outputs.x }}\n    runs-on: x\n    steps:\n      - id: s\n        run: make\n",
      ),
    ],
    [
      "a job that exists and is not waited for, which another rule reports",
      jobs(
        "  a:\n    runs-on: x\n    outputs: {v: '1'}\n    steps: [{run: make}]\n  b:\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.V }}\n",
      ),
    ],
    [
      "a missing job in needs, which another rule reports",
      jobs("  b:\n    needs: ghost\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.ghost.outputs.v }}\n"),
    ],
    [
      "outputs of a workflow of another repository",
      jobs(
        "  a:\n    uses: o/r/.github/workflows/x.yml@v1\n  b:\n    needs: a\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.v }}\n",
      ),
    ],
    [
      "inputs of both triggers, without case",
      jobs(
        "  b:\n    runs-on: x\n    steps:\n      - run: echo ${{ inputs.ONE }} ${{ inputs.two }}\n",
        "{workflow_dispatch: {inputs: {one: {type: string}}}, workflow_call: {inputs: {two: {type: string}}}}",
      ),
    ],
    [
      "a context where it is not available, which another rule reports",
      run("env.X").replace("ubuntu-24.04", "${{ steps.x.outputs.y }}"),
    ],
    ["an expression that does not parse", run("github.nothing ==")],
    [
      "a description",
      "on:\n  workflow_dispatch:\n    inputs:\n      a:\n        description: ${{ foo.bar }}\njobs: {}\n",
    ],
    ["a boolean condition in capitals", jobs("  b:\n    if: True\n    runs-on: x\n    steps: [{run: make}]\n")],
    ["merge keys", run("matrix.any", "    <<: *base\n").replace("on: push", "on: push\nenv: &base\n  a: b")],
    ["outputs of a script", behind("run: make", "steps.first.outputs.cache_hit")],
    ["an output of an action that nobody knows", behind("uses: o/r@v1", "steps.first.outputs.cache_hit")],
    [
      "github-script, which sets what it wants",
      behind("uses: actions/github-script@v7", "steps.first.outputs.results"),
    ],
    [
      "a service and its port",
      run("job.services.db.ports['5432'] || job.container.id", "    services: {db: {image: postgres}}\n"),
    ],
    ["properties that GitHub does not document", run("github.step_summary || github.repository_visibility")],
    [
      "success of named jobs",
      jobs("  a:\n    runs-on: x\n    if: success('b', 'c') && !cancelled()\n    steps: [{run: make}]\n"),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });

  it("on a composite action that reads what it has, and what its caller fills", () => {
    expect(placesOf(rule, composite("echo ${{ inputs.name }} ${{ steps.one.outputs.x }} ${{ matrix.any }}"))).toEqual(
      [],
    );
  });

  it("on an undeclared output of a JavaScript action that is not nearly a declared one", () => {
    const actionMetadata = () => ({ using: "node24", inputs: [], outputs: ["tag"] });
    expect(
      placesOf(rule, behind("uses: o/r@v1", "steps.first.outputs.release"), {
        lookups: withAnswers({ actionMetadata }),
      }),
    ).toEqual([]);
  });

  it.each(CONTEXT_ROWS.flatMap(({ context, properties }) => properties.map((name) => `${context}.${name}`)))(
    "on %s",
    (path) => {
      expect(placesOf(rule, run(path))).toEqual([]);
    },
  );

  it.each(FUNCTION_ROWS.map(({ name, least }) => `${name}(${Array(least).fill("'1'").join(", ")})`))(
    "on %s",
    (call) => {
      expect(placesOf(rule, run(call))).toEqual([]);
    },
  );

  it.each(ACTION_OUTPUT_ROWS.flatMap(({ action, outputs }) => outputs.map((name) => [action, name])))(
    "on %s and its %s",
    (action, name) => {
      expect(placesOf(rule, behind(`uses: ${action}@v4`, `steps.first.outputs.${name}`))).toEqual([]);
    },
  );

  it.each([...OPEN_OUTPUTS])("on any output of %s", (action) => {
    const actionMetadata = () => ({ using: "node24", inputs: [], outputs: ["change"] });
    const text = behind(`uses: ${action}@v4`, "steps.first.outputs.changes");
    expect(placesOf(rule, text, { lookups: withAnswers({ actionMetadata }) })).toEqual([]);
  });
});

describe("expression-undefined-reference reports", () => {
  it.each([
    ["an unknown context", run("foo.bar"), "6:24 high"],
    [
      "a word without quotes in a condition",
      jobs("  b:\n    if: github.ref == main\n    runs-on: x\n    steps: [{run: make}]\n"),
      "4:23 high",
    ],
    ["an unknown function", run("hello('x')"), "6:24 high"],
    ["too many arguments", run("toJSON(github, 1)"), "6:24 high"],
    ["an even case", run("case(true, 1, false, 2)"), "6:24 high"],
    ["arguments of always", jobs("  b:\n    if: always('x')\n    runs-on: x\n    steps: [{run: make}]\n"), "4:9 high"],
    ["an unknown property", run("runner.platform"), "6:24 high"],
    [
      "a matrix key that is only excluded",
      run("matrix.node", "    strategy:\n      matrix:\n        os: [a]\n        exclude: [{node: 1}]\n"),
      "10:24 high",
    ],
    ["a matrix that is not there", run("matrix.os"), "6:24 high"],
    ["an input without such a trigger", run("inputs.tag"), "6:24 high"],
    ["a step that does not exist", run("steps.none.outputs.x"), "6:24 high"],
    [
      "the step itself",
      jobs("  b:\n    runs-on: x\n    steps:\n      - id: s\n        run: echo ${{ steps.s.outputs.x }}\n"),
      "7:23 high",
    ],
    ["a part of a step that does not exist", behind("run: make", "steps.first.output.x"), "8:24 high"],
    ["a service that is not there", run("job.services.db.id"), "6:24 high"],
    ["a needed job that does not exist", run("needs.none.result"), "6:24 high"],
    ["a job's own results", run("needs.build.outputs.x"), "6:24 high"],
    [
      "CRLF and a block scalar",
      run("github.reff").replace('echo "', '|\n          echo a\n          echo "').replaceAll("\n", "\r\n"),
      "8:21 high",
    ],
  ])("%s", (_, text, place) => {
    expect(placesOf(rule, text)).toEqual([place]);
  });

  it.each([
    [run("github.job_workflow_sha"), "write `job.workflow_sha` if that is meant."],
    [run("githb.ref"), "write `github` if that is meant."],
    [run("matrix.ox", "    strategy: {matrix: {os: [a]}}\n"), "write `os` if that is meant."],
    [behind("uses: actions/cache@v4", "steps.first.outputs.cache_hit"), "write `cache-hit` if that is meant."],
    [run("hashfile('x')"), "write `hashFiles` if that is meant."],
  ])("the nearest name: %#", (text, end) => {
    expect(messages(text)).toEqual([expect.stringContaining(end)]);
  });

  it.each([...ELSEWHERE])("%s, which is %s", (path, right) => {
    expect(messages(run(path))).toEqual([expect.stringContaining(`write \`${right}\``)]);
  });

  it("one finding for a name in several places of a job, two for two jobs", () => {
    const job =
      "    runs-on: x\n    name: ${{ matrix.a }}\n    steps:\n      - run: echo ${{ matrix.a }} ${{ matrix['a'] }}\n";
    expect(placesOf(rule, jobs(`  a:\n${job}  b:\n${job}`))).toEqual(["5:15 high", "10:15 high"]);
  });

  it("a step of another job, and one that runs later", () => {
    const text = jobs(
      "  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ steps.later.outputs.x }}\n      - id: later\n        run: make\n  b:\n    runs-on: x\n    steps:\n      - run: echo ${{ steps.later.outputs.x }}\n",
    );
    expect(messages(text)).toEqual([
      expect.stringContaining("runs after this one"),
      expect.stringContaining("is in job `a`"),
    ]);
  });

  it("outputs and parts that a needed job does not have", () => {
    const text = jobs(
      "  a:\n    runs-on: x\n    outputs: {version: '1'}\n    steps: [{run: make}]\n  b:\n    needs: [a]\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.versoin }} ${{ needs.a.status }}\n",
    );
    expect(messages(text)).toEqual([
      expect.stringContaining("write `version`"),
      expect.stringContaining("no `status`"),
    ]);
  });

  it("an output that the called workflow of this repository does not have", () => {
    const files = {
      [WORKFLOW]: jobs(
        "  a:\n    uses: ./.github/workflows/called.yml\n  b:\n    needs: a\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.tag }} ${{ needs.a.outputs.tagg }}\n",
      ),
      ".github/workflows/called.yml":
        "on:\n  workflow_call:\n    outputs:\n      tag:\n        value: ${{ jobs.c.outputs.nope }}\n      other:\n        value: ${{ jobs.d.outputs.x }}\njobs:\n  c:\n    runs-on: x\n    steps: [{run: make}]\n",
    };
    expect(placesOf(rule, files)).toEqual([
      ".github/workflows/called.yml:5:20 high",
      ".github/workflows/called.yml:7:20 high",
      "9:50 high",
    ]);
  });

  it("an output that a local composite action does not have", () => {
    const files = {
      [WORKFLOW]: behind("uses: ./act", "steps.first.outputs.gone"),
      "act/action.yml": "name: a\noutputs:\n  here: {value: x}\nruns:\n  using: composite\n  steps: []\n",
    };
    expect(placesOf(rule, files)).toEqual(["8:24 high"]);
  });

  it("an output that looked-up metadata of a composite action does not have", () => {
    const actionMetadata = () => ({ using: "composite", inputs: [], outputs: ["tag"] });
    const options = { lookups: withAnswers({ actionMetadata }) };
    expect(placesOf(rule, behind("uses: o/r@v1", "steps.first.outputs.release"), options)).toEqual(["8:24 high"]);
  });

  it("inputs and steps that a composite action does not have", () => {
    expect(placesOf(rule, composite("echo ${{ inputs.other }} ${{ steps.two.outputs.x }}"))).toEqual([
      "action.yml:12:21 high",
      "action.yml:12:41 high",
    ]);
  });

  it.each(CONTEXT_ROWS.map(({ context }) => `${context}.no_such_name`))("%s", (path) => {
    expect(placesOf(rule, run(path))).toEqual(["6:24 high"]);
  });

  it.each(FUNCTION_ROWS.map(({ name }) => `${name}()`))("%s", (call) => {
    expect(placesOf(rule, run(call))).toEqual(["6:24 high"]);
  });

  it.each(ACTION_OUTPUT_ROWS.map(({ action }) => action))("an unknown output of %s", (action) => {
    expect(placesOf(rule, behind(`uses: ${action}@v4`, "steps.first.outputs.no_such_name"))).toEqual(["8:24 high"]);
  });
});
