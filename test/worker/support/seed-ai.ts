import { aiRequests } from "../../../worker/db/schema.ts";
import { testScope } from "./scope.ts";
import { CANARY } from "./seed-people.ts";

/** A question that an AI answered. */
export async function seedAiRequest(orgId: string): Promise<void> {
  const { clock, db, random } = testScope();
  await db.insert(aiRequests).values({
    orgId,
    id: random.uuidv7(),
    at: clock.now(),
    task: "ci_cd",
    model: CANARY,
    promptVersion: 1,
    contextHash: "0".repeat(64),
    outcome: "answered",
    estimatedTokens: 1,
    inputTokens: 1,
    outputTokens: 1,
    costMicros: 1,
    attempts: 1,
    durationMs: 1,
  });
}
