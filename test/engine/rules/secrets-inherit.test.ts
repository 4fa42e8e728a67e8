import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { secretsInherit } from "../../../worker/engine/rules/github/secrets-inherit.ts";
import { fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const CALLED = ".github/workflows/deploy.yml";
const head = "name: ci\non: push\n\npermissions: {}\n\njobs:\n";
const call = (uses: string, secrets = "    secrets: inherit\n") => `${head}  a:\n    uses: ${uses}\n${secrets}`;
const LOCAL = call("./.github/workflows/deploy.yml");
const REMOTE = call("acme/ci/.github/workflows/deploy.yml@v1");
const called = (secrets: string, body = "      - run: make\n") =>
  `name: deploy\non:\n  workflow_call:\n${secrets}\npermissions: {}\n\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const KEY = "    secrets:\n      KEY:\n        required: true\n      other_key:\n        required: false\n";
const USE = "      - run: make\n        env:\n          KEY: ${{ secrets.KEY }}\n";
const settings = (fullName: string | null) => ({
  lookups: withAnswers({
    settings: () => ({
      visibility: null,
      fullName,
      defaultTokenWrites: null,
      actionsMayApprove: null,
      allowedActions: null,
      forkApproval: null,
      forkSecrets: null,
      forkWriteToken: null,
    }),
  }),
});

describe("secrets-inherit stays silent", () => {
  it.each([
    ["a map of secrets", call("acme/ci/.github/workflows/a.yml@v1", "    secrets:\n      K: ${{ secrets.K }}\n")],
    ["a map in braces", call("acme/ci/.github/workflows/a.yml@v1", "    secrets: { K: '${{ secrets.K }}' }\n")],
    [
      "a secret of that name",
      call("acme/ci/.github/workflows/a.yml@v1", "    secrets:\n      inherit: ${{ secrets.K }}\n"),
    ],
    ["a call without secrets", call("acme/ci/.github/workflows/a.yml@v1", "")],
    ["an input of that value", call("acme/ci/.github/workflows/a.yml@v1", "    with:\n      secrets: inherit\n")],
    ["a job that calls nothing", `${head}  a:\n    runs-on: x\n    secrets: inherit\n    steps: []\n`],
    ["an empty value", call("acme/ci/.github/workflows/a.yml@v1", "    secrets:\n")],
    ["another word, which GitHub refuses", call("acme/ci/.github/workflows/a.yml@v1", "    secrets: all\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(secretsInherit, text)).toEqual([]);
  });
});

describe("secrets-inherit reports", () => {
  it.each([
    ["a call of another repository", REMOTE, ["9:14 medium"]],
    ["a call of this one", LOCAL, ["9:14 info"]],
    ["the word in quotes", REMOTE.replace("inherit", '"inherit"'), ["9:14 medium"]],
    ["a job in braces", `${head}  a: { uses: o/r/.github/workflows/b.yml@v1, secrets: inherit }\n`, ["7:55 medium"]],
    ["CRLF", LOCAL.replaceAll("\n", "\r\n"), ["9:14 info"]],
    ["each call", `${REMOTE}  b:\n    uses: ./x.yml\n    secrets: inherit\n`, ["9:14 medium", "12:14 info"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(secretsInherit, text)).toEqual(places);
  });

  it("a call of this repository by its full name as its own", () => {
    expect(placesOf(secretsInherit, REMOTE, settings("Acme/CI"))).toEqual(["9:14 info"]);
    expect(placesOf(secretsInherit, REMOTE, settings("acme/app"))).toEqual(["9:14 medium"]);
    expect(placesOf(secretsInherit, REMOTE, settings(null))).toEqual(["9:14 medium"]);
  });
});

describe("secrets-inherit fixes", () => {
  const fixed = (secrets: string, body?: string, caller = LOCAL) =>
    fixOf(secretsInherit, { [WORKFLOW]: caller, [CALLED]: called(secrets, body) });

  it("by the names that the called workflow declares", () => {
    expect(fixed(KEY, USE).text).toBe(
      `${head}  a:\n    uses: ./.github/workflows/deploy.yml\n    secrets:\n      KEY: \${{ secrets.KEY }}\n      other_key: \${{ secrets.other_key }}\n`,
    );
  });

  it("by dropping the key where none is declared or used, the job's token apart", () => {
    const body = "      - run: make\n        env:\n          GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}\n";
    expect(fixed("", body).text).toBe(call("./.github/workflows/deploy.yml", ""));
  });

  it("keeping comments, line ends and what follows", () => {
    const caller = `${call("./.github/workflows/deploy.yml", "    secrets: inherit # all\n    # inputs\n    with: {}\n")}`;
    const { text } = fixed(KEY, USE, caller.replaceAll("\n", "\r\n"));
    expect(text).toContain(
      "    secrets: # all\r\n      KEY: ${{ secrets.KEY }}\r\n      other_key: ${{ secrets.other_key }}\r\n    # inputs\r\n",
    );
  });
});

describe("secrets-inherit offers no fix", () => {
  it.each([
    ["a workflow of another repository", REMOTE, called(KEY), "not in this repository"],
    ["a workflow that cannot be read", LOCAL, null, "not in this repository"],
    ["one that uses an undeclared secret", LOCAL, called("", USE), "`KEY` without declaring"],
    ["one with computed names", LOCAL, called(KEY, USE.replace("secrets.KEY", "secrets[matrix.k]")), "without naming"],
    ["one that hands them on", LOCAL, `${called(KEY)}  c:\n    uses: ./x.yml\n    secrets: inherit\n`, "hands all"],
    ["one with an environment", LOCAL, called(KEY).replace("  b:\n", "  b:\n    environment: prod\n"), "environment"],
    ["one that cannot be called", LOCAL, called(KEY).replace("workflow_call", "push"), "cannot be called"],
  ])("for %s", (_, caller, callee, words) => {
    const { text, reason } = fixOf(secretsInherit, { [WORKFLOW]: caller, [CALLED]: callee });
    expect([text, reason]).toEqual([null, expect.stringContaining(words)]);
  });
});
