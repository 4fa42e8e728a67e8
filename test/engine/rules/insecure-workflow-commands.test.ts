import { describe, expect, it } from "vitest";
import { insecureWorkflowCommands } from "../../../worker/engine/rules/github/insecure-workflow-commands.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const NAME = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
const flow = (steps: readonly string[], { top = "", job = "" } = {}) =>
  `on: push\npermissions: {}\n${top}jobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${job}    steps:\n${steps.map((line) => `      ${line}\n`).join("")}`;
const places = (text: string) => placesOf(insecureWorkflowCommands, text);
const action = (lines: string) => ({ "a/action.yml": `name: a\nruns:\n  using: composite\n  steps:\n${lines}` });

describe("insecure-workflow-commands stays silent", () => {
  it.each([
    ["no variable", flow(["- run: make"])],
    ["the variable set to false", flow(["- run: make", `  env: { ${NAME}: false }`])],
    ["the variable set to an empty text", flow(["- run: make", `  env: { ${NAME}: "" }`])],
    ["the variable without a value", flow(["- run: make", "  env:", `    ${NAME}:`])],
    ["an expression", flow(["- run: make", `  env: { ${NAME}: "\${{ inputs.old }}" }`])],
    ["a comment", flow([`- run: make # ${NAME}: true`])],
    ["a comment in a script", flow(["- run: |", `    # echo "${NAME}=true" >> $GITHUB_ENV`, "    make"])],
    ["a text that is printed", flow([`- run: echo "do not set ${NAME}=true"`])],
    ["an input of that name", flow(["- uses: a/b@v1", `  with: { ${NAME}: true }`])],
    ["the old commands alone", flow(['- run: echo "::set-env name=A::b"'])],
    ["a longer name", flow(["- run: make", `  env: { MY_${NAME}: true }`])],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("insecure-workflow-commands reports", () => {
  it.each([
    ["the workflow's env", flow(["- run: make"], { top: `env:\n  ${NAME}: true\n` }), ["4:3 high"]],
    ["the job's env", flow(["- run: make"], { job: `    env: { ${NAME}: 'true' }\n` }), ["7:12 high"]],
    ["the step's env", flow(["- run: make", "  env:", `    ${NAME}: "true"`]), ["10:11 high"]],
    ["a number", flow(["- run: make", `  env: { ${NAME}: 1 }`]), ["9:16 high"]],
    [
      "the container's env",
      flow(["- run: make"], { job: `    container:\n      image: alpine\n      env: { ${NAME}: true }\n` }),
      ["9:14 high"],
    ],
    ["a script", flow([`- run: echo "${NAME}=true" >> "$GITHUB_ENV"`]), ["8:14 high"]],
    ["a script in PowerShell", flow([`- run: '"${NAME}=true" >> $env:GITHUB_ENV'`, "  shell: pwsh"]), ["8:14 high"]],
    [
      "two places",
      flow(["- run: make", `  env: { ${NAME}: true }`, "- run: test", `  env: { ${NAME}: true }`]),
      ["9:16 high", "11:16 high"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("a step of a composite action", () => {
    const files = action(`    - run: make\n      shell: bash\n      env:\n        ${NAME}: true\n`);
    expect(placesOf(insecureWorkflowCommands, files)).toEqual(["a/action.yml:8:9 high"]);
  });
});

describe("insecure-workflow-commands fixes", () => {
  it("the only variable with its env", () => {
    expect(fixOf(insecureWorkflowCommands, flow(["- run: make", "  env:", `    ${NAME}: true`])).text).toBe(
      flow(["- run: make"]),
    );
  });

  it("one variable of several", () => {
    const text = flow(["- run: make"], { top: `env:\n  A: b # note\n  ${NAME}: true\n  C: d\n` });
    expect(fixOf(insecureWorkflowCommands, text).text).toBe(
      flow(["- run: make"], { top: "env:\n  A: b # note\n  C: d\n" }),
    );
  });

  it("the commands in its reach", () => {
    const text = flow(["- run: |", '    echo "::set-env name=A::b"', '    echo "::add-path::/opt/x"', "    echo hi"], {
      job: `    env:\n      ${NAME}: true\n`,
    });
    expect(fixOf(insecureWorkflowCommands, text).text).toBe(
      flow(["- run: |", '    echo "A=b" >> "$GITHUB_ENV"', '    echo "/opt/x" >> "$GITHUB_PATH"', "    echo hi"]),
    );
  });

  it("files with CRLF and flow style", () => {
    const text = flow(["- run: make", `  env: { A: b, ${NAME}: true }`]).replaceAll("\n", "\r\n");
    expect(fixOf(insecureWorkflowCommands, text).text).toBe(
      flow(["- run: make", "  env: { A: b }"]).replaceAll("\n", "\r\n"),
    );
  });
});

describe("insecure-workflow-commands offers no fix", () => {
  it.each([
    ["for a script that sets it", flow([`- run: echo "${NAME}=true" >> $GITHUB_ENV`])],
    [
      "before a command that cannot be rewritten",
      flow(['- run: echo "::set-env name=A::$(cat file)"'], { top: `env:\n  ${NAME}: true\n` }),
    ],
    ["for variables that an anchor shares", flow(["- run: make", "  env: *e"], { top: `env: &e\n  ${NAME}: true\n` })],
  ])("%s", (_, text) => {
    expect(fixOf(insecureWorkflowCommands, text).text).toBeNull();
  });
});
