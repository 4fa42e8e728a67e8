import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { REPOSITORIES_A_RUN, sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { as } from "./support/as.ts";
import { pushTo } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { missing } from "./support/missed.ts";
import { testScope } from "./support/scope.ts";

/** Of an invocation: https://developers.cloudflare.com/d1/platform/limits/. Nothing here enforces it. */
const STATEMENTS = 1_000;

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

/** Statements of a sweep as long after the last one as it takes until all are due again. */
async function statementsOfSweep(repositories: number): Promise<number> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 });
  const prepared = vi.spyOn(env.DB, "prepare").mockClear();
  expect(await sweepWebhooks(testScope())).toMatchObject({ repositories });
  return prepared.mock.calls.length;
}

it("a run of the sweep stays within the statements of an invocation, with some of its repositories moved", async () => {
  const caller = await as({ github: {} });
  const fleet = [await missing(caller), await missing(caller), await missing(caller)];
  // Until nobody asks any more for the ping that did not arrive.
  for (let asked = 0; asked < 4; asked += 1) await statementsOfSweep(fleet.length);
  const quiet = (await statementsOfSweep(fleet.length)) / fleet.length;
  for (const { made } of fleet) await pushTo(made.fullName, { "README.md": "moved\n" });
  await controlGithub("settle");
  const moved = (await statementsOfSweep(fleet.length)) / fleet.length;
  expect(REPOSITORIES_A_RUN * (0.75 * quiet + 0.25 * moved)).toBeLessThan(STATEMENTS);
});
