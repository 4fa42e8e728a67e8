import { describe, expect, it } from "vitest";
import { noRollbackOrSmokeTest } from "../../../worker/engine/rules/github/no-rollback-or-smoke-test.ts";
import { placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "") =>
  `on: workflow_dispatch\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}${more}`;
const APPLY = "      - run: kubectl apply -f k8s\n";

describe("no-rollback-or-smoke-test stays silent", () => {
  it.each([
    ["a call of the health endpoint", job(`${APPLY}      - run: curl --fail --retry 5 https://x.test/healthz\n`)],
    [
      "a rollout that is waited for",
      job("      - run: kubectl apply -f k8s && kubectl rollout status deployment/web\n"),
    ],
    ["helm that waits", job("      - run: helm upgrade web ./chart --install --atomic\n")],
    ["a later job that tests", job(APPLY, "  smoke:\n    needs: ship\n    runs-on: x\n    steps: [{run: ./check}]\n")],
    ["a later action that tests", job(`${APPLY}      - uses: cypress-io/github-action@v6\n`)],
    ["a tool that checks by itself", job("      - run: flyctl deploy\n")],
    ["static pages", job("      - uses: actions/deploy-pages@v4\n")],
    [
      "an action that waits for stability",
      job(
        "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n        with: {wait-for-service-stability: true}\n",
      ),
    ],
    ["no deploy", job("      - run: make\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(noRollbackOrSmokeTest, text)).toEqual([]);
  });
});

describe("no-rollback-or-smoke-test reports", () => {
  it.each([
    ["a deploy that ends there", job(APPLY)],
    ["a check before the deploy", job(`      - run: curl https://x.test/healthz\n${APPLY}`)],
    ["a job beside it", job(APPLY, "  smoke:\n    runs-on: x\n    steps: [{run: ./check}]\n")],
    ["a later step about something else", job(`${APPLY}      - run: ./notify\n`)],
  ])("%s", (_, text) => {
    expect(placesOf(noRollbackOrSmokeTest, text)).toEqual(["3:3 info"]);
  });
});
