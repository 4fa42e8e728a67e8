import { describe, expect, it } from "vitest";
import { checkoutPersistCredentials } from "../../../worker/engine/rules/github/checkout-persist-credentials.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const HEAD = `on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n`;
const steps = (...lines: string[]) => `${HEAD}${lines.map((line) => `      ${line}\n`).join("")}`;
const CHECKOUT = "- uses: actions/checkout@v7";

describe("checkout-persist-credentials stays silent", () => {
  it.each([
    ["a checkout without credentials", steps(CHECKOUT, "  with:", "    persist-credentials: false", "- run: make")],
    ["the same in quotes", steps(CHECKOUT, "  with: { persist-credentials: 'false' }", "- run: make")],
    ["credentials that somebody chose to keep", steps(CHECKOUT, "  with:", "    persist-credentials: true")],
    ["a choice made by an expression", steps(CHECKOUT, "  with:", "    persist-credentials: ${{ inputs.push }}")],
    ["a later push", steps(CHECKOUT, "- run: |", "    git commit -am x", "    git push origin HEAD:main")],
    ["a push behind options and a condition", steps(CHECKOUT, "- run: test -f x && git -C docs -c a=b push")],
    ["a fetch of more history", steps(CHECKOUT, "- run: git fetch --tags")],
    ["submodules by hand", steps(CHECKOUT, "- run: git submodule update --init")],
    ["an action that commits and pushes", steps(CHECKOUT, "- uses: stefanzweifel/git-auto-commit-action@v7")],
    ["a release tool that pushes", steps(CHECKOUT, "- run: npx semantic-release")],
    ["another action called checkout", steps("- uses: acme/checkout@v4", "- run: make")],
    ["a job without checkout", steps("- run: make")],
    ["a call of a reusable workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(checkoutPersistCredentials, text)).toEqual([]);
  });

  it("on a composite action that pushes itself, and on one without a checkout", () => {
    const action = (step: string) => `name: a\nruns:\n  using: composite\n  steps:\n    - ${step}\n`;
    const push = `uses: actions/checkout@v7\n    - run: git push\n      shell: bash`;
    expect(placesOf(checkoutPersistCredentials, { "a/action.yml": action(push) })).toEqual([]);
    expect(placesOf(checkoutPersistCredentials, { "a/action.yml": action("run: make\n      shell: bash") })).toEqual(
      [],
    );
  });
});

describe("checkout-persist-credentials reports", () => {
  it.each([
    ["a bare checkout", steps(CHECKOUT, "- run: npm test"), ["9:15 low"]],
    ["a pinned one", steps(`- uses: actions/checkout@${SHA} # v7.0.1`, "- run: npm test"), ["9:15 low"]],
    ["one with other inputs", steps(CHECKOUT, "  with:", "    fetch-depth: 0"), ["9:15 low"]],
    ["two of one job together", steps(CHECKOUT, CHECKOUT, "  with: { path: other }"), ["9:15 low"]],
    [
      "words that only speak of pushing",
      steps(CHECKOUT, "- run: echo 'git push'", "- run: ./push-up.sh # git push"),
      ["9:15 low"],
    ],
    [
      "an old one whose workspace is uploaded",
      steps("- uses: actions/checkout@v4", "- uses: actions/upload-artifact@v3", "  with:", "    path: ."),
      ["9:15 high"],
    ],
    [
      "an old one uploaded with its hidden files",
      steps(
        `- uses: actions/checkout@${SHA} # v4.2.2`,
        "- uses: actions/upload-artifact@v4",
        "  with: { path: ./, include-hidden-files: true }",
      ),
      ["9:15 high"],
    ],
    [
      "an old one of which only the build is uploaded",
      steps("- uses: actions/checkout@v4", "- uses: actions/upload-artifact@v3", "  with: { path: dist }"),
      ["9:15 low"],
    ],
    [
      "an upload that leaves hidden files out",
      steps("- uses: actions/checkout@v4", "- uses: actions/upload-artifact@v4", "  with: { path: . }"),
      ["9:15 low"],
    ],
    [
      "a new one, which stores the token elsewhere",
      steps(CHECKOUT, "- uses: actions/upload-artifact@v3", "  with: { path: . }"),
      ["9:15 low"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(checkoutPersistCredentials, text)).toEqual(places);
  });

  const upload = (version: string) =>
    steps("- uses: actions/checkout@v4", `- uses: actions/upload-artifact@${version}`, "  with: { path: . }");

  it.each([
    ["v4.3.6", "high"],
    [`${SHA} # v4.3.1`, "high"],
    [`${SHA} # v4.6.2`, "low"],
    [SHA, "low"],
    ["v5", "low"],
    ["main", "low"],
  ])("an upload of version %s as %s", (version, severity) => {
    expect(placesOf(checkoutPersistCredentials, upload(version))).toEqual([`9:15 ${severity}`]);
  });

  it("a composite action, without a fix", () => {
    const files = { "a/action.yml": "name: a\nruns:\n  using: composite\n  steps:\n    - uses: actions/checkout@v7\n" };
    expect(placesOf(checkoutPersistCredentials, files)).toEqual(["a/action.yml:5:13 low"]);
    expect(fixOf(checkoutPersistCredentials, files).reason).toContain("by hand");
  });
});

describe("checkout-persist-credentials fixes", () => {
  it("a checkout without inputs", () => {
    expect(fixOf(checkoutPersistCredentials, steps(`${CHECKOUT} # code`, "- run: npm test")).text).toBe(
      steps(`${CHECKOUT} # code`, "  with:", "    persist-credentials: false", "- run: npm test"),
    );
  });

  it("a checkout with inputs, behind the last", () => {
    expect(fixOf(checkoutPersistCredentials, steps(CHECKOUT, "  with:", "    fetch-depth: 0 # tags")).text).toBe(
      steps(CHECKOUT, "  with:", "    fetch-depth: 0 # tags", "    persist-credentials: false"),
    );
  });

  it("a step in braces", () => {
    expect(fixOf(checkoutPersistCredentials, steps("- { uses: actions/checkout@v7 }")).text).toBe(
      steps("- { uses: actions/checkout@v7, with: { persist-credentials: false } }"),
    );
  });

  it("every checkout of the job at once", () => {
    const { text } = fixOf(checkoutPersistCredentials, steps(CHECKOUT, CHECKOUT, "  with:", "    path: other"));
    expect(text?.match(/persist-credentials: false/g)).toHaveLength(2);
  });

  it.each([
    ["a local action", steps(CHECKOUT, "- uses: ./.github/actions/finish")],
    ["a script that speaks of releasing", steps(CHECKOUT, "- run: ./scripts/release.sh")],
    ["a package script that speaks of deploying", steps(CHECKOUT, "- run: npm run deploy:docs")],
    ["an action that speaks of tagging", steps(CHECKOUT, "- uses: acme/tag-version@v1")],
    ["any script of a job that may write", steps(CHECKOUT, "- run: make").replace("contents: read", "contents: write")],
  ])("not before %s, which may push", (_, text) => {
    const { text: fixed, reason } = fixOf(checkoutPersistCredentials, text);
    expect(fixed).toBeNull();
    expect(reason).toContain("by hand");
  });
});
