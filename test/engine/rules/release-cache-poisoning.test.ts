import { describe, expect, it } from "vitest";
import { CACHE_ACTIONS } from "../../../worker/engine/data/cache-actions.ts";
import { PUBLISHING_ACTIONS, PUBLISHING_COMMANDS } from "../../../worker/engine/data/publishing-steps.ts";
import { releaseCachePoisoning } from "../../../worker/engine/rules/github/release-cache-poisoning.ts";
import { fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const flow = (on: string, lines: readonly string[]) =>
  `on: ${on}\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const PUBLISH = "- run: npm publish";
const CACHE = ["- uses: actions/cache@v5", "  with:", "    path: x", "    key: k-${{ hashFiles('x') }}"];
const publishing = (...lines: string[]) => flow("push", [...lines, PUBLISH]);
const places = (text: string) => placesOf(releaseCachePoisoning, text);

describe("release-cache-poisoning stays silent", () => {
  it.each([
    ["a cache of tests", flow("push", [...CACHE, "- run: npm test"])],
    [
      "a cache in a workflow of branches and tags that publishes nothing",
      flow("{ push: { branches: [main], tags: [v1] } }", CACHE),
    ],
    ["a release without a cache", flow("release", ["- uses: actions/setup-node@v4", PUBLISH])],
    [
      "a cache that is only looked up",
      publishing("- uses: actions/cache@v5", "  with: { path: x, key: k, lookup-only: true }"),
    ],
    ["a cache that is only saved", publishing("- uses: actions/cache/save@v5", "  with: { path: x, key: k }")],
    ["a cache with a condition", publishing(...CACHE, "  if: ${{ !startsWith(github.ref, 'refs/tags/') }}")],
    [
      "an input that an expression decides",
      publishing("- uses: actions/setup-go@v6", "  with: { cache: \"${{ github.ref_type != 'tag' }}\" }"),
    ],
    ["a cache that is switched off", publishing("- uses: actions/setup-go@v6", "  with: { cache: false }")],
    ["a version without a default cache", publishing("- uses: actions/setup-go@v3")],
    ["a version that nobody knows", publishing(`- uses: actions/setup-go@${SHA}`)],
    ["setup-uv since its default changed", publishing("- uses: astral-sh/setup-uv@v10")],
    [
      "layers in a registry",
      publishing("- uses: docker/build-push-action@v6", '  with: { cache-from: "type=registry,ref=a/b" }'),
    ],
    ["a rehearsal", flow("push", [...CACHE, "- run: npm publish --dry-run"])],
    [
      "another job of a workflow that publishes",
      `${publishing()}  b:\n    runs-on: x\n    steps:\n      - uses: actions/cache@v5\n        with: { path: x, key: k }\n`,
    ],
    ["setup-node without a package manager", publishing("- uses: actions/setup-node@v6")],
    [
      "an image that is not pushed",
      flow("push", [...CACHE, "- uses: docker/build-push-action@v6", "  with: { push: false }"]),
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("release-cache-poisoning reports", () => {
  it.each([
    ["a cache of a job that publishes", publishing(...CACHE), ["8:15 medium"]],
    ["a workflow for releases", flow("release", [...CACHE, "- run: make"]), ["8:15 medium"]],
    ["a workflow for tags", flow("{ push: { tags: ['v*'] }, workflow_dispatch: }", CACHE), ["8:15 medium"]],
    [
      "a setup action's cache",
      publishing("- uses: actions/setup-node@v4", "  with:", "    cache: npm"),
      ["10:11 medium"],
    ],
    ["a default", publishing("- uses: actions/setup-go@v5"), ["8:15 medium"]],
    ["a default of a pinned version", publishing(`- uses: actions/setup-go@${SHA} # v6.1.0`), ["8:15 medium"]],
    ["another case", publishing("- uses: Swatinem/rust-cache@v2"), ["8:15 medium"]],
    [
      "layers",
      publishing("- uses: docker/build-push-action@v6", '  with: { cache-from: "type=gha" }'),
      ["9:17 medium"],
    ],
    [
      "an image that some events push",
      flow("push", [
        ...CACHE,
        "- uses: docker/build-push-action@v6",
        "  with: { push: \"${{ github.event_name != 'pull_request' }}\" }",
      ]),
      ["8:15 medium"],
    ],
    ["two caches", publishing(...CACHE, "- uses: Swatinem/rust-cache@v2"), ["8:15 medium", "12:15 medium"]],
    [
      "a job whose artifact is published",
      `${flow("push", [...CACHE, "- uses: actions/upload-artifact@v5"])}  p:\n    needs: a\n    runs-on: x\n    steps:\n      - uses: actions/download-artifact@v6\n      - uses: pypa/gh-action-pypi-publish@v1\n`,
      ["8:15 medium"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("setup-node where package.json names npm", () => {
    const files = (manager: string, version: string) => ({
      [WORKFLOW]: publishing(`- uses: actions/setup-node@${version}`),
      "package.json": JSON.stringify({ packageManager: manager }),
    });
    expect(placesOf(releaseCachePoisoning, files("npm@11.0.0", "v6"))).toEqual(["8:15 medium"]);
    expect(placesOf(releaseCachePoisoning, files("pnpm@10.0.0", "v5"))).toEqual(["8:15 medium"]);
    expect(placesOf(releaseCachePoisoning, files("pnpm@10.0.0", "v6"))).toEqual([]);
    expect(placesOf(releaseCachePoisoning, files("npm@11.0.0", "v4"))).toEqual([]);
  });
});

describe("the tables behind release-cache-poisoning", () => {
  it.each(Object.entries(CACHE_ACTIONS))("%s as its row says", (action, { control, source, seen }) => {
    expect([source, seen]).toEqual([
      expect.stringMatching(/^https:\/\/github\.com\//),
      expect.stringMatching(/^2026-/),
    ]);
    const inputs = (text: string) => publishing(`- uses: ${action}@v6`, `  with: { x: y${text} }`);
    if (control === null) {
      expect(places(publishing(`- uses: ${action}@v6`))).toHaveLength(1);
      return;
    }
    const more = control.onlyWith === undefined ? "" : `, ${control.onlyWith}: v1`;
    const on = control.isOn("true") ? "true" : "false";
    expect(places(inputs(`${more}, ${control.input}: ${on}`))).toHaveLength(1);
    expect(places(inputs(more))).toHaveLength(control.onByDefault === null ? 0 : 1);
    if (control.off !== "remove")
      expect(places(inputs(`${more}, ${control.input}: ${control.off ?? "false"}`))).toEqual([]);
  });

  it.each([...PUBLISHING_ACTIONS])("behind %s", (action) => {
    expect(places(flow("push", [...CACHE, `- uses: ${action}@v1`]))).toHaveLength(1);
    expect(places(flow("push", [...CACHE, `- uses: ${action}-test@v1`]))).toEqual([]);
  });

  it.each([...PUBLISHING_COMMANDS])("behind %s", (command) => {
    expect(places(flow("push", [...CACHE, `- run: ${command} x`]))).toHaveLength(1);
    expect(places(flow("push", [...CACHE, `- run: echo ${command}`]))).toEqual([]);
  });
});

describe("release-cache-poisoning fixes", () => {
  const fixed = (text: string) => fixOf(releaseCachePoisoning, text).text;

  it.each([
    ["a cache with its own input", publishing(...CACHE), publishing(...CACHE, "    lookup-only: true")],
    [
      "a default without inputs",
      publishing("- uses: actions/setup-go@v5"),
      publishing("- uses: actions/setup-go@v5", "  with:", "    cache: false"),
    ],
    [
      "an input that is true",
      publishing("- uses: actions/setup-go@v5", "  with: { cache: true }"),
      publishing("- uses: actions/setup-go@v5", "  with: { cache: false }"),
    ],
    [
      "an input that names a manager",
      publishing("- uses: actions/setup-node@v4", "  with:", "    node-version: '24' # LTS", "    cache: npm"),
      publishing("- uses: actions/setup-node@v4", "  with:", "    node-version: '24' # LTS"),
    ],
    [
      "the only input",
      publishing("- uses: actions/setup-java@v5", "  with:", "    cache: maven", "  id: java"),
      publishing("- uses: actions/setup-java@v5", "  id: java"),
    ],
    [
      "a step in braces",
      publishing("- { uses: Swatinem/rust-cache@v2 }"),
      publishing("- { uses: Swatinem/rust-cache@v2, with: { lookup-only: true } }"),
    ],
  ])("%s", (_, before, after) => {
    expect(fixed(before)).toBe(after);
    expect(fixed(before.replaceAll("\n", "\r\n"))).toBe(after.replaceAll("\n", "\r\n"));
  });
});

describe("release-cache-poisoning offers no fix", () => {
  it.each([
    ["where the input installs too", publishing("- uses: ruby/setup-ruby@v1", "  with: { bundler-cache: true }")],
    ["where there is no input", publishing("- uses: mozilla-actions/sccache-action@v0")],
  ])("%s", (_, text) => {
    expect(fixOf(releaseCachePoisoning, text).reason).toContain("by hand");
  });
});
