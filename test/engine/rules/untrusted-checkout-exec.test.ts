import { describe, expect, it } from "vitest";
import { EXECUTING_ACTIONS, EXECUTING_TOOLS } from "../../../worker/engine/data/content-executors.ts";
import { untrustedCheckout } from "../../../worker/engine/rules/github/untrusted-checkout.ts";
import { untrustedCheckoutExec } from "../../../worker/engine/rules/github/untrusted-checkout-exec.ts";
import { placesOf } from "../../support/engine.ts";

const HEAD = "${{ github.event.pull_request.head.sha }}";
const steps = (on: string, ...lines: string[]) =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${lines.map((line) => `      ${line}`).join("\n")}\n`;
const CHECKOUT = `- { uses: actions/checkout@v4, with: { ref: "${HEAD}" } }`;
const IN_FOLDER = `- { uses: actions/checkout@v4, with: { ref: "${HEAD}", path: pr } }`;
const behind = (...lines: string[]) => steps("pull_request_target", CHECKOUT, ...lines);
const places = (text: string) => placesOf(untrustedCheckoutExec, text);

describe("untrusted-checkout-exec stays silent", () => {
  it.each([
    ["a build of the base branch", steps("pull_request_target", "- uses: actions/checkout@v4", "- run: npm ci")],
    ["a build under pull_request", steps("pull_request", CHECKOUT, "- run: make")],
    ["a build in front of the checkout", steps("pull_request_target", "- run: make", CHECKOUT)],
    ["commands that read", behind("- run: git diff --name-only | grep src && cat package.json && wc -l *.md")],
    ["an install without scripts", behind("- run: npm ci --ignore-scripts")],
    ["a global install", behind("- run: npm install -g prettier-check")],
    ["a named package", behind("- run: pip install requests")],
    ["a question for the version", behind("- run: make --version && npm --version")],
    ["code in the command itself", behind("- run: python3 -c 'print(1)'; bash -c 'echo x'; node -e '1'")],
    [
      "a build of another folder",
      steps("pull_request_target", "- uses: actions/checkout@v4", IN_FOLDER, "- run: npm ci"),
    ],
    [
      "a folder of the base branch below",
      behind(
        "- uses: actions/checkout@v4",
        "  with: { path: base }",
        "- run: base/../base/x || true",
        "- run: make -C base",
      ),
    ],
    ["a build behind a second checkout", behind("- uses: actions/checkout@v4", "- run: make")],
    [
      "a step for members",
      behind("- if: github.event.pull_request.head.repo.full_name == github.repository", "  run: make"),
    ],
    ["a published action", behind("- uses: actions/setup-node@v4", "- uses: actions/labeler@v5")],
    ["setup-ruby without bundler", behind("- uses: ruby/setup-ruby@v1", "  with: { ruby-version: '3.4' }")],
    ["text that speaks of it", behind("- run: echo npm ci")],
    ["another language", behind("- run: npm ci", "  shell: python")],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("untrusted-checkout-exec reports", () => {
  it.each([
    ["an install", behind("- run: npm ci"), ["7:14 critical"]],
    ["two of one checkout together", behind("- run: npm ci", "- run: npm test"), ["7:14 critical"]],
    ["a script", behind("- run: ./scripts/build.sh"), ["7:14 critical"]],
    ["a script of an interpreter", behind("- run: python3 tools/x.py --all"), ["7:14 critical"]],
    ["a sourced script", behind("- run: . ci/env.sh"), ["7:14 critical"]],
    ["a local action", behind("- uses: ./.github/actions/test"), ["7:15 critical"]],
    ["an action that builds", behind("- uses: pre-commit/action@v3.0.1"), ["7:15 critical"]],
    [
      "setup-ruby with bundler",
      behind("- uses: ruby/setup-ruby@v1", "  with: { bundler-cache: true }"),
      ["7:15 critical"],
    ],
    ["behind cd and &&", behind("- run: cd web && yarn"), ["7:24 critical"]],
    ["behind a runner of programs", behind("- run: sudo -E make install"), ["7:14 critical"]],
    [
      "in the folder of the checkout",
      steps("pull_request_target", IN_FOLDER, "- run: make", "  working-directory: pr/src"),
      ["7:14 critical"],
    ],
    [
      "with the folder as an option",
      steps("pull_request_target", IN_FOLDER, "- run: npm --prefix pr ci"),
      ["7:14 critical"],
    ],
    ["a script of that folder", steps("pull_request_target", IN_FOLDER, "- run: bash pr/x.sh"), ["7:14 critical"]],
    ["in the same script", steps("issue_comment", "- run: |", "    gh pr checkout 7", "    make"), ["8:11 critical"]],
    ["in a block", behind("- run: |", "    git log -1", "    pip install -U -r requirements.txt"), ["9:11 critical"]],
    ["python modules", behind("- run: python -m pip install -e ."), ["7:14 critical"]],
    ["PowerShell", behind("- run: npm ci", "  shell: pwsh"), ["7:14 critical"]],
    ["a runner with Windows", behind("- run: npm ci").replace("ubuntu-24.04", "windows-2025"), ["7:14 critical"]],
    ["version 7", behind("- run: make").replace("@v4", "@v7"), ["7:14 high"]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("in place of the plain checkout, never beside it", () => {
    expect(placesOf(untrustedCheckout, behind("- run: make"))).toEqual([]);
    expect(placesOf(untrustedCheckout, behind("- run: git log"))).toEqual(["6:51 high"]);
  });
});

describe("the tables behind untrusted-checkout-exec", () => {
  it.each(Object.entries(EXECUTING_TOOLS))(
    "%s as its row says, and no other use of it",
    (tool, { commands, source }) => {
      expect(source).toMatch(/^https:\/\//);
      for (const command of commands.length > 0 ? commands : ["x"]) {
        expect(places(behind(`- run: ${tool} ${command}`))).toEqual(["7:14 critical"]);
        expect(places(behind(`- run: echo ${tool} ${command}`))).toEqual([]);
      }
      expect(places(behind(`- run: ${tool} ${commands.length > 0 ? "no-such-command" : "--version"}`))).toEqual([]);
    },
  );

  it.each(Object.entries(EXECUTING_ACTIONS))("%s as its row says", (action, { input, source }) => {
    expect(source).toMatch(/^https:\/\/github\.com\//);
    const inputs = input ? [`  with: { ${input.name}: x }`] : [];
    expect(places(behind(`- uses: ${action}@v1`, ...inputs))).toEqual(["7:15 critical"]);
    const harmless = input ? behind(`- uses: ${action}@v1`) : behind(`- uses: ${action}-other@v1`);
    expect(places(harmless)).toEqual([]);
  });
});
