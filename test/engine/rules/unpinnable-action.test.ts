import { describe, expect, it } from "vitest";
import { mapLookups, withAnswers } from "../../../worker/engine/lookups.ts";
import { unpinnableAction } from "../../../worker/engine/rules/github/unpinnable-action.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const SHA = "a".repeat(40);
const DIGEST = `sha256:${"3f".repeat(32)}`;
const head = "name: x\ndescription: x\n";
const composite = (body: string) => `${head}runs:\n  using: composite\n  steps:\n${body}`;
const docker = (image: string) => `${head}runs:\n  using: docker\n  image: ${image}\n`;

describe("unpinnable-action stays silent", () => {
  it.each([
    ["pinned uses", composite(`    - uses: o/r@${SHA} # v1\n`)],
    ["scripts alone", composite("    - run: make\n      shell: bash\n")],
    ["local actions", composite("    - uses: ./inner\n    - uses: $/other\n")],
    ["a pinned image in a step", composite(`    - uses: docker://alpine:3.22@${DIGEST}\n`)],
    ["a pinned image", docker(`docker://alpine@${DIGEST}`)],
    ["an image from an expression", docker("docker://${{ inputs.image }}")],
    ["a JavaScript action", `${head}runs:\n  using: node24\n  main: dist/index.js\n`],
    ["a Dockerfile that was not read", docker("Dockerfile")],
    ["a step without a value", composite("    - uses:\n")],
    ["a ref that is missing", composite("    - uses: o/r\n")],
    ["no runs", head],
  ])("on %s", (_, text) => {
    expect(placesOf(unpinnableAction, { "action.yml": text })).toEqual([]);
  });

  it.each([
    ["with a digest", `FROM alpine:3.22@${DIGEST}\n`],
    ["from scratch", "FROM scratch\nCOPY x /x\n"],
    ["that an argument chooses", "ARG BASE\nFROM $BASE\n"],
    ["with stages", `FROM alpine@${DIGEST} AS build\nFROM build\n`],
  ])("on a Dockerfile %s", (_, text) => {
    expect(placesOf(unpinnableAction, { "action.yml": docker("Dockerfile"), Dockerfile: text })).toEqual([]);
  });

  it("on workflows, which have rules of their own", () => {
    const text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: o/r@v1\n";
    expect(placesOf(unpinnableAction, text)).toEqual([]);
  });
});

describe("unpinnable-action reports", () => {
  it.each([
    ["a tag", composite("    - uses: actions/setup-node@v7\n"), "6:13"],
    ["a branch", composite("    - uses: o/r/sub@main\n"), "6:13"],
    ["a short commit id", composite("    - uses: o/r@abc1234\n"), "6:13"],
    ["an image in a step", composite("    - uses: docker://alpine:3.22\n"), "6:13"],
    ["the second use", composite(`    - uses: o/r@${SHA}\n    - uses: "o/s@v1"\n`), "7:13"],
    ["a Docker action of an image", docker("docker://ghcr.io/o/tool:1.2"), "5:10"],
    ["quotes and capitals", `${head}runs: {using: 'docker', image: "docker://alpine"}\n`, "3:32"],
    ["CRLF", composite("    - uses: o/r@v1\n").replaceAll("\n", "\r\n"), "6:13"],
  ])("%s", (_, text, place) => {
    expect(placesOf(unpinnableAction, { "action.yml": text })).toEqual([`action.yml:${place} low`]);
    expect(placesOf(unpinnableAction, { "a/b/action.yaml": text })).toEqual([`a/b/action.yaml:${place} low`]);
  });

  it("the Dockerfile that the action is built from", () => {
    const files = { "t/action.yml": docker("./Dockerfile"), "t/Dockerfile": "FROM alpine:3.22\n" };
    const [finding, ...others] = findingsOf(unpinnableAction, files);
    expect(others).toEqual([]);
    expect(finding?.evidence.map(({ path, line }) => `${path}:${line}`)).toEqual(["t/action.yml:4", "t/Dockerfile:1"]);
  });

  it("all that can move in one finding", () => {
    const text = composite("    - uses: o/r@v1\n    - uses: docker://alpine:3.22\n    - uses: o/s@v2\n");
    const [finding, ...others] = findingsOf(unpinnableAction, { "action.yml": text });
    expect(others).toEqual([]);
    expect(finding?.message).toContain("`o/r@v1` and 2 more");
    expect(finding?.evidence.map(({ line }) => line)).toEqual([6, 7, 8]);
  });
});

const options = {
  lookups: {
    ...mapLookups(new Map([["o/r@v1", { sha: SHA, tag: "v1.2.3" }]])),
    imageDigest: withAnswers({ imageDigest: () => DIGEST }).imageDigest,
  },
};

describe("unpinnable-action fixes", () => {
  it("every use and image", () => {
    const text = composite("    - uses: o/r@v1\n    - uses: docker://alpine:3.22\n    - uses: o/r/sub@v1 # helper\n");
    const fixed = fixOf(unpinnableAction, { "action.yml": text }, options);
    expect(fixed.reason).toBeNull();
    expect(fixed.text).toBe(
      composite(
        `    - uses: o/r@${SHA} # v1.2.3\n    - uses: docker://alpine:3.22@${DIGEST}\n    - uses: o/r/sub@${SHA} # v1.2.3 # helper\n`,
      ),
    );
  });

  it("the image of a Docker action", () => {
    const text = docker("docker://alpine:3.22");
    expect(fixOf(unpinnableAction, { "action.yml": text }, options).text).toBe(
      docker(`docker://alpine:3.22@${DIGEST}`),
    );
  });
});

describe("unpinnable-action offers no fix", () => {
  it.each([
    ["where one commit is unknown", { "action.yml": composite("    - uses: o/r@v1\n    - uses: o/s@v1\n") }],
    ["for a Dockerfile", { "action.yml": docker("Dockerfile"), Dockerfile: "FROM alpine:3.22\n" }],
  ])("%s", (_, files) => {
    expect(fixOf(unpinnableAction, files, options).text).toBeNull();
  });
});
