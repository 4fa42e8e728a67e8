import { describe, expect, it } from "vitest";
import { unusedSecret } from "../../../worker/engine/rules/repo/unused-secret.ts";
import { findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";
import { withStored } from "../../support/settings.ts";

const ci = (value = "x", rest = "") => `on: push\njobs:\n  a:\n    env:\n      T: ${value}\n${rest}`;
const OLD = withStored({ secrets: ["OLD"] });

describe("unused-secret stays silent", () => {
  it.each([
    ["when nobody answered", ci(), {}],
    ["on a secret that is read", ci("${{ secrets.OLD }}"), OLD],
    ["on one in another case", ci("${{ secrets['old'] }}"), OLD],
    ["on a name in a comment", ci("x # OLD is for later"), OLD],
    ["on computed names", ci("${{ secrets[matrix.k] }}"), OLD],
    ["on all secrets serialised", ci("${{ toJSON(secrets) }}"), OLD],
    [
      "on all secrets handed on",
      ci("x", "  b:\n    uses: o/r/.github/workflows/x.yml@v1\n    secrets: inherit\n"),
      OLD,
    ],
    ["on a secret of the organization", ci(), withStored({ secrets: ["OLD"], organizationSecrets: ["OLD"] })],
    ["on the runner's switches", ci(), withStored({ secrets: ["ACTIONS_STEP_DEBUG"] })],
    ["on variables", ci(), withStored({ variables: ["OLD"] })],
    ["on no secrets", ci(), withStored({})],
    ["on a repository without a workflow", { "a.js": "" }, OLD],
    ["on a workflow that cannot be read", { [WORKFLOW]: ci(), ".github/workflows/b.yml": "a: [\n" }, OLD],
    ["on one that an action reads", { [WORKFLOW]: ci(), "a/action.yml": "runs: {using: composite} # OLD\n" }, OLD],
  ])("%s", (_, files, options) => {
    expect(placesOf(unusedSecret, files, options)).toEqual([]);
  });
});

describe("unused-secret reports", () => {
  it.each([
    ["a secret that nothing names", ci(), OLD, "the secret `OLD`"],
    ["several once", ci("${{ secrets.B }}"), withStored({ secrets: ["C", "B2", "B"] }), "the secrets `B2`, `C`"],
    [
      "an environment's",
      ci(),
      withStored({ environments: { p: { secrets: ["E"], variables: [], isProtected: false } } }),
      "`E`",
    ],
    [
      "those behind a local call",
      ci("x", "  b:\n    uses: ./.github/workflows/ci.yml\n    secrets: inherit\n"),
      OLD,
      "`OLD`",
    ],
    ["many, shortened", ci(), withStored({ secrets: Array.from({ length: 12 }, (_, at) => `Z${at}`) }), "and 2 more"],
  ])("%s", (_, text, options, words) => {
    const found = findingsOf(unusedSecret, text, options);
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ["low", expect.stringContaining(words)],
    ]);
  });
});
