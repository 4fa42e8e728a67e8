import { describe, expect, it } from "vitest";
import { EVENT_OBJECT_ROWS } from "../../../worker/engine/data/event-objects.ts";
import { expressionTypeError as rule } from "../../../worker/engine/rules/github/expression-type-error.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const job = (more: string, on = "push") => `on: ${on}\njobs:\n  a:\n    runs-on: x\n${more}`;
const run = (expression: string, on = "push") => job(`    steps:\n      - run: echo \${{ ${expression} }}\n`, on);
const when = (condition: string, on = "push") => job(`    steps:\n      - if: ${condition}\n        run: make\n`, on);
const matrix = (lines: string, expression: string) =>
  job(`    strategy:\n      matrix:\n${lines}    steps:\n      - run: echo \${{ ${expression} }}\n`);
const behind = (expression: string) =>
  job(`    steps:\n      - id: s\n        run: make\n      - run: echo \${{ ${expression} }}\n`);
const action = (step: string, outputs = "") => ({
  "action.yml": `name: a\ninputs:\n  x:\n    default: a\n${outputs}runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: ${step}\n`,
});

describe("expression-type-error stays silent", () => {
  it.each([
    ["objects as conditions", when("github.event.pull_request && !github.event.inputs")],
    ["whole contexts as JSON", run("toJSON(github) }} ${{ toJSON(github.event.commits)")],
    ["lists joined", run("join(needs.*.result, ', ') }} ${{ join(github.event.commits.*.id)")],
    ["a list that is searched", when("contains(needs.*.result, 'failure')")],
    ["a property of the entries that is searched", when("contains(github.event.pull_request.labels.*.name, 'a')")],
    ["a test whether an object is there", when("github.event.pull_request != '' && github.event.release == null")],
    ["an object that another event does not have", run("github.event.pull_request", "[push, pull_request]")],
    ["an event of the caller", run("github.event.pull_request", "workflow_call")],
    ["an object with a condition before it", run("github.event && github.sha")],
    ["JSON that is read", run("fromJSON(github.event.inputs.x).y.z }} ${{ fromJSON(steps.s.outputs.j).k")],
    [
      "whole values of keys that take them",
      'on: push\nenv: ${{ fromJSON(\'{"A":"b"}\') }}\njobs:\n  a:\n    runs-on: ${{ matrix.on }}\n    container: ${{ matrix.box }}\n    strategy:\n      matrix:\n        on: [[self-hosted, x], [y]]\n        box: [{image: a}]\n    steps:\n      - run: make\n',
    ],
    [
      "a matrix from an expression",
      job(
        "    strategy:\n      matrix: ${{ fromJSON(vars.M) }}\n    steps:\n      - run: echo ${{ matrix.a }} ${{ matrix.a.b }}\n",
      ),
    ],
    ["matrix values of different types", matrix("        v: [a, {b: c}]\n", "matrix.v }} ${{ matrix.v.b")],
    ["objects in an include with their properties", matrix("        include:\n          - v: {b: c}\n", "matrix.v.b")],
    ["a matrix value from an expression", matrix("        v: ['${{ vars.V }}']\n", "matrix.v.b")],
    [
      "an include from an expression",
      matrix("        v: [a]\n        include: ${{ fromJSON(vars.M) }}\n", "matrix.v.b"),
    ],
    ["braces that are doubled", run("format('{{0}} {0} {{{1}}}', 'a', 'b')")],
    ["a computed format", run("format(env.F, 'a')")],
    ["JSON that a lenient reader takes", run("fromJSON('[1,]') }} ${{ fromJSON('{a: 1}')")],
    ["JSON", run("fromJSON('[\"a\"]')[0] }} ${{ fromJSON('true') }} ${{ fromJSON('12')")],
    ["computed names", run("github[env.X] }} ${{ steps[env.X].outputs.y.z }} ${{ env[matrix.v]")],
    ["names that nothing defines, which another rule reports", run("github.nothing.x }} ${{ steps.none.outputs")],
    [
      "texts that nobody evaluates",
      "name: ${{ github }}\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make # ${{ github }}\n",
    ],
    ["names of keys in any case", when("GitHub.Event_Name == 'push'")],
    [
      "an object in the output of an action's description",
      action("make", "outputs:\n  y:\n    description: ${{ github }}\n    value: a\n"),
    ],
    ["null where a map belongs", "on: push\njobs:\n  a:\n    strategy:\n    steps:\n      -\n"],
  ])("on %s", (_, files) => {
    expect(placesOf(rule, files)).toEqual([]);
  });

  it.each(EVENT_OBJECT_ROWS)("on $path of an event that may not have it", ({ path }) => {
    expect(placesOf(rule, run(`github.event.${path}`, "[schedule, push, pull_request]"))).toEqual([]);
  });
});

