import { describe, expect, test } from "vitest";
import type { PipelineJob, ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { cache, tool } from "./github-builders.ts";
import { setUp } from "./github-set-up.ts";

const MATRIX = { axis: "node", values: ["22", "24"] } as const;
const inFolder = (name: ToolName, directory: string, ...keyFiles: string[]) => ({ tool: name, keyFiles, directory });

describe("tools of scripting languages are set up", () => {
  test.each<[string, Partial<PipelineJob>, string[]]>([
    ["nothing at all", {}, []],
    [
      "Node by a file",
      { toolchains: [tool("node", null, { versionFile: ".nvmrc" })] },
      ["setup-node node-version-file=.nvmrc"],
    ],
    ["Node where nothing says which", { toolchains: [tool("node")] }, ["setup-node node-version=24"]],
    [
      "Node of a matrix",
      { toolchains: [tool("node", "matrix")], matrix: MATRIX },
      ["setup-node node-version=${{ matrix.node }}"],
    ],
    [
      "a lockfile in a folder",
      { toolchains: [tool("node", "24")], caches: [inFolder("npm", "web", "web/package-lock.json")] },
      ["setup-node node-version=24 cache=npm cache-dependency-path=web/package-lock.json"],
    ],
    [
      "no cache without a lockfile",
      { toolchains: [tool("node", "24")], caches: [cache("npm", "package.json")] },
      ["setup-node node-version=24"],
    ],
    [
      "one npm",
      { toolchains: [tool("node", "24"), tool("npm", "11.4.0")] },
      ["setup-node node-version=24", "$ npm install --global npm@11.4.0"],
    ],
    ["any npm of a range", { toolchains: [tool("node", "24"), tool("npm", "11")] }, ["setup-node node-version=24"]],
    [
      "pnpm in front of Node, by packageManager",
      { toolchains: [tool("node", "24"), tool("pnpm")], caches: [cache("pnpm", "pnpm-lock.yaml")] },
      ["action-setup", "setup-node node-version=24 cache=pnpm"],
    ],
    [
      "pnpm of a folder",
      { toolchains: [tool("pnpm", null, { versionFile: "web/package.json" }), tool("node", "24")] },
      ["action-setup package_json_file=web/package.json", "setup-node node-version=24"],
    ],
    [
      "pnpm by version",
      { toolchains: [tool("pnpm", "10"), tool("node", "24")] },
      ["action-setup version=10", "setup-node node-version=24"],
    ],
    [
      "Yarn 1, which runners have",
      { toolchains: [tool("node", "24"), tool("yarn", "1.22.22")] },
      ["setup-node node-version=24"],
    ],
    [
      "Yarn 4 by packageManager",
      {
        toolchains: [tool("node", "24"), tool("yarn", "4.9.1", { versionFile: "package.json" })],
        caches: [cache("yarn", "yarn.lock")],
      },
      ["$ corepack enable", "setup-node node-version=24 cache=yarn"],
    ],
    [
      "Yarn 4 by version",
      { toolchains: [tool("node", "24"), tool("yarn", "4.9.1")] },
      ["$ corepack enable && corepack install --global yarn@4.9.1", "setup-node node-version=24"],
    ],
    [
      "Bun",
      { toolchains: [tool("bun", "1.4.5")], caches: [cache("bun", "bun.lock")] },
      [
        "setup-bun bun-version=1.4.5",
        "cache path=~/.bun/install/cache key=${{ runner.os }}-bun-${{ hashFiles('bun.lock') }} restore-keys=${{ runner.os }}-bun-",
      ],
    ],
    [
      "Deno",
      { toolchains: [tool("deno", "2")], caches: [cache("deno", "deno.lock")] },
      ["setup-deno deno-version=2.x cache=true cache-hash=${{ hashFiles('deno.lock') }}"],
    ],
    [
      "pip",
      { toolchains: [tool("python", "3.10"), tool("pip")], caches: [cache("pip", "requirements.txt", "dev.txt")] },
      ["setup-python python-version=3.10 cache=pip cache-dependency-path=requirements.txt\ndev.txt"],
    ],
    [
      "Poetry in front of Python",
      { toolchains: [tool("python", "3.13"), tool("poetry", "2.1.3")], caches: [cache("poetry", "poetry.lock")] },
      [
        "$ pipx install poetry==2.1.3",
        "setup-python python-version=3.13 cache=poetry cache-dependency-path=poetry.lock",
      ],
    ],
    [
      "Pipenv behind Python",
      { toolchains: [tool("pipenv"), tool("python", "3.13")], caches: [cache("pipenv", "Pipfile.lock")] },
      [
        "setup-python python-version=3.13 cache=pipenv cache-dependency-path=Pipfile.lock",
        "$ python -m pip install pipenv",
      ],
    ],
    [
      "pdm",
      { toolchains: [tool("python", "3.13"), tool("pdm", "2.26.1")], caches: [cache("pdm", "pdm.lock")] },
      [
        "setup-python python-version=3.13",
        "$ python -m pip install pdm==2.26.1",
        "cache path=~/.cache/pdm key=${{ runner.os }}-pdm-${{ hashFiles('pdm.lock') }} restore-keys=${{ runner.os }}-pdm-",
      ],
    ],
    [
      "tox",
      { toolchains: [tool("python", "3.13"), tool("tox")] },
      ["setup-python python-version=3.13", "$ python -m pip install tox"],
    ],
    [
      "uv, which brings Python",
      { toolchains: [tool("python", "3.13"), tool("uv", "0.9.2")], caches: [cache("uv", "uv.lock")] },
      ["setup-uv version=0.9.2 python-version=3.13 cache-dependency-glob=uv.lock"],
    ],
    [
      "uv, which finds its Python, without a cache",
      { toolchains: [tool("python", null, { versionFile: ".python-version" }), tool("uv")] },
      ["setup-uv enable-cache=false"],
    ],
  ])("%s", (_name, more, expected) => {
    expect(setUp(more)).toEqual(expected);
  });
});
