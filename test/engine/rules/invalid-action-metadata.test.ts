import { describe, expect, it } from "vitest";
import { BRANDING_COLORS, BRANDING_ICONS } from "../../../worker/engine/data/action-branding.ts";
import { invalidActionMetadata } from "../../../worker/engine/rules/github/invalid-action-metadata.ts";
import { type Files, placesOf } from "../../support/engine.ts";

const HEAD = "name: x\ndescription: y\n";
const COMPOSITE = "runs:\n  using: composite\n  steps: []\n";
const places = (text: string, files: Files = {}) => placesOf(invalidActionMetadata, { "action.yml": text, ...files });
const here = (place: string) => [`action.yml:${place} medium`];

describe("invalid-action-metadata stays silent", () => {
  it.each<[string, string, Files]>([
    ["a composite action", `${HEAD}${COMPOSITE}`, {}],
    ["upper case", `${HEAD}runs:\n  using: Composite\n  steps: []\n`, {}],
    ["a JavaScript action", `${HEAD}runs: {using: node24, main: dist/index.js}\n`, { "dist/index.js": null }],
    ["a path with a dot", `${HEAD}runs: {using: 'node20', main: ./index.js, post: index.js}\n`, { "index.js": null }],
    ["a runtime that may come", `${HEAD}runs: {using: node26, main: a.js}\n`, { "a.js": null }],
    ["a folder that releases build", `${HEAD}runs: {using: node24, main: dist/index.js}\n`, { "src/index.ts": null }],
    [
      "a list of pipelines only",
      `${HEAD}runs: {using: node24, main: index.js}\n`,
      { ".github/workflows/a.yml": "on: push\njobs: {}\n" },
    ],
    ["an image from a registry", `${HEAD}runs: {using: docker, image: 'docker://alpine:3.20'}\n`, { "a.txt": null }],
    ["a Dockerfile", `${HEAD}runs:\r\n  using: docker\r\n  image: Dockerfile\r\n`, { Dockerfile: "FROM scratch\n" }],
    ["outputs with a value", `${HEAD}outputs:\n  a: {value: "\${{ steps.a.outputs.b }}"}\n${COMPOSITE}`, {}],
    [
      "outputs of JavaScript without one",
      `${HEAD}outputs:\n  a: {description: b}\nruns: {using: node24, main: a.js}\n`,
      { "a.js": null },
    ],
    ["inputs without a description", `${HEAD}inputs:\n  a:\n  b: {}\n${COMPOSITE}`, {}],
    ["keys of inputs that GitHub ignores", `${HEAD}inputs:\n  a: {type: boolean, options: [a]}\n${COMPOSITE}`, {}],
    ["keys at the top that GitHub ignores", `${HEAD}version: 2\nx-steps: 1\n${COMPOSITE}`, {}],
    [
      "every key of a step",
      `${HEAD}runs:\n  using: composite\n  steps:\n    - {name: a, id: b, if: c, run: d, shell: bash, env: {}, continue-on-error: true, working-directory: e}\n    - {name: a, id: c, if: c, uses: o/r@v1, with: {}, env: {}, continue-on-error: true}\n`,
      {},
    ],
    [
      "every key of a Docker action",
      `${HEAD}runs: {using: docker, image: 'docker://a:1', env: {}, args: [], entrypoint: a, pre-entrypoint: b, pre-if: c, post-entrypoint: d, post-if: e}\n`,
      {},
    ],
    [
      "every key of a JavaScript action",
      `${HEAD}runs: {using: node24, main: a.js, pre: a.js, pre-if: b, post: a.js, post-if: c}\n`,
      { "a.js": null },
    ],
    [
      "a step that lacks something, another rule's business",
      `${HEAD}runs: {using: composite, steps: [{run: x}]}\n`,
      {},
    ],
    ["nothing under inputs", `${HEAD}inputs:\n${COMPOSITE}`, {}],
    ["a file of another tool", "title: x\nsteps: [1]\n", {}],
    ["a file of names only", "name: x\ndescription: y\n", {}],
    ["steps behind an alias", `${HEAD}x-steps: &s []\nruns: {using: composite, steps: *s}\n`, {}],
  ])("on %s", (_, text, files) => {
    expect(places(text, files)).toEqual([]);
  });

  it.each([...BRANDING_ICONS])("on the icon %s", (icon) => {
    expect(places(`${HEAD}branding: {icon: ${icon}}\n${COMPOSITE}`)).toEqual([]);
  });

  it.each([...BRANDING_COLORS])("on the colour %s", (color) => {
    expect(places(`${HEAD}branding: {color: ${color}}\n${COMPOSITE}`)).toEqual([]);
  });
});