const DISPATCH = "{workflow_dispatch: {inputs: {dry: {type: boolean}, name: {type: string}, old: {}}}}";
const BOTH = "{workflow_dispatch: {inputs: {dry: {type: boolean}}}, workflow_call: {inputs: {dry: {type: string}}}}";

describe("expression-type-error stays silent on booleans", () => {
  it.each([
    ["a boolean input with a boolean", when("inputs.dry == true && inputs.Dry != false", DISPATCH)],
    ["a boolean input alone", when("inputs.dry", DISPATCH)],
    ["a text input with a word", when("inputs.name == 'true' && inputs.old == 'true'", DISPATCH)],
    ["a boolean input with another word", when("inputs.dry == 'yes'", DISPATCH)],
    ["inputs of the event, which are texts", when("github.event.inputs.dry == 'true'", DISPATCH)],
    ["an input that is a text for callers", when("inputs.dry == 'true'", BOTH)],
    ["a condition that asks in both ways", when("inputs.dry == true || inputs.dry == 'true'", DISPATCH)],
    ["an output with a word", behind("steps.s.outputs.x == 'true'")],
    ["an output with false, which an empty one equals", behind("steps.s.outputs.x == false")],
    ["an input of an action", action("make ${{ inputs.x == 'true' }}")],
    ["a variable of the environment", run("env.X == true")],
  ])("%s", (_, files) => {
    expect(placesOf(rule, files)).toEqual([]);
  });
});

