import { describe, expect, it } from "vitest";
import { adhocPackageInstall } from "../../../worker/engine/rules/github/adhoc-package-install.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (text: string, runner = "ubuntu-24.04") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runner}\n    steps:\n${text}`;
const script = (lines: readonly string[]) => `      - run: |\n${lines.map((line) => `          ${line}\n`).join("")}`;
const run = (...lines: string[]) => steps(script(lines));
const windows = (...lines: string[]) => steps(script(lines), "windows-2025");

describe("adhoc-package-install stays silent", () => {
  it.each([
    ["an exact version", run("npm install -g wrangler@4.50.0")],
    ["an exact version of a scoped package", run("npm i @scope/tool@1.2.3")],
    ["an exact version before a release", run("npm i tool@1.2.3-beta.1")],
    ["the project's manifest", run("npm install", "yarn install --frozen-lockfile", "pnpm i", "bun i")],
    ["options alone", run("npm install --no-audit --prefix web")],
    ["options with values", run("npm install --omit dev --loglevel error -w web")],
    ["options in front of the verb", run("npm --prefix web ci", "npm -C web install")],
    [
      "pnpm's filters",
      run("pnpm -F web install", "pnpm --filter web... install", "pnpm -r install", "pnpm install -r"),
    ],
    ["Bun in a folder", run("bun install --cwd web")],
    ["Yarn in a folder", run("yarn --cwd web install", "yarn workspace web build")],
    ["a folder", run("npm install ./packages/x", "npm install -g .")],
    ["an archive", run("npm install x-1.0.0.tgz", "npm i https://example.com/x.tgz")],
    ["a git address", run("npm install github:o/r", "npm install o/r")],
    ["a gem with a version", run("gem install rake -v 13.2.1", "gem install rake --version=13.2.1")],
    ["a gem with an attached version", run("gem install rake -v13.2.1")],
    ["a gem with a version behind a colon", run("gem install rake:13.2.1 rspec:3.13.0")],
    ["a gem with a version of its own choice", run('gem install bundler -v "$BUNDLER"')],
    ["a gem that was built", run("gem install pkg/x-1.0.gem", "gem install --local x")],
    ["a Gemfile", run("gem install --file Gemfile", "bundle install")],
    ["another verb", run("npm run add", "yarn build", "gem build x.gemspec", "yarn run add x", "npm config set i x")],
    ["a variable", run('npm install "$PACKAGE"')],
    ["a version from a matrix", run("npm install react@${{ matrix.react }}")],
    ["text that is printed", run("echo npm install -g x", 'echo "run npm i x"')],
    ["a comment", run("# npm install x", "make")],
    ["help", run("npm install --help x")],
    ["npx", run("npx eslint .")],
    ["Python", run("pip install build")],
    ["an exact version in PowerShell", windows("npm install -g wrangler@4.50.0")],
    ["PowerShell that computes", windows('npm install -g "$package"')],
    ["a script in Python", steps("      - shell: python\n        run: npm install x\n")],
    ["null values", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run:\n      - \n"],
  ])("on %s", (_, text) => {
    expect(placesOf(adhocPackageInstall, text)).toEqual([]);
  });
});

describe("adhoc-package-install reports", () => {
  it.each([
    ["a global tool", run("npm install -g vercel"), ["7:11 low"]],
    ["a moving tag", run("npm i -g npm@latest"), ["7:11 low"]],
    ["a major version", run("npm install --global pnpm@9"), ["7:11 low"]],
    ["a range", run('npm install "tool@^1.2.3"'), ["7:11 low"]],
    ["a folder in front of the verb", run("npm --prefix web install x"), ["7:11 low"]],
    ["a package for a workspace", run("npm install x -w web"), ["7:11 low"]],
    ["a scoped package", run("npm install --no-save @scope/tool"), ["7:11 low"]],
    ["Yarn", run("yarn global add serve"), ["7:11 low"]],
    ["Yarn in a workspace", run("yarn workspace web add serve"), ["7:11 low"]],
    ["pnpm", run("sudo pnpm add -g turbo"), ["7:11 low"]],
    ["pnpm with a filter", run("pnpm --filter web add turbo"), ["7:11 low"]],
    ["Bun", run("bun add -g turbo"), ["7:11 low"]],
    ["a gem", run("gem install bundler"), ["7:11 low"]],
    ["a gem with a range", run("gem install bundler -v '~> 2.4'"), ["7:11 low"]],
    ["a gem with other options", run("gem install --no-document --source https://example.com rake"), ["7:11 low"]],
    ["Bundler", run("bundle add rake"), ["7:11 low"]],
    ["a package behind others", run("npm ci && npm install --no-save a@1.0.0 b"), ["7:21 low"]],
    ["several commands once", run("npm i -g a", "npm i -g b"), ["7:11 low"]],
    ["each step", steps("      - run: npm i -g a\n      - run: 'gem install b'\n"), ["6:14 low", "7:15 low"]],
    ["flow style", steps("      - { run: npm i -g a }\n"), ["6:16 low"]],
    ["CRLF", run("npm i -g a").replaceAll("\n", "\r\n"), ["7:11 low"]],
    ["PowerShell", windows("cd web", "npm i -g a"), ["8:11 low"]],
    ["cmd", steps("      - shell: cmd\n        run: npm i -g a\n", "windows-2025"), ["7:14 low"]],
    [
      "a composite action",
      { "action.yml": "runs:\n  using: composite\n  steps:\n    - run: npm i -g a\n      shell: bash\n" },
      ["action.yml:4:12 low"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(adhocPackageInstall, text)).toEqual(places);
  });

  it("the package that is open", () => {
    expect(findingsOf(adhocPackageInstall, run("npm i a@1.0.0 b"))[0]?.message).toContain("holds `b`");
  });
});
