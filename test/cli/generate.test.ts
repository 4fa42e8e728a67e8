import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, temporaryFolders } from "./command.ts";

const folder = temporaryFolders();

const NODE = {
  "package.json": JSON.stringify({
    name: "a",
    scripts: { test: "node --test", lint: "eslint ." },
    devDependencies: { eslint: "9.30.0" },
  }),
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: { "": { devDependencies: { eslint: "9.30.0" } } },
  }),
  ".nvmrc": "24\n",
  "test/a.test.js": "",
};

describe("autodevops profile", () => {
  it("prints one object for each folder, the main component first", async () => {
    const dirs = [
      await folder("node", NODE),
      await folder("go", { "go.mod": "module a\n\ngo 1.25\n", "main.go": "package main\n" }),
    ];
    const { code, out } = await run("profile", ...dirs, "--format", "json");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.map(({ dir }) => dir)).toEqual(dirs);
    expect(lines[0].components[0]).toMatchObject({
      path: ".",
      language: "javascript",
      languages: ["javascript"],
      packageManager: { name: "npm", version: null },
      frameworks: [],
      runtimes: [{ name: "node", version: "24", file: ".nvmrc" }],
      monorepo: null,
      commands: {
        install: "npm ci",
        lint: "npm run lint",
        format: null,
        typecheck: null,
        test: "npm test",
        build: null,
        start: null,
      },
      services: [],
      confidence: "high",
    });
    expect(lines[0].components[0].evidence).toContainEqual(
      expect.objectContaining({ about: "test", path: "package.json", line: 1 }),
    );
    expect(lines[1].components[0]).toMatchObject({ language: "go", packageManager: { name: "go" } });
  });

  it("says for people what there is, and what not", async () => {
    const dir = await folder("empty", {});
    expect(await run("profile", dir)).toMatchObject({
      code: 0,
      out: expect.stringContaining("Note: The repository holds no files yet"),
    });
    const { out } = await run("profile", await folder("node", NODE));
    expect(out).toMatch(/^ {2}package manager {2}npm$/m);
  });
});

describe("autodevops generate", () => {
  it.each([
    ["github", "runs-on: ubuntu-24.04"],
    ["gitlab", "image: node:24"],
    ["circleci", "image: cimg/node:24"],
  ])("prints a pipeline for %s", async (platform, words) => {
    const { code, out } = await run("generate", await folder("node", NODE), "--platform", platform);
    expect(code).toBe(0);
    expect(out).toContain(words);
    expect(out.indexOf("npm ci")).toBeLessThan(out.indexOf("npm test"));
  });

  it("writes the files, and adds to a file that is there what it lacks", async () => {
    const dir = await folder("write", NODE);
    const path = join(dir, ".github/workflows/ci.yml");
    expect(await run("generate", dir, "--platform", "github", "--jobs", "test", "--write")).toMatchObject({
      code: 0,
      out: "",
    });
    const first = await readFile(path, "utf8");
    expect(first).not.toContain("npm run lint");
    expect(await readFile(join(dir, ".github/dependabot.yml"), "utf8")).toContain("github-actions");
    await run("generate", dir, "--platform", "github", "--write");
    const second = await readFile(path, "utf8");
    expect(second.startsWith(first)).toBe(true);
    expect(second).toContain("npm run lint");
    const third = await run("generate", dir, "--platform", "github", "--write");
    expect(third).toMatchObject({ code: 0, error: expect.stringContaining("already runs all of this") });
    expect(await readFile(path, "utf8")).toBe(second);
  });

  it("converts what another platform runs", async () => {
    const dir = await folder("convert", {
      ...NODE,
      ".gitlab-ci.yml": "test:\n  image: node:24\n  script:\n    - npm ci\n    - npm test\n",
    });
    const { code, out } = await run("generate", dir, "--platform", "github", "--from", "gitlab");
    expect(code).toBe(0);
    expect(out).toContain("run: npm test\n");
    expect(await run("generate", dir, "--platform", "github", "--from", "circleci")).toMatchObject({
      code: 1,
      out: "",
      error: expect.stringContaining("no configuration of CircleCI"),
    });
  });

  it("exits with 1 and says why where there is nothing to run", async () => {
    const { code, out, error } = await run(
      "generate",
      await folder("nothing", { "README.md": "x" }),
      "--platform",
      "github",
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(error).toMatch(/^autodevops: No manifest of a known ecosystem was found/);
  });

  it("gives all it knows as JSON", async () => {
    const { out } = await run("generate", await folder("node", NODE), "--platform", "gitlab", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      profile: { components: [{ language: "javascript" }] },
      files: [{ path: ".gitlab-ci.yml" }],
      jobs: [expect.objectContaining({ why: expect.any(String), commands: expect.arrayContaining(["npm test"]) })],
      problems: [],
    });
  });
});