describe("invalid-action-metadata reports", () => {
  it.each<[string, string, Files, string]>([
    ["no runs", `${HEAD}inputs: {}\n`, {}, "1:1"],
    ["runs that are no mapping", `${HEAD}runs: composite\n`, {}, "3:1"],
    ["no using", `${HEAD}runs:\n  main: a.js\n`, {}, "3:1"],
    ["an unknown runtime", `${HEAD}runs: {using: node, main: a.js}\n`, { "a.js": null }, "3:15"],
    ["a Node.js that never was one", `${HEAD}runs: {using: 'node18', main: a.js}\n`, { "a.js": null }, "3:15"],
    ["no main", `${HEAD}runs: {using: node24}\n`, {}, "3:15"],
    ["a missing file", `${HEAD}runs: {using: node24, main: index.js}\n`, { "package.json": "{}" }, "3:29"],
    [
      "a missing file in a folder that is there",
      `${HEAD}runs: {using: node24, main: dist/a.js}\n`,
      { "dist/b.js": null },
      "3:29",
    ],
    ["a missing post file", `${HEAD}runs:\n  using: node24\n  main: a.js\n  post: b.js\n`, { "a.js": null }, "6:9"],
    ["no steps", `${HEAD}runs:\n  using: composite\n`, {}, "4:10"],
    ["steps that are no list", `${HEAD}runs:\n  using: composite\n  steps: {}\n`, {}, "5:3"],
    ["an output without value", `${HEAD}outputs:\n  a: {description: b}\n${COMPOSITE}`, {}, "4:3"],
    ["no image", `${HEAD}runs: {using: docker}\n`, {}, "3:15"],
    ["a missing Dockerfile", `${HEAD}runs: {using: docker, image: Dockerfile}\n`, { "entrypoint.sh": null }, "3:30"],
    ["a misspelt section", `${HEAD}input: {}\n${COMPOSITE}`, {}, "3:1"],
    ["a misspelt key of an input", `${HEAD}inputs:\n  a:\n    defualt: b\n${COMPOSITE}`, {}, "5:5"],
    ["a misspelt key of an output", `${HEAD}outputs:\n  a: {value: b, descriptoin: c}\n${COMPOSITE}`, {}, "4:17"],
    ["another spelling of a key", `${HEAD}branding: {colour: blue}\n${COMPOSITE}`, {}, "3:12"],
    ["a key that composite runs lack", `${HEAD}runs:\n  using: composite\n  shell: bash\n  steps: []\n`, {}, "5:3"],
    [
      "a key of another kind of action",
      `${HEAD}runs: {using: node24, main: a.js, image: b}\n`,
      { "a.js": null },
      "3:35",
    ],
    [
      "a misspelt key of a Docker action",
      `${HEAD}runs: {using: docker, image: 'docker://a:1', entry-point: b}\n`,
      {},
      "3:46",
    ],
    [
      "a time limit of a step",
      `${HEAD}runs: {using: composite, steps: [{run: x, shell: bash, timeout-minutes: 5}]}\n`,
      {},
      "3:56",
    ],
    [
      "a step with script and action, once",
      `${HEAD}runs: {using: composite, steps: [{run: x, shell: bash, uses: o/r@v1, with: {a: b}}]}\n`,
      {},
      "3:56",
    ],
    ["a shell of an action", `${HEAD}runs: {using: composite, steps: [{uses: o/r@v1, shell: bash}]}\n`, {}, "3:49"],
    ["a list of inputs", `${HEAD}inputs: [a]\n${COMPOSITE}`, {}, "3:1"],
    ["an input that is a text", `${HEAD}inputs:\n  a: some text\n${COMPOSITE}`, {}, "4:3"],
    ["an icon that GitHub leaves out", `${HEAD}branding: {icon: coffee}\n${COMPOSITE}`, {}, "3:18"],
    ["an unknown icon", `${HEAD}branding: {icon: rocket}\n${COMPOSITE}`, {}, "3:18"],
    ["an unknown colour", `${HEAD}branding: {color: pink}\n${COMPOSITE}`, {}, "3:19"],
  ])("%s", (_, text, files, place) => {
    expect(places(text, files)).toEqual(here(place));
  });

  it("an action in a folder, whose files are looked for there", () => {
    const files = {
      "tools/a/action.yaml": `${HEAD}runs: {using: node24, main: index.js}\n`,
      "tools/a/README.md": null,
      "index.js": null,
    };
    expect(placesOf(invalidActionMetadata, files)).toEqual(["tools/a/action.yaml:3:29 medium"]);
  });
});
