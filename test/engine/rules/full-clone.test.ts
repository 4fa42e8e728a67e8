import { describe, expect, it } from "vitest";
import { fullClone } from "../../../worker/engine/rules/github/full-clone.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const SHA = "08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0";
const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const clone = (inputs = "fetch-depth: 0, persist-credentials: false") =>
  `      - uses: actions/checkout@${SHA}\n`.replace("\n", `\n        with: {${inputs}}\n`);

describe("full-clone stays silent", () => {
  it.each([
    ["a shallow checkout", job(`${clone("persist-credentials: false")}      - run: npm ci\n`)],
    ["a git command", job(`${clone()}      - run: git log --oneline\n`)],
    ["a version from tags", job(`${clone()}      - run: python -m build\n`)],
    ["a script of the project", job(`${clone()}      - run: ./ci.sh\n`)],
    ["a task runner", job(`${clone()}      - run: npx nx affected\n`)],
    ["an action that may read it", job(`${clone()}      - uses: goreleaser/goreleaser-action@v6\n`)],
    ["a local action", job(`${clone()}      - uses: ./.github/actions/x\n`)],
    ["tags on purpose", job(`${clone("fetch-depth: 0, fetch-tags: true")}      - run: npm ci\n`)],
    ["another repository", job(`${clone("fetch-depth: 0, repository: o/r")}      - run: npm ci\n`)],
    ["a depth that is computed", job(`${clone("fetch-depth: '${{ inputs.d }}'")}      - run: npm ci\n`)],
  ])("on %s", (_, text) => {
    expect(placesOf(fullClone, text)).toEqual([]);
  });
});

describe("full-clone reports", () => {
  it.each([
    ["a clone for the files alone", job(`${clone()}      - run: npm ci\n      - run: npm test\n`), ["10:29 low"]],
    ["setup actions", job(`${clone()}      - uses: actions/setup-node@v5\n      - run: npm test\n`), ["10:29 low"]],
    ["a depth in quotes", job(`${clone("fetch-depth: '0'")}      - run: pytest\n`), ["10:29 low"]],
    ["git before the clone", job(`      - run: git --version\n${clone()}      - run: npm test\n`), ["11:29 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(fullClone, text)).toEqual(places);
  });
});

describe("full-clone fixes", () => {
  it("by removing the input", () => {
    expect(fixOf(fullClone, job(`${clone()}      - run: npx eslint .\n`)).text).toBe(
      job(`${clone("persist-credentials: false")}      - run: npx eslint .\n`),
    );
  });
});
