import { describe, expect, it } from "vitest";
import { maskedFailure as rule } from "../../../worker/engine/rules/github/masked-failure.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const HEAD = "on: push\npermissions: {}\njobs:\n";
const job = (steps: string, keys = "", id = "a") =>
  `${HEAD}  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${keys}    steps:\n${steps}`;
const run = (script: string, keys = "") => `      - run: |\n${script.replaceAll(/^(?=.)/gm, "          ")}\n${keys}`;
const flow = (script: string) => job(run(script));
const COE = "        continue-on-error: true\n";

describe("masked-failure stays silent", () => {
  it.each([
    ["an expression", job(`      - run: npm test\n        continue-on-error: \${{ matrix.experimental }}\n`)],
    ["false", job("      - run: npm test\n        continue-on-error: false\n", "    continue-on-error: false\n")],
    [
      "a step that is no check",
      job(`      - run: curl -s https://x\n${COE}      - uses: codecov/codecov-action@v5\n${COE}`),
    ],
    ["a build", job(`      - run: npm run build\n${COE}`)],
    [
      "an outcome that is read",
      job(`      - id: t\n        run: npm test\n${COE}      - if: steps.t.outcome == 'failure'\n        run: x\n`),
    ],
    ["a report behind it", job(`      - run: npm test\n${COE}      - uses: dorny/test-reporter@v2\n`)],
    ["a decision behind it", job(`${run("npm test || true")}${run("grep -q FAIL x && exit 1")}`)],
    ["a name that says it", job(`      - name: Nightly tests\n        run: npm test\n${COE}`)],
    ["a job that says it", job(run("npm test || true"), "    name: Test (experimental)\n")],
    ["a job that looks ahead", job("      - run: npm test\n", "    continue-on-error: true\n", "test_next")],
    ["a condition on the matrix", job(`      - if: matrix.python == '3.15-dev'\n        run: pytest\n${COE}`)],
    [
      "searches and clean-up",
      flow("grep x y || true\nkubectl delete ns x || true\ndocker compose down || :\nrm x || exit 0"),
    ],
    ["a status that is read", flow("set +e\nnpm test\nSTATUS=$?\nexit $STATUS")],
    ["a status that is read behind ||", flow("npm test || true\n[ $? -eq 0 ]")],
    ["the last command under set +e", flow("set +e\nls\nnpm test")],
    ["set -e again", flow("set +e\nls x\nset -e\nnpm test\nls")],
    [
      "output that is kept",
      flow("npm test > out.txt || true\nX=$(eslint . || true)\neslint -f json . || true\npytest | tee x || true"),
    ],
    [
      "repairs",
      flow(
        "eslint --fix . || true\nnpm run lint:fix || true\nruff check --fix . || true\nblack . || :\ncargo fmt --all || true\nnpm run format || true",
      ),
    ],
    ["a failure that is told", flow('npm test || { echo "no"; exit 1; }\nmake test || (echo no; exit 2)')],
    ["a result that is told", flow('npm test || echo "failed=1" >> $GITHUB_OUTPUT\neslint . || echo "::warning::x"')],
    ["another try", flow("npm test || npm test")],
    ["a condition", flow("if npm test || true; then ls; fi")],
    ["quotes and comments", flow("echo 'npm test || true'\n# npm test || true")],
    ["PowerShell", job(`${run("npm test || true")}        shell: pwsh\n`)],
    ["a version", flow("ruff --version || true")],
    [
      "odd values",
      `${HEAD}  a: null\n  b: {runs-on: x, continue-on-error: [true], steps: [null, {run: [x], continue-on-error: {}}]}\n`,
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });
});

describe("masked-failure reports", () => {
  it.each([
    ["a step that tests", job(`      - run: npm test\n${COE}`), ["9:9 medium"]],
    [
      "an action that lints",
      job("      - uses: golangci/golangci-lint-action@v8\n        continue-on-error: True\n"),
      ["9:9 medium"],
    ],
    ["a deploy", job("      - {uses: actions/deploy-pages@v4, continue-on-error: true}\n"), ["8:41 medium"]],
    ["a job", job("      - run: npm ci\n      - run: npm test\n", "    continue-on-error: true\n"), ["7:5 medium"]],
    ["|| true", flow("npm test || true"), ["9:20 medium"]],
    ["a formatter that only looks", flow("cargo fmt --all -- --check || true"), ["9:38 medium"]],
    ["a script that only looks", flow("npm run format:check || true"), ["9:32 medium"]],
    ["|| : behind a chain", flow("cd x && mypy . || :"), ["9:26 medium"]],
    ["|| exit 0", job('      - run: "npx eslint . || exit 0"\n'), ["8:28 medium"]],
    ["|| echo", flow('make test || echo "Tests failed"'), ["9:21 medium"]],
    ["output that is dropped", flow("pytest > /dev/null 2>&1 || true"), ["9:35 medium"]],
    ["a filter", flow("pytest | tail -5 || true"), ["9:28 medium"]],
    ["several in a step once", flow("eslint . || true\npytest || true"), ["9:20 medium"]],
    ["two steps", job(run("eslint . || true") + run("pytest || true")), ["9:20 medium", "11:18 medium"]],
    ["set +e", flow("set +e\nnpm test\nls"), ["9:11 medium"]],
    ["set +o errexit", flow("set +o errexit; pytest; echo done"), ["9:11 medium"]],
    ["the job, not its steps", job(`      - run: npm test\n${COE}`, "    continue-on-error: true\n"), ["7:5 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(rule, text)).toEqual(places);
  });

  it("a composite step", () => {
    const text = "name: x\nruns:\n  using: composite\n  steps:\n    - run: npm test || true\n      shell: bash\n";
    expect(placesOf(rule, { "action.yml": text })).toEqual(["action.yml:5:21 medium"]);
  });
});

describe("masked-failure fixes", () => {
  it.each([
    ["a step", job(`      - run: npm test\n${COE}        name: x\n`), job("      - run: npm test\n        name: x\n")],
    ["a job", job("      - run: npm test\n", "    continue-on-error: true # why\n"), job("      - run: npm test\n")],
    ["flow style", job("      - {run: npm test, continue-on-error: true}\n"), job("      - {run: npm test}\n")],
    ["a plain script", job("      - run: npm test || true # why\n"), job("      - run: npm test # why\n")],
    ["all masks of a script", flow("eslint . ||\n  true\nls\npytest || exit 0"), flow("eslint .\nls\npytest")],
    [
      "folded text",
      job("      - run: >\n          npm test\n          || true\n"),
      job("      - run: >\n          npm test\n"),
    ],
    ["set +e", flow("ls\nset +e\nnpm test\nls"), flow("ls\nnpm test\nls")],
    ["set +e on a shared line", flow("set +e; npm test\nls"), flow("npm test\nls")],
    ["CRLF", flow("npm test || true\nls").replaceAll("\n", "\r\n"), flow("npm test\nls").replaceAll("\n", "\r\n")],
  ])("%s", (_, text, after) => {
    expect(fixOf(rule, text)).toMatchObject({ text: after, reason: null });
  });
});

describe("masked-failure offers no fix", () => {
  it.each([
    [
      "a step that another place repeats",
      `${HEAD}  a:\n    runs-on: x\n    steps:\n      - &t {run: npm test, continue-on-error: true}\n      - *t\n`,
    ],
  ])("for %s", (_, text) => {
    const { text: after, reason } = fixOf(rule, text);
    expect([after, reason]).toEqual([null, expect.stringMatching(/by hand|No fix/)]);
  });
});
