import { describe, expect, it } from "vitest";
import { allSecretsExposed } from "../../../worker/engine/rules/github/all-secrets-exposed.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const env = (value: string) =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      KEY: ${value}\n    steps:\n      - run: make\n`;

describe("all-secrets-exposed stays silent", () => {
  it.each([
    ["a named secret", env("${{ secrets.KEY }}")],
    ["a name in brackets", env("${{ secrets['KEY'] }}")],
    ["one secret serialised", env("${{ toJSON(secrets.KEY) }}")],
    ["another context serialised", env("${{ toJSON(github) }}")],
    ["a computed variable", env("${{ vars[matrix.key] }}")],
    ["a named secret inside another context's brackets", env("${{ vars[secrets.WHICH] }}")],
    ["a choice between names", env("${{ matrix.prod && secrets.PROD || secrets.TEST }}")],
    ["secrets: inherit", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n"],
    ["the word in a text", env("toJSON(secrets)")],
    ["the word in a literal", env("${{ format('secrets[{0}]', matrix.key) }}")],
    ["an escaped look-alike in a script", "on: push\njobs:\n  a:\n    steps:\n      - run: echo '$secrets[0]'\n"],
    ["an output of the name", env("${{ toJSON(needs.secrets.outputs) }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(allSecretsExposed, text)).toEqual([]);
  });
});

describe("all-secrets-exposed reports", () => {
  it.each([
    ["all of them serialised", env("${{ toJSON(secrets) }}"), ["6:23 medium"]],
    ["in any case and inside other functions", env("${{ contains(ToJson( Secrets ), 'x') }}"), ["6:33 medium"]],
    ["a computed name", env("${{ secrets[matrix.key] }}"), ["6:16 medium"]],
    ["a formatted name", env("${{ secrets[format('{0}_KEY', inputs.env)] }}"), ["6:16 medium"]],
    ["all values", env("${{ join(secrets.*, ' ') }}"), ["6:21 medium"]],
    ["an argument of a script, quoted", env(`"\${{ toJSON(secrets) }}"`), ["6:24 medium"]],
    ["the workflow's env", "on: push\nenv: {ALL: '${{ toJSON(secrets) }}'}\njobs: {}\n", ["2:24 medium"]],
    [
      "a block",
      "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          echo x\n          echo '${{ toJSON(secrets) }}'\n",
      ["7:28 medium"],
    ],
    [
      "what a call is given",
      "on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/b.yml@v1\n    secrets:\n      all: ${{ toJSON(secrets) }}\n",
      ["6:23 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(allSecretsExposed, text)).toEqual(places);
  });

  it("once per job", () => {
    const step = "      - run: make\n        env:\n          A: ${{ toJSON(secrets) }}\n";
    const text = `on: push\njobs:\n  a:\n    steps:\n${step}${step}  b:\n    steps:\n${step}`;
    const found = findingsOf(allSecretsExposed, text);
    expect(found.map(({ evidence }) => evidence.length)).toEqual([2, 1]);
  });
});
