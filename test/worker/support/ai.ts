import { env } from "cloudflare:workers";
import { createAiControl } from "../../support/ai-control.ts";

/** The scripted AI server that all three providers' addresses lead to. */
export const aiControl = createAiControl(env.AI_URL, env.AI_CONTROL_TOKEN);
