import { expect, it, onTestFinished } from "vitest";
import { PROMPT_DIGESTS } from "../../worker/engine/ai/prompts/versions.ts";
import { askAi } from "../../worker/services/ai/ask-ai.ts";
import { asking, questionOf } from "./support/ai-ctx.ts";

it("a question is asked exactly once more when its prompt gets a new version", async () => {
  const { ctx, caller, journal } = await asking();
  const digests = PROMPT_DIGESTS.analysis as string[];
  const count = digests.length;
  onTestFinished(() => void digests.splice(count));
  const calls: number[] = [];
  for (const change of [false, false, true, false, false]) {
    if (change) digests.push("a-digest-to-come");
    await askAi(ctx, questionOf(caller));
    calls.push(journal.length);
  }
  expect(calls).toEqual([1, 1, 2, 2, 2]);
});
