import { describe, expect, it } from "vitest";
import { PUBLISHING_ACTIONS, REGISTRIES } from "../../../worker/engine/data/trusted-publishing.ts";
import { useTrustedPublishing } from "../../../worker/engine/rules/github/use-trusted-publishing.ts";
import { placesOf, WORKFLOW } from "../../support/engine.ts";

const ci = (...steps: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((line) => `      ${line}\n`).join("")}`;
const run = (command: string, ...env: string[]) =>
  ci(`- run: ${command}`, ...(env.length > 0 ? ["  env:", ...env.map((line) => `    ${line}`)] : []));
const NPM = "NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}";
const pypi = (...inputs: string[]) =>
  ci("- uses: pypa/gh-action-pypi-publish@release/v1", "  with:", ...inputs.map((line) => `    ${line}`));
const setup = (url: string) => ["- uses: actions/setup-node@v5", `  with: {registry-url: "${url}"}`];

describe("use-trusted-publishing stays silent", () => {
  it.each([
    ["PyPI without a password", pypi("attestations: true")],
    ["another index", pypi("password: ${{ secrets.P }}", "repository-url: https://pypi.acme.com/")],
    ["a token that a step made", pypi("password: ${{ steps.mint.outputs.token }}")],
    ["npm without a token", run("npm publish --provenance")],
    ["GitHub Packages with the job's token", run("npm publish", "NODE_AUTH_TOKEN: ${{ secrets.GITHUB_TOKEN }}")],
    [
      "a registry that setup-node names",
      ci(...setup("https://npm.pkg.github.com"), "- run: npm publish", `  env: {${NPM.replace(": ", ': "')}"}`),
    ],
    ["a registry in an option", run("npm publish --registry https://npm.acme.com", NPM)],
    ["a registry in a variable", run("npm publish", NPM, "NPM_CONFIG_REGISTRY: https://npm.acme.com")],
    ["a dry run", run("npm publish --dry-run", NPM)],
    ["a script of the package", run("npm run publish", NPM)],
    ["installing with a token", run("npm ci", NPM)],
    ["crates of another registry", run("cargo publish --registry acme", "CARGO_REGISTRY_TOKEN: ${{ secrets.C }}")],
    ["gems of another host", run("gem push --host https://gems.acme.com a.gem", "GEM_HOST_API_KEY: ${{ secrets.G }}")],
    [
      "a NuGet feed of its own",
      run("dotnet nuget push a.nupkg --source https://nuget.pkg.github.com/o/index.json --api-key ${{ secrets.K }}"),
    ],
    ["the words in an echo", run('echo "npm publish"', NPM)],
    ["another variable", run("twine upload dist/*", "TOKEN: ${{ secrets.T }}")],
    [
      "twine on another index",
      run("twine upload --repository-url https://pypi.acme.com dist/*", "TWINE_PASSWORD: ${{ secrets.T }}"),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(useTrustedPublishing, text)).toEqual([]);
  });

  it.each([
    ["package.json", '{"publishConfig": {"registry": "https://npm.acme.com"}}'],
    [".npmrc", "@acme:registry=https://npm.acme.com/\n"],
  ])("where %s names another registry", (path, text) => {
    expect(placesOf(useTrustedPublishing, { [WORKFLOW]: run("npm publish", NPM), [path]: text })).toEqual([]);
  });
});

describe("use-trusted-publishing reports", () => {
  it.each([
    ["PyPI's action with a password", pypi("password: ${{ secrets.PYPI }}"), ["8:11 info"]],
    [
      "the test index",
      pypi("password: ${{ secrets.PYPI }}", "repository-url: https://test.pypi.org/legacy/"),
      ["8:11 info"],
    ],
    ["npm publish", run("npm publish --access public", NPM), ["6:14 info"]],
    [
      "npm's own registry in setup-node",
      ci(...setup("https://registry.npmjs.org"), "- run: npm publish", `  env: {${NPM.replace(": ", ': "')}"}`),
      ["8:14 info"],
    ],
    ["a token on the command line", run("cargo publish --token ${{ secrets.CRATES }}"), ["6:14 info"]],
    ["a token in a variable of any name", run('cargo publish --token "$T"', "T: ${{ secrets.CRATES }}"), ["6:14 info"]],
    ["a token before the command", run("UV_PUBLISH_TOKEN=${{ secrets.P }} uv publish"), ["6:48 info"]],
    ["a block", ci("- run: |", "    npm ci", "    npm publish", "  env:", `    ${NPM}`), ["8:11 info"]],
    [
      "the job's env",
      ci("- run: npm publish").replace("    steps", `    env: {${NPM.replace(": ", ': "')}"}\n    steps`),
      ["7:14 info"],
    ],
    [
      "an option between the words",
      run("npm --workspace a publish", NPM).replace("--workspace a", "--workspaces"),
      ["6:14 info"],
    ],
    [
      "NuGet",
      run("dotnet nuget push a.nupkg --source https://api.nuget.org/v3/index.json --api-key ${{ secrets.K }}"),
      ["6:14 info"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(useTrustedPublishing, text)).toEqual(places);
  });

  it.each([
    ["package.json", '{"publishConfig": {"access": "public"}}'],
    ["package.json", "{"],
    [".npmrc", "registry=https://registry.npmjs.org/\n"],
  ])("npm where %s says nothing else", (path, text) => {
    expect(placesOf(useTrustedPublishing, { [WORKFLOW]: run("npm publish", NPM), [path]: text })).toHaveLength(1);
  });

  it("a composite action with the token as an input", () => {
    const text =
      "runs:\n  using: composite\n  steps:\n    - uses: pypa/gh-action-pypi-publish@v1\n      with: {password: '${{ inputs.token }}'}\n";
    expect(placesOf(useTrustedPublishing, { "action.yml": text })).toEqual(["action.yml:5:14 info"]);
  });
});

describe("registries", () => {
  const commands = REGISTRIES.flatMap(({ commands: names, variables, hosts, registry }) =>
    names.flatMap((name) =>
      variables.map((variable) => ({
        name,
        variable,
        host: registry === "NuGet" ? ` --source https://${hosts[0]}` : "",
      })),
    ),
  );

  it.each(commands)("$name is told with $variable and silent without", ({ name, variable, host }) => {
    expect(placesOf(useTrustedPublishing, run(name + host, `${variable}: \${{ secrets.X }}`))).toHaveLength(1);
    expect(placesOf(useTrustedPublishing, run(name + host, `${variable}: \${{ vars.X }}`))).toEqual([]);
  });

  it.each(Object.entries(PUBLISHING_ACTIONS))(
    "%s is told with a token and silent without",
    (name, { token, place }) => {
      const step = (value: string) => ci(`- uses: ${name}@v1`, `  ${place}: {${token}: "${value}"}`);
      expect(placesOf(useTrustedPublishing, step("${{ secrets.X }}"))).toHaveLength(1);
      expect(placesOf(useTrustedPublishing, step(""))).toEqual([]);
    },
  );

  it.each([...REGISTRIES, ...Object.values(PUBLISHING_ACTIONS)])(
    "$registry has a source and a day",
    ({ source, seen }) => {
      expect([source, seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^2026-/)]);
    },
  );
});