describe("expression-type-error reports booleans", () => {
  it.each([
    ["a boolean input with a word", when("inputs.dry == 'true'", DISPATCH), ["6:13 medium"]],
    ["the word first, in braces", when("${{ 'false' != inputs.DRY }}", DISPATCH), ["6:17 medium"]],
    ["one inside a script", run("inputs.dry == 'true' && '--dry-run' || ''", DISPATCH), ["6:23 medium"]],
    ["an output with a boolean", behind("steps.s.outputs.x == true"), ["8:23 medium"]],
    ["an input of the event with a boolean", when("github.event.inputs.dry == true", DISPATCH), ["6:13 medium"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(rule, files)).toEqual(places);
  });
});

describe("expression-type-error reports", () => {
  it.each([
    ["a whole context in a script", run("github"), ["6:23 medium"]],
    [
      "two values of one script, the same one once",
      run("github }} ${{ needs }} ${{ github"),
      ["6:23 medium", "6:37 medium"],
    ],
    ["an event in flow style", job("    steps: [{run: 'echo ${{ github.event }}'}]\n"), ["5:29 medium"]],
    [
      "an event in a block scalar with CRLF",
      job("    steps:\n      - run: |\n          make\n          echo ${{ github.event }}\n").replaceAll("\n", "\r\n"),
      ["8:20 medium"],
    ],
    ["outputs of a step", behind("steps.s.outputs"), ["8:23 medium"]],
    ["a step", behind("steps.s"), ["8:23 medium"]],
    ["a property of an output", behind("steps.s.outputs.json.key"), ["8:23 medium"]],
    ["services", run("job.services"), ["6:23 medium"]],
    ["a matrix", matrix("        v: [a]\n", "matrix"), ["9:23 medium"]],
    ["an object of a matrix", matrix("        v:\n          - b: c\n          - b: d\n", "matrix.V"), ["11:23 medium"]],
    ["a property of a matrix text", matrix("        v: [a, 1]\n", "matrix.v.name"), ["9:23 medium"]],
    ["a list of results", run("needs.*.result"), ["6:23 medium"]],
    ["a value of env", job("    env:\n      E: ${{ github.event }}\n    steps:\n      - run: make\n"), ["6:14 medium"]],
    ["a value of with", job("    steps:\n      - uses: a/b@v1\n        with: {x: '${{ env }}'}\n"), ["7:24 medium"]],
    [
      "a job output",
      job("    outputs:\n      o: ${{ steps.s.outputs }}\n    steps:\n      - id: s\n        run: make\n"),
      ["6:14 medium"],
    ],
    ["one of several results", run("inputs.x && github.event || 'none'"), ["6:35 medium"]],
    ["an object in a format", run("format('{0}', runner)"), ["6:37 medium"]],
    ["an event compared", when("github.event == 'push'"), ["6:13 medium"]],
    ["an event compared in braces, the text first", when("${{ 'push' != github.event }}"), ["6:27 medium"]],
    ["results compared", when("needs.*.result == 'success'"), ["6:13 medium"]],
    ["an object of an event compared", when("github.event.label == 'bug'", "issues"), ["6:13 medium"]],
    ["a property of a text", run("github.sha.short"), ["6:23 medium"]],
    ["a letter of a text", run("github.sha[0]"), ["6:23 medium"]],
    ["a name in a list", run("github.event.commits.message"), ["6:23 medium"]],
    ["labels searched for a text", when("contains(github.event.pull_request.labels, 'bug')"), ["6:22 medium"]],
    ["an object searched", when("startsWith(github.event, 'p')"), ["6:24 medium"]],
    ["a placeholder without a value", run("format('{0} {1}', 'a')"), ["6:30 medium"]],
    ["a value without a placeholder", run("format('{0}', 'a', 'b')"), ["6:42 medium"]],
    ["a single brace", run("format('{0', 'a')"), ["6:30 medium"]],
    ["a text that is no JSON", run("fromJSON('a b')"), ["6:32 medium"]],
    ["a list that is not closed", run("fromJSON('[\"a\"')"), ["6:32 medium"]],
    [
      "a composite action",
      action("echo ${{ github.event }} ${{ inputs.x.y }}"),
      ["action.yml:9:21 medium", "action.yml:9:41 medium"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(rule, files).sort()).toEqual(places);
  });

  it("every object of an event that always has it", () => {
    const pairs = EVENT_OBJECT_ROWS.flatMap(({ path, events }) => events.map((event) => ({ path, event })));
    const missed = pairs.filter(({ path, event }) => placesOf(rule, run(`github.event.${path}`, event)).length !== 1);
    expect(missed).toEqual([]);
  });

  it("every object of an event that is compared with a name", () => {
    const found = EVENT_OBJECT_ROWS.map(({ path }) => placesOf(rule, when(`github.event.${path} == 'name'`)));
    expect(found).toEqual(EVENT_OBJECT_ROWS.map(() => ["6:13 medium"]));
  });

  it("with what to write instead", () => {
    expect(findingsOf(rule, when("github.event == 'push'"))[0]?.message).toBe(
      "`github.event` is an object, so this comparison is always false; the name of the event is `github.event_name`.",
    );
  });

  it("with what happens to the value", () => {
    const step = "    steps:\n      - run: echo ${{ github.event }}\n        env: {E: '${{ github.event.commits }}'}\n";
    expect(findingsOf(rule, job(step)).map(({ message }) => message.split(";")[0])).toEqual([
      "`github.event` is an object, of which GitHub writes only the word `Object`",
      "`github.event.commits` is a list where GitHub wants a text, so the run fails here",
    ]);
  });
});
