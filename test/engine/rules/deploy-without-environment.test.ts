import { describe, expect, it } from "vitest";
import { deployWithoutEnvironment } from "../../../worker/engine/rules/github/deploy-without-environment.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (body: string, step = "      - run: flyctl deploy --remote-only\n") =>
  `on:\n  push:\n    branches: [main]\npermissions: {}\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    concurrency: x\n${body}    steps:\n${step}`;

describe("deploy-without-environment stays silent", () => {
  it.each([
    ["an environment", job("    environment: production\n")],
    ["an environment with its address", job("    environment:\n      name: production\n      url: https://x.test\n")],
    ["one that is computed", job("    environment: ${{ inputs.target }}\n")],
    ["a call of a reusable workflow", "on: push\njobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n"],
    ["a release", job("", "      - run: gh release create v1\n")],
    ["a package", job("", "      - uses: pypa/gh-action-pypi-publish@release/v1\n")],
    ["a preview", job("    name: preview\n")],
    ["a test cluster", job("", "      - run: minikube start && helm install x ./chart\n")],
    ["words in an echo", job("", '      - run: echo "kubectl apply"\n')],
  ])("on %s", (_, text) => {
    expect(placesOf(deployWithoutEnvironment, text)).toEqual([]);
  });
});

describe("deploy-without-environment reports", () => {
  it.each([
    ["a deploy command", job("")],
    ["an action", job("", "      - uses: google-github-actions/deploy-cloudrun@v2\n")],
    ["wrangler through its action", job("", "      - uses: cloudflare/wrangler-action@v3\n")],
    [
      "helm in a longer script",
      job("", "      - run: |\n          set -e\n          helm upgrade web ./chart --install\n"),
    ],
  ])("%s, at the job", (_, text) => {
    expect(placesOf(deployWithoutEnvironment, text)).toEqual(["6:3 medium"]);
  });
});

describe("deploy-without-environment fixes", () => {
  it("behind the time limit", () => {
    expect(fixOf(deployWithoutEnvironment, job("")).text).toBe(
      job("").replace("    timeout-minutes: 9\n", "    timeout-minutes: 9\n    environment: production\n"),
    );
  });

  it("with the environment that GitHub Pages needs", () => {
    const text = job("", "      - uses: actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5\n");
    expect(fixOf(deployWithoutEnvironment, text).text).toContain("    environment: github-pages\n");
  });
});
