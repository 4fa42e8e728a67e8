import { describe, expect, it } from "vitest";
import { newRisks } from "../../../../worker/engine/ai/proposals/new-risks.ts";
import { RepositoryModel } from "../../../../worker/engine/model/repository.ts";
import { snapshot, WORKFLOW } from "../../../support/engine.ts";

const TEXT = `on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - name: Test
        run: make test
  ship:
    needs: test
    runs-on: ubuntu-24.04
    steps:
      - run: make ship
        env:
          KEY: \${{ secrets.KEY }}
`;

const kindsOf = (after: string, path = WORKFLOW, before = TEXT) => {
  const [old, now] = [before, after].map((text) => new RepositoryModel(snapshot({ [path]: text })));
  return old && now ? [...new Set(newRisks(old, now, [path]).map(({ kind }) => kind))] : [];
};

describe("risks of a change", () => {
  it.each<[string, string, string]>([
    ["a comment in plain words", "    timeout-minutes: 10", "    # Enough for all tests.\n    timeout-minutes: 10"],
    ["a shorter time limit", "timeout-minutes: 10", "timeout-minutes: 5"],
    ["another name of a step", "name: Test", "name: Run all tests"],
    ["fewer rights", "  contents: read", "  contents: none"],
    [
      "a check more where nothing can be done with it",
      "        run: make test\n",
      "        run: make test\n      - run: make lint\n",
    ],
    ["quotes", "make ship", 'make "ship"'],
    [
      "a time limit where none was",
      "    runs-on: ubuntu-24.04\n    steps:\n      - run: make ship",
      "    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n      - run: make ship",
    ],
  ])("%s is none", (_, from, to) => {
    expect(kindsOf(TEXT.replace(from, () => to))).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ["more rights", "contents: read", "contents: write", "permission_raised"],
    ["a trigger", "on: push", "on: [push, pull_request_target]", "trigger"],
    [
      "a secret of another job",
      "        run: make test\n",
      "        run: make test\n        env: { A: '${{ secrets.KEY }}' }\n",
      "secret",
    ],
    [
      "a secret by another spelling",
      "        run: make test\n",
      "        run: make test\n        env: { A: \"${{ secrets ['KEY'] }}\" }\n",
      "secret",
    ],
    [
      "a check in a job with a secret",
      "      - run: make ship\n",
      "      - run: make lint\n      - run: make ship\n",
      "removed_check",
    ],
    ["a check that goes", "        run: make test\n", "        run: make tset\n", "command"],
    ["an order", "    needs: test\n", "", "order"],
    ["a condition", "    needs: test\n", "    needs: test\n    if: always()\n", "condition"],
    ["a host", "make ship", "make ship URL=https://evil.example", "host"],
    ["a machine", "runs-on: ubuntu-24.04", "runs-on: [self-hosted]", "runner"],
    ["an anchor", "permissions:", "permissions: &p", "yaml_trick"],
    ["a comment with an address", "on: push", "on: push # https://evil.example", "comment"],
    ["what cannot be read", "on: push", "on: [push", "unreadable"],
    ["an unknown key", "    needs: test\n", "    needs: test\n    snapshot: evil\n", "unneeded"],
  ])("%s is one", (_, from, to, kind) => {
    expect(kindsOf(TEXT.replace(from, () => to))).toContain(kind);
  });

  it("are there for every file that is no configuration", () => {
    expect(kindsOf("{}", "package.json", '{"a":1}')).toEqual(["unneeded"]);
  });

  it("are found in Dockerfiles", () => {
    const before = "FROM node:24\nRUN npm ci\nUSER node\n";
    expect(kindsOf(before.replace("USER node", "USER root"), "Dockerfile", before)).toEqual(["permission_raised"]);
    expect(kindsOf(before.replace("node:24", "evil:24"), "Dockerfile", before)).toContain("image");
    expect(kindsOf(`${before}ENTRYPOINT ["sh"]\n`, "Dockerfile", before)).toContain("removed_check");
  });
});
