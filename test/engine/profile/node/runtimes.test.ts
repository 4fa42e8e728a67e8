import { describe, expect, it } from "vitest";
import type { Files } from "../../../support/engine.ts";
import { codesOf, manifest, node, runtimesOf, unread } from "./detect-node.ts";

const app = (more: Readonly<Record<string, unknown>> = {}) =>
  manifest({ name: "app", scripts: { start: "node index.js" }, ...more });

const cases: readonly (readonly [name: string, files: Files, runtimes: readonly string[]])[] = [
  ["nothing", { "package.json": app() }, []],
  [".nvmrc", { "package.json": app(), ".nvmrc": "v22.3.0\n" }, ["node 22.3.0 exact .nvmrc"]],
  [".node-version", { "package.json": app(), ".node-version": "20\n" }, ["node 20 exact .node-version"]],
  ["a code name", { "package.json": app(), ".nvmrc": "lts/jod" }, ["node 22 exact .nvmrc"]],
  ["a moving name", { "package.json": app(), ".nvmrc": "lts/*" }, ["node lts/* exact .nvmrc"]],
  [
    "asdf",
    { "package.json": app(), ".tool-versions": "ruby 3.3.0\nnodejs 22.11.0\n" },
    ["node 22.11.0 exact .tool-versions"],
  ],
  ["mise", { "package.json": app(), "mise.toml": '[tools]\nnode = "24"\n' }, ["node 24 exact mise.toml"]],
  [
    "mise with several versions",
    { "package.json": app(), "mise.toml": '[tools]\nnode = ["22.1.0", "20.0.0"]\n' },
    ["node 22.1.0 exact mise.toml"],
  ],
  ["Volta", { "package.json": app({ volta: { node: "20.19.1" } }) }, ["node 20.19.1 exact package.json"]],
  ["a range", { "package.json": app({ engines: { node: ">=20" } }) }, ["node >=20 range package.json"]],
  [
    "a range of two lines",
    { "package.json": app({ engines: { node: "^20.9.0 || >=22" } }) },
    ["node ^20.9.0 || >=22 range package.json"],
  ],
  ["one line in engines", { "package.json": app({ engines: { node: "22.x" } }) }, ["node 22 exact package.json"]],
  [
    "a bare line in engines",
    { "package.json": app({ engines: { npm: "10", node: "20" } }) },
    ["node 20 exact package.json"],
  ],
  [
    "the exact file before the range",
    { "package.json": app({ engines: { node: ">=18" } }), ".nvmrc": "22" },
    ["node 22 exact .nvmrc", "node >=18 range package.json"],
  ],
  [
    "devEngines",
    { "package.json": app({ devEngines: { runtime: { name: "node", version: "^24.0.0" } } }) },
    ["node ^24.0.0 range package.json"],
  ],
  [
    "devEngines as a list",
    {
      "package.json": app({
        devEngines: {
          runtime: [
            { name: "bun", version: "1.2.0" },
            { version: "24.4.1", name: "node" },
          ],
        },
      }),
    },
    ["node 24.4.1 exact package.json", "bun 1.2.0 exact package.json"],
  ],
  [
    "an image as the last hint",
    { "package.json": app({ engines: { node: ">=20" } }), Dockerfile: "FROM node:22-alpine\n" },
    ["node 22 exact Dockerfile", "node >=20 range package.json"],
  ],
  [
    "pnpm's own setting",
    { "package.json": app(), ".npmrc": "use-node-version=22.14.0\n" },
    ["node 22.14.0 exact .npmrc"],
  ],
  [
    "Bun by its file",
    { "package.json": app(), ".bun-version": "1.2.4\n", ...unread("bun.lock") },
    ["bun 1.2.4 exact .bun-version"],
  ],
  [
    "Bun by the manifest, beside Node",
    { "package.json": app({ packageManager: "bun@1.2.19", engines: { node: ">=20" } }) },
    ["bun 1.2.19 exact package.json", "node >=20 range package.json"],
  ],
  [
    "Bun by a range",
    { "package.json": app({ engines: { bun: ">=1.1" } }), ...unread("bun.lockb") },
    ["bun >=1.1 range package.json"],
  ],
  ["words that name no version", { "package.json": app({ engines: { node: "*" } }), ".nvmrc": "# none\n" }, []],
];

describe("runtimes", () => {
  it.each(cases)("%s", (_name, files, runtimes) => {
    expect(runtimesOf(node(files))).toEqual(runtimes);
  });

  it("of a folder below come from the files around it", () => {
    const files = {
      "package.json": app(),
      ".nvmrc": "22\n",
      "web/package.json": app({ engines: { bun: "1" } }),
      "api/package.json": app(),
      "api/.nvmrc": "20",
    };
    expect(runtimesOf(node(files, "web"))).toEqual(["bun 1 exact web/package.json", "node 22 exact .nvmrc"]);
    expect(runtimesOf(node(files, "api"))).toEqual(["node 20 exact api/.nvmrc"]);
  });

  it("of a package narrow the repository's, and are no conflict with it", () => {
    const files = {
      "package.json": app({ engines: { node: ">=18" } }),
      ".nvmrc": "22",
      "web/package.json": app({ engines: { node: ">=20" } }),
      "old/package.json": app({ volta: { node: "18.20.0" } }),
    };
    expect(runtimesOf(node(files, "web"))).toEqual(["node 22 exact .nvmrc", "node >=20 range web/package.json"]);
    expect(runtimesOf(node(files, "old"))).toEqual([
      "node 18.20.0 exact old/package.json",
      "node >=18 range package.json",
    ]);
    expect(codesOf(node(files, "old"))).toEqual([]);
  });

  it("that disagree are said", () => {
    const found = node({ "package.json": app(), ".nvmrc": "20", ".node-version": "22.1.0" });
    expect(codesOf(found)).toEqual(["version_conflict"]);
    expect(found.notes[0]?.detail).toContain(".nvmrc says node 20, .node-version says 22.1.0");
  });

  it("that agree in part are no conflict", () => {
    expect(
      codesOf(node({ "package.json": app({ engines: { node: ">=20" } }), ".nvmrc": "22", ".node-version": "22.1.0" })),
    ).toEqual([]);
  });

  it("have the line as evidence", () => {
    const found = node({ "package.json": app(), ".tool-versions": "ruby 3.3.0\nnodejs 22.11.0\n" });
    expect(found.evidence).toContainEqual({
      about: "runtime",
      value: "node 22.11.0",
      path: ".tool-versions",
      line: 2,
      confidence: "high",
    });
  });
});
