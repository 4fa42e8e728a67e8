import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { unpinnedContainerImage as rule } from "../../../worker/engine/rules/github/unpinned-container-image.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const lookups = withAnswers({ imageDigest: (image) => (image.startsWith("private/") ? "unknown" : DIGEST) });
const HEAD = "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n";
const STEPS = "    steps:\n      - run: make\n";
const job = (keys: string) => HEAD + keys + STEPS;
const matrix = (values: string, container = "${{ matrix.image }}") =>
  job(`    strategy:\n      matrix:\n${values}    container: ${container}\n`);
const gitlab = (text: string) => ({ ".gitlab-ci.yml": text });
const action = (text: string) => ({ "a/action.yml": `name: x\ndescription: x\nruns:\n${text}` });

describe("unpinned-container-image stays silent", () => {
  it.each([
    ["a digest", job(`    container: node@${DIGEST}\n`)],
    ["a tag with a digest", job(`    container: {image: "node:latest@${DIGEST}"}\n`)],
    ["a tag", job("    container: node:24\n    services:\n      db:\n        image: postgres:18\n")],
    ["a registry with a port and a tag", job("    container: registry.example.com:5000/a/b:1\n")],
    ["a registry of the job", job("    container: localhost:5000/a/b\n")],
    ["an expression", job("    container: ${{ inputs.image }}\n")],
    ["an expression in front of latest", job("    container: ghcr.io/${{ github.repository }}:latest\n")],
    ["an image that is empty", job("    container: ''\n    services: {db: {image: }}\n")],
    ["a matrix of tags", matrix("        image: ['node:24', 'node:22']\n")],
    ["a matrix that is computed", matrix("        image: ${{ fromJSON(needs.x.outputs.y) }}\n")],
    ["tags from a matrix", matrix("        tag: [22, 24]\n", "node:${{ matrix.tag }}")],
    ["a tag of a docker step", `${HEAD}    steps:\n      - uses: docker://alpine:3.22\n`],
    ["a Dockerfile action", action("  using: docker\n  image: Dockerfile\n")],
    ["odd values", job("    container: [node]\n    services: [db]\n")],
    [
      "GitLab variables",
      gitlab("image: $IMAGE\na:\n  script: x\n  services:\n    - name: $CI_REGISTRY_IMAGE/db:latest\n"),
    ],
    ["a GitLab tag", gitlab("a:\n  image: node:24\n  script: x\n  services: ['docker:dind']\n")],
    ["a hidden GitLab job", gitlab(".a:\n  image: node\nb:\n  image: node:24\n  script: x\n")],
  ])("on %s", (_, files) => {
    expect(placesOf(rule, files)).toEqual([]);
  });
});

describe("unpinned-container-image reports", () => {
  it.each([
    ["no tag", job("    container: node\n"), ["7:16 high"]],
    ["latest", job("    container:\n      image: 'ghcr.io/a/b:latest'\n"), ["8:14 high"]],
    ["a port that is no tag", job("    container: registry.example.com:5000/a\n"), ["7:16 high"]],
    [
      "services",
      job("    services:\n      db:\n        image: postgres\n      cache: {image: redis:latest}\n"),
      ["9:16 high", "10:22 high"],
    ],
    ["a docker step", `${HEAD}    steps:\n      - uses: docker://alpine\n`, ["8:15 high"]],
    ["one image once", job("    container: node\n    services:\n      a: {image: node}\n"), ["7:16 high"]],
    ["a matrix value", matrix("        image: ['node:24', node]\n"), ["9:28 high"]],
    ["an included value", matrix("        include:\n          - image: node:latest\n"), ["10:20 high"]],
    ["a tag from a matrix", matrix("        tag: [24, latest]\n", "node:${{ matrix.tag }}"), ["9:19 high"]],
    ["a value in a cell", matrix("        os: [{ image: alpine }]\n", "${{ matrix.os.image }}"), ["9:23 high"]],
    ["a cell that is a container", matrix("        os: [{ image: alpine }]\n", "${{ matrix.os }}"), ["9:23 high"]],
    ["a docker action", action("  using: docker\n  image: docker://alpine:latest\n"), ["a/action.yml:5:10 high"]],
    [
      "a composite step",
      action("  using: composite\n  steps:\n    - uses: docker://alpine\n"),
      ["a/action.yml:6:13 high"],
    ],
    [
      "GitLab images",
      gitlab("default:\n  image: node\na:\n  script: x\n  services: ['docker:latest']\n"),
      [".gitlab-ci.yml:2:10 high", ".gitlab-ci.yml:5:14 high"],
    ],
    [
      "a GitLab image beside an include that was not read",
      gitlab("image: node\ninclude: [{remote: 'https://example.org/ci.yml'}]\na:\n  script: x\n"),
      [".gitlab-ci.yml:1:8 high"],
    ],
    [
      "a GitLab image through the proxy",
      gitlab("a:\n  image: ${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/alpine\n  script: x\n"),
      [".gitlab-ci.yml:2:10 high"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(rule, files)).toEqual(places);
  });

  it("a tag without a digest in the strict profile", () => {
    const files = job(`    container: node:24\n    services: {a: {image: 'x:1@${DIGEST}'}, b: {image: db}}\n`);
    expect(placesOf(rule, files, { profile: "strict" })).toEqual(["7:16 low", expect.stringMatching(/^8:\d+ high$/)]);
  });
});

describe("unpinned-container-image fixes", () => {
  it.each([
    ["an image", job("    container: node # why\n"), job(`    container: node@${DIGEST} # why\n`)],
    ["quotes", job("    container: {image: 'a/b:latest'}\n"), job(`    container: {image: 'a/b:latest@${DIGEST}'}\n`)],
    [
      "all places of an image",
      job("    container: node\n    services:\n      a: {image: node}\n"),
      job(`    container: node@${DIGEST}\n    services:\n      a: {image: node@${DIGEST}}\n`),
    ],
    [
      "a docker step",
      `${HEAD}    steps:\n      - uses: "docker://alpine"\n`,
      `${HEAD}    steps:\n      - uses: "docker://alpine@${DIGEST}"\n`,
    ],
    [
      "a matrix value",
      matrix("        image: ['node:24', node]\n      fail-fast: false\n"),
      matrix(`        image: ['node:24', node@${DIGEST}]\n      fail-fast: false\n`),
    ],
    [
      "CRLF",
      job("    container: node\n").replaceAll("\n", "\r\n"),
      job(`    container: node@${DIGEST}\n`).replaceAll("\n", "\r\n"),
    ],
  ])("%s", (_, text, after) => {
    expect(fixOf(rule, text, { lookups })).toMatchObject({ text: after, reason: null });
  });

  it("a GitLab image", () => {
    const before = gitlab("a:\n  image: node:latest\n  script: x\n");
    expect(fixOf(rule, before, { lookups }).text).toBe(`a:\n  image: node:latest@${DIGEST}\n  script: x\n`);
  });
});

describe("unpinned-container-image offers no fix", () => {
  it.each([
    ["an unknown digest", job("    container: private/x\n"), /digest of `private\/x` is not known/],
    ["a tag from a matrix", matrix("        tag: [24, latest]\n", "node:${{ matrix.tag }}"), /put together/],
    [
      "a matrix value that is read twice",
      `${matrix("        image: [node]\n")}        env: {X: "\${{ matrix.image }}"}\n`,
      /read in other places/,
    ],
  ])("for %s", (_, text, reason) => {
    expect(fixOf(rule, text, { lookups }).reason).toMatch(reason);
  });
});
