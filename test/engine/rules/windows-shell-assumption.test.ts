import { describe, expect, it } from "vitest";
import { windowsShellAssumption as rule } from "../../../worker/engine/rules/github/windows-shell-assumption.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const flow = (steps: string, keys = "    runs-on: windows-2025\n", top = "") =>
  `on: push\npermissions: {}\n${top}jobs:\n  a:\n${keys}    timeout-minutes: 9\n    steps:\n${steps}`;
const run = (script: string, keys = "") => `      - run: |\n${script.replaceAll(/^(?=.)/gm, "          ")}\n${keys}`;
const MATRIX = "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n    runs-on: ${{ matrix.os }}\n";
const OUTPUT = "echo x=1 >> $GITHUB_OUTPUT";

describe("windows-shell-assumption stays silent", () => {
  it.each([
    ["a shell of the step", flow(run(OUTPUT, "        shell: bash\n"))],
    ["a shell of the job", flow(run(OUTPUT), "    runs-on: windows-2025\n    defaults: {run: {shell: bash}}\n")],
    ["a shell of the workflow", flow(run(OUTPUT), undefined, "defaults: {run: {shell: bash}}\n")],
    ["a shell from the matrix", flow(run(OUTPUT), `${MATRIX}    defaults: {run: {shell: "\${{ matrix.shell }}"}}\n`)],
    ["Linux", flow(run(OUTPUT), "    runs-on: ubuntu-24.04\n", "# windows\n")],
    ["a runner that only the run knows", flow(run(OUTPUT), "    runs-on: ${{ inputs.os }}\n", "# windows\n")],
    ["a step for other systems", flow(`      - if: runner.os != 'Windows'\n        run: ${OUTPUT}\n`, MATRIX)],
    ["a step for Linux", flow(`      - if: matrix.os == 'ubuntu-24.04'\n        run: ${OUTPUT}\n`, MATRIX)],
    [
      "a step for no Windows",
      flow(`      - if: "!startsWith(matrix.os, 'windows')"\n        run: ${OUTPUT}\n`, MATRIX),
    ],
    ["PowerShell", flow(run('$x = 1\n"x=$x" >> $env:GITHUB_OUTPUT\nif ($x) { rm -r y }'))],
    ["cmdlets", flow(run("Get-ChildItem | rm -rf\nRemove-Item x -Recurse"))],
    ["a here-string", flow(run('@"\nX=1\n"@ | Out-File x'))],
    [
      "what both know",
      flow(run("npm ci && npm test || echo no\necho $(git rev-parse HEAD) | tee x\nmkdir -p x; cp -r a b; rm -r x")),
    ],
    ["Unix tools", flow(run("grep -q x y\nsed -i s/a/b/ c\nls -l\ntouch z"))],
    ["text in quotes", flow(run("bash -c 'export X=1; echo $GITHUB_SHA > /dev/null'"))],
    ["a path that ends in a backslash", flow(run("cd C:\\tools\\\ndir"))],
    ["expressions", flow(run("echo ${{ env.X }} [${{ matrix.y }}]"))],
    ["named parameters", flow(run("cmake -B build -DX=1\nnode a.js KEY=value"))],
    ["odd values", "on: push\njobs:\n  a: {runs-on: windows-2025, steps: [null, {run: [x]}]}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });

  it("on composite actions", () => {
    const text = `# windows\nruns:\n  using: composite\n  steps:\n    - run: ${OUTPUT}\n`;
    expect(placesOf(rule, { "action.yml": text })).toEqual([]);
  });
});

describe("windows-shell-assumption reports", () => {
  it.each([
    ["an output", OUTPUT],
    ["an output in braces and quotes", 'echo "x=1" >> "${GITHUB_OUTPUT}"'],
    ["a variable of the runner", "echo $RUNNER_TEMP"],
    ["a test", "[[ -f x ]] && ls"],
    ["an older test", "[ -f x ] && ls"],
    ["if", "if git diff --quiet; then\n  ls\nfi"],
    ["a loop", "for f in *.js; do node $f; done"],
    ["export", "export CI=1"],
    ["an assignment", "VERSION=1"],
    ["an assignment before a command", "CI=1 npm test"],
    ["a here-document", "cat <<EOF > x\ny\nEOF"],
    ["rm -rf", "rm -rf dist"],
    ["set", "set -euo pipefail"],
    ["source", "source venv/bin/activate"],
    ["the null device", "which x 2>/dev/null"],
    ["ls", "ls -la"],
    ["an assignment behind another command", "cd x; A=1 make"],
  ])("%s", (_, script) => {
    const column = script.startsWith("if ") ? 14 : script.startsWith("cd ") ? 17 : 11;
    expect(placesOf(rule, flow(run(script)))).toEqual([`9:${column} medium`]);
    expect(placesOf(rule, flow(run(script), MATRIX))).toEqual([`10:${column} medium`]);
  });

  it.each([
    ["continued lines", flow(run("npm test \\\n  --all")), ["9:20 medium"]],
    ["a header that is no cmdlet", flow(run("curl -H Content-Type:x y\nrm -rf z")), ["10:11 medium"]],
    ["a Windows step", flow(`      - if: runner.os == 'Windows'\n        run: ${OUTPUT}\n`, MATRIX), ["10:14 medium"]],
    [
      "an included cell",
      flow(run(OUTPUT), "    strategy: {matrix: {include: [{os: windows-2025}]}}\n    runs-on: ${{ matrix.os }}\n"),
      ["10:11 medium"],
    ],
    ["a job once", flow(run(OUTPUT) + run("export X=1")), ["9:11 medium"]],
    ["labels of a self-hosted runner", flow(run(OUTPUT), "    runs-on: [self-hosted, Windows]\n"), ["9:11 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(rule, text)).toEqual(places);
  });
});

const BASH = "        shell: bash\n";

describe("windows-shell-assumption fixes", () => {
  it.each([
    ["a step", flow(run(OUTPUT)), flow(run(OUTPUT, BASH))],
    [
      "all steps of a matrix",
      flow(`${run(OUTPUT)}${run("npm ci")}${run("rm -rf x")}`, MATRIX),
      flow(`${run(OUTPUT, BASH)}${run("npm ci")}${run("rm -rf x", BASH)}`, MATRIX),
    ],
    ["flow style", flow("      - {run: rm -rf x, name: y}\n"), flow("      - {run: rm -rf x, name: y, shell: bash}\n")],
    [
      "keys behind the script",
      flow("      - run: rm -rf x # why\n        name: y\n"),
      flow(`      - run: rm -rf x # why\n${BASH}        name: y\n`),
    ],
    ["CRLF", flow(run(OUTPUT)).replaceAll("\n", "\r\n"), flow(run(OUTPUT, BASH)).replaceAll("\n", "\r\n")],
  ])("%s", (_, text, after) => {
    expect(fixOf(rule, text)).toMatchObject({ text: after, reason: null });
  });
});

describe("windows-shell-assumption offers no fix", () => {
  it("for a step that another place repeats", () => {
    expect(fixOf(rule, flow("      - &s {run: rm -rf x}\n      - *s\n")).reason).toMatch(/by hand|No fix/);
  });
});
