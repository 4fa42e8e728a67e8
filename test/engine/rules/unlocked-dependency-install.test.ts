import { expect, it } from "vitest";
import { unlockedDependencyInstall } from "../../../worker/engine/rules/github/unlocked-dependency-install.ts";
import { type Files, findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const steps = (...lines: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n${lines.map((line) => `      ${line}\n`).join("")}`;
const run = (command: string) => steps(`- run: ${command}`);
const LOCKS = [
  "package-lock.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "Gemfile.lock",
  "uv.lock",
  "Pipfile.lock",
];
const repo = (text: string, ...paths: string[]): Files => ({
  [WORKFLOW]: text,
  ...Object.fromEntries((paths.length > 0 ? paths : LOCKS).map((path) => [path, null])),
});
const places = (text: string, ...paths: string[]) => placesOf(unlockedDependencyInstall, repo(text, ...paths));
const fixed = (text: string, ...paths: string[]) =>
  fixOf(unlockedDependencyInstall, repo(text, ...paths)).files.get(WORKFLOW) ?? null;

it.each([
  "npm ci",
  "npm install lodash",
  "npm i -D typescript",
  "npm install -g npm@11",
  "npm install --global yarn",
  "npm i --no-save x",
  "npm install --no-package-lock",
  "npm install ./pkg.tgz",
  "npm run install",
  "npm install-test",
  "npm test install",
  "yarn install --frozen-lockfile",
  "yarn --immutable",
  "yarn --version",
  "yarn test",
  "yarn add x",
  "yarn global add x",
  "pnpm install",
  "pnpm i --frozen-lockfile",
  "pnpm add -g x",
  "bun install --frozen-lockfile",
  "bun ci",
  "bun add x",
  "bundle exec rake",
  "bundle install --frozen",
  "BUNDLE_FROZEN=true bundle install",
  "uv sync --locked",
  "uv sync --frozen --all-extras",
  "uv pip install x",
  "uv sync --upgrade",
  "pipenv install --deploy",
  "pipenv install requests",
  "poetry install",
  "composer install",
  "pip install -r requirements.txt",
  "echo npm install",
  "docker run node npm install",
  "grep -r 'npm install' docs",
  "'# npm install'",
])("stays silent on `%s`", (command) => {
  expect(places(run(command))).toEqual([]);
});

it.each([
  ["no lockfile", run("npm install"), ["package.json"]],
  ["another manager's lockfile", run("npm install"), ["yarn.lock"]],
  ["a lockfile elsewhere", run("npm install"), ["app/package-lock.json"]],
  ["a directory without one", run("cd app && npm install"), ["package-lock.json"]],
  [
    "a computed directory",
    steps("- run: npm install", "  working-directory: ${{ matrix.dir }}"),
    ["package-lock.json"],
  ],
  ["a directory outside", run("cd /tmp/x && npm install"), ["package-lock.json"]],
  ["a variable directory", run("cd $DIR && npm install"), ["package-lock.json"]],
  ["a deleted lockfile", steps("- run: rm package-lock.json", "- run: npm install"), ["package-lock.json"]],
  ["a manifest that is changed", steps("- run: npm pkg set x=y", "- run: npm install"), ["package-lock.json"]],
  [
    "a job that commits the result",
    steps("- run: npm install", "- uses: peter-evans/create-pull-request@v7"),
    ["package-lock.json"],
  ],
  [
    "a lockfile that is switched off",
    steps("- run: npm install", "  env: { npm_config_package_lock: false }"),
    ["package-lock.json"],
  ],
  [
    "bundler that is locked by configuration",
    steps("- run: bundle config set frozen true", "- run: bundle install"),
    ["Gemfile.lock"],
  ],
  [
    "bundler with another Gemfile",
    steps("- run: bundle install", "  env: { BUNDLE_GEMFILE: gemfiles/a }"),
    ["Gemfile.lock"],
  ],
  ["another shell", steps("- run: npm install", "  shell: python"), ["package-lock.json"]],
  [
    "PowerShell that is more than a command",
    steps("- run: foreach ($d in ls) { npm install }", "  shell: pwsh"),
    ["package-lock.json"],
  ],
])("stays silent with %s", (_name, text, paths) => {
  expect(places(text, ...paths)).toEqual([]);
});

it("stays silent without a checkout of this repository, and in another one's", () => {
  const none = run("npm install").replace("      - uses: actions/checkout@v4\n", "");
  const other = run("npm install").replace("@v4", "@v4\n        with: { repository: a/b }");
  const beside = run("npm install").replace("@v4", "@v4\n        with: { path: repo }");
  expect([none, other, beside].map((text) => places(text, "package-lock.json"))).toEqual([[], [], []]);
});

it("stays silent where settings switch the lockfile off", () => {
  const files = { ...repo(run("npm install"), "package-lock.json"), ".npmrc": "package-lock=false\n" };
  expect(placesOf(unlockedDependencyInstall, files)).toEqual([]);
});

it("stays silent on Yarn that locks by itself", () => {
  const modern = { ...repo(run("yarn install"), "yarn.lock"), "package.json": '{"packageManager":"yarn@4.5.0"}' };
  const unknown = repo(run("yarn install"), "yarn.lock", ".yarnrc.yml");
  expect([modern, unknown].map((files) => placesOf(unlockedDependencyInstall, files))).toEqual([[], []]);
});

it("stays silent on an action that others use", () => {
  const action = "runs:\n  using: composite\n  steps:\n    - run: npm install\n      shell: bash\n";
  expect(placesOf(unlockedDependencyInstall, { "action.yml": action, "package-lock.json": null })).toEqual([]);
  expect(
    placesOf(unlockedDependencyInstall, { ".github/actions/x/action.yml": action, "package-lock.json": null }),
  ).toHaveLength(1);
});

it.each([
  ["npm install", "npm ci"],
  ["npm i", "npm ci"],
  ["npm install --no-audit --legacy-peer-deps", "npm ci --no-audit --legacy-peer-deps"],
  ["npm --loglevel error install", "npm --loglevel error ci"],
  ["sudo npm install", "sudo npm ci"],
  ["CI=true npm install && npm test", "CI=true npm ci && npm test"],
  ["yarn", "yarn --frozen-lockfile"],
  ["yarn install --network-timeout 100000", "yarn install --network-timeout 100000 --frozen-lockfile"],
  ["pnpm install --no-frozen-lockfile", "pnpm install --frozen-lockfile"],
  ["bun install", "bun install --frozen-lockfile"],
  ["bundle install --jobs 4", "BUNDLE_FROZEN=true bundle install --jobs 4"],
  ["uv sync --all-extras --group dev", "uv sync --all-extras --group dev --locked"],
  ["pipenv install --dev", "pipenv install --dev --deploy"],
])("turns `%s` into `%s`", (before, after) => {
  expect(fixed(run(before))).toBe(run(after));
});

it("gives Yarn 2 its own flag", () => {
  const files = { ...repo(run("yarn install"), "yarn.lock"), "package.json": '{"packageManager":"yarn@2.4.3"}' };
  expect(fixOf(unlockedDependencyInstall, files).files.get(WORKFLOW)).toBe(run("yarn install --immutable"));
});

it.each([
  ["working-directory", steps("- run: npm install", "  working-directory: ./app/")],
  ["cd", run("cd app; npm install")],
  ["cd in a subshell", run("(cd app && npm install)")],
  ["cd and back", run("cd x && cd ../app && npm install")],
  ["pushd", run("pushd app && npm install && popd")],
  ["the workspace", run("cd $GITHUB_WORKSPACE/app && npm install")],
  ["--prefix", run("npm --prefix app install")],
  [
    "defaults",
    run("npm install").replace("    steps:", "    defaults: { run: { working-directory: app } }\n    steps:"),
  ],
  ["a checkout into a folder", run("cd repo/app && npm install").replace("@v4", "@v4\n        with: { path: repo }")],
])("reports with the lockfile through %s", (_name, text) => {
  expect(places(text, "app/package-lock.json")).toHaveLength(1);
});

it("leaves the directory of a subshell behind it", () => {
  expect(places(run("(cd app && ls); npm install"), "app/package-lock.json")).toEqual([]);
});

it("counts a file, manager and lockfile once and fixes every place", () => {
  const text = steps("- run: |", "    npm install", "    npm test", "- run: npm install # again", "- run: bun install");
  const found = findingsOf(unlockedDependencyInstall, repo(text));
  expect(found.map(({ range, evidence }) => [range.line, range.column, evidence.map(({ line }) => line)])).toEqual([
    [8, 11, [8, 10]],
    [11, 14, [11]],
  ]);
  expect(fixed(text)).toBe(text.replaceAll("npm install", "npm ci"));
});

it("keeps CRLF, quotes and folded lines", () => {
  const text = steps("- run: >-", "    npm", "    install", '- run: "npm install"').replaceAll("\n", "\r\n");
  expect(fixed(text)).toBe(text.replace("    install", "    ci").replace("npm install", "npm ci"));
});

it("reads a plain command of PowerShell and of a matrix with Windows", () => {
  const windows = run("npm install").replace("ubuntu-24.04", "windows-2025");
  const matrix = run("npm install").replace("ubuntu-24.04", "${{ matrix.os }}");
  expect([places(windows), places(matrix)]).toEqual([["7:14 medium"], ["7:14 medium"]]);
});

it("says which file is at stake and what to write", () => {
  const [finding] = findingsOf(unlockedDependencyInstall, repo(run("npm install"), "package-lock.json"));
  expect(finding?.message).toBe(
    "`npm install` may install other versions than `package-lock.json` says; use `npm ci`.",
  );
});
