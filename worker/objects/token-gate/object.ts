import { DurableObject } from "cloudflare:workers";

/** One per GitHub token: the only gate through which its requests leave. */
export class TokenGate extends DurableObject<Env> {
  ping(): boolean {
    return true;
  }
}
