import { describe, expect, it } from "vitest";
import { missingDependencyCache } from "../../../worker/engine/rules/github/missing-dependency-cache.ts";
import { type Files, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const HEAD = "on: push\njobs:\n  test:\n    timeout-minutes: 5\n    runs-on: ubuntu-24.04\n";
const job = (steps: string, rest = "") => `${HEAD}${rest}    steps:\n      - uses: actions/checkout@v4\n${steps}`;
const uses = (action: string, ...inputs: string[]) =>
  `      - uses: ${action}\n${inputs.length > 0 ? `        with:\n${inputs.map((input) => `          ${input}\n`).join("")}` : ""}`;
const run = (script: string, rest = "") => `      - run: ${script}\n${rest}`;
const NODE = uses("actions/setup-node@v4", "node-version: 22");
const LOCK: Files = { "package-lock.json": null, "package.json": "{}" };

const placesIn = (text: string, files: Files) => placesOf(missingDependencyCache, { [WORKFLOW]: text, ...files });
const fixIn = (text: string, files: Files) => fixOf(missingDependencyCache, { [WORKFLOW]: text, ...files });

describe("missing-dependency-cache stays silent", () => {
  it.each<[string, string, Files]>([
    ["a cache input", job(uses("actions/setup-node@v4", "cache: npm") + run("npm ci")), LOCK],
    [
      "a cache that is switched off on purpose",
      job(uses("actions/setup-node@v6", "package-manager-cache: false") + run("npm ci")),
      LOCK,
    ],
    ["a computed cache", job(uses("actions/setup-node@v4", "cache: ${{ inputs.cache }}") + run("npm ci")), LOCK],
    ["a job without an install", job(NODE + run("node test.js")), LOCK],
    ["the install of a tool", job(NODE + run("npm install -g yarn") + run("npm install semver")), LOCK],
    ["an install before the setup", job(run("npm ci") + NODE), LOCK],
    ["no lockfile", job(NODE + run("npm install")), { "package.json": "{}" }],
    ["another manager's lockfile", job(NODE + run("npm install")), { "yarn.lock": null }],
    ["a cache action in the job", job(NODE + uses("actions/cache@v4", "path: ~/.npm", "key: x") + run("npm ci")), LOCK],
    [
      "Gradle's own action",
      job(
        uses("actions/setup-java@v4", "java-version: 21") +
          uses("gradle/actions/setup-gradle@v4") +
          run("./gradlew test"),
      ),
      { "build.gradle": "" },
    ],
    [
      "setup-uv, which caches by itself",
      job(uses("astral-sh/setup-uv@v6") + run("uv sync --locked")),
      { "uv.lock": null },
    ],
    [
      "setup-go from version 4",
      job(uses("actions/setup-go@v5", "go-version: '1.25'") + run("go test ./...")),
      { "go.sum": null, "go.mod": "" },
    ],
    [
      "setup-go pinned to an unknown commit",
      job(uses(`actions/setup-go@${"a".repeat(40)}`) + run("go test ./...")),
      { "go.sum": null },
    ],
    [
      "setup-node 5 with packageManager",
      job(uses("actions/setup-node@v5") + run("yarn")),
      { "yarn.lock": null, "package.json": '{"packageManager": "yarn@4.1.0"}' },
    ],
    [
      "setup-node 6 with npm as packageManager",
      job(uses("actions/setup-node@v6") + run("npm ci")),
      { "package-lock.json": null, "package.json": '{"packageManager": "npm@11.0.0"}' },
    ],
    [
      "setup-ruby's cache",
      job(uses("ruby/setup-ruby@v1", "bundler-cache: true") + run("bundle install")),
      { "Gemfile.lock": null },
    ],
    ["a self-hosted runner", job(NODE + run("npm ci")).replace("ubuntu-24.04", "[self-hosted, linux]"), LOCK],
    [
      "a release workflow",
      job(NODE + run("npm ci")).replace("on: push", "on: {release: {types: [published]}, workflow_dispatch: }"),
      LOCK,
    ],
    ["a workflow for tags", job(NODE + run("npm ci")).replace("on: push", "on: {push: {tags: ['v*']}}"), LOCK],
    ["a job that publishes", job(NODE + run("npm ci") + run("npm publish")), LOCK],
    ["a job that deploys to an environment", job(NODE + run("npm ci"), "    environment: production\n"), LOCK],
    [
      "a job whose artifact another job publishes",
      `${job(NODE + run("npm ci") + uses("actions/upload-artifact@v4", "path: dist"))}  release:\n    needs: test\n    runs-on: x\n    timeout-minutes: 5\n    steps: [{run: npm publish}]\n`,
      LOCK,
    ],
    ["a checkout into another folder", job(uses("actions/checkout@v4", "path: src") + NODE + run("npm ci")), LOCK],
    ["a local action that cannot be read", job(`      - uses: ./.github/actions/setup\n${NODE}${run("npm ci")}`), LOCK],
    [
      "a local action that caches",
      job(`      - uses: ./.github/actions/setup\n${NODE}${run("npm ci")}`),
      {
        ...LOCK,
        ".github/actions/setup/action.yml": "runs:\n  using: composite\n  steps:\n    - uses: actions/cache@v4\n",
      },
    ],
    [
      "a folder that is computed",
      job(NODE + run("npm ci", "        working-directory: ${{ matrix.dir }}\n")),
      { "web/package-lock.json": null },
    ],
    [
      "a project without requirements or pyproject",
      job(uses("actions/setup-python@v5") + run("pip install -e .")),
      { "setup.py": "" },
    ],
    [
      "a single Python package",
      job(uses("actions/setup-python@v5") + run("pip install tox")),
      { "requirements.txt": "" },
    ],
    [
      "pnpm's own action with its cache",
      job(uses("pnpm/action-setup@v4", "cache: true") + NODE + run("pnpm i")),
      { "pnpm-lock.yaml": null },
    ],
  ])("on %s", (_, text, files) => {
    expect(placesIn(text, files)).toEqual([]);
  });
});

describe("missing-dependency-cache reports", () => {
  it.each<[string, string, Files]>([
    ["npm ci", NODE + run("npm ci"), LOCK],
    [
      "an install inside a longer script",
      NODE + run("|\n          set -e\n          npm ci --no-audit && npm test"),
      LOCK,
    ],
    ["an install in a folder", NODE + run("cd web && npm ci"), { "web/package-lock.json": null }],
    ["yarn alone", NODE + run("yarn --frozen-lockfile"), { "yarn.lock": null }],
    ["pnpm", uses("pnpm/action-setup@v4") + NODE + run("pnpm install"), { "pnpm-lock.yaml": null }],
    [
      "pip with requirements",
      uses("actions/setup-python@v5") + run("python -m pip install -r requirements.txt"),
      { "requirements.txt": "" },
    ],
    ["pip of the project", uses("actions/setup-python@v5") + run("pip install '.[test]'"), { "pyproject.toml": "" }],
    ["Maven", uses("actions/setup-java@v4", "java-version: 21") + run("./mvnw -B verify"), { "pom.xml": "" }],
    ["Gradle", uses("actions/setup-java@v4", "java-version: 21") + run("./gradlew build"), { "build.gradle.kts": "" }],
    ["Bundler", uses("ruby/setup-ruby@v1") + run("bundle install --jobs 4"), { "Gemfile.lock": null }],
    ["an old setup-go", uses("actions/setup-go@v3") + run("go test ./..."), { "go.sum": null }],
    [
      "setup-go that does not find go.sum",
      uses("actions/setup-go@v5") + run("go test ./...", "        working-directory: srv\n"),
      { "srv/go.sum": null, "srv/go.mod": "" },
    ],
    [
      "setup-node 6 with pnpm as packageManager",
      uses("pnpm/action-setup@v4") + uses("actions/setup-node@v6") + run("pnpm i"),
      { "pnpm-lock.yaml": null, "package.json": '{"packageManager": "pnpm@10.0.0"}' },
    ],
    ["NuGet", uses("actions/setup-dotnet@v4") + run("dotnet restore --locked-mode"), { "packages.lock.json": null }],
  ])("%s", (_, steps, files) => {
    expect(placesIn(job(steps), files)).toHaveLength(1);
  });

  it("the setup step, at its action", () => {
    expect(placesIn(job(NODE + run("npm ci")), LOCK)).toEqual(["8:15 medium"]);
  });
});

describe("missing-dependency-cache fixes", () => {
  it.each<[string, string, string, Files]>([
    [
      "with the manager",
      NODE + run("npm ci"),
      uses("actions/setup-node@v4", "node-version: 22", "cache: npm") + run("npm ci"),
      LOCK,
    ],
    [
      "a step without inputs",
      uses("actions/setup-node@v4") + run("npm ci"),
      uses("actions/setup-node@v4", "cache: npm") + run("npm ci"),
      LOCK,
    ],
    [
      "with the lockfile of a folder",
      NODE + run("cd web && npm ci"),
      uses("actions/setup-node@v4", "node-version: 22", "cache: npm", "cache-dependency-path: web/package-lock.json") +
        run("cd web && npm ci"),
      { "web/package-lock.json": null },
    ],
    [
      "in braces",
      `      - {uses: actions/setup-node@v4, with: {node-version: 22}}\n${run("npm ci")}`,
      `      - {uses: actions/setup-node@v4, with: {node-version: 22, cache: npm}}\n${run("npm ci")}`,
      LOCK,
    ],
    [
      "requirements of another name",
      uses("actions/setup-python@v5") + run("pip install -r dev.txt"),
      uses("actions/setup-python@v5", "cache: pip", "cache-dependency-path: dev.txt") + run("pip install -r dev.txt"),
      { "dev.txt": "" },
    ],
    [
      "setup-go that only lacks the path",
      uses("actions/setup-go@v5", "go-version: '1.25'") + run("cd srv && go test ./..."),
      uses("actions/setup-go@v5", "go-version: '1.25'", "cache-dependency-path: srv/go.sum") +
        run("cd srv && go test ./..."),
      { "srv/go.sum": null },
    ],
    [
      "an old setup-go with a lockfile elsewhere",
      uses("actions/setup-go@v3") + run("cd srv && go vet"),
      uses("actions/setup-go@v3", "cache: true", "cache-dependency-path: srv/go.sum") + run("cd srv && go vet"),
      { "srv/go.sum": null },
    ],
    [
      "pyproject.toml under an old setup-python",
      uses("actions/setup-python@v4") + run("pip install ."),
      uses("actions/setup-python@v4", "cache: pip", "cache-dependency-path: pyproject.toml") + run("pip install ."),
      { "pyproject.toml": "" },
    ],
    [
      "Bundler",
      uses("ruby/setup-ruby@v1") + run("bundle install"),
      uses("ruby/setup-ruby@v1", "bundler-cache: true") + run("bundle install"),
      { "Gemfile.lock": null },
    ],
    [
      "Poetry that is there before",
      run("pipx install poetry") + uses("actions/setup-python@v5") + run("poetry install"),
      run("pipx install poetry") + uses("actions/setup-python@v5", "cache: poetry") + run("poetry install"),
      { "poetry.lock": null },
    ],
  ])("%s", (_, before, after, files) => {
    expect(fixIn(job(before), files).text).toBe(job(after));
  });

  it.each<[string, string, Files, RegExp]>([
    ["pnpm that comes too late", NODE + run("corepack enable && pnpm i"), { "pnpm-lock.yaml": null }, /needs `pnpm`/],
    [
      "Yarn that Corepack brings too late",
      NODE + run("corepack enable") + run("yarn"),
      { "yarn.lock": null },
      /Corepack/,
    ],
    ["an action without a cache", uses("actions/setup-node@v1") + run("npm ci"), LOCK, /version 2/],
    ["an action of unknown version", uses("actions/setup-node@main") + run("npm ci"), { ...LOCK }, /pin it/],
    [
      "a folder that the action cannot be told",
      uses("ruby/setup-ruby@v1") + run("cd app && bundle install"),
      { "app/Gemfile.lock": null },
      /by hand/,
    ],
  ])("never %s", (_, steps, files, reason) => {
    expect(fixIn(job(steps), files)).toMatchObject({ text: null, reason: expect.stringMatching(reason) });
  });
});
